"""Weather and space."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    poly,
    scallop,
    slab,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix

CLOUD = curve(
    [
        (60, 390),
        (14, 320),
        (40, 232),
        (112, 206),
        (126, 124),
        (210, 74),
        (300, 84),
        (356, 132),
        (420, 138),
        (466, 196),
        (498, 270),
        (480, 360),
        (420, 402),
        (256, 412),
        (130, 410),
    ]
)


def cloud(s: Sheet, *, kind: str = "cloud") -> None:
    """A cloud; rain, thunder or a spring shower fall from it."""
    lift = -36 if kind != "cloud" else 20
    if kind == "rain":
        for x, y in ((90, 430), (170, 462), (256, 430), (342, 462), (422, 430), (130, 490), (300, 490)):
            s.part(leaf(x, y + 22, 48, 26, 6), "#5aa7dd" if not s.named else s.accent, "glass")
    elif kind == "thunder":
        s.part(
            poly([(250, 360), (340, 360), (296, 420), (350, 420), (220, 510), (262, 440), (206, 440)]),
            "#f9c52e",
            "light",
        )
    for dx, dy, scale in ((-24, 16, 0.7), (30, 24, 0.74)):
        s.surface(CLOUD.move(dx, dy + lift).scale(scale, scale, MID + dx * 5, 300), darker(s.main, 0.12), "vapour")
    s.surface(CLOUD.move(0, lift), s.main, "vapour", volume=1.2)
    s.face(MID, 272 + lift, 224, material="vapour")


def drop(s: Sheet, *, kind: str = "rain") -> None:
    """A raindrop, a puddle, a flame."""
    if kind == "puddle":
        s.surface(
            curve(
                [
                    (20, 330),
                    (70, 220),
                    (180, 180),
                    (300, 150),
                    (420, 200),
                    (492, 310),
                    (470, 420),
                    (350, 470),
                    (200, 486),
                    (70, 440),
                ]
            ),
            s.main,
            "glass",
            volume=0.7,
        )
        s.line(ellipse(MID, 330, 210, 130), lighter(s.main, 0.5), 6, 0.7)
        for x, y in ((110, 110), (400, 96)):
            s.part(leaf(x, y + 40, 60, 34, 0), s.main, "glass")
        s.face(MID, 330, 208, material="skin")
        return
    if kind == "fire":
        s.glow(MID, 300, 256, 240, "#ffb84a", 0.6)
        s.surface(
            curve(
                [
                    (256, 4, 0),
                    (320, 90),
                    (352, 150),
                    (390, 100, 0),
                    (440, 220),
                    (470, 340),
                    (410, 450),
                    (256, 496),
                    (102, 450),
                    (42, 340),
                    (80, 210),
                    (120, 130, 0),
                    (160, 180),
                    (190, 110),
                ]
            ),
            s.main,
            "light",
            volume=1.1,
        )
        s.surface(
            curve([(256, 120, 0), (320, 180), (390, 290), (380, 400), (256, 470), (132, 400), (122, 290), (190, 180)]),
            s.accent,
            "light",
            volume=0.8,
        )
        s.face(MID, 332, 208, skin=s.accent, material="skin")
        return
    s.surface(
        sym([(MID, 14, 0), (312, 120), (396, 236), (430, 340), (384, 444), (MID, 494)]), s.main, "glass", volume=1.2
    )
    s.gloss(tube([(142, 300), (130, 360), (154, 420)], [8, 22, 8]), 0.6)
    s.face(MID, 334, 216, material="skin")


def sun(s: Sheet, *, kind: str = "sun") -> None:
    """A disc with rays."""
    s.glow(MID, 262, 256, 256, lighter(s.main, 0.3), 0.6)
    for i in range(12):
        a = i * 30
        s.surface(
            leaf(*polar(MID, 262, 158, a), 84 if i % 2 else 66, 62, a),
            s.accent if i % 2 else mix(s.main, s.accent, 0.5),
            "light",
        )
    s.surface(ellipse(MID, 262, 168, 168), s.main, "skin", volume=1.1)
    if kind == "morning":
        s.surface(
            curve([(0, 470, 0), (130, 420), (256, 440), (400, 410), (512, 450, 0), (512, 520, 0), (0, 520, 0)]),
            "#6f9f6a",
            "leaf",
        )
    s.face(MID, 270, 220)


def moon(s: Sheet, *, kind: str = "crescent") -> None:
    """A crescent with the face in its belly, or a full moon with craters."""
    if kind == "full":
        outline = ellipse(MID, 262, 222, 220)
        s.surface(outline, s.main, "stone", volume=1.2)
        for x, y, r in (
            (110, 180, 28),
            (150, 130, 16),
            (400, 160, 24),
            (430, 260, 34),
            (100, 330, 22),
            (170, 430, 30),
            (350, 440, 22),
            (256, 90, 18),
        ):
            s.part(ellipse(x, y, r, r * 0.9), darker(s.main, 0.16), "stone")
        s.face(MID, 274, 222)
        return
    s.surface(
        curve(
            [
                (330, 20, 0),
                (180, 40),
                (60, 150),
                (30, 280),
                (80, 420),
                (220, 496),
                (370, 480),
                (470, 400, 0),
                (400, 410),
                (420, 330),
                (400, 190),
                (350, 90),
            ]
        ),
        s.main,
        "stone",
        volume=1.2,
    )
    for x, y, r in ((120, 150, 17), (96, 380, 22), (190, 440, 15), (220, 76, 12)):
        s.part(ellipse(x, y, r), darker(s.main, 0.14), "stone")
    s.flat(star(446, 120, 30, 13, 5, soft=False), "#fff3c4")
    s.flat(star(470, 260, 17, 7, 5), "#fff3c4")
    s.face(232, 280, 212)


def a_star(s: Sheet, *, comet: bool = False) -> None:
    """A soft star; a comet has a tail."""
    if comet:
        for k, tint in ((0, 0.7), (1, 0.45), (2, 0.2)):
            s.surface(
                curve(
                    [
                        (160 + k * 20, 190 + k * 10, 0),
                        (330, 70 + k * 30),
                        (506, 6 + k * 16, 0),
                        (440, 150),
                        (330, 330 - k * 16, 0),
                    ]
                ),
                lighter(s.accent, tint),
                "vapour",
            )
        s.surface(ellipse(206, 306, 178, 176), s.main, "stone", volume=1.2)
        for x, y, r in ((80, 260, 17), (110, 400, 20), (330, 400, 16)):
            s.part(ellipse(x, y, r), darker(s.main, 0.2), "stone")
        s.face(206, 312, 214)
        return
    s.glow(MID, 266, 256, 250, lighter(s.main, 0.4), 0.5)
    s.surface(star(MID, 276, 252, 150, 5, soft=True), s.main, "skin", volume=1.2)
    s.face(MID, 290, 208)


def planet(s: Sheet, *, kind: str = "planet") -> None:
    """A globe with what marks it: rings, bands, continents, a spot."""
    outline = ellipse(
        MID, 262, 190 if kind in ("saturn", "planet") else 222, 188 if kind in ("saturn", "planet") else 220
    )
    ringed = kind in ("saturn", "planet")
    if ringed:
        s.cord(ellipse(MID, 300, 240, 64).turn(-14, MID, 300), s.accent, 28)
    s.surface(outline, s.main, "stone", volume=1.2)
    with s.inside(outline):
        if kind in ("jupiter", "saturn", "planet"):
            for i, y in enumerate((110, 150, 400, 440)):
                s.flat(
                    sym([(MID, y), (480, y - 20, 0), (480, y + 6, 0), (MID, y + 26)]),
                    mix(s.main, s.accent, 0.6),
                    0.5 if i % 2 else 0.7,
                )
            if kind == "jupiter":
                s.part(ellipse(392, 372, 44, 28), "#c9583a", "stone")
        elif kind == "earth":
            land = "#5fa552"
            s.flat(
                curve(
                    [
                        (30, 150),
                        (100, 80),
                        (190, 60),
                        (230, 96),
                        (180, 130),
                        (150, 190),
                        (110, 230),
                        (60, 240),
                        (40, 200),
                    ]
                ),
                land,
                0.95,
            )
            s.flat(
                curve([(320, 60), (420, 90), (490, 190), (480, 260), (420, 230), (390, 180), (330, 140), (300, 96)]),
                land,
                0.95,
            )
            s.flat(curve([(110, 380), (160, 400), (190, 460), (160, 490), (110, 450), (86, 410)]), land, 0.95)
            s.flat(curve([(380, 380), (440, 350), (460, 400), (400, 450), (350, 460)]), land, 0.95)
        elif kind == "mars":
            for x, y, r in (
                (120, 160, 30),
                (400, 150, 22),
                (430, 330, 34),
                (110, 370, 24),
                (250, 90, 16),
                (200, 440, 20),
            ):
                s.flat(ellipse(x, y, r, r * 0.8), darker(s.main, 0.25), 0.6)
        elif kind == "pluto":
            s.part(
                curve([(210, 380), (256, 360), (330, 380), (400, 350), (430, 410), (340, 480), (250, 470)]),
                lighter(s.main, 0.45),
                "stone",
            )
    if ringed:
        s.glow(MID, 250, 150, 140, s.main, 0.5)
        s.face(MID, 236, 198)
        s.cord(line((24, 350), (60, 396), (150, 406), (270, 376), (390, 322), (470, 272), (488, 240)), s.accent, 28)
        return
    s.face(MID, 272, 220)


def black_hole(s: Sheet, *, galaxy: bool = False) -> None:
    """A dark disc in a swirl of light; a galaxy is all swirl."""
    colours = (s.accent, "#ffd9a0", "#ff9a4a") if not galaxy else (s.main, s.accent, lighter(s.accent, 0.5))
    for i, tint in enumerate(colours):
        s.cord(ellipse(MID, 262, 236 - i * 26, (236 if galaxy else 200) - i * 26).turn(-16, MID, 262), tint, 22)
    for arm in range(4):
        points = [polar(MID, 262, 226 - j * 12, arm * 90 + j * 20) for j in range(6)]
        s.surface(tube(points, [6, 18, 24, 24, 18, 6]), lighter(s.accent, 0.3), "vapour")
    for i in range(26):
        x, y = polar(MID, 262, 190 + (i * 37) % 60, i * 41)
        s.flat(ellipse(x, y, 2 + i % 3), "#fffbe8", 0.9)
    s.surface(ellipse(MID, 262, 162, 162), s.main, "stone", volume=1.2)
    s.face(MID, 270, 210)


def snowflake(s: Sheet) -> None:
    """Six arms with twigs and a hexagon in the middle."""
    arm = line((256, 262), (256, 20))
    for i in range(6):
        s.cord(arm.turn(i * 60, MID, 262), s.main, 22)
        for y, reach in ((60, 40), (104, 56)):
            s.cord(
                (line((256, y + 26), (256 + reach, y - 14)) + line((256, y + 26), (256 - reach, y - 14))).turn(
                    i * 60, MID, 262
                ),
                s.main,
                14,
            )
    s.surface(poly([polar(MID, 262, 170, a) for a in range(30, 390, 60)]), lighter(s.main, 0.25), "glass", volume=0.8)
    s.face(MID, 270, 212, skin=lighter(s.main, 0.25), material="glass")


def lightning(s: Sheet) -> None:
    """A broad bolt."""
    s.glow(MID, 256, 250, 250, lighter(s.main, 0.5), 0.5)
    s.surface(
        poly([(120, 10), (430, 10), (380, 130), (490, 130), (180, 508), (226, 390), (60, 390)]),
        s.main,
        "light",
        volume=0.8,
    )
    s.surface(ellipse(266, 252, 138, 140), lighter(s.main, 0.12), "skin", volume=0.8)
    s.face(266, 258, 204, skin=lighter(s.main, 0.12), material="skin")


def wind(s: Sheet, *, kind: str = "wind") -> None:
    """Curls of air around a puffing head, or a funnel."""
    if kind == "tornado":
        for i, (y, half) in enumerate(
            ((70, 236), (130, 216), (196, 190), (262, 160), (330, 124), (394, 86), (450, 50))
        ):
            s.surface(
                slab(MID - half + (i % 3) * 8, y - 42, MID + half + (i % 2) * 12, y + 46, 42),
                mix(s.main, "#ffffff", 0.12 * (i % 2)),
                "vapour",
            )
        s.surface(ellipse(MID, 206, 142, 150), lighter(s.main, 0.14), "skin", volume=0.7)
        for x, y in ((60, 300), (440, 350), (100, 400)):
            s.part(poly([(x, y), (x + 26, y - 10), (x + 30, y + 14), (x + 6, y + 20)]), "#8a5a33", "wood")
        s.face(MID, 214, 208, skin=lighter(s.main, 0.14), material="skin")
        return
    for y, reach in ((96, 420), (440, 400), (486, 330)):
        s.cord(
            line((20, y), (reach - 60, y - 4), (reach, y - 34), (reach - 30, y - 66), (reach - 66, y - 44)),
            lighter(s.main, 0.3),
            20,
        )
    s.surface(CLOUD.scale(0.94, 1.0, MID, 262).move(0, 6), s.main, "vapour", volume=1.2)
    s.face(MID, 284, 220, material="skin")


def rainbow(s: Sheet) -> None:
    """Arches of colour on two clouds; the face hangs below the arch."""
    for i, colour in enumerate(("#e2483d", "#f28c2c", "#f6d04d", "#6fb84e", "#4a8fd8", "#8a5fc4")):
        r = 236 - i * 25
        s.cord(
            line(
                (MID - r, 430),
                polar(MID, 330, r * 0.98, -62),
                polar(MID, 330, r, -30),
                polar(MID, 330, r * 1.02, 0),
                polar(MID, 330, r, 30),
                polar(MID, 330, r * 0.98, 62),
                (MID + r, 430),
            ),
            colour,
            26,
        )
    for k in (-1, 1):
        s.surface(scallop(MID + k * 170, 440, 84, 56, 8, 0.14), "#f6f9fb", "vapour")
    s.surface(scallop(MID, 330, 146, 136, 9, 0.05), "#f6f9fb", "vapour", volume=1.1)
    s.face(MID, 330, 206, skin="#f3f5f7", material="skin")


def mountain(s: Sheet, *, kind: str = "mountain") -> None:
    """A peak with snow, a rock, a dune."""
    if kind == "rock":
        s.surface(
            curve([(30, 480, 0), (44, 330), (110, 190), (200, 110), (320, 92), (420, 180), (476, 320), (490, 480, 0)]),
            s.main,
            "stone",
            volume=1.1,
        )
        for a, b, c in (
            ((90, 300), (120, 250), (110, 210)),
            ((400, 230), (430, 290), (424, 340)),
            ((120, 440), (180, 450), (220, 440)),
        ):
            s.line(line(a, b, c), darker(s.main, 0.4), 6, 0.6)
        s.part(ellipse(400, 150, 44, 16).turn(40, 400, 150), "#7f9a5a", "leaf")
        s.face(MID, 310, 222)
        return
    if kind == "desert":
        s.part(ellipse(410, 96, 52), "#f6b83a", "light")
        s.surface(
            curve([(0, 330, 0), (120, 250), (300, 230), (512, 300, 0), (512, 512, 0), (0, 512, 0)]),
            darker(s.main, 0.12),
            "stone",
        )
        s.surface(
            curve(
                [(0, 520, 0), (20, 360), (110, 190), (250, 110), (380, 190), (470, 330), (512, 440, 0), (512, 520, 0)]
            ),
            s.main,
            "stone",
        )
        s.line(line((250, 112), (330, 200), (390, 330), (400, 512)), darker(s.main, 0.25), 9, 0.5)
        s.face(236, 330, 212)
        return
    s.surface(poly([(380, 500), (450, 220), (512, 330), (512, 500)]), darker(s.main, 0.12), "stone")
    s.surface(poly([(0, 500), (0, 340), (70, 230), (150, 500)]), darker(s.main, 0.12), "stone")
    s.surface(
        curve([(6, 500, 0), (90, 330), (160, 160), (240, 30, 0), (276, 26, 0), (360, 170), (430, 330), (506, 500, 0)]),
        s.main,
        "stone",
        volume=1.0,
    )
    s.surface(
        curve(
            [
                (240, 30, 0),
                (276, 26, 0),
                (330, 116),
                (352, 160, 0),
                (316, 140),
                (294, 176, 0),
                (262, 140),
                (226, 180, 0),
                (204, 146),
                (164, 164, 0),
                (192, 104),
            ]
        ),
        "#fbfcfd",
        "stone",
    )
    s.face(MID, 334, 214)


def satellite(s: Sheet, *, sputnik: bool = False) -> None:
    """A body between panels, or a ball with four rods."""
    if sputnik:
        for x, y in ((40, 506), (150, 512), (362, 512), (472, 506)):
            s.cord(line((MID + (x - MID) * 0.4, 330), (x, y)), s.accent, 10)
        s.surface(ellipse(MID, 240, 206, 204), s.main, "metal", volume=1.3)
        s.line(ellipse(MID, 240, 206, 60), darker(s.main, 0.4), 0.1, 0.0)
        s.face(MID, 246, 220)
        return
    s.cord(line((0, 262), (512, 262)), "#a9b2bc", 13)
    for x in (-10, 412):
        s.surface(slab(x, 150, x + 110, 380, 6), "#3a5fa8", "glass")
        for y in (206, 262, 318):
            s.line(line((x, y), (x + 110, y)), "#a9c4f0", 4, 0.8)
        s.line(line((x + 55, 150), (x + 55, 380)), "#a9c4f0", 4, 0.8)
    s.cord(line((256, 110), (256, 60)), "#a9b2bc", 11)
    s.part(curve([(190, 30), (256, 70), (322, 30), (300, 76), (256, 90), (212, 76)]), "#eef1f4", "metal")
    s.surface(slab(112, 104, 400, 432, 30), s.main, "metal")
    s.face(MID, 274, 218)


def spring(s: Sheet) -> None:
    """A season: a wreath of blossoms and leaves around a head."""
    for i in range(18):
        s.surface(leaf(*polar(MID, 262, 150, i * 20), 84, 50, i * 20 + 30), "#6fae4c", "leaf")
    for i in range(9):
        x, y = polar(MID, 262, 196, i * 40)
        s.part(star(x, y, 42, 24, 5, soft=True), s.main if i % 2 else lighter(s.main, 0.5), "leaf")
        s.part(ellipse(x, y, 12), "#f6d04d", "leaf")
    s.surface(ellipse(MID, 262, 152, 156), lighter(s.accent, 0.3), "leaf", volume=1.0)
    s.face(MID, 270, 210, skin=lighter(s.accent, 0.3))


def scatter(s: Sheet) -> None:
    """Entropy: an ordered block that comes apart."""
    for i in range(46):
        t = i / 45
        a = i * 137.5
        r = 120 + 150 * t
        x, y = polar(MID, 262, r, a)
        size = 24 - 14 * t
        tint = mix(s.main, s.accent, t)
        piece = (
            slab(x - size, y - size, x + size, y + size, 3).turn(a, x, y)
            if i % 3 == 0
            else ellipse(x, y, size)
            if i % 3 == 1
            else poly([polar(x, y, size * 1.2, a + d) for d in (0, 120, 240)])
        )
        s.part(piece, tint, "plastic")
    s.line(line(*[polar(MID, 262, 150 + j * 7, j * 34) for j in range(14)]), lighter(s.accent, 0.4), 7, 0.6)
    s.surface(scallop(MID, 262, 156, 156, 11, 0.05), s.main, "plastic", volume=1.2)
    s.face(MID, 270, 212)


def volcano(s: Sheet) -> None:
    """A mountain that smokes and glows."""
    for x, y, r in ((196, 70, 62), (290, 44, 70), (250, 110, 54)):
        s.surface(scallop(x, y, r, r * 0.8, 8, 0.1), "#8f8a90", "vapour")
    s.surface(sym([(MID, 120), (330, 128, 0), (400, 300), (496, 500, 0), (MID, 504)]), s.main, "stone")
    s.part(ellipse(MID, 130, 78, 22), s.accent, "light")
    for k, deep in ((-1, 300), (1, 350)):
        s.surface(tube([(MID + k * 40, 130), (MID + k * 90, 220), (MID + k * 128, deep), (MID + k * 150, deep + 90)],
                       [46, 34, 26, 8]), s.accent, "light")  # fmt: skip
    s.face(MID, 336, 214, material="stone")
