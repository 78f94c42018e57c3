"""The landmark memory and what is rendered of it."""

import random

import numpy as np
import pytest

from pipeline.lexicon import MOODS
from pipeline.paint.landmark_face import dots, face
from pipeline.paint.landmarks import brow_height, eye_distance, eye_opening, flaw, mouth_opening
from pipeline.paint.layouts import choose, memory

NAMES = [layout.id for layout in memory()]


def layout(name):
    return next(one for one in memory() if one.id == name)


@pytest.mark.parametrize("name", NAMES)
def test_every_layout_is_a_face_with_a_closed_mouth(name):
    points = layout(name).at(512)
    assert flaw(points, 512, 512) == ""
    assert mouth_opening(points) < 0.04
    assert eye_opening(points) > 0.25
    assert 0.15 < brow_height(points) < 0.5


def test_every_mood_finds_a_layout_of_its_own_kind():
    for mood in MOODS:
        assert mood in choose([mood], "", random.Random(1)).moods


def test_a_child_gets_a_child_like_face_whatever_its_mood():
    assert all("child" in choose([mood], "child", random.Random(2)).ages for mood in MOODS)


def test_nobody_else_gets_one():
    assert not any("child" in choose([mood], "adult", random.Random(3)).ages for mood in MOODS)


def test_the_same_chance_gives_the_same_layout():
    assert choose(["cheerful"], "", random.Random(4)) == choose(["cheerful"], "", random.Random(4))


def test_several_layouts_suit_a_mood():
    assert len({choose(["cheerful"], "", random.Random(seed)).id for seed in range(40)}) > 2


def test_layouts_differ_in_what_they_are_named_for():
    frontal = layout("frontal").at(512)
    wide, long = layout("wide-mouthed").at(512), layout("long").at(512)
    assert wide[54][0] - wide[48][0] > 1.25 * (frontal[54][0] - frontal[48][0])
    assert long[8][1] - long[27][1] > 1.1 * (frontal[8][1] - frontal[27][1])
    child = layout("child").at(512)
    assert eye_distance(child) / (child[8][1] - child[27][1]) > eye_distance(frontal) / (frontal[8][1] - frontal[27][1])
    left, right = layout("turned-left").at(512), layout("turned-right").at(512)
    assert left[30][0] < frontal[30][0] < right[30][0]


def test_dots_are_white_discs_on_black_of_the_size_a_controlnet_was_trained_with():
    points = layout("frontal").at(512)
    picture = dots(points, 512)
    assert picture.shape == (512, 512, 3)
    x, y = points[30]
    assert picture[round(y), round(x)].tolist() == [255, 255, 255]
    assert picture[5, 5].tolist() == [0, 0, 0]
    area = dots(points[30:31], 512)[..., 0].sum() / 255
    assert area == pytest.approx(np.pi * 2.5**2, rel=0.25)


def test_points_outside_the_picture_are_left_out():
    assert not dots([(-1e9, 1e9), (float(10**12), 3.0)], 64).any()


@pytest.mark.parametrize("skin", ["#c8a48c", "#000000", "#ffffff", "#ff0000", "#3355ff"])
def test_a_landmark_face_has_the_colour_of_its_skin_and_dark_eyes(skin):
    points = layout("frontal").at(256)
    picture = face(points, 256, skin).astype(int)
    cheek = picture[round((points[2][1] + points[31][1]) / 2), round((points[2][0] + points[31][0]) / 2)]
    pupil = picture[round(sum(y for _, y in points[36:42]) / 6), round(sum(x for x, _ in points[36:42]) / 6)]
    assert cheek.mean() > 60
    assert pupil.mean() < cheek.mean() - 30
