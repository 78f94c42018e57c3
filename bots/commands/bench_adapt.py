"""`summon bench adapt`: whether a writer needs fewer words and uses agreed names when it plays the same game again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def adapt(
    config: Annotated[Path | None, typer.Option(help="A configuration file: its writer plays.")] = None,
    rounds: Annotated[int, typer.Option(help="How often every figure comes up.", min=2, max=20)] = 6,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Play repeated reference games with the configured writer, once adapting and once not."""
    import asyncio
    import json

    from bots import config as configuration
    from bots import logs
    from bots.benches.reference_game import games

    settings = configuration.load(config)
    logs.set_up("error")
    found = asyncio.run(games(settings.writer, rounds))
    if as_json:
        flat: dict[str, float | str] = {"writer": settings.writer.backend}
        flat |= {
            f"{game}_{key}".replace(" ", "_"): value for game, values in found.items() for key, value in values.items()
        }
        sys.stdout.write(json.dumps(flat) + "\n")
        return
    _table(found, rounds)


def _table(found: dict[str, dict[str, float]], rounds: int) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for title, key in (
        ("words per turn", "words"),
        ("with the agreed name", "named"),
        ("words that are new", "new_words"),
        ("figure found", "right"),
    ):
        table = Table(title, *(f"round {n}" for n in range(1, rounds + 1)), box=None, header_style="bold")
        for game, values in found.items():
            table.add_row(f"{game}", *(str(values.get(f"{key}_{n}", "")) for n in range(1, rounds + 1)))
        console.print(table)
    by_model = min(values["by_model"] for values in found.values())
    console.print(f"Turns that a model wrote: {by_model:.0%} at least; the rest was improvised.")
