"""A server's voice is as loud and as well timed as any, and when the server fails another voice is heard."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from pipeline.config import SoundServer, SpeakerSpec
from pipeline.errors import ConfigInvalid
from pipeline.lanes import open_lanes
from pipeline.sound.loudness import CEILING_DBFS, TARGET_LUFS, loudness_lufs, true_peak
from pipeline.speak import openai_speech
from pipeline.speak.measure import edges_s, sound_of
from pipeline.speak.pool import Pool, open_speaker
from pipeline.types import Voice
from tests.contracts.test_speakers import flaw
from tests.fakes import sound_server
from tests.fakes.sound_server import Manner

SECRET_TEXT = "The password is Gongoozler, my dear old friend."
VOICE = Voice("srv-anna", "Anna", "a server's voice", "en", "feminine", "openai", "anna", "none")


def server_at(base: str, name: str = "home", **more: object) -> SoundServer:
    return SoundServer(name=name, base_url=base, model="tts-1", timeout_s=1.0, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def speaking(*servers: SoundServer, sound_format: str = "wav") -> AsyncIterator[Pool]:
    spec = SpeakerSpec(more=("openai",), servers=servers, sound_format=sound_format)
    async with open_lanes(1) as lanes, open_speaker(spec, lanes) as speaker:
        yield speaker


@pytest.mark.parametrize("sound_format", ["wav", "pcm", "mp3", "opus", "flac"])
async def test_every_format_is_spoken_as_loud_as_any_voice_and_without_long_silence(sound_format: str) -> None:
    async with (
        sound_server.serving(Manner(silence_s=1.0)) as server,
        speaking(server_at(server.base), sound_format=sound_format) as speaker,
    ):
        speech = await speaker.speak(VOICE, "Good morning, my friend! How are you?")

    assert server.asked[0].body["voice"] == "anna"
    assert server.asked[0].body["response_format"] == sound_format
    assert loudness_lufs(sound_of(speech), speech.rate_hz) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert true_peak(sound_of(speech)) <= 10 ** (CEILING_DBFS / 20) + 1e-3
    assert max(edges_s(speech)) <= 0.15
    assert speech.seconds < 4.0


async def test_phones_are_estimated_and_cover_the_speech() -> None:
    async with sound_server.serving() as server, speaking(server_at(server.base)) as speaker:
        speech = await speaker.speak(VOICE, "Good morning, my friend!")

    assert speech.estimated
    assert speech.text == "Good morning, my friend!"
    assert sum(bool(phone.symbol) for phone in speech.phones) > 8
    assert flaw(speech) == ""


@pytest.mark.parametrize(
    "manner",
    [
        Manner(status=500),
        Manner(status=429),
        Manner(status=401),
        Manner(hangs=True),
        Manner(sound=b""),
        Manner(sound=b"garbage" * 1000),
        Manner(sound=b'{"error": "no voice"}'),
        Manner(sound=sound_server.wav_of(bytes(48000), 24000)),
        Manner(sound=sound_server.wav_of(b"\x10\x20" * 24000 * 60, 24000)),
    ],
    ids=["500", "429", "401", "hangs", "empty", "garbage", "an error as sound", "silence", "a minute of noise"],
)
async def test_a_server_that_fails_is_stood_in_for(manner: Manner) -> None:
    async with sound_server.serving(manner) as server, speaking(server_at(server.base)) as speaker:
        speech = await speaker.speak(VOICE, "Good morning.")

    assert server.asked
    assert 0.5 < speech.seconds < 2.0
    assert not speech.estimated


async def test_a_server_that_goes_on_failing_is_left_alone() -> None:
    async with sound_server.serving(Manner(status=500)) as server, speaking(server_at(server.base)) as speaker:
        speeches = [await speaker.speak(VOICE, "Good morning.") for _ in range(5)]

    assert len(server.asked) == 3
    assert min(speech.seconds for speech in speeches) > 0.5


async def test_the_next_server_is_asked_where_the_first_fails() -> None:
    async with (
        sound_server.serving(Manner(status=503)) as broken,
        sound_server.serving() as server,
        speaking(server_at(broken.base, "broken"), server_at(server.base)) as speaker,
    ):
        speech = await speaker.speak(VOICE, "Good morning.")

    assert speech.estimated
    assert len(broken.asked) == len(server.asked) == 1


async def test_every_speech_has_one_rate_whoever_spoke() -> None:
    async with sound_server.serving() as server, speaking(server_at(server.base)) as speaker:
        rates = {(await speaker.speak(voice, "Hello.")).rate_hz for voice in (VOICE, replace(VOICE, engine="espeak"))}

    assert rates == {24_000}


@pytest.mark.parametrize("text", ["<speak><break time='9s'/>Hello <b>there</b></speak>", "Hello\x00\x1b[31m there"])
async def test_a_server_is_sent_words_and_no_markup(text: str) -> None:
    async with sound_server.serving() as server, speaking(server_at(server.base)) as speaker:
        await speaker.speak(VOICE, text)

    assert server.asked[0].body["input"].startswith("Hello")
    assert not set("<>\x00\x1b") & set(server.asked[0].body["input"])


@pytest.mark.parametrize(("text", "requests"), [("🫖🫖", 0), ("", 0), ("word " * 90, 3)])
async def test_emoji_empty_and_long_texts_are_spoken(text: str, requests: int) -> None:
    async with sound_server.serving() as server, speaking(server_at(server.base)) as speaker:
        speech = await speaker.speak(VOICE, text)

    assert len(server.asked) == requests
    assert speech.seconds > 0.2
    assert flaw(speech) == ""


async def test_the_key_comes_from_the_environment_and_what_is_said_stays_out_of_logs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SPEECH_KEY", "s3cret")
    caplog.set_level(logging.DEBUG)
    async with (
        sound_server.serving(Manner(status=400)) as server,
        speaking(server_at(server.base, api_key_env="SPEECH_KEY")) as speaker,
    ):
        await speaker.speak(VOICE, SECRET_TEXT)

    assert server.asked[0].headers["Authorization"] == "Bearer s3cret"
    assert "Gongoozler" not in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("servers", [(), (server_at("http://127.0.0.1:9/v1", api_key_env="NO_SUCH_KEY"),)])
async def test_what_a_server_lacks_is_said_at_the_start(servers: tuple[SoundServer, ...]) -> None:
    async with open_lanes(1) as lanes:
        with pytest.raises(ConfigInvalid, match=r"NO_SUCH_KEY|\[speaker\]"):
            async with openai_speech.open(SpeakerSpec(servers=servers), lanes):
                pass
