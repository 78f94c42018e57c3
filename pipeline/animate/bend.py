"""Bends a patch until its landmarks lie where they are wanted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.animate.face import Points
from pipeline.animate.field import Box, Grid

_STIFF = 0.02
"""Keeps a bend smooth where landmarks of a closed mouth lie on each other; in sizes of the box."""
_PINS_A_SIDE = 4


def pins(box: Box) -> Points:
    """Places around the edge of a box that no bend moves."""
    along = np.linspace(0, 1, _PINS_A_SIDE + 1)[:-1]
    x, y = box.left + box.width * along, box.top + box.height * along
    right, bottom = box.left + box.width, box.top + box.height
    one = np.ones_like(along)
    sides = (
        (x, box.top * one),
        (right * one, y),
        (right - x + box.left, bottom * one),
        (box.left * one, bottom - y + box.top),
    )
    return np.concatenate([np.stack(side, 1) for side in sides]).astype(np.float32)


def bends(places: Grid, points: Points, moves: Sequence[Points], held: Points, size: float) -> list[Grid]:
    """For every set of moves, how far from each place the pixels lie that belong there.

    Splines of which the kernel is the distance itself: solvable as they are for any distinct points (Micchelli 1986).

    Args:
        places: Where to tell it.
        points: Where the landmarks are wanted.
        moves: How far from there each patch has them.
        held: Points that do not move.
        size: A typical length, in pixels.
    """
    anchors = np.concatenate((points, held)) / size
    targets = np.zeros((len(anchors), 2 * len(moves)), np.float32)
    for k, move in enumerate(moves):
        targets[: len(points), 2 * k : 2 * k + 2] = move
    kernel = _distances(anchors, anchors)
    # The kernel is negative definite, so stiffness goes below.
    kernel[np.diag_indices(len(anchors))] -= _STIFF
    pulls = np.linalg.solve(kernel, targets)
    bent = _distances(places.reshape(-1, 2) / size, anchors) @ pulls
    return [np.ascontiguousarray(bent[:, 2 * k : 2 * k + 2]).reshape(places.shape) for k in range(len(moves))]


def _distances(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    dx = a[:, 0, None] - b[None, :, 0]
    dy = a[:, 1, None] - b[None, :, 1]
    return np.asarray(np.sqrt(dx * dx + dy * dy), np.float32)
