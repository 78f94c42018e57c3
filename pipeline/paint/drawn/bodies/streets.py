"""What stands in streets and yards."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.glyphs import written
from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, polar, poly, slab, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter


def cone(s: Sheet) -> None:
    """A traffic cone with white bands."""
    s.surface(slab(34, 456, 478, 500, 14), darker(s.main, 0.2), "plastic")
    body = sym([(MID, 24), (292, 30, 0), (344, 190), (412, 460, 0), (MID, 470)])
    s.surface(body, s.main, "plastic", volume=1.1)
    with s.inside(body):
        s.flat(poly([(0, 96), (512, 96), (512, 150), (0, 150)]), "#fbf7ee", 0.95)
        s.flat(poly([(0, 420), (512, 420), (512, 448), (0, 448)]), "#fbf7ee", 0.95)
    s.surface(ellipse(MID, 318, 134, 130), s.main, "plastic", volume=0.5)
    s.face(MID, 322, 196, tight=True)


def traffic_light(s: Sheet) -> None:
    """Three lights under their hoods; the middle one has a face."""
    s.upright()
    s.surface(slab(226, 480, 286, 520), "#4a525c", "metal")
    s.surface(slab(112, 4, 400, 500, 60), "#2f343d", "metal")
    for y, r, colour in ((62, 50, "#f2453a"), (448, 44, "#4fd06a")):
        s.surface(ellipse(MID, y, r + 8), "#16181d", "plastic")
        s.glow(MID, y, r * 1.7, r * 1.7, colour, 0.6)
        s.surface(ellipse(MID, y, r), colour, "glass")
        s.surface(curve([(MID - r - 12, y, 0), (MID, y - r - 28), (MID + r + 12, y, 0), (MID, y - r - 8)]), "#16181d")
    s.surface(ellipse(MID, 258, 138, 136), "#16181d", "plastic")
    s.surface(ellipse(MID, 258, 128, 126), "#f7c22f", "glass", volume=0.8)
    s.face(MID, 262, 198, skin="#f7c22f", tight=True)


def stop_sign(s: Sheet) -> None:
    """An octagon on a post."""
    s.upright()
    s.surface(slab(234, 440, 278, 520), "#9aa5b0", "metal")
    corners = [polar(MID, 240, 236, 22.5 + 45 * i) for i in range(8)]
    s.surface(poly(corners), "#fbf7ee", "metal", volume=0.4)
    s.surface(poly([polar(MID, 240, 220, 22.5 + 45 * i) for i in range(8)]), s.main, "metal", volume=0.5)
    written(s, "STOP", MID, 92, 62, "#fbf7ee")
    s.face(MID, 278, 222, material="metal")


def hydrant(s: Sheet) -> None:
    """A fire hydrant: dome, bolts and two outlets."""
    s.surface(slab(90, 462, 422, 500, 12), darker(s.main, 0.15), "metal")
    for k in (-1, 1):
        s.surface(slab(MID + k * 178 - 42, 250, MID + k * 178 + 42, 344, 12), s.main, "metal")
        s.part(ellipse(MID + k * 216, 297, 22, 44), s.accent, "metal")
    s.surface(slab(116, 150, 396, 470, 20), s.main, "metal", volume=1.1)
    s.surface(sym([(MID, 46), (330, 70), (382, 150, 0), (MID, 156)]), s.main, "metal")
    s.part(slab(232, 16, 280, 60, 8), s.accent, "metal")
    s.surface(slab(94, 138, 418, 172, 14), darker(s.main, 0.12), "metal")
    for x in (120, 188, 256, 324, 392):
        s.part(ellipse(x, 155, 9), s.accent, "metal")
    s.face(MID, 306, 216, material="metal")


def fence(s: Sheet) -> None:
    """Pickets behind a broad one."""
    for x in (52, 148, 364, 460):
        s.surface(poly([(x - 42, 500), (x - 42, 130), (x, 70), (x + 42, 130), (x + 42, 500)]), s.main, "wood")
    for y in (200, 410):
        s.surface(slab(0, y, 512, y + 40, 6), darker(s.main, 0.1), "wood")
        for x in (52, 148, 364, 460):
            s.part(ellipse(x, y + 20, 6), "#6f6a62", "metal")
    s.surface(poly([(118, 506), (118, 110), (MID, 20), (394, 110), (394, 506)]), lighter(s.main, 0.05), "wood")
    s.face(MID, 290, 218, material="wood")


def birdhouse(s: Sheet) -> None:
    """A small house with a round door and a perch."""
    s.surface(slab(236, 470, 276, 520), "#8a5a34", "wood")
    s.surface(slab(84, 190, 428, 480, 10), s.main, "wood")
    for y in (250, 310, 370, 430):
        s.line(line((92, y), (420, y)), darker(s.main, 0.3), 4, 0.35)
    s.surface(poly([(84, 200), (MID, 60), (428, 200)]), s.main, "wood")
    s.surface(poly([(28, 226), (MID, 20), (484, 226), (462, 262), (MID, 84), (50, 262)]), s.accent, "wood")
    s.part(ellipse(MID, 156, 38), "#3a2a22", "wood")
    s.cord(line((MID, 204), (MID, 216)), "#d9b27f", 14)
    s.face(MID, 346, 212, material="wood")


def lawnmower(s: Sheet) -> None:
    """A mower seen from the front, with its handle and two wheels."""
    s.cord(line((110, 300), (96, 60), (MID, 22), (416, 60), (402, 300)), "#4a525c", 18)
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 196, 430, 56, 66), "#2f3138", "plastic")
        s.part(ellipse(MID + k * 200, 430, 24, 30), "#c9d0d8", "metal")
    s.surface(sym([(MID, 120), (390, 140), (440, 300), (450, 470, 0), (MID, 480)]), s.main, "metal", volume=1.1)
    s.part(slab(196, 84, 316, 142, 16), "#3a3f47", "metal")
    for x in range(40, 500, 26):
        s.flat(curve([(x, 512, 0), (x + 4, 470, 0), (x + 16, 512, 0)]), "#5f9a45")
    s.face(MID, 300, 220, material="metal")


def statue(s: Sheet) -> None:
    """A bust of marble on a plinth, with a wreath."""
    marble = s.own("#e6e2da")
    s.surface(slab(120, 468, 392, 520, 6), darker(marble, 0.18), "stone")
    s.surface(sym([(MID, 400), (340, 420), (430, 452), (440, 480, 0), (MID, 486)]), marble, "stone")
    s.surface(slab(196, 370, 316, 450, 30), darker(marble, 0.1), "stone")
    s.surface(sym([(MID, 66), (334, 80), (390, 160), (388, 270), (360, 350), (312, 402), (MID, 420)]), marble, "stone")
    for i in range(9):
        x, y = polar(MID, 230, 150, -76 + i * 19)
        s.surface(ellipse(x, y, 34, 32), darker(marble, 0.05), "stone")
    for x, y in ((140, 300), (372, 130), (380, 330)):
        s.line(line((x, y), (x + 10, y + 22), (x + 2, y + 40)), darker(marble, 0.4), 3, 0.5)
    s.face(MID, 288, 214, skin=marble, material="stone", hair=darker(marble, 0.4))
