"""Houses and what else is built."""

from __future__ import annotations

import math

from pipeline.paint.drawn.bodies.shapes import MID, Shape, curve, ellipse, line, poly, quad, slab, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

PANE = "#ffe9a8"
DARK = "#33363f"
STONE = "#9b958c"


def window(s: Sheet, x: float, y: float, w: float = 44.0, h: float = 52.0, colour: str = PANE) -> None:
    """A window with its bars."""
    s.part(slab(x - w / 2, y - h / 2, x + w / 2, y + h / 2, 4), colour, "glass")
    s.line(line((x, y - h / 2), (x, y + h / 2)), DARK, 4, 0.7)
    s.line(line((x - w / 2, y), (x + w / 2, y)), DARK, 4, 0.7)


def bricks(s: Sheet, outline: Shape, colour: str, top: float, bottom: float) -> None:
    """Courses of bricks, here and there, within an outline."""
    with s.inside(outline):
        for row, y in enumerate(range(int(top), int(bottom), 34)):
            for column in range(9):
                if (row * 7 + column * 5) % 4 == 0:
                    x = 30 + column * 58 + 28 * (row % 2)
                    s.line(slab(x, y, x + 50, y + 24, 4), darker(colour, 0.3), 3, 0.45)


def house(s: Sheet, *, kind: str = "house") -> None:
    """A gable house; a school, a barn, a church, a shop, a haunted one, a hut."""
    roof = s.accent
    if kind == "church":
        s.surface(slab(206, 110, 306, 240, 4), s.main, "stone")
        s.surface(poly([(186, 130), (256, 30), (326, 130)]), roof, "stone")
        s.line(line((256, 34), (256, 2)), "#d9b04a", 7)
        s.line(line((244, 12), (268, 12)), "#d9b04a", 7)
    elif kind != "barn":
        s.surface(slab(360, 50, 412, 170, 4), darker(roof, 0.1), "stone")
    wall = slab(64, 200, 448, 492, 6)
    s.surface(wall, s.main, "wood" if kind in ("barn", "haunted") else "stone")
    bricks(s, wall, s.main, 216, 480)
    if kind == "barn":
        s.surface(
            poly([(24, 220), (90, 110), (256, 30), (422, 110), (488, 220), (448, 236), (256, 120), (64, 236)]),
            roof,
            "wood",
        )
        s.surface(poly([(64, 236), (256, 116), (448, 236)]), s.main, "wood")
    elif kind == "haunted":
        s.surface(
            curve([(16, 226, 0), (110, 150), (180, 40, 0), (256, 90, 0), (330, 20, 0), (400, 150), (496, 226, 0)]),
            roof,
            "wood",
        )
        window(s, 256, 152, 40, 50, "#c9e86a")
    else:
        s.surface(poly([(14, 226), (256, 34 if kind != "church" else 110), (498, 226)]), roof, "stone")
        s.line(line((40, 210), (256, 206), (472, 210)), darker(roof, 0.3), 5, 0.5)
    if kind == "school":
        s.part(ellipse(256, 150, 40), "#fbf8ee", "porcelain")
        s.line(line((256, 150), (256, 126)), DARK, 5)
        s.line(line((256, 150), (272, 156)), DARK, 5)
        s.line(line((256, 40), (256, 4)), DARK, 5)
        s.part(quad((256, 6), (300, 12), (300, 32), (256, 34)), "#d6332e", "fabric")
    elif kind == "house":
        s.part(ellipse(256, 148, 30), PANE, "glass")
        s.line(line((256, 120), (256, 176)), DARK, 4, 0.7)
        s.line(line((226, 148), (286, 148)), DARK, 4, 0.7)
    if kind == "shop":
        for i in range(8):
            s.part(
                curve(
                    [
                        (56 + i * 50, 196, 0),
                        (106 + i * 50, 196, 0),
                        (106 + i * 50, 246, 0),
                        (81 + i * 50, 268),
                        (56 + i * 50, 246, 0),
                    ]
                ),
                "#fbf7ee" if i % 2 else roof,
                "fabric",
            )
        s.face(MID, 372, 204)
        return
    for x in (98, 414):
        window(s, x, 300, 46, 60)
        window(s, x, 420, 46, 60)
    s.face(MID, 340, 218)


def castle(s: Sheet) -> None:
    """Two towers with flags and a keep between them."""
    for k in (-1, 1):
        x = MID + k * 186
        s.surface(slab(x - 62, 170, x + 62, 496, 4), darker(s.main, 0.08), "stone")
        s.surface(poly([(x - 78, 176), (x, 56), (x + 78, 176)]), s.accent, "stone")
        s.line(line((x, 60), (x, 18)), DARK, 5)
        s.part(poly([(x, 18), (x + 44, 30), (x, 44)]), "#d6332e", "fabric")
        window(s, x + k * 22, 240, 26, 44, DARK)
    knots: list[tuple[float, float]] = [(104, 496), (104, 130)]
    for i in range(4):
        x = 104 + i * 88
        knots += [(x, 100), (x + 44, 100), (x + 44, 140), (min(408, x + 88), 140)]
    keep = poly([*knots[:-1], (408, 140), (408, 496)])
    s.surface(keep, s.main, "stone")
    bricks(s, keep, s.main, 150, 490)
    s.face(MID, 322, 224)


def tower(s: Sheet, *, kind: str = "tower") -> None:
    """A tower, a lighthouse, a skyscraper, a windmill."""
    if kind == "lighthouse":
        s.glow(256, 96, 230, 80, "#fff3b0", 0.8)
        s.flat(poly([(300, 80), (512, 20), (512, 150)]), "#fff3b0", 0.4)
        s.surface(sym([(MID, 22), (316, 60, 0), (MID, 66)]), "#b5382e", "metal")
        s.surface(slab(200, 58, 312, 130, 6), PANE, "glass")
        body = poly([(150, 144), (362, 144), (412, 496), (100, 496)])
        s.surface(body, "#fbf6ea", "stone")
        stripe = s.main if s.named else "#c9403a"
        with s.inside(body):
            for y in (144, 430):
                s.flat(slab(40, y, 472, y + 56), stripe)
        s.surface(slab(134, 124, 378, 152, 8), DARK, "metal")
        s.face(MID, 316, 206, skin="#fbf6ea", material="stone")
        return
    if kind == "skyscraper":
        s.line(line((256, 60), (256, 6)), DARK, 7)
        s.surface(slab(176, 44, 336, 120, 4), darker(s.main, 0.08), "glass")
        s.surface(slab(90, 100, 422, 500, 6), s.main, "metal")
        for row in range(10):
            for column in range(7):
                x, y = 116 + column * 47, 122 + row * 38
                if 134 < y < 470 and 140 < x < 372:
                    continue
                s.flat(slab(x - 14, y - 11, x + 14, y + 12, 2), PANE if (row * 3 + column) % 3 else "#8fb4cc", 0.95)
        s.face(MID, 304, 206)
        return
    knots: list[tuple[float, float]] = [(122, 496), (126, 130), (92, 120), (92, 40)]
    for i in range(3):
        x = 92 + i * 120
        knots += [(x + 64, 40), (x + 64, 76), (x + 120, 76), (x + 120, 40)] if i < 2 else [(x + 88, 40)]
    wall = poly([*knots, (420, 120), (386, 130), (390, 496)])
    s.surface(wall, s.main, "stone")
    bricks(s, wall, s.main, 90, 490)
    window(s, 256, 140, 30, 50, DARK)
    s.glow(MID, 310, 130, 130, s.main, 0.8)
    s.face(MID, 310, 212)


def tent(s: Sheet, *, pyramid: bool = False) -> None:
    """A tent, or a pyramid of stone."""
    if pyramid:
        outline = poly([(256, 20), (506, 488), (6, 488)])
        s.surface(outline, s.main, "stone")
        with s.inside(outline):
            s.flat(poly([(256, 20), (506, 488), (360, 488)]), darker(s.main, 0.25), 0.45)
            for y in range(110, 490, 62):
                s.line(line((0, y), (512, y)), darker(s.main, 0.3), 4, 0.4)
        s.glow(246, 366, 130, 116, s.main, 0.9)
        s.face(246, 372, 198)
        return
    s.line(line((256, 60), (256, 10)), "#8a5a33", 9)
    s.part(poly([(256, 10), (316, 26), (256, 44)]), s.accent, "fabric")
    body = curve([(256, 44, 0), (330, 190), (496, 488, 0), (16, 488, 0), (182, 190)])
    s.surface(body, s.main, "fabric")
    with s.inside(body):
        for k in (-1, 1):
            s.flat(poly([(256, 40), (MID + k * 250, 500), (MID + k * 180, 500)]), s.accent, 0.85)
    s.face(MID, 362, 206, material="fabric")


def bridge(s: Sheet) -> None:
    """A stone bridge over water: the face sits in the pier between two arches."""
    body = curve(
        [
            (0, 200, 0),
            (256, 110),
            (512, 200, 0),
            (512, 500, 0),
            (470, 500, 0),
            (450, 350),
            (410, 330),
            (384, 500, 0),
            (128, 500, 0),
            (102, 330),
            (62, 350),
            (42, 500, 0),
            (0, 500, 0),
        ]
    )
    s.surface(body, s.main, "stone")
    bricks(s, body, s.main, 190, 490)
    for x in (30, 110, 180, 256, 332, 402, 482):
        s.part(
            slab(x - 12, 80 + abs(x - 256) * 0.28, x + 12, 150 + abs(x - 256) * 0.26, 6), lighter(s.main, 0.15), "stone"
        )
    s.part(
        curve([(0, 176, 0), (256, 86), (512, 176, 0), (512, 206, 0), (256, 116), (0, 206, 0)]),
        lighter(s.main, 0.2),
        "stone",
    )
    s.flat(
        curve([(0, 480, 0), (128, 470), (256, 482), (384, 470), (512, 480, 0), (512, 512, 0), (0, 512, 0)]),
        "#5fa9c9",
        0.9,
    )
    s.face(MID, 316, 212)


def wall(s: Sheet, *, prison: bool = False) -> None:
    """A wall of bricks, or a prison's front."""
    outline = slab(20, 60, 492, 512, 4)
    s.surface(outline, s.main, "stone", volume=0.5)
    with s.inside(outline):
        for row, y in enumerate(range(60, 512, 46)):
            for column in range(-1, 6):
                x = 20 + column * 96 + 48 * (row % 2)
                s.line(slab(x + 3, y + 3, x + 93, y + 43, 5), darker(s.main, 0.35), 4, 0.5)
    if prison:
        for x in (70, 442):
            s.part(slab(x - 36, 110, x + 36, 220, 4), DARK, "stone")
            for i in (-20, 0, 20):
                s.line(line((x + i, 112), (x + i, 218)), "#a9b2bc", 6)
    s.part(slab(8, 40, 504, 84, 6), lighter(s.main, 0.2), "stone")
    s.glow(MID, 284, 150, 140, s.main, 0.92)
    s.face(MID, 290, 222)


def stadium(s: Sheet) -> None:
    """A bowl of seats around a green field, floodlights and flags above."""
    for k in (-1, 1):
        s.cord(line((MID + k * 206, 250), (MID + k * 206, 60)), "#8f99a3", 12)
        s.part(slab(MID + k * 206 - 44, 22, MID + k * 206 + 44, 74, 8), "#4a525c", "metal")
        for x in (-26, 0, 26):
            s.glow(MID + k * 206 + x, 48, 20, 20, "#fff6c0", 0.9)
            s.flat(ellipse(MID + k * 206 + x, 48, 10), "#fff6c0")
    s.surface(sym([(MID, 96), (420, 104), (498, 170), (470, 480, 0), (MID, 500)]), s.main, "stone")
    seats = ellipse(MID, 166, 236, 76)
    s.surface(seats, lighter(s.main, 0.3), "stone", volume=0.3)
    with s.inside(seats):
        for i in range(60):
            at = (MID + 224 * math.sin(i * 1.9), 166 + 66 * math.cos(i * 2.7))
            s.flat(ellipse(*at, 8), ("#d9302f", "#f7d32f", "#3a6fc9", "#fbf7ee")[i % 4], 0.8)
    field = ellipse(MID, 174, 160, 44)
    s.surface(field, "#4fa04a", "leaf", volume=0.2)
    with s.inside(field):
        for x in range(110, 410, 60):
            s.flat(poly([(x, 120), (x + 30, 120), (x + 30, 230), (x, 230)]), "#63b85c", 0.8)
        s.line(ellipse(MID, 174, 36, 14), "#fbf7ee", 4, 0.9)
        s.line(line((MID, 120), (MID, 230)), "#fbf7ee", 4, 0.9)
    for x in (60, 110, 402, 452):
        s.flat(slab(x - 14, 300, x + 14, 400, 14), darker(s.main, 0.35), 0.7)
    s.face(MID, 350, 214, material="stone")


def island(s: Sheet, *, sand: bool = False) -> None:
    """A hill in the sea with a palm, or a castle of sand."""
    if sand:
        for x, top in ((110, 220), (402, 220), (256, 60)):
            s.surface(quad((x - 50, top), (x + 50, top), (x + 66, 480), (x - 66, 480), 4), s.main, "stone")
            for i in (-36, 0, 36):
                s.surface(slab(x + i - 12, top - 24, x + i + 12, top + 8, 3), s.main, "stone")
        s.line(line((256, 44), (256, 6)), DARK, 5)
        s.part(poly([(256, 6), (300, 18), (256, 32)]), "#d6332e", "fabric")
        s.surface(
            curve([(20, 500, 0), (60, 300), (150, 190), (362, 190), (452, 300), (492, 500, 0)]),
            s.main,
            "stone",
            volume=1.1,
        )
        s.face(MID, 336, 220)
        return
    s.surface(
        curve([(300, 180, 0), (330, 100), (380, 60, 0), (400, 76, 0), (350, 130), (336, 190, 0)]),
        "#8a5a33",
        "wood",
    )
    for deg in (-96, -58, -20, 24, 62, 100):
        s.surface(curve([(390, 70, 0), (360, 30), (390, -40, 0), (420, 30)]).turn(deg, 390, 70), "#4f9a46", "leaf")
    s.surface(
        curve([(6, 480, 0), (60, 340), (150, 190), (256, 150), (362, 190), (452, 340), (506, 480, 0)]),
        s.main,
        "stone",
        volume=1.1,
    )
    s.flat(
        curve([(0, 470, 0), (110, 450), (256, 470), (400, 450), (512, 470, 0), (512, 512, 0), (0, 512, 0)]),
        "#4fa3c7",
        0.95,
    )
    s.face(MID, 318, 214)
