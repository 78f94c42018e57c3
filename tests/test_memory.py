"""Memories in the store: kept whole or not at all, once, and for one character only."""

import asyncio
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.types import NO_MEMORY, Fact, Line, Memory, Term
from storage.characters import Characters
from storage.history import UNREAD, History
from storage.media import Media
from storage.memory import Memories, Recalled
from storage.store import open_store
from tests.fakes.stages import a_character

FACT = Fact("Ann", "is afraid of heights", 1, "u", quoted=True)
INSERT = "INSERT INTO lines (character, speaker, about, who, text, said) VALUES (?, ?, ?, ?, ?, ?)"
TERM = Term("the roost", "the shelf", "Ann", 1, "u", quoted=True, uses=2)


@pytest.fixture
async def store(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield store


@pytest.fixture
async def two(store, tmp_path):
    characters, history = Characters(store, Media(store, tmp_path / "media")), History(store)
    made = [await characters.add(place, "u", "a teapot", 1, a_character()) for place in "pq"]
    for number in range(10):
        await history.append(made[0], Line("Ann", f"line {number}", float(number)), speaker="u")
    return made


async def keep(memories, character, count, memory):
    before = await memories.recall(character)
    lines = await memories.next_lines(character, before.upto, count)
    return await memories.keep(character, before, lines, memory)


async def test_a_new_character_remembers_nothing(store, two):
    assert await Memories(store).recall(two[0]) == Recalled(NO_MEMORY, 0)


async def test_a_memory_comes_back_as_it_was_kept(store, two):
    memories, memory = Memories(store), Memory("They met.", (FACT,), (TERM,))
    assert await keep(memories, two[0], 4, memory)
    assert await memories.recall(two[0]) == Recalled(memory, 4)
    assert await memories.unread(two[0], 4) == 6
    assert [line.text for line in await memories.next_lines(two[0], 4, 2)] == ["line 4", "line 5"]


async def test_a_memory_is_one_characters_alone(store, two):
    memories = Memories(store)
    await keep(memories, two[0], 4, Memory("They met.", (FACT,), (TERM,)))
    assert await memories.recall(two[1]) == Recalled(NO_MEMORY, 0)


async def test_the_same_lines_are_kept_once(store, two):
    memories = Memories(store)
    before = await memories.recall(two[0])
    lines = await memories.next_lines(two[0], 0, 4)
    assert await memories.keep(two[0], before, lines, Memory("once"))
    assert not await memories.keep(two[0], before, lines, Memory("once once"))
    assert (await memories.recall(two[0])).memory.summary == "once"


async def test_what_a_memory_lets_go_of_is_gone(store, two):
    memories = Memories(store)
    await keep(memories, two[0], 4, Memory("a", (FACT, replace(FACT, text="has a cat")), (TERM,)))
    after = Memory("b", (replace(FACT, text="has a cat"), replace(FACT, text="is a baker")), ())
    assert await keep(memories, two[0], 2, after)
    assert (await memories.recall(two[0])).memory == after


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM lines WHERE id = 2",
        "DELETE FROM facts",
        "DELETE FROM terms",
        "DELETE FROM memories",
        "UPDATE memories SET upto = 3",
    ],
)
async def test_nothing_is_kept_that_was_made_from_what_is_gone(store, two, change):
    memories = Memories(store)
    await keep(memories, two[0], 1, Memory("a", (FACT,), (TERM,)))
    before = await memories.recall(two[0])
    lines = await memories.next_lines(two[0], before.upto, 4)
    await store.write(change)
    assert not await memories.keep(two[0], before, lines, Memory("b", (FACT,), (TERM,)))
    assert "b" not in (await memories.recall(two[0])).memory.summary


async def test_a_memory_of_a_character_that_went_meanwhile_is_kept_nowhere(store, two):
    memories = Memories(store)
    before = await memories.recall(two[0])
    lines = await memories.next_lines(two[0], 0, 4)
    await store.write("DELETE FROM characters WHERE id = ?", (two[0],))
    assert not await memories.keep(two[0], before, lines, Memory("b"))


async def test_a_name_that_the_character_brought_up_belongs_to_whom_it_answered(store, two):
    await History(store).append(two[0], Line("", "I call it the roost", 11.0), about="u")
    memories = Memories(store)
    await keep(memories, two[0], 20, Memory(terms=(Term("the roost", "", line=11),)))
    assert (await memories.recall(two[0])).memory.terms[0].person == "u"


async def test_text_that_no_database_can_hold_is_kept_without_what_is_wrong(store, two):
    memories = Memories(store)
    assert await keep(memories, two[0], 2, Memory("a\ud800", (replace(FACT, text="b\udfff"),)))
    assert (await memories.recall(two[0])).memory.summary == "a?"


async def test_those_that_are_behind_and_those_that_fade_are_found(store, two):
    memories = Memories(store)
    assert await memories.behind(9) == (two[0],)
    assert await memories.behind(10) == ()
    assert await memories.fading(3.0) == (two[0],)
    await keep(memories, two[0], 4, Memory("a"))
    assert await memories.fading(3.0) == await memories.behind(9) == ()


async def test_lines_that_wait_to_be_remembered_are_shown_with_the_latest(store, two):
    history = History(store)
    assert [line.id for line in await history.recent(two[0], 3)] == [8, 9, 10]
    assert [line.id for line in await history.recent(two[0], 3, unread_after=5)] == [6, 7, 8, 9, 10]
    assert [line.id for line in await history.recent(two[0], 3, unread_after=9)] == [8, 9, 10]
    assert (await history.recent(two[0], 1))[0].person == "u"


async def test_ten_thousand_lines_are_found_in_a_moment(store, two):
    rows = [(two[0], "u", "u", "Ann", f"line {number}", float(number)) for number in range(10_000)]
    await store.note_all(
        "INSERT INTO lines (character, speaker, about, who, text, said) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    memories = Memories(store)
    began = time.perf_counter()
    assert await memories.unread(two[0], 0) == 10_010
    assert len(await memories.next_lines(two[0], 0, 40)) == 40
    assert len(await History(store).recent(two[0], 20, unread_after=0)) == 20 + UNREAD
    assert await keep(memories, two[0], 40, Memory("a"))
    assert time.perf_counter() - began < 1.0


READER = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from storage.memory import Memories
from storage.store import open_store

async def main():
    async with open_store(Path(sys.argv[1])) as store:
        memories = Memories(store)
        while True:
            before = await memories.recall(1)
            lines = await memories.next_lines(1, before.upto, 3)
            if not lines:
                return
            summary = " ".join([before.memory.summary, *(line.text.split()[-1] for line in lines)]).strip()
            await memories.keep(1, before, lines, replace(before.memory, summary=summary))
            print("kept", flush=True)

asyncio.run(main())
"""


async def test_killed_at_any_moment_every_line_is_remembered_once(store, two, tmp_path):
    rows = [(two[0], "u", "u", "Ann", f"line {number}", float(number)) for number in range(10, 400)]
    await store.note_all(
        "INSERT INTO lines (character, speaker, about, who, text, said) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    for kept_before_kill in (1, 7, 13, None):
        reader = await asyncio.create_subprocess_exec(
            sys.executable, "-c", READER, str(tmp_path / "s.db"), cwd=Path(__file__).parents[1],
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert reader.stdout is not None
        if kept_before_kill is None:
            assert await reader.wait() == 0
            break
        for _ in range(kept_before_kill):
            await reader.stdout.readline()
        os.kill(reader.pid, signal.SIGKILL)
        await reader.wait()
    assert (await Memories(store).recall(two[0])).memory.summary == " ".join(map(str, range(400)))
    assert await store.check() == ()
