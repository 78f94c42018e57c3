"""Hats, drawn for a head whose brow is at y 176 and whose temples are 264 apart; the sheet may set them on others."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.paint.drawn.bodies.headgear import HEADGEAR
from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    scallop,
    slab,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix


def _wizard(s: Sheet, c: str) -> None:
    s.surface(
        curve([(130, 150, 0), (190, 90), (250, 10, 0), (292, 20), (330, 96), (384, 150, 0), (256, 168)]), c, "fabric"
    )
    s.surface(sym([(MID, 122), (400, 132), (470, 168), (400, 184), (MID, 176)]), darker(c, 0.1), "fabric")
    for x, y, r in ((236, 104, 15), (290, 84, 11), (312, 128, 12)):
        s.flat(star(x, y, r, r * 0.45, 5), "#f6d76b")


def _witch(s: Sheet, c: str) -> None:
    _wizard(s, c)
    s.part(sym([(MID, 116), (360, 126, 0), (372, 146, 0), (MID, 150)]), "#7a3f8f", "fabric")
    s.part(slab(236, 114, 276, 152, 4), "#f0c440", "metal")


def _chef(s: Sheet, _: str) -> None:
    for x, y, r in ((170, 76, 62), (256, 56, 74), (342, 76, 62)):
        s.surface(ellipse(x, y, r, r * 0.82), "#fdfcf8", "fabric")
    s.surface(sym([(MID, 92, 0), (380, 92, 0), (372, 162, 0), (MID, 170)]), "#fdfcf8", "fabric", volume=0.6)


def _crown(s: Sheet, _: str) -> None:
    s.surface(
        curve(
            [
                (140, 150, 0),
                (116, 50, 0),
                (184, 100, 0),
                (206, 30, 0),
                (256, 92, 0),
                (306, 30, 0),
                (328, 100, 0),
                (396, 50, 0),
                (372, 150, 0),
                (256, 160),
            ]
        ),
        "#f0c440",
        "metal",
    )
    for x, y in ((116, 50), (206, 30), (306, 30), (396, 50)):
        s.part(ellipse(x, y + 2, 13), "#f7e08a", "metal")
    for x, colour in ((190, "#c9304a"), (256, "#3a7bd5"), (322, "#2f9e5a")):
        s.part(ellipse(x, 132, 12), colour, "glass")


def _tiara(s: Sheet, _: str) -> None:
    s.surface(
        sym([(MID, 56, 0), (286, 96), (330, 88, 0), (344, 114), (376, 150, 0), (330, 132), (MID, 122)]),
        "#f3d98a",
        "metal",
    )
    s.part(ellipse(MID, 98, 13), "#e0457a", "glass")


def _police(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 44), (360, 56), (440, 100), (396, 146), (MID, 150)]), c, "fabric")
    s.part(sym([(MID, 128), (380, 124, 0), (380, 154, 0), (MID, 164)]), darker(c, 0.35), "fabric")
    s.surface(sym([(MID, 156), (366, 146, 0), (372, 164), (330, 182), (MID, 186)]), "#22222a", "leather", volume=0.8)
    s.part(star(MID, 102, 30, 15, 6), "#f0c440", "metal")


def _captain(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 44), (360, 52), (446, 100), (396, 142), (MID, 146)]), "#fbf8f0", "fabric")
    s.part(sym([(MID, 126), (380, 122, 0), (380, 152, 0), (MID, 162)]), "#27365c", "fabric")
    s.surface(sym([(MID, 154), (366, 144, 0), (372, 162), (330, 180), (MID, 184)]), "#1f2433", "leather", volume=0.8)
    s.part(ellipse(MID, 96, 20), "#f0c440", "metal")


def _pirate(s: Sheet, c: str) -> None:
    s.surface(
        curve(
            [
                (40, 150, 0),
                (90, 100),
                (180, 84),
                (256, 24),
                (332, 84),
                (422, 100),
                (472, 150, 0),
                (380, 138),
                (256, 172),
                (132, 138),
            ]
        ),
        "#2c2730",
        "leather",
    )
    s.line(line((52, 146), (140, 116), (MID, 56), (372, 116), (460, 146)), "#e9b93a", 7)
    s.flat(ellipse(MID, 100, 23, 21), "#fbf7ee")
    for k in (-1, 1):
        s.flat(ellipse(MID + k * 9, 98, 6), "#2c2730")
    s.flat(slab(246, 114, 266, 128, 3), "#fbf7ee")


def _cowboy(s: Sheet, c: str) -> None:
    s.surface(
        curve([(156, 140, 0), (164, 50), (206, 26), (256, 46), (306, 26), (348, 50), (356, 140, 0), (256, 152)]),
        c,
        "leather",
    )
    s.surface(
        curve(
            [
                (16, 96),
                (90, 136),
                (256, 122),
                (422, 136),
                (496, 96),
                (470, 160),
                (380, 184),
                (256, 172),
                (132, 184),
                (42, 160),
            ]
        ),
        c,
        "leather",
    )
    s.part(sym([(MID, 116), (354, 108, 0), (356, 132, 0), (MID, 142)]), darker(c, 0.45), "leather")


def _top_hat(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 18), (362, 12, 0), (350, 80), (352, 146, 0), (MID, 156)]), c, "fabric")
    s.part(sym([(MID, 112), (350, 104, 0), (351, 138, 0), (MID, 146)]), "#b23a48", "fabric")
    s.surface(ellipse(MID, 150, 160, 24), c, "fabric")


def _straw(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 34), (330, 44), (364, 140, 0), (MID, 150)]), "#e5c57c", "paper")
    s.part(sym([(MID, 112), (356, 104, 0), (362, 134, 0), (MID, 144)]), c, "fabric")
    s.surface(sym([(MID, 130), (400, 132), (492, 156), (400, 180), (MID, 172)]), "#e5c57c", "paper")


def _beanie(s: Sheet, c: str) -> None:
    s.part(scallop(MID, 36, 32, 30, 9, 0.16), lighter(c, 0.6), "fur")
    s.surface(sym([(MID, 40), (356, 62), (408, 154, 0), (MID, 160)]), c, "fabric")
    s.surface(slab(98, 130, 414, 182, 20), lighter(c, 0.25), "fabric")
    for x in range(124, 400, 26):
        s.line(line((x, 138), (x, 174)), darker(c, 0.25), 4, 0.45)


def _cap(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 44), (360, 62), (408, 160, 0), (MID, 166)]), c, "fabric")
    s.line(line((MID, 46), (MID, 130)), darker(c, 0.3), 4, 0.5)
    s.surface(sym([(MID, 140), (380, 138, 0), (396, 164), (330, 180), (MID, 184)]), darker(c, 0.15), "fabric")


def _hard_hat(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 34), (356, 54), (410, 156, 0), (MID, 164)]), c, "plastic")
    s.part(sym([(MID, 26), (284, 30), (282, 150, 0), (MID, 156)]), lighter(c, 0.2), "plastic")
    s.surface(sym([(MID, 146), (430, 146), (448, 166), (360, 180), (MID, 186)]), c, "plastic")


def _fire(s: Sheet, c: str) -> None:
    _hard_hat(s, "#cf2f2a")
    s.part(sym([(MID, 64), (298, 76, 0), (290, 130), (MID, 150, 0)]), "#f0c440", "metal")


def _knight(s: Sheet, c: str) -> None:
    for deg in (10, 30, 52):
        s.surface(leaf(MID, 80, 96, 40, deg, 20), "#c9304a", "feather")
    s.surface(
        sym(
            [
                (MID, 44),
                (366, 62),
                (426, 180),
                (424, 330),
                (400, 400, 0),
                (384, 330),
                (384, 214),
                (352, 172),
                (MID, 160),
            ]
        ),
        "#aeb7c2",
        "metal",
    )
    s.part(sym([(MID, 44), (274, 50), (272, 156, 0), (MID, 160)]), "#d3d9e0", "metal")
    for x, y in ((400, 240), (402, 300), (396, 356)):
        s.part(ellipse(x, y, 7).pair, "#79828e", "metal")


def _astronaut(s: Sheet, _: str) -> None:
    s.line(sym([(MID, 66), (360, 80), (424, 250), (384, 400), (MID, 446)]), "#c9d2dc", 17)
    s.gloss(tube([(130, 190), (116, 250), (128, 320)], [5, 16, 5]), 0.5)


def _diver(s: Sheet, c: str) -> None:
    s.part(slab(120, 130, 392, 168, 18), "#2f3e4e", "plastic")
    s.cord(line((402, 150), (452, 160), (462, 250), (440, 360)), "#e5862b", 16)


def _hood(s: Sheet, c: str) -> None:
    s.surface(
        sym(
            [
                (MID, 26),
                (384, 48),
                (452, 190),
                (446, 380),
                (410, 470, 0),
                (392, 380),
                (392, 230),
                (356, 146),
                (MID, 130),
            ]
        ),
        c,
        "fabric",
    )


def _turban(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 20), (380, 40), (430, 116), (396, 176), (MID, 166)]), c, "fabric")
    for k in (-1, 1):
        s.line(line((MID, 40), (MID + k * 80, 90), (MID + k * 140, 168)), darker(c, 0.25), 6, 0.5)
        s.line(line((MID, 90), (MID + k * 50, 120), (MID + k * 80, 168)), darker(c, 0.25), 6, 0.5)
    s.part(ellipse(MID, 116, 18, 22), "#e0457a", "glass")


def _veil(s: Sheet, c: str) -> None:
    s.surface(
        sym(
            [
                (MID, 34),
                (388, 56),
                (450, 200),
                (458, 400),
                (470, 530, 0),
                (404, 530, 0),
                (396, 380),
                (388, 230),
                (350, 148),
                (MID, 132),
            ]
        ),
        c,
        "fabric",
    )
    s.line(line((MID, 142), (352, 158), (386, 240)).pair, "#fbf7ee", 13)


def _nurse(s: Sheet, c: str) -> None:
    s.surface(curve([(150, 140, 0), (166, 56), (256, 70), (346, 56), (362, 140, 0), (256, 128)]), "#fdfcf8", "fabric")
    s.flat(slab(246, 78, 266, 122, 3) + slab(234, 90, 278, 110, 3), "#d6332e")


def _graduate(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 110), (376, 110, 0), (380, 152), (MID, 166)]), darker(c, 0.1), "fabric")
    s.surface(curve([(40, 86, 0), (256, 28, 0), (472, 86, 0), (256, 140, 0)]), c, "fabric")
    s.cord(line((256, 84), (400, 104), (410, 180)), "#f0c440", 7)
    s.part(leaf(410, 170, 50, 24, 180), "#f0c440", "fabric")


def _flower_crown(s: Sheet, c: str) -> None:
    for i in range(9):
        x, y = polar(MID, 250, 158, -64 + i * 16)
        s.part(leaf(x, y, 34, 22, -64 + i * 16 + 40), "#5c9a3a", "leaf")
        s.part(star(x, y, 27, 15, 5, soft=True), (c, lighter(c, 0.5), "#f6d04d")[i % 3], "leaf")
        s.flat(ellipse(x, y, 7), "#fff6d8")


def _party(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 12, 0), (340, 146, 0), (MID, 158)]), c, "paper")
    s.part(ellipse(MID, 20, 24), "#f6d04d", "fur")
    for x, y in ((246, 70), (276, 104), (226, 122), (300, 138)):
        s.flat(ellipse(x, y, 9), "#fff6d8")


def _feather_band(s: Sheet, c: str) -> None:
    for deg in (-60, -36, -12, 12, 36, 60):
        s.surface(leaf(*polar(MID, 240, 108, deg), 106, 42, deg), mix(c, "#fff6d8", 0.3), "feather")
    s.part(sym([(MID, 118), (366, 128, 0), (376, 158, 0), (MID, 148)]), darker(c, 0.2), "fabric")


def _viking(s: Sheet, c: str) -> None:
    for k in (-1, 1):
        s.part(tube([(MID + k * 120, 130), (MID + k * 190, 104), (MID + k * 214, 30)], [52, 42, 8]), "#efe2c4", "stone")
    s.surface(sym([(MID, 40), (356, 62), (406, 152, 0), (MID, 160)]), "#9aa4ae", "metal")
    s.part(sym([(MID, 132), (404, 128, 0), (408, 160, 0), (MID, 170)]), "#8a5a33", "leather")


def _santa(s: Sheet, c: str) -> None:
    s.surface(
        curve(
            [
                (110, 150, 0),
                (160, 60),
                (270, 26),
                (380, 60),
                (440, 150),
                (456, 220),
                (420, 230),
                (390, 160, 0),
                (256, 150),
            ]
        ),
        "#cf2f2a",
        "fabric",
    )
    s.part(scallop(440, 240, 34, 32, 8, 0.14), "#fdfcf8", "fur")
    s.surface(scallop(MID, 148, 158, 26, 16, 0.2), "#fdfcf8", "fur")


def _clown(s: Sheet, c: str) -> None:
    for k in (-1, 1):
        s.surface(scallop(MID + k * 150, 190, 66, 78, 8, 0.14), "#ee7b2c", "fur")
    s.surface(sym([(MID, 30), (300, 34), (308, 96, 0), (MID, 102)]), c, "fabric")
    s.surface(ellipse(MID, 104, 84, 15), c, "fabric")


def _samurai(s: Sheet, c: str) -> None:
    s.surface(
        sym([(MID, 36), (362, 60), (428, 160), (470, 290, 0), (410, 250), (384, 160, 0), (MID, 156)]),
        "#3a3440",
        "metal",
    )
    s.part(
        curve(
            [(256, 130, 0), (330, 120), (390, 20, 0), (370, 140), (256, 160, 0), (142, 140), (122, 20, 0), (182, 120)]
        ),
        "#e9b93a",
        "metal",
    )
    s.part(ellipse(MID, 128, 22), "#c9304a", "metal")


def _ninja(s: Sheet, c: str) -> None:
    s.surface(
        sym([(MID, 40), (370, 60), (428, 190), (420, 330, 0), (386, 230), (366, 160), (MID, 150)]), "#2f3140", "fabric"
    )
    s.part(sym([(MID, 116), (392, 128, 0), (400, 158, 0), (MID, 148)]), c, "fabric")
    s.surface(
        curve([(136, 360, 0), (176, 414), (256, 430), (336, 414), (376, 360, 0), (400, 470), (256, 500), (112, 470)]),
        "#2f3140",
        "fabric",
    )


def _jester(s: Sheet, c: str) -> None:
    for k, colour in ((-1, "#3a7bd5"), (1, "#d6332e")):
        horn = [(0, 60, 0), (130, 20), (226, 90), (232, 200, 0), (186, 140), (150, 160, 0), (0, 150, 0)]
        s.surface(curve([(MID + k * p[0], *p[1:]) for p in horn]), colour, "fabric")
        s.part(ellipse(MID + k * 230, 208, 17), "#f0c440", "metal")
    s.surface(sym([(MID, 8, 0), (300, 80), (330, 156, 0), (MID, 166)]), c, "fabric")
    s.part(ellipse(MID, 18, 17), "#f0c440", "metal")


def _shells(s: Sheet, c: str) -> None:
    for i in range(7):
        x, y = polar(MID, 250, 156, -48 + i * 16)
        gem = star(x, y, 26, 14, 5, soft=True) if i % 2 else scallop(x, y, 24, 21, 5, 0.14)
        s.part(gem, c if i % 2 else "#f7d9c9", "porcelain")


def _detective(s: Sheet, _: str) -> None:
    tweed = "#9a7b4f"
    s.surface(sym([(MID, 28), (350, 50), (396, 140, 0), (MID, 152)]), tweed, "fabric")
    for k in (-1, 1):
        s.line(line((MID + k * 50, 50), (MID + k * 60, 140)), darker(tweed, 0.3), 5, 0.5)
    s.line(line((130, 100), (MID, 90), (382, 100)), darker(tweed, 0.3), 5, 0.5)
    brim = [(90, 140), (MID, 116), (422, 140), (456, 176, 0), (360, 172), (MID, 160), (152, 172), (56, 176, 0)]
    s.surface(curve(brim), darker(tweed, 0.12), "fabric")
    s.part(ellipse(MID, 30, 14, 10), darker(tweed, 0.2), "fabric")


def _army(s: Sheet, _: str) -> None:
    green = "#6d7a4a"
    s.surface(sym([(MID, 34), (360, 54), (420, 156, 0), (MID, 162)]), green, "metal")
    s.surface(sym([(MID, 140), (430, 142), (446, 164), (360, 178), (MID, 180)]), darker(green, 0.1), "metal")
    s.flat(star(MID, 104, 26, 11, 5), "#e9d9a0")


def _sailor(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, 40), (350, 50), (386, 110, 0), (MID, 120)]), "#fbfaf5", "fabric")
    s.surface(slab(106, 98, 406, 152, 20), "#fbfaf5", "fabric")
    s.line(line((116, 126), (MID, 134), (396, 126)), "#2f4f8f", 9)


def _aviator(s: Sheet, _: str) -> None:
    s.surface(
        sym([(MID, 42), (370, 60), (424, 180), (426, 350), (396, 380, 0), (388, 250), (360, 166), (MID, 150)]),
        "#8a5a33",
        "leather",
    )
    for k in (-1, 1):
        s.part(ellipse(MID + k * 66, 108, 56, 36), "#a9b2bc", "metal")
        s.part(ellipse(MID + k * 66, 108, 44, 26), "#bfe0ee", "glass")


def _beret(s: Sheet, c: str) -> None:
    s.surface(
        curve([(96, 146), (90, 84), (180, 34), (320, 30), (440, 80), (450, 140), (380, 160), (256, 156), (140, 166)]),
        c,
        "fabric",
    )
    s.cord(line((262, 36), (270, 14)), c, 10)


def _band(s: Sheet, c: str) -> None:
    s.part(sym([(MID, 114), (376, 126, 0), (384, 160, 0), (MID, 148)]), c, "fabric")
    s.line(line((134, 140), (MID, 131), (378, 140)), "#fbf7ee", 7)


def _wig(s: Sheet, _: str) -> None:
    white = "#efece2"
    s.surface(sym([(MID, 40), (366, 58), (424, 170), (400, 240), (372, 170), (MID, 140)]), white, "fur")
    for row in range(5):
        for k in (-1, 1):
            s.part(ellipse(MID + k * 164, 220 + row * 56, 36, 27), white, "fur")
    for x in (180, 256, 332):
        s.part(ellipse(x, 84 + abs(x - 256) * 0.2, 34, 22), white, "fur")


HATS: dict[str, Callable[[Sheet, str], None]] = {
    "wizard": _wizard, "witch": _witch, "chef": _chef, "crown": _crown, "tiara": _tiara, "police": _police,
    "captain": _captain, "pirate": _pirate, "cowboy": _cowboy, "top": _top_hat, "straw": _straw, "beanie": _beanie,
    "cap": _cap, "hard": _hard_hat, "fire": _fire, "helmet": _knight, "astronaut": _astronaut, "diver": _diver,
    "hood": _hood, "turban": _turban, "veil": _veil, "nurse": _nurse, "graduate": _graduate,
    "flowers": _flower_crown, "party": _party, "feathers": _feather_band, "viking": _viking, "santa": _santa,
    "clown": _clown, "samurai": _samurai, "ninja": _ninja, "jester": _jester, "shells": _shells,
    "detective": _detective, "army": _army, "sailor": _sailor, "aviator": _aviator, "beret": _beret, "band": _band,
    "wig": _wig, **HEADGEAR,
}  # fmt: skip
"""By name; each takes the sheet and the colour of the cloth."""
