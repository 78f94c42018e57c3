"""Dresses a finished body: finds its outline and sets hat, neckwear and what is held where they belong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.paint.drawn.bodies.costume import Costume
from pipeline.paint.drawn.bodies.hats import HATS
from pipeline.paint.drawn.bodies.necks import NECKS
from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.model import CANVAS, Body, FacePlace
from pipeline.paint.drawn.render import render

_CELLS = 64
_HEAD, _JAW = 264.0, 226.0
"""How wide a head is that hats are drawn for, and the jaw that neckwear is."""
_BROW, _CHIN = 158.0, 410.0
"""Where hats end and necks begin, as they are drawn."""
_LEAST_SCALE = 0.83
"""How far a body may shrink to make room for a hat: below it the face gets too small."""
_HIGHEST = 0.55
"""How far above the brows a hat may sit, as a share of the face's height."""
_HELD = 150.0
Picture = Callable[[str], Body]
"""Draws a thing that is held, by its name."""


class Outline:
    """Where a body is."""

    def __init__(self, body: Body) -> None:
        self._there: NDArray[np.bool_] = render(body.back + body.front, _CELLS)[..., 3] > 128

    def top(self, x: float, half: float, y: float) -> float:
        """The upper rim of what is joined to height `y`, the middle value over the columns around `x`."""
        row = self._cell(y)
        tops = []
        for column in range(self._cell(x - half), self._cell(x + half) + 1):
            gaps = np.flatnonzero(~self._there[:row, column])
            tops.append(float(gaps[-1] + 1 if len(gaps) else 0))
        return float(np.median(tops)) * CANVAS / _CELLS

    def span(self, x: float, y: float) -> float:
        """How far the body reaches to both sides of `x` at height `y`: twice the nearer side."""
        row, column = self._there[self._cell(y)], self._cell(x)
        left, right = np.flatnonzero(~row[:column]), np.flatnonzero(~row[column:])
        sides = (column - left[-1] if len(left) else column, right[0] if len(right) else _CELLS - column)
        return 2.0 * float(min(sides)) * CANVAS / _CELLS

    def fuller_right(self) -> bool:
        """Whether more of the body lies at the lower right than at the lower left."""
        lower = self._there[_CELLS // 2 :]
        return int(lower[:, _CELLS * 3 // 4 :].sum()) > int(lower[:, : _CELLS // 4].sum())

    @staticmethod
    def _cell(value: float) -> int:
        return min(_CELLS - 1, max(0, int(value * _CELLS / CANVAS)))


def dress(sheet: Sheet, costume: Costume, brush: Brush, picture: Picture, *, person: bool) -> Body:
    """Put a costume on what the sheet holds. A person's hat is drawn with the hair, so only the rest is put on here."""
    body = sheet.body()
    if not (costume.hat or costume.neck or costume.held):
        return body
    outline = Outline(body)
    top = 0.0
    if costume.neck:
        _neck(sheet, costume.neck, body.place)
    if costume.hat and not person:
        top = _hat(sheet, costume.hat, body.place, outline)
    right = not outline.fuller_right()
    dressed = sheet.body()
    for name, side in zip(costume.held, (right, not right), strict=False):
        dressed = replace(dressed, front=dressed.front + _held(picture(name), brush, body, right=side))
    return _lowered(dressed, brush, top)


def _neck(sheet: Sheet, name: str, place: FacePlace) -> None:
    scale = place.width / _JAW
    # The chin of a face lies at 80 of its 187 units; jaws fall a little further.
    chin = place.cy + 0.47 * place.height
    colour = sheet.trim
    if name == "cape":
        with sheet.under(), sheet.worn_at(place.cx, chin, scale, _CHIN):
            _fall(sheet, colour)
    with sheet.over(), sheet.worn_at(place.cx, chin, scale, _CHIN):
        NECKS[name](sheet, colour)


def _fall(sheet: Sheet, colour: str) -> None:
    """A cape behind everything."""
    for k in (-1, 1):
        wing = curve(
            [(MID, 380, 0), (MID + k * 150, 350), (MID + k * 236, 470), (MID + k * 280, 640, 0), (MID, 640, 0)]
        )
        sheet.surface(wing, colour if k < 0 else darker(colour, 0.18), "fabric")


def _hat(sheet: Sheet, name: str, place: FacePlace, outline: Outline) -> float:
    """Draw a hat on the outline's top above the face; how high it reaches."""
    brows = place.cy - 0.66 * place.height
    crown = outline.top(place.cx, 0.24 * place.width, place.cy)
    rim = min(brows, max(crown + 0.16 * place.height, brows - _HIGHEST * place.height))
    across = min(1.3 * place.width, max(0.92 * place.width, outline.span(place.cx, rim)))
    scale = across / (_HEAD * 1.06)
    with sheet.over(), sheet.worn_at(place.cx, rim, scale, _BROW):
        HATS[name](sheet, sheet.trim)
    return rim - scale * _BROW


def _held(item: Body, brush: Brush, holder: Body, *, right: bool) -> str:
    """A thing in a hand at the lower left or right, small."""
    share = _HELD / CANVAS
    cx = CANVAS - 0.53 * _HELD if right else 0.53 * _HELD
    cy = 398.0
    left, top = cx - _HELD / 2, cy - _HELD / 2
    tilt = 10 if right else -10
    placed = f"translate({left:.1f} {top:.1f}) rotate({tilt} {_HELD / 2:.1f} {_HELD / 2:.1f}) scale({share:.4f})"
    hand = ellipse(cx, cy + 62, 26, 24).d
    return (
        brush.shadow(cx, cy + 50, 66, 40, 0.3)
        + brush.group(item.back + item.front, placed)
        + brush.shape(hand, holder.skin, holder.material)
    )


def _lowered(body: Body, brush: Brush, top: float) -> Body:
    """The body, smaller where its hat would leave the canvas."""
    if top >= 6:
        return body
    foot = 500.0
    scale = max(_LEAST_SCALE, (foot - 10) / (foot - top))
    move = f"translate({MID * (1 - scale):.2f} {foot * (1 - scale):.2f}) scale({scale:.4f})"
    place = body.place
    lowered = replace(
        place,
        cx=MID + (place.cx - MID) * scale,
        cy=foot + (place.cy - foot) * scale,
        width=place.width * scale,
        height=place.height * scale,
    )
    return replace(body, back=brush.group(body.back, move), front=brush.group(body.front, move), place=lowered)
