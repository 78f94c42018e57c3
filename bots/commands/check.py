"""`summon check`: tries every part, and says what to do where one does not work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.config import Config
    from bots.inspection import Finding


def check(
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
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

    console = Console(highlight=False)
    marks = {True: "[green]ok[/green]", False: "[red]no[/red]"}
    width = max(len(finding.part) for finding in found)
    tried = any(finding.seconds for finding in found)
    for finding in found:
        seconds = f"{finding.seconds:5.1f} s  " if finding.seconds >= 0.05 else " " * 9
        about = f"{finding.part:<{width}}  {seconds if tried else ''}"
        # Lines are left to the terminal: a path that is cut or broken here could not be copied.
        console.print(f"{marks[finding.fine]}  {escape(about + finding.what)}", soft_wrap=True)
        if finding.to_do:
            console.print(f"    {' ' * len(about)}{escape(finding.to_do)}", soft_wrap=True)
