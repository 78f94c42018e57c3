import pytest

from pipeline.errors import StoreError
from pipeline.types import Line
from storage.characters import Characters
from storage.history import History
from storage.media import Media
from storage.store import open_store
from tests.fakes.stages import a_character


@pytest.fixture
async def store(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield store


@pytest.fixture
async def two(store, tmp_path):
    characters = Characters(store, Media(store, tmp_path / "media"))
    return [await characters.add(place, "u", "a teapot", 1, a_character()) for place in "pq"]


async def test_each_character_has_a_memory_of_its_own(store, two):
    history = History(store)
    await history.append(two[0], Line("Ann", "a secret", 1.0), speaker="u")
    assert await history.recent(two[1]) == ()


async def test_nobody_can_talk_to_a_character_that_is_gone(store, two):
    with pytest.raises(StoreError):
        await History(store).append(99, Line("Ann", "hello", 1.0))
    assert await store.all("SELECT * FROM lines") == []


async def test_clearing_forgets_one_character_only(store, two):
    history = History(store)
    for character in two:
        await history.append(character, Line("Ann", "hello", 1.0), Line("", "hm", 2.0), speaker="u")
    assert await history.clear(two[0]) == 2
    assert await history.count(two[1]) == 2


async def test_a_line_knows_who_said_it_and_an_answer_whom_it_answers(store, two):
    await History(store).append(two[0], Line("Ann", "hello", 1.0), Line("", "hm", 2.0), speaker="u")
    rows = await store.all("SELECT speaker, about FROM lines ORDER BY id")
    assert [tuple(row) for row in rows] == [("u", "u"), ("", "u")]
