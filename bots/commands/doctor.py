"""`summon doctor`: whether what is kept is whole, how large it is, and what went wrong lately."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.health import Health


def doctor(
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Examine the database and the media. Exit code 1: something has to be repaired."""
    import asyncio
    import json
    from dataclasses import asdict

    health = asyncio.run(_examine(config))
    if as_json:
        sys.stdout.write(json.dumps({"well": health.well, **asdict(health)}) + "\n")
    else:
        _show(health)
    if not health.well:
        raise typer.Exit(1)


async def _examine(config: Path | None) -> Health:
    from bots.existing import open_existing
    from storage.backup import MEDIA
    from storage.health import examine
    from storage.media import Media

    async with open_existing(config) as (store, folder):
        return await examine(store, Media(store, folder / MEDIA))


def _show(health: Health) -> None:
    import time

    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("what", "found", box=None, header_style="bold")
    table.add_row("database", f"{'whole' if not health.faults else 'DAMAGED'}, version {health.version}")
    table.add_row("database size", f"{health.database_bytes / 1e6:.1f} MB")
    for kind, size in health.media_bytes.items():
        table.add_row(f"{kind} files", f"{size / 1e6:.1f} MB")
    for name, count in health.rows.items():
        table.add_row(f"rows in {name}", str(count))
    for name in ("waiting", "running", "unfinished_sends", "reports", "orphans", "missing_portraits", "missing_media"):
        table.add_row(name.replace("_", " "), str(getattr(health, name)))
    console.print(table)
    for fault in health.faults[:10]:
        console.print(f"[bold]{fault}[/bold]", markup=True)
    if health.failures:
        latest = Table("when (UTC)", "job", "kind", "stage", "code", box=None, header_style="bold", title="last errors")
        for failure in health.failures:
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(failure.noted))
            latest.add_row(when, str(failure.job), failure.kind, failure.stage, failure.code)
        console.print(latest)
    for name in health.exposed:
        console.print(f"Anybody on this machine can read {name}: chmod 600 it as its owner.", markup=False)
    if health.missing_portraits:
        console.print("Portraits are missing: restore a backup, or summon these characters again.")
