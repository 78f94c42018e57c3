"""Renders 68 points: as the picture a landmark ControlNet reads, and as the face that diffusion is drawn to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.colour import clamp, lightness, mix, shift
from pipeline.paint.drawn.frame import fill, stroke
from pipeline.paint.drawn.model import CANVAS
from pipeline.paint.drawn.render import render
from pipeline.types import Point

RADIUS = 2.5 / 512
"""Of a point, as a share of the picture: what georgefen/Face-Landmark-ControlNet was trained with."""
SKIN = "#c8a48c"
_NECK = ((-1.3, 1.4), (-0.95, 0.42), (-0.36, 0.2), (-0.31, -0.14), (0.31, -0.14), (0.36, 0.2), (0.95, 0.42), (1.3, 1.4))
"""Neck and shoulders around the chin, in face widths."""


def dots(points: Sequence[Point], side: int) -> NDArray[np.uint8]:
    """(side, side, 3) uint8: white discs on black, one a point; points outside are left out."""
    cover = np.zeros((side, side), np.float32)
    radius = RADIUS * side
    for x, y in points:
        if not (0 <= x < side and 0 <= y < side):
            continue
        left, top = max(0, int(x - radius - 1)), max(0, int(y - radius - 1))
        part = cover[top : int(y + radius) + 3, left : int(x + radius) + 3]
        rows, columns = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
        np.maximum(part, np.clip(radius + 0.5 - np.hypot(columns - x, rows - y), 0, 1), out=part)
    return np.repeat(np.asarray(255 * cover + 0.5, np.uint8)[..., None], 3, axis=2)


def face(points: Sequence[Point], side: int, skin: str = SKIN) -> NDArray[np.uint8]:
    """(side, side, 3) uint8: a plain modelled face with these landmarks, in the colour of its skin."""
    scale = CANVAS / side
    marks = np.array(points, np.float64) * scale
    skin = clamp(skin, 0.5, 0.8)
    page = "".join((_ground(marks, skin), _features(marks, skin)))
    rgba = render(page, side)
    return np.ascontiguousarray(rgba[..., :3])


def _ground(marks: NDArray[np.float64], skin: str) -> str:
    """What lies behind the features: the ground, the hair, the neck and the modelled head."""
    ground, hair = shift(skin, light=-0.16, chroma=0.5), _hair(skin)
    width = float(np.hypot(*(marks[16] - marks[0])))
    crown = _crown(marks)
    head = _smooth(np.concatenate((marks[:17], crown)))
    middle = marks[27:].mean(0)
    outer = middle + (np.concatenate((marks[[15, 16]], crown, marks[[0, 1]])) - middle) * 1.12
    body = np.array([marks[8] + width * np.array(corner) for corner in _NECK])
    light, dark = shift(skin, light=0.1), shift(skin, light=-0.16)
    glow = (
        f'<defs><radialGradient id="lit" gradientUnits="userSpaceOnUse" cx="{middle[0] - 0.1 * width:.1f}" '
        f'cy="{middle[1] - 0.25 * width:.1f}" r="{0.95 * width:.1f}"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset="0.55" stop-color="{skin}"/><stop offset="1" stop-color="{dark}"/></radialGradient>'
        '<filter id="soft" x="-60%" y="-60%" width="220%" height="220%">'
        f'<feGaussianBlur stdDeviation="{0.028 * width:.2f}"/></filter></defs>'
    )
    return (
        f'{glow}<rect width="{CANVAS}" height="{CANVAS}" fill="{ground}"/>'
        + fill(_open(body), dark)
        + fill(_open(outer), hair)
        + f'<path d="{head}" fill="url(#lit)"/>'
    )


def _features(marks: NDArray[np.float64], skin: str) -> str:
    """Sockets, nose and cheeks as soft shade and light, then eyes, brows and lips."""
    width = float(np.hypot(*(marks[16] - marks[0])))
    shade, light, hair = shift(skin, light=-0.24), shift(skin, light=0.14), _hair(skin)
    soft = "".join(
        (
            _blob(
                marks[[17, 18, 19, 20, 21]].mean(0) * 0.45 + marks[36:42].mean(0) * 0.55, 0.13, 0.07, shade, 0.5, width
            ),
            _blob(
                marks[[22, 23, 24, 25, 26]].mean(0) * 0.45 + marks[42:48].mean(0) * 0.55, 0.13, 0.07, shade, 0.5, width
            ),
            _blob(marks[33] + (0.0, 0.02 * width), 0.12, 0.032, shade, 0.75, width),
            _blob(marks[31], 0.035, 0.045, shade, 0.5, width),
            _blob(marks[35], 0.035, 0.045, shade, 0.5, width),
            _blob(marks[57] + (0.0, 0.05 * width), 0.12, 0.025, shade, 0.45, width),
            _blob((marks[39] + marks[27]) / 2, 0.03, 0.09, shade, 0.4, width),
            _blob((marks[42] + marks[27]) / 2, 0.03, 0.09, shade, 0.4, width),
            _blob(marks[[28, 29]].mean(0), 0.026, 0.13, light, 0.65, width),
            _blob(marks[30], 0.05, 0.04, light, 0.7, width),
            _blob(marks[8] - (0.0, 0.09 * width), 0.09, 0.05, light, 0.4, width),
            _blob((marks[2] + marks[31]) / 2, 0.1, 0.08, mix(skin, "#c05a4c", 0.35), 0.4, width),
            _blob((marks[14] + marks[35]) / 2, 0.1, 0.08, mix(skin, "#c05a4c", 0.35), 0.4, width),
        )
    )
    nostrils = _blob(marks[32], 0.022, 0.013, shift(skin, light=-0.36), 0.9, width) + _blob(
        marks[34], 0.022, 0.013, shift(skin, light=-0.36), 0.9, width
    )
    brows = "".join(_brow(marks[part], hair, width) for part in (slice(17, 22), slice(22, 27)))
    eyes = "".join(_eye(marks[part], skin, width) for part in (slice(36, 42), slice(42, 48)))
    return f'<g filter="url(#soft)">{soft}</g>{nostrils}{brows}{eyes}{_lips(marks, skin, width)}'


def _brow(points: NDArray[np.float64], hair: str, width: float) -> str:
    return stroke(_open(points), hair, 0.034 * width, 0.85)


def _eye(points: NDArray[np.float64], skin: str, width: float) -> str:
    """White, iris, pupil and a spark of light inside the lids, and the lids' edges."""
    outline = _smooth(points)
    middle = points.mean(0)
    tall = max(1.0, float(np.ptp(points[:, 1])))
    iris = 0.62 * tall
    number = f"eye{middle[0]:.0f}"
    x, y = middle
    return (
        f'<clipPath id="{number}"><path d="{outline}"/></clipPath><g clip-path="url(#{number})">'
        + fill(outline, "#efeae4")
        + _disc(x, y, iris, "#5a4636")
        + _disc(x, y, 0.55 * iris, "#16100c")
        + _disc(x - 0.3 * iris, y - 0.34 * iris, 0.24 * iris, "#ffffff")
        + "</g>"
        + stroke(_open(points[:4]), mix(_hair(skin), "#140c08", 0.5), 0.016 * width, 0.95)
        + stroke(_open(points[[3, 4, 5, 0]]), shift(skin, light=-0.26), 0.008 * width, 0.7)
    )


def _lips(marks: NDArray[np.float64], skin: str, width: float) -> str:
    lip = mix(skin, "#a8383c", 0.45)
    return (
        fill(_smooth(marks[48:60]), lip)
        + fill(_smooth(marks[[60, 61, 62, 63, 64, 65, 66, 67]]), shift(lip, light=-0.2))
        + stroke(_open(marks[60:65]), shift(lip, light=-0.26), 0.011 * width, 0.9)
        + _blob((marks[57] + marks[66]) / 2, 0.045, 0.012, shift(lip, light=0.12), 0.7, width)
    )


def _hair(skin: str) -> str:
    return shift(mix(skin, "#2c1c14", 0.7), light=-0.06 if lightness(skin) < 0.55 else 0.0)


def _crown(marks: NDArray[np.float64]) -> NDArray[np.float64]:
    """The top of the head, from the right temple to the left: as high over the eyes as the chin lies below the nose."""
    left, right = marks[0], marks[16]
    across = right - left
    up = np.array((across[1], -across[0]))
    turn = np.linspace(0, np.pi, 11)[1:-1]
    middle = (left + right) / 2
    return np.array([middle + 0.51 * np.cos(t) * across + 0.56 * np.sin(t) * up for t in turn])


def _disc(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{colour}"/>'


def _blob(at: NDArray[np.float64], rx: float, ry: float, colour: str, opacity: float, width: float) -> str:
    return (
        f'<ellipse cx="{at[0]:.2f}" cy="{at[1]:.2f}" rx="{rx * width:.2f}" ry="{ry * width:.2f}" fill="{colour}" '
        f'opacity="{opacity:.2f}"/>'
    )


def _open(points: NDArray[np.float64]) -> str:
    """A smooth open curve through points (Catmull-Rom as Bézier segments)."""
    return _curve(np.concatenate((points[:1], points, points[-1:])))


def _smooth(points: NDArray[np.float64]) -> str:
    """A smooth closed outline through points."""
    return _curve(np.concatenate((points[-1:], points, points[:2]))) + "Z"


def _curve(padded: NDArray[np.float64]) -> str:
    d = f"M{padded[1][0]:.2f} {padded[1][1]:.2f}"
    for before, a, b, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        one, two = a + (b - before) / 6, b - (after - a) / 6
        d += f"C{one[0]:.2f} {one[1]:.2f} {two[0]:.2f} {two[1]:.2f} {b[0]:.2f} {b[1]:.2f}"
    return d
