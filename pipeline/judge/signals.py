"""What the judge works out from two signals: how far a mouth is open, and how loud the voice is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.judge.footage import SOUND_RATE_HZ, Signal
from pipeline.types import Phone

GRID_HZ = 200.0
"""The common clock of mouth and sound."""
REACH_S = 0.4
"""How far picture and sound are moved against each other."""
WINDOW_S = 0.025
PAUSE_S = 0.2
CLOSING_S, LEADING_S = 0.12, 0.15
"""How much of a pause belongs to the speech before and after it: lips go on closing, and they open 100-300 ms
before the voice (Chandrasekaran et al. 2009)."""
COVERED = 0.65
"""Share of an open eye's contrast below which lids cover it."""
LONGEST_BLINK_S = 0.8
AROUND_S = 0.4
"""How long before and after a blink tells how open the eyes are then: the lids of a sleepy one sink between blinks."""
QUIET = 0.03
"""Share of the speech's loudness (95th percentile) below which it pauses: about -30 dB."""


def envelope(sound: Signal) -> Signal:
    """Loudness on the common clock: the RMS of the 25 ms around each moment."""
    half = round(WINDOW_S * SOUND_RATE_HZ / 2)
    power = np.concatenate([[0.0], np.cumsum(sound**2)])
    middles = np.arange(0, sound.size / SOUND_RATE_HZ, 1 / GRID_HZ) * SOUND_RATE_HZ
    begin = np.clip(np.round(middles - half), 0, sound.size).astype(int)
    end = np.clip(np.round(middles + half), 0, sound.size).astype(int)
    return np.asarray(np.sqrt(np.maximum(power[end] - power[begin], 0) / np.maximum(end - begin, 1)))


def on_grid(values: Signal, fps: float, length: int) -> Signal:
    """A signal of the picture on the common clock; frame i belongs to the moment it is first shown, i / fps."""
    times = np.arange(length) / GRID_HZ
    return np.asarray(np.interp(times, np.arange(values.size) / fps, values))


def band(values: Signal, low_hz: float = 1.0, high_hz: float = 8.0) -> Signal:
    """Keep what swings between two rates, without moving it in time."""
    pad = min(values.size - 1, round(2 * GRID_HZ))
    long = np.pad(values - values.mean(), pad, mode="reflect")
    rates = np.fft.rfftfreq(long.size, 1 / GRID_HZ)
    gain = _ramp(rates, 0.7 * low_hz, low_hz) * (1 - _ramp(rates, high_hz, 1.2 * high_hz))
    kept = np.fft.irfft(np.fft.rfft(long) * gain, long.size)
    return np.asarray(kept[pad : pad + values.size])


def _ramp(rates: Signal, low: float, high: float) -> Signal:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip((rates - low) / (high - low), 0, 1)))


def lag(mouth: Signal, loudness: Signal) -> tuple[float, float]:
    """How many seconds the mouth comes after the sound, and how well they agree there.

    Both are on the common clock. A negative lag is a picture that leads. The agreement is Pearson's r.
    """
    size = min(mouth.size, loudness.size)
    one, two = band(mouth[:size]), band(loudness[:size])
    reach = min(round(REACH_S * GRID_HZ), size // 2)
    scores = np.array(
        [
            _pearson(one[max(0, s) : size + min(0, s)], two[max(0, -s) : size - max(0, s)])
            for s in range(-reach, reach + 1)
        ]
    )
    best = int(scores.argmax())
    offset = 0.0
    if 0 < best < scores.size - 1:
        before, here, after = scores[best - 1 : best + 2]
        bend = before - 2 * here + after
        offset = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float((best - reach + offset) / GRID_HZ), float(scores[best])


def _pearson(one: Signal, two: Signal) -> float:
    one, two = one - one.mean(), two - two.mean()
    size = float(np.sqrt((one**2).sum() * (two**2).sum()))
    return float((one * two).sum() / size) if size > 1e-12 else 0.0


def silences(loudness: Signal) -> list[tuple[float, float]]:
    """Where the voice rests for `PAUSE_S` or longer, in seconds."""
    speaking = loudness > QUIET * np.percentile(loudness, 95)
    edges = np.flatnonzero(np.diff(np.concatenate([[True], speaking, [True]]).astype(int)))
    spans = [(edges[i] / GRID_HZ, edges[i + 1] / GRID_HZ) for i in range(0, edges.size - 1, 2)]
    return [(begin, end) for begin, end in spans if end - begin >= PAUSE_S]


def pause_ratio(opening: Signal, fps: float, loudness: Signal) -> float | None:
    """RMS velocity of the mouth in pauses over that in speech; None where there is no pause to look at."""
    if opening.size < 5:
        return None
    velocity = np.diff(opening) * fps
    times = np.arange(velocity.size) / fps
    after = times + 1 / fps
    resting = np.zeros(velocity.size, bool)
    speaking = np.ones(velocity.size, bool)
    for begin, end in silences(loudness):
        speaking &= (after < begin) | (times > end)
        # A clip begins and ends in rest, so those edges need no margin.
        early = begin + CLOSING_S if begin > 0 else -1.0
        late = end - LEADING_S if end < loudness.size / GRID_HZ - 0.02 else end + 1.0
        resting |= (times >= early) & (after <= late)
    if resting.sum() < 4 or speaking.sum() < 4:
        return None
    moving = float(np.sqrt((velocity[speaking] ** 2).mean()))
    return float(np.sqrt((velocity[resting] ** 2).mean()) / moving) if moving > 0 else None


def closed_share(opening: Signal, fps: float, phones: Sequence[Phone]) -> float | None:
    """Share of the P, B and M during which, give or take 40 ms, the lips close; None where there are none."""
    times = np.arange(opening.size) / fps
    shut = 0.15 * float(np.percentile(opening, 95))
    lips = [p for p in phones if p.symbol.lstrip("ˈˌ")[:1] in {"p", "b", "m"} and p.end > p.start]
    seen = [opening[(times >= p.start - 0.04) & (times <= p.end + 0.04)] for p in lips]
    closed = [float(values.min()) <= shut for values in seen if values.size]
    return sum(closed) / len(closed) if closed else None


def spectrum(opening: Signal, fps: float) -> tuple[float | None, float | None]:
    """The rate at which the mouth moves most, and the share of its energy above 8 Hz.

    Both from Welch's spectrum of its opening above 1 Hz, where syllables begin. For the peak, that is freed of the fall
    with rate (1/f) that natural movement has: a mouth in speech then peaks within 2-7 Hz (Chandrasekaran 2009).
    """
    size = min(opening.size, round(2 * fps))
    if size < fps or not float(np.ptp(opening)) > 0:
        return None, None
    window = np.hanning(size)
    power = np.zeros(size // 2 + 1)
    for begin in range(0, opening.size - size + 1, max(1, size // 2)):
        piece = opening[begin : begin + size]
        power += np.abs(np.fft.rfft((piece - piece.mean()) * window)) ** 2
    rates = np.fft.rfftfreq(size, 1 / fps)
    level = np.convolve(power * rates, [0.25, 0.5, 0.25], mode="same")
    low = round(size / fps)
    return float(rates[low + level[low:].argmax()]), float(power[rates > 8.0].sum() / power[low:].sum())


@dataclass(frozen=True, slots=True)
class Blink:
    """One blink."""

    start: float
    """When the eyes are half closed, in seconds."""
    closing: float
    """From four fifths open to one fifth, in seconds."""
    opening: float
    """And back."""


def blinks(eye: Signal, fps: float) -> list[Blink]:
    """Find short coverings of the eyes; `eye` is 1 for open eyes and falls when lids cover them.

    Eyes that stay covered for longer than `LONGEST_BLINK_S` look aside, or sleep.
    """
    if eye.size < 5:
        return []
    usual = float(np.percentile(eye, 75))
    covered = np.flatnonzero(np.diff(np.concatenate([[0], (eye < COVERED * usual).astype(int), [0]])))
    found = []
    for begin, end in zip(covered[::2], covered[1::2], strict=True):
        if begin == 0 or end == eye.size or (end - begin) / fps > LONGEST_BLINK_S:
            continue
        deepest = begin + int(eye[begin:end].argmin())
        reach = round(AROUND_S * fps)
        sides = (-1, eye[max(0, begin - reach) : begin]), (1, eye[end : end + reach])
        closing, opening = (_travel(eye, deepest, step, float(open_.max())) for step, open_ in sides)
        found.append(Blink(begin / fps, closing / fps, opening / fps))
    return found


def _travel(eye: Signal, deepest: int, step: int, open_: float) -> float:
    """Frames between a fifth and four fifths of the way from a closed eye to how far it is open on one side of it."""
    depth = open_ - float(eye[deepest])
    near, far = (_cross(eye, deepest, step, open_ - share * depth) for share in (0.8, 0.2))
    return abs(far - near)


def _cross(eye: Signal, start: int, step: int, level: float) -> float:
    """Go outwards from the closed eye to the last place at which it is no more open than `level`, between frames."""
    here = start
    while 0 <= here + step < eye.size and eye[here] < level:
        here += step
    inner, outer = float(eye[here - step]), float(eye[here])
    share = (level - inner) / (outer - inner) if outer > inner else 1.0
    return here - step * (1 - min(1.0, max(0.0, share)))
