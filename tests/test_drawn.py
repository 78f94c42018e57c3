from __future__ import annotations

import random
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.catalog import read_catalog
from pipeline.errors import StageFailed
from pipeline.lanes import Stopped
from pipeline.lexicon import MOODS
from pipeline.paint.drawn.brush import Brush, extent
from pipeline.paint.drawn.colour import clamp, from_lab, lightness, mix, to_lab, turn
from pipeline.paint.drawn.features import Features, features
from pipeline.paint.drawn.frame import Frame
from pipeline.paint.drawn.manner import MANNERS, manner_of
from pipeline.paint.drawn.model import Body, FacePlace
from pipeline.paint.drawn.painter import Sketch, finish
from pipeline.paint.drawn.render import render
from pipeline.paint.landmarks import brow_height, eye_opening, flaw, mouth_opening
from pipeline.types import Portrait

SIZE = 192
BALL = "M256 60 C 400 60 440 180 430 300 C 425 420 350 470 256 470 C 160 470 85 420 82 300 C 72 180 112 60 256 60 Z"
PLACE = FacePlace(256, 280, 240, 220)


def ball(style: str, place: FacePlace = PLACE, mood: str = "gentle", size: int = SIZE) -> Portrait:
    brush = Brush(manner_of(style))
    body = Body(brush.shape(BALL, "#c8743a", "fruit"), "", place, "#c8743a", "fruit")
    face = features((mood,), "", "", random.Random(1))
    return finish(Sketch(body, brush.wash("#9ad0e8", "#f0d9a0"), face), brush, size, 1, lambda: None)


def pixels(portrait: Portrait) -> NDArray[np.uint8]:
    return np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)


def test_every_style_of_the_catalogue_has_its_manner() -> None:
    keys = {style.key for style in read_catalog().styles if style.painter == "drawn"}
    assert keys == set(MANNERS)
    assert len(keys) >= 5


def test_an_unknown_manner_is_the_first_one() -> None:
    assert manner_of("no such thing") is MANNERS["gouache"]


def test_styles_differ_at_a_glance() -> None:
    small = [pixels(ball(key))[::12, ::12].astype(float) for key in MANNERS]
    apart = [np.abs(a - b).mean() for i, a in enumerate(small) for b in small[:i]]
    assert min(apart) > 4


@pytest.mark.parametrize("style", MANNERS)
def test_lids_brows_and_lips_move_in_every_style(style: str) -> None:
    portrait = ball(style)
    half, closed = (eye_opening(p.landmarks) for p in portrait.lids)
    raised, lowered = (brow_height(p.landmarks) for p in portrait.brows)
    assert closed < 0.02 < half < eye_opening(portrait.landmarks)
    assert lowered < brow_height(portrait.landmarks) < raised
    assert mouth_opening(portrait.landmarks) < 0.02 < mouth_opening(portrait.mouths[3].landmarks)
    assert len({p.rgb for p in portrait.mouths}) == 9


def test_the_jaw_falls_with_the_widest_shape() -> None:
    portrait = ball("clay")
    assert portrait.mouths[3].landmarks[8][1] > portrait.landmarks[8][1] + 0.01 * SIZE
    assert portrait.mouths[3].landmarks[0] == portrait.landmarks[0]


@pytest.mark.parametrize("hair", [{}, {"beard": True, "moustache": 2}, {"moustache": 1, "lift": 18.0}])
def test_a_tilted_face_keeps_its_seams_closed(hair: dict[str, Any]) -> None:
    brush = Brush(manner_of("ink"))
    body = Body(brush.shape(BALL, "#c8743a", "fruit"), "", FacePlace(250, 285, 230, 200, 14), "#c8743a", "fruit")
    face = replace(features(("grumpy",), "old", "masculine", random.Random(1)), **hair)
    portrait = finish(Sketch(body, brush.wash("#9ad0e8", "#f0d9a0"), face), brush, SIZE, 1, lambda: None)
    assert flaw(portrait.landmarks, SIZE, SIZE) == ""
    for patch in (*portrait.mouths, *portrait.lids, *portrait.brows):
        inside = np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3).astype(int)
        under = pixels(portrait)[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width]
        apart = np.abs(inside - under).max(axis=2)
        assert max(apart[0].max(), apart[-1].max(), apart[:, 0].max(), apart[:, -1].max()) <= 1


@pytest.mark.parametrize(
    "place",
    [
        FacePlace(0, 0, 300, 300),
        FacePlace(256, 256, 1, 1),
        FacePlace(500, 500, 900, 20),
        FacePlace(256, 256, 80, 500, 90),
    ],
)
def test_no_place_breaks_the_painter(place: FacePlace) -> None:
    portrait = ball("gouache", place, size=128)
    assert len(portrait.rgb) == 128 * 128 * 3
    assert len(portrait.mouths) == 9


def test_sizes_scale_the_same_face() -> None:
    small, large = ball("paper", size=128), ball("paper", size=256)
    assert np.allclose(np.array(large.landmarks), 2 * np.array(small.landmarks), atol=0.01)


def test_work_that_nobody_waits_for_stops() -> None:
    def stopped() -> None:
        raise Stopped

    brush = Brush(manner_of("clay"))
    sketch = Sketch(Body("", "", PLACE, "#808080", ""), brush.wash("#808080", "#808080"), Features())
    with pytest.raises(Stopped):
        finish(sketch, brush, SIZE, 1, stopped)


def test_the_matte_is_the_thing_and_the_backdrop_what_is_behind_it() -> None:
    portrait = ball("clay")
    matte = np.frombuffer(portrait.matte or b"", np.uint8).reshape(SIZE, SIZE)
    backdrop = np.frombuffer(portrait.backdrop or b"", np.uint8).reshape(SIZE, SIZE, 3)
    assert matte[SIZE // 2, SIZE // 2] == 255
    assert matte[2, 2] == 0
    assert np.abs(backdrop[2, 2].astype(int) - pixels(portrait)[2, 2]).max() <= 1


def test_a_cheerful_mouth_curves_up_and_a_grumpy_one_down() -> None:
    cheerful, grumpy = ball("clay", mood="cheerful").landmarks, ball("clay", mood="grumpy").landmarks
    assert cheerful[48][1] < cheerful[62][1] - 0.01 * SIZE
    assert grumpy[48][1] > grumpy[62][1] + 0.01 * SIZE


def test_moods_make_faces_of_their_own() -> None:
    faces = {mood: features((mood,), "", "", random.Random(5)) for mood in MOODS}
    assert len({(f.lift, f.brow_slope, f.openness, f.mouth_half) for f in faces.values()}) == len(MOODS)


def test_children_have_larger_eyes_and_the_old_have_wrinkles() -> None:
    child, old = features((), "child", "", random.Random(5)), features((), "old", "", random.Random(5))
    assert child.eye_up > old.eye_up
    assert child.nose_half < old.nose_half
    assert old.wrinkles > 0.5
    assert child.moustache == 0


def test_unknown_moods_and_ages_are_a_plain_face() -> None:
    assert features(("<b>",), "x", "y", random.Random(5)) == features((), "", "", random.Random(5))


def test_features_are_numbers_within_bounds() -> None:
    for mood in MOODS:
        face = features((mood, "grumpy"), "old", "masculine", random.Random(mood))
        assert 0.4 <= face.openness <= 1.1
        assert all(abs(getattr(face, f.name)) < 200 for f in fields(face) if f.type == "float")


def test_colours_come_back_from_lab() -> None:
    for colour in ("#000000", "#ffffff", "#c8743a", "#123456", "#00ff00"):
        assert from_lab(to_lab(colour)) == colour


def test_mixing_and_clamping_keep_what_they_should() -> None:
    assert mix("#102030", "#405060", 0) == "#102030"
    assert mix("#102030", "#405060", 1) == "#405060"
    assert 0.38 < lightness(clamp("#000000", 0.4, 0.9)) < 0.42
    assert turn("#c8743a", 360) == "#c8743a"


def test_extent_reads_absolute_and_relative_paths() -> None:
    assert extent("M10 20 L30 5 H50 V60 Z") == (10, 5, 50, 60)
    assert extent("m10 20 l20-15 h20 v55 z") == (10, 5, 50, 60)
    assert extent("M0 0C10 50 20-50 30 0") == (0, -50, 30, 50)
    assert extent("") == (0, 0, 0, 0)


@pytest.mark.parametrize("style", MANNERS)
def test_every_stroke_of_every_brush_is_svg(style: str) -> None:
    brush = Brush(manner_of(style))
    strokes = (
        brush.wash("#88aacc", "#ccaa88", glow="#ffee99")
        + brush.shadow(256, 400, 100, 20)
        + brush.shape(BALL, "#ffffff", "metal")
        + brush.shape(BALL, "#000000", "glass", volume=0, outline=False, opacity=0.4)
        + brush.inside(BALL, brush.flat("M0 0H512V40H0Z", "#ff0000", edge=True))
        + brush.line("M10 10L200 200", "#336699", 14, outlined=True)
        + brush.group(brush.glow(100, 100, 40, "#ffff00"), "translate(4 4)", 0.5)
        + brush.soft("M10 10H60V60Z", "#112233", 3)
        + brush.shape("", "#112233")
    )
    assert render(strokes, 64)[..., 3].min() == 255


def test_elements_that_are_no_svg_are_a_failed_stage() -> None:
    with pytest.raises(StageFailed):
        render("<g>", 64)


def test_a_part_is_the_same_pixels_as_the_whole() -> None:
    ellipse = Brush(manner_of("clay")).blob(256, 256, 60, 40, "#ff0000", 0.8, tilt_deg=20)
    whole, part = render(ellipse, 512), render(ellipse, 512, (180, 190, 150, 130))
    assert np.array_equal(whole[190:320, 180:330], part)


def test_a_frame_puts_the_jaw_as_wide_as_the_place() -> None:
    frame = Frame(FacePlace(200, 300, 240, 225))
    left, right = frame.at(-100, -80), frame.at(100, -80)
    assert right[0] - left[0] == pytest.approx(240, rel=0.02)
    assert frame.at(0, 0) == (200, 300)
