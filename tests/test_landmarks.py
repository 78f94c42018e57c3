import math

from pipeline.paint.landmarks import COUNT, brow_height, eye_distance, eye_opening, flaw, mouth_opening
from pipeline.types import Point


def _ring(cx: float, cy: float, rx: float, ry: float, turns: tuple[int, ...]) -> list[Point]:
    return [(cx + rx * math.cos(math.radians(t)), cy + ry * math.sin(math.radians(t))) for t in turns]


def face(mouth: float = 4.0, eye: float = 5.0) -> list[Point]:
    """A plain upright face in a picture of 200 by 200."""
    eye_turns, lips = (180, 240, 300, 0, 60, 120), (180, 210, 240, 270, 300, 330, 0, 30, 60, 90, 120, 150)
    return [
        *_ring(100, 54, 70, 112, tuple(180 - 11 * i for i in range(17))),
        *((60.0 + 6 * i, 40.0) for i in range(5)),
        *((116.0 + 6 * i, 40.0) for i in range(5)),
        *((100.0, 56.0 + 12 * i) for i in range(4)),
        *((92.0 + 4 * i, 100.0) for i in range(5)),
        *_ring(72, 54, 14, eye, eye_turns),
        *_ring(128, 54, 14, eye, eye_turns),
        *_ring(100, 130, 26, mouth + 8, lips),
        *_ring(100, 130, 22, mouth, (180, 225, 270, 315, 0, 45, 90, 135)),
    ]


def test_a_face_has_no_flaw() -> None:
    assert len(face()) == COUNT
    assert flaw(face(), 200, 200) == ""


def test_measures_follow_what_moves() -> None:
    assert eye_distance(face()) == 84
    assert mouth_opening(face(mouth=12)) > 2 * mouth_opening(face(mouth=4))
    assert eye_opening(face(eye=1)) < 0.1 < eye_opening(face(eye=6))
    assert 0.1 < brow_height(face()) < 0.25


def test_too_few_points_are_a_flaw() -> None:
    assert flaw(face()[:67], 200, 200) == "67 points instead of 68"


def test_points_without_a_place_are_a_flaw() -> None:
    points = face()
    points[40] = (math.nan, 4.0)
    assert flaw(points, 200, 200) == "a point without a place"


def test_a_feature_outside_the_picture_is_a_flaw() -> None:
    assert flaw(face(), 200, 120) == "a feature outside the picture"


def test_a_face_on_one_spot_is_a_flaw() -> None:
    assert flaw([(9.0, 9.0)] * COUNT, 200, 200) == "eyes on one spot"


def test_a_face_upside_down_is_a_flaw() -> None:
    assert flaw([(x, 199 - y) for x, y in face()], 200, 200) == "a face upside down or mirrored"
