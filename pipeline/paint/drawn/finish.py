"""What is done to pixels rather than to shapes: sculpting a silhouette, and the grain of a style."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.brush import LIGHT
from pipeline.paint.drawn.manner import Manner
from pipeline.paint.drawn.model import CANVAS, FacePlace
from pipeline.paint.drawn.render import Box

Pixels = NDArray[np.float32]


def sculpt(body: NDArray[np.uint8], manner: Manner) -> NDArray[np.uint8]:
    """Light a (height, width, 4) body as if its silhouette were inflated; alpha stays as it is."""
    if manner.inflate <= 0:
        return body
    size = body.shape[0]
    # Half the resolution is enough for something this smooth.
    small = cv2.resize(body[..., 3], (size // 2, size // 2), interpolation=cv2.INTER_AREA)
    reach = 0.105 * size / 2
    inside = cv2.distanceTransform((small > 110).astype(np.uint8), cv2.DIST_L2, 3)
    depth = np.clip(inside / reach, 0, 1)
    height = cv2.GaussianBlur(np.sqrt(1 - (1 - depth) ** 2).astype(np.float32) * reach, (0, 0), reach * 0.16)
    across, down = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) / 8, cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) / 8
    level = 1.35
    lit = (-across * LIGHT[0] - down * LIGHT[1] + level) / np.sqrt(across**2 + down**2 + 1)
    turn = (
        cv2.resize((lit / level - 1).astype(np.float32), (size, size), interpolation=cv2.INTER_LINEAR) * manner.inflate
    )
    away = np.clip(-turn, 0, 1)[..., None] * 0.85
    toward = np.clip(turn, 0, 1)[..., None] * 0.9
    rgb = body[..., :3].astype(np.float32)
    shade, light = _rgb(manner.shade), _rgb(manner.light)
    # Shadow keeps the surface's own colour: half multiplied, half mixed with the style's shade.
    dark = rgb * (0.35 + 0.4 * shade / 255)
    rgb = rgb + (dark - rgb) * away
    rgb = rgb + (light - rgb) * toward * 0.6
    return np.dstack([np.clip(rgb + 0.5, 0, 255).astype(np.uint8), body[..., 3]])


def patterned(body: NDArray[np.uint8], pattern: NDArray[np.uint8], place: FacePlace) -> NDArray[np.uint8]:
    """A (height, width, 4) body with a pattern of that size on it, which fades out before the face."""
    size = body.shape[0]
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float32) * (CANVAS / size)
    across = (columns - place.cx) / (0.62 * place.width)
    down = (rows - (place.cy - 0.06 * place.height)) / (0.74 * place.height)
    away = np.clip((np.sqrt(across**2 + down**2) - 0.92) / 0.2, 0, 1)
    share = (pattern[..., 3] * away / 255)[..., None]
    rgb = body[..., :3] + (pattern[..., :3].astype(np.float32) - body[..., :3]) * share
    return np.dstack([np.asarray(rgb + 0.5, np.uint8), body[..., 3]])


class Grain:
    """The surface a style is painted on: the same at a pixel whatever part of the picture is asked for."""

    def __init__(self, manner: Manner, size: int, seed: int) -> None:
        self._manner = manner
        chance = np.random.default_rng(seed)
        make = {"brush": _brush, "clay": _clay, "wash": _wash, "chalk": _chalk, "haze": _haze, "fibre": _fibre}
        self._gain: Pixels | None = None
        self._paper: Pixels | None = None
        if manner.grain in make:
            self._gain, self._paper = make[manner.grain](chance, size)

    def __call__(self, rgb: Pixels, box: Box) -> Pixels:
        """Lay the grain over a part of the picture, (height, width, 3) float32 in 0..255."""
        left, top, width, height = box
        part = (slice(top, top + height), slice(left, left + width), None)
        if self._gain is not None:
            # Grain shows most in the middle tones: a factor would burn lights and lose darks.
            room = np.minimum(rgb, 255 - rgb * 0.55)
            rgb = rgb + room * self._gain[part]
        if self._paper is not None:
            rgb = rgb + (_rgb(self._manner.paper) - rgb) * self._paper[part]
        return rgb


_Fields = tuple[Pixels, Pixels | None]


def _noise(chance: np.random.Generator, size: int, cell: float, stretch: float = 1.0) -> Pixels:
    """Smooth noise with a standard deviation of 1; `cell` is its grain in canvas units, `stretch` longer across."""
    rows = max(3, round(CANVAS / cell))
    columns = max(3, round(CANVAS / (cell * stretch)))
    field = chance.standard_normal((rows, columns)).astype(np.float32)
    grown = cv2.resize(field, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.asarray(grown / max(1e-6, float(grown.std())), np.float32)


def _turned(field: Pixels, degrees: float) -> Pixels:
    size = field.shape[0]
    turn = cv2.getRotationMatrix2D((size / 2, size / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(field, turn, (size, size), borderMode=cv2.BORDER_REFLECT_101), np.float32)


def _flowing(chance: np.random.Generator, field: Pixels, reach: float) -> Pixels:
    """A field bent along slow waves, so that its strokes are no ruled lines; `reach` in canvas units."""
    size = field.shape[0]
    bend = reach * size / CANVAS
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float32)
    x, y = columns + bend * _noise(chance, size, 120), rows + bend * _noise(chance, size, 120)
    return np.asarray(cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.float32)


def _brush(chance: np.random.Generator, size: int) -> _Fields:
    # Turned and bent on a larger sheet, so that no stroke is mirrored at the picture's rim.
    sheet = round(1.5 * size)
    large = _flowing(chance, _turned(_noise(chance, sheet, 3.4 / 1.5, 8), 30), 22 / 1.5)
    strokes = large[sheet - size >> 1 :, sheet - size >> 1 :][:size, :size]
    patches = _noise(chance, size, 44)
    tooth = _noise(chance, size, 1.6)
    return (0.021 * strokes + 0.022 * patches + 0.011 * tooth).astype(np.float32), None


def _clay(chance: np.random.Generator, size: int) -> _Fields:
    bumps = _noise(chance, size, 9)
    light = bumps - np.roll(bumps, (round(size / 170), round(size / 220)), (0, 1))
    return 0.013 * light + 0.006 * _noise(chance, size, 1.5), None


def _wash(chance: np.random.Generator, size: int) -> _Fields:
    blooms = _noise(chance, size, 70) + 0.6 * _noise(chance, size, 26)
    tooth = _noise(chance, size, 2.0)
    return (0.02 * tooth).astype(np.float32), np.clip(0.06 + 0.04 * blooms, 0, 0.2).astype(np.float32)


def _chalk(chance: np.random.Generator, size: int) -> _Fields:
    tooth = 0.8 * _noise(chance, size, 1.8) + 0.6 * _turned(_noise(chance, size, 2.4, 7), -38)
    return (0.028 * tooth).astype(np.float32), np.clip(0.08 * (tooth - 0.6), 0, 0.15).astype(np.float32)


def _haze(chance: np.random.Generator, size: int) -> _Fields:
    away = np.linspace(-1, 1, size, dtype=np.float32)
    far = np.clip(away[:, None] ** 2 + away[None, :] ** 2 - 0.55, 0, 1.2)
    return (0.02 * _noise(chance, size, 1.5) - 0.28 * far).astype(np.float32), None


def _fibre(chance: np.random.Generator, size: int) -> _Fields:
    threads = _flowing(chance, _turned(_noise(chance, size, 1.4, 11), 18), 40)
    return (0.02 * np.clip(np.abs(threads) - 1.7, 0, 2) + 0.011 * _noise(chance, size, 1.7)).astype(np.float32), None


def _rgb(colour: str) -> Pixels:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)
