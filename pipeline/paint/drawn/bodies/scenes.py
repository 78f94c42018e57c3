"""Places, drawn quietly: each a few soft shapes over a washed ground."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from pipeline.paint.drawn.bodies.shapes import Knot, Shape, curve, ellipse, leaf, line, poly, scallop, slab, star
from pipeline.paint.drawn.bodies.tints import darker, lighter, mix
from pipeline.paint.drawn.brush import Brush

HORIZON = 400.0


class Scene:
    """A background in the making."""

    def __init__(self, brush: Brush, rng: random.Random, above: str, below: str, light: str) -> None:
        self.brush, self.rng = brush, rng
        self.above, self.below, self.light = above, below, light
        self.pieces: list[str] = []
        manner = brush.manner
        # Where the paper shows through most, washes must stay as pale as the ground.
        self._veil = 1.0 - 0.45 * (manner.paper_share > 0.8)

    def flat(self, shape: Shape, colour: str, opacity: float = 0.5) -> None:
        """An even, pale shape."""
        self.pieces.append(self.brush.flat(shape.d, colour, opacity=opacity * self._veil))

    def line(self, points: Sequence[Knot], colour: str, width: float = 3.0, opacity: float = 0.5) -> None:
        """A pale line."""
        self.pieces.append(self.brush.line(line(*points).d, colour, width, opacity=opacity * self._veil))

    def soft(self, cx: float, cy: float, rx: float, ry: float, colour: str, opacity: float = 0.5) -> None:
        """A patch without an edge."""
        self.pieces.append(self.brush.blob(cx, cy, rx, ry, self.brush.tone(colour), opacity * self._veil))

    def ground(self, colour: str, y: float = HORIZON, bend: float = 16.0, opacity: float = 0.6) -> None:
        """What things stand on, up to a soft horizon."""
        lean = self.rng.uniform(-bend, bend)
        self.flat(
            curve(
                [
                    (-10, y + lean, 0),
                    (140, y - bend + lean),
                    (340, y + bend - lean),
                    (522, y - lean, 0),
                    (522, 522, 0),
                    (-10, 522, 0),
                ]
            ),
            colour,
            opacity,
        )
        self.soft(256, 492, 250, 46, darker(colour, 0.6), 0.3)


def _shelf(s: Scene) -> None:
    y = s.rng.uniform(96, 132)
    wood = mix(s.below, "#8a5f3c", 0.5)
    for x in (30, 86, 402, 456):
        high = s.rng.uniform(40, 76)
        tint = mix(s.rng.choice(("#c97b5a", "#7fa58c", "#e0b860", "#8fa3b9")), s.above, 0.45)
        s.flat(slab(x, y - high, x + s.rng.uniform(32, 46), y, 8), tint, 0.6)
    s.flat(slab(-10, y, 150, y + 13, 3), wood, 0.6)
    s.flat(slab(372, y, 522, y + 13, 3), wood, 0.6)


def _kitchen(s: Scene) -> None:
    tile = mix(s.above, s.below, 0.5)
    for x in range(0, 513, 64):
        s.line(((x, 150), (x, 410)), tile, 2, 0.35)
    for y in range(150, 410, 64):
        s.line(((0, y), (512, y)), tile, 2, 0.35)
    _shelf(s)
    s.ground(mix(s.below, "#9a6a42", 0.45), 418, 2, 0.75)


def _garden(s: Scene) -> None:
    for _ in range(4):
        x, y = s.rng.uniform(-20, 530), s.rng.uniform(250, 400)
        s.soft(x, y, s.rng.uniform(80, 120), s.rng.uniform(60, 90), mix("#6fa35a", s.below, 0.35), 0.5)
    s.ground(mix("#7fae5f", s.below, 0.35), 410)
    for _ in range(16):
        x = s.rng.uniform(0, 512)
        s.flat(leaf(x, 520, s.rng.uniform(40, 100), 13, s.rng.uniform(-20, 20)), mix("#5f9448", s.below, 0.3), 0.5)
    for _ in range(9):
        x, y = s.rng.choice((s.rng.uniform(8, 120), s.rng.uniform(392, 504))), s.rng.uniform(380, 500)
        s.flat(star(x, y, 11, 6, 5, soft=True), s.rng.choice(("#f3c6d4", "#fbf3da", "#d9c9f0", "#f6d97a")), 0.85)


def _forest(s: Scene) -> None:
    trunk = mix("#6f5f4c", s.above, 0.45)
    for x in (14, 92, 176, 350, 424, 500):
        wide = s.rng.uniform(16, 36)
        s.flat(slab(x - wide, -10, x + wide, 440, 4), trunk, s.rng.uniform(0.2, 0.4))
    for _ in range(4):
        s.soft(s.rng.uniform(0, 512), s.rng.uniform(0, 150), 120, 66, mix("#5f8f5a", s.above, 0.35), 0.5)
    s.ground(mix("#7a8a55", s.below, 0.4), 420)


def _plain(s: Scene) -> None:
    s.flat(ellipse(s.rng.choice((90.0, 420.0)), 120, 46), s.light, 0.75)
    s.ground(mix(s.below, s.above, 0.4), 350, 26, 0.5)
    for x in (60, 450):
        s.line(((x, 360), (x + 4, 300)), mix("#6f5a3c", s.below, 0.3), 7, 0.5)
        s.flat(scallop(x + 4, 290, 54, 18, 7, 0.1), mix("#7f8f4c", s.below, 0.35), 0.55)
    s.ground(mix(s.below, "#b98a4a", 0.35), 430, 16, 0.7)


def _farm(s: Scene) -> None:
    s.ground(mix("#9fbf72", s.below, 0.4), 330, 30, 0.55)
    barn = mix("#b9584a", s.above, 0.4)
    s.flat(poly([(22, 340), (22, 272), (60, 240), (98, 272), (98, 340)]), barn, 0.6)
    s.flat(poly([(14, 276), (60, 236), (106, 276), (98, 280), (60, 248), (22, 280)]), darker(barn, 0.3), 0.5)
    s.ground(mix("#8fb562", s.below, 0.35), 430, 12, 0.7)
    for x in range(-20, 540, 52):
        s.flat(slab(x, 400, x + 12, 470, 4), lighter(s.below, 0.4), 0.6)
    for y in (418, 442):
        s.flat(slab(-10, y, 522, y + 9, 3), lighter(s.below, 0.4), 0.6)


def _snow(s: Scene) -> None:
    s.flat(poly([(-10, 420), (110, 210), (190, 330), (330, 180), (522, 420)]), lighter(s.below, 0.35), 0.5)
    s.ground("#f4f8fc", 410, 20, 0.8)
    for _ in range(30):
        s.flat(ellipse(s.rng.uniform(0, 512), s.rng.uniform(0, 420), s.rng.uniform(2, 6)), "#ffffff", 0.75)


def _clouds(s: Scene, count: int = 6, opacity: float = 0.6) -> None:
    for _ in range(count):
        x, y, r = s.rng.uniform(-10, 522), s.rng.uniform(30, 480), s.rng.uniform(34, 70)
        s.flat(scallop(x, y, r * 1.7, r * 0.62, 8, 0.12), lighter(s.above, 0.65), opacity * 0.6)
        s.flat(scallop(x, y + r * 0.16, r * 1.2, r * 0.4, 6, 0.12), lighter(s.above, 0.8), opacity * 0.5)


def _sky(s: Scene) -> None:
    _clouds(s)


def _storm(s: Scene) -> None:
    for _ in range(4):
        s.soft(s.rng.uniform(0, 512), s.rng.uniform(0, 120), 150, 60, darker(s.above, 0.4), 0.5)
    for _ in range(30):
        x, y = s.rng.uniform(0, 520), s.rng.uniform(40, 480)
        s.line(((x, y), (x - 8, y + 30)), lighter(s.above, 0.5), 3, 0.45)
    s.ground(darker(s.below, 0.2), 440, 10, 0.5)


def _sea(s: Scene) -> None:
    for _ in range(4):
        x = s.rng.uniform(40, 480)
        s.flat(poly([(x - 14, -10), (x + 26, -10), (x + 96, 520), (x - 60, 520)]), s.light, 0.14)
    for _ in range(16):
        x, y, r = s.rng.uniform(0, 512), s.rng.uniform(20, 470), s.rng.uniform(4, 14)
        s.line([*_round(x, y, r)], lighter(s.above, 0.6), 3, 0.6)
    s.ground(mix("#d9c79a", s.below, 0.5), 452, 16, 0.6)
    for x in (24, 62, 448, 490):
        high = s.rng.uniform(90, 190)
        s.flat(leaf(x, 512, high, 26, s.rng.uniform(-12, 12), 20), mix("#3f8f6a", s.below, 0.4), 0.6)


def _round(x: float, y: float, r: float) -> list[Knot]:
    return [(x, y - r), (x + r, y), (x, y + r), (x - r, y), (x, y - r)]


def _shore(s: Scene) -> None:
    _clouds(s, 3, 0.7)
    s.flat(slab(-10, 330, 522, 430), mix("#4f9fb9", s.above, 0.3), 0.6)
    for _ in range(12):
        x, y = s.rng.uniform(0, 512), s.rng.uniform(340, 420)
        s.line(((x, y), (x + 14, y - 4), (x + 28, y)), lighter(s.above, 0.7), 3, 0.6)
    s.ground(mix("#e9d3a0", s.below, 0.4), 436, 12, 0.9)


def _space(s: Scene) -> None:
    for _ in range(2):
        s.soft(s.rng.uniform(0, 512), s.rng.uniform(0, 512), 170, 110, mix(s.light, s.below, 0.4), 0.35)
    for _ in range(60):
        s.flat(
            ellipse(s.rng.uniform(0, 512), s.rng.uniform(0, 512), s.rng.uniform(1, 2.8)),
            "#fffbe8",
            s.rng.uniform(0.4, 1),
        )
    for _ in range(5):
        s.flat(star(s.rng.uniform(10, 500), s.rng.uniform(10, 500), 11, 3, 4), "#fffbe8", 0.8)
    x, y = s.rng.choice(((70.0, 90.0), (440.0, 110.0), (60.0, 430.0)))
    s.flat(ellipse(x, y, 36), mix(s.light, s.below, 0.5), 0.6)


def _dusk(s: Scene) -> None:
    x = s.rng.choice((96.0, 416.0))
    s.soft(x, 104, 120, 110, s.light, 0.5)
    s.flat(ellipse(x, 104, 44), lighter(s.light, 0.3), 0.85)
    for _ in range(18):
        s.flat(ellipse(s.rng.uniform(0, 512), s.rng.uniform(0, 250), s.rng.uniform(1, 2.4)), "#fff6d8", 0.7)
    hill = darker(s.below, 0.28)
    s.flat(
        curve([(-10, 380, 0), (90, 330), (190, 380), (330, 320), (522, 390, 0), (522, 522, 0), (-10, 522, 0)]),
        hill,
        0.4,
    )
    for tx in (26, 70, 438, 488):
        high = s.rng.uniform(70, 140)
        s.flat(poly([(tx - 26, 430), (tx, 430 - high), (tx + 26, 430)]), darker(hill, 0.2), 0.4)
    s.ground(darker(s.below, 0.34), 430, 12, 0.5)


def _desk(s: Scene) -> None:
    x = s.rng.choice((22.0, 356.0))
    s.flat(slab(x, 34, x + 134, 250, 6), lighter(s.above, 0.65), 0.7)
    s.line(((x + 67, 36), (x + 67, 248)), mix(s.above, s.below, 0.5), 6, 0.5)
    s.line(((x + 2, 140), (x + 132, 140)), mix(s.above, s.below, 0.5), 6, 0.5)
    other = 400.0 if x < 100 else 20.0
    for i in range(4):
        tint = mix(s.rng.choice(("#b9584a", "#5f86a0", "#d9b05a", "#7a9a6a")), s.above, 0.45)
        s.flat(slab(other + i * 24, 330 - s.rng.uniform(80, 120), other + 20 + i * 24, 420, 3), tint, 0.6)
    s.ground(mix(s.below, "#8a5f3c", 0.35), 416, 2, 0.8)


def _room(s: Scene) -> None:
    for x in range(-20, 540, 74):
        s.line(((x, 0), (x, 400)), mix(s.above, s.below, 0.4), 20, 0.22)
    if s.rng.random() < 0.5:
        left = s.rng.choice((20.0, 392.0))
        s.flat(slab(left, 60, left + 100, 180, 4), mix("#8a5f3c", s.above, 0.4), 0.55)
        s.flat(slab(left + 12, 72, left + 88, 168, 2), lighter(s.above, 0.5), 0.7)
        s.flat(
            poly([(left + 12, 168), (left + 40, 110), (left + 60, 140), (left + 72, 124), (left + 88, 168)]),
            mix("#7f9a7a", s.above, 0.3),
            0.6,
        )
    else:
        for x in (-6, 448):
            s.flat(
                curve([(x, -10, 0), (x + 70, -10, 0), (x + 50, 180), (x + 66, 420, 0), (x, 420, 0)]),
                mix("#b9705f", s.above, 0.5),
                0.45,
            )
    s.flat(slab(-10, 396, 522, 410), lighter(s.above, 0.5), 0.6)
    s.ground(mix(s.below, "#7f5a42", 0.4), 412, 1, 0.7)


def _street(s: Scene) -> None:
    x = -20.0
    while x < 520:
        wide, high = s.rng.uniform(40, 84), s.rng.uniform(90, 250)
        s.flat(slab(x, 420 - high, x + wide, 430, 2), mix(s.above, "#6f7a94", s.rng.uniform(0.2, 0.36)), 0.6)
        for wy in range(int(430 - high), 400, 30):
            s.flat(slab(x + 9, wy, x + 19, wy + 13, 1), s.light, 0.5)
            s.flat(slab(x + wide - 21, wy, x + wide - 11, wy + 13, 1), s.light, 0.4)
        x += wide + s.rng.uniform(0, 12)
    s.ground(mix(s.below, "#6a6670", 0.5), 428, 2, 0.8)


def _works(s: Scene) -> None:
    for x in range(20, 512, 46):
        for y in range(20, 390, 46):
            s.flat(ellipse(x, y, 4), darker(s.above, 0.35), 0.3)
    for x in (40, 92, 420, 470):
        s.flat(slab(x - 5, 60, x + 5, 170, 4), mix("#6f5a4a", s.above, 0.4), 0.5)
        s.flat(slab(x - 17, 46, x + 17, 72, 6), mix("#6a7480", s.above, 0.4), 0.5)
    s.ground(mix(s.below, "#7a573a", 0.45), 416, 2, 0.8)


def _stage(s: Scene) -> None:
    for i, x in enumerate((-30, 20, 66, 400, 446, 492)):
        s.flat(
            curve([(x, -10, 0), (x + 50, -10, 0), (x + 44, 220), (x + 54, 440, 0), (x - 4, 440, 0), (x + 8, 220)]),
            darker(s.above, 0.22 if i % 2 else 0.08),
            0.55,
        )
    s.flat(poly([(210, -10), (302, -10), (452, 450), (60, 450)]), s.light, 0.2)
    s.ground(mix(s.below, "#7a4f3a", 0.4), 428, 2, 0.7)
    s.soft(256, 470, 240, 40, s.light, 0.45)


def _field(s: Scene) -> None:
    for y in (250, 280, 310):
        for x in range(4, 512, 22):
            tint = mix(s.rng.choice(("#c9705a", "#e0c46a", "#6f8fb4", "#f0eade")), s.above, 0.5)
            s.flat(ellipse(x + s.rng.uniform(-5, 5), y, 9, 10), tint, 0.4)
    s.flat(slab(-10, 322, 522, 344), lighter(s.above, 0.5), 0.7)
    s.ground(mix("#6fae5a", s.below, 0.3), 342, 2, 0.75)
    for x in (40, 150, 360, 470):
        s.line(((256 + (x - 256) * 0.8, 346), (256 + (x - 256) * 1.5, 520)), lighter(s.below, 0.6), 6, 0.45)


def _studio(s: Scene) -> None:
    for _ in range(2):
        x, y = s.rng.uniform(0, 512), s.rng.uniform(0, 400)
        s.soft(x, y, 170, 120, s.rng.choice((lighter(s.above, 0.4), darker(s.below, 0.16))), 0.4)


def _dream(s: Scene) -> None:
    for _ in range(12):
        x, y, r = s.rng.uniform(0, 512), s.rng.uniform(0, 512), s.rng.uniform(18, 66)
        s.flat(ellipse(x, y, r), lighter(s.above, 0.5) if s.rng.random() < 0.6 else mix(s.below, s.light, 0.4), 0.3)
    for _ in range(7):
        s.flat(star(s.rng.uniform(10, 500), s.rng.uniform(10, 420), 12, 4, 4), lighter(s.above, 0.75), 0.8)
    s.soft(256, 500, 260, 60, darker(s.below, 0.4), 0.35)


SCENES: dict[str, Callable[[Scene], None]] = {
    "kitchen": _kitchen, "garden": _garden, "forest": _forest, "plain": _plain, "farm": _farm, "snow": _snow,
    "sky": _sky, "storm": _storm, "sea": _sea, "shore": _shore, "space": _space, "dusk": _dusk, "desk": _desk,
    "room": _room, "street": _street, "works": _works, "stage": _stage, "field": _field, "studio": _studio,
    "dream": _dream,
}  # fmt: skip
"""By the place's name."""
