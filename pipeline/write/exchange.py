"""A writer that can be exchanged while it writes: what has begun ends with the writer that it began with."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

from pipeline.config import WriterSpec
from pipeline.stages import Remembers, Writer
from pipeline.types import NO_MEMORY, Catalog, Character, Line, Memory, Persona

log = logging.getLogger(__name__)


class RememberingWriter(Writer, Remembers, Protocol):
    """A writer that can remember, as all that come along can."""


Opening = Callable[[WriterSpec], AbstractAsyncContextManager[RememberingWriter]]
"""Opens a writer as long as a block lasts."""


class _Tenure:
    """A writer as long as it is wanted or at work."""

    def __init__(self, writer: RememberingWriter, stack: AsyncExitStack) -> None:
        self._writer = writer
        self._stack = stack
        self._at_work = 0
        self._over = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[RememberingWriter]:
        self._at_work += 1
        try:
            yield self._writer
        finally:
            self._at_work -= 1
            await self._leave()

    @property
    def at_work_now(self) -> bool:
        return self._at_work > 0

    async def end(self) -> None:
        """Close it once nobody works with it."""
        self._over = True
        await self._leave()

    async def _leave(self) -> None:
        if self._over and not self._at_work:
            await self.close()

    async def close(self) -> None:
        """Close it now, also under those who work with it; nothing happens the second time."""
        try:
            await self._stack.aclose()
        except Exception as error:
            # Whoever wrote with it last has a reply, and keeps it.
            log.warning("former writer not closed", extra={"error": type(error).__name__})


class Exchange:
    """Fills `stages.Writer` and `stages.Remembers` from one writer after another; opened by `open_exchange`."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._tenure: _Tenure
        self._former: list[_Tenure] = []

    async def exchange(self, spec: WriterSpec) -> None:
        """Write with what this opens from now on; what is being written ends as it began, then the former is closed.

        Raises:
            PipelineError: It cannot be opened; the former goes on.
        """
        former = self._tenure
        await self.open(spec)
        self._former = [tenure for tenure in (*self._former, former) if tenure.at_work_now or tenure is former]
        await former.end()

    async def open(self, spec: WriterSpec) -> None:
        """Open the first writer."""
        async with AsyncExitStack() as stack:
            writer = await stack.enter_async_context(self._opening(spec))
            self._tenure = _Tenure(writer, stack.pop_all())

    async def close(self) -> None:
        """Close the writer and those before it that somebody still holds on to."""
        for tenure in (*self._former, self._tenure):
            await tenure.close()

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """As `stages.Writer` says."""
        async with self._tenure.at_work() as writer:
            return await writer.persona(description, catalog, seed)

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """As `stages.Writer` says."""
        async with self._tenure.at_work() as writer:
            pieces = writer.reply(character, history, said, memory)
            try:
                async for piece in pieces:
                    yield piece
            finally:
                # A reply that is cut short must not go on after its writer has been closed.
                if isinstance(pieces, AsyncGenerator):
                    await pieces.aclose()

    async def remember(self, persona: Persona, memory: Memory, lines: Sequence[Line]) -> Memory:
        """As `stages.Remembers` says."""
        async with self._tenure.at_work() as writer:
            return await writer.remember(persona, memory, lines)


@asynccontextmanager
async def open_exchange(spec: WriterSpec, opening: Opening) -> AsyncIterator[Exchange]:
    """Open a writer that can be exchanged.

    Raises:
        PipelineError: It cannot be opened.
    """
    exchange = Exchange(opening)
    await exchange.open(spec)
    try:
        yield exchange
    finally:
        await exchange.close()
