"""What a model is shown of a memory and what it adds to it, over real connections to good and bad servers."""

import json
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from pipeline.backends import open_backend
from pipeline.config import Provider, WriterSpec
from pipeline.errors import StageFailed
from pipeline.lanes import open_lanes
from pipeline.types import NO_MEMORY, Fact, Line, Memory, Term
from tests.fakes.model_server import REPLY, Manner, serving
from tests.fakes.stages import a_character, a_persona

ANN = Line("Ann", "I am afraid of heights.", 1.0, id=1, person="a")
LINES = (ANN, Line("", "Then stay on the roost.", 2.0, id=2))
GOOD = json.dumps(
    {"summary": "Ann fears heights.", "facts": [], "terms": [{"line": 2, "name": "the roost", "meaning": ""}]}
)
KNOWN = Memory("Ann came.", (Fact("Ann", "has a cat", 1, "a"),), (Term("the roost", "the shelf", uses=4),))


@asynccontextmanager
async def writing(*manners, **spec):
    """A writer before loopback servers; gives it and the servers."""
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(serving(manner)) for manner in manners]
        providers = tuple(
            Provider(name=f"p{at}", base_url=server.base, model="m", timeout_s=20, retries=0)
            for at, server in enumerate(servers)
        )
        lanes = await stack.enter_async_context(open_lanes(1))
        chosen = WriterSpec(backend="openai", providers=providers, **{"timeout_s": 20, **spec})
        yield await stack.enter_async_context(open_backend("writer", chosen, lanes)), *servers


async def reply(writer, said, memory, history=()):
    return "".join([piece async for piece in writer.reply(a_character(), history, said, memory)])


async def test_a_model_sums_up_and_its_answer_becomes_the_memory():
    async with writing(Manner(reply=GOOD)) as (writer, server):
        memory = await writer.remember(a_persona(), NO_MEMORY, LINES)
        assert memory.summary == "Ann fears heights."
        assert [(fact.who, fact.text) for fact in memory.facts] == [("Ann", "is afraid of heights")]
        assert [term.name for term in memory.terms] == ["the roost"]
        (asked,) = server.asked
        assert asked.form == "json_schema"
        assert '"text": "I am afraid of heights."' in asked.text


async def test_a_server_without_structured_answers_is_asked_in_a_plainer_form():
    async with writing(Manner(reply=GOOD, refuses=frozenset({"json_schema", "json_object"}))) as (writer, server):
        assert (await writer.remember(a_persona(), NO_MEMORY, LINES)).summary == "Ann fears heights."
        assert [asked.form for asked in server.asked] == ["json_schema", "json_object", ""]


@pytest.mark.parametrize("answer", ["No.", REPLY, "[" * 50_000, '{"a": 1}', "\x00", "x" * 100_000, '{"summary": ['])
async def test_what_a_model_answers_to_no_use_is_read_by_rules(answer):
    async with writing(Manner(reply=answer, pieces=4096)) as (writer, _):
        memory = await writer.remember(a_persona(), Memory("Ann came."), LINES)
        assert memory.summary == "Ann came."
        assert [fact.text for fact in memory.facts] == ["is afraid of heights"]


async def test_behind_a_model_of_no_use_the_next_one_is_asked():
    async with writing(Manner(reply="No."), Manner(reply=GOOD)) as (writer, *_):
        assert (await writer.remember(a_persona(), NO_MEMORY, LINES)).summary == "Ann fears heights."


@pytest.mark.parametrize("manner", [Manner(status=500), Manner(status=401), Manner(silent=True), Manner(cut_after=0)])
async def test_where_no_server_answers_the_lines_are_kept_for_another_time(manner):
    async with writing(manner) as (writer, _):
        with pytest.raises(StageFailed) as failed:
            await writer.remember(a_persona(), NO_MEMORY, LINES)
        assert failed.value.retryable


async def test_a_server_that_hangs_is_given_up_within_the_writers_time():
    async with writing(Manner(hangs=True), timeout_s=0.2) as (writer, _):
        with pytest.raises(StageFailed):
            await writer.remember(a_persona(), NO_MEMORY, LINES)


async def test_a_reply_is_asked_for_with_what_is_remembered():
    async with writing(Manner()) as (writer, server):
        assert await reply(writer, Line("Ann", "Well?", 3.0, person="a"), KNOWN)
        assert (
            'Before: "Ann came."\nOf Ann: "has a cat"\nAgreed names: "the roost" for "the shelf"'
            in server.asked[0].text
        )


LONG = "One two three four five six seven. " * 20


@pytest.mark.parametrize(("adapt", "words"), [(True, 21), (False, 56)])
async def test_on_common_ground_a_reply_ends_sooner_where_it_adapts(adapt, words):
    async with writing(Manner(reply=LONG), adapt=adapt) as (writer, server):
        text = await reply(writer, Line("Ann", "And the roost?", 3.0, person="a"), KNOWN)
        assert len(text.split()) == words
        assert ("in about 20 words" in server.asked[0].text) is adapt


async def test_a_budget_of_none_shows_no_memory():
    async with writing(Manner(), memory_tokens=0) as (writer, server):
        await reply(writer, Line("Ann", "Well?", 3.0, person="a"), KNOWN)
        assert "has a cat" not in server.asked[0].text
