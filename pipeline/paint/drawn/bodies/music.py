"""Instruments."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, poly, quad, slab, sym, tube
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

BRASS = "#d9b04a"
DARK = "#33363f"
STEEL = "#a9b2bc"


def guitar(s: Sheet, *, kind: str = "guitar") -> None:
    """A body with a neck: guitar, electric guitar, violin, cello, ukulele."""
    wood = darker(s.main, 0.45)
    s.surface(slab(222, 30, 290, 220, 4), wood, "wood")
    s.surface(slab(206, 6, 306, 66, 12), wood, "wood")
    for y in (20, 44):
        for k in (-1, 1):
            s.part(ellipse(MID + k * 60, y, 12, 9), BRASS, "metal")
    if kind == "electric":
        s.surface(
            curve(
                [
                    (110, 130, 0),
                    (150, 230),
                    (210, 250),
                    (302, 250),
                    (350, 210),
                    (420, 120, 0),
                    (456, 210),
                    (420, 300),
                    (450, 400),
                    (400, 480),
                    (256, 496),
                    (112, 480),
                    (62, 400),
                    (92, 300),
                    (70, 210),
                ]
            ),
            s.main,
            "plastic",
            volume=0.9,
        )
        s.part(slab(200, 462, 312, 482, 6), STEEL, "metal")
        for x, y in ((400, 440), (420, 400)):
            s.part(ellipse(x, y, 13), STEEL, "metal")
        s.face(MID, 372, 200)
        return
    waist = 0.0 if kind == "guitar" else 12.0
    s.surface(
        sym(
            [
                (MID, 118),
                (340, 118),
                (398, 166),
                (394, 212),
                (366 - waist, 246, *((0,) if waist else ())),
                (376 - waist, 300),
                (440, 350),
                (448, 430),
                (380, 492),
                (MID, 500),
            ]
        ),
        s.main,
        "wood",
        volume=0.9,
    )
    if kind == "violin":
        for k in (-1, 1):
            s.line(
                line((MID + k * 150, 330), (MID + k * 160, 350), (MID + k * 140, 400), (MID + k * 150, 424)), DARK, 8
            )
        s.part(slab(230, 470, 282, 504, 4), DARK, "wood")
        s.cord(line((440, 60), (496, 430)), wood, 9)
    else:
        s.line(ellipse(MID, 340, 128, 126), wood, 5, 0.6)
        s.part(slab(196, 474, 316, 490, 4), wood, "wood")
    for i in range(4):
        s.line(line((235 + i * 14, 60), (235 + i * 14, 186)), "#f4ead2", 2.5, 0.9)
    s.face(MID, 356, 200, tight=True)


def harp(s: Sheet) -> None:
    """A frame with strings; the face is in the sound box."""
    s.cord(line((60, 470), (60, 120), (120, 40), (200, 60), (330, 110), (460, 60)), s.main, 40)
    for i in range(9):
        s.line(line((110 + i * 36, 70 + i * 6), (110 + i * 36, 300)), "#fbf4dc", 3)
    s.surface(
        curve(
            [
                (440, 50, 0),
                (490, 110),
                (470, 300),
                (400, 440),
                (256, 500),
                (60, 496, 0),
                (60, 440),
                (90, 300),
                (180, 200),
                (320, 180),
                (410, 120),
            ]
        ),
        s.main,
        "wood",
        volume=1.0,
    )
    s.face(256, 346, 206)


def drum(s: Sheet) -> None:
    """A drum with its hoops, ropes and sticks."""
    for k in (-1, 1):
        s.cord(line((MID + k * 60, 120), (MID + k * 200, 30)), "#d9b27a", 15)
        s.part(ellipse(MID + k * 204, 28, 19), "#d9b27a", "wood")
    s.surface(
        curve([(44, 140, 0), (468, 140, 0), (468, 420, 0), (400, 470), (256, 488), (112, 470), (44, 420, 0)]),
        s.main,
        "wood",
    )
    s.surface(ellipse(MID, 140, 212, 56), "#fbf4e2", "leather")
    for x in (76, 122, 390, 436):
        s.line(line((x, 190), (x + (20 if x < 256 else -20), 420)), "#fbf4e2", 6)
    s.part(
        curve(
            [
                (44, 136, 0),
                (120, 180),
                (256, 198),
                (392, 180),
                (468, 136, 0),
                (468, 170, 0),
                (392, 216),
                (256, 234),
                (120, 216),
                (44, 170, 0),
            ]
        ),
        s.accent,
        "wood",
    )
    s.part(
        curve(
            [
                (44, 400, 0),
                (120, 446),
                (256, 462),
                (392, 446),
                (468, 400, 0),
                (468, 432, 0),
                (392, 478),
                (256, 494),
                (120, 478),
                (44, 432, 0),
            ]
        ),
        s.accent,
        "wood",
    )
    s.face(MID, 340, 212)


def bell(s: Sheet) -> None:
    """A bell with its clapper."""
    s.cord(ellipse(256, 46, 30, 28), s.main, 15)
    s.part(ellipse(256, 476, 36, 30), darker(s.main, 0.3), "metal")
    s.surface(
        sym([(MID, 62), (330, 78), (386, 170), (406, 330), (470, 436), (460, 462), (MID, 472)]),
        s.main,
        "metal",
        volume=1.1,
    )
    s.line(line((74, 420), (256, 436), (438, 420)), darker(s.main, 0.35), 8, 0.6)
    s.face(MID, 278, 218)


def triangle(s: Sheet) -> None:
    """A struck triangle with a head in it."""
    s.line(line((256, 0), (256, 40)), "#c9304a", 6)
    s.cord(poly([(256, 40), (482, 450), (30, 450)]), s.main, 26)
    s.surface(ellipse(MID, 326, 122, 120), lighter(s.main, 0.3), "metal")
    s.face(MID, 330, 190, skin=lighter(s.main, 0.3))


def note(s: Sheet) -> None:
    """A note with its flag."""
    s.surface(slab(352, 40, 396, 350, 8), s.main, "plastic")
    s.surface(
        curve([(352, 40, 0), (400, 90), (470, 130), (490, 230), (450, 270, 0), (440, 190), (392, 170, 0)]),
        s.main,
        "plastic",
    )
    s.surface(ellipse(216, 340, 200, 150).turn(-12, 216, 340), s.main, "plastic", volume=1.2)
    s.face(222, 340, 200)


def piano(s: Sheet, *, organ: bool = False) -> None:
    """A grand lid, a front for the face, keys below; an organ has pipes."""
    if organ:
        for i in range(9):
            height = 30 + abs(i - 4) * 34
            s.surface(slab(52 + i * 46, height, 92 + i * 46, 300, 12), BRASS, "metal")
            s.flat(ellipse(72 + i * 46, height + 60, 9, 13), DARK, 0.8)
        s.surface(slab(30, 190, 482, 430, 12), s.main, "wood")
    else:
        s.surface(
            curve([(30, 180, 0), (60, 60), (180, 20), (300, 60), (400, 40), (482, 180, 0)]),
            darker(s.main, 0.12),
            "wood",
        )
        s.surface(slab(30, 120, 482, 430, 10), s.main, "wood")
        for x in (54, 430):
            s.surface(slab(x, 430, x + 28, 508, 4), s.main, "wood")
    s.surface(slab(16, 408, 496, 488, 8), darker(s.main, 0.2), "wood")
    s.part(slab(32, 416, 480, 478, 2), "#fbf8ef", "porcelain", volume=0.3)
    for i in range(1, 16):
        s.line(line((32 + i * 28, 418), (32 + i * 28, 476)), DARK, 2)
        if i % 7 not in (3, 0):
            s.flat(slab(24 + i * 28, 416, 40 + i * 28, 452, 2), "#26262c")
    s.face(MID, 282 if not organ else 304, 212 if not organ else 200)


def horn(s: Sheet, *, kind: str = "trumpet") -> None:
    """Brass and reeds: the bell is towards us and bears the face."""
    if kind == "sax":
        s.cord(line((150, 60), (210, 40), (250, 90), (230, 300), (240, 440)), s.main, 50)
        s.part(slab(96, 44, 170, 84, 12), DARK, "plastic")
        s.cord(line((240, 440), (300, 490), (390, 470)), s.main, 60)
        for y in (150, 200, 250):
            s.part(ellipse(214, y, 17), lighter(s.main, 0.4), "metal")
        s.surface(ellipse(330, 290, 168, 168), s.main, "metal", volume=0.8)
        s.part(ellipse(330, 290, 140, 140), darker(s.main, 0.16), "metal", volume=0.6)
        s.face(330, 296, 198, skin=darker(s.main, 0.1))
        return
    if kind == "flute":
        s.surface(slab(146, 8, 366, 506, 90), s.main, "metal")
        for y in (60, 440, 474):
            s.part(ellipse(256, y, 24, 13), darker(s.main, 0.4), "metal")
        for y in (112, 404):
            s.line(line((148, y), (256, y + 10), (364, y)), darker(s.main, 0.3), 8, 0.7)
        s.face(MID, 258, 190)
        return
    if kind == "megaphone":
        s.surface(slab(300, 400, 350, 500, 12).turn(-14, 320, 420), DARK, "plastic")
        s.surface(
            curve([(210, 60, 0), (430, 170), (500, 220), (500, 320), (430, 360), (210, 470, 0)]),
            darker(s.main, 0.12),
            "plastic",
        )
    elif kind == "bagpipes":
        for x, top in ((180, 20), (256, 8), (330, 20)):
            s.cord(line((x, 200), (x + (x - 256) * 0.3, top + 20)), "#4a2f22", 26)
            s.part(ellipse(x + (x - 256) * 0.3, top + 16, 20, 11), "#f4ead2", "stone")
        s.cord(line((120, 440), (80, 500)), "#4a2f22", 22)
        bag = curve(
            [(40, 320), (80, 200), (220, 150), (380, 170), (476, 260), (470, 400), (360, 484), (180, 486), (70, 430)]
        )
        s.surface(bag, s.main, "fabric", volume=1.2)
        with s.inside(bag):
            for i in range(-4, 12):
                s.line(line((i * 60, 120, 0), (i * 60 + 120, 512, 0)), s.accent, 7, 0.3)
                s.line(line((0, i * 60, 0), (512, i * 60 + 60, 0)), s.accent, 7, 0.3)
        s.glow(262, 324, 140, 130, s.main, 0.85)
        s.face(262, 330, 206, material="fabric")
        return
    elif kind == "tuba":
        s.cord(line((256, 400), (120, 440), (60, 330), (110, 220)), s.main, 46)
        s.cord(line((256, 440), (400, 470), (456, 340), (400, 230)), s.main, 46)
        for x in (226, 262, 298):
            s.part(slab(x - 13, 430, x + 13, 500, 6), STEEL, "metal")
    else:
        s.cord(line((60, 440), (200, 400), (456, 440), (480, 380), (420, 340)), s.main, 22)
        for x in (330, 372, 414):
            s.part(slab(x - 14, 380, x + 14, 480, 6), lighter(s.main, 0.3), "metal")
            s.part(ellipse(x, 374, 17, 9), "#fbf4e2", "metal")
        s.part(slab(14, 424, 66, 456, 8), lighter(s.main, 0.3), "metal")
    cx = MID if kind != "megaphone" else 206
    s.surface(ellipse(cx, 236, 208 if kind != "megaphone" else 196, 206), s.main, "metal", volume=0.8)
    s.part(
        ellipse(cx, 236, 172 if kind != "megaphone" else 164, 170),
        mix(s.main, "#fff4d8", 0.25) if kind != "megaphone" else lighter(s.main, 0.55),
        "metal",
        volume=0.6,
    )
    s.face(cx, 244, 214, skin=mix(s.main, "#fff4d8", 0.25) if kind != "megaphone" else lighter(s.main, 0.55))


def accordion(s: Sheet) -> None:
    """Bellows between two ends."""
    for i in range(9):
        s.surface(
            quad(
                (106 + i * 34, 120 + 10 * (i % 2)),
                (140 + i * 34, 130 - 10 * (i % 2)),
                (140 + i * 34, 440 + 10 * (i % 2)),
                (106 + i * 34, 450 - 10 * (i % 2)),
            ),
            s.accent,
            "leather",
        )
    s.surface(slab(20, 90, 120, 480, 20), s.main, "wood")
    s.surface(slab(392, 90, 492, 480, 20), s.main, "wood")
    for y in range(130, 450, 40):
        s.part(slab(40, y, 80, y + 26, 4), "#fbf8ef", "porcelain")
        s.part(ellipse(440, y + 12, 11), "#fbf8ef", "porcelain")
    s.surface(ellipse(MID, 284, 128, 150), s.main, "wood")
    s.gloss(tube([(180, 220), (170, 280), (180, 340)], [4, 12, 4]), 0.3)
    s.face(MID, 290, 202)
