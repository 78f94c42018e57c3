"""Makes 68 landmarks of what a finder saw: its own where it knows them, else a layout laid over its five points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.paint.faces.finder import SCORE, Face
from pipeline.paint.landmarks import COUNT, LEFT_BROW, LEFT_EYE, RIGHT_BROW, RIGHT_EYE, flaw
from pipeline.types import Point

LIPS = slice(48, 68)
NOSE_TIP, MOUTH_LEFT, MOUTH_RIGHT = 30, 48, 54


def best_of(found: Sequence[Face], layout: Sequence[Point], size: int) -> tuple[Face, tuple[Point, ...]] | None:
    """The best found face that can be moved, with its 68 points; None where there is none."""
    for face in found:
        marks = landmarks_of(face, layout, size, size) if face.score >= SCORE else ()
        if marks:
            return face, marks
    return None


def landmarks_of(face: Face, layout: Sequence[Point], width: int, height: int) -> tuple[Point, ...]:
    """The 68 points of a found face in a picture of that size; empty where they would be none.

    `layout` are 68 points of a face anywhere: they are laid over the finder's five by the affine map that fits best,
    and eyes with their brows, the nose's tip and the lips are then moved to where they were seen.
    """
    points = face.landmarks if len(face.landmarks) == COUNT else fitted(layout, face.points)
    return () if flaw(points, width, height) else tuple(points)


def fitted(layout: Sequence[Point], five: Sequence[Point]) -> tuple[Point, ...]:
    """A layout laid over five points: eyes, the nose's tip, the mouth's corners; empty where they are no numbers."""
    marks, seen = np.asarray(layout, np.float64), np.asarray(five, np.float64)
    if seen.shape != (5, 2) or not np.isfinite(seen).all():
        return ()
    plain = np.column_stack((_five(marks), np.ones(5)))
    turned, *_ = np.linalg.lstsq(plain, seen, rcond=None)
    laid = np.column_stack((marks, np.ones(COUNT))) @ turned
    off = seen - _five(laid)
    for eye, brow, by in ((LEFT_EYE, LEFT_BROW, off[0]), (RIGHT_EYE, RIGHT_BROW, off[1])):
        laid[eye] += by
        laid[brow] += by
    laid[NOSE_TIP] += off[2]
    laid[LIPS] = _laid_between(laid[LIPS], laid[MOUTH_LEFT], laid[MOUTH_RIGHT], seen[3], seen[4])
    return tuple((float(x), float(y)) for x, y in laid)


def _five(marks: NDArray[np.float64]) -> NDArray[np.float64]:
    """What finders of five points see of 68."""
    return np.array(
        (marks[LEFT_EYE].mean(0), marks[RIGHT_EYE].mean(0), marks[NOSE_TIP], marks[MOUTH_LEFT], marks[MOUTH_RIGHT])
    )


def _laid_between(
    points: NDArray[np.float64],
    left: NDArray[np.float64],
    right: NDArray[np.float64],
    to_left: NDArray[np.float64],
    to_right: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Points turned, scaled and moved so that what lay at `left` and `right` lies at `to_left` and `to_right`."""
    # A turn and a scale of the plane are one complex number.
    was, wanted = complex(*(right - left)), complex(*(to_right - to_left))
    turn = wanted / was if abs(was) > 1e-9 else 1.0
    away = (points - left) @ np.array((1, 1j)) * turn
    return np.asarray(np.stack((away.real, away.imag), 1) + to_left)
