"""Outlines as cubic curves, which can be turned, moved, mirrored and written as SVG paths."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.paint.drawn.model import CANVAS

Pair = tuple[float, float]
Knot = tuple[float, ...]
"""x, y and, if the curve has a corner there, a third number, whatever it is."""
Curve = tuple[Pair, Pair, Pair]

KAPPA = 0.5523
"""How far the handles of a quarter circle reach, as a share of its radius."""
MID = CANVAS / 2


@dataclass(frozen=True, slots=True)
class Shape:
    """One or more outlines."""

    parts: tuple[tuple[Pair, tuple[Curve, ...], bool], ...]
    """Start, curves, and whether it closes."""

    @property
    def d(self) -> str:
        """The path as SVG writes it."""
        words: list[str] = []
        for start, curves, closed in self.parts:
            words.append(f"M{start[0]:.1f} {start[1]:.1f}")
            words += [f"C{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f}" for a, b, c in curves]
            if closed:
                words.append("Z")
        return "".join(words)

    def __add__(self, other: Shape) -> Shape:
        return Shape(self.parts + other.parts)

    def map(self, change: Callable[[Pair], Pair]) -> Shape:
        """Every point through `change`."""
        return Shape(
            tuple(
                (change(start), tuple((change(a), change(b), change(c)) for a, b, c in curves), closed)
                for start, curves, closed in self.parts
            )
        )

    def move(self, dx: float, dy: float = 0.0) -> Shape:
        """Shifted."""
        return self.map(lambda p: (p[0] + dx, p[1] + dy))

    def turn(self, deg: float, cx: float = MID, cy: float = MID) -> Shape:
        """Turned clockwise around a point."""
        cos, sin = math.cos(math.radians(deg)), math.sin(math.radians(deg))
        return self.map(
            lambda p: (cx + (p[0] - cx) * cos - (p[1] - cy) * sin, cy + (p[0] - cx) * sin + (p[1] - cy) * cos)
        )

    def scale(self, sx: float, sy: float | None = None, cx: float = MID, cy: float = MID) -> Shape:
        """Stretched from a point."""
        up = sx if sy is None else sy
        return self.map(lambda p: (cx + (p[0] - cx) * sx, cy + (p[1] - cy) * up))

    def mirror(self, cx: float = MID) -> Shape:
        """As in a mirror that stands at `cx`."""
        return self.map(lambda p: (2 * cx - p[0], p[1]))

    @property
    def pair(self) -> Shape:
        """Itself and its mirror image across the middle of the canvas."""
        return self + self.mirror()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all its points, handles included."""
        points = [p for start, curves, _ in self.parts for p in (start, *(q for curve in curves for q in curve))]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)


def curve(knots: Sequence[Knot], *, closed: bool = True, reach: float = 0.36) -> Shape:
    """A smooth line through the knots, with corners where a knot has a third number.

    `reach` is the length of the handles as a share of the chord; 0.36 makes circles of six to ten knots.
    """
    count = len(knots)
    points: list[Pair] = [(k[0], k[1]) for k in knots]

    def heading(i: int) -> Pair:
        if len(knots[i]) > 2 or (not closed and i in (0, count - 1)):
            return (0.0, 0.0)
        (ax, ay), (x, y), (bx, by) = points[i - 1], points[i], points[(i + 1) % count]
        before, after = math.dist((ax, ay), (x, y)) or 1.0, math.dist((bx, by), (x, y)) or 1.0
        # The nearer neighbour says more about the direction; else uneven knots bulge.
        dx = (x - ax) / before * after + (bx - x) / after * before
        dy = (y - ay) / before * after + (by - y) / after * before
        length = math.hypot(dx, dy) or 1.0
        return (dx / length, dy / length)

    headings = [heading(i) for i in range(count)]
    curves: list[Curve] = []
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        here, there = points[i], points[j]
        arm = math.dist(here, there) * reach
        (ax, ay), (bx, by) = headings[i], headings[j]
        curves.append(((here[0] + ax * arm, here[1] + ay * arm), (there[0] - bx * arm, there[1] - by * arm), there))
    return Shape(((points[0], tuple(curves), closed),))


def poly(points: Sequence[Knot], *, closed: bool = True) -> Shape:
    """Straight lines through the points."""
    return curve([(p[0], p[1], 0) for p in points], closed=closed)


def line(*points: Knot) -> Shape:
    """An open smooth line."""
    return curve(points, closed=False)


def sym(profile: Sequence[Knot], cx: float = MID) -> Shape:
    """A shape that is its own mirror image, from its right half, top to bottom; ends on the axis are shared."""
    left = [(2 * cx - k[0], *k[1:]) for k in reversed(profile) if abs(k[0] - cx) > 0.01]
    return curve([*profile, *left])


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Shape:
    """An ellipse, or a circle."""
    ry = rx if ry is None else ry
    kx, ky = rx * KAPPA, ry * KAPPA
    return Shape(
        (
            (
                (cx, cy - ry),
                (
                    ((cx + kx, cy - ry), (cx + rx, cy - ky), (cx + rx, cy)),
                    ((cx + rx, cy + ky), (cx + kx, cy + ry), (cx, cy + ry)),
                    ((cx - kx, cy + ry), (cx - rx, cy + ky), (cx - rx, cy)),
                    ((cx - rx, cy - ky), (cx - kx, cy - ry), (cx, cy - ry)),
                ),
                True,
            ),
        )
    )


def slab(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Shape:
    """A rectangle with round corners."""
    return quad((left, top), (right, top), (right, bottom), (left, bottom), radius)


def quad(a: Pair, b: Pair, c: Pair, d: Pair, radius: float = 0.0) -> Shape:
    """Four corners, in order, rounded."""
    return rounded((a, b, c, d), radius)


def rounded(corners: Sequence[Pair], radius: float) -> Shape:
    """Straight sides with rounded corners."""
    count = len(corners)
    start: Pair | None = None
    last: Pair = corners[0]
    curves: list[Curve] = []
    for i, corner in enumerate(corners):
        before, after = corners[i - 1], corners[(i + 1) % count]
        inward, outward = _towards(corner, before, radius), _towards(corner, after, radius)
        if start is None:
            start = inward
        else:
            curves.append(_straight(last, inward))
        curves.append(
            (
                (inward[0] + (corner[0] - inward[0]) * KAPPA, inward[1] + (corner[1] - inward[1]) * KAPPA),
                (outward[0] + (corner[0] - outward[0]) * KAPPA, outward[1] + (corner[1] - outward[1]) * KAPPA),
                outward,
            )
        )
        last = outward
    begin = start or last
    curves.append(_straight(last, begin))
    return Shape(((begin, tuple(curves), True),))


def _towards(corner: Pair, other: Pair, radius: float) -> Pair:
    length = math.dist(corner, other) or 1.0
    share = min(0.5, radius / length)
    return (corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share)


def _straight(a: Pair, b: Pair) -> Curve:
    return (
        (a[0] + (b[0] - a[0]) / 3, a[1] + (b[1] - a[1]) / 3),
        (a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3),
        b,
    )


def polar(cx: float, cy: float, radius: float, deg: float) -> Pair:
    """The point at that angle, 0 at the top, clockwise."""
    return (cx + radius * math.sin(math.radians(deg)), cy - radius * math.cos(math.radians(deg)))


def star(cx: float, cy: float, outer: float, inner: float, points: int, *, soft: bool = False) -> Shape:
    """A star; `soft` rounds its tips."""
    knots = [polar(cx, cy, outer if i % 2 == 0 else inner, 180 * i / points) for i in range(points * 2)]
    return curve(knots) if soft else rounded(knots, outer * 0.09)


def scallop(cx: float, cy: float, rx: float, ry: float, count: int, depth: float, phase: float = 0.0) -> Shape:
    """A wavy ellipse: fleece, clouds, frills."""
    knots: list[Knot] = []
    for i in range(count * 4):
        angle = 360 * i / (count * 4) + phase
        swell = 1 + depth * (abs(math.sin(math.pi * i / 4)) - 0.5)
        x, y = polar(0, 0, swell, angle)
        knot = (cx + x * rx, cy + y * ry)
        knots.append((*knot, 0) if i % 4 == 0 else knot)
    return curve(knots)


def spikes(cx: float, cy: float, rx: float, ry: float, count: int, depth: float, phase: float = 0.0) -> Shape:
    """A jagged ellipse: fur, quills, rays."""
    knots: list[Knot] = []
    for i in range(count * 2):
        x, y = polar(0, 0, 1.0 if i % 2 else 1 + depth, 180 * i / count + phase)
        knots.append((cx + x * rx, cy + y * ry, 0))
    return curve(knots)


def leaf(x: float, y: float, length: float, width: float, deg: float, bend: float = 0.0) -> Shape:
    """A leaf that grows from a point; 0 degrees is up, `bend` sways its tip to the right."""
    return curve(
        [
            (x, y, 0),
            (x - width * 0.42 + bend * 0.2, y - length * 0.28),
            (x - width * 0.45 + bend * 0.5, y - length * 0.58),
            (x + bend, y - length, 0),
            (x + width * 0.45 + bend * 0.5, y - length * 0.58),
            (x + width * 0.42 + bend * 0.2, y - length * 0.28),
        ]
    ).turn(deg, x, y)


def ring(cx: float, cy: float, count: int, make: Callable[[float], Shape], phase: float = 0.0) -> Shape:
    """What `make(degrees)` draws, all the way round."""
    parts: tuple[tuple[Pair, tuple[Curve, ...], bool], ...] = ()
    for i in range(count):
        parts += make(360 * i / count + phase).parts
    return Shape(parts)


def tube(points: Sequence[Pair], widths: Sequence[float]) -> Shape:
    """A smooth limb along a line, as wide at each point as it says; tails, spouts, arms, stems."""
    left: list[Knot] = []
    right: list[Knot] = []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(0, i - 1)]
        bx, by = points[min(last, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length, (bx - ax) / length
        half = widths[i] / 2
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    return curve([*left, *reversed(right)])


def heart(cx: float, cy: float, size: float) -> Shape:
    """A heart as wide as `size`, its middle at the point."""
    r = size / 2
    return sym(
        [
            (cx, cy - r * 0.52, 0),
            (cx + r * 0.26, cy - r * 0.84),
            (cx + r * 0.62, cy - r * 0.9),
            (cx + r * 0.94, cy - r * 0.66),
            (cx + r, cy - r * 0.22),
            (cx + r * 0.78, cy + r * 0.24),
            (cx + r * 0.38, cy + r * 0.66),
            (cx, cy + r * 0.98, 0),
        ],
        cx,
    )
