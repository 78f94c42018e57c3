"""Eyes and brows: lids that slide over a ball, drawn from one opening between closed and open."""

from __future__ import annotations

from dataclasses import replace

from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import clamp, mix, shift
from pipeline.paint.drawn.features import Features
from pipeline.paint.drawn.frame import EYE_LINE, Frame, fill, stroke
from pipeline.paint.drawn.skin import Skin
from pipeline.types import Point

_CORNERS = (-1.0, -0.72, -0.35, 0.0, 0.38, 0.74, 1.0)
"""Where the lid curves have knots, from the inner corner to the outer one, as shares of half the eye's width."""
_UPPER = (0.0, 0.62, 0.95, 1.06, 1.0, 0.62, 0.0)
_LOWER = (0.0, 0.5, 0.86, 1.0, 1.0, 0.66, 0.0)


class Eye:
    """One eye; `side` is -1 at the left of the picture and 1 at the right."""

    def __init__(self, face: Features, side: int) -> None:
        self.face, self.side = face, side

    def _place(self, along: float, y: float) -> Point:
        """`along` from -1 at the inner corner to 1 at the outer one; `y` from the eye line, down."""
        cant = self.face.eye_cant * (along + 0.2) * 0.6
        return self.side * (self.face.eye_x + along * self.face.eye_half), EYE_LINE + y - cant + 1.2

    def lower(self, along: int) -> float:
        """Height of the lower lid at knot `along`."""
        return self.face.eye_low * (1 - 0.75 * self.face.squint) * _LOWER[along]

    def upper_lid(self, opening: float) -> list[Point]:
        """The edge of the upper lid from the inner corner to the outer one; an opening of 1 is at rest."""
        points = []
        for i, along in enumerate(_CORNERS):
            up = -self.face.eye_up * self.face.openness * _UPPER[i]
            points.append(self._place(along, self.lower(i) * (1 - opening) + up * opening))
        return points

    def lower_lid(self) -> list[Point]:
        """The edge of the lower lid from the inner corner to the outer one."""
        return [self._place(along, self.lower(i)) for i, along in enumerate(_CORNERS)]

    def crease(self, rise: float = 0.0) -> list[Point]:
        """Where the upper lid folds, from the inner corner to the outer one."""
        face = self.face
        high = face.eye_up * (0.45 + 0.55 * min(1.0, face.openness + 0.25)) + face.lid + rise
        return [
            self._place(along * 1.06, -high * (0.22 + 0.78 * _UPPER[i] / 1.06) + (2 if i in (0, 6) else 0))
            for i, along in enumerate(_CORNERS)
        ]

    def landmarks(self, opening: float) -> list[Point]:
        """Six points of the face: outer or inner corner first, in iBUG's order for this side."""
        upper, lower = self.upper_lid(opening), self.lower_lid()
        if self.side < 0:
            return [upper[6], upper[4], upper[2], upper[0], lower[2], lower[4]]
        return [upper[0], upper[2], upper[4], upper[6], lower[4], lower[2]]

    def draw(self, frame: Frame, brush: Brush, skin: Skin, opening: float) -> str:
        """The eye with its lids at an opening from 0, closed, to 1, at rest."""
        face, unit = self.face, frame.unit
        x, y = self._place(0.0, 0.0)
        wide = Eye(_fully_open(face), self.side)
        ball = frame.closed(wide.upper_lid(1.0), wide.lower_lid()[::-1])
        lid_edge, crease = self.upper_lid(opening), self.crease()
        pieces = [fill(ball, skin.white), brush.inside(ball, self._iris(frame, brush, skin))]
        # The brow and the lid throw their shadow on the ball.
        shade = mix(skin.dark(x, y, 0.8), "#2b2340", 0.45)
        lid_shadow = [(px, py + 5.5) for px, py in lid_edge]
        pieces.append(
            brush.inside(
                ball,
                fill(frame.closed(crease, lid_shadow[::-1]), shade, 0.30)
                + fill(frame.closed(crease, [(px, py + 2.6) for px, py in lid_edge][::-1]), shade, 0.28),
            )
        )
        pieces.append(self._lower_rim(frame, brush, skin))
        pieces.append(self._lid(frame, brush, skin, lid_edge, crease, opening))
        pieces.append(self._lashes(frame, skin, lid_edge, opening, unit))
        return "".join(pieces)

    def _iris(self, frame: Frame, brush: Brush, skin: Skin) -> str:
        face, key = self.face, brush.key
        x, y = self._place(-0.03, 0.0)
        middle = (face.eye_low - face.eye_up * 1.02) / 2
        x += face.gaze_x * face.eye_half * 0.62
        y += middle + face.gaze_y * 10 + 1.0
        if face.openness < 0.75:
            y += (0.75 - face.openness) * 9
        r = face.iris
        own = shift(
            face.eye_colour, light=0.12 if key in ("neon", "clay") else 0.06, chroma=1.35 if key == "neon" else 1.1
        )
        own = mix(own, skin.manner.toward, skin.manner.lean * 0.4)
        rim, glow = mix(clamp(own, 0.2, 0.4), "#15101c", 0.55), mix(shift(own, light=0.2, chroma=1.15), "#ffffff", 0.12)
        pupil = "#120d16"
        unit = frame.unit
        cx, cy = frame.at(x, y)
        pieces = [
            fill(frame.oval(x, y, r * 1.03, r * 1.03), rim),
            fill(frame.oval(x, y, r * 0.9, r * 0.9), own),
            frame.blob(brush, x + r * 0.1, y + r * 0.45, r * 0.8, r * 0.62, glow, 0.95),
            frame.blob(brush, x, y - r * 0.8, r * 1.1, r * 0.75, rim, 0.75),
            _fibres(frame.oval(x, y, r * 0.7, r * 0.7), mix(glow, "#ffffff", 0.2), r * unit),
            fill(frame.oval(x, y, r * 0.5, r * 0.5), pupil),
            stroke(frame.oval(x, y, r * 0.97, r * 0.97), rim, 1.3 * unit, 0.7),
            fill(frame.oval(x - r * 0.36, y - r * 0.4, r * 0.29, r * 0.31), "#ffffff", 0.97),
            fill(frame.oval(x + r * 0.4, y + r * 0.42, r * 0.15, r * 0.14), "#ffffff", 0.8),
        ]
        if key == "neon":
            pieces.insert(2, brush.blob(cx, cy, r * unit * 1.2, r * unit * 1.2, glow, 0.55))
        return "".join(pieces)

    def _lower_rim(self, frame: Frame, brush: Brush, skin: Skin) -> str:
        lower = self.lower_lid()
        unit = frame.unit
        x, y = lower[3]
        rim = [(px, py + 2.6 * (1 - abs(c))) for c, (px, py) in zip(_CORNERS, lower, strict=True)]
        wet = mix(skin.bright(x, y, 0.6), "#ffd9d9", 0.3)
        pieces = [
            fill(frame.closed(lower, rim[::-1]), wet, 0.75),
            stroke(frame.curve([(px, py + 1.8) for px, py in lower[2:]]), skin.line, 1.0 * unit, 0.5),
            stroke(frame.curve(lower[3:]), skin.line, 0.9 * unit, 0.45),
        ]
        ix, iy = lower[0]
        pieces.append(
            fill(frame.oval(ix + self.side * 2.4, iy + 0.2, 1.9, 1.6), mix(skin.at(ix, iy), "#e0566a", 0.45), 0.85)
        )
        if self.face.squint > 0.1:
            bag = [(px, py + 5 + 3.2 * (1 - abs(c))) for c, (px, py) in zip(_CORNERS, lower, strict=True)]
            pieces.append(
                stroke(frame.curve(bag[1:-1]), skin.dark(x, y, 0.9), 1.5 * unit, min(0.55, 1.4 * self.face.squint))
            )
        return "".join(pieces)

    def _lid(
        self, frame: Frame, brush: Brush, skin: Skin, edge: list[Point], crease: list[Point], opening: float
    ) -> str:
        x, y = crease[3]
        unit = frame.unit
        lid = frame.closed(crease, edge[::-1])
        closed = 1 - opening
        mx, my = (edge[3][0] + crease[3][0]) / 2, (edge[3][1] + crease[3][1]) / 2
        base = shift(skin.at(mx, my), light=-0.025, chroma=1.08)
        gloss = brush.inside(
            lid,
            frame.blob(brush, mx - 4, my + 1, self.face.eye_half * 0.8, 7 + 5 * closed, shift(base, light=0.06), 0.8)
            + frame.blob(
                brush, edge[3][0], edge[3][1] + 2, self.face.eye_half * 1.05, 7.5, shift(base, light=-0.1), 0.6
            ),
        )
        fold = skin.dark(x, y, 1.0)
        weight = 1.7 if brush.key != "ink" else 1.5
        return (
            fill(lid, base)
            + gloss
            + stroke(frame.curve(crease[1:-1]), fold, weight * unit, 0.62)
            + frame.blob(brush, crease[3][0], crease[3][1] - 1, self.face.eye_half * 0.95, 4.5, fold, 0.3)
        )

    def _lashes(self, frame: Frame, skin: Skin, edge: list[Point], opening: float, unit: float) -> str:
        face = self.face
        thick = 2.3 + 1.5 * face.lash
        top = [
            (px - self.side * 0.2 * t, py - thick * (0.3 + 0.85 * t))
            for t, (px, py) in zip((0, 0.35, 0.7, 0.95, 1.05, 0.95, 0.5), edge, strict=True)
        ]
        ox, oy = edge[6]
        tip = (ox + self.side * (1.5 + 4.5 * face.lash), oy - (1.0 + 4.0 * face.lash) * (1 if opening > 0.3 else 0.2))
        line = fill(frame.closed([*top[:6], tip], [tip, *edge[:6][::-1]]), skin.line, 0.96)
        if face.lash < 0.45:
            return line
        # At rest they sweep up and out; as the lid comes down they turn with it.
        sweep = 1 - 1.6 * (1 - opening)
        for share, out, up in ((0.62, 3.5, 6.5), (0.74, 6.5, 6.2), (0.86, 8.5, 4.8)):
            px, py = _along(edge, share)
            reach = 0.55 + 0.6 * face.lash
            end = (px + self.side * out * reach, py - (thick + up * reach) * sweep)
            bend = (px + self.side * out * reach * 0.65, py - (thick * 0.7 + up * reach * 0.3) * sweep)
            near, far = (px - self.side * 1.7, py - thick * 0.5), (px + self.side * 1.7, py - thick * 0.2)
            hollow = (bend[0] - self.side * 1.5, bend[1] - 0.9 * sweep)
            line += fill(frame.closed([near, hollow, end], [end, bend, far]), skin.line, 0.95)
        return line


def _fully_open(face: Features) -> Features:
    return replace(face, openness=1.04, squint=0.0)


def _fibres(ring: str, colour: str, radius: float) -> str:
    return (
        f'<path d="{ring}" fill="none" stroke="{colour}" stroke-width="{radius * 0.34:.2f}" '
        f'stroke-dasharray="{radius * 0.035:.3f} {radius * 0.13:.3f}" opacity=".38"/>'
    )


class Brow:
    """One brow."""

    def __init__(self, face: Features, side: int) -> None:
        self.face, self.side = face, side

    def points(self, raised: float) -> list[Point]:
        """Five points along its middle from the inner end to the outer one; `raised` from -1, lowered, to 1."""
        face = self.face
        y = face.brow_y - (9.0 * raised if raised > 0 else 6.5 * raised)
        if self.side > 0:
            y -= face.brow_uneven
        slope = face.brow_slope + (4.0 * -raised if raised < 0 else -2.0 * raised)
        arch = face.brow_arch + (3.0 * raised if raised > 0 else 1.5 * raised)
        centre = face.eye_x + 2.5
        points = []
        for along in (-1.0, -0.5, 0.0, 0.5, 1.0):
            lift = arch * (1 - (along - 0.1) ** 2 / 1.2)
            points.append(
                (
                    self.side * (centre + along * face.brow_half),
                    y - lift - slope * along * 0.5 + (3 if along == 1.0 else 0),
                )
            )
        return points

    def landmarks(self, raised: float) -> list[Point]:
        """Five points from left to right of the picture."""
        points = self.points(raised)
        return points[::-1] if self.side < 0 else points

    def draw(self, frame: Frame, brush: Brush, skin: Skin, raised: float) -> str:
        """The brow as a tapered body with hairs."""
        face, points = self.face, self.points(raised)
        half = [face.brow_thick * share / 2 for share in (0.85, 1.12, 1.0, 0.72, 0.14)]
        upper = [(x, y - h) for (x, y), h in zip(points, half, strict=True)]
        lower = [(x, y + h) for (x, y), h in zip(points, half, strict=True)]
        inner = (points[0][0] - self.side * 2.2, points[0][1] + half[0] * 0.25)
        body = frame.closed([inner, *upper], [*lower[::-1], inner])
        colour, unit = skin.hair, frame.unit
        pieces = [
            frame.blob(
                brush,
                points[2][0],
                points[2][1] + face.brow_thick * 0.5,
                face.brow_half * 1.1,
                face.brow_thick,
                skin.dark(*points[2], 0.8),
                0.35,
            )
        ]
        pieces.append(fill(body, colour, 0.92 if brush.key != "pastel" else 0.8))
        light, deep = mix(colour, skin.manner.light, 0.28), mix(colour, "#120c14", 0.35)
        for i, along in enumerate((0.06, 0.2, 0.34, 0.48, 0.62, 0.76)):
            x, y = _along(points, along)
            h = face.brow_thick * (0.5 - 0.22 * along)
            lean = self.side * (2.0 + 5.5 * along)
            start, end = (x - lean * 0.5, y + h * 0.75), (x + lean, y - h * (0.95 - 0.5 * along))
            pieces.append(stroke(frame.curve([start, end]), light if i % 2 else deep, 0.9 * unit, 0.4))
        return "".join(pieces)


def _along(points: list[Point], share: float) -> Point:
    at = share * (len(points) - 1)
    i = min(int(at), len(points) - 2)
    t = at - i
    return points[i][0] + (points[i + 1][0] - points[i][0]) * t, points[i][1] + (points[i + 1][1] - points[i][1]) * t
