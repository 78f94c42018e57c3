"""`summon bench paint`: seconds and memory of a portrait with its atlas, by the painter or by networks alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.benches.paint_speed import Networks, Row


def paint(
    config: Annotated[Path | None, typer.Option(help="A configuration file.")] = None,
    style: Annotated[str, typer.Option(help="A style's id; without one the painter's first.")] = "",
    portraits: Annotated[int, typer.Option(help="How many are painted after the first.", min=1, max=50)] = 3,
    device: Annotated[str, typer.Option(help="With --random: auto, cpu, cuda, cuda:1 or mps.")] = "auto",
    dtype: Annotated[list[str] | None, typer.Option(help="With --random: float16, bfloat16 or float32.")] = None,
    batch: Annotated[list[int] | None, typer.Option(help="With --random: portraits at once.", min=1, max=64)] = None,
    steps: Annotated[int, typer.Option(help="With --random; 0: 25 on a GPU, 1 on a CPU.", min=0, max=150)] = 0,
    rounds: Annotated[int, typer.Option(help="With --random: runs of each timing.", min=1, max=50)] = 3,
    *,
    random: Annotated[bool, typer.Option("--random", help="Networks of SD 1.5's size with random weights.")] = False,
    compiled: Annotated[bool, typer.Option("--compiled", help="With --random: compiled as well as eager.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per row.")] = False,
) -> None:
    """Measure painting: the configured painter, or (--random) what a device makes of networks of real size."""
    import asyncio

    if not random:
        _print([asyncio.run(_configured(config, style, portraits))], as_json=as_json)
        return
    from bots.benches.paint_speed import Networks

    asked = Networks(
        device=device,
        dtypes=tuple(dtype or ()),
        batches=tuple(batch or ()),
        compiled=(False, True) if compiled else (False,),
        steps=steps,
        rounds=rounds,
    )
    rows = _random(asked, as_json=as_json)
    if not as_json:
        _print(rows, as_json=False)


async def _configured(path: Path | None, style: str, portraits: int) -> Row:
    from bots import config as configuration
    from bots.benches.paint_speed import configured
    from bots.catalogues import open_catalog

    config = configuration.load(path)
    return await configured(config, open_catalog(config), style, portraits)


def _random(asked: Networks, *, as_json: bool) -> list[Row]:
    """Measure row by row; a row is printed as soon as it stands, since a whole run takes minutes."""
    from pipeline.backends import find, missing
    from pipeline.errors import BackendMissing, ConfigInvalid

    backend = find("painter", "diffusion")
    if missing(backend):
        raise BackendMissing("diffusion", backend.extra)
    unknown = set(asked.dtypes) - {"float16", "bfloat16", "float32"}
    if unknown:
        raise ConfigInvalid(f"There is no dtype {sorted(unknown)[0]!r}: float16, bfloat16 or float32.")
    from bots.benches.paint_speed import random_rows

    return random_rows(asked, lambda row: _print([row], as_json=True) if as_json else None)


def _print(rows: list[Row], *, as_json: bool) -> None:
    import json

    if as_json:
        for row in rows:
            typer.echo(json.dumps(row))
        return
    from rich.console import Console
    from rich.table import Table

    for row in rows:
        table = Table("measure", "value", box=None, header_style="bold")
        for key, value in row.items():
            table.add_row(key, str(value))
        Console().print(table)
