"""A pretended chat platform in files, which outlives the processes that serve it: for killing those.

`updates.jsonl` is what the platform delivers, from what was last confirmed on, as Telegram does; `arrived.jsonl` is
what its users got to see. There are three manners of places: `nonce` drops a repeated key as Discord does, `history`
can be asked what arrived, `blind` can do neither.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.benches.drill import DrillStudio, drill_stages
from bots.desk import Desk, open_desk
from bots.errand import Means
from bots.remembering import Remembering, open_remembering
from bots.rules import DeskSection
from bots.surface import Ask, Heard, Limits, ListCharacters, Message, Place, Summon, Talk, User, Want
from pipeline.config import WriterSpec
from pipeline.events import Stage
from pipeline.lanes import open_lanes
from pipeline.types import Catalog, Style, Voice
from storage.characters import Characters
from storage.forget import Forgetting
from storage.history import History
from storage.inbox import Inbox
from storage.ledger import Ledger
from storage.media import Media
from storage.memory import Memories
from storage.outbox import Outbox
from storage.results import Results
from storage.settings import Chosen
from storage.store import open_store

PLATFORM = "street"
CATALOG = Catalog(
    (Style("plain", "Plain", "plain", "{}", "none"),),
    (Voice("plain", "Plain", "plain", "en", "neutral", "none", "none", "none"),),
)
AGAIN = 3
"""How many confirmed updates are delivered once more after a restart."""


@dataclass(frozen=True, slots=True)
class Street:
    """The files of the platform."""

    folder: Path

    @property
    def updates(self) -> Path:
        """What the platform delivers."""
        return self.folder / "updates.jsonl"

    @property
    def arrived(self) -> Path:
        """What users got to see."""
        return self.folder / "arrived.jsonl"

    @property
    def confirmed(self) -> Path:
        """Up to which update everything was taken."""
        return self.folder / "confirmed"

    @property
    def database(self) -> Path:
        """The desk's store."""
        return self.folder / "kept" / "summon.sqlite"

    def post(self, updates: Sequence[dict[str, Any]]) -> None:
        """Let users write."""
        append(self.updates, updates)

    def read(self, path: Path) -> list[dict[str, Any]]:
        """The whole lines of a file."""
        if not path.exists():
            return []
        lines = path.read_bytes().split(b"\n")[:-1]
        return [json.loads(line) for line in lines]


class StreetSurface:
    """A conversation of the street."""

    def __init__(self, street: Street, ask: Ask, longest: float) -> None:
        self._street = street
        self._ask = ask
        self._longest = longest

    @property
    def limits(self) -> Limits:
        """Everything can be sent."""
        return Limits()

    async def progress(self, note: str, stage: Stage | None) -> None:
        """Nobody looks."""

    async def send(self, message: Message, key: str) -> tuple[str, ...]:
        """Let it arrive after a moment, and take another before saying so."""
        await self._moment()
        line = {
            "about": self._ask.update,
            "place": self._ask.place.id,
            "key": key,
            "kind": message.kind.value,
            "text": message.text,
            "note": message.note,
        }
        append(self._street.arrived, [line])
        await self._moment()
        return (key,)

    async def find(self, key: str) -> tuple[str, ...] | None:
        """What the platform can tell about a key."""
        manner = self._ask.place.id.split("-")[0]
        if manner == "blind":
            return None
        if manner == "nonce":
            return ()
        arrived = await asyncio.to_thread(self._street.read, self._street.arrived)
        return (key,) if any(line["key"] == key for line in arrived) else ()

    async def close(self) -> None:
        """Nothing is left."""

    async def _moment(self) -> None:
        if self._longest:
            await asyncio.sleep(random.random() * self._longest)  # noqa: S311 - no secret


def append(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    """Add lines in one write, which a kill cannot tear."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    finally:
        os.close(handle)


def an_ask(update: dict[str, Any]) -> Ask:
    """What an update asks for."""
    want: Want
    match update["want"]:
        case "summon":
            want = Summon(update["text"])
        case "list":
            want = ListCharacters()
        case "long":
            want = Talk("x" * 100_000, Heard.MENTION)
        case _:
            want = Talk(update["text"], Heard.MENTION)
    place = Place(PLATFORM, "city", update["place"])
    return Ask(place, User(update["user"], update["user"].title()), update["id"], want)


@asynccontextmanager
async def open_street_desk(
    folder: Path, section: DeskSection, longest: float = 0.0, *, full_size: bool = False
) -> AsyncIterator[tuple[Desk, Means]]:
    """A desk on pretended stages, in a folder."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(folder / "summon.sqlite"))
        lanes = await stack.enter_async_context(open_lanes(1))
        media = Media(store, folder / "media")
        characters, history = Characters(store, media), History(store)
        stages = drill_stages(lanes, longest, full_size=full_size)
        remembering = Remembering(
            stages.writer, Memories(store), history, characters, WriterSpec(), section.history_lines
        )
        means = Means(
            store=store,
            media=media,
            characters=characters,
            history=history,
            remembering=await stack.enter_async_context(open_remembering(remembering)),
            inbox=Inbox(store),
            outbox=Outbox(store),
            results=Results(store, media),
            ledger=Ledger(store),
            chosen=Chosen(store),
            forgetting=Forgetting(store, media, characters),
            stages=stages,
            studio=lambda stages: DrillStudio(stages, CATALOG),
            catalog=CATALOG,
            section=section,
        )
        yield await stack.enter_async_context(open_desk(means, folder)), means


async def serve(street: Street, longest: float) -> None:
    """Serve the street as an adapter would, until the process is killed or `stop` lies in the folder."""
    section = DeskSection(
        workers=3,
        tries=50,
        history_lines=10_000,
        user_per_minute=0,
        place_per_minute=0,
        guild_per_minute=0,
        running_per_user=3,
    )
    async with open_street_desk(street.folder / "kept", section, longest) as (desk, means):
        desk.connect(PLATFORM, lambda ask: StreetSurface(street, ask, longest))
        taken = max(0, _confirmed(street) - AGAIN)
        while True:
            for update in street.read(street.updates)[taken:]:
                await desk.accept(an_ask(update))
                taken += 1
                if taken > _confirmed(street):
                    # Confirming before accepting is how a platform loses what a killed process had in hand.
                    _confirm(street, taken)
            if (street.folder / "stop").exists() and await means.inbox.idle():
                return
            await asyncio.sleep(0.01)


def _confirm(street: Street, taken: int) -> None:
    # Renamed into place: two processes may confirm at once.
    part = street.confirmed.with_suffix(f".{os.getpid()}")
    part.write_text(str(taken))
    part.replace(street.confirmed)


def _confirmed(street: Street) -> int:
    with suppress(OSError, ValueError):
        return int(street.confirmed.read_text())
    return 0


def arrivals(street: Street) -> list[dict[str, Any]]:
    """What users see: a platform that knows the key drops what comes a second time."""
    seen: set[str] = set()
    shown = []
    for line in street.read(street.arrived):
        if line["place"].startswith("nonce") and line["key"] in seen:
            continue
        seen.add(line["key"])
        shown.append(line)
    return shown
