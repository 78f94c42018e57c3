"""The 68 points of a face in the order of iBUG 300-W (Sagonas et al., 2013): their groups and what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.types import Point

COUNT = 68
JAW = slice(0, 17)
LEFT_BROW = slice(17, 22)
RIGHT_BROW = slice(22, 27)
NOSE_BRIDGE = slice(27, 31)
NOSE_BASE = slice(31, 36)
LEFT_EYE = slice(36, 42)
"""The eye at the left of the picture: its outer corner first, then along the upper lid and back along the lower."""
RIGHT_EYE = slice(42, 48)
"""The eye at the right of the picture: its inner corner first."""
OUTER_LIPS = slice(48, 60)
INNER_LIPS = slice(60, 68)
EYE_CORNERS = (36, 39, 42, 45)
MOUTH_CORNERS = (48, 54)


def eye_distance(points: Sequence[Point]) -> float:
    """Between the outer corners of the eyes: what distances in a face are measured by."""
    return math.dist(points[36], points[45])


def mouth_opening(points: Sequence[Point]) -> float:
    """Between the inner edges of the lips, as a share of `eye_distance`."""
    return math.dist(points[62], points[66]) / eye_distance(points)


def eye_opening(points: Sequence[Point]) -> float:
    """Between the lids, the mean of both eyes, as a share of an eye's width."""
    shares = []
    for first in (36, 42):
        height = (math.dist(points[first + 1], points[first + 5]) + math.dist(points[first + 2], points[first + 4])) / 2
        shares.append(height / math.dist(points[first], points[first + 3]))
    return sum(shares) / 2


def brow_height(points: Sequence[Point]) -> float:
    """Between the brows and the eyes' corners, the mean of both sides, as a share of `eye_distance`."""
    brows = _middle([*points[LEFT_BROW], *points[RIGHT_BROW]])
    eyes = _middle([points[i] for i in EYE_CORNERS])
    return math.dist(brows, eyes) / eye_distance(points)


def flaw(points: Sequence[Point], width: int, height: int) -> str:
    """Say in a few words why these points are no face in a picture of that size; empty if they are one."""
    if len(points) != COUNT:
        return f"{len(points)} points instead of {COUNT}"
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        return "a point without a place"
    # The jaw may run out of the picture on a narrow thing; what moves may not.
    if not all(0 <= x < width and 0 <= y < height for x, y in points[27:]):
        return "a feature outside the picture"
    left, right, mouth = (_middle(points[part]) for part in (LEFT_EYE, RIGHT_EYE, OUTER_LIPS))
    if eye_distance(points) < 0.04 * width:
        return "eyes on one spot"
    # Below: positive where the mouth lies on the right side of the line from eye to eye, as on an upright face.
    across, down = right[0] - left[0], right[1] - left[1]
    if across <= 0 or across * (mouth[1] - left[1]) - down * (mouth[0] - left[0]) <= 0:
        return "a face upside down or mirrored"
    return ""


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
