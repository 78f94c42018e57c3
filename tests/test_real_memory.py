"""A memory kept with a real model of random weights: what it writes is noise in the right form."""

from contextlib import aclosing

import pytest

from pipeline.backends import open_backend
from pipeline.config import Provider, WriterSpec
from pipeline.errors import StageFailed
from pipeline.lanes import open_lanes
from pipeline.types import NO_MEMORY, Line
from pipeline.write.memory.prompts import remember_messages, remember_schema
from pipeline.write.memory.reading import KEYS
from pipeline.write.servers.providers import open_servers
from pipeline.write.thinking import find_object
from tests.fakes import tiny_gguf
from tests.fakes.stages import a_persona

pytest.importorskip("xllamacpp")
LINES = (
    Line("Ann", "I am afraid of heights.", 1.0, id=1, person="a"),
    Line("", "Then stay with me on the roost.", 2.0, id=2),
)


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    path = tiny_gguf.write(tmp_path_factory.mktemp("models") / "tiny.gguf")
    return Provider(name="here", local=str(path), context=16384, timeout_s=60, retries=0)


async def test_the_server_holds_its_model_to_the_form_of_a_memory(provider):
    messages = remember_messages(a_persona(), NO_MEMORY, LINES, 375)
    text = ""
    async with open_servers([provider], {}) as (server,):
        stream = server.stream(messages, 60, schema=remember_schema(), seed=3)
        try:
            async with aclosing(stream) as pieces:
                async for piece in pieces:
                    text += piece
        except StageFailed:
            pass  # random words seldom end by themselves
    assert server.learned.form == 0
    assert text.startswith("{")
    assert next(iter(find_object(text + '"}')), "summary") in KEYS


async def test_noise_becomes_a_memory_of_what_was_said(provider):
    spec = WriterSpec(backend="openai", providers=(provider,), timeout_s=60)
    async with open_lanes(1) as lanes, open_backend("writer", spec, lanes) as writer:
        memory = await writer.remember(a_persona(), NO_MEMORY, LINES)
    assert "is afraid of heights" in [fact.text for fact in memory.facts]
    assert all(fact.person == "a" for fact in memory.facts)
