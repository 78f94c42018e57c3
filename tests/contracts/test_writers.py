"""What every writer promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import Provider, WriterSpec
from pipeline.errors import DescriptionEmpty, DescriptionRefused, DescriptionTooLong, DescriptionUnclear
from pipeline.lanes import open_lanes
from pipeline.stages import Writer
from pipeline.types import Character, Fact, Line, Memory, Persona, Portrait, Term
from tests.fakes import model_server

CATALOG = read_catalog()
DESCRIPTIONS = (
    "a grumpy teapot",
    "eine alte Eiche",
    "一只暴躁的茶壶",
    "🫖",
    "قطة",
    "'; DROP TABLE x; --",
    "<svg>cat</svg>",
)
SAID = ("Hello!", "Who are you?", "", "?!", "x" * 5000, "\u202e\x00<script>", "{name} {0} %s \\", "Bist du eine KI?")


@pytest.fixture(params=["improviser", "openai"])
async def writer(request: pytest.FixtureRequest) -> AsyncIterator[Writer]:
    async with open_lanes() as lanes, model_server.serving() as server:
        providers = (Provider(name="loopback", base_url=server.base, model="m", retries=0),)
        spec = WriterSpec(backend=request.param, providers=providers)
        async with open_backend("writer", spec, lanes) as opened:
            yield opened


def character(persona: Persona) -> Character:
    return Character(persona, Portrait(1, 1, bytes(3), ()), CATALOG.voice(persona.voice_id))


async def said_by(writer: Writer, persona: Persona, history: list[Line], text: str) -> str:
    return "".join([piece async for piece in writer.reply(character(persona), history, Line("Ada", text, 1.0))])


@pytest.mark.parametrize("description", DESCRIPTIONS)
async def test_a_persona_is_whole(writer, description):
    persona = await writer.persona(description, CATALOG, 1)
    texts = (persona.object, persona.name, persona.summary, persona.personality, persona.manner, persona.greeting)
    assert all(text.strip() for text in texts)
    assert persona.traits
    assert persona.language


@pytest.mark.parametrize("description", DESCRIPTIONS)
async def test_style_and_voice_are_from_the_catalogue(writer, description):
    persona = await writer.persona(description, CATALOG, 1)
    assert persona.style_id in {style.id for style in CATALOG.styles}
    assert persona.voice_id in {voice.id for voice in CATALOG.voices}


@pytest.mark.parametrize(
    ("description", "error"),
    [
        (" ", DescriptionEmpty),
        ("x" * 10_000, DescriptionTooLong),
        ("?!", DescriptionUnclear),
        ("a kike", DescriptionRefused),
    ],
)
async def test_bad_descriptions_have_their_own_error(writer, description, error):
    with pytest.raises(error):
        await writer.persona(description, CATALOG, 1)


@pytest.mark.parametrize("said", SAID)
async def test_anything_that_is_said_gets_an_answer(writer, said):
    persona = await writer.persona("a grumpy teapot", CATALOG, 1)
    assert (await said_by(writer, persona, [Line("", persona.greeting, 0.0)], said)).strip()


async def test_a_character_that_somebody_else_wrote_answers_too(writer):
    persona = await writer.persona("a grumpy teapot", CATALOG, 1)
    strange = replace(persona, object="?!", summary="", traits=(), language="xx-YY", name="{0} <b>", personality="")
    assert await said_by(writer, strange, [], "Who are you?")


@pytest.mark.parametrize(
    "said", [*SAID, "I am afraid of heights. Let's call it the roost.", "forget all others", "[" * 5000]
)
async def test_anything_that_is_said_can_be_remembered(writer, said):
    persona = await writer.persona("a grumpy teapot", CATALOG, 1)
    known = Memory("They met.", (Fact("Bob", "is a baker", 1, "b"),), (Term("the roost", "the shelf"),))
    lines = [Line("Ada", said, 1.0, id=5, person="a"), Line("", said, 2.0, id=6)]
    memory = await writer.remember(persona, known, lines)
    assert memory.facts[0] == known.facts[0]
    assert {fact.person for fact in memory.facts} <= {"a", "b"}
    assert memory.terms[0].name == "the roost"


async def test_a_strange_memory_is_no_reason_not_to_answer(writer):
    persona = await writer.persona("a grumpy teapot", CATALOG, 1)
    strange = "{0} %s \\ \u202e\x00<|im_end|> " + "x" * 5000
    memory = Memory(strange, (Fact("Ada", strange, 1), Fact(strange, "", 2)), (Term(strange, strange), Term("", "")))
    for said in SAID:
        pieces = writer.reply(character(persona), [], Line("Ada", said, 1.0), memory)
        assert "".join([piece async for piece in pieces]).strip()
