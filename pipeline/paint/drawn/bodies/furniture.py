"""Furniture."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, heart, line, slab
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

DARK = "#33363f"
BRASS = "#d9b04a"


def seat(s: Sheet, *, kind: str = "chair") -> None:
    """What one sits on: the back bears the face."""
    if kind == "sofa":
        for x in (70, 402):
            s.part(slab(x, 460, x + 40, 500, 8), "#7a5230", "wood")
        s.surface(slab(46, 70, 466, 420, 70), s.main, "fabric", volume=1.1)
        s.surface(slab(8, 210, 110, 470, 46), lighter(s.main, 0.08), "fabric", volume=1.2)
        s.surface(slab(402, 210, 504, 470, 46), lighter(s.main, 0.08), "fabric", volume=1.2)
        s.surface(slab(90, 380, 422, 474, 30), lighter(s.main, 0.14), "fabric")
        s.line(line((256, 384), (256, 470)), darker(s.main, 0.35), 5, 0.6)
        s.face(MID, 238, 218, material="fabric")
        return
    if kind == "armchair":
        for x in (96, 376):
            s.part(slab(x, 460, x + 40, 504, 8), "#7a5230", "wood")
        s.surface(
            curve([(100, 470, 0), (84, 200), (120, 70), (256, 30), (392, 70), (428, 200), (412, 470, 0)]),
            s.main,
            "fabric",
            volume=1.1,
        )
        for k in (-1, 1):
            s.surface(
                slab(MID + k * 190 - 54, 270, MID + k * 190 + 54, 476, 44), lighter(s.main, 0.1), "fabric", volume=1.2
            )
        s.surface(slab(116, 380, 396, 474, 30), lighter(s.main, 0.16), "fabric")
        for x, y in ((170, 90), (256, 66), (342, 90)):
            s.flat(ellipse(x, y, 9), darker(s.main, 0.4), 0.8)
        s.face(MID, 232, 214, material="fabric")
        return
    if kind == "throne":
        s.surface(
            curve(
                [
                    (96, 500, 0),
                    (96, 110),
                    (120, 30, 0),
                    (180, 96, 0),
                    (256, 10, 0),
                    (332, 96, 0),
                    (392, 30, 0),
                    (416, 110),
                    (416, 500, 0),
                ]
            ),
            BRASS if not s.named else s.main,
            "metal",
        )
        for x, y in ((120, 30), (256, 14), (392, 30)):
            s.part(ellipse(x, y + 4, 17), "#c9304a", "glass")
        s.surface(slab(130, 120, 382, 420, 60), s.accent if s.named else "#b23048", "fabric")
        for k in (-1, 1):
            s.surface(slab(MID + k * 190 - 40, 330, MID + k * 190 + 40, 390, 22), BRASS, "metal")
        s.surface(slab(86, 410, 426, 480, 20), darker(s.accent if s.named else "#b23048", 0.1), "fabric")
        s.face(MID, 272, 214, skin=s.accent if s.named else "#b23048", material="fabric")
        return
    if kind == "office":
        s.cord(line((256, 400), (256, 460)), DARK, 20)
        for x in (130, 382):
            s.cord(line((256, 450), (x, 490)), DARK, 15)
            s.part(ellipse(x, 492, 15), DARK, "plastic")
        for k in (-1, 1):
            s.cord(line((MID + k * 150, 400), (MID + k * 206, 370), (MID + k * 210, 280)), DARK, 18)
        s.surface(
            curve([(110, 300), (100, 110), (160, 40), (352, 40), (412, 110), (402, 300), (360, 356), (152, 356)]),
            s.main,
            "fabric",
            volume=1.1,
        )
        s.surface(slab(82, 368, 430, 430, 30), darker(s.main, 0.12), "fabric")
        s.face(MID, 206, 220, material="fabric")
        return
    if kind == "bench":
        for x in (60, 412):
            s.part(slab(x, 120, x + 40, 500, 8), DARK, "metal")
        s.surface(slab(90, 90, 422, 370, 10), darker(s.main, 0.12), "wood")
        for y in (70, 150, 230, 310):
            s.surface(slab(14, y, 498, y + 70, 12), mix(s.main, "#ffffff", 0.06 * ((y // 80) % 2)), "wood")
        s.surface(slab(4, 400, 508, 450, 14), s.main, "wood")
        s.glow(MID, 232, 140, 130, s.main, 0.9)
        s.face(MID, 236, 210)
        return
    for x in (110, 366):
        s.surface(slab(x, 30, x + 36, 506, 10), darker(s.main, 0.1), "wood")
    s.surface(curve([(104, 60), (256, 34), (408, 60), (412, 330, 0), (100, 330, 0)]), s.main, "wood")
    s.surface(curve([(70, 372, 0), (442, 372, 0), (468, 430, 0), (44, 430, 0)]), lighter(s.main, 0.12), "wood")
    s.surface(slab(48, 428, 464, 452, 6), darker(s.main, 0.12), "wood")
    s.face(MID, 196, 220)


def case(s: Sheet, *, kind: str = "wardrobe") -> None:
    """Wardrobes, dressers, shelves, chests."""
    if kind == "shelf":
        s.surface(slab(50, 16, 462, 500, 8), s.main, "wood")
        s.flat(slab(72, 40, 440, 130, 2) + slab(72, 400, 440, 480, 2), darker(s.main, 0.5))
        tints = ("#c0392b", "#3a7bd5", "#2f9e5a", "#e0a52c", "#7a4fa0", "#d97b8a")
        for row, y in enumerate((130, 480)):
            for i in range(11):
                h = 56 + (i * 37 + row * 13) % 26
                s.part(slab(80 + i * 32, y - h, 108 + i * 32, y, 3), tints[(i + row) % 6], "paper")
        s.surface(slab(72, 132, 440, 398, 2), lighter(s.main, 0.12), "wood", volume=0.4)
        s.face(MID, 274, 224, skin=lighter(s.main, 0.12))
        return
    if kind == "dresser":
        for x in (70, 402):
            s.part(slab(x, 450, x + 40, 500, 8), darker(s.main, 0.2), "wood")
        s.surface(slab(34, 60, 478, 468, 14), s.main, "wood")
        s.part(slab(20, 44, 492, 84, 8), lighter(s.main, 0.15), "wood")
        for y, h in ((98, 60), (398, 58)):
            s.surface(slab(58, y, 454, y + h, 8), lighter(s.main, 0.06), "wood", volume=0.5)
            for x in (150, 362):
                s.part(ellipse(x, y + h / 2, 12), BRASS, "metal")
        s.surface(slab(58, 170, 454, 388, 8), lighter(s.main, 0.1), "wood", volume=0.5)
        s.face(MID, 290, 216, skin=lighter(s.main, 0.1))
        return
    if kind == "table":
        for x in (60, 412):
            s.surface(slab(x, 300, x + 44, 506, 8), darker(s.main, 0.14), "wood")
        s.surface(slab(56, 190, 456, 440, 16), s.main, "wood")
        s.surface(slab(8, 140, 504, 206, 16), lighter(s.main, 0.14), "wood")
        s.part(slab(210, 96, 240, 144, 4), "#fbf7ee", "porcelain")
        s.part(ellipse(330, 122, 36, 24), "#d6432f", "fruit")
        s.face(MID, 318, 208)
        return
    if kind == "desk":
        s.part(slab(60, 66, 150, 146, 6), "#4a8fd8", "plastic")
        s.part(slab(330, 110, 440, 146, 4), "#fbf7ee", "paper")
        for x in (30, 396):
            s.surface(slab(x, 190, x + 86, 500, 8), darker(s.main, 0.1), "wood")
            for y in (260, 340, 420):
                s.part(ellipse(x + 43, y, 10), BRASS, "metal")
        s.surface(slab(110, 190, 402, 450, 10), s.main, "wood")
        s.surface(slab(8, 140, 504, 204, 12), lighter(s.main, 0.14), "wood")
        s.face(MID, 322, 208)
        return
    if kind == "rack":
        s.surface(slab(226, 40, 286, 480, 14), s.main, "wood")
        for k in (-1, 1):
            for y in (90, 170):
                s.cord(line((MID, y + 40), (MID + k * 110, y + 20), (MID + k * 160, y - 30)), s.main, 20)
            s.cord(line((MID, 460), (MID + k * 130, 500)), s.main, 24)
        s.surface(
            curve([(110, 200), (140, 130), (372, 130), (402, 200), (410, 420, 0), (102, 420, 0)]), s.accent, "fabric"
        )
        s.part(
            curve([(190, 60), (220, 30), (292, 30), (322, 60), (370, 90), (142, 90)]), darker(s.accent, 0.3), "fabric"
        )
        s.face(MID, 290, 212, skin=s.accent, material="fabric")
        return
    if kind == "fireplace":
        s.surface(slab(30, 90, 482, 496, 8), s.main, "stone")
        s.surface(slab(8, 60, 504, 112, 10), lighter(s.main, 0.2), "wood")
        s.surface(
            curve([(110, 496, 0), (110, 250), (180, 160), (332, 160), (402, 250), (402, 496, 0)]), "#3a2a2a", "stone"
        )
        s.surface(
            curve(
                [
                    (MID, 170, 0),
                    (330, 240),
                    (386, 330),
                    (370, 440),
                    (310, 492),
                    (202, 492),
                    (142, 440),
                    (126, 330),
                    (180, 240),
                ]
            ),
            "#f6a33a",
            "light",
        )
        s.face(MID, 350, 200, skin="#f6b04a", material="skin")
        return
    for x in (96, 376):
        s.part(slab(x, 470, x + 40, 504, 8), darker(s.main, 0.2), "wood")
    s.surface(slab(66, 44, 446, 486, 12), s.main, "wood")
    s.part(curve([(50, 64, 0), (70, 30), (256, 14), (442, 30), (462, 64, 0)]), lighter(s.main, 0.15), "wood")
    s.line(line((MID, 72), (MID, 130)), darker(s.main, 0.45), 6)
    s.line(line((MID, 400), (MID, 480)), darker(s.main, 0.45), 6)
    for x in (86, 426):
        s.line(line((x, 86), (x, 466)), darker(s.main, 0.3), 5, 0.5)
    for x in (92, 420):
        s.part(ellipse(x, 290, 13), BRASS, "metal")
    s.face(MID, 278, 222)


def bed(s: Sheet, *, bag: bool = False) -> None:
    """A bed from its foot, pillow behind the head; a sleeping bag."""
    if bag:
        s.surface(
            curve([(90, 512, 0), (70, 200), (140, 60), (256, 26), (372, 60), (442, 200), (422, 512, 0)]),
            s.main,
            "fabric",
            volume=1.1,
        )
        s.surface(ellipse(MID, 240, 142, 156), lighter(s.main, 0.6), "fabric")
        s.line(line((MID, 404), (MID, 512)), darker(s.main, 0.4), 7, 0.7)
        for k in (-1, 1):
            s.line(line((MID + k * 30, 430), (MID + k * 160, 440)), darker(s.main, 0.3), 5, 0.4)
        s.face(MID, 252, 212, skin=lighter(s.main, 0.6), material="fabric")
        return
    for x in (24, 448):
        s.surface(slab(x, 60, x + 40, 500, 12), "#8a5a33", "wood")
        s.part(ellipse(x + 20, 52, 26), "#8a5a33", "wood")
    s.surface(
        curve([(44, 130, 0), (120, 60), (392, 60), (468, 130, 0), (468, 440, 0), (44, 440, 0)]), "#a8743f", "wood"
    )
    s.surface(slab(76, 110, 436, 400, 90), "#fbf8ef", "fabric", volume=1.2)
    s.face(MID, 252, 214, skin="#f4eee0", material="fabric")
    s.surface(
        curve([(36, 400, 0), (140, 376), (256, 392), (372, 376), (476, 400, 0), (484, 500, 0), (28, 500, 0)]),
        s.main,
        "fabric",
    )
    for x in (90, 170, 256, 342, 422):
        s.part(heart(x, 456, 36), s.accent, "fabric")
