"""How long the stages of one reply work, how long they may, and what is told of them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from pipeline.errors import PipelineError, StageFailed
from pipeline.events import Emit, Failed, Finished, Made, OnStep, Stage, Started, Step

log = logging.getLogger(__name__)

T = TypeVar("T")


class Clock:
    """Adds up how long each stage worked and reports it."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._seconds: dict[Stage, float] = {}
        self.failed: list[Failed] = []

    @asynccontextmanager
    async def working(self, stage: Stage) -> AsyncIterator[None]:
        """A stretch of a stage's work; the first one tells that the stage has started."""
        if stage not in self._seconds:
            self._seconds[stage] = 0.0
            self._emit(Started(stage))
        began = time.monotonic()
        try:
            yield
        finally:
            self._seconds[stage] += time.monotonic() - began

    def step(self, stage: Stage, done: int, of: int | None) -> None:
        """Tell how far a stage is; `of` is None where nobody knows how far it has to go."""
        self._emit(Step(stage, done, of))

    def counting(self, stage: Stage) -> OnStep:
        """Reports the steps that a thread tells of, on the loop that this is called on."""
        loop = asyncio.get_running_loop()

        def told(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self.step, stage, done, of)

        return told

    def finish(self, stage: Stage, made: Made) -> None:
        """Tell that a stage is done, and what it made."""
        seconds = self._seconds.get(stage, 0.0)
        self._emit(Finished(stage, seconds, made))
        log.info("stage finished", extra={"stage": stage.value, "seconds": round(seconds, 3)})

    def give_up(self, stage: Stage, error: PipelineError) -> None:
        """Tell that a stage failed: what it was to make will be missing."""
        cause = type(error.__cause__).__name__ if error.__cause__ else ""
        extra = {"stage": stage.value, "code": error.code, "reason": str(error), "cause": cause}
        log.warning("stage failed", extra=extra)
        self.failed.append(Failed(stage, error.code))
        self._emit(self.failed[-1])


async def within(stage: Stage, seconds: float, work: Awaitable[T]) -> T:
    """Wait for a stage, but not for ever, and let only designed errors out of it.

    Raises:
        StageFailed: It took too long, or raised something that it should have turned into a sentence.
    """
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError as error:
        raise StageFailed(stage.value, f"{stage.value} took longer than {seconds:g} s.", retryable=True) from error
    except (PipelineError, StopAsyncIteration):
        raise
    except Exception as error:
        raise StageFailed(stage.value, f"{stage.value} failed with {type(error).__name__}.") from error
