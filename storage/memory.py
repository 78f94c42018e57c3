"""What characters remember of lines that are no longer shown whole: summaries, facts and agreed names."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.types import Fact, Line, Memory, Term
from storage.characters import storable
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Recalled:
    """A character's memory and how far it goes."""

    memory: Memory
    upto: int
    """The `id` of the last line that is in it; 0 where none is."""


class Memories:
    """The memory of every character; none knows anything of another's."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def recall(self, character_id: int) -> Recalled:
        """What a character remembers."""
        row = await self._store.one("SELECT summary, upto FROM memories WHERE character = ?", (character_id,))
        facts = await self._store.all(
            "SELECT who, text, line, user, quoted FROM facts WHERE character = ? ORDER BY id", (character_id,)
        )
        terms = await self._store.all(
            "SELECT name, meaning, who, line, user, quoted, uses FROM terms WHERE character = ? ORDER BY id",
            (character_id,),
        )
        memory = Memory(
            row["summary"] if row else "",
            tuple(Fact(r["who"], r["text"], r["line"], r["user"], bool(r["quoted"])) for r in facts),
            tuple(
                Term(r["name"], r["meaning"], r["who"], r["line"], r["user"], bool(r["quoted"]), r["uses"])
                for r in terms
            ),
        )
        return Recalled(memory, row["upto"] if row else 0)

    async def unread(self, character_id: int, upto: int) -> int:
        """How many lines came after the last that is in the memory."""
        row = await self._store.one("SELECT count(*) FROM lines WHERE character = ? AND id > ?", (character_id, upto))
        return int(row[0]) if row else 0

    async def next_lines(self, character_id: int, upto: int, most: int) -> tuple[Line, ...]:
        """The oldest lines that are not in the memory yet."""
        rows = await self._store.all(
            "SELECT id, speaker, who, text, said FROM lines WHERE character = ? AND id > ? ORDER BY id LIMIT ?",
            (character_id, upto, most),
        )
        return tuple(Line(r["who"], r["text"], r["said"], id=r["id"], person=r["speaker"]) for r in rows)

    async def keep(self, character_id: int, before: Recalled, lines: Sequence[Line], after: Memory) -> bool:
        """Put what `lines` added in the place of what was remembered `before`; all of it or nothing.

        Nothing is kept, and False given, where it was made from what is no more: somebody was forgotten meanwhile, or
        another process was first.
        """
        if not lines:
            return False
        last = lines[-1].id

        def replace(connection: sqlite3.Connection) -> bool:
            if not _still_so(connection, character_id, before, [line.id for line in lines]):
                return False
            connection.execute(
                "INSERT INTO memories (character, summary, upto, made) VALUES (?, ?, ?, ?) ON CONFLICT (character)"
                " DO UPDATE SET summary = excluded.summary, upto = excluded.upto, made = excluded.made",
                (character_id, storable(after.summary), last, self._clock()),
            )
            connection.execute(
                "INSERT OR IGNORE INTO remembered (character, user)"
                " SELECT character, about FROM lines WHERE character = ? AND id > ? AND id <= ? AND about <> ''",
                (character_id, before.upto, last),
            )
            _keep_facts(connection, character_id, before.memory.facts, after.facts)
            _keep_terms(connection, character_id, before.memory.terms, after.terms)
            return True

        return await self._store.atomically(replace, durable=False)

    async def behind(self, most: int) -> tuple[int, ...]:
        """Characters with more than so many lines that are not in their memory."""
        rows = await self._store.all(
            "SELECT l.character FROM lines l LEFT JOIN memories m ON m.character = l.character"
            " WHERE l.id > coalesce(m.upto, 0) GROUP BY l.character HAVING count(*) > ?",
            (most,),
        )
        return tuple(int(row[0]) for row in rows)

    async def fading(self, before: float) -> tuple[int, ...]:
        """Characters with lines from before a moment that are not in their memory."""
        rows = await self._store.all(
            "SELECT DISTINCT l.character FROM lines l LEFT JOIN memories m ON m.character = l.character"
            " WHERE l.said < ? AND l.id > coalesce(m.upto, 0)",
            (before,),
        )
        return tuple(int(row[0]) for row in rows)


def _still_so(connection: sqlite3.Connection, character: int, before: Recalled, lines: Sequence[int]) -> bool:
    """Whether all that a new memory was made from is still there, and nobody was first."""
    row = connection.execute("SELECT upto FROM memories WHERE character = ?", (character,)).fetchone()
    found = [
        connection.execute(sql, values).fetchone()[0]
        for sql, values in (
            ("SELECT count(*) FROM facts WHERE character = ?", (character,)),
            ("SELECT count(*) FROM terms WHERE character = ?", (character,)),
            (
                "SELECT count(*) FROM lines WHERE character = ? AND id > ? AND id <= ?",
                (character, before.upto, lines[-1]),
            ),
        )
    ]
    memory = before.memory
    known = [row[0] if row else 0, *found]
    return known == [before.upto, len(memory.facts), len(memory.terms), len(lines)]


def _keep_facts(connection: sqlite3.Connection, character: int, before: Sequence[Fact], after: Sequence[Fact]) -> None:
    kept = {(fact.person, fact.text) for fact in after}
    gone = [(character, f.person, f.text) for f in before if (f.person, f.text) not in kept]
    connection.executemany("DELETE FROM facts WHERE character = ? AND user = ? AND text = ?", gone)
    known = {(fact.person, fact.text) for fact in before}
    connection.executemany(
        "INSERT OR IGNORE INTO facts (character, user, who, text, line, quoted) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (character, f.person, storable(f.who), storable(f.text), f.line, f.quoted)
            for f in after
            if (f.person, f.text) not in known
        ],
    )


def _keep_terms(connection: sqlite3.Connection, character: int, before: Sequence[Term], after: Sequence[Term]) -> None:
    kept = {term.name for term in after}
    gone = [(character, term.name) for term in before if term.name not in kept]
    connection.executemany("DELETE FROM terms WHERE character = ? AND name = ?", gone)
    # Whose it is stands with the line: what the character said belongs to whom it answered.
    connection.executemany(
        "INSERT INTO terms (character, user, who, name, meaning, line, quoted, uses)"
        " VALUES (?, coalesce((SELECT about FROM lines WHERE id = ?), ?), ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (character, name) DO UPDATE SET uses = excluded.uses",
        [
            (
                character,
                t.line,
                t.person,
                storable(t.who),
                storable(t.name),
                storable(t.meaning),
                t.line,
                t.quoted,
                t.uses,
            )
            for t in after
        ],
    )
