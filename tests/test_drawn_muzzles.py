from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.lexicon import read
from pipeline.paint.drawn import bodies
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.features import Features, features
from pipeline.paint.drawn.manner import MANNERS, manner_of
from pipeline.paint.drawn.model import Body
from pipeline.paint.drawn.muzzle import bare_muzzle
from pipeline.paint.drawn.painter import Sketch, finish
from pipeline.paint.landmarks import flaw, mouth_opening
from pipeline.types import MOUTH_SHAPES, Portrait

SIZE = 256
MUZZLED = (
    "a happy dog", "my neighbour's snoring dog", "a beagle", "a corgi", "a poodle", "a sleepy cat", "a kitten", "a fox",
    "a wolf", "a hamster", "a rabbit",
)  # fmt: skip


def body_of(text: str, style: str = "gouache") -> Body:
    return bodies.draw(read(text), Brush(manner_of(style)), random.Random(1))


def painted(text: str, style: str = "gouache") -> Portrait:
    brush = Brush(manner_of(style))
    face = bare_muzzle(features(("gentle",), "", "", random.Random(1)))
    sketch = Sketch(body_of(text, style), brush.wash("#9ad0e8", "#f0d9a0"), face)
    return finish(sketch, brush, SIZE, 1, lambda: None)


def brightness(portrait: Portrait) -> NDArray[np.float64]:
    rgb = np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)
    return rgb.astype(np.float64).mean(axis=2)


@pytest.mark.parametrize("text", MUZZLED)
def test_animals_have_a_nose_of_their_own(text: str) -> None:
    assert body_of(text).muzzle is not None


@pytest.mark.parametrize("text", ["a wizard", "a teapot", "a frog"])
def test_others_keep_a_human_one(text: str) -> None:
    assert body_of(text).muzzle is None


@pytest.mark.parametrize("text", ["a bear", "a lion", "a mouse", "a squirrel", "an otter"])
def test_so_do_their_wild_relatives(text: str) -> None:
    assert body_of(text).muzzle is not None


@pytest.mark.parametrize("style", MANNERS)
def test_a_dog_has_dark_leather_over_a_pale_muzzle(style: str) -> None:
    portrait = painted("a happy dog", style)
    seen = brightness(portrait)
    (x, y), (_, lip), (left, _) = portrait.landmarks[33], portrait.landmarks[51], portrait.landmarks[48]
    nose = seen[round(y) - 6 : round(y), round(x) - 6 : round(x) + 6].mean()
    pad = np.median(seen[round(y) + 4 : round(lip), round(left) : round(x) - 4])
    assert nose < 0.65 * pad


@pytest.mark.parametrize("text", ["a happy dog", "a sleepy cat"])
def test_every_mouth_shape_opens_over_the_muzzle(text: str) -> None:
    portrait = painted(text)
    opened = dict(zip(MOUTH_SHAPES, (mouth_opening(patch.landmarks) for patch in portrait.mouths), strict=True))
    assert max(opened, key=lambda shape: opened[shape]) == "D"
    assert opened["A"] < 0.2 * opened["D"]
    assert not [patch for patch in portrait.mouths if flaw(patch.landmarks, SIZE, SIZE)]
    assert len({patch.rgb for patch in portrait.mouths}) == len(MOUTH_SHAPES)


def test_no_animal_grows_a_beard_by_chance() -> None:
    face = bare_muzzle(Features(moustache=2, beard=True))
    assert (face.moustache, face.beard) == (0, False)


@pytest.mark.parametrize("style", ["gouache", "clay", "paper"])
def test_a_panda_is_dark_about_its_eyes(style: str) -> None:
    portrait = painted("a panda", style)
    seen = brightness(portrait)
    (corner, eye), (brow, _), (_, lip) = portrait.landmarks[36], portrait.landmarks[17], portrait.landmarks[51]
    beside = seen[round(eye) - 3 : round(eye) + 8, round(corner) - 8 : round(corner) - 3].mean()
    cheek = seen[round(lip) - 3 : round(lip) + 8, round(brow) - 5 : round(brow) + 5].mean()
    assert beside < 0.9 * cheek
