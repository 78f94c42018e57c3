"""Keys that lie in files reach the servers that they are for, whatever asks."""

import contextlib

import pytest
from aiohttp import web

from pipeline.catalog import read_catalog
from pipeline.config import ImageServer, ListenerSpec, ModerationSpec, Provider, SoundServer, SpeakerSpec, WriterSpec
from pipeline.errors import ConfigInvalid, PipelineError
from pipeline.lanes import open_lanes
from pipeline.listen import openai_transcribe
from pipeline.moderation import open_moderator
from pipeline.paint.image_server import Asked, open_image_servers
from pipeline.sound.wav import wav_of
from pipeline.speak import openai_speech
from pipeline.types import Voice
from pipeline.write import openai_chat

SERVER = {"name": "s", "model": "m", "api_key_env": "SERVER_KEY", "retries": 0}
TONE = wav_of((b"\0\x20" * 20 + b"\0\xe0" * 20) * 400, 16000)
VOICE = Voice("v", "V", "", "en", "neutral", "openai", "alloy", "MIT")


async def write(base, lanes, environment):
    spec = WriterSpec(backend="openai", providers=(Provider(base_url=base, **SERVER),))
    async with openai_chat.open(spec, lanes, environment) as writer:
        await writer.persona("a teapot", read_catalog(), 1)


async def speak(base, lanes, environment):
    spec = SpeakerSpec(servers=(SoundServer(base_url=base, **SERVER),))
    async with openai_speech.open(spec, lanes, environment) as speaker:
        await speaker.speak(VOICE, "Hello.")


async def listen(base, lanes, environment):
    spec = ListenerSpec(backend="openai", servers=(SoundServer(base_url=base, **SERVER),))
    async with openai_transcribe.open(spec, lanes, environment) as listener:
        await listener.transcribe(TONE, "en")


async def paint(base, lanes, environment):
    async with open_image_servers((ImageServer(base_url=base, **SERVER),), environment) as servers:
        await servers.picture(Asked("a teapot", 1), 64)


async def moderate(base, lanes, environment):
    spec = ModerationSpec(base_url=base, api_key_env="SERVER_KEY", when_down="pass")
    async with open_moderator(spec, environment) as moderator:
        await moderator.check("Hello.")


@pytest.fixture
async def listening():
    """A server that refuses everything, and the keys it was shown."""
    keys = []

    async def refuse(request):
        keys.append(request.headers.get("Authorization"))
        return web.json_response({"error": {"message": "no"}}, status=400)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}/v1", keys
    await runner.cleanup()


@pytest.mark.parametrize("ask", [write, speak, listen, paint, moderate])
async def test_a_key_in_a_file_is_shown_to_the_server(tmp_path, listening, ask):
    base, keys = listening
    (tmp_path / "key").write_text("key-in-a-file\n")
    async with open_lanes(1) as lanes:
        with contextlib.suppress(PipelineError):
            await ask(base, lanes, {"SERVER_KEY_FILE": str(tmp_path / "key")})
    assert set(keys) == {"Bearer key-in-a-file"}


@pytest.mark.parametrize("ask", [write, speak, listen, paint, moderate])
async def test_a_file_that_is_not_there_is_named_before_anything_is_asked(tmp_path, listening, ask):
    base, keys = listening
    async with open_lanes(1) as lanes:
        with pytest.raises(ConfigInvalid, match="SERVER_KEY_FILE"):
            await ask(base, lanes, {"SERVER_KEY_FILE": str(tmp_path / "none")})
    assert keys == []
