"""Muzzles: the pads about an animal's mouth, and the bare nose above them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import clamp, mix, shift
from pipeline.paint.drawn.features import Features
from pipeline.paint.drawn.frame import EYE_LINE, Frame, fill, stroke
from pipeline.paint.drawn.model import Muzzle
from pipeline.paint.drawn.skin import Skin
from pipeline.types import Point

_LIPS, _REDNESS = 0.62, 0.4
"""How much of a human face's lips, and of their red, an animal has."""


def bare_muzzle(face: Features) -> Features:
    """The face as an animal wears it: thin lips, no beard that chance gave."""
    return replace(
        face,
        lip_up=face.lip_up * _LIPS,
        lip_low=face.lip_low * _LIPS,
        redness=face.redness * _REDNESS,
        moustache=0,
        beard=False,
        freckles=0,
    )


def draw_muzzle(muzzle: Muzzle, face: Features, frame: Frame, brush: Brush, skin: Skin) -> str:
    """The pads and the nose, under the mouth that moves over them."""
    base = EYE_LINE + face.nose_length
    if muzzle.kind == "dog":
        return _bridge(frame, brush, skin, 17) + _snout(muzzle, face, frame, brush, base)
    large = 1.4 if muzzle.kind == "lion" else 1.0
    return _bridge(frame, brush, skin, 12 * large) + _whisker_pads(muzzle, face, frame, brush, base, large)


def _bridge(frame: Frame, brush: Brush, skin: Skin, half: float) -> str:
    """The ridge between the eyes, lit from the left."""
    return (
        frame.blob(brush, half * 0.95, -52, half * 0.5, 34, skin.dark(12, -50, 0.8), 0.34)
        + frame.blob(brush, -half * 1.05, -52, half * 0.4, 32, skin.dark(-12, -50, 0.7), 0.2)
        + frame.blob(brush, -2, -52, half * 0.7, 36, skin.bright(0, -50, 0.9), 0.5)
    )


def _snout(muzzle: Muzzle, face: Features, frame: Frame, brush: Brush, base: float) -> str:
    wide = max(66.0, face.mouth_half + 22)
    left: list[Point] = [(0, 89), (-34, 83), (-wide * 0.86, 58), (-wide, 24), (-wide * 0.82, base + 4)]
    left += [(-30, base - 24), (0, base - 36)]
    pad = frame.closed([*left, *((-x, y) for x, y in reversed(left[:-1]))])
    lit, shaded = brush.lit(muzzle.fur, 0.9), brush.shaded(muzzle.fur, 0.9)
    lobes = "".join(
        frame.blob(brush, side * 31 - 5, base + 22, 27, 19, lit, 0.75)
        + frame.blob(brush, side * 50, base + 44, 20, 24, shaded, 0.3, tilt_deg=side * 24)
        for side in (-1, 1)
    )
    under = frame.blob(brush, 3, base + 8, 31, 11, shaded, 0.6)
    return (
        frame.blob(brush, 3, 34, wide * 1.16, 68, shaded, 0.3)
        + brush.shape(pad, muzzle.fur, "fur", volume=0.6, outline=False)
        + brush.inside(pad, lobes + under)
        + _rim(frame, brush, muzzle, left[:5])
        + _groove(muzzle, face, frame, base + 4)
        + _dots(muzzle, frame, base + 22, 34)
        + _nose(muzzle, frame, brush, base, 25.0, 31.0)
    )


def _rim(frame: Frame, brush: Brush, muzzle: Muzzle, left: list[Point]) -> str:
    """The style's line around cheeks and chin, open towards the eyes."""
    manner = brush.manner
    if not manner.edge:
        return ""
    line = frame.curve([*((-x, y) for x, y in reversed(left[1:])), *left])
    return stroke(line, brush.ink(muzzle.fur), 0.8 * manner.edge, 0.8 * manner.edge_opacity)


def _whisker_pads(muzzle: Muzzle, face: Features, frame: Frame, brush: Brush, base: float, large: float) -> str:
    fur, lit, shaded = brush.tone(muzzle.fur), brush.lit(muzzle.fur, 0.9), brush.shaded(muzzle.fur, 0.9)
    pieces = [frame.blob(brush, 0, 56, 40, 32, fur, 0.95, core=0.4)]
    for side in (-1, 1):
        pieces += [
            frame.blob(brush, side * 27 + 2, base + 34, 40, 30, shaded, 0.4),
            frame.blob(brush, side * 26, base + 26, 38, 29, fur, 1.0, core=0.66),
            frame.blob(brush, side * 26 - 5, base + 17, 24, 14, lit, 0.8),
        ]
    pieces.append(_groove(muzzle, face, frame, base + 2))
    pieces.append(_dots(muzzle, frame, base + 22, 27))
    pieces.append(_nose(muzzle, frame, brush, base, 15.0 * large, 18.0 * large))
    return "".join(pieces)


def _groove(muzzle: Muzzle, face: Features, frame: Frame, top: float) -> str:
    """The line from the nose to the lips, which cover its end in every shape."""
    return stroke(frame.curve([(0, top), (0, face.mouth_y - 2)]), _dark(muzzle), 2.4 * frame.unit, 0.8)


def _dots(muzzle: Muzzle, frame: Frame, y: float, x: float) -> str:
    return "".join(
        fill(frame.oval(side * (x + dx), y + dy, 1.9, 1.7), _dark(muzzle), 0.55)
        for side in (-1, 1)
        for dx, dy in ((-6, -2), (6, -6), (8, 6))
    )


def _nose(muzzle: Muzzle, frame: Frame, brush: Brush, base: float, half: float, height: float) -> str:
    top, low = base - height * 0.8, base + height * 0.2
    brow: list[Point] = [(-half, top + height * 0.3), (-half * 0.66, top), (0, top - 1.5), (half * 0.66, top)]
    brow.append((half, top + height * 0.3))
    chin: list[Point] = [brow[-1], (half * 0.72, low - height * 0.26), (half * 0.2, low), (-half * 0.2, low)]
    chin += [(-half * 0.72, low - height * 0.26), brow[0]]
    outline = frame.closed(brow, chin)
    # Leather is darker than a style's surfaces may be, so it is not toned.
    leather = mix(muzzle.nose, brush.manner.shade, 0.12)
    deep, shine = _dark(muzzle), mix(shift(leather, light=0.25), brush.manner.light, 0.6)
    nostrils = "".join(
        fill(frame.oval(side * half * 0.45, base - height * 0.22, half * 0.2, height * 0.13), deep, 0.9)
        for side in (-1, 1)
    )
    lights = frame.blob(brush, 3, low, half, height * 0.5, deep, 0.6) + frame.blob(
        brush, -half * 0.22, top + height * 0.18, half * 0.62, height * 0.2, shine, 0.85
    )
    return (
        frame.blob(brush, 2, base + 3, half * 1.2, height * 0.45, deep, 0.3)
        + fill(outline, leather)
        + brush.inside(outline, lights + nostrils)
        + stroke(outline, deep, 1.5 * frame.unit, 0.75)
    )


def _dark(muzzle: Muzzle) -> str:
    return mix(clamp(muzzle.nose, 0.1, 0.3), "#1a0f14", 0.5)
