"""Makes a body out of an uploaded picture that has no face, so that one can be drawn on it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.model import CANVAS, FacePlace
from pipeline.types import Point

_SHARE = 0.46
"""Width of the face as a share of what it stands on."""


def face_place(picture: NDArray[np.uint8]) -> FacePlace:
    """Where a face fits on a (size, size, 4) picture: on what is not transparent, where the least is going on."""
    small = np.asarray(cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA), np.uint8)
    alpha = np.asarray(small[..., 3] / 255, np.float32)
    if float(alpha.mean()) > 0.97:
        return _quietest(small)
    return _within(alpha)


def takes_a_face(picture: NDArray[np.uint8]) -> bool:
    """Whether a drawn face can be read on a (size, size, 4) picture: not on a plain colour, nor in a crowd of detail.

    Such a picture says what colours somebody has rather than what they look like.
    """
    small = np.asarray(cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA), np.uint8)
    if float(small[..., 3].mean()) < 0.97 * 255:
        return True
    busy = _unrest(small)
    return float(busy.max()) > _PLAIN and float(busy[12:52, 12:52].mean()) < _CROWDED


_PLAIN, _CROWDED = 1.5, 26.0
"""Local contrast in grey levels: below the first everywhere a picture is one colour, above the other a face is lost."""


def _unrest(small: NDArray[np.uint8]) -> NDArray[np.float32]:
    grey = cv2.cvtColor(small[..., :3], cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.asarray(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 4.0)), np.float32)


def _quietest(small: NDArray[np.uint8]) -> FacePlace:
    busy = _unrest(small)
    half = round(32 * _SHARE)
    middles = [(x, y) for y in (29, 33, 37) for x in (26, 32, 38)]

    def cost(middle: tuple[int, int]) -> float:
        x, y = middle
        inside = busy[y - half : y + half, x - half : x + half]
        return float(inside.mean()) + 0.6 * (abs(x - 32) + abs(y - 33)) / 6

    x, y = min(middles, key=cost)
    width = _SHARE * CANVAS
    return FacePlace(x * CANVAS / 64, y * CANVAS / 64, width, 0.92 * width)


def _within(alpha: NDArray[np.float32]) -> FacePlace:
    """The widest disc that fits into what is there."""
    depth = cv2.distanceTransform(
        (cv2.copyMakeBorder(alpha, 1, 1, 1, 1, cv2.BORDER_CONSTANT) > 0.5).astype(np.uint8), cv2.DIST_L2, 5
    )
    row, column = (int(v) for v in np.unravel_index(int(depth.argmax()), depth.shape))
    radius = max(5.0, float(depth.max()))
    width = min(0.62 * CANVAS, 1.45 * radius * CANVAS / 64)
    middle: Point = ((column - 0.5) * CANVAS / 64, (row - 0.5) * CANVAS / 64)
    return FacePlace(middle[0], middle[1], width, 0.92 * width)
