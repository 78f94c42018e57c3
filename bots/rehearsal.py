"""One character, its greeting and its replies, without a chat platform: what `demo` and `chat` share."""

from __future__ import annotations

import logging
import random
import time
import zlib
from dataclasses import dataclass, replace

from bots.app import App
from pipeline.errors import StoreCorrupt
from pipeline.events import Emit
from pipeline.studio import Answer
from pipeline.types import Character, Line
from storage.characters import Entry

log = logging.getLogger(__name__)

PLACE = "console"
"""Where the characters of the terminal live in the store."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A character that is kept, and the number it grew from."""

    id: int
    seed: int
    character: Character
    kept: bool
    """True where it was known before."""


def seed_of(description: str) -> int:
    """The seed of a description for which none is given: always the same."""
    return zlib.crc32(" ".join(description.split()).casefold().encode("utf-8", "replace"))


async def invite(
    app: App, description: str, seed: int | None, emit: Emit, *, fresh: bool = False
) -> tuple[Guest, Answer]:
    """Summon a character, or take the kept one of the same description, and let it greet.

    Raises:
        PipelineError: The description cannot be used, or a stage could not do its work.
    """
    entry = None if fresh else await app.characters.find(PLACE, description)
    character = await _kept(app, entry) if entry is not None and seed in (None, entry.seed) else None
    if entry is not None and character is not None:
        greeting = await app.studio.greet(character, emit=emit)
        return Guest(entry.id, entry.seed, character, kept=True), greeting
    if seed is None:
        seed = random.SystemRandom().getrandbits(32) if fresh else seed_of(description)
    summoned = await app.studio.summon(description, seed, emit=emit)
    seen = None if fresh else entry.id if entry else 0
    number = await app.characters.add(PLACE, PLACE, description, seed, summoned.character, after=seen)
    character = await app.characters.get(number) or summoned.character
    if character == summoned.character:
        return Guest(number, seed, character, kept=False), summoned.greeting
    # Another terminal was first, and a model never invents the same twice: the one that is kept greets.
    return Guest(number, seed, character, kept=True), await app.studio.greet(character, emit=emit)


async def _kept(app: App, entry: Entry) -> Character | None:
    """The whole character, or None where its portrait is lost: then it is painted anew."""
    try:
        return await app.characters.whole(entry)
    except StoreCorrupt as error:
        log.warning("a kept character is lost", extra={"code": error.code})
        return None


async def answer(app: App, guest: Guest, who: str, text: str, emit: Emit) -> Answer:
    """Let it answer, and remember both lines.

    Raises:
        PipelineError: The writer could not answer.
    """
    said = Line(who, text, time.time(), person=PLACE)
    recalled = await app.remembering.recall(guest.id)
    with app.remembering.talking():
        made = await app.studio.talk(guest.character, recalled.lines, said, memory=recalled.memory, emit=emit)
    await app.history.append(guest.id, said, replace(said, who="", text=made.text), speaker=PLACE)
    app.remembering.later(guest.id)
    return made
