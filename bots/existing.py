"""Opens what the bot has kept, for commands that only look at it or tidy it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bots import config as configuration
from pipeline.errors import OutputUnwritable
from storage.backup import DATABASE
from storage.store import Store, open_store


@asynccontextmanager
async def open_existing(config: Path | None) -> AsyncIterator[tuple[Store, Path]]:
    """Open the database that the settings name, and say which folder it is in; the bot may go on working.

    Raises:
        OutputUnwritable: There is none yet.
        PipelineError: The settings or the database cannot be read.
    """
    folder = configuration.load(config).storage.path
    if not await asyncio.to_thread((folder / DATABASE).is_file):
        raise OutputUnwritable(f"Nothing is kept in {folder} yet.")
    async with open_store(folder / DATABASE) as store:
        yield store, folder
