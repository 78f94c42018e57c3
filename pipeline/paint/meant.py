"""Says whether a repainted mouth or eye shows what was meant, by its brightness beside a stand-in that surely does."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.paint.mending import Mask
from pipeline.types import Patch

_SAME_PICTURE, _SAME_CHANGE = 0.5, 0.45
"""Correlations with the stand-in, and with how it differs from rest, from which a part shows the same, painted another
way. Both are asked for: a closed mouth looks much like an open one that is small, and any scribble takes the lips away
from where they were, as an opening mouth does."""
_ENOUGH = 0.35
"""Of the stand-in's change: less, and the model left the part as it was."""
_STILL = 6.0
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
    rest, now, then = (_luma(rgb) for rgb in (portrait[part], _pixels(made), _pixels(stand_in)))
    changed, meant = _spread(now - rest, weight), _spread(then - rest, weight)
    size, wanted = _size(changed, weight), _size(meant, weight)
    if not _alike(_spread(now, weight), _spread(then, weight), weight, _SAME_PICTURE):
        return False
    if wanted < _STILL:
        return size <= _SLACK * _STILL
    return size >= _ENOUGH * wanted and _alike(changed, meant, weight, _SAME_CHANGE)


def _alike(a: NDArray[np.float32], b: NDArray[np.float32], weight: Mask, least: float) -> bool:
    """Whether two pictures without their means agree: their correlation reaches `least`."""
    total = max(float(weight.sum()), 1e-6)
    return float((weight * a * b).sum()) / total >= least * max(_size(a, weight) * _size(b, weight), 1e-6)


def _size(change: NDArray[np.float32], weight: Mask) -> float:
    """The root mean square of a change."""
    return float(np.sqrt((weight * change**2).sum() / max(float(weight.sum()), 1e-6)))


def _spread(change: NDArray[np.float32], weight: Mask) -> NDArray[np.float32]:
    """A change around its mean, without what a fraction of a lip's width out of place would make of it."""
    soft = cv2.GaussianBlur(change, (0, 0), max(0.8, 0.025 * weight.shape[1]))
    return np.asarray(soft - float((weight * soft).sum()) / max(float(weight.sum()), 1e-6), np.float32)


def _luma(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY), np.float32)


def _pixels(patch: Patch) -> NDArray[np.uint8]:
    return np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3)
