"""Makes room for a drawn face in a painted picture: what was there of a face is softened away first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.model import CANVAS, FacePlace
from pipeline.paint.faces.finder import middle
from pipeline.paint.faces.measure import without_face
from pipeline.paint.landmarks import LEFT_BROW, LEFT_EYE, RIGHT_BROW, RIGHT_EYE
from pipeline.types import Persona, Point, Portrait, Style

RGB = NDArray[np.uint8]
_GROW = 0.1
"""How far beyond the landmarks a face is softened, as a share of its width: brows and lids reach there."""


class DrawsFaces(Protocol):
    """Draws a face, with its atlas, onto a picture that has none."""

    async def draw_onto(
        self, picture: RGB, marks: Sequence[Point], persona: Persona, style: Style, seed: int
    ) -> Portrait:
        """A portrait of a square picture, (size, size, 3), with a face where 68 landmarks say."""
        ...


def softened(picture: RGB, marks: Sequence[Point]) -> RGB:
    """The picture with what lies under the landmarks softened into its colours, without an edge."""
    cover = around(marks, picture.shape[0])[..., None]
    bare = cv2.GaussianBlur(without_face(picture, marks), (0, 0), max(1.0, 0.02 * picture.shape[0]))
    return np.asarray(picture * (1 - cover) + bare * cover + 0.5, np.uint8)


def around(marks: Sequence[Point], side: int) -> NDArray[np.float32]:
    """(side, side), 0 to 1: a patch over a face whose edge fades outwards."""
    points = np.array(marks, np.float32)
    grown = points.mean(0) + (points - points.mean(0)) * (1 + 2 * _GROW)
    patch = np.zeros((side, side), np.uint8)
    cv2.fillConvexPoly(patch, cv2.convexHull(grown).astype(np.int32), 255)
    soft = cv2.GaussianBlur(patch, (0, 0), max(1.0, 0.03 * side))
    return np.asarray(soft, np.float32) / np.float32(255)


def place_of(marks: Sequence[Point], side: int) -> FacePlace:
    """Where a drawn face goes that stands for these landmarks in a picture of that side."""
    unit = CANVAS / side
    eyes = middle(marks[LEFT_EYE]), middle(marks[RIGHT_EYE])
    between, brows = middle(eyes), middle([*marks[LEFT_BROW], *marks[RIGHT_BROW]])
    centre = middle([between, marks[8]])
    return FacePlace(
        centre[0] * unit,
        centre[1] * unit,
        math.dist(marks[0], marks[16]) * unit,
        math.dist(brows, marks[8]) * unit,
        math.degrees(math.atan2(eyes[1][1] - eyes[0][1], eyes[1][0] - eyes[0][0])),
    )
