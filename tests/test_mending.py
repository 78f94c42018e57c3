"""Laying repainted parts into a portrait, and telling whether they show what was meant."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.animate import invent
from pipeline.animate.face import measure
from pipeline.paint.meant import shows
from pipeline.paint.mending import crop_around, mended, seated, soft_mask
from pipeline.types import MOUTH_SHAPES, Patch
from tests.fakes.portraits import fake_portrait

SIZE = 256
PORTRAIT = fake_portrait(SIZE, atlas=False)
RGB = np.frombuffer(PORTRAIT.rgb, np.uint8).reshape(SIZE, SIZE, 3)
FACE = measure(PORTRAIT.landmarks, SIZE, SIZE)
MOUTHS = dict(zip(MOUTH_SHAPES, (seated(RGB, patch) for patch in invent.mouths(RGB, FACE)), strict=True))
LIDS = invent.lids(RGB, FACE)


def pixels(patch):
    return np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3)


def under(patch):
    return RGB[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width]


def laid(patch):
    picture = RGB.copy()
    picture[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = pixels(patch)
    return picture


def border(patch):
    apart = np.abs(pixels(patch).astype(int) - under(patch)).max(2)
    return max(apart[0].max(), apart[-1].max(), apart[:, 0].max(), apart[:, -1].max())


def mask_of(patch):
    return soft_mask([[*PORTRAIT.landmarks[48:68], *patch.landmarks[48:68]]], 10, patch, SIZE, SIZE)


@pytest.mark.parametrize("shape", "ABCDEFGH")
def test_a_seated_patch_meets_the_portrait(shape):
    assert border(MOUTHS[shape]) == 0


def test_rest_stays_the_portrait_bitwise():
    assert np.array_equal(pixels(MOUTHS["X"]), under(MOUTHS["X"]))


def test_a_crop_and_back_keeps_what_lies_outside_it():
    crop = crop_around(PORTRAIT.landmarks, SIZE, SIZE, 128)
    back = crop.back(np.full((128, 128, 3), 255, np.uint8), RGB)
    outside = np.ones((SIZE, SIZE), bool)
    outside[crop.top : crop.top + crop.side, crop.left : crop.left + crop.side] = False
    assert np.array_equal(back[outside], RGB[outside])
    assert crop.cut(RGB).shape == (128, 128, 3)


def test_a_crop_holds_the_face_where_its_pixels_are():
    crop = crop_around(PORTRAIT.landmarks, SIZE, SIZE, 512)
    points = np.array(crop.points(PORTRAIT.landmarks))
    assert points.min() >= 0
    assert points.max() < 512
    x, y = np.array(PORTRAIT.landmarks[30]).round().astype(int)
    cx, cy = points[30].round().astype(int)
    assert np.abs(crop.cut(RGB)[cy, cx].astype(int) - RGB[y, x]).max() < 12


def test_outside_the_mask_nothing_changes():
    patch = MOUTHS["D"]
    mask = mask_of(patch)
    made = mended(RGB, np.zeros_like(RGB), mask, patch)
    still = mask[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] == 0
    assert np.array_equal(pixels(made)[still], under(patch)[still])
    assert border(made) == 0


def test_another_light_of_the_model_is_taken_off():
    patch = MOUTHS["D"]
    mask = mask_of(patch)
    brighter = np.clip(laid(patch).astype(int) + 18, 0, 255).astype(np.uint8)
    made, plain = (pixels(mended(RGB, picture, mask, patch)).astype(int) for picture in (brighter, laid(patch)))
    inside = mask[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] > 0.95
    assert np.abs(made[inside] - plain[inside]).mean() < 4


@pytest.mark.parametrize("shape", "BCDEFGH")
def test_a_stand_in_shows_itself_and_a_closed_mouth_does_not(shape):
    patch = MOUTHS[shape]
    mask = mask_of(patch)
    assert shows(RGB, patch, patch, mask)
    assert not shows(RGB, mended(RGB, RGB, mask, patch), patch, mask)


def test_pressed_lips_are_shown_by_the_portrait_and_not_by_an_open_mouth():
    patch, mask = MOUTHS["A"], mask_of(MOUTHS["D"])
    assert shows(RGB, mended(RGB, RGB, mask, patch), patch, mask)
    assert not shows(RGB, MOUTHS["D"], patch, mask)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", "BCDEFGH")
def test_a_scribble_shows_no_mouth(shape, seed):
    patch = MOUTHS[shape]
    mask = mask_of(patch)
    noise = np.random.default_rng(seed).integers(0, 255, RGB.shape, np.uint8)
    assert not shows(RGB, mended(RGB, noise, mask, patch), patch, mask)


@pytest.mark.parametrize("shape", "BCDEFGH")
def test_another_hand_with_the_same_mouth_shows_it(shape):
    patch = MOUTHS[shape]
    mask = mask_of(patch)
    other = laid(patch).astype(float) * 0.9 + 12 + np.random.default_rng(1).normal(0, 8, RGB.shape)
    assert shows(RGB, mended(RGB, np.clip(other, 0, 255).astype(np.uint8), mask, patch), patch, mask)


def test_closed_lids_are_told_from_open_eyes():
    eyes = [PORTRAIT.landmarks[36:42], PORTRAIT.landmarks[42:48]]
    closed = LIDS[1]
    mask = soft_mask(eyes, 9, closed, SIZE, SIZE)
    assert shows(RGB, closed, closed, mask)
    assert not shows(RGB, mended(RGB, RGB, mask, closed), closed, mask)


def test_a_patch_at_the_pictures_edge_has_a_mask():
    patch = Patch(0, 0, 8, 6, bytes(8 * 6 * 3), PORTRAIT.landmarks)
    mask = soft_mask([[(0, 0), (9, 0), (9, 9)]], 3, patch, SIZE, SIZE)
    assert mask[:6, :8].max() <= 1
    assert mask[6:].max() == mask[:, 8:].max() == 0
