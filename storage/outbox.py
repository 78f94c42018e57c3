"""What was sent: recorded before and after every send, so that a restart neither repeats nor forgets one."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.hits import Hits
from storage.inbox import Job
from storage.store import Store

DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Send:
    """One part of an answer on its way."""

    key: str
    """At most 25 characters, the same at every try: a nonce."""
    sent: bool
    """It has arrived; there is nothing left to do."""
    again: bool
    """An earlier try was interrupted, and whether it arrived is not known here."""


class Outbox:
    """The record of sends."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def begin(self, job: Job, part: str, kind: str, *, character: int | None = None, media: str = "") -> Send:
        """Record that a part of a job's answer is about to be sent, and learn how an earlier try ended."""
        key = secrets.token_hex(10)
        row = await self._store.note_one(
            "INSERT INTO outbox (job, part, key, place, guild, user, character, kind, media, state, made)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending', ?)"
            # The row that is there is given back as it is.
            " ON CONFLICT (job, part) DO UPDATE SET part = part RETURNING key, state",
            (job.id, part, key, job.place, job.guild, job.user, character, kind, media, self._clock()),
            durable=True,
        )
        if row is None or row["key"] == key:
            return Send(key, sent=False, again=False)
        return Send(str(row["key"]), sent=row["state"] == "sent", again=True)

    async def arrived(self, job: Job, part: str, messages: Sequence[str], character: int | None = None) -> None:
        """Record that a part was sent, and which messages it became."""
        now = self._clock()

        def record(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE outbox SET state = 'sent', sent = ? WHERE job = ? AND part = ?", (now, job.id, part)
            )
            connection.executemany(
                "INSERT OR REPLACE INTO messages (place, message, job, character, user) VALUES (?, ?, ?, ?, ?)",
                [(job.place, message, job.id, character, job.user) for message in messages],
            )

        await self._store.atomically(record)

    async def withdraw(self, job: Job, part: str) -> None:
        """Record that a part was refused and certainly did not arrive."""
        await self._store.write("DELETE FROM outbox WHERE job = ? AND part = ? AND state = 'sending'", (job.id, part))

    async def about(self, job: Job, part: str) -> int | None:
        """Which character a part was from when its send was begun, or None where none was begun."""
        row = await self._store.one("SELECT character FROM outbox WHERE job = ? AND part = ?", (job.id, part))
        return None if row is None or row[0] is None else int(row[0])

    async def answered(self, job: Job) -> bool:
        """Whether something of the job's answer has arrived, other than a portrait or an excuse."""
        sql = "SELECT 1 FROM outbox WHERE job = ? AND state = 'sent' AND part NOT IN ('portrait', 'excuse') LIMIT 1"
        return await self._store.one(sql, (job.id,)) is not None

    async def adopt(self, job: Job, character: int) -> None:
        """Say that what a job sent so far came from a character that it has just made."""
        await self._store.write("UPDATE messages SET character = ? WHERE job = ?", (character, job.id))

    async def character_of(self, place: str, message: str) -> int | None:
        """Which character a message of that place came from, or None."""
        row = await self._store.one("SELECT character FROM messages WHERE place = ? AND message = ?", (place, message))
        return None if row is None or row[0] is None else int(row[0])

    async def ours(self, place: str, message: str) -> bool:
        """Whether a message of that place is one we sent."""
        row = await self._store.one("SELECT 1 FROM messages WHERE place = ? AND message = ?", (place, message))
        return row is not None

    async def clips_since(self, column: str, value: str, since: float, *, without_job: int = 0) -> int:
        """How many clips went to a `user`, a `place` or a `guild` since then, apart from one job's."""
        if column not in ("user", "place", "guild"):
            raise ValueError(f"clips are not counted by {column!r}")
        row = await self._store.one(
            f"SELECT count(*) FROM outbox WHERE {column} = ? AND kind = 'clip' AND made > ? AND job <> ?",  # noqa: S608 - one of three
            (value, since, without_job),
        )
        return int(row[0]) if row else 0

    async def unfinished(self) -> int:
        """How many sends were begun and not recorded as arrived, for jobs that are over."""
        row = await self._store.one(
            "SELECT count(*) FROM outbox o JOIN jobs j ON j.id = o.job WHERE o.state = 'sending' AND j.open = 0"
        )
        return int(row[0]) if row else 0


class Uploads:
    """What a platform calls files it has already, so that nothing is uploaded twice."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.hits = Hits()

    async def get(self, bot: str, sha: str, kind: str) -> str | None:
        """The platform's name of a file of ours for that bot and kind, or None."""
        row = await self._store.one("SELECT file FROM uploads WHERE bot = ? AND sha = ? AND kind = ?", (bot, sha, kind))
        self.hits.count(found=row is not None)
        return None if row is None else str(row[0])

    async def put(self, bot: str, sha: str, kind: str, file: str) -> None:
        """Remember what a platform calls a file."""
        await self._store.note(
            "INSERT OR REPLACE INTO uploads (bot, sha, kind, file) VALUES (?, ?, ?, ?)", (bot, sha, kind, file)
        )

    async def drop(self, bot: str, sha: str, kind: str) -> None:
        """Forget a name that the platform no longer knows."""
        await self._store.note("DELETE FROM uploads WHERE bot = ? AND sha = ? AND kind = ?", (bot, sha, kind))
