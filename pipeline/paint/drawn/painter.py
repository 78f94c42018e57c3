"""The painter without a model: draws a thing, gives it a face, and paints the face's atlas from the same drawing."""

from __future__ import annotations

import hashlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np

from pipeline import lexicon
from pipeline.config import PainterSpec
from pipeline.lanes import Lane, Lanes, Stop
from pipeline.lexicon import MOODS, Reading
from pipeline.paint.drawn import bodies
from pipeline.paint.drawn.atlas import RGBA, Atlas, Ground, over
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import clamp, lightness, mix, shift
from pipeline.paint.drawn.face import Face
from pipeline.paint.drawn.features import Features, features
from pipeline.paint.drawn.finish import Grain, sculpt
from pipeline.paint.drawn.frame import Frame
from pipeline.paint.drawn.manner import manner_of
from pipeline.paint.drawn.model import Body
from pipeline.paint.drawn.render import render
from pipeline.paint.drawn.skin import Skin
from pipeline.paint.drawn.surface import Surface
from pipeline.types import Persona, Portrait, Style


@dataclass(frozen=True, slots=True)
class Sketch:
    """A portrait before it is painted."""

    body: Body
    backdrop: str
    """SVG elements that fill the canvas."""
    features: Features


class DrawnPainter:
    """Paints portraits from shapes, colours and light alone."""

    def __init__(self, lane: Lane, size: int) -> None:
        self._lane, self._size = lane, size

    async def paint(self, persona: Persona, style: Style, seed: int, guide: bytes | None = None) -> Portrait:
        """Paint the persona; the same persona, style and seed give the same bytes.

        Raises:
            GuideUnreadable: The guide is no picture, or is too large.
        """
        return await self._lane.run(lambda stop: self._paint(persona, style, seed, guide, stop))

    def _paint(self, persona: Persona, style: Style, seed: int, guide: bytes | None, stop: Stop) -> Portrait:
        reading = lexicon.read(persona.object)
        brush = Brush(manner_of(style.key))
        chance = random.Random(f"{reading.text}|{brush.key}|{seed}")  # noqa: S311 - chance in a drawing
        body = bodies.draw(reading, brush, random.Random(chance.random()))  # noqa: S311
        backdrop = bodies.backdrop(reading, brush, random.Random(chance.random()))  # noqa: S311
        moods = moods_of(reading, persona.traits)
        sketch = Sketch(body, backdrop, features(moods, reading.age, reading.gender, chance))
        return finish(sketch, brush, self._size, seed, stop.check)


def moods_of(reading: Reading, traits: Sequence[str]) -> tuple[str, ...]:
    """What a face shows: what the words say, then what the character is."""
    named = [*reading.moods, *(t for t in traits if t in MOODS)]
    return tuple(dict.fromkeys(named)) or ("gentle",)


def finish(sketch: Sketch, brush: Brush, size: int, seed: int, check: Callable[[], None]) -> Portrait:
    """Paint a sketch and its atlas; `check` may leave between steps by raising."""
    body = sketch.body
    backdrop = render(sketch.backdrop, size)[..., :3].astype(np.float32)
    check()
    thing = sculpt(render(body.back, size), brush.manner)
    check()
    frame = Frame(body.place)
    surface = Surface(thing, frame, brush.tone(body.skin))
    skin = Skin(brush.manner, surface.at, _hair(body, brush))
    face = Face(sketch.features, frame, brush, skin, random.Random(seed))  # noqa: S311
    under = backdrop.copy()
    over(under, thing)
    over(under, render(face.still(_veil(surface, body)), size))
    check()
    front = render(body.front, size) if body.front else np.zeros((size, size, 4), np.uint8)
    ground = Ground(
        under, _stacked(render(face.over(), size), front), np.maximum(thing[..., 3], front[..., 3]), backdrop
    )
    return Atlas(ground, face, Grain(brush.manner, size, _number(seed)), size, check).portrait()


def _veil(surface: Surface, body: Body) -> float:
    plain = 0.25 if body.material in ("fur", "feather", "scales", "leaf", "glass", "vapour") else 0.0
    return min(0.72, max(plain, (surface.unrest() - 2.0) / 14))


def _hair(body: Body, brush: Brush) -> str:
    skin = brush.tone(body.skin)
    if body.hair:
        own = brush.tone(body.hair)
        # Brows that match their surface cannot be read.
        if abs(lightness(own) - lightness(skin)) > 0.16:
            return own
    if brush.key == "ink":
        return mix(brush.manner.edge_colour, skin, 0.12)
    if lightness(skin) < 0.36:
        return shift(mix(skin, brush.manner.light, 0.25), light=0.16)
    return clamp(mix(shift(skin, light=-0.34), "#2a1a14", 0.45), 0.16, 0.34)


def _stacked(lower: RGBA, upper: RGBA) -> RGBA:
    """Two (height, width, 4) uint8 layers as one."""
    if not upper[..., 3].any():
        return lower
    a, b = lower[..., 3:].astype(np.float32) / 255, upper[..., 3:].astype(np.float32) / 255
    alpha = b + a * (1 - b)
    rgb = (upper[..., :3] * b + lower[..., :3] * a * (1 - b)) / np.maximum(alpha, 1e-6)
    return np.asarray(np.concatenate([rgb + 0.5, alpha * 255 + 0.5], axis=2), np.uint8)


def _number(seed: int) -> int:
    return int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:8], "big")


@asynccontextmanager
async def open(spec: PainterSpec, lanes: Lanes) -> AsyncIterator[DrawnPainter]:  # noqa: A001 - the design's name
    """Open the drawn painter; it needs no weights."""
    yield DrawnPainter(lanes.of("cpu"), spec.size)
