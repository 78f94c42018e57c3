"""Puts a portrait together and paints the patches of its face atlas from the same layers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.face import Bounds, Face, State
from pipeline.paint.drawn.finish import Grain, Pixels
from pipeline.paint.drawn.model import CANVAS
from pipeline.paint.drawn.render import Box, render
from pipeline.types import MOUTH_SHAPES, Patch, Point, Portrait

RGBA = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not move, in pixels of the portrait."""

    under: Pixels
    """(height, width, 3) float32: background, body and the still part of the face."""
    over: RGBA
    """(height, width, 4) uint8: what hangs over the face."""
    matte: NDArray[np.uint8]
    """(height, width) uint8."""
    backdrop: Pixels
    """(height, width, 3) float32."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """One moving part: where it lies and how it is drawn in a state."""

    box: Box
    elements: Callable[[State], str]
    depends: Callable[[State], object]


class Atlas:
    """The portrait in any state, and its patches."""

    def __init__(self, ground: Ground, face: Face, grain: Grain, size: int, check: Callable[[], None]) -> None:
        self._ground, self._face, self._grain, self._size, self._check = ground, face, grain, size, check
        self._eyes = _Layer(pixels(face.eye_bounds(), size), lambda s: face.eyes(s.opening), lambda s: s.opening)
        self._brows = _Layer(pixels(face.brow_bounds(), size), lambda s: face.brows(s.raised), lambda s: s.raised)
        self._mouth = _Layer(pixels(face.mouth_bounds(), size), lambda s: face.mouth(s.mouth), lambda s: s.mouth)
        self._drawn: dict[tuple[Box, object], RGBA] = {}

    def portrait(self) -> Portrait:
        """Paint everything."""
        rest, size = State(), self._size
        whole = self._picture((0, 0, size, size), rest)
        backdrop = self._grain(self._ground.backdrop, (0, 0, size, size))
        return Portrait(
            width=size,
            height=size,
            rgb=whole.tobytes(),
            landmarks=self._landmarks(rest),
            mouths=tuple(self._patch(self._mouth.box, replace(rest, mouth=m)) for m in MOUTH_SHAPES),
            lids=tuple(self._patch(self._eyes.box, replace(rest, opening=o)) for o in (0.5, 0.0)),
            brows=tuple(self._patch(self._brows.box, replace(rest, raised=r)) for r in (1.0, -1.0)),
            matte=self._ground.matte.tobytes(),
            backdrop=_bytes(backdrop).tobytes(),
        )

    def _patch(self, box: Box, state: State) -> Patch:
        self._check()
        left, top, width, height = box
        return Patch(left, top, width, height, self._picture(box, state).tobytes(), self._landmarks(state))

    def _landmarks(self, state: State) -> tuple[Point, ...]:
        scale = self._size / CANVAS
        return tuple((round(x * scale, 3), round(y * scale, 3)) for x, y in self._face.landmarks(state))

    def _picture(self, box: Box, state: State) -> NDArray[np.uint8]:
        left, top, width, height = box
        part = (slice(top, top + height), slice(left, left + width))
        rgb = self._ground.under[part].copy()
        for layer in (self._eyes, self._brows, self._mouth):
            lay(rgb, box, self._layer(layer, state), layer.box)
        lay(rgb, box, self._ground.over, (0, 0, self._size, self._size))
        return _bytes(self._grain(rgb, box))

    def _layer(self, layer: _Layer, state: State) -> RGBA:
        key = (layer.box, layer.depends(state))
        if key not in self._drawn:
            self._drawn[key] = render(layer.elements(state), self._size, layer.box)
        return self._drawn[key]


def pixels(bounds: Bounds, size: int) -> Box:
    """The whole pixels of a portrait that hold what lies within bounds on the canvas."""
    scale = size / CANVAS
    left, top = (min(size - 2, max(0, math.floor(v * scale))) for v in bounds[:2])
    right, bottom = (min(size, max(2, math.ceil(v * scale))) for v in bounds[2:])
    return left, top, max(2, right - left), max(2, bottom - top)


def over(rgb: Pixels, layer: RGBA) -> None:
    """Lay (height, width, 4) uint8 over (height, width, 3) float32 of the same size, in place."""
    alpha = layer[..., 3:].astype(np.float32) / 255
    rgb += (layer[..., :3] - rgb) * alpha


def lay(rgb: Pixels, box: Box, layer: RGBA, place: Box) -> None:
    """Lay a layer that was painted for `place` over the part `box` of a portrait, in place."""
    left, top = max(box[0], place[0]), max(box[1], place[1])
    right, bottom = min(box[0] + box[2], place[0] + place[2]), min(box[1] + box[3], place[1] + place[3])
    if right <= left or bottom <= top:
        return
    onto = rgb[top - box[1] : bottom - box[1], left - box[0] : right - box[0]]
    over(onto, layer[top - place[1] : bottom - place[1], left - place[0] : right - place[0]])


def _bytes(rgb: Pixels) -> NDArray[np.uint8]:
    return np.asarray(np.clip(rgb + 0.5, 0, 255), np.uint8)
