"""Fruits and vegetables."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    Knot,
    Shape,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    ring,
    scallop,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

GREEN = "#5c9a3a"
TWIG = "#7a5230"

ROUND: dict[str, list[Knot]] = {
    "apple": [(MID, 134), (314, 112), (392, 122), (446, 204), (446, 312), (396, 424), (324, 474), (MID, 462)],
    "ball": [(MID, 92), (360, 116), (434, 192), (450, 286), (424, 384), (356, 456), (MID, 480)],
    "squat": [(MID, 146), (352, 142), (450, 204), (476, 306), (434, 414), (340, 472), (MID, 470)],
    "pear": [(MID, 66), (314, 84), (336, 156), (372, 224), (424, 304), (424, 404), (360, 470), (MID, 484)],
    "egg": [(MID, 70), (330, 94), (398, 190), (424, 308), (396, 414), (332, 472), (MID, 486)],
    "tall": [(MID, 56), (330, 66), (384, 132), (402, 268), (386, 406), (330, 478), (MID, 488)],
    "peach": [(MID, 128, 0), (318, 102), (408, 138), (452, 240), (430, 360), (352, 446), (MID, 486, 0)],
    "strawberry": [(MID, 130), (352, 116), (436, 168), (442, 268), (384, 386), (310, 468), (MID, 490)],
    "carrot": [(MID, 130), (336, 122), (396, 170), (396, 250), (368, 350), (318, 442), (MID, 500, 0)],
    "onion": [(MID, 40, 0), (272, 100), (318, 152), (414, 212), (446, 310), (404, 416), (316, 466), (MID, 474)],
    "pepper": [
        (MID, 128),
        (316, 104),
        (402, 122),
        (428, 212),
        (404, 330),
        (378, 432),
        (322, 474),
        (290, 452),
        (MID, 466),
    ],
    "lemon": [(MID, 44), (290, 66), (340, 112), (412, 200), (426, 286), (392, 390), (322, 452), (288, 474), (MID, 494)],
    "aubergine": [(MID, 92), (320, 106), (356, 180), (404, 276), (420, 372), (372, 456), (MID, 488)],
    "avocado": [(MID, 34), (318, 62), (354, 148), (414, 256), (432, 358), (372, 456), (MID, 490)],
}
"""Right halves of silhouettes, top to bottom."""

FACES = {
    "apple": (296, 226), "ball": (298, 228), "squat": (312, 232), "pear": (336, 216), "egg": (304, 222), "tall": (290, 212),
    "peach": (286, 222), "strawberry": (276, 218), "carrot": (252, 206), "onion": (314, 224), "pepper": (276, 222),
    "lemon": (282, 212), "aubergine": (334, 214), "avocado": (334, 214),
}  # fmt: skip


def twig(s: Sheet, x: float, y: float, *, sway: float = 20.0, length: float = 60.0, width: float = 15.0) -> None:
    """A short woody stem."""
    s.cord(line((x, y), (x + sway * 0.2, y - length * 0.5), (x + sway, y - length)), TWIG, width)


def leaves(
    s: Sheet, x: float, y: float, *degrees: float, length: float = 96.0, width: float = 54.0, colour: str = GREEN
) -> None:
    """Leaves that grow from one point, with their middle vein."""
    for deg in degrees:
        s.part(leaf(x, y, length, width, deg, 8), colour, "leaf")
        s.line(line((x, y), (x, y - length * 0.8)).turn(deg, x, y), darker(colour, 0.35), 3, 0.6)


def fruit(
    s: Sheet,
    *,
    shape: str = "ball",
    top: str = "leaf",
    skin: str = "",
    cleft: bool = False,
    blush: str = "",
) -> None:
    """One fruit by its silhouette, with what grows on its top and what marks its skin."""
    outline = sym(ROUND[shape])
    crown = ROUND[shape][0][1]
    if top == "tuft":
        _tuft(s, crown)
    s.surface(outline, volume=1.25)
    with s.inside(outline):
        if blush:
            s.glow(150, 220, 150, 190, blush, 0.5)
        _skin(s, skin)
        if cleft:
            s.line(line((MID, crown), (MID - 52, 210), (MID - 62, 320)).move(-80), darker(s.main, 0.4), 6, 0.0)
            s.line(line((MID, crown - 4), (MID + 6, crown + 26), (MID + 2, crown + 56)), darker(s.main, 0.45), 7, 0.6)
    _top(s, top, crown)
    cy, width = FACES[shape]
    s.face(MID, cy, width)


def _skin(s: Sheet, skin: str) -> None:
    if skin == "pores":
        for i in range(46):
            x, y = 70 + (i * 149) % 380, 100 + (i * 97) % 390
            s.flat(ellipse(x, y, 2.6), darker(s.main, 0.35), 0.45)
    elif skin == "seeds":
        for row in range(9):
            for column in range(7):
                x = 92 + column * 56 + (28 if row % 2 else 0)
                s.flat(leaf(x, 150 + row * 42, 15, 10, 0), lighter(s.accent if s.named else "#f6d76b", 0.2), 0.95)
    elif skin == "stripes":
        for i in range(-4, 5):
            x = MID + i * 52
            s.line(line((MID + i * 12, 90), (x + i * 8, 286), (MID + i * 14, 486)), darker(s.main, 0.42), 15, 0.75)
    elif skin == "ribs":
        for half in (58, 128, 176):
            s.line(
                line((MID + half * 0.4, 140), (MID + half, 300), (MID + half * 0.45, 474)).pair,
                darker(s.main, 0.4),
                6,
                0.45,
            )
    elif skin == "rings":
        for x, y, length in (
            (150, 180, 60),
            (330, 226, 50),
            (140, 300, 40),
            (340, 330, 44),
            (196, 400, 44),
            (290, 430, 36),
        ):
            s.line(line((x, y), (x + length / 2, y + 5), (x + length, y)), darker(s.main, 0.4), 5, 0.5)
    elif skin == "bands":
        for half in (40, 104, 160):
            s.line(
                line((MID, 84), (MID + half, 240), (MID + half, 320), (MID + half * 0.3, 470)).pair,
                darker(s.main, 0.35),
                4,
                0.45,
            )
    elif skin == "eyes":
        for x, y in ((128, 210), (392, 190), (120, 360), (388, 390), (250, 452), (216, 128), (318, 122)):
            s.line(line((x - 12, y), (x, y + 6), (x + 12, y)), darker(s.main, 0.45), 6, 0.6)
            s.flat(ellipse(x + 4, y - 10, 4), darker(s.main, 0.4), 0.5)


def _top(s: Sheet, top: str, y: float) -> None:
    if top == "leaf":
        twig(s, MID, y + 16)
        leaves(s, MID + 8, y - 18, 62 + s.rng.uniform(-10, 10))
    elif top == "leaves":
        twig(s, MID, y + 12, length=44)
        leaves(s, MID, y - 8, -62, 58)
    elif top == "stem":
        s.cord(line((MID, y + 14), (MID + 4, y - 24), (MID + 30, y - 52)), "#6b8b3a", 26)
    elif top == "calyx":
        s.part(ring(MID, y + 8, 7, lambda a: leaf(MID, y + 8, 62, 32, a)).scale(1.5, 0.62, MID, y + 8), GREEN, "leaf")
        s.cord(line((MID, y + 6), (MID + 5, y - 24), (MID + 18, y - 44)), "#4d7c2d", 15)
    elif top == "cap":
        s.part(
            sym([(MID, y - 20), (320, y - 8), (360, y + 60, 0), (318, y + 44), (300, y + 92, 0), (270, y + 50), (MID, y + 88, 0)]),
            "#5f8f3f", "leaf",
        )  # fmt: skip
        s.cord(line((MID, y - 8), (MID + 8, y - 36), (MID + 30, y - 54)), "#4f7d34", 24)
    elif top == "nub":
        s.part(ellipse(MID, y + 4, 16, 9), TWIG, "wood")
    elif top == "star":
        s.flat(star(MID, y + 24, 46, 22, 6).scale(1.3, 0.6, MID, y + 24), darker(s.main, 0.45), 0.9)


def _tuft(s: Sheet, y: float) -> None:
    """Carrot tops and the like, behind the root."""
    for deg, length in ((-44, 96), (44, 96), (-22, 118), (22, 118), (0, 128)):
        s.part(leaf(MID, y + 20, length + s.rng.uniform(-8, 8), 40, deg), GREEN, "leaf")


def long_fruit(s: Sheet, *, kind: str = "banana") -> None:
    """A bent or long one: banana, cucumber, chilli, corn, pod."""
    if kind == "banana":
        s.surface(
            curve([(150, 56), (196, 40), (214, 70), (238, 116), (342, 172), (404, 262), (400, 362), (352, 436), (270, 478), (222, 482), (214, 462), (252, 440), (244, 420), (166, 392), (114, 304), (118, 190), (158, 104)]),
            volume=1.1,
        )  # fmt: skip
        s.part(curve([(150, 60), (172, 34), (206, 44), (212, 74), (186, 92), (160, 90)]), "#8a6a2a", "wood")
        s.flat(curve([(214, 462), (240, 452), (262, 470), (240, 484), (220, 482)]), "#6b4c1d", 0.9)
        s.line(line((206, 92), (300, 142), (372, 232), (384, 340), (330, 432)), darker(s.main, 0.3), 5, 0.45)
        s.line(line((176, 100), (140, 190), (138, 300), (184, 380), (250, 432)), darker(s.main, 0.3), 4, 0.4)
        for x, y in ((150, 150), (366, 402), (316, 440), (378, 200)):
            s.flat(ellipse(x, y, 5, 3), "#7a5c1e", 0.6)
        s.face(254, 282, 206, tilt=-4)
        return
    if kind == "corn":
        s.surface(sym([(MID, 34), (320, 70), (374, 200), (376, 340), (336, 460), (MID, 490)]), volume=1.1)
        for row in range(11):
            for column in range(-3, 4):
                x, y = MID + column * (30 + 3 * min(row, 10 - row)) * 0.94, 66 + row * 40
                s.line(ellipse(x, y, 17, 18), darker(s.main, 0.3), 2.5, 0.3)
        husk = curve([(MID, 500), (170, 470), (92, 356), (70, 196, 0), (130, 258), (150, 330), (186, 420)])
        s.part(husk, GREEN, "leaf")
        s.part(husk.mirror(), GREEN, "leaf")
        s.face(MID, 250, 198)
        return
    if kind == "chilli":
        s.surface(
            curve(
                [
                    (118, 120),
                    (190, 84),
                    (306, 96),
                    (400, 180),
                    (428, 300),
                    (402, 410),
                    (330, 480, 0),
                    (312, 460),
                    (250, 452),
                    (160, 400),
                    (104, 300),
                    (92, 190),
                ]
            )
        )
        s.part(curve([(80, 150), (96, 96), (160, 66), (236, 82), (210, 116), (150, 120), (116, 160)]), GREEN, "leaf")
        s.cord(line((150, 84), (128, 52), (84, 34)), "#4d7c2d", 20)
        s.face(256, 268, 216)
        return
    if kind == "pod":
        outline = curve(
            [(60, 60, 0), (200, 66), (370, 150), (452, 320), (468, 474, 0), (320, 472), (140, 380), (60, 210)]
        )
        s.surface(outline)
        for x, y, r in ((126, 138, 44), (404, 408, 44)):
            s.part(ellipse(x, y, r), lighter(s.main, 0.25), "fruit")
        s.part(ellipse(264, 270, 138), lighter(s.main, 0.22), "fruit", volume=1.2)
        s.cord(line((62, 62), (40, 40), (26, 44)), "#4d7c2d", 12)
        s.face(264, 276, 206, skin=lighter(s.main, 0.22))
        return
    outline = sym([(MID, 26), (332, 46), (382, 130), (394, 260), (382, 390), (330, 474), (MID, 490)])  # a cucumber
    s.surface(outline)
    with s.inside(outline):
        for x in (150, 200, 312, 362):
            s.line(line((x, 40), (x + (x - 256) * 0.12, 260), (x, 480)), lighter(s.main, 0.35), 8, 0.5)
        for i in range(14):
            s.flat(ellipse(136 + (i * 83) % 250, 60 + (i * 131) % 420, 6), darker(s.main, 0.35), 0.6)
    s.part(ellipse(MID, 28, 22, 12), "#8fa04a", "leaf")
    s.face(MID, 264, 206)


def pineapple(s: Sheet) -> None:
    """A body of lozenges with a crown of leaves."""
    for deg, length in ((-66, 104), (66, 104), (-44, 128), (44, 128), (-22, 144), (22, 144), (0, 150)):
        s.part(leaf(MID, 186, length, 46, deg, 0), mix(GREEN, "#2f6b3a", s.rng.uniform(0, 0.5)), "leaf")
    outline = sym([(MID, 150), (350, 164), (410, 250), (414, 360), (362, 460), (MID, 488)])
    s.surface(outline, volume=1.2)
    with s.inside(outline):
        for i in range(-9, 10):
            s.line(line((MID + i * 50 - 170, 140, 0), (MID + i * 50 + 170, 500, 0)), darker(s.main, 0.4), 4, 0.42)
            s.line(line((MID + i * 50 + 170, 140, 0), (MID + i * 50 - 170, 500, 0)), darker(s.main, 0.4), 4, 0.42)
    s.glow(MID, 320, 118, 132, s.main, 0.75)
    s.face(MID, 330, 210)


def bunch(s: Sheet, *, kind: str = "grapes") -> None:
    """Many small ones: grapes, a raspberry, a pair of cherries, blueberries."""
    if kind == "cherries":
        s.cord(line((168, 300), (200, 160), (330, 52)), "#5f7f33", 12)
        s.cord(line((388, 250), (372, 140), (330, 52)), "#5f7f33", 12)
        leaves(s, 330, 54, -84, 98, length=110, width=60)
        s.surface(ellipse(404, 294, 88, 84))
        s.surface(
            curve(
                [
                    (196, 208),
                    (270, 190),
                    (334, 236),
                    (350, 330),
                    (310, 430),
                    (206, 480),
                    (102, 432),
                    (62, 332),
                    (90, 236),
                    (142, 198),
                ]
            ),
            volume=1.3,
        )
        s.face(206, 338, 220)
        return
    if kind == "raspberry":
        for y, count, span in ((150, 5, 250), (212, 6, 320), (276, 6, 336), (340, 5, 290), (400, 4, 210), (448, 2, 90)):
            for i in range(count):
                s.surface(ellipse(MID - span / 2 + span * i / (count - 1), y, 44, 42))
        s.surface(sym([(MID, 150), (370, 190), (384, 280), (340, 390), (MID, 436)]), s.main, volume=0.6)
        _top(s, "calyx", 106)
        s.face(MID, 284, 214)
        return
    twig(s, MID, 110, length=70, width=18)
    leaves(s, MID + 6, 92, 74, -78, length=120, width=88)
    for y, count, span in ((140, 5, 300), (206, 6, 364), (274, 6, 364), (340, 5, 300), (402, 4, 220), (452, 2, 76)):
        for i in range(count):
            s.surface(ellipse(MID - span / 2 + span * i / (count - 1), y, 42))
    s.surface(ellipse(MID, 276, 136, 142), volume=1.2)
    s.face(MID, 282, 212)


def slice_of(s: Sheet, *, kind: str = "melon") -> None:
    """A cut fruit: melon wedge, citrus disc, kiwi, coconut half, avocado."""
    if kind == "melon":
        rind = curve([(22, 150, 0), (490, 150, 0), (470, 300), (376, 432), (256, 474), (136, 432), (42, 300)])
        s.surface(rind, "#3f8f46" if not s.named else s.main)
        s.flat(rind.scale(0.93, 0.92, 256, 150), "#e9f3c9")
        flesh = rind.scale(0.885, 0.86, 256, 150)
        s.part(flesh, s.main if s.named else "#ea5455", "fruit")
        for x, y in (
            (96, 186),
            (414, 186),
            (110, 262),
            (402, 262),
            (150, 330),
            (362, 330),
            (204, 394),
            (306, 394),
            (166, 180),
            (346, 180),
        ):
            s.flat(leaf(x, y + 12, 24, 15, 0), "#2b1d1a")
        s.face(MID, 272, 208, skin=s.main if s.named else "#ea5455")
        return
    if kind == "avocado":
        outline = sym(ROUND["avocado"])
        s.surface(outline, darker(s.main, 0.25))
        s.part(outline.scale(0.9, 0.92, 256, 270), lighter(s.main, 0.2), "fruit")
        s.part(outline.scale(0.82, 0.85, 256, 270), "#e9e3a0", "fruit")
        s.surface(ellipse(MID, 336, 128, 128), "#a0673a", "wood", volume=1.3)
        s.face(MID, 342, 202, skin="#a0673a", material="wood")
        return
    rim, flesh, middle = {
        "citrus": (s.main, lighter(s.main, 0.25), "#fff3d6"),
        "kiwi": ("#8a6436", s.own("#93c83d"), "#f2f4d0"),
        "coconut": ("#6f4a2c", "#fbf6ea", "#f1ead8"),
    }[kind]
    s.surface(ellipse(MID, 272, 216, 212), rim)
    if kind != "coconut":
        s.flat(ellipse(MID, 272, 196, 192), lighter(rim, 0.65) if kind == "citrus" else flesh)
    if kind == "citrus":
        for i in range(10):
            s.part(leaf(*polar(MID, 272, 20, i * 36), 158, 108, i * 36).scale(1, 1), flesh, "fruit")
        s.glow(MID, 286, 150, 150, flesh, 0.9)
    elif kind == "kiwi":
        for i in range(24):
            s.flat(leaf(*polar(MID, 272, 146, i * 15), 22, 12, i * 15), "#2b2418")
        s.glow(MID, 272, 120, 120, middle, 0.7)
    else:
        for i in range(30):
            s.line(line(polar(MID, 272, 202, i * 12), polar(MID, 272, 216, i * 12 + 5)), "#4a2e18", 4, 0.7)
        s.part(ellipse(MID, 272, 186, 182), flesh, "fruit", volume=0.5)
    s.face(MID, 286, 226, skin=flesh if kind != "kiwi" else mix(flesh, middle, 0.6))


def florets(s: Sheet, *, leafy: bool = False) -> None:
    """Broccoli or cauliflower; `leafy` wraps it in leaves, as cabbages are."""
    if leafy:
        for deg in (-112, 112, -70, 70, -34, 34, 0):
            s.surface(
                leaf(MID, 400, 356, 250, deg * 0.8).move(0, 24), mix(s.main, "#2f6b2a", 0.3 + 0.1 * (deg % 3)), "leaf"
            )
        s.surface(ellipse(MID, 304, 180, 172), lighter(s.main, 0.12), "leaf")
        for k in (-1, 1):
            s.line(line((MID + k * 20, 470), (MID + k * 120, 360), (MID + k * 150, 230)), lighter(s.main, 0.5), 6, 0.7)
            s.line(line((MID + k * 134, 320), (MID + k * 165, 290)), lighter(s.main, 0.5), 4, 0.6)
        s.line(line((MID, 132), (MID, 176)), lighter(s.main, 0.5), 6, 0.6)
        s.face(MID, 312, 224)
        return
    stalk = lighter(s.accent, 0.1)
    s.surface(sym([(MID, 250, 0), (388, 250, 0), (352, 330), (340, 440), (356, 486, 0), (MID, 490)]), stalk, "leaf")
    for x, y, r in ((104, 214, 82), (408, 214, 82), (166, 138, 88), (346, 138, 88), (256, 106, 92)):
        s.surface(scallop(x, y, r, r * 0.9, 9, 0.12), mix(s.main, "#1f5a2a", s.rng.uniform(0, 0.25)), "leaf")
    s.surface(scallop(MID, 224, 150, 82, 12, 0.12), s.main, "leaf")
    s.glow(MID, 330, 130, 150, stalk, 1.0)
    s.face(MID, 318, 206, skin=stalk)


def mushroom(s: Sheet) -> None:
    """A cap with spots over a stout stem."""
    s.surface(sym([(MID, 220, 0), (356, 220, 0), (372, 330), (396, 436), (372, 484), (MID, 492)]), "#f3e6cf", "skin")
    s.shade(sym([(MID, 232, 0), (358, 226, 0), (358, 258), (MID, 276)]), 0.18)
    cap = sym([(MID, 30), (370, 56), (464, 160), (486, 240), (430, 262), (MID, 244)])
    s.surface(cap, s.main, volume=1.2)
    with s.inside(cap):
        for x, y, r in (
            (180, 92, 32),
            (316, 76, 38),
            (404, 168, 36),
            (98, 190, 36),
            (256, 184, 34),
            (438, 236, 22),
            (330, 214, 22),
            (176, 218, 18),
        ):
            s.part(ellipse(x, y, r, r * 0.84), "#fff6e6", "skin")
    s.face(MID, 362, 200, skin="#f3e6cf", material="skin")


def bulbs(s: Sheet, *, kind: str = "garlic") -> None:
    """Garlic, beetroot and radish: a bulb with a neck and a root."""
    if kind != "garlic":
        for deg, length in ((-30, 150), (30, 150), (0, 170)):
            s.part(leaf(MID, 190, length, 64, deg), GREEN, "leaf")
            s.line(line((MID, 190), (MID, 190 - length * 0.8)).turn(deg, MID, 190), s.main, 6, 0.8)
        s.surface(
            sym([(MID, 156), (350, 168), (432, 262), (412, 376), (330, 444), (276, 474), (MID, 506, 0)]), volume=1.25
        )
        s.face(MID, 290, 220)
        return
    s.surface(
        sym([(MID, 26, 0), (284, 30, 0), (282, 100), (330, 164), (438, 236), (452, 350), (380, 450), (MID, 474)]),
        volume=1.1,
    )
    for x in (80, 150):
        s.line(
            line((MID + 12, 110), (MID + x * 0.8, 220), (MID + x * 1.1, 350), (MID + x * 0.6, 460)).pair,
            s.accent,
            5,
            0.5,
        )
    for i in range(-3, 4):
        s.line(line((MID + i * 12, 472), (MID + i * 18, 490)), "#b59a6a", 4)
    s.face(MID, 318, 222)


def bean(s: Sheet, *, cashew: bool = False, acorn: bool = False) -> None:
    """A bean, a nut or an acorn."""
    if acorn:
        s.surface(sym([(MID, 190, 0), (404, 196), (408, 306), (350, 420), (284, 470), (MID, 496, 0)]), s.main, "wood")
        cap = sym([(MID, 78), (360, 92), (446, 160), (450, 206), (MID, 226)])
        s.surface(cap, darker(s.main, 0.3), "wood")
        with s.inside(cap):
            for i in range(-9, 10):
                s.line(line((MID + i * 30 - 80, 60, 0), (MID + i * 30 + 80, 240, 0)).pair, darker(s.main, 0.6), 3, 0.35)
        s.cord(line((MID, 84), (MID + 6, 52), (MID + 26, 32)), TWIG, 18)
        s.face(MID, 316, 208)
        return
    outline = curve(
        [
            (170, 60),
            (290, 40),
            (404, 110),
            (440, 250),
            (396, 400),
            (290, 476),
            (170, 470),
            (110, 404),
            (132, 330),
            (150, 262),
            (128, 190),
            (120, 112),
        ]
    )
    s.surface(outline)
    s.line(line((136, 200), (160, 262), (140, 330)), lighter(s.main, 0.5), 12, 0.7)
    s.face(284 if not cashew else 290, 262, 210)


def halo_of_petals(
    s: Sheet, cx: float, cy: float, count: int, inner: float, length: float, width: float, colour: str
) -> Shape:
    """Petals all round a point; draws them and answers with their outline."""
    petals = ring(cx, cy, count, lambda a: leaf(*polar(cx, cy, inner, a), length, width, a))
    for part in petals.parts:
        s.part(Shape((part,)), colour, "leaf")
    return petals
