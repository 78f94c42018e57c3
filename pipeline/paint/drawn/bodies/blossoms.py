"""Flowers that are not a disc with petals, and fruit with spines, points or scales."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, leaf, line, polar, poly, scallop, spikes, star, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

GREEN = "#5c9a3a"
STEM = "#4f8a3c"


def thistle(s: Sheet) -> None:
    """A green head of scales under a purple brush."""
    s.cord(line((MID, 440), (MID, 520)), STEM, 26)
    for k in (-1, 1):
        s.surface(spikes(MID + k * 150, 486, 120, 26, 9, 0.5), GREEN, "leaf")
    for deg in range(-56, 57, 8):
        s.part(leaf(MID, 250, 236, 34, deg), mix(s.accent, "#f7c6f2", 0.3 * (deg // 8 % 2)), "feather")
    s.surface(spikes(MID, 322, 176, 150, 24, 0.1), s.own("#7f9a55"), "leaf", volume=1.1)
    s.face(MID, 322, 214, skin=s.own("#7f9a55"))


def bell_flower(s: Sheet) -> None:
    """One hanging bell on a bent stem."""
    s.cord(line((120, 520), (110, 260), (170, 60), (MID, 60)), STEM, 19)
    s.surface(leaf(116, 430, 170, 66, -40, -10), GREEN, "leaf")
    bell = [(MID, 60), (340, 84), (404, 190), (410, 330), (480, 460, 0), (400, 430, 0), (340, 492, 0), (296, 436, 0)]
    s.surface(sym([*bell, (MID, 496, 0)]), s.main, "leaf", volume=1.1)
    s.part(star(MID, 68, 56, 22, 5, soft=True), GREEN, "leaf")
    for k in (-1, 1):
        s.line(line((MID + k * 40, 100), (MID + k * 120, 260), (MID + k * 132, 420)), darker(s.main, 0.3), 5, 0.45)
    s.face(MID, 290, 214)


def cluster(s: Sheet) -> None:
    """A ball of many small flowers: hydrangea, lilac."""
    s.cord(line((MID, 420), (MID, 520)), STEM, 24)
    for k in (-1, 1):
        s.surface(leaf(MID, 500, 190, 120, k * 66, k * 8), GREEN, "leaf")
    for i in range(34):
        x, y = polar(MID, 244, 60 + (i * 53) % 140, i * 47)
        tint = mix(s.main, (s.accent, "#ffffff")[i % 2], 0.12 * (i % 4))
        s.surface(star(x, y, 50, 26, 4, soft=True).turn(i * 20, x, y), tint, "leaf", volume=0.5)
        s.flat(ellipse(x, y, 6), lighter(s.main, 0.7))
    s.surface(scallop(MID, 252, 136, 136, 12, 0.07), lighter(s.main, 0.15), "leaf", volume=0.5)
    s.face(MID, 258, 210, skin=lighter(s.main, 0.15))


def pompons(s: Sheet) -> None:
    """Yellow fluffy balls on a twig: mimosa."""
    s.cord(line((90, 520), (200, 330), (300, 90)), "#7a8f4a", 15)
    for i in range(9):
        s.part(leaf(130 + i * 20, 470 - i * 44, 92, 20, 64 if i % 2 else -70), GREEN, "leaf")
    for x, y, r in ((96, 130, 66), (400, 110, 74), (430, 400, 66), (80, 360, 58), (250, 70, 54)):
        s.surface(spikes(x, y, r, r, 26, 0.12), s.main, "fur")
    s.surface(spikes(MID, 276, 158, 154, 36, 0.09), s.main, "fur", volume=1.1)
    s.face(MID, 284, 214)


def hanging_drops(s: Sheet) -> None:
    """Snowdrop: three long white petals that hang."""
    s.cord(line((MID - 20, 520), (120, 300), (160, 60), (MID, 40)), STEM, 17)
    s.surface(leaf(MID - 20, 520, 250, 50, -22, -20), GREEN, "leaf")
    s.surface(leaf(MID + 10, 520, 200, 50, 30, 20), GREEN, "leaf")
    for k in (-1, 1):
        s.surface(leaf(MID + k * 30, 70, 400, 170, 180 - k * 20, 0), s.accent, "leaf")
    s.surface(leaf(MID, 56, 420, 300, 180, 0), lighter(s.accent, 0.1), "leaf", volume=0.8)
    s.part(ellipse(MID, 66, 40, 34), GREEN, "leaf")
    s.face(MID, 268, 192, skin=lighter(s.accent, 0.1), tight=True)


def lotus(s: Sheet) -> None:
    """A water lily on its leaf."""
    s.surface(ellipse(MID, 460, 244, 48), "#4f9a5a", "leaf")
    for deg, long in ((-78, 240), (78, 240), (-52, 270), (52, 270), (-26, 290), (26, 290), (0, 300)):
        s.surface(leaf(MID, 420, long, 140, deg), mix(s.main, "#f27fb0", 0.12 + abs(deg) * 0.004), "leaf")
    s.surface(leaf(MID, 470, 330, 300, 0), lighter(s.main, 0.15), "leaf", volume=0.8)
    s.face(MID, 328, 196, skin=lighter(s.main, 0.15), tight=True)


def durian(s: Sheet) -> None:
    """A ball of thorns on a stalk."""
    s.cord(line((MID, 90), (MID + 6, 20)), "#7a6a3f", 30)
    s.surface(spikes(MID, 282, 196, 200, 30, 0.14), s.main, "fruit")
    for i in range(40):
        x, y = polar(MID, 282, 146 + (i * 29) % 44, i * 23)
        s.part(poly([(x - 15, y + 12), (x, y - 18), (x + 15, y + 12)]), darker(s.main, 0.1), "fruit")
    s.surface(ellipse(MID, 290, 136, 138), lighter(s.main, 0.12), "fruit", volume=0.6)
    s.face(MID, 296, 212, skin=lighter(s.main, 0.12))


def dragon_fruit(s: Sheet) -> None:
    """Pink with green flames."""
    s.surface(sym([(MID, 70), (350, 90), (430, 220), (420, 370), (340, 470), (MID, 492)]), s.main, "fruit", volume=1.2)
    for deg, r in ((-120, 190), (-84, 186), (-48, 196), (120, 190), (84, 186), (48, 196), (-150, 200), (150, 200)):
        x, y = polar(MID, 290, r - 24, deg)
        s.part(leaf(x, y, 74, 44, deg * 0.75), "#8fcf5a", "leaf")
    for deg in (-34, -12, 12, 34):
        s.part(leaf(MID, 104, 92, 40, deg), "#8fcf5a", "leaf")
    s.face(MID, 290, 220)


def star_fruit(s: Sheet) -> None:
    """A slice of five points."""
    s.surface(star(MID, 268, 250, 168, 5, soft=True), s.main, "fruit", volume=1.1)
    s.flat(star(MID, 268, 214, 140, 5, soft=True), lighter(s.main, 0.35), 0.8)
    for a in range(0, 360, 72):
        x, y = polar(MID, 268, 180, a)
        s.flat(leaf(x, y, 34, 16, a), "#8a6a2f", 0.6)
    s.face(MID, 280, 218, skin=lighter(s.main, 0.2))


def walnut(s: Sheet) -> None:
    """A shell of two halves with furrows."""
    s.surface(scallop(MID, 276, 206, 218, 14, 0.05), s.main, "wood", volume=1.2)
    s.line(line((MID, 58), (MID + 8, 120)), darker(s.main, 0.45), 9, 0.7)
    s.line(line((MID, 440), (MID - 6, 490)), darker(s.main, 0.45), 9, 0.7)
    for i in range(10):
        x, y = polar(MID, 276, 166, 34 + i * 36)
        s.line(line((x - 30, y), (x - 8, y - 20), (x + 10, y + 14), (x + 34, y - 8)), darker(s.main, 0.4), 7, 0.6)
    s.face(MID, 286, 222)


def lychee(s: Sheet) -> None:
    """A rough pink rind, half peeled."""
    s.cord(line((MID, 80), (MID + 8, 24)), "#7a5a3a", 16)
    s.part(leaf(MID + 4, 60, 110, 50, 62), GREEN, "leaf")
    s.surface(ellipse(MID, 280, 206, 208), "#fbf3ee", "fruit", volume=1.1)
    rind = curve([(48, 250, 0), (80, 120), (MID, 60), (432, 120), (464, 250, 0), (410, 200), (330, 186, 0), (MID, 150),
                  (182, 186, 0), (102, 200)])  # fmt: skip
    s.surface(rind, s.main, "fruit")
    with s.inside(rind):
        for i in range(44):
            x, y = 60 + (i * 61) % 400, 70 + (i * 37) % 160
            s.flat(ellipse(x, y, 7), darker(s.main, 0.25), 0.5)
    s.surface(curve([(60, 350, 0), (150, 460), (MID, 490), (362, 460), (452, 350, 0), (360, 440), (MID, 458),
                     (150, 436)]),
              s.main, "fruit")  # fmt: skip
    s.face(MID, 294, 222, skin="#fbf3ee")


def holly(s: Sheet) -> None:
    """Holly: three pointed leaves behind red berries, the largest with the face."""
    for deg in (-62, 62):
        s.surface(spikes(MID + deg * 2.2, 200, 120, 74, 9, 0.22).turn(deg * 0.5, MID + deg * 2.2, 200), GREEN, "leaf")
    s.surface(ellipse(MID, 316, 172, 168), "#d0302f", "fruit", volume=1.2)
    for x, y in ((110, 400), (402, 400)):
        s.surface(ellipse(x, y, 74, 72), "#d0302f", "fruit")
        s.flat(ellipse(x, y + 46, 6), "#3a2a22")
    s.part(star(MID, 160, 34, 14, 5), "#3a2a22", "leaf")
    s.face(MID, 322, 216, skin="#d0302f", material="fruit")
