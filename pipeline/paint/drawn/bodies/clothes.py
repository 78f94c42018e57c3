"""Clothes, as they hang or stand."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.goods import BRASS, stitches
from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    heart,
    line,
    polar,
    poly,
    quad,
    scallop,
    slab,
    star,
    sym,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter


def shirt(s: Sheet, *, kind: str = "tee") -> None:
    """What is worn above: tee, sweater, coat, jacket, suit, pyjamas, bodysuit."""
    long = kind != "tee" and kind != "body"
    sleeve = (
        curve([(360, 70, 0), (440, 110), (484, 280), (496, 430, 0), (416, 446, 0), (396, 330), (380, 240, 0)])
        if long
        else curve([(360, 70, 0), (440, 104), (506, 232, 0), (426, 280, 0), (382, 220, 0)])
    )
    s.surface(sleeve.pair, darker(s.main, 0.08), "fabric")
    if long:
        s.part(
            quad((414, 424), (498, 408), (500, 448), (418, 462), 8).pair,
            lighter(s.main, 0.2) if kind == "sweater" else darker(s.main, 0.2),
            "fabric",
        )
    hem = 488 if kind != "body" else 430
    torso = sym([(MID, 96), (300, 84), (332, 58, 0), (384, 80), (408, 130), (400, 300), (408, hem, 0), (MID, hem + 4)])
    s.surface(torso, s.main, "fabric", volume=0.8)
    if kind == "body":
        s.surface(sym([(MID, 420, 0), (406, 420, 0), (330, 470), (306, 500, 0), (MID, 500)]), s.main, "fabric")
    if kind in ("tee", "sweater", "body"):
        s.line(
            line((178, 60), (204, 100), (MID, 120), (308, 100), (334, 60)),
            lighter(s.main, 0.35) if kind != "tee" else darker(s.main, 0.3),
            15,
        )
    if kind == "sweater":
        for x in range(120, 400, 20):
            s.line(line((x, 462), (x, 486)), darker(s.main, 0.3), 4, 0.5)
        for i in range(9):
            s.flat(star(122 + i * 34, 440, 10, 4, 4), s.accent)
    elif kind in ("coat", "jacket", "suit"):
        _lapels(s, kind)
    elif kind == "pyjamas":
        for x in (128, 164, 348, 384):
            s.line(line((x, 100), (x, 484)), lighter(s.main, 0.5), 7, 0.7)
        s.part(heart(340, 440, 50), s.accent, "fabric")
    elif kind == "shirt":
        for k in (-1, 1):
            s.part(
                curve([(MID + k * 76, 58, 0), (MID + k * 96, 112, 0), (MID + k * 40, 140, 0), (MID, 108, 0)]),
                lighter(s.main, 0.3),
                "fabric",
            )
        for y in (430, 466):
            s.part(ellipse(MID, y, 9), s.accent, "plastic")
    s.face(MID, 284, 220, material="fabric")


def _lapels(s: Sheet, kind: str) -> None:
    if kind == "suit":
        s.flat(poly([(196, 66), (316, 66), (MID, 170)]), "#fdfaf2")
        s.part(poly([(240, 90), (272, 90), (284, 150), (MID, 172), (228, 150)]), s.accent, "fabric")
    for k in (-1, 1):
        s.part(
            curve(
                [
                    (MID + k * 72, 58, 0),
                    (MID + k * 116, 92, 0),
                    (MID + k * 96, 130, 0),
                    (MID + k * 20, 176, 0),
                    (MID, 150, 0),
                ]
            ),
            darker(s.main, 0.2),
            "fabric",
        )
    s.line(line((MID, 420), (MID, 486)), darker(s.main, 0.45), 5, 0.7)
    for y in (428, 462):
        s.part(ellipse(MID + 28, y, 10), BRASS if kind == "coat" else s.accent, "metal")
        if kind == "coat":
            s.part(ellipse(MID - 28, y, 10), BRASS, "metal")
    s.part(slab(120, 420, 190, 440, 6).pair, darker(s.main, 0.2), "fabric")


def dress(s: Sheet, *, skirt: bool = False) -> None:
    """A dress with a wide skirt, or the skirt alone."""
    if skirt:
        s.surface(
            curve(
                [
                    (150, 96, 0),
                    (362, 96, 0),
                    (420, 300),
                    (486, 470, 0),
                    (400, 490),
                    (330, 474),
                    (256, 492),
                    (182, 474),
                    (112, 490),
                    (26, 470, 0),
                    (92, 300),
                ]
            ),
            s.main,
            "fabric",
        )
        s.part(slab(142, 62, 370, 110, 12), s.accent, "fabric")
        for k in (-1, 1):
            s.line(line((MID + k * 90, 120), (MID + k * 140, 300), (MID + k * 180, 460)), darker(s.main, 0.35), 5, 0.4)
        s.face(MID, 300, 220, material="fabric")
        return
    s.surface(curve([(330, 60, 0), (400, 84), (430, 150), (370, 170, 0)]).pair, s.accent, "fabric")
    s.surface(
        sym(
            [
                (MID, 96),
                (306, 80),
                (318, 30, 0),
                (350, 40, 0),
                (372, 110),
                (366, 190),
                (430, 330),
                (490, 470, 0),
                (410, 492),
                (330, 474),
                (MID, 494),
            ]
        ),
        s.main,
        "fabric",
        volume=0.9,
    )
    s.part(sym([(MID, 180), (368, 172, 0), (372, 196, 0), (MID, 206)]), s.accent, "fabric")
    for x, y in ((100, 440), (160, 452), (352, 452), (412, 440), (116, 390), (396, 390)):
        s.flat(ellipse(x, y, 10), lighter(s.main, 0.55), 0.9)
    s.face(MID, 320, 208, material="fabric")


def trousers(s: Sheet, *, kind: str = "trousers") -> None:
    """Two legs under a belt, wide enough at the top for a face; underpants are short."""
    if kind == "pants":
        s.surface(
            curve(
                [
                    (40, 110, 0),
                    (472, 110, 0),
                    (480, 290),
                    (330, 420),
                    (310, 470, 0),
                    (202, 470, 0),
                    (182, 420),
                    (32, 290),
                ]
            ),
            s.main,
            "fabric",
        )
        s.part(slab(34, 80, 478, 130, 16), s.accent, "fabric")
        s.line(line((50, 290), (140, 330), (196, 440)).pair, darker(s.main, 0.35), 6, 0.5)
        s.face(MID, 274, 214, material="fabric")
        return
    s.surface(
        curve(
            [
                (100, 70, 0),
                (412, 70, 0),
                (436, 240),
                (446, 496, 0),
                (296, 496, 0),
                (276, 410),
                (256, 392),
                (236, 410),
                (216, 496, 0),
                (66, 496, 0),
                (76, 240),
            ]
        ),
        s.main,
        "fabric",
    )
    s.part(slab(92, 40, 420, 90, 10), s.accent if kind != "jeans" else darker(s.main, 0.2), "leather")
    s.part(slab(228, 36, 284, 94, 8), BRASS, "metal")
    for k in (-1, 1):
        s.line(line((MID + k * 160, 116), (MID + k * 128, 136), (MID + k * 118, 96)), darker(s.main, 0.4), 6, 0.6)
    if kind == "jeans":
        stitches(s, [(88, 480), (204, 480)], "#e0a54a", 8)
        stitches(s, [(308, 480), (424, 480)], "#e0a54a", 8)
        s.part(curve([(92, 410, 0), (150, 404, 0), (152, 446, 0), (94, 452, 0)]), lighter(s.main, 0.3), "fabric")
    s.face(MID, 250, 218, material="fabric")


def hat(s: Sheet, *, kind: str = "hat") -> None:
    """A hat large enough to be somebody."""
    if kind == "top":
        s.surface(sym([(MID, 40), (400, 34, 0), (376, 200), (388, 410, 0), (MID, 420)]), s.main, "fabric")
        s.part(sym([(MID, 372), (383, 356, 0), (389, 408, 0), (MID, 424)]), s.accent, "fabric")
        s.part(ellipse(MID, 42, 144, 18), lighter(s.main, 0.15), "fabric")
        s.surface(sym([(MID, 396), (400, 392), (498, 410), (470, 462), (MID, 480)]), s.main, "fabric")
        s.part(sym([(MID, 372), (383, 358, 0), (389, 408, 0), (MID, 424)]), s.accent, "fabric")
        s.face(MID, 218, 218, material="fabric")
        return
    if kind == "wizard":
        s.surface(
            curve(
                [
                    (96, 410, 0),
                    (150, 250),
                    (214, 80),
                    (300, 20),
                    (384, 60),
                    (392, 104),
                    (330, 96),
                    (366, 250),
                    (416, 410, 0),
                    (256, 430),
                ]
            ),
            s.main,
            "fabric",
        )
        for x, y, r in ((250, 90, 22), (150, 330, 16), (372, 320, 18), (306, 62, 11)):
            s.flat(star(x, y, r, r * 0.45, 5), s.accent)
        s.surface(sym([(MID, 396), (420, 390), (502, 430), (430, 474), (MID, 486)]), darker(s.main, 0.1), "fabric")
        s.face(MID, 318, 192, material="fabric", tight=True)
        return
    if kind == "cap":
        s.surface(sym([(MID, 60), (400, 80), (466, 230), (470, 400, 0), (MID, 410)]), s.main, "fabric", volume=1.1)
        s.part(ellipse(MID, 60, 24, 14), s.accent, "fabric")
        for k in (-1, 1):
            s.line(line((MID, 62), (MID + k * 150, 170), (MID + k * 186, 390)), darker(s.main, 0.35), 5, 0.5)
        s.surface(sym([(MID, 386), (430, 376), (490, 420), (420, 478), (MID, 492)]), s.accent, "fabric")
        s.face(MID, 252, 226, material="fabric")
        return
    if kind == "beanie":
        s.surface(scallop(MID, 68, 62, 58, 11, 0.16), s.accent, "fur")
        s.surface(sym([(MID, 96), (390, 120), (450, 260), (456, 380, 0), (MID, 386)]), s.main, "fabric", volume=1.1)
        s.face(MID, 254, 222, material="fabric")
        s.surface(slab(46, 372, 466, 476, 40), lighter(s.main, 0.25), "fabric")
        for x in range(76, 450, 30):
            s.line(line((x, 386), (x, 462)), darker(s.main, 0.2), 6, 0.45)
        return
    if kind == "crown":
        s.surface(
            curve(
                [
                    (60, 470, 0),
                    (24, 120, 0),
                    (140, 210, 0),
                    (180, 50, 0),
                    (256, 180, 0),
                    (332, 50, 0),
                    (372, 210, 0),
                    (488, 120, 0),
                    (452, 470, 0),
                    (256, 490),
                ]
            ),
            s.main,
            "metal",
        )
        for x, y in ((24, 116), (180, 46), (332, 46), (488, 116)):
            s.part(ellipse(x + (8 if x < 100 else -8 if x > 400 else 0), y, 22), s.accent, "glass")
        s.line(line((66, 446), (256, 468), (446, 446)), darker(s.main, 0.35), 9, 0.7)
        s.face(MID, 330, 222)
        return
    if kind == "helmet":
        s.surface(
            sym([(MID, 36), (410, 60), (482, 240), (470, 410), (410, 470), (MID, 482)]), s.main, "plastic", volume=1.2
        )
        s.part(sym([(MID, 40), (292, 44), (296, 130), (MID, 140)]), s.accent, "plastic")
        s.surface(
            sym([(MID, 150), (370, 158), (432, 230), (420, 350), (360, 408), (MID, 416)]), lighter(s.main, 0.6), "glass"
        )
        s.face(MID, 282, 220, skin=lighter(s.main, 0.6))
        return
    s.surface(sym([(MID, 70), (310, 50), (380, 90), (406, 250), (416, 400, 0), (MID, 410)]), s.main, "fabric")
    s.line(line((210, 70), (MID, 110), (302, 70)), darker(s.main, 0.35), 8, 0.5)
    s.surface(sym([(MID, 388), (420, 376), (504, 410), (440, 468), (MID, 482)]), s.main, "fabric")
    s.part(sym([(MID, 366), (414, 350, 0), (418, 396, 0), (MID, 416)]), s.accent, "fabric")
    s.face(MID, 232, 218, material="fabric")


def shoe(s: Sheet, *, kind: str = "shoe") -> None:
    """Footwear from its side: the face lies on the upper."""
    sole = "#f3efe4" if kind == "sneaker" else darker(s.main, 0.55)
    if kind == "boot":
        s.surface(slab(66, 456, 200, 494, 8), sole, "leather")
        s.surface(
            curve([(66, 440, 0), (470, 440, 0), (496, 466), (480, 492), (220, 492, 0), (200, 470, 0), (70, 470, 0)]),
            sole,
            "leather",
        )
        s.surface(
            curve(
                [
                    (80, 30, 0),
                    (380, 30, 0),
                    (386, 230),
                    (410, 320),
                    (484, 370),
                    (492, 446, 0),
                    (70, 450, 0),
                    (64, 330),
                    (88, 200),
                ]
            ),
            s.main,
            "leather",
            volume=1.0,
        )
        s.part(slab(66, 24, 394, 74, 18), s.accent, "fur" if s.chance(0.4) else "leather")
        s.line(line((390, 330), (420, 400), (410, 440)), darker(s.main, 0.4), 5, 0.5)
        s.face(230, 252, 216, material="leather")
        return
    if kind == "heel":
        s.surface(
            curve([(410, 330, 0), (462, 300), (470, 380), (452, 486, 0), (420, 486, 0), (424, 420)]),
            darker(s.main, 0.15),
            "leather",
        )
        s.surface(
            curve(
                [
                    (440, 90, 0),
                    (474, 200),
                    (460, 330),
                    (390, 400),
                    (300, 440),
                    (150, 492),
                    (50, 488),
                    (20, 450),
                    (60, 380),
                    (130, 240),
                    (190, 150),
                    (290, 110),
                    (370, 120),
                ]
            ),
            s.main,
            "leather",
            volume=1.1,
        )
        s.part(
            curve([(440, 94, 0), (380, 130), (300, 126), (230, 150), (300, 160), (390, 166)]),
            darker(s.main, 0.45),
            "leather",
        )
        s.face(258, 300, 196, tilt=-8, material="leather", tight=True)
        return
    if kind == "skate":
        s.part(slab(40, 470, 470, 486, 6), "#c9d0d8", "metal")
        for x in (120, 380):
            s.part(slab(x - 20, 430, x + 20, 478, 4), "#a9b2bc", "metal")
    top = {"sneaker": 150, "slipper": 210}.get(kind, 120)
    s.surface(
        curve(
            [
                (60, top, 0),
                (150, top - 30),
                (256, top - 10, 0),
                (330, 230),
                (440, 290),
                (494, 370),
                (490, 440, 0),
                (30, 440, 0),
                (30, 320),
            ]
        )
        if kind != "slipper"
        else curve(
            [(40, 330, 0), (90, 200), (220, 120), (370, 130), (470, 240), (496, 380), (480, 440, 0), (30, 440, 0)]
        ),
        s.main,
        "leather" if kind != "slipper" else "fabric",
        volume=1.1,
    )
    s.surface(slab(18, 420, 500, 476 if kind != "skate" else 446, 24), sole, "plastic")
    if kind == "sneaker":
        for x, y in ((300, 196), (340, 226), (380, 252)):
            s.line(line((x - 30, y + 20), (x + 16, y - 8)), "#fbf8ee", 10)
        s.part(curve([(420, 420, 0), (424, 350), (480, 350), (496, 420, 0)]), "#fbf8ee", "plastic")
        s.face(200, 296, 188, material="leather", tight=True)
        return
    if kind == "slipper":
        s.part(scallop(400, 180, 50, 44, 10, 0.16), s.accent, "fur")
        s.face(240, 296, 204, material="fabric", tight=True)
        return
    s.part(
        curve([(56, top + 6, 0), (150, top - 24), (252, top - 2, 0), (150, top + 26)]), darker(s.main, 0.5), "leather"
    )
    for x, y in ((306, 220), (346, 246)):
        s.line(line((x - 24, y + 26), (x + 12, y - 4)), s.accent, 8)
    s.face(200, 292, 190, material="leather", tight=True)


def sock(s: Sheet, *, kind: str = "sock") -> None:
    """A sock with its heel and toe, or a glove or mitten."""
    if kind in ("glove", "keeper"):
        s.surface(curve([(100, 330, 0), (40, 290), (20, 210), (60, 190), (110, 240), (130, 260, 0)]), s.main, "fabric")
        for i, (x, top) in enumerate(((150, 96), (222, 44), (294, 52), (362, 104))):
            s.surface(slab(x - 36, top, x + 38, 300, 36), s.main, "fabric")
            if kind == "keeper":
                s.part(slab(x - 24, top + 16, x + 26, top + 100, 22), s.accent, "plastic")
            _ = i
        s.surface(sym([(MID, 190), (400, 200, 0), (404, 320), (370, 430, 0), (MID, 440)]).move(0), s.main, "fabric")
        s.surface(slab(128, 416, 384, 490, 16), s.accent, "fabric")
        s.face(MID, 306, 206, material="fabric")
        return
    s.surface(
        curve(
            [
                (110, 60, 0),
                (400, 60, 0),
                (404, 240),
                (420, 350),
                (480, 390),
                (498, 440),
                (460, 490),
                (380, 494),
                (220, 480),
                (120, 420),
                (96, 300),
            ]
        ),
        s.main,
        "fabric",
    )
    s.part(slab(98, 26, 412, 92, 22), s.accent, "fabric")
    for x in range(126, 400, 24):
        s.line(line((x, 36), (x, 82)), darker(s.accent, 0.25), 4, 0.45)
    s.part(curve([(430, 366, 0), (480, 390), (498, 440), (460, 490), (410, 494, 0), (400, 430)]), s.accent, "fabric")
    s.part(curve([(104, 390, 0), (160, 410), (190, 470, 0), (130, 440)]), s.accent, "fabric")
    s.face(250, 252, 216, material="fabric")


def scarf(s: Sheet) -> None:
    """A wrapped scarf with its fringes."""
    for x, turn in ((300, 6), (180, -6)):
        end = slab(x - 60, 300, x + 60, 470, 8).turn(turn, x, 300)
        s.surface(end, darker(s.main, 0.06), "fabric")
        for i in range(6):
            s.line(line((x - 48 + i * 19, 466), (x - 50 + i * 19, 500)).turn(turn, x, 300), s.accent, 7)
        s.line(line((x - 58, 430), (x + 58, 430)).turn(turn, x, 300), s.accent, 16)
    s.surface(
        curve(
            [
                (30, 200),
                (90, 80),
                (256, 44),
                (422, 80),
                (482, 200),
                (450, 330),
                (340, 400),
                (256, 404),
                (172, 400),
                (62, 330),
            ]
        ),
        s.main,
        "fabric",
        volume=1.1,
    )
    s.line(line((60, 140), (200, 84), (256, 80), (312, 84), (452, 140)), s.accent, 18)
    s.line(line((56, 300), (110, 350)).pair, s.accent, 16)
    s.face(MID, 246, 226, material="fabric")


def tie(s: Sheet, *, bow: bool = False) -> None:
    """A wide tie with its knot, or a bow."""
    if bow:
        wing = curve([(256, 220, 0), (360, 110), (470, 80), (500, 260), (470, 430), (360, 390), (256, 300, 0)])
        s.surface(wing.pair, s.main, "fabric")
        s.surface(ellipse(MID, 262, 130, 150), s.accent, "fabric")
        s.face(MID, 270, 200, skin=s.accent, material="fabric")
        return
    outline = poly([(196, 120), (316, 120), (410, 390), (256, 500), (102, 390)])
    s.surface(outline, s.main, "fabric")
    with s.inside(outline):
        for y in (160, 470, 520):
            s.line(line((60, y + 40, 0), (452, y - 110, 0)), s.accent, 20)
    s.surface(quad((170, 22), (342, 22), (310, 124), (202, 124), 12), darker(s.main, 0.12), "fabric")
    s.face(MID, 316, 196, material="fabric", tight=True)


def jewel(s: Sheet, *, kind: str = "ring") -> None:
    """A ring with its stone, a necklace, a watch."""
    if kind == "ring":
        s.cord(ellipse(MID, 372, 120, 112), s.main, 34)
        gem = poly([(120, 120), (180, 46), (332, 46), (392, 120), (440, 180), (256, 400), (72, 180)])
        s.surface(gem, s.accent, "glass")
        for path in (
            line((120, 120, 0), (392, 120, 0)),
            line((180, 46, 0), (206, 120, 0), (256, 46, 0), (306, 120, 0), (332, 46, 0)),
        ):
            s.line(path, lighter(s.accent, 0.6), 4, 0.8)
        s.glow(MID, 212, 130, 110, lighter(s.accent, 0.2), 0.6)
        s.face(MID, 214, 196, skin=lighter(s.accent, 0.15), material="glass")
        return
    if kind == "necklace":
        for i in range(19):
            x, y = polar(MID, 60, 220, 96 + i * 9.4)
            s.part(ellipse(x, min(y, 300), 17), s.main, "porcelain")
        s.surface(sym([(MID, 150), (380, 176), (432, 290), (380, 410), (MID, 496, 0)]), s.accent, "glass")
        s.face(MID, 300, 206, skin=s.accent, material="glass")
        return
    s.surface(slab(166, 0, 346, 512, 12), s.accent, "leather")
    s.part(slab(448, 236, 482, 284, 8), s.main, "metal")
    s.surface(ellipse(MID, 256, 200, 200), s.main, "metal")
    s.part(ellipse(MID, 256, 170, 170), "#fbf8ee", "porcelain")
    for i in range(12):
        s.line(line((MID, 98), (MID, 116)).turn(i * 30, MID, 256), "#33363f", 7 if i % 3 == 0 else 4)
    s.face(MID, 266, 220, skin="#fbf8ee", material="porcelain")


def button(s: Sheet) -> None:
    """A big button with four holes above and below the face."""
    s.surface(ellipse(MID, 262, 222, 220), s.main, "plastic")
    s.part(ellipse(MID, 262, 184, 182), lighter(s.main, 0.12), "plastic", volume=0.5)
    for x, y in ((216, 116), (296, 116), (216, 416), (296, 416)):
        s.flat(ellipse(x, y, 15), darker(s.main, 0.6))
    s.line(line((216, 116), (296, 116)), s.accent, 8)
    s.line(line((216, 416), (296, 416)), s.accent, 8)
    s.face(MID, 272, 216, skin=lighter(s.main, 0.12))


def glasses(s: Sheet) -> None:
    """A pair of glasses on a case: round lenses hang over the brow."""
    s.surface(slab(26, 150, 486, 460, 120), s.main, "leather", volume=1.1)
    s.face(MID, 312, 216)
    for k in (-1, 1):
        s.cord(ellipse(MID + k * 108, 104, 86, 76), s.accent, 16)
        s.gloss(ellipse(MID + k * 108, 104, 72, 62), 0.4)
    s.cord(line((232, 96), (256, 84), (280, 96)), s.accent, 13)


def belt(s: Sheet) -> None:
    """A rolled belt with a big buckle."""
    s.surface(slab(6, 150, 506, 400, 30), s.main, "leather")
    stitches(s, [(14, 170), (498, 170)], lighter(s.main, 0.5), 24)
    stitches(s, [(14, 380), (498, 380)], lighter(s.main, 0.5), 24)
    s.surface(slab(90, 80, 422, 470, 40), BRASS if not s.named else s.accent, "metal")
    s.surface(slab(124, 114, 388, 436, 20), lighter(s.main, 0.12), "leather")
    s.part(slab(380, 250, 480, 276, 10), BRASS, "metal")
    s.face(MID, 282, 214, skin=lighter(s.main, 0.12))


def umbrella(s: Sheet) -> None:
    """An open umbrella over its handle."""
    s.cord(line((256, 330), (256, 450), (300, 490), (346, 450)), "#8a5a33", 18)
    s.part(slab(248, 10, 264, 50, 6), "#a9b2bc", "metal")
    dome = curve(
        [
            (12, 372, 0),
            (40, 190),
            (150, 66),
            (256, 40),
            (362, 66),
            (472, 190),
            (500, 372, 0),
            (456, 344),
            (414, 372, 0),
            (374, 392),
            (330, 400, 0),
            (256, 416),
            (182, 400, 0),
            (138, 392),
            (98, 372, 0),
            (56, 344),
        ]
    )
    s.surface(dome, s.main, "fabric", volume=1.1)
    with s.inside(dome):
        s.flat(curve([(256, 40, 0), (120, 150), (98, 400, 0), (10, 400, 0), (20, 180)]), s.accent, 0.55)
        s.flat(curve([(256, 40, 0), (392, 150), (414, 400, 0), (502, 400, 0), (492, 180)]), s.accent, 0.55)
    s.face(MID, 244, 206, material="fabric")


def cloth(s: Sheet, *, fan: bool = False) -> None:
    """A handkerchief or blanket with a hem, or a folding fan."""
    if fan:
        for i in range(9):
            s.surface(
                quad(
                    polar(MID, 450, 60, -80 + i * 18),
                    polar(MID, 450, 400, -82 + i * 18),
                    polar(MID, 450, 400, -63 + i * 18),
                    polar(MID, 450, 60, -62 + i * 18),
                    2,
                ),
                s.main if i % 2 else lighter(s.main, 0.25),
                "paper",
            )
        s.glow(MID, 250, 140, 130, s.main, 0.95)
        s.part(ellipse(MID, 450, 40), s.accent, "wood")
        s.face(MID, 256, 200, material="paper")
        return
    s.surface(
        curve([(40, 70, 0), (256, 50), (472, 70, 0), (490, 270), (472, 470, 0), (256, 488), (40, 470, 0), (22, 270)]),
        s.main,
        "fabric",
        volume=0.6,
    )
    s.line(slab(64, 90, 448, 452, 10), s.accent, 9, 0.9)
    s.face(MID, 282, 226, material="fabric")
