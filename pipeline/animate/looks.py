"""Where eyes go while somebody speaks: at the listener where a sentence begins and ends, away while they think."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.animate.idle import SACCADE_S, ease
from pipeline.animate.manner import Manner
from pipeline.animate.talk import Spell, plateau

Track = npt.NDArray[np.float64]

MEETS_S, LEAVES_S = 0.3, 0.35
"""How long before its end a sentence is said to somebody, and when after its beginning eyes may leave (Kendon 1967)."""
THINKS_S = 0.24
"""Shorter pauses are for breath."""
_THINKS = 0.6
"""The share of pauses in which somebody looks away."""


def meeting(at: Track, voice_ends: float) -> Track:
    """1 where eyes go where they like, 0 where they meet the listener's: at both ends of a sentence."""
    begun = ease(np.clip((at - LEAVES_S) / SACCADE_S, 0, 1))
    ending = ease(np.clip((at - voice_ends + MEETS_S) / SACCADE_S, 0, 1))
    return np.asarray(begun * (1 - ending))


def thinking(spells: Sequence[Spell], at: Track, seed: int, how: Manner) -> tuple[Track, Track]:
    """Glances away in the pauses within a sentence, x and y."""
    x, y = np.zeros_like(at), np.zeros_like(at)
    chance = np.random.default_rng((seed % (1 << 62), 23, len(spells)))
    for spell in spells[1:-1]:
        if spell.viseme is not None or spell.end - spell.start < THINKS_S or chance.uniform() > _THINKS:
            continue
        size = how.gaze * chance.uniform(0.8, 1.3)
        away = plateau(at, spell.start + SACCADE_S, spell.end + 0.1, SACCADE_S)
        x += chance.choice((-1, 1)) * size * away
        # Up while one searches for words, unless one's eyes are on the ground anyway.
        y += (-0.7 if how.gaze_down <= 0 else how.gaze_down) * size * away
    return x, y
