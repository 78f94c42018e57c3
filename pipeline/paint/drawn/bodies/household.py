"""What a home is full of."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    poly,
    quad,
    scallop,
    slab,
    spikes,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

STEEL = "#a9b2bc"
DARK = "#33363f"
BRASS = "#d9b04a"


def toaster(s: Sheet) -> None:
    """A toaster with two slices."""
    for x in (170, 342):
        s.surface(
            curve([(x - 84, 190, 0), (x - 92, 100), (x - 50, 48), (x + 50, 48), (x + 92, 100), (x + 84, 190, 0)]),
            "#c98d4e",
            "dough",
        )
        s.flat(
            curve([(x - 66, 190, 0), (x - 72, 108), (x - 40, 68), (x + 40, 68), (x + 72, 108), (x + 66, 190, 0)]),
            "#e9c692",
            0.9,
        )
    s.surface(slab(26, 150, 474, 468, 80), s.main, "metal")
    s.surface(slab(60, 140, 440, 182, 20), darker(s.main, 0.25), "metal")
    s.part(slab(468, 250, 504, 290, 10), DARK, "plastic")
    for x in (90, 400):
        s.part(slab(x, 460, x + 40, 488, 8), DARK, "plastic")
    s.face(250, 322, 224)


def box_machine(s: Sheet, *, kind: str = "fridge") -> None:
    """A fridge, an oven, a washing machine, a radio, a safe."""
    if kind == "fridge":
        s.surface(slab(104, 18, 408, 490, 40), s.main, "metal")
        s.line(line((106, 152, 0), (406, 152, 0)), darker(s.main, 0.45), 6)
        s.part(slab(124, 80, 142, 140, 8), STEEL, "metal")
        s.part(slab(124, 170, 142, 260, 8), STEEL, "metal")
        s.part(slab(300, 60, 344, 104, 4), "#f6d04d", "paper")
        s.part(ellipse(366, 96, 15), "#d6332e", "plastic")
        s.face(268, 312, 208)
        return
    if kind == "washer":
        s.surface(slab(52, 36, 460, 490, 28), s.main, "metal")
        s.part(slab(76, 58, 200, 104, 8), darker(s.main, 0.12), "plastic")
        for x in (340, 400):
            s.part(ellipse(x, 82, 22), STEEL, "metal")
        s.surface(ellipse(MID, 300, 176, 174), STEEL, "metal")
        s.surface(ellipse(MID, 300, 148, 146), "#bfe0ee", "glass")
        s.flat(
            curve([(112, 350), (180, 330), (256, 352), (332, 330), (400, 350), (350, 420), (256, 446), (162, 420)]),
            "#8cc6e2",
            0.7,
        )
        s.face(MID, 304, 210, skin="#bfe0ee", material="glass")
        return
    if kind == "oven":
        s.surface(slab(44, 40, 468, 488, 24), s.main, "metal")
        for x in (110, 180, 332, 402):
            s.part(ellipse(x, 84, 22), DARK, "plastic")
        s.part(slab(220, 66, 292, 102, 6), "#2f4a3c", "glass")
        s.part(slab(90, 130, 422, 148, 8), STEEL, "metal")
        s.surface(slab(84, 164, 428, 460, 30), "#f3c77a" if not s.named else lighter(s.main, 0.4), "glass")
        s.face(MID, 318, 216, skin="#f3c77a" if not s.named else lighter(s.main, 0.4), material="glass")
        return
    s.cord(line((360, 110), (470, 14)), STEEL, 8)  # a radio
    s.cord(line((130, 120), (150, 56), (362, 56), (382, 120)), darker(s.main, 0.3), 16)
    s.surface(slab(20, 104, 492, 484, 50), s.main, "wood")
    s.surface(ellipse(204, 306, 160, 154), lighter(s.main, 0.5), "fabric", volume=0.5)
    for y in (190, 290):
        s.part(ellipse(430, y, 32), STEEL, "metal")
    for y in (370, 396, 422):
        s.line(line((400, y), (462, y)), darker(s.main, 0.5), 6, 0.7)
    s.face(204, 314, 210, skin=lighter(s.main, 0.5), material="fabric")


def vacuum(s: Sheet, *, robot: bool = False) -> None:
    """A vacuum cleaner with its hose, or the disc that does it alone."""
    if robot:
        s.surface(ellipse(MID, 270, 236, 210), darker(s.main, 0.2), "plastic")
        s.surface(ellipse(MID, 256, 226, 196), s.main, "plastic")
        s.part(ellipse(MID, 96, 50, 17), s.accent, "plastic")
        for k in (-1, 1):
            for deg in (-30, 0, 30):
                s.line(line((MID + k * 200, 400), polar(MID + k * 200, 400, 64, k * 120 + deg)), DARK, 5)
        s.face(MID, 270, 226)
        return
    s.cord(line((330, 180), (370, 60), (450, 40), (480, 140), (476, 400)), DARK, 24)
    s.surface(slab(430, 400, 508, 440, 10), s.accent, "plastic")
    for x in (110, 330):
        s.part(ellipse(x, 446, 44), DARK, "plastic")
    s.surface(
        curve(
            [
                (22, 350),
                (40, 210),
                (130, 116),
                (256, 104),
                (370, 150),
                (420, 270),
                (416, 390),
                (370, 440),
                (80, 440),
                (30, 410),
            ]
        ),
        s.main,
        "plastic",
        volume=1.2,
    )
    s.line(line((44, 400), (220, 416), (410, 400)), s.accent, 13)
    s.face(216, 280, 216)


def blender(s: Sheet) -> None:
    """A glass jug on a motor."""
    s.part(slab(150, 24, 362, 64, 12), DARK, "plastic")
    s.surface(curve([(110, 60, 0), (402, 60, 0), (366, 380, 0), (146, 380, 0)]), "#e9f1f2", "glass")
    s.flat(
        curve([(118, 116, 0), (256, 108), (394, 116, 0), (364, 372, 0), (148, 372, 0)]),
        s.own("#f08aa6") if not s.named else s.main,
        0.9,
    )
    s.surface(curve([(140, 372, 0), (372, 372, 0), (410, 488, 0), (102, 488, 0)]), darker(s.main, 0.2), "plastic")
    for x in (200, 256, 312):
        s.part(ellipse(x, 438, 18), s.accent, "plastic")
    tone = s.main if s.named else "#f08aa6"
    s.face(MID, 234, 204, skin=tone, material="glass")


def iron(s: Sheet) -> None:
    """A flat iron from its side."""
    s.cord(line((440, 150), (486, 80), (470, 20)), DARK, 12)
    s.surface(curve([(14, 440, 0), (90, 290), (220, 200), (450, 180, 0), (490, 440, 0)]), s.main, "plastic", volume=1.1)
    s.cord(line((190, 220), (230, 104), (330, 86), (430, 100), (450, 200)), darker(s.main, 0.25), 36)
    s.surface(slab(4, 432, 500, 478, 14), STEEL, "metal")
    s.face(292, 330, 200)


def fan_machine(s: Sheet) -> None:
    """A fan with its cage."""
    s.cord(line((256, 420), (256, 490)), DARK, 30)
    s.surface(slab(150, 474, 362, 500, 12), DARK, "plastic")
    s.surface(ellipse(MID, 240, 218, 214), lighter(s.main, 0.45), "metal")
    for a in (0, 120, 240):
        s.part(
            curve(
                [
                    polar(MID, 240, 60, a),
                    polar(MID, 240, 190, a - 40),
                    polar(MID, 240, 200, a + 10),
                    polar(MID, 240, 80, a + 40),
                ]
            ),
            s.main,
            "plastic",
        )
    for i in range(20):
        s.line(line(polar(MID, 240, 120, i * 18), polar(MID, 240, 212, i * 18)), STEEL, 4, 0.8)
    s.surface(ellipse(MID, 240, 138, 142), s.main, "plastic")
    s.face(MID, 248, 208)


def lamp(s: Sheet, *, kind: str = "lamp") -> None:
    """Lights: a lamp with a shade, a desk lamp, a bulb, a candle, a lantern, a match, a street lamp."""
    _LIGHTS[kind](s)


def _shade_lamp(s: Sheet) -> None:
    s.glow(MID, 220, 256, 250, "#fff0b8", 0.7)
    s.cord(line((256, 380), (256, 470)), darker(s.accent, 0.2), 30)
    s.surface(ellipse(MID, 480, 120, 22), darker(s.accent, 0.2), "metal")
    s.surface(
        curve([(146, 50, 0), (366, 50, 0), (480, 400, 0), (256, 420), (32, 400, 0)]), s.main, "fabric", volume=0.8
    )
    s.line(line((36, 386), (256, 406), (476, 386)), s.accent, 12)
    s.face(MID, 268, 220, material="fabric")


def _desk_lamp(s: Sheet) -> None:
    s.cord(line((440, 470, 0), (478, 270, 0), (330, 70, 0)), STEEL, 18)
    s.part(ellipse(478, 270, 17), DARK, "metal")
    s.surface(slab(340, 456, 506, 490, 14), s.main, "metal")
    s.glow(226, 440, 200, 80, "#fff0b8", 0.9)
    s.part(slab(186, 30, 286, 92, 14), darker(s.main, 0.2), "metal")
    s.surface(sym([(236, 74), (310, 84), (360, 170), (440, 410, 0), (236, 440)], 236), s.main, "metal", volume=1.0)
    s.part(sym([(236, 400), (440, 396, 0), (444, 424, 0), (236, 452)], 236), "#fff3c4", "light")
    s.face(236, 292, 214)


def _bulb(s: Sheet) -> None:
    s.glow(MID, 210, 256, 250, "#fff3b0", 0.85)
    s.surface(slab(186, 400, 326, 490, 16), STEEL, "metal")
    for y in (424, 450):
        s.line(line((186, y + 6), (256, y + 12), (326, y)), darker(STEEL, 0.4), 5, 0.8)
    s.surface(
        sym([(MID, 30), (370, 54), (436, 170), (424, 270), (360, 350), (330, 410, 0), (MID, 414)]),
        s.main,
        "glass",
        volume=1.1,
    )
    s.glow(MID, 210, 150, 150, lighter(s.main, 0.4), 0.8)
    s.line(line((206, 400), (214, 366), (236, 380), (256, 362), (276, 380), (298, 366), (306, 400)), "#e59a2c", 5, 0.8)
    s.face(MID, 214, 220, material="glass")


def _candle(s: Sheet) -> None:
    s.glow(MID, 90, 190, 150, "#ffe39a", 0.85)
    s.line(line((256, 150), (258, 112)), DARK, 7)
    s.part(leaf(256, 128, 104, 54, 0, 6), "#f9a72c", "light")
    s.flat(leaf(256, 124, 58, 28, 0, 3), "#fff2b0")
    s.surface(ellipse(MID, 470, 190, 30), BRASS, "metal")
    s.surface(
        curve([(126, 160), (200, 144), (256, 154), (330, 140), (386, 164), (390, 240), (380, 470, 0), (132, 470, 0)]),
        s.main,
        "plastic",
    )
    s.part(
        curve([(130, 168), (170, 150), (190, 190), (186, 260), (170, 280), (158, 240), (150, 220), (132, 210)]),
        lighter(s.main, 0.3),
        "plastic",
    )
    s.part(curve([(350, 150), (386, 166), (388, 230), (372, 250), (360, 220)]), lighter(s.main, 0.3), "plastic")
    s.face(MID, 310, 212)


def _lantern(s: Sheet) -> None:
    s.glow(MID, 280, 250, 240, "#ffe39a", 0.6)
    s.cord(ellipse(MID, 62, 46, 40), DARK, 12)
    s.surface(sym([(MID, 84), (320, 96), (400, 160, 0), (MID, 170)]), s.main, "metal")
    s.surface(slab(104, 150, 408, 450, 30), s.own("#ffe9a8") if not s.named else lighter(s.main, 0.5), "glass")
    for x in (104, 386):
        s.part(slab(x, 150, x + 22, 450, 6), s.main, "metal")
    s.surface(slab(84, 436, 428, 488, 16), s.main, "metal")
    s.face(MID, 304, 218, skin="#ffe9a8" if not s.named else lighter(s.main, 0.5), material="glass")


def _match(s: Sheet) -> None:
    s.glow(MID, 200, 230, 230, "#ffd27a", 0.8)
    s.surface(slab(216, 340, 296, 512, 4), "#e3c08a", "wood")
    s.surface(
        curve(
            [
                (MID, 14, 0),
                (330, 110),
                (396, 200),
                (400, 300),
                (340, 390),
                (256, 410),
                (172, 390),
                (112, 300),
                (130, 190),
                (190, 130),
            ]
        ),
        "#f28c2c",
        "light",
    )
    s.surface(sym([(MID, 150), (340, 168), (376, 270), (340, 370), (MID, 400)]), s.main, "stone", volume=1.1)
    s.face(MID, 284, 198)


def _street(s: Sheet) -> None:
    s.glow(MID, 220, 250, 220, "#ffe9a0", 0.8)
    s.cord(line((256, 400), (256, 512)), s.main, 40)
    s.part(slab(196, 404, 316, 436, 12), s.main, "metal")
    s.surface(sym([(MID, 20), (300, 50), (410, 110, 0), (MID, 124)]), s.main, "metal")
    s.surface(curve([(120, 112, 0), (392, 112, 0), (346, 412, 0), (166, 412, 0)]), "#ffeeb5", "glass")
    s.line(line((120, 112, 0), (166, 412, 0)).pair, s.main, 12)
    s.face(MID, 250, 208, skin="#ffeeb5", material="glass")


_LIGHTS = {
    "lamp": _shade_lamp,
    "desk": _desk_lamp,
    "bulb": _bulb,
    "candle": _candle,
    "lantern": _lantern,
    "match": _match,
    "street": _street,
}


def cutlery(s: Sheet, *, kind: str = "spoon") -> None:
    """Spoon, fork, knife, ladle: the face is where they are widest."""
    if kind == "fork":
        s.surface(slab(214, 350, 298, 520, 20), s.main, "metal")
        for x in (108, 200, 292, 372):
            s.surface(slab(x, 16, x + 34, 220, 16), s.main, "metal")
        s.surface(sym([(MID, 150), (400, 156, 0), (410, 260), (370, 370), (300, 412), (MID, 418)]), s.main, "metal")
        s.face(MID, 276, 214)
        return
    if kind == "knife":
        s.surface(slab(186, 380, 326, 520, 30), DARK if not s.named else s.accent, "wood")
        for y in (424, 474):
            s.part(ellipse(MID, y, 11), STEEL, "metal")
        s.surface(
            curve([(140, 386, 0), (372, 386, 0), (384, 200), (340, 80), (170, 14, 0), (136, 200)]), s.main, "metal"
        )
        s.face(258, 262, 204)
        return
    if kind == "chopsticks":
        for k in (-1, 1):
            s.surface(
                quad(
                    (MID + k * 76 - 14, 10), (MID + k * 76 + 14, 10), (MID + k * 20 + 26, 512), (MID + k * 20 - 26, 512)
                ),
                s.main,
                "wood",
            )
        s.surface(ellipse(MID, 290, 160, 150), "#fbf7ee", "dough")
        s.part(slab(118, 380, 394, 440, 12), "#25352c", "leaf")
        s.face(MID, 282, 208, skin="#fbf7ee", material="dough")
        return
    if kind == "opener":
        for k in (-1, 1):
            s.surface(
                tube([(MID + k * 70, 300), (MID + k * 110, 420), (MID + k * 116, 520)], [80, 62, 56]),
                s.accent,
                "plastic",
            )
        s.surface(slab(384, 216, 486, 264, 24), STEEL, "metal")
        for a in (0, 90):
            s.part(ellipse(470, 240, 44, 17).turn(a, 470, 240), STEEL, "metal")
        s.surface(ellipse(MID, 236, 156, 150), STEEL, "metal", volume=0.8)
        s.part(spikes(126, 92, 60, 60, 16, 0.18), "#8a929c", "metal")
        s.part(ellipse(126, 92, 18), "#4a525c", "metal")
        s.face(MID, 244, 210, skin=lighter(STEEL, 0.1))
        return
    s.surface(slab(222, 380, 290, 520, 20), s.main, "metal")
    s.surface(sym([(MID, 20), (360, 46), (422, 180), (404, 310), (330, 396), (MID, 414)]), s.main, "metal", volume=1.0)
    s.part(
        sym([(MID, 46), (346, 68), (394, 186), (378, 300), (318, 370), (MID, 386)]),
        lighter(s.main, 0.14),
        "metal",
        volume=0.6,
    )
    s.face(MID, 228, 214, skin=lighter(s.main, 0.14))


def plate(s: Sheet) -> None:
    """A plate with its rim."""
    s.surface(ellipse(MID, 262, 236, 230), s.main, "porcelain")
    s.line(ellipse(MID, 262, 216, 210), s.accent, 9)
    s.part(ellipse(MID, 262, 166, 162), lighter(s.main, 0.2), "porcelain", volume=0.5)
    s.face(MID, 270, 222)


def clock(s: Sheet, *, kind: str = "alarm") -> None:
    """An alarm clock, an hourglass or a cuckoo's house."""
    if kind == "hourglass":
        for y in (26, 446):
            s.surface(slab(86, y, 426, y + 42, 12), s.main, "wood")
        for x in (104, 392):
            s.cord(line((x, 66), (x, 446)), darker(s.main, 0.15), 16)
        s.surface(
            curve(
                [
                    (120, 68, 0),
                    (392, 68, 0),
                    (404, 220),
                    (330, 330),
                    (286, 376),
                    (290, 396),
                    (384, 446, 0),
                    (128, 446, 0),
                    (222, 396),
                    (226, 376),
                    (182, 330),
                    (108, 220),
                ]
            ),
            "#e6eff0",
            "glass",
        )
        s.flat(
            curve(
                [(122, 130, 0), (256, 122), (390, 130, 0), (398, 220), (326, 322), (256, 366), (186, 322), (114, 220)]
            ),
            "#e9c27a",
            0.9,
        )
        s.flat(curve([(256, 404), (350, 446, 0), (162, 446, 0)]), "#e9c27a")
        s.line(line((256, 366), (256, 410)), "#e9c27a", 6)
        s.face(MID, 212, 200, skin="#e9c27a", material="glass")
        return
    for k in (-1, 1):
        s.cord(line((MID + k * 110, 430), (MID + k * 150, 490)), darker(s.accent, 0.2), 26)
        s.surface(
            curve(
                [
                    (MID + k * 40, 96, 0),
                    (MID + k * 70, 34),
                    (MID + k * 160, 30),
                    (MID + k * 200, 120),
                    (MID + k * 190, 158, 0),
                ]
            ),
            s.accent,
            "metal",
        )
    s.part(slab(240, 22, 272, 76, 8), s.accent, "metal")
    s.surface(ellipse(MID, 282, 210, 204), s.main, "metal")
    s.part(ellipse(MID, 282, 176, 172), "#fbf8ee", "porcelain", volume=0.5)
    for i in range(12):
        s.line(line((MID, 122), (MID, 140)).turn(i * 30, MID, 282), DARK, 8 if i % 3 == 0 else 4)
    s.face(MID, 292, 222, skin="#fbf8ee", material="porcelain")


def frame(s: Sheet, *, kind: str = "picture") -> None:
    """A picture in its frame, an oval mirror, a window."""
    if kind == "mirror":
        s.surface(scallop(MID, 258, 220, 240, 22, 0.05), s.main, "metal")
        s.surface(ellipse(MID, 258, 170, 194), "#cfe3ea", "glass")
        s.gloss(quad((140, 160), (190, 100), (220, 110), (130, 230)), 0.5)
        s.face(MID, 272, 216, skin="#cfe3ea", material="glass")
        return
    s.line(line((150, 60), (256, 14), (362, 60)), DARK, 5)
    s.surface(slab(36, 48, 476, 488, 12), s.main, "wood")
    s.line(slab(60, 72, 452, 464, 6), lighter(s.main, 0.45), 8)
    s.surface(slab(84, 96, 428, 440, 4), s.accent if s.named else "#f0e2c4", "paper", volume=0.4)
    s.face(MID, 278, 224, skin=s.accent if s.named else "#f0e2c4", material="paper")


def pillow(s: Sheet) -> None:
    """A fat pillow with tassels."""
    s.surface(
        curve(
            [
                (30, 90),
                (120, 110),
                (256, 92),
                (392, 110),
                (482, 90),
                (466, 190),
                (476, 280),
                (466, 370),
                (488, 466),
                (392, 446),
                (256, 466),
                (120, 446),
                (24, 466),
                (46, 370),
                (36, 280),
                (46, 190),
            ]
        ),
        s.main,
        "fabric",
        volume=1.3,
    )
    for x, y in ((26, 86), (486, 86), (20, 470), (492, 470)):
        s.part(ellipse(x, y, 17), s.accent, "fabric")
    s.line(line((70, 130), (150, 150), (256, 136), (362, 150), (442, 130)), lighter(s.main, 0.4), 6, 0.6)
    s.face(MID, 290, 226, material="fabric")


def bathroom(s: Sheet, *, kind: str = "toilet") -> None:
    """A toilet, a roll, a tub, a bar of soap."""
    if kind == "roll":
        s.surface(slab(96, 100, 416, 486, 40), s.main, "paper")
        s.surface(ellipse(MID, 112, 160, 56), lighter(s.main, 0.3), "paper")
        s.part(ellipse(MID, 112, 54, 20), "#b98c5c", "paper")
        s.part(
            curve([(380, 150, 0), (470, 160), (480, 400, 0), (440, 410, 0), (400, 396, 0)]),
            lighter(s.main, 0.15),
            "paper",
        )
        s.face(244, 314, 220)
        return
    if kind == "tub":
        for x, y, r in (
            (110, 150, 46),
            (180, 110, 54),
            (256, 92, 56),
            (332, 112, 54),
            (404, 150, 46),
            (60, 186, 32),
            (452, 186, 32),
        ):
            s.part(ellipse(x, y, r), "#f6fbfd", "glass")
        for k in (-1, 1):
            s.part(ellipse(MID + k * 140, 468, 32, 24), BRASS, "metal")
        s.surface(
            sym([(MID, 180, 0), (484, 180, 0), (470, 330), (400, 440), (MID, 464)]), s.main, "porcelain", volume=1.1
        )
        s.surface(slab(10, 160, 502, 200, 18), lighter(s.main, 0.3), "porcelain")
        s.face(MID, 314, 214)
        return
    if kind == "soap":
        s.surface(slab(30, 160, 482, 470, 110), s.main, "plastic", volume=1.2)
        s.line(slab(62, 190, 450, 440, 84), lighter(s.main, 0.4), 7, 0.8)
        for x, y, r in ((90, 130, 44), (160, 90, 30), (420, 126, 40), (354, 84, 24), (466, 190, 24)):
            s.part(ellipse(x, y, r), "#eef8fc", "glass")
        s.face(MID, 314, 214)
        return
    s.surface(slab(140, 300, 372, 500, 40), darker(s.main, 0.1), "porcelain")
    s.surface(slab(86, 30, 426, 330, 26), s.main, "porcelain")
    s.part(slab(74, 20, 438, 60, 16), lighter(s.main, 0.2), "porcelain")
    s.part(slab(386, 78, 420, 94, 6), STEEL, "metal")
    s.surface(ellipse(MID, 392, 190, 74), s.main, "porcelain")
    s.part(ellipse(MID, 378, 170, 48), lighter(s.main, 0.3), "porcelain")
    s.flat(ellipse(MID, 380, 126, 28), "#7fc3de", 0.9)
    s.face(MID, 198, 206)


def key(s: Sheet) -> None:
    """A key with a large bow, which bears the face."""
    s.surface(slab(226, 330, 286, 508, 10), s.main, "metal")
    s.surface(slab(280, 420, 352, 450, 6), s.main, "metal")
    s.surface(slab(280, 468, 336, 498, 6), s.main, "metal")
    s.surface(scallop(MID, 200, 190, 184, 3, 0.12, 60), s.main, "metal", volume=0.9)
    s.line(ellipse(MID, 206, 146, 146), darker(s.main, 0.3), 6, 0.5)
    s.face(MID, 208, 214)


def lock(s: Sheet) -> None:
    """A padlock with its shackle."""
    s.cord(line((136, 240, 0), (136, 140), (256, 36), (376, 140), (376, 240, 0)), STEEL, 46)
    s.surface(slab(60, 196, 452, 488, 50), s.main, "metal")
    s.line(slab(80, 216, 432, 468, 36), darker(s.main, 0.3), 5, 0.5)
    s.face(MID, 346, 222)


def mailbox(s: Sheet) -> None:
    """A letter box with its flag."""
    s.surface(slab(206, 420, 306, 512, 4), "#8a5a33", "wood")
    s.cord(line((462, 300, 0), (462, 110, 0)), "#a9b2bc", 13)
    s.part(slab(456, 100, 508, 150, 6), "#e5862b", "metal")
    s.surface(
        curve([(50, 430, 0), (50, 220), (110, 90), (256, 56), (402, 90), (462, 220), (462, 430, 0)]), s.main, "metal"
    )
    s.part(slab(140, 120, 372, 142, 8), DARK, "metal")
    s.part(quad((190, 60), (330, 44), (344, 130), (196, 136), 4), "#fbf7ee", "paper")
    s.part(slab(140, 128, 372, 150, 8), darker(s.main, 0.3), "metal")
    s.face(MID, 296, 222)


def piggy(s: Sheet) -> None:
    """A pig of porcelain with a slot and a coin."""
    s.part(ellipse(256, 44, 36), BRASS, "metal")
    for k in (-1, 1):
        s.surface(slab(MID + k * 110 - 40, 430, MID + k * 110 + 40, 494, 14), darker(s.main, 0.1), "porcelain")
        s.surface(
            curve(
                [
                    (MID + k * 70, 150, 0),
                    (MID + k * 110, 70),
                    (MID + k * 180, 70, 0),
                    (MID + k * 176, 150),
                    (MID + k * 160, 210, 0),
                ]
            ),
            darker(s.main, 0.08),
            "porcelain",
        )
    s.surface(
        sym([(MID, 84), (390, 116), (484, 270), (440, 410), (350, 466), (MID, 474)]), s.main, "porcelain", volume=1.2
    )
    s.flat(slab(206, 100, 306, 114, 7), darker(s.main, 0.6))
    s.glow(MID, 320, 92, 60, lighter(s.main, 0.35), 0.9)
    s.face(MID, 292, 224)


def balloon(s: Sheet) -> None:
    """A balloon on its string."""
    s.line(line((256, 440), (240, 470), (266, 496), (250, 512)), "#f6f2ea", 4)
    s.surface(poly([(256, 410), (282, 450), (230, 450)]), s.main, "plastic")
    s.surface(sym([(MID, 20), (376, 50), (440, 190), (400, 330), (MID, 426)]), s.main, "plastic", volume=1.2)
    s.gloss(tube([(150, 110), (120, 180), (126, 240)], [10, 26, 10]), 0.5)
    s.face(MID, 222, 218)


def dice(s: Sheet) -> None:
    """A die."""
    s.surface(quad((40, 160), (140, 60), (492, 60), (430, 160), 16), lighter(s.main, 0.3), "plastic")
    s.surface(quad((426, 156), (492, 66), (492, 390), (426, 486), 14), darker(s.main, 0.18), "plastic")
    s.surface(slab(30, 146, 434, 488, 40), s.main, "plastic", volume=0.7)
    dot = s.accent
    for x, y in ((180, 108), (270, 108), (360, 108)):
        s.flat(ellipse(x, y, 20, 12), dot)
    for x, y in ((460, 180), (460, 330)):
        s.flat(ellipse(x, y, 10, 20), dot)
    for x, y in ((72, 190), (392, 190), (72, 444), (392, 444)):
        s.flat(ellipse(x, y, 19), dot)
    s.face(232, 322, 212)


def bomb(s: Sheet) -> None:
    """A round bomb with a burning fuse."""
    s.cord(line((310, 110), (350, 60), (410, 54)), "#b98452", 13)
    s.part(spikes(424, 54, 32, 32, 9, 0.5), "#f9b233", "light")
    s.surface(slab(230, 84, 326, 140, 12), darker(s.main, 0.2), "metal")
    s.surface(ellipse(MID, 298, 196, 190), s.main, "metal", volume=1.2)
    s.face(MID, 304, 222)


def cigarette(s: Sheet) -> None:
    """A cigarette with its smoke."""
    s.line(line((256, 60), (280, 40), (240, 20)), "#d9d9d9", 9, 0.6)
    s.surface(slab(136, 60, 376, 120, 8), "#6e6a68", "stone")
    s.flat(spikes(256, 70, 96, 18, 12, 0.3), "#f28c2c", 0.9)
    s.surface(slab(136, 104, 376, 512, 4), "#fbf8f0", "paper")
    s.surface(slab(136, 400, 376, 512, 4), "#e0a25a", "paper")
    s.face(MID, 262, 208, skin="#fbf8f0", material="paper")


def hose(s: Sheet) -> None:
    """A coiled hose."""
    for r in (206, 176):
        s.cord(ellipse(MID, 270, r, r * 0.96), s.main, 34)
    s.cord(line((410, 400), (470, 430), (500, 490)), s.main, 34)
    s.surface(ellipse(MID, 270, 158, 152), lighter(s.main, 0.3), "plastic")
    s.part(slab(220, 20, 292, 84, 10), BRASS, "metal")
    s.face(MID, 276, 206, skin=lighter(s.main, 0.3))


def spinner(s: Sheet) -> None:
    """A toy: a spinning top."""
    s.cord(line((256, 20), (256, 110)), BRASS, 26)
    top = sym([(MID, 90), (350, 120), (470, 230), (440, 310), (330, 420), (276, 480), (MID, 506, 0)])
    s.surface(top, s.main, "wood", volume=1.1)
    with s.inside(top):
        s.flat(slab(0, 150, 512, 176), s.accent, 0.9)
        s.flat(slab(0, 400, 512, 424), s.accent, 0.9)
    s.face(MID, 286, 208)
