"""The painter without a model: draws a thing, gives it a face, and paints the face's atlas from the same drawing."""

from __future__ import annotations

import hashlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline import lexicon
from pipeline.backends import missing
from pipeline.config import PainterSpec
from pipeline.events import OnStep, unheeded
from pipeline.lanes import Lane, Lanes, Stop
from pipeline.lexicon import Reading
from pipeline.paint.blending import place_of, softened
from pipeline.paint.drawn import bodies
from pipeline.paint.drawn.atlas import RGBA, Atlas, Ground, lay, over, pixels
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import clamp, lightness, mix, shift
from pipeline.paint.drawn.face import Face
from pipeline.paint.drawn.features import Features, features
from pipeline.paint.drawn.finish import Grain, Pixels, patterned, sculpt
from pipeline.paint.drawn.frame import Frame
from pipeline.paint.drawn.manner import manner_of
from pipeline.paint.drawn.model import Body, FacePlace
from pipeline.paint.drawn.muzzle import bare_muzzle
from pipeline.paint.drawn.pictured import face_place, takes_a_face
from pipeline.paint.drawn.render import render
from pipeline.paint.drawn.skin import Skin
from pipeline.paint.drawn.surface import Surface
from pipeline.paint.faces.finder import FINDERS, open_finder
from pipeline.paint.guides import palette, read_guide
from pipeline.paint.landmarks import flaw
from pipeline.types import Persona, Point, Portrait, Style

FEELINGS = {
    "fear": "nervous", "love": "dreamy", "anger": "fierce", "sadness": "sad", "happiness": "cheerful",
    "courage": "heroic", "boredom": "sleepy", "curiosity": "curious",
}  # fmt: skip
"""What a feeling that is named beside the thing makes of its face: a toaster with anxiety."""


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

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        """Paint the persona; the same persona, style and seed give the same bytes.

        A guide with a face becomes the portrait, without an atlas, where a face finder is installed; any other guide
        gets a drawn face. A plain one, or one too crowded for a face, gives its colours to a drawing of the thing.

        Raises:
            GuideUnreadable: The guide is no picture, or is too large.
        """
        if guide is None:
            return await self._lane.run(lambda stop: self._invent(persona, style, seed, stop))
        picture = await self._lane.run(lambda _: read_guide(guide, self._size))
        marks = await self._find(picture)
        if marks:
            return _as_it_is(picture, marks)
        if takes_a_face(picture):
            return await self._lane.run(lambda stop: self._follow(picture, persona, style, seed, stop))
        return await self._lane.run(lambda stop: self._invent(persona, style, seed, stop, palette(picture)[:2]))

    async def draw_onto(
        self, picture: NDArray[np.uint8], marks: Sequence[Point], persona: Persona, style: Style, seed: int
    ) -> Portrait:
        """Draw a face onto a painted picture, (size, size, 3), where 68 landmarks say, with its atlas."""
        place = place_of(marks, self._size)

        def work(stop: Stop) -> Portrait:
            bare = _opaque(np.asarray(softened(picture, marks), np.float32))
            return self._follow(bare, persona, style, seed, stop, place)

        return await self._lane.run(work)

    def _invent(self, persona: Persona, style: Style, seed: int, stop: Stop, colours: tuple[str, ...] = ()) -> Portrait:
        reading, brush, chance = _begin(persona, style, seed)
        # What the words say of colours goes before what a picture shows.
        reading = replace(reading, colours=(*reading.colours, *colours)[:3])
        body = bodies.draw(reading, brush, _fork(chance))
        backdrop = bodies.backdrop(reading, brush, _fork(chance))
        face = _face_of(reading, persona, chance, muzzled=body.muzzle is not None)
        return finish(Sketch(body, backdrop, face), brush, self._size, seed, stop.check)

    def _follow(
        self, picture: RGBA, persona: Persona, style: Style, seed: int, stop: Stop, place: FacePlace | None = None
    ) -> Portrait:
        reading, brush, chance = _begin(persona, style, seed)
        colours = palette(picture)
        face = _face_of(reading, persona, chance)
        body = Body("", "", place or face_place(picture), colours[0], "")
        backdrop = brush.wash(brush.contrast(colours[0]), colours[-1])
        # A picture has its own manner: the style shows only in what lies behind a cut-out.
        return finish(Sketch(body, backdrop, face), Brush(manner_of("")), self._size, seed, stop.check, picture)

    async def _find(self, picture: RGBA) -> tuple[Point, ...]:
        if missing(FINDERS["mediapipe"]):
            return ()
        flat = _flat(picture)
        async with open_finder("mediapipe") as finder:
            found = await self._lane.run(lambda _: finder.find(flat))
        size = self._size
        return next((face.landmarks for face in found if not flaw(face.landmarks, size, size)), ())


def _face_of(reading: Reading, persona: Persona, chance: random.Random, *, muzzled: bool = False) -> Features:
    face = features(moods_of(reading, persona.traits), reading.age, reading.gender, chance)
    if muzzled:
        face = bare_muzzle(face)
    worn = bodies.costume_of(reading)
    face = replace(
        face,
        glasses=worn.glasses or face.glasses,
        moustache=worn.moustache or face.moustache,
        beard=worn.beard or face.beard,
    )
    # People's beards belong to their heads, which the body draws.
    return replace(face, beard=False) if reading.thing.category == "people" else face


def _begin(persona: Persona, style: Style, seed: int) -> tuple[Reading, Brush, random.Random]:
    reading, brush = lexicon.read(persona.object), Brush(manner_of(style.key))
    return reading, brush, random.Random(f"{reading.text}|{brush.key}|{seed}")  # noqa: S311 - chance in a drawing


def _fork(chance: random.Random) -> random.Random:
    return random.Random(chance.random())  # noqa: S311 - chance in a drawing


def _flat(picture: RGBA) -> NDArray[np.uint8]:
    white = np.full((*picture.shape[:2], 3), 255, np.float32)
    over(white, picture)
    return np.asarray(white, np.uint8)


def _as_it_is(picture: RGBA, marks: tuple[Point, ...]) -> Portrait:
    size = picture.shape[0]
    return Portrait(size, size, _flat(picture).tobytes(), marks)


def moods_of(reading: Reading, traits: Sequence[str]) -> tuple[str, ...]:
    """What a face shows: what the words say, then what the character is."""
    felt = (FEELINGS[thing.key] for thing in reading.others if thing.key in FEELINGS)
    return tuple(dict.fromkeys([*reading.moods, *felt, *lexicon.moods_of(list(traits))])) or ("gentle",)


def finish(
    sketch: Sketch, brush: Brush, size: int, seed: int, check: Callable[[], None], picture: RGBA | None = None
) -> Portrait:
    """Paint a sketch and its atlas; a `picture` stands for the body. `check` may leave between steps by raising."""
    body, manner = sketch.body, brush.manner
    backdrop = render(sketch.backdrop, size)[..., :3].astype(np.float32)
    check()
    thing = picture if picture is not None else sculpt(_printed(body, size), manner)
    check()
    frame, hair = Frame(body.place), _hair(body, brush, old=sketch.features.wrinkles > 0.5)
    under = backdrop.copy()
    over(under, thing)

    def face_on(surface: Surface) -> Face:
        return Face(sketch.features, frame, brush, Skin(manner, surface.at, hair), seed, body.muzzle)

    # Each step takes its colours from what the one before it painted, so that nothing looks laid on: the light from the
    # bare surface, the modelling from the lit one, lids and lips from the modelled one.
    fallback = brush.tone(body.skin)
    bare = Surface(thing, frame, fallback)
    first, whole = face_on(bare), (0, 0, size, size)
    box = pixels(first.bounds(), size)
    lay(under, whole, render(first.ground(_veil(bare, body)), size, box), box)
    lay(under, whole, render(face_on(Surface(_opaque(under), frame, fallback)).still(), size, box), box)
    check()
    face = face_on(Surface(_opaque(under), frame, fallback, reach=12.0))
    worn, front = np.zeros((2, size, size, 4), np.uint8)
    if face.over():
        worn[box[1] : box[1] + box[3], box[0] : box[0] + box[2]] = render(face.over(), size, box)
    if body.front:
        front = render(body.front, size)
    ground = Ground(under, _stacked(worn, front), np.maximum(thing[..., 3], front[..., 3]), backdrop)
    # What was photographed keeps its own surface.
    grain = Grain(manner if picture is None else replace(manner, grain=""), size, _number(seed))
    return Atlas(ground, face, grain, size, check).portrait()


def _printed(body: Body, size: int) -> RGBA:
    """The body with its pattern on it."""
    back = render(body.back, size)
    return patterned(back, render(body.pattern, size), body.place) if body.pattern else back


def _opaque(rgb: Pixels) -> RGBA:
    return np.dstack([rgb.astype(np.uint8), np.full(rgb.shape[:2], 255, np.uint8)])


def _veil(surface: Surface, body: Body) -> float:
    plain = 0.25 if body.material in ("fur", "feather", "scales", "leaf", "glass", "vapour") else 0.0
    return min(0.72, max(plain, (surface.unrest() - 2.0) / 14))


def _hair(body: Body, brush: Brush, *, old: bool) -> str:
    skin = brush.tone(body.skin)
    if body.hair:
        own = brush.tone(body.hair)
        # Brows that match their surface cannot be read.
        if abs(lightness(own) - lightness(skin)) > 0.16:
            return own
    if old:
        return mix("#f2eee6", skin, 0.08) if lightness(skin) < 0.66 else mix("#7d7a7a", skin, 0.15)
    if brush.key == "ink":
        return mix(brush.manner.edge_colour, skin, 0.12)
    if lightness(skin) < 0.3:
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
