"""Things that hold liquids: turned on a wheel, with spouts, handles and lids."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, Knot, ellipse, line, poly, slab, star, sym, tube
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import apart, darker, lighter


def turned(profile: list[Knot]) -> list[Knot]:
    """A profile of half widths and heights as knots right of the axis."""
    return [(MID + k[0], *k[1:]) for k in profile]


def steam(s: Sheet, x: float, y: float, count: int = 3) -> None:
    """Wisps that rise from a point."""
    for i in range(count):
        at = x + (i - (count - 1) / 2) * 44
        sway = 16 if i % 2 else -16
        s.line(
            line((at, y), (at + sway, y - 24), (at - sway * 0.6, y - 50), (at + sway * 0.5, y - 78)), "#ffffff", 9, 0.55
        )


def teapot(s: Sheet, *, tall: float = 1.0, hoop: bool = False, goose: bool = False) -> None:
    """A round pot with a spout, a handle and a lid; `hoop` puts the handle over the lid, as kettles have it."""
    trim = s.accent
    if hoop:
        s.cord(line((136, 226), (128, 118), (182, 56), (256, 40), (330, 56), (384, 118), (376, 226)), trim, 20)
    else:
        _ear(s, 388, 240, 480, 400)
    if goose:
        s.surface(tube([(130, 400), (62, 372), (66, 270), (40, 190), (22, 178)], [90, 56, 40, 30, 26]))
    else:
        s.surface(tube([(140, 392), (82, 356), (66, 280), (30, 218)], [120, 74, 46, 40]))
    s.part(ellipse(34 if not goose else 26, 214 if not goose else 180, 22, 11).turn(-28, 34, 214), darker(s.main, 0.3))
    s.surface(slab(186, 440, 326, 472, 12), darker(s.main, 0.12))
    top = 176 - 40 * (tall - 1)
    s.surface(
        sym([(MID, top, 0), (330, top + 6), (392, top + 74), (416, 316), (386, 404), (318, 452), (MID, 460)]),
    )
    _pot_lid(s, top)
    _pot_pattern(s)
    s.face(MID, 336, 218)


def _ear(s: Sheet, x: float, top: float, right: float, bottom: float) -> None:
    """A handle like an ear, right of a vessel."""
    path = line(
        (x - 14, top),
        (right - 30, top - 14),
        (right, (top + bottom) / 2 - 20),
        (right - 34, bottom - 26),
        (x - 16, bottom),
    )
    s.cord(path, s.main, 34)


def _pot_lid(s: Sheet, top: float) -> None:
    s.shade(ellipse(MID, top + 22, 104, 20))
    s.surface(sym([(MID, top - 50, 0), (316, top - 34), (350, top + 2), (352, top + 16), (MID, top + 26)]))
    s.line(line((164, top + 12), (MID, top + 28), (348, top + 12)), s.accent, 9)
    s.surface(ellipse(MID, top - 66, 27, 25), s.accent)


def _pot_pattern(s: Sheet) -> None:
    kind = s.rng.choice(("flowers", "band", "dots"))
    if kind == "band":
        s.line(line((112, 392), (180, 432), (MID, 444), (332, 432), (400, 392)), s.accent, 10, 0.9)
    elif kind == "flowers":
        for x, y, size in ((150, 404, 20), (364, 404, 20), (394, 346, 13), (118, 346, 13)):
            s.flat(star(x, y, size, size * 0.55, 5, soft=True), s.accent, 0.9)
            s.flat(ellipse(x, y, size * 0.3), lighter(s.accent, 0.7))
    else:
        for x, y in ((140, 386), (170, 420), (372, 386), (342, 420), (116, 330), (396, 330), (126, 276), (386, 276)):
            s.flat(ellipse(x, y, 9), s.accent, 0.9)


def mug(s: Sheet, *, saucer: bool = False, taper: float = 0.0, drink: str = "#4a2c1a", steaming: bool = True) -> None:
    """A straight cup with a handle."""
    if steaming:
        steam(s, 240, 92)
    bottom = 440 if saucer else 468
    if saucer:
        s.surface(ellipse(240, 450, 196, 34), lighter(s.main, 0.2))
        s.shade(ellipse(240, 446, 120, 18))
    _ear(s, 380, 196, 486, 378 - 40 * taper)
    pull = 60 * taper
    s.surface(
        sym(
            [
                (240, 104, 0),
                (388, 110, 0),
                (388 - pull * 0.2, 280),
                (376 - pull, bottom - 38),
                (340 - pull, bottom - 6),
                (240, bottom, 0),
            ],
            240,
        )
    )
    s.part(ellipse(240, 112, 148, 26), lighter(s.main, 0.35))
    s.flat(ellipse(240, 117, 128, 18), drink)
    s.line(line((112, 420), (240, 434), (368, 420)), s.accent, 12, 0.9 if taper == 0 else 0)
    s.face(240, 296, 226)


def vase(s: Sheet, *, shape: str = "urn", flowers: bool = True) -> None:
    """A vase with its waist where the shape puts it."""
    if flowers:
        for x, y, tip in ((206, 60, -0.5), (256, 34, 0.0), (310, 62, 0.5)):
            s.line(line((256, 160), (256 + tip * 40, 110), (x, y)), "#4f8a3c", 9)
            s.part(star(x, y, 36, 21, 6, soft=True), s.accent, "leaf")
            s.flat(ellipse(x, y, 11), "#f6d04d")
    profiles: dict[str, list[Knot]] = {
        "urn": [(0, 118, 0), (84, 118, 0), (70, 150), (150, 236), (166, 310), (120, 424), (86, 470, 0), (0, 476, 0)],
        "tall": [(0, 118, 0), (70, 118, 0), (96, 170), (140, 260), (138, 340), (112, 430), (96, 474, 0), (0, 478, 0)],
        "amphora": [(0, 60, 0), (66, 60, 0), (58, 110), (140, 200), (160, 290), (112, 420), (60, 472, 0), (0, 474, 0)],
    }
    if shape == "amphora":
        s.cord(line((300, 92), (400, 96), (408, 190), (380, 240)).pair, s.main, 26)
    s.surface(sym(turned(profiles[shape])))
    neck = profiles[shape][1]
    s.part(ellipse(MID, neck[1], neck[0] + 4, 13), lighter(s.main, 0.25))
    s.flat(ellipse(MID, neck[1] + 2, neck[0] - 10, 7), darker(s.main, 0.6))
    s.line(line((148, 424), (MID, 444), (364, 424)).scale(0.82, 1), s.accent, 11, 0.9)
    s.line(line((186, 148), (MID, 158), (326, 148)).scale(0.92 if shape != "amphora" else 0.86, 1), s.accent, 9, 0.9)
    s.face(MID, 306 if shape != "amphora" else 296, 212)


def jug(s: Sheet) -> None:
    """A pitcher with a lip and a handle."""
    _ear(s, 356, 150, 484, 370)
    s.surface(
        sym(
            turned([(0, 70, 0), (112, 66, 0), (96, 130), (150, 236), (162, 320), (128, 438), (100, 472), (0, 478)])
        ).move(-14)
    )
    s.surface(sym([(140, 56, 0), (180, 64), (206, 84), (140, 130, 0)], 140).turn(-18, 140, 90))
    s.part(ellipse(240, 74, 110, 20), lighter(s.main, 0.25))
    s.flat(ellipse(240, 78, 94, 13), darker(s.main, 0.55))
    s.line(line((100, 424), (242, 446), (384, 424)).scale(0.86, 1, 242), s.accent, 12, 0.9)
    s.face(242, 300, 214)


def bottle(s: Sheet, *, liquid: str = "", cork: str = "cork", label: bool = False, stout: bool = False) -> None:
    """A bottle of glass or plastic with a neck."""
    wide = 158 if not stout else 176
    shoulder: list[Knot] = (
        [(0, 96, 0), (44, 96, 0), (46, 140), (wide - 6, 224), (wide, 290), (wide, 440), (wide - 22, 474), (0, 480, 0)]
        if not stout
        else [(0, 100, 0), (46, 100, 0), (50, 152), (120, 186), (wide, 308), (142, 432), (90, 472), (0, 478, 0)]
    )
    if cork == "cork":
        s.part(slab(222, 36, 290, 110, 10), "#c99a62", "wood")
    else:
        s.part(slab(206, 34, 306, 104, 12), cork if cork.startswith("#") else s.accent, "plastic")
    s.surface(sym(turned(shoulder)))
    if liquid:
        s.flat(
            sym(turned([(0, 214, 0), (wide - 24, 226), (wide - 12, 300), (wide - 14, 436), (wide - 34, 462), (0, 466)]))
            if not stout
            else sym(turned([(0, 262, 0), (158, 270, 0), (wide - 14, 320), (134, 422), (84, 458), (0, 464)])),
            liquid,
            0.55,
        )
    s.part(slab(204, 92, 308, 116, 8), lighter(s.main, 0.2))
    if label:
        s.part(slab(118, 216, 394, 424, 16), "#f6efdc", "paper")
        s.line(line((132, 232, 0), (380, 232, 0)), s.accent, 5)
        s.line(line((132, 408, 0), (380, 408, 0)), s.accent, 5)
    s.gloss(
        tube([(126, 250), (118, 320), (124, 400)], [6, 16, 6])
        if not stout
        else tube([(118, 270), (106, 330), (128, 400)], [6, 16, 6]),
        0.5,
    )
    s.face(MID, 322, 214, skin="#f6efdc" if label else (apart(liquid, s.main) if liquid else ""))


def jar(s: Sheet, *, fill: str = "#e8a820") -> None:
    """A jar with a lid and a band of cloth."""
    s.surface(slab(104, 120, 408, 478, 60), "#e6f1f0", "glass")
    s.flat(slab(116, 168, 396, 468, 52), s.own(fill), 0.9)
    s.surface(slab(120, 56, 392, 132, 20), s.accent, "metal")
    for x in range(140, 390, 24):
        s.line(line((x, 68, 0), (x, 120, 0)), darker(s.accent, 0.4), 3, 0.4)
    s.gloss(tube([(126, 200), (122, 300), (128, 420)], [8, 16, 8]), 0.5)
    s.face(MID, 316, 226, skin=s.own(fill), material="glass")


def goblet(s: Sheet, *, shape: str = "wine", drink: str = "#8e2340") -> None:
    """A glass on a stem."""
    s.surface(ellipse(MID, 466, 110, 20), lighter(s.main, 0.4), "glass")
    s.surface(
        sym(turned([(0, 370, 0), (30, 380), (14, 420), (20, 456), (50, 468, 0), (0, 470)])),
        lighter(s.main, 0.4),
        "glass",
    )
    bowl: list[Knot] = (
        [(0, 44, 0), (128, 44, 0), (166, 150), (158, 250), (110, 350), (0, 396, 0)]
        if shape == "wine"
        else [(0, 52, 0), (168, 52, 0), (160, 200), (140, 290), (70, 374), (0, 398, 0)]
    )
    s.surface(sym(turned(bowl)), "#e9eef2" if shape == "wine" else s.main, "glass" if shape == "wine" else s.material)
    if shape == "wine":
        s.flat(sym(turned([(0, 112, 0), (150, 112, 0), (158, 160), (148, 246), (102, 338), (0, 384)])), drink, 0.85)
        s.flat(ellipse(MID, 112, 150, 17), lighter(drink, 0.25))
    else:
        s.part(ellipse(MID, 54, 168, 22), lighter(s.main, 0.3))
        s.flat(ellipse(MID, 58, 148, 14), drink)
        s.line(line((96, 132), (MID, 152), (416, 132)).scale(0.98, 1), s.accent, 9)
    s.gloss(tube([(120, 130), (112, 190), (130, 260)], [5, 14, 5]), 0.5)
    s.face(MID, 226, 216, skin=drink if shape == "wine" else "", material="glass" if shape == "wine" else "")


def tumbler(s: Sheet, *, drink: str = "#e58a2a", straw: bool = True, foam: bool = False, handle: bool = False) -> None:
    """A glass or paper cup, wider at the top."""
    if straw:
        s.cord(line((300, 130, 0), (338, 40, 0), (392, 24, 0)), s.accent, 16)
    if handle:
        _ear(s, 384, 180, 486, 390)
    s.surface(sym([(MID, 96, 0), (416, 96, 0), (396, 300), (372, 462), (350, 478), (MID, 480)]), "#eef4f4", "glass")
    s.flat(sym([(MID, 140, 0), (400, 140, 0), (384, 300), (360, 452), (340, 464), (MID, 466)]), s.own(drink), 0.92)
    if foam:
        for x, y, r in (
            (130, 104, 40),
            (190, 88, 48),
            (256, 82, 52),
            (322, 88, 48),
            (384, 104, 38),
            (256, 120, 60),
            (170, 124, 44),
            (340, 124, 44),
        ):
            s.part(ellipse(x, y, r, r * 0.8), "#fff8e6", "vapour")
    else:
        s.flat(ellipse(MID, 140, 144, 16), lighter(s.own(drink), 0.35))
        s.line(ellipse(MID, 98, 158, 18), "#ffffff", 5, 0.8)
    s.gloss(tube([(124, 180), (134, 290), (150, 420)], [6, 16, 6]), 0.5)
    s.face(MID, 302, 218, skin=s.own(drink), material="glass")


def paper_cup(s: Sheet) -> None:
    """Coffee to go."""
    s.surface(sym([(MID, 110, 0), (396, 110, 0), (360, 474, 0), (MID, 480)]), s.main, "paper")
    s.part(sym([(MID, 186, 0), (392, 186, 0), (370, 410, 0), (MID, 416)]), s.accent, "paper")
    s.surface(slab(104, 76, 408, 122, 16), "#f2ede4", "plastic")
    s.surface(slab(134, 40, 378, 84, 18), "#f2ede4", "plastic")
    s.face(MID, 306, 216, skin=s.accent, material="paper")


def pot(s: Sheet, *, pan: bool = False, cauldron: bool = False, lid: bool = True) -> None:
    """A cooking pot, a frying pan or a cauldron."""
    if cauldron:
        steam(s, MID, 110)
        s.part(tube([(170, 440), (150, 486)], [40, 26]).pair, s.main)
        s.surface(ellipse(MID, 300, 190, 172))
        s.surface(slab(88, 126, 424, 176, 24))
        s.flat(ellipse(MID, 142, 142, 18), s.own("#7bc043") if not s.named else s.accent)
        s.face(MID, 320, 226)
        return
    if pan:
        s.surface(tube([(330, 330), (420, 404), (492, 470)], [46, 36, 44]), "#3a3134", "wood")
        s.surface(ellipse(226, 246, 204, 204), s.main, "metal")
        s.part(ellipse(226, 246, 174, 174), lighter(s.main, 0.24), "metal")
        s.face(226, 256, 226, skin=lighter(s.main, 0.24))
        return
    for side in (slab(34, 236, 110, 296, 24), slab(402, 236, 478, 296, 24)):
        s.part(side, darker(s.accent, 0.2))
    s.surface(slab(76, 168, 436, 476, 54))
    if lid:
        s.surface(sym([(MID, 88, 0), (370, 112), (440, 168, 0), (440, 188, 0), (MID, 188)]), lighter(s.main, 0.12))
        s.surface(ellipse(MID, 74, 34, 24), s.accent)
    else:
        s.part(ellipse(MID, 170, 180, 26), darker(s.main, 0.3))
    s.line(line((78, 206, 0), (434, 206, 0)), darker(s.main, 0.4), 4, 0.5)
    s.face(MID, 332, 232)


def bowl(s: Sheet, *, heap: str = "#f0e6c8", bits: tuple[str, ...] = ("#d2502f", "#5f9f3c")) -> None:
    """A bowl with something heaped in it."""
    for x, y, r in ((150, 150, 60), (MID, 116, 80), (362, 150, 60), (206, 132, 60), (310, 132, 60)):
        s.part(ellipse(x, y, r, r * 0.86), heap, "dough")
    for i in range(9):
        px, py = 126 + i * 32, 106 + 34 * abs(i - 4) / 3 + s.rng.uniform(-10, 14)
        s.flat(ellipse(px, py, 12, 9), bits[i % len(bits)])
    s.surface(sym([(MID, 168, 0), (468, 168, 0), (448, 290), (380, 410), (320, 444, 0), (MID, 448)]))
    s.surface(slab(186, 440, 326, 476, 10), darker(s.main, 0.14))
    s.line(line((52, 192, 0), (MID, 196, 0), (460, 192, 0)), s.accent, 13)
    s.face(MID, 312, 220)


def bucket(s: Sheet, *, can: bool = False, barrel: bool = False) -> None:
    """A bucket with a bail, a watering can, or a barrel."""
    if barrel:
        s.surface(
            sym(turned([(0, 46, 0), (136, 46, 0), (178, 160), (188, 262), (178, 364), (136, 480, 0), (0, 482)])),
            s.main,
            "wood",
        )
        for x in (-108, -54, 0, 54, 108):
            s.line(line((MID + x * 0.78, 48), (MID + x * 1.1, 262), (MID + x * 0.78, 480)), darker(s.main, 0.5), 3, 0.4)
        for y, half in ((100, 160), (428, 158)):
            s.part(
                sym([(MID, y - 14, 0), (MID + half, y - 20, 0), (MID + half + 6, y + 10, 0), (MID, y + 20, 0)]),
                "#6d7178",
                "metal",
            )
        s.face(MID, 270, 226)
        return
    if can:
        _ear(s, 372, 150, 484, 400)
        s.surface(tube([(150, 430), (70, 330), (40, 190)], [90, 44, 36]))
        s.surface(slab(2, 150, 84, 196, 10).turn(-14, 40, 170), s.accent)
        s.cord(line((170, 150), (256, 60), (350, 150)), s.accent, 20)
    else:
        s.cord(line((96, 150), (140, 56), (256, 30), (372, 56), (416, 150)), "#7d858d", 11)
        s.part(slab(206, 20, 306, 48, 13), "#b98452", "wood")
    s.surface(sym([(MID, 144, 0), (412, 144, 0), (370, 466, 0), (340, 478), (MID, 480)]))
    s.part(ellipse(MID, 146, 158, 24), lighter(s.main, 0.3))
    s.flat(ellipse(MID, 150, 138, 15), darker(s.main, 0.6))
    s.line(line((106, 206), (MID, 228), (406, 206)).scale(0.96, 1), darker(s.main, 0.35), 5, 0.7)
    s.face(MID, 330, 222)


def moka_pot(s: Sheet) -> None:
    """An eight-sided pot for the stove: a boiler, a waist, a jug with a beak and a black handle."""
    black = "#26242a"
    steam(s, 110, 84, 2)
    s.cord(line((386, 152, 0), (474, 150), (482, 210), (446, 330)), black, 34)
    s.surface(sym([(MID, 352), (346, 352, 0), (398, 488, 0), (MID, 496)]), darker(s.main, 0.08), "metal")
    s.part(sym([(MID, 66), (300, 72), (396, 124, 0), (MID, 132)]), lighter(s.main, 0.15), "metal")
    s.part(slab(230, 26, 282, 74, 14), black, "plastic")
    s.part(poly([(132, 122), (62, 116), (150, 214)]), s.main, "metal")
    jug = sym([(MID, 120), (408, 120, 0), (364, 340, 0), (MID, 344)])
    s.surface(jug, s.main, "metal", volume=1.1)
    for k in (-1, 1):
        s.line(line((MID + k * 122, 124), (MID + k * 90, 338)), darker(s.main, 0.35), 4, 0.5)
        s.line(line((MID + k * 50, 372), (MID + k * 78, 484)), darker(s.main, 0.35), 4, 0.5)
    s.part(slab(146, 334, 366, 366, 8), darker(s.main, 0.18), "metal")
    s.face(MID, 238, 200, tight=True)
