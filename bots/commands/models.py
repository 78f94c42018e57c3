"""`summon models`: the weights that styles and detectors need, what is here of them, fetching and removing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

    from bots.config import Config
    from pipeline.models.shelf import Shelf
    from pipeline.models.weights import Weights

models = typer.Typer(help="The weights of models: list, fetch, remove.", no_args_is_help=True)

ConfigOption = Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")]
Names = Annotated[list[str], typer.Argument(help="Names from `summon models list`, names of styles, or all.")]


@models.command("list")
def list_weights(
    config: ConfigOption = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Show the weights that the catalogue names: size, licence, whether they are here, and what uses them."""
    import json

    shelf, every = _open(config)
    rows = [_row(shelf, weights) for weights in every]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    _show(rows, shelf.folder)


@models.command()
def fetch(
    names: Names,
    config: ConfigOption = None,
    *,
    pickles: Annotated[
        bool, typer.Option("--pickles", help="Take files in Python's pickle format, where there is nothing else.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take files that changed since they were first fetched.")
    ] = False,
) -> None:
    """Fetch weights, going on where a download was cut off; what is here is checked, and repaired if need be."""
    import asyncio

    from pipeline.errors import WeightsMissing
    from pipeline.models.named import chosen

    shelf, every = _open(config)
    failed = False
    for weights in chosen(every, names):
        try:
            asyncio.run(_fetch(shelf, weights, pickles=pickles or None, accept=accept))
        except WeightsMissing as error:
            # What one publisher withholds must not keep the others' from coming.
            typer.echo(f"{weights.id}: {error}", err=True)
            failed = True
    if failed:
        raise typer.Exit(1)


@models.command()
def remove(names: Names, config: ConfigOption = None) -> None:
    """Remove weights and free their room on the disk."""
    from pipeline.models.named import chosen
    from pipeline.models.weights import Kind, read_source

    shelf, every = _open(config)
    freed = 0
    for weights in chosen(every, names):
        if "all" in names and (shelf.find(weights) is None or read_source(weights.source).kind is Kind.LOCAL):
            continue
        gone = shelf.remove(weights)
        freed += gone
        typer.echo(f"{weights.id}: " + (f"{_size(gone)} removed" if gone else "was not here"))
    typer.echo(f"{_size(freed)} are free again.")


def _open(path: Path | None) -> tuple[Shelf, tuple[Weights, ...]]:
    from bots import config as configuration
    from bots.catalogues import open_catalog
    from pipeline.models.named import named
    from pipeline.models.shelf import open_shelf

    config: Config = configuration.load(path)
    return open_shelf(config.weights), named(open_catalog(config), _of_settings(config))


def _of_settings(config: Config) -> list[tuple[str, str, str]]:
    """What the settings name beside the styles: its source, what it is, and who uses it."""
    told = config.painter.diffusion
    named = ((told.controlnet, "controlnet"), (told.reference, "base"), (told.clip, "clip"))
    watched = [(config.painter.detector_weights, "detector", "[painter]")] if config.painter.detector_weights else []
    return [(source, role, "[painter.diffusion]") for source, role in named if source] + watched


async def _fetch(shelf: Shelf, weights: Weights, *, pickles: bool | None, accept: bool) -> None:
    import asyncio
    from contextlib import ExitStack

    before = await asyncio.to_thread(shelf.find, weights)
    if before is not None and not await asyncio.to_thread(shelf.broken, weights):
        typer.echo(f"{weights.id}: is here, {_size(before.bytes)}, as it came.")
        return
    if weights.note:
        typer.echo(f"{weights.id}: {weights.note}.")
    with ExitStack() as stack:
        progress = _progress()
        task = progress.add_task(weights.id, total=weights.bytes or None)

        def told(name: str, have: int, of: int) -> None:
            if not progress.live.is_started:
                # Nothing is drawn for what cannot even begin: its sentence stands alone.
                stack.enter_context(progress)
            progress.update(task, completed=have, total=of or None, description=f"{weights.id} {name[-40:]}")

        found = await shelf.fetch(weights, told, pickles=pickles, accept=accept)
    typer.echo(f"{weights.id}: {_size(found.bytes)} in {found.path}")


def _progress() -> Progress:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )


def _row(shelf: Shelf, weights: Weights) -> dict[str, Any]:
    found = shelf.find(weights)
    return {
        "id": weights.id,
        "role": weights.role,
        "source": weights.source,
        "installed": found is not None,
        "bytes": found.bytes if found else weights.bytes,
        "licence": weights.licence,
        "used_by": list(weights.used_by),
        "path": str(found.path) if found else "",
        "note": weights.note,
    }


def _show(rows: list[dict[str, Any]], folder: Path) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for name in ("", "weights", "what", "size", "licence", "used by"):
        # What is typed to fetch it stays in one piece, however narrow the terminal.
        table.add_column(name, overflow="fold", no_wrap=name == "weights")
    for row in rows:
        mark = "[green]here[/green]" if row["installed"] else "[dim]no[/dim]"
        size = _size(row["bytes"]) if row["bytes"] else "unknown"
        about = "" if row["installed"] or not row["bytes"] else "about "
        told = (row["id"], row["role"], about + size, row["licence"], ", ".join(row["used_by"]))
        table.add_row(mark, *map(escape, told))
    console = Console()
    console.print(table)
    here = sum(row["bytes"] for row in rows if row["installed"])
    console.print(f"{_size(here)} in {folder}", highlight=False, markup=False)


def _size(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
