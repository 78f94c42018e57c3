"""The sheet that a body is drawn on: it keeps the layers, the colours and the place of the face."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.lexicon import Reading
from pipeline.paint.drawn.bodies.shapes import MID, Pair, Shape
from pipeline.paint.drawn.bodies.tints import apart, clamp, darker, is_colour, lighter, lightness, mix, vary
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.model import Body, FacePlace, Muzzle

GROUND = 486.0
"""Where things stand; the small stretch that each seed gets leaves this line alone."""
_READABLE, _GROWTH = 210.0, 1.15
"""How wide a face should be to be read in a small picture, and how much it may grow for that."""
CLOTHS = ("#a8433f", "#c9783a", "#d0a13c", "#7f9a4a", "#3f8a6a", "#3a8f97", "#3f74b0", "#5a5aa8", "#8a5aa0", "#b0527f")
"""What is worn, where nothing else says its colour."""
BROWS_TO_CHIN = 0.92
"""Height of a face as a share of its width, where a body does not say."""


class Sheet:
    """Collects the SVG of one body. Builders draw in one fixed pose; the sheet turns it left or right and varies it."""

    def __init__(self, reading: Reading, brush: Brush, rng: random.Random) -> None:
        self.reading = reading
        self.rng = rng
        # What makes somebody who they are stays the same under every seed.
        self.own_rng = random.Random(reading.text)  # noqa: S311 - chance in a drawing
        self._brush = brush
        self._under: list[str] = []
        self._back: list[str] = []
        self._front: list[str] = []
        self._layer = self._back
        self._place: FacePlace | None = None
        self._muzzle: Muzzle | None = None
        self._skin = self._hair = self._face_material = ""
        self._flip = self.own_rng.random() < 0.5
        self._sx = rng.uniform(0.965, 1.02)
        self._sy = rng.uniform(0.965, 1.015)
        self.colours = _palette(reading, self.own_rng, rng)
        self._lift = 0.0
        self._spot: tuple[float, float, float, float] | None = None
        self.material = (reading.materials or (reading.thing.material,))[0]

    @property
    def main(self) -> str:
        """The colour of the thing."""
        return self.colours[0]

    @property
    def accent(self) -> str:
        """Its second colour."""
        return self.colours[1]

    @property
    def trim(self) -> str:
        """What is worn on the thing: a cloth that is told from it, another one for another description."""
        cloths = [cloth for cloth in CLOTHS if apart(cloth, self.main) == cloth] or list(CLOTHS)
        return cloths[len(self.reading.text) * 7 % len(cloths)]

    @property
    def named(self) -> bool:
        """Whether the words ask for a colour."""
        return bool(self.reading.colours)

    def own(self, colour: str) -> str:
        """The thing's usual colour, unless the words ask for another one."""
        return self.main if self.named else colour

    def upright(self) -> None:
        """Keeps left and right as drawn: letters, clock hands."""
        self._flip = False

    def chance(self, share: float) -> bool:
        """True in that share of the seeds."""
        return self.rng.random() < share

    @contextmanager
    def over(self) -> Iterator[None]:
        """What is drawn inside lies over the face."""
        self._layer = self._front
        try:
            yield
        finally:
            self._layer = self._back

    @contextmanager
    def under(self) -> Iterator[None]:
        """What is drawn inside lies behind all of the body."""
        outer, self._layer = self._layer, self._under
        try:
            yield
        finally:
            self._layer = outer

    @contextmanager
    def worn_at(self, x: float, y: float, scale: float, brow: float, tall: float = 1.0) -> Iterator[None]:
        """What is drawn inside, for a head in the middle, is laid so that (`MID`, `brow`) is (x, y) of the canvas."""
        self._spot = (x, y - scale * tall * brow, scale, tall)
        try:
            yield
        finally:
            self._spot = None

    def surface(self, shape: Shape, colour: str = "", material: str = "", *, volume: float = 1.0) -> None:
        """A lit surface with an edge, in the thing's colour and material where nothing else is said."""
        d = self._view(shape).d
        self._layer.append(self._brush.shape(d, colour or self.main, material or self.material, volume=volume))

    def part(self, shape: Shape, colour: str = "", material: str = "", *, volume: float = 0.7) -> None:
        """A smaller surface, in the second colour where nothing else is said."""
        self.surface(shape, colour or self.accent, material, volume=volume)

    def flat(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """An even patch without an edge: a pattern, a spot."""
        self._layer.append(self._brush.flat(self._view(shape).d, colour, opacity=opacity))

    def line(self, shape: Shape, colour: str, width: float = 4.0, opacity: float = 1.0) -> None:
        """A drawn line: a seam, a whisker."""
        self._layer.append(self._brush.line(self._view(shape).d, colour, width, opacity=opacity))

    def cord(self, shape: Shape, colour: str = "", width: float = 24.0) -> None:
        """A thick round line with an edge: a handle, a leg, a cable."""
        self._layer.append(self._brush.line(self._view(shape).d, colour or self.main, width, outlined=True))

    def shade(self, shape: Shape, opacity: float = 0.16) -> None:
        """Shadow that falls on what is already drawn."""
        d = self._view(shape).d
        self._layer.append(f'<path d="{d}" fill="{self._brush.manner.shade}" opacity="{opacity:.2f}"/>')

    def gloss(self, shape: Shape, opacity: float = 0.35) -> None:
        """Light that lies on what is already drawn."""
        share = min(1.0, 0.35 + self._brush.manner.gloss)
        d = self._view(shape).d
        self._layer.append(f'<path d="{d}" fill="{self._brush.manner.light}" opacity="{opacity * share:.2f}"/>')

    def glow(self, cx: float, cy: float, rx: float, ry: float, colour: str, opacity: float = 1.0) -> None:
        """A soft round patch that fades at its rim."""
        (cx, cy) = self._point((cx, cy))
        if not self._back:
            # A halo behind everything must not count as part of the silhouette.
            opacity = min(opacity, 0.36)
        self._layer.append(self._brush.blob(cx, cy, rx, ry, self._brush.tone(colour), opacity))

    def shadow(self, cx: float, cy: float, rx: float, ry: float, opacity: float = 0.4) -> None:
        """The shadow that one part casts on another or on the ground."""
        (cx, cy) = self._point((cx, cy))
        self._layer.append(self._brush.shadow(cx, cy, rx, ry, opacity))

    @contextmanager
    def raised(self, by: float) -> Iterator[None]:
        """What is drawn inside lies higher than its coordinates say."""
        self._lift -= by
        try:
            yield
        finally:
            self._lift += by

    @contextmanager
    def inside(self, shape: Shape) -> Iterator[None]:
        """What is drawn inside is seen only within the shape."""
        outer, self._layer = self._layer, []
        try:
            yield
        finally:
            outer.append(self._brush.inside(self._view(shape).d, "".join(self._layer)))
            self._layer = outer

    def face(
        self,
        cx: float,
        cy: float,
        width: float,
        height: float = 0.0,
        *,
        skin: str = "",
        material: str = "",
        hair: str = "",
        tilt: float = 0.0,
        tight: bool = False,
    ) -> None:
        """Offers the face a place; very dark and very light surfaces get a lit or shaded patch under it.

        `tight` says that there is no room for a larger one.
        """
        height = height or width * BROWS_TO_CHIN
        grown = 1.0 if tight else min(_GROWTH, max(1.0, _READABLE / width))
        width, height = width * grown, height * grown
        surface = skin or self.main
        tone = clamp(surface, 0.55, 0.93)
        if abs(lightness(tone) - lightness(surface)) > 0.03:
            self.glow(cx, cy - height * 0.06, width * 0.66, height * 0.78, tone, 0.95)
        (px, py) = self._point((cx, cy))
        self._place = FacePlace(
            round(px, 1), round(py, 1), width * self._sx, height * self._sy, -tilt if self._flip else tilt
        )
        self._skin, self._hair, self._face_material = tone, hair, material or self.material

    def muzzle(self, kind: str, fur: str, nose: str) -> None:
        """Gives the face an animal's nose, of a kind that `model.Muzzle` knows."""
        self._muzzle = Muzzle(kind, fur, nose)

    def body(self) -> Body:
        """What was drawn."""
        place = self._place or FacePlace(MID, MID, 200.0, 184.0)
        return Body(
            "".join([*self._under, *self._back]),
            "".join(self._front),
            place,
            self._skin,
            self._face_material,
            self._hair,
            muzzle=self._muzzle,
        )

    def _point(self, p: Pair) -> Pair:
        if self._spot:
            left, top, scale, tall = self._spot
            return left + (p[0] - MID) * scale * (-1 if self._flip else 1), top + p[1] * scale * tall
        x = MID + (p[0] - MID) * self._sx * (-1 if self._flip else 1)
        return x, GROUND + (p[1] + self._lift - GROUND) * self._sy

    def _view(self, shape: Shape) -> Shape:
        return shape.map(self._point)


def _palette(reading: Reading, own: random.Random, rng: random.Random) -> tuple[str, str, str]:
    """Three colours: those that the words name, then the thing's, shifted by the words and a little by the seed."""
    named = [c for c in reading.colours if is_colour(c)]
    usual = [c for c in reading.thing.colours if is_colour(c)] or ["#8fa7c4"]
    reach = 4.0 if named else 11.0
    degrees = own.uniform(-reach, reach) + rng.uniform(-2, 2)
    light = own.uniform(-0.045, 0.045) + rng.uniform(-0.008, 0.008)
    main = vary(named[0] if named else usual[0], degrees, light)
    if len(named) > 1:
        accent = named[1]
    elif len(usual) > 1:
        accent = vary(usual[1], degrees, light)
    else:
        accent = lighter(main, 0.45) if lightness(main) < 0.68 else darker(main, 0.35)
    third = usual[2] if len(usual) > 2 else mix(main, accent, 0.5)
    return main, apart(accent, main), apart(third, main)
