"""What head, brows and eyes do because of what is said, over what they do by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.animate.accents import Accent, flash, gestures
from pipeline.animate.hearing import STEP
from pipeline.animate.idle import Idle, ease, noise
from pipeline.animate.looks import meeting, thinking
from pipeline.animate.manner import Manner
from pipeline.animate.talk import Spell
from pipeline.animate.tone import Tone, showing

Track = npt.NDArray[np.float64]

_EDGE_S = 0.15
_LID_FOLLOWS = 0.22
"""How far lids sink with eyes that look down."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence as it is acted."""

    spells: Sequence[Spell]
    accents: Sequence[Accent]
    loudness: Track
    """Every `STEP` seconds."""
    tone: Tone
    seconds: float
    start: float
    """Seconds of the reply before it."""

    @property
    def voice(self) -> tuple[float, float]:
        """When it begins to sound and when it ends."""
        sounding = [spell for spell in self.spells if spell.viseme is not None]
        return (sounding[0].start, sounding[-1].end) if sounding else (0.0, 0.0)


def act(face: Idle, said: Said, at: Track, seed: int, how: Manner) -> tuple[Idle, Track]:
    """The face of somebody who says a sentence, at moments of it, and their brows in the units of `Pose`."""
    begins, ends = said.voice
    calm = _edges(at, said.seconds)
    shown = calm * (showing(at, begins, ends) if ends > begins else 0.0)
    acts = gestures(said.accents, at, seed, how)
    brow = acts.brow + said.tone.end_brow * shown
    if said.start == 0 and ends > begins:
        brow = brow + flash(at, how)
    side = 1 if seed % 2 else -1
    face = _stirred(_looking(face, said, at, ends, seed, how), said, at, calm, seed, how)
    gaze_y = np.clip(face.gaze_y + shown * said.tone.end_gaze_y, -1, 1)
    face = replace(
        face,
        pitch_deg=face.pitch_deg + calm * acts.pitch_deg + shown * said.tone.end_pitch_deg,
        roll_deg=face.roll_deg + shown * side * said.tone.end_roll_deg,
        shift_y=face.shift_y + calm * acts.shift_y,
        gaze_x=np.clip(face.gaze_x, -1, 1),
        gaze_y=gaze_y,
        blink=np.maximum(face.blink, _LID_FOLLOWS * np.maximum(gaze_y, 0)),
    )
    return face, np.clip(calm * brow, -1, 1)


def _looking(face: Idle, said: Said, at: Track, ends: float, seed: int, how: Manner) -> Idle:
    meet = meeting(at, ends) if ends > 0 else np.ones_like(at)
    away_x, away_y = thinking(said.spells, at, seed, how)
    return replace(face, gaze_x=face.gaze_x * meet + away_x, gaze_y=face.gaze_y * meet + away_y)


def _stirred(face: Idle, said: Said, at: Track, calm: Track, seed: int, how: Manner) -> Idle:
    """A head takes part in what it says."""
    size = calm * _part(said.loudness, at) * how.sway_deg
    time = said.start + at
    return replace(
        face,
        yaw_deg=face.yaw_deg + size * 1.2 * noise(time, how.sway_hz, seed, 5),
        pitch_deg=face.pitch_deg + size * 0.6 * noise(time, how.sway_hz, seed, 6),
        roll_deg=face.roll_deg + size * 0.7 * noise(time, how.sway_hz * 0.8, seed, 7),
    )


def _edges(at: Track, seconds: float) -> Track:
    """0 at both ends of a sentence, where the next one takes over."""
    return ease(np.clip(np.minimum(at, seconds - at) / _EDGE_S, 0, 1))


def _part(loudness: Track, at: Track) -> Track:
    """How much the head takes part: the loudness of the last and the next quarter of a second."""
    reach = int(0.25 / STEP)
    sums = np.concatenate(([0.0], np.cumsum(loudness)))
    middle = (at / STEP).astype(int)
    low, high = np.clip(middle - reach, 0, loudness.size), np.clip(middle + reach, 0, loudness.size)
    return np.asarray((sums[high] - sums[low]) / np.maximum(high - low, 1))
