"""Where things are in a face, from its 68 landmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.errors import StageFailed
from pipeline.types import Point

Points = npt.NDArray[np.float32]
"""(n, 2), x and y."""

JAW, BROWS, NOSE, EYE_LEFT, EYE_RIGHT = slice(0, 17), slice(17, 27), slice(27, 36), slice(36, 42), slice(42, 48)
EYES, OUTER_LIPS, INNER_LIPS, LIPS = slice(36, 48), slice(48, 60), slice(60, 68), slice(48, 68)

_SMALLEST_SHARE = 0.06
"""Of the picture's shorter side: a face below this has no pixels to move."""


@dataclass(frozen=True, slots=True)
class Face:
    """The measures of one face, in pixels."""

    points: Points
    width: float
    """Across the jaw, or what the eyes tell where the jaw is hidden."""
    height: float
    """From brows to chin."""
    centre: tuple[float, float]
    """Between the eyes and the mouth."""
    mouth: tuple[float, float]
    chin: tuple[float, float]
    nose: tuple[float, float]


def measure(landmarks: Sequence[Point], width: int, height: int) -> Face:
    """Measure a face.

    Raises:
        StageFailed: The landmarks are no face: too few, not finite, or all in one place or line.
    """
    points = np.asarray(landmarks, np.float64)
    if points.shape != (68, 2) or not np.isfinite(points).all():
        raise StageFailed("animate", "The portrait's landmarks are no face: paint it anew.")
    points = np.clip(points, (-0.25 * width, -0.25 * height), (1.25 * width, 1.25 * height))
    eyes = points[EYES].reshape(2, 6, 2).mean(1)
    between = float(np.hypot(*(eyes[1] - eyes[0])))
    across = max(float(np.ptp(points[JAW, 0])), 1.6 * between)
    mouth = points[OUTER_LIPS].mean(0)
    along = max(float(np.ptp(points[:, 1])), 0.5 * across)
    least = _SMALLEST_SHARE * min(width, height)
    lips = float(np.ptp(points[OUTER_LIPS, 0]))
    if across < least or along < least or between < least / 3 or lips < least / 4:
        raise StageFailed("animate", "The portrait's landmarks leave no face to move: paint it anew.")
    chin = points[8] if points[8, 1] > mouth[1] else mouth + np.array((0, 0.2 * along))
    middle = (eyes.mean(0) + mouth) / 2
    return Face(
        points.astype(np.float32),
        across,
        along,
        (float(middle[0]), float(middle[1])),
        (float(mouth[0]), float(mouth[1])),
        (float(chin[0]), float(chin[1])),
        (float(points[30, 0]), float(points[30, 1])),
    )
