"""Which words stand out, and what brows and head do there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.animate.hearing import STEP, Heard
from pipeline.animate.idle import ease
from pipeline.animate.manner import Manner
from pipeline.animate.mouths import is_stressed, visemes_of
from pipeline.types import Phone

Track = npt.NDArray[np.float64]

APART_S = 0.45
"""Closer ones would be a shaking head."""
NOD_AFTER_S, NOD_S = 0.09, 0.34
BROW_BEFORE_S, BROW_S = 0.07, 0.42
"""A nod is lowest just after what it stresses, the brow highest just before (Munhall 2004, Flecha-García 2010)."""
BOUNCE = 0.0013
"""Of the picture's height, for every degree of a nod."""
FLASH, FLASH_AT_S, FLASH_S = 0.6, 0.42, 0.4
BROW_SHARE = 0.71
"""Of the rises in pitch that brows take part in (Cavé 1996)."""


@dataclass(frozen=True, slots=True)
class Accent:
    """A sound that stands out."""

    at: float
    strength: float
    """0 to 1."""


def accents_of(phones: Sequence[Phone], heard: Heard) -> list[Accent]:
    """The vowels that are louder, higher or stressed, at most one every `APART_S`."""
    vowels = [p for p in phones if any(v.voiced_vowel for v in visemes_of(p.symbol))]
    if not vowels or not heard.loudness.any():
        return []
    loud = np.array([_most(heard.loudness, p) for p in vowels])
    high = np.array([_most(heard.pitch, p) for p in vowels])
    stressed = np.array([is_stressed(p.symbol) for p in vowels], float)
    score = 0.45 * _standing_out(loud) + 0.45 * _standing_out(high) + 0.6 * stressed
    found: list[Accent] = []
    for k in np.argsort(-score):
        at = (vowels[k].start + vowels[k].end) / 2
        if score[k] < 0.4:
            break
        if all(abs(at - other.at) >= APART_S for other in found):
            found.append(Accent(at, float(np.clip(score[k] / 2.0, 0.15, 1))))
    return sorted(found, key=lambda accent: accent.at)


def _most(track: Track, phone: Phone) -> float:
    low = int(np.clip(phone.start / STEP, 0, track.size - 1))
    high = int(np.clip(phone.end / STEP, low + 1, track.size))
    return float(track[low:high].max())


def _standing_out(values: Track) -> Track:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-6)).clip(-2, 2)


@dataclass(frozen=True, slots=True)
class Gestures:
    """What brows and head do on accents, in the units of `Pose`."""

    brow: Track
    pitch_deg: Track
    shift_y: Track


def gestures(accents: Sequence[Accent], at: Track, seed: int, how: Manner) -> Gestures:
    """The gestures of a sentence whose first moment is 0."""
    brow, pitch, shift = np.zeros_like(at), np.zeros_like(at), np.zeros_like(at)
    chance = np.random.default_rng((seed % (1 << 62), 19, len(accents)))
    for accent in accents:
        size = accent.strength * chance.uniform(0.75, 1.15)
        pitch -= how.nod_deg * size * _bump(at - accent.at - NOD_AFTER_S, NOD_S)
        # Before a nod the head lifts a little, and all of it goes along.
        lift = _bump(at - accent.at + 0.2, NOD_S)
        pitch += 0.3 * how.nod_deg * size * lift
        shift += BOUNCE * how.nod_deg * size * (_bump(at - accent.at - NOD_AFTER_S, NOD_S) - 0.5 * lift)
        if chance.uniform() < BROW_SHARE:
            brow += how.brow * size * _bump(at - accent.at + BROW_BEFORE_S, BROW_S)
    return Gestures(np.clip(brow, -1, 1), pitch, shift)


def flash(at: Track, how: Manner) -> Track:
    """The brows of somebody who begins to speak: up for a moment, as in every greeting (Eibl-Eibesfeldt 1972)."""
    return np.asarray(FLASH * abs(how.brow) * _bump(at - FLASH_AT_S, FLASH_S))


def _bump(since: Track, whole: float) -> Track:
    """Up and down around 0, `whole` seconds long."""
    return ease(np.clip(1 - np.abs(since) / (whole / 2), 0, 1))
