import random
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from pipeline.lexicon import CATEGORIES, Reading, Thing, lexicon, read
from pipeline.paint.drawn import bodies
from pipeline.paint.drawn.bodies.looks import CATEGORIES as STAND_INS
from pipeline.paint.drawn.bodies.looks import KINDS, LOOKS, look_of
from pipeline.paint.drawn.bodies.nouns import named
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.manner import MANNERS, manner_of
from pipeline.paint.drawn.model import CANVAS, Body
from pipeline.paint.drawn.render import render

THINGS = {thing.key: thing for thing in lexicon().things}
SIZE = 96
FAMOUS = (
    "teapot", "mug", "bottle", "apple", "pear", "banana", "carrot", "pineapple", "cactus", "tree", "sunflower",
    "mushroom", "cat", "rabbit", "elephant", "cow", "owl", "fish", "whale", "octopus", "crab", "butterfly", "snail",
    "stapler", "pencil", "scissors", "laptop", "backpack", "handbag", "suitcase", "shirt", "shoe", "sock", "hat",
    "robot", "ghost", "dragon", "snowman", "house", "castle", "car", "rocket", "ship", "cloud", "moon", "star",
    "guitar", "drum", "trophy", "hammer", "key", "umbrella", "lamp", "chair", "love", "hamburger", "wizard",
)  # fmt: skip


def reading_of(thing: Thing, **said: object) -> Reading:
    plain = Reading(f"a {thing.key}", thing.key, thing, True, (), (), (), (), "", "", "", "en")
    return replace(plain, **said)


def drawn(thing: Thing, seed: int = 1, style: str = "gouache", **said: object) -> Body:
    return bodies.draw(reading_of(thing, **said), Brush(manner_of(style)), random.Random(seed))


def silhouette(body: Body, size: int = SIZE) -> np.ndarray:
    return render(body.back, size)[..., 3] > 128


def face_points(body: Body) -> list[tuple[float, float]]:
    """Points on the rim of the face: temples, cheeks, chin, and the brow."""
    place = body.place
    rim: tuple[tuple[float, float], ...] = ((-0.5, -0.42), (-0.47, -0.1), (-0.36, 0.2), (-0.18, 0.38), (0.0, 0.42))
    rim = (*rim, *((-x, y) for x, y in rim), (-0.3, -0.55), (0.0, -0.55), (0.3, -0.55))
    return [(place.cx + x * place.width, place.cy + y * place.height) for x, y in rim]


def outside(body: Body) -> list[tuple[int, int]]:
    """The points on the rim of the face that do not lie on the body."""
    alpha = silhouette(body)
    return [
        (round(x), round(y))
        for x, y in face_points(body)
        if not (16 < x < CANVAS - 16 and 16 < y < CANVAS - 4)
        or not alpha[int(y * SIZE / CANVAS), int(x * SIZE / CANVAS)]
    ]


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_face_lies_within_its_body_and_the_canvas(category: str) -> None:
    for thing in (t for t in THINGS.values() if t.category == category):
        body = drawn(thing)
        assert not outside(body), thing.key
        assert 165 <= body.place.width <= 265, thing.key


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("una caffettiera", "moka pot"),
        ("a moka pot", "moka pot"),
        ("my old Nokia", "brick phone"),
        ("a beagle", "beagle"),
        ("a corgi", "corgi"),
        ("a golden retriever", "labrador"),
    ],
)
def test_a_name_asks_for_a_body_of_its_own(text: str, look: str) -> None:
    reading, key = named(read(text))
    body = bodies.draw(reading, Brush(manner_of("gouache")), random.Random(1))
    assert key == look
    assert look in LOOKS
    assert not outside(body)


@pytest.mark.parametrize("category", CATEGORIES)
def test_nothing_hangs_over_eyes_nose_or_mouth(category: str) -> None:
    for thing in (t for t in THINGS.values() if t.category == category):
        body = drawn(thing)
        if not body.front:
            continue
        place = body.place
        over = render(body.front, SIZE)[..., 3]
        scale = SIZE / CANVAS
        top, bottom = (int((place.cy + share * place.height) * scale) for share in (-0.46, 0.34))
        left, right = (int((place.cx + share * place.width) * scale) for share in (-0.34, 0.34))
        assert over[top : bottom + 1, left : right + 1].max() == 0, thing.key


def test_every_thing_has_a_look_of_its_own_or_of_its_kind() -> None:
    for thing in THINGS.values():
        assert thing.key in LOOKS or KINDS[thing.kind] in LOOKS


def test_stand_ins_exist() -> None:
    assert set(STAND_INS) == set(CATEGORIES)
    assert {*KINDS.values(), *STAND_INS.values()} <= set(LOOKS)


def test_what_is_unknown_gets_the_body_of_its_kind() -> None:
    assert look_of("zorgblat", "bird", "animals") == LOOKS["bird"]
    assert look_of("zorgblat", "never heard of", "vehicles") == LOOKS["car"]


def test_the_same_seed_draws_the_same() -> None:
    for key in FAMOUS:
        assert drawn(THINGS[key], seed=7) == drawn(THINGS[key], seed=7)


def test_another_seed_draws_another() -> None:
    for key in FAMOUS:
        assert len({drawn(THINGS[key], seed=seed).back for seed in range(4)}) == 4


def test_distinct_things_have_distinct_silhouettes() -> None:
    still = {key: silhouette(drawn(THINGS[key], seed=3), 64) for key in FAMOUS}
    flipped = {key: shape[:, ::-1] for key, shape in still.items()}
    for a, b in combinations(FAMOUS, 2):
        shared = max((still[a] & other).sum() / (still[a] | other).sum() for other in (still[b], flipped[b]))
        assert shared < 0.95, (a, b)


@pytest.mark.parametrize("style", MANNERS)
def test_every_style_draws(style: str) -> None:
    for key in FAMOUS[::6]:
        assert silhouette(drawn(THINGS[key], style=style)).mean() > 0.2


def test_a_named_colour_shows() -> None:
    plain = render(drawn(THINGS["teapot"]).back, 64).astype(float)
    green = render(drawn(THINGS["teapot"], colours=("#20a040",)).back, 64).astype(float)
    middle = (slice(30, 50), slice(24, 40))
    assert green[middle][..., 1].mean() > green[middle][..., 0].mean() + 20
    assert abs(plain[middle] - green[middle]).mean() > 10


def test_bodies_fill_the_frame() -> None:
    for key in FAMOUS:
        rows, columns = np.nonzero(silhouette(drawn(THINGS[key])))
        assert max(np.ptp(rows), np.ptp(columns)) > 0.72 * SIZE, key


def test_backdrops_cover_the_whole_canvas() -> None:
    for key in FAMOUS[::3]:
        behind = bodies.backdrop(reading_of(THINGS[key]), Brush(manner_of("gouache")), random.Random(1))
        assert render(behind, SIZE)[..., 3].min() == 255


def test_mood_changes_the_backdrop() -> None:
    def colour(mood: str) -> np.ndarray:
        told = reading_of(THINGS["teapot"], moods=(mood,))
        return render(bodies.backdrop(told, Brush(manner_of("gouache")), random.Random(1)), 32)[..., :3].mean((0, 1))

    assert abs(colour("sad") - colour("cheerful")).max() > 8


@pytest.mark.parametrize("text", ["<svg onload=alert(1)>", '"/><script>', "a teapot &amp; ' OR 1=1", "‮teapot\x00"])
def test_no_word_of_a_user_reaches_the_drawing(text: str) -> None:
    hostile = reading_of(
        THINGS["teapot"], text=text, noun=text, adjectives=(text,), colours=(text, "#12", "red;}"), size=text, age=text,
        gender=text, moods=(text,), language=text,
    )  # fmt: skip
    brush = Brush(manner_of("gouache"))
    body = bodies.draw(hostile, brush, random.Random(1))
    elements = body.back + body.front + bodies.backdrop(hostile, brush, random.Random(1))
    assert not re.search(r"script|onload|alert|OR 1|red;|teapot", elements)
    assert re.fullmatch(r"#[0-9a-f]{6}", body.skin)
    assert silhouette(body).any()


def test_absurd_descriptions_draw() -> None:
    for text in ("a 10 km tall ant", "🫖🫖🫖", "一只暴躁的茶壶", "x" * 300, "teapot cat house rocket"):
        reading = read(text)
        brush = Brush(manner_of("ink"))
        assert silhouette(bodies.draw(reading, brush, random.Random(1))).any()
        assert bodies.backdrop(reading, brush, random.Random(1))
