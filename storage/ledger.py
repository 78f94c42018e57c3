"""How long work took and how it failed: for honest estimates and for the operator, without users and words."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.store import Store

WHOLE = "job"
"""The stage under which a whole job's seconds are noted."""
_LATEST = 50


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that went wrong."""

    job: int
    kind: str
    stage: str
    code: str
    noted: float


class Ledger:
    """Seconds and failures per kind of job and stage."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def note(self, job: int, kind: str, entries: Sequence[tuple[str, float, str]]) -> None:
        """Note stages of a job: which, how many seconds, and the code it failed with or nothing."""
        now = self._clock()
        await self._store.note_all(
            "INSERT INTO ledger (job, kind, stage, seconds, code, noted) VALUES (?, ?, ?, ?, ?, ?)",
            [(job, kind, stage, seconds, code, now) for stage, seconds, code in entries],
        )

    async def median(self, kind: str, stage: str = WHOLE) -> float | None:
        """The median seconds of the latest successes, or None where there was none yet."""
        rows = await self._store.all(
            "SELECT seconds FROM ledger WHERE kind = ? AND stage = ? AND code = '' ORDER BY id DESC LIMIT ?",
            (kind, stage, _LATEST),
        )
        return statistics.median(float(row[0]) for row in rows) if rows else None

    async def failures(self, limit: int = 20) -> tuple[Failure, ...]:
        """The latest failures, the newest first."""
        rows = await self._store.all(
            "SELECT job, kind, stage, code, noted FROM ledger WHERE code <> '' ORDER BY id DESC LIMIT ?", (limit,)
        )
        return tuple(Failure(r["job"], r["kind"], r["stage"], r["code"], r["noted"]) for r in rows)

    async def report(
        self, place: str, message: str, character: int | None, user: str, reason: str, noted: float
    ) -> None:
        """Keep a user's report of a message for the operator; the same report is kept once."""
        await self._store.write(
            "INSERT INTO reports (place, message, character, user, reason, noted) SELECT ?, ?, ?, ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM reports WHERE place = ? AND message = ? AND user = ? AND noted = ?)",
            (place, message, character, user, reason, noted, place, message, user, noted),
        )

    async def reports(self) -> int:
        """How many reports wait for the operator."""
        row = await self._store.one("SELECT count(*) FROM reports")
        return int(row[0]) if row else 0
