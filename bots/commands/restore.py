"""`summon restore`: puts a backup back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `summon backup` wrote.")],
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Move what is there aside.")] = False,
) -> None:
    """Put a backup back where the bot keeps its things; the bot must not run."""
    from bots import config as configuration
    from bots.jobs import alive
    from pipeline.errors import OutputUnwritable
    from storage import backup as backups

    folder = configuration.load(config).storage.path
    locks = folder / "workers"
    if any(alive(locks, lock.stem) for lock in locks.glob("*.lock")):
        raise OutputUnwritable("The bot is running: stop it first, then restore.")
    found = backups.restore(file, folder, force=force)
    words = f"{found.characters} characters, {found.lines} lines, {found.media} files"
    sys.stdout.write(f"{folder}: {words}\n")
    if found.missing:
        sys.stdout.write(f"{found.missing} files that the database names were not in the backup.\n")
    if found.dropped:
        sys.stdout.write(f"{found.dropped} asks that waited back then are too old to answer now.\n")
