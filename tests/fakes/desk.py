"""The whole program on stages without work: the real store, the real desk, the real studio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.app import App
from bots.config import Config
from bots.remembering import Remembering, open_remembering
from pipeline.lanes import open_lanes
from pipeline.local import Stages
from pipeline.stages import Animator, Listener, Painter, Speaker, Writer
from pipeline.studio import Studio
from storage.characters import Characters
from storage.history import History
from storage.media import Media
from storage.memory import Memories
from storage.store import open_store
from tests.fakes.stages import A_CATALOG, FakeAnimator, FakeListener, FakePainter, FakeSpeaker, FakeWriter


@asynccontextmanager
async def open_fake_app(
    config: Config,
    *,
    writer: Writer | None = None,
    painter: Painter | None = None,
    speaker: Speaker | None = None,
    animator: Animator | None = None,
    listener: Listener | None = None,
) -> AsyncIterator[App]:
    """Everything that `open_app` opens, with fakes for the stages that are not given."""
    folder = config.storage.path
    async with open_store(folder / "summon.sqlite") as store, open_lanes(2) as lanes:
        stages = Stages(
            writer=writer or FakeWriter(),
            painter=painter or FakePainter(),
            speaker=speaker or FakeSpeaker(),
            animator=animator or FakeAnimator(real=True),
            listener=listener or FakeListener(),
            lanes=lanes,
        )
        media = Media(store, folder / "media")
        characters, history = Characters(store, media), History(store)
        lines = config.desk.history_lines
        remembering = Remembering(stages.writer, Memories(store), history, characters, config.writer, lines)
        async with open_remembering(remembering):
            yield App(
                config=config,
                stages=stages,
                studio=Studio(stages, A_CATALOG, config.pipeline),
                catalog=A_CATALOG,
                store=store,
                media=media,
                characters=characters,
                history=history,
                remembering=remembering,
            )
