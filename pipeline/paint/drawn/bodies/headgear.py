"""More that is worn on a head, drawn like `hats`: the brow at y 176, the temples 264 apart."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    poly,
    scallop,
    slab,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

_GOLD = "#f0c440"
_WHITE = "#fbf8f0"
_BLACK = "#2c2730"


def _bicorne(s: Sheet, _: str) -> None:
    s.surface(curve([(30, 150, 0), (60, 96), (150, 60), (256, 10), (362, 60), (452, 96), (482, 150, 0), (380, 138),
                     (256, 172), (132, 138)]), "#27304f", "fabric")  # fmt: skip
    s.line(line((42, 144), (140, 116), (MID, 140), (372, 116), (470, 144)), _GOLD, 9)
    s.part(ellipse(MID, 84, 34), "#3a62b8", "fabric")
    s.part(ellipse(MID, 84, 23), _WHITE, "fabric")
    s.part(ellipse(MID, 84, 12), "#d6332e", "fabric")


def _feather(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 40), (340, 52), (364, 140, 0), (MID, 150)]), darker(c, 0.15), "fabric")
    s.surface(curve([(36, 120), (130, 136), (256, 126), (382, 136), (476, 150), (380, 182), (256, 172), (110, 176)]),
              c, "fabric")  # fmt: skip
    s.part(sym([(MID, 120), (358, 112, 0), (362, 138, 0), (MID, 146)]), _GOLD, "fabric")
    s.surface(leaf(330, 128, 170, 56, 52, 30), _WHITE, "feather")


def _goggles(s: Sheet, _: str) -> None:
    s.part(sym([(MID, 118), (376, 128, 0), (384, 156, 0), (MID, 146)]), "#6f4630", "leather")
    for k in (-1, 1):
        s.part(ellipse(MID + k * 62, 124, 56, 46), "#b5843f", "metal")
        s.part(ellipse(MID + k * 62, 124, 41, 33), "#9fd8e6", "glass")
        s.gloss(tube([(MID + k * 62 - 20, 112), (MID + k * 62 - 4, 102)], [8, 5]), 0.8)


def _shades(s: Sheet, _: str) -> None:
    s.line(line((112, 170), (150, 126), (362, 126), (400, 170)), _BLACK, 11)
    for k in (-1, 1):
        pane = sym([(MID + 66, 94), (MID + 122, 96), (MID + 118, 136), (MID + 66, 158)], MID + 66)
        s.part(pane if k > 0 else pane.mirror(), _BLACK, "glass")
        s.gloss(tube([(MID + k * 66 - 30, 124), (MID + k * 66 + 6, 104)], [8, 14]), 0.55)


def _laurel(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        for i in range(7):
            x, y = polar(MID, 262, 150, k * (8 + i * 10))
            s.part(leaf(x, y, 50, 24, k * (i * 10 - 36)), ("#7f9a3f", "#9ab04f")[i % 2], "leaf")
    s.part(ellipse(MID, 114, 10), _GOLD, "metal")


def _nightcap(s: Sheet, c: str) -> None:
    cap = curve([(112, 150, 0), (150, 70), (260, 30), (380, 50), (452, 140), (464, 220), (436, 216), (400, 150, 0),
                 (256, 158)])  # fmt: skip
    s.surface(cap, c, "fabric")
    with s.inside(cap):
        for x in range(100, 480, 58):
            s.flat(poly([(x, 20), (x + 26, 20), (x - 14, 240), (x - 40, 240)]), lighter(c, 0.55), 0.8)
    s.surface(slab(104, 132, 408, 178, 22), _WHITE, "fur")
    s.part(scallop(452, 236, 32, 30, 8, 0.14), _WHITE, "fur")


def _press(s: Sheet, c: str) -> None:
    s.surface(curve([(146, 140, 0), (160, 54), (220, 30), (256, 48), (292, 30), (352, 54), (366, 140, 0), (256, 152)]),
              "#8a7a68", "fabric")  # fmt: skip
    s.part(sym([(MID, 114), (364, 104, 0), (366, 136, 0), (MID, 144)]), _BLACK, "fabric")
    s.surface(sym([(MID, 134), (400, 132), (446, 152), (370, 178), (MID, 174)]), "#8a7a68", "fabric")
    s.part(poly([(318, 62), (370, 48), (384, 112), (332, 124)]), _WHITE, "paper")


def _bowler(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, 32), (344, 50), (374, 146, 0), (MID, 156)]), _BLACK, "fabric")
    s.part(sym([(MID, 118), (370, 110, 0), (373, 138, 0), (MID, 146)]), "#6a6470", "fabric")
    s.surface(sym([(MID, 138), (390, 134), (432, 144), (390, 176), (MID, 174)]), _BLACK, "fabric")


def _visor(s: Sheet, _: str) -> None:
    s.part(sym([(MID, 110), (376, 122, 0), (384, 152, 0), (MID, 140)]), _BLACK, "fabric")
    s.surface(sym([(MID, 130), (380, 134, 0), (430, 170), (340, 186), (MID, 186)]), "#3f9a5a", "glass")


def _bridal(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        fall = [(MID, 60, 0), (MID + k * 120, 70), (MID + k * 190, 200), (MID + k * 214, 460, 0),
                (MID + k * 140, 480, 0), (MID + k * 134, 230), (MID + k * 90, 136), (MID, 118, 0)]  # fmt: skip
        s.surface(curve(fall), _WHITE, "fabric")
    for i in range(7):
        x, y = polar(MID, 256, 152, -42 + i * 14)
        s.part(star(x, y, 24, 14, 5, soft=True), ("#f7c6d0", _WHITE)[i % 2], "leaf")


def _mitre(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, 4, 0), (330, 60), (378, 160, 0), (MID, 168)]), _WHITE, "fabric")
    s.part(slab(240, 26, 272, 160, 6), _GOLD, "fabric")
    s.part(sym([(MID, 132), (376, 124, 0), (380, 158, 0), (MID, 168)]), _GOLD, "fabric")


def _lotus(s: Sheet, _: str) -> None:
    for deg, tint in ((-58, 0.1), (58, 0.1), (-30, 0.3), (30, 0.3), (0, 0.5)):
        s.part(leaf(MID, 138, 104, 54, deg), lighter("#e87fa8", tint), "leaf")


def _bellhop(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, 58), (350, 64, 0), (356, 142, 0), (MID, 154)]), "#b8302f", "fabric")
    s.part(sym([(MID, 122), (354, 114, 0), (356, 142, 0), (MID, 152)]), _GOLD, "fabric")
    s.part(ellipse(MID, 58, 94, 15), "#c9453f", "fabric")


def _mirror(s: Sheet, _: str) -> None:
    s.part(sym([(MID, 120), (374, 130, 0), (382, 152, 0), (MID, 142)]), "#4a525c", "leather")
    s.part(ellipse(MID, 108, 46), "#c9d6e0", "metal")
    s.part(ellipse(MID, 108, 33), "#eef6fa", "glass")
    s.flat(ellipse(MID, 108, 8), "#4a525c")


def _bun(s: Sheet, _: str) -> None:
    hair = "#6e452a"
    s.surface(ellipse(MID, 52, 62, 52), hair, "fur")
    s.surface(sym([(MID, 84), (346, 96), (398, 176, 0), (356, 146), (MID, 134)]), hair, "fur")
    s.part(slab(202, 84, 310, 104, 9), "#e87fa8", "fabric")


def _flat_cap(s: Sheet, _: str) -> None:
    tweed = "#8a7a5f"
    s.surface(curve([(96, 146), (104, 84), (190, 44), (330, 44), (420, 90), (430, 146), (256, 158)]), tweed, "fabric")
    for x in (150, 220, 290, 360):
        s.line(line((x, 60), (x + 8, 140)), darker(tweed, 0.3), 4, 0.45)
    s.surface(sym([(MID, 140), (380, 136, 0), (406, 164), (330, 182), (MID, 184)]), darker(tweed, 0.15), "fabric")


def _bonnet(s: Sheet, _: str) -> None:
    hood = [(MID, 40), (370, 58), (428, 180), (420, 290, 0), (386, 224), (366, 156), (MID, 140)]
    s.surface(sym(hood), "#f7d9e3", "fabric")
    for deg in range(-54, 55, 18):
        s.part(ellipse(*polar(MID, 262, 132, deg), 22, 17), "#fbeef2", "fabric")
    s.part(ellipse(MID, 66, 20), "#f29ab5", "fabric")
    for k in (-1, 1):
        s.part(curve([(MID, 66, 0), (MID + k * 56, 40), (MID + k * 62, 92)]), "#f29ab5", "fabric")


def _mohawk(s: Sheet, c: str) -> None:
    tips = [(160, 140, 0), (150, 60, 0), (196, 84, 0), (206, 8, 0), (244, 60, 0), (268, -10, 0), (290, 58, 0),
            (336, 10, 0), (330, 84, 0), (376, 66, 0), (352, 140, 0), (MID, 122)]  # fmt: skip
    s.surface(curve(tips), "#e0409a", "fur")


def _green_hat(s: Sheet, _: str) -> None:
    green = "#2f8a4a"
    s.surface(sym([(MID, 18), (350, 14, 0), (362, 80), (356, 146, 0), (MID, 156)]), green, "fabric")
    s.part(sym([(MID, 108), (357, 100, 0), (356, 136, 0), (MID, 144)]), _BLACK, "leather")
    s.part(slab(228, 100, 284, 150, 5), _GOLD, "metal")
    s.flat(slab(240, 112, 272, 138, 3), _BLACK)
    s.surface(ellipse(MID, 150, 164, 24), green, "fabric")


def _gnome(s: Sheet, _: str) -> None:
    s.surface(curve([(106, 160, 0), (150, 90), (230, 30), (290, -40, 0), (320, 40), (368, 100), (406, 160, 0),
                     (256, 172)]), "#d6332e", "fabric")  # fmt: skip
    s.line(line((150, 120), (256, 132), (366, 118)), darker("#d6332e", 0.3), 6, 0.5)


def _halo(s: Sheet, _: str) -> None:
    s.line(ellipse(MID, 44, 120, 30), "#e8b83a", 22)
    s.line(ellipse(MID, 44, 120, 30), "#fff0a8", 10)


def _horns(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.part(tube([(MID + k * 84, 140), (MID + k * 134, 96), (MID + k * 124, 22)], [52, 38, 5]), "#b8262b", "stone")


def _antenna(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.cord(line((MID + k * 40, 140), (MID + k * 66, 50)), "#7d8894", 9)
        s.part(ellipse(MID + k * 68, 40, 20), "#e8503f", "glass")


def _snorkel(s: Sheet, _: str) -> None:
    s.part(slab(120, 112, 392, 156, 18), "#2f3e4e", "plastic")
    s.part(slab(160, 90, 352, 150, 22), "#9fd8e6", "glass")
    s.cord(line((410, 300), (440, 180), (430, 30)), "#e5862b", 19)


def _nemes(s: Sheet, _: str) -> None:
    blue = "#2f5fa8"
    for k in (-1, 1):
        flap = curve([(MID, 40, 0), (MID + k * 116, 56), (MID + k * 196, 220), (MID + k * 210, 430, 0),
                      (MID + k * 126, 430, 0), (MID + k * 134, 230), (MID + k * 110, 148), (MID, 132, 0)])  # fmt: skip
        s.surface(flap, _GOLD, "fabric")
        with s.inside(flap):
            for y in range(60, 440, 44):
                s.flat(poly([(MID, y), (MID + k * 230, y + 30), (MID + k * 230, y + 50), (MID, y + 18)]), blue, 0.9)
    s.part(sym([(MID, 116), (366, 130, 0), (376, 156, 0), (MID, 146)]), _GOLD, "metal")
    s.part(tube([(MID, 138), (MID + 10, 104), (MID, 76)], [26, 20, 16]), "#3f9a5a", "metal")


def _glass_bubble(s: Sheet, _: str) -> None:
    s.line(ellipse(MID, 258, 196, 206), "#dfe9f2", 15)
    s.gloss(tube([(120, 200), (132, 130), (180, 84)], [5, 17, 5]), 0.6)


def _fez(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, 34), (324, 36, 0), (362, 150, 0), (MID, 162)]), "#b8302f", "fabric")
    s.cord(line((MID, 36), (330, 56), (360, 110)), _GOLD, 7)
    s.part(leaf(360, 100, 46, 22, 180), _GOLD, "fabric")


def _sombrero(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, -4), (316, 14), (346, 134, 0), (MID, 146)]), "#e0b860", "paper")
    s.part(sym([(MID, 104), (340, 96, 0), (345, 126, 0), (MID, 136)]), "#d6332e", "fabric")
    s.surface(curve([(-16, 104), (90, 142), (256, 122), (422, 142), (528, 104), (480, 176), (256, 186), (32, 176)]),
              "#e0b860", "paper")  # fmt: skip
    s.line(line((6, 130), (110, 162), (256, 160), (402, 162), (506, 130)), "#3f9a8a", 9)


def _rain_hat(s: Sheet, _: str) -> None:
    yellow = "#f2c22b"
    s.surface(sym([(MID, 40), (344, 56), (380, 140, 0), (MID, 150)]), yellow, "plastic")
    s.surface(sym([(MID, 126), (390, 122), (466, 176), (360, 178), (MID, 176)]), yellow, "plastic")
    s.line(line((150, 128), (MID, 136), (362, 128)), darker(yellow, 0.3), 5, 0.6)


def _bandage(s: Sheet, _: str) -> None:
    for dy, lean in ((0, -14), (-30, 12), (-58, -10)):
        s.part(poly([(112, 150 + dy + lean), (400, 150 + dy - lean), (400, 178 + dy - lean), (112, 178 + dy + lean)]),
               "#efe6cf", "fabric")  # fmt: skip
    s.cord(line((392, 150), (440, 176), (446, 220)), "#efe6cf", 15)


def _ribbon(s: Sheet, _: str) -> None:
    for k in (-1, 1):
        s.part(
            curve([(330, 110, 0), (330 + k * 64, 66), (330 + k * 78, 110), (330 + k * 64, 152)]), "#e0457a", "fabric"
        )
    s.part(ellipse(330, 110, 17), "#b8305f", "fabric")


def _headphones(s: Sheet, c: str) -> None:
    s.cord(line((108, 270), (114, 130), (MID, 52), (398, 130), (404, 270)), "#33363f", 17)
    for k in (-1, 1):
        s.surface(slab(MID + k * 156 - 26, 226, MID + k * 156 + 26, 326, 20), c, "plastic")


HEADGEAR: dict[str, Callable[[Sheet, str], None]] = {
    "bicorne": _bicorne, "feather": _feather, "goggles": _goggles, "shades": _shades, "laurel": _laurel,
    "nightcap": _nightcap, "press": _press, "bowler": _bowler, "visor": _visor, "bridal": _bridal, "mitre": _mitre,
    "lotus": _lotus, "bellhop": _bellhop, "mirror": _mirror, "bun": _bun, "flatcap": _flat_cap, "bonnet": _bonnet,
    "mohawk": _mohawk, "green": _green_hat, "gnome": _gnome, "halo": _halo, "horns": _horns, "antenna": _antenna,
    "snorkel": _snorkel, "nemes": _nemes, "bubble": _glass_bubble, "fez": _fez, "sombrero": _sombrero,
    "rainhat": _rain_hat, "bandage": _bandage, "ribbon": _ribbon, "headphones": _headphones,
}  # fmt: skip
"""By name; each takes the sheet and the colour of the cloth."""
