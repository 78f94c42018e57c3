"""The mouth: one drawing for all nine shapes, so that any two of them blend."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import clamp, mix, shift
from pipeline.paint.drawn.features import Features
from pipeline.paint.drawn.frame import CHIN, Frame, fill, stroke
from pipeline.paint.drawn.skin import Skin
from pipeline.types import Point


@dataclass(frozen=True, slots=True)
class Shape:
    """What one mouth shape does to the mouth at rest, in face units or as shares."""

    width: float = 1.0
    up: float = 0.0
    """How far the upper lip's inner edge rises."""
    down: float = 0.0
    """How far the lower lip's inner edge falls."""
    lip_up: float = 1.0
    lip_low: float = 1.0
    lift: float = 1.0
    """How much of the smile or frown remains."""
    jaw: float = 0.0
    """0 closed, 1 as far down as the face allows."""
    teeth_low: float = 0.0
    """How far the lower teeth stand up."""
    tongue: float = 0.0
    """0 at the bottom, 1 at the upper teeth."""
    tuck: float = 0.0
    """How far the lower lip lies under the upper teeth."""
    round: float = 0.0
    """0 an almond, 1 an oval with its corners half way down."""


SHAPES = {
    "A": Shape(width=0.95, lip_up=0.72, lip_low=0.76, lift=0.75),
    "B": Shape(width=1.06, up=3.2, down=5.0, lip_up=0.92, lip_low=0.9, lift=0.9, jaw=0.14, teeth_low=1.0),
    "C": Shape(width=1.03, up=4.5, down=12.5, lip_up=0.92, lip_low=0.94, lift=0.8, jaw=0.45, tongue=0.15),
    "D": Shape(width=0.97, up=6.5, down=29.0, lip_up=0.88, lip_low=0.92, lift=0.55, jaw=1.0, tongue=0.1),
    "E": Shape(width=0.66, up=7.5, down=16.0, lip_up=1.05, lip_low=1.05, lift=0.2, jaw=0.6, tongue=0.05, round=0.8),
    "F": Shape(width=0.44, up=4.0, down=5.5, lip_up=1.35, lip_low=1.3, lift=0.1, jaw=0.25, round=1.0),
    "G": Shape(width=0.97, up=4.6, down=2.6, lip_up=0.85, lip_low=0.62, lift=0.75, jaw=0.06, tuck=1.0),
    "H": Shape(width=1.0, up=5.0, down=13.0, lip_up=0.92, lip_low=0.94, lift=0.75, jaw=0.45, tongue=1.0),
    "X": Shape(),
}
"""The nine shapes of animation, after Preston Blair's chart."""

JAW_DROP = 11.0
"""How far the chin falls at most."""
_OUTER = (-0.64, -0.27, 0.0, 0.27, 0.64)
_UPPER_LIP = (0.66, 1.04, 0.84, 1.04, 0.66)
_LOWER_LIP = (0.6, 0.93, 1.0, 0.93, 0.6)
_INNER = (-0.48, 0.0, 0.48)


class Mouth:
    """A mouth in one shape."""

    def __init__(self, face: Features, shape: Shape) -> None:
        self.face, self.shape = face, shape
        self.half = face.mouth_half * shape.width

    def _line(self, along: float) -> float:
        """Height of the closed mouth's line, `along` from -1 at the left corner to 1."""
        face, lifted = self.face, self.shape.lift
        lift = (face.lift + face.skew * along * 0.5) * lifted
        return face.mouth_y + 0.3 * face.lift - lift * math.pow(abs(along), 1.7)

    def _corner(self, side: int) -> Point:
        return side * self.half, self._line(float(side)) + self._ends()

    def _upper_inner(self, along: float) -> Point:
        bow = (1 - abs(along) ** 2.2) ** (0.7 - 0.2 * self.shape.round)
        return along * self.half, self._at(along) - self.shape.up * bow

    def _lower_inner(self, along: float) -> Point:
        bow = (1 - abs(along) ** 2.2) ** (0.75 - 0.25 * self.shape.round)
        return along * self.half, self._at(along) + self.shape.down * bow

    def _at(self, along: float) -> float:
        return self._line(along) + self._ends() * along * along

    def _ends(self) -> float:
        """How far the corners are carried down by the jaw."""
        return (0.25 + 0.25 * self.shape.round) * (self.shape.down - self.shape.up)

    def outer(self) -> list[Point]:
        """Landmarks 48-59."""
        left, right = self._corner(-1), self._corner(1)
        up, low = self.face.lip_up * self.shape.lip_up, self.face.lip_low * self.shape.lip_low
        upper = [_down(self._upper_inner(a), -up * share) for a, share in zip(_OUTER, _UPPER_LIP, strict=True)]
        lower = [_down(self._lower_inner(a), low * share) for a, share in zip(_OUTER, _LOWER_LIP, strict=True)]
        return [left, *upper, right, *lower[::-1]]

    def inner(self) -> list[Point]:
        """Landmarks 60-67."""
        left, right = self._corner(-1), self._corner(1)
        inset = 0.07 * self.half
        upper, lower = [self._upper_inner(a) for a in _INNER], [self._lower_inner(a) for a in _INNER]
        return [(left[0] + inset, left[1]), *upper, (right[0] - inset, right[1]), *lower[::-1]]

    def draw(self, frame: Frame, brush: Brush, skin: Skin) -> str:
        """The mouth with the chin that moves with it."""
        chin = "" if self.face.beard else self._chin(frame, brush, skin)
        return chin + self._hollow(frame, brush, skin) + self._lips(frame, brush, skin)

    def _chin(self, frame: Frame, brush: Brush, skin: Skin) -> str:
        face, fall = self.face, self.shape.jaw * JAW_DROP
        lower = max(y for _, y in self.outer())
        y = CHIN + fall
        dip = min(y - 16, lower + 6.5)
        pieces = [
            frame.blob(brush, 3, dip, face.mouth_half * 0.72, 6.5, skin.dark(0, dip, 0.8), 0.5),
            frame.blob(brush, -4, (dip + y) / 2 + 3, 21, 0.36 * (y - dip) + 4, skin.bright(0, 66, 0.7), 0.42),
            frame.blob(brush, 6, y + 1, 38, 9.5, skin.dark(0, y - 6, 0.8), 0.3),
        ]
        if brush.key == "ink":
            arc = [(-20, y - 3.5), (-8, y + 0.5), (6, y + 1), (20, y - 3)]
            pieces.append(stroke(frame.curve(arc), skin.line, 1.5 * frame.unit, 0.5))
        for side in (-1, 1):
            x, cy = self._corner(side)
            pieces.append(frame.blob(brush, x + side * 3, cy + 1, 7.5, 6.5, skin.dark(x, cy, 0.9), 0.42))
        return "".join(pieces)

    def _hollow(self, frame: Frame, brush: Brush, skin: Skin) -> str:
        inner, shape, face = self.inner(), self.shape, self.face
        opening = frame.closed(inner[:5], [inner[4], *inner[5:], inner[0]])
        middle = self._line(0.0)
        deep = "#3a0f1c" if brush.key != "neon" else "#2a0836"
        tooth = mix("#fffaf0", skin.at(0, 34), 0.06)
        reach = self.half * 0.86
        # Teeth belong to the skull and to the jaw, so lips slide over them from shape to shape.
        top, edge = middle - 12, middle + 2.6 + 0.8 * shape.tuck - 5.0 * shape.round
        upper = (
            [(-reach, top), (reach, top)],
            [(reach, top), (reach, edge - 3.5), (0, edge), (-reach, edge - 3.5), (-reach, top)],
        )
        jaw = shape.jaw * JAW_DROP * 1.55
        rise = middle + jaw + 9.5 - 6.5 * shape.teeth_low
        lower = (
            [(-reach, rise + 2), (0, rise), (reach, rise + 2)],
            [(reach, rise + 2), (reach, rise + 26), (-reach, rise + 26), (-reach, rise + 2)],
        )
        floor = middle + shape.down
        peak = (
            floor
            - 0.42 * (shape.down + shape.up) * (1 - shape.tongue)
            - (shape.down + shape.up) * 0.82 * shape.tongue
            + 1.5
        )
        wide = self.half * (0.62 - 0.2 * shape.tongue)
        tongue = [
            (-wide, floor + 14),
            (-wide * 0.86, (peak + floor) / 2),
            (0, peak),
            (wide * 0.86, (peak + floor) / 2),
            (wide, floor + 14),
        ]
        pink = mix("#d8566a" if brush.key != "neon" else "#ff4aa0", skin.at(0, 34), 0.12)
        content = [
            fill(frame.closed(*lower), mix(tooth, deep, 0.16)),
            fill(frame.closed(tongue, [tongue[-1], tongue[0]]), pink),
            frame.blob(brush, -2, peak + 6, wide * 0.55, 6, mix(pink, "#ffffff", 0.5), 0.55),
            fill(frame.closed(*upper), tooth),
            *(
                stroke(frame.curve([(x, top), (x, edge - 0.6)]), mix(tooth, deep, 0.45), 0.7 * frame.unit, 0.35)
                for x in (0, -reach * 0.26, reach * 0.26, -reach * 0.5, reach * 0.5)
            ),
            frame.blob(brush, 0, middle - shape.up - 1, self.half, 6.5, deep, 0.5),
            frame.blob(brush, -self.half, middle, self.half * 0.4, 16, deep, 0.65),
            frame.blob(brush, self.half, middle, self.half * 0.4, 16, deep, 0.65),
        ]
        return fill(opening, deep) + brush.inside(opening, "".join(content)) if face else ""

    def _lips(self, frame: Frame, brush: Brush, skin: Skin) -> str:
        face, shape, unit = self.face, self.shape, frame.unit
        outer, inner = self.outer(), self.inner()
        lip = skin.lip(face.redness)
        upper_colour = mix(shift(lip, light=-0.05), skin.manner.shade, 0.14)
        upper = frame.closed(outer[:7], [outer[6], *inner[:5][::-1], outer[0]])
        lower = frame.closed(
            [outer[6], *outer[7:], outer[0]], [outer[0], inner[0], *inner[5:][::-1], inner[4], outer[6]]
        )
        low = face.lip_low * shape.lip_low
        cx, cy = (inner[6][0] + outer[9][0]) / 2, (inner[6][1] + outer[9][1]) / 2
        gloss = mix(shift(lip, light=0.2), skin.manner.light, 0.55)
        ink = mix(clamp(lip, 0.1, 0.3), skin.line, 0.6)
        pieces = [
            fill(lower, lip, 0.96),
            brush.inside(
                lower,
                frame.blob(brush, cx - self.half * 0.14, cy - 0.4, self.half * 0.46, low * 0.42, gloss, 0.75)
                + frame.blob(
                    brush, cx + self.half * 0.2, outer[9][1] + 1, self.half * 0.9, low * 0.5, upper_colour, 0.7
                ),
            ),
            fill(upper, upper_colour, 0.96),
            brush.inside(
                upper,
                frame.blob(brush, outer[3][0] - 3, outer[3][1] + 1.5, self.half * 0.5, face.lip_up * 0.5, gloss, 0.3),
            ),
            # The lips' inner edges: one dark line where they meet.
            stroke(frame.curve([outer[0], *inner[:5], outer[6]]), ink, 1.5 * unit, 0.9),
            stroke(frame.curve([inner[0], *inner[5:][::-1], inner[4]]), ink, 0.8 * unit, 0.5),
        ]
        if brush.key == "ink":
            pieces.append(stroke(frame.curve(outer[8:11]), skin.line, 1.3 * unit, 0.6))
            pieces.append(stroke(frame.curve(outer[1:6]), skin.line, 1.0 * unit, 0.45))
        # A light along the cupid's bow sets the lips into the skin.
        bow = [(x, y - 1.6) for x, y in outer[1:6]]
        pieces.append(stroke(frame.curve(bow), skin.bright(0, outer[3][1] - 3, 0.7), 1.3 * unit, 0.4))
        for side in (-1, 1):
            x, y = self._corner(side)
            pieces.append(fill(frame.oval(x - side * 0.5, y, 2.0, 1.6), ink, 0.75))
            if face.lift > 6:
                dimple = [(x + side * 5.5, y - 4.5), (x + side * 8, y - 0.5), (x + side * 7, y + 3.5)]
                pieces.append(stroke(frame.curve(dimple), skin.dark(x, y, 0.9), 1.5 * unit, 0.42))
        return "".join(pieces)


def _down(point: Point, by: float) -> Point:
    return point[0], point[1] + by
