"""Opens a desk on pretended stages for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bots.benches.drill import DrillStudio
from bots.desk import Desk, open_desk
from bots.errand import Means
from bots.remembering import Remembering, open_remembering
from bots.rules import DeskSection
from pipeline.config import WriterSpec
from pipeline.lanes import open_lanes
from pipeline.local import Stages
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
from tests.fakes.stages import A_CATALOG, FakeAnimator, FakeListener, FakePainter, FakeSpeaker, FakeWriter
from tests.fakes.surfaces import FakePlatform


@dataclass
class Office:
    """An open desk and everything around it."""

    desk: Desk
    means: Means
    platform: FakePlatform
    writer: FakeWriter
    painter: FakePainter
    speaker: FakeSpeaker
    animator: FakeAnimator
    listener: FakeListener

    async def settled(self) -> None:
        """Wait until nothing waits or runs."""
        async with asyncio.timeout(60):
            while not await self.means.inbox.idle():  # noqa: ASYNC110 - the database has no event
                # Asking without a pause would take the time of what is asked after.
                await asyncio.sleep(0.003)


@asynccontextmanager
async def an_office(
    folder: Path,
    *,
    writer: FakeWriter | None = None,
    painter: FakePainter | None = None,
    speaker: FakeSpeaker | None = None,
    animator: FakeAnimator | None = None,
    listener: FakeListener | None = None,
    platform: FakePlatform | None = None,
    studio: Any = None,
    connected: bool = True,
    cards: Any = None,
    memory_tokens: int = 1500,
    **section: Any,
) -> AsyncIterator[Office]:
    """Open a desk in a folder; keyword arguments beyond the fakes are keys of its section."""
    fakes = (
        writer or FakeWriter(),
        painter or FakePainter(),
        speaker or FakeSpeaker(),
        animator or FakeAnimator(),
        listener or FakeListener(),
    )
    platform = platform or FakePlatform()
    section = {"user_per_minute": 0, "place_per_minute": 0, "guild_per_minute": 0, "grace_s": 0.0, **section}
    async with open_store(folder / "summon.sqlite") as store, open_lanes(1) as lanes:
        media = Media(store, folder / "media")
        characters, history = Characters(store, media), History(store)
        spec = WriterSpec(memory_tokens=memory_tokens)
        lines = DeskSection(**section).history_lines
        remembering = Remembering(fakes[0], Memories(store), history, characters, spec, lines)
        means = Means(
            store=store,
            media=media,
            characters=characters,
            history=history,
            remembering=remembering,
            inbox=Inbox(store),
            outbox=Outbox(store),
            results=Results(store, media),
            ledger=Ledger(store),
            chosen=Chosen(store),
            forgetting=Forgetting(store, media, characters),
            stages=Stages(*fakes[:4], lanes, fakes[4]),
            studio=studio or (lambda stages: DrillStudio(stages, A_CATALOG)),
            catalog=A_CATALOG,
            section=DeskSection(**section),
            cards=cards,
        )
        async with open_remembering(remembering), open_desk(means, folder) as desk:
            if connected:
                desk.connect(platform.name, platform.open)
            yield Office(desk, means, platform, *fakes)


def deaf(office: Office) -> Office:
    """The same office without a listener."""
    return replace(office, means=replace(office.means, stages=replace(office.means.stages, listener=None)))
