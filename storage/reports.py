"""Replies that users put before the operator, as they stand now: what was forgotten meanwhile is not shown again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.store import Store


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, without who made it."""

    id: int
    place: str
    message: str
    """The platform's number of the message."""
    character: str
    """The name of who said it, empty where it is gone."""
    text: str
    """What was said, empty where that is not kept: forgotten, too old, or never a line of a conversation."""
    reason: str
    noted: float


async def reported(store: Store) -> tuple[Reported, ...]:
    """Every report that is kept, the newest first."""
    # The words are read where they are kept and never copied: whoever is forgotten is forgotten here as well.
    rows = await store.all(
        "SELECT r.id, r.place, r.message, r.reason, r.noted, coalesce(c.name, '') AS character,"
        " coalesce((SELECT group_concat(l.text, char(10)) FROM lines l WHERE l.character = m.character"
        "   AND l.who = '' AND l.origin GLOB 'job ' || m.job || ' *'), '') AS text"
        " FROM reports r LEFT JOIN messages m ON m.place = r.place AND m.message = r.message"
        " LEFT JOIN characters c ON c.id = coalesce(m.character, r.character) ORDER BY r.id DESC"
    )
    return tuple(Reported(**dict(row)) for row in rows)


async def settle(store: Store, ids: Iterable[int]) -> tuple[int, ...]:
    """Drop reports that were dealt with; the ids of those that there were."""
    return tuple(
        [number for number in dict.fromkeys(ids) if await store.write("DELETE FROM reports WHERE id = ?", (number,))]
    )
