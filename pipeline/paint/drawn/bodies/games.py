"""Games and toys: kite, cube, card, chess piece, snow globe, disco ball."""

from __future__ import annotations

import math

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    heart,
    line,
    polar,
    poly,
    scallop,
    slab,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

CUBE = ("#d9302f", "#f2852b", "#f7d32f", "#4fa04a", "#3a6fc9", "#fbf7ee")


def kite(s: Sheet) -> None:
    """A kite with its cross and a tail of bows."""
    s.line(line((MID, 440), (300, 470), (330, 520)), darker(s.accent, 0.2), 6)
    sail = curve([(MID, 14, 0), (480, 214, 0), (MID, 470, 0), (32, 214, 0)], reach=0.3)
    s.surface(sail, s.main, "paper", volume=0.7)
    with s.inside(sail):
        s.flat(poly([(MID, 10), (500, 214), (MID, 214)]), s.accent, 0.9)
        s.flat(poly([(MID, 480), (20, 214), (MID, 214)]), s.accent, 0.9)
        s.flat(poly([(MID, 10), (20, 214), (MID, 214)]), lighter(s.main, 0.15), 0.8)
    s.line(line((MID, 20), (MID, 462)), "#8a5a34", 7, 0.7)
    s.line(line((40, 214), (MID, 206), (472, 214)), "#8a5a34", 7, 0.7)
    for x, y in ((290, 470), (330, 506)):
        for k in (-1, 1):
            s.part(curve([(x, y, 0), (x + k * 34, y - 20), (x + k * 34, y + 20)]), s.accent, "fabric")
    s.surface(ellipse(MID, 236, 132, 128), mix(s.main, "#fff6e0", 0.35), "paper", volume=0.3)
    s.face(MID, 244, 206, skin=mix(s.main, "#fff6e0", 0.35), tight=True)


def rubik(s: Sheet) -> None:
    """A cube of coloured squares, its front a face."""
    s.surface(poly([(64, 150), (150, 44), (488, 44), (410, 150)]), "#26262b", "plastic")
    s.surface(poly([(410, 150), (488, 44), (488, 380), (410, 492)]), "#1d1d22", "plastic")
    for i in range(3):
        for j in range(3):
            x, y, k = 70 + i * 112, 146 - j * 34, j * 28
            s.flat(poly([(x + k, y), (x + k + 104, y), (x + k + 130, y - 30), (x + k + 26, y - 30)]), CUBE[(i + j) % 5])
            a, b = 416 + j * 24.5, 148 - j * 32 + i * 112
            s.flat(poly([(a, b), (a + 20, b - 26), (a + 20, b + 76), (a, b + 104)]), CUBE[(2 * i + j + 1) % 6])
    s.surface(slab(52, 146, 414, 496, 14), "#26262b", "plastic", volume=0.4)
    for i in range(3):
        for j in range(3):
            tint = CUBE[(i * 2 + j * 3 + 2) % 6] if (i, j) != (1, 1) else "#f7d32f"
            s.surface(slab(62 + i * 116, 156 + j * 112, 172 + i * 116, 262 + j * 112, 14), tint, "plastic", volume=0.3)
    s.surface(slab(118, 206, 348, 452, 70), "#f7d32f", "plastic", volume=0.4)
    s.face(233, 330, 206, skin="#f7d32f", tight=True)


def playing_card(s: Sheet) -> None:
    """A card with hearts in two corners."""
    s.upright()
    s.surface(slab(84, 14, 428, 500, 34), "#fbf7ee", "paper", volume=0.3)
    s.line(slab(104, 34, 408, 480, 24), s.accent, 5, 0.7)
    for x, y, k in ((144, 82, 1), (368, 432, -1)):
        shape = heart(x, y, 58)
        s.flat(shape if k > 0 else shape.turn(180, x, y), s.accent)
    for x, y in ((368, 82), (144, 432)):
        s.flat(heart(x, y, 34), s.accent, 0.8)
    s.face(MID, 268, 220, skin="#fbf3e4", material="paper")


def chess_piece(s: Sheet) -> None:
    """A pawn, or rather somebody's king: collar, foot and cross."""
    s.surface(slab(96, 448, 416, 502, 22), s.main, "wood")
    s.surface(sym([(MID, 380), (340, 390, 0), (372, 460, 0), (MID, 466)]), s.main, "wood")
    s.surface(ellipse(MID, 392, 150, 26), darker(s.main, 0.12), "wood")
    s.surface(sym([(MID, 92), (372, 92, 0), (410, 200), (388, 330), (336, 388, 0), (MID, 392)]), s.main, "wood")
    s.part(slab(138, 82, 374, 112, 12), darker(s.main, 0.12), "wood")
    s.part(slab(240, 8, 272, 90, 6), s.main, "wood")
    s.part(slab(214, 30, 298, 58, 6), s.main, "wood")
    s.face(MID, 244, 212, material="wood")


def snow_globe(s: Sheet) -> None:
    """A ball of glass with snow in it, on a foot."""
    s.surface(sym([(MID, 420), (390, 424, 0), (430, 500, 0), (MID, 504)]), "#8a4a34", "wood")
    s.part(slab(112, 416, 400, 440, 10), "#f0c440", "metal")
    ball = ellipse(MID, 226, 212, 212)
    s.surface(ball, "#bfe0f2", "glass")
    with s.inside(ball):
        s.flat(curve([(20, 380, 0), (150, 340), (360, 350), (500, 390, 0), (500, 460, 0), (20, 460, 0)]), "#fdfdfb")
        for x, high in ((98, 120), (414, 130)):
            s.flat(poly([(x - 44, 384), (x, 384 - high), (x + 44, 384)]), "#3f8a5a")
        for i in range(26):
            flake = polar(MID, 226, 90 + (i * 47) % 112, i * 41)
            s.flat(ellipse(*flake, 4 + i % 3), "#ffffff", 0.9)
    s.surface(ellipse(MID, 240, 136, 140), "#dff1fa", "glass", volume=0.5)
    s.gloss(tube([(96, 210), (110, 140), (160, 84)], [6, 22, 6]), 0.8)
    s.face(MID, 246, 212, skin="#dff1fa")


def disco_ball(s: Sheet) -> None:
    """A ball of little mirrors on a string."""
    s.line(line((MID, 0), (MID, 50)), "#8f99a3", 8)
    ball = ellipse(MID, 268, 222, 220)
    s.surface(ball, "#aeb9c9", "metal", volume=1.2)
    tints = ("#f29ad9", "#8fd0f2", "#f7e06a", "#eef5fa", "#b59af2", "#dfe9f2", "#9fe0c0")
    with s.inside(ball):
        for row in range(13):
            lat = math.radians(-84 + row * 14)
            level, reach = 268 + 220 * math.sin(lat), 222 * math.cos(lat)
            for i in range(9):
                lon = math.radians(-80 + i * 20)
                at, wide = MID + reach * math.sin(lon), reach * 0.31 * math.cos(lon)
                tint = tints[(row * 5 + i * 3) % 7]
                s.flat(slab(at - wide / 2, level - 22, at + wide / 2, level + 22, 3), tint, 0.75)
    for x, y, r in ((120, 130, 34), (398, 190, 26), (360, 420, 24)):
        s.flat(star(x, y, r, r * 0.2, 4), "#ffffff", 0.95)
    s.glow(MID, 280, 150, 150, "#dfe6f0", 1.0)
    s.face(MID, 276, 220, skin="#d3dbe6")


def balloon_dog(s: Sheet) -> None:
    """A dog knotted out of balloons."""
    for shape in (ellipse(110, 438, 42, 70), ellipse(402, 438, 42, 70), ellipse(452, 300, 34, 66).turn(24, 452, 300)):
        s.surface(shape, s.main, "plastic")
    s.surface(ellipse(MID, 400, 170, 66), s.main, "plastic")
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 96, 84, 44, 76).turn(k * 22, MID + k * 96, 84), s.main, "plastic")
    s.surface(ellipse(MID, 250, 166, 158), s.main, "plastic", volume=1.2)
    s.face(MID, 258, 216, material="plastic")


def yarn(s: Sheet) -> None:
    """A ball of wool with its loose end."""
    s.cord(line((330, 440), (420, 490), (500, 470)), darker(s.main, 0.1), 14)
    ball = ellipse(MID, 262, 214, 212)
    s.surface(ball, s.main, "fabric", volume=1.2)
    with s.inside(ball):
        for i in range(9):
            s.line(line((40, 100 + i * 46), (MID, 40 + i * 46), (480, 120 + i * 46)), darker(s.main, 0.3), 6, 0.5)
            s.line(line((90 + i * 40, 20), (160 + i * 40, 262), (60 + i * 40, 500)), lighter(s.main, 0.35), 6, 0.4)
    s.surface(scallop(MID, 272, 132, 130, 16, 0.04), lighter(s.main, 0.12), "fabric", volume=0.5)
    s.face(MID, 278, 210, skin=lighter(s.main, 0.12), material="fabric")
