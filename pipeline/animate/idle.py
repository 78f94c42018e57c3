"""What a face does without being asked: blinks, glances, wandering and breath.

Everything here is a function of the time since the reply began and of a seed, so that it runs on across sentences that
are planned one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.animate.manner import Manner

Track = npt.NDArray[np.float64]

BLINK_CLOSES, BLINK_STAYS = 0.27, 0.15
"""Shares of a blink: the lid falls two or three times as fast as it rises (Trutoiu 2011)."""
LID_CLOSES_S = (0.066, 0.1)
"""The fastest and the slowest that a lid falls."""
LID_STAYS_S = 0.042
"""At 25 frames a second one frame shows the eyes closed."""
BLINK_SPREAD = 0.45
"""Of the logarithm of the gaps: they are log-normal."""
SHORTEST_GAP_S = 0.6
SACCADE_S = 0.06
FOLLOW_S = 0.5
"""The head comes after the eyes."""
WAKE_S = 0.7
"""A clip begins with the picture as it was painted and comes to life from there."""


@dataclass(frozen=True, slots=True)
class Idle:
    """One value per moment, in the units of `Pose`."""

    blink: Track
    gaze_x: Track
    gaze_y: Track
    yaw_deg: Track
    pitch_deg: Track
    roll_deg: Track
    shift_x: Track
    shift_y: Track
    breath: Track
    wake: Track
    """0 at the very beginning, 1 soon after."""


def idle(at: Track, seed: int, how: Manner) -> Idle:
    """The idle face at moments `at`, in seconds since the reply began, rising."""
    wake = ease(np.clip(at / WAKE_S, 0, 1))
    look_x, look_y, follow_x, follow_y = _gaze(at, seed, how)
    drift = how.drift_deg * wake
    breath = _breath(at, seed, how) * wake
    sinking = how.droop * wake * ease(np.clip(2 * noise(at, 0.13, seed, 8) - 0.4, 0, 1))
    return Idle(
        blink=np.maximum(_blinks(at, seed, how), sinking),
        gaze_x=look_x * wake,
        gaze_y=look_y * wake,
        yaw_deg=drift * noise(at, 0.22, seed, 1) + 1.5 * follow_x * wake,
        pitch_deg=0.5 * drift * noise(at, 0.19, seed, 2) - 1.0 * follow_y * wake,
        roll_deg=how.tilt_deg * wake * noise(at, 0.17, seed, 3),
        shift_x=0.003 * wake * noise(at, 0.15, seed, 4),
        shift_y=-0.0018 * breath,
        breath=breath,
        wake=wake,
    )


def noise(at: Track, hz: float, seed: int, channel: int) -> Track:
    """Smooth noise in -1..1 whose speed is about `hz`: cubic through hashed values, two a period."""
    place = at * hz * 2
    cell = np.floor(place).astype(np.int64)
    part = place - cell
    a, b, c, d = (_hashed(cell + k, seed, channel) for k in (-1, 0, 1, 2))
    # Catmull-Rom, so that speed is continuous too.
    value = b + 0.5 * part * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)))
    return np.asarray(np.clip(value, -1, 1))


def ease(share: Track) -> Track:
    """0 to 1 with a slow beginning and end."""
    return np.asarray(share * share * (3 - 2 * share))


def _hashed(cell: npt.NDArray[np.int64], seed: int, channel: int) -> Track:
    """-1..1 for every integer (splitmix64, Steele 2014)."""
    key = ((seed * 1_000_003 + channel * 7_919) * 0x9E3779B97F4A7C15) & ((1 << 64) - 1)
    with np.errstate(over="ignore"):
        z = cell.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(key)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return np.asarray(z.astype(np.float64) / 2.0**63 - 1)


def _blinks(at: Track, seed: int, how: Manner) -> Track:
    chance = np.random.default_rng((seed % (1 << 62), 11))
    lid = np.zeros_like(at)
    if not at.size:
        return lid
    mean_gap = 60.0 / how.blinks_per_minute
    moment = 0.5 + 0.5 * mean_gap * chance.uniform()
    while moment < at[-1] + 1:
        whole = how.blink_seconds * chance.uniform(0.9, 1.15)
        if moment + whole > at[0] - 1:
            np.maximum(lid, _blink(at - moment, whole), out=lid)
        # The mean of a log-normal is exp(mu + sigma^2 / 2).
        gap = np.exp(np.log(mean_gap) - BLINK_SPREAD**2 / 2 + BLINK_SPREAD * chance.standard_normal())
        moment += max(SHORTEST_GAP_S, whole + 0.1, float(gap))
    return lid


def _blink(since: Track, whole: float) -> Track:
    closes = float(np.clip(BLINK_CLOSES * whole, *LID_CLOSES_S))
    stays = max(LID_STAYS_S, BLINK_STAYS * whole)
    opens = max(whole - closes - stays, 2 * closes)
    down = ease(np.clip(since / closes, 0, 1))
    up = ease(np.clip((since - closes - stays) / opens, 0, 1))
    return np.asarray(down - up)


def _gaze(at: Track, seed: int, how: Manner) -> tuple[Track, Track, Track, Track]:
    """Where the eyes look, and where the head that follows them is."""
    chance = np.random.default_rng((seed % (1 << 62), 13))
    looks = [np.zeros_like(at) for _ in range(4)]
    if not at.size:
        return looks[0], looks[1], looks[2], looks[3]
    here = (0.0, 0.0)
    moment = 0.8 + float(chance.exponential(how.gaze_seconds))
    while moment < at[-1] + 1:
        there = _look(chance, how)
        for track, lag in ((0, SACCADE_S), (2, FOLLOW_S)):
            step = ease(np.clip((at - moment) / lag, 0, 1))
            looks[track] += (there[0] - here[0]) * step
            looks[track + 1] += (there[1] - here[1]) * step
        here = there
        moment += 0.35 + float(chance.exponential(how.gaze_seconds))
    return looks[0], looks[1], looks[2], looks[3]


def _look(chance: np.random.Generator, how: Manner) -> tuple[float, float]:
    if chance.uniform() < how.contact:
        return 0.015 * float(chance.standard_normal()), 0.015 * float(chance.standard_normal())
    across = how.gaze * float(chance.choice((-1, 1)) * chance.uniform(0.5, 1.3))
    along = how.gaze * (0.45 * float(chance.standard_normal()) + how.gaze_down)
    return float(np.clip(across, -1, 1)), float(np.clip(along, -1, 1))


def _breath(at: Track, seed: int, how: Manner) -> Track:
    phase = float(np.random.default_rng((seed % (1 << 62), 17)).uniform())
    turn = (at * how.breaths_per_minute / 60 + phase) % 1.0
    # In for 40 of 100, out for the rest.
    inward = ease(np.clip(turn / 0.4, 0, 1))
    outward = ease(np.clip((turn - 0.4) / 0.6, 0, 1))
    return np.asarray(2 * (inward - outward) - 1)
