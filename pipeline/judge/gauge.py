"""Measures single frames: the opening of the mouth, the eyes, sharpness and likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from pipeline.judge.footage import Pixels, Signal
from pipeline.judge.view import Box, Model, eye_zones, look, mouth_zone, upper_face

FAINT = 14.0
"""A difference in a colour channel, of 255, that encoding alone makes."""
FEWEST = 12
"""Pixels between two lids that say anything."""
CLEAR = 60.0
"""A difference that is certainly another thing."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What one frame shows."""

    opening: float
    """Area of the mouth that is not lips or skin, over the square of the mouth's width at rest."""
    eye: float
    """1 open, 0 covered."""
    contact: float
    """1 where the eyes look as the portrait's do; less, down to -1, where they look elsewhere or are covered."""
    likeness: float
    """SSIM of the upper face with the portrait's."""
    tint: float
    """How far the colour of the upper face is off the portrait's, in levels of 255."""
    sharpness: float
    """Laplacian variance of the mouth patch over the portrait's."""


class Gauge:
    """Measures frames against the portrait."""

    def __init__(self, model: Model) -> None:
        height, width = model.rgb.shape[:2]
        points = model.landmarks
        self._model = model
        self._upper = upper_face(points, width, height)
        self._mouth = mouth_zone(points, width, height)
        self._eyes = eye_zones(points, width, height)
        self._lips = _lips_box(points, width, height)
        self._mouth_width = max(4.0, float(np.ptp(points[48:60, 0])))
        # Colours that lie within this many pixels at rest are no news: heads turn, and lips are drawn as thin lines.
        reach = max(1, round(0.02 * self._mouth_width))
        near = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
        rest = cv2.GaussianBlur(self._mouth.of(model.rgb), (0, 0), 0.7)
        self._darkest = cv2.erode(rest, near).astype(np.int16)
        self._lightest = cv2.dilate(rest, near).astype(np.int16)
        self._thin = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        self._upper_rest = self._upper.of(model.rgb)
        self._between = [_between(points[k : k + 6], box) for k, box in zip((36, 42), self._eyes, strict=True)]
        whole = zip(self._eyes, self._between, strict=True)
        self._open_eyes = [max(1.0, _contrast(box.of(model.rgb), lids)) for box, lids in whole]
        self._crisp = _laplacian(self._lips.of(model.rgb))

    def glance(self, frame: Pixels, moved: Signal) -> Glance:
        """Measure one frame in which the head has moved as `moved` says."""
        upper = look(frame, moved, self._upper)
        tint = np.median(
            upper.reshape(-1, 3).astype(np.int16) - self._upper_rest.reshape(-1, 3).astype(np.int16), axis=0
        )
        eyes = [look(frame, moved, box) for box in self._eyes]
        both = list(zip(eyes, self._eyes, strict=True))
        open_eyes = zip(eyes, self._between, self._open_eyes, strict=True)
        return Glance(
            opening=self._opening(frame, moved, tint),
            eye=float(np.mean([_contrast(e, lids) / k for e, lids, k in open_eyes])),
            contact=float(np.mean([_agreement(e, box.of(self._model.rgb)) for e, box in both])),
            likeness=self._likeness(frame, moved),
            tint=float(np.abs(tint).max()),
            sharpness=self._sharpness(frame, moved),
        )

    def news(self, frame: Pixels, moved: Signal, tint: Signal | float = 0.0) -> Signal:
        """How sure it is, pixel by pixel of the mouth zone, that something other than at rest is seen: 0 to 1."""
        seen = cv2.GaussianBlur(look(frame, moved, self._mouth), (0, 0), 0.7).astype(np.int16)
        seen -= np.round(tint).astype(np.int16)
        beyond = np.maximum(seen - self._lightest, self._darkest - seen).max(axis=2)
        sure = np.clip((beyond - FAINT) / (CLEAR - FAINT), 0, 1).astype(np.float32)
        return np.asarray(cv2.morphologyEx(sure, cv2.MORPH_OPEN, self._thin), np.float64)

    def _opening(self, frame: Pixels, moved: Signal, tint: Signal) -> float:
        return float(self.news(frame, moved, tint).sum()) / self._mouth_width**2

    def _likeness(self, frame: Pixels, moved: Signal) -> float:
        # The portrait is moved to where the frame has it: resampling the frame would blur what is measured.
        height, width = frame.shape[:2]
        box = self._upper
        corners = np.array([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]])
        there = corners @ moved[:, :2].T + moved[:, 2]
        left, top = np.clip(there.min(axis=0), 0, (width - 16, height - 16)).astype(int)
        right, bottom = np.clip(there.max(axis=0), (left + 16, top + 16), (width, height)).astype(int)
        place = moved.copy()
        place[:, 2] -= (left, top)
        size = int(right - left), int(bottom - top)
        known = cv2.warpAffine(self._model.rgb, place, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return ssim(_gray(frame[top:bottom, left:right]), _gray(known))

    def _sharpness(self, frame: Pixels, moved: Signal) -> float:
        # Whole pixels only: interpolating would blur what is measured.
        height, width = frame.shape[:2]
        middle = np.array([self._lips.left + self._lips.right, self._lips.top + self._lips.bottom]) / 2
        dx, dy = np.round(moved[:, :2] @ middle + moved[:, 2] - middle).astype(int)
        box = Box(self._lips.left + dx, self._lips.top + dy, self._lips.right + dx, self._lips.bottom + dy)
        if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height:
            return float("nan")
        return _laplacian(box.of(frame)) / max(self._crisp, 1e-6)


def _lips_box(points: Signal, width: int, height: int) -> Box:
    lips = points[48:60]
    side, up = 0.12 * np.ptp(lips[:, 0]), 0.14 * np.ptp(lips[:, 0])
    margin = np.array([side, up])
    left, top = np.maximum(lips.min(axis=0) - margin, 0).astype(int)
    right, bottom = (lips.max(axis=0) + margin).astype(int)
    return Box(int(left), int(top), min(width, max(int(right), left + 8)), min(height, max(int(bottom), top + 8)))


def _gray(part: Any) -> Any:
    return cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)


def _laplacian(part: Any) -> float:
    return float(cv2.Laplacian(_gray(part), cv2.CV_64F).var())


def _between(eye: Signal, box: Box) -> Any:
    """What lies between the lids of an open eye, without lashes and rims of glasses: a mask of its box."""
    mask = np.zeros((box.bottom - box.top, box.right - box.left), np.uint8)
    middle = eye.mean(axis=0)
    inner = middle + 0.85 * (eye - middle) - (box.left, box.top)
    cv2.fillPoly(mask, [np.round(inner).astype(np.int32)], 255)
    return mask > 0 if (mask > 0).sum() >= FEWEST else np.ones(mask.shape, bool)


def _contrast(part: Any, inside: Any) -> float:
    return float(_gray(part)[inside].std())


def _agreement(one: Any, two: Any) -> float:
    return float(np.nan_to_num(cv2.matchTemplate(_gray(one), _gray(two), cv2.TM_CCOEFF_NORMED)[0, 0]))


def ssim(one: Any, two: Any) -> float:
    """Mean structural similarity of two gray pictures (Wang et al. 2004: Gaussian of 1.5, K of 0.01 and 0.03)."""
    a, b = one.astype(np.float32), two.astype(np.float32)

    def blur(image: Any) -> Any:
        return cv2.GaussianBlur(image, (11, 11), 1.5)

    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_a, mean_b = blur(a), blur(b)
    var_a, var_b = blur(a * a) - mean_a**2, blur(b * b) - mean_b**2
    both = blur(a * b) - mean_a * mean_b
    score = (2 * mean_a * mean_b + c1) * (2 * both + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    return float(score.mean())
