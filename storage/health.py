"""What an operator should know about what is kept: whether it is whole, how large, and what went wrong lately."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from storage.ledger import Failure, Ledger
from storage.media import Media
from storage.modes import exposed
from storage.outbox import Outbox
from storage.store import Store

TABLES = ("characters", "lines", "jobs", "inbox", "outbox", "media", "settings", "reports")


@dataclass(frozen=True, slots=True)
class Health:
    """The state of what is kept."""

    faults: tuple[str, ...]
    """What SQLite finds wrong."""
    version: int
    database_bytes: int
    rows: dict[str, int]
    media_bytes: dict[str, int]
    """By kind."""
    orphans: int
    """Files that no row knows."""
    missing_portraits: int
    missing_media: int
    waiting: int
    running: int
    unfinished_sends: int
    """Sends of jobs that are over, of which nobody knows whether they arrived."""
    reports: int
    failures: tuple[Failure, ...]
    exposed: tuple[str, ...] = ()
    """Files that anybody on the machine can read."""

    @property
    def well(self) -> bool:
        """Nothing has to be repaired."""
        return not self.faults and not self.missing_portraits


async def examine(store: Store, media: Media) -> Health:
    """Look at everything that is kept."""
    missing = set(await media.missing())
    portraits = {str(row[0]) for row in await store.all("SELECT portrait FROM characters")}
    ledger, outbox = Ledger(store), Outbox(store)
    states = {str(row[0]): int(row[1]) for row in await store.all("SELECT state, count(*) FROM jobs GROUP BY state")}
    kinds = await store.all("SELECT kind, sum(bytes) FROM media GROUP BY kind ORDER BY kind")
    return Health(
        faults=await store.check(),
        version=await _number(store, "PRAGMA user_version"),
        database_bytes=await _number(store, "PRAGMA page_count") * await _number(store, "PRAGMA page_size"),
        rows={table: await _number(store, f"SELECT count(*) FROM {table}") for table in TABLES},  # noqa: S608 - own names
        media_bytes={str(row[0]): int(row[1]) for row in kinds},
        orphans=len(await media.orphans()),
        missing_portraits=len(missing & portraits),
        missing_media=len(missing - portraits),
        waiting=states.get("waiting", 0),
        running=states.get("running", 0),
        unfinished_sends=await outbox.unfinished(),
        reports=await ledger.reports(),
        failures=await ledger.failures(10),
        exposed=tuple([path.name for path in await asyncio.to_thread(exposed, store.path)]),
    )


async def _number(store: Store, sql: str) -> int:
    row = await store.one(sql)
    return int(row[0]) if row else 0
