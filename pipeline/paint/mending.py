"""Lays a repainted part into a portrait: cut out large enough to paint, matched in colour, feathered, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.types import Patch, Point

RGB = NDArray[np.uint8]
Mask = NDArray[np.float32]
"""(height, width), 0 to 1: how much of each pixel may be another one."""

_ROOM = 1.3
"""Side of what is painted, in sizes of the face: a model has to see whose mouth it is."""
_FREE = 2
"""Pixels along a patch's border that stay the portrait's."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A square of a portrait, painted at another size."""

    left: int
    top: int
    side: int
    size: int
    """The side that it is painted at, in pixels."""

    def cut(self, picture: RGB) -> RGB:
        """The square, at its size: (size, size, 3) uint8."""
        part = picture[self.top : self.top + self.side, self.left : self.left + self.side]
        return np.asarray(_resized(part, self.size), np.uint8)

    def cut_mask(self, mask: Mask) -> Mask:
        """The square of a mask, at its size."""
        part = mask[self.top : self.top + self.side, self.left : self.left + self.side]
        return np.asarray(cv2.resize(part, (self.size, self.size), interpolation=cv2.INTER_LINEAR), np.float32)

    def points(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """Points of the portrait in the square, at its size."""
        scale = self.size / self.side
        return tuple(((x + 0.5 - self.left) * scale - 0.5, (y + 0.5 - self.top) * scale - 0.5) for x, y in points)

    def back(self, painted: RGB, picture: RGB) -> RGB:
        """A copy of the portrait with the square in its place."""
        laid = picture.copy()
        laid[self.top : self.top + self.side, self.left : self.left + self.side] = _resized(painted, self.side)
        return laid


def crop_around(points: Sequence[Point], width: int, height: int, size: int) -> Crop:
    """The square around a face, with room; the whole picture's where the face fills it."""
    xs, ys = np.array(points, np.float64).T
    wide, tall = float(np.ptp(xs)), float(np.ptp(ys))
    side = int(min(_ROOM * max(wide, tall), width, height))
    left = int(np.clip((xs.min() + xs.max() - side) / 2, 0, width - side))
    top = int(np.clip((ys.min() + ys.max() - side) / 2, 0, height - side))
    return Crop(left, top, side, size)


def soft_mask(outlines: Sequence[Sequence[Point]], grow: float, patch: Patch, width: int, height: int) -> Mask:
    """What lies within outlines that are grown by so many pixels, with a soft edge; nothing beyond the patch.

    The mask is of the portrait's size, and 0 along the patch's border.
    """
    hard = np.zeros((height, width), np.uint8)
    for outline in outlines:
        hull = cv2.convexHull(np.array(outline, np.float32))
        cv2.fillConvexPoly(hard, np.round(hull).astype(np.int32), 255)
    reach = max(1, round(grow))
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    soft = cv2.GaussianBlur(cv2.dilate(hard, round_brush), (0, 0), max(0.8, 0.5 * reach))
    inside = np.zeros((height, width), np.float32)
    _under(inside, patch)[:] = _inside(patch, reach)
    return np.asarray(np.minimum(soft.astype(np.float32) / 255, inside), np.float32)


def seated(portrait: RGB, patch: Patch) -> Patch:
    """The patch with its border faded into the portrait's: what was bent to fill it need not meet it."""
    under = _under(portrait, patch).astype(np.float32)
    over = np.frombuffer(patch.rgb, np.uint8).reshape(under.shape).astype(np.float32)
    share = _inside(patch, max(2, min(patch.width, patch.height) // 10))
    return _filled(patch, under, over, share)


def _inside(patch: Patch, reach: int) -> Mask:
    """(patch.height, patch.width): 0 along the border, 1 from so many pixels on."""
    return np.minimum(_ramp(patch.height, reach)[:, None], _ramp(patch.width, reach)[None])


def _ramp(length: int, reach: int) -> NDArray[np.float32]:
    """0 at both ends, 1 from `reach` pixels inside on."""
    from_edge = np.minimum(np.arange(length), np.arange(length)[::-1]) - (_FREE - 1)
    return np.asarray(np.clip(from_edge / max(1, reach), 0, 1), np.float32)


def mended(portrait: RGB, painted: RGB, mask: Mask, patch: Patch) -> Patch:
    """The patch with what was painted inside the mask, in the portrait's light; elsewhere bitwise the portrait.

    A model gives back the surroundings a little brighter or duller. How much is read in the mask's soft edge, where
    nothing was meant to change, and taken off everywhere inside, smoothly: as a membrane does (Pérez et al., 2003).
    """
    under, over = (_under(picture, patch).astype(np.float32) for picture in (portrait, painted))
    share = np.asarray(_under(mask, patch), np.float32)
    return _filled(patch, under, over + _drift(under, over, share), share)


def _filled(patch: Patch, under: NDArray[np.float32], over: NDArray[np.float32], share: Mask) -> Patch:
    mixed = under + share[..., None] * (over - under)
    rgb = np.where(share[..., None] > 0, np.clip(mixed + 0.5, 0, 255), under).astype(np.uint8)
    return replace(patch, rgb=np.ascontiguousarray(rgb).tobytes())


def _under(picture: NDArray[Any], patch: Patch) -> NDArray[Any]:
    """What of a picture lies under a patch, to be read or written."""
    return picture[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width]


def _drift(under: NDArray[np.float32], over: NDArray[np.float32], share: Mask) -> NDArray[np.float32]:
    """How much the portrait differs along a mask's edge, spread over all of it: (height, width, 3)."""
    edge = np.where((share > 0.02) & (share < 0.7), 1.0, 0.0).astype(np.float32)
    if edge.sum() < 8:
        return np.zeros_like(under)
    spread = 0.25 * max(share.shape)
    weight = cv2.GaussianBlur(edge, (0, 0), spread)
    summed = cv2.GaussianBlur((under - over) * edge[..., None], (0, 0), spread)
    return np.asarray(summed / np.maximum(weight, 1e-4)[..., None], np.float32)


def _resized(picture: RGB, side: int) -> NDArray[np.uint8]:
    smooth = cv2.INTER_AREA if side < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (side, side), interpolation=smooth), np.uint8)
