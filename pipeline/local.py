"""The stages of this process, opened together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from pipeline.backends import open_backend
from pipeline.config import PipelineConfig
from pipeline.lanes import Lanes, open_lanes
from pipeline.moderation import open_moderator
from pipeline.speak.pool import open_speaker
from pipeline.stages import Animator, Listener, Moderator, Painter, Speaker, Writer
from pipeline.write.exchange import Exchange, open_exchange


@dataclass(frozen=True, slots=True)
class Stages:
    """One backend of every kind."""

    writer: Writer
    painter: Painter
    speaker: Speaker
    animator: Animator
    lanes: Lanes
    listener: Listener | None = None
    moderator: Moderator | None = None
    exchange: Exchange | None = None
    """Exchanges the writer, where it can be exchanged."""


@asynccontextmanager
async def open_stages(config: PipelineConfig) -> AsyncIterator[Stages]:
    """Open every stage that the configuration names, and close them in the other order.

    Raises:
        BackendMissing: A chosen backend's libraries are not installed.
        ConfigInvalid: A name is unknown.
    """
    async with AsyncExitStack() as stack:
        lanes = await stack.enter_async_context(open_lanes())
        exchange = await stack.enter_async_context(
            open_exchange(config.writer, lambda spec: open_backend("writer", spec, lanes, config.models))
        )
        yield Stages(
            writer=exchange,
            painter=await stack.enter_async_context(open_backend("painter", config.painter, lanes, config.models)),
            speaker=await stack.enter_async_context(open_speaker(config.speaker, lanes, config.models)),
            animator=await stack.enter_async_context(open_backend("animator", config.animator, lanes, config.models)),
            lanes=lanes,
            listener=await stack.enter_async_context(open_backend("listener", config.listener, lanes, config.models))
            if config.listener.backend
            else None,
            moderator=await stack.enter_async_context(open_moderator(config.moderation)),
            exchange=exchange,
        )
