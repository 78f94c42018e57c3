"""Gives every persona a shade of its own, so that two with one voice do not sound alike."""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.types import Voice

PITCH_SEMITONES = 1.5
FORMANT_SHARE = 0.05
RATE_SHARE = 0.06
"""The most that a shade moves a voice: enough to tell two apart, too little to change whose voice it is."""

_PITCHES = (-12.0, 12.0)
_FORMANTS = (0.6, 1.6)
_RATES = (0.5, 2.0)
"""What a catalogue may ask for; a shade stays within."""


def shade(voice: Voice, seed: int) -> Voice:
    """The voice as one persona has it: the same seed, the same shade."""
    dice = random.Random(seed)  # noqa: S311 - a shade is no secret
    return replace(
        voice,
        pitch_semitones=_within(voice.pitch_semitones + dice.uniform(-PITCH_SEMITONES, PITCH_SEMITONES), _PITCHES),
        formant_ratio=_within(voice.formant_ratio * (1 + dice.uniform(-FORMANT_SHARE, FORMANT_SHARE)), _FORMANTS),
        rate_ratio=_within(voice.rate_ratio * (1 + dice.uniform(-RATE_SHARE, RATE_SHARE)), _RATES),
    )


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])
