"""`summon check`: tries every part, and says what to do where one does not work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.config import Config
    from bots.inspection import Finding


def check(
    config: Annotated[Path | None, typer.Option(help="A configuration file.")] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Only look: nothing is opened, nobody is asked.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Try every part for real: tokens, models, painter, voices, ffmpeg, disk. Exit code 1: something needs you.

    A painter or a model that costs money is asked once.
    """
    import json
    import sys
    from dataclasses import asdict

    from bots import config as configuration
    from bots import logs

    settings = configuration.load(config)
    logs.set_up("error")
    if quick:
        from bots.inspection import inspect

        found = inspect(settings, config)
    else:
        found = _tried(settings, config, quiet=as_json)
    fine = all(finding.fine for finding in found)
    if as_json:
        sys.stdout.write(json.dumps({"fine": fine, "findings": [asdict(finding) for finding in found]}) + "\n")
    else:
        _show(found)
    raise typer.Exit(0 if fine else 1)


def _tried(settings: Config, path: Path | None, *, quiet: bool) -> list[Finding]:
    import asyncio

    from rich.console import Console

    from bots.trials import examine

    console = Console(stderr=True, quiet=quiet)

    async def all_of_them() -> list[Finding]:
        found = []
        with console.status("trying …") as status:
            async for finding in examine(settings, path):
                found.append(finding)
                status.update(f"{finding.part} …")
        return found

    return asyncio.run(all_of_them())


def _show(found: list[Finding]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("", "part", "what runs", "seconds", "to do", box=None, header_style="bold")
    table.columns[3].justify = "right"
    marks = {True: "[green]ok[/green]", False: "[red]no[/red]"}
    for finding in found:
        seconds = f"{finding.seconds:.1f}" if finding.seconds >= 0.05 else ""
        table.add_row(marks[finding.fine], escape(finding.part), escape(finding.what), seconds, escape(finding.to_do))
    Console().print(table)
