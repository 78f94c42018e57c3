"""Making room for a drawn face in a painted picture."""

import numpy as np
import pytest

from pipeline.backends import open_backend
from pipeline.config import PainterSpec
from pipeline.lanes import open_lanes
from pipeline.paint.blending import around, place_of, softened
from pipeline.paint.drawn.model import CANVAS
from pipeline.paint.landmark_face import face
from pipeline.paint.landmarks import eye_distance, flaw
from pipeline.paint.layouts import memory
from tests.contracts.test_painters import STYLES, persona

SIDE = 256
LAYOUTS = {layout.id: layout for layout in memory()}
POINTS = LAYOUTS["frontal"].at(SIDE)


def test_a_face_is_softened_away_and_the_rest_stays():
    picture = face(POINTS, SIDE)
    bare = softened(picture, POINTS)
    x, y = (round(sum(p[axis] for p in POINTS[36:42]) / 6) for axis in (0, 1))
    eye = (slice(y - 6, y + 6), slice(x - 8, x + 8))
    assert bare[eye].std() < 0.4 * picture[eye].std()
    assert np.array_equal(bare[:16], picture[:16])
    assert np.array_equal(bare[-16:], picture[-16:])


def test_the_patch_over_a_face_fades_outwards():
    cover = around(POINTS, SIDE)
    assert cover.max() == pytest.approx(1.0, abs=0.01)
    assert cover[0].max() == 0
    assert np.abs(np.diff(cover, axis=0)).max() < 0.15


@pytest.mark.parametrize("name", ["frontal", "child", "long", "tilted", "turned-left"])
async def test_a_face_is_drawn_where_the_landmarks_are(name):
    marks = LAYOUTS[name].at(SIDE)
    picture = face(marks, SIDE, "#7fae4a")
    async with open_lanes(1) as lanes, open_backend("painter", PainterSpec(size=SIDE), lanes) as drawn:
        portrait = await drawn.draw_onto(picture, marks, persona("a grumpy teapot"), STYLES[0], 1)
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""
    assert len(portrait.mouths) == 9
    ours, theirs = (np.array(points)[[39, 42, 48, 54]].mean(0) for points in (portrait.landmarks, marks))
    assert np.hypot(*(ours - theirs)) < 0.2 * eye_distance(marks)


def test_a_tilted_face_gets_a_tilted_place():
    assert place_of(LAYOUTS["tilted"].at(SIDE), SIDE).tilt_deg == pytest.approx(7, abs=1.5)
    straight = place_of(POINTS, SIDE)
    assert straight.tilt_deg == pytest.approx(0, abs=0.1)
    assert straight.cx == pytest.approx(CANVAS / 2, abs=1)
