"""Birds: the body is the head, the bill lies under the face's own nose and mouth."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, leaf, line, polar, slab, sym
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

BILL = "#ea7f14"


def bird(
    s: Sheet,
    *,
    shape: str = "egg",
    mask: str = "",
    crest: str = "",
    bill: str = BILL,
    feet: bool = True,
    tail: str = "",
    belly: str = "",
    spread: bool = False,
    pouch: bool = False,
) -> None:
    """A bird by its crest, mask, bill and tail."""
    if tail == "fan":
        for i in range(9):
            deg = -88 + i * 22
            s.surface(leaf(MID, 380, 350, 92, deg), mix(s.main, s.accent, 0.15 * (i % 3)), "feather")
            x, y = polar(MID, 380, 290, deg)
            s.part(ellipse(x, y, 24, 28), "#2f6fb0", "feather")
            s.flat(ellipse(x, y, 11, 13), "#f0c440")
    elif tail == "rooster":
        for deg, tint in ((-62, 0.5), (-46, 0.2), (-78, 0.35)):
            s.surface(leaf(330, 420, 220, 74, -deg, 40), mix(s.accent, "#1f4f4a", tint), "feather")
    elif tail == "flames":
        for deg, tint in ((-76, 0.1), (-50, 0.4), (-24, 0.2), (24, 0.3), (50, 0.1), (76, 0.4)):
            s.surface(leaf(MID, 430, 330, 84, deg, 14), mix(s.accent, "#f6c52e", tint), "light")
    if feet:
        for k in (-1, 1):
            for deg in (-28, 0, 28):
                s.part(leaf(MID + k * 62, 462, 46, 20, 180 + deg), bill, "leather")
    wing = (
        curve([(350, 250), (440, 220), (506, 130, 0), (500, 230), (490, 300), (460, 360), (400, 420), (360, 400)])
        if spread
        else curve([(376, 224), (440, 262), (468, 350), (440, 440, 0), (400, 420), (370, 360)])
    )
    s.surface(wing.pair, darker(s.main, 0.16), "feather")
    outlines = {
        "egg": sym([(MID, 60), (338, 72), (402, 152), (426, 290), (402, 404), (334, 468), (MID, 480)]),
        "owl": sym([(MID, 104), (330, 94), (392, 46, 0), (416, 150), (432, 290), (408, 404), (336, 470), (MID, 482)]),
        "slim": sym([(MID, 56), (324, 66), (378, 140), (396, 260), (420, 380), (360, 470), (MID, 486)]),
        "round": sym([(MID, 84), (352, 96), (430, 190), (446, 300), (412, 408), (340, 466), (MID, 478)]),
    }
    outline = outlines[shape]
    if crest:
        _crest(s, crest)
    s.surface(outline, s.main, "feather", volume=1.1)
    skin = s.main
    with s.inside(outline):
        if belly:
            s.flat(sym([(MID, 330), (340, 340), (386, 430), (360, 510), (MID, 520)]), belly, 0.95)
        skin = _mask(s, mask, skin)
        for row in range(3):
            for i in range(-3, 4):
                x, y = MID + i * 44 + 22 * (row % 2), 424 + row * 26
                s.line(line((x - 15, y), (x, y + 12), (x + 15, y)), darker(belly or skin, 0.3), 4, 0.4)
    if pouch:
        _pouch(s, bill)
    elif bill != "none":
        # The face's own mouth opens in the bill, which begins under the nose.
        s.surface(sym([(MID, 262), (294, 276), (330, 306), (306, 346), (MID, 392, 0)]), bill, "plastic", volume=0.6)
    if crest == "comb":
        s.part(
            curve(
                [
                    (190, 420),
                    (206, 400),
                    (256, 412),
                    (306, 400),
                    (322, 420),
                    (300, 470),
                    (272, 452),
                    (MID, 480),
                    (240, 452),
                    (212, 470),
                ]
            ).scale(0.7, 0.8, MID, 412),
            "#d6332e",
            "skin",
        )
    s.face(MID, 276, 214, skin=skin, hair=darker(s.main, 0.6), material="feather")


def _pouch(s: Sheet, bill: str) -> None:
    """A pelican's bill: an upper half as a collar, below it a bag that hangs to the feet."""
    bag = sym([(MID, 300), (350, 310), (396, 350), (352, 450), (MID, 512)])
    s.surface(bag, mix(bill, "#f7d9a0", 0.3), "skin", volume=1.1)
    for k in (-1, 1):
        s.line(line((MID + k * 60, 400), (MID + k * 50, 450), (MID + k * 20, 496)), darker(bill, 0.2), 4, 0.5)
    s.surface(sym([(MID, 256), (296, 272), (360, 318), (402, 346, 0), (330, 372), (MID, 384)]), bill, "plastic")


def _crest(s: Sheet, kind: str) -> None:
    if kind == "comb":
        for x, y, r in ((206, 76, 32), (256, 54, 40), (306, 76, 32)):
            s.part(ellipse(x, y, r, r * 1.1), "#d6332e", "skin")
    elif kind == "plume":
        for deg in (-24, 0, 24):
            s.surface(leaf(MID, 100, 90, 40, deg, 12), s.accent, "feather")
    elif kind == "crown":
        for deg in (-36, -12, 12, 36):
            s.cord(line((MID, 90), polar(MID, 90, 66, deg)), s.main, 5)
            px, py = polar(MID, 90, 68, deg)
            s.part(ellipse(px, py, 10), s.accent, "feather")


def _mask(s: Sheet, kind: str, skin: str) -> str:
    if kind == "owl":
        pale = lighter(s.accent, 0.3)
        # One heart: the edges of two discs would cross the face.
        heart = sym([(MID, 182, 0), (300, 156), (370, 168), (412, 236), (398, 320), (330, 392), (MID, 420)])
        s.surface(heart, pale, "feather", volume=0.4)
        for x in (180, 332):
            spokes = [line(polar(x, 262, 84, deg), polar(x, 262, 100, deg)) for deg in range(0, 360, 24)]
            for deg, spoke in zip(range(0, 360, 24), spokes, strict=True):
                if (deg < 180) == (x > MID):
                    s.line(spoke, darker(pale, 0.35), 4, 0.45)
        return pale
    if kind == "penguin":
        s.surface(
            sym([(MID, 216), (300, 158), (366, 176), (398, 270), (392, 420), (330, 490), (MID, 500)]),
            "#fbf6ec",
            "feather",
            volume=0.6,
        )
        s.glow(108, 330, 40, 60, "#f4c542", 0.9)
        s.glow(404, 330, 40, 60, "#f4c542", 0.9)
        return "#fbf6ec"
    if kind == "white":
        s.surface(sym([(MID, 150), (340, 164), (390, 250), (372, 370), (MID, 420)]), "#fbf6ec", "feather", volume=0.5)
        return "#fbf6ec"
    if kind == "gull":
        s.surface(
            sym([(MID, 40), (350, 56), (420, 170), (424, 340), (400, 510, 0), (MID, 510)]),
            "#fbf9f4",
            "feather",
            volume=0.7,
        )
        return "#f6f4ee"
    if kind == "eagle":
        s.surface(
            sym(
                [
                    (MID, 40),
                    (350, 56),
                    (420, 170),
                    (424, 340),
                    (392, 410, 0),
                    (360, 388),
                    (330, 430, 0),
                    (296, 400),
                    (MID, 440, 0),
                ]
            ),
            "#fbf6ec",
            "feather",
            volume=0.7,
        )
        return "#fbf6ec"
    if kind == "collar":
        s.flat(sym([(MID, 384), (350, 370), (470, 330, 0), (470, 400, 0), (340, 420), (MID, 430)]), s.accent, 0.85)
    if kind == "parrot":
        for x in (180, 332):
            s.glow(x, 262, 76, 84, lighter(s.main, 0.75), 0.75)
    return skin


def swan(
    s: Sheet, *, flamingo: bool = False, bill: str = "#ef8a2c", long_bill: bool = False, stout: bool = False
) -> None:
    """A head on a long bent neck over a low body; the bill lies under the face."""
    body = s.main
    s.surface(sym([(MID, 404), (400, 396), (486, 430), (508, 540, 0), (MID, 540)]), body, "feather", volume=1.1)
    wing = curve([(352, 470), (430, 420), (470, 330), (506, 300, 0), (508, 420), (490, 540, 0), (380, 540, 0)])
    s.surface(wing.pair, darker(body, 0.06), "feather")
    width = 132 if stout else 104
    width = 84 if stout else 62
    s.surface(
        sym([(MID, 350), (MID + width, 360), (MID + width * 0.8, 420), (MID + width * 1.7, 512), (MID, 530)]), body
    )
    s.shade(sym([(MID, 380), (MID + width, 376, 0), (MID + width * 0.8, 430, 0), (MID, 452)]), 0.16)
    s.surface(sym([(MID, 62), (330, 72), (402, 144), (420, 256), (388, 348), (326, 402), (MID, 412)]), body, "feather")
    low = 470 if long_bill else 404
    beak = sym([(MID, 262), (296, 276), (334, 308), (312, 352), (MID, low, 0)])
    s.surface(beak, bill if not flamingo else "#f0a08a", "plastic", volume=0.6)
    if flamingo:
        with s.inside(beak):
            s.flat(slab(150, 358, 362, 420, 4), "#3a3136")
    s.face(MID, 266, 220, material="feather")


def duckling(s: Sheet) -> None:
    """A round head with a tuft over a small body."""
    s.surface(sym([(MID, 380), (380, 390), (440, 450), (450, 530, 0), (MID, 530)]), s.main, "feather")
    s.surface(
        curve([(400, 440), (470, 410), (500, 360, 0), (496, 460), (440, 510)]).pair, darker(s.main, 0.1), "feather"
    )
    for deg in (-26, 4, 32):
        s.surface(leaf(MID, 100, 74, 32, deg, 12), s.main, "feather")
    s.surface(ellipse(MID, 262, 190, 186), s.main, "feather", volume=1.2)
    s.surface(
        sym([(MID, 326), (320, 330), (374, 362), (352, 404), (300, 418), (MID, 422)]), BILL, "plastic", volume=0.8
    )
    s.face(MID, 272, 220, material="feather")
