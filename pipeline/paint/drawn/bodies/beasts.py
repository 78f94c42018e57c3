"""Mammals, as heads on shoulders."""

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
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import clamp, darker, lighter, lightness, mix

HEADS: dict[str, list[Knot]] = {
    "round": [(MID, 116), (340, 134), (412, 206), (436, 310), (392, 398), (326, 440), (MID, 450)],
    "wide": [(MID, 116), (342, 132), (420, 204), (458, 318), (412, 408), (332, 444), (MID, 450)],
    "cat": [(MID, 122), (334, 136), (404, 200), (442, 298), (432, 340), (370, 416), (308, 444), (MID, 450)],
    "fox": [(MID, 116), (338, 132), (408, 208), (464, 320, 0), (420, 362), (346, 424), (MID, 466)],
    "long": [(MID, 78), (326, 96), (392, 180), (398, 280), (382, 400), (338, 464), (MID, 480)],
    "dome": [(MID, 88), (342, 110), (420, 214), (430, 326), (382, 412), (316, 452), (MID, 460)],
    "camel": [(MID, 92), (326, 108), (384, 180), (390, 262), (408, 340), (392, 430), (330, 470), (MID, 478)],
    "dog": [(MID, 104), (330, 114), (394, 176), (404, 262), (402, 340), (364, 414), (314, 450), (MID, 460)],
    "rabbit": [(MID, 152), (330, 160), (396, 216), (424, 310), (404, 394), (328, 440), (MID, 450)],
    "plump": [(MID, 116), (342, 130), (416, 204), (458, 304), (482, 376), (440, 432), (340, 450), (MID, 454)],
    "hippo": [(MID, 92), (330, 106), (384, 176), (398, 262), (456, 330), (452, 430), (352, 476), (MID, 480)],
}
TUFTED: dict[str, list[Knot]] = {
    "round": [
        (MID, 116), (340, 134), (410, 206), (436, 300), (446, 340, 0), (422, 352), (428, 378, 0), (398, 392),
        (326, 440), (MID, 450),
    ],
    "wide": [
        (MID, 116), (342, 132), (420, 204), (456, 306), (468, 348, 0), (442, 360), (446, 388, 0), (412, 402),
        (332, 444), (MID, 450),
    ],
    "cat": [
        (MID, 122), (334, 136), (404, 200), (434, 278), (468, 322, 0), (428, 330), (452, 366, 0), (406, 370),
        (416, 402, 0), (366, 416), (308, 444), (MID, 450),
    ],
}  # fmt: skip
"""Heads whose furry cheeks end in tufts."""
NOSES = {
    "dog": ("dog", "#33282b", 0.55), "wolf": ("dog", "#2a262c", 0.6), "fox": ("dog", "#2c2427", 0.8),
    "cat": ("cat", "#d0757f", 0.6), "pink": ("cat", "#e08a95", 0.5), "dark": ("cat", "#4a3338", 0.45),
    "big cat": ("lion", "#a5605c", 0.62),
}  # fmt: skip
"""The kind of muzzle, the colour of the bare nose, how pale the pads are."""
FACES = {
    "round": (304, 224), "wide": (304, 226), "dog": (302, 224), "cat": (306, 220), "rabbit": (304, 222),
    "plump": (304, 224), "fox": (306, 216), "long": (296, 212),
    "dome": (302, 222), "hippo": (290, 216), "camel": (290, 210),
}  # fmt: skip


def beast(
    s: Sheet,
    *,
    head: str = "round",
    ears: str = "point",
    muzzle: str = "soft",
    marks: str = "",
    horns: str = "",
    ruff: str = "",
    tail: str = "",
    whiskers: bool = False,
    inner: str = "#e8a0a0",
    top: str = "",
    nose: str = "",
    collar: bool = False,
) -> None:
    """A mammal by its ears, muzzle, marks and horns; `nose` names an animal's one in `NOSES`."""
    if tail:
        _tail(s, tail)
    _shoulders(s)
    if ruff:
        _ruff(s, ruff)
    if collar:
        _collar(s)
    _ears(s, ears, inner, behind=True)
    outline = sym(_profile(s, head, ruff))
    s.surface(outline, s.main, volume=1.1)
    skin = s.main
    with s.inside(outline):
        skin = _marks(s, marks, skin)
        _muzzle(s, muzzle, skin)
    _ears(s, ears, inner, behind=False)
    _horns(s, horns)
    _crown(s, top)
    if nose:
        kind, colour, pale = NOSES[nose]
        s.muzzle(kind, lighter(clamp(skin, 0.5, 0.95), pale), colour)
    if whiskers:
        _whiskers(s)
    cy, width = FACES[head]
    s.face(MID, cy, width, skin=skin, hair=darker(s.main, 0.6))


def _profile(s: Sheet, head: str, ruff: str) -> list[Knot]:
    """One side of the head; furry cheeks end in tufts."""
    if s.material == "fur" and ruff != "mane" and head in TUFTED:
        return TUFTED[head]
    return HEADS[head]


def _whiskers(s: Sheet) -> None:
    colour = lighter(s.main, 0.75) if lightness(s.main) < 0.78 else darker(s.main, 0.55)
    for dy, tilt in ((-12, -20), (6, 0), (24, 20)):
        whisker = line((336, 338 + dy * 0.6), (414, 334 + dy + tilt * 0.4), (494, 346 + dy + tilt * 1.1))
        s.line(whisker.pair, colour, 3.2, 0.9)


def _collar(s: Sheet) -> None:
    """A band about the neck with a round tag, below the chin."""
    band = sym([(MID, 446), (340, 440), (398, 424, 0), (414, 452, 0), (346, 474), (MID, 484)])
    s.surface(band, s.trim, "leather", volume=0.6)
    s.part(ellipse(MID, 492, 18), "#e8bf4a", "metal")


def _shoulders(s: Sheet) -> None:
    s.surface(sym([(MID, 400), (340, 410), (408, 448), (440, 530, 0), (MID, 530)]), darker(s.main, 0.08))
    s.shade(ellipse(MID, 436, 130, 34), 0.2)


def _tail(s: Sheet, kind: str) -> None:
    if kind == "thin":
        s.surface(tube([(400, 510), (476, 450), (466, 372), (488, 306)], [38, 34, 28, 18]))
    elif kind == "bushy":
        s.surface(
            curve(
                [
                    (380, 520),
                    (470, 470),
                    (506, 350),
                    (494, 200),
                    (430, 90),
                    (372, 96),
                    (352, 150),
                    (398, 176),
                    (402, 260),
                    (360, 380),
                ]
            ),
            mix(s.main, s.accent, 0.12),
        )
    elif kind == "fox":
        s.surface(curve([(390, 530), (490, 470), (504, 350), (464, 250, 0), (436, 330), (410, 420)]))
        s.part(curve([(505, 346), (464, 248, 0), (440, 322), (456, 340), (474, 330), (486, 352)]), "#fff6e8")
    elif kind == "skunk":
        s.surface(
            curve(
                [
                    (380, 520),
                    (470, 470),
                    (506, 350),
                    (494, 200),
                    (430, 90),
                    (360, 80),
                    (330, 140),
                    (390, 176),
                    (402, 260),
                    (360, 380),
                ]
            )
        )
        s.line(line((440, 470), (474, 340), (456, 200), (390, 120)), "#fbf7ee", 34)
    elif kind == "paddle":
        shape = leaf(392, 560, 480, 156, 13)
        s.surface(shape, darker(s.main, 0.3), "leather")
        with s.inside(shape):
            for x in range(250, 700, 34):
                for lean in (-190, 190):
                    s.line(line((x - lean, 80), (x + lean, 460)), darker(s.main, 0.62), 3.5, 0.6)
    elif kind == "ringed":
        shape = tube([(400, 520), (478, 440), (470, 320), (450, 230)], [60, 72, 66, 30])
        s.surface(shape)
        with s.inside(shape):
            for y in (250, 320, 390, 460):
                s.line(line((400, y + 12), (460, y), (512, y + 8)), "#3b342f", 24, 0.9)


def _ruff(s: Sheet, kind: str) -> None:
    if kind == "mane":
        s.surface(spikes(MID, 270, 214, 214, 22, 0.15), s.accent)
        s.surface(spikes(MID, 274, 186, 190, 20, 0.12, 9), mix(s.accent, s.main, 0.3))
    elif kind == "wool":
        s.surface(scallop(MID, 262, 214, 206, 13, 0.12), lighter(s.main, 0.25))
    elif kind == "quills":
        s.surface(spikes(MID, 280, 200, 200, 30, 0.2), s.accent)
        s.surface(spikes(MID, 284, 176, 178, 26, 0.2, 6), mix(s.accent, s.main, 0.3))
    elif kind == "horse":
        s.surface(
            curve([(300, 60), (200, 56), (120, 130), (84, 300), (60, 470), (110, 530), (170, 500), (200, 300)]),
            s.accent,
        )
    elif kind == "humps":
        for k in (-1, 1):
            hump = sym([(MID, 190), (320, 220), (360, 350), (380, 620, 0), (MID, 620)]).move(k * 178, -70)
            s.surface(hump, darker(s.main, 0.12))
            for dx in (-28, 0, 28):
                s.surface(leaf(MID + k * 178 + dx, 170, 66, 34, dx * 0.7), darker(s.main, 0.3), "fur")
    elif kind == "cape":
        s.surface(sym([(MID, 380), (400, 396), (480, 450), (506, 530, 0), (MID, 530)]), "#cf2f3a", "fabric")
    elif kind == "batwings":
        wing = curve(
            [
                (380, 300, 0),
                (420, 180),
                (500, 110, 0),
                (508, 240),
                (480, 300, 0),
                (500, 380, 0),
                (450, 370, 0),
                (430, 450, 0),
                (390, 420),
            ]
        )
        s.surface(wing.pair, darker(s.main, 0.2), "leather")
    elif kind == "hood":
        s.surface(sym([(MID, 84), (380, 100), (470, 220), (480, 380), (430, 500), (MID, 520)]), darker(s.main, 0.12))


def _ears(s: Sheet, kind: str, inner: str, *, behind: bool) -> None:
    if kind == "point" and behind:
        ear = curve([(322, 150, 0), (388, 60), (430, 32, 0), (438, 110), (428, 236, 0)])
        s.surface(ear.pair, s.main)
        s.part(curve([(352, 150, 0), (394, 92), (416, 76, 0), (420, 130), (414, 206, 0)]).pair, inner, "skin")
    elif kind == "bigpoint" and behind:
        ear = curve([(300, 150, 0), (360, 50), (436, 14, 0), (470, 110), (436, 250, 0)])
        s.surface(ear.pair, s.main)
        s.part(
            curve([(340, 150, 0), (378, 84), (424, 56, 0), (440, 120), (420, 210, 0)]).pair,
            mix(s.main, "#1a1430", 0.6) if inner == "dark" else inner,
            "skin",
        )
    elif kind == "round" and behind:
        s.surface(ellipse(400, 140, 62).pair, s.main if inner != "dark" else s.accent)
        s.part(ellipse(400, 146, 36).pair, inner if inner != "dark" else lighter(s.accent, 0.2), "skin")
    elif kind == "mouse" and behind:
        s.surface(ellipse(404, 124, 94).pair, s.main)
        s.part(ellipse(402, 130, 64).pair, inner, "skin")
    elif kind == "fluffy" and behind:
        s.surface(spikes(414, 196, 84, 80, 15, 0.16).pair, s.main)
        s.part(ellipse(412, 204, 48, 46).pair, inner, "fur")
    elif kind == "long" and behind:
        s.surface(leaf(318, 216, 208, 96, 11, 10).pair, s.main)
        s.part(leaf(320, 198, 168, 52, 11, 8).pair, inner, "skin")
    elif kind == "side" and behind:
        s.surface(leaf(376, 196, 136, 84, 80, -16).pair, s.main)
        s.part(leaf(386, 196, 102, 48, 80, -12).pair, inner, "skin")
    elif kind == "horse" and behind:
        s.surface(leaf(316, 140, 118, 70, 14, 6).pair, s.main)
        s.part(leaf(318, 130, 86, 36, 14, 5).pair, inner, "skin")
    elif kind == "elephant" and behind:
        s.surface(
            curve([(380, 120), (450, 84), (500, 150), (506, 270), (466, 384), (410, 400), (380, 330)]).pair, s.main
        )
        s.part(
            curve([(400, 150), (446, 122), (478, 172), (482, 262), (452, 350), (412, 362), (396, 300)]).pair,
            inner,
            "skin",
        )
    elif kind == "flop" and not behind:
        s.surface(
            curve(
                [
                    (338, 114),
                    (398, 116),
                    (450, 190),
                    (478, 300),
                    (476, 392),
                    (436, 424),
                    (396, 386),
                    (386, 262),
                    (374, 178),
                ]
            ).pair,
            darker(s.main, 0.34),
        )
    elif kind == "small" and behind:
        s.surface(ellipse(376, 138, 40, 44).pair, s.main)
        s.part(ellipse(378, 142, 22, 26).pair, inner, "skin")
    elif kind == "ape" and behind:
        s.surface(ellipse(440, 286, 58, 66).pair, s.main)
        s.part(ellipse(442, 288, 36, 44).pair, inner, "skin")
    elif kind == "wool" and not behind:
        s.surface(scallop(424, 270, 66, 112, 9, 0.12).pair, darker(s.main, 0.06))
    elif kind == "fold" and not behind:
        s.surface(
            curve([(322, 124, 0), (372, 84), (434, 102), (470, 180), (462, 262, 0), (414, 236), (384, 178)]).pair,
            darker(s.main, 0.26),
        )
    elif kind == "pig" and not behind:
        s.surface(
            curve([(318, 140, 0), (350, 84), (430, 70, 0), (446, 140), (420, 226, 0), (380, 170)]).pair,
            darker(s.main, 0.08),
        )


def _muzzle(s: Sheet, kind: str, skin: str) -> None:
    pale = lighter(skin, 0.42)
    if kind == "soft":
        s.glow(MID, 372, 118, 84, pale, 0.7)
    elif kind == "cheeks":
        cheek = curve(
            [(310, 420), (350, 352), (420, 300), (500, 330, 0), (430, 420), (330, 500), (256, 520), (250, 480)]
        )
        s.flat(cheek.pair, "#fff6e8", 0.95)
        s.glow(MID, 420, 100, 50, "#fff6e8", 1.0)
    elif kind == "snout":
        s.glow(MID, 334, 92, 66, lighter(skin, 0.3), 0.9)
        s.line(ellipse(MID, 330, 84, 54), darker(skin, 0.3), 4, 0.4)
    elif kind == "jowls":
        for k in (-1, 1):
            s.surface(ellipse(MID + k * 92, 404, 92, 62), lighter(skin, 0.3), volume=0.8)
    elif kind == "bristles":
        for k in (-1, 1):
            s.surface(ellipse(MID + k * 74, 394, 84, 58), lighter(skin, 0.35), volume=0.8)
            for i in range(8):
                s.flat(ellipse(MID + k * (34 + (i * 31) % 92), 376 + (i * 17) % 40, 4.5), darker(skin, 0.4), 0.7)
    elif kind == "puffs":
        for k in (-1, 1):
            s.glow(MID + k * 96, 366, 84, 74, lighter(skin, 0.5), 0.95)
    elif kind == "pouches":
        for k in (-1, 1):
            s.glow(MID + k * 138, 384, 112, 84, lighter(skin, 0.7))
    elif kind == "pink":
        s.glow(MID, 330, 70, 50, "#f0a0a8", 0.9)
    elif kind == "hippo":
        s.glow(MID, 396, 190, 96, lighter(skin, 0.3), 0.9)
        s.part(slab(150, 446, 178, 486, 8).pair, "#fbf7ee", "porcelain")
    elif kind == "long":
        s.surface(sym([(MID, 262), (330, 290), (372, 370), (346, 450), (MID, 470)]), pale, volume=0.5)


def _marks(s: Sheet, kind: str, skin: str) -> str:
    dark = s.accent if s.accent != skin else darker(skin, 0.5)
    if kind == "tabby":
        for x, y in ((MID, 196), (218, 190), (294, 190)):
            s.line(line((x, 132), (x + (x - MID) * 0.2, 160), (x + (x - MID) * 0.1, y)), darker(skin, 0.45), 12, 0.7)
        for y in (280, 320, 360):
            s.line(line((470, y - 6), (420, y), (390, y + 6)).pair, darker(skin, 0.45), 10, 0.6)
    elif kind == "tiger":
        for x, y in ((MID, 196), (206, 186), (306, 186)):
            s.flat(leaf(x, y, 74, 22, (MID - x) * -0.25), "#2b2326", 0.95)
        for y, length in ((226, 70), (272, 78), (322, 84), (368, 78), (412, 60)):
            s.flat(leaf(446, y, length, 22, -84).pair, "#2b2326", 0.95)
    elif kind == "spots":
        for i in range(34):
            px, py = polar(MID, 290, 128 + (i * 37) % 62, i * 31)
            s.flat(ellipse(px, py, 9 + i % 3 * 2, 8), darker(dark, 0.1), 0.85)
    elif kind == "giraffe":
        for x, y, r in (
            (150, 170, 30),
            (362, 170, 30),
            (256, 140, 30),
            (126, 260, 26),
            (386, 260, 26),
            (140, 350, 24),
            (372, 350, 24),
            (200, 118, 20),
            (312, 118, 20),
        ):
            s.flat(scallop(x, y, r, r, 5, 0.1, x), "#a8692f", 0.9)
    elif kind == "zebra":
        for y in range(110, 480, 40):
            s.flat(leaf(430, y + 20, 96, 26, -74).pair, "#26232b", 0.95)
        for x in (-54, -18, 18, 54):
            s.flat(leaf(MID + x, 196, 86, 18, x * 0.2), "#26232b", 0.95)
    elif kind == "cow":
        s.flat(
            curve([(250, 90), (350, 110), (450, 200), (440, 300), (390, 320), (350, 250), (300, 190), (262, 150)]),
            dark,
            0.95,
        )
        s.flat(curve([(60, 330), (120, 320), (146, 390), (120, 440), (70, 430)]), dark, 0.95)
    elif kind == "panda":
        for k in (-1, 1):
            s.glow(MID + k * 56, 224, 72, 78, "#4a4650")
            s.glow(MID + k * 72, 250, 54, 52, "#4a4650", 0.8)
    elif kind == "raccoon":
        s.flat(
            sym([(MID, 236), (330, 216), (440, 250), (460, 300), (380, 320), (320, 310), (MID, 288)]), "#5a5355", 0.8
        )
        s.flat(sym([(MID, 200), (330, 190), (430, 220), (330, 214), (MID, 230)]), "#f0ece4", 0.9)
    elif kind == "badger":
        for x in (-1, 1):
            s.flat(
                curve(
                    [
                        (MID + x * 36, 120),
                        (MID + x * 96, 150),
                        (MID + x * 88, 300),
                        (MID + x * 60, 430),
                        (MID + x * 40, 300),
                    ]
                ),
                "#2f2b33",
                0.85,
            )
    elif kind == "blaze":
        s.flat(sym([(MID, 100), (286, 130), (280, 260), (300, 400), (MID, 480)]), "#fff6e8", 0.75)
    elif kind == "sloth":
        pale = lighter(s.main, 0.5)
        s.surface(sym([(MID, 196), (330, 184), (402, 240), (410, 320), (352, 400), (MID, 436)]), pale, volume=0.6)
        for k in (-1, 1):
            s.flat(
                curve(
                    [
                        (MID + k * 30, 262),
                        (MID + k * 90, 230),
                        (MID + k * 160, 290),
                        (MID + k * 150, 316),
                        (MID + k * 80, 300),
                    ]
                ),
                darker(s.main, 0.3),
                0.7,
            )
        return pale
    elif kind == "husky":
        s.flat(sym([(MID, 214), (300, 176), (360, 200), (392, 290), (360, 420), (MID, 470)]), "#fbf8f2", 0.95)
        return "#f4f0ea"
    elif kind == "mask":
        s.flat(
            sym([(MID, 242), (330, 214), (420, 226), (450, 262), (400, 306), (320, 310), (MID, 276)]), "#cf2f3a", 0.95
        )
    elif kind == "skunk":
        s.flat(sym([(MID, 90), (290, 104), (276, 160), (270, 214, 0), (MID, 220)]), "#fbf7ee", 0.95)
    elif kind == "patch":
        s.flat(curve([(290, 160), (340, 128), (398, 166), (408, 250), (372, 304), (318, 300), (284, 236)]), dark, 0.85)
    elif kind == "face":
        pale = clamp(s.accent, 0.7, 0.92)
        s.surface(
            sym([(MID, 214), (296, 176), (370, 196), (398, 280), (362, 400), (MID, 452)]), pale, "skin", volume=0.6
        )
        return pale
    return skin


def _horns(s: Sheet, kind: str) -> None:
    bone = "#efe2c4"
    if kind == "cow":
        s.part(curve([(330, 140), (382, 150), (440, 110), (444, 46, 0), (408, 84), (344, 100)]).pair, bone, "stone")
    elif kind == "goat":
        s.part(tube([(300, 150), (322, 90), (372, 46), (430, 44)], [44, 36, 24, 6]).pair, bone, "stone")
    elif kind == "buffalo":
        s.part(
            curve(
                [
                    (300, 150),
                    (380, 140),
                    (450, 170),
                    (470, 100),
                    (440, 50, 0),
                    (504, 100),
                    (500, 190),
                    (420, 220),
                    (330, 200),
                ]
            ).pair,
            "#5a5048",
            "stone",
        )
    elif kind == "moose":
        s.part(
            curve(
                [
                    (300, 150, 0),
                    (340, 120),
                    (400, 120),
                    (420, 60, 0),
                    (440, 100),
                    (470, 50, 0),
                    (480, 100),
                    (506, 80, 0),
                    (500, 150),
                    (450, 190),
                    (360, 176),
                ]
            ).pair,
            "#a9825a",
            "wood",
        )
    elif kind == "ram":
        horn = tube(
            [(330, 146), (410, 96), (480, 160), (474, 260), (420, 284), (396, 244), (420, 214)],
            [56, 58, 52, 44, 34, 22, 8],
        )
        s.part(horn.pair, "#cbb184", "stone")
        for x, y, a in ((372, 112, 60), (430, 116, 110), (470, 170, 150), (478, 230, 190)):
            s.line(line(polar(x, y, 22, a), polar(x, y, 22, a + 150)).pair, "#8d7448", 4, 0.6)
    elif kind == "deer":
        for path, width in (
            (line((306, 150), (330, 90), (390, 60), (420, 22)), 16),
            (line((334, 92), (350, 50), (344, 26)), 13),
            (line((382, 66), (440, 76), (470, 60)), 12),
        ):
            s.cord(path.pair, "#a9825a", width)
    elif kind == "giraffe":
        s.cord(line((300, 130), (312, 62)).pair, s.main, 22)
        s.part(ellipse(313, 54, 19).pair, "#6e4526")
    elif kind == "rhino":
        s.part(sym([(MID, 20, 0), (276, 90), (304, 168), (MID, 186)]), "#d9d2c2", "stone")
    elif kind == "unicorn":
        s.part(sym([(MID, 10, 0), (272, 70), (288, 146), (MID, 158)]), "#f6d76b", "metal")
        for y in (60, 90, 120):
            s.line(line((MID - 22 + (140 - y) * 0.12, y + 10), (MID + 22 - (140 - y) * 0.12, y - 8)), "#b98a2a", 4, 0.7)
    elif kind == "walrus":
        for k in (-1, 1):
            s.part(tube([(MID + k * 66, 400), (MID + k * 74, 462), (MID + k * 62, 524)], [36, 30, 8]), bone, "stone")
    elif kind == "tusks":
        for x in (-1, 1):
            s.part(
                tube([(MID + x * 116, 404), (MID + x * 150, 452), (MID + x * 130, 496)], [30, 26, 6]),
                "#fbf4e2",
                "stone",
            )
        s.surface(tube([(256, 432), (262, 480), (330, 500), (372, 470), (368, 440)], [88, 70, 50, 40, 36]), s.main)
        for x, y in ((300, 484), (336, 488), (268, 456)):
            s.line(line((x - 12, y - 14), (x, y), (x - 6, y + 18)), darker(s.main, 0.4), 4, 0.4)


def _crown(s: Sheet, kind: str) -> None:
    if kind == "wool":
        for x, y, r in ((190, 136, 44), (256, 112, 54), (322, 136, 44)):
            s.surface(scallop(x, y, r, r * 0.8, 7, 0.1), lighter(s.main, 0.25))
    elif kind == "paws":
        for k in (-1, 1):
            for i in range(4):
                s.part(leaf(MID + k * (130 + i * 26), 470, 50, 24, k * (i * 16 - 10)), "#f2b6bc", "skin")
    elif kind == "tuft":
        for deg in (-26, 0, 26):
            s.surface(leaf(MID, 160, 80, 38, deg), s.accent)
    elif kind == "fringe":
        s.surface(
            curve(
                [
                    (200, 96),
                    (256, 70),
                    (320, 96),
                    (330, 170, 0),
                    (296, 150),
                    (270, 206, 0),
                    (246, 160),
                    (206, 190, 0),
                    (196, 140),
                ]
            ),
            s.accent,
        )
    elif kind == "ape":
        s.surface(sym([(MID, 112), (330, 122), (400, 180), (340, 172), (296, 176), (MID, 214, 0)]), s.main)
