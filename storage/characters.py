"""Who was summoned where: characters by place, with their portraits in the media folder."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from pipeline.errors import StoreCorrupt
from pipeline.types import Character, Persona, Portrait, Voice
from storage import atlas
from storage.hits import Hits
from storage.media import Media
from storage.store import Row, Store

KEPT_OPEN = 4
"""How many unpacked portraits stay in memory: about 3 MB each at 512 pixels."""

_COLUMNS = "id, place, owner, description, seed, name, persona, voice, portrait, made, chosen, origin, card"


@dataclass(frozen=True, slots=True)
class Entry:
    """A character as lists show it: everything but the portrait's pixels."""

    id: int
    place: str
    owner: str
    """The user who summoned it."""
    description: str
    seed: int
    persona: Persona
    voice: Voice
    portrait: str
    """The SHA-256 of its packed portrait."""
    made: float
    chosen: float
    """When it was last chosen; the latest of a place is its default."""
    origin: str
    """What it was made by, where that is known: a job."""
    card: str = ""
    """What the card held besides a character that it came from, as JSON."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.persona.name


class Characters:
    """The characters of every place. A place never sees another's: every question names the place."""

    def __init__(self, store: Store, media: Media, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._media = media
        self._clock = clock
        self._open: OrderedDict[str, Portrait] = OrderedDict()
        self.hits = Hits()

    async def add(
        self,
        place: str,
        owner: str,
        description: str,
        seed: int,
        character: Character,
        *,
        origin: str | None = None,
        card: str = "",
        after: int | None = None,
    ) -> int:
        """Keep a character and make it the place's default; its id.

        `card` is what the card held besides that it came from.
        With an `origin` this happens once: the second time gives the id of the first.
        With `after` it gives the id of the same wish (place, description and seed) that somebody else kept after the
        character of that id, if there is one.
        """
        if origin is not None:
            # A job that is taken up again need not pack its portrait again.
            known = await self._store.one("SELECT id FROM characters WHERE origin = ?", (origin,))
            if known is not None:
                return int(known[0])
        sha = await self._keep(character.portrait)
        now = self._clock()
        wanted = fold(description)
        values = (
            place,
            owner,
            storable(description),
            wanted,
            seed,
            fold(character.persona.name),
            _json(character.persona),
            _json(character.voice),
            sha,
            now,
            now,
            origin,
            card,
        )

        def keep(connection: sqlite3.Connection) -> int:
            # One step with the writing: two processes that look first and write then would both write.
            other = connection.execute(
                "SELECT id FROM characters WHERE origin = ? OR place = ? AND wanted = ? AND seed = ? AND id > ?",
                (origin, place, wanted, seed, after),
            ).fetchone()
            if other is not None:
                return int(other[0])
            cursor = connection.execute(
                "INSERT INTO characters"
                " (place, owner, description, wanted, seed, name, persona, voice, portrait, made, chosen, origin, card)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            return cursor.lastrowid or 0

        return await self._store.atomically(keep)

    async def find(self, place: str, description: str) -> Entry | None:
        """The latest character of that place that was summoned by the same description, or None."""
        return await self._first("place = ? AND wanted = ? ORDER BY id DESC", (place, fold(description)))

    async def entry(self, character_id: int) -> Entry | None:
        """The character of that id without its portrait, or None."""
        return await self._first("id = ?", (character_id,))

    async def get(self, character_id: int) -> Character | None:
        """The whole character, or None where there is none.

        Raises:
            StoreCorrupt: Its portrait is gone or damaged.
        """
        entry = await self.entry(character_id)
        return None if entry is None else await self.whole(entry)

    async def whole(self, entry: Entry) -> Character:
        """The character of an entry with its portrait.

        Raises:
            StoreCorrupt: Its portrait is gone or damaged.
        """
        return Character(entry.persona, await self._portrait(entry.portrait), entry.voice)

    async def list(self, place: str) -> tuple[Entry, ...]:
        """The characters of a place, the latest chosen (its default) first."""
        return await self._entries("place = ? ORDER BY chosen DESC, id DESC", (place,))

    async def default(self, place: str) -> Entry | None:
        """Who answers in a place when nobody is named, or None in an empty place."""
        return await self._first("place = ? ORDER BY chosen DESC, id DESC", (place,))

    async def by_name(self, place: str, name: str) -> Entry | None:
        """The latest chosen character of that name in that place, whatever the case and accents, or None."""
        return await self._first("place = ? AND name = ? ORDER BY chosen DESC, id DESC", (place, fold(name)))

    async def choose(self, character_id: int) -> None:
        """Make a character its place's default."""
        await self._store.write("UPDATE characters SET chosen = ? WHERE id = ?", (self._clock(), character_id))

    async def restyle(self, character_id: int, portrait: Portrait, style_id: str) -> None:
        """Give a character a new portrait; the old one goes if nobody else has it."""
        entry = await self.entry(character_id)
        if entry is None:
            return
        sha = await self._keep(portrait)
        persona = replace(entry.persona, style_id=style_id)
        await self._store.write(
            "UPDATE characters SET portrait = ?, persona = ? WHERE id = ?", (sha, _json(persona), character_id)
        )
        await self._drop_portrait(entry.portrait)

    async def revoice(self, character_id: int, voice: Voice) -> None:
        """Give a character another voice."""
        entry = await self.entry(character_id)
        if entry is None:
            return
        persona = replace(entry.persona, voice_id=voice.id)
        await self._store.write(
            "UPDATE characters SET voice = ?, persona = ? WHERE id = ?", (_json(voice), _json(persona), character_id)
        )

    async def remove(self, character_id: int) -> None:
        """Forget a character, its lines and, if nobody else has it, its portrait."""
        entry = await self.entry(character_id)
        if entry is None:
            return
        await self._store.write("DELETE FROM characters WHERE id = ?", (character_id,))
        await self._drop_portrait(entry.portrait)

    def forget_open(self) -> None:
        """Let go of the portraits in memory."""
        self._open.clear()

    async def face(self, entry: Entry) -> bytes:
        """The portrait at rest as PNG.

        Raises:
            StoreCorrupt: The portrait is gone or damaged.
        """
        portrait = await self._portrait(entry.portrait)
        return await asyncio.to_thread(atlas.png, "RGB", portrait.width, portrait.height, portrait.rgb)

    async def _keep(self, portrait: Portrait) -> str:
        sha = await self._media.put(await asyncio.to_thread(atlas.pack, portrait), "portrait")
        self._remember(sha, portrait)
        return sha

    async def _portrait(self, sha: str) -> Portrait:
        self.hits.count(found=sha in self._open)
        if sha in self._open:
            self._open.move_to_end(sha)
            return self._open[sha]
        packed = await self._media.get(sha)
        if packed is None:
            raise StoreCorrupt("A character's portrait is gone: restore a backup or summon it again.")
        portrait = await asyncio.to_thread(atlas.unpack, packed)
        self._remember(sha, portrait)
        return portrait

    def _remember(self, sha: str, portrait: Portrait) -> None:
        self._open[sha] = portrait
        while len(self._open) > KEPT_OPEN:
            self._open.popitem(last=False)

    async def _drop_portrait(self, sha: str) -> None:
        if await self._store.one("SELECT 1 FROM characters WHERE portrait = ?", (sha,)) is None:
            self._open.pop(sha, None)
            await self._media.remove(sha)

    async def _first(self, where: str, values: tuple[object, ...]) -> Entry | None:
        found = await self._entries(f"{where} LIMIT 1", values)
        return found[0] if found else None

    async def _entries(self, where: str, values: tuple[object, ...]) -> tuple[Entry, ...]:
        rows = await self._store.all(f"SELECT {_COLUMNS} FROM characters WHERE {where}", values)  # noqa: S608 - own constants
        return tuple(_entry(row) for row in rows)


def fold(text: str) -> str:
    """Text as it is compared: without case, accents' encodings, extra spaces and a leading article.

    `A  Grumpy Teapot` and `grumpy teapot` are one description.
    """
    folded = " ".join(unicodedata.normalize("NFKC", storable(text)).casefold().split())
    for article in ("a ", "an ", "the ", "my "):
        folded = folded.removeprefix(article)
    return folded


def storable(text: str) -> str:
    """Text without lone surrogates, which a database cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _json(value: Persona | Voice) -> str:
    return json.dumps(asdict(value))


def _entry(row: Row) -> Entry:
    try:
        persona: dict[str, Any] = json.loads(row["persona"])
        voice: dict[str, Any] = json.loads(row["voice"])
        return Entry(
            id=row["id"],
            place=row["place"],
            owner=row["owner"],
            description=row["description"],
            seed=row["seed"],
            persona=Persona(**{**persona, "traits": tuple(persona["traits"])}),
            voice=Voice(**voice),
            portrait=row["portrait"],
            made=row["made"],
            chosen=row["chosen"],
            origin=row["origin"] or "",
            card=row["card"],
        )
    except (ValueError, TypeError, KeyError) as error:
        raise StoreCorrupt(f"Character {row['id']} cannot be read: restore a backup or remove it.") from error
