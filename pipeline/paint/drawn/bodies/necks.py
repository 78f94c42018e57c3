"""What hangs below a face, drawn for a chin at (256, 410) and a jaw 226 wide; the sheet sets it on others."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.paint.drawn.bodies.shapes import MID, Knot, curve, ellipse, line, scallop, slab, star, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

_GOLD = "#f0c440"
_LINEN = "#fbf7ee"


def _bow_tie(s: Sheet, c: str) -> None:
    for k in (-1, 1):
        wing: list[Knot] = [(MID, 432, 0), (MID + k * 70, 396), (MID + k * 82, 436), (MID + k * 70, 474)]
        s.part(curve(wing), c, "fabric")
    s.part(ellipse(MID, 434, 17, 20), darker(c, 0.2), "fabric")


def _tie(s: Sheet, c: str) -> None:
    s.part(curve([(230, 416, 0), (282, 416, 0), (272, 446, 0), (240, 446, 0)]), darker(c, 0.15), "fabric")
    s.part(curve([(242, 444, 0), (270, 444, 0), (288, 516, 0), (256, 544, 0), (224, 516, 0)]), c, "fabric")


def _scarf(s: Sheet, c: str) -> None:
    s.part(curve([(304, 446, 0), (352, 436, 0), (372, 532, 0), (318, 540, 0)]), darker(c, 0.1), "fabric")
    s.part(sym([(MID, 408), (346, 396), (388, 404), (384, 440), (330, 462), (MID, 468)]), c, "fabric")
    for x in (196, 240, 284, 326):
        s.line(line((x, 414), (x + 12, 458)), lighter(c, 0.4), 7, 0.6)


def _necklace(s: Sheet, bead: str, *, pendant: bool) -> None:
    for i in range(-4, 5):
        x = MID + i * 25
        s.part(ellipse(x, 446 - i * i * 3.1, 13), bead, "porcelain")
    if pendant:
        s.part(ellipse(MID, 476, 20, 24), "#c9304a", "glass")


def _pearls(s: Sheet, _: str) -> None:
    _necklace(s, _LINEN, pendant=False)


def _chain(s: Sheet, _: str) -> None:
    _necklace(s, _GOLD, pendant=True)


def _ruff(s: Sheet, _: str) -> None:
    s.part(scallop(MID, 434, 142, 40, 13, 0.18), _LINEN, "fabric")
    for i in range(-4, 5):
        s.line(line((MID + i * 18, 418), (MID + i * 28, 462)), "#c9c2b4", 4, 0.6)


def _collar(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.part(curve([(MID, 420, 0), (MID + k * 96, 402, 0), (MID + k * 74, 466, 0), (MID, 436, 0)]), _LINEN, "fabric")
    s.part(slab(238, 428, 274, 512, 6), _LINEN, "fabric")


def _fur(s: Sheet, _: str) -> None:
    s.part(scallop(MID, 446, 168, 34, 12, 0.14), "#f7f1e6", "fur")
    for x in (150, 204, 256, 308, 362):
        s.flat(curve([(x, 436, 0), (x + 7, 452), (x, 462), (x - 7, 452)]), "#2c2730")


def _cape(s: Sheet, c: str) -> None:
    s.part(sym([(MID, 414), (350, 400), (382, 420), (330, 446), (MID, 452)]), c, "fabric")
    s.part(ellipse(MID, 434, 18), _GOLD, "metal")


def _apron(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.line(line((MID + k * 62, 440), (MID + k * 106, 396)), _LINEN, 11)
    s.part(sym([(MID, 434), (320, 434, 0), (352, 486), (372, 560, 0), (MID, 566)]), _LINEN, "fabric", volume=0.5)
    s.line(line((214, 496), (MID, 506), (298, 496)), "#c9b9a0", 5, 0.7)


def _bib(s: Sheet, c: str) -> None:
    s.part(sym([(MID, 418), (324, 410, 0), (338, 466), (MID, 508)]), _LINEN, "fabric")
    s.flat(star(MID, 462, 22, 10, 5), c)


def _bandana(s: Sheet, _: str) -> None:
    red = "#c9302f"
    s.part(sym([(MID, 412), (364, 396, 0), (352, 430), (290, 492), (MID, 512)]), red, "fabric")
    for x, y in ((210, 432), (256, 446), (302, 432), (256, 482), (232, 460), (280, 460)):
        s.flat(ellipse(x, y, 6), _LINEN)


def _medal(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.part(curve([(MID + k * 70, 404, 0), (MID + k * 92, 412, 0), (MID + k * 10, 478, 0), (MID, 462, 0)]),
               "#2f5fa8" if k < 0 else "#c9302f", "fabric")  # fmt: skip
    s.part(ellipse(MID, 486, 32), _GOLD, "metal")
    s.flat(star(MID, 486, 19, 8, 5), "#fff3c4")


def _badge(s: Sheet, _: str) -> None:
    s.part(star(320, 462, 40, 19, 6), _GOLD, "metal")
    s.flat(ellipse(320, 462, 12), "#fff3c4")


def _stethoscope(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.cord(line((MID + k * 92, 396), (MID + k * 70, 450), (MID, 480)), "#3a4250", 9)
    s.cord(line((MID, 480), (MID + 6, 510)), "#3a4250", 9)
    s.part(ellipse(MID + 6, 516, 21), "#c9d0d8", "metal")


def _shawl(s: Sheet, c: str) -> None:
    s.part(sym([(MID, 436, 0), (360, 396, 0), (420, 430), (400, 500), (MID, 560, 0)]), c, "fabric", volume=0.5)
    for x in (-60, 0, 60):
        s.line(line((MID + x - 40, 450), (MID + x + 40, 520)), lighter(c, 0.5), 6, 0.5)
        s.line(line((MID + x + 40, 450), (MID + x - 40, 520)), lighter(c, 0.5), 6, 0.5)


def _epaulettes(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.part(ellipse(MID + k * 128, 436, 52, 21), _GOLD, "metal")
        for i in range(-2, 3):
            s.line(line((MID + k * 128 + i * 18, 446), (MID + k * 130 + i * 20, 474)), "#d9a52a", 7)
    _medal(s, "")


def _tutu(s: Sheet, c: str) -> None:
    for y, wide, share in ((478, 214, 0.5), (464, 180, 0.68)):
        s.part(scallop(MID, y, wide, 36, 15, 0.16), lighter("#f29ab5", share), "fabric")


def _lanyard(s: Sheet, c: str) -> None:
    for k in (-1, 1):
        s.line(line((MID + k * 70, 400), (MID + k * 8, 462)), "#3a6fc9", 8)
    s.part(slab(222, 458, 290, 512, 7), _LINEN, "paper")
    s.flat(ellipse(244, 480, 11, 13), "#c9a58a")
    s.line(line((262, 474), (282, 474)) + line((262, 488), (278, 488)), "#8a8f96", 4)


def _whistle(s: Sheet, _: str) -> None:
    s.line(line((186, 402), (MID, 470), (326, 402)), "#33363f", 6)
    s.part(ellipse(MID, 478, 22, 18), "#c9d0d8", "metal")
    s.part(slab(264, 464, 300, 478, 4), "#c9d0d8", "metal")


def _rose(s: Sheet, _: str) -> None:
    s.part(star(MID, 442, 40, 26, 6, soft=True), "#d9304a", "fabric")
    s.flat(star(MID, 442, 22, 13, 5, soft=True), "#a81f38")


def _flower(s: Sheet, _: str) -> None:
    for i in range(-3, 4):
        x, y = MID + i * 36, 450 - i * i * 5
        s.part(star(x, y, 24, 13, 5, soft=True), ("#f2856a", "#f7d32f", "#f29ab5")[i % 3], "leaf")
        s.flat(ellipse(x, y, 6), _LINEN)


def _peace(s: Sheet, _: str) -> None:
    s.line(line((186, 402), (MID, 450), (326, 402)), "#8a5a34", 5)
    s.line(ellipse(MID, 480, 28), _GOLD, 7)
    for x, y in ((MID, 508), (MID - 20, 498), (MID + 20, 498)):
        s.line(line((MID, 480), (x, y)), _GOLD, 6)
    s.line(line((MID, 452), (MID, 480)), _GOLD, 6)


def _microphone(s: Sheet, _: str) -> None:
    s.cord(line((330, 520), (306, 462)), "#33363f", 17)
    s.part(ellipse(300, 448, 26, 28), "#8f99a3", "metal")
    for k in (-10, 0, 10):
        s.line(line((282, 448 + k), (318, 448 + k)), "#5a626c", 3, 0.7)


def _bell(s: Sheet, c: str) -> None:
    s.part(sym([(MID, 410), (356, 398), (354, 422), (MID, 440)]), c, "leather")
    s.part(ellipse(MID, 456, 25), _GOLD, "metal")
    s.line(line((240, 460), (MID, 468), (272, 460)), "#8a6a1f", 5)


NECKS: dict[str, Callable[[Sheet, str], None]] = {
    "bowtie": _bow_tie, "tie": _tie, "scarf": _scarf, "pearls": _pearls, "chain": _chain, "ruff": _ruff,
    "collar": _collar, "fur": _fur, "cape": _cape, "apron": _apron, "bib": _bib, "bandana": _bandana,
    "medal": _medal, "badge": _badge, "stethoscope": _stethoscope, "shawl": _shawl, "epaulettes": _epaulettes,
    "tutu": _tutu, "lanyard": _lanyard, "whistle": _whistle, "rose": _rose, "flower": _flower, "peace": _peace,
    "microphone": _microphone, "bell": _bell,
}  # fmt: skip
"""By name; each takes the sheet and the colour of the cloth."""
