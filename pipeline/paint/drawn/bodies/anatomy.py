"""Parts of bodies, and what keeps them well."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, poly, slab, sym, tube
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter


def tooth(s: Sheet) -> None:
    """A molar with two roots."""
    s.surface(
        sym([(MID, 66), (320, 34), (424, 60), (458, 180), (420, 310), (390, 490, 0), (330, 470), (300, 400),
             (MID, 384)]),
        s.main, "porcelain", volume=1.2,
    )  # fmt: skip
    s.face(MID, 236, 222, material="porcelain")


def hand(s: Sheet) -> None:
    """An open hand, the face in its palm."""
    for points, wide in (
        ([(140, 300), (110, 190), (100, 96)], 74), ([(216, 260), (206, 130), (204, 44)], 78),
        ([(300, 260), (312, 130), (316, 50)], 78), ([(372, 300), (404, 190), (416, 116)], 70),
        ([(120, 400), (56, 350), (30, 270)], 76),
    ):  # fmt: skip
        s.surface(tube(points, [wide, wide, wide * 0.7]), s.main, "skin")
    s.surface(slab(166, 430, 346, 520, 20), s.main, "skin")
    s.surface(sym([(MID, 190), (370, 200), (412, 310), (380, 440), (MID, 478)]), s.main, "skin", volume=1.1)
    s.face(MID, 322, 206, material="skin")


def bone(s: Sheet) -> None:
    """A bone upright, with its four knobs."""
    for x, y in ((166, 90), (346, 90), (166, 432), (346, 432)):
        s.surface(ellipse(x, y, 92, 82), s.main, "stone")
    s.surface(sym([(MID, 84), (400, 96), (384, 200), (384, 330), (400, 430), (MID, 440)]), s.main, "stone", volume=1.1)
    s.face(MID, 270, 214, material="stone")


def nose(s: Sheet) -> None:
    """A nose as somebody's whole body."""
    s.surface(
        sym([(MID, 14), (306, 40), (336, 180), (400, 300), (470, 380), (450, 470), (370, 480), (316, 500), (MID, 504)]),
        s.main, "skin", volume=1.2,
    )  # fmt: skip
    for k in (-1, 1):
        s.shade(ellipse(MID + k * 120, 470, 46, 22), 0.5)
    s.face(MID, 320, 200, material="skin", tight=True)


def moustache(s: Sheet) -> None:
    """Two great curls of hair around a face."""
    for k in (-1, 1):
        s.surface(
            curve([(MID, 280, 0), (MID + k * 110, 230), (MID + k * 190, 320), (MID + k * 244, 220, 0),
                   (MID + k * 240, 400), (MID + k * 120, 470), (MID, 400, 0)]),
            s.main, "fur",
        )  # fmt: skip
        for dy in (0, 30, 60):
            s.line(line((MID + k * 20, 316 + dy), (MID + k * 110, 300 + dy), (MID + k * 190, 360 + dy * 0.7)),
                   lighter(s.main, 0.3), 5, 0.45)  # fmt: skip
    s.surface(ellipse(MID, 262, 152, 176), lighter(s.main, 0.22), "fur", volume=1.1)
    s.face(MID, 268, 214, skin=lighter(s.main, 0.22), material="fur")


def brain(s: Sheet) -> None:
    """Two halves of folds."""
    s.surface(slab(222, 430, 290, 510, 24), darker(s.main, 0.12), "skin")
    for x, y, r in ((120, 220, 96), (392, 220, 96), (176, 120, 92), (336, 120, 92), (120, 340, 92), (392, 340, 92),
                    (200, 400, 84), (312, 400, 84)):  # fmt: skip
        s.surface(ellipse(x, y, r, r * 0.9), s.main, "skin")
        s.line(line((x - 50, y + 10), (x - 16, y - 24), (x + 14, y + 8), (x + 46, y - 22)), darker(s.main, 0.3), 7, 0.6)
    s.line(line((MID, 44), (MID + 6, 120)), darker(s.main, 0.4), 8, 0.6)
    s.surface(ellipse(MID, 274, 142, 146), lighter(s.main, 0.08), "skin", volume=0.6)
    s.face(MID, 280, 214, skin=lighter(s.main, 0.08), material="skin")


def perfume(s: Sheet) -> None:
    """A bottle with its atomizer."""
    s.cord(line((300, 92), (390, 96), (432, 150)), s.accent, 11)
    s.surface(ellipse(440, 190, 44, 52), s.accent, "fabric")
    s.surface(slab(196, 60, 316, 150, 12), s.accent, "metal")
    s.part(slab(222, 26, 290, 68, 10), lighter(s.accent, 0.3), "metal")
    s.surface(sym([(MID, 136), (330, 136, 0), (424, 210), (440, 400), (390, 492, 0), (MID, 496)]), s.main, "glass")
    s.gloss(tube([(104, 400), (100, 300), (130, 216)], [6, 18, 6]), 0.8)
    s.face(MID, 326, 220, material="glass")


def lipstick(s: Sheet) -> None:
    """A red tip in a golden case."""
    s.surface(curve([(150, 330, 0), (150, 110), (230, 40), (350, 14, 0), (362, 90), (362, 330, 0)]), s.main, "plastic")
    s.surface(slab(122, 352, 390, 508, 14), "#2c2730", "plastic")
    s.surface(slab(136, 320, 376, 400, 8), s.accent, "metal")
    s.face(MID, 214, 190, tight=True)


def bubble(s: Sheet) -> None:
    """A soap bubble with its rainbow."""
    s.surface(ellipse(MID, 258, 228), s.main, "glass", volume=0.8)
    for r, tint in ((214, "#f5a8d0"), (202, "#f7e6a0"), (190, "#a8e6d0"), (178, "#a8c8f7")):
        s.line(ellipse(MID, 258, r), tint, 11, 0.5)
    s.gloss(tube([(86, 260), (106, 150), (190, 78)], [6, 26, 6]), 0.9)
    s.gloss(ellipse(372, 404, 26, 18), 0.8)
    s.face(MID, 266, 226, material="glass")


def pill(s: Sheet) -> None:
    """A capsule of two colours."""
    s.surface(slab(112, 12, 400, 506, 144), s.main, "plastic", volume=1.2)
    with s.inside(slab(112, 12, 400, 506, 144)):
        s.surface(slab(100, 0, 412, 150), s.accent, "plastic")
    s.line(line((114, 150), (MID, 158), (398, 150)), darker(s.accent, 0.3), 5, 0.6)
    s.gloss(tube([(140, 420), (134, 280), (150, 180)], [6, 18, 6]), 0.7)
    s.face(MID, 304, 220, material="plastic")


def thermometer(s: Sheet) -> None:
    """A glass tube over a bulb that bears the face."""
    s.surface(slab(206, 8, 306, 330, 50), "#eef5fa", "glass")
    s.surface(ellipse(MID, 346, 158, 152), s.accent, "glass", volume=1.1)
    s.part(slab(240, 120, 272, 260, 14), s.accent, "glass")
    for y in (60, 100, 140, 180):
        s.line(line((280, y), (300, y)), "#4a525c", 5)
    s.face(MID, 352, 214, skin=s.accent)


def plaster(s: Sheet) -> None:
    """A sticking plaster."""
    s.surface(slab(14, 130, 498, 400, 120), s.main, "fabric", volume=0.5)
    s.part(slab(130, 130, 382, 400, 8), lighter(s.main, 0.3), "fabric", volume=0.3)
    for x in (50, 84, 428, 462):
        for y in (220, 264, 308):
            s.flat(ellipse(x, y, 7), darker(s.main, 0.3), 0.7)
    s.face(MID, 270, 216, skin=lighter(s.main, 0.3), material="fabric")


def puzzle_edges(s: Sheet) -> None:
    """A puzzle piece with knobs and a notch."""
    s.surface(ellipse(MID, 66, 58), s.main, "paper")
    s.surface(ellipse(446, 268, 58), s.main, "paper")
    s.surface(slab(72, 92, 420, 470, 16), s.main, "paper", volume=0.5)
    s.flat(poly([(234, 470), (278, 470), (278, 440), (234, 440)]), darker(s.main, 0.5), 0.5)
    s.face(MID - 10, 284, 222, material="paper")
