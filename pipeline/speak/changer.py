"""Changes how a voice sounds, whatever engine it came from: throat, pitch, pace, colour, room and loudness.

Pitch, formants and pace of an engine that cannot move them itself go through Praat's "Change gender"
(praat-parselmouth): pitch-synchronous overlap-add keeps formants apart from pitch, is several times quicker than
pyworld's analysis and synthesis, and comes as a wheel, where pyworld is built from source; pedalboard's and
rubberband's shifters move whole spectra. The rest are a few linear filters and envelopes: numpy applies all of a
sentence's filters in one transform, without delay, so that phone times stay exact.

Sound is (samples,) float64 within ±1 unless said otherwise.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.sound.loudness import Sound, levelled, smooth_size
from pipeline.speak.phones import cut
from pipeline.types import Phone, Speech, Voice

log = logging.getLogger(__name__)


COLOURS = ("room", "hall", "echo", "telephone", "breath", "whisper", "rough", "growl", "robot")
"""What the changer can add, besides pitch, formants and rate."""

_LEAST_VOICED = 4
"""Hundredths of a second with a pitch; without them there is nothing for Praat to hold on to."""

LEAD_S = 0.03
TRAIL_S = 0.075
"""The silence kept before and after a sentence."""

_QUIET_DB = -42.0
"""Below the loudest moment by so much counts as silence."""

_TAMING_HZ = (60, 110, 220, 400, 650, 1000, 1500, 2500, 3500, 5000, 7000, 9000, 11025)
_TAMING_DB = (0.0, 2.5, 3.0, 2.5, 0.0, -2.5, -4.5, -4.0, -4.5, -3.5, -2.5, -3.0, -6.0)
"""Most of the way from espeak-ng's long-term spectrum to that of people.

The target is the international long-term average speech spectrum (Byrne et al., JASA 96(4), 1994, table II); the
distance was measured over twelve of its variants. Low boosts are held back: they would only be rumble.
"""


def change(speech: Speech, voice: Voice, *, shifted: bool = False, harsh: bool = False) -> Speech:
    """The speech in the voice's tone, at -16 LUFS and trimmed; phone times follow.

    `shifted` says that the engine has moved pitch, formants and rate itself; `harsh` that it is a formant
    synthesiser, which is equalised, de-essed and set in a light room.
    """
    sound = np.frombuffer(speech.pcm, "<i2").astype(np.float64) / 32768.0
    rate_hz, phones = speech.rate_hz, speech.phones
    if len(sound) < rate_hz // 100 or not sound.any():
        return speech
    if not shifted:
        sound, phones = _shift(sound, phones, rate_hz, voice)
    colours = _colours(voice)
    # The seed is the text's length: the same sentence sounds the same again.
    random = np.random.default_rng(len(sound))
    sound = _filtered(sound, rate_hz, _taming if harsh else _cleaning)
    if harsh:
        sound = _deessed(sound, rate_hz)
    for colour in colours:
        if colour in _EFFECTS:
            sound = _EFFECTS[colour](sound, rate_hz, random)
    if "telephone" in colours:
        sound = _filtered(np.tanh(2.0 * sound / max(1e-6, float(np.abs(sound).max()))), rate_hz, _line)
    sound = _placed(sound, rate_hz, colours, harsh=harsh)
    sound, phones = _trimmed(sound, phones, rate_hz)
    sound = levelled(sound, rate_hz)
    pcm = np.clip(np.rint(sound * 32767.0), -32767, 32767).astype("<i2").tobytes()
    return replace(speech, pcm=pcm, phones=phones)


def sketched(speech: Speech, voice: Voice) -> Speech:
    """The speech of a formant synthesiser timed as `change` leaves it and about as loud from sound to sound.

    For a face that moves before a sentence is whole: a third of the time, and not to be heard.
    """
    sound = np.frombuffer(speech.pcm, "<i2").astype(np.float64) / 32768.0
    if len(sound) < speech.rate_hz // 100 or not sound.any():
        return speech
    sound = _placed(_filtered(sound, speech.rate_hz, _taming), speech.rate_hz, _colours(voice), harsh=True)
    sound, phones = _trimmed(sound, speech.phones, speech.rate_hz)
    sound *= 0.9 / max(1e-9, float(np.abs(sound).max()))
    return replace(speech, pcm=np.rint(sound * 32767.0).astype("<i2").tobytes(), phones=phones)


def _colours(voice: Voice) -> tuple[str, ...]:
    names = tuple(name.strip() for name in voice.colour.split("+") if name.strip())
    if unknown := [name for name in names if name not in COLOURS]:
        log.warning("unknown voice colour", extra={"voice": voice.id, "colour": unknown[0], "known": COLOURS})
    return names


def _shift(sound: Sound, phones: tuple[Phone, ...], rate_hz: int, voice: Voice) -> tuple[Sound, tuple[Phone, ...]]:
    """Move pitch, formants and rate of a recorded voice."""
    if abs(voice.pitch_semitones) < 0.05 and abs(voice.formant_ratio - 1) < 0.005 and abs(voice.rate_ratio - 1) < 0.005:
        return sound, phones
    import parselmouth
    from parselmouth.praat import call

    floor_hz, ceiling_hz = 60.0, 600.0
    # Praat wants three periods of the lowest pitch.
    padded = np.zeros(max(len(sound), round(0.1 * rate_hz)))
    padded[: len(sound)] = sound
    praat = parselmouth.Sound(padded, rate_hz)
    heard_hz = praat.to_pitch(0.01, floor_hz, ceiling_hz).selected_array["frequency"]
    heard_hz = heard_hz[heard_hz > 0]
    if len(heard_hz) < _LEAST_VOICED:
        return sound, phones
    median_hz = float(np.median(heard_hz)) * 2 ** (voice.pitch_semitones / 12)
    stretch = 1.0 / voice.rate_ratio
    changed = call(praat, "Change gender", floor_hz, ceiling_hz, voice.formant_ratio, median_hz, 1.0, stretch)
    result = np.asarray(changed.values[0], np.float64)[: round(len(sound) * stretch)]
    if changed.sampling_frequency != rate_hz:
        import soxr

        result = soxr.resample(result, changed.sampling_frequency, rate_hz)
    return result, tuple(Phone(p.symbol, p.start * stretch, p.end * stretch) for p in phones)


def _filtered(sound: Sound, rate_hz: int, response: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Sound:
    """Filtered without delay; `response` gives the gain for frequencies in Hz."""
    size = smooth_size(len(sound) + rate_hz // 10)
    gain = response(np.arange(size // 2 + 1, dtype=np.float64) * (rate_hz / size))
    return np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: len(sound)]


def _cleaning(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Nothing below any voice."""
    rumble: NDArray[np.float64] = 1 / (1 + (35.0 / np.maximum(hz, 1e-3)) ** 4)
    return rumble


def _taming(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    db = np.interp(np.log2(np.maximum(hz, 1.0)), np.log2(_TAMING_HZ), _TAMING_DB)
    tamed: NDArray[np.float64] = _cleaning(hz) * 10 ** (db / 20)
    return tamed


def _line(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """The band of a telephone line, 300 to 3400 Hz (ITU-T G.712), with slopes instead of cliffs."""
    band: NDArray[np.float64] = 1 / (1 + (300.0 / np.maximum(hz, 1e-3)) ** 8) / (1 + (hz / 3400.0) ** 16)
    return band


def _high(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """What hisses."""
    share: NDArray[np.float64] = 1 / (1 + (4200.0 / np.maximum(hz, 1e-3)) ** 6)
    return share


def _deessed(sound: Sound, rate_hz: int) -> Sound:
    """Hiss held to a level below the voice's own, at two to one and by 8 dB at most."""
    hiss = _filtered(sound, rate_hz, _high)
    level = _level(hiss, rate_hz)
    voice = _level(sound, rate_hz)
    usual = float(np.sqrt(np.mean(np.square(voice[voice > 0.1 * voice.max()]))))
    over = np.maximum(level / max(1e-9, 0.18 * usual), 1.0)
    gain = np.maximum(over**-0.5, 10 ** (-8 / 20))
    return sound - hiss * (1.0 - _spread(gain, len(sound), rate_hz))


def _level(sound: Sound, rate_hz: int, hop_s: float = 0.004) -> NDArray[np.float64]:
    """The level of every hop, over three of them."""
    hop = max(1, round(hop_s * rate_hz))
    count = -(-len(sound) // hop)
    power = np.pad(sound, (0, count * hop - len(sound))).reshape(count, hop)
    mean = np.einsum("ij,ij->i", power, power) / hop
    return np.sqrt(np.convolve(np.pad(mean, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid"))


def _spread(values: NDArray[np.float64], count: int, rate_hz: int, hop_s: float = 0.004) -> Sound:
    """A value for every sample from one for every hop."""
    hop = max(1, round(hop_s * rate_hz))
    spread: Sound = np.interp(np.arange(count), (np.arange(len(values)) + 0.5) * hop, values)
    return spread


def _breath(sound: Sound, rate_hz: int, random: np.random.Generator) -> Sound:
    """Air that follows the voice, in the band where breath is heard."""
    air = _filtered(random.standard_normal(len(sound)), rate_hz, lambda hz: _high(hz * 2.2) / (1 + (hz / 7000) ** 4))
    level = _spread(_level(sound, rate_hz), len(sound), rate_hz)
    return 0.85 * sound + 0.32 * air * level


def _whisper(sound: Sound, rate_hz: int, random: np.random.Generator) -> Sound:
    """The throat without the cords: the spectrum's envelope, filled with noise."""
    frame = 1 << round(np.log2(0.024 * rate_hz))
    hop = frame // 4
    window = np.hanning(frame + 1)[:-1]
    padded = np.pad(sound, (frame, frame + (-len(sound)) % hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, frame)[::hop] * window
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    # Wider than the distance of a child's harmonics, or the pitch would still be heard.
    width = max(3, round(330.0 * frame / rate_hz))
    bump = np.hanning(width + 2)[1:-1]
    total = np.pad(power, ((0, 0), (width // 2, (width - 1) // 2)), mode="reflect")
    views = np.lib.stride_tricks.sliding_window_view(total, width, axis=1)
    envelope = np.sqrt(views @ (bump / bump.sum()))
    # A whisper has little below 600 Hz and tilts up (Jovičić & Šarić, J. Voice 22(3), 2008).
    hz = np.fft.rfftfreq(frame, 1 / rate_hz)
    envelope *= (hz / 900.0) / (1 + hz / 900.0)
    noise = random.standard_normal(envelope.shape) + 1j * random.standard_normal(envelope.shape)
    pieces = np.fft.irfft(envelope * noise, frame, axis=1) * window
    result = np.zeros(len(padded) + frame)
    for offset in range(4):
        part = pieces[offset::4].reshape(-1)
        result[offset * hop : offset * hop + len(part)] += part
    return result[frame : frame + len(sound)]


def _rough(sound: Sound, rate_hz: int, random: np.random.Generator) -> Sound:
    """A hoarse edge: the level flutters irregularly."""
    return sound * _flutter(len(sound), rate_hz, random, hz=70.0, depth=0.35)


def _growl(sound: Sound, rate_hz: int, random: np.random.Generator) -> Sound:
    """A throat that grinds: deeper and slower flutter, and a little overdrive."""
    driven = np.tanh(2.5 * sound / max(1e-6, float(np.abs(sound).max())))
    return driven * _flutter(len(sound), rate_hz, random, hz=38.0, depth=0.6)


def _flutter(count: int, rate_hz: int, random: np.random.Generator, hz: float, depth: float) -> Sound:
    """A gain that swings `hz` times a second, each swing of another length and depth."""
    swings = max(2, int(count / rate_hz * hz * 1.5) + 2)
    lengths = random.uniform(0.7, 1.3, swings) * rate_hz / hz / 2
    turns = np.cumsum(lengths)
    depths = 1.0 - depth * random.uniform(0.4, 1.0, swings) * (np.arange(swings) % 2)
    gain: Sound = np.interp(np.arange(count), turns, depths)
    return gain


def _robot(sound: Sound, rate_hz: int, random: np.random.Generator) -> Sound:
    """A metal throat: short combs, and a tremble too slow to be taken for a pitch."""
    del random
    tremble = 0.8 + 0.2 * np.sin(2 * np.pi * 22.0 * np.arange(len(sound)) / rate_hz)
    result = sound.copy()
    for delay_s, gain in ((0.0041, 0.55), (0.0087, 0.4), (0.0132, 0.25)):
        lag = round(delay_s * rate_hz)
        result[lag:] += gain * sound[:-lag]
    return result * tremble


_EFFECTS: dict[str, Callable[[Sound, int, np.random.Generator], Sound]] = {
    "breath": _breath,
    "whisper": _whisper,
    "rough": _rough,
    "growl": _growl,
    "robot": _robot,
}


def _placed(sound: Sound, rate_hz: int, colours: tuple[str, ...], *, harsh: bool) -> Sound:
    """The sound where it is heard: dry, in a room, in a hall, with an echo; longer by its tail."""
    tail_s, wet = 0.0, 0.0
    if "hall" in colours:
        tail_s, wet = 0.8, 0.28
    elif "room" in colours:
        tail_s, wet = 0.35, 0.22
    elif harsh and "telephone" not in colours:
        tail_s, wet = 0.12, 0.09
    if wet == 0.0 and "echo" not in colours:
        return sound
    answer = _room(rate_hz, tail_s, wet) if wet else np.ones(1)
    if "echo" in colours:
        answer = _with_echo(answer, rate_hz)
    size = smooth_size(len(sound) + len(answer))
    product = np.fft.rfft(sound, size) * np.fft.rfft(answer, size)
    return np.fft.irfft(product, size)[: len(sound) + len(answer) - 1]


def _room(rate_hz: int, tail_s: float, wet: float) -> Sound:
    """A room's answer: the direct sound, then noise that dies to a thousandth within `tail_s`, duller than the voice.

    Always the same room, so that sentences join.
    """
    count = round(tail_s * rate_hz)
    random = np.random.default_rng(1)
    after = np.arange(count) / rate_hz
    noise = random.standard_normal(count) * 10 ** (-3.0 * after / tail_s)
    noise[: round(0.006 * rate_hz)] = 0.0
    noise = _filtered(noise, rate_hz, lambda hz: _cleaning(hz / 6) / np.sqrt(1 + (hz / 2500.0) ** 2))
    noise *= wet / np.sqrt(np.sum(noise**2))
    noise[0] += 1.0
    return noise


def _with_echo(answer: Sound, rate_hz: int) -> Sound:
    lag = round(0.17 * rate_hz)
    result = np.zeros(len(answer) + 3 * lag)
    for turn in range(4):
        result[turn * lag : turn * lag + len(answer)] += 0.34**turn * answer
    return result


def _trimmed(sound: Sound, phones: tuple[Phone, ...], rate_hz: int) -> tuple[Sound, tuple[Phone, ...]]:
    """The sound with little silence before and after; what is cut away fades."""
    hop_s = 0.004
    level = _level(sound, rate_hz, hop_s)
    loud = np.flatnonzero(level > level.max() * 10 ** (_QUIET_DB / 20))
    start_s = max(0.0, float(loud[0]) * hop_s - LEAD_S)
    end_s = min(len(sound) / rate_hz, float(loud[-1] + 1) * hop_s + TRAIL_S)
    first, last = round(start_s * rate_hz), round(end_s * rate_hz)
    kept = sound[first:last].copy()
    fade_in, fade_out = min(len(kept), round(0.005 * rate_hz)), min(len(kept), round(0.04 * rate_hz))
    kept[:fade_in] *= np.linspace(0, 1, fade_in)
    kept[len(kept) - fade_out :] *= np.linspace(1, 0, fade_out)
    if phones and end_s > phones[-1].end:
        last_phone = phones[-1]
        if last_phone.symbol:
            phones = (*phones, Phone("", last_phone.end, end_s))
        else:
            phones = (*phones[:-1], Phone("", last_phone.start, end_s))
    return kept, cut(phones, first / rate_hz, first / rate_hz + len(kept) / rate_hz)
