"""`summon backup`: everything that is kept, in one file, while the bot runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
) -> None:
    """Write the database and the media into one file; the bot may go on working."""
    import asyncio

    asyncio.run(_backup(file, config))


async def _backup(file: Path, config: Path | None) -> None:
    from bots.existing import open_existing
    from storage import backup as backups

    async with open_existing(config) as (store, folder):
        found = await backups.write(store, folder, file)
    words = f"{found.characters} characters, {found.lines} lines, {found.media} files, {found.bytes / 1e6:.1f} MB"
    sys.stdout.write(f"{file}: {words}\n")
    if found.missing:
        sys.stdout.write(f"{found.missing} files that the database names were not there.\n")
