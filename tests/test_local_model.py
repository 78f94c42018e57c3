"""A real model of random weights in a child process, behind llama.cpp's own OpenAI-compatible server."""

import json
import os
import signal
from contextlib import aclosing, asynccontextmanager

import pytest
from pydantic import ValidationError

from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import Provider, WriterSpec
from pipeline.errors import BackendMissing, ConfigInvalid, PipelineError
from pipeline.lanes import open_lanes
from pipeline.spending import open_tab
from pipeline.types import Character, Line, Portrait
from pipeline.write.drafting import KEYS, spoken_languages
from pipeline.write.prompts import persona_schema
from pipeline.write.servers import local_file
from pipeline.write.servers.providers import open_servers
from tests.fakes import tiny_gguf
from tests.fakes.model_server import GOOD, REPLY, Manner, serving

pytest.importorskip("xllamacpp")
CATALOG = read_catalog()
HELLO = [{"role": "system", "content": "You are a teapot."}, {"role": "user", "content": "Ada: Hello!"}]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return tiny_gguf.write(tmp_path_factory.mktemp("models") / "tiny.gguf")


def local(path, **settings):
    return Provider(**{"name": "here", "local": str(path), "context": 16384, "timeout_s": 60, "retries": 0} | settings)


@asynccontextmanager
async def running(path, **settings):
    async with open_servers([local(path, **settings)], {}) as (server,):
        yield server


async def said(server, tokens=40, **more):
    async with aclosing(server.stream(HELLO, tokens, **more)) as stream:
        return "".join([piece async for piece in stream])


async def test_the_model_answers_in_pieces(model):
    async with running(model) as server:
        with open_tab() as tab:
            async with aclosing(server.stream(HELLO, 4000)) as stream:
                assert await anext(stream)
    assert [(spent.provider, spent.estimated) for spent in tab.spent] == [("here", True)]


async def test_structured_output_is_held_to_the_schema(model):
    languages = spoken_languages(CATALOG)
    keys = ("language", "style_id", "voice_id")
    schema = persona_schema(keys, languages, CATALOG.styles, CATALOG.voices)
    async with running(model) as server, aclosing(server.stream(HELLO, 400, schema=schema, seed=7)) as stream:
        answer = json.loads("".join([piece async for piece in stream]))
    assert server.learned.form == 0
    assert set(answer) == set(keys) <= set(KEYS)
    assert answer["style_id"] in {style.id for style in CATALOG.styles}
    assert answer["voice_id"] in {voice.id for voice in CATALOG.voices}


async def test_the_server_counts_its_tokens(model):
    async with running(model) as server:
        with open_tab() as tab:
            await _all(server, 8)
    assert (tab.spent[0].written_tokens, tab.spent[0].estimated) == (8, False)
    assert tab.spent[0].read_tokens > 40


async def _all(server, tokens):
    try:
        return await said(server, tokens)
    except PipelineError:
        return ""  # random words seldom end by themselves


async def test_a_whole_character_and_a_reply_come_of_it(model):
    spec = WriterSpec(backend="openai", providers=(local(model),), words=8, timeout_s=60)
    async with open_lanes(1) as lanes, open_backend("writer", spec, lanes) as writer:
        persona = await writer.persona("a grumpy teapot", CATALOG, 1)
        character = Character(persona, Portrait(1, 1, bytes(3), ()), CATALOG.voice(persona.voice_id))
        pieces = [piece async for piece in writer.reply(character, [], Line("Ada", "Hello!", 1.0))]
    assert persona.name
    assert "".join(pieces).strip()


async def test_a_model_that_died_is_loaded_again(model):
    async with running(model) as server:
        first = server.connect.__self__.pid
        os.kill(first, signal.SIGKILL)
        await server.connect.__self__._child.wait()
        await _all(server, 4)
        assert server.connect.__self__.pid != first


async def test_the_process_ends_with_the_block(model):
    async with running(model) as server:
        pid = server.connect.__self__.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_nobody_gets_in_without_the_key(model):
    import openai

    async with running(model) as server:
        client = (await server.connect()).with_options(api_key="guess", max_retries=0)
        with pytest.raises(openai.AuthenticationError):
            await client.chat.completions.create(model="local", messages=HELLO, max_tokens=1)


async def test_where_the_context_is_too_small_the_next_provider_answers(model):
    async with serving(Manner()) as cloud:
        spare = Provider(name="cloud", base_url=cloud.base, model="m")
        spec = WriterSpec(backend="openai", providers=(local(model, context=512), spare))
        async with open_lanes(1) as lanes, open_backend("writer", spec, lanes) as writer:
            persona = await writer.persona("a teapot", CATALOG, 1)
            character = Character(persona, Portrait(1, 1, bytes(3), ()), CATALOG.voice(persona.voice_id))
            pieces = [piece async for piece in writer.reply(character, [], Line("Ada", "Hello!", 1.0))]
    assert (persona.name, "".join(pieces)) == (GOOD["name"], REPLY)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read"),
        (b"", "no GGUF"),
        (b"PK\x03\x04" + bytes(5000), "no GGUF"),
        (b"GGUF", "cannot be loaded"),
        (b"GGUF\x03\x00\x00\x00" + b"\xff" * 4000, "cannot be loaded"),
        ("cut", "cannot be loaded"),
    ],
)
async def test_a_file_that_is_no_model_is_one_clear_sentence(tmp_path, model, content, sentence):
    path = tmp_path / "broken.gguf"
    if content is not None:
        path.write_bytes(model.read_bytes()[:100_000] if content == "cut" else content)
    with pytest.raises(PipelineError, match=sentence) as caught:
        async with running(path):
            pass
    assert "\n" not in str(caught.value)
    assert "here" in str(caught.value)


async def test_without_the_library_the_extra_is_named(model, monkeypatch):
    monkeypatch.setattr(local_file, "LIBRARY", "no_such_library")
    with pytest.raises(BackendMissing, match=r"\.\[local\]"):
        async with running(model):
            pass


@pytest.mark.parametrize("settings", [{}, {"local": "m.gguf", "base_url": "http://x/v1"}, {"base_url": "http://x/v1"}])
def test_a_provider_is_either_a_server_or_a_file(settings):
    with pytest.raises(ValidationError, match="provider"):
        Provider(name="p", **settings)


async def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(ConfigInvalid, match="cannot be read"):
        async with running(tmp_path):
            pass
