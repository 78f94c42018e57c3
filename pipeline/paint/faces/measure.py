"""What is measured of portraits: how far a finder's corners lie from ours, and how unlike two pictures are."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist
from statistics import mean

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.types import Point, Portrait

EYE_CORNERS = (36, 39, 42, 45)
MOUTH_CORNERS = (48, 54)
THUMBNAIL = 32


def pixels(portrait: Portrait) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 RGB."""
    return np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)


def corner_error(found: Sequence[Point], drawn: Sequence[Point], corners: Sequence[int]) -> float:
    """The mean distance of some of 68 points, as a share of the distance between the outer corners of the eyes.

    That is the inter-ocular distance by which the 300-W benchmark divides (Sagonas et al., 2013).
    """
    return mean(dist(found[i], drawn[i]) for i in corners) / dist(drawn[36], drawn[45])


def thumbnail(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(1024, 3) float32 CIE L*a*b*: the picture at 32 by 32, what `distance` compares."""
    small = cv2.resize(picture, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    return np.asarray(lab, np.float32).reshape(-1, 3)


def distance(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """How unlike two thumbnails look: the mean CIE76 colour difference over their pixels."""
    return float(np.linalg.norm(a - b, axis=1).mean())


def without_face(picture: NDArray[np.uint8], landmarks: Sequence[Point]) -> NDArray[np.uint8]:
    """The picture with the face smoothed away, down to the nine colours it is on average."""
    xs, ys = [x for x, _ in landmarks], [y for _, y in landmarks]
    height, width = picture.shape[:2]
    left, right = max(0, int(min(xs))), min(width, int(max(xs)) + 1)
    top, bottom = max(0, int(min(ys))), min(height, int(max(ys)) + 1)
    bare = picture.copy()
    if left < right and top < bottom:
        few = cv2.resize(picture[top:bottom, left:right], (3, 3), interpolation=cv2.INTER_AREA)
        bare[top:bottom, left:right] = cv2.resize(few, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC)
    return bare
