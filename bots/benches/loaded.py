"""The load test: many places ask at once, and what the desk itself costs per reply."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from bots.benches.street import PLATFORM, open_street_desk
from bots.rules import DeskSection
from bots.surface import Ask, Heard, Kind, Limits, Message, Place, Summon, Talk, User
from pipeline.events import Stage

PLACES = 50
HOG_SHARE = 5
"""One of so many asks is of the greedy place: a hundred of five hundred."""
SINGLES_SHARE = 0.4
"""How many of the places ask once."""
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load test found."""

    asks: int
    memory_growth_mb: float
    """The most memory while it worked over the memory before the first ask."""
    fair_ratio: float
    """The longest wait of a place with one ask, in medians of all waits."""
    fair_ratio_singles: float
    """The same in medians of the waits of places with one ask."""
    longest_wait: float
    median_wait: float
    seconds: float


@dataclass
class Crowd:
    """Everybody who waits: when they asked and when they were answered."""

    asked: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def wait(self, update: str) -> float:
        """How long one ask waited."""
        return self.answered[update] - self.asked[update]

    async def served(self, count: int) -> None:
        """Wait until so many were answered."""
        while len(self.answered) < count:
            await self.news.wait()
            self.news.clear()


class CrowdSurface:
    """A conversation that notes when it was answered."""

    def __init__(self, crowd: Crowd, ask: Ask) -> None:
        self._crowd = crowd
        self._ask = ask

    @property
    def limits(self) -> Limits:
        """Everything can be sent."""
        return Limits()

    async def progress(self, note: str, stage: Stage | None) -> None:
        """Nobody looks."""

    async def send(self, message: Message, key: str) -> tuple[str, ...]:
        """Note the time."""
        if message.kind is not Kind.PORTRAIT:
            self._crowd.answered.setdefault(self._ask.update, time.monotonic())
            self._crowd.news.set()
        return (key,)

    async def find(self, key: str) -> tuple[str, ...] | None:
        """Nothing was interrupted."""
        return ()

    async def close(self) -> None:
        """Nothing is left."""


async def load(folder: Path, *, asks: int, seed: int, longest: float = 0.02, places: int = PLACES) -> Loaded:
    """Let places ask all at once, one of them very often and some of them once, with results of real size."""
    began = time.monotonic()
    crowd = Crowd()
    line = _line(asks, seed, places)
    section = _section(workers=2)
    async with open_street_desk(folder, section, longest, full_size=True) as (desk, _means):
        desk.connect(PLATFORM, lambda ask: CrowdSurface(crowd, ask))
        idle = _memory_now()
        for place in range(places):
            await desk.accept(_an_ask(place, f"s{place}", Summon(f"thing number {place}")))
        await crowd.served(places)
        crowd.answered.clear()
        peak = asyncio.ensure_future(_peak())
        for number, place in enumerate(line):
            crowd.asked[str(number)] = time.monotonic()
            await desk.accept(_an_ask(place, str(number), Talk("and what would you say to that", Heard.MENTION)))
        await crowd.served(asks)
        peak.cancel()
        most = max(_memory_now(), await _result(peak))
    waits = [crowd.wait(str(number)) for number in range(asks)]
    singles = [crowd.wait(str(number)) for number, place in enumerate(line) if line.count(place) == 1]
    return Loaded(
        asks=asks,
        memory_growth_mb=round((most - idle) / MB, 1),
        fair_ratio=round(max(singles) / statistics.median(waits), 2),
        fair_ratio_singles=round(max(singles) / statistics.median(singles), 2),
        longest_wait=round(max(waits), 2),
        median_wait=round(statistics.median(waits), 2),
        seconds=round(time.monotonic() - began, 1),
    )


async def overhead_ms(folder: Path, asks: int = 200) -> float:
    """The median time from an ask to its reply where the stages take none: what the desk itself costs."""
    crowd = Crowd()
    waits = []
    async with open_street_desk(folder, _section(workers=2)) as (desk, _means):
        desk.connect(PLATFORM, lambda ask: CrowdSurface(crowd, ask))
        await desk.accept(_an_ask(0, "s", Summon("a patient clock")))
        await crowd.served(1)
        for number in range(asks):
            # One at a time: what is measured is a reply's own way, not a queue.
            begun = time.monotonic()
            await desk.accept(_an_ask(0, str(number), Talk("what time is it", Heard.MENTION)))
            await crowd.served(number + 2)
            waits.append(crowd.answered[str(number)] - begun)
    return round(1000 * statistics.median(waits), 2)


def _section(workers: int) -> DeskSection:
    return DeskSection(
        workers=workers,
        waiting=10_000,
        running_per_user=2,
        user_per_minute=0,
        place_per_minute=0,
        guild_per_minute=0,
    )


def _line(asks: int, seed: int, places: int) -> list[int]:
    """Which place asks, in order: the greedy one first, those with one ask among the others."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    hog = asks // HOG_SHARE
    singles = list(range(1, 1 + round(places * SINGLES_SHARE)))
    first = singles[-1] + 1
    rest = [first + number % (places - first) for number in range(asks - hog - len(singles))]
    others = singles + rest
    chance.shuffle(others)
    return [0] * hog + others


def _an_ask(place: int, update: str, want: Summon | Talk) -> Ask:
    return Ask(Place(PLATFORM, f"guild{place}", f"place{place}"), User(f"user{place}", "User"), update, want)


def _memory_now() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def _peak() -> int:
    most = 0
    try:
        while True:
            most = max(most, _memory_now())
            await asyncio.sleep(0.02)
    except asyncio.CancelledError:
        return most


async def _result(task: asyncio.Future[int]) -> int:
    return await task
