import json

from typer.testing import CliRunner

from bots.__main__ import app
from bots.benches.choosing import Choice, Reference, agreement, choices, references
from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import Provider, WriterSpec
from pipeline.lanes import open_lanes
from tests.fakes.model_server import GOOD_JSON, Manner, serving

CATALOG = read_catalog()
ENGLISH = references()[:8]


def test_there_are_eighty_references_and_each_can_be_met():
    every = references()
    assert len({reference.description for reference in every}) == 80
    assert all(reference.styles <= {style.id for style in CATALOG.styles} for reference in every)
    assert {reference.gender for reference in every} <= {"feminine", "masculine", "neutral", "any"}
    assert {reference.language for reference in every} <= {voice.language[:2] for voice in CATALOG.voices}


def test_the_improviser_chooses_far_better_than_chance():
    done = CliRunner().invoke(app, ["bench", "choose", "--descriptions", "20", "--json"])
    found = json.loads(done.stdout)
    assert found["improviser_style"] > 2.5 * found["style_by_chance"]
    assert found["improviser_gender"] > 0.9
    assert found["improviser_language"] >= 0.85


async def test_a_models_own_choices_are_measured():
    async with serving(Manner(persona=GOOD_JSON)) as server, open_lanes(1) as lanes:
        spec = WriterSpec(backend="openai", providers=(Provider(name="p", base_url=server.base, model="m"),))
        async with open_backend("writer", spec, lanes) as writer:
            made = await choices(writer, CATALOG, ENGLISH, (1,))
    assert {choice.persona.style_id for choice in made} == {"ink"}
    assert agreement(made)["style"] == sum("ink" in reference.styles for reference in ENGLISH) / len(ENGLISH)


async def test_a_childs_voice_is_neither_a_mans_nor_a_womans():
    async with open_lanes(1) as lanes, open_backend("writer", WriterSpec(), lanes) as writer:
        persona = await writer.persona("a teapot", CATALOG, 1)
    wanted = Reference("a teapot", frozenset({persona.style_id}), "feminine", "en")
    ages = {age: Choice(wanted, persona, "neutral", age, "en").gender_agrees for age in ("child", "adult")}
    assert ages == {"child": True, "adult": False}
