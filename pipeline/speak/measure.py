"""Measures speech: what makes a voice that voice, silence at the ends, and where mouths close for stops.

For tests and benchmarks; it hears only the sound and shares nothing with what made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import parselmouth
from numpy.typing import NDArray

from pipeline.types import Speech

Print = NDArray[np.float64]
"""One take of a voice: median pitch in semitones, the logarithms of F1 to F4, twelve MFCCs."""

_LEAST_VOICED = 0.35

PITCH_FLOOR_HZ, PITCH_CEILING_HZ = 40.0, 700.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """How far apart voices are."""

    pair: float
    """The distance of the two voices nearest to each other."""
    voices: tuple[str, str]
    takes: float
    """The largest distance of two takes of one voice."""
    takes_voice: str
    share: float
    """The least that the distance of two voices is, as a multiple of the distance of two takes of either of them."""
    share_voices: tuple[str, str]


def sound_of(speech: Speech) -> NDArray[np.float64]:
    """The samples within ±1."""
    return np.frombuffer(speech.pcm, "<i2").astype(np.float64) / 32768.0


def voice_print(speech: Speech) -> Print:
    """What tells one voice from another: pitch, four formants, twelve MFCCs."""
    heard = parselmouth.Sound(sound_of(speech), speech.rate_hz)
    pitch = heard.to_pitch_ac(None, PITCH_FLOOR_HZ, voicing_threshold=0.3, pitch_ceiling=PITCH_CEILING_HZ)
    hz = pitch.selected_array["frequency"]
    whispered = float((hz > 0).mean()) < _LEAST_VOICED
    times = pitch.xs() if whispered else pitch.xs()[hz > 0]
    # A whisper has no pitch; what the tracker finds in it by chance must not tell two takes apart.
    height = 12 * np.log2(PITCH_FLOOR_HZ if whispered else np.median(hz[hz > 0]))
    formants = heard.to_formant_burg(maximum_formant=5500.0)
    table = np.array([[formants.get_value_at_time(n, t) for n in (1, 2, 3, 4)] for t in times[::2]])
    throat = np.log(np.nanmean(table, axis=0))
    coefficients = heard.to_mfcc(number_of_coefficients=12).to_array()
    loud = coefficients[0] > np.percentile(coefficients[0], 40)
    return np.concatenate(([height], throat, coefficients[1:, loud].mean(axis=1)))


def nearest(prints: dict[str, list[Print]]) -> Nearest:
    """Compare voices by their takes, each feature in units of how far it moves between takes of one voice.

    Pitch, formants and MFCCs count alike.
    """
    within = np.sqrt(np.mean([np.var(takes, axis=0, ddof=1) for takes in prints.values()], axis=0))
    across = np.std([np.mean(takes, axis=0) for takes in prints.values()], axis=0)
    unit = np.maximum(within, 1e-3 * np.maximum(across, 1e-9))

    def distance(one: Print, other: Print) -> float:
        moved = np.square((one - other) / unit)
        return float(np.sqrt(moved[0] + moved[1:5].mean() + moved[5:].mean()))

    apart = {
        (one, other): min(distance(a, b) for a, b in product(prints[one], prints[other]))
        for one, other in combinations(prints, 2)
    }
    own = {name: max(distance(a, b) for a, b in combinations(takes, 2)) for name, takes in prints.items()}
    pair = min(apart, key=lambda key: apart[key])
    widest = max(own, key=lambda key: own[key])
    shares = {key: apart[key] / max(own[key[0]], own[key[1]]) for key in apart}
    confused = min(shares, key=lambda key: shares[key])
    return Nearest(apart[pair], pair, own[widest], widest, shares[confused], confused)


def edges_s(speech: Speech, quiet_db: float = -40.0) -> tuple[float, float]:
    """The silence before and after the sound: what lies below the loudest 10 ms by more than `quiet_db`."""
    hop = max(1, speech.rate_hz // 100)
    sound = sound_of(speech)
    count = max(1, len(sound) // hop)
    level = np.sqrt(np.mean(np.square(sound[: count * hop].reshape(count, -1)), axis=1))
    loud = np.flatnonzero(level > max(level.max() * 10 ** (quiet_db / 20), 1e-6))
    if not len(loud):
        return speech.seconds, 0.0
    return float(loud[0] * hop / speech.rate_hz), float(speech.seconds - (loud[-1] + 1) * hop / speech.rate_hz)


_PLOSIVES = frozenset("ptk")
_NEAR_S = 0.04
_STRETCH = 22
"""Milliseconds before and after; a closure lasts about forty."""


def closure_errors_s(speech: Speech) -> list[float]:
    """For every voiceless stop between vowels, how far its phone begins from where the sound says the mouth closes.

    The closure is where the level falls fastest in the neighbourhood of the phone's beginning; stops at an edge
    or beside another stop have no fall of their own and are left out.
    """
    sound, rate_hz = sound_of(speech), speech.rate_hz
    hop = rate_hz // 1000
    window = np.hanning(6 * hop + 1)
    power = np.convolve(np.square(sound), window / window.sum(), mode="same")[::hop]
    level_db = 10 * np.log10(power + 10 ** (-35 / 10) * power.max())
    step_s = hop / rate_hz
    # The mean of a stretch before against that of one after: a rough voice trembles, but not for so long.
    total = np.concatenate(([0.0], np.cumsum(level_db)))
    fall = np.zeros(len(level_db))
    inner = np.arange(_STRETCH, len(level_db) - _STRETCH)
    fall[inner] = 2 * total[inner] - total[inner - _STRETCH] - total[inner + _STRETCH]
    errors = []
    for before, stop, after in zip(speech.phones, speech.phones[1:], speech.phones[2:], strict=False):
        if stop.symbol[:1] not in _PLOSIVES or not (_is_vowel(before.symbol) and _is_vowel(after.symbol)):
            continue
        low, high = round((stop.start - _NEAR_S) / step_s), round((stop.start + _NEAR_S) / step_s)
        if low < 0 or high > len(fall):
            continue
        errors.append((low + int(np.argmax(fall[low:high]))) * step_s - stop.start)
    return errors


def _is_vowel(symbol: str) -> bool:
    return bool(symbol) and symbol[0] in "aeiouyøœɐɑɒæɛəɜɪɔʊʌʉɨɯɤɵ"
