"""Finds the portrait in a clip, and looks at the parts of its face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from pipeline.errors import BadInput
from pipeline.judge.footage import Pixels, Signal
from pipeline.judge.sitter import Sitter

LIKENESS = 0.5
"""Correlation of the upper face with the portrait's below which the clip shows somebody else."""
FEWEST = 24
"""Width in pixels of the smallest face that is searched for: anything looks like a smaller one."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, image: Any) -> Any:
        """That part of an image."""
        return image[self.top : self.bottom, self.left : self.right]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Model:
    """The portrait as it would look in the clip, unmoving."""

    rgb: Pixels
    """(height, width, 3) of the clip."""
    landmarks: Signal
    """(68, 2), pixels of the clip."""
    valid: Pixels
    """(height, width), 255 where the portrait has a pixel."""


def lay(sitter: Sitter, frame: Pixels) -> Model:
    """Find where and how large the clip shows the portrait, from its first frame.

    Raises:
        BadInput: It is not there.
    """
    height, width = frame.shape[:2]
    tall, wide = sitter.rgb.shape[:2]
    best_place, best = np.eye(2, 3), -1.0
    for scale in {width / wide, height / tall, max(width / wide, height / tall)}:
        place = np.array([[scale, 0, (width - scale * wide) / 2], [0, scale, (height - scale * tall) / 2]])
        alike = _alike(sitter, frame, place)
        if alike > best + 1e-6:
            best_place, best = place, alike
    if best < 0.8:
        searched = _search(sitter, frame)
        if searched is not None and _alike(sitter, frame, searched) > best:
            best_place = searched
            best = _alike(sitter, frame, searched)
    if best < LIKENESS:
        raise BadInput("The clip does not show this portrait: its face was not found in the first frame.")
    if abs(best_place[0, 0] - 1) < 0.02:
        best_place = np.array([[1.0, 0, round(best_place[0, 2])], [0, 1.0, round(best_place[1, 2])]])
    return _model(sitter, best_place, frame)


def upper_face(points: Signal, width: int, height: int) -> Box:
    """Brows, eyes and nose, with a little around: what a mouth does not move."""
    xs, ys = points[17:48, 0], points[17:48, 1]
    side, up = 0.06 * np.ptp(xs), 0.12 * np.ptp(ys)
    return _box(xs.min() - side, ys.min() - up, xs.max() + side, points[27:36, 1].max(), width, height)


def mouth_zone(points: Signal, width: int, height: int) -> Box:
    """From the nose to the chin, as far to the sides as a mouth stretches."""
    lips, nose, chin = points[48:68], points[27:36, 1].max(), points[8, 1]
    side = 0.3 * np.ptp(lips[:, 0])
    top = nose + 0.25 * max(0.0, lips[:, 1].min() - nose)
    bottom = max(chin, lips[:, 1].max() + 0.35 * np.ptp(lips[:, 0]))
    return _box(lips[:, 0].min() - side, top, lips[:, 0].max() + side, bottom, width, height)


def eye_zones(points: Signal, width: int, height: int) -> tuple[Box, Box]:
    """Both eyes with their lids."""
    boxes = []
    for eye in (points[36:42], points[42:48]):
        wide, high = np.ptp(eye[:, 0]), max(np.ptp(eye[:, 1]), 0.3 * np.ptp(eye[:, 0]))
        middle = (eye[:, 1].max() + eye[:, 1].min()) / 2
        boxes.append(
            _box(
                eye[:, 0].min() - 0.08 * wide,
                middle - 0.62 * high,
                eye[:, 0].max() + 0.08 * wide,
                middle + 0.62 * high,
                width,
                height,
            )
        )
    return boxes[0], boxes[1]


def look(frame: Pixels, moved: Signal, box: Box) -> Pixels:
    """A box of the model, cut out of a frame in which the head has moved."""
    place = moved.copy()
    place[:, 2] += place[:, :2] @ np.array([box.left, box.top], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(frame, place, box.size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def _box(left: float, top: float, right: float, bottom: float, width: int, height: int) -> Box:
    x0, y0 = int(max(0, min(left, width - 4))), int(max(0, min(top, height - 4)))
    return Box(x0, y0, max(x0 + 4, min(width, round(right))), max(y0 + 4, min(height, round(bottom))))


def _model(sitter: Sitter, place: Signal, frame: Pixels) -> Model:
    height, width = frame.shape[:2]
    points = sitter.landmarks @ place[:, :2].T + place[:, 2]
    if points.min() < -0.15 * width or points[:, 0].max() > 1.15 * width or points[:, 1].max() > 1.15 * height:
        raise BadInput("The clip cuts the face off: it cannot be judged.")
    whole = np.full(sitter.rgb.shape[:2], 255, np.uint8)
    return Model(_placed(sitter.rgb, place, width, height), points, _placed(whole, place, width, height))


def _placed(image: Pixels, place: Signal, width: int, height: int) -> Pixels:
    scale = float(place[0, 0])
    if scale < 1:
        # Shrinking by interpolation alone would leave a portrait sharper than any clip of it.
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        scale = 1.0
    # Whole pixels where nothing is scaled: the portrait must stay as sharp as it is.
    left, top = np.round(place[:, 2]) if scale == 1 else place[:, 2]
    fit = np.array([[scale, 0, left], [0, scale, top]])
    return np.asarray(cv2.warpAffine(image, fit, (width, height), flags=cv2.INTER_CUBIC))


def _alike(sitter: Sitter, frame: Pixels, place: Signal) -> float:
    """Correlation of the upper face, over the small shifts that a head makes."""
    height, width = frame.shape[:2]
    points = sitter.landmarks @ place[:, :2].T + place[:, 2]
    if points[17:48].min() < 0 or points[17:48, 0].max() >= width or points[17:48, 1].max() >= height:
        return -1.0
    face = upper_face(points, width, height)
    reach = 0.06 * face.size[0]
    around = _box(face.left - reach, face.top - reach, face.right + reach, face.bottom + reach, width, height)
    known = cv2.cvtColor(face.of(_placed(sitter.rgb, place, width, height)), cv2.COLOR_RGB2GRAY)
    seen = cv2.cvtColor(np.ascontiguousarray(around.of(frame)), cv2.COLOR_RGB2GRAY)
    return float(np.nan_to_num(cv2.matchTemplate(seen, known, cv2.TM_CCOEFF_NORMED), posinf=0, neginf=0).max())


def _search(sitter: Sitter, frame: Pixels) -> Signal | None:
    """Look for the upper face at every size, coarsely."""
    small = 192 / max(frame.shape[:2])
    seen = cv2.cvtColor(cv2.resize(frame, None, fx=small, fy=small, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    tall, wide = sitter.rgb.shape[:2]
    face = upper_face(sitter.landmarks, wide, tall)
    known = cv2.cvtColor(np.ascontiguousarray(face.of(sitter.rgb)), cv2.COLOR_RGB2GRAY)
    best, found = -1.0, None
    for scale in np.geomspace(0.3, 3.0, 48) * max(frame.shape[:2]) / max(tall, wide):
        size = round(face.size[0] * scale * small), round(face.size[1] * scale * small)
        if size[0] < FEWEST or min(size) < 8 or size[0] > seen.shape[1] or size[1] > seen.shape[0]:
            continue
        shrunk = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
        scores = np.nan_to_num(cv2.matchTemplate(seen, shrunk, cv2.TM_CCOEFF_NORMED), posinf=0, neginf=0)
        _, score, _, (x, y) = cv2.minMaxLoc(scores)
        if score > best:
            best, found = (
                score,
                np.array([[scale, 0, x / small - scale * face.left], [0, scale, y / small - scale * face.top]]),
            )
    return found
