"""Follows a head from frame to frame by what does not move in its face."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from pipeline.judge.footage import Pixels, Signal
from pipeline.judge.view import Box, Model, upper_face

WIDTH = 200
"""Pixels at which the face is followed: a twentieth of a pixel there is enough, and it is quick."""
GRID = 10
"""Fields of the face each way. Each gives the same number of pixels, those with the strongest edges:
else there would be eyes alone, and nothing left to follow while they blink."""
LEVELS = ((3.0, 25, 5.0, 8, 0.03), (1.2, 40, 2.0, 12, 0.02))
"""Blur in pixels, pixels of a field, distance in pixels beyond which a pixel that moved by itself counts for nothing,
most steps, and the distance in pixels below which a step is the last."""
BROW = 0.5
"""Thickness of what is left out around a brow, of its length."""
FAINT = 2.0
"""Levels of 255 per pixel: a slope that encoding alone makes."""


class Follower:
    """Fits the upper face of the portrait into every frame: an affine map, found by Gauss-Newton steps.

    Lids fall, brows rise and eyes look aside, so every pixel is weighed by how well it fits (Tukey's biweight): what
    moves by itself is left out. The steps are those of inverse composition (Baker and Matthews 2004).
    """

    def __init__(self, model: Model) -> None:
        height, width = model.rgb.shape[:2]
        face = _grown(upper_face(model.landmarks, width, height), width)
        self._step = min(1.0, WIDTH / face.size[0])
        small = self._shrink(model.rgb)
        box = Box(*(int(side * self._step) for side in (face.left, face.top, face.right, face.bottom)))
        self._middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
        self._reach = max(box.size) / 2
        own = np.zeros(small.shape, np.uint8)
        # Brows are a face's strongest edges and rise all together: a face would seem to stretch.
        for brow in (model.landmarks[17:22], model.landmarks[22:27]):
            thick = max(2, round(BROW * float(np.ptp(brow[:, 0])) * self._step))
            cv2.polylines(own, [np.round(brow * self._step).astype(np.int32)], isClosed=False, color=1, thickness=thick)
        self._levels = [
            (blur, limit, steps, enough, *self._pixels(small, own == 0, box, blur, each))
            for blur, each, limit, steps, enough in LEVELS
        ]
        self._map = np.array([[1.0, 0, 0], [0, 1, 0]])
        self.sure = 1.0
        """Share of the followed pixels that fitted in the last frame."""

    def follow(self, frame: Pixels) -> Signal:
        """Where the portrait's pixels are in this frame: (2, 3), from the model's pixels to the frame's."""
        small = self._shrink(frame)
        found = self._map
        for blur, limit, steps, enough, *pixels in self._levels:
            seen = cv2.GaussianBlur(small, (0, 0), blur)
            found, self.sure = self._fit(seen, found, limit, steps, enough, *pixels)
        if np.isfinite(found).all() and np.abs(found[:, :2] - np.eye(2)).max() < 0.4:
            self._map = found
        # From offsets around the middle of the small face to the frame's own pixels.
        moved = self._map.copy()
        moved[:, 2] = (self._map[:, 2] * self._reach + self._middle - self._map[:, :2] @ self._middle) / self._step
        return np.asarray(moved)

    def _shrink(self, rgb: Pixels) -> Any:
        gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
        if self._step == 1:
            return gray
        return cv2.resize(gray, None, fx=self._step, fy=self._step, interpolation=cv2.INTER_AREA)

    def _pixels(
        self, small: Any, still: Any, box: Box, blur: float, each: int
    ) -> tuple[Signal, Signal, Signal, Signal]:
        """The pixels to follow: offsets in units of the face's reach, values, how those change, and their unit."""
        soft = cv2.GaussianBlur(small, (0, 0), blur)
        dx, dy = (cv2.Sobel(soft, cv2.CV_32F, *order, ksize=3, scale=1 / 8) for order in ((1, 0), (0, 1)))
        ys, xs = np.mgrid[box.top : box.bottom, box.left : box.right]
        strength = box.of(np.hypot(dx, dy) * still).ravel()
        wide, high = box.size
        field = (ys - box.top) * GRID // high * GRID + (xs - box.left) * GRID // wide
        order = np.lexsort((-strength, field.ravel()))
        begins = np.searchsorted(field.ravel()[order], np.arange(GRID * GRID))
        rank = np.arange(order.size) - begins[field.ravel()[order]]
        kept = order[(rank < each) & box.of(still).ravel()[order]]
        ys, xs = ys.ravel()[kept], xs.ravel()[kept]
        points = (np.stack([xs, ys], 1) - self._middle) / self._reach
        # Differences are divided by the slope: then they are pixels, and a freckle counts as much as a pupil.
        unit = np.hypot(dx[ys, xs], dy[ys, xs]) + FAINT
        gx, gy = dx[ys, xs] / unit * self._reach, dy[ys, xs] / unit * self._reach
        slopes = np.stack([gx * points[:, 0], gx * points[:, 1], gx, gy * points[:, 0], gy * points[:, 1], gy], 1)
        return points, soft[ys, xs].astype(np.float64), slopes.astype(np.float64), unit.astype(np.float64)

    def _fit(
        self,
        seen: Any,
        found: Signal,
        limit: float,
        steps: int,
        enough: float,
        points: Signal,
        known: Signal,
        slopes: Signal,
        unit: Signal,
    ) -> tuple[Signal, float]:
        sure = 1.0
        remap: Any = cv2.remap
        for _ in range(steps):
            at = (points @ found[:, :2].T + found[:, 2]) * self._reach + self._middle
            there = at.astype(np.float32).reshape(-1, 1, 2)
            values = remap(seen, there, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).ravel()
            off = values - known
            off = (off - np.median(off)) / unit
            weights = np.clip(1 - (off / limit) ** 2, 0, None) ** 2
            sure = float((weights > 0.25).mean())
            weighted = slopes * weights[:, None]
            bend = weighted.T @ slopes
            change = np.linalg.solve(bend + np.eye(6) * (1e-3 * np.trace(bend) / 6 + 1e-6), weighted.T @ off)
            step = np.vstack([change.reshape(2, 3), [0, 0, 0]]) + np.eye(3)
            found = (np.vstack([found, [0, 0, 1]]) @ np.linalg.inv(step))[:2]
            if np.abs(change).max() * self._reach < enough:
                break
        return found, sure


def _grown(face: Box, width: int) -> Box:
    """The upper face with forehead and temples, which move with it."""
    side, up = round(0.1 * face.size[0]), round(0.3 * face.size[1])
    return Box(max(0, face.left - side), max(0, face.top - up), min(width, face.right + side), face.bottom)
