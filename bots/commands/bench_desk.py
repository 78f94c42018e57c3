"""`summon bench desk`: kills the desk at random moments, loads it, and measures what it costs per reply."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def desk(
    *,
    kills: Annotated[int, typer.Option(min=0, help="How often the desk is killed.")] = 200,
    asks: Annotated[int, typer.Option(min=20, help="How many asks the killed desk answers.")] = 400,
    load: Annotated[int, typer.Option(min=0, help="How many asks 50 places load it with; 0 leaves that out.")] = 500,
    seed: Annotated[
        int | None, typer.Option(help="Repeats a schedule of kills; without it a new one is drawn.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Kill, load and time the desk with pretended stages and a pretended platform."""
    import json
    import secrets
    import tempfile
    from dataclasses import asdict
    from pathlib import Path

    from bots.benches.shaken import shake

    seed = secrets.randbelow(1_000_000) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="summon-desk-") as name:
        folder = Path(name)
        shaken = shake(folder / "shaken", kills=kills, asks=asks, seed=seed)
        blind = shake(folder / "blind", kills=kills // 4, asks=max(20, asks // 4), seed=seed, manners=("blind",))
        found: dict[str, object] = asdict(shaken)
        found["blind_lost"] = blind.lost
        found["blind_doubled"] = blind.doubled
        found["blind_resent"] = blind.resent
        if load:
            found |= _load(folder, load, seed)
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        _table(found)
    if any(found[key] for key in ("lost", "doubled", "reordered", "misremembered", "broken", "blind_lost")):
        sys.stderr.write(f"The desk failed with seed {seed}: repeat with --seed {seed} --kills {kills} --asks {asks}\n")
        raise typer.Exit(1)


def _load(folder: object, asks: int, seed: int) -> dict[str, object]:
    import asyncio
    from dataclasses import asdict
    from pathlib import Path

    from bots.benches.loaded import load, overhead_ms

    path = Path(str(folder))
    overhead = asyncio.run(overhead_ms(path / "overhead"))
    found: dict[str, object] = asdict(asyncio.run(load(path / "loaded", asks=asks, seed=seed)))
    found["load_asks"] = found.pop("asks")
    found["load_seconds"] = found.pop("seconds")
    return {"overhead_ms": overhead, **found}


def _table(found: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "found", box=None, header_style="bold")
    for key, value in found.items():
        table.add_row(key, str(value))
    Console().print(table)
