"""Measures and sets loudness after ITU-R BS.1770-5, and keeps true peaks below a ceiling: of sentences and of clips.

Written here because the kept libraries bring scipy (pyloudnorm) or a second process for every sentence (ffmpeg's
loudnorm, which also wants three seconds of sound to measure). Sound is (samples,) float64 within ±1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

TARGET_LUFS = -16.0
"""What phones and browsers play speech at (AES TD1008)."""
MOST_GAIN_DB = 50.0
"""More would only bring up a room's noise."""
CEILING_DBFS = -1.0
SILENT_LUFS = -70.0
"""The absolute gate; also what silence measures."""

_BLOCK_S = 0.4
_OVERLAP = 4
_RELATIVE_GATE_LU = -10.0
_OFFSET = -0.691


def loudness_lufs(sound: Sound, rate_hz: int) -> float:
    """The integrated, gated loudness of a mono sound; shorter than one block, it is taken as one."""
    return _gated_lufs(_k_weighted(sound, rate_hz), rate_hz)


def _gated_lufs(weighted: Sound, rate_hz: int) -> float:
    block = max(1, round(_BLOCK_S * rate_hz))
    total = np.concatenate(([0.0], np.cumsum(weighted * weighted)))
    if len(weighted) <= block:
        starts, length = np.array([0]), max(1, len(weighted))
    else:
        starts, length = np.arange(0, len(weighted) - block + 1, block // _OVERLAP), block
    power = (total[np.minimum(starts + length, len(weighted))] - total[starts]) / length
    loud = power[_lufs(power) > SILENT_LUFS]
    if not len(loud):
        return SILENT_LUFS
    loud = loud[_lufs(loud) > _lufs(loud.mean()) + _RELATIVE_GATE_LU]
    return float(_lufs(loud.mean()))


def true_peak(sound: Sound) -> float:
    """The highest level between and at the samples, from four-fold oversampling."""
    return float(_envelope(sound).max(initial=0.0))


def levelled(sound: Sound, rate_hz: int, near_db: float = 0.0) -> Sound:
    """The sound at the target loudness, its peaks held below the ceiling without clipping; silence stays silence.

    What is within `near_db` of the target already, as joined sentences are, is left as it is.
    """
    ceiling = 10 ** (CEILING_DBFS / 20) * 0.98
    weighted = _k_weighted(sound, rate_hz)
    measured = _gated_lufs(weighted, rate_hz)
    if measured <= SILENT_LUFS:
        return sound
    envelope = _envelope(sound)
    if abs(TARGET_LUFS - measured) < near_db and envelope.max(initial=0.0) <= ceiling:
        return sound
    most = 10 ** (MOST_GAIN_DB / 20)
    gain = min(10 ** ((TARGET_LUFS - measured) / 20), most)
    limiting = np.ones(len(sound))
    for _ in range(4):
        limiting = gain * _limiting(gain * envelope, rate_hz, ceiling)
        # The limiter is slow beside the weighting filter, so that the two may change places.
        missing = TARGET_LUFS - _gated_lufs(weighted * limiting, rate_hz)
        if abs(missing) < 0.1:
            break
        gain = min(gain * 10 ** (missing / 20), most)
    peak = float((envelope * limiting).max())
    return sound * (limiting * min(1.0, ceiling / peak))


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(power, 1e-12)))


def _k_weighted(sound: Sound, rate_hz: int) -> Sound:
    """Filtered as the ear hears; the two biquads are applied as their exact response, padded against wrapping."""
    size = smooth_size(len(sound) + rate_hz // 4)
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones(len(z), complex)
    for numerator, denominator in _k_biquads(rate_hz):
        response *= (numerator[0] + z * (numerator[1] + z * numerator[2])) / (
            denominator[0] + z * (denominator[1] + z * denominator[2])
        )
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: len(sound)]


def _k_biquads(rate_hz: int) -> list[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    """The pre-filter and the RLB filter at any rate, as numerators and denominators.

    BS.1770 gives coefficients for 48 kHz alone; these parameters reproduce them there (libebur128, MIT,
    ebur128.c, `ebur128_init_filter`).
    """
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = (
        (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k),
        (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k),
    )
    k = math.tan(math.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    norm = 1 + k / q + k * k
    return [shelf, ((1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm))]


def _envelope(sound: Sound) -> Sound:
    """The highest level around every sample, between samples too: a windowed sinc at the three quarter steps."""
    level = np.abs(sound)
    taps = np.arange(-6, 6)
    for quarter in (0.25, 0.5, 0.75):
        at = taps + quarter
        kernel = np.sinc(at) * np.cos(np.pi * at / 13) ** 2
        between = np.abs(np.convolve(sound, kernel / kernel.sum(), mode="full")[5 : 5 + len(sound)])
        level = np.maximum(level, between)
        level[1:] = np.maximum(level[1:], between[:-1])
    return level


def _limiting(envelope: Sound, rate_hz: int, ceiling: float) -> Sound:
    """A gain for every sample that is low enough in time before a peak, and changes slowly enough to be unheard."""
    if envelope.max(initial=0.0) <= ceiling:
        return np.ones(len(envelope))
    hop = max(1, round(0.0015 * rate_hz))
    count = -(-len(envelope) // hop)
    padded = np.zeros(count * hop)
    padded[: len(envelope)] = envelope
    needed = np.minimum(1.0, ceiling / np.maximum(padded.reshape(count, hop).max(axis=1), 1e-9))
    reach = 4
    held = np.pad(needed, reach, constant_values=1.0)
    low = np.lib.stride_tricks.sliding_window_view(held, 2 * reach + 1).min(axis=1)
    window = np.hanning(2 * reach + 1)[1:-1]
    padded_low = np.pad(low, len(window) // 2, mode="edge")
    smooth = np.convolve(padded_low, window / window.sum(), mode="valid")
    gain: Sound = np.interp(np.arange(len(envelope)), (np.arange(count) + 0.5) * hop, smooth)
    return gain


def smooth_size(least: int) -> int:
    """The smallest transform size of at least this length that is quick."""
    step = 1 << max(0, least.bit_length() - 4)
    return -(-least // step) * step
