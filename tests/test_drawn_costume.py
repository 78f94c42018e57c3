import random
import re
from dataclasses import replace

import numpy as np
import pytest

from pipeline.errors import DescriptionRefused
from pipeline.lexicon import read
from pipeline.lexicon.words import words
from pipeline.paint.drawn import bodies
from pipeline.paint.drawn.bodies.costume import Costume, costume_of
from pipeline.paint.drawn.bodies.glyphs import sign_of, strokes
from pipeline.paint.drawn.bodies.hats import HATS
from pipeline.paint.drawn.bodies.looks import LOOKS
from pipeline.paint.drawn.bodies.necks import NECKS
from pipeline.paint.drawn.bodies.nouns import _table as nouns
from pipeline.paint.drawn.bodies.nouns import named
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.finish import patterned
from pipeline.paint.drawn.manner import manner_of
from pipeline.paint.drawn.model import CANVAS, Body, FacePlace
from pipeline.paint.drawn.render import render


def drawn(text: str, style: str = "gouache", seed: int = 1) -> Body:
    return bodies.draw(read(text), Brush(manner_of(style)), random.Random(seed))


@pytest.mark.parametrize(
    ("text", "hat", "neck", "held"),
    [
        ("Napoleon as a potato", "bicorne", "epaulettes", ()),
        ("a samurai frog", "samurai", "", ("sword",)),
        ("a cat with a top hat", "top", "", ()),
        ("a penguin with a bow tie", "", "bowtie", ()),
        ("a sloth detective", "detective", "", ("magnifier",)),
        ("an avocado barista", "", "apron", ("coffee",)),
        ("my left shoe as a pirate", "pirate", "bandana", ()),
        ("an owl with a lantern", "", "", ("lantern",)),
        ("a stationmaster", "police", "", ("stopwatch",)),
        ("the station master of Trento", "police", "", ()),
        ("ein Frosch", "", "", ()),
    ],
)
def test_what_words_put_on_a_thing(text, hat, neck, held):
    costume = costume_of(read(text))
    assert (costume.hat, costume.neck, costume.held) == (hat, neck, held)


def test_faces_wear_what_the_words_say():
    assert costume_of(read("an apple with a moustache")).moustache
    assert costume_of(read("a dog wearing glasses")).glasses


def test_a_thing_does_not_wear_its_own_name():
    assert costume_of(read("a crown")) == Costume()
    assert costume_of(read("a cowboy hat")).hat == ""


@pytest.mark.parametrize("hat", HATS)
def test_every_hat_is_drawn_within_reason(hat):
    sheet = drawn("a potato")
    brush = Brush(manner_of("ink"))
    word = next((w for w in ("king", "pirate", "chef") if costume_of(read(f"{w} potato")).hat == hat), "")
    dressed = bodies.draw(read(f"{word} potato"), brush, random.Random(1)) if word else sheet
    assert 150 < dressed.place.width <= 265
    assert render(dressed.back + dressed.front, 48)[..., 3].any()


def test_every_worn_thing_has_a_drawing():
    from pipeline.paint.drawn.bodies.costume import GLASSES, MOUSTACHES, _table

    known = {*HATS, *NECKS, *GLASSES, *MOUSTACHES, "beard"}
    named_items = {item for items in _table().values() for item in items if not item.startswith("+")}
    assert named_items <= known


def test_what_is_held_is_a_thing_that_is_known():
    from pipeline.paint.drawn.bodies.costume import _table

    for item in {item for items in _table().values() for item in items if item.startswith("+")}:
        assert read(item[1:]).thing.key != "creature", item


@pytest.mark.parametrize("text", ["king giraffe", "wizard lamp post", "chef pineapple", "santa whale", "knight moon"])
def test_hats_stay_on_the_canvas_and_off_the_face(text):
    body = drawn(text)
    over = render(body.front, 96)[..., 3] > 128
    place, scale = body.place, 96 / CANVAS
    eyes = slice(int((place.cy - 0.45 * place.height) * scale), int((place.cy + 0.3 * place.height) * scale))
    middle = slice(int((place.cx - 0.3 * place.width) * scale), int((place.cx + 0.3 * place.width) * scale))
    assert over.any()
    assert not over[eyes, middle].any()


def test_the_same_words_and_seed_dress_alike():
    assert drawn("a pirate parrot with a lantern", seed=3) == drawn("a pirate parrot with a lantern", seed=3)


def test_who_somebody_is_does_not_change_with_the_seed():
    one, two = (render(drawn("a grumpy teapot", seed=seed).back, 32).astype(float) for seed in (1, 2))
    other = render(drawn("a velvet handbag").back, 32).astype(float)
    assert abs(one - two).mean() < abs(one - other).mean()


def test_patterns_are_printed_on_the_body_and_not_on_its_face():
    body = np.full((64, 64, 4), 255, np.uint8)
    body[:, :8, 3] = 0
    black = np.zeros((64, 64, 4), np.uint8)
    black[..., 3] = 255
    printed = patterned(body, black, FacePlace(256, 256, 200, 184))
    assert printed[32, 32, 0] == 255
    assert printed[2, 60, 0] == 0
    assert np.array_equal(printed[..., 3], body[..., 3])


@pytest.mark.parametrize("word", ["polka dot", "striped", "tweed", "rainbow", "rusty", "mossy", "cracked", "leopard"])
def test_words_print_patterns(word):
    assert drawn(f"a {word} teapot").pattern
    assert not drawn("a teapot").pattern


def test_names_have_their_own_colours_and_looks():
    assert named(read("a nectarine"))[0].thing.colours != read("a peach").thing.colours
    assert named(read("a walrus"))[1] == "walrus"
    assert {look for _, look in nouns().values() if look} <= set(LOOKS)
    assert all(re.fullmatch("#[0-9a-f]{6}", c) for colours, _ in nouns().values() for c in colours)


@pytest.mark.parametrize(
    ("text", "sign"),
    [("the number seven", "7"), ("the letter Q", "Q"), ("a question mark", "?"), ("number 42", "42"), ("a cat", "")],
)
def test_signs_are_read(text, sign):
    assert sign_of(text) == sign
    assert set(sign) <= set(strokes())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("<svg onload=alert(1)>a teapot</svg>", "teapot"), ("<b>cat</b>", "cat"), ("a 10 km tall ant", "ant"),
        ("a 0.1 nm elephant", "elephant"), ("一只暴躁的茶壶", "teapot"), ("чайник", "teapot"),
        ("ティーポット", "teapot"),
        ("a cat and a teapot", "teapot"), ("my cat Whiskers", "cat"), ("a trombone", "trumpet"),
    ],
)  # fmt: skip
def test_odd_lines_are_drawn_as_what_they_name(text, key):
    reading = read(text)
    assert reading.thing.key == key or key in {thing.key for thing in reading.others}
    body = bodies.draw(reading, Brush(manner_of("ink")), random.Random(1))
    assert not re.search(r"onload|alert|script", body.back + body.front)
    assert (render(body.back, 48)[..., 3] > 128).mean() > 0.2


def test_absurd_sizes_show_in_the_backdrop():
    small, huge = read("a 0.001 mm ant"), read("a 10 km tall ant")
    assert (small.size, huge.size) == ("tiny", "huge")
    brush = Brush(manner_of("gouache"))
    shown = [bodies.backdrop(replace(huge, size=size), brush, random.Random(1)) for size in ("tiny", "huge", "")]
    assert len({len(elements) for elements in shown}) == 3


def test_slurs_are_refused_before_anything_is_drawn():
    with pytest.raises(DescriptionRefused):
        read(f"a {sorted(words().refused)[0]}")
