"""Measures how loud speech is, and brings it to the loudness that clips play at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]
"""(n,), full scale 1."""

RATE_HZ = 48_000
"""The rate that everything here expects."""
TARGET_LUFS = -16.0
"""What phones and browsers play spoken clips at (AES TD1008 for speech)."""
CLOSE_DB = 0.5
"""Nobody hears less; a speech this near is left as it is."""
MOST_GAIN_DB = 40.0
KNEE = 0.75
"""Peaks above this bend towards full scale instead of clipping."""

# K-weighting at 48 kHz: a shelf for the head and a high pass (ITU-R BS.1770-4, tables 1 and 2).
_SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)
_HIGH_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)
_BLOCK = RATE_HZ * 2 // 5
_HOP = RATE_HZ // 10


def integrated_lufs(samples: Samples) -> float:
    """The integrated loudness of mono sound at 48 kHz; -inf where all of it is below the gate.

    Blocks of 400 ms every 100 ms, gated at -70 LUFS and at 10 below the mean of the rest (ITU-R BS.1770-4).
    """
    if not samples.size:
        return -np.inf
    energy = np.concatenate(([0.0], np.cumsum(_weighted(samples) ** 2)))
    starts = np.arange(0, max(1, samples.size - _BLOCK + 1), _HOP)
    ends = np.minimum(starts + _BLOCK, samples.size)
    power = (energy[ends] - energy[starts]) / (ends - starts)
    loud = power[_lufs(power) > -70.0]
    if not loud.size:
        return -np.inf
    loud = loud[_lufs(loud) > float(_lufs(loud.mean())) - 10.0]
    return float(_lufs(loud.mean()))


def normalise(samples: Samples, target_lufs: float = TARGET_LUFS) -> Samples:
    """Bring sound to a loudness by one gain; silence stays silence, peaks bend below full scale."""
    measured = integrated_lufs(samples)
    if not np.isfinite(measured):
        return samples
    gain_db = min(target_lufs - measured, MOST_GAIN_DB)
    if abs(gain_db) < CLOSE_DB:
        return samples
    return _bend(samples * 10 ** (gain_db / 20))


def _bend(samples: Samples) -> Samples:
    size = np.abs(samples)
    room = 0.98 - KNEE
    over = np.maximum(size - KNEE, 0.0) / room
    return np.where(size > KNEE, np.sign(samples) * (KNEE + room * np.tanh(over)), samples)


def _lufs(power: Samples | np.float64) -> Samples:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def _weighted(samples: Samples) -> Samples:
    # In the frequency domain: recursive filters are slow without a compiled helper. The padding keeps the filters'
    # ringing from wrapping around to the start.
    length = 1 << int(np.ceil(np.log2(samples.size + RATE_HZ // 4)))
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    response = np.ones_like(z)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= (above[0] + above[1] * z + above[2] * z**2) / (below[0] + below[1] * z + below[2] * z**2)
    return np.fft.irfft(np.fft.rfft(samples, length) * response, length)[: samples.size]
