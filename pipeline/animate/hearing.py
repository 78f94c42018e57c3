"""What the animator hears in a speech: how loud it is, how high, where it is silent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.types import Speech

Track = npt.NDArray[np.float64]
"""(steps,), one value every `STEP` seconds."""

STEP = 0.005
"""Fine enough for the edges of plosives."""
WINDOW = 0.025
QUIET_RMS = 1e-4
"""-80 dBFS: below this a recording holds no voice."""
LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
_PITCH_STEP = 0.02
_PITCH_RATE_HZ = 4000


@dataclass(frozen=True, slots=True)
class Heard:
    """A speech by its sound alone."""

    loudness: Track
    """0 silent, 1 as loud as this speech's loud parts: RMS over 25 ms, to the power 0.6 as ears hear it."""
    pitch: Track
    """Semitones around this speech's middle; 0 where nothing is voiced."""
    voiced: npt.NDArray[np.bool_]


def listen(speech: Speech, steps: int) -> Heard:
    """Hear a speech, `steps` long, whatever its rate, level or content."""
    samples = np.frombuffer(speech.pcm[: len(speech.pcm) // 2 * 2], "<i2").astype(np.float64) / 32768
    loudness = _loudness(samples, speech.rate_hz, steps)
    pitch, voiced = _pitch(samples, speech.rate_hz, steps)
    return Heard(loudness, pitch, voiced)


def _loudness(samples: Track, rate_hz: int, steps: int) -> Track:
    if samples.size < 2:
        return np.zeros(steps)
    # In blocks of a tenth of the window: adding up every sample alone would take most of the time of a plan.
    block = max(1, int(WINDOW / 10 * rate_hz))
    blocks = np.pad(samples, (0, -samples.size % block)).reshape(-1, block)
    sums, energy = (
        np.concatenate(([0.0], np.cumsum(v))) for v in (blocks.sum(1), np.einsum("ij,ij->i", blocks, blocks))
    )
    at = np.arange(steps) * STEP * rate_hz / block
    half = WINDOW * rate_hz / block / 2
    low = np.clip(np.round(at - half).astype(int), 0, len(blocks))
    high = np.clip(np.round(at + half).astype(int), 0, len(blocks))
    count = np.maximum(high - low, 1) * block
    # The variance: a constant offset is no sound.
    rms = np.sqrt(np.maximum((energy[high] - energy[low]) / count - ((sums[high] - sums[low]) / count) ** 2, 0))
    sounding = rms[rms > max(QUIET_RMS, 0.02 * rms.max(initial=0.0))]
    if not sounding.size:
        return np.zeros(steps)
    loud: Track = np.clip(rms / np.percentile(sounding, 90), 0, 1.25) ** 0.6
    return loud


def _pitch(samples: Track, rate_hz: int, steps: int) -> tuple[Track, npt.NDArray[np.bool_]]:
    """By autocorrelation of 50 ms windows (Boersma 1993, without his path search): enough to see emphasis."""
    none = np.zeros(steps), np.zeros(steps, bool)
    factor = max(1, rate_hz // _PITCH_RATE_HZ)
    slow = samples[: samples.size // factor * factor].reshape(-1, factor).mean(1)
    rate = rate_hz / factor
    width = int(0.05 * rate)
    if slow.size < 2 * width or np.abs(slow).max() < QUIET_RMS:
        return none
    starts = np.arange(0, slow.size - width, max(1, int(_PITCH_STEP * rate)))
    window = np.hanning(width)
    frames = slow[starts[:, None] + np.arange(width)] * window
    frames -= frames.mean(1, keepdims=True)
    length = 1 << int(np.ceil(np.log2(2 * width)))
    likeness = np.fft.irfft(np.abs(np.fft.rfft(frames, length)) ** 2)[:, :width]
    own = np.fft.irfft(np.abs(np.fft.rfft(window, length)) ** 2)[:width]
    likeness /= np.maximum(likeness[:, :1], 1e-12)
    likeness /= np.maximum(own / own[0], 0.1)
    short, long = int(rate / HIGHEST_HZ), min(int(rate / LOWEST_HZ), width * 3 // 4)
    lag = short + likeness[:, short:long].argmax(1)
    strength = likeness[np.arange(lag.size), lag]
    loud = np.abs(frames).max(1)
    voiced = (strength > 0.5) & (loud > 0.05 * loud.max())
    if voiced.sum() < 3:
        return none
    semitones = 12 * np.log2(rate / lag)
    middle = np.median(semitones[voiced])
    semitones = np.where(voiced, np.clip(semitones - middle, -12, 12), 0)
    times = (starts + width / 2) / rate
    at = np.arange(steps) * STEP
    return np.interp(at, times, semitones), np.interp(at, times, voiced.astype(float)) > 0.5
