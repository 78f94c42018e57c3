"""Things to eat."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    poly,
    quad,
    scallop,
    slab,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

CRUST = "#b9783a"


def sprinkle(s: Sheet, places: list[tuple[float, float]], colours: tuple[str, ...]) -> None:
    """Small coloured rods."""
    for i, (x, y) in enumerate(places):
        s.line(line((x - 8, y), (x + 8, y)).turn(i * 47, x, y), colours[i % len(colours)], 8)


PARTY = ("#e8457a", "#3fa7d6", "#f6c52e", "#59b368", "#fbf7ee")


def loaf(s: Sheet, *, kind: str = "slice") -> None:
    """Bread: a slice, a toast with butter, a baguette, a croissant, a bun, a pretzel."""
    crumb = lighter(s.main, 0.55)
    if kind == "slice":
        crust = curve(
            [
                (76, 200),
                (46, 120),
                (110, 56),
                (256, 44),
                (402, 56),
                (466, 120),
                (436, 200),
                (444, 470),
                (420, 488),
                (92, 488),
                (68, 470),
            ]
        )
        s.surface(crust, s.main, "dough")
        s.part(crust.scale(0.9, 0.92, MID, 270), crumb, "dough", volume=0.4)
        for x, y in ((120, 130), (390, 140), (110, 420), (400, 400), (256, 92), (330, 446), (170, 440)):
            s.flat(ellipse(x, y, 7, 5), s.main, 0.4)
        s.face(MID, 290, 226, skin=crumb, material="dough")
        return
    if kind == "bun":
        s.surface(
            sym([(MID, 74), (390, 100), (486, 250), (470, 400), (390, 460), (MID, 470)]), s.main, "dough", volume=1.2
        )
        for x, y in ((150, 130), (200, 104), (256, 116), (310, 100), (360, 132), (410, 190), (104, 190)):
            s.flat(leaf(x, y, 18, 11, x), "#fff3d0", 0.95)
        s.face(MID, 300, 226)
        return
    if kind == "baguette":
        s.surface(
            sym([(MID, 20), (340, 50), (398, 180), (402, 340), (350, 470), (MID, 496)]), s.main, "dough", volume=1.2
        )
        for y in (74, 128, 430, 474):
            s.line(line((190, y + 16), (256, y - 2), (330, y - 18)), lighter(s.main, 0.55), 20, 0.9)
        s.face(MID, 276, 214)
        return
    if kind == "croissant":
        s.surface(
            curve(
                [
                    (14, 400),
                    (30, 260),
                    (120, 120),
                    (256, 76),
                    (392, 120),
                    (482, 260),
                    (498, 400),
                    (470, 446),
                    (420, 420),
                    (376, 440),
                    (330, 452),
                    (256, 446),
                    (182, 452),
                    (136, 440),
                    (92, 420),
                    (42, 446),
                ]
            ),
            s.main,
            "dough",
            volume=1.2,
        )
        for a, b, c in (((150, 110), (130, 200), (140, 300)), ((92, 170), (70, 260), (84, 360))):
            s.line(line(a, b, c).pair, darker(s.main, 0.35), 8, 0.6)
        s.line(line((210, 90), (256, 110), (302, 90)), lighter(s.main, 0.4), 9, 0.6)
        s.face(MID, 280, 214)
        return
    s.cord(
        line((256, 420), (400, 330), (440, 190), (340, 70), (256, 130), (172, 70), (72, 190), (112, 330), (256, 420)),
        s.main,
        62,
    )  # a pretzel
    s.cord(line((180, 440), (256, 320), (332, 440)), s.main, 54)
    s.surface(ellipse(MID, 258, 142, 146), s.main, "dough")
    for x, y in ((90, 150), (120, 110), (390, 120), (424, 200), (90, 240), (150, 400), (360, 400)):
        s.flat(slab(x, y, x + 12, y + 10, 3), "#fffaf0", 0.95)
    s.face(MID, 268, 200)


def cake(s: Sheet, *, kind: str = "cake") -> None:
    """A cake with candles, a cupcake, a pie, a pudding."""
    if kind == "cupcake":
        s.surface(sym([(MID, 250, 0), (420, 250, 0), (368, 486, 0), (MID, 490)]), s.accent, "paper")
        for x in range(-140, 141, 35):
            s.line(line((MID + x, 262), (MID + x * 0.78, 480)), darker(s.accent, 0.3), 4, 0.4)
        for y, half in ((240, 200), (180, 158), (120, 108)):
            s.surface(slab(MID - half, y - 46, MID + half, y + 46, 46), mix(s.main, "#ffffff", 0.1), "dough")
        s.surface(ellipse(MID, 64, 36, 34), "#d6332e", "fruit")
        s.surface(
            sym([(MID, 180), (370, 220), (392, 310), (344, 410), (MID, 440)]),
            lighter(s.accent, 0.15),
            "paper",
            volume=0.6,
        )
        sprinkle(s, [(110, 236), (150, 180), (200, 120), (310, 118), (366, 184), (402, 240), (256, 150)], PARTY)
        s.face(MID, 326, 208, skin=lighter(s.accent, 0.15), material="dough")
        return
    if kind == "pie":
        s.surface(sym([(MID, 330, 0), (480, 330, 0), (420, 470), (MID, 480)]), "#a9b2bc", "metal")
        s.surface(sym([(MID, 70), (390, 96), (476, 220), (486, 340), (MID, 390)]), s.main, "dough", volume=1.2)
        s.surface(scallop(MID, 350, 238, 40, 17, 0.16), mix(s.main, CRUST, 0.3), "dough")
        for x in (-70, 0, 70):
            s.flat(leaf(MID + x, 142, 40, 16, x * 0.4), darker(s.main, 0.45), 0.7)
        s.face(MID, 252, 206)
        return
    if kind == "pudding":
        s.surface(ellipse(MID, 452, 230, 40), "#eef1f2", "porcelain")
        s.surface(sym([(MID, 84), (350, 90), (392, 150), (448, 440, 0), (MID, 466)]), s.main, "glass", volume=1.1)
        s.surface(
            curve(
                [
                    (112, 200),
                    (130, 120),
                    (180, 84),
                    (332, 84),
                    (382, 120),
                    (400, 200),
                    (380, 240),
                    (352, 190),
                    (310, 176),
                    (256, 164),
                    (202, 176),
                    (160, 196),
                    (140, 250),
                ]
            ),
            s.accent,
            "porcelain",
        )
        s.face(MID, 306, 210)
        return
    for i, x in enumerate((176, 256, 336)):
        s.part(slab(x - 9, 60, x + 9, 150, 5), PARTY[i], "plastic")
        s.part(leaf(x, 62, 44, 24, 0), "#f9b233", "light")
    s.surface(ellipse(MID, 468, 232, 26), "#eef1f2", "porcelain")
    s.surface(slab(50, 150, 462, 470, 34), s.main, "dough")
    s.surface(
        curve(
            [
                (44, 170),
                (80, 132),
                (256, 124),
                (432, 132),
                (468, 170),
                (466, 240),
                (430, 250),
                (400, 206),
                (366, 226),
                (330, 190),
                (256, 182),
                (182, 190),
                (146, 226),
                (112, 206),
                (82, 250),
                (46, 240),
            ]
        ),
        s.accent,
        "porcelain",
    )
    sprinkle(s, [(80, 160), (130, 150), (190, 160), (256, 148), (320, 160), (380, 152), (432, 164)], PARTY)
    s.face(MID, 330, 220)


def round_bake(s: Sheet, *, kind: str = "cookie") -> None:
    """A cookie, a donut, a stack of pancakes, a pizza, a waffle."""
    if kind == "donut":
        s.surface(ellipse(MID, 264, 224, 216), "#d79a55", "dough", volume=1.2)
        s.surface(scallop(MID, 258, 204, 194, 9, 0.06), s.main, "porcelain", volume=1.1)
        sprinkle(s, [polar(MID, 258, 168 + (i % 3) * 14, i * 19) for i in range(19)], PARTY)
        s.line(line((206, 128), (256, 112), (306, 128)), darker(s.main, 0.3), 6, 0.0)
        s.face(MID, 272, 220)
        return
    if kind == "pancake":
        for i, y in enumerate((440, 400, 360)):
            s.surface(ellipse(MID, y, 236, 52), mix(s.main, CRUST, 0.16 * i), "dough")
        s.surface(ellipse(MID, 238, 220, 190), s.main, "dough", volume=1.1)
        s.surface(
            curve(
                [
                    (60, 200),
                    (110, 110),
                    (256, 62),
                    (402, 110),
                    (452, 200),
                    (440, 280),
                    (410, 250),
                    (390, 180),
                    (330, 140),
                    (256, 128),
                    (182, 140),
                    (122, 180),
                    (104, 300),
                    (76, 270),
                ]
            ),
            "#c67a1f",
            "glass",
        )
        s.part(quad((214, 66), (290, 52), (304, 104), (226, 118), 10), "#fbe58a", "plastic")
        s.face(MID, 268, 220)
        return
    if kind == "pizza":
        s.surface(
            curve([(26, 90), (256, 24), (486, 90), (490, 150), (480, 160), (256, 96), (32, 160), (20, 150)]),
            CRUST,
            "dough",
            volume=1.2,
        )
        s.surface(curve([(36, 146, 0), (256, 84), (476, 146, 0), (262, 506), (250, 506)]), s.own("#f4c542"), "dough")
        for x, y, r in ((120, 168, 32), (392, 168, 32), (256, 122, 26), (254, 442, 24)):
            s.part(ellipse(x, y, r), "#c33a2c", "fruit")
        for x, y in ((180, 140), (326, 136), (232, 474)):
            s.flat(leaf(x, y + 12, 30, 18, 40), "#4f8a3c")
        s.face(MID, 270, 196, skin=s.own("#f4c542"), material="dough")
        return
    outline = scallop(MID, 266, 218, 214, 15, 0.03)
    s.surface(outline, s.main, "dough", volume=0.9)
    for i in range(15):
        px, py = polar(MID, 266, 162 + 22 * (i % 2), 24 * i)
        s.part(ellipse(px, py, 16 + i % 3 * 3, 14), "#4a2c1c" if not s.named else s.accent, "dough")
    s.face(MID, 274, 220)


def gingerbread(s: Sheet) -> None:
    """A gingerbread man; his head is most of him."""
    s.surface(
        curve(
            [
                (200, 360, 0),
                (60, 380),
                (40, 430),
                (80, 460),
                (190, 440),
                (180, 530, 0),
                (332, 530, 0),
                (322, 440),
                (432, 460),
                (472, 430),
                (452, 380),
                (312, 360, 0),
            ]
        ),
        s.main,
        "dough",
    )
    s.surface(ellipse(MID, 226, 194, 188), s.main, "dough")
    s.line(line((110, 140), (160, 84), (256, 54), (352, 84), (402, 140)), "#fffaf0", 9)
    for y in (440, 482):
        s.part(ellipse(MID, y, 15), "#d6332e", "plastic")
    s.line(line((70, 404), (80, 446)).pair, "#fffaf0", 9)
    s.face(MID, 240, 220)


def burger(s: Sheet, *, kind: str = "hamburger") -> None:
    """Layers: a hamburger, a sandwich, a hot dog, a taco."""
    if kind == "hotdog":
        s.surface(slab(26, 130, 300, 500, 130).turn(0), CRUST, "dough")
        s.surface(slab(212, 130, 486, 500, 130), CRUST, "dough")
        s.surface(
            sym([(MID, 20), (346, 46), (386, 150), (388, 350), (346, 470), (MID, 500)]),
            s.own("#c2502e"),
            "skin",
            volume=1.2,
        )
        s.line(line((190, 70), (300, 90), (210, 120), (300, 142)), "#f6c52e", 15)
        s.line(line((210, 436), (310, 450), (220, 474)), "#f6c52e", 15)
        s.face(MID, 284, 208, skin=s.own("#c2502e"))
        return
    if kind == "taco":
        for i in range(9):
            x, y = polar(MID, 400, 300, -76 + i * 19)
            s.part(scallop(x, y + 20, 50, 44, 6, 0.14), ("#6fae3c", "#d6432f", "#f4c542")[i % 3], "leaf")
        s.surface(
            curve([(16, 440, 0), (40, 270), (130, 130), (256, 88), (382, 130), (472, 270), (496, 440, 0), (256, 470)]),
            s.main,
            "dough",
        )
        for x, y in ((90, 330), (424, 340), (120, 410), (390, 410), (256, 120), (160, 180), (350, 180)):
            s.flat(ellipse(x, y, 8, 6), darker(s.main, 0.35), 0.45)
        s.face(MID, 306, 216)
        return
    if kind == "sandwich":
        for y, colour in ((446, s.main), (410, "#6fae3c"), (382, "#f7b3a6"), (356, "#f4c542")):
            s.surface(
                curve(
                    [
                        (30, y - 20, 0),
                        (482, y - 20, 0),
                        (490, y + 14),
                        (440, y + 36),
                        (256, y + 26),
                        (80, y + 38),
                        (22, y + 14),
                    ]
                ),
                colour,
                "dough",
            )
        s.surface(
            curve(
                [(30, 340), (20, 280), (90, 120), (256, 44), (422, 120), (492, 280), (482, 340), (440, 362), (72, 362)]
            ),
            s.main,
            "dough",
        )
        s.part(
            curve([(60, 326), (110, 150), (256, 76), (402, 150), (452, 326), (420, 340), (92, 340)]),
            lighter(s.main, 0.5),
            "dough",
            volume=0.4,
        )
        s.face(MID, 236, 204, skin=lighter(s.main, 0.5), material="dough")
        return
    s.surface(slab(40, 396, 472, 490, 40), s.main, "dough")
    s.surface(slab(30, 360, 482, 424, 30), "#6b3a22", "dough")
    s.surface(
        curve(
            [
                (34, 350, 0),
                (478, 350, 0),
                (440, 380),
                (400, 366),
                (360, 406),
                (310, 366),
                (256, 372),
                (190, 366),
                (140, 400),
                (90, 368),
            ]
        ),
        "#f4c542",
        "plastic",
    )
    s.surface(scallop(MID, 344, 236, 24, 19, 0.22), "#6fae3c", "leaf")
    s.surface(slab(40, 312, 472, 346, 16), "#d6432f", "fruit")
    s.surface(sym([(MID, 40), (390, 66), (480, 200), (484, 300), (440, 326), (MID, 330)]), s.main, "dough", volume=1.2)
    for x, y in ((150, 90), (206, 68), (306, 66), (362, 92), (420, 160), (92, 160), (256, 54)):
        s.flat(leaf(x, y + 8, 18, 11, x), "#fff3d0", 0.95)
    s.face(MID, 212, 210)


def sushi(s: Sheet) -> None:
    """A rice ball with a slice of fish and a belt of seaweed."""
    s.surface(slab(60, 170, 452, 486, 96), "#fbf7ee", "dough")
    for i in range(26):
        x, y = 80 + (i * 97) % 360, 380 + (i * 53) % 100
        s.flat(leaf(x, y, 16, 9, i * 50), "#e3ddcf", 0.9)
    s.surface(
        curve([(24, 190), (60, 100), (256, 62), (452, 100), (488, 190), (450, 220), (256, 176), (62, 220)]),
        s.own("#f28c5a"),
        "skin",
    )
    for x in (110, 190, 322, 402):
        s.line(line((x - 14, 96), (x + 10, 140), (x + 4, 186)), lighter(s.own("#f28c5a"), 0.55), 7, 0.8)
    s.part(slab(218, 62, 294, 182, 8), "#25352c", "leaf")
    s.part(slab(60, 450, 452, 488, 18), "#25352c", "leaf", volume=0.3)
    s.face(MID, 318, 224, skin="#fbf7ee", material="dough")


def egg(s: Sheet, *, kind: str = "egg") -> None:
    """An egg in its cup, a fried one, or a painted one."""
    if kind == "fried":
        s.surface(
            curve(
                [
                    (30, 280),
                    (60, 160),
                    (150, 120),
                    (200, 50),
                    (320, 66),
                    (380, 130),
                    (470, 170),
                    (490, 300),
                    (430, 380),
                    (390, 460),
                    (260, 470),
                    (160, 486),
                    (80, 410),
                ]
            ),
            "#fdfbf4",
            "porcelain",
        )
        s.surface(ellipse(MID, 274, 150, 148), s.main if s.named else "#f7b52c", "fruit", volume=1.3)
        s.face(MID, 280, 206, skin=s.main if s.named else "#f7b52c", material="fruit")
        return
    outline = sym([(MID, 26), (334, 54), (410, 190), (424, 320), (380, 440), (MID, 490)])
    s.surface(outline, s.main, "porcelain", volume=1.1)
    if kind == "easter":
        with s.inside(outline):
            s.line(
                line((60, 130), (120, 100), (180, 134), (240, 100), (300, 134), (360, 100), (440, 134)), s.accent, 14
            )
            s.flat(slab(40, 424, 480, 446), s.accent)
            for x in range(110, 420, 44):
                s.flat(ellipse(x, 80, 10), lighter(s.accent, 0.5))
                s.flat(ellipse(x, 470, 9), lighter(s.accent, 0.5))
    else:
        s.surface(
            sym([(MID, 420, 0), (402, 396), (432, 400), (384, 470), (330, 496), (MID, 500)]),
            "#8fb7d0" if not s.named else s.accent,
            "porcelain",
        )
        s.face(MID, 272, 214)
        return
    s.face(MID, 282, 216)


def cheese(s: Sheet) -> None:
    """A wedge with holes."""
    s.surface(
        curve([(20, 250, 0), (330, 60, 0), (492, 200, 0), (492, 230, 0), (20, 270, 0)]),
        lighter(s.main, 0.25),
        "plastic",
    )
    s.surface(curve([(20, 250, 0), (492, 200, 0), (492, 480, 0), (20, 480, 0)]), s.main, "plastic", volume=0.7)
    for x, y, r in (
        (70, 310, 30),
        (448, 270, 34),
        (60, 430, 26),
        (440, 430, 30),
        (330, 130, 24),
        (230, 170, 16),
        (108, 372, 14),
    ):
        s.part(ellipse(x, y, r, r * 0.86), darker(s.main, 0.22), "plastic")
    s.face(256, 350, 208)


def meat(s: Sheet, *, bacon: bool = False) -> None:
    """A steak with its bone, or rashers."""
    if bacon:
        rasher = curve(
            [(96, 14), (200, 30), (330, 10), (430, 30), (462, 120), (430, 210), (464, 310), (436, 410), (450, 496),
             (330, 484), (200, 502), (80, 486), (52, 400), (86, 300), (50, 200), (84, 110)]
        )  # fmt: skip
        s.surface(rasher, s.main, "skin", volume=0.9)
        with s.inside(rasher):
            for x, wide in ((72, 30), (164, 26), (356, 28), (446, 34)):
                stripe = tube([(x, -10), (x + 24, 110), (x - 14, 230), (x + 22, 340), (x, 520)], [wide] * 5)
                s.flat(stripe, "#f9dcc8", 0.95)
            s.flat(tube([(MID, -10), (MID + 18, 60), (MID - 8, 150)], [26, 24, 6]), "#f9dcc8", 0.9)
            s.flat(tube([(MID, 520), (MID - 14, 450), (MID + 8, 390)], [26, 24, 6]), "#f9dcc8", 0.9)
        s.face(MID, 270, 214, skin=lighter(s.main, 0.12))
        return
    s.surface(
        curve(
            [
                (40, 200),
                (100, 80),
                (250, 44),
                (400, 80),
                (484, 190),
                (470, 340),
                (380, 440),
                (250, 484),
                (120, 440),
                (50, 330),
            ]
        ),
        "#fbe9dc",
        "skin",
    )
    s.surface(
        curve(
            [
                (64, 206),
                (116, 104),
                (250, 70),
                (390, 104),
                (460, 196),
                (446, 330),
                (368, 416),
                (250, 456),
                (134, 416),
                (74, 324),
            ]
        ),
        s.main,
        "skin",
    )
    s.part(
        curve([(330, 96), (392, 80), (440, 110), (452, 160), (420, 176), (408, 132), (370, 122), (338, 128)]),
        "#fbf4e2",
        "stone",
    )
    for x in (96, 160, 352, 416):
        s.line(line((x - 26, 420), (x + 34, 120)), darker(s.main, 0.6), 15, 0.5)
    s.line(line((110, 150), (180, 110), (250, 96)), lighter(s.main, 0.45), 9, 0.5)
    s.face(250, 286, 218)


def carton(s: Sheet, *, kind: str = "fries") -> None:
    """Chips, popcorn, milk or juice in a carton."""
    if kind == "milk":
        s.surface(poly([(110, 160), (170, 60), (342, 60), (402, 160)]), lighter(s.main, 0.1), "paper")
        s.part(slab(164, 30, 348, 70, 4), darker(s.main, 0.1), "paper")
        s.surface(slab(106, 156, 406, 488, 8), s.main, "paper")
        s.flat(
            curve([(106, 430, 0), (180, 404), (256, 432), (330, 404), (406, 430, 0), (406, 486, 0), (106, 486, 0)]),
            s.accent,
        )
        s.face(MID, 296, 216)
        return
    if kind == "fries":
        for i in range(12):
            x = 106 + i * 27
            s.surface(
                slab(x - 14, 40 + (i * 37) % 70, x + 14, 260, 4).turn((i - 5.5) * 2.4, x, 260),
                "#f4c542" if not s.named else s.main,
                "dough",
            )
        body = s.accent if s.named else "#d6332e"
        s.surface(
            curve([(76, 180, 0), (150, 214), (256, 226), (362, 214), (436, 180, 0), (396, 488, 0), (116, 488, 0)]),
            body,
            "paper",
        )
        s.face(MID, 346, 208, skin=body, material="paper")
        return
    for i in range(17):
        x, y = 96 + (i * 83) % 330, 60 + (i * 41) % 110
        s.surface(scallop(x, y, 42, 38, 5, 0.14, i * 20), "#fdf3d2", "dough")
    outline = curve([(70, 160, 0), (442, 160, 0), (400, 488, 0), (112, 488, 0)])
    s.surface(outline, "#fbf7ee", "paper")
    with s.inside(outline):
        for x in (-150, -50, 50, 150):
            s.flat(
                quad((MID + x - 26, 150), (MID + x + 26, 150), (MID + x * 0.8 + 20, 500), (MID + x * 0.8 - 20, 500)),
                s.main if s.named else "#d6332e",
                0.95,
            )
    s.glow(MID, 320, 140, 136, "#fbf7ee", 1.0)
    s.face(MID, 322, 208, skin="#fbf7ee", material="paper")


def ice(s: Sheet) -> None:
    """Ice cream in a cone; the face is in the big scoop."""
    s.surface(sym([(MID, 330, 0), (370, 320, 0), (276, 506), (MID, 512)]), "#d79a55", "dough")
    with s.inside(sym([(MID, 330, 0), (370, 320, 0), (276, 506), (MID, 512)])):
        for i in range(-6, 7):
            s.line(line((MID + i * 36 - 100, 300, 0), (MID + i * 36 + 100, 520, 0)), "#a8692f", 4, 0.5)
            s.line(line((MID + i * 36 + 100, 300, 0), (MID + i * 36 - 100, 520, 0)), "#a8692f", 4, 0.5)
    s.surface(ellipse(MID, 90, 96, 76), s.accent, "dough")
    s.surface(
        curve(
            [
                (70, 240),
                (110, 110),
                (256, 64),
                (402, 110),
                (442, 240),
                (436, 340),
                (400, 380),
                (372, 352),
                (330, 392),
                (290, 366),
                (256, 396),
                (214, 366),
                (170, 388),
                (140, 352),
                (104, 376),
                (76, 330),
            ]
        ),
        s.main,
        "dough",
        volume=1.1,
    )
    sprinkle(s, [(200, 60), (256, 44), (310, 66), (120, 170), (394, 176)], PARTY)
    s.face(MID, 244, 218)


def sweet(s: Sheet, *, kind: str = "candy") -> None:
    """Wrapped candy, a bar of chocolate, a marshmallow, a block of butter or tofu."""
    if kind == "candy":
        for k in (-1, 1):
            s.surface(
                curve(
                    [
                        (MID + k * 150, 262, 0),
                        (MID + k * 196, 176),
                        (MID + k * 244, 150, 0),
                        (MID + k * 232, 262),
                        (MID + k * 244, 376, 0),
                        (MID + k * 196, 350),
                    ]
                ),
                s.accent,
                "plastic",
            )
        s.surface(ellipse(MID, 262, 176, 176), s.main, "plastic", volume=1.2)
        with s.inside(ellipse(MID, 262, 176, 176)):
            for i in range(3):
                s.line(line(*[polar(MID, 262, 190 - j * 8, i * 120 + j * 14) for j in range(6)]), s.accent, 17, 0.9)
        s.face(MID, 268, 212)
        return
    if kind == "chocolate":
        s.surface(slab(92, 30, 420, 488, 14), s.main, "plastic")
        for y in (40, 130):
            for x in (104, 208, 312):
                s.part(slab(x, y, x + 96, y + 80, 8), lighter(s.main, 0.08), "plastic")
        s.surface(
            poly(
                [
                    (76, 220),
                    (110, 204),
                    (146, 222),
                    (184, 204),
                    (220, 222),
                    (256, 204),
                    (292, 222),
                    (330, 204),
                    (366, 222),
                    (402, 204),
                    (436, 220),
                    (436, 490),
                    (76, 490),
                ]
            ),
            s.accent,
            "paper",
        )
        s.face(MID, 350, 216, skin=s.accent, material="paper")
        return
    if kind == "marshmallow":
        s.surface(slab(70, 70, 442, 484, 90), s.main, "dough", volume=1.2)
        s.part(ellipse(MID, 108, 160, 40), lighter(s.main, 0.4), "dough")
        s.face(MID, 306, 222)
        return
    s.surface(quad((40, 180), (150, 90), (490, 90), (430, 180), 10), lighter(s.main, 0.3), "plastic")
    s.surface(quad((430, 176), (492, 92), (492, 400), (430, 484), 8), darker(s.main, 0.14), "plastic")
    s.surface(slab(30, 170, 436, 486, 18), s.main, "plastic")
    s.face(232, 326, 222)


def shaker(s: Sheet, *, squeeze: bool = False) -> None:
    """Salt and pepper, or a bottle of sauce."""
    if squeeze:
        s.surface(sym([(MID, 16), (276, 20), (290, 110, 0), (MID, 116)]), lighter(s.main, 0.3), "plastic")
        s.surface(slab(170, 100, 342, 140, 12), lighter(s.main, 0.3), "plastic")
        s.surface(sym([(MID, 130), (350, 136), (400, 210), (396, 440), (376, 486), (MID, 490)]), s.main, "plastic")
        s.face(MID, 300, 214)
        return
    s.surface(sym([(MID, 30), (330, 44), (366, 130, 0), (MID, 140)]), "#a9b2bc", "metal")
    for x, y in ((216, 84), (256, 70), (296, 84), (236, 110), (276, 110)):
        s.flat(ellipse(x, y, 7), "#33363f")
    s.surface(sym([(MID, 130, 0), (368, 126, 0), (420, 300), (440, 470), (400, 490), (MID, 492)]), s.main, "glass")
    s.face(MID, 320, 214)


def noodles(s: Sheet) -> None:
    """A nest of pasta on a plate."""
    s.surface(ellipse(MID, 400, 240, 90), "#eef1f2", "porcelain")
    for i in range(14):
        r = 200 - i * 9
        s.cord(ellipse(MID + (i % 3 - 1) * 18, 262 + (i % 2) * 12, r, r * 0.86), mix(s.main, CRUST, 0.12 * (i % 3)), 20)
    s.surface(ellipse(MID, 268, 130, 136), s.main, "dough", volume=0.8)
    s.surface(
        curve(
            [
                (150, 140),
                (180, 80),
                (256, 56),
                (332, 80),
                (362, 140),
                (330, 166),
                (290, 140),
                (256, 164),
                (220, 138),
                (184, 170),
            ]
        ),
        "#c33a2c",
        "fruit",
    )
    s.part(ellipse(300, 84, 34), "#7a3f24", "dough")
    s.face(MID, 276, 200)


def dumpling(s: Sheet) -> None:
    """A pleated dumpling in its steamer."""
    s.surface(ellipse(MID, 452, 238, 52), "#c99a55", "wood")
    s.surface(ellipse(MID, 436, 212, 40), "#e8cf9a", "wood")
    s.surface(sym([(MID, 60), (320, 92), (430, 210), (446, 340), (380, 440), (MID, 458)]), s.main, "dough", volume=1.2)
    for k in (-1, 1):
        for dx in (26, 66, 108):
            s.line(
                line((MID + k * 4, 70), (MID + k * dx, 110), (MID + k * dx * 1.5, 176)), darker(s.main, 0.35), 6, 0.5
            )
    s.part(ellipse(MID, 66, 30, 20), darker(s.main, 0.08), "dough")
    s.face(MID, 302, 220)


def burrito(s: Sheet) -> None:
    """A wrap in foil with its filling on top."""
    for i, tint in enumerate(("#7ab54f", "#d9402f", "#6a3a28", "#f7d32f", "#7ab54f", "#f5ead5")):
        s.part(ellipse(164 + i * 37, 64 + 10 * (i % 2), 40, 34), tint, "leaf")
    s.surface(slab(112, 56, 400, 420, 70), s.main, "dough", volume=1.1)
    for x, y in ((140, 130), (360, 110), (376, 300), (132, 320)):
        s.flat(ellipse(x, y, 16, 11), darker(s.main, 0.4), 0.45)
    foil = curve([(96, 396, 0), (160, 420), (220, 396, 0), (290, 424), (350, 398, 0), (416, 416, 0), (400, 512, 0),
                  (112, 512, 0)])  # fmt: skip
    s.surface(foil, "#c9d0d8", "metal")
    for x in (150, 220, 300, 360):
        s.line(line((x, 430), (x + 20, 460), (x - 6, 500)), "#8a929c", 4, 0.6)
    s.face(MID, 252, 214, material="dough")


def lollipop(s: Sheet) -> None:
    """A swirl of sugar on a stick."""
    s.surface(slab(240, 420, 272, 520, 8), "#fbf4e2", "paper")
    s.surface(ellipse(MID, 236, 222, 218), s.main, "glass", volume=1.2)
    swirl = [polar(MID, 236, 40 + i * 9.4, i * 38) for i in range(19)]
    s.line(line(*swirl), s.accent, 26, 0.85)
    s.surface(ellipse(MID, 244, 132, 130), lighter(s.main, 0.15), "plastic", volume=0.5)
    s.face(MID, 250, 206, skin=lighter(s.main, 0.15))
