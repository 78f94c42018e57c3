"""Balls and gear."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, polar, poly, slab, star, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

DARK = "#2b2b33"
STEEL = "#a9b2bc"


def ball(s: Sheet, *, kind: str = "plain") -> None:
    """A ball with its seams; the middle stays clear for the face."""
    if kind == "american":
        outline = curve(
            [(10, 262, 0), (90, 140), (256, 84), (422, 140), (502, 262, 0), (422, 400), (256, 452), (90, 400)]
        )
        s.surface(outline, s.main, "leather", volume=1.2)
        with s.inside(outline):
            for x in (66, 446):
                s.line(line((x - 14, 60), (x + (16 if x > 256 else -16), 262), (x - 14, 470)), "#fbf7ee", 20)
        s.line(line((190, 112), (256, 104), (322, 112)), "#fbf7ee", 6)
        for x in (206, 232, 256, 280, 306):
            s.line(line((x, 96), (x, 120)), "#fbf7ee", 6)
        s.face(MID, 286, 214)
        return
    outline = ellipse(MID, 264, 222, 220)
    s.surface(outline, s.main, "leather" if kind in ("basket", "base") else "plastic", volume=1.2)
    with s.inside(outline):
        _SEAMS.get(kind, _stripes)(s)
    if kind == "bowling":
        for x, y in ((220, 84), (262, 70), (250, 112)):
            s.flat(ellipse(x, y, 14, 12), darker(s.main, 0.7))
    s.face(MID, 276, 218)


def _stripes(s: Sheet) -> None:
    for k in (-1, 1):
        s.flat(
            curve(
                [
                    (MID + k * 30, 30, 0),
                    (MID + k * 130, 60),
                    (MID + k * 250, 264),
                    (MID + k * 130, 470),
                    (MID + k * 30, 500, 0),
                    (MID + k * 170, 264),
                ]
            ),
            s.accent,
            0.9,
        )
    s.part(ellipse(MID, 62, 34, 20), "#fbf7ee", "plastic")


def _football(s: Sheet) -> None:
    for deg in (0, 72, 144, 216, 288):
        x, y = polar(MID, 264, 204, deg)
        s.flat(poly([polar(x, y, 58, deg + 180 + d) for d in (0, 72, 144, 216, 288)]), DARK, 0.95)
        a, b = polar(MID, 264, 168, deg), polar(MID, 264, 150, deg + 36)
        s.line(line((*a, 0), (*b, 0), (*polar(MID, 264, 168, deg + 72), 0)), "#a8a8ae", 4, 0.8)
        s.line(line((*b, 0), (*polar(MID, 264, 220, deg + 36), 0)), "#a8a8ae", 4, 0.8)


def _basket(s: Sheet) -> None:
    s.line(line((MID, 40), (MID, 116)), DARK, 8)
    s.line(line((MID, 424), (MID, 490)), DARK, 8)
    s.line(line((30, 264), (96, 264)).pair, DARK, 8)
    s.line(line((MID + 110, 70), (MID + 126, 264), (MID + 110, 458)).pair, DARK, 8)


def _base(s: Sheet) -> None:
    seam = line((MID + 190, 70), (MID + 124, 264), (MID + 190, 458))
    s.line(seam.pair, "#c9302c", 6)
    for i in range(9):
        y = 104 + i * 40
        x = MID + 126 + abs(y - 264) * 0.22
        s.line((line((x, y), (x + 22, y - 14)) + line((x, y), (x + 24, y + 12))).pair, "#c9302c", 5)


def _tennis(s: Sheet) -> None:
    s.line(line((MID + 200, 80), (MID + 116, 264), (MID + 200, 450)).pair, "#fdfdf0", 15)


def _golf(s: Sheet) -> None:
    for row in range(-6, 7):
        for column in range(-6, 7):
            x, y = MID + column * 36 + 18 * (row % 2), 264 + row * 34
            if (x - MID) ** 2 / 130**2 + (y - 270) ** 2 / 130**2 > 1:
                s.flat(ellipse(x, y, 10, 9), darker(s.main, 0.2), 0.6)


def _bowling(s: Sheet) -> None:
    s.glow(150, 150, 90, 80, lighter(s.main, 0.6), 0.5)


def _snow(s: Sheet) -> None:
    for i in range(16):
        x, y = polar(MID, 264, 150 + (i * 31) % 60, i * 73)
        s.line(line((x - 12, y), (x, y + 6), (x + 12, y)), darker(s.main, 0.2), 4, 0.5)


_SEAMS = {
    "foot": _football, "basket": _basket, "base": _base, "tennis": _tennis, "golf": _golf, "bowling": _bowling,
    "snow": _snow,
}  # fmt: skip


def racket(s: Sheet) -> None:
    """A racket with its strings."""
    s.surface(slab(226, 380, 286, 520, 12), DARK, "leather")
    s.surface(poly([(170, 380), (342, 380), (290, 450), (222, 450)]), s.main, "plastic")
    s.surface(ellipse(MID, 214, 184, 204), s.main, "plastic")
    face = ellipse(MID, 214, 156, 176)
    s.flat(face, "#f2efdf")
    with s.inside(face):
        for i in range(-7, 8):
            s.line(line((MID + i * 24, 0), (MID + i * 24, 430)), "#b9b49a", 3, 0.6)
            s.line(line((60, 214 + i * 26), (452, 214 + i * 26)), "#b9b49a", 3, 0.6)
    s.glow(MID, 214, 140, 150, "#f2efdf", 0.9)
    s.face(MID, 222, 206, skin="#f2efdf", material="fabric")


def dumbbell(s: Sheet) -> None:
    """A kettlebell."""
    s.cord(line((150, 220), (140, 90), (256, 40), (372, 90), (362, 220)), s.main, 46)
    s.surface(
        sym([(MID, 150), (380, 166), (456, 290), (410, 430), (330, 486), (MID, 490)]), s.main, "metal", volume=1.2
    )
    s.face(MID, 316, 222)


def trophy(s: Sheet) -> None:
    """A cup with two ears on a plinth."""
    for k in (-1, 1):
        s.cord(line((MID + k * 160, 90), (MID + k * 236, 80), (MID + k * 226, 200), (MID + k * 140, 260)), s.main, 28)
    s.surface(sym([(MID, 360, 0), (310, 350), (280, 410), (300, 440, 0), (MID, 444)]), s.main, "metal")
    s.surface(slab(140, 434, 372, 500, 8), "#4a3226", "wood")
    s.part(slab(206, 450, 306, 484, 4), lighter(s.main, 0.3), "metal")
    s.surface(
        sym([(MID, 40, 0), (440, 40, 0), (432, 170), (390, 300), (320, 366), (MID, 388)]), s.main, "metal", volume=1.0
    )
    s.part(ellipse(MID, 42, 184, 20), lighter(s.main, 0.3), "metal")
    s.face(MID, 212, 214)


def ski(s: Sheet) -> None:
    """Two crossed skis behind a hatted head."""
    for k in (-1, 1):
        s.surface(slab(226, -10, 286, 530, 30).turn(k * 28), s.accent if k > 0 else s.main, "plastic")
    s.surface(ellipse(MID, 280, 160, 166), s.main, "plastic", volume=1.1)
    s.part(star(MID, 430, 24, 11, 5), s.accent, "plastic")
    s.face(MID, 288, 218)
