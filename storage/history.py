"""What was said, per character: a character remembers what was said to it and what it answered."""

from __future__ import annotations

import sqlite3

from pipeline.types import Line
from storage.characters import storable
from storage.store import Store

UNREAD = 40
"""How many lines more are shown while they wait to be remembered."""


class History:
    """The lines of every character."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def append(
        self, character_id: int, *lines: Line, speaker: str = "", about: str = "", origin: str = ""
    ) -> None:
        """Add lines in order, all or none.

        `speaker` is the user who said them; a character's own lines belong to `about`, whose words they answer. With an
        `origin` this happens once, and what it belongs to makes it durable when it ends.
        """
        rows = [
            (
                character_id,
                speaker if line.who else "",
                about or speaker,
                storable(line.who),
                storable(line.text),
                line.when,
                f"{origin} {number}" if origin else None,
            )
            for number, line in enumerate(lines)
        ]

        def add(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "INSERT INTO lines (character, speaker, about, who, text, said, origin)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO NOTHING",
                rows,
            )

        await self._store.atomically(add, durable=not origin)

    async def recent(self, character_id: int, limit: int = 20, *, unread_after: int | None = None) -> tuple[Line, ...]:
        """The latest lines, oldest first, and with `unread_after` some more of those that no memory holds yet.

        Nothing falls between what is shown whole and what is remembered while lines wait to be remembered.
        """
        more = 0 if unread_after is None else UNREAD
        rows = await self._store.all(
            "SELECT id, speaker, who, text, said FROM lines WHERE character = ? ORDER BY id DESC LIMIT ?",
            (character_id, limit + more),
        )
        shown = [row for place, row in enumerate(rows) if place < limit or row["id"] > (unread_after or 0)]
        return tuple(Line(r["who"], r["text"], r["said"], id=r["id"], person=r["speaker"]) for r in reversed(shown))

    async def count(self, character_id: int) -> int:
        """How many lines there are."""
        row = await self._store.one("SELECT count(*) FROM lines WHERE character = ?", (character_id,))
        return int(row[0]) if row else 0

    async def clear(self, character_id: int) -> int:
        """Forget everything that was said; how many lines went."""
        return await self._store.write("DELETE FROM lines WHERE character = ?", (character_id,))
