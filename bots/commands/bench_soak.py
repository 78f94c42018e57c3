"""`summon bench soak`: very many replies in a row, and whether memory, files or processes pile up."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def soak(
    *,
    replies: Annotated[int, typer.Option(min=40, help="How many replies.")] = 2000,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Answer through the real desk and the light backends. Exit code 1: something piles up. Linux only."""
    import asyncio
    import json
    import logging
    import tempfile
    from dataclasses import asdict
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from bots.benches.soaked import soak as run

    logging.disable(logging.INFO)
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="summon-soak-") as folder, console.status("0 replies") as status:
        found = asyncio.run(
            run(Path(folder), replies, lambda done, mb: status.update(f"{done} of {replies} replies, {mb:.0f} MB"))
        )
    if as_json:
        sys.stdout.write(json.dumps({"fine": found.fine, **asdict(found)}) + "\n")
    else:
        table = Table("what", "found", box=None, header_style="bold")
        for key, value in asdict(found).items():
            table.add_row(key.replace("_", " "), str(value))
        Console().print(table)
    if not found.fine:
        raise typer.Exit(1)
