"""How the mouth goes through the sounds of a sentence: coarticulation, closures, pauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.animate.hearing import STEP, Heard
from pipeline.animate.idle import ease
from pipeline.animate.mouths import CLOSED, REST, Viseme, visemes_of
from pipeline.types import MOUTH_SHAPES, Phone

Track = npt.NDArray[np.float64]

SHORTEST_S = 0.07
"""No shape is shown for less (Rhubarb Lip Sync)."""
SMOOTH_S = 0.02
"""Lips have mass; it also keeps what 25 frames a second cannot show out of the motion."""
CLOSE_BEFORE_S, CLOSE_AFTER_S = 0.05, 0.03
"""A plosive is heard when the lips part: they met 40-120 ms before (Rhubarb Lip Sync)."""
HUM_BEFORE_S, HUM_AFTER_S = 0.02, 0.025
"""An `m` sounds while they are closed."""
CLOSE_FLANK_S = 0.042
HOLD_UNDER_S = 0.12
"""Shorter pauses hold the mouth, longer ones relax it, still longer ones rest it (Rhubarb Lip Sync)."""
RELAXED, RESTS_FROM_S = 0.6, 0.24
"""How far the shortest of those relaxes; one this long rests as well, as between two sentences."""
REST_AFTER_S, REST_FLANK_S, WAKE_BEFORE_S, WAKE_FLANK_S = 0.05, 0.13, 0.11, 0.09
_REACH_S = 0.25
_INTO_S, _OUT_OF_S = 0.036, 0.036
"""How fast the influence of a sound fades before and after it (after Cohen & Massaro 1993)."""
_INTO_ROUND_S = 0.07
_QUIET_OPENS, _OPENS_AS = 0.05, 1.6
"""How far a mouth opens for what is hardly heard, of what a loud vowel does, and the power of loudness it follows."""
_LOUD_SMOOTH_S = 0.02
_WIDER, _WIDER_FROM, _WIDER_AT = 0.45, 0.8, 1.25
"""How much of an open mouth becomes a wide one where somebody speaks up, and between which loudnesses."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of one viseme, or of a pause (None)."""

    viseme: Viseme | None
    start: float
    end: float


def spells_of(phones: Sequence[Phone], seconds: float) -> list[Spell]:
    """Sounds and pauses from beginning to end without gaps; neighbouring pauses are one."""
    spells: list[Spell] = []
    at = 0.0
    for phone in phones:
        start, end = max(at, min(phone.start, seconds)), min(phone.end, seconds)
        if not (np.isfinite(start) and np.isfinite(end)) or end <= start:
            continue
        if start > at:
            _add_pause(spells, at, start)
        visemes = visemes_of(phone.symbol)
        if visemes:
            spells += list(_shared(visemes, start, end))
        else:
            _add_pause(spells, start, end)
        at = end
    if at < seconds:
        _add_pause(spells, at, seconds)
    return spells


def _add_pause(spells: list[Spell], start: float, end: float) -> None:
    if spells and spells[-1].viseme is None:
        start = spells.pop().start
    spells.append(Spell(None, start, end))


def _shared(visemes: tuple[Viseme, ...], start: float, end: float) -> Iterable[Spell]:
    """A phone of several visemes is divided among them, vowels taking twice as long."""
    shares = np.cumsum([0.0] + [2.0 if v.voiced_vowel else 1.0 for v in visemes])
    edges = start + (end - start) * shares / shares[-1]
    for k, viseme in enumerate(visemes):
        yield Spell(viseme, float(edges[k]), float(edges[k + 1]))


def talk(spells: Sequence[Spell], heard: Heard, steps: int, effort: float) -> tuple[Track, Track]:
    """The nine weights and the jaw at every step: `(steps, 9)` and `(steps,)`, at rest at both ends."""
    at: Track = np.arange(steps, dtype=np.float64) * STEP
    lips, jaw = _blended(spells, at)
    loud = _smooth(heard.loudness[:, None], _LOUD_SMOOTH_S)[:, 0]
    _widen(lips, loud)
    opening = np.clip(effort * (_QUIET_OPENS + (1 - _QUIET_OPENS) * loud**_OPENS_AS), 0, 1)
    lips = opening[:, None] * lips + (1 - opening[:, None]) * np.array(CLOSED)
    jaw = jaw * opening
    lips, jaw = _smooth(lips), _smooth(jaw[:, None])[:, 0]
    closed = _closures(spells, at)[:, None]
    lips = closed * np.array(CLOSED) + (1 - closed) * lips
    rest = _rests(spells, at)[:, None]
    lips = rest * np.array(REST) + (1 - rest) * lips
    jaw = jaw * (1 - closed[:, 0]) * (1 - rest[:, 0])
    lips = np.maximum(lips, 0)
    return lips / lips.sum(1, keepdims=True), np.clip(jaw, 0, 1)


def _blended(spells: Sequence[Spell], at: Track) -> tuple[Track, Track]:
    """Every sound pulls at the mouth, less the farther it is in time."""
    pull = np.full(at.size, 1e-9)
    lips = np.full((at.size, len(MOUTH_SHAPES)), 1e-9) * np.array(REST)
    jaw = np.zeros(at.size)
    for spell in spells:
        viseme = spell.viseme
        if viseme is None or viseme.closes:
            continue
        low, high = (
            int(np.clip((t / STEP), 0, at.size)) for t in (spell.start - _REACH_S, spell.end + _REACH_S + STEP)
        )
        here = _pull(spell, viseme, at[low:high])
        pull[low:high] += here
        lips[low:high] += here[:, None] * np.array(viseme.lips)
        jaw[low:high] += here * viseme.jaw
    return lips / pull[:, None], jaw / pull


def _pull(spell: Spell, viseme: Viseme, at: Track) -> Track:
    lasts = spell.end - spell.start
    first = spell.start + min(0.025, lasts / 3)
    final = spell.end - (0.35 if viseme.voiced_vowel else 0.5) * lasts
    missing = max(0.0, SHORTEST_S / 2 - (final - first)) / 2 if viseme.pull >= 0.7 else 0.0
    first, final = min(first, final) - missing, max(first, final) + missing
    into = _INTO_ROUND_S if viseme.rounds else _INTO_S
    away = np.where(at < first, (first - at) / into, np.maximum(at - final, 0) / _OUT_OF_S)
    return np.asarray(viseme.pull * np.exp(-(away**1.4)))


def _widen(lips: Track, loud: Track) -> None:
    """The same vowel is wider where it is louder."""
    opened, wide = MOUTH_SHAPES.index("C"), MOUTH_SHAPES.index("D")
    more = _WIDER * np.clip((loud - _WIDER_FROM) / (_WIDER_AT - _WIDER_FROM), 0, 1) * lips[:, opened]
    lips[:, opened] -= more
    lips[:, wide] += more


def _closures(spells: Sequence[Spell], at: Track) -> Track:
    closed = np.zeros(at.size)
    for spell in spells:
        if spell.viseme is not None and spell.viseme.closes:
            since, until = spell.start - CLOSE_BEFORE_S, spell.start + CLOSE_AFTER_S
            if spell.viseme.hums:
                since = spell.start - HUM_BEFORE_S
                until = max(since + SHORTEST_S, spell.end - HUM_AFTER_S)
            np.maximum(closed, plateau(at, since, until, CLOSE_FLANK_S), out=closed)
    return closed


def _rests(spells: Sequence[Spell], at: Track) -> Track:
    rest = np.zeros(at.size)
    last = len(spells) - 1
    for k, spell in enumerate(spells):
        lasts = spell.end - spell.start
        outer = k in (0, last)
        if spell.viseme is not None or (lasts < HOLD_UNDER_S and not outer):
            continue
        longer = (lasts - HOLD_UNDER_S) / (RESTS_FROM_S - HOLD_UNDER_S)
        depth = 1.0 if outer else float(np.clip(RELAXED + (1 - RELAXED) * longer, 0, 1))
        start = -1.0 if k == 0 else spell.start + REST_AFTER_S
        end = at[-1] + 1 if k == last else spell.end - WAKE_BEFORE_S
        if end > start:
            np.maximum(rest, depth * plateau(at, start, end, REST_FLANK_S, WAKE_FLANK_S), out=rest)
    # Whatever the sounds are, a sentence begins and ends at rest, so that any two join.
    np.maximum(rest, plateau(at, -1.0, 0.0, 0.05), out=rest)
    np.maximum(rest, plateau(at, float(at[-1]) - 2 * STEP, float(at[-1]) + 1, 0.06), out=rest)
    return rest


def plateau(at: Track, start: float, end: float, flank: float, after: float = 0.0) -> Track:
    """1 from `start` to `end`, easing from 0 over `flank` seconds before and to 0 over `after` seconds after."""
    rise, fall = 1 + (at - start) / flank, 1 + (end - at) / (after or flank)
    return ease(np.clip(np.minimum(rise, fall), 0, 1))


def _smooth(tracks: Track, sigma: float = SMOOTH_S) -> Track:
    reach = int(3 * sigma / STEP)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / sigma) ** 2)
    kernel /= kernel.sum()
    padded = np.pad(tracks, ((reach, reach), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, kernel, "valid") for column in padded.T], 1)
