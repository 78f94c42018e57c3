"""A voice's engine decides who speaks, and no engine's failure makes a reply silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bots.catalogues import open_catalog
from bots.config import CatalogSection, Config
from pipeline.catalog import read_catalog
from pipeline.config import SpeakerSpec
from pipeline.errors import ConfigInvalid, StageFailed
from pipeline.lanes import open_lanes
from pipeline.speak import espeak
from pipeline.speak.align import aligned
from pipeline.speak.espeak import EspeakSpeaker
from pipeline.speak.pool import Pool, nearest
from pipeline.types import Speech, Voice
from tests.contracts.test_speakers import flaw
from tests.fakes.speech import FakeSpeaker, speech_of

VOICES = read_catalog().voices
VOICE = Voice("x", "X", "x", "en", "feminine", "other", "k", "none")
ENTRY = """
[[voice]]
id = "mine"
label = "Mine"
description = "my own voice"
language = "en"
gender = "neutral"
engine = "openai"
key = "mine"
licence = "mine"
"""


class Engine(FakeSpeaker):
    """An engine without phone times, that says what it is told to say."""

    def __init__(self, fails: int = 0, pcm: bytes | None = None) -> None:
        super().__init__(fails)
        self.pcm = pcm

    async def speak(self, voice: Voice, text: str) -> Speech:
        spoken = await super().speak(voice, text)
        return replace(spoken, phones=(), pcm=spoken.pcm if self.pcm is None else self.pcm)

    async def convert(self, speech: Speech, voice: Voice) -> Speech:
        self.said.append((voice.converter, speech.text))
        return replace(speech, pcm=speech_of("convert").pcm)


class Hanging(FakeSpeaker):
    """An engine that never answers."""

    async def speak(self, voice: Voice, text: str) -> Speech:
        await asyncio.Event().wait()
        return speech_of(text)


class Same(FakeSpeaker):
    """An engine that says the same whatever it is told."""

    async def speak(self, voice: Voice, text: str) -> Speech:
        self.said.append((voice.id, text))
        return speech_of("hello there")


@pytest.fixture
async def stand_in() -> AsyncIterator[EspeakSpeaker]:
    async with open_lanes(1) as lanes, espeak.open(SpeakerSpec(), lanes) as opened:
        yield opened


def pool_of(stand_in: EspeakSpeaker, **engines: FakeSpeaker) -> Pool:
    return Pool({"espeak": stand_in, **engines}, stand_in, VOICES, stand_in._lanes, 24_000)


async def test_a_voice_is_spoken_by_its_engine(stand_in: EspeakSpeaker) -> None:
    one, other = Engine(), Engine()

    await pool_of(stand_in, one=one, other=other).speak(VOICE, "Hello there.")

    assert (one.said, other.said) == ([], [("x", "Hello there.")])


@pytest.mark.parametrize(
    "engine",
    [
        Engine(fails=1),
        Engine(pcm=b""),
        Engine(pcm=bytes(48_000)),
        Engine(pcm=b"\x05\x10" * 22050 * 200),
        FakeSpeaker(fails=1),
    ],
    ids=["fails", "nothing", "silence", "raves", "fails with phones"],
)
async def test_an_engine_that_fails_is_stood_in_for(stand_in: EspeakSpeaker, engine: FakeSpeaker) -> None:
    speech = await pool_of(stand_in, other=engine).speak(VOICE, "Hello there.")

    assert engine.said
    assert 0.5 < speech.seconds < 2
    assert flaw(speech) == ""


async def test_an_engine_that_hangs_is_stood_in_for(stand_in: EspeakSpeaker) -> None:
    pool = Pool({"other": Hanging()}, stand_in, VOICES, stand_in._lanes, 24_000, 0.05)

    assert (await pool.speak(VOICE, "Hello there.")).seconds > 0.5


async def test_a_voice_of_an_engine_that_is_not_opened_is_stood_in_for(stand_in: EspeakSpeaker) -> None:
    assert (await pool_of(stand_in).speak(VOICE, "Hello there.")).seconds > 0.5


@pytest.mark.parametrize("text", ["", "🫖", "<break/>", "\x01\x02", "你好"])
async def test_any_text_gives_sound_with_any_engine(stand_in: EspeakSpeaker, text: str) -> None:
    speech = await pool_of(stand_in, other=Engine(pcm=speech_of("hello there").pcm)).speak(VOICE, text)

    assert speech.seconds > 0.2
    assert speech.rate_hz == 24_000
    assert flaw(speech) == ""


async def test_five_thousand_characters_are_spoken_in_pieces(stand_in: EspeakSpeaker) -> None:
    engine = Same()

    speech = await pool_of(stand_in, other=engine).speak(VOICE, "word " * 1000)

    assert max(len(text) for _, text in engine.said) <= 200
    assert speech.seconds > 0.5 * len(engine.said)
    assert flaw(speech) == ""


async def test_a_converter_changes_the_throat_and_keeps_the_phones(stand_in: EspeakSpeaker) -> None:
    engine = Engine()
    voice = replace(VOICE, engine="espeak", key="en-us+f3", converter="freevc", reference="anna.wav")

    speech = await pool_of(stand_in, other=engine).speak(voice, "Hello there.")

    assert engine.said == [("freevc", "")]
    assert any(phone.symbol == "h" for phone in speech.phones)


async def test_a_converter_that_nobody_has_is_stood_in_for(stand_in: EspeakSpeaker) -> None:
    voice = replace(VOICE, engine="espeak", converter="freevc", reference="anna.wav")

    assert (await pool_of(stand_in).speak(voice, "Hello there.")).seconds > 0.5


async def test_when_nobody_can_speak_it_is_said(stand_in: EspeakSpeaker) -> None:
    broken = FakeSpeaker(fails=9)
    pool = Pool({}, broken, VOICES, stand_in._lanes, 24_000)  # type: ignore[arg-type]

    with pytest.raises(StageFailed):
        await pool.speak(VOICE, "Hello there.")


@pytest.mark.parametrize(
    ("language", "gender", "age", "expected"),
    [
        ("de", "feminine", "adult", ("de", "feminine")),
        ("pt-BR", "feminine", "adult", ("pt-BR", "feminine")),
        ("pt-BR", "masculine", "adult", ("pt", "masculine")),
        ("en", "neutral", "child", ("en", "neutral")),
        ("tlh", "feminine", "adult", ("tlh", "feminine")),
    ],
)
def test_the_nearest_voice_speaks_the_language_first(
    language: str, gender: str, age: str, expected: tuple[str, str]
) -> None:
    found = nearest(replace(VOICE, language=language, gender=gender, age=age), VOICES)

    assert (found.language, found.gender) == expected


async def test_phones_are_carried_over_to_another_voice(stand_in: EspeakSpeaker) -> None:
    text = "The old gardener waters all of the roses, every morning."
    catalog = read_catalog()
    truth = await stand_in.speak(catalog.voice("en-child"), text)
    model = await stand_in.spoken(catalog.voice("en-butler"), text)
    assert model is not None

    found = aligned(truth, model)

    heard = {(p.symbol, i): p.start for i, p in enumerate(p for p in truth.phones if p.symbol)}
    errors = sorted(
        abs(p.start - heard[p.symbol, i]) for i, p in enumerate(p for p in found if p.symbol) if (p.symbol, i) in heard
    )
    assert len(errors) > 8
    assert errors[len(errors) // 2] < 0.03


def test_silence_has_no_phones_to_carry_over() -> None:
    assert aligned(Speech("", bytes(48_000), 24_000), speech_of("hello")) == ()


def test_voices_of_engines_that_are_not_opened_are_not_offered(tmp_path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(ENTRY, "utf-8")
    section = CatalogSection(files=(str(path),))

    without = open_catalog(Config(catalog=section))
    beside = open_catalog(Config(catalog=section, speaker=SpeakerSpec(more=("openai",))))

    assert "mine" not in {voice.id for voice in without.voices}
    assert "mine" in {voice.id for voice in beside.voices}
    assert {voice.engine for voice in without.voices} == {"espeak"}


@pytest.mark.parametrize(
    "more",
    [
        'reference = "anna.wav"',
        'reference = "anna.wav"\nconsent = "  "',
        'converter = "freevc"',
        'reference = "../anna.wav"\nconsent = "Anna, 2026"',
        'reference = "/etc/passwd"\nconsent = "Anna, 2026"',
    ],
)
def test_a_reference_needs_a_consent_and_is_no_path(more: str) -> None:
    with pytest.raises(ConfigInvalid):
        read_catalog(ENTRY + more, whole=False)


def test_who_agreed_stays_in_the_catalogue() -> None:
    voice = read_catalog(f'{ENTRY}reference = "anna.wav"\nconsent = "Anna Example, 2026-05-01"', whole=False).voices[0]

    assert voice.reference == "anna.wav"
    assert "Example" not in repr(voice)
