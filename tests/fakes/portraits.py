"""A drawn face with a full atlas, for tests of whatever moves or measures a portrait."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import resvg_py
from PIL import Image

from pipeline.types import MOUTH_SHAPES, Patch, Point, Portrait

CANVAS = 512


@dataclass(frozen=True)
class FakeMouth:
    """One mouth shape in canvas units, around its centre."""

    half_width: float
    gap: float
    """Between the inner lips."""
    lip: float = 7.0
    teeth: float = 0.0
    """Share of the gap that upper teeth cover."""
    tongue: float = 0.0
    smile: float = 5.0
    """How much higher the corners lie than the middle."""


MOUTHS = {
    "A": FakeMouth(44, 0.0, lip=6, smile=2),
    "B": FakeMouth(48, 14, teeth=0.9, smile=4),
    "C": FakeMouth(46, 30, teeth=0.35, tongue=0.35, smile=3),
    "D": FakeMouth(44, 52, teeth=0.2, tongue=0.4, smile=1),
    "E": FakeMouth(32, 32, tongue=0.3, smile=0),
    "F": FakeMouth(20, 16, lip=9, smile=0),
    "G": FakeMouth(42, 9, teeth=1.0, smile=3),
    "H": FakeMouth(44, 28, teeth=0.3, tongue=0.7, smile=3),
    "X": FakeMouth(46, 0.0, lip=6, smile=6),
}
MOUTH_AT = (256.0, 352.0)
EYES_AT = ((198.0, 238.0), (314.0, 238.0))
EYE = (30.0, 22.0)
BROW_Y = 190.0
MOUTH_BOX = (180, 314, 152, 104)
LID_BOX = (160, 208, 192, 60)
BROW_BOX = (150, 150, 212, 58)


@dataclass(frozen=True)
class FakeFace:
    """What one drawing shows."""

    mouth: str = "X"
    lid: float = 0.0
    brow: float = 0.0
    body: str = "#d9824f"
    ground: tuple[str, str] = ("#2f5d73", "#16303f")


def fake_portrait(
    size: int = CANVAS, *, atlas: bool = True, matte: bool = True, body: str = "#d9824f", ground: str = "#2f5d73"
) -> Portrait:
    """A round thing with a face, on a background; without `atlas` the picture and its landmarks alone."""
    return _portrait(size, atlas, matte, body, ground)


@cache
def _portrait(size: int, atlas: bool, matte: bool, body: str, ground: str) -> Portrait:
    face = FakeFace(body=body, ground=(ground, "#16303f"))
    shown = _render(face, size)
    portrait = Portrait(size, size, shown.tobytes(), landmarks(face, size))
    if matte:
        portrait = replace(
            portrait,
            matte=np.ascontiguousarray(_pixels(_svg(_shape("#fff")), size)[..., 3]).tobytes(),
            backdrop=_pixels(_svg(_back(face)), size)[..., :3].tobytes(),
        )
    if not atlas:
        return portrait
    return replace(
        portrait,
        mouths=tuple(_patch(replace(face, mouth=shape), MOUTH_BOX, size) for shape in MOUTH_SHAPES),
        lids=tuple(_patch(replace(face, lid=lid), LID_BOX, size) for lid in (0.5, 1.0)),
        brows=tuple(_patch(replace(face, brow=brow), BROW_BOX, size) for brow in (1.0, -1.0)),
    )


def landmarks(face: FakeFace, size: int = CANVAS) -> tuple[Point, ...]:
    """All 68 points of a drawing, exact."""
    points: list[Point] = []
    for i in range(17):
        angle = math.pi * (1 - i / 16)
        points.append((256 + 150 * math.cos(angle), 262 + 172 * math.sin(angle)))
    for (cx, _), turn in zip(EYES_AT, (1, -1), strict=True):
        points += [(cx + dx, _brow_y(dx * turn, face.brow)) for dx in (-32.0, -16.0, 0.0, 16.0, 32.0)]
    points += [(256.0, y) for y in (236.0, 256.0, 274.0, 292.0)]
    points += [(x, y) for x, y in ((240.0, 300.0), (248.0, 304.0), (256.0, 306.0), (264.0, 304.0), (272.0, 300.0))]
    for cx, cy in EYES_AT:
        points += _eye(cx, cy, face.lid)
    outer, inner = _lips(MOUTHS[face.mouth])
    scale = size / CANVAS
    return tuple((x * scale, y * scale) for x, y in points + outer + inner)


def _eye(cx: float, cy: float, lid: float) -> list[Point]:
    rx, ry = EYE
    upper = cy - 0.87 * ry + lid * 1.74 * ry
    lower = cy + 0.87 * ry
    return [
        (cx - rx, cy),
        (cx - rx / 2, upper),
        (cx + rx / 2, upper),
        (cx + rx, cy),
        (cx + rx / 2, lower),
        (cx - rx / 2, lower),
    ]


def _brow_y(dx: float, brow: float) -> float:
    return BROW_Y - (14 if brow > 0 else 7) * brow - 6 * (1 - (dx / 32) ** 2) + (4 * dx / 32 if brow < 0 else 0)


def _lips(mouth: FakeMouth) -> tuple[list[Point], list[Point]]:
    """The twelve outer and eight inner points: clockwise from the left corner."""
    cx, cy = MOUTH_AT
    half, top, bottom = mouth.half_width, mouth.gap * 0.3, mouth.gap * 0.7

    def curve(share: float, height: float, lift: float) -> Point:
        return cx + half * share, cy - mouth.smile * share**2 + height * math.sqrt(max(0.0, 1 - share**2)) + lift

    shares = (-2 / 3, -1 / 3, 0.0, 1 / 3, 2 / 3)
    outer = [curve(-1.0, 0, 0)]
    outer += [curve(s, -top - mouth.lip * 1.2, 1.5 if s == 0 else 0) for s in shares]
    outer += [curve(1.0, 0, 0)]
    outer += [curve(s, bottom + mouth.lip * 1.5, 0) for s in reversed(shares)]
    inside = (-0.5, 0.0, 0.5)
    inner = [curve(-0.88, 0, 0), *(curve(s, -top, 0) for s in inside), curve(0.88, 0, 0)]
    inner += [curve(s, bottom, 0) for s in reversed(inside)]
    return outer, inner


def _smooth(points: list[Point]) -> str:
    """A closed path through points (Catmull-Rom as cubic Béziers)."""
    n = len(points)
    path = f"M{points[0][0]:.2f},{points[0][1]:.2f}"
    for i in range(n):
        before, here, there, after = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        one = here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6
        two = there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6
        path += f" C{one[0]:.2f},{one[1]:.2f} {two[0]:.2f},{two[1]:.2f} {there[0]:.2f},{there[1]:.2f}"
    return path + "Z"


def _mouth_svg(mouth: FakeMouth) -> str:
    outer, inner = _lips(mouth)
    ys = [y for _, y in inner]
    top, bottom = min(ys), max(ys)
    parts = f'<path d="{_smooth(outer)}" fill="#a8413c"/>'
    if mouth.gap <= 0:
        line = " ".join(f"{x:.2f},{y:.2f}" for x, y in inner[:5])
        return parts + f'<polyline points="{line}" fill="none" stroke="#5a1d20" stroke-width="3"/>'
    parts += f'<clipPath id="in"><path d="{_smooth(inner)}"/></clipPath><g clip-path="url(#in)">'
    parts += '<rect x="150" y="280" width="220" height="160" fill="#3a1014"/>'
    cx = MOUTH_AT[0]
    if mouth.tongue:
        height = (bottom - top) * mouth.tongue
        parts += f'<ellipse cx="{cx}" cy="{bottom}" rx="26" ry="{height:.2f}" fill="#d0605e"/>'
    if mouth.teeth:
        high = (bottom - top) * mouth.teeth
        parts += f'<rect x="{cx - 40}" y="{top - 6:.2f}" width="80" height="{high + 6:.2f}" rx="4" fill="#f6f1e6"/>'
    return parts + "</g>"


def _eye_svg(cx: float, cy: float, lid: float, skin: str, name: str) -> str:
    rx, ry = EYE
    box = f'x="{cx - rx - 2}" y="{cy - ry - 2}" width="{2 * rx + 4}"'
    edge = cy - ry - 2 + lid * (2 * ry + 2)
    parts = f'<clipPath id="{name}"><ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}"/></clipPath>'
    parts += f'<g clip-path="url(#{name})"><rect {box} height="{2 * ry + 4}" fill="#fdfdf8"/>'
    parts += f'<circle cx="{cx}" cy="{cy}" r="13" fill="#3d6b35"/><circle cx="{cx}" cy="{cy}" r="6" fill="#111"/>'
    parts += f'<circle cx="{cx - 4}" cy="{cy - 5}" r="3" fill="#fff"/>'
    if lid > 0:
        parts += f'<rect {box} height="{edge - (cy - ry - 2):.2f}" fill="{skin}"/>'
        parts += f'<rect x="{cx - rx}" y="{edge - 3:.2f}" width="{2 * rx}" height="4" fill="#4a2a1a"/>'
    return (
        parts + f'</g><ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="none" stroke="#4a2a1a" stroke-width="3"/>'
    )


def _shape(fill: str) -> str:
    return (
        f'<path d="M86,270 C86,120 160,60 256,60 C352,60 426,120 426,270 C426,420 352,500 256,500 '
        f'C160,500 86,420 86,270Z" fill="{fill}"/><ellipse cx="256" cy="62" rx="34" ry="22" fill="{fill}"/>'
    )


def _back(face: FakeFace) -> str:
    one, two = face.ground
    return (
        f'<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{one}"/>'
        f'<stop offset="1" stop-color="{two}"/></linearGradient></defs><rect width="512" height="512" fill="url(#g)"/>'
        '<circle cx="90" cy="100" r="40" fill="#e9c46a" fill-opacity=".5"/>'
        '<rect x="0" y="440" width="512" height="72" fill="#5b4636"/>'
    )


def _front(face: FakeFace) -> str:
    speckles = "".join(
        f'<circle cx="{120 + (i * 67) % 280}" cy="{110 + (i * 101) % 340}" r="{2 + i % 3}" fill="#000" '
        f'fill-opacity=".14"/>'
        for i in range(60)
    )
    brows = "".join(
        '<polyline points="'
        + " ".join(f"{cx + dx:.1f},{_brow_y(dx * turn, face.brow):.1f}" for dx in (-32.0, -16.0, 0.0, 16.0, 32.0))
        + '" fill="none" stroke="#4a2a1a" stroke-width="8" stroke-linecap="round"/>'
        for (cx, _), turn in zip(EYES_AT, (1, -1), strict=True)
    )
    eyes = "".join(_eye_svg(cx, cy, face.lid, face.body, f"e{i}") for i, (cx, cy) in enumerate(EYES_AT))
    nose = '<path d="M256,240 L240,300 Q256,310 272,300" fill="none" stroke="#4a2a1a" stroke-width="4"/>'
    speckles = f'<clipPath id="body">{_shape("#000")}</clipPath><g clip-path="url(#body)">{speckles}</g>'
    return _shape(face.body) + speckles + brows + eyes + nose + _mouth_svg(MOUTHS[face.mouth])


def _svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CANVAS} {CANVAS}">{inside}</svg>'


def _pixels(svg: str, size: int) -> np.ndarray:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))
    return np.array(Image.open(io.BytesIO(png)).convert("RGBA"))


def _render(face: FakeFace, size: int) -> np.ndarray:
    return np.ascontiguousarray(_pixels(_svg(_back(face) + _front(face)), size)[..., :3])


def _patch(face: FakeFace, box: tuple[int, int, int, int], size: int) -> Patch:
    left, top, width, height = (round(v * size / CANVAS) for v in box)
    cut = np.ascontiguousarray(_render(face, size)[top : top + height, left : left + width])
    return Patch(left, top, cut.shape[1], cut.shape[0], cut.tobytes(), landmarks(face, size))
