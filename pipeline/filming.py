"""Moves a face to what is spoken, and hands its takes to whoever joins them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from functools import partial

from pipeline.animate.begun import certain
from pipeline.clock import Clock, within
from pipeline.config import AnimatorSpec
from pipeline.errors import PipelineError, StageFailed
from pipeline.events import Stage
from pipeline.framing import Framing, framed
from pipeline.joining import Joiner
from pipeline.local import Stages
from pipeline.relay import Relay
from pipeline.stages import Animator, Begins, BegunTake
from pipeline.types import Character, Motion, Portrait, Speech, Take

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, or the beginning of one, and how the face moves to it."""

    speech: Speech
    motion: Motion | None
    """None where that could not be planned."""


class Filming:
    """The picture of one reply in the making.

    While the encoder of one take still works, the next is drawn already.
    """

    def __init__(
        self, stages: Stages, spec: AnimatorSpec, framing: Framing, fps: int, clock: Clock, held: ExitStack
    ) -> None:
        """What is opened here is closed with `held`."""
        self._stages, self._spec, self._framing, self._fps = stages, spec, framing, fps
        self._clock, self._held = clock, held
        self._drawn: asyncio.Queue[_Shot | None] = asyncio.Queue()
        self._failed = False

    async def run(self, spoken: Relay[Spoken], character: Callable[[], Awaitable[Character]]) -> Joiner | None:
        """Film every sentence; None where one could not be, which has been told."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._draw(spoken, character))
            joiner = group.create_task(self._gather())
        if self._failed or joiner.result() is None:
            return None
        self._clock.finish(Stage.ANIMATE, None)
        return joiner.result()

    async def _draw(self, spoken: Relay[Spoken], character: Callable[[], Awaitable[Character]]) -> None:
        portrait = (await character()).portrait
        try:
            portrait = await within(Stage.ANIMATE, self._spec.timeout_s, self._shown(portrait))
        except PipelineError as error:
            self._give_up(Stage.ANIMATE, error)
        # While nothing is said yet: later there is more to do than time.
        begun = None if self._failed else await self._ready(portrait)
        while (said := await spoken.get()) is not None:
            item, whole = said
            if self._failed or item.motion is None:
                self._failed = self._failed or whole
            elif not whole:
                begun = await self._ahead(begun, item.speech, item.motion)
            else:
                upcoming = None if spoken.ended else await self._ready(portrait)
                await self._finish(_Shot(self._stages.animator, portrait, begun), item.speech, item.motion)
                begun = upcoming
        self._drawn.put_nowait(None)

    async def _finish(self, shot: _Shot, speech: Speech, motion: Motion) -> None:
        try:
            async with self._clock.working(Stage.ANIMATE):
                await within(Stage.ANIMATE, self._spec.timeout_s, shot.finish(speech, motion))
        except PipelineError as error:
            shot.close()
            self._give_up(Stage.ANIMATE, error)
        else:
            self._drawn.put_nowait(shot)

    async def _gather(self) -> Joiner | None:
        """Hand on every take as soon as it is encoded."""
        joiner: Joiner | None = None
        done = 0
        while (drawn := await self._drawn.get()) is not None:
            try:
                stage = Stage.ANIMATE
                async with self._clock.working(stage):
                    take = await within(stage, self._spec.timeout_s, drawn.take())
                done += 1
                self._clock.step(stage, done, None)
                stage = Stage.JOIN
                if joiner is None:
                    opened = self._stages.lanes.of("cpu").run(
                        lambda _stop: self._held.enter_context(closing(Joiner(self._fps)))
                    )
                    joiner = await within(stage, self._spec.timeout_s, opened)
                joiner.add(take)
            except PipelineError as error:
                self._give_up(stage, error)
            finally:
                drawn.close()
        return joiner

    def _give_up(self, stage: Stage, error: PipelineError) -> None:
        if not self._failed:
            self._clock.give_up(stage, error)
        self._failed = True

    async def _ready(self, portrait: Portrait) -> BegunTake | None:
        """A take of which nothing is known yet, ready to be drawn; None where the animator needs the whole sentence."""
        animator = self._stages.animator
        begun = animator.begin(portrait) if isinstance(animator, Begins) else None
        if begun is None:
            return None
        self._held.callback(begun.close)
        return await self._gone_on(begun, Motion(self._fps, ()), 0)

    async def _ahead(self, begun: BegunTake | None, draft: Speech, motion: Motion) -> BegunTake | None:
        """The take of the next sentence, drawn as far as a draft of it goes; not begun again where that failed once."""
        frames = certain(draft, self._fps)
        return await self._gone_on(begun, motion, frames) if begun and frames else begun

    async def _gone_on(self, begun: BegunTake, motion: Motion, frames: int) -> BegunTake | None:
        """The take, some frames further; None where it had to be given up: the whole sentence will tell why."""
        try:
            async with self._clock.working(Stage.ANIMATE) if frames else nullcontext():
                await within(Stage.ANIMATE, self._spec.timeout_s, begun.go_on(motion, frames))
        except PipelineError as error:
            log.info("take not begun", extra={"code": error.code})
            begun.close()
            return None
        return begun

    async def _shown(self, portrait: Portrait) -> Portrait:
        """What clips show of a portrait; the same object for every sentence, so that it is made ready once."""
        if self._framing is Framing.WHOLE:
            return portrait
        return await self._stages.lanes.of("cpu").run(lambda _stop: framed(portrait, self._framing))


class _Shot:
    """The take of one sentence: what was begun of it, or where there is nothing or that fails, animated as a whole."""

    def __init__(self, animator: Animator, portrait: Portrait, begun: BegunTake | None) -> None:
        self._animator, self._portrait, self._begun = animator, portrait, begun
        self._take: Take | None = None

    async def finish(self, speech: Speech, motion: Motion) -> None:
        """Animate the whole sentence.

        Raises:
            StageFailed: It could not be, also as a whole.
        """
        self._whole = partial(self._animator.animate, self._portrait, speech, motion)
        if self._begun is not None:
            try:
                await self._begun.finish(speech, motion)
            except StageFailed as error:
                self._drop(error)
        if self._begun is None:
            self._take = await self._whole()

    async def take(self) -> Take:
        """What was animated.

        Raises:
            StageFailed: It could not be, also as a whole.
        """
        if self._begun is not None and self._take is None:
            try:
                self._take = await self._begun.take()
            except StageFailed as error:
                self._drop(error)
        if self._take is None:
            self._take = await self._whole()
        return self._take

    def close(self) -> None:
        """Let go of everything."""
        if self._begun is not None:
            self._begun.close()

    def _drop(self, error: StageFailed) -> None:
        """Do without what was begun: its encoder may have been ended while it waited for words."""
        if not error.retryable:
            raise error
        log.warning("take animated anew", extra={"code": error.code, "reason": str(error)})
        self.close()
        self._begun = None
