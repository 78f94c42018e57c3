"""The changer sets loudness, colour and throat of any engine's sound, and phone times stay where the sound is."""

from __future__ import annotations

import re
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace

import imageio_ffmpeg
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.catalog import read_catalog
from pipeline.config import SpeakerSpec
from pipeline.lanes import open_lanes
from pipeline.sound.loudness import CEILING_DBFS, TARGET_LUFS, loudness_lufs, true_peak
from pipeline.speak import espeak
from pipeline.speak.changer import COLOURS, change
from pipeline.speak.espeak import EspeakSpeaker
from pipeline.speak.measure import closure_errors_s, edges_s, sound_of, voice_print
from pipeline.speak.shade import shade
from pipeline.types import Phone, Speech, Voice

CATALOG = read_catalog()
VOICE = CATALOG.voices[0]
TEXT = "A happy puppy took a teapot. Paper, pepper, a kitty, a ticket, a copy."


def speech_from(sound: NDArray[np.float64], rate_hz: int = 24000) -> Speech:
    seconds = len(sound) / rate_hz
    pcm = np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes()
    return Speech("x", pcm, rate_hz, (Phone("a", 0.0, seconds / 2), Phone("t", seconds / 2, seconds)))


def hum(seconds: float = 1.0, hz: float = 120.0, rate_hz: int = 24000) -> Speech:
    """A buzz with a vowel's formants, as an engine of another kind might give."""
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    sound = np.zeros(len(at))
    for number in range(1, 30):
        tone = number * hz
        level = sum(1 / (1 + ((tone - formant) / 90) ** 2) for formant in (700, 1200, 2600))
        sound += level * np.sin(2 * np.pi * tone * at)
    return speech_from(0.3 * sound / np.abs(sound).max(), rate_hz)


def ffmpeg_hears(speech: Speech) -> tuple[float, float]:
    """Integrated loudness and true peak after ffmpeg's own meter."""
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-f", "s16le", "-ar", str(speech.rate_hz), "-ac", "1"]
    meter = subprocess.run(
        [*program, "-i", "-", "-af", "ebur128=peak=true", "-f", "null", "-"],
        input=speech.pcm,
        capture_output=True,
        check=True,
    )
    told = meter.stderr.decode().rpartition("Summary:")[2]
    return tuple(float(re.search(rf"{name}:\s+(-?[\d.]+)", told)[1]) for name in ("I", "Peak"))  # type: ignore[index,return-value]


@pytest.fixture
async def speaker() -> AsyncIterator[EspeakSpeaker]:
    async with open_lanes(1) as lanes, espeak.open(SpeakerSpec(), lanes) as opened:
        yield opened


@pytest.mark.parametrize(
    "voice", [CATALOG.voice(i) for i in ("en-plain-m", "en-child", "en-ghost", "en-giant", "ru-plain-m")]
)
async def test_every_voice_is_as_loud_as_the_next_and_never_clips(speaker: EspeakSpeaker, voice: Voice) -> None:
    loud, peak = ffmpeg_hears(await speaker.speak(voice, TEXT))

    assert loud == pytest.approx(TARGET_LUFS, abs=1.0)
    assert peak <= CEILING_DBFS + 0.1


@pytest.mark.parametrize("level", [0.003, 0.05, 3.0])
@pytest.mark.parametrize("rate_hz", [8000, 24000, 48000])
def test_quiet_and_clipped_sound_of_any_rate_is_levelled(level: float, rate_hz: int) -> None:
    sound = sound_of(hum(1.0, rate_hz=rate_hz)) * level / 0.3

    changed = change(speech_from(sound, rate_hz), VOICE)

    assert loudness_lufs(sound_of(changed), rate_hz) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert true_peak(sound_of(changed)) <= 10 ** (CEILING_DBFS / 20)


@pytest.mark.parametrize("colour", ["", *COLOURS, "whisper+hall+echo", "growl+telephone", "nonsense"])
def test_every_colour_makes_sound_and_keeps_the_phones_in_order(colour: str) -> None:
    changed = change(hum(), replace(VOICE, colour=colour), harsh=True)

    assert np.isfinite(sound_of(changed)).all()
    assert changed.phones[0].start == 0
    assert changed.phones[-1].end == pytest.approx(changed.seconds, abs=1e-3)
    assert all(a.end == pytest.approx(b.start) for a, b in zip(changed.phones, changed.phones[1:], strict=False))


def test_pitch_and_rate_of_any_engine_are_moved_and_phones_follow() -> None:
    plain = change(hum(), VOICE)

    moved = change(hum(), replace(VOICE, pitch_semitones=5.0, rate_ratio=1.25))

    assert voice_print(moved)[0] - voice_print(plain)[0] == pytest.approx(5.0, abs=0.5)
    assert plain.phones[0].end / moved.phones[0].end == pytest.approx(1.25, abs=0.05)


def test_a_larger_throat_lowers_the_formants_and_not_the_pitch() -> None:
    plain, larger = voice_print(change(hum(), VOICE)), voice_print(change(hum(), replace(VOICE, formant_ratio=0.8)))

    assert larger[0] == pytest.approx(plain[0], abs=0.5)
    assert larger[1] < plain[1] - 0.1


@pytest.mark.parametrize("sound", [np.zeros(24000), np.zeros(0), np.zeros(5), np.ones(30) * 0.1])
def test_silence_stays_silence(sound: NDArray[np.float64]) -> None:
    speech = speech_from(sound)

    assert change(speech, replace(VOICE, pitch_semitones=3.0)) == speech


@pytest.mark.parametrize("seconds", [0.02, 0.05, 0.3])
def test_the_shortest_sounds_can_be_changed(seconds: float) -> None:
    changed = change(hum(seconds), replace(VOICE, pitch_semitones=3.0, colour="whisper+echo"), harsh=True)

    assert changed.pcm
    assert np.isfinite(sound_of(changed)).all()


def test_noise_without_a_pitch_can_be_changed() -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal(24000)

    assert change(speech_from(noise), replace(VOICE, pitch_semitones=-6.0, formant_ratio=1.2)).seconds > 0.9


async def test_phones_begin_where_the_mouth_closes(speaker: EspeakSpeaker) -> None:
    errors = np.abs(closure_errors_s(await speaker.speak(VOICE, TEXT)))

    assert len(errors) > 8
    assert np.percentile(errors, 90) < 0.01


async def test_little_silence_is_left_at_the_ends(speaker: EspeakSpeaker) -> None:
    assert max(edges_s(await speaker.speak(VOICE, TEXT))) <= 0.15


async def test_taming_brings_the_spectrum_nearer_to_peoples(speaker: EspeakSpeaker) -> None:
    from pipeline.speak.espeak_engine import EspeakEngine

    engine = EspeakEngine(10.0)
    _, raw = await engine.ask({"voices": ["en"], "variant": "language variant\n", "words_per_minute": 165}, TEXT)
    await engine.close()

    def brightness_db(pcm: bytes) -> float:
        power = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float))) ** 2
        hz = np.fft.rfftfreq(len(pcm) // 2, 1 / espeak.RATE_HZ)
        return float(10 * np.log10(power[(hz > 1000) & (hz < 5000)].sum() / power[(hz > 80) & (hz < 1000)].sum()))

    # Byrne et al. (1994), table II, summed over the same bands.
    people_db = -9.0
    tamed_db = brightness_db((await speaker.speak(VOICE, TEXT)).pcm)
    assert abs(tamed_db - people_db) < 2
    assert abs(tamed_db - people_db) < abs(brightness_db(raw) - people_db)


def test_two_personas_do_not_share_a_shade() -> None:
    one, other = shade(VOICE, 1), shade(VOICE, 2)

    assert one == shade(VOICE, 1)
    assert abs(one.pitch_semitones - other.pitch_semitones) > 0.2 or abs(one.formant_ratio - other.formant_ratio) > 0.01


@pytest.mark.parametrize("seed", range(20))
def test_a_shade_stays_within_what_a_catalogue_may_ask(seed: int) -> None:
    shaded = shade(replace(VOICE, pitch_semitones=12.0, formant_ratio=0.6, rate_ratio=2.0), seed)

    assert shaded.pitch_semitones <= 12
    assert shaded.formant_ratio >= 0.6
    assert shaded.rate_ratio <= 2.0
