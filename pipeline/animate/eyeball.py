"""Finds the iris in a painted eye and completes what the lids hide of it, so that it can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.colour import Pixels

Plane = npt.NDArray[np.float32]

_ANGLES = 32
_FEWEST_SEEN = 0.25
"""Share of a circle that must be seen between the lids for it to be an iris."""
_CLEAR = 15.0
"""Levels of 255 by which the white of an eye is lighter than the iris, at least."""
_SHADE = 2.5
"""How softly shadows end, in pixels."""
RIM = 1.12
"""What belongs to an iris, in its radii: its outline and the shade around it."""


@dataclass(frozen=True, slots=True)
class Iris:
    """A circle, in pixels of the picture it was found in."""

    x: float
    y: float
    radius: float


def find_iris(picture: Pixels, seen: npt.NDArray[np.bool_]) -> Iris | None:
    """The circle across which an eye gets lightest (after Daugman 1993); None where there is no such circle.

    Args:
        picture: (h, w, 3) RGB.
        seen: (h, w), what lies between the lids.
    """
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if rows.size < 6 or columns.size < 8:
        return None
    tall, wide = float(rows.size), float(columns.size)
    # The least of the three colours: white has much of each, an iris of any colour lacks one, as its pupil does.
    light = cv2.GaussianBlur(picture.min(2).astype(np.float32), (0, 0), 0.8)
    x = columns[0] + wide * np.linspace(0.32, 0.68, 13)
    y = rows[0] + tall * np.linspace(0.3, 0.7, 7)
    radii = np.linspace(0.22 * min(tall, wide), tall, 24)
    centres = np.stack(np.meshgrid(x, y), 2).reshape(-1, 1, 2)
    rings = [_rings(light, seen, centres, radius) for radius in radii]
    level, share = (np.stack(values) for values in zip(*rings, strict=True))
    # White outside, unlike a pupil, and better on both sides: a lid or a catch light is an edge on one.
    low, high = np.percentile(light[seen], (10, 90))
    white = np.clip((level[2:] - low) / max(high - low, 1), 0, 1)
    sides = np.maximum(level[2:] - level[:-2], 0) * white**2
    sides[np.minimum(share[2:], share[:-2]) < _FEWEST_SEEN / 2] = 0
    rise = sides.mean(-1) + sides.min(-1)
    best = int(rise.argmax())
    if rise.flat[best] < _CLEAR:
        return None
    ring, centre = divmod(best, centres.shape[0])
    return Iris(float(centres[centre, 0, 0]), float(centres[centre, 0, 1]), float(radii[ring + 1]))


def _rings(
    light: Plane, seen: npt.NDArray[np.bool_], centres: npt.NDArray[np.float64], radius: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The mean light on either half of a circle around every centre, and how much of the circle is seen there."""
    turn = (np.arange(_ANGLES) + 0.5) / _ANGLES * 2 * np.pi - np.pi / 2
    places = np.round(centres + radius * np.stack((np.cos(turn), np.sin(turn)), 1)).astype(int)
    height, width = seen.shape
    inside = (places >= 0).all(2) & (places[..., 0] < width) & (places[..., 1] < height)
    column, row = np.clip(places[..., 0], 0, width - 1), np.clip(places[..., 1], 0, height - 1)
    counts = (inside & seen[row, column]).reshape(-1, 2, _ANGLES // 2)
    number = counts.sum(2)
    total = (light[row, column].reshape(counts.shape) * counts).sum(2)
    return total / np.maximum(number, 1), number / _ANGLES


def complete(picture: Pixels, seen: npt.NDArray[np.bool_], iris: Iris | None) -> Pixels:
    """The picture of an eye as if it had no lids: the iris goes on round, the white goes on white."""
    height, width = seen.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    white = seen
    if iris is not None:
        away = np.hypot(x - iris.x, y - iris.y)
        white = seen & (away > RIM * iris.radius)
    whole = _continued(picture, white if white.any() else seen)
    if iris is not None:
        round_ = _turned(picture, seen, away, RIM * iris.radius)
        share = np.clip(RIM * iris.radius - away, 0, 1)[..., None]
        whole = whole * (1 - share) + round_ * share
    # The shadow of the lid goes on too.
    shade = cv2.GaussianBlur(_continued(picture - whole, seen), (0, 0), _SHADE)
    soft = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 0.8) + shade
    return np.asarray(np.where(seen[..., None], picture, np.round(np.clip(soft, 0, 255))), np.uint8)


def _continued(picture: npt.NDArray[Any], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Every pixel as the nearest known one."""
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(labels.max()) + 1, 3), np.float32)
    colours[labels[known]] = picture[known]
    return np.asarray(colours[labels], np.float32)


def _turned(picture: Pixels, seen: npt.NDArray[np.bool_], away: Plane, reach: float) -> npt.NDArray[np.float32]:
    """Every pixel as the middle one of those that are seen as far from the centre."""
    ring = np.clip(np.round(away), 0, int(reach) + 1).astype(int)
    colours = np.zeros((int(reach) + 2, 3), np.float32)
    for k in range(int(reach) + 2):
        here = picture[seen & (ring == k)]
        colours[k] = np.median(here, axis=0) if len(here) else colours[max(0, k - 1)]
    return np.asarray(colours[ring], np.float32)
