"""Gives every persona a shade of its own, so that two with one voice do not sound alike."""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.types import Voice

PITCH_SEMITONES = 1.5
FORMANT_SHARE = 0.05
RATE_SHARE = 0.06
"""The most that a shade moves a voice: enough to tell two apart, too little to change whose voice it is."""


def shade(voice: Voice, seed: int) -> Voice:
    """The voice as one persona has it: the same seed, the same shade."""
    dice = random.Random(seed)  # noqa: S311 - a shade is no secret
    return replace(
        voice,
        pitch_semitones=voice.pitch_semitones + dice.uniform(-PITCH_SEMITONES, PITCH_SEMITONES),
        formant_ratio=voice.formant_ratio * (1 + dice.uniform(-FORMANT_SHARE, FORMANT_SHARE)),
        rate_ratio=voice.rate_ratio * (1 + dice.uniform(-RATE_SHARE, RATE_SHARE)),
    )
