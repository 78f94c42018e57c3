"""The soak: very many replies in a row through the real desk and the light backends, and what they leave behind."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bots import house
from bots.app import means_of, open_app
from bots.benches.loaded import Crowd, CrowdSurface
from bots.benches.street import PLATFORM
from bots.config import Config, StorageSection
from bots.desk import Desk, open_desk
from bots.errand import Means
from bots.rules import DeskSection
from bots.startup import family, held_mb
from bots.surface import Ask, Heard, ListCharacters, Place, Summon, Talk, User, Want
from pipeline.config import PainterSpec, WriterSpec

PLACES = 6
"""How many conversations there are: more than portraits are kept open, so that they come and go."""
AT_ONCE = 4
SAMPLE = 20
"""How many replies lie between two looks at the memory; for each the desk comes to rest."""
HOUSE = 200
"""How many replies lie between two rounds of housekeeping, which in a running bot come every ten minutes."""
WARM = 40
"""Replies before anything is counted: libraries load, caches fill."""
BUDGET_MB = 16
SIZE = 128
"""A small picture: what leaks leaks by the reply, not by the pixel, and thousands are to be made."""
SAID = ("Who are you?", "Tell me more.", "Why?", "What do you like?", "Do you know a joke?", "Hello!", "Good night.")
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Soaked:
    """What a soak found."""

    replies: int
    memory_ratio: float
    """Memory in the last quarter over memory in the second, children included."""
    leaked_descriptors: int
    leaked_children: int
    memory_mb: float
    """In the last quarter."""
    second_quarter_mb: float
    peak_mb: float
    clips_mb: float
    """On the disk after the last housekeeping."""
    clips_budget_mb: int
    disk_mb: float
    """All that is kept: clips, portraits, the database with its log."""
    degraded: int
    """Replies that came without a clip."""
    seconds: float

    @property
    def fine(self) -> bool:
        """Nothing leaks and nothing outgrows its budget."""
        flat = abs(self.memory_ratio - 1) <= 0.05 or self.memory_ratio < 1
        none_left = not (self.leaked_descriptors or self.leaked_children or self.degraded)
        return flat and none_left and self.clips_mb <= self.clips_budget_mb


async def soak(folder: Path, replies: int, told: Callable[[int, float], None] = lambda _done, _mb: None) -> Soaked:
    """Answer so many messages; `told` hears now and then how many are done and the memory held."""
    began = time.monotonic()
    async with _opened(folder) as (desk, means, crowd):
        await _say(desk, crowd, means, [Summon(f"a patient clock number {place}") for place in range(PLACES)], "s")
        await _talk(desk, crowd, means, "w", WARM)
        descriptors, children = _descriptors(), len(family()) - 1
        held: list[float] = []
        for done in range(0, replies, SAMPLE):
            await _talk(desk, crowd, means, f"t{done}.", min(SAMPLE, replies - done))
            held.append(_held())
            told(min(done + SAMPLE, replies), held[-1])
            if (done + SAMPLE) % HOUSE == 0:
                await house.once(means)
        await house.once(means)
        await _rested(means)
        left_descriptors, left_children = _descriptors() - descriptors, len(family()) - 1 - children
        clips = await means.store.one("SELECT coalesce(sum(bytes), 0) FROM media WHERE kind = 'clip'")
        degraded = await means.store.one("SELECT count(*) FROM ledger WHERE code <> ''")
    second, last = (_quarter(held, number) for number in (1, 3))
    return Soaked(
        replies=replies,
        memory_ratio=round(last / second, 4),
        leaked_descriptors=max(0, left_descriptors),
        leaked_children=max(0, left_children),
        memory_mb=round(last, 1),
        second_quarter_mb=round(second, 1),
        peak_mb=round(max(held), 1),
        clips_mb=round(int(clips[0]) / MB if clips else 0.0, 2),
        clips_budget_mb=BUDGET_MB,
        disk_mb=round(await asyncio.to_thread(_size, folder) / MB, 1),
        degraded=int(degraded[0]) if degraded else 0,
        seconds=round(time.monotonic() - began, 1),
    )


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[tuple[Desk, Means, Crowd]]:
    config = Config(
        storage=StorageSection(folder=str(folder)),
        painter=PainterSpec(size=SIZE),
        writer=WriterSpec(words=10),
        desk=DeskSection(
            media_budget_mb=BUDGET_MB,
            user_per_minute=0,
            place_per_minute=0,
            guild_per_minute=0,
            running_per_user=AT_ONCE,
        ),
    )
    crowd = Crowd()
    async with open_app(config) as app:
        means = means_of(app)
        async with open_desk(means, folder) as desk:
            desk.connect(PLATFORM, lambda ask: CrowdSurface(crowd, ask))
            yield desk, means, crowd


async def _talk(desk: Desk, crowd: Crowd, means: Means, name: str, count: int) -> None:
    wants: list[Want] = [Talk(SAID[number % len(SAID)], Heard.MENTION) for number in range(count - 1)]
    await _say(desk, crowd, means, [*wants, Talk(SAID[0], Heard.MENTION)], name)
    await _say(desk, crowd, means, [ListCharacters()], f"{name}list")


async def _say(desk: Desk, crowd: Crowd, means: Means, wants: list[Want], name: str) -> None:
    """Ask for these in turn over the places, a few at once, and wait until the desk rests."""
    for number, want in enumerate(wants):
        place = Place(PLATFORM, "guild", f"place{number % PLACES}")
        await desk.accept(Ask(place, User("user", "User"), f"{name}{number}", want))
        await crowd.served(number + 1 - AT_ONCE)
    await crowd.served(len(wants))
    crowd.answered.clear()
    await _rested(means)


async def _rested(means: Means) -> None:
    while not await means.inbox.idle():  # noqa: ASYNC110 - nobody tells when a job is tidied away
        await asyncio.sleep(0.005)


def _quarter(held: list[float], number: int) -> float:
    quarter = max(1, len(held) // 4)
    return statistics.median(held[number * quarter : (number + 1) * quarter] or held[-1:])


def _held() -> float:
    return sum(held_mb(pid) for pid in family())


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
