"""Coqui's real models speak: built tiny, saved, loaded by path, and heard."""

from __future__ import annotations

import asyncio
import logging
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.backends import BACKENDS, missing
from pipeline.config import ModelsSpec, SpeakerSpec
from pipeline.errors import StageFailed, WeightsMissing
from pipeline.lanes import open_lanes
from pipeline.models.shelf import open_shelf
from pipeline.sound.loudness import TARGET_LUFS, loudness_lufs
from pipeline.speak import coqui_words
from pipeline.speak.measure import edges_s, sound_of
from pipeline.speak.pool import Pool, open_speaker
from pipeline.types import Voice
from tests.contracts.test_speakers import flaw

pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(bool(missing(BACKENDS["speaker"]["coqui"])), reason="coqui is not installed"),
]
TEXT = "Hello there, my dear old friend."
SECRET = "The password is Gongoozler ŋŋŋ 漢字."


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Tiny models, saved as coqui saves its own."""
    import torch

    from pipeline.speak import coqui_audio

    torch.set_num_threads(1)
    coqui_audio.stand_in()
    ipa = coqui_words.Ipa()
    coqui_words.register(ipa)
    from bots.benches.random_voices import save_openvoice, save_vits, save_xtts

    home = tmp_path_factory.mktemp("voices")
    save_vits(home / "one")
    save_vits(home / "many", speakers=("anna", "bert"))
    save_vits(home / "letters", phonemes=False)
    save_openvoice(home / "throat")
    save_xtts(home / "xtts")
    ipa.close()
    return home


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> Path:
    """An operator's folder of references: a voice, noise, silence, a moment, and no sound at all."""
    home = tmp_path_factory.mktemp("clips")
    rate_hz = 16_000
    at = np.arange(4 * rate_hz) / rate_hz
    hum = sum(np.sin(2 * np.pi * 140 * n * at) / n for n in range(1, 12)) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * at))
    noise = np.random.default_rng(1).standard_normal(len(at))
    for name, sound in {"anna": hum, "noise": noise, "silence": 0 * hum, "moment": hum[:8000]}.items():
        with wave.open(str(home / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes((5000 * sound).clip(-32767, 32767).astype("<i2").tobytes())
    (home / "words.wav").write_text("these are no samples")
    return home


def voice(key: object, **more: object) -> Voice:
    return replace(Voice("v", "V", "", "en", "feminine", "coqui", str(key), "none"), **more)


@asynccontextmanager
async def speaking(tmp_path: Path, **more: object) -> AsyncIterator[Pool]:
    spec = SpeakerSpec(more=("coqui",), device="cpu", **more)  # type: ignore[arg-type]
    async with open_lanes(1) as lanes, open_speaker(spec, lanes, ModelsSpec(folder=str(tmp_path / "shelf"))) as pool:
        yield pool


async def told(pool: Pool, speaker: Voice, caplog: pytest.LogCaptureFixture) -> str:
    """Why another voice stood in."""
    caplog.clear()
    speech = await pool.speak(speaker, TEXT)
    assert 1.0 < speech.seconds < 4.0
    return " ".join(getattr(record, "reason", "") for record in caplog.records)


async def test_a_vits_speaks_and_its_durations_are_phone_times(folder, tmp_path) -> None:
    async with speaking(tmp_path) as pool:
        speech = await pool.speak(voice(folder / "one"), TEXT)

    symbols = [phone.symbol for phone in speech.phones if phone.symbol]
    assert not speech.estimated
    assert symbols[:4] == ["h", "ə", "l", "o"]
    assert flaw(speech) == ""
    assert loudness_lufs(sound_of(speech), speech.rate_hz) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert max(edges_s(speech)) <= 0.15


async def test_durations_of_the_model_are_used_as_they_are(folder, tmp_path) -> None:
    async with speaking(tmp_path) as pool:
        engine = pool._engines["coqui"]
        raw = await engine.speak(voice(folder / "one"), "Hello.")
        held = await engine.room.loaded(str(folder / "one"))
        frames = held.model.tts_model.synthesize(text="Hello.")["outputs"]["durations"]

    assert raw.phones[-1].end == pytest.approx(raw.seconds)
    assert raw.seconds == pytest.approx(float(frames.sum()) * 256 / 22050, rel=0.02)


async def test_a_model_that_reads_letters_gets_its_phones_by_aligning(folder, tmp_path) -> None:
    async with speaking(tmp_path) as pool:
        speech = await pool.speak(voice(folder / "letters"), TEXT)

    assert speech.estimated
    assert sum(bool(phone.symbol) for phone in speech.phones) > 8
    assert flaw(speech) == ""


async def test_speakers_of_one_model_differ_and_each_sounds_the_same_again(folder, tmp_path) -> None:
    async with speaking(tmp_path) as pool:
        anna, bert, again = [
            await pool.speak(voice(f"{folder}/many#{name}"), TEXT) for name in ("anna", "bert", "anna")
        ]

    assert anna.pcm == again.pcm
    assert anna.pcm != bert.pcm


async def test_what_a_model_lacks_is_said_and_stood_in_for(folder, tmp_path, caplog) -> None:
    async with speaking(tmp_path) as pool:
        assert "'nobody'; it has anna, bert" in await told(pool, voice(f"{folder}/many#nobody"), caplog)
        assert "no folder" in await told(pool, voice("./no/such/folder"), caplog)
        assert "changes voices" in await told(pool, voice(folder / "throat"), caplog)
        assert "no model called" in await told(pool, voice("tts_models/xx/yy/zz"), caplog)


@pytest.mark.parametrize(
    "broken", ["no config", "config is no json", "no checkpoint", "checkpoint is cut off", "another network"]
)
async def test_a_broken_folder_is_stood_in_for(folder, tmp_path, caplog, broken) -> None:
    home = tmp_path / "broken"
    home.mkdir()
    config, weights = (folder / "one" / "config.json").read_text(), (folder / "one" / "model_file.pth").read_bytes()
    if broken != "no config":
        (home / "config.json").write_text("{" if broken == "config is no json" else config)
    if broken != "no checkpoint":
        (home / "model_file.pth").write_bytes(weights[:2000] if broken == "checkpoint is cut off" else weights)
    if broken == "another network":
        (home / "config.json").write_text(config.replace('"hidden_channels": 16', '"hidden_channels": 24'))
    async with speaking(tmp_path) as pool:
        assert await told(pool, voice(home), caplog)


async def test_models_are_loaded_once_and_the_idlest_is_let_go(folder, tmp_path) -> None:
    one, letters, many = (str(folder / name) for name in ("one", "letters", "many"))
    async with speaking(tmp_path) as pool:
        room = pool._engines["coqui"].room
        first, same = await asyncio.gather(room.loaded(one), room.loaded(one))
        room.budget_bytes = 3 * 2**20
        for name in (letters, one, many):
            await room.loaded(name)

        assert first is same
        assert room.names == (one, many)


async def test_who_stops_waiting_leaves_the_loading_to_the_next(folder, tmp_path) -> None:
    async with speaking(tmp_path) as pool:
        room = pool._engines["coqui"].room
        task = asyncio.create_task(room.loaded(str(folder / "one")))
        while not room._opening:  # noqa: ASYNC110 - the next turn of the loop
            await asyncio.sleep(0)
        loading = room._opening[str(folder / "one")]
        task.cancel()

        assert (await loading).kind == "vits"
        assert room.names == (str(folder / "one"),)


async def test_a_converter_gives_any_engine_the_throat_of_a_clip(folder, clips, tmp_path) -> None:
    plain = Voice("p", "P", "", "en", "feminine", "espeak", "en-us+f3", "none")
    converted = replace(plain, converter=str(folder / "throat"), reference="anna.wav")
    async with speaking(tmp_path, references=str(clips)) as pool:
        before, after = await pool.speak(plain, TEXT), await pool.speak(converted, TEXT)
        home = pool._engines["coqui"]._home
        learned = sorted(path.name for path in home.glob("*.pth"))

    assert [phone.symbol for phone in after.phones] == [phone.symbol for phone in before.phones]
    assert after.pcm != before.pcm
    assert after.seconds == pytest.approx(before.seconds, abs=0.3)
    assert len(learned) == 1
    assert not home.exists()


async def test_xtts_speaks_its_own_voices_in_several_languages(folder, tmp_path, caplog) -> None:
    async with speaking(tmp_path) as pool:
        engine = pool._engines["coqui"]
        speeches = [
            await engine.speak(voice(f"{folder}/xtts#{name}", language=language), "Hello there.")
            for name, language in (("Ana", "en"), ("Ben", "en"), ("Ana", "de-AT"))
        ]
        assert "does not speak sv" in await told(pool, voice(folder / "xtts", language="sv"), caplog)

    assert {speech.rate_hz for speech in speeches} == {24_000}
    assert len({speech.pcm for speech in speeches}) == 3


async def test_xtts_speaks_in_the_voice_of_a_clip_and_leaves_nothing_of_it(folder, clips, tmp_path) -> None:
    async with speaking(tmp_path, references=str(clips)) as pool:
        engine = pool._engines["coqui"]
        speeches = [
            await engine.speak(voice(folder / "xtts", reference="anna.wav"), text) for text in ("Hello.", "Hello.")
        ]
        home = engine._home

    assert speeches[0].pcm == speeches[1].pcm
    assert speeches[0].seconds > 0.3
    assert not home.exists()


@pytest.mark.parametrize(
    ("clip", "reason"),
    [
        ("noise.wav", "holds no voice"),
        ("silence.wav", "is silent"),
        ("moment.wav", "shorter"),
        ("words.wav", "no sound"),
        ("none.wav", "No such file"),
    ],
)
async def test_a_clip_of_no_use_is_said_and_stood_in_for(folder, clips, tmp_path, caplog, clip, reason) -> None:
    speaker = voice(folder / "one", converter=str(folder / "throat"), reference=clip)
    async with speaking(tmp_path, references=str(clips)) as pool:
        assert reason in await told(pool, speaker, caplog)


async def test_what_is_said_stays_out_of_logs(folder, tmp_path, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    async with speaking(tmp_path) as pool:
        await pool.speak(voice(folder / "one"), SECRET)

    assert "Gongoozler" not in caplog.text
    assert "ŋŋŋ" not in caplog.text


@pytest.mark.parametrize("text", ["", "🫖", "<speak>hi</speak>", "\x00\x1b", "漢字", "1", "word " * 90])
async def test_any_text_gives_sound(folder, tmp_path, text) -> None:
    async with speaking(tmp_path) as pool:
        speech = await pool.speak(voice(folder / "one"), text)

    assert speech.seconds > 0.05
    assert flaw(speech) == ""


async def test_cancelling_frees_the_model(folder, tmp_path) -> None:
    async with speaking(tmp_path) as pool:
        await pool.speak(voice(folder / "one"), "One.")
        task = asyncio.create_task(pool.speak(voice(folder / "one"), TEXT * 5))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert (await pool.speak(voice(folder / "one"), "Two.")).seconds > 0.1


async def test_a_model_that_may_not_be_fetched_is_not(tmp_path, caplog) -> None:
    spec = SpeakerSpec(more=("coqui",), device="cpu")
    models = ModelsSpec(folder=str(tmp_path), first_use=False)
    async with open_lanes(1) as lanes, open_speaker(spec, lanes, models) as pool:
        assert "summon voices --fetch" in await told(pool, voice("tts_models/en/ljspeech/vits"), caplog)
        assert pool._engines["coqui"].room._coming == {}


async def test_a_model_whose_licence_wants_an_agreement_is_not_fetched_without(tmp_path) -> None:
    from pipeline.speak.coqui_models import Models

    models = Models(open_shelf(ModelsSpec(folder=str(tmp_path))), {})

    with pytest.raises(WeightsMissing, match="COQUI_TOS_AGREED"):
        await models.fetch("tts_models/multilingual/multi-dataset/xtts_v2", lambda _have, _of: None)


def test_phonemes_need_no_program_and_a_dead_child_is_replaced() -> None:
    ipa = coqui_words.Ipa()
    try:
        assert ipa.of("Hello", "en") == "həlˈoʊ"
        ipa._child.kill()
        ipa._child.wait()
        assert ipa.of("Guten Tag", "de-AT").startswith("ɡˈuːtən")
        with pytest.raises(StageFailed):
            ipa.of("nuqneH", "tlh-x")
    finally:
        ipa.close()
