"""Tools."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    line,
    poly,
    quad,
    slab,
    star,
    sym,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

STEEL = "#a9b2bc"
DARK = "#33363f"
WOOD = "#b07a45"


def hammer(s: Sheet, *, kind: str = "hammer") -> None:
    """A hammer, an axe: a big head over a handle."""
    handle = s.accent if s.named else WOOD
    if kind == "axe":
        s.surface(slab(286, 20, 356, 512, 24), handle, "wood")
        s.surface(
            curve(
                [
                    (360, 90, 0),
                    (360, 330, 0),
                    (290, 346),
                    (190, 400),
                    (60, 440, 0),
                    (24, 240),
                    (60, 30, 0),
                    (190, 60),
                    (290, 86),
                ]
            ),
            s.main,
            "metal",
            volume=0.9,
        )
        s.part(
            curve([(60, 440, 0), (24, 240), (60, 30, 0), (96, 60), (76, 240), (96, 410)]), lighter(s.main, 0.4), "metal"
        )
        s.face(216, 246, 200)
        return
    s.surface(slab(216, 320, 296, 512, 22), handle, "wood")
    s.surface(
        curve(
            [
                (90, 90, 0),
                (150, 70, 0),
                (350, 70, 0),
                (420, 90),
                (504, 150, 0),
                (490, 190),
                (430, 190),
                (400, 230, 0),
                (400, 350, 0),
                (150, 350, 0),
                (90, 330, 0),
            ]
        ),
        s.main,
        "metal",
        volume=1.0,
    )
    s.surface(slab(24, 66, 104, 352, 20), darker(s.main, 0.14), "metal")
    s.face(254, 210, 212)


def saw(s: Sheet) -> None:
    """A hand saw with its teeth down."""
    teeth = [(500, 240), (500, 300)]
    for i in range(14):
        x = 480 - i * 24
        teeth += [(x, 380 - i * -2), (x - 12, 350 - i * -2)]
    s.surface(poly([(130, 110), (500, 200), *teeth, (130, 400)]), STEEL, "metal")
    s.surface(
        curve(
            [
                (20, 200),
                (60, 90),
                (160, 60),
                (290, 80),
                (350, 160),
                (346, 330),
                (300, 440),
                (180, 470),
                (60, 430),
                (16, 330),
            ]
        ),
        s.main,
        "wood",
        volume=1.0,
    )
    for x, y in ((308, 150), (318, 340)):
        s.part(ellipse(x, y, 13), "#d9b04a", "metal")
    s.face(176, 270, 206)


def screwdriver(s: Sheet, *, nail: bool = False) -> None:
    """A fat handle over a blade, or a nail."""
    if nail:
        s.surface(poly([(128, 120), (384, 120), (384, 390), (256, 512), (128, 390)]), s.main, "metal")
        s.surface(slab(90, 50, 422, 128, 30), s.main, "metal")
        s.face(MID, 262, 204)
        return
    s.surface(slab(230, 380, 282, 476, 6), STEEL, "metal")
    s.surface(poly([(222, 470), (290, 470), (276, 508), (236, 508)]), STEEL, "metal")
    outline = sym([(MID, 16), (340, 36), (396, 120), (386, 220), (400, 320), (330, 400), (MID, 412)])
    s.surface(outline, s.main, "plastic", volume=1.1)
    for x in (110, 130):
        s.line(line((MID + x, 110), (MID + x - 8, 220), (MID + x, 320)).pair, darker(s.main, 0.35), 8, 0.5)
    s.line(line((200, 44), (256, 54), (312, 44)), s.accent, 12)
    s.face(MID, 226, 212)


def wrench(s: Sheet) -> None:
    """Open jaws over a flat handle."""
    s.surface(slab(186, 300, 326, 520, 30), s.main, "metal")
    s.surface(
        curve(
            [
                (180, 16, 0),
                (204, 120),
                (256, 140),
                (308, 120),
                (332, 16, 0),
                (420, 80),
                (452, 210),
                (410, 340),
                (256, 410),
                (102, 340),
                (60, 210),
                (92, 80),
            ]
        ),
        s.main,
        "metal",
        volume=1.0,
    )
    s.face(MID, 262, 216)


def shovel(s: Sheet) -> None:
    """A broad blade with its grip above."""
    s.cord(line((256, 170), (256, 70)), WOOD, 38)
    s.cord(line((180, 40), (332, 40)), WOOD, 30)
    s.surface(
        curve(
            [
                (70, 150, 0),
                (200, 140),
                (256, 120),
                (312, 140),
                (442, 150, 0),
                (450, 290),
                (390, 420),
                (256, 504, 0),
                (122, 420),
                (62, 290),
            ]
        ),
        s.main,
        "metal",
    )
    s.face(MID, 294, 216)


def ladder(s: Sheet) -> None:
    """Two rails and rungs, a sign hung between them."""
    for k in (-1, 1):
        s.surface(
            quad(
                (MID + k * 120 - 22, 8),
                (MID + k * 120 + 22, 8),
                (MID + k * 176 + 22, 510),
                (MID + k * 176 - 22, 510),
                8,
            ),
            darker(s.main, 0.05),
            "wood",
        )
    for y, half in ((44, 110), (440, 160), (486, 166)):
        s.part(slab(MID - half, y - 13, MID + half, y + 13, 6), lighter(s.main, 0.1), "wood")
    s.surface(
        curve([(106, 100, 0), (256, 84), (406, 100, 0), (424, 390, 0), (256, 408), (88, 390, 0)]),
        s.main,
        "wood",
        volume=0.8,
    )
    s.face(MID, 252, 220)


def toolbox(s: Sheet) -> None:
    """A box with a handle and tools that look out."""
    s.surface(slab(110, 60, 146, 200, 6), STEEL, "metal")
    s.surface(slab(366, 70, 398, 200, 6), WOOD, "wood")
    s.surface(slab(340, 50, 426, 96, 10), DARK, "metal")
    s.cord(line((180, 180, 0), (180, 110), (332, 110), (332, 180, 0)), DARK, 22)
    s.surface(curve([(30, 230, 0), (90, 170, 0), (422, 170, 0), (482, 230, 0)]), lighter(s.main, 0.14), "metal")
    s.surface(slab(20, 220, 492, 488, 14), s.main, "metal")
    for x in (90, 386):
        s.part(slab(x, 204, x + 36, 260, 6), "#d9b04a", "metal")
    s.face(MID, 356, 214)


def magnet(s: Sheet) -> None:
    """A horseshoe magnet."""
    s.surface(
        curve(
            [
                (30, 500, 0),
                (30, 260),
                (80, 110),
                (256, 36),
                (432, 110),
                (482, 260),
                (482, 500, 0),
                (372, 500, 0),
                (368, 430),
                (340, 404),
                (172, 404),
                (144, 430),
                (140, 500, 0),
            ]
        ),
        s.main,
        "metal",
        volume=0.9,
    )
    for x in (30, 372):
        s.part(slab(x, 430, x + 110, 504, 4), "#dfe4ea", "metal")
    s.face(MID, 250, 222)


def telescope(s: Sheet) -> None:
    """The lens is towards us."""
    for x in (140, 372):
        s.cord(line((256, 400), (x, 512)), WOOD, 20)
    s.surface(ellipse(300, 210, 196, 190), darker(s.main, 0.25), "metal")
    s.surface(ellipse(256, 258, 206, 202), s.main, "metal")
    s.part(ellipse(256, 258, 176, 172), "#d9b04a", "metal")
    s.surface(ellipse(256, 258, 156, 152), "#bfd9ec", "glass")
    s.face(256, 264, 210, skin="#bfd9ec", material="glass")


def needle(s: Sheet) -> None:
    """A reel of thread with a needle stuck in."""
    s.cord(line((400, 20), (440, 506)), STEEL, 13)
    s.flat(ellipse(402, 48, 3, 14), DARK)
    for y in (50, 440):
        s.surface(slab(70, y, 386, y + 46, 14), "#d9b27a", "wood")
    s.surface(slab(96, 92, 360, 444, 30), s.main if s.named else s.accent, "fabric")
    for y in range(104, 440, 14):
        s.line(line((98, y), (228, y + 6), (358, y)), darker(s.main if s.named else s.accent, 0.25), 2.5, 0.4)
    s.line(line((350, 420), (420, 470), (402, 52)), s.main if s.named else s.accent, 4)
    s.face(228, 278, 208, skin=s.main if s.named else s.accent, material="fabric")


def scales(s: Sheet) -> None:
    """A beam with two pans; the post bears the face."""
    s.cord(line((40, 120), (256, 64), (472, 120)), s.main, 18)
    for k in (-1, 1):
        for reach in (-56, 56):
            s.line(line((MID + k * 200, 116), (MID + k * 200 + reach, 330)), darker(s.main, 0.3), 3)
        s.part(
            curve(
                [
                    (MID + k * 200 - 66, 330, 0),
                    (MID + k * 200 + 66, 330, 0),
                    (MID + k * 200 + 40, 380),
                    (MID + k * 200 - 40, 380),
                ]
            ),
            s.main,
            "metal",
        )
    s.surface(slab(120, 460, 392, 496, 14), s.main, "metal")
    s.surface(slab(216, 380, 296, 470, 6), s.main, "metal")
    s.surface(sym([(MID, 60), (340, 90), (390, 220), (366, 350), (MID, 410)]), s.main, "metal", volume=1.1)
    s.part(ellipse(MID, 52, 26), s.accent, "metal")
    s.face(MID, 248, 204)


def sword(s: Sheet) -> None:
    """A broad blade over its guard."""
    s.surface(poly([(256, 6), (388, 110), (372, 400), (140, 400), (124, 110)]), s.main, "metal", volume=0.8)
    s.line(line((256, 20), (256, 110)), darker(s.main, 0.3), 6, 0.5)
    s.surface(slab(50, 392, 462, 440, 22), "#d9b04a", "metal")
    s.surface(slab(222, 436, 290, 512, 8), "#7a4a2c", "leather")
    s.face(MID, 256, 208)


def wand(s: Sheet) -> None:
    """A star on a stick."""
    s.glow(MID, 220, 250, 230, "#fff0a8", 0.6)
    s.cord(line((256, 380), (290, 512)), DARK if not s.named else s.main, 34)
    colour = s.main if s.named else "#f6cf4d"
    s.surface(star(MID, 236, 232, 142, 5, soft=True), colour, "metal", volume=1.1)
    for x, y, r in ((60, 420, 17), (440, 440, 22), (470, 60, 15), (50, 60, 13)):
        s.flat(star(x, y, r, r * 0.35, 4), "#fffbe0")
    s.face(MID, 248, 200, skin=colour)


def rope(s: Sheet) -> None:
    """A coil of rope."""
    for y, half in ((440, 200), (376, 216), (312, 222), (248, 222), (184, 214), (120, 196)):
        s.surface(slab(MID - half, y - 38, MID + half, y + 40, 38), s.main, "fabric")
        for i in range(-6, 7):
            if abs(i) > 3 or y in (120, 440):
                s.line(line((MID + i * 32 - 8, y - 30), (MID + i * 32 + 12, y + 30)), darker(s.main, 0.35), 5, 0.5)
    s.cord(line((400, 450), (460, 480), (500, 460)), s.main, 32)
    s.surface(ellipse(MID, 280, 146, 150), s.main, "fabric", volume=0.6)
    s.face(MID, 286, 208)


def anchor(s: Sheet) -> None:
    """An anchor; the face is on a buoy at its heart."""
    s.cord(ellipse(256, 56, 38), s.main, 20)
    s.cord(line((140, 120), (372, 120)), s.main, 28)
    s.cord(line((256, 90), (256, 470)), s.main, 40)
    s.cord(line((50, 320), (90, 430), (256, 484), (422, 430), (462, 320)), s.main, 38)
    for k in (-1, 1):
        s.surface(poly([(MID + k * 206, 262), (MID + k * 250, 350), (MID + k * 150, 356)]), s.main, "metal")
    s.surface(sym([(MID, 120), (350, 144), (388, 262), (350, 380), (MID, 420)]), s.main, "metal", volume=1.1)
    s.face(MID, 268, 200)


def buoy(s: Sheet, *, bottle: bool = False) -> None:
    """A buoy in its water, or a bottle with a letter."""
    if bottle:
        s.part(slab(222, 12, 290, 70, 8), "#c99a62", "wood")
        s.surface(
            sym([(MID, 56, 0), (300, 56, 0), (304, 120), (390, 190), (404, 250), (400, 460), (370, 486), (MID, 490)]),
            s.main,
            "glass",
        )
        s.part(slab(150, 196, 362, 430, 30), "#f4e6c2", "paper")
        s.face(MID, 310, 198, skin="#f4e6c2", material="paper")
        return
    s.part(ellipse(256, 40, 22), "#f6d04d", "light")
    s.cord(line((256, 60), (256, 120)), STEEL, 13)
    body = sym([(MID, 100), (340, 112), (396, 260), (420, 400), (440, 480, 0), (MID, 490)])
    s.surface(body, s.main, "plastic", volume=1.1)
    with s.inside(body):
        s.flat(slab(0, 110, 512, 160), "#fbf7ee")
        s.flat(slab(0, 420, 512, 466), "#fbf7ee")
    s.flat(
        curve([(0, 470, 0), (130, 452), (256, 474), (390, 452), (512, 470, 0), (512, 512, 0), (0, 512, 0)]),
        "#4fa3c7",
        0.95,
    )
    s.face(MID, 292, 214)
