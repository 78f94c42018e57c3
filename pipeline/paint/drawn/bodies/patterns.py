"""What is printed on a thing, worn into it or grown on it, as its description says: dots, tartan, rust, moss."""

from __future__ import annotations

import random
from collections.abc import Callable

from pipeline.lexicon import Reading
from pipeline.paint.drawn.bodies.shapes import Shape, curve, ellipse, heart, line, poly, scallop, slab, star
from pipeline.paint.drawn.bodies.tints import darker, lighter, lightness, mix
from pipeline.paint.drawn.brush import Brush

_RAINBOW = ("#e8403a", "#f2852b", "#f7d32f", "#4fa04a", "#3a6fc9", "#8a4fb0")
Print = Callable[[Brush, str, random.Random], str]
"""Draws over the whole canvas, given the colour of the thing; the painter keeps it on the thing and off its face."""


def _grid(step: int, odd: int = 0) -> list[tuple[int, int]]:
    return [(x + (odd if (y // step) % 2 else 0), y) for y in range(0, 530, step) for x in range(0, 530, step)]


def _ink(colour: str) -> str:
    return lighter(colour, 0.75) if lightness(colour) < 0.68 else darker(colour, 0.45)


def _spread(brush: Brush, colour: str, places: list[tuple[int, int]], make: Callable[[int, int], Shape]) -> str:
    return "".join(brush.flat(make(x, y).d, colour) for x, y in places)


def _dots(brush: Brush, colour: str, _: random.Random) -> str:
    return _spread(brush, _ink(colour), _grid(58, 29), lambda x, y: ellipse(x, y, 13))


def _stripes(brush: Brush, colour: str, _: random.Random) -> str:
    bars = (slab(-10, y, 530, y + 24) for y in range(10, 530, 56))
    return "".join(brush.flat(bar.d, _ink(colour), opacity=0.85) for bar in bars)


def _tartan(brush: Brush, colour: str, _: random.Random) -> str:
    pieces = []
    for at in range(-10, 530, 72):
        for wide, tint, share in ((30, darker(colour, 0.4), 0.4), (6, _ink(colour), 0.7)):
            pieces.append(brush.flat(slab(at, 0, at + wide, 530).d, tint, opacity=share))
            pieces.append(brush.flat(slab(0, at, 530, at + wide).d, tint, opacity=share))
    return "".join(pieces)


def _blossoms(brush: Brush, colour: str, chance: random.Random) -> str:
    pieces = []
    for x, y in _grid(84, 42):
        tint = chance.choice(("#f2709a", "#f7d32f", "#fbf7ee", "#f2853a"))
        pieces.append(brush.flat(star(x, y, 27, 15, 5, soft=True).d, tint))
        pieces.append(brush.flat(ellipse(x, y, 7).d, darker(colour, 0.3)))
    return "".join(pieces)


def _stars(brush: Brush, _: str, chance: random.Random) -> str:
    places = _grid(76, 38)
    return "".join(
        brush.flat(star(x, y, r, r * 0.42, 5).d, "#f7dc6a") for x, y in places if (r := chance.choice((12, 16, 22)))
    )


def _hearts(brush: Brush, _: str, chance: random.Random) -> str:
    return "".join(brush.flat(heart(x, y, chance.choice((26, 34))).d, "#e8405a") for x, y in _grid(80, 40))


def _sequins(brush: Brush, colour: str, chance: random.Random) -> str:
    pieces = []
    for x, y in _grid(26, 13):
        tint = chance.choice((lighter(colour, 0.7), lighter(colour, 0.35), darker(colour, 0.25), "#ffffff"))
        pieces.append(brush.flat(ellipse(x, y, 10).d, tint, opacity=0.7))
    return "".join(pieces)


def _rainbow(brush: Brush, _: str, __: random.Random) -> str:
    return "".join(brush.flat(slab(-10, i * 44, 530, i * 44 + 44).d, _RAINBOW[i % 6], opacity=0.9) for i in range(12))


def _patches(brush: Brush, colour: str, chance: random.Random) -> str:
    pieces = []
    for x, y in ((96, 130), (404, 176), (118, 380), (396, 410), (250, 470)):
        r, tint = chance.uniform(28, 40), chance.choice(("#c9705a", "#7f9a6a", "#d9b46a", "#6a84a8", "#a07fa8"))
        patch = slab(x - r, y - r, x + r, y + r, 6).turn(chance.uniform(-24, 24), x, y)
        pieces.append(brush.flat(patch.d, tint))
        pieces.append(brush.line(patch.d, darker(colour, 0.55), 4, opacity=0.8))
    return "".join(pieces)


def _blotches(*tints: str) -> Print:
    """Stains of several colours: rust, moss, mud."""

    def draw(brush: Brush, _: str, chance: random.Random) -> str:
        pieces = []
        for _i in range(26):
            x, y, r = chance.uniform(20, 492), chance.uniform(20, 500), chance.uniform(14, 46)
            stain = scallop(x, y, r, r * chance.uniform(0.6, 1.0), 7, 0.14, chance.uniform(0, 90))
            pieces.append(brush.flat(stain.d, chance.choice(tints), opacity=chance.uniform(0.4, 0.85)))
        return "".join(pieces)

    return draw


def _cracks(brush: Brush, colour: str, chance: random.Random) -> str:
    pieces = []
    for x, y in ((60, 60), (450, 90), (90, 420), (430, 400), (256, 30), (256, 480)):
        way: list[tuple[float, float]] = [(x, y)]
        for _i in range(4):
            way.append((way[-1][0] + chance.uniform(-34, 34), way[-1][1] + chance.uniform(8, 40)))
        pieces.append(brush.line(line(*way).d, darker(colour, 0.65), 5, opacity=0.75))
    return "".join(pieces)


def _boards(brush: Brush, colour: str, chance: random.Random) -> str:
    pieces = []
    for x in range(10, 520, 34):
        bend = chance.uniform(-10, 10)
        pieces.append(brush.line(line((x, 0), (x + bend, 180), (x - bend, 360), (x, 520)).d, darker(colour, 0.4), 5,
                                 opacity=0.5))  # fmt: skip
    for x, y in ((110, 120), (410, 240), (90, 420)):
        pieces += [brush.line(ellipse(x, y, r, r * 1.6).d, darker(colour, 0.45), 4, opacity=0.6) for r in (7, 14)]
    return "".join(pieces)


def _snow(brush: Brush, _: str, chance: random.Random) -> str:
    places = [(chance.randrange(512), chance.randrange(512)) for _i in range(60)]
    flakes = "".join(brush.flat(star(x, y, 13, 4, 6).d, "#fbfdff", opacity=0.9) for x, y in places[:24])
    return flakes + "".join(brush.flat(ellipse(x, y, 5).d, "#fbfdff", opacity=0.9) for x, y in places[24:])


def _facets(brush: Brush, colour: str, chance: random.Random) -> str:
    pieces = []
    for x, y in _grid(96, 48):
        corners = [(x + chance.uniform(-64, 64), y + chance.uniform(-64, 64)) for _i in range(3)]
        tint = chance.choice((lighter(colour, 0.6), mix(colour, "#bfe8ff", 0.5), darker(colour, 0.2)))
        pieces.append(brush.flat(poly(corners).d, tint, opacity=0.4))
    return "".join(pieces)


def _weave(brush: Brush, colour: str, _: random.Random) -> str:
    tint = darker(colour, 0.35)
    across = (brush.line(line((0, y), (512, y)).d, tint, 3, opacity=0.4) for y in range(4, 512, 13))
    return "".join([*across, *(brush.line(line((x, 0), (x, 512)).d, tint, 3, opacity=0.4) for x in range(4, 512, 13))])


def _quilt(brush: Brush, colour: str, _: random.Random) -> str:
    lines = [((x, -10), (x + 540, 530)) for x in range(-540, 520, 72)]
    lines += [((x + 540, -10), (x, 530)) for x in range(-540, 520, 72)]
    return "".join(brush.line(line(*ends).d, darker(colour, 0.4), 4, opacity=0.5) for ends in lines)


def _spots(brush: Brush, _: str, chance: random.Random) -> str:
    pieces = []
    for x, y in _grid(62, 31):
        r = chance.uniform(11, 18)
        pieces.append(brush.flat(scallop(x, y, r, r * 0.8, 5, 0.16, chance.uniform(0, 90)).d, "#4a2f1f", opacity=0.8))
        pieces.append(brush.flat(ellipse(x, y, r * 0.45).d, "#c98a45", opacity=0.9))
    return "".join(pieces)


def _zebra(brush: Brush, _: str, chance: random.Random) -> str:
    pieces = []
    for y in range(-20, 540, 46):
        b = chance.uniform(8, 22)
        band = curve([(-10, y, 0), (130, y + b), (256, y - b), (390, y + b), (522, y, 0), (522, y + 18, 0),
                      (390, y + b + 22), (256, y - b + 20), (130, y + b + 22), (-10, y + 18, 0)])  # fmt: skip
        pieces.append(brush.flat(band.d, "#26232b", opacity=0.85))
    return "".join(pieces)


_PRINTS: tuple[tuple[str, Print], ...] = (
    ("polka dotted dots spotty", _dots),
    ("striped stripes stripy sailor pyjama bumble", _stripes),
    ("tweed tartan plaid checked chequered checkered flannel scottish kilt highland", _tartan),
    ("flower flowery floral hawaiian flowered hippie", _blossoms),
    ("starry celestial astronomer cosmic stargazing pixel", _stars),
    ("valentine romantic lovesick", _hearts),
    ("sequin sequined glitter glittery sparkling sparkly glamorous disco", _sequins),
    ("rainbow colourful colorful multicoloured lgbt party piñata", _rainbow),
    ("patched patchwork ragged torn tattered shabby beggar patchy old-patched", _patches),
    ("rusty corroded scrap oxidised", _blotches("#a8522a", "#7a3a20", "#c9773a")),
    ("mossy moss overgrown swamp lichen mouldy moldy", _blotches("#5f8a3a", "#7fa54a", "#46703a")),
    ("muddy dusty dirty miner coal ashen sooty hiking", _blotches("#6a5a48", "#4f463f", "#8a7a62")),
    ("bloody lava molten fiery burning", _blotches("#f2602b", "#f7c52f", "#c92f1a")),
    ("camouflage army soldier military", _blotches("#4f5f3a", "#7a7a4a", "#3a3f30")),
    ("cracked broken ancient stone ruined weathered wrinkled marble", _cracks),
    ("wooden wood timber oaken", _boards),
    ("frosty frozen snowy icy winter", _snow),
    ("crystal diamond gem glass mirror faceted", _facets),
    ("burlap canvas linen straw wicker woven knitted wool woollen", _weave),
    ("quilted silk velvet embroidered", _quilt),
    ("leopard cheetah", _spots),
    ("zebra tiger", _zebra),
)  # fmt: skip
"""Words and what they print, the first that is said."""
_BY_WORD = {word: draw for words, draw in _PRINTS for word in words.split()}
_ROLES = frozenset({"sailor", "soldier", "army", "party", "astronomer", "miner", "scottish", "hippie", "coal"})
"""Who wears a pattern: it is on their clothes and bags, not on a coconut that goes to sea."""
_BARE = frozenset({"people", "weather", "space"})


def pattern_of(reading: Reading, brush: Brush, colour: str) -> str:
    """What the words print on a thing, as elements over the whole canvas; empty for most."""
    if reading.thing.category in _BARE:
        return ""
    own = {*reading.noun.lower().split(), *reading.thing.key.split()}
    own |= _ROLES if reading.thing.category not in ("clothes", "bags") else set()
    words = (word.strip(".,!?").lower() for word in reading.text.split())
    draw = next((_BY_WORD[word] for word in words if word in _BY_WORD and word not in own), None)
    if draw is None:
        return ""
    return draw(brush, colour, random.Random(reading.text))  # noqa: S311 - chance in a drawing
