"""Hats and robes that are somebody themselves."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.hats import HATS
from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, poly, quad, scallop, slab, star, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

FIT = {
    "cowboy": (1.02, 2.75, 470, 270), "straw": (1.0, 2.7, 486, 262), "bowler": (1.32, 2.1, 470, 262),
    "sombrero": (0.93, 2.9, 490, 270), "beret": (1.34, 2.25, 420, 252), "nightcap": (1.3, 2.05, 470, 266),
    "jester": (1.04, 2.5, 470, 296), "santa": (1.24, 2.3, 452, 264), "graduate": (1.1, 2.5, 462, 300),
    "chef": (1.26, 2.35, 480, 268), "fez": (1.72, 2.9, 500, 306), "turban": (1.4, 2.1, 470, 250),
    "pirate": (1.02, 2.7, 470, 318), "sailor": (1.3, 2.4, 470, 288), "captain": (1.3, 2.3, 480, 250),
    "police": (1.3, 2.3, 480, 250), "fire": (1.34, 2.2, 478, 264), "viking": (1.05, 2.6, 478, 268),
    "hard": (1.34, 2.2, 478, 268), "green": (1.26, 2.3, 480, 226), "flatcap": (1.34, 2.4, 484, 270),
    "press": (1.2, 2.5, 490, 262), "feather": (1.06, 2.6, 480, 268), "bicorne": (1.02, 2.6, 460, 276),
    "mitre": (1.5, 2.1, 480, 300), "gnome": (1.3, 1.85, 486, 330),
}  # fmt: skip
"""By hat: how wide and how much taller than wide it grows, where its rim comes to lie, and the height of its face."""


def hat_alone(s: Sheet, *, kind: str) -> None:
    """One of the hats, large enough for a face of its own."""
    wide, tall, rim, cy = FIT[kind]
    with s.worn_at(MID, rim, wide, 176.0, tall / wide):
        HATS[kind](s, s.main)
    patch = {"chef": "#fdfcf8", "straw": "#e5c57c", "sombrero": "#e0b860", "fez": "#b8302f", "santa": "#cf2f2a",
             "bowler": "#57515c", "fire": "#cf2f2a", "green": "#2f8a4a", "pirate": "#57505c", "sailor": "#fbfaf5",
             "captain": "#fbf8f0", "press": "#8a7a68", "flatcap": "#8a7a5f", "mitre": "#fbf8f0", "gnome": "#d6332e",
             "viking": "#9aa4ae", "bicorne": "#3a456c"}.get(kind, s.main)  # fmt: skip
    # Bands and buckles must not cross the face.
    s.glow(MID, cy - 6, 156, 158, patch, 1.0)
    s.face(MID, cy, 198, skin=patch, material="fabric", tight=True)


def robe(s: Sheet, *, kind: str = "kimono") -> None:
    """A wide garment that crosses at the breast: kimono, robe, gown of a wizard."""
    for k in (-1, 1):
        sleeve = quad((MID + k * 110, 70), (MID + k * 250, 150), (MID + k * 250, 400), (MID + k * 150, 330), 18)
        s.surface(sleeve, darker(s.main, 0.08), "fabric")
        s.line(line((MID + k * 244, 176), (MID + k * 244, 386)), s.accent, 15)
    body = sym([(MID, 70), (320, 50), (384, 80), (410, 200), (420, 506, 0), (MID, 510)])
    s.surface(body, s.main, "fabric", volume=0.8)
    with s.inside(body):
        for i, (x, y) in enumerate(((120, 440), (396, 440), (118, 130), (394, 130), (104, 300), (408, 300))):
            if kind == "kimono":
                s.flat(star(x, y, 34, 20, 5, soft=True), s.accent, 0.9)
                s.flat(ellipse(x, y, 8), "#fff6d8")
            else:
                s.flat(star(x, y, 24 + 4 * (i % 2), 10, 5), "#f6d76b", 0.95)
    s.part(poly([(186, 46), (214, 46), (300, 176), (276, 190)]), s.accent, "fabric")
    s.part(poly([(326, 46), (298, 46), (212, 176), (236, 190)]), s.accent, "fabric")
    s.part(slab(92, 412, 420, 470, 8), darker(s.accent, 0.2), "fabric")
    s.part(slab(232, 402, 280, 480, 8), s.accent, "fabric")
    s.face(MID, 286, 212, material="fabric")


def apron_alone(s: Sheet) -> None:
    """An apron on its strings."""
    s.line(line((150, 130), (196, 20), (316, 20), (362, 130)), darker(s.main, 0.2), 17)
    for k in (-1, 1):
        s.line(line((MID + k * 190, 270), (MID + k * 250, 300), (MID + k * 230, 380)), darker(s.main, 0.2), 15)
    s.surface(sym([(MID, 110), (370, 110, 0), (390, 220), (464, 270), (450, 500, 0), (MID, 506)]), s.main, "fabric")
    s.part(slab(150, 430, 362, 510, 10), lighter(s.main, 0.2), "fabric", volume=0.4)
    s.line(line((104, 486), (160, 486)) + line((352, 486), (408, 486)), s.accent, 9)
    s.face(MID, 292, 216, material="fabric")


def cloak(s: Sheet, *, ermine: bool = False) -> None:
    """A cloak that falls from a collar or from ermine."""
    fall = sym([(MID, 60), (340, 66), (400, 130), (450, 300), (506, 500, 0), (400, 490), (MID, 506)])
    s.surface(fall, s.main, "fabric")
    for k in (-1, 1):
        for x, y in ((90, 240), (130, 330), (164, 420)):
            s.line(line((MID + k * x, y - 50), (MID + k * (x + 18), y + 60)), darker(s.main, 0.3), 6, 0.5)
    if ermine:
        s.part(scallop(MID, 104, 196, 64, 15, 0.1), "#fbf7ee", "fur")
        for x, y in ((110, 110), (160, 86), (210, 120), (300, 120), (352, 86), (402, 110)):
            s.flat(curve([(x, y - 12, 0), (x + 8, y + 4), (x, y + 14), (x - 8, y + 4)]), "#2c2730")
    else:
        s.surface(sym([(MID, 96), (330, 20), (420, 60, 0), (390, 150), (MID, 176, 0)]), darker(s.main, 0.15), "fabric")
        s.part(ellipse(MID, 150, 20), "#f0c440", "metal")
    s.face(MID, 312, 216, material="fabric")


def veil(s: Sheet) -> None:
    """A wedding veil under a wreath."""
    for wide, share in ((1.0, 0.0), (0.82, 0.5)):
        fall = [(MID, 40), (MID + 130 * wide, 60), (MID + 200 * wide, 240), (MID + 240 * wide, 506, 0)]
        hem = [(MID + 160 * wide, 484), (MID + 70 * wide, 506)]
        s.surface(sym([*fall, *hem, (MID, 488)]), lighter(s.own("#eef0f6"), share), "fabric", volume=0.7)
    for i in range(9):
        x = 132 + i * 31
        s.part(star(x, 96 - (1 - ((i - 4) / 4) ** 2) * 34, 27, 15, 5, soft=True), ("#f7c6d0", "#fbf7ee")[i % 2], "leaf")
    s.face(MID, 280, 218, skin=s.own("#f6f4f2"), material="fabric")


def overalls(s: Sheet) -> None:
    """Dungarees: a bib on straps over two legs."""
    for k in (-1, 1):
        s.surface(slab(MID + k * 96 - 26, 6, MID + k * 96 + 26, 130, 10), darker(s.main, 0.12), "fabric")
        s.part(ellipse(MID + k * 96, 116, 20), "#f0c440", "metal")
    legs = [(MID, 96), (380, 96, 0), (392, 250), (440, 330), (450, 506, 0), (290, 506, 0), (276, 440), (MID, 426)]
    s.surface(sym(legs), s.main, "fabric")
    s.line(line((150, 116), (362, 116)), "#e0a54a", 5, 0.8)
    s.part(slab(96, 392, 176, 470, 8).pair, lighter(s.main, 0.15), "fabric", volume=0.3)
    s.face(MID, 268, 216, material="fabric")


def bow(s: Sheet) -> None:
    """A bow tie: two wings and a knot that is somebody."""
    for k in (-1, 1):
        s.surface(curve([(MID + k * 40, 270, 0), (MID + k * 170, 110), (MID + k * 246, 130), (MID + k * 250, 270),
                         (MID + k * 246, 410), (MID + k * 170, 430)]), s.main, "fabric")  # fmt: skip
        for y in (180, 270, 360):
            s.flat(ellipse(MID + k * 190, y, 17), s.accent, 0.95)
    s.surface(slab(124, 130, 388, 410, 90), darker(s.main, 0.1), "fabric", volume=1.1)
    s.face(MID, 276, 208, skin=darker(s.main, 0.1), material="fabric")
