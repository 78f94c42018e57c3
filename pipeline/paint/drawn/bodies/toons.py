"""Beings of stories and cartoons."""

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
    spikes,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

STEEL = "#a9b2bc"
DARK = "#33363f"


def robot(s: Sheet, *, kind: str = "robot", feelers: int = 1) -> None:
    """A head of metal on a neck, with ears that turn and an antenna."""
    for x in (256,) if feelers == 1 else (150, 362):
        s.cord(line((x, 96), (x, 44)), STEEL, 13)
        s.part(ellipse(x, 36, 22), s.accent, "light")
    s.surface(slab(206, 400, 306, 470, 10), STEEL, "metal")
    for y in (424, 446):
        s.line(line((206, y), (306, y)), DARK, 4, 0.5)
    s.surface(
        curve([(60, 520, 0), (80, 474), (140, 452), (372, 452), (432, 474), (452, 520, 0)]),
        darker(s.main, 0.1),
        "metal",
    )
    s.part(slab(28, 206, 92, 320, 20), s.accent, "metal")
    s.part(slab(420, 206, 484, 320, 20), s.accent, "metal")
    radius = {"toy": 14.0, "round": 120.0}.get(kind, 44.0)
    s.surface(slab(72, 88, 440, 424, radius), s.main, "metal")
    if kind == "cyborg":
        s.surface(sym([(MID, 120), (372, 130), (412, 260), (372, 390), (MID, 414)]), "#e8b48e", "skin", volume=0.7)
        s.face(MID, 282, 220, skin="#e8b48e", material="skin")
        return
    s.surface(slab(106, 130, 406, 402, 60), lighter(s.main, 0.3), "metal", volume=0.5)
    for x, y in ((92, 108), (420, 108), (92, 404), (420, 404)):
        s.part(ellipse(x, y, 9), darker(s.main, 0.35), "metal")
    s.face(MID, 276, 222, skin=lighter(s.main, 0.3))


def ghost(s: Sheet, *, kind: str = "ghost") -> None:
    """A floating sheet with a wavy hem and small arms."""
    for k in (-1, 1):
        s.surface(
            curve(
                [
                    (MID + k * 140, 270, 0),
                    (MID + k * 214, 240),
                    (MID + k * 236, 290),
                    (MID + k * 190, 350),
                    (MID + k * 150, 360, 0),
                ]
            ),
            s.main,
            "vapour",
        )
    if kind == "genie":
        s.surface(
            curve(
                [
                    (70, 330),
                    (130, 250),
                    (382, 250),
                    (442, 330),
                    (400, 410),
                    (320, 440),
                    (290, 490),
                    (320, 520, 0),
                    (230, 520, 0),
                    (200, 470),
                    (110, 410),
                ]
            ),
            s.main,
            "vapour",
        )
        s.surface(sym([(MID, 96), (344, 106), (398, 190), (392, 310), (340, 400), (MID, 428)]), s.main, "skin")
        s.surface(sym([(MID, 20), (370, 40), (424, 110), (390, 160), (MID, 152)]), s.accent, "fabric")
        s.part(ellipse(MID, 110, 18, 22), "#e0457a", "glass")
        s.part(ellipse(404, 296, 15).pair, "#f0c440", "metal")
        s.face(MID, 282, 216)
        return
    hem = (
        [(440, 486, 0), (404, 456), (366, 492, 0), (330, 460), (294, 496, 0)]
        if kind == "ghost"
        else [(470, 440), (500, 500, 0), (400, 470), (330, 500), (300, 470)]
    )
    s.surface(sym([(MID, 36), (370, 60), (436, 190), (432, 340), *hem, (MID, 464)]), s.main, "vapour", volume=1.1)
    if kind == "shadow":
        s.glow(MID, 260, 150, 170, lighter(s.main, 0.25), 0.9)
    s.face(MID, 256, 224)


def reaper(s: Sheet) -> None:
    """A hood with a pale face and a scythe."""
    s.cord(line((452, 520), (440, 60)), "#8a5a33", 16)
    s.surface(curve([(460, 60, 0), (360, 16), (250, 40, 0), (340, 56), (430, 100, 0)]), STEEL, "metal")
    s.surface(sym([(MID, 30, 0), (360, 90), (420, 230), (420, 380), (490, 520, 0), (MID, 520)]), s.main, "fabric")
    s.surface(sym([(MID, 110), (350, 150), (392, 270), (356, 400), (MID, 440)]), darker(s.main, 0.5), "fabric")
    s.surface(sym([(MID, 136), (340, 156), (380, 260), (344, 390), (MID, 424)]), "#e9e4d6", "stone")
    s.face(MID, 284, 210, skin="#e9e4d6", material="skin")


def dragon(s: Sheet, *, baby: bool = False) -> None:
    """Horns, wings, a crest and a belly of plates."""
    for k in (-1, 1):
        s.surface(
            curve(
                [
                    (MID + k * 120, 330, 0),
                    (MID + k * 170, 170),
                    (MID + k * 246, 90, 0),
                    (MID + k * 250, 230),
                    (MID + k * 222, 240, 0),
                    (MID + k * 238, 340, 0),
                    (MID + k * 200, 340, 0),
                    (MID + k * 190, 420, 0),
                ]
            ),
            s.accent,
            "leather",
        )
    s.surface(sym([(MID, 380), (360, 396), (430, 450), (450, 530, 0), (MID, 530)]), darker(s.main, 0.08), "scales")
    s.part(sym([(MID, 430), (320, 440), (346, 530, 0), (MID, 530)]), lighter(s.accent, 0.3), "scales")
    for y in (468, 500):
        s.line(line((176, y), (256, y + 10), (336, y)), darker(s.accent, 0.2), 4, 0.5)
    for k in (-1, 1):
        s.part(tube([(MID + k * 90, 150), (MID + k * 130, 90), (MID + k * 122, 26)], [48, 36, 6]), "#efe2c4", "stone")
        s.surface(leaf(MID + k * 160, 230, 110, 66, k * 82), s.main, "scales")
    for i, y in enumerate((140, 116, 96)):
        s.part(leaf(MID + (i - 1) * 34, y + 20 + abs(i - 1) * 6, 66, 36, (i - 1) * 16), s.accent, "scales")
    s.surface(
        sym([(MID, 118), (346, 130), (416, 220), (438, 330), (390, 420), (MID, 450)]), s.main, "scales", volume=1.1
    )
    for x, y in ((110, 330), (130, 370), (402, 330), (382, 370), (150, 170), (362, 170), (120, 290), (392, 290)):
        s.line(line((x - 10, y), (x, y + 8), (x + 10, y)), darker(s.main, 0.35), 4, 0.6)
    s.face(MID, 292, 220)


def alien(s: Sheet, *, feelers: int = 2) -> None:
    """A large skull that narrows to the chin, with feelers."""
    s.surface(sym([(MID, 420), (310, 430, 0), (380, 470), (420, 530, 0), (MID, 530)]), s.accent, "fabric")
    s.surface(slab(222, 400, 290, 470, 10), darker(s.main, 0.1), "skin")
    for k in {1: (0,), 2: (-1, 1), 3: (-1, 0, 1)}.get(feelers, (-1, 1)):
        s.cord(line((MID + k * 60, 90), (MID + k * 100, 44), (MID + k * 140, 40 - 8 * (k == 0))), s.main, 11)
        s.part(ellipse(MID + k * 146, 40 - 8 * (k == 0), 19), s.accent, "light")
    s.surface(sym([(MID, 54), (390, 84), (456, 200), (420, 320), (330, 420), (MID, 446)]), s.main, "skin", volume=1.2)
    s.face(MID, 278, 220)


def monster(s: Sheet, *, kind: str = "monster") -> None:
    """Furry with horns, a slime, a troll, a giant beast of film."""
    if kind == "slime":
        s.surface(
            curve(
                [
                    (20, 480),
                    (30, 420),
                    (60, 380),
                    (76, 260),
                    (140, 110),
                    (256, 50),
                    (372, 110),
                    (436, 260),
                    (452, 380),
                    (490, 420),
                    (496, 480),
                    (400, 496),
                    (256, 490),
                    (110, 496),
                ]
            ),
            s.main,
            "glass",
            volume=1.2,
        )
        for x, y, r in ((120, 200, 16), (100, 260, 9), (400, 220, 12), (256, 90, 14)):
            s.gloss(ellipse(x, y, r), 0.6)
        s.face(MID, 300, 226, material="plastic")
        return
    if kind == "poop":
        for y, half, high in ((430, 226, 68), (340, 196, 76), (240, 160, 76), (150, 104, 64)):
            s.surface(slab(MID - half, y - high, MID + half, y + high, high), s.main, "dough", volume=1.1)
        s.surface(curve([(190, 110), (220, 60), (300, 20, 0), (320, 80), (310, 120)]), s.main, "dough")
        s.surface(ellipse(MID, 312, 150, 140), s.main, "dough", volume=0.7)
        s.face(MID, 316, 214)
        return
    fur = kind == "monster"
    if kind == "kaiju":
        for deg in (-66, -40, -14, 14, 40, 66):
            s.part(leaf(*polar(MID, 320, 160, deg), 110, 72, deg), s.accent, "scales")
    for k in (-1, 1):
        if kind != "kaiju":
            s.part(
                tube([(MID + k * 110, 130), (MID + k * 160, 84), (MID + k * 156, 24)], [56, 40, 6]), "#efe2c4", "stone"
            )
        s.surface(slab(MID + k * 200 - 34, 330, MID + k * 200 + 34, 520, 34), darker(s.main, 0.1))
    body = (
        spikes(MID, 300, 196, 206, 26, 0.09)
        if fur
        else sym([(MID, 80), (370, 96), (446, 230), (456, 400), (470, 530, 0), (MID, 530)])
    )
    s.surface(body, s.main, s.material, volume=1.1)
    if kind == "troll":
        for k in (-1, 1):
            s.surface(leaf(MID + k * 180, 290, 84, 70, k * 80), s.main, "skin")
        for deg in (-20, -4, 12, 28):
            s.surface(leaf(MID, 130, 120, 46, deg, 16), s.accent, "fur")
    for x, y in ((126, 200), (386, 210), (120, 420), (392, 420), (256, 130), (170, 150)):
        s.flat(ellipse(x, y, 17, 14), s.accent, 0.75)
    s.face(MID, 302, 224)
    with s.over():
        for k in (-1, 1):
            s.part(leaf(MID + k * 96, 442, 40, 24, 180), "#fbf6e8", "stone")


def ghoul(s: Sheet, *, kind: str = "zombie") -> None:
    """Head and shoulders of those who should rest: zombie, devil, golem, mummy, vampire."""
    skin = s.main
    s.surface(
        sym([(MID, 400), (330, 420), (430, 460), (470, 530, 0), (MID, 530)]),
        s.accent if kind != "golem" else darker(s.main, 0.1),
        "fabric" if kind != "golem" else "stone",
    )
    if kind == "devil":
        for k in (-1, 1):
            s.part(
                tube([(MID + k * 80, 120), (MID + k * 130, 90), (MID + k * 136, 24)], [50, 38, 6]),
                darker(s.main, 0.35),
                "stone",
            )
        s.cord(line((400, 500), (470, 440), (460, 330)), s.main, 13)
        s.part(poly([(460, 290), (490, 340), (430, 340)]), s.main, "skin")
    head = (
        sym([(MID, 88), (350, 98), (402, 170), (408, 330), (360, 420), (MID, 446)])
        if kind == "golem"
        else sym([(MID, 84), (330, 94), (384, 170), (386, 300), (330, 412), (MID, 438)])
    )
    s.surface(ellipse(390, 280, 26, 40).pair, skin)
    s.surface(head, skin, "stone" if kind == "golem" else "skin")
    if kind == "zombie":
        s.surface(
            curve(
                [
                    (120, 220, 0),
                    (130, 120),
                    (256, 58),
                    (380, 120),
                    (392, 230, 0),
                    (360, 160, 0),
                    (330, 190, 0),
                    (300, 140, 0),
                    (256, 170, 0),
                    (210, 134, 0),
                    (180, 176, 0),
                    (150, 150, 0),
                ]
            ),
            "#3a4a3a",
            "fur",
        )
        s.line(line((340, 340), (380, 320)), "#5a2a3a", 5)
        for x in (350, 366):
            s.line(line((x - 4, 318), (x + 6, 344)), "#5a2a3a", 4)
    elif kind == "golem":
        for a, b, c in (
            ((120, 200), (150, 240), (136, 280)),
            ((390, 160), (370, 200), (392, 240)),
            ((200, 110), (230, 140), (216, 170)),
        ):
            s.line(line(a, b, c), darker(s.main, 0.5), 5, 0.7)
        s.flat(star(MID, 128, 22, 10, 6), "#f0c440")
    elif kind == "devil":
        s.surface(
            curve(
                [(130, 200, 0), (140, 110), (256, 66), (372, 110), (382, 200, 0), (340, 140), (256, 190, 0), (172, 140)]
            ),
            darker(s.main, 0.7),
            "fur",
        )
    s.face(MID, 290, 220, material="stone" if kind == "golem" else "skin")


def mummy(s: Sheet) -> None:
    """A head in bandages."""
    cloth = "#efe6d2"
    s.surface(sym([(MID, 400), (330, 420), (430, 460), (470, 530, 0), (MID, 530)]), darker(cloth, 0.15), "fabric")
    head = sym([(MID, 60), (360, 78), (412, 190), (404, 330), (340, 430), (MID, 456)])
    s.surface(head, cloth, "fabric")
    with s.inside(head):
        for y, tilt in ((100, 16), (132, -14), (166, 10), (420, 12), (446, -10)):
            s.line(line((80, y + tilt), (256, y), (440, y - tilt)), darker(cloth, 0.3), 5, 0.6)
    s.surface(sym([(MID, 178), (350, 186), (378, 270), (350, 380), (MID, 410)]), "#c9a878", "skin", volume=0.6)
    s.cord(line((404, 300), (450, 350), (440, 420), (480, 470)), cloth, 18)
    s.face(MID, 294, 202, skin="#c9a878", material="skin")


def snowman(s: Sheet) -> None:
    """A ball on a ball, with a hat and a scarf."""
    s.surface(ellipse(MID, 520, 210, 130), s.main, "stone")
    for k in (-1, 1):
        s.cord(line((MID + k * 180, 470), (MID + k * 226, 400), (MID + k * 236, 340)), "#7a5230", 11)
        s.cord(line((MID + k * 226, 400), (MID + k * 244, 390)), "#7a5230", 8)
    s.surface(ellipse(MID, 268, 176, 172), s.main, "stone", volume=1.2)
    s.part(sym([(MID, 404), (370, 388), (392, 430), (MID, 452)]), "#d6332e", "fabric")
    s.part(quad((310, 420), (366, 410), (384, 500), (322, 506), 8), "#d6332e", "fabric")
    for y in (480, 506):
        s.flat(ellipse(230, y, 10), DARK)
    s.face(MID, 284, 218)
    with s.over():
        s.surface(slab(160, 12, 352, 130, 10), DARK, "fabric")
        s.part(slab(158, 96, 354, 128, 4), "#d6332e", "fabric")
        s.surface(slab(110, 118, 402, 146, 14), DARK, "fabric")


def teddy(s: Sheet) -> None:
    """A toy bear with seams and a bow."""
    s.surface(ellipse(MID, 520, 190, 110), darker(s.main, 0.06), "fur")
    s.part(ellipse(MID, 530, 110, 80), lighter(s.main, 0.35), "fur")
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 150, 112, 72, 72), s.main, "fur")
        s.part(ellipse(MID + k * 150, 116, 44, 44), lighter(s.main, 0.4), "fur")
        s.surface(ellipse(MID + k * 214, 478, 44, 60), s.main, "fur")
    s.surface(sym([(MID, 88), (370, 108), (450, 220), (446, 330), (370, 420), (MID, 444)]), s.main, "fur", volume=1.2)
    s.glow(MID, 362, 104, 76, lighter(s.main, 0.5), 0.95)
    s.line(line((MID, 90), (MID, 150)), darker(s.main, 0.4), 4, 0.6)
    for y in (104, 120, 136):
        s.line(line((MID - 9, y), (MID + 9, y)), darker(s.main, 0.4), 4, 0.6)
    for k in (-1, 1):
        s.part(
            curve([(MID, 458, 0), (MID + k * 40, 420), (MID + k * 84, 430), (MID + k * 84, 490), (MID + k * 40, 496)]),
            s.accent,
            "fabric",
        )
    s.part(ellipse(MID, 458, 18), s.accent, "fabric")
    s.face(MID, 290, 222)


def doll(s: Sheet, *, kind: str = "doll") -> None:
    """A doll with plaits, or a scarecrow of straw."""
    if kind == "scarecrow":
        s.surface(slab(0, 470, 512, 500, 8), "#8a5a33", "wood")
        for x in range(100, 420, 26):
            s.surface(leaf(x, 450, 70, 16, 180 + (x - 256) * 0.1), "#e5c55a", "paper")
        s.surface(sym([(MID, 110), (360, 130), (410, 250), (360, 400), (MID, 436)]), s.main, "fabric")
        for deg in (100, 116, 132, 240, 226, 260):
            s.surface(leaf(*polar(MID, 270, 140, deg), 70, 22, deg), "#e5c55a", "paper")
        s.face(MID, 292, 214, material="fabric")
        with s.over():
            s.surface(
                curve([(150, 150, 0), (190, 60), (250, 20), (320, 60), (362, 150, 0), (256, 164)]), s.accent, "fabric"
            )
            s.surface(sym([(MID, 130), (400, 132), (478, 162), (400, 180), (MID, 174)]), s.accent, "fabric")
            s.part(quad((280, 76), (326, 70), (332, 114), (286, 120), 4), "#c33a2c", "fabric")
        return
    hair = s.accent
    s.surface(sym([(MID, 420), (350, 430), (430, 480), (450, 530, 0), (MID, 530)]), "#e8457a", "fabric")
    for k in (-1, 1):
        for y in (330, 386, 440):
            s.surface(ellipse(MID + k * 190, y, 36, 34), hair, "fur")
        s.part(ellipse(MID + k * 190, 474, 20, 17), "#f6d04d", "fabric")
    s.surface(ellipse(MID, 260, 184, 184), s.main, "fabric", volume=1.1)
    for k in (-1, 1):
        s.glow(MID + k * 104, 330, 40, 34, "#f07a8a", 0.6)
    s.face(MID, 280, 220, material="skin")
    with s.over():
        s.surface(
            sym([(MID, 56), (380, 80), (456, 220), (440, 330, 0), (410, 230), (340, 160), (MID, 140, 0)]), hair, "fur"
        )


def smiley(s: Sheet) -> None:
    """A plain bright ball."""
    s.surface(ellipse(MID, 262, 222, 220), s.main, "plastic", volume=1.2)
    s.face(MID, 274, 226)


def jack(s: Sheet) -> None:
    """A pumpkin that glows from inside."""
    s.cord(line((MID, 140), (MID + 6, 84), (MID + 44, 50)), "#5f7f33", 30)
    for x, rx in ((120, 104), (392, 104), (186, 120), (326, 120)):
        s.surface(ellipse(x, 306, rx, 172), darker(s.main, 0.06), "fruit")
    s.surface(ellipse(MID, 306, 140, 178), s.main, "fruit", volume=0.8)
    s.glow(MID, 316, 150, 150, "#ffd86b", 0.75)
    s.face(MID, 314, 214, skin=mix(s.main, "#ffd86b", 0.4))


def angel(s: Sheet) -> None:
    """Wings and a ring of light around a head with curls."""
    for k in (-1, 1):
        for deg, length in ((40, 220), (62, 230), (84, 210), (106, 170)):
            s.surface(leaf(MID + k * 70, 420, length, 80, k * deg), "#fdfbf4", "feather")
    s.surface(sym([(MID, 420), (340, 434), (420, 480), (440, 530, 0), (MID, 530)]), s.main, "fabric")
    s.cord(ellipse(MID, 50, 104, 26), "#f6d36b", 13)
    s.surface(scallop(MID, 224, 170, 150, 12, 0.12), s.accent, "fur")
    s.surface(sym([(MID, 116), (330, 126), (376, 210), (372, 320), (320, 410), (MID, 434)]), "#f3cfb3", "skin")
    s.face(MID, 294, 214, skin="#f3cfb3", material="skin", hair=darker(s.accent, 0.3))
    with s.over():
        for x, y in ((146, 168), (194, 126), (256, 110), (318, 126), (366, 168)):
            s.surface(scallop(x, y, 40, 34, 6, 0.1, x), s.accent, "fur")


def puppet(s: Sheet) -> None:
    """A wooden puppet: a jointed jaw, painted cheeks, strings above."""
    for x in (110, 402):
        s.line(line((x, 0), (x, 450)), "#c9c2b4", 4, 0.9)
    s.line(line((40, 12), (472, 12)), "#8a5a33", 22)
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 150, 474, 44), darker(s.main, 0.1), "wood")
    s.surface(sym([(MID, 430), (340, 438), (390, 480), (400, 530, 0), (MID, 530)]), s.accent, "fabric")
    s.part(ellipse(MID, 500, 13), "#f0c440", "metal")
    s.surface(slab(216, 400, 296, 450, 12), darker(s.main, 0.25), "wood")
    s.surface(sym([(MID, 92), (350, 106), (408, 200), (400, 320), (360, 392), (300, 420), (MID, 424)]), s.main, "wood")
    for y, half in ((150, 96), (180, 120), (350, 128), (392, 90)):
        s.line(
            line((MID - half, y), (MID - half + 26, y - 6), (MID - half + 44, y + 2)).pair, darker(s.main, 0.35), 4, 0.5
        )
    for k in (-1, 1):
        s.part(ellipse(MID + k * 158, 268, 17), "#8a929c", "metal")
        s.line(line((MID + k * 58, 366), (MID + k * 56, 420)), darker(s.main, 0.6), 5, 0.8)
        s.glow(MID + k * 92, 330, 34, 30, "#e8503f", 0.55)
    s.surface(sym([(MID, 56), (340, 66), (394, 130), (404, 190, 0), (340, 140), (MID, 128)]), "#5a3422", "wood")
    s.face(MID, 284, 214, material="wood")
