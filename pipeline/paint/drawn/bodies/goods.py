"""Bags, and what is packed into them."""

from __future__ import annotations

from itertools import pairwise

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, quad, slab, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

BRASS = "#d9b04a"


def stitches(s: Sheet, points: list[tuple[float, float]], colour: str, count: int = 14) -> None:
    """A dashed seam along straight runs."""
    for (ax, ay), (bx, by) in pairwise(points):
        for i in range(count):
            a, b = (i + 0.2) / count, (i + 0.7) / count
            s.line(
                line((ax + (bx - ax) * a, ay + (by - ay) * a), (ax + (bx - ax) * b, ay + (by - ay) * b)),
                colour,
                3,
                0.75,
            )


def backpack(s: Sheet) -> None:
    """A round-topped bag with straps, a pocket and a loop."""
    for k in (-1, 1):
        s.surface(
            curve(
                [
                    (MID + k * 150, 150, 0),
                    (MID + k * 214, 190),
                    (MID + k * 226, 330),
                    (MID + k * 196, 440, 0),
                    (MID + k * 170, 400),
                ]
            ),
            s.accent,
        )
    s.cord(line((212, 66), (220, 24), (292, 24), (300, 66)), s.accent, 18)
    body = sym([(MID, 46), (360, 60), (424, 160), (440, 330), (430, 456), (390, 484), (MID, 488)])
    s.surface(body)
    for k in (-1, 1):
        s.surface(slab(MID + k * 196 - 24, 330, MID + k * 196 + 24, 462, 20), darker(s.main, 0.15))
    s.line(line((116, 178), (150, 96), (256, 72), (362, 96), (396, 178)), darker(s.main, 0.45), 6, 0.6)
    s.part(slab(196, 80, 224, 104, 4), BRASS, "metal")
    s.surface(slab(132, 404, 380, 500, 26), lighter(s.main, 0.1))
    s.line(line((146, 424, 0), (366, 424, 0)), darker(s.main, 0.45), 5, 0.7)
    s.part(slab(250, 418, 270, 448, 5), BRASS, "metal")
    s.face(MID, 264, 220)


def handbag(s: Sheet, *, kind: str = "handbag") -> None:
    """A bag with handles: handbag, tote, purse, basket or shopping bag."""
    if kind == "tote":
        s.cord(line((176, 200), (176, 70), (256, 26), (336, 70), (336, 200)), darker(s.main, 0.18), 20)
        outline = quad((84, 150), (428, 150), (452, 484), (60, 484), 22)
        s.surface(outline)
        stitches(s, [(98, 170), (414, 170)], lighter(s.main, 0.6), 20)
        s.face(MID, 322, 226)
        return
    if kind == "paper":
        s.cord(line((186, 150), (190, 60), (256, 34), (322, 60), (326, 150)), s.accent, 11)
        s.surface(curve([(392, 130, 0), (444, 110, 0), (456, 470, 0), (404, 486, 0)]), darker(s.main, 0.2), "paper")
        s.surface(quad((96, 130), (400, 130), (408, 486), (88, 486), 6), s.main, "paper")
        s.face(248, 316, 222)
        return
    if kind == "plastic":
        s.surface(
            curve(
                [
                    (96, 170, 0),
                    (110, 30, 0),
                    (176, 30, 0),
                    (196, 140),
                    (256, 170),
                    (316, 140),
                    (336, 30, 0),
                    (402, 30, 0),
                    (416, 170, 0),
                    (446, 330),
                    (436, 476),
                    (256, 490),
                    (76, 476),
                    (66, 330),
                ]
            ),
            s.main,
            "glass",
        )
        for a, b in (
            ((120, 200), (104, 300)),
            ((392, 200), (412, 320)),
            ((110, 440), (170, 460)),
            ((400, 450), (350, 462)),
        ):
            s.line(line(a, b), lighter(s.main, 0.5), 5, 0.7)
        s.face(MID, 322, 224, material="plastic")
        return
    if kind == "basket":
        s.cord(line((84, 230), (120, 70), (256, 26), (392, 70), (428, 230)), s.main, 24)
        outline = sym([(MID, 206, 0), (440, 206, 0), (430, 330), (392, 470), (MID, 486)])
        s.surface(outline, s.main, "wood")
        with s.inside(outline):
            for row in range(8):
                for column in range(10):
                    x, y = 60 + column * 44 + 22 * (row % 2), 226 + row * 36
                    s.line(line((x - 18, y), (x, y - 7), (x + 18, y)), darker(s.main, 0.4), 5, 0.5)
        s.surface(slab(58, 186, 454, 228, 20), lighter(s.main, 0.15), "wood")
        s.glow(MID, 344, 164, 158, s.main, 1.0)
        s.face(MID, 356, 212)
        return
    if kind == "purse":
        s.surface(sym([(MID, 150, 0), (370, 150), (456, 250), (470, 370), (410, 464), (MID, 482)]), s.main, volume=1.2)
        s.part(slab(118, 128, 394, 166, 18), BRASS, "metal")
        for k in (-1, 1):
            s.part(ellipse(MID + k * 20, 104, 26), BRASS, "metal")
        s.line(line((150, 190), (140, 250)).pair, darker(s.main, 0.4), 5, 0.5)
        s.face(MID, 316, 224)
        return
    s.cord(line((150, 210), (160, 70), (256, 26), (352, 70), (362, 210)), darker(s.main, 0.22), 26)
    for k in (-1, 1):
        s.part(ellipse(MID + k * 104, 198, 20), BRASS, "metal")
    s.surface(
        curve(
            [
                (108, 186, 0),
                (404, 186, 0),
                (446, 300),
                (466, 462),
                (430, 486),
                (256, 490),
                (82, 486),
                (46, 462),
                (66, 300),
            ]
        ),
        s.main,
    )
    stitches(s, [(84, 466), (428, 466)], lighter(s.main, 0.6), 22)
    s.line(line((112, 206), (256, 216), (400, 206)), darker(s.main, 0.45), 7, 0.7)
    s.part(slab(232, 180, 280, 216, 8), BRASS, "metal")
    for k in (-1, 1):
        s.line(line((MID + k * 168, 250), (MID + k * 180, 350), (MID + k * 190, 440)), darker(s.main, 0.4), 4, 0.45)
    s.face(MID, 340, 226)


def suitcase(s: Sheet, *, wheels: bool = False, brief: bool = False, chest: bool = False) -> None:
    """A case with corners and locks; a trolley with wheels, a briefcase or a treasure chest."""
    if chest:
        s.surface(sym([(MID, 60), (420, 74), (464, 130), (470, 220, 0), (MID, 224)]), s.main, "wood")
        s.surface(slab(42, 208, 470, 484, 14), darker(s.main, 0.06), "wood")
        for x in (42, 424):
            s.part(slab(x, 74, x + 46, 484, 10), BRASS, "metal")
        s.part(slab(42, 200, 470, 226, 6), BRASS, "metal")
        s.face(MID, 344, 226)
        s.part(slab(228, 168, 284, 224, 10), BRASS, "metal")
        s.flat(ellipse(MID, 192, 9), "#3a2f22")
        return
    if wheels:
        for x in (196, 316):
            s.cord(line((x, 120, 0), (x, 40, 0)), "#8b949e", 14)
        s.part(slab(176, 18, 336, 52, 14), "#33363f", "plastic")
        for x in (140, 372):
            s.part(ellipse(x, 482, 24), "#33363f", "plastic")
        s.surface(slab(88, 96, 424, 472, 44), s.main, "plastic")
        for x in (124, 388):
            s.line(line((x, 120), (x, 450)), darker(s.main, 0.35), 8, 0.45)
        for y in (116, 452):
            s.line(line((130, y), (382, y)), lighter(s.main, 0.3), 5, 0.5)
        s.face(MID, 290, 218)
        return
    top = 150 if brief else 120
    s.cord(line((186, top), (192, 60), (320, 60), (326, top)), darker(s.main, 0.35), 24)
    s.surface(slab(26, top, 486, 482, 34), s.main, "leather")
    if brief:
        s.line(line((30, 216), (150, 236), (256, 240), (362, 236), (482, 216)), darker(s.main, 0.45), 7, 0.7)
        for x in (120, 360):
            s.part(slab(x, 196, x + 32, 262, 6), BRASS, "metal")
        s.face(MID, 356, 208)
        s.part(slab(232, 208, 280, 240, 6), BRASS, "metal")
        return
    for x in (82, 394):
        s.part(slab(x, top, x + 36, 482, 4), s.accent, "leather")
        s.part(slab(x - 4, top + 40, x + 40, top + 76, 8), BRASS, "metal")
    for x, y in ((26, top), (446, top), (26, 442), (446, 442)):
        s.part(slab(x, y, x + 40, y + 40, 12), darker(s.main, 0.35), "leather")
    s.face(MID, 314, 230)


def sack(s: Sheet, *, money: bool = False) -> None:
    """A tied sack or pouch."""
    s.surface(
        curve([(196, 110, 0), (166, 60), (200, 34), (256, 50), (312, 34), (346, 60), (316, 110, 0)]),
        lighter(s.main, 0.06),
    )
    s.surface(
        sym([(MID, 108, 0), (314, 112, 0), (400, 196), (462, 320), (440, 440), (360, 484), (MID, 488)]),
        s.main,
        volume=1.2,
    )
    s.part(slab(188, 94, 324, 124, 14), s.accent, "fabric")
    for k in (-1, 1):
        s.line(line((MID + k * 40, 128), (MID + k * 66, 160)), darker(s.main, 0.4), 5, 0.5)
    if money:
        for x, y in ((70, 470), (110, 486), (430, 478), (400, 490), (464, 488)):
            s.part(ellipse(x, y, 30, 14), "#e9b93a", "metal")
    s.face(MID, 312, 226)


def box(s: Sheet, *, gift: bool = False) -> None:
    """A carton with flaps, or a present with a bow."""
    if gift:
        s.surface(slab(70, 180, 442, 484, 10), s.main, "paper")
        s.part(slab(70, 180, 126, 484, 4).move(20), s.accent, "fabric")
        s.part(slab(386, 180, 442, 484, 4).move(-20), s.accent, "fabric")
        s.surface(slab(50, 126, 462, 196, 12), lighter(s.main, 0.1), "paper")
        for k in (-1, 1):
            s.surface(
                curve(
                    [(MID, 124, 0), (MID + k * 50, 40), (MID + k * 124, 30), (MID + k * 136, 84), (MID + k * 80, 124)]
                ),
                s.accent,
                "fabric",
            )
        s.part(ellipse(MID, 108, 30, 27), s.accent, "fabric")
        s.face(MID, 340, 214)
        return
    s.surface(quad((90, 150), (10, 80), (150, 60), (240, 130), 6), lighter(s.main, 0.15), "paper")
    s.surface(quad((422, 150), (502, 80), (362, 60), (272, 130), 6), lighter(s.main, 0.15), "paper")
    s.surface(slab(72, 140, 440, 484, 8), s.main, "paper")
    s.flat(slab(232, 140, 280, 176, 2), lighter(s.main, 0.45), 0.8)
    s.line(line((100, 452), (150, 452)), darker(s.main, 0.5), 5, 0.7)
    s.line(line((100, 436), (130, 436)), darker(s.main, 0.5), 5, 0.7)
    s.face(MID, 318, 230)


def duffel(s: Sheet) -> None:
    """A round travelling bag with two grips."""
    s.cord(line((150, 190), (170, 80), (256, 50), (342, 80), (362, 190)), s.accent, 22)
    s.surface(slab(10, 160, 502, 476, 130), s.main, "fabric", volume=1.1)
    for x in (130, 356):
        s.part(slab(x, 162, x + 28, 474, 4), s.accent, "fabric")
    s.line(line((60, 190), (150, 176), (362, 176), (452, 190)), darker(s.main, 0.45), 7, 0.6)
    for x in (24, 488):
        s.line(
            line(
                (x + (26 if x < 256 else -26), 220),
                (x + (8 if x < 256 else -8), 320),
                (x + (26 if x < 256 else -26), 420),
            ),
            darker(s.main, 0.35),
            5,
            0.5,
        )
    s.face(MID, 320, 206, material="fabric")


def wallet(s: Sheet) -> None:
    """A folded wallet with notes and cards."""
    s.part(slab(80, 92, 420, 220, 6), "#8fc08a", "paper")
    s.part(slab(120, 112, 400, 240, 8), "#f4efe2", "plastic")
    s.surface(slab(22, 140, 490, 470, 34), s.main, "leather")
    stitches(s, [(40, 160), (472, 160)], lighter(s.main, 0.5), 22)
    stitches(s, [(40, 452), (472, 452)], lighter(s.main, 0.5), 22)
    s.surface(slab(408, 262, 508, 342, 30), darker(s.main, 0.15), "leather")
    s.part(ellipse(440, 302, 17), BRASS, "metal")
    s.face(230, 312, 216)


def satchel(s: Sheet) -> None:
    """A flat bag with a flap and a long strap."""
    s.cord(line((60, 220), (90, 60), (256, 14), (422, 60), (452, 220)), darker(s.main, 0.2), 26)
    s.surface(slab(34, 180, 478, 488, 34), s.main, "leather")
    s.surface(
        curve([(34, 210, 0), (60, 170), (452, 170), (478, 210, 0), (470, 390), (400, 440), (112, 440), (42, 390)]),
        lighter(s.main, 0.08),
        "leather",
    )
    for x in (90, 390):
        s.part(slab(x, 400, x + 32, 476, 8), darker(s.main, 0.25), "leather")
        s.part(slab(x - 4, 434, x + 36, 460, 6), BRASS, "metal")
    s.face(MID, 306, 222)


def instrument_case(s: Sheet) -> None:
    """A case in the shape of the violin within."""
    s.cord(line((410, 330), (462, 380), (420, 440)), darker(s.accent, 0.3), 19)
    outline = sym(
        [(MID, 6), (306, 14), (316, 90), (330, 140), (398, 176), (388, 270), (440, 370), (390, 486), (MID, 506)]
    )
    s.surface(outline, s.main, "leather", volume=1.1)
    stitches(s, [(146, 440), (200, 478), (312, 478), (366, 440)], lighter(s.main, 0.5), 14)
    for y in (150, 300):
        s.part(slab(96, y, 150, y + 26, 6).pair if y > 200 else slab(172, 40, 206, 66, 6).pair, BRASS, "metal")
    s.face(MID, 318, 214, material="leather")
