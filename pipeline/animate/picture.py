"""The whole portrait as it is moved: what is at rest, before what never moves."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.animate.colour import Pixels, blocked, blocks, doubled, sampled, softened, to_yuv, unblocked
from pipeline.animate.field import Box, Field, Moved
from pipeline.animate.layer import Frame


class Picture:
    """Draws a moved portrait without mouth, lids and brows of its own."""

    def __init__(self, rgb: Pixels, matte: Pixels | None, backdrop: Pixels | None, box: Box, field: Field) -> None:
        """Prepare a portrait.

        Args:
            rgb: (h, w, 3), at rest.
            matte: (h, w), how much of each pixel is the thing; None where nobody knows what is background.
            backdrop: (h, w, 3), the background alone.
            box: What moves.
            field: How it moves.
        """
        self._box, self._field = box, field
        self._part: Pixels | None = None
        if matte is None or backdrop is None:
            self._set_whole(rgb)
        else:
            self._set_cut(rgb, matte, backdrop)

    def _set_whole(self, rgb: Pixels) -> None:
        """A picture that moves as one."""
        yuv = to_yuv(rgb)
        none = np.zeros_like(yuv[..., 0])
        self._luma = blocks(doubled(np.ascontiguousarray(yuv[..., 0])), -1, 1)
        self._chroma = np.dstack((softened(yuv)[..., 1:], none, none))
        self.still = Frame.of(yuv)

    def _set_cut(self, rgb: Pixels, matte: Pixels, backdrop: Pixels) -> None:
        """A thing before its background.

        Each of its pixels is weighted by how much of it is there, so an edge that moves takes nothing of the old
        background along.
        """
        yuv, ground = to_yuv(rgb), to_yuv(backdrop)
        height, width = matte.shape
        part = cv2.merge((matte, matte, matte))
        behind = cv2.multiply(ground, cv2.bitwise_not(part), scale=1 / 255)
        alone = np.asarray(cv2.min(cv2.subtract(yuv, behind), part), np.uint8)
        luma = np.ascontiguousarray(alone[..., 0])
        # What sharpening adds at an edge, the matte cannot add: it would be a light rim.
        rim = cv2.morphologyEx(matte, cv2.MORPH_GRADIENT, np.ones((9, 9), np.uint8)) > 0
        rim = cv2.resize(rim.astype(np.uint8), (2 * width, 2 * height), interpolation=cv2.INTER_NEAREST) > 0
        self._luma = blocks(np.where(rim, doubled(luma, soft=True), doubled(luma)), -1, 1)
        chroma = softened(np.dstack((alone[..., 1:], matte)))
        self._chroma = np.dstack((chroma, np.zeros_like(matte)))
        self._part = blocks(matte, 0, 1)
        self.still = Frame.of(ground)
        self._still_luma = np.ascontiguousarray(blocked(self.still.y)[self._box.uv])

    def draw(self, frame: Frame, moved: Moved) -> None:
        """Draw what moves, where a pose has it."""
        middles = self._field.enlarged(moved.sources, self._box)
        luma = sampled(self._luma, 2 * middles)
        u, v, part, _ = cv2.split(sampled(self._chroma, middles))
        halves = frame.u[self._box.uv], frame.v[self._box.uv]
        if self._part is None:
            halves[0][...], halves[1][...] = u, v
        else:
            _before(self._still_luma, luma, sampled(self._part, middles - np.float32(0.5)), luma)
            _before(self.still.u[self._box.uv], u, part, halves[0])
            _before(self.still.v[self._box.uv], v, part, halves[1])
        unblocked(luma, frame.y[self._box.y])


def _before(ground: Pixels, alone: Pixels, part: Pixels, out: Pixels) -> None:
    """Put what was cut out before a background; it already has its own share of every pixel."""
    cv2.add(cv2.subtract(ground, cv2.multiply(ground, part, scale=1 / 255)), alone, dst=out)
