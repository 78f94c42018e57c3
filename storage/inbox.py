"""What was received and waits: updates that are accepted once, and the jobs they became.

A job waits, runs under a lease and ends. Jobs of one place run in the order they came, one at a time; places take
turns, the one that has waited longest for its turn first.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.store import Row, Store

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Filed:
    """What an ask becomes when it is put down."""

    platform: str
    update: str
    place: str
    guild: str
    user: str
    kind: str
    ask: str
    """The whole ask, as its owner packs it."""
    quick: bool = False
    upload: str = ""
    """The SHA-256 of a file that came with it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a worker sees it."""

    id: int
    platform: str
    place: str
    guild: str
    user: str
    kind: str
    quick: bool
    ask: str
    upload: str
    made: float
    tries: int
    """How often it was taken up, this time included."""
    again: bool
    """It was begun before: there may be results of it, and parts of it may be sent."""
    stop: bool
    """Its user wants it stopped."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may wait, and how much may be asked for in a minute; 0 is no limit."""

    waiting: int = 0
    user: int = 0
    place: int = 0
    guild: int = 0
    quick: int = 0
    """How many quick asks a user may make; these are bounded by nothing else."""


@dataclass(frozen=True, slots=True)
class Bounced:
    """Why an ask was not taken, and after how many seconds it would be."""

    reason: str
    """`waiting`, `user`, `place` or `guild`."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Accepted:
    """An ask that was put down."""

    job: int
    ahead: int
    """How many others wait or run."""


class Inbox:
    """Accepts updates once and hands out the jobs they became."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def accept(self, filed: Filed, bounds: Bounds | None = None) -> Accepted | Bounced | None:
        """Put an ask down for good; None if the update is known already, or why it does not fit.

        A bounced update is not put down, so that its refusal can be filed under the same id.
        """
        now = self._clock()
        return await self._store.atomically(lambda connection: _accept(connection, filed, bounds, now))

    async def claim(self, worker: str, lease_seconds: float, platforms: Sequence[str], each_user: int) -> Job | None:
        """Take up the job whose turn it is, or None: the place's first, of the place that waits for its turn longest.

        No user has more than `each_user` jobs running.
        """
        now = self._clock()
        marks = ",".join("?" * len(platforms))
        sql = f"""
            UPDATE jobs SET state = 'running', worker = ?, lease = ?, tries = tries + 1, began = coalesce(began, ?)
            WHERE id = (
              WITH heads AS (SELECT min(id) AS id FROM jobs WHERE open = 1 AND quick = 0 GROUP BY place)
              SELECT j.id FROM heads JOIN jobs j ON j.id = heads.id LEFT JOIN turns t ON t.place = j.place
              WHERE j.state = 'waiting' AND j.after <= ? AND j.platform IN ({marks})
                AND (SELECT count(*) FROM jobs u
                     WHERE u.open = 1 AND u.user = j.user AND u.state = 'running' AND u.quick = 0) < ?
              ORDER BY coalesce(t.turn, 0), j.id LIMIT 1)
            RETURNING *"""  # noqa: S608 - marks only
        return await self._take(sql, now, (worker, now + lease_seconds, now, now, *platforms, each_user))

    async def claim_quick(self, worker: str, lease_seconds: float, platforms: Sequence[str]) -> Job | None:
        """Take up the oldest quick job, or None."""
        now = self._clock()
        marks = ",".join("?" * len(platforms))
        sql = f"""
            UPDATE jobs SET state = 'running', worker = ?, lease = ?, tries = tries + 1, began = coalesce(began, ?)
            WHERE id = (SELECT id FROM jobs WHERE open = 1 AND quick = 1 AND state = 'waiting' AND after <= ?
                        AND platform IN ({marks}) ORDER BY id LIMIT 1)
            RETURNING *"""  # noqa: S608 - marks only
        return await self._take(sql, now, (worker, now + lease_seconds, now, now, *platforms))

    async def _take(self, sql: str, now: float, values: Sequence[object]) -> Job | None:
        # Not durable: a claim that is lost with the power is a job that waits again.
        row = await self._store.note_one(sql, values)
        return None if row is None else _job(row, now)

    async def idle(self) -> bool:
        """Whether nothing waits or runs."""
        return await self._store.one("SELECT 1 FROM jobs WHERE open = 1") is None

    async def renew(self, worker: str, lease_seconds: float, held: Sequence[int]) -> dict[int, bool]:
        """Lengthen the leases of what a worker holds; what of it is still its own, and which of that is to stop."""
        marks = ",".join("?" * len(held))
        async with self._store.transaction(durable=False) as connection:
            rows = await connection.execute_fetchall(
                f"UPDATE jobs SET lease = ? WHERE id IN ({marks}) AND worker = ? AND state = 'running'"  # noqa: S608 - marks only
                " RETURNING id, stop",
                (self._clock() + lease_seconds, *held, worker),
            )
            return {int(row["id"]): bool(row["stop"]) for row in rows}

    async def end(self, job: int, worker: str, state: str, code: str = "") -> bool:
        """End a job as `done`, `failed` or `cancelled`; False if the worker no longer holds it."""
        changed = await self._store.write(
            "UPDATE jobs SET state = ?, open = 0, code = ?, ended = ?, worker = '', lease = 0"
            " WHERE id = ? AND worker = ? AND state = 'running'",
            (state, code, self._clock(), job, worker),
        )
        return changed == 1

    async def hand_back(self, job: int, worker: str, *, seconds: float = 0.0, counts: bool = True) -> bool:
        """Let a job wait again, for at least some seconds; one that `counts` not was not the job's fault."""
        changed = await self._store.write(
            "UPDATE jobs SET state = 'waiting', worker = '', lease = 0, after = ?, tries = tries - ?"
            " WHERE id = ? AND worker = ? AND state = 'running'",
            (self._clock() + seconds if seconds else 0.0, int(not counts), job, worker),
        )
        return changed == 1

    async def workers(self) -> tuple[str, ...]:
        """Who holds running jobs."""
        rows = await self._store.all("SELECT DISTINCT worker FROM jobs WHERE open = 1 AND state = 'running'")
        return tuple(str(row[0]) for row in rows)

    async def free(self, dead: Sequence[str] = ()) -> int:
        """Let the jobs of dead workers, and those whose lease ran out, wait again; how many."""
        marks = ",".join("?" * len(dead))
        return await self._store.write(
            "UPDATE jobs SET state = 'waiting', worker = '', lease = 0"  # noqa: S608 - marks only
            f" WHERE open = 1 AND state = 'running' AND (lease < ? OR worker IN ({marks}))",
            (self._clock(), *dead),
        )

    async def stop(self, user: str, place: str = "") -> tuple[tuple[int, ...], tuple[int, ...]]:
        """End what a user has waiting, in one place or everywhere, and ask what runs to stop: the ids of both."""
        where = "open = 1 AND quick = 0 AND user = ?" + (" AND place = ?" if place else "")
        values = (user, place) if place else (user,)
        now = self._clock()
        async with self._store.transaction() as connection:
            ended = await connection.execute_fetchall(
                f"UPDATE jobs SET state = 'cancelled', open = 0, ended = ? WHERE {where} AND state = 'waiting'"  # noqa: S608 - own words
                " RETURNING id",
                (now, *values),
            )
            asked = await connection.execute_fetchall(
                f"UPDATE jobs SET stop = 1 WHERE {where} AND state = 'running' RETURNING id",  # noqa: S608 - own words
                values,
            )
            return tuple(int(r[0]) for r in ended), tuple(int(r[0]) for r in asked)

    async def waiting(self) -> tuple[tuple[int, str, str, bool], ...]:
        """Everything open that is not quick, in the order it came: id, place, kind, whether it runs."""
        rows = await self._store.all("SELECT id, place, kind, state FROM jobs WHERE open = 1 AND quick = 0 ORDER BY id")
        return tuple((int(r["id"]), str(r["place"]), str(r["kind"]), r["state"] == "running") for r in rows)

    async def places(self, platform: str, most: int) -> tuple[str, ...]:
        """Where something was asked on a platform, as far as jobs are kept, the latest first."""
        rows = await self._store.all(
            "SELECT place FROM jobs WHERE platform = ? GROUP BY place ORDER BY max(id) DESC LIMIT ?", (platform, most)
        )
        return tuple(str(row[0]) for row in rows)

    async def turns(self) -> dict[str, int]:
        """When the places that wait last had their turn."""
        rows = await self._store.all(
            "SELECT place, turn FROM turns WHERE place IN (SELECT place FROM jobs WHERE open = 1 AND quick = 0)"
        )
        return {str(r["place"]): int(r["turn"]) for r in rows}

    async def state(self, job: int) -> str:
        """How a job stands; empty where it is unknown."""
        row = await self._store.one("SELECT state FROM jobs WHERE id = ?", (job,))
        return str(row[0]) if row else ""


def _accept(
    connection: sqlite3.Connection, filed: Filed, bounds: Bounds | None, now: float
) -> Accepted | Bounced | None:
    seen = _seen(filed.platform, filed.update)
    if connection.execute("SELECT 1 FROM inbox WHERE seen = ?", (seen,)).fetchone() is not None:
        return None
    ahead = 0
    if bounds is not None:
        (ahead,) = connection.execute("SELECT count(*) FROM jobs WHERE open = 1 AND quick = 0").fetchone()
        bounced = _bounce(connection, filed, bounds, ahead, now)
        if bounced is not None:
            return bounced
    connection.execute("INSERT INTO inbox (seen, received) VALUES (?, ?)", (seen, now))
    cursor = connection.execute(
        "INSERT INTO jobs (platform, place, guild, user, kind, quick, ask, upload, state, open, made, after,"
        " worker, lease, tries, stop, code)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 1, ?, 0, '', 0, 0, 0, '')",
        (
            filed.platform,
            filed.place,
            filed.guild,
            filed.user,
            filed.kind,
            int(filed.quick),
            filed.ask,
            filed.upload,
            now,
        ),
    )
    return Accepted(cursor.lastrowid or 0, ahead)


def _bounce(connection: sqlite3.Connection, filed: Filed, bounds: Bounds, ahead: int, now: float) -> Bounced | None:
    if filed.quick:
        return _bounce_one(connection, "user", filed.user, bounds.quick, now, quick=True)
    if bounds.waiting and ahead >= bounds.waiting:
        return Bounced("waiting", 0.0)
    for column, limit, value in (
        ("user", bounds.user, filed.user),
        ("place", bounds.place, filed.place),
        ("guild", bounds.guild, filed.guild),
    ):
        bounced = _bounce_one(connection, column, value, limit, now, quick=False)
        if bounced is not None:
            return bounced
    return None


def _bounce_one(
    connection: sqlite3.Connection, column: str, value: str, limit: int, now: float, *, quick: bool
) -> Bounced | None:
    if not limit:
        return None
    row = connection.execute(
        f"SELECT made FROM jobs WHERE {column} = ? AND made > ? AND quick = ?"  # noqa: S608 - one of three own names
        " ORDER BY made DESC LIMIT 1 OFFSET ?",
        (value, now - MINUTE, int(quick), limit - 1),
    ).fetchone()
    return None if row is None else Bounced(column, max(1.0, float(row[0]) + MINUTE - now))


def _seen(platform: str, update: str) -> str:
    return hashlib.sha256(f"{platform}\0{update}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _job(row: Row, now: float) -> Job:
    return Job(
        id=row["id"],
        platform=row["platform"],
        place=row["place"],
        guild=row["guild"],
        user=row["user"],
        kind=row["kind"],
        quick=bool(row["quick"]),
        ask=row["ask"],
        upload=row["upload"],
        made=row["made"],
        tries=row["tries"],
        # The first claim sets both to the same moment.
        again=row["tries"] > 1 or row["began"] < now,
        stop=bool(row["stop"]),
    )
