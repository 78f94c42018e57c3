"""What every speaker promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.backends import BACKENDS, missing, open_backend
from pipeline.catalog import read_catalog
from pipeline.config import ModelsSpec, SoundServer, SpeakerSpec
from pipeline.lanes import open_lanes
from pipeline.speak.pool import open_speaker
from pipeline.speak.samples import sample
from pipeline.stages import Speaker
from pipeline.types import Speech, Voice
from tests.fakes import sound_server
from tests.fakes.speech import FakeSpeaker

VOICE = read_catalog().voices[0]


def flaw(speech: Speech) -> str:
    """What is wrong with a speech's phones; empty where nothing is."""
    if not speech.phones:
        return ""
    ends = [(a.end, b.start) for a, b in zip(speech.phones, speech.phones[1:], strict=False)]
    if any(phone.end <= phone.start for phone in speech.phones):
        return "a phone without time"
    if any(end > start + 1e-6 for end, start in ends):
        return "phones overlap"
    if abs(speech.phones[-1].end - speech.seconds) > 0.002 or speech.phones[0].start < 0:
        return "phones do not cover the speech"
    return ""


class Recast:
    """A speaker whose every voice is of one engine."""

    def __init__(self, speaker: Speaker, engine: str, key: str) -> None:
        self._speaker, self._engine, self._key = speaker, engine, key

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak with the engine."""
        return await self._speaker.speak(replace(voice, engine=self._engine, key=self._key), text)


def tiny_vits(folder: Path) -> Path:
    """A model of coqui's with random weights."""
    import torch

    from pipeline.speak import coqui_audio, coqui_words

    torch.set_num_threads(1)
    coqui_audio.stand_in()
    ipa = coqui_words.Ipa()
    coqui_words.register(ipa)
    from bots.benches.random_voices import save_vits

    try:
        return save_vits(folder / "vits")
    finally:
        ipa.close()


COQUI = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(bool(missing(BACKENDS["speaker"]["coqui"])), reason="coqui is not installed"),
]


@pytest.fixture(params=["espeak", "openai", pytest.param("coqui", marks=COQUI), "fake"])
async def speaker(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Speaker]:
    if request.param == "fake":
        yield FakeSpeaker()
        return
    async with open_lanes(1) as lanes, AsyncExitStack() as stack:
        if request.param == "espeak":
            yield await stack.enter_async_context(open_backend("speaker", SpeakerSpec(), lanes))
            return
        server = await stack.enter_async_context(sound_server.serving())
        servers = (SoundServer(name="home", base_url=server.base, model="tts-1"),)
        key = str(tiny_vits(tmp_path)) if request.param == "coqui" else "anna"
        spec = SpeakerSpec(more=(request.param,), servers=servers, device="cpu")
        opened = await stack.enter_async_context(open_speaker(spec, lanes, ModelsSpec(folder=str(tmp_path))))
        yield Recast(opened, request.param, key)


async def test_speech_keeps_its_text_and_has_phones(speaker: Speaker) -> None:
    speech = await speaker.speak(VOICE, "I am a teapot.")

    assert speech.text == "I am a teapot."
    assert speech.rate_hz >= 16000
    assert 0.5 < speech.seconds < 4
    assert sum(bool(phone.symbol) for phone in speech.phones) > 5
    assert flaw(speech) == ""


async def test_more_words_take_more_time(speaker: Speaker) -> None:
    short, long = await speaker.speak(VOICE, "Hello."), await speaker.speak(VOICE, "Hello, my very good old friend.")

    assert long.seconds > short.seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "\x00\x01\x1b",
        "\ud800",
        "—",
        "😀",
        "🫖🫖",
        "<speak>hi</speak>",
        "[[h@'loU]]",
        "a",
        "1",
        "你好",
        "العربية",
    ],
)
async def test_any_text_gives_sound(speaker: Speaker, text: str) -> None:
    speech = await speaker.speak(VOICE, text)

    assert 0.05 <= speech.seconds < 6
    assert flaw(speech) == ""


async def test_a_text_far_too_long_is_spoken_too(speaker: Speaker) -> None:
    speech = await speaker.speak(VOICE, "word " * 90)

    assert speech.seconds > 15
    assert flaw(speech) == ""


async def test_the_same_sentence_has_the_same_sounds(speaker: Speaker) -> None:
    one, again = await speaker.speak(VOICE, "Once more."), await speaker.speak(VOICE, "Once more.")

    assert [phone.symbol for phone in one.phones] == [phone.symbol for phone in again.phones]
    assert again.seconds == pytest.approx(one.seconds, abs=0.05)


async def test_every_voice_of_the_catalogue_speaks_its_language() -> None:
    async with open_lanes(1) as lanes, open_backend("speaker", SpeakerSpec(), lanes) as speaker:
        spoken = {v.id: await speaker.speak(v, sample(v.language)[0].split()[0]) for v in read_catalog().voices}

    assert {name for name, speech in spoken.items() if flaw(speech) or speech.seconds < 0.25} == set()


def test_the_pool_is_wide_and_its_licences_are_named() -> None:
    voices = read_catalog().voices

    assert len(voices) >= 24
    assert len({voice.language.split("-")[0] for voice in voices}) >= 12
    assert {voice.gender for voice in voices} == {"feminine", "masculine", "neutral"}
    assert {voice.age for voice in voices} == {"child", "adult", "old"}
    assert {voice.licence for voice in voices} == {"GPL-3.0-or-later (espeak-ng)"}
    assert len({voice.description for voice in voices}) == len(voices)
