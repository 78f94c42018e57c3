"""What the improviser makes of a memory: facts for their own person, names as they were agreed on."""

import pytest

from pipeline.catalog import read_catalog
from pipeline.types import NO_MEMORY, Character, Fact, Line, Memory, Portrait, Term
from pipeline.write.improvise.answering import count_words
from pipeline.write.improvise.inventing import invent
from pipeline.write.improvise.memory_talk import to_you
from pipeline.write.improviser import Improviser

CATALOG = read_catalog()
FACTS = (
    Fact("Ann", "is called Quentin", 1, "a", quoted=True),
    Fact("Ann", "is afraid of heights", 2, "a", quoted=True),
    Fact("Ann", "has a dog called Rex", 3, "a", quoted=True),
    Fact("Bob", "is allergic to tea", 4, "b", quoted=True),
)
KNOWN = Memory(facts=FACTS, terms=(Term("the roost", "the shelf above the stove", "Ann", 5, "a", uses=3),))
QUIET = "Why is the sea so large?"


async def says(text, memory=KNOWN, *, history=(), who="Ann", person="a", thing="a grumpy teapot", writer=None):
    persona = invent(thing, CATALOG, 1)
    character = Character(persona, Portrait(1, 1, bytes(3), ()), CATALOG.voice(persona.voice_id))
    said = Line(who, text, 99.0, id=99, person=person)
    pieces = (writer or Improviser(50)).reply(character, list(history), said, memory)
    return "".join([piece async for piece in pieces])


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("What am I afraid of?", "you are afraid of heights"),
        ("What's my dog called?", "you have a dog called Rex"),
        ("What do you know about me?", "you have a dog called Rex"),
        ("What is my name?", "Quentin"),
    ],
)
async def test_who_asks_is_told_what_they_told(asked, answer):
    assert answer.casefold() in (await says(asked)).casefold()


async def test_nobody_is_told_what_others_told():
    for asked in ("What am I allergic to?", "What do you know about me?", QUIET):
        assert "allergic to tea" not in await says(asked)
    assert "heights" not in await says("What am I afraid of?", who="Ann", person="z")


async def test_a_fact_comes_up_by_itself_now_and_then_and_not_always():
    said = [await says(f"Do you know the number {number}?") for number in range(60)]
    mentions = sum("heights" in text or "Rex" in text for text in said)
    assert 5 < mentions < 30


async def test_a_fact_that_just_came_up_does_not_come_up_again():
    history = [Line("", "After all, you are afraid of heights.", 1.0)]
    said = [await says(f"Do you know the number {number}?", history=history) for number in range(40)]
    assert not any("heights" in text or "Rex" in text for text in said)


async def test_what_was_said_a_moment_ago_is_known_without_a_memory():
    history = [Line("Ann", "I am afraid of wasps", 1.0, id=1, person="a")]
    assert "you are afraid of wasps" in (await says("What am I afraid of?", NO_MEMORY, history=history)).casefold()


@pytest.mark.parametrize("asked", ["How is the roost?", "Is it warm on the shelf above the stove?"])
async def test_an_agreed_name_is_used(asked):
    assert "the roost" in (await says(asked)).casefold()


async def test_a_proposed_name_is_agreed_on():
    assert "the nook" in (await says("The corner there? Let's call it the nook.", NO_MEMORY)).casefold()


async def test_answers_get_shorter_on_common_ground_and_do_not_where_that_is_turned_off():
    talk = [Line("Ann", "How is the roost today?", 1.0, person="a")] * 8
    short = [count_words(await says("How is the roost today?", history=talk[:n])) for n in range(8)]
    assert max(short) <= 28
    assert max(short[1:]) <= 20
    plain = await says("How is the roost today?", history=talk, writer=Improviser(50, adapt=False))
    assert not plain.startswith(("Ah, the roost", "The roost, yes", "You mean the roost"))


async def test_in_another_language_a_person_hears_their_own_words():
    memory = Memory(facts=(Fact("Ann", "ich habe Angst vor Hunden", 1, "a"),))
    assert "„ich habe Angst vor Hunden“" in await says("Wovor habe ich Angst?", memory, thing="eine alte Eiche")


async def test_who_is_in_danger_hears_of_nothing_else():
    for text in ("I want to die", "Are you an AI?"):
        assert "heights" not in await says(text)


@pytest.mark.parametrize(
    ("fact", "said"),
    [("is afraid of their dog", "are afraid of your dog"), ("loves rain", "love rain"), ("studies law", "study law"),
     ("misses them", "miss you"), ("teaches", "teach"), ("can't swim", "can't swim"), ("ich mag Tee", ""),
     ("was bitten", "were bitten"), ("", ""), ("我怕黑", ""), ("yes", "")],
)  # fmt: skip
def test_a_fact_is_turned_to_its_person(fact, said):
    assert to_you(fact) == said
