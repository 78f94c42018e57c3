"""The mouth: its shape is mixed from nine, and what is seen in it comes from one or two of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.animate.colour import Pixels
from pipeline.animate.face import INNER_LIPS, OUTER_LIPS, Points
from pipeline.animate.field import Box, Field, Moved
from pipeline.animate.layer import Frame, Layer, Shares
from pipeline.types import MOUTH_SHAPES

_STILL = 0.004
_CLOSED_GAP, _OPEN_GAP = 0.008, 0.025
"""Gaps between the lips, in face widths: below the first only closed shapes are seen, above the second none."""
_LEANS = 2.0
"""Above 1 the stronger of two shapes is seen more than its share."""
_FAINT = 0.07
"""A share that is not worth seeing."""


class Mouth:
    """The mouth of a portrait."""

    def __init__(
        self,
        portrait: Pixels,
        shapes: list[tuple[Pixels, Points]],
        near: npt.NDArray[np.intp],
        box: Box,
        face_width: float,
        field: Field,
    ) -> None:
        """Prepare the nine shapes.

        Args:
            portrait: (h, w, 3) RGB, the whole picture at rest.
            shapes: (box.height, box.width, 3) RGB and all landmarks of each.
            near: Which landmarks a shape may move, and those around them.
            box: Where the shapes lie.
            face_width: In pixels.
            field: How the portrait moves.
        """
        self._layer = Layer(portrait, [(rgb, points[near]) for rgb, points in shapes], box, field)
        inner = np.stack([points[INNER_LIPS][:, 1] for _, points in shapes])
        outer = np.stack([points[OUTER_LIPS][:, 1] for _, points in shapes])
        self._top, self._bottom = inner[:, [1, 2, 3]].mean(1), inner[:, [5, 6, 7]].mean(1)
        self._gaps = np.maximum(0, self._bottom - self._top) / face_width
        self._shut = self._gaps < _CLOSED_GAP
        self._thick = np.maximum(2, (np.ptp(outer, 1) - self._gaps * face_width) / 2)

    def draw(self, frame: Frame, moved: Moved, weights: Shares) -> None:
        """Draw the mouth with so much of every shape."""
        if weights[MOUTH_SHAPES.index("X")] > 1 - _STILL:
            return
        over, under, line = self._looks(weights)
        below = None if over == under else (under, lambda view: view.beyond(view.places[..., 1] - line))
        self._layer.draw(frame, moved, weights, over, below)

    def _looks(self, weights: Shares) -> tuple[int, int, float]:
        """Whose pixels are seen above a line, whose below it, and where in the portrait it is.

        A dissolve would show half a row of teeth, which is grey. Jaws go down: what the wider of two mouths shows comes
        up from below, and the edge of the line passes for the edge of the teeth.
        """
        first, second, share = self._two(weights)
        if not _FAINT < share < 1 - _FAINT:
            seen = second if share > 0.5 else first
            return seen, seen, 0.0
        over, under = sorted((first, second), key=lambda k: float(self._gaps[k]))
        share = share if under == second else 1 - share
        top, bottom, thick = (float(weights @ lips) for lips in (self._top, self._bottom, self._thick))
        return over, under, bottom + thick - share * (bottom - top + 2 * thick)

    def _two(self, weights: Shares) -> tuple[int, int, float]:
        """The two shapes that are seen, and the share of the second."""
        gap = float(weights @ self._gaps)
        opened = float(np.clip((gap - _CLOSED_GAP) / (_OPEN_GAP - _CLOSED_GAP), 0, 1))
        shares = np.where(self._shut, 0, weights * self._gaps) ** _LEANS
        first, second = np.argsort(-shares, kind="stable")[:2].tolist()
        if opened < 1:
            # Lips that have just parted show a little of what the open mouth will.
            return int(np.argmax(np.where(self._shut, weights, -1))), first, opened
        return first, second, float(shares[second] / max(shares[first] + shares[second], 1e-12))
