"""Says whether a repainted mouth or eye shows what was meant, by its brightness beside a stand-in that surely does."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.paint.mending import Mask
from pipeline.types import Patch

_LIKE = 0.35
"""The correlation with the stand-in's change from which a part shows the same thing, painted another way."""
_ENOUGH = 0.35
"""Of the stand-in's change: less, and the model left the part as it was."""
_STILL = 7.0
"""A root mean square change in levels below which a stand-in hardly differs from the portrait: lips that only press."""
_SLACK = 2.2
"""How much more than the stand-in a part that should hardly change may change."""


def shows(portrait: NDArray[np.uint8], made: Patch, stand_in: Patch, mask: Mask) -> bool:
    """Whether `made` changes a portrait as its stand-in does.

    Both are patches of one rectangle. A mouth that opens darkens where the stand-in's does; one that the model left
    closed, or a scribble, does not. Where the stand-in itself changes little, little must change.
    """
    part = slice(made.top, made.top + made.height), slice(made.left, made.left + made.width)
    weight = mask[part]
    rest = _luma(portrait[part])
    changed, meant = (_soft(_luma(_pixels(patch)) - rest, weight) for patch in (made, stand_in))
    total = max(float(weight.sum()), 1e-6)
    size, wanted = (float(np.sqrt((weight * change**2).sum() / total)) for change in (changed, meant))
    if not np.isfinite(size):
        return False
    if wanted < _STILL:
        return size <= _SLACK * _STILL
    likeness = float((weight * changed * meant).sum()) / total / max(size * wanted, 1e-6)
    return likeness >= _LIKE and size >= _ENOUGH * wanted


def _soft(change: NDArray[np.float32], weight: Mask) -> NDArray[np.float32]:
    """A change without what a fraction of a lip's width out of place would make of it."""
    return np.asarray(cv2.GaussianBlur(change, (0, 0), max(0.8, 0.025 * weight.shape[1])), np.float32)


def _luma(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY), np.float32)


def _pixels(patch: Patch) -> NDArray[np.uint8]:
    return np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3)
