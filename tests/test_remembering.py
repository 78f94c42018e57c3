"""When older lines are read into a memory: behind the replies, one after another, and never for ever."""

import asyncio
import time
from contextlib import asynccontextmanager

import pytest

from bots.remembering import GIVES_WAY, Remembering, open_remembering
from bots.rules import DeskSection
from bots.spending import counting
from pipeline.config import WriterSpec
from pipeline.errors import StageFailed
from pipeline.spending import Spent, current
from pipeline.types import Line, Memory
from pipeline.write.improviser import Improviser
from pipeline.write.memory.budget import AT_ONCE, BATCH
from storage.characters import Characters
from storage.history import History
from storage.ledger import Ledger
from storage.media import Media
from storage.memory import Memories
from storage.store import open_store
from tests.fakes.rememberer import FakeRememberer
from tests.fakes.stages import HANG, FakeWriter, a_character

LINES = 4


class Room:
    """Two characters with a history, and what remembers it."""

    def __init__(self, store, remembering, writer):
        self.store, self.remembering, self.writer = store, remembering, writer
        self.history, self.memories = History(store), Memories(store)

    async def say(self, count, character=1, text="line {}"):
        rows = [(character, "a", "a", "Ann", text.format(n), float(n)) for n in range(count)]
        sql = "INSERT INTO lines (character, speaker, about, who, text, said) VALUES (?, ?, ?, ?, ?, ?)"
        await self.store.atomically(lambda connection: connection.executemany(sql, rows))

    async def settle(self, *characters):
        for character in characters:
            self.remembering.later(character)
        async with asyncio.timeout(20):
            await self.remembering.settled()

    async def upto(self, character=1):
        return (await self.memories.recall(character)).upto


@asynccontextmanager
async def a_room(folder, writer, **spec):
    async with open_store(folder / "s.db") as store:
        characters = Characters(store, Media(store, folder / "media"))
        for place in ("fake:guild:p", "fake:guild:q"):
            await characters.add(place, "a", "a teapot", 1, a_character())
        remembering = Remembering(writer, Memories(store), History(store), characters, WriterSpec(**spec), LINES)
        async with open_remembering(remembering):
            yield Room(store, remembering, writer)


async def test_nothing_is_read_while_all_lines_are_shown_whole(tmp_path):
    async with a_room(tmp_path, FakeRememberer()) as room:
        await room.say(LINES + BATCH)
        await room.settle(1)
        assert await room.upto() == 0


async def test_lines_beyond_those_that_are_shown_are_read_in_one_call(tmp_path):
    async with a_room(tmp_path, FakeRememberer()) as room:
        await room.say(LINES + BATCH + 1)
        await room.settle(1)
        assert await room.upto() == BATCH + 1
        assert len(room.writer.remember_script.calls) == 1


async def test_long_lines_are_read_sooner_since_they_find_no_room(tmp_path):
    async with a_room(tmp_path, FakeRememberer(), memory_tokens=300) as room:
        await room.say(5, text="{} " + "word " * 60)
        await room.settle(1)
        assert await room.upto() >= 3
        shown = (await room.remembering.recall(1)).lines
        assert shown[-1].id == 5


async def test_no_line_falls_between_what_is_shown_and_what_is_remembered(tmp_path):
    async with a_room(tmp_path, FakeRememberer()) as room:
        for _ in range(6):
            await room.say(5)
            await room.settle(1)
            recalled = await room.remembering.recall(1)
            shown = {line.id for line in recalled.lines}
            every = await room.memories.next_lines(1, 0, 1000)
            assert {line.id for line in every if line.id > await room.upto()} <= shown


class CountingRememberer(FakeRememberer):
    """Knows how many memories were made at once."""

    most = 0

    async def remember(self, *asked):
        self.most = max(self.most, self.remember_script.running + 1)
        return await super().remember(*asked)


async def test_one_memory_is_made_at_a_time(tmp_path):
    writer = CountingRememberer(remember_then=0.005)
    async with a_room(tmp_path, writer) as room:
        await room.say(100)
        await room.say(100, character=2)
        async with asyncio.TaskGroup() as group:
            group.create_task(room.settle(1, 2, 1, 2))
            group.create_task(room.remembering.before_dropping(50.0))
        assert len(writer.remember_script.calls) > 2
        assert writer.most == 1


async def test_a_reply_breaks_off_what_is_being_remembered_and_it_is_done_after(tmp_path):
    writer = FakeRememberer(remember_turns=(HANG,))
    async with a_room(tmp_path, writer) as room:
        await room.say(50)
        room.remembering.later(1)
        await writer.remember_script.entered.wait()
        with room.remembering.talking():
            await asyncio.sleep(0)
            assert await room.upto() == 0
        await room.settle()
        assert await room.upto() > 0


async def test_what_gave_way_often_enough_is_let_finish(tmp_path):
    writer = FakeRememberer(remember_turns=(HANG,) * GIVES_WAY, remember_then=0.05)
    async with a_room(tmp_path, writer) as room:
        await room.say(50)
        room.remembering.later(1)
        for _ in range(GIVES_WAY + 1):
            await writer.remember_script.entered.wait()
            writer.remember_script.entered.clear()
            with room.remembering.talking():
                pass
        await room.settle()
        assert await room.upto() > 0


@pytest.mark.parametrize("error", [StageFailed("write", "No."), ZeroDivisionError(), MemoryError()])
async def test_a_writer_that_fails_for_somebody_is_left_alone_with_them_for_a_while(tmp_path, error):
    writer = FakeRememberer(remember_then=error)
    async with a_room(tmp_path, writer) as room:
        await room.say(50)
        await room.say(50, character=2)
        for _ in range(5):
            await room.settle(1, 2)
        assert len(writer.remember_script.calls) == 2


async def test_a_writer_that_never_answers_is_given_up(tmp_path):
    async with a_room(tmp_path, FakeRememberer(remember_then=HANG), timeout_s=0.02) as room:
        await room.say(50)
        await room.settle(1)
        assert await room.upto() == 0


async def test_closing_waits_for_nobody(tmp_path):
    writer = FakeRememberer(remember_then=HANG)
    async with asyncio.timeout(5), a_room(tmp_path, writer) as room:
        await room.say(50)
        room.remembering.later(1)
        await writer.remember_script.entered.wait()


async def test_a_character_that_is_gone_is_no_failure(tmp_path):
    async with a_room(tmp_path, FakeRememberer()) as room:
        await room.settle(99)
        await room.say(50)
        await room.settle(1)
        assert await room.upto() > 0


async def test_a_writer_that_cannot_remember_is_never_asked_and_lines_are_shown(tmp_path):
    async with a_room(tmp_path, FakeWriter()) as room:
        await room.say(50)
        await room.settle(1)
        await room.remembering.catch_up()
        assert await room.remembering.before_dropping(100.0) == frozenset()
        recalled = await room.remembering.recall(1)
        assert (recalled.memory, len(recalled.lines)) == (Memory(), LINES)


class SpendingRememberer(FakeRememberer):
    """Takes a hundred tokens a time, if it may."""

    async def remember(self, *asked):
        if current().closed:
            raise StageFailed("write", "No more today.", retryable=True)
        current().spent.append(Spent("p", "m", 90, 10, 0.5))
        return await super().remember(*asked)


async def test_what_a_memory_costs_is_noted_for_its_place_and_limited_by_the_day(tmp_path):
    async with a_room(tmp_path, SpendingRememberer()) as room:
        ledger, section = Ledger(room.store), DeskSection(place_tokens_per_day=100)
        room.remembering.counted = counting(ledger, section)
        await room.say(20)
        await room.settle(1)
        assert await ledger.tokens_since("place", "fake:guild:p", 0.0) == 100
        assert await ledger.tokens_since("guild", "fake:guild", 0.0) == 100
        await room.say(20)
        await room.settle(1)
        assert await ledger.tokens_since("place", "fake:guild:p", 0.0) == 100
        await room.say(20, character=2)
        await room.settle(2)
        assert await ledger.tokens_since("place", "fake:guild:q", 0.0) == 100


async def test_a_long_history_is_read_a_little_at_a_time(tmp_path):
    async with a_room(tmp_path, FakeRememberer()) as room:
        await room.say(10_000)
        began = time.perf_counter()
        await room.settle(1)
        assert len(room.writer.remember_script.calls) == 4
        assert await room.upto() <= 4 * AT_ONCE
        assert time.perf_counter() - began < 5


async def test_rules_read_a_long_history_to_its_end(tmp_path):
    async with a_room(tmp_path, Improviser(50)) as room:
        await room.say(1000, text="I am afraid of thing{}.")
        while await room.memories.behind(LINES + BATCH):
            await room.remembering.catch_up()
            await room.settle()
        recalled = await room.remembering.recall(1)
        assert recalled.memory.facts[-1].text == f"is afraid of thing{999 - LINES}"
        assert recalled.lines[0] == Line("Ann", f"I am afraid of thing{1000 - LINES}.", float(1000 - LINES))
