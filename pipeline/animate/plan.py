"""Plans what a face does while it speaks: a pose for every frame, no pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.animate.accents import accents_of, gestures
from pipeline.animate.guess import with_phones
from pipeline.animate.hearing import STEP, Track, listen
from pipeline.animate.idle import Idle, ease, idle, noise
from pipeline.animate.manner import Manner, manner
from pipeline.animate.talk import spells_of, talk
from pipeline.encode import frames_of
from pipeline.types import Motion, Pose, Speech

__all__ = ["Manner", "manner", "plan"]

AT_EASE = Manner()

LEAD_S = 0.015
"""The picture is ahead of the sound by this much: people expect to see speech before they hear it."""
_EDGE_S = 0.15
_TURN_DEG, _NOD_DEG, _TILT_DEG = 7.0, 6.0, 5.0
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
    how = manner
    frames = frames_of(speech, fps)
    seconds = frames / fps
    steps = int(np.ceil((seconds + LEAD_S) / STEP)) + 1
    heard = listen(speech, steps)
    told = with_phones(speech, heard)
    lips, jaw = talk(spells_of(told.phones, seconds), heard, steps, how.effort)
    at = (np.arange(frames) + 0.5) / fps
    step = np.minimum(np.round((at + LEAD_S) / STEP).astype(int), steps - 1)
    step[0], step[-1] = 0, steps - 1
    brow, nod = gestures(accents_of(told.phones, heard), at, seed, how)
    calm = _edges(at, seconds)
    face = idle(start + at, seed, how)
    stir = calm * _stir(heard.loudness, at) * how.sway_deg
    face = replace(
        face,
        yaw_deg=face.yaw_deg + stir * 1.2 * noise(start + at, how.sway_hz, seed, 5),
        pitch_deg=face.pitch_deg + calm * nod + stir * 0.6 * noise(start + at, how.sway_hz, seed, 6),
        roll_deg=face.roll_deg + stir * 0.7 * noise(start + at, how.sway_hz * 0.8, seed, 7),
    )
    return Motion(fps, _poses(lips[step], jaw[step], calm * brow, face))


def _edges(at: Track, seconds: float) -> Track:
    """0 at both ends of a sentence, where the next one takes over."""
    return ease(np.clip(np.minimum(at, seconds - at) / _EDGE_S, 0, 1))


def _stir(loudness: Track, at: Track) -> Track:
    """How much the head takes part: the loudness of the last and the next half second."""
    reach = int(0.25 / STEP)
    sums = np.concatenate(([0.0], np.cumsum(loudness)))
    middle = (at / STEP).astype(int)
    low, high = np.clip(middle - reach, 0, loudness.size), np.clip(middle + reach, 0, loudness.size)
    return np.asarray((sums[high] - sums[low]) / np.maximum(high - low, 1))


def _poses(lips: Track, jaw: Track, brow: Track, face: Idle) -> tuple[Pose, ...]:
    yaw = _TURN_DEG * np.tanh(face.yaw_deg / _TURN_DEG)
    pitch = _NOD_DEG * np.tanh(face.pitch_deg / _NOD_DEG)
    roll = _TILT_DEG * np.tanh(face.roll_deg / _TILT_DEG)
    rows = np.stack(
        (jaw, face.blink, brow, yaw, pitch, roll, face.shift_x, face.shift_y, face.gaze_x, face.gaze_y, face.breath), 1
    )
    rows[~np.isfinite(rows)] = 0
    return tuple(Pose(tuple(weights), *row) for weights, row in zip(lips.tolist(), rows.tolist(), strict=True))
