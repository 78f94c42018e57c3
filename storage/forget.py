# ruff: noqa: S608 - every query is put together from this file's own constants.
"""What is known about one user: counted, given out, and forgotten without touching what others said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import aiosqlite

from storage.characters import Characters
from storage.media import Media
from storage.store import Store

_ALONE = """
    SELECT c.id FROM characters c
    WHERE c.place IN (SELECT place FROM directs WHERE user = :user)
       OR (c.owner = :user AND NOT EXISTS (
             SELECT 1 FROM lines l WHERE l.character = c.id AND l.about <> :user AND l.about <> ''))"""
"""Characters that are the user's alone: in their direct chats, or summoned by them and spoken to by nobody else."""

_LINES = "(l.speaker = :user OR l.about = :user)"

_SHARED = "(SELECT character FROM remembered WHERE user = :user)"
"""Characters whose memory was made from the user's words."""


@dataclass(frozen=True, slots=True)
class Known:
    """How much there is about a user."""

    lines: int
    """What they said and what was answered to them."""
    characters: int
    """Characters that are theirs alone."""
    clips: int
    messages: int
    """Messages of ours to them."""
    requests: int
    others: int = 0
    """Anything else with their id: facts, agreed names, counts of tokens, settings of direct chats, reports, uploads,
    characters shared with others, memories that their words went into."""

    @property
    def total(self) -> int:
        """Everything."""
        return self.lines + self.characters + self.clips + self.messages + self.requests + self.others


class Forgetting:
    """Counts, gives out and forgets what is known about users."""

    def __init__(self, store: Store, media: Media, characters: Characters) -> None:
        self._store = store
        self._media = media
        self._characters = characters

    async def known(self, user: str, *, without_job: int = 0) -> Known:
        """Count what is known about a user, apart from the job that asks."""
        values = {"user": user, "job": without_job}
        counts = {
            "lines": f"SELECT count(*) FROM lines l WHERE {_LINES}",
            "characters": f"SELECT count(*) FROM ({_ALONE})",
            "clips": "SELECT count(DISTINCT media) FROM outbox WHERE user = :user AND media <> '' AND job <> :job",
            "messages": "SELECT count(*) FROM messages WHERE user = :user AND job <> :job",
            "requests": "SELECT count(*) FROM jobs WHERE user = :user AND id <> :job",
            "others": f"""SELECT (SELECT count(*) FROM directs WHERE user = :user)
                + (SELECT count(*) FROM reports WHERE user = :user)
                + (SELECT count(*) FROM spending WHERE user = :user AND job <> :job)
                + (SELECT count(*) FROM facts WHERE user = :user)
                + (SELECT count(*) FROM terms WHERE user = :user)
                + (SELECT count(*) FROM remembered WHERE user = :user)
                + (SELECT count(*) FROM characters WHERE owner = :user AND id NOT IN ({_ALONE}))""",
        }
        found = {name: await self._count(sql, values) for name, sql in counts.items()}
        return Known(**found)

    async def forget(self, user: str, job: int) -> Known:
        """Forget a user, apart from the job that asks; what went, also when the job is taken up a second time.

        Characters that others talked to stay for them, without their summoner; lines of others stay as they are. A
        memory that the user's words went into goes whole and is made anew from the lines that are left; what others
        told in their own words stays in it.
        """
        kept = await self._store.one("SELECT body FROM results WHERE key = ?", (f"forgotten {job}",))
        if kept is not None:
            return Known(**json.loads(kept[0]))
        went = await self.known(user, without_job=job)
        values: dict[str, Any] = {"user": user, "job": job}
        portraits = await self._column(f"SELECT portrait FROM characters WHERE id IN ({_ALONE})", values)
        files = await self._column(
            "SELECT media FROM outbox WHERE user = :user AND job <> :job AND media <> ''"
            " UNION SELECT upload FROM jobs WHERE user = :user AND id <> :job AND upload <> ''"
            " UNION SELECT media FROM results WHERE media <> ''"
            "   AND job IN (SELECT id FROM jobs WHERE user = :user AND id <> :job)",
            values,
        )
        async with self._store.transaction() as connection:
            await self._erase(connection, values)
            await connection.execute_fetchall(
                "INSERT INTO results (key, job, body, media) VALUES (?, ?, ?, '')",
                (f"forgotten {job}", job, json.dumps(asdict(went)).encode()),
            )
        for sha in {*portraits, *files}:
            await self._drop_file(sha)
        self._characters.forget_open()
        # What was overwritten in the file is still readable in the log beside it.
        await self._store.checkpoint()
        return went

    async def _erase(self, connection: aiosqlite.Connection, values: dict[str, Any]) -> None:
        direct = "(SELECT place FROM directs WHERE user = :user)"
        for sql in (
            f"DELETE FROM characters WHERE id IN ({_ALONE})",
            "UPDATE characters SET owner = '' WHERE owner = :user",
            "DELETE FROM lines AS l WHERE " + _LINES,
            "DELETE FROM facts WHERE user = :user",
            "DELETE FROM terms WHERE user = :user",
            # What was not taken word for word from somebody else's line may hold words of this user's.
            f"DELETE FROM facts WHERE quoted = 0 AND character IN {_SHARED}",
            f"DELETE FROM terms WHERE quoted = 0 AND character IN {_SHARED}",
            f"UPDATE terms SET uses = 1 WHERE character IN {_SHARED}",
            f"DELETE FROM memories WHERE character IN {_SHARED}",
            "DELETE FROM settings WHERE scope IN (SELECT 'place ' || place FROM directs WHERE user = :user"
            " UNION SELECT 'guild ' || guild FROM directs WHERE user = :user)",
            f"DELETE FROM turns WHERE place IN {direct}",
            "DELETE FROM jobs WHERE user = :user AND id <> :job",
            f"DELETE FROM jobs WHERE place IN {direct} AND id <> :job",
            "DELETE FROM outbox WHERE user = :user AND job <> :job",
            "DELETE FROM messages WHERE user = :user AND job <> :job",
            "DELETE FROM reports WHERE user = :user",
            # What it cost stays in the sum.
            f"UPDATE spending SET user = '', place = '', guild = '' WHERE place IN {direct}",
            "UPDATE spending SET user = '' WHERE user = :user",
            "DELETE FROM directs WHERE user = :user",
        ):
            await connection.execute_fetchall(sql, values)

    async def was_forgotten(self, job: int) -> bool:
        """Whether that job has forgotten its user."""
        return await self._store.one("SELECT 1 FROM results WHERE key = ?", (f"forgotten {job}",)) is not None

    async def finish(self, job: int) -> None:
        """Forget the job that asked, once its answer was sent."""
        await self._store.write("DELETE FROM jobs WHERE id = ?", (job,))
        await self._store.checkpoint()

    async def export(self, user: str) -> dict[str, Any]:
        """Everything that is known about a user."""
        values = {"user": user}
        queries = {
            "characters": "SELECT place, description, seed, persona, voice, card, made FROM characters"
            " WHERE owner = :user",
            "lines": "SELECT c.name AS character, l.who, l.text, l.said FROM lines l"
            f" JOIN characters c ON c.id = l.character WHERE {_LINES} ORDER BY l.id",
            "facts": "SELECT c.name AS character, f.who, f.text, l.text AS told_in, l.said FROM facts f"
            " JOIN characters c ON c.id = f.character LEFT JOIN lines l ON l.id = f.line AND l.about = :user"
            " WHERE f.user = :user ORDER BY f.id",
            "agreed_names": "SELECT c.name AS character, t.who, t.name, t.meaning, t.uses FROM terms t"
            " JOIN characters c ON c.id = t.character WHERE t.user = :user ORDER BY t.id",
            # Others' words are in the rest of the summaries.
            "summaries": "SELECT c.name AS character, m.summary FROM memories m JOIN characters c ON c.id = m.character"
            f" WHERE m.character IN {_SHARED} AND m.summary <> '' AND NOT EXISTS"
            " (SELECT 1 FROM remembered r WHERE r.character = m.character AND r.user <> :user)",
            "requests": "SELECT kind, place, ask, state, made, ended FROM jobs WHERE user = :user ORDER BY id",
            "messages": "SELECT place, message FROM messages WHERE user = :user",
            "model_tokens": "SELECT place, provider, model, read_tokens, written_tokens, noted FROM spending"
            " WHERE user = :user ORDER BY id",
            "reports": "SELECT place, message, reason, noted FROM reports WHERE user = :user",
            "settings": "SELECT scope, key, value FROM settings"
            " WHERE scope IN (SELECT 'place ' || place FROM directs WHERE user = :user)",
        }
        return {
            name: [_plain(dict(row)) for row in await self._store.all_named(sql, values)]
            for name, sql in queries.items()
        }

    async def _drop_file(self, sha: str) -> None:
        # Somebody else's answer may be the same file.
        rows = await self._store.all(
            "SELECT 1 FROM outbox WHERE media = ? UNION SELECT 1 FROM characters WHERE portrait = ?"
            " UNION SELECT 1 FROM jobs WHERE upload = ? UNION SELECT 1 FROM results WHERE media = ?",
            (sha, sha, sha, sha),
        )
        if not rows:
            await self._store.write("DELETE FROM uploads WHERE sha = ?", (sha,))
            await self._media.remove(sha)

    async def _column(self, sql: str, values: dict[str, Any]) -> Sequence[str]:
        return [str(row[0]) for row in await self._store.all_named(sql, values)]

    async def _count(self, sql: str, values: dict[str, Any]) -> int:
        return int((await self._store.all_named(sql, values))[0][0])


async def direct(store: Store, place: str, guild: str, user: str) -> None:
    """Remember that a place is a user's direct chat."""
    if await store.one("SELECT 1 FROM directs WHERE place = ?", (place,)) is None:
        await store.write("INSERT OR IGNORE INTO directs (place, guild, user) VALUES (?, ?, ?)", (place, guild, user))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    for key in ("persona", "voice", "ask", "card"):
        if row.get(key) and isinstance(row[key], str):
            row[key] = json.loads(row[key])
    return row
