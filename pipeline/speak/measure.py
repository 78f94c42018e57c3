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
    return Nearest(apart[pair], pair, own[widest], widest)
