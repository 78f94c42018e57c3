"""What lies on desks and what hums beside them."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, poly, quad, rounded, slab, spikes, sym, tube
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import clamp, darker, lighter

STEEL = "#a9b2bc"
INK = "#33363f"


def stapler(s: Sheet) -> None:
    """A stapler seen from its side, mouth open, high enough for a face."""
    s.surface(slab(12, 452, 500, 490, 14), darker(s.main, 0.35))
    s.part(slab(34, 440, 120, 456, 5), STEEL, "metal")
    s.surface(poly([(430, 330), (494, 330), (494, 470), (440, 470)]), darker(s.main, 0.35))
    s.part(poly([(34, 352), (470, 392), (470, 432), (40, 400)]), STEEL, "metal")
    s.surface(
        curve(
            [(14, 330), (22, 226), (84, 126), (220, 84), (370, 98), (462, 170), (498, 290), (496, 400, 0), (20, 366, 0)]
        ),
        s.main,
        volume=1.1,
    )
    s.part(ellipse(458, 404, 26), STEEL, "metal")
    s.flat(ellipse(458, 404, 9), INK)
    s.line(line((40, 334), (250, 350), (470, 366)), darker(s.main, 0.4), 5, 0.5)
    s.face(244, 244, 222)


def paperclip(s: Sheet) -> None:
    """A bent wire around a card that it holds."""
    s.surface(slab(112, 110, 400, 470, 16).turn(3), "#fbf7ec", "paper")
    s.cord(
        line(
            (420, 170),
            (420, 400),
            (340, 496),
            (180, 496),
            (92, 400),
            (92, 110),
            (160, 24),
            (290, 24),
            (352, 90),
            (352, 130),
        ),
        s.main,
        26,
    )
    s.cord(line((140, 170), (140, 100), (200, 62), (296, 62), (318, 110)), s.main, 22)
    s.face(MID, 310, 218, skin="#fbf7ec", material="paper")


def tape(s: Sheet) -> None:
    """A roll of tape with its end hanging out."""
    s.surface(ellipse(240, 250, 216, 216), s.main, "plastic", volume=0.8)
    s.surface(curve([(60, 350, 0), (240, 440, 0), (486, 440, 0), (500, 476, 0), (240, 486, 0)]), s.main, "plastic")
    s.part(
        poly([(486, 438), (506, 446), (494, 456), (510, 466), (498, 480), (470, 480), (470, 438)]),
        lighter(s.main, 0.2),
        "plastic",
    )
    s.line(ellipse(240, 250, 190, 190), darker(s.main, 0.3), 4, 0.4)
    s.part(ellipse(240, 250, 156, 156), s.accent, "paper")
    s.face(240, 258, 216, skin=s.accent, material="paper")


def notebook(s: Sheet, *, kind: str = "notebook") -> None:
    """Bound paper: notebook, book, dictionary, folder, newspaper, sheet, sticky note."""
    cover, page = s.main, "#fbf5e6"
    if kind == "book":
        s.surface(
            curve([(70, 52, 0), (430, 52, 0), (458, 90), (458, 440), (430, 482, 0), (70, 482, 0)]),
            darker(cover, 0.15),
            "leather",
        )
        s.part(slab(96, 440, 450, 474, 6), page, "paper")
        for y in (450, 460):
            s.line(line((104, y), (444, y)), "#cdbf9f", 2)
        s.surface(slab(56, 34, 440, 446, 18), cover, "leather")
        s.shade(slab(56, 34, 96, 446, 18), 0.22)
        s.line(slab(118, 60, 416, 420, 10), s.accent, 5, 0.9)
        s.part(slab(366, 430, 392, 506, 2), s.accent, "fabric")
        s.face(266, 256, 222)
        return
    if kind == "open":
        s.surface(
            curve(
                [
                    (12, 150, 0),
                    (130, 110),
                    (256, 150, 0),
                    (382, 110),
                    (500, 150, 0),
                    (500, 450, 0),
                    (382, 420),
                    (256, 462, 0),
                    (130, 420),
                    (12, 450, 0),
                ]
            ),
            cover,
            "leather",
        )
        s.surface(
            curve(
                [
                    (28, 134, 0),
                    (140, 96),
                    (256, 140, 0),
                    (372, 96),
                    (484, 134, 0),
                    (484, 426, 0),
                    (372, 396),
                    (256, 440, 0),
                    (140, 396),
                    (28, 426, 0),
                ]
            ),
            page,
            "paper",
        )
        s.line(line((256, 140), (256, 438)), "#cdbf9f", 5, 0.6)
        s.face(MID, 282, 224, skin=page, material="paper")
        return
    if kind == "folder":
        s.surface(
            curve([(40, 90, 0), (190, 90, 0), (216, 126, 0), (472, 126, 0), (472, 480, 0), (40, 480, 0)]),
            darker(cover, 0.18),
            "paper",
        )
        s.part(slab(74, 112, 438, 320, 4), page, "paper")
        s.surface(slab(32, 164, 480, 486, 16), cover, "paper")
        s.face(MID, 326, 228)
        return
    if kind == "news":
        s.surface(slab(70, 44, 460, 488, 4).turn(3), darker(page, 0.12), "paper")
        s.surface(slab(52, 36, 444, 484, 4), page, "paper")
        for x in range(84, 410, 44):
            s.flat(slab(x, 62, x + 34, 96, 3), INK, 0.85)
        s.line(line((76, 114, 0), (420, 114, 0)), INK, 4)
        for y in range(140, 470, 20):
            s.line(line((72, y, 0), (114, y, 0)), "#8a8577", 4, 0.6)
            s.line(line((382, y, 0), (424, y, 0)), "#8a8577", 4, 0.6)
        s.face(248, 298, 222, skin=page, material="paper")
        return
    if kind == "sticky":
        s.shade(curve([(80, 470, 0), (440, 470, 0), (450, 488), (80, 486)]), 0.2)
        s.surface(
            curve([(60, 60, 0), (452, 60, 0), (452, 380, 0), (350, 478, 0), (60, 470, 0)]), cover, "paper", volume=0.5
        )
        s.part(curve([(452, 380, 0), (376, 392, 0), (350, 478, 0)]), darker(cover, 0.16), "paper")
        s.shade(slab(60, 60, 452, 100), 0.08)
        s.face(250, 266, 232)
        return
    if kind == "sheet":
        s.surface(
            curve([(84, 34, 0), (360, 34, 0), (430, 104, 0), (430, 482, 0), (84, 482, 0)]),
            "#fbfaf4" if not s.named else cover,
            "paper",
            volume=0.4,
        )
        s.part(curve([(360, 34, 0), (364, 100, 0), (430, 104, 0)]), "#dcd8ca", "paper")
        for y in (80, 108):
            s.line(line((116, y), (330, y)), "#b9c3d6", 5, 0.7)
        for y in (416, 444):
            s.line(line((116, y), (398, y)), "#b9c3d6", 5, 0.7)
        s.face(MID, 260, 226, skin="#fbfaf4" if not s.named else cover, material="paper")
        return
    s.surface(slab(92, 40, 462, 486, 20), cover, "paper")
    s.part(slab(92, 474, 462, 488, 4), page, "paper")
    s.part(slab(408, 40, 436, 486, 2), s.accent, "fabric")
    for y in range(72, 470, 44):
        s.flat(ellipse(116, y, 9), INK, 0.8)
        s.cord(line((116, y), (84, y - 12), (66, y + 4), (92, y + 10)), STEEL, 8)
    s.face(262, 276, 218)


def calendar(s: Sheet, *, mark: str = "") -> None:
    """A page with rings, a head band and days; the face looks out of the page."""
    page = "#fdf9ee"
    s.surface(slab(48, 66, 464, 486, 20), darker(page, 0.14), "paper")
    s.surface(slab(40, 56, 456, 474, 20), page, "paper", volume=0.4)
    band = curve([(40, 140, 0), (40, 76), (60, 56), (436, 56), (456, 76), (456, 140, 0)])
    s.part(band, s.main, "paper")
    for x in (116, 204, 292, 380):
        s.flat(ellipse(x, 82, 11), INK, 0.7)
        s.cord(line((x, 82), (x - 4, 44), (x + 2, 30), (x + 8, 58)), STEEL, 10)
    for x in range(70, 440, 46):
        s.flat(slab(x, 118, x + 26, 128, 3), lighter(s.main, 0.7), 0.9)
    for y in (190, 250, 310, 370, 430):
        for x in (64, 408):
            s.flat(slab(x, y - 16, x + 28, y + 12, 5), "#d8d2c2", 0.9)
    if mark:
        s.line(ellipse(422, 426, 26, 22), "#cf2f2a", 6)
    s.face(248, 304, 222, skin=page, material="paper")


def envelope(s: Sheet) -> None:
    """An envelope with its flap, seal or stamp."""
    s.surface(slab(22, 110, 490, 470, 16), s.main, "paper", volume=0.6)
    s.surface(curve([(22, 116, 0), (490, 116, 0), (278, 206), (234, 206)]), darker(s.main, 0.1), "paper", volume=0.6)
    s.line(line((26, 464, 0), (150, 350, 0)), darker(s.main, 0.3), 4, 0.5)
    s.line(line((486, 464, 0), (362, 350, 0)), darker(s.main, 0.3), 4, 0.5)
    s.part(ellipse(MID, 150, 30), "#c9304a", "plastic")
    s.face(MID, 318, 226)


def stamp(s: Sheet) -> None:
    """A postage stamp with its teeth."""
    knots = []
    for x in range(60, 452, 28):
        knots += [(x, 48), (x + 14, 60)]
    for y in range(48, 480, 28):
        knots += [(452, y), (440, y + 14)]
    for x in range(452, 60, -28):
        knots += [(x, 482), (x - 14, 470)]
    for y in range(482, 48, -28):
        knots += [(60, y), (72, y - 14)]
    s.surface(poly(knots), "#fbf7ec", "paper", volume=0.4)
    s.surface(slab(96, 84, 416, 444, 4), s.main, "paper", volume=0.5)
    s.face(MID, 268, 226)


def ruler(s: Sheet, *, triangle: bool = False) -> None:
    """A wide ruler with its marks."""
    if triangle:
        s.surface(poly([(256, 36), (492, 470), (20, 470)]), s.main, "wood")
        s.face(MID, 356, 196)
        return
    s.surface(slab(124, 22, 388, 490, 12), s.main, "wood")
    for i in range(23):
        y = 40 + i * 19
        s.line(line((388, y), (388 - (44 if i % 5 == 0 else 24), y)), darker(s.main, 0.6), 4, 0.8)
    s.flat(ellipse(150, 52, 10), darker(s.main, 0.5), 0.7)
    s.face(246, 268, 206)


def scissors(s: Sheet) -> None:
    """Long open blades above, big grips below; the face sits where they cross."""
    for k in (-1, 1):
        blade = curve([(MID - k * 36, 250, 0), (MID + k * 30, 120), (MID + k * 128, -6, 0), (MID + k * 134, 60),
                       (MID + k * 66, 260, 0)])  # fmt: skip
        s.surface(blade, STEEL if k < 0 else lighter(STEEL, 0.4), "metal")
        s.line(line((MID + k * 118, 26), (MID + k * 58, 140), (MID + k * 18, 220)), "#7d8894", 4, 0.6)
    for k in (-1, 1):
        s.cord(line((MID + k * 60, 330), (MID + k * 120, 380)), s.main, 54)
        s.cord(ellipse(MID + k * 160, 420, 72, 66), s.main, 34)
    s.surface(ellipse(MID, 290, 134, 132), s.main, "plastic", volume=1.1)
    s.part(ellipse(MID, 180, 15), "#7d8894", "metal")
    s.face(MID, 296, 204)


def pencil(s: Sheet, *, kind: str = "pencil") -> None:
    """A thick pencil, pen, crayon or marker, standing on its end."""
    left, right = 126, 386
    if kind == "pencil":
        s.surface(poly([(left, 190), (MID, 12), (right, 190)]), "#e9c692", "wood")
        s.surface(poly([(222, 64), (MID, 12), (290, 64)]), INK, "stone")
        s.surface(
            curve(
                [
                    (left, 190, 0),
                    (left + 44, 166),
                    (left + 86, 190, 0),
                    (MID, 164),
                    (right - 86, 190, 0),
                    (right - 44, 166),
                    (right, 190, 0),
                    (right, 440, 0),
                    (left, 440, 0),
                ]
            ),
            s.main,
            "wood",
            volume=0.8,
        )
        s.shade(slab(right - 70, 190, right, 440), 0.12)
        s.line(line((left + 70, 200), (left + 70, 430)), lighter(s.main, 0.4), 7, 0.5)
        s.part(slab(left - 4, 424, right + 4, 468, 8), STEEL, "metal")
        s.part(slab(left, 462, right, 500, 20), "#e88a94", "plastic")
        s.face(MID, 310, 212)
        return
    if kind == "crayon":
        s.surface(
            sym([(MID, 24), (290, 30), (330, 150, 0), (right, 160, 0), (right, 486, 0), (MID, 490)]),
            darker(s.main, 0.1),
            "plastic",
        )
        s.part(slab(left - 6, 190, right + 6, 462, 4), lighter(s.main, 0.18), "paper")
        for y in (206, 446):
            s.line(line((left - 4, y), (MID, y + 8), (right + 4, y)), darker(s.main, 0.5), 8, 0.8)
        s.face(MID, 322, 206, skin=lighter(s.main, 0.18), material="paper")
        return
    if kind == "fountain":
        s.surface(sym([(MID, 6, 0), (300, 120), (326, 200, 0), (MID, 206)]), "#d9b04a", "metal")
        s.line(line((MID, 20), (MID, 110)), INK, 4)
        s.flat(ellipse(MID, 122, 10), INK)
    elif kind == "marker":
        s.surface(sym([(MID, 20), (290, 30), (300, 110, 0), (MID, 116)]), s.main, "fabric")
        s.surface(sym([(MID, 100), (326, 108), (366, 186, 0), (MID, 190)]), INK, "plastic")
    else:
        s.surface(poly([(200, 170), (MID, 20), (312, 170)]), STEEL, "metal")
        s.cord(line((right - 20, 214), (right + 34, 222), (right + 34, 390)), STEEL, 16)
    s.surface(
        rounded([(left + 30, 168), (right - 30, 168), (right, 230), (right, 490), (left, 490), (left, 230)], 26),
        s.main,
        "plastic",
    )
    s.part(slab(left - 2, 436, right + 2, 462, 6), s.accent, "metal")
    s.gloss(tube([(150, 230), (144, 330), (150, 420)], [5, 14, 5]), 0.5)
    s.face(MID, 312, 208)


def eraser(s: Sheet) -> None:
    """A worn block in a paper sleeve."""
    s.surface(
        curve([(70, 120), (100, 66), (256, 52), (420, 66), (450, 130), (448, 300, 0), (64, 300, 0)]),
        "#f3b6bd" if not s.named else s.main,
        "plastic",
    )
    s.surface(slab(48, 160, 464, 484, 14), s.accent if not s.named else lighter(s.main, 0.4), "paper")
    s.face(MID, 322, 228, skin=s.accent if not s.named else lighter(s.main, 0.4), material="paper")


def sharpener(s: Sheet) -> None:
    """A wedge with a blade and a curl of wood."""
    s.surface(curve([(60, 100, 0), (452, 100, 0), (420, 230), (452, 484, 0), (60, 484, 0), (92, 230)]), s.main, "metal")
    s.part(poly([(130, 112), (382, 112), (360, 160), (152, 160)]), STEEL, "metal")
    s.flat(ellipse(MID, 136, 12), INK)
    s.line(line((300, 96), (340, 40), (420, 30), (440, 76), (400, 92)), "#e9c692", 14)
    s.face(MID, 306, 222)


def pin(s: Sheet) -> None:
    """A drawing pin with a fat head."""
    s.surface(poly([(240, 360), (272, 360), (258, 506)]), STEEL, "metal")
    s.surface(sym([(MID, 340, 0), (420, 350), (430, 392), (MID, 410)]), darker(s.main, 0.1), "plastic")
    s.surface(
        sym([(MID, 26), (380, 40), (440, 130), (420, 280), (380, 376), (MID, 384)]), s.main, "plastic", volume=1.2
    )
    s.face(MID, 226, 224)


def screen(s: Sheet, *, kind: str = "computer") -> None:
    """Things with a screen: the face glows on it."""
    glass = s.own("#bfe3ee")
    shell = s.main if not s.named else clamp(s.accent, 0.3, 0.9)
    if kind == "laptop":
        s.surface(slab(52, 60, 460, 390, 24), shell, "metal")
        s.flat(slab(74, 82, 438, 368, 10), glass)
        s.surface(
            curve([(40, 390, 0), (472, 390, 0), (506, 470), (490, 486), (22, 486), (6, 470)]),
            lighter(shell, 0.15),
            "metal",
        )
        for row in range(3):
            for i in range(11):
                s.flat(
                    slab(82 + i * 32 - row * 4, 402 + row * 20, 106 + i * 32 - row * 2, 416 + row * 20, 3),
                    darker(shell, 0.35),
                    0.8,
                )
        s.face(MID, 240, 224, skin=glass, material="glass")
        return
    if kind == "television":
        s.cord(line((230, 90), (150, 20)), STEEL, 8)
        s.cord(line((282, 90), (362, 20)), STEEL, 8)
        for k in (-1, 1):
            s.cord(line((MID + k * 120, 440), (MID + k * 150, 492)), darker(shell, 0.4), 18)
        s.surface(slab(30, 84, 482, 452, 44), shell, "wood")
        s.surface(slab(62, 118, 396, 420, 56), glass, "glass")
        for y in (160, 220):
            s.part(ellipse(438, y, 22), STEEL, "metal")
        for y in (290, 314, 338, 362):
            s.line(line((416, y), (460, y)), darker(shell, 0.5), 5, 0.7)
        s.face(229, 278, 222, skin=glass, material="glass")
        return
    if kind == "phone":
        s.surface(slab(122, 22, 390, 490, 44), shell, "metal")
        s.flat(slab(138, 62, 374, 446, 16), glass)
        s.flat(slab(220, 36, 292, 46, 5), INK, 0.7)
        s.line(ellipse(MID, 468, 14), darker(shell, 0.6), 4)
        s.face(MID, 256, 208, skin=glass, material="glass")
        return
    if kind == "tamagotchi":
        s.cord(line((MID, 40), (300, 10), (330, 24)), s.accent, 8)
        s.surface(sym([(MID, 34), (362, 66), (448, 240), (410, 420), (MID, 488)]), s.main, "plastic", volume=1.2)
        s.surface(slab(118, 116, 394, 396, 40), "#d9e8c8", "glass")
        for x in (196, 256, 316):
            s.part(ellipse(x, 436, 18), s.accent, "plastic")
        s.face(MID, 264, 216, skin="#d9e8c8", material="plastic")
        return
    if kind == "projector":
        s.surface(slab(40, 150, 472, 440, 40), shell, "plastic")
        s.part(ellipse(MID, 290, 166, 160), INK, "metal")
        s.surface(ellipse(MID, 290, 140, 136), glass, "glass")
        for k in (-1, 1):
            s.part(slab(MID + k * 150 - 20, 436, MID + k * 150 + 20, 466, 8), INK, "plastic")
        s.face(MID, 300, 204, skin=glass, material="glass")
        return
    s.surface(slab(196, 410, 316, 470, 6), darker(shell, 0.2), "plastic")
    s.surface(slab(140, 456, 372, 488, 14), shell, "plastic")
    s.surface(slab(34, 44, 478, 426, 30), shell, "plastic")
    s.flat(slab(64, 74, 448, 380, 16), glass)
    s.part(ellipse(MID, 404, 9), "#6fd08c", "light")
    s.gloss(poly([(84, 90), (190, 90), (110, 200), (84, 200)]), 0.35)
    s.face(MID, 240, 226, skin=glass, material="glass")


def printer(s: Sheet, *, shredder: bool = False) -> None:
    """A box that takes paper above and gives it below."""
    if shredder:
        s.part(slab(150, 20, 362, 150, 4), "#fdfaf0", "paper")
        s.surface(slab(90, 190, 422, 488, 20), darker(s.main, 0.1), "plastic")
        s.surface(slab(64, 104, 448, 210, 24), s.main, "plastic")
        s.flat(slab(124, 136, 388, 150, 6), INK, 0.9)
        s.face(MID, 342, 214)
        return
    s.part(curve([(150, 30, 0), (362, 30, 0), (386, 150, 0), (126, 150, 0)]), "#fdfaf0", "paper")
    s.surface(slab(30, 120, 482, 430, 34), s.main, "plastic")
    s.surface(slab(30, 120, 482, 178, 28), darker(s.main, 0.25), "plastic")
    for x, colour in ((410, "#6fd08c"), (436, "#f0c440")):
        s.flat(ellipse(x, 150, 8), colour)
    s.part(slab(92, 418, 420, 440, 8), INK, "plastic")
    s.part(curve([(112, 430, 0), (400, 430, 0), (420, 496, 0), (92, 496, 0)]), "#fdfaf0", "paper")
    for y in (452, 470):
        s.line(line((130, y), (360, y)), "#8fa3c4", 5, 0.7)
    s.face(MID, 304, 222)


def keyboard(s: Sheet, *, calculator: bool = False) -> None:
    """Keys in rows, with room for a face; a calculator has it on its display."""
    if calculator:
        s.surface(slab(86, 24, 426, 490, 34), s.main, "plastic")
        s.surface(slab(112, 52, 400, 316, 16), "#cfe3c4", "glass")
        for row in range(3):
            for i in range(5):
                s.part(
                    slab(112 + i * 59, 334 + row * 50, 160 + i * 59, 372 + row * 50, 10),
                    s.accent if i == 4 else lighter(s.main, 0.5),
                    "plastic",
                )
        s.face(MID, 190, 214, skin="#cfe3c4", material="plastic")
        return
    s.surface(slab(14, 110, 498, 456, 30), s.main, "plastic")
    for y in (130, 392):
        for i in range(11):
            s.part(slab(32 + i * 41, y, 66 + i * 41, y + 40, 8), lighter(s.main, 0.6), "plastic")
    for i in range(4):
        for x in (32, 73, 401, 442):
            s.part(slab(x, 180 + i * 52, x + 34, 220 + i * 52, 8), lighter(s.main, 0.6), "plastic")
    s.surface(slab(118, 180, 394, 384, 20), lighter(s.main, 0.6), "plastic")
    s.face(MID, 290, 200, skin=lighter(s.main, 0.6))


def mouse(s: Sheet) -> None:
    """A computer mouse from above, its cable as a tail."""
    s.cord(line((256, 60), (270, 20), (360, 14), (440, 50)), INK, 10)
    s.surface(
        sym([(MID, 40), (356, 60), (420, 180), (430, 320), (370, 456), (MID, 490)]), s.main, "plastic", volume=1.2
    )
    s.line(line((98, 190), (MID, 178), (414, 190)), darker(s.main, 0.4), 5, 0.6)
    s.line(line((MID, 42), (MID, 178)), darker(s.main, 0.4), 5, 0.6)
    s.part(slab(236, 84, 276, 156, 20), s.accent, "plastic")
    s.face(MID, 316, 220)


def telephone(s: Sheet) -> None:
    """An old telephone: receiver above, dial in the middle, where the face is."""
    s.surface(
        curve([(90, 210, 0), (422, 210, 0), (464, 330), (490, 484, 0), (22, 484, 0), (48, 330)]),
        s.main,
        "plastic",
        volume=1.1,
    )
    for k in (-1, 1):
        s.part(slab(MID + k * 90 - 20, 150, MID + k * 90 + 20, 220, 8), darker(s.main, 0.3), "plastic")
    s.surface(
        curve(
            [
                (20, 130),
                (50, 70),
                (140, 84),
                (256, 66),
                (372, 84),
                (462, 70),
                (492, 130),
                (470, 186),
                (380, 186),
                (350, 140),
                (256, 130),
                (162, 140),
                (132, 186),
                (42, 186),
            ]
        ),
        darker(s.main, 0.08),
        "plastic",
    )
    s.part(ellipse(MID, 344, 142, 132), lighter(s.main, 0.7), "plastic")
    s.face(MID, 350, 206, skin=lighter(s.main, 0.7))


def camera(s: Sheet) -> None:
    """The face looks out of the lens."""
    s.surface(slab(170, 70, 342, 150, 20), darker(s.main, 0.15), "plastic")
    s.part(slab(70, 96, 150, 140, 12), "#d6332e", "plastic")
    s.surface(slab(20, 126, 492, 460, 44), s.main, "leather")
    s.part(slab(396, 150, 460, 196, 10), "#f7e9a8", "glass")
    s.part(slab(20, 126, 492, 160, 14).scale(1, 1), STEEL, "metal")
    s.part(ellipse(MID, 304, 166, 166), STEEL, "metal")
    s.surface(ellipse(MID, 304, 142, 142), lighter(s.accent, 0.4) if s.named else "#b9d3e6", "glass")
    s.face(MID, 312, 208, skin=lighter(s.accent, 0.4) if s.named else "#b9d3e6", material="glass")


def microphone(s: Sheet) -> None:
    """A round grille on a handle."""
    s.surface(curve([(200, 380, 0), (312, 380, 0), (296, 520, 0), (216, 520, 0)]), INK, "metal")
    s.surface(sym([(MID, 24), (370, 50), (426, 190), (396, 330), (MID, 376)]), s.main, "metal", volume=1.2)
    with s.inside(sym([(MID, 24), (370, 50), (426, 190), (396, 330), (MID, 376)])):
        for i in range(-8, 9):
            s.line(line((MID + i * 44 - 180, 0, 0), (MID + i * 44 + 180, 400, 0)), darker(s.main, 0.35), 3, 0.35)
            s.line(line((MID + i * 44 + 180, 0, 0), (MID + i * 44 - 180, 400, 0)), darker(s.main, 0.35), 3, 0.35)
    s.glow(MID, 204, 136, 150, s.main, 0.85)
    s.part(slab(150, 352, 362, 400, 20), s.accent, "metal")
    s.face(MID, 206, 216)


def headphones(s: Sheet) -> None:
    """Cups and a band around a soft head."""
    s.cord(line((92, 300), (96, 130), (256, 40), (416, 130), (420, 300)), s.main, 40)
    s.surface(ellipse(MID, 290, 160, 170), lighter(s.main, 0.55), "fabric", volume=1.1)
    s.surface(slab(28, 214, 116, 386, 42), s.accent, "plastic")
    s.surface(slab(396, 214, 484, 386, 42), s.accent, "plastic")
    s.face(MID, 298, 216, skin=lighter(s.main, 0.55))


def stopwatch(s: Sheet) -> None:
    """A watch case with a crown and marks."""
    s.part(slab(222, 20, 290, 80, 12), s.accent, "metal")
    s.part(slab(376, 74, 430, 110, 12).turn(42, 404, 92), s.accent, "metal")
    s.surface(ellipse(MID, 280, 210, 208), s.main, "metal")
    s.part(ellipse(MID, 280, 178, 176), "#fbf8ee", "porcelain")
    for i in range(12):
        s.line(line((MID, 114), (MID, 132)).turn(i * 30, MID, 280), INK, 7 if i % 3 == 0 else 4)
    s.face(MID, 290, 222, skin="#fbf8ee", material="porcelain")


def cable(s: Sheet) -> None:
    """A plug with a curled cable."""
    s.cord(line((256, 400), (256, 470), (350, 496), (440, 450), (420, 380), (470, 330)), INK, 20)
    for k in (-1, 1):
        s.surface(slab(MID + k * 74 - 22, 20, MID + k * 74 + 22, 130, 10), STEEL, "metal")
    s.surface(sym([(MID, 100), (396, 104, 0), (410, 230), (372, 360), (320, 420), (MID, 430)]), s.main, "plastic")
    s.face(MID, 254, 216)


def coffee_machine(s: Sheet) -> None:
    """A box with a spout and a cup."""
    s.surface(slab(70, 40, 442, 380, 34), s.main, "metal")
    s.surface(slab(70, 340, 130, 484, 8), darker(s.main, 0.15), "metal")
    s.surface(slab(48, 456, 464, 490, 12), darker(s.main, 0.25), "metal")
    s.part(slab(250, 372, 318, 404, 8), INK, "metal")
    s.part(quad((236, 410), (332, 410), (322, 460), (246, 460), 8), "#fbf5e6", "porcelain")
    for x in (110, 146):
        s.part(ellipse(x, 80, 12), s.accent, "plastic")
    s.face(MID, 222, 226)


def waste(s: Sheet) -> None:
    """A bin with crumpled paper on top."""
    for x, y, r in ((180, 110, 58), (330, 112, 54), (256, 80, 60)):
        s.part(spikes(x, y, r, r * 0.8, 9, 0.16), "#fdfaf0", "paper")
    s.surface(sym([(MID, 130, 0), (426, 130, 0), (384, 486, 0), (MID, 490)]), s.main, "metal")
    for x in range(-120, 121, 40):
        s.line(line((MID + x * 1.2, 150), (MID + x, 474)), darker(s.main, 0.35), 4, 0.35)
    s.surface(slab(76, 116, 436, 154, 16), darker(s.main, 0.15), "metal")
    s.face(MID, 316, 220)


def tag(s: Sheet) -> None:
    """A name tag on a lanyard."""
    s.cord(line((120, 0), (230, 110)), s.accent, 20)
    s.cord(line((392, 0), (282, 110)), s.accent, 20)
    s.part(slab(216, 90, 296, 140, 10), STEEL, "metal")
    s.surface(slab(56, 126, 456, 484, 30), "#fdf9f0", "plastic")
    s.part(curve([(56, 206, 0), (56, 150), (82, 126), (430, 126), (456, 150), (456, 206, 0)]), s.main, "plastic")
    s.face(MID, 344, 216, skin="#fdf9f0")


def certificate(s: Sheet) -> None:
    """A framed sheet with a seal."""
    s.surface(slab(26, 60, 486, 470, 10), "#fdf6e0", "paper", volume=0.4)
    s.line(slab(48, 82, 464, 448, 6), s.main, 7)
    for k in (-16, 16):
        s.part(quad((420 + k, 420), (444 + k, 420), (452 + k * 1.6, 506), (428 + k * 1.6, 500)), "#c9304a", "fabric")
    s.part(spikes(432, 410, 44, 44, 14, 0.2), "#f0c440", "metal")
    s.face(238, 266, 226, skin="#fdf6e0", material="paper")


def brush(s: Sheet, *, kind: str = "brush") -> None:
    """A paint brush, a toothbrush or a broom: bristles above or below a stout handle."""
    if kind == "broom":
        s.cord(line((256, 230), (256, 10)), "#b98452", 28)
        outline = sym([(MID, 150), (330, 170), (380, 270), (450, 486, 0), (MID, 490)])
        s.surface(outline, s.main, "wood")
        with s.inside(outline):
            for i in range(-7, 8):
                s.line(
                    line((MID + i * 10, 180), (MID + i * 22, 350), (MID + i * 32, 500)), darker(s.main, 0.35), 4, 0.4
                )
        s.part(sym([(MID, 180), (346, 190, 0), (358, 218, 0), (MID, 212)]), "#c9304a", "fabric")
        s.glow(MID, 342, 120, 116, s.main, 0.85)
        s.face(MID, 346, 200)
        return
    if kind == "tooth":
        for i in range(6):
            s.part(slab(126 + i * 44, 20, 164 + i * 44, 130, 8), "#fbfaf4" if i % 2 else "#a9d8ec", "plastic")
        s.surface(
            sym([(MID, 104), (396, 108, 0), (412, 200), (380, 380), (336, 506, 0), (MID, 510)]), s.main, "plastic"
        )
        s.face(MID, 266, 212)
        return
    s.surface(sym([(MID, 16, 0), (300, 70), (352, 150), (360, 216, 0), (MID, 220)]), s.accent, "fur")
    s.part(slab(140, 200, 372, 260, 10), STEEL, "metal")
    s.surface(sym([(MID, 250), (370, 254, 0), (398, 360), (370, 480), (MID, 510)]), s.main, "wood", volume=1.1)
    s.face(MID, 376, 196)
