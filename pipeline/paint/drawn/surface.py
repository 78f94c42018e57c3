"""Reads the colours of a painted body where a face will stand."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.frame import Frame
from pipeline.paint.drawn.model import CANVAS


class Surface:
    """A (height, width, 4) uint8 body, asked for its colour around points of a face."""

    def __init__(self, body: NDArray[np.uint8], frame: Frame, fallback: str, reach: float = 21.0) -> None:
        """`reach` is how far around a point colours are gathered, in canvas units."""
        self._frame, self._fallback = frame, fallback
        # A cell is eight canvas units: what the smallest feature of a face stands on.
        self._cells = 64
        alpha = body[..., 3:].astype(np.float32) / 255
        colours = np.dstack([body[..., :3] * alpha, alpha])
        small = cv2.resize(colours, (self._cells, self._cells), interpolation=cv2.INTER_AREA)
        self._sharp = np.asarray(small, np.float32)
        self._soft = np.asarray(cv2.GaussianBlur(small, (0, 0), reach * self._cells / CANVAS), np.float32)

    def at(self, x: float, y: float) -> str:
        """The mean colour around a point of the face; the fallback where there is no body."""
        red, green, blue, alpha = (float(v) for v in self._soft[self._cell(x, y)])
        if alpha < 0.08:
            return self._fallback
        return "#" + "".join(f"{min(255, max(0, round(c / alpha))):02x}" for c in (red, green, blue))

    def unrest(self) -> float:
        """How much the colours vary within the face: the standard deviation of what is finer than a feature, 0..255."""
        picks = [self._cell(x, y) for x in range(-80, 81, 16) for y in range(-100, 81, 16)]
        differences = [float(np.abs(self._sharp[p][:3] - self._soft[p][:3]).mean()) for p in picks]
        return float(np.mean(differences))

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        px, py = self._frame.at(x, y)
        last = self._cells - 1
        scale = self._cells / CANVAS
        return min(last, max(0, int(py * scale))), min(last, max(0, int(px * scale)))
