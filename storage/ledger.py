"""How long work took, how it failed and what models took for it: for estimates, limits and the operator."""

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


@dataclass(frozen=True, slots=True)
class Costs:
    """What models took for one place, or for all work of one provider."""

    place: str
    """Empty for work of people who were forgotten, and where there is no place."""
    provider: str
    requests: int
    read_tokens: int
    written_tokens: int
    cost: float
    estimated: int
    """How many of the requests were counted by us and not by a server."""


Spent = tuple[str, str, int, int, float, bool]
"""Provider, model, tokens read, tokens written, cost, whether it is an estimate."""


class Ledger:
    """Seconds and failures per kind of job and stage, and what models took."""

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

    async def spend(self, job: int, place: str, guild: str, user: str, spent: Sequence[Spent]) -> None:
        """Note what models took for a job."""
        now = self._clock()
        await self._store.note_all(
            "INSERT INTO spending (job, place, guild, user, provider, model, read_tokens, written_tokens, cost,"
            " estimated, noted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(job, place, guild, user, *entry[:5], int(entry[5]), now) for entry in spent],
        )

    async def tokens_since(self, column: str, value: str, since: float) -> int:
        """How many tokens models took for a `user`, `place` or `guild`."""
        if column not in ("user", "place", "guild"):
            raise ValueError(column)
        row = await self._store.one(
            f"SELECT coalesce(sum(read_tokens + written_tokens), 0) FROM spending WHERE {column} = ? AND noted >= ?",  # noqa: S608 - one of three
            (value, since),
        )
        return int(row[0]) if row else 0

    async def costs(self, since: float) -> tuple[Costs, ...]:
        """What models took per place and provider, the dearest first."""
        rows = await self._store.all(
            "SELECT place, provider, count(*) AS requests, sum(read_tokens) AS read_tokens,"
            " sum(written_tokens) AS written_tokens, sum(cost) AS cost, sum(estimated) AS estimated FROM spending"
            " WHERE noted >= ? GROUP BY place, provider ORDER BY cost DESC, read_tokens + written_tokens DESC",
            (since,),
        )
        return tuple(Costs(**dict(row)) for row in rows)

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
