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
    poly,
    ring,
    rounded,
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
    "apple": [(MID, 134), (314, 112), (392, 122), (446, 204), (442, 318), (398, 426), (326, 480), (MID, 470)],
    "ball": [(MID, 86), (352, 106), (430, 184), (452, 284), (424, 386), (352, 460), (MID, 482)],
    "squat": [(MID, 146), (352, 138), (446, 196), (478, 306), (444, 414), (350, 476), (MID, 480)],
    "pear": [(MID, 66), (314, 84), (336, 156), (372, 224), (424, 304), (430, 400), (364, 472), (MID, 488)],
    "egg": [(MID, 66), (330, 90), (398, 184), (426, 304), (398, 414), (332, 474), (MID, 490)],
    "tall": [(MID, 56), (330, 66), (384, 132), (402, 268), (386, 406), (330, 478), (MID, 488)],
    "peach": [(MID, 128, 0), (318, 102), (408, 138), (452, 240), (430, 360), (352, 446), (MID, 486, 0)],
    "strawberry": [(MID, 130), (352, 116), (436, 168), (442, 268), (384, 386), (310, 468), (MID, 490)],
    "carrot": [(MID, 130), (336, 122), (396, 170), (396, 250), (368, 350), (318, 442), (MID, 500, 0)],
    "onion": [(MID, 40, 0), (272, 100), (318, 152), (414, 212), (446, 310), (404, 416), (316, 466), (MID, 474)],
    "pepper": [
        (MID, 130),
        (310, 104),
        (400, 122),
        (434, 212),
        (416, 330),
        (386, 430),
        (334, 484),
        (284, 464),
        (MID, 480),
    ],
    "lemon": [(MID, 44), (290, 66), (340, 112), (412, 200), (426, 286), (392, 390), (322, 452), (288, 474), (MID, 494)],
    "aubergine": [(MID, 92), (320, 106), (356, 180), (404, 276), (424, 372), (376, 460), (MID, 492)],
    "avocado": [(MID, 34), (318, 62), (354, 148), (414, 256), (436, 358), (376, 458), (MID, 494)],
}
"""Right halves of silhouettes, top to bottom."""

FACES = {
    "apple": (296, 226),
    "ball": (298, 228),
    "squat": (312, 232),
    "pear": (336, 216),
    "egg": (304, 222),
    "tall": (290, 212),
    "peach": (286, 222),
    "strawberry": (276, 218),
    "carrot": (252, 206),
    "onion": (314, 224),
    "pepper": (276, 222),
    "lemon": (282, 212),
    "aubergine": (334, 214),
    "avocado": (334, 214),
}


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
            px = MID + i * 52
            s.line(line((MID + i * 12, 90), (px + i * 8, 286), (MID + i * 14, 486)), darker(s.main, 0.42), 15, 0.75)
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
            sym(
                [
                    (MID, y - 20),
                    (320, y - 8),
                    (360, y + 60, 0),
                    (318, y + 44),
                    (300, y + 92, 0),
                    (270, y + 50),
                    (MID, y + 88, 0),
                ]
            ),
            "#5f8f3f",
            "leaf",
        )
        s.cord(line((MID, y - 8), (MID + 8, y - 36), (MID + 30, y - 54)), "#4f7d34", 24)
    elif top == "crown":
        s.part(
            poly(
                [
                    (212, y + 14),
                    (200, y - 52),
                    (232, y - 22),
                    (256, y - 64),
                    (280, y - 22),
                    (312, y - 52),
                    (300, y + 14),
                ]
            ),
            darker(s.main, 0.1),
        )
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
        outline = curve(
            [
                (172, 44),
                (204, 34),
                (222, 62),
                (246, 122),
                (330, 168),
                (402, 250),
                (424, 350),
                (438, 438),
                (424, 462),
                (392, 452),
                (330, 480),
                (240, 480),
                (150, 424),
                (102, 330),
                (104, 220),
                (144, 120),
            ]
        )
        s.surface(outline, volume=1.1)
        s.part(curve([(160, 66, 0), (164, 28), (196, 16), (220, 26), (224, 72, 0), (192, 80)]), "#8a6a2a", "wood")
        s.flat(curve([(424, 420), (444, 430), (444, 458), (420, 470), (396, 456, 0)]), "#6b4c1d", 0.95)
        s.line(line((214, 86), (280, 142), (360, 204), (410, 310), (424, 400)), darker(s.main, 0.3), 5, 0.45)
        s.line(
            line((168, 110), (124, 200), (118, 300), (160, 400), (240, 456), (330, 466)), darker(s.main, 0.3), 5, 0.45
        )
        for x, y in ((150, 160), (350, 440), (128, 330), (190, 120), (386, 420)):
            s.flat(ellipse(x, y, 7, 4).turn(40, x, y), "#7a5c1e", 0.6)
        s.face(258, 296, 208)
        return
    if kind == "corn":
        ear = sym([(MID, 20), (320, 56), (384, 180), (392, 330), (346, 460), (MID, 494)])
        s.surface(ear, volume=1.1)
        with s.inside(ear):
            for row in range(13):
                for column in range(-4, 5):
                    px, py = MID + column * 34 + 17 * (row % 2), 34 + row * 36
                    s.line(ellipse(px, py, 16, 16), darker(s.main, 0.3), 2.5, 0.4)
        husk = curve([(MID, 506), (170, 484), (80, 380), (50, 190, 0), (116, 250), (138, 340), (190, 430)])
        s.part(husk.pair, GREEN, "leaf")
        s.glow(MID, 246, 116, 126, s.main, 0.85)
        s.face(MID, 250, 204)
        return
    if kind == "chilli":
        s.surface(
            curve(
                [
                    (150, 110),
                    (256, 84),
                    (362, 112),
                    (412, 220),
                    (400, 330),
                    (350, 420),
                    (290, 470),
                    (180, 496),
                    (84, 470, 0),
                    (176, 446),
                    (150, 400),
                    (112, 300),
                    (106, 190),
                ]
            )
        )
        s.part(
            curve([(124, 130), (140, 80), (256, 54), (372, 80), (388, 130), (330, 124), (256, 136), (182, 124)]),
            GREEN,
            "leaf",
        )
        s.cord(line((256, 66), (262, 36), (306, 14)), "#4d7c2d", 22)
        s.face(256, 272, 216)
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
    if kind == "papaya":
        outline = sym(ROUND["avocado"])
        s.surface(outline, mix(s.main, "#e6c23a", 0.5))
        s.part(outline.scale(0.9, 0.92, 256, 270), s.main, "fruit")
        for i in range(26):
            px, py = polar(MID, 130, 16 + (i * 13) % 40, i * 53)
            s.part(ellipse(px, py * 1.0, 9, 8), "#2b2418", "fruit")
        s.face(MID, 330, 208)
        return
    peel, pulp, core = {
        "citrus": (s.main, mix(s.main, "#fff3a0", 0.22), "#fff3d6"),
        "kiwi": ("#8a6436", s.own("#93c83d"), "#f2f4d0"),
        "coconut": ("#6f4a2c", "#fbf6ea", "#f1ead8"),
    }[kind]
    s.surface(ellipse(MID, 272, 216, 212), peel)
    if kind != "coconut":
        s.flat(ellipse(MID, 272, 196, 192), lighter(peel, 0.65) if kind == "citrus" else pulp)
    if kind == "citrus":
        for i in range(10):
            wedge = rounded(
                (polar(MID, 272, 34, i * 36), polar(MID, 272, 180, i * 36 - 15.4), polar(MID, 272, 180, i * 36 + 15.4)),
                20,
            )
            s.part(wedge, pulp, "fruit", volume=0.4)
        s.surface(ellipse(MID, 280, 142, 146), mix(pulp, "#e8c46a", 0.25), "fruit", volume=0.6)
    elif kind == "kiwi":
        for i in range(24):
            s.flat(leaf(*polar(MID, 272, 146, i * 15), 22, 12, i * 15), "#2b2418")
        s.glow(MID, 272, 120, 120, core, 0.7)
    else:
        for i in range(30):
            s.line(line(polar(MID, 272, 202, i * 12), polar(MID, 272, 216, i * 12 + 5)), "#4a2e18", 4, 0.7)
        s.part(ellipse(MID, 272, 186, 182), pulp, "fruit", volume=0.5)
    s.face(
        MID,
        286,
        226,
        skin=mix(pulp, "#e8c46a", 0.25) if kind == "citrus" else pulp if kind != "kiwi" else mix(pulp, core, 0.6),
    )


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


def bean(s: Sheet, *, peanut: bool = False, acorn: bool = False) -> None:
    """A bean, a peanut or an acorn."""
    if peanut:
        shell = sym([(MID, 14), (340, 36), (376, 116), (352, 176), (400, 260), (418, 360), (366, 464), (MID, 494)])
        s.surface(shell, s.main, "wood", volume=1.2)
        with s.inside(shell):
            for i in range(-5, 6):
                if abs(i) != 1 and i:
                    s.line(
                        line((MID + i * 22, 20), (MID + i * 30, 250), (MID + i * 26, 490)), darker(s.main, 0.3), 4, 0.4
                    )
            for y in (60, 110, 450):
                s.line(line((120, y), (MID, y + 14), (392, y)), darker(s.main, 0.3), 4, 0.4)
        s.face(MID, 334, 208)
        return
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
            (150, 70),
            (290, 34),
            (410, 110),
            (450, 260),
            (396, 410),
            (280, 484),
            (160, 470),
            (104, 410),
            (124, 340),
            (142, 262),
            (118, 180),
            (108, 110),
        ]
    )
    s.surface(outline, volume=1.2)
    s.part(
        curve([(118, 200), (146, 214), (158, 262), (146, 314), (124, 330), (138, 262)]), lighter(s.main, 0.55), "wood"
    )
    s.face(290, 264, 212)


def stalks(s: Sheet) -> None:
    """Rhubarb: three red stalks, each under a great crinkled leaf."""
    for x, y, lean in ((96, 176, -26), (416, 176, 26), (MID, 150, 0)):
        blade = scallop(x, y - 60, 104, 96, 11, 0.1).turn(lean, x, y)
        s.surface(blade, GREEN, "leaf")
        for dx in (-46, 0, 46):
            s.line(line((x, y + 20), (x + dx * 0.6 + lean, y - 60), (x + dx + lean * 2, y - 128)), s.main, 6, 0.75)
    for x, lean in ((124, -20), (388, 20)):
        s.surface(tube([(x + lean, 190), (x, 340), (x - lean * 0.6, 512)], [66, 92, 84]), darker(s.main, 0.08))
        s.line(line((x + lean - 12, 220), (x - 14, 340), (x - lean * 0.6 - 12, 500)), lighter(s.main, 0.4), 6, 0.5)
    s.surface(tube([(MID, 180), (MID, 330), (MID, 512)], [150, 272, 250]), s.main, volume=1.1)
    for x in (150, 362):
        s.line(line((x, 300), (x - 2, 400), (x + 4, 500)), lighter(s.main, 0.4), 6, 0.5)
    s.face(MID, 338, 208)


def root(s: Sheet) -> None:
    """Ginger: a knob with knobs."""
    for x, y, rx, ry, turn in (
        (110, 190, 90, 62, 30),
        (400, 170, 84, 62, -34),
        (120, 420, 80, 54, -30),
        (410, 410, 84, 56, 26),
        (270, 90, 62, 70, 8),
    ):
        s.surface(ellipse(x, y, rx, ry).turn(turn, x, y), s.main)
    s.surface(
        curve([(100, 220), (180, 140), (330, 136), (420, 220), (424, 340), (350, 440), (180, 444), (96, 350)]),
        s.main,
        volume=1.1,
    )
    for x, y in ((80, 170), (440, 150), (430, 430), (90, 430), (270, 50)):
        s.line(line((x - 20, y + 6), (x, y), (x + 20, y + 8)), darker(s.main, 0.35), 5, 0.5)
    s.face(260, 296, 214)


def spear(s: Sheet) -> None:
    """Asparagus: a spear with scales."""
    s.surface(sym([(MID, 8, 0), (330, 90), (388, 190), (384, 510, 0), (MID, 512)]), s.main, "leaf", volume=1.1)
    for x, y, w, h in (
        (256, 130, 90, 120),
        (176, 190, 80, 100),
        (336, 190, 80, 100),
        (150, 470, 60, 80),
        (366, 480, 60, 80),
    ):
        s.part(leaf(x, y, h, w, 0), mix(s.main, s.accent, 0.5), "leaf")
    s.face(MID, 320, 208)


def halo_of_petals(
    s: Sheet, cx: float, cy: float, count: int, inner: float, length: float, width: float, colour: str
) -> Shape:
    """Petals all round a point; draws them and answers with their outline."""
    petals = ring(cx, cy, count, lambda a: leaf(*polar(cx, cy, inner, a), length, width, a))
    for part in petals.parts:
        s.part(Shape((part,)), colour, "leaf")
    return petals
