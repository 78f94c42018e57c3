import asyncio

import pytest

from pipeline.errors import StoreCorrupt
from storage import atlas
from storage.characters import KEPT_OPEN, Characters, fold
from storage.history import History
from storage.media import Media
from storage.store import open_store
from tests.fakes.stages import A_VOICE, a_character, a_portrait


@pytest.fixture
async def store(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield store


@pytest.fixture
def media(store, tmp_path):
    return Media(store, tmp_path / "media")


@pytest.fixture
def characters(store, media):
    return Characters(store, media)


async def test_a_character_comes_back_as_it_was(store, media, characters):
    teapot = a_character()
    kept = await characters.add("p", "u", "a grumpy teapot", 7, teapot)
    assert await characters.get(kept) == teapot
    assert await Characters(store, media).get(kept) == teapot


async def test_the_same_description_in_the_same_place_is_found_again(characters):
    kept = await characters.add("p", "u", "a grumpy teapot", 7, a_character())
    found = await characters.find("p", "  A GRUMPY   teapot ")
    assert found is not None
    assert (found.id, found.seed, found.owner, found.name) == (kept, 7, "u", "Teapot")


async def test_another_place_finds_nothing(characters):
    await characters.add("p", "u", "a grumpy teapot", 7, a_character())
    assert await characters.find("q", "a grumpy teapot") is None
    assert await characters.list("q") == ()
    assert await characters.by_name("q", "Teapot") is None
    assert await characters.default("q") is None


async def test_a_place_holds_several_and_the_chosen_one_is_its_default(characters):
    first = await characters.add("p", "u", "a teapot", 1, a_character("a teapot"))
    second = await characters.add("p", "u", "a spoon", 2, a_character("a spoon"))
    assert [e.id for e in await characters.list("p")] == [second, first]
    await characters.choose(first)
    default = await characters.default("p")
    assert default is not None
    assert default.id == first


async def test_a_name_is_found_whatever_its_case(characters):
    kept = await characters.add("p", "u", "a straße", 1, a_character("a straße", name="Élodie STRASSE"))
    found = await characters.by_name("p", "élodie straße")
    assert found is not None
    assert found.id == kept


async def test_a_removed_character_takes_its_lines_and_portrait_along(store, media, characters, tmp_path):
    kept = await characters.add("p", "u", "a teapot", 1, a_character())
    await characters.remove(kept)
    await characters.remove(kept)
    assert await characters.get(kept) is None
    assert await store.all("SELECT * FROM media") == []
    assert [p for p in (tmp_path / "media").rglob("*") if p.is_file()] == []


async def test_a_portrait_that_two_characters_share_stays_for_the_other(characters):
    first = await characters.add("p", "u", "a teapot", 1, a_character())
    second = await characters.add("q", "v", "a teapot", 1, a_character())
    await characters.remove(first)
    assert await characters.get(second) == a_character()


async def test_a_new_portrait_and_a_new_voice_replace_the_old(store, characters):
    from dataclasses import replace

    kept = await characters.add("p", "u", "a teapot", 1, a_character(seed=1))
    await characters.restyle(kept, a_portrait(5), "ink")
    await characters.revoice(kept, replace(A_VOICE, id="low"))
    character = await characters.get(kept)
    assert character is not None
    assert character.portrait == a_portrait(5)
    assert (character.persona.style_id, character.persona.voice_id, character.voice.id) == ("ink", "low", "low")
    assert len(await store.all("SELECT * FROM media")) == 1


async def test_a_lost_portrait_is_an_error_that_says_so(store, media, characters, tmp_path):
    kept = await characters.add("p", "u", "a teapot", 1, a_character())
    for path in (tmp_path / "media").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    with pytest.raises(StoreCorrupt):
        await Characters(store, media).get(kept)


async def test_unpacked_portraits_in_memory_are_bounded(characters):
    for seed in range(KEPT_OPEN + 3):
        await characters.add("p", "u", f"thing {seed}", seed, a_character(seed=seed))
    assert len(characters._open) == KEPT_OPEN


async def test_hostile_text_is_only_text(characters):
    hostile = "'; DROP TABLE characters; -- \u202e\x00<svg onload=x>"
    kept = await characters.add("p'--", "u", hostile, 1, a_character(hostile, name=hostile))
    found = await characters.find("p'--", hostile)
    assert found is not None
    assert (found.id, found.description, found.persona.object) == (kept, hostile, hostile)


def test_an_atlas_packs_without_loss():
    portrait = a_portrait(3)
    assert atlas.unpack(atlas.pack(portrait)) == portrait


def test_the_same_portrait_packs_to_the_same_bytes():
    assert atlas.pack(a_portrait(3)) == atlas.pack(a_portrait(3))


def test_a_portrait_without_an_atlas_packs_too():
    from dataclasses import replace

    bare = replace(a_portrait(), mouths=(), lids=(), brows=(), matte=None, backdrop=None)
    assert atlas.unpack(atlas.pack(bare)) == bare


@pytest.mark.parametrize("keep", [0, 1, 100, 2000, -50])
def test_a_torn_atlas_is_called_corrupt(keep):
    with pytest.raises(StoreCorrupt):
        atlas.unpack(atlas.pack(a_portrait())[:keep])


def test_descriptions_fold_to_what_matters():
    assert fold("A  Grumpy\nTeapot") == fold("grumpy teapot") == fold("the GRUMPY teapot")
    assert fold("a") == "a"
    assert fold("анна") != fold("nna")


async def test_lines_come_back_oldest_first(store, characters):
    from pipeline.types import Line

    kept = await characters.add("p", "u", "a teapot", 1, a_character())
    history = History(store)
    await history.append(kept, Line("Ann", "one", 1.0), Line("", "two", 2.0), speaker="u")
    await history.append(kept, Line("Ann", "three", 3.0), speaker="u")
    assert [line.text for line in await history.recent(kept, 2)] == ["two", "three"]
    assert (await history.recent(kept))[0] == Line("Ann", "one", 1.0)
    assert await history.count(kept) == 3


async def test_the_same_wish_is_kept_once_by_those_who_saw_the_same(characters):
    first = await characters.add("p", "u", "a teapot", 1, a_character(), after=0)
    assert await characters.add("p", "u", " A Teapot", 1, a_character(), after=0) == first
    assert await characters.add("p", "u", "a teapot", 1, a_character(), after=first) != first


async def test_other_seeds_places_and_wishes_are_others(characters):
    first = await characters.add("p", "u", "a teapot", 1, a_character(), after=0)
    others = [("p", "a teapot", 2, 0), ("q", "a teapot", 1, 0), ("p", "a spoon", 1, 0), ("p", "a teapot", 1, None)]
    ids = [
        await characters.add(place, "u", text, seed, a_character(), after=after) for place, text, seed, after in others
    ]
    assert len({first, *ids}) == 5


async def test_one_origin_is_one_character_though_two_ask_at_once(characters):
    async with asyncio.TaskGroup() as group:
        both = [group.create_task(characters.add("p", "u", "x", 1, a_character(), origin="job 1")) for _ in range(2)]
    assert both[0].result() == both[1].result()
