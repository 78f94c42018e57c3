"""What drives, rolls, floats and flies; mostly seen from the front, where vehicles have their faces anyway."""

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
    slab,
    star,
    sym,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

DARK = "#2e3138"
STEEL = "#a9b2bc"
GLASS = "#bfe0ee"
LAMP = "#fff0b0"


def tyres(s: Sheet, half: float, y: float, width: float = 76.0) -> None:
    """Two tyres seen from the front."""
    for k in (-1, 1):
        s.surface(slab(MID + k * half - width / 2, y - 60, MID + k * half + width / 2, y, 22), DARK, "plastic")


def car(s: Sheet, *, kind: str = "car") -> None:
    """A car from the front: the windscreen above, the face on the bonnet."""
    tyres(s, 170, 494)
    sport = kind == "sport"
    roof = 130 if sport else 40
    cabin = sym([(MID, roof), (340, roof + 4), (384, roof + 34), (424, 236, 0), (MID, 250)])
    if kind == "taxi":
        s.surface(slab(196, 8, 316, 52, 8), "#fbf7ee", "plastic")
        for i in range(6):
            s.flat(slab(204 + i * 18, 20 if i % 2 else 30, 222 + i * 18, 30 if i % 2 else 40), DARK)
    elif kind == "ambulance":
        s.surface(slab(200, 10, 312, 50, 20), "#3f7fe0", "light")
        s.glow(MID, 30, 110, 60, "#7fb0ff", 0.6)
    s.surface(cabin, s.main, "metal")
    s.surface(cabin.scale(0.86, 0.8, MID, 220), GLASS, "glass")
    s.gloss(quad((160, 200), (200, roof + 50), (226, roof + 50), (190, 200)), 0.4)
    for k in (-1, 1):
        s.part(slab(MID + k * 214 - 28, 190, MID + k * 214 + 28, 226, 14), s.main, "metal")
    s.surface(
        curve(
            [
                (40, 290),
                (74, 224),
                (160, 206),
                (256, 202),
                (352, 206),
                (438, 224),
                (472, 290),
                (484, 400),
                (462, 462),
                (256, 474),
                (50, 462),
                (28, 400),
            ]
        ),
        s.main,
        "metal",
        volume=1.1,
    )
    if sport:
        for x in (226, 286):
            s.flat(slab(x - 14, 205, x + 14, 226), s.accent, 0.9)
    s.part(slab(18, 438, 494, 480, 20), STEEL, "metal")
    for k in (-1, 1):
        s.part(ellipse(MID + k * 172, 330, 34, 38), LAMP, "glass")
    if kind == "ambulance":
        s.flat(slab(246, 212, 266, 240, 2) + slab(240, 220, 272, 232, 2), "#d6332e")
    s.face(MID, 344, 206)


def bus(s: Sheet, *, kind: str = "bus") -> None:
    """A bus, a lorry, a train or a tram from the front."""
    if kind in ("train", "tram"):
        for k in (-1, 1):
            s.line(line((MID + k * 96, 470), (MID + k * 180, 520)), STEEL, 13)
        for y in (486, 508):
            s.line(line((80, y), (432, y)), "#7a5a40", 9)
    else:
        tyres(s, 164, 498)
    if kind == "truck":
        s.surface(slab(60, 24, 452, 240, 12), lighter(s.accent, 0.3), "metal")
    if kind == "tram":
        s.line(line((256, 60), (200, 30), (256, 6), (312, 30), (256, 60)), DARK, 6)
    top = 40 if kind != "truck" else 90
    s.surface(slab(70, top, 442, 474, 44 if kind != "truck" else 26), s.main, "metal")
    glass = slab(96, top + 54 if kind != "truck" else top + 24, 416, 206, 18)
    s.surface(glass, GLASS, "glass")
    s.gloss(quad((130, 200), (160, top + 60), (200, top + 60), (170, 200)), 0.4)
    s.line(line((MID, top + 56), (MID, 204)), darker(s.main, 0.3), 6)
    if kind in ("bus", "tram"):
        s.part(slab(150, top + 14, 362, top + 46, 6), DARK, "plastic")
        for i in range(5):
            s.flat(slab(172 + i * 36, top + 22, 198 + i * 36, top + 38, 3), "#f6c52e")
    for k in (-1, 1):
        s.part(ellipse(MID + k * 150, 410, 30), LAMP, "glass")
        if kind != "train":
            s.part(slab(MID + k * 206 - 16, 120, MID + k * 206 + 16, 190, 10), DARK, "plastic")
    s.part(slab(62, 446, 450, 482, 12), STEEL, "metal")
    s.face(MID, 326, 200)


def steam_train(s: Sheet) -> None:
    """An engine with its round front."""
    for x, y, r in ((300, 44, 44), (370, 30, 36), (430, 52, 28)):
        s.part(ellipse(x, y, r), "#f2f2f2", "vapour")
    s.surface(quad((206, 20), (306, 20), (290, 110), (222, 110), 8), DARK, "metal")
    s.surface(slab(52, 380, 460, 440, 14), s.accent, "metal")
    s.surface(ellipse(MID, 264, 204, 196), s.main, "metal", volume=1.0)
    s.part(ellipse(MID, 264, 170, 164), lighter(s.main, 0.25), "metal", volume=0.6)
    for i in range(12):
        px, py = polar(MID, 264, 187, i * 30)
        s.part(ellipse(px, py, 7), STEEL, "metal")
    s.surface(poly([(80, 430), (432, 430), (480, 500), (32, 500)]), s.accent, "metal")
    for x in range(90, 440, 42):
        s.line(line((MID + (x - MID) * 0.9, 436), (MID + (x - MID) * 1.15, 498)), darker(s.accent, 0.4), 5, 0.6)
    s.face(MID, 272, 218, skin=lighter(s.main, 0.25))


def rocket(s: Sheet) -> None:
    """A rocket with fins and fire."""
    for x, length in ((196, 70), (256, 96), (316, 70)):
        s.part(leaf(x, 430, length, 56, 180), "#f9a72c", "light")
    for k in (-1, 1):
        s.surface(
            curve(
                [
                    (MID + k * 120, 290, 0),
                    (MID + k * 210, 380),
                    (MID + k * 226, 486, 0),
                    (MID + k * 160, 446),
                    (MID + k * 100, 430, 0),
                ]
            ),
            s.accent,
            "metal",
        )
    body = sym([(MID, 10, 0), (330, 90), (392, 210), (400, 320), (360, 440, 0), (MID, 448)])
    s.surface(body, s.main, "metal", volume=1.1)
    with s.inside(body):
        s.flat(sym([(MID, 0), (430, 0, 0), (430, 118, 0), (MID, 130)]), s.accent)
    for k in (-1, 1):
        s.part(ellipse(MID + k * 116, 400, 8), STEEL, "metal")
    s.part(ellipse(MID, 272, 132, 136), STEEL, "metal")
    s.surface(ellipse(MID, 272, 118, 122), GLASS, "glass")
    s.face(MID, 278, 196, skin=GLASS, material="glass")


def plane(s: Sheet, *, kind: str = "plane") -> None:
    """An aeroplane or a helicopter from the front."""
    if kind == "helicopter":
        s.part(slab(20, 40, 492, 62, 10), DARK, "metal")
        s.cord(line((256, 60), (256, 110)), STEEL, 18)
        for k in (-1, 1):
            s.cord(line((MID + k * 90, 430), (MID + k * 130, 490)), STEEL, 11)
            s.cord(line((MID + k * 60, 496), (MID + k * 200, 496)), STEEL, 11)
        s.surface(ellipse(MID, 274, 194, 180), s.main, "metal", volume=1.2)
        s.surface(sym([(MID, 130), (360, 150), (414, 262), (372, 380), (MID, 410)]), GLASS, "glass")
        s.face(MID, 280, 210, skin=GLASS, material="glass")
        return
    s.surface(
        curve([(256, 250), (470, 260), (508, 282, 0), (500, 310), (256, 370), (12, 310), (4, 282, 0), (42, 260)]),
        darker(s.main, 0.08),
        "metal",
    )
    for k in (-1, 1):
        s.part(ellipse(MID + k * 200, 332, 34), STEEL, "metal")
        s.flat(ellipse(MID + k * 200, 332, 20), DARK)
    s.surface(quad((240, 16), (272, 16), (284, 130), (228, 130), 6), s.accent, "metal")
    s.surface(ellipse(MID, 286, 182, 188), s.main, "metal", volume=1.2)
    s.surface(
        curve([(130, 180), (180, 126), (256, 108), (332, 126), (382, 180), (330, 172), (256, 164), (182, 172)]),
        GLASS,
        "glass",
    )
    s.face(MID, 306, 216)


def hot_air_balloon(s: Sheet) -> None:
    """A striped balloon with its basket."""
    for k in (-1, 1):
        s.line(line((MID + k * 110, 380), (MID + k * 44, 450)), "#8a5a33", 5)
    s.surface(slab(200, 444, 312, 506, 12), "#a8743f", "wood")
    skin = sym([(MID, 14), (396, 44), (478, 190), (430, 320), (330, 410), (MID, 418)])
    s.surface(skin, s.main, "fabric", volume=1.2)
    with s.inside(skin):
        for k in (-1, 1):
            s.flat(
                curve(
                    [
                        (MID + k * 60, 10, 0),
                        (MID + k * 150, 30),
                        (MID + k * 240, 190),
                        (MID + k * 160, 430, 0),
                        (MID + k * 90, 430, 0),
                        (MID + k * 170, 200),
                    ]
                ),
                s.accent,
                0.85,
            )
    s.face(MID, 226, 216)


def ufo(s: Sheet) -> None:
    """A saucer with a dome."""
    s.flat(curve([(150, 400, 0), (362, 400, 0), (450, 512, 0), (62, 512, 0)]), "#fff6b8", 0.35)
    s.surface(sym([(MID, 44), (366, 70), (414, 200), (404, 330, 0), (MID, 340)]), "#bfeedd", "glass")
    s.face(MID, 234, 206, skin="#bfeedd", material="glass")
    s.surface(
        curve([(8, 370), (70, 330), (256, 344), (442, 330), (504, 370), (430, 430), (256, 450), (82, 430)]),
        s.main,
        "metal",
    )
    for i in range(7):
        s.part(ellipse(70 + i * 62, 386 + 14 * (1 - abs(i - 3) / 3), 15, 13), s.accent, "light")


def ship(s: Sheet, *, kind: str = "ship") -> None:
    """A hull that bears the face, with sails, funnels or oars above."""
    if kind == "ship":
        s.cord(line((256, 240), (256, 24)), "#8a5a33", 13)
        s.surface(curve([(244, 40, 0), (244, 210, 0), (60, 210, 0), (120, 160), (200, 90)]), "#fbf4e2", "fabric")
        s.surface(curve([(268, 60, 0), (380, 110), (440, 210, 0), (268, 210, 0)]), "#fbf4e2", "fabric")
        s.part(curve([(256, 16, 0), (320, 30), (256, 48, 0)]), s.accent, "fabric")
    elif kind == "steam":
        for x in (190, 300):
            s.surface(slab(x - 30, 60, x + 34, 200, 6), s.accent, "metal")
            s.flat(slab(x - 30, 84, x + 34, 106), "#fbf7ee")
            s.part(ellipse(x + 40, 40, 34, 26), "#eceff2", "vapour")
        s.surface(slab(90, 150, 422, 240, 14), "#fbf7ee", "metal")
        for x in range(120, 410, 46):
            s.flat(ellipse(x, 184, 11), "#5f8fb0")
    else:
        for k in (-1, 1):
            s.cord(line((MID + k * 170, 230), (MID + k * 226, 120)), "#b98452", 13)
            s.surface(leaf(MID + k * 222, 130, 90, 46, k * 28), "#b98452", "wood")
    hull = curve(
        [
            (14, 220, 0),
            (120, 240),
            (256, 246),
            (392, 240),
            (498, 220, 0),
            (480, 340),
            (420, 450),
            (330, 492),
            (182, 492),
            (92, 450),
            (32, 340),
        ]
    )
    s.surface(hull, s.main, "wood" if kind != "steam" else "metal", volume=1.0)
    with s.inside(hull):
        if kind == "steam":
            s.flat(slab(0, 436, 512, 512), "#b23a2e", 0.9)
        else:
            for y in (284, 440, 476):
                s.line(line((0, y), (256, y + 16), (512, y)), darker(s.main, 0.4), 5, 0.45)
    s.part(
        curve([(4, 206, 0), (256, 232), (508, 206, 0), (502, 240), (256, 262), (10, 240)]), lighter(s.main, 0.2), "wood"
    )
    s.face(MID, 358, 202)


def cycle(s: Sheet, *, kind: str = "bicycle") -> None:
    """Two wheels from the front: the basket or the tank bears the face."""
    if kind == "motorcycle":
        s.surface(slab(218, 330, 294, 512, 36), DARK, "plastic")
        for k in (-1, 1):
            s.cord(line((MID + k * 120, 150), (MID + k * 190, 116), (MID + k * 226, 140)), STEEL, 20)
            s.part(ellipse(MID + k * 160, 70, 34, 26), STEEL, "metal")
            s.cord(line((MID + k * 52, 380), (MID + k * 60, 490)), STEEL, 17)
        s.surface(sym([(MID, 90), (370, 110), (420, 240), (380, 370), (MID, 412)]), s.main, "metal", volume=1.2)
        s.part(ellipse(MID, 100, 46, 30), LAMP, "glass")
        s.face(MID, 264, 212)
        return
    for k in (-1, 1):
        s.line(ellipse(MID + k * 160, 404, 92), DARK, 17)
        s.line(ellipse(MID + k * 160, 404, 92), "#8a929c", 4, 0.8)
        for a in range(0, 180, 30):
            s.line(line(polar(MID + k * 160, 404, 84, a), polar(MID + k * 160, 404, 84, a + 180)), STEEL, 3, 0.7)
        s.cord(line((MID + k * 160, 404), (MID + k * 80, 250), (MID, 404)), s.main, 15)
        s.cord(line((MID + k * 20, 130), (MID + k * 130, 80), (MID + k * 220, 110)), STEEL, 15)
        s.cord(line((MID + k * 180, 94), (MID + k * 230, 118)), DARK, 25)
    s.part(ellipse(330, 70, 22, 20), s.accent, "metal")
    basket = curve([(104, 132, 0), (408, 132, 0), (384, 340), (326, 372), (186, 372), (128, 340)])
    s.surface(basket, "#c99a62", "wood")
    with s.inside(basket):
        for y in range(150, 440, 26):
            s.line(line((60, y), (450, y)), "#8f6a3c", 3, 0.35)
        for x in range(80, 440, 30):
            s.line(line((x, 132), (MID + (x - MID) * 0.8, 380)), "#8f6a3c", 3, 0.35)
    s.surface(slab(92, 112, 420, 150, 18), s.main, "metal")
    s.glow(MID, 256, 130, 110, "#d3a76d", 0.9)
    s.face(MID, 262, 196, skin="#d3a76d", material="wood")


def wheel(s: Sheet, *, board: bool = False) -> None:
    """A wheel with its hub cap, or a skateboard on its end."""
    if board:
        for y in (120, 410):
            for k in (-1, 1):
                s.part(slab(MID + k * 150 - 26, y - 34, MID + k * 150 + 26, y + 34, 14), "#fbf0d8", "plastic")
            s.part(slab(120, y - 12, 392, y + 12, 8), STEEL, "metal")
        s.surface(slab(124, 10, 388, 502, 130), s.main, "wood")
        s.line(slab(146, 36, 366, 476, 108), s.accent, 8)
        s.face(MID, 272, 206)
        return
    s.surface(ellipse(MID, 262, 232, 228), DARK if not s.named else s.main, "plastic")
    for i in range(24):
        s.line(line(polar(MID, 262, 214, i * 15), polar(MID, 262, 232, i * 15)), "#55585f", 7, 0.8)
    s.part(ellipse(MID, 262, 174, 170), STEEL, "metal")
    for i in range(5):
        s.part(leaf(*polar(MID, 262, 110, i * 72), 60, 60, i * 72), "#8a939d", "metal")
    s.surface(ellipse(MID, 262, 140, 140), "#c4cbd3", "metal", volume=0.7)
    s.face(MID, 270, 206, skin="#c4cbd3", material="metal")


def tank(s: Sheet) -> None:
    """A turret with its barrel over two tracks."""
    for k in (-1, 1):
        s.surface(slab(MID + k * 176 - 62, 340, MID + k * 176 + 62, 496, 36), DARK, "metal")
        for y in range(366, 490, 26):
            s.line(line((MID + k * 176 - 54, y), (MID + k * 176 + 54, y)), "#5c6068", 6, 0.8)
    s.cord(line((256, 120), (360, 60), (480, 30)), darker(s.main, 0.15), 40)
    s.part(slab(200, 48, 300, 96, 16), darker(s.main, 0.1), "metal")
    s.surface(sym([(MID, 84), (380, 100), (430, 190), (440, 330), (400, 452), (MID, 462)]), s.main, "metal", volume=1.0)
    s.flat(star(110, 300, 22, 10, 5), s.accent)
    s.face(MID, 282, 216)


def coaster(s: Sheet) -> None:
    """A roller coaster's first wagon with its bar, on rails that loop behind it."""
    loop = [(-20, 470), (60, 300), (110, 120), (MID, 30), (402, 120), (452, 300), (532, 470)]
    s.line(line(*loop), STEEL, 26)
    s.line(line(*loop), "#6f7a86", 5, 0.8)
    for x, y, a in (
        (54, 320, 68),
        (86, 210, 74),
        (150, 92, 44),
        (MID, 32, 0),
        (362, 92, -44),
        (426, 210, -74),
        (458, 320, -68),
    ):
        s.line(slab(x - 4, y - 24, x + 4, y + 24).turn(-a, x, y), "#8a929c", 7)
    s.line(line((0, 492), (512, 492)), STEEL, 15)
    for x in range(20, 512, 52):
        s.line(line((x, 492), (x, 520)), "#8a5a34", 14)
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 130, 466, 36), DARK, "metal")
        s.part(ellipse(MID + k * 130, 466, 15), s.accent, "metal")
    s.surface(
        sym([(MID, 134), (350, 140), (404, 200), (430, 330), (410, 450, 0), (MID, 468)]), s.main, "metal", volume=1.1
    )
    s.cord(line((130, 240), (124, 170), (170, 132), (MID, 122), (342, 132), (388, 170), (382, 240)), s.accent, 17)
    s.part(star(MID, 446, 26, 12, 5), s.accent, "metal")
    s.face(MID, 310, 212)


def tractor(s: Sheet) -> None:
    """Big wheels, a chimney, a cabin and a tall bonnet."""
    for k in (-1, 1):
        s.surface(slab(MID + k * 194 - 52, 230, MID + k * 194 + 52, 496, 46), DARK, "plastic")
        for y in range(256, 480, 34):
            s.line(line((MID + k * 194 - 44, y), (MID + k * 194, y + 14), (MID + k * 194 + 44, y)), "#55585f", 8, 0.8)
    s.surface(slab(120, 24, 392, 150, 20), darker(s.main, 0.1), "metal")
    s.flat(slab(144, 50, 368, 150, 10), GLASS)
    s.cord(line((360, 150), (360, 40)), STEEL, 15)
    s.surface(sym([(MID, 130), (350, 138), (378, 200), (374, 440), (350, 470), (MID, 476)]), s.main, "metal")
    for k in (-1, 1):
        s.part(ellipse(MID + k * 94, 168, 20), LAMP, "glass")
    s.face(MID, 316, 204)
