"""A take that is begun before its sentence is whole: what was shown of a draft, and how it goes on.

A draft ends where the writer is at that moment. Its first words are timed as they will be in the whole sentence, so
their frames can be drawn while the rest is written; the last of them, and all that depends on what follows, cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from pipeline.types import MOUTH_SHAPES, Pose, Speech

Rows = npt.NDArray[np.float64]

UNSURE_S = 0.5
"""The end of a draft that may yet sound otherwise: its last word is drawn out, as at the end of a sentence, and lips
get ready for the next sound a quarter of a second before it."""
APART = 0.35
"""How far lips may be from where the whole sentence has them, a frame earlier or later, and still form its words."""
_SHUT = MOUTH_SHAPES.index("A")
_MET, _PARTED = 0.85, 0.7
"""Lips that a plan has closed, and lips that would be seen open: a closure that is missing is what people see first."""
_LIPS_EASE, _HEAD_EASE = 2, 12
"""In how many frames lips, and everything else, come over to another plan."""
_LIPS = len(MOUTH_SHAPES) + 2
"""The first values of a pose: the mouth, the jaw and the lids."""
_NAMES = [field.name for field in fields(Pose)][1:]
_BESIDE_THE_MOUTH = attrgetter(*_NAMES)
_LEAST, _MOST = np.full(len(_NAMES), -np.inf), np.full(len(_NAMES), np.inf)
for _name, _from in (("jaw", 0), ("blink", 0), ("brow", -1), ("gaze_x", -1), ("gaze_y", -1), ("breath", -1)):
    _LEAST[_NAMES.index(_name)], _MOST[_NAMES.index(_name)] = _from, 1


def certain(draft: Speech, fps: int) -> int:
    """How many frames of a draft will be in the whole sentence as well."""
    sounding = [phone.end for phone in draft.phones if phone.symbol]
    return max(0, int((sounding[-1] - UNSURE_S) * fps)) if sounding else 0


def fits(shown: Sequence[Pose], planned: Sequence[Pose]) -> bool:
    """Whether lips that were shown form the words of a plan, to a frame."""
    if not shown:
        return True
    if len(shown) > len(planned):
        return False
    lips, wanted = _rows(shown)[:, : _LIPS - 1], _rows(planned)[:, : _LIPS - 1]
    here = wanted[: len(lips), _SHUT]
    if ((here > _MET) & (lips[:, _SHUT] < _PARTED)).any():
        return False
    padded = np.pad(wanted, ((1, 1), (0, 0)), mode="edge")
    away = [np.abs(lips - padded[k : k + len(lips)]).max(1) for k in (0, 1, 2)]
    return bool((np.minimum.reduce(away) <= APART).all())


def continued(shown: Sequence[Pose], planned: Sequence[Pose]) -> list[Pose]:
    """The poses of a plan after those that were shown, coming over to it without a jump."""
    rest = list(planned[len(shown) :])
    if not shown or not rest:
        return rest
    rows = _rows(rest)
    off = _rows(shown[-1:])[0] - _rows(planned[len(shown) - 1 : len(shown)])[0]
    for columns, frames in ((slice(0, _LIPS), _LIPS_EASE), (slice(_LIPS, None), _HEAD_EASE)):
        left = np.clip(1 - (np.arange(len(rest)) + 1) / (frames + 1), 0, 1)
        rows[:, columns] += (left * left * (3 - 2 * left))[:, None] * off[columns]
    shapes = len(MOUTH_SHAPES)
    lips = np.maximum(rows[:, :shapes], 0)
    lips /= lips.sum(1, keepdims=True)
    others = np.clip(rows[:, shapes:], _LEAST, _MOST)
    return [Pose(tuple(mouth), *other) for mouth, other in zip(lips.tolist(), others.tolist(), strict=True)]


def _rows(poses: Sequence[Pose]) -> Rows:
    return np.array([(*pose.mouth, *_BESIDE_THE_MOUTH(pose)) for pose in poses], np.float64)
