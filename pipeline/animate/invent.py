"""Invents what an uploaded picture lacks: other mouths with something inside, lids, brows.

The lips, the lids and the brows are the picture's own, bent; only what nobody has seen is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.bend import bends, pins
from pipeline.animate.colour import Pixels, sampled
from pipeline.animate.face import BROWS, EYE_LEFT, EYE_RIGHT, EYES, LIPS, NOSE, OUTER_LIPS, Face, Points
from pipeline.animate.field import Box, box_around
from pipeline.types import MOUTH_SHAPES, Patch, Point

_FINE = 4
"""What is drawn is drawn this much larger, and shrunk: smooth edges."""
_STEP = 4
_RAISED, _LOWERED = 0.05, -0.03
"""How far brows go, in face heights."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """A mouth to be made, in widths of the mouth at rest."""

    width: float
    gap: float
    """Between the lips, in the middle."""
    teeth: float = 0.0
    """Share of the gap that the upper teeth cover."""
    lower_teeth: float = 0.0
    tongue: float = 0.0
    """Share of the gap that the tongue covers, from below."""


MOUTHS = {
    "A": Mouth(1.0, 0.0),
    "B": Mouth(1.03, 0.14, teeth=0.55, lower_teeth=0.4),
    "C": Mouth(0.99, 0.3, teeth=0.34, tongue=0.34),
    "D": Mouth(0.94, 0.52, teeth=0.22, tongue=0.36),
    "E": Mouth(0.78, 0.32, teeth=0.2, tongue=0.34),
    "F": Mouth(0.55, 0.15),
    "G": Mouth(0.96, 0.09, teeth=0.95),
    "H": Mouth(0.97, 0.26, teeth=0.34, tongue=0.62),
}
"""Every shape but rest, which is the picture itself."""


def mouths(rgb: Pixels, face: Face) -> tuple[Patch, ...]:
    """All nine mouths of a picture."""
    lips = {shape: _lips(face, mouth) for shape, mouth in MOUTHS.items()}
    width = float(np.ptp(face.points[OUTER_LIPS, 0]))
    every = np.concatenate([*lips.values(), face.points[LIPS]])
    box = _box(every, 0.3 * width, rgb)
    held = np.concatenate((pins(box), face.points[NOSE][4:]))
    rest = _patch(rgb[box.y], box, face.points)
    made = {"X": rest}
    for shape, target in lips.items():
        bent = _bent(rgb, box, face.points[LIPS], target, held)
        points = face.points.copy()
        points[LIPS] = target
        made[shape] = _patch(_filled(bent, target - (box.left, box.top), MOUTHS[shape], width), box, points)
    return tuple(made[shape] for shape in MOUTH_SHAPES)


def _lips(face: Face, mouth: Mouth) -> Points:
    """The twenty points of the lips in another shape; lips stay as thick as they are."""
    lips = face.points[LIPS].astype(np.float64)
    outer, inner = lips[:12], lips[12:]
    left, right = inner[0].copy(), inner[4].copy()
    along = (right - left) / max(float(np.hypot(*(right - left))), 1e-6)
    down = np.array((-along[1], along[0]))
    middle = (left + right) / 2
    width = float(np.ptp(outer[:, 0]))
    x, y = (lips - middle) @ along, (lips - middle) @ down
    reach = max(float(np.abs(x[12:]).max()), 1e-6)
    bow = np.sqrt(np.clip(1 - np.clip(np.abs(x) / (1.02 * reach), 0, 1) ** 2, 0, 1))
    half = (y[13:16] + y[[19, 18, 17]]) / 2
    line = np.interp(x, [-reach, *np.sort(x[13:16]), reach], [y[12], *half, y[16]])
    upper = np.zeros(20, bool)
    upper[[0, 1, 2, 3, 4, 5, 6, 12, 13, 14, 15, 16]] = True
    # The seam of the lips parts by the gap; each lip keeps its own distance from its edge of the seam.
    inner_y = y.copy()
    inner_y[1:6] = np.interp(x[1:6], x[12:17], y[12:17])
    inner_y[7:12] = np.interp(x[7:12], x[[12, 19, 18, 17, 16]], y[[12, 19, 18, 17, 16]])
    thick = y - inner_y
    gap = mouth.gap * width * bow
    target = line + thick + np.where(upper, -0.32 * gap, 0.68 * gap)
    target[[0, 6, 12, 16]] = y[[0, 6, 12, 16]]
    return np.asarray(middle + (x * mouth.width)[:, None] * along + target[:, None] * down, np.float32)


def _filled(bent: Pixels, lips: npt.NDArray[np.float32], mouth: Mouth, width: float) -> Pixels:
    """Draw what is seen between parted lips."""
    if mouth.gap <= 0:
        return bent
    height_px, width_px = bent.shape[:2]
    inner = _smooth(lips[12:])
    hole = _shape(inner, width_px, height_px)
    top, bottom = float(inner[:, 1].min()), float(inner[:, 1].max())
    centre = float(inner[:, 0].mean())
    gap = bottom - top
    reach = float(np.ptp(inner[:, 0])) / 2
    light = float(np.clip(bent.mean() / 140, 0.8, 1.08))
    rows = np.arange(height_px, dtype=np.float32)[:, None]
    deep = np.clip(0.55 + 0.6 * (rows - top) / max(gap, 1), 0.5, 1.0)[..., None]
    inside = np.broadcast_to(deep * np.array((74, 22, 26)), bent.shape).astype(np.float32)
    if mouth.tongue:
        tall = mouth.tongue * gap
        tongue = _ellipse(centre, bottom + 0.1 * tall, 0.62 * reach, 1.1 * tall, width_px, height_px)
        shade = np.clip(0.75 + 0.35 * (bottom - rows) / max(tall, 1), 0.6, 1.05)[..., None]
        inside = _over(inside, np.array((196, 92, 96)) * light * shade, tongue)
    if mouth.lower_teeth:
        low = bottom - mouth.lower_teeth * gap
        inside = _over(
            inside,
            np.array((226, 217, 202)) * 0.9 * light,
            _ellipse(centre, bottom + 0.6 * gap, 0.8 * reach, bottom + 0.6 * gap - low, width_px, height_px),
        )
    if mouth.teeth:
        low = top + mouth.teeth * gap
        teeth = _row(inner, centre, mouth.teeth * gap, width_px, height_px)
        shade = np.clip(0.85 + 0.25 * (rows - top) / max(low - top, 1), 0.8, 1.0)[..., None]
        inside = _over(inside, np.array((238, 230, 216)) * light * shade, teeth)
    # The lips throw a shadow on all of it, most under the upper one.
    soft = cv2.GaussianBlur(hole, (0, 0), max(1.0, 0.02 * width))
    inside = inside * (0.62 + 0.38 * np.clip(1.6 * soft - 0.6, 0, 1))[..., None]
    return np.asarray(np.round(_over(bent.astype(np.float32), np.clip(inside, 0, 255), hole)), np.uint8)


def _row(
    inner: npt.NDArray[np.float32], centre: float, tall: float, width: int, height: int
) -> npt.NDArray[np.float32]:
    """The upper teeth: they hang from the upper lip, shorter towards the corners."""
    upper = inner[: 4 * 8 + 1]
    x = centre + 0.9 * (upper[:, 0] - centre)
    share = np.clip(np.abs(x - centre) / max(float(np.ptp(x)) / 2, 1e-6), 0, 1)
    flat = float(upper[len(upper) // 2, 1]) + tall * (1 - 0.3 * share**2)
    edge = np.maximum(np.minimum(flat, upper[:, 1] + tall * (1 - share**4)), upper[:, 1] - 0.3 * tall)
    outline = np.concatenate((np.stack((x, upper[:, 1] - 0.3 * tall), 1), np.stack((x, edge), 1)[::-1]))
    return _shape(np.asarray(outline, np.float32), width, height)


def lids(rgb: Pixels, face: Face) -> tuple[Patch, ...]:
    """The half closed and the closed lids of a picture; none where its eyes are too small to see."""
    if min(float(np.ptp(face.points[side, 0])) for side in (EYE_LEFT, EYE_RIGHT)) < 6:
        return ()
    width = float(np.ptp(face.points[EYE_LEFT, 0]))
    box = _box(face.points[EYES], 0.45 * width, rgb)
    made = []
    for share in (0.5, 1.0):
        points = face.points.copy()
        picture = rgb[box.y].copy()
        for side in (EYE_LEFT, EYE_RIGHT):
            eye = face.points[side]
            points[side][[1, 2]] += share * (eye[[5, 4]] - eye[[1, 2]])
            brow = face.points[BROWS][:5] if side is EYE_LEFT else face.points[BROWS][5:]
            below_brow = float(brow[:, 1].max()) + 0.03 * face.height - box.top
            picture = _lidded(picture, eye - (box.left, box.top), share, below_brow)
        made.append(_patch(picture, box, points))
    return tuple(made)


def _lidded(picture: Pixels, eye: npt.NDArray[np.float32], share: float, below_brow: float) -> Pixels:
    """Pull the skin above an eye down over it, as far as the lid has come, and line its edge.

    Where a brow is too near, the skin below the eye is used.
    """
    height, width = picture.shape[:2]
    x = np.arange(width, dtype=np.float32)
    grown = np.clip((x - eye[0, 0]) / max(float(eye[3, 0] - eye[0, 0]), 1.0), 0, 1)
    bow = 4 * grown * (1 - grown)
    corner = eye[0, 1] + grown * (eye[3, 1] - eye[0, 1])
    upper = corner + 9 / 8 * (eye[[1, 2], 1].mean() - eye[[0, 3], 1].mean()) * bow
    lower = corner + 9 / 8 * (eye[[4, 5], 1].mean() - eye[[0, 3], 1].mean()) * bow
    tall = max(float((lower - upper).max()), 2.0)
    edge = upper + share * (lower - upper) + 0.05 * tall * share
    # The crease: above it nothing changes, below it the skin from there is stretched.
    crease = upper - 0.35 * tall * np.maximum(np.sqrt(bow), 0.5)
    y = np.arange(height, dtype=np.float32)[:, None]
    stretch = np.clip((y - crease) / np.maximum(edge - crease, 1e-3), 0, 1)
    if float((crease - 0.25 * tall).min()) > below_brow:
        source, blend = crease - 0.25 * tall + 0.25 * tall * stretch, np.clip((y - crease) / (0.3 * tall), 0, 1)
    else:
        source, blend = lower + (0.55 - 0.3 * stretch) * tall, np.ones_like(y)
    maps = np.dstack((np.broadcast_to(x, (height, width)), y + (source - y) * blend)).astype(np.float32)
    skin = sampled(picture, maps).astype(np.float32)
    skin *= (1 - 0.1 * np.clip(1 - np.abs(stretch - 0.9) / 0.3, 0, 1) * (stretch > 0))[..., None]
    inside = np.clip(12 * grown, 0, 1) * np.clip(12 * (1 - grown), 0, 1)
    cover = np.clip(edge - y + 0.5, 0, 1) * np.clip((y - crease) / 2, 0, 1) * inside
    lined = _over(picture.astype(np.float32), skin, cv2.GaussianBlur(cover.astype(np.float32), (0, 0), 0.6))
    span = eye[:, 0].min(), eye[:, 0].max()
    thick = max(1.0, 0.045 * float(span[1] - span[0])) * (0.5 + 0.5 * bow)
    lash = np.clip(thick / 2 - np.abs(y - edge) + 0.5, 0, 1) * inside
    eye_rows = slice(max(0, int(upper.min())), int(lower.max()) + 1)
    dark = np.percentile(picture[eye_rows, int(max(span[0], 0)) : int(span[1]) + 1].reshape(-1, 3), 8, axis=0)
    return np.asarray(np.round(_over(lined, 0.7 * dark, 0.85 * lash.astype(np.float32))), np.uint8)


def brows(rgb: Pixels, face: Face) -> tuple[Patch, ...]:
    """The raised and the lowered brows of a picture."""
    rise = max(abs(_RAISED), abs(_LOWERED)) * face.height
    box = _box(face.points[BROWS], 2.2 * rise + 0.04 * face.width, rgb)
    held = np.concatenate((pins(box), face.points[EYES], face.points[NOSE][:1]))
    made = []
    for share in (_RAISED, _LOWERED):
        points = face.points.copy()
        points[BROWS] -= np.array((0, share * face.height), np.float32)
        made.append(_patch(_bent(rgb, box, face.points[BROWS], points[BROWS], held), box, points))
    return tuple(made)


def _bent(rgb: Pixels, box: Box, rest: Points, target: Points, held: Points) -> Pixels:
    """A box of a picture with landmarks moved to where they are wanted."""
    columns, rows = -(-box.width // _STEP) + 2, -(-box.height // _STEP) + 2
    x = box.left + (np.arange(columns, dtype=np.float32) - 1) * _STEP + (_STEP - 1) / 2
    y = box.top + (np.arange(rows, dtype=np.float32) - 1) * _STEP + (_STEP - 1) / 2
    nodes = np.dstack(np.meshgrid(x, y))
    size = float(max(box.width, box.height))
    source = nodes + bends(nodes, target, [rest - target], held, size)[0]
    dense = cv2.resize(source.astype(np.float32), (columns * _STEP, rows * _STEP), interpolation=cv2.INTER_LINEAR)
    dense = dense[_STEP : _STEP + box.height, _STEP : _STEP + box.width]
    return np.asarray(
        cv2.remap(rgb, dense[..., 0], dense[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _box(points: Points, margin: float, rgb: Pixels) -> Box:
    (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
    height, width = rgb.shape[:2]
    return box_around(left - margin, top - margin, right + margin, bottom + margin, width, height)


def _patch(picture: Pixels, box: Box, points: Points) -> Patch:
    landmarks: tuple[Point, ...] = tuple((float(x), float(y)) for x, y in points)
    return Patch(box.left, box.top, box.width, box.height, np.ascontiguousarray(picture).tobytes(), landmarks)


def _over(
    under: npt.NDArray[np.float32], over: npt.NDArray[Any], alpha: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    share = alpha[..., None]
    return np.asarray(under * (1 - share) + over * share, np.float32)


def _smooth(points: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A closed curve through points (Catmull-Rom), eight steps each."""
    t = (np.arange(8) / 8)[:, None]
    pieces = []
    for k in range(len(points)):
        a, b, c, d = (points[(k + j) % len(points)] for j in (-1, 0, 1, 2))
        pieces.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.asarray(np.concatenate(pieces), np.float32)


def _shape(outline: npt.NDArray[np.float32], width: int, height: int) -> npt.NDArray[np.float32]:
    """How much of every pixel lies inside an outline: (height, width), 0 to 1."""
    large = np.zeros((height * _FINE, width * _FINE), np.uint8)
    corners = np.round(((outline + 0.5) * _FINE - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(large, [corners], 255, shift=4)
    small = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _ellipse(
    x: float, y: float, half_width: float, half_height: float, width: int, height: int
) -> npt.NDArray[np.float32]:
    turn = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    outline = np.stack((x + half_width * np.cos(turn), y + half_height * np.sin(turn)), 1)
    return _shape(outline.astype(np.float32), width, height)
