"""Completes a portrait: a size that can be encoded, and whatever of its atlas is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.animate import invent
from pipeline.animate.colour import Pixels
from pipeline.animate.face import measure
from pipeline.errors import StageFailed
from pipeline.types import MOUTH_SHAPES, Patch, Point, Portrait

SMALLEST, LARGEST = 256, 1024
"""Sides of a video: below the first nobody sees a mouth, above the second a chat shows nothing of it."""


def completed(portrait: Portrait) -> Portrait:
    """The portrait with even sides of a sensible size and with mouths, lids and brows.

    Raises:
        StageFailed: Its bytes do not fit its size, or there is no face.
    """
    _check(portrait)
    portrait = _sized(portrait)
    face = measure(portrait.landmarks, portrait.width, portrait.height)
    rgb = np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)
    return replace(
        portrait,
        mouths=portrait.mouths or invent.mouths(rgb, face),
        lids=portrait.lids or invent.lids(rgb, face),
        brows=portrait.brows or invent.brows(rgb, face),
    )


def _check(portrait: Portrait) -> None:
    area = portrait.width * portrait.height
    fits = portrait.width >= 16 and portrait.height >= 16 and len(portrait.rgb) == 3 * area
    fits &= portrait.matte is None or len(portrait.matte) == area
    fits &= portrait.backdrop is None or len(portrait.backdrop) == 3 * area
    fits &= len(portrait.mouths) in (0, len(MOUTH_SHAPES)) and len(portrait.lids) in (0, 2)
    fits &= len(portrait.brows) in (0, 2)
    for patches in (portrait.mouths, portrait.lids, portrait.brows):
        fits &= all(_within(patch, patches[0], portrait) for patch in patches)
    if not fits:
        raise StageFailed("animate", "The portrait's pictures do not fit its size: paint it anew.")


def _within(patch: Patch, first: Patch, portrait: Portrait) -> bool:
    same = (patch.left, patch.top, patch.width, patch.height) == (first.left, first.top, first.width, first.height)
    inside = patch.left >= 0 and patch.top >= 0 and patch.width >= 2 and patch.height >= 2
    inside &= patch.left + patch.width <= portrait.width and patch.top + patch.height <= portrait.height
    points = len(patch.landmarks) == 68 and bool(np.isfinite(patch.landmarks).all())
    return same and inside and points and len(patch.rgb) == 3 * patch.width * patch.height


def _sized(portrait: Portrait) -> Portrait:
    scale = 1.0
    if min(portrait.width, portrait.height) < SMALLEST:
        scale = SMALLEST / min(portrait.width, portrait.height)
    scale = min(scale, LARGEST / max(portrait.width, portrait.height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (portrait.width, portrait.height))
    if (width, height) == (portrait.width, portrait.height):
        return portrait
    x, y = width / portrait.width, height / portrait.height
    whole = _picture(portrait.rgb, portrait)

    def shrunk(picture: Pixels) -> bytes:
        smooth = cv2.INTER_AREA if x < 1 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(picture, (width, height), interpolation=smooth), np.uint8).tobytes()

    def patched(patches: Sequence[Patch]) -> tuple[Patch, ...]:
        return tuple(_resized(patch, whole, width, height) for patch in patches)

    matte = portrait.matte
    if matte is not None:
        matte = shrunk(np.frombuffer(matte, np.uint8).reshape(portrait.height, portrait.width))
    return Portrait(
        width,
        height,
        shrunk(whole),
        _scaled(portrait.landmarks, x, y),
        patched(portrait.mouths),
        patched(portrait.lids),
        patched(portrait.brows),
        matte,
        None if portrait.backdrop is None else shrunk(_picture(portrait.backdrop, portrait)),
    )


def _resized(patch: Patch, whole: Pixels, width: int, height: int) -> Patch:
    """A patch of a resized portrait: laid over it, resized with it and cut out again."""
    x, y = width / whole.shape[1], height / whole.shape[0]
    laid = whole.copy()
    laid[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = np.frombuffer(
        patch.rgb, np.uint8
    ).reshape(patch.height, patch.width, 3)
    smooth = cv2.INTER_AREA if x < 1 else cv2.INTER_CUBIC
    laid = np.asarray(cv2.resize(laid, (width, height), interpolation=smooth), np.uint8)
    left, top = int(patch.left * x), int(patch.top * y)
    right = min(width, int(np.ceil((patch.left + patch.width) * x)) + 1)
    bottom = min(height, int(np.ceil((patch.top + patch.height) * y)) + 1)
    cut = np.ascontiguousarray(laid[top:bottom, left:right])
    return Patch(left, top, right - left, bottom - top, cut.tobytes(), _scaled(patch.landmarks, x, y))


def _scaled(points: Sequence[Point], x: float, y: float) -> tuple[Point, ...]:
    return tuple((px * x, py * y) for px, py in points)


def _picture(rgb: bytes, portrait: Portrait) -> Pixels:
    return np.frombuffer(rgb, np.uint8).reshape(portrait.height, portrait.width, 3)
