"""Keeps memories up to date behind the replies: older lines are read into them when nobody waits for an answer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass

from bots.jobs import alone
from pipeline.config import WriterSpec
from pipeline.errors import PipelineError, StageFailed
from pipeline.stages import Remembers, Writer
from pipeline.types import NO_MEMORY, Line, Memory
from pipeline.write.improvise.memory_rules import learnt
from pipeline.write.memory.budget import AT_ONCE, BATCH, Budget, batch, latest
from pipeline.write.prompts import LONGEST_SAID
from storage.characters import Characters, Entry
from storage.history import UNREAD, History
from storage.memory import Memories, Recalled

log = logging.getLogger(__name__)

ROOM_LEFT = 0.7
"""How full the room for lines is once older ones were read into the memory: one call serves several replies."""
CALLS = 4
"""How often a writer is asked for one character in a row; what is left waits for the next time."""
GIVES_WAY = 3
"""How often the work on a memory is broken off for a reply before it is let finish."""
PATIENCE_S = 60.0
"""How long it waits for a moment without replies."""
REST_S = 60.0
"""How long a writer that failed for a character is not asked for that one again."""
GRACE_S = 86400.0
"""How long lines that are to be dropped may wait for a writer that fails; then rules read them."""


Counted = Callable[[str], AbstractAsyncContextManager[None]]
"""Counts what models take for the memory of somebody in a place, as long as a block lasts."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """What a character is reminded of before it answers."""

    memory: Memory
    lines: tuple[Line, ...]


class Remembering:
    """Recalls before a reply, and remembers after it: one memory at a time, and none while a reply is made."""

    def __init__(
        self,
        writer: Writer,
        memories: Memories,
        history: History,
        characters: Characters,
        spec: WriterSpec,
        lines: int,
        counted: Counted = lambda _place: nullcontext(),
    ) -> None:
        self._writer = writer if isinstance(writer, Remembers) and spec.memory_tokens else None
        self._memories = memories
        self._history = history
        self._characters = characters
        self._budget = Budget(spec.memory_tokens)
        self._timeout_s = spec.timeout_s
        self._lines = lines
        self.counted = counted
        """Exchanged where the settings change: what is begun after that is counted by it."""
        self._waiting: dict[int, None] = {}
        self._news = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._talking = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._one_at_a_time = asyncio.Lock()
        self._current: asyncio.Task[None] | None = None
        self._gave_way: Counter[int] = Counter()
        self._rests_until: dict[int, float] = {}

    async def recall(self, character_id: int) -> Recollection:
        """What is remembered, and the latest lines with all that wait to be remembered."""
        if self._writer is None:
            return Recollection(NO_MEMORY, await self._history.recent(character_id, self._lines))
        recalled = await self._memories.recall(character_id)
        shown = await self._history.recent(character_id, self._lines, unread_after=recalled.upto)
        return Recollection(recalled.memory, shown)

    def later(self, character_id: int) -> None:
        """There are new lines of a character: see to its memory when nobody waits."""
        if self._writer is not None:
            self._waiting[character_id] = None
            self._idle.clear()
            self._news.set()

    @contextmanager
    def talking(self) -> Iterator[None]:
        """A reply is made as long as the block lasts: the writer has nothing else to do."""
        self._talking += 1
        self._quiet.clear()
        if self._current is not None:
            self._current.cancel()
        try:
            yield
        finally:
            self._talking -= 1
            if not self._talking:
                self._quiet.set()

    async def catch_up(self) -> None:
        """Come back to what failed or was left when the program ended."""
        if self._writer is not None:
            for character_id in await self._memories.behind(self._lines + BATCH):
                self.later(character_id)

    async def before_dropping(self, before: float) -> frozenset[int]:
        """Read lines from before a moment into memories, since they are to be dropped.

        Gives the characters whose lines could not be read now; they should stay for a while.
        """
        spared = set()
        for character_id in await self._memories.fading(before) if self._writer is not None else ():
            try:
                if not await self._read_fading(character_id, before):
                    spared.add(character_id)
            except PipelineError as error:
                log.warning("memory not kept", extra={"character": character_id, "code": error.code})
                spared.add(character_id)
        return frozenset(spared)

    async def run(self) -> None:
        """See to memories until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                character_id = next(iter(self._waiting))
                del self._waiting[character_id]
                await self._wait_for_quiet()
                await self._see_to(character_id)
            self._idle.set()

    async def settled(self) -> None:
        """Wait until nothing is left to see to."""
        await self._idle.wait()

    async def _wait_for_quiet(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._quiet.wait()

    async def _see_to(self, character_id: int) -> None:
        if time.monotonic() < self._rests_until.get(character_id, 0.0):
            # What is left is come back to by `catch_up`.
            return
        self._rests_until.pop(character_id, None)
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(self._tried(character_id))
                if self._gave_way[character_id] < GIVES_WAY:
                    self._current = task
        finally:
            self._current = None
        if task.cancelled():
            self._gave_way[character_id] += 1
            self.later(character_id)
        else:
            del self._gave_way[character_id]

    async def _tried(self, character_id: int) -> None:
        try:
            await self._bring_up_to_date(character_id)
        except Exception as error:
            self._rests_until[character_id] = time.monotonic() + REST_S
            code = error.code if isinstance(error, PipelineError) else type(error).__name__
            log.warning("memory not kept", extra={"character": character_id, "code": code})

    async def _bring_up_to_date(self, character_id: int) -> None:
        entry = await self._characters.entry(character_id)
        for _ in range(CALLS if entry else 0):
            recalled = await self._memories.recall(character_id)
            due = await self._due(character_id, recalled)
            lines = await self._memories.next_lines(character_id, recalled.upto, min(due, AT_ONCE))
            if not lines or entry is None or not await self._read(entry, recalled, lines):
                return

    async def _due(self, character_id: int, recalled: Recalled) -> int:
        """How many lines no longer find room among those that are shown whole."""
        unread = await self._memories.unread(character_id, recalled.upto)
        room = self._budget.lines(recalled.memory)
        lines = await self._history.recent(character_id, self._lines + UNREAD)
        if unread <= min(latest(lines, room, LONGEST_SAID), self._lines + BATCH):
            return 0
        return unread - min(latest(lines, round(ROOM_LEFT * room), LONGEST_SAID), self._lines)

    async def _read_fading(self, character_id: int, before: float) -> bool:
        entry = await self._characters.entry(character_id)
        for _ in range(CALLS if entry else 0):
            recalled = await self._memories.recall(character_id)
            lines = await self._memories.next_lines(character_id, recalled.upto, AT_ONCE)
            fading = _until(lines, before)
            if not fading or entry is None:
                return True
            await self._wait_for_quiet()
            try:
                await self._read(entry, recalled, fading)
            except StageFailed:
                if fading[0].when >= before - GRACE_S:
                    raise
                rest = _until(fading, before - GRACE_S)
                await self._memories.keep(character_id, recalled, rest, learnt(recalled.memory, rest))
        return False

    async def _read(self, entry: Entry, recalled: Recalled, lines: Sequence[Line]) -> bool:
        """Read the oldest of these lines into a memory; False where it changed meanwhile."""
        if self._writer is None:
            return False
        few = lines[: batch(lines, self._budget.batch)]
        began = time.monotonic()
        try:
            async with self._one_at_a_time, self.counted(entry.place), asyncio.timeout(self._timeout_s):
                after = await self._writer.remember(entry.persona, recalled.memory, few)
        except TimeoutError as error:
            raise StageFailed("write", "Summing up older lines took too long.", retryable=True) from error
        except PipelineError:
            raise
        except Exception as error:
            raise StageFailed("write", f"Summing up older lines failed with {type(error).__name__}.") from error
        kept = await self._memories.keep(entry.id, recalled, few, after)
        extra = {"character": entry.id, "lines": len(few), "seconds": round(time.monotonic() - began, 3)}
        log.info("memory kept" if kept else "memory overtaken", extra=extra)
        return kept


def _until(lines: Sequence[Line], before: float) -> Sequence[Line]:
    """The lines up to the last that is from before a moment; a memory holds all lines up to one."""
    ends = [number for number, line in enumerate(lines, 1) if line.when < before]
    return lines[: max(ends, default=0)]


@asynccontextmanager
async def open_remembering(remembering: Remembering) -> AsyncIterator[Remembering]:
    """See to memories as long as the block lasts; what is half done then is done another time."""
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(remembering.run())
            try:
                yield remembering
            finally:
                task.cancel()
    except BaseExceptionGroup as errors:
        raise alone(errors) from None
