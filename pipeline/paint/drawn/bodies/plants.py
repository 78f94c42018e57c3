"""Flowers, trees, cactuses and leaves."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.fruits import GREEN, halo_of_petals
from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    heart,
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

BARK = "#7d5a3c"
CLAY = "#c96f4a"


def planter(s: Sheet, top: float = 380.0, half: float = 120.0) -> None:
    """A clay pot that something grows from, down to the ground."""
    s.surface(
        sym([(MID, top + 20, 0), (MID + half - 14, top + 20, 0), (MID + half - 44, 486, 0), (MID, 488)]), CLAY, "stone"
    )
    s.surface(slab(MID - half, top, MID + half, top + 36, 10), lighter(CLAY, 0.08), "stone")
    s.shade(slab(MID - half + 16, top + 36, MID + half - 16, top + 50), 0.18)


def cactus(s: Sheet, *, ball: bool = False, arms: int = 2) -> None:
    """A column with arms in a pot, or a ball; a flower on top, thorns everywhere."""
    if ball:
        planter(s, 398, 130)
        outline = ellipse(MID, 250, 190, 172)
    else:
        planter(s, 416, 128)
        limbs = (
            (tube([(150, 344), (76, 330), (58, 262), (62, 204)], [62, 66, 62, 54]), [(60, 250), (84, 316)]),
            (tube([(362, 300), (436, 288), (456, 214), (450, 152)], [62, 66, 62, 54]), [(454, 200), (430, 276)]),
            (tube([(370, 390), (420, 384), (436, 350)], [44, 48, 40]), [(432, 364)]),
        )
        for limb, thorns in limbs[:arms] if arms != 1 else limbs[1:2]:
            s.surface(limb)
            _thorns(s, list(thorns))
        outline = sym([(MID, 56), (336, 78), (384, 160), (388, 300), (372, 424, 0), (MID, 430)])
    s.surface(outline, volume=1.1)
    with s.inside(outline):
        for x in (60, 118, 160):
            s.line(line((MID + x * 0.5, 60), (MID + x, 250), (MID + x * 0.8, 440)).pair, darker(s.main, 0.35), 6, 0.4)
    _thorns(
        s,
        [(180, 108), (332, 108), (148, 190), (364, 190), (146, 390), (366, 390), (256, 92)]
        if not ball
        else [
            (110, 220),
            (402, 220),
            (140, 330),
            (372, 330),
            (190, 110),
            (322, 110),
            (256, 400),
            (92, 280),
            (420, 280),
        ],
    )
    top = 60 if not ball else 82
    halo_of_petals(s, 290, top, 7, 4, 36, 24, s.accent)
    s.part(ellipse(290, top, 12), "#f6d04d", "leaf")
    s.face(MID, 254, 214)


def _thorns(s: Sheet, places: list[tuple[float, float]]) -> None:
    for x, y in places:
        for deg in (-50, 0, 50):
            s.line(line((x, y), polar(x, y, 15, deg)), lighter(s.main, 0.75), 3, 0.95)


def tree(s: Sheet, *, kind: str = "broad", festive: bool = False) -> None:
    """A tree: broad, fir, palm, blossoming, or an oak. The face sits in the crown, or in bark."""
    if kind == "fir":
        s.surface(slab(216, 420, 296, 500, 8), BARK, "wood")
        for top, bottom, half in ((28, 200, 120), (110, 320, 176), (200, 446, 222)):
            s.surface(
                curve(
                    [
                        (MID, top, 0),
                        (MID + half * 0.42, (top + bottom) / 2),
                        (MID + half, bottom - 14),
                        (MID + half * 0.8, bottom, 0),
                        (MID + half * 0.4, bottom + 12),
                        (MID, bottom + 4),
                        (MID - half * 0.4, bottom + 12),
                        (MID - half * 0.8, bottom, 0),
                        (MID - half, bottom - 14),
                        (MID - half * 0.42, (top + bottom) / 2),
                    ]
                ),
                mix(s.main, "#174a30", 0.12),
                "leaf",
            )
        s.glow(MID, 330, 140, 130, s.main, 0.95)
        if festive:
            for i, (x, y) in enumerate(
                ((196, 150), (316, 150), (120, 262), (392, 262), (70, 420), (180, 440), (332, 440), (442, 420))
            ):
                s.part(ellipse(x, y, 19), ("#d6332e", "#f0c440", "#4a8fd8")[i % 3], "metal")
            s.part(star(MID, 44, 40, 18, 5), "#f6d04d", "metal")
        s.face(MID, 334, 206)
        return
    if kind == "palm":
        s.surface(
            curve(
                [(180, 500, 0), (150, 400), (140, 290), (160, 180), (352, 180), (372, 290), (362, 400), (332, 500, 0)]
            ),
            BARK if not s.named else s.main,
            "wood",
        )
        for y in (236, 292, 350, 410, 464):
            s.line(line((146, y), (MID, y + 20), (366, y)), darker(BARK, 0.4), 5, 0.35)
        for deg in (-98, 98, -66, 66, -34, 34, 0):
            s.surface(
                leaf(MID, 190, 216, 84, deg, 26 if deg > 0 else -26),
                mix(GREEN if s.named else s.main, "#1f5a2a", 0.14 * (abs(deg) % 3)),
                "leaf",
            )
            s.line(
                line((MID, 190), (MID + (12 if deg > 0 else -12), 70)).turn(deg, MID, 190), lighter(s.main, 0.4), 4, 0.5
            )
        for x in (214, 262, 306):
            s.part(ellipse(x, 182, 26), "#6f4a2c", "wood")
        s.face(MID, 336, 196, skin=BARK if not s.named else s.main, material="wood")
        return
    trunk = BARK
    if kind == "oak":
        crown = s.main if s.named else GREEN
        for x, y, r in ((84, 186, 78), (428, 186, 78), (170, 96, 86), (342, 96, 86), (256, 70, 70)):
            s.surface(scallop(x, y, r, r * 0.88, 9, 0.09, r), mix(crown, "#1d4f2a", s.rng.uniform(0.1, 0.26)), "leaf")
    s.surface(curve([(190, 510, 0), (214, 440), (206, 330), (306, 330), (298, 440), (322, 510, 0)]), trunk, "wood")
    if kind == "oak":
        for limb in (
            tube([(230, 350), (150, 250), (70, 190), (40, 120)], [60, 36, 22, 8]),
            tube([(282, 350), (370, 240), (440, 190), (478, 110)], [60, 36, 22, 8]),
            tube([(250, 300), (230, 150), (250, 40)], [70, 34, 8]),
            tube([(130, 236), (110, 160), (126, 96)], [24, 16, 6]),
            tube([(390, 226), (400, 150), (380, 80)], [24, 16, 6]),
        ):
            s.surface(limb, trunk, "wood")
        s.surface(sym([(MID, 180), (360, 200), (384, 320), (372, 430), (404, 512, 0), (MID, 512)]), trunk, "wood")
        for x in (-110, -60, 96, 120):
            s.line(line((MID + x, 250), (MID + x * 0.95, 340), (MID + x * 1.05, 440)), darker(trunk, 0.4), 4, 0.5)
        s.face(MID, 324, 212, skin=trunk, material="wood")
        return
    for x, y, r in (
        (110, 268, 92),
        (402, 268, 92),
        (140, 168, 96),
        (372, 168, 96),
        (256, 118, 104),
        (200, 350, 80),
        (312, 350, 80),
    ):
        s.surface(scallop(x, y, r, r * 0.92, 8, 0.08, r), mix(s.main, "#1d4f2a", s.rng.uniform(0.05, 0.22)), "leaf")
    s.surface(scallop(MID, 246, 168, 158, 13, 0.05), s.main, "leaf")
    for _ in range(16 if kind != "broad" else 9):
        px, py = polar(MID, 240, s.rng.uniform(150, 206), s.rng.uniform(-130, 130))
        if kind == "blossom":
            s.flat(star(px, py, 17, 9, 5, soft=True), lighter(s.accent, 0.2))
            s.flat(ellipse(px, py, 4), "#d9466f")
        elif kind == "willow":
            s.surface(leaf(px, py, 190, 34, 180 + (MID - px) * 0.03), lighter(s.main, s.rng.uniform(0, 0.2)), "leaf")
        elif kind == "fruit":
            s.part(ellipse(px, py, 17), s.accent, "fruit")
        else:
            s.flat(leaf(px, py, 24, 14, s.rng.uniform(0, 360)), lighter(s.main, 0.3), 0.6)
    s.face(MID, 254, 222)


def flower(
    s: Sheet,
    *,
    petals: int = 14,
    long: float = 108.0,
    wide: float = 66.0,
    rows: int = 1,
    disc: str = "",
    pot: bool = False,
) -> None:
    """A flower with the face in its disc."""
    cy = 236
    stem = "#4f8a3c"
    s.cord(line((MID, 300), (MID + 8, 420), (MID, 520)), stem, 24)
    s.surface(leaf(MID, 492, 150, 72, -68, 12), GREEN, "leaf")
    s.surface(leaf(MID, 492, 150, 72, 68, -12), GREEN, "leaf")
    if pot:
        planter(s, 440, 110)
    heart_colour = disc or s.accent
    for row in range(rows):
        turn = 180 / petals * row
        for i in range(petals):
            a = 360 * i / petals + turn
            x, y = polar(MID, cy, 96, a)
            s.surface(leaf(x, y, long - row * 22, wide, a), mix(s.main, "#ffffff", 0.12 * row), "leaf", volume=0.8)
    s.surface(ellipse(MID, cy, 136, 136), heart_colour, "leaf")
    for i in range(40):
        x, y = polar(MID, cy, 126 - 10 * (i % 2), 9 * i)
        s.flat(ellipse(x, y, 3.4), darker(heart_colour, 0.4), 0.55)
    s.face(MID, cy + 8, 206, skin=heart_colour)


def rose(s: Sheet) -> None:
    """Petals wound around each other, a face in the middle."""
    s.cord(line((MID, 380), (MID, 520)), "#4f8a3c", 22)
    s.surface(leaf(MID, 500, 170, 84, -62, 12), GREEN, "leaf")
    s.surface(leaf(MID, 500, 170, 84, 62, -12), GREEN, "leaf")
    for k in (-1, 1):
        s.part(leaf(MID + k * 60, 410, 90, 50, k * 150), GREEN, "leaf")
    for i, (radius, size) in enumerate(((128, 116), (104, 110))):
        for j in range(7):
            x, y = polar(MID, 236, radius, j * 360 / 7 + i * 25)
            s.surface(ellipse(x, y, size * 0.82, size * 0.78), mix(s.main, "#1a1430", 0.12 - 0.08 * i), "leaf")
    s.surface(ellipse(MID, 236, 146, 146), lighter(s.main, 0.1), "leaf")
    for a in (30, 150, 270):
        x, y = polar(MID, 236, 126, a)
        s.line(line(polar(MID, 236, 142, a - 52), (x, y), polar(MID, 236, 104, a + 46)), darker(s.main, 0.4), 5, 0.55)
    s.line(line((206, 128), (248, 108), (298, 122), (306, 148), (268, 156), (238, 140)), darker(s.main, 0.45), 5, 0.6)
    s.face(MID, 248, 208, skin=lighter(s.main, 0.1))


def tulip(s: Sheet) -> None:
    """A cup of three petals."""
    s.cord(line((MID, 400), (MID, 520)), "#4f8a3c", 24)
    s.surface(leaf(MID - 10, 520, 210, 74, -40, -18), GREEN, "leaf")
    s.surface(leaf(MID + 10, 520, 210, 74, 40, 18), GREEN, "leaf")
    s.surface(leaf(150, 380, 340, 190, -2, 0), darker(s.main, 0.16), "leaf")
    s.surface(leaf(362, 380, 340, 190, 2, 0), darker(s.main, 0.16), "leaf")
    s.surface(
        sym([(MID, 30, 0), (330, 120), (404, 240), (380, 360), (316, 416), (MID, 432)]), s.main, "leaf", volume=1.1
    )
    s.surface(
        curve([(70, 60, 0), (150, 150), (176, 300), (240, 420), (150, 400), (80, 300), (58, 160)]),
        lighter(s.main, 0.1),
        "leaf",
    )
    s.surface(
        curve([(70, 60, 0), (150, 150), (176, 300), (240, 420), (150, 400), (80, 300), (58, 160)]).mirror(),
        lighter(s.main, 0.1),
        "leaf",
    )
    s.surface(sym([(MID, 100), (336, 170), (368, 270), (338, 376), (MID, 424)]), s.main, "leaf")
    s.face(MID, 268, 206)


def one_leaf(s: Sheet, *, kind: str = "plain") -> None:
    """A single leaf: plain, maple, clover or fern-like."""
    if kind == "clover":
        s.cord(line((MID, 300), (MID + 16, 420), (MID - 30, 506)), darker(s.main, 0.15), 20)
        for a in (0, 90, 180, 270):
            x, y = polar(MID, 248, 112, a + 45)
            s.surface(heart(0, 0, 190).turn(a + 45, 0, 0).move(x, y), s.main, "leaf")
        s.surface(ellipse(MID, 248, 122), lighter(s.main, 0.08), "leaf")
        s.face(MID, 252, 204, skin=lighter(s.main, 0.08))
        return
    if kind == "maple":
        s.cord(line((MID, 400), (MID + 10, 506)), darker(s.main, 0.3), 16)
        half = [
            (MID, 22, 0),
            (292, 100),
            (318, 92, 0),
            (342, 150),
            (372, 106, 0),
            (420, 130, 0),
            (428, 210),
            (492, 204, 0),
            (462, 264),
            (478, 296, 0),
            (404, 352),
            (420, 400, 0),
            (330, 408),
            (MID, 432),
        ]
        s.surface(sym(half), s.main, "leaf")
        for x, y in ((MID, 60), (404, 150), (452, 240), (396, 380)):
            s.line(line((MID, 420), ((MID + x) / 2, (420 + y) / 2), (x, y)).pair, darker(s.main, 0.3), 4, 0.4)
        s.face(MID, 272, 214)
        return
    s.cord(line((MID, 470), (MID + 14, 512)), darker(s.main, 0.2), 18)
    s.surface(sym([(MID, 22, 0), (332, 96), (420, 230), (410, 350), (340, 450), (MID, 492, 0)]), s.main, "leaf")
    s.line(line((MID, 40), (MID, 120)), lighter(s.main, 0.4), 6, 0.7)
    s.line(line((MID, 400), (MID, 486)), lighter(s.main, 0.4), 6, 0.7)
    for y, reach in ((110, 70), (190, 130), (330, 140), (410, 110)):
        s.line(line((MID + reach * 0.42, y - 4), (MID + reach, y - 40)).pair, lighter(s.main, 0.35), 4, 0.55)
    s.face(MID, 276, 216)


def houseplant(s: Sheet, *, kind: str = "bush", face: str = "pot") -> None:
    """Leaves in a pot that bears the face."""
    if kind == "aloe":
        for deg, length in ((-74, 190), (74, 190), (-48, 220), (48, 220), (-22, 240), (22, 240), (0, 250)):
            s.surface(leaf(MID, 270, length, 66, deg, 0), mix(s.main, "#1d4f2a", 0.05 * (abs(deg) % 4)), "leaf")
    elif kind == "bonsai":
        s.surface(tube([(256, 280), (230, 210), (290, 150), (240, 90)], [56, 40, 34, 20]), BARK, "wood")
        for x, y, rx, ry in ((150, 150, 116, 52), (370, 130, 110, 50), (240, 72, 120, 56)):
            s.surface(scallop(x, y, rx, ry, 9, 0.1), s.main, "leaf")
    elif kind == "fern":
        for deg in (-80, -48, -18, 18, 48, 80):
            for i in range(7):
                px, py = polar(MID, 270, 50 + i * 28, deg)
                for side in (-62, 62):
                    s.part(leaf(px, py, 62 - i * 5, 24, deg + side), mix(s.main, "#1d4f2a", 0.1 * (i % 2)), "leaf")
    elif kind == "ivy":
        for i in range(13):
            x, y = 60 + (i * 67) % 392, 90 + (i * 41) % 130
            s.surface(heart(x, y, 96).turn((i * 37) % 60 - 30, x, y), mix(s.main, "#1d4f2a", 0.1 * (i % 3)), "leaf")
    elif kind == "grass":
        for i in range(17):
            s.surface(
                leaf(130 + i * 16, 290, 190 + (i * 53) % 70, 26, (i - 8) * 5, (i - 8) * 3),
                mix(s.main, "#1d4f2a", 0.06 * (i % 4)),
                "leaf",
            )
    else:
        for deg in (-96, 96, -64, 64, -32, 32, 0):
            s.surface(leaf(MID, 270, 224, 118, deg, 8), mix(s.main, "#1d4f2a", 0.05 * (abs(deg) % 5)), "leaf")
            s.line(line((MID, 260), (MID, 80)).turn(deg, MID, 270), lighter(s.main, 0.35), 4, 0.5)
    pot = s.accent if s.named else CLAY
    s.surface(sym([(MID, 246, 0), (404, 246, 0), (370, 480, 0), (MID, 486)]), pot, "stone")
    s.surface(slab(92, 212, 420, 262, 14), lighter(pot, 0.1), "stone")
    s.face(MID, 370, 204, skin=pot, material="stone")


def stump(s: Sheet) -> None:
    """A log with its rings up."""
    s.surface(
        curve(
            [
                (86, 120, 0),
                (426, 120, 0),
                (420, 320),
                (440, 420),
                (490, 494, 0),
                (256, 484),
                (22, 494, 0),
                (72, 420),
                (92, 320),
            ]
        ),
        s.main,
        "wood",
    )
    for x in (110, 150, 200, 312, 362, 402):
        s.line(line((x, 180), (x - 6, 300), (x + 4, 460)), darker(s.main, 0.4), 4, 0.4)
    s.part(ellipse(MID, 120, 170, 52), lighter(s.main, 0.45), "wood")
    for r in (0.75, 0.5, 0.25):
        s.line(ellipse(MID, 120, 170 * r, 52 * r), darker(s.main, 0.2), 4, 0.6)
    s.face(MID, 322, 222)


def dandelion(s: Sheet) -> None:
    """A ball of down on a stem."""
    s.cord(line((MID, 380), (MID + 12, 516)), "#5f9a45", 18)
    s.surface(spikes(MID, 236, 186, 186, 34, 0.14), "#f6f5ef", "feather")
    s.line(spikes(MID, 236, 150, 150, 30, 0.2), "#cfd6dc", 3, 0.7)
    s.face(MID, 246, 214, skin="#f1eee2")


def spike(s: Sheet) -> None:
    """Lavender: a plume of small blossoms on a stem."""
    s.cord(line((256, 400), (256, 512)), "#6f9a5a", 18)
    for k in (-1, 1):
        s.surface(leaf(MID, 506, 150, 34, k * 40), "#7faa6a", "leaf")
    for row in range(12):
        half = 40 + 110 * min(1.0, row / 4)
        for i in range(5):
            x = MID - half + half * 2 * i / 4
            s.part(ellipse(x, 40 + row * 32, 32, 24), mix(s.main, s.accent, 0.3 * ((i + row) % 3)), "leaf")
    s.surface(sym([(MID, 130), (350, 160), (376, 270), (346, 380), (MID, 414)]), s.main, "leaf")
    s.face(MID, 276, 204)


def mossy(s: Sheet) -> None:
    """A cushion of moss on a stone."""
    s.surface(curve([(20, 490, 0), (40, 400), (120, 360), (392, 360), (472, 400), (492, 490, 0)]), "#8f8a82", "stone")
    s.surface(scallop(MID, 280, 220, 190, 21, 0.06), s.main, "leaf", volume=1.2)
    for i in range(14):
        x, y = polar(MID, 280, 190, -100 + i * 15)
        s.line(line((x, y), (x + (x - MID) * 0.12, y - 34)), "#9a6f3c", 3)
        s.part(ellipse(x + (x - MID) * 0.13, y - 38, 7), s.accent, "leaf")
    s.face(MID, 292, 224)


def flytrap(s: Sheet) -> None:
    """A trap with teeth all round, on a stem with leaves."""
    s.cord(line((256, 430), (256, 512)), "#5f9a45", 22)
    for k in (-1, 1):
        s.surface(leaf(MID, 510, 170, 80, k * 66, k * 10), "#5f9a45", "leaf")
    for i in range(24):
        x, y = polar(MID, 246, 196, i * 15)
        s.part(leaf(x, y, 58, 18, i * 15), lighter(s.main, 0.4), "leaf")
    s.surface(ellipse(MID, 246, 206, 198), s.main, "leaf")
    s.surface(ellipse(MID, 250, 176, 168), s.accent, "skin", volume=0.8)
    s.face(MID, 258, 220, skin=s.accent, material="skin")


def tumble(s: Sheet) -> None:
    """Tumbleweed: a ball of twigs."""
    for i in range(16):
        s.line(
            ellipse(MID, 268, 216 - (i % 5) * 12, 190 - (i % 4) * 30).turn(i * 47, MID, 268),
            mix(s.main, s.accent, 0.3 * (i % 3)),
            9,
            0.95,
        )
    s.surface(scallop(MID, 268, 160, 156, 13, 0.06), s.main, "wood")
    s.face(MID, 276, 216)


def cone(s: Sheet) -> None:
    """A pinecone with rows of scales."""
    for row, (y, half) in enumerate(((90, 90), (150, 140), (210, 170), (270, 184), (330, 180), (390, 150), (440, 110))):
        for i in range(7):
            x = MID - half + half * 2 * i / 6
            s.part(leaf(x, y - 40, 96, 76, 180), mix(s.main, s.accent, 0.2 * (row % 2)), "wood")
    s.surface(ellipse(MID, 270, 138, 146), mix(s.main, s.accent, 0.4), "wood")
    s.cord(line((MID, 60), (MID + 4, 20)), BARK, 18)
    s.face(MID, 278, 208, skin=mix(s.main, s.accent, 0.4), material="wood")


def bouquet(s: Sheet) -> None:
    """Flowers in a paper cone that bears the face."""
    for i, (x, y, r) in enumerate(((120, 150, 62), (392, 150, 62), (190, 84, 66), (322, 84, 66), (256, 140, 70))):
        s.part(leaf(x, y, r * 1.5, 44, (x - MID) * 0.5), GREEN, "leaf")
        tint = (s.main, s.accent, lighter(s.main, 0.45))[i % 3]
        s.surface(star(x, y, r, r * 0.62, 7, soft=True), tint, "leaf")
        s.part(ellipse(x, y, r * 0.28), "#f6d04d", "leaf")
    s.surface(
        curve(
            [
                (40, 190, 0),
                (150, 230),
                (256, 190),
                (362, 230),
                (472, 190, 0),
                (390, 400),
                (316, 500, 0),
                (196, 500, 0),
                (122, 400),
            ]
        ),
        "#f3e3cf",
        "paper",
    )
    s.part(slab(160, 452, 352, 482, 10), s.main, "fabric")
    s.face(MID, 336, 210, skin="#f3e3cf", material="paper")


def bamboo(s: Sheet) -> None:
    """Stout canes with knots and leaves."""
    for x, w in ((70, 74), (442, 74)):
        s.surface(slab(x - w / 2, 20, x + w / 2, 512, 10), darker(s.main, 0.14), "wood")
        for y in (140, 290, 430):
            s.part(slab(x - w / 2 - 6, y, x + w / 2 + 6, y + 16, 8), lighter(s.main, 0.2), "wood")
    s.surface(slab(130, 4, 382, 512, 16), s.main, "wood")
    for y in (96, 430):
        s.part(slab(120, y, 392, y + 24, 11), lighter(s.main, 0.2), "wood")
    for x, y, deg in ((120, 110, -60), (130, 90, -110), (392, 440, 70), (388, 110, 50)):
        s.part(leaf(x, y, 100, 30, deg), GREEN, "leaf")
    s.face(MID, 276, 212)


def cypress(s: Sheet) -> None:
    """A narrow flame of a tree."""
    s.surface(slab(228, 450, 284, 520, 8), s.accent, "wood")
    s.surface(
        sym([(MID, 4, 0), (320, 110), (384, 240), (402, 380), (350, 480), (MID, 492)]), s.main, "leaf", volume=1.2
    )
    for x, y in (
        (210, 130),
        (300, 120),
        (150, 260),
        (370, 250),
        (140, 400),
        (380, 400),
        (250, 70),
        (200, 460),
        (316, 460),
    ):
        s.line(line((x - 8, y + 24), (x, y - 4), (x + 4, y - 30)), lighter(s.main, 0.3), 6, 0.5)
    s.face(MID, 306, 206)
