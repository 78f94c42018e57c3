"""Finders of faces, and when a found face is the painted one."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.backends import Backend
from pipeline.errors import BackendMissing, ConfigInvalid
from pipeline.paint.faces.finder import FINDERS, SCORE, is_over, open_finder, overlap
from pipeline.paint.faces.measure import EYE_CORNERS, corner_error, distance, thumbnail, without_face
from pipeline.paint.faces.sheet import Tile, contact_sheet
from tests.fakes.finder import a_face
from tests.fakes.portraits import FakeFace, fake_portrait, landmarks

WEIGHTS = Path(__file__).parents[1].parent / "shared" / "models" / "retinaface_mobilenet0.25.pth"
MARKS = landmarks(FakeFace(), 96)


def test_two_equal_boxes_overlap_wholly_and_two_apart_not_at_all():
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert overlap((0, 0, 10, 10), (10, 0, 20, 10)) == 0
    assert overlap((0, 0, 10, 10), (5, 0, 15, 10)) == pytest.approx(1 / 3)


def test_an_empty_box_overlaps_nothing():
    assert overlap((5, 5, 5, 5), (0, 0, 10, 10)) == 0


def test_a_face_at_its_landmarks_is_over_them():
    assert is_over(a_face(), MARKS)


def test_a_face_beside_its_landmarks_is_not_over_them():
    assert not is_over(a_face(shift=30), MARKS)


def test_a_box_around_the_whole_picture_is_not_over_a_small_face():
    small = [(40 + x / 8, 40 + y / 8) for x, y in MARKS]
    assert not is_over(a_face(), small)


def test_a_corner_error_is_a_share_of_the_distance_between_the_eyes():
    between = MARKS[45][0] - MARKS[36][0]
    moved = [(x + 0.1 * between, y) for x, y in MARKS]
    assert corner_error(moved, MARKS, EYE_CORNERS) == pytest.approx(0.1)


def test_black_and_white_are_a_hundred_apart():
    black, white = np.zeros((64, 64, 3), np.uint8), np.full((64, 64, 3), 255, np.uint8)
    assert distance(thumbnail(black), thumbnail(white)) == pytest.approx(100, abs=0.5)
    assert distance(thumbnail(black), thumbnail(black)) == 0


def test_a_face_that_is_smoothed_away_leaves_the_rest_as_it_was():
    portrait = fake_portrait(96)
    picture = np.frombuffer(portrait.rgb, np.uint8).reshape(96, 96, 3)
    bare = without_face(picture, MARKS)
    assert np.array_equal(bare[:8], picture[:8])
    steps = [np.abs(np.diff(each[36:60, 30:66].astype(int), axis=1)).max() for each in (bare, picture)]
    assert steps[0] < steps[1] / 4
    assert np.array_equal(without_face(picture, [(-50.0, -50.0)] * 68), picture)


def test_a_contact_sheet_stays_below_its_limit():
    noise = np.random.default_rng(0).integers(0, 255, (128, 128, 3), np.uint8)
    sheet = contact_sheet([[Tile(noise, "a very long description of noise", good=False)] * 12] * 8, 90_000)
    assert sheet.startswith(b"\x89PNG")
    assert len(sheet) <= 90_000


def test_a_contact_sheet_of_nothing_is_a_picture():
    assert contact_sheet([]).startswith(b"\x89PNG")


async def test_an_unknown_detector_is_refused_with_the_known_ones():
    with pytest.raises(ConfigInvalid, match=r"psychic.*mediapipe, retinaface, retinaface-mobile"):
        await open_finder("psychic").__aenter__()


async def test_a_detector_without_its_library_names_the_extra(monkeypatch):
    monkeypatch.setitem(FINDERS, "far", Backend("pipeline.paint.faces.far", "faces", ("no_such_library",)))
    with pytest.raises(BackendMissing, match=r"\.\[faces\]"):
        await open_finder("far").__aenter__()


def flat_cartoon() -> np.ndarray:
    """A coloured circle with two dots and a curve, without any shading."""
    import cv2

    ink = (20, 20, 20)
    picture = np.full((512, 512, 3), 255, np.uint8)
    cv2.circle(picture, (256, 256), 120, (200, 60, 60), -1, cv2.LINE_AA)
    for x in (213, 299):
        cv2.circle(picture, (x, 224), 14, ink, -1, cv2.LINE_AA)
    cv2.ellipse(picture, (256, 268), (56, 48), 0, 20, 160, ink, 5, cv2.LINE_AA)
    return picture


@pytest.fixture
async def mobile():
    pytest.importorskip("torch").set_num_threads(1)
    if not WEIGHTS.exists():
        pytest.skip("the measuring weights are not here")
    async with open_finder("retinaface-mobile", WEIGHTS) as finder:
        yield finder


@pytest.mark.models
async def test_retinaface_finds_a_drawn_face_where_it_was_drawn(mobile):
    portrait = fake_portrait(512)
    picture = np.frombuffer(portrait.rgb, np.uint8).reshape(512, 512, 3)
    best = mobile.find(picture)[0]
    assert best.score > SCORE
    assert is_over(best, portrait.landmarks)
    nose = np.array(best.points[2]) - portrait.landmarks[30]
    assert np.abs(nose).max() < 40


@pytest.mark.models
async def test_retinaface_finds_the_astronaut(mobile):
    picture = pytest.importorskip("skimage.data").astronaut()
    best, *others = mobile.find(picture)
    assert best.score > 0.99
    assert overlap(best.box, (178, 60, 272, 176)) > 0.8
    assert all(other.score < 0.5 for other in others)


@pytest.mark.models
async def test_retinaface_does_not_believe_a_small_flat_cartoon(mobile):
    assert all(face.score < 0.5 for face in mobile.find(flat_cartoon()))


@pytest.mark.models
@pytest.mark.parametrize("shape", [(0, 0, 3), (1, 1, 3), (3, 700, 3), (2000, 40, 3)])
async def test_retinaface_looks_at_any_size(mobile, shape):
    assert all(face.score < 0.5 for face in mobile.find(np.zeros(shape, np.uint8)))


@pytest.mark.models
@pytest.mark.parametrize("kept", [0, 10, 1000, 400_000, 1_786_000])
async def test_truncated_weights_are_named_in_one_sentence(tmp_path, kept):
    pytest.importorskip("torch")
    if not WEIGHTS.exists():
        pytest.skip("the measuring weights are not here")
    path = tmp_path / "short.pth"
    path.write_bytes(WEIGHTS.read_bytes()[:kept])
    with pytest.raises(ConfigInvalid, match=r"short\.pth") as caught:
        await open_finder("retinaface-mobile", path).__aenter__()
    assert "\n" not in str(caught.value)


@pytest.mark.models
@pytest.mark.parametrize("wrong", [{"conv.weight": "tensor"}, ["tensor"], {"conv.weight": "text"}, "text"])
async def test_weights_of_something_else_are_named_in_one_sentence(tmp_path, wrong):
    torch = pytest.importorskip("torch")
    path = tmp_path / "other.pth"
    stored = {"tensor": torch.zeros(3), "text": "nothing"}
    made = {key: stored[value] for key, value in wrong.items()} if isinstance(wrong, dict) else wrong
    torch.save(made, path)
    with pytest.raises(ConfigInvalid, match=r"other\.pth") as caught:
        await open_finder("retinaface-mobile", path).__aenter__()
    assert "\n" not in str(caught.value)


@pytest.mark.models
async def test_weights_that_would_run_code_are_not_read(tmp_path):
    import pickle

    pytest.importorskip("torch")
    path = tmp_path / "code.pth"
    path.write_bytes(pickle.dumps(Path("harmless"), protocol=2))
    with pytest.raises(ConfigInvalid, match=r"code\.pth"):
        await open_finder("retinaface-mobile", path).__aenter__()


@pytest.mark.models
async def test_missing_and_unnamed_weights_are_named_in_one_sentence(tmp_path):
    pytest.importorskip("torch")
    for path in (None, tmp_path / "absent.pth", tmp_path):
        with pytest.raises(ConfigInvalid, match="weights"):
            await open_finder("retinaface-mobile", path).__aenter__()


@pytest.mark.models
async def test_weights_with_a_nan_are_not_used(tmp_path):
    torch = pytest.importorskip("torch")
    if not WEIGHTS.exists():
        pytest.skip("the measuring weights are not here")
    state = torch.load(WEIGHTS, map_location="cpu", weights_only=True)
    state["ClassHead.0.conv1x1.bias"][0] = float("nan")
    torch.save(state, tmp_path / "nan.pth")
    with pytest.raises(ConfigInvalid, match="no numbers"):
        await open_finder("retinaface-mobile", tmp_path / "nan.pth").__aenter__()


@pytest.mark.models
@pytest.mark.filterwarnings("ignore")
async def test_mediapipe_finds_a_drawn_face_and_its_corners():
    pytest.importorskip("mediapipe")
    portrait = fake_portrait(512)
    async with open_finder("mediapipe") as finder:
        faces = finder.find(np.frombuffer(portrait.rgb, np.uint8).reshape(512, 512, 3))
        nothing = finder.find(np.zeros((64, 64, 3), np.uint8))
    assert nothing == ()
    assert is_over(faces[0], portrait.landmarks)
    assert len(faces[0].landmarks) == 68
    assert corner_error(faces[0].landmarks, portrait.landmarks, EYE_CORNERS) < 0.15
