"""What stands behind a body: place and mood, soft and quiet, so that the silhouette reads."""

from __future__ import annotations

import random
from collections.abc import Callable

from pipeline.lexicon import Reading
from pipeline.paint.drawn.bodies.nouns import named
from pipeline.paint.drawn.bodies.scenes import SCENES, Scene
from pipeline.paint.drawn.bodies.shapes import Shape, ellipse, leaf, poly, scallop
from pipeline.paint.drawn.bodies.tints import clamp, is_colour, lightness, mix, vary
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import to_lab

Sky = tuple[str, str, str]
"""Above, below, and the light."""

SKIES: dict[str, tuple[Sky, ...]] = {
    "kitchen": (
        ("#f3e2c0", "#d9b98c", "#fff1cf"),
        ("#cfe3dd", "#9fc2ba", "#f6fbe8"),
        ("#f0cfc4", "#cf9f94", "#ffe9d8"),
    ),
    "garden": (("#cfe8ee", "#a9cf8f", "#fff6cf"), ("#fbe3bf", "#c8d08a", "#fff3c4"), ("#f3d0cf", "#b7c795", "#fff0dc")),
    "forest": (("#c6ddd0", "#7fa58a", "#f3f6cf"), ("#f0ddb6", "#a8a878", "#fff0c0"), ("#c3d3e0", "#7d97a0", "#eef6f4")),
    "plain": (("#f6dfb0", "#d9b26a", "#fff2c8"), ("#cfe3f0", "#cfc08a", "#fff6d8"), ("#f2c9a4", "#b98a70", "#ffe7c4")),
    "farm": (("#cfe6f2", "#bcd08c", "#fff7d6"), ("#f9e0b8", "#d6c384", "#fff4cc"), ("#dcd6ee", "#a8bf9a", "#fdf3ea")),
    "snow": (("#cfe0f0", "#9db9d6", "#ffffff"), ("#bcd0e8", "#7f9cc4", "#f4f8ff"), ("#e4d6ec", "#a79cc8", "#fff6fb")),
    "sky": (("#9fcbea", "#d6e9f2", "#ffffff"), ("#f6c9a8", "#f0e0c8", "#fff2d8"), ("#a9b6e0", "#e0d3ea", "#fdf2ff")),
    "storm": (("#7f8ea6", "#b9c2cc", "#e6ecf2"), ("#8d84a4", "#c9b9c0", "#f3e6ec"), ("#c9b48e", "#e6d8b8", "#fff4da")),
    "sea": (("#7fc4d9", "#2f7fa3", "#e2fbff"), ("#9fd6c9", "#3c8f94", "#effff0"), ("#a9b9ea", "#4a5fae", "#f0f2ff")),
    "shore": (("#bfe3f2", "#ecd9a8", "#fffbe0"), ("#fbd3b0", "#d9c29a", "#fff0d0"), ("#cfd6f0", "#d9c8b4", "#fff6ee")),
    "space": (("#39406f", "#6f5a94", "#b9a9e6"), ("#2f5470", "#5f86a0", "#b4e0ea"), ("#5f3f63", "#a06a7c", "#f0bcc4")),
    "dusk": (("#6a5a8c", "#c48a94", "#f6cfa8"), ("#4f6f86", "#9fb49a", "#e9e6b4"), ("#7a5470", "#b98a6a", "#f8d99a")),
    "desk": (("#dfe6ea", "#c4a882", "#ffffff"), ("#efe0cc", "#a98f78", "#fff6e4"), ("#cfdad0", "#b39a7a", "#f8fbf0")),
    "room": (("#e9d6c4", "#b9987c", "#fff2e0"), ("#cfdce0", "#a08f86", "#f6fafa"), ("#dcd0e0", "#a58c94", "#fbf2fb")),
    "street": (("#bfdcea", "#c9c2b8", "#ffffff"), ("#f7d6b4", "#b9a9a0", "#fff0da"), ("#c9c6e4", "#a9a4b4", "#f8f4ff")),
    "works": (("#e0d3bd", "#a98d6c", "#fff3dc"), ("#c6d3d9", "#8f8f8c", "#f4f9fa"), ("#e6c8b4", "#9c7a6a", "#ffeada")),
    "stage": (("#8f4a56", "#5f3346", "#f6c99a"), ("#46586f", "#33405a", "#d9e0ea"), ("#c9a98a", "#8a6a54", "#fff0d4")),
    "field": (("#bfe0ee", "#8fbf76", "#ffffff"), ("#f6dcae", "#a8b56a", "#fff3cc"), ("#c6cfe8", "#7fa58c", "#f6f8ff")),
    "studio": (
        ("#dccbb6", "#b09478", "#fff2de"),
        ("#c3d2d6", "#8fa5ac", "#f4fbfc"),
        ("#d6c6d8", "#a48ba8", "#fdf4ff"),
        ("#c9d3b4", "#97a680", "#fbffe8"),
    ),
    "dream": (("#d9c9ee", "#a9b9e4", "#fff4ff"), ("#f6d3c6", "#d9a9bc", "#fff2e4"), ("#c4e6dc", "#94bccb", "#f6fff8")),
}
"""By place, several each, so that one can be chosen that differs from the thing."""

KIND_PLACES = {
    "cat": "room", "dog": "farm", "bear": "forest", "hoofed": "farm", "rodent": "forest", "ape": "forest",
    "bird": "sky", "reptile": "plain", "amphibian": "garden", "insect": "garden", "fish": "sea", "seacreature": "sea",
    "seathing": "shore", "robot": "works", "spirit": "dusk", "monster": "dusk", "toon": "dream", "vessel": "kitchen",
    "cookware": "kitchen", "appliance": "kitchen", "lamp": "room", "aircraft": "sky", "ship": "shore", "gear": "field",
    "ball": "field", "day": "desk", "sky": "sky", "celestial": "space", "fantasy": "dusk", "drink": "kitchen",
}  # fmt: skip
CATEGORY_PLACES = {
    "people": "studio", "animals": "forest", "fruits": "garden", "plants": "garden", "office": "desk", "bags": "room",
    "clothes": "room", "cartoons": "dream", "food": "kitchen", "household": "room", "vehicles": "street",
    "tools": "works", "furniture": "room", "buildings": "street", "weather": "sky", "space": "space", "sea": "sea",
    "instruments": "stage", "sports": "field", "ideas": "dream",
}  # fmt: skip
KEY_PLACES = {
    "lion": "plain", "tiger": "forest", "leopard": "plain", "panther": "dusk", "zebra": "plain", "giraffe": "plain",
    "elephant": "plain", "rhino": "plain", "hippo": "plain", "camel": "plain", "kangaroo": "plain", "ostrich": "plain",
    "cactus": "plain", "desert": "plain", "pyramid": "plain", "tumbleweed": "plain", "cowboy": "plain",
    "penguin": "snow", "polar bear": "snow", "husky": "snow", "snowman": "snow", "snowflake": "snow", "ski": "snow",
    "snowball": "snow", "ice skate": "snow", "santa claus": "snow", "seal": "snow", "christmas tree": "snow",
    "rocket": "space", "ufo": "space", "alien": "space", "astronaut": "space", "telescope": "space", "pine": "snow",
    "thunder": "storm", "lightning": "storm", "tornado": "storm", "rain": "storm", "umbrella": "storm", "wind": "storm",
    "submarine": "sea", "anchor": "sea", "mermaid": "sea", "pirate": "shore", "captain": "shore", "sailor": "shore",
    "frog": "garden", "duck": "garden", "swan": "garden", "chicken": "farm", "rooster": "farm", "scarecrow": "farm",
    "farmer": "farm", "tractor": "farm", "barn": "farm", "haunted house": "dusk", "owl": "dusk", "bat": "dusk",
    "jack-o'-lantern": "dusk", "lantern": "dusk", "candle": "dusk", "lamp post": "dusk", "fire": "dusk",
    "firefly": "dusk", "fireplace": "room", "chef": "kitchen", "king": "stage", "queen": "stage", "castle": "plain",
    "knight": "plain", "lighthouse": "shore", "island": "shore", "sandcastle": "shore", "mountain": "sky",
    "tent": "forest", "wolf": "dusk", "fox": "forest", "unicorn": "dream", "dragon": "dusk", "mug": "desk",
    "wizard": "dusk", "witch": "dusk", "key": "dusk", "book": "room", "bookshelf": "room", "librarian": "room",
}  # fmt: skip

WORDS = """
forest: forest wood woods jungle swamp bog tree redwood woodland bear safari-park
garden: garden flower meadow lawn orchard bee spring picnic river pond
farm: farm farmer village country stable dairy barn goat herder scarecrow
plain: desert safari savanna canyon cowboy sheriff wild west camel dusty prospector egypt egyptian
snow: snow winter ski frosty frozen ice icy arctic christmas polar skater yeti antarctica alpine
sky: sky cloud flying pilot heaven angel air mountain comet balloon
storm: storm thunder lightning electric rain tornado gloomy hurricane
sea: sea ocean underwater diver mermaid deep submarine
shore: beach harbour harbor sailor pirate lighthouse ferry captain salty admiral island fisherman fishing
shore: castaway summer tropical
space: space moon star cosmic alien astronaut galaxy planet universe astronomer time
dusk: night midnight haunted ghost attic vampire phantom shadow undertaker gravedigger widow witch goth
dusk: gothic halloween baroness
desk: office clerk accountant secretary intern manager auditor boss meeting deadline nokia
room: home library librarian grandmother grandfather hotel landlord nanny reading attic-room scholar
street: street city taxi traffic market railway conductor postman messenger tourist new-york paris london
street: driver stationmaster
works: workshop factory engine mechanic carpenter plumber engineer miner blacksmith tuner rusty scrap
works: steampunk
stage: stage opera circus theatre theater jazz singer dancer ballerina tango actor actress clown juggler
stage: diva concert rock acrobat magician violinist
field: football sport sports runner boxer wrestler athlete marathon goalkeeper coach tennis champion golf
studio: painter artist model portrait potter sculptor
kitchen: kitchen baker chef cook butcher barista bakery brewer innkeeper waiter bartender restaurant
kitchen: breakfast moka caffettiera
dream: dream dreamy love magic magical fairy unicorn candy bubble wonderland
"""
_WORD_PLACES = {
    word: place
    for place, _, words in (row.partition(": ") for row in WORDS.strip().splitlines())
    for word in words.split()
}
"""By words of the description, which tell more than the thing: a beach bag is at the shore."""

MOODS: dict[str, tuple[str, float]] = {
    "grumpy": ("#6f5f66", 0.24),
    "cheerful": ("#ffe9a0", 0.26),
    "wise": ("#c9a86a", 0.2),
    "shy": ("#f6dce4", 0.26),
    "heroic": ("#f2a65a", 0.22),
    "sleepy": ("#8f88b4", 0.3),
    "mischievous": ("#8fb07a", 0.22),
    "nervous": ("#d9d6b4", 0.22),
    "sad": ("#6f87a8", 0.34),
    "proud": ("#e0b860", 0.22),
    "gentle": ("#f4e0d4", 0.2),
    "fierce": ("#a8484a", 0.26),
    "dreamy": ("#b9a8e0", 0.32),
    "curious": ("#9fd6d2", 0.22),
    "elegant": ("#b8a4b4", 0.24),
    "calm": ("#a9c9c9", 0.26),
}
"""What a mood mixes into the sky, and how much of it."""


def backdrop(reading: Reading, brush: Brush, rng: random.Random) -> str:
    """Draw the background alone."""
    place = place_of(reading)
    body = _body_colour(named(reading)[0])
    # Where somebody lives stays the same under every seed; the light over it moves.
    own = random.Random(reading.text)  # noqa: S311 - chance in a drawing
    above, below, light = _sky(place, body, reading.moods, own)
    # The light of the wash lies behind the body, so that the silhouette is set off from the place.
    halo = mix(above, light, 0.8) if lightness(body) < 0.68 else mix(below, light, 0.25)
    pieces = [brush.wash(above, below, glow=halo, glow_x=rng.uniform(216, 296), glow_y=rng.uniform(200, 270))]
    scene = Scene(brush, own, above, below, light)
    SCENES[place](scene)
    if reading.size in _SIZES:
        _SIZES[reading.size](scene)
    pieces += scene.pieces
    return "".join(pieces)


def place_of(reading: Reading) -> str:
    """The place where a thing is at home."""
    thing = reading.thing
    said = (word.strip(".,!?").lower() for word in reading.text.split())
    told = next((_WORD_PLACES[word] for word in said if word in _WORD_PLACES), "")
    return (
        told
        or KEY_PLACES.get(thing.key)
        or KIND_PLACES.get(thing.kind)
        or CATEGORY_PLACES.get(thing.category)
        or "dream"
    )


def _body_colour(reading: Reading) -> str:
    return next((c for c in (*reading.colours, *reading.thing.colours) if is_colour(c)), "#8fa7c4")


def _sky(place: str, body: str, moods: tuple[str, ...], rng: random.Random) -> Sky:
    def apart(sky: Sky) -> float:
        middle = to_lab(mix(sky[0], sky[1], 0.5))
        return sum((a - b) ** 2 for a, b in zip(middle, to_lab(body), strict=True))

    choices = sorted(SKIES[place], key=apart, reverse=True)
    above, below, light = choices[0] if rng.random() < 0.6 else choices[1]
    degrees, share = rng.uniform(-22, 22), rng.uniform(-0.05, 0.05)
    above, below = vary(above, degrees, share), vary(below, degrees, -share)
    for mood in moods[:1]:
        tint, share = MOODS.get(mood, ("#ffffff", 0.0))
        above, below = mix(above, tint, share), mix(below, tint, share * 0.8)
    if lightness(body) > 0.84:
        above, below = clamp(above, 0.3, 0.78), clamp(below, 0.3, 0.7)
    elif lightness(body) < 0.42:
        above, below = clamp(above, 0.66, 0.95), clamp(below, 0.6, 0.95)
    return above, below, light


def _tiny(scene: Scene) -> None:
    """Blades and a daisy that tower over what is tiny."""
    for x, lean, high in ((20, 6, 430), (62, 16, 350), (104, -8, 250), (408, 8, 260), (452, -16, 370), (496, -6, 440)):
        scene.flat(leaf(x, 530, high, 46, lean, lean * 2), mix("#5f9a45", scene.below, 0.25), 0.75)
    for cx, cy in ((70, 110), (440, 90)):
        petals = Shape(tuple(p for a in range(0, 360, 45) for p in leaf(cx, cy, 62, 30, a).parts))
        scene.flat(petals, "#fbf6ea", 0.8)
        scene.flat(ellipse(cx, cy, 19), "#f0c24a", 0.9)


def _huge(scene: Scene) -> None:
    """Houses, trees and birds, small beside what is huge."""
    for i, x in enumerate((6, 44, 80, 398, 432, 470)):
        y = 462 + 6 * (i % 2)
        tint = mix(("#c9705a", "#d9b47a", "#8fa3b4")[i % 3], scene.below, 0.25)
        scene.flat(poly([(x, y), (x + 32, y), (x + 32, y + 34), (x, y + 34)]), tint, 0.9)
        scene.flat(poly([(x - 4, y), (x + 16, y - 20), (x + 36, y)]), mix("#6f4a44", scene.below, 0.25), 0.9)
        scene.flat(poly([(x + 12, y + 34), (x + 20, y + 34), (x + 20, y + 18), (x + 12, y + 18)]), "#4a3a3a", 0.6)
    for x in (30, 112, 384, 498):
        scene.flat(scallop(x, 488, 17, 21, 6, 0.12), mix("#5f8f55", scene.below, 0.3), 0.9)
    for x, y in ((70, 90), (110, 66), (430, 110)):
        scene.line(((x - 14, y - 6), (x - 6, y - 10), (x, y), (x + 6, y - 10), (x + 14, y - 6)), "#4a4a5a", 3, 0.6)


_SIZES: dict[str, Callable[[Scene], None]] = {"tiny": _tiny, "huge": _huge}
