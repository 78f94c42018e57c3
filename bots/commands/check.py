"""`summon check`: what would run, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def check(config: Annotated[Path | None, typer.Option(help="A configuration file.")] = None) -> None:
    """Say what would run with this configuration; exits with 1 if something is missing."""
    from rich.console import Console
    from rich.table import Table

    from bots import config as configuration
    from bots.inspection import Finding, inspect

    settings = configuration.load(config)
    table = Table("", "part", "what runs", "to do", box=None, header_style="bold")
    marks = {True: "[green]ok[/green]", False: "[red]no[/red]"}
    found: list[Finding] = inspect(settings, config)
    for finding in found:
        table.add_row(marks[finding.fine], finding.part, finding.what, finding.to_do)
    Console().print(table)
    raise typer.Exit(0 if all(f.fine for f in found) else 1)
