"""Plans what a face does while it speaks: a pose for every frame, no pixels."""

from __future__ import annotations

import numpy as np

from pipeline.animate.accents import accents_of
from pipeline.animate.acting import Said, act
from pipeline.animate.guess import with_phones
from pipeline.animate.hearing import STEP, Track, listen
from pipeline.animate.idle import Idle, idle
from pipeline.animate.manner import Manner, manner
from pipeline.animate.talk import spells_of, talk
from pipeline.animate.tone import meant, tone_of
from pipeline.encode import frames_of
from pipeline.types import Motion, Pose, Speech

__all__ = ["Manner", "manner", "plan"]

AT_EASE = Manner()

LEAD_S = 0.015
"""The picture is ahead of the sound by this much: people expect to see speech before they hear it."""
_TURN_DEG, _NOD_DEG, _TILT_DEG = 7.0, 6.0, 3.0
"""The most that a flat picture can be turned without looking like one."""


def plan(speech: Speech, *, fps: int = 25, start: float = 0.0, seed: int = 0, manner: Manner = AT_EASE) -> Motion:
    """Plan the motion of one sentence.

    Args:
        speech: What is said. Without phones their times are estimated from its text and energy.
        fps: Frames a second.
        start: Seconds of the reply before this sentence: what the face does by itself runs on from there.
        seed: Another seed, another performance.
        manner: How the character carries itself.
    """
    tone = tone_of(speech.text)
    how = meant(manner, tone)
    frames = frames_of(speech, fps)
    seconds = frames / fps
    steps = int(np.ceil((seconds + LEAD_S) / STEP)) + 1
    heard = listen(speech, steps)
    told = with_phones(speech, heard)
    spells = spells_of(told.phones, seconds)
    lips, jaw = talk(spells, heard, steps, how.effort)
    at = (np.arange(frames) + 0.5) / fps
    step = np.minimum(np.round((at + LEAD_S) / STEP).astype(int), steps - 1)
    step[0], step[-1] = 0, steps - 1
    said = Said(spells, accents_of(told.phones, heard), heard.loudness, tone, seconds, start)
    face, brow = act(idle(start + at, seed, manner), said, at, seed, how)
    return Motion(fps, _poses(lips[step], jaw[step], brow, face))


def _poses(lips: Track, jaw: Track, brow: Track, face: Idle) -> tuple[Pose, ...]:
    yaw = _TURN_DEG * np.tanh(face.yaw_deg / _TURN_DEG)
    pitch = _NOD_DEG * np.tanh(face.pitch_deg / _NOD_DEG)
    roll = _TILT_DEG * np.tanh(face.roll_deg / _TILT_DEG)
    rows = np.stack(
        (jaw, face.blink, brow, yaw, pitch, roll, face.shift_x, face.shift_y, face.gaze_x, face.gaze_y, face.breath), 1
    )
    rows[~np.isfinite(rows)] = 0
    return tuple(Pose(tuple(weights), *row) for weights, row in zip(lips.tolist(), rows.tolist(), strict=True))
