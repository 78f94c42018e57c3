"""How a character carries itself: the habits of its eyes, head and mouth, read from its traits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np


@dataclass(frozen=True, slots=True)
class Manner:
    """The habits of one face. The defaults are those of somebody at ease in conversation."""

    blinks_per_minute: float = 22.0
    """26 on average in conversation (Bentivoglio 1997), 10.5 to 32.5 in 95 of 100 people (Doughty 2001)."""
    blink_seconds: float = 0.3
    """From the first movement of the lid to the last."""
    sway_deg: float = 1.0
    """How far the head moves while it speaks."""
    sway_hz: float = 1.3
    """Heads move at 1-2 Hz in speech (Munhall 2004)."""
    drift_deg: float = 2.0
    """How far the head wanders over seconds, speaking or not."""
    nod_deg: float = 2.6
    """How far a nod goes on a word that stands out."""
    brow: float = 0.8
    """How high the brows go on such a word; below 0 they come down: a scowl."""
    effort: float = 1.0
    """How wide the mouth opens for what is said."""
    gaze: float = 0.45
    """How far the eyes wander."""
    contact: float = 0.68
    """The share of time that the eyes rest on the viewer."""
    gaze_seconds: float = 1.7
    """How long they stay where they are."""
    gaze_down: float = 0.0
    """Where they wander to: 1 down, -1 up."""
    tilt_deg: float = 1.0
    """How far the head tilts to a side."""
    breaths_per_minute: float = 15.0
    droop: float = 0.0
    """How far the lids sink between blinks: 1 shut."""


_HABITS: dict[str, dict[str, float]] = {
    "grumpy": {
        "blinks_per_minute": 17,
        "nod_deg": 3.2,
        "brow": -0.55,
        "drift_deg": 1.9,
        "effort": 0.95,
        "tilt_deg": 0.6,
    },
    "cheerful": {"sway_deg": 1.5, "nod_deg": 3.2, "brow": 1.0, "effort": 1.12, "tilt_deg": 1.6, "drift_deg": 2.4},
    "wise": {"blinks_per_minute": 15, "sway_hz": 1.0, "drift_deg": 2.0, "gaze_seconds": 2.4, "nod_deg": 2.8},
    "shy": {
        "contact": 0.56,
        "gaze_down": 0.6,
        "gaze": 0.45,
        "effort": 0.85,
        "nod_deg": 1.5,
        "tilt_deg": 1.8,
        "brow": 0.6,
    },
    "heroic": {"contact": 0.82, "effort": 1.15, "nod_deg": 3.4, "sway_deg": 1.3, "blinks_per_minute": 16},
    "sleepy": {
        "blinks_per_minute": 13,
        "blink_seconds": 0.55,
        "sway_deg": 0.6,
        "sway_hz": 1.0,
        "brow": 0.45,
        "effort": 0.85,
        "droop": 0.4,
        "breaths_per_minute": 11,
        "drift_deg": 1.7,
    },
    "mischievous": {"tilt_deg": 2.2, "gaze": 0.55, "contact": 0.6, "brow": 1.0, "sway_deg": 1.3, "drift_deg": 2.4},
    "nervous": {
        "blinks_per_minute": 28,
        "blink_seconds": 0.24,
        "gaze_seconds": 0.9,
        "contact": 0.58,
        "sway_hz": 1.9,
        "breaths_per_minute": 22,
        "drift_deg": 2.0,
    },
    "sad": {"gaze_down": 0.7, "contact": 0.58, "nod_deg": 1.6, "sway_deg": 0.6, "effort": 0.85, "brow": 0.6},
    "proud": {"contact": 0.8, "sway_hz": 1.0, "nod_deg": 2.0, "drift_deg": 1.9, "gaze_down": -0.4, "effort": 1.05},
    "gentle": {"sway_deg": 0.9, "nod_deg": 2.0, "tilt_deg": 1.6, "effort": 0.92, "blink_seconds": 0.34},
    "fierce": {"contact": 0.85, "blinks_per_minute": 14, "nod_deg": 3.6, "effort": 1.2, "sway_deg": 1.4, "brow": -0.6},
    "dreamy": {"gaze_down": -0.7, "contact": 0.56, "gaze_seconds": 2.6, "drift_deg": 2.4, "sway_hz": 1.0, "gaze": 0.5},
    "curious": {"tilt_deg": 2.2, "brow": 1.0, "gaze_seconds": 1.2, "sway_deg": 1.3, "drift_deg": 2.4},
    "elegant": {"sway_hz": 1.0, "drift_deg": 1.9, "nod_deg": 1.8, "tilt_deg": 1.5, "blink_seconds": 0.36},
    "calm": {"blinks_per_minute": 16, "sway_deg": 0.7, "sway_hz": 1.0, "nod_deg": 1.8, "breaths_per_minute": 12},
}
"""What each mood of `pipeline.lexicon.MOODS` changes."""

_SHARES = (1.0, 0.5, 0.25)
"""What the strongest mood counts, the second and the third."""
_SPREAD = 0.08
"""No two of a mood are quite alike."""


def manner(traits: Sequence[str], seed: int) -> Manner:
    """The manner of somebody with these traits, strongest first; unknown words leave it at ease."""
    from pipeline.lexicon import moods_of

    plain = Manner()
    habits = {field.name: float(getattr(plain, field.name)) for field in fields(Manner)}
    for mood, share in zip(moods_of(tuple(traits)), _SHARES, strict=False):
        for name, value in _HABITS.get(mood, {}).items():
            habits[name] += share * (value - habits[name])
    chance = np.random.default_rng(seed % (1 << 63))
    for name in sorted(habits):
        habits[name] *= float(1 + _SPREAD * chance.uniform(-1, 1))
    habits["contact"] = min(habits["contact"], 0.92)
    habits["blinks_per_minute"] = min(habits["blinks_per_minute"], 29.0)
    return replace(plain, **habits)
