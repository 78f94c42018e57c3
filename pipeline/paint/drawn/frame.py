"""The face's own measure: 200 units from landmark 0 to 16, the brows at -107, the eyes at -80, the chin at 80."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.model import FacePlace
from pipeline.types import Point

EYE_LINE = -80.0
CHIN = 80.0
BROW_LINE = -107.0
_WIDTH = 200.0
_HEIGHT = CHIN - BROW_LINE
_STRETCH = 1.22


class Frame:
    """Carries face units to canvas units: moved, scaled, tilted."""

    def __init__(self, place: FacePlace) -> None:
        across, down = max(1.0, place.width) / _WIDTH, max(1.0, place.height) / _HEIGHT
        middle = math.sqrt(across * down)
        # A face may be a little broad or long, but features squeezed further stop looking like a face.
        ratio = min(_STRETCH, max(1 / _STRETCH, math.sqrt(across / down)))
        if across / down > _STRETCH**2 or down / across > _STRETCH**2:
            middle = min(across, down) * _STRETCH
        self.across, self.down, self.unit = middle * ratio, middle / ratio, middle
        self.tilt_deg = place.tilt_deg
        self._centre = (place.cx, place.cy)
        self._cos, self._sin = math.cos(math.radians(place.tilt_deg)), math.sin(math.radians(place.tilt_deg))

    def at(self, x: float, y: float) -> Point:
        """A point of the face on the canvas."""
        x, y = x * self.across, y * self.down
        return self._centre[0] + x * self._cos - y * self._sin, self._centre[1] + x * self._sin + y * self._cos

    def curve(self, points: Sequence[Point], *, start: str = "M") -> str:
        """A smooth open curve through points (Catmull-Rom as Bézier segments)."""
        knots = [self.at(*p) for p in points]
        padded = [knots[0], *knots, knots[-1]]
        d = f"{start}{knots[0][0]:.2f} {knots[0][1]:.2f}"
        for before, a, b, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
            d += (
                f"C{a[0] + (b[0] - before[0]) / 6:.2f} {a[1] + (b[1] - before[1]) / 6:.2f} "
                f"{b[0] - (after[0] - a[0]) / 6:.2f} {b[1] - (after[1] - a[1]) / 6:.2f} {b[0]:.2f} {b[1]:.2f}"
            )
        return d

    def closed(self, *sides: Sequence[Point]) -> str:
        """A closed outline of smooth sides that meet at corners; each side begins where the one before it ended."""
        return "".join(self.curve(side, start="M" if i == 0 else "L") for i, side in enumerate(sides)) + "Z"

    def oval(self, x: float, y: float, rx: float, ry: float) -> str:
        """An ellipse that keeps its proportions however the face is stretched, as a path."""
        cx, cy = self.at(x, y)
        rx, ry = rx * self.unit, ry * self.unit
        turned = f"{self.tilt_deg:.2f}"
        dx, dy = rx * self._cos, rx * self._sin
        return (
            f"M{cx - dx:.2f} {cy - dy:.2f}A{rx:.2f} {ry:.2f} {turned} 1 1 {cx + dx:.2f} {cy + dy:.2f}"
            f"A{rx:.2f} {ry:.2f} {turned} 1 1 {cx - dx:.2f} {cy - dy:.2f}Z"
        )

    def blob(
        self,
        brush: Brush,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: str,
        opacity: float,
        *,
        tilt_deg: float = 0.0,
        core: float = 0.0,
    ) -> str:
        """A soft ellipse in face units."""
        cx, cy = self.at(x, y)
        return brush.blob(
            cx, cy, rx * self.across, ry * self.down, colour, opacity, tilt_deg=tilt_deg + self.tilt_deg, core=core
        )

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The upright rectangle on the canvas around a rectangle of the face: left, top, right, bottom."""
        corners = [self.at(x, y) for x in (left, right) for y in (top, bottom)]
        return (
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        )


def stroke(d: str, colour: str, width: float, opacity: float = 1.0) -> str:
    """A round-ended line in a colour as it is."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.2f}" stroke-linecap="round" '
        f'stroke-linejoin="round" opacity="{opacity:.3f}"/>'
    )


def fill(d: str, colour: str, opacity: float = 1.0) -> str:
    """A surface in a colour as it is."""
    return f'<path d="{d}" fill="{colour}" opacity="{opacity:.3f}"/>'
