"""Frogs, reptiles, insects, fish and what else lives in the sea."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    Knot,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    scallop,
    slab,
    spikes,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix


def frog(s: Sheet, *, warts: bool = False) -> None:
    """Two bulges over a wide face, hands below."""
    s.surface(sym([(MID, 380), (390, 400), (460, 470), (470, 530, 0), (MID, 530)]), darker(s.main, 0.12), "skin")
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 118, 116, 72, 74), s.main, "skin")
        s.part(ellipse(MID + k * 118, 110, 46, 46), "#fdf6e3", "glass")
        s.flat(ellipse(MID + k * 114, 114, 32, 17), "#2a2a22")
    s.surface(
        sym([(MID, 130), (360, 134), (450, 214), (482, 308), (420, 404), (330, 438), (MID, 446)]),
        s.main,
        "skin",
        volume=1.1,
    )
    s.glow(MID, 400, 170, 60, lighter(s.main, 0.5), 0.6)
    for i in range(10 if warts else 4):
        x, y = polar(MID, 290, 160 + (i * 13) % 30, 60 + i * 47)
        s.part(ellipse(x, y, 11, 10), darker(s.main, 0.14), "skin")
    s.face(MID, 296, 224)


def turtle(s: Sheet) -> None:
    """A domed shell behind a head."""
    shell = sym([(MID, 40), (390, 76), (484, 200), (494, 330), (440, 440), (MID, 470)])
    s.surface(shell, darker(s.accent, 0.05), "leather", volume=1.2)
    with s.inside(shell):
        for x, y in ((256, 96), (146, 150), (366, 150), (84, 270), (428, 270), (110, 390), (402, 390)):
            s.line(curve([(*polar(x, y, 58, a), 0) for a in range(0, 360, 60)]), darker(s.accent, 0.5), 6, 0.6)
    for k in (-1, 1):
        s.surface(leaf(MID + k * 150, 400, 120, 96, k * 118), s.main, "skin")
    s.surface(sym([(MID, 166), (340, 176), (402, 260), (402, 360), (346, 446), (MID, 478)]), s.main, "skin", volume=1.1)
    s.face(MID, 320, 214)


def snake(s: Sheet) -> None:
    """A coil with a raised head."""
    for y, half in ((470, 216), (424, 178)):
        s.surface(slab(MID - half, y - 36, MID + half, y + 40, 38), s.main, "scales")
        for x in range(int(-half + 40), int(half), 62):
            s.flat(ellipse(MID + x, y - 4, 14, 20), s.accent, 0.8)
    s.surface(
        sym([(MID, 70), (340, 80), (410, 170), (414, 280), (372, 380), (392, 470, 0), (MID, 470)]),
        s.main,
        "scales",
        volume=1.1,
    )
    for x, y in ((150, 150), (362, 150), (256, 104), (132, 240), (380, 240), (196, 116), (316, 116)):
        s.flat(curve([(x, y - 16, 0), (x + 13, y, 0), (x, y + 16, 0), (x - 13, y, 0)]), s.accent, 0.75)
    s.part(
        curve([(404, 400), (440, 408), (492, 392, 0), (468, 412), (494, 432, 0), (440, 422)]),
        "#d6332e",
        "skin",
    )
    s.face(MID, 262, 212)


def crocodile(s: Sheet, *, crest: bool = False) -> None:
    """A scaly head with a ridge of spikes."""
    for deg in range(-70, 71, 20):
        x, y = polar(MID, 290, 176, deg)
        s.part(leaf(x, y + 10, 76 if crest else 52, 44, deg), s.accent, "scales")
    s.surface(sym([(MID, 400), (340, 410), (420, 450), (450, 530, 0), (MID, 530)]), darker(s.main, 0.1), "scales")
    for k in (-1, 1):
        s.surface(ellipse(MID + k * 104, 136, 46, 44), s.main, "scales")
    s.surface(
        sym([(MID, 124), (340, 134), (410, 214), (444, 330), (410, 424), (340, 454), (MID, 460)]),
        s.main,
        "scales",
        volume=1.1,
    )
    for i in range(12):
        x, y = polar(MID, 290, 152 + 14 * (i % 2), 52 + i * 23)
        s.flat(ellipse(x, y, 10, 7), darker(s.main, 0.3), 0.5)
    for k in (-1, 1):
        for i in range(3):
            s.part(leaf(MID + k * (84 + i * 28), 436 - i * 12, 26, 18, 180), "#fbf6e8", "stone")
    s.face(MID, 292, 216)


def snail(s: Sheet, *, shell: bool = True) -> None:
    """A foot and two feelers; with a spiral shell unless it is a slug."""
    s.surface(curve([(20, 486, 0), (90, 440), (150, 380), (440, 420), (500, 486, 0), (256, 494)]), s.main, "skin")
    if shell:
        s.surface(ellipse(330, 262, 168, 172), s.accent, "stone", volume=1.2)
    spiral = [polar(340, 262, 150 - i * 6.2, 90 + i * 34) for i in range(22)]
    if shell:
        s.line(line(*spiral), darker(s.accent, 0.4), 9, 0.7)
    else:
        s.surface(curve([(180, 480, 0), (240, 380), (380, 380), (470, 440), (504, 486, 0)]), s.main, "skin")
    for x, tip in ((116, 84), (196, 214)):
        s.cord(line((x, 190), (x + (tip - x) * 0.4, 110), (tip, 60)), s.main, 16)
        s.part(ellipse(tip, 54, 18), s.main, "skin")
    s.surface(
        curve(
            [
                (160, 120),
                (246, 136),
                (290, 226),
                (284, 340),
                (240, 440),
                (150, 476),
                (64, 440),
                (30, 340),
                (34, 226),
                (80, 140),
            ]
        ),
        s.main,
        "skin",
        volume=1.1,
    )
    s.face(160, 300, 204)


def bee(s: Sheet, *, kind: str = "bee") -> None:
    """Round insects: bee, ladybird, beetle, ant, fly."""
    dark = "#332a26"
    if kind in ("bee", "fly"):
        for k in (-1, 1):
            s.surface(leaf(MID + k * 120, 260, 190, 130, k * 52), "#e6f2fa", "glass")
            s.surface(leaf(MID + k * 130, 320, 140, 96, k * 96), "#e6f2fa", "glass")
    if kind in ("ant", "beetle", "ladybird", "fly"):
        for y, reach in ((280, 226), (360, 236), (430, 200)):
            s.cord(line((380, y), (MID + reach * 0.8, y - 30), (MID + reach, y + 24)).pair, dark, 12)
    for k in (-1, 1):
        s.cord(line((MID + k * 40, 110), (MID + k * 66, 60), (MID + k * 110, 34)), dark, 9)
        s.part(ellipse(MID + k * 112, 34, 14), dark, "plastic")
    outline = sym(
        [(MID, 90), (350, 104), (420, 190), (434, 300), (396, 416), (320, 480), (MID, 500, 0 if kind == "bee" else 1)][
            :7
        ]
    )
    s.surface(outline, s.main, "fur" if kind == "bee" else "plastic", volume=1.2)
    with s.inside(outline):
        if kind == "bee":
            for y in (420, 474):
                s.flat(
                    sym([(MID, y - 6), (360, y - 18), (460, y - 40, 0), (460, y - 8, 0), (360, y + 14), (MID, y + 24)]),
                    dark,
                    0.95,
                )
            s.flat(sym([(MID, 60), (460, 60, 0), (440, 150), (360, 128), (MID, 150)]), dark, 0.95)
        elif kind == "ladybird":
            s.flat(sym([(MID, 60), (460, 60, 0), (440, 170), (360, 148), (MID, 160)]), dark)
            for x, y, r in (
                (118, 230, 28),
                (394, 230, 28),
                (104, 330, 26),
                (408, 330, 26),
                (160, 430, 28),
                (352, 430, 28),
                (256, 466, 22),
            ):
                s.flat(ellipse(x, y, r), dark)
        elif kind == "beetle":
            s.line(line((MID, 410), (MID, 500)), darker(s.main, 0.5), 6, 0.7)
            s.flat(sym([(MID, 60), (460, 60, 0), (440, 160), (360, 136), (MID, 146)]), darker(s.main, 0.45), 0.95)
    if kind == "beetle":
        s.part(tube([(MID, 120), (MID + 4, 70), (MID + 40, 26)], [44, 30, 8]), darker(s.main, 0.45), "plastic")
    s.face(MID, 282, 218)


def butterfly(s: Sheet, *, kind: str = "butterfly") -> None:
    """Four wings around a head; straight ones for a dragonfly."""
    if kind == "dragonfly":
        for deg, length in ((72, 240), (108, 230)):
            s.surface(leaf(MID + 30, 250, length, 84, deg).pair, "#cfeaf0", "glass")
        s.surface(tube([(256, 360), (256, 440), (256, 508)], [60, 40, 24]), s.main, "scales")
    else:
        upper = curve([(290, 240, 0), (340, 120), (430, 30), (496, 60), (500, 170), (440, 262), (330, 290, 0)])
        lower = curve([(300, 290, 0), (400, 270), (470, 320), (476, 420), (410, 486), (340, 450), (290, 370, 0)])
        for wing in (lower, upper):
            s.surface(wing.pair, s.main, "paper")
        s.part(upper.scale(0.7, 0.7, 400, 170).pair, s.accent, "paper")
        s.part(lower.scale(0.62, 0.62, 390, 370).pair, lighter(s.accent, 0.25), "paper")
        for x, y, r in ((462, 92, 13), (472, 136, 10), (440, 420, 12), (404, 448, 9)):
            s.flat(ellipse(x, y, r).pair, "#fff8ea", 0.95)
        s.surface(tube([(256, 360), (256, 440), (256, 496)], [70, 54, 20]), "#4a3a3a", "fur")
    for k in (-1, 1):
        s.cord(line((MID + k * 30, 120), (MID + k * 46, 70), (MID + k * 84, 36)), "#4a3a3a", 8)
        s.part(ellipse(MID + k * 86, 36, 11), "#4a3a3a")
    skin = lighter(s.accent, 0.2) if kind == "butterfly" else s.main
    s.surface(ellipse(MID, 256, 130, 146), skin, "skin", volume=1.1)
    s.face(MID, 266, 200, skin=skin)


def spider(s: Sheet) -> None:
    """A round body on eight legs, hanging on a thread."""
    s.line(line((MID, 0), (MID, 120)), "#f2f2f2", 4, 0.8)
    for y, lift in ((220, 130), (270, 60), (330, -20), (380, -90)):
        s.cord(line((360, y), (440, y - lift * 0.7), (490, y - lift * 0.2 + 60)).pair, darker(s.main, 0.2), 14)
    s.surface(ellipse(MID, 282, 166, 168), s.main, "fur", volume=1.2)
    s.face(MID, 292, 216)


def caterpillar(s: Sheet) -> None:
    """Segments that trail away behind a big head."""
    for i, (x, y, r) in enumerate(((452, 420, 50), (406, 360, 66), (350, 410, 84))):
        s.surface(ellipse(x, y, r), mix(s.main, s.accent, 0.4 if i % 2 else 0.0), "skin")
        s.cord(line((x, y + r - 10), (x, y + r + 22)), darker(s.accent, 0.2), 14)
    for k in (-1, 1):
        s.cord(line((220 + k * 50, 120), (220 + k * 70, 66)), darker(s.main, 0.4), 9)
        s.part(ellipse(220 + k * 72, 58, 15), s.accent)
    s.surface(ellipse(220, 290, 186, 186), s.main, "skin", volume=1.2)
    s.face(220, 300, 222)


def fish(s: Sheet, *, kind: str = "fish") -> None:
    """A fish from its side with its face turned to us."""
    if kind == "puffer":
        for i in range(26):
            x, y = polar(240, 264, 192, i * 360 / 26)
            s.part(leaf(x, y, 34, 22, i * 360 / 26), darker(s.main, 0.1), "skin")
    if kind == "shark":
        s.surface(curve([(270, 150, 0), (300, 60), (370, 18, 0), (370, 90), (392, 160, 0)]), s.main, "skin")
    else:
        s.part(
            curve([(140, 140, 0), (200, 56), (300, 44), (352, 66, 0), (330, 110), (346, 160, 0)]),
            darker(s.accent, 0.05),
            "scales",
        )
    s.surface(
        curve(
            [(380, 270, 0), (450, 190), (504, 130, 0), (490, 230), (480, 270), (492, 320), (504, 410, 0), (440, 350)]
        ),
        s.accent if kind != "shark" else s.main,
        "scales",
    )
    outline = curve(
        [
            (26, 280),
            (60, 176),
            (160, 104),
            (280, 104),
            (380, 176),
            (430, 268),
            (390, 370),
            (290, 446),
            (170, 450),
            (70, 390),
        ]
    )
    if kind == "puffer":
        outline = ellipse(240, 264, 200, 196)
    s.surface(outline, s.main, "scales", volume=1.2)
    with s.inside(outline):
        if kind == "clown":
            for x, bend in ((92, -20), (370, 20)):
                s.line(line((x, 80), (x + bend, 270), (x, 470)), "#fff8ee", 46)
        elif kind == "shark":
            s.flat(
                curve([(0, 360, 0), (140, 420), (300, 410), (450, 340, 0), (440, 500, 0), (0, 500, 0)]), "#f2f2ee", 0.9
            )
        else:
            for row in range(7):
                for column in range(3):
                    x, y = 330 + column * 34 + 17 * (row % 2), 150 + row * 40
                    s.line(line((x, y - 16), (x + 16, y), (x, y + 16)), darker(s.main, 0.35), 4, 0.4)
    s.part(curve([(330, 340, 0), (392, 350), (420, 400, 0), (360, 420), (318, 390)]), s.accent, "scales")
    s.face(212, 286, 216)


def whale(s: Sheet, *, dolphin: bool = False, orca: bool = False, horn: bool = False) -> None:
    """A big round sea mammal with a fluke; it spouts unless it is a dolphin."""
    if dolphin:
        s.surface(curve([(250, 130, 0), (280, 50), (350, 22, 0), (340, 90), (370, 170, 0)]), s.main, "skin")
    elif horn:
        s.part(tube([(120, 170), (70, 90), (24, 4)], [44, 28, 5]), s.accent, "stone")
        for at in (0.25, 0.45, 0.65):
            x, y = 120 - 92 * at, 160 - 150 * at
            s.line(line((x - 14, y + 2), (x + 16, y - 12)), darker(s.accent, 0.35), 5, 0.7)
    else:
        for k in (-1, 1):
            s.cord(line((190, 130), (190 + k * 10, 80), (190 + k * 54, 44), (190 + k * 80, 70)), "#bfe3f5", 14)
    s.surface(
        curve(
            [
                (380, 330),
                (440, 260),
                (452, 190),
                (396, 130, 0),
                (450, 136),
                (474, 156),
                (500, 120),
                (506, 100, 0),
                (502, 220),
                (488, 330),
                (420, 420),
            ]
        ),
        s.main,
        "skin",
    )
    outline = curve(
        [
            (22, 300),
            (60, 180),
            (170, 120),
            (300, 134),
            (400, 220),
            (440, 330),
            (400, 430),
            (290, 480),
            (150, 476),
            (60, 420),
        ]
    )
    s.surface(outline, s.main, "skin", volume=1.2)
    with s.inside(outline):
        s.flat(
            curve([(0, 400, 0), (120, 440), (280, 440), (440, 390, 0), (440, 520, 0), (0, 520, 0)]),
            lighter(s.main, 0.7),
            0.9,
        )
        for i in range(7):
            s.line(line((80 + i * 44, 448 + 8 * (i % 2)), (84 + i * 44, 490)), darker(s.main, 0.2), 4, 0.5)
    if orca:
        s.glow(70, 220, 34, 26, "#fbfaf4", 1.0)
        s.glow(356, 230, 40, 26, "#fbfaf4", 1.0)
    s.surface(curve([(366, 380, 0), (430, 400), (456, 462, 0), (390, 462), (346, 430)]), darker(s.main, 0.1), "skin")
    s.face(212, 292, 222)


def octopus(s: Sheet, *, kind: str = "octopus") -> None:
    """A dome on arms; a squid has a pointed hood, a jellyfish threads."""
    if kind == "jelly":
        for i in range(7):
            x = 106 + i * 50
            s.cord(line((x, 330), (x + 18, 390), (x - 14, 440), (x + 12, 506)), mix(s.main, s.accent, 0.5), 11)
        s.surface(
            sym(
                [
                    (MID, 40),
                    (390, 72),
                    (478, 200),
                    (486, 330),
                    (450, 374),
                    (408, 340),
                    (368, 384),
                    (312, 346),
                    (MID, 388),
                ]
            ),
            s.main,
            "glass",
            volume=1.2,
        )
        s.glow(MID, 220, 170, 150, lighter(s.main, 0.3), 0.8)
        s.face(MID, 226, 216, material="skin")
        return
    for k in (-1, 1):
        for points, widths in (
            ([(MID + k * 60, 380), (MID + k * 90, 450), (MID + k * 60, 506)], [70, 54, 20]),
            (
                [(MID + k * 110, 360), (MID + k * 176, 440), (MID + k * 150, 494), (MID + k * 108, 476)],
                [76, 58, 36, 12],
            ),
            (
                [(MID + k * 130, 320), (MID + k * 224, 370), (MID + k * 228, 290), (MID + k * 190, 270)],
                [76, 56, 34, 12],
            ),
        ):
            arm = tube(points, widths)
            s.surface(arm, s.main, "skin")
            for sx, sy in points[1:-1]:
                s.flat(ellipse(sx - k * 6, sy - 4, 9), lighter(s.main, 0.45), 0.9)
    top: list[Knot] = [(MID, 40), (370, 66), (440, 170), (436, 290), (388, 390), (MID, 430)]
    if kind == "squid":
        s.surface(
            curve(
                [(MID, 16, 0), (420, 130), (440, 200, 0), (320, 190), (MID, 180), (192, 190), (72, 200, 0), (92, 130)]
            ),
            s.accent,
            "skin",
        )
        top = [(MID, 26, 0), (330, 110), (390, 230), (400, 320), (370, 410), (MID, 440)]
    s.surface(sym(top), s.main, "skin", volume=1.2)
    if kind == "octopus":
        for x, y, r in ((140, 150, 18), (178, 104, 12), (384, 170, 14), (350, 108, 10)):
            s.flat(ellipse(x, y, r, r * 0.9), darker(s.main, 0.25), 0.5)
    s.face(MID, 262 if kind == "octopus" else 300, 216)


def crab(s: Sheet, *, lobster: bool = False) -> None:
    """A wide shell with claws raised."""
    for y, reach in ((380, 236), (420, 226), (450, 196)):
        s.cord(line((370, y - 20), (MID + reach * 0.86, y - 24), (MID + reach, y + 30)).pair, darker(s.main, 0.12), 18)
    s.cord(line((376, 270), (450, 250), (440, 190)).pair, s.main, 30)
    s.surface(
        curve(
            [
                (440, 210, 0),
                (380, 160),
                (376, 80),
                (420, 40, 0),
                (424, 100),
                (444, 116, 0),
                (466, 90),
                (470, 40, 0),
                (504, 90),
                (494, 170),
            ]
        ).pair,
        s.main,
        "plastic",
    )
    if lobster:
        for k in (-1, 1):
            s.cord(line((MID + k * 50, 150), (MID + k * 80, 70), (MID + k * 50, 20)), s.main, 7)
        for y, half in ((430, 120), (470, 92)):
            s.surface(slab(MID - half, y - 26, MID + half, y + 30, 24), darker(s.main, 0.08), "plastic")
        s.surface(
            sym([(MID, 110), (346, 126), (404, 220), (404, 340), (360, 430), (MID, 450)]), s.main, "plastic", volume=1.2
        )
    else:
        s.surface(
            sym([(MID, 150), (380, 166), (462, 270), (430, 390), (340, 446), (MID, 456)]), s.main, "plastic", volume=1.2
        )
    for x, y in ((120, 240), (392, 240), (104, 300), (408, 300), (150, 400), (362, 400)):
        s.flat(ellipse(x, y, 10), lighter(s.main, 0.4), 0.7)
    s.face(MID, 302 if not lobster else 286, 218)


def starfish(s: Sheet) -> None:
    """Five fat arms."""
    s.surface(star(MID, 276, 246, 140, 5, soft=True), s.main, "skin", volume=1.2)
    for arm in range(5):
        for i in range(3):
            x, y = polar(MID, 276, 160 + i * 28, arm * 72)
            s.flat(ellipse(x, y, 10 - i * 2), lighter(s.main, 0.45), 0.85)
    s.face(MID, 284, 200)


def shell(s: Sheet, *, kind: str = "scallop") -> None:
    """A scallop, an oyster with its pearl, or a spiral."""
    if kind == "nautilus":
        s.surface(
            curve(
                [(60, 300), (90, 150), (210, 50), (370, 70), (470, 190), (480, 340), (420, 460), (300, 486), (150, 470)]
            ),
            s.main,
            "stone",
            volume=1.2,
        )
        s.line(line(*[polar(330, 220, 140 - i * 7, 30 + i * 40) for i in range(18)]), darker(s.main, 0.4), 7, 0.5)
        s.face(240, 310, 214)
        return
    s.part(slab(176, 430, 336, 490, 20), darker(s.main, 0.1), "stone")
    knots: list[Knot] = []
    for i in range(9):
        a = -84 + i * 21
        knots.append(polar(MID, 470, 400 if i in (3, 4, 5) else 380 - abs(i - 4) * 14, a))
        if i < 8:
            x, y = polar(MID, 470, 372 - abs(i + 0.5 - 4) * 14, a + 10.5)
            knots.append((x, y, 0))
    fan = curve(
        [
            (MID - 60, 470, 0),
            *[(x, max(36, k[1]), *k[2:]) for k in knots for x in (min(486, max(26, k[0])),)],
            (MID + 60, 470, 0),
        ]
    )
    s.surface(fan, s.main, "porcelain", volume=1.1)
    with s.inside(fan):
        for i in range(8):
            s.line(line((MID, 470), polar(MID, 470, 400, -73.5 + i * 21)), darker(s.main, 0.35), 6, 0.4)
    s.glow(MID, 290, 130, 130, s.main, 0.7)
    s.face(MID, 300, 208)


def seahorse(s: Sheet) -> None:
    """A crested head over a curled tail."""
    s.surface(
        tube([(300, 380), (300, 450), (230, 490), (180, 450), (214, 424)], [120, 80, 48, 30, 12]), s.main, "scales"
    )
    for deg in range(-60, 100, 26):
        x, y = polar(270, 240, 166, deg)
        s.part(leaf(x, y + 6, 52, 44, deg), s.accent, "scales")
    s.surface(curve([(430, 280, 0), (486, 250), (500, 320), (470, 390), (420, 370, 0)]), s.accent, "scales")
    s.surface(
        curve(
            [
                (40, 300),
                (70, 270),
                (110, 250),
                (150, 130),
                (270, 76),
                (390, 130),
                (436, 250),
                (420, 360),
                (340, 440),
                (220, 440),
                (140, 390),
                (66, 360),
            ]
        ),
        s.main,
        "scales",
        volume=1.1,
    )
    s.face(280, 266, 210)


def wave(s: Sheet) -> None:
    """A breaking wave."""
    s.surface(
        curve(
            [
                (0, 520, 0),
                (0, 420),
                (40, 230),
                (150, 90),
                (300, 40),
                (430, 84),
                (480, 180, 0),
                (430, 150),
                (380, 176),
                (380, 250),
                (440, 330),
                (520, 360, 0),
                (520, 520, 0),
            ]
        ),
        s.main,
        "glass",
        volume=1.1,
    )
    for x, y, r in ((320, 56, 30), (380, 70, 34), (436, 110, 32), (470, 166, 24), (270, 54, 24)):
        s.part(ellipse(x, y, r, r * 0.9), "#f6fbfd", "vapour")
    s.line(line((40, 480), (80, 300), (180, 160)), lighter(s.main, 0.5), 8, 0.6)
    s.line(line((440, 420), (480, 400), (512, 404)), lighter(s.main, 0.5), 8, 0.6)
    s.face(230, 310, 220, material="skin")


def pearl(s: Sheet) -> None:
    """An open oyster with a pearl that bears the face."""
    s.surface(scallop(MID, 150, 230, 130, 11, 0.08), darker(s.main, 0.2), "stone")
    s.flat(scallop(MID, 160, 200, 104, 11, 0.06), lighter(s.main, 0.4))
    s.surface(ellipse(MID, 268, 146, 150), "#f6f0ee" if not s.named else s.main, "porcelain", volume=1.2)
    s.surface(sym([(MID, 418), (400, 372), (486, 392), (420, 470), (MID, 498)]), darker(s.main, 0.1), "stone")
    s.face(MID, 268, 206, skin="#f6f0ee" if not s.named else s.main, material="porcelain")


def axolotl(s: Sheet) -> None:
    """A wide smile of a head with feathery gills."""
    for k in (-1, 1):
        for deg, length in ((54, 120), (80, 132), (106, 116)):
            x, y = polar(MID, 280, 176, k * deg)
            s.surface(leaf(x - k * 30, y, length, 44, k * deg), s.accent, "skin")
    s.surface(sym([(MID, 400), (340, 416), (400, 470), (410, 530, 0), (MID, 530)]), darker(s.main, 0.08), "skin")
    s.surface(sym([(MID, 110), (360, 124), (444, 220), (462, 310), (400, 404), (MID, 440)]), s.main, "skin", volume=1.1)
    for k in (-1, 1):
        s.glow(MID + k * 140, 330, 40, 30, s.accent, 0.5)
    s.face(MID, 288, 222)


def ray(s: Sheet) -> None:
    """A flat diamond with wings and a whip of a tail."""
    s.cord(line((256, 400), (300, 460), (280, 510)), s.main, 20)
    s.surface(
        curve(
            [
                (256, 40),
                (330, 90),
                (420, 150),
                (506, 250, 0),
                (410, 330),
                (330, 400),
                (256, 440),
                (182, 400),
                (102, 330),
                (6, 250, 0),
                (92, 150),
                (182, 90),
            ]
        ),
        s.main,
        "skin",
        volume=1.2,
    )
    for i in range(12):
        x, y = polar(MID, 250, 160 + (i * 17) % 40, i * 30)
        s.flat(ellipse(x, y, 8), s.accent, 0.7)
    s.face(MID, 262, 212)


def coral(s: Sheet) -> None:
    """Branches with round tips around a stout stem."""
    for points, widths in (
        ([(150, 420), (90, 320), (60, 200)], [90, 64, 50]),
        ([(360, 420), (424, 320), (452, 190)], [90, 64, 50]),
        ([(200, 300), (170, 160), (190, 60)], [90, 64, 50]),
        ([(312, 300), (342, 160), (330, 50)], [90, 64, 50]),
        ([(256, 300), (256, 160), (256, 90)], [90, 60, 46]),
    ):
        s.surface(tube(points, widths), s.main, "stone")
    s.surface(
        sym([(MID, 150), (360, 180), (408, 300), (390, 430), (430, 500, 0), (MID, 500)]), s.main, "stone", volume=1.1
    )
    s.face(MID, 312, 216)


def kelp(s: Sheet) -> None:
    """Ribbons that sway around one broad frond."""
    for x, high, sway in ((60, 110, 30), (120, 60, -26), (392, 70, 26), (452, 120, -30)):
        s.surface(
            tube([(x, 512), (x + sway, 400), (x - sway, 280), (x + sway * 0.6, 180), (x, high)], [34, 56, 58, 48, 8]),
            mix(s.main, "#123f3a", 0.2),
            "leaf",
        )
    s.surface(
        curve(
            [
                (256, 14, 0),
                (330, 90),
                (350, 150),
                (388, 230),
                (372, 330),
                (390, 420),
                (350, 512, 0),
                (162, 512, 0),
                (122, 420),
                (140, 330),
                (124, 230),
                (162, 150),
                (182, 90),
            ]
        ),
        s.main,
        "leaf",
        volume=1.1,
    )
    s.line(line((256, 40), (260, 130)), lighter(s.main, 0.4), 6, 0.6)
    s.line(line((256, 430), (252, 506)), lighter(s.main, 0.4), 6, 0.6)
    s.face(MID, 290, 210)


def sponge(s: Sheet) -> None:
    """A soft block full of holes."""
    s.surface(scallop(MID, 268, 226, 214, 15, 0.05), s.main, "dough", volume=1.0)
    for i in range(24):
        x, y = polar(MID, 268, 160 + (i * 29) % 46, i * 137)
        s.flat(ellipse(x, y, 10 + i % 4 * 3, 9 + i % 3 * 3), darker(s.main, 0.35), 0.7)
    s.face(MID, 276, 224)


def urchin(s: Sheet) -> None:
    """A ball of spines."""
    s.surface(spikes(MID, 264, 166, 166, 34, 0.44), darker(s.main, 0.14), "stone")
    s.surface(spikes(MID, 264, 160, 160, 28, 0.22, 5), s.main, "stone")
    s.surface(ellipse(MID, 264, 154, 152), s.main, "skin", volume=1.1)
    s.face(MID, 272, 212)


def shrimp(s: Sheet) -> None:
    """A curled body in rings with long feelers and a fan at its end."""
    for k, reach in ((-1, 60), (1, 120)):
        s.cord(line((200, 110), (120 + k * 30, 30), (300 + reach, 14), (480, 60 + 40 * k)), s.main, 6)
    for deg in (160, 130, 190):
        s.surface(leaf(MID + 20, 440, 150, 66, deg - 60), darker(s.main, 0.1), "plastic")
    for i in range(5):
        s.cord(
            line((170 + i * 22, 380 + i * 12), (130 + i * 26, 440 + i * 10), (150 + i * 26, 490)),
            darker(s.main, 0.12),
            11,
        )
    for x, y, r in ((330, 452, 56), (404, 420, 70), (440, 344, 84), (420, 250, 98), (366, 176, 112)):
        s.surface(ellipse(x, y, r), s.main, "plastic")
        s.line(ellipse(x, y, r * 0.82), lighter(s.main, 0.4), 5, 0.45)
    s.surface(
        curve([(66, 214, 0), (130, 140), (240, 96), (350, 130), (396, 240), (360, 360), (260, 410), (160, 386),
               (106, 300)]),
        s.main, "plastic", volume=1.2,
    )  # fmt: skip
    s.part(curve([(110, 150, 0), (20, 120, 0), (90, 190, 0)]), darker(s.main, 0.15), "plastic")
    s.face(238, 262, 204)
