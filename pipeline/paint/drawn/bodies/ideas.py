"""What cannot be seen, as the sign that people draw for it."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    heart,
    leaf,
    line,
    polar,
    poly,
    quad,
    scallop,
    slab,
    spikes,
    star,
    sym,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

DARK = "#33363f"


def love(s: Sheet, *, broken: bool = False) -> None:
    """A heart."""
    s.glow(MID, 270, 256, 240, lighter(s.main, 0.5), 0.5)
    s.surface(heart(MID, 266, 450), s.main, "plastic", volume=1.2)
    if broken:
        s.line(line((256, 150, 0), (230, 110, 0), (266, 90, 0), (250, 60, 0)), darker(s.main, 0.6), 7)
    for x, y, size in ((70, 440, 50), (446, 430, 64), (474, 60, 40)):
        s.part(heart(x, y, size), lighter(s.main, 0.25), "plastic")
    s.face(MID, 256, 218)


def feeling(s: Sheet, *, kind: str = "happiness") -> None:
    """A head with the weather of the feeling around it."""
    if kind == "sadness":
        s.surface(
            sym([(MID, 20, 0), (312, 130), (400, 250), (424, 350), (376, 450), (MID, 490)]), s.main, "glass", volume=1.2
        )
        for x, y in ((60, 380), (446, 330), (70, 160), (436, 140)):
            s.part(leaf(x, y + 30, 54, 30, 0), lighter(s.main, 0.2), "glass")
        s.face(MID, 334, 216, material="skin")
        return
    if kind == "anger":
        for i in range(9):
            s.surface(
                leaf(*polar(MID, 262, 130, -88 + i * 22), 120 + 20 * (i % 2), 70, -80 + i * 20),
                s.accent if i % 2 else mix(s.main, s.accent, 0.5),
                "light",
            )
        s.surface(ellipse(MID, 296, 186, 180), s.main, "skin", volume=1.2)
        s.face(MID, 304, 224)
        return
    if kind == "fear":
        s.surface(spikes(MID, 266, 204, 204, 22, 0.14), s.main, "vapour")
        s.glow(MID, 266, 150, 150, lighter(s.main, 0.3), 0.8)
        s.face(MID, 274, 214, material="skin")
        return
    if kind == "courage":
        s.surface(sym([(MID, 24), (380, 60), (452, 50, 0), (456, 240), (390, 400), (MID, 500, 0)]), s.main, "metal")
        s.line(sym([(MID, 54), (372, 86), (424, 80, 0), (428, 236), (368, 384), (MID, 464, 0)]), s.accent, 11)
        s.face(MID, 238, 220)
        return
    if kind == "curiosity":
        s.cord(line((400, 380), (486, 486)), "#8a5a33", 40)
        s.surface(ellipse(MID - 20, 246, 214, 212), s.main, "metal")
        s.surface(ellipse(MID - 20, 246, 176, 174), lighter(s.accent, 0.55), "glass")
        s.face(MID - 20, 254, 220, skin=lighter(s.accent, 0.55), material="glass")
        return
    if kind == "hunger":
        s.surface(ellipse(MID, 290, 236, 196), "#f3f1ea", "porcelain")
        s.line(ellipse(MID, 290, 214, 176), s.accent, 7)
        for x in (36, 476):
            s.cord(line((x, 70), (x, 240)), "#a9b2bc", 17)
        s.surface(ellipse(MID, 290, 160, 150), s.main, "dough", volume=1.1)
        s.face(MID, 296, 212)
        return
    if kind == "boredom":
        s.surface(
            sym([(MID, 130), (370, 140), (470, 260), (500, 440), (440, 490), (MID, 496)]), s.main, "dough", volume=1.2
        )
        s.face(MID, 318, 224)
        return
    for i in range(14):
        px, py = polar(MID, 262, 232, i * 360 / 14)
        s.flat(
            star(px, py, 20, 8, 5) if i % 2 else ellipse(px, py, 9), (s.accent, lighter(s.main, 0.4), "#f2557a")[i % 3]
        )
    s.surface(ellipse(MID, 264, 196, 194), s.main, "skin", volume=1.2)
    s.face(MID, 272, 224)


def coin(s: Sheet) -> None:
    """A stack of coins with one standing before it."""
    gold = s.main if s.named else "#e9b93a"
    for x, count in ((90, 5), (424, 4)):
        for i in range(count):
            s.surface(slab(x - 70, 450 - i * 34, x + 70, 486 - i * 34, 16), gold, "metal")
    s.surface(ellipse(MID, 262, 206, 206), gold, "metal")
    s.line(ellipse(MID, 262, 178, 178), darker(gold, 0.3), 7, 0.6)
    for i in range(40):
        s.line(line(polar(MID, 262, 192, i * 9), polar(MID, 262, 204, i * 9)), darker(gold, 0.3), 3, 0.5)
    s.face(MID, 270, 222, skin=gold, material="metal")


def eye(s: Sheet) -> None:
    """An almond with lashes; the face sits on the iris."""
    for i in range(9):
        s.cord(
            line(polar(MID, 420, 270, -50 + i * 12.5), polar(MID, 420, 330 + 40 * (i % 2), -54 + i * 13.5)), DARK, 11
        )
    s.surface(
        curve([(6, 290, 0), (120, 150), (256, 106), (392, 150), (506, 290, 0), (392, 430), (256, 470), (120, 430)]),
        "#fbf8f0",
        "glass",
        volume=1.0,
    )
    s.surface(ellipse(MID, 284, 150, 156), s.main, "glass", volume=1.1)
    s.face(MID, 290, 206, material="skin")


def flag(s: Sheet) -> None:
    """A flag on its pole."""
    s.cord(line((50, 40), (50, 512)), "#8a5a33", 20)
    s.part(ellipse(50, 32, 22), "#d9b04a", "metal")
    cloth = curve(
        [
            (58, 70, 0),
            (180, 40),
            (320, 84),
            (490, 56, 0),
            (496, 250),
            (486, 420, 0),
            (320, 446),
            (180, 404),
            (58, 432, 0),
        ]
    )
    s.surface(cloth, s.main, "fabric")
    with s.inside(cloth):
        s.flat(
            curve(
                [(58, 56, 0), (180, 30), (320, 74), (500, 44, 0), (500, 112, 0), (320, 142), (180, 98), (58, 126, 0)]
            ),
            s.accent,
        )
        s.flat(
            curve(
                [
                    (58, 372, 0),
                    (180, 344),
                    (320, 388),
                    (500, 360, 0),
                    (500, 440, 0),
                    (320, 460),
                    (180, 420),
                    (58, 446, 0),
                ]
            ),
            s.accent,
        )
    s.face(280, 256, 214, material="fabric")


def disc(s: Sheet) -> None:
    """A perfect circle."""
    s.surface(ellipse(MID, 262, 226, 226), s.main, "paper", volume=0.5)
    s.line(ellipse(MID, 262, 204, 204), s.accent, 6, 0.8)
    s.face(MID, 272, 226)


def globe(s: Sheet) -> None:
    """The net: a globe of lines with knots."""
    s.surface(ellipse(MID, 262, 220, 218), s.main, "glass", volume=1.1)
    with s.inside(ellipse(MID, 262, 220, 218)):
        for rx in (60, 140):
            s.line(ellipse(MID, 262, rx + 40, 218), lighter(s.main, 0.6), 4, 0.6)
        for y in (110, 186, 338, 414):
            s.line(line((20, y), (MID, y + (y - 262) * 0.16), (492, y)), lighter(s.main, 0.6), 4, 0.6)
    for deg in range(0, 360, 45):
        px, py = polar(MID, 262, 220, deg)
        s.part(ellipse(px, py, 17), s.accent, "light")
    s.glow(MID, 268, 140, 140, s.main, 0.9)
    s.face(MID, 270, 214)


def bubble(s: Sheet, *, thought: bool = False) -> None:
    """A speech bubble, or a cloud of thought."""
    if thought:
        for x, y, r in ((90, 440, 36), (46, 490, 19)):
            s.surface(ellipse(x, y, r, r * 0.85), s.main, "vapour")
        s.surface(scallop(270, 240, 226, 196, 9, 0.1), s.main, "vapour", volume=1.1)
        s.face(270, 252, 222, material="skin")
        return
    s.surface(
        curve(
            [
                (26, 230),
                (60, 90),
                (256, 36),
                (452, 90),
                (486, 230),
                (440, 370),
                (270, 414),
                (220, 410, 0),
                (100, 500, 0),
                (130, 390, 0),
                (60, 340),
            ]
        ),
        s.main,
        "paper",
        volume=0.8,
    )
    for x in (180, 256, 332):
        s.flat(ellipse(x, 96, 13), s.accent)
    s.face(MID, 254, 222)


def blackboard(s: Sheet) -> None:
    """A board with signs in chalk around the face."""
    s.surface(slab(16, 40, 496, 478, 10), "#a8743f", "wood")
    board = s.main if s.named else "#3f6b57"
    s.surface(slab(40, 64, 472, 454, 4), board, "stone", volume=0.4)
    chalk = "#f2f4ee"
    for x, y in ((84, 110), (428, 400)):
        s.line(line((x - 16, y), (x + 16, y)), chalk, 6, 0.9)
        s.line(line((x, y - 16), (x, y + 16)), chalk, 6, 0.9)
    s.line(line((410, 96), (442, 96)), chalk, 6, 0.9)
    s.line(line((410, 116), (442, 116)), chalk, 6, 0.9)
    s.line(poly([(62, 420), (112, 420), (86, 376)]), chalk, 5, 0.9)
    s.line(ellipse(430, 250, 22), chalk, 5, 0.9)
    s.line(line((66, 236), (84, 262), (112, 210)), chalk, 5, 0.9)
    s.part(slab(150, 466, 362, 490, 6), "#a8743f", "wood")
    s.face(MID, 266, 222, skin=lighter(board, 0.3), material="stone")


def apple_of_newton(s: Sheet) -> None:
    """Gravity: a stone that pulls small things down to it."""
    for x, y in ((90, 90), (200, 50), (330, 60), (430, 100)):
        s.line(line((x, y), (x + (256 - x) * 0.12, y + 46)), lighter(s.main, 0.4), 5, 0.7)
        s.part(ellipse(x + (256 - x) * 0.16, y + 64, 20), s.accent, "fruit")
    s.surface(ellipse(MID, 330, 196, 186), s.main, "stone", volume=1.3)
    s.face(MID, 330, 222)


def jigsaw(s: Sheet) -> None:
    """Logic and memory: a piece of a puzzle."""
    s.surface(
        curve(
            [
                (80, 130, 0),
                (196, 130, 0),
                (190, 90),
                (206, 40),
                (256, 22),
                (306, 40),
                (322, 90),
                (316, 130, 0),
                (432, 130, 0),
                (432, 240, 0),
                (470, 234),
                (504, 262),
                (504, 320),
                (470, 346),
                (432, 340, 0),
                (432, 490, 0),
                (80, 490, 0),
            ]
        ),
        s.main,
        "wood",
        volume=0.9,
    )
    s.face(MID, 312, 222)


def swords(s: Sheet) -> None:
    """War: a shield before crossed blades."""
    for k in (-1, 1):
        s.surface(quad((238, -6), (274, -6), (270, 440), (242, 440), 4).turn(k * 42, MID, 270), "#b9c2cc", "metal")
        s.part(slab(196, 436, 316, 458, 8).turn(k * 42, MID, 270), "#d9b04a", "metal")
    s.surface(ellipse(MID, 270, 186, 186), s.main, "metal")
    s.part(ellipse(MID, 270, 156, 156), mix(s.main, s.accent, 0.5), "leather", volume=0.7)
    s.face(MID, 278, 218, skin=mix(s.main, s.accent, 0.5))


def skull(s: Sheet) -> None:
    """Death, round and friendly."""
    s.surface(
        curve(
            [
                (256, 40),
                (400, 80),
                (462, 220),
                (430, 330),
                (372, 370),
                (366, 470),
                (330, 490),
                (182, 490),
                (146, 470),
                (140, 370),
                (82, 330),
                (50, 220),
                (112, 80),
            ]
        ),
        "#f1ecdd" if not s.named else s.main,
        "stone",
        volume=1.1,
    )
    for x in (180, 218, 256, 294, 332):
        s.line(line((x, 446), (x, 488)), "#8a8272", 5, 0.7)
    s.line(line((110, 150), (140, 180), (126, 214)), "#8a8272", 5, 0.5)
    s.face(MID, 274, 224, skin="#f1ecdd" if not s.named else s.main, material="stone")


def party(s: Sheet) -> None:
    """A birthday: a hat, confetti, a balloon's roundness."""
    for i in range(26):
        x, y = 30 + (i * 97) % 460, 20 + (i * 61) % 220
        s.flat(slab(x, y, x + 13, y + 9, 2).turn(i * 40, x, y), ("#e8457a", "#3fa7d6", "#f6c52e", "#59b368")[i % 4])
    s.surface(ellipse(MID, 320, 190, 180), s.main, "plastic", volume=1.2)
    s.face(MID, 326, 222)
    with s.over():
        s.surface(sym([(MID, 14, 0), (346, 190), (MID, 212)]), s.accent, "paper")
        s.part(spikes(MID, 24, 26, 26, 11, 0.3), "#f6d04d", "fur")
        for x, y in ((240, 90), (276, 130), (226, 170), (300, 182)):
            s.flat(ellipse(x, y, 9), "#fff6d8")


def rewind(s: Sheet) -> None:
    """Yesterday: a clock whose arrow runs back."""
    s.surface(ellipse(MID, 268, 218, 214), s.main, "wood")
    s.part(ellipse(MID, 268, 178, 174), "#f6ecd2", "paper", volume=0.5)
    s.line(line(*[polar(MID, 268, 198, a) for a in range(40, -200, -30)]), lighter(s.main, 0.6), 11)
    s.flat(
        poly([polar(MID, 268, 176, -196), polar(MID, 268, 222, -196), polar(MID, 268, 200, -216)]), lighter(s.main, 0.6)
    )
    s.face(MID, 278, 220, skin="#f6ecd2", material="paper")
