"""`summon bench start`: how long a start takes and how much a waiting program holds."""

from __future__ import annotations

from typing import Annotated

import typer


def start(
    *,
    runs: Annotated[int, typer.Option(help="How often each is measured; the median counts.", min=1)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Seconds to the help text, to an open program and to a whole demo; memory of a program that waits."""
    import asyncio
    import json
    import sys

    from rich.console import Console
    from rich.table import Table

    from bots.startup import measure

    figures = asyncio.run(measure(runs))
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    table = Table("measure", "value", box=None, header_style="bold")
    for name, value in figures.items():
        table.add_row(name, f"{value:.2f}")
    Console().print(table)
