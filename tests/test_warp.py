from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.animate.atlas import completed
from pipeline.animate.colour import blocked, blocks, doubled, sampled, unblocked
from pipeline.animate.puppet import Puppet
from pipeline.config import AnimatorSpec
from pipeline.encode import fit, frames_of
from pipeline.errors import StageFailed
from pipeline.lanes import open_lanes
from pipeline.types import MOUTH_SHAPES, Motion, Patch, Point, Portrait, Pose, Speech
from tests.fakes.portraits import fake_portrait

TURNS = [
    {"yaw_deg": 7.0}, {"yaw_deg": -7.0}, {"pitch_deg": 6.0}, {"pitch_deg": -6.0}, {"roll_deg": 5.0}, {"roll_deg": -5.0},
    {"yaw_deg": 7.0, "pitch_deg": -6.0, "roll_deg": 5.0, "jaw": 1.0, "breath": 1.0, "shift_x": 0.01},
]  # fmt: skip


def pose(shapes: dict[str, float] | None = None, **rest: float) -> Pose:
    shapes = shapes or {"X": 1.0}
    return Pose(tuple(shapes.get(shape, 0.0) for shape in MOUTH_SHAPES), **rest)


def rgb_of(frame: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(frame, cv2.COLOR_YUV2RGB_I420)


def painted(portrait: Portrait) -> np.ndarray:
    return np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)


def drawn(portrait: Portrait, *poses: Pose) -> list[np.ndarray]:
    puppet = Puppet(portrait)
    return [rgb_of(puppet.draw(p)).astype(int) for p in poses]


def bare(portrait: Portrait) -> Portrait:
    return replace(portrait, mouths=(), lids=(), brows=(), matte=None, backdrop=None)


def at(portrait: Portrait, picture: np.ndarray, points: slice, half: int = 6) -> np.ndarray:
    x, y = np.mean(portrait.landmarks[points], 0).astype(int)
    return picture[y - half : y + half, x - half : x + half]


@pytest.fixture(scope="module")
def portrait() -> Portrait:
    return fake_portrait()


@pytest.fixture(scope="module")
def puppet(portrait: Portrait) -> Puppet:
    return Puppet(portrait)


def test_at_rest_the_portrait_is_seen_as_it_was_painted(portrait: Portrait, puppet: Puppet) -> None:
    frame = puppet.draw(pose()).copy()
    direct = cv2.cvtColor(painted(portrait), cv2.COLOR_RGB2YUV_I420)
    assert np.abs(frame[:512].astype(int) - direct[:512]).max() <= 3
    assert np.abs(rgb_of(frame).astype(int) - painted(portrait)).mean() < 0.8


@pytest.mark.parametrize("shape", MOUTH_SHAPES)
def test_a_pure_shape_is_seen_as_it_was_painted(portrait: Portrait, puppet: Puppet, shape: str) -> None:
    patch = portrait.mouths[MOUTH_SHAPES.index(shape)]
    whole = painted(portrait).copy()
    whole[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = np.frombuffer(
        patch.rgb, np.uint8
    ).reshape(patch.height, patch.width, 3)
    direct = rgb_of(cv2.cvtColor(whole, cv2.COLOR_RGB2YUV_I420)).astype(int)
    assert np.abs(rgb_of(puppet.draw(pose({shape: 1.0}))) - direct).mean() < 0.8


@pytest.mark.parametrize("turn", TURNS)
def test_the_background_stays_still(portrait: Portrait, puppet: Puppet, turn: dict[str, float]) -> None:
    matte = np.frombuffer(portrait.matte or b"", np.uint8).reshape(portrait.height, portrait.width)
    away = cv2.dilate(matte, np.ones((61, 61), np.uint8)) == 0
    rest, turned = rgb_of(puppet.draw(pose())).astype(int), rgb_of(puppet.draw(pose(**turn))).astype(int)
    assert np.abs(rest - turned)[away].max() == 0


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_thing_takes_no_old_background_along(turn: dict[str, float]) -> None:
    plain = fake_portrait(256, atlas=False)
    matte = np.frombuffer(plain.matte or b"", np.uint8).reshape(256, 256)
    share = matte[..., None] / 255
    flat = np.round(share * (210, 150, 120) + (1 - share) * (40, 40, 90)).astype(np.uint8)
    behind = np.broadcast_to(np.array((40, 40, 90), np.uint8), flat.shape).copy()
    luma = Puppet(replace(plain, rgb=flat.tobytes(), backdrop=behind.tobytes())).draw(pose(**turn))[:256].astype(int)
    thing, ground = luma[128, 60], luma[2, 128]
    luma[60:230, 60:200] = thing
    # Every pixel lies between the two: a halo would be darker than the one or lighter than the other.
    assert thing - ground > 60
    assert luma.min() > ground - 8
    assert luma.max() < thing + 12


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("known", [True, False])
def test_a_pose_never_folds_the_picture(portrait: Portrait, turn: dict[str, float], known: bool) -> None:
    puppet = Puppet(portrait if known else bare(portrait))
    sources = puppet._field.moved(pose(**turn)).sources
    across = np.diff(sources[..., 0], axis=1)[:-1]
    along = np.diff(sources[..., 1], axis=0)[:, :-1]
    cross = np.diff(sources[..., 1], axis=1)[:-1] * np.diff(sources[..., 0], axis=0)[:, :-1]
    assert (across * along - cross).min() > 0


def test_turning_is_in_depth_and_not_a_slide(portrait: Portrait, puppet: Puppet) -> None:
    goes = puppet._field.moved(pose(yaw_deg=6.0)).goes
    nose, ear = (puppet._field.at(goes, np.array([[portrait.landmarks[k]]], np.float32))[0, 0, 0] for k in (30, 0))
    assert nose > 8
    assert nose > 1.5 * ear


@pytest.mark.parametrize(
    ("turn", "axis", "sign"),
    [({"yaw_deg": 5.0}, 0, 1), ({"pitch_deg": 5.0}, 1, -1), ({"shift_x": 0.02}, 0, 1), ({"shift_y": 0.02}, 1, 1)],
)
def test_the_nose_goes_where_the_head_turns(
    portrait: Portrait, puppet: Puppet, turn: dict[str, float], axis: int, sign: int
) -> None:
    nose = np.array([[portrait.landmarks[30]]], np.float32)
    assert sign * puppet._field.at(puppet._field.moved(pose(**turn)).goes, nose)[0, 0, axis] > 2


@pytest.mark.parametrize("known", [True, False])
def test_closed_lids_hide_the_eyes_and_looks_move_them(portrait: Portrait, known: bool) -> None:
    portrait = portrait if known else bare(portrait)
    rest, shut, aside = drawn(portrait, pose(), pose(blink=1.0), pose(gaze_x=1.0))
    pupil = slice(36, 42)
    assert at(portrait, rest, pupil).mean() < 100
    assert abs(at(portrait, shut, pupil).mean(axis=(0, 1)) - (217, 130, 79)).max() < 60
    x, y = np.mean(portrait.landmarks[pupil], 0).astype(int)
    dark = [np.argmin(p[y - 3 : y + 4, x - 20 : x + 21].sum((0, 2))) for p in (rest, aside)]
    assert dark[1] - dark[0] >= 4


@pytest.mark.parametrize("known", [True, False])
def test_a_wide_mouth_shows_its_inside(portrait: Portrait, known: bool) -> None:
    portrait = portrait if known else bare(portrait)
    rest, wide = drawn(portrait, pose(), pose({"D": 1.0}, jaw=1.0))
    x, y = np.mean(portrait.landmarks[60:68], 0).astype(int)
    assert rest[y + 10 : y + 20, x - 8 : x + 8].mean() - wide[y + 10 : y + 20, x - 8 : x + 8].mean() > 60


def test_opening_is_gradual(portrait: Portrait, puppet: Puppet) -> None:
    x, y = np.mean(portrait.landmarks[60:68], 0).astype(int)
    dark = []
    for share in np.linspace(0, 1, 9):
        picture = rgb_of(puppet.draw(pose({"A": 1 - share, "D": share}))).astype(int)
        dark.append(int((picture[y - 30 : y + 60, x - 50 : x + 50].sum(2) < 150).sum()))
    assert all(two >= one - 10 for one, two in itertools.pairwise(dark))
    assert max(two - one for one, two in itertools.pairwise(dark)) < 0.5 * dark[-1]


def grey_teeth(portrait: Portrait, picture: np.ndarray) -> float:
    """Share of the mouth that is neither teeth nor tongue, lips nor darkness: half of a row of teeth."""
    x, y = np.mean(portrait.landmarks[60:68], 0).astype(int)
    mouth = picture[y - 20 : y + 45, x - 30 : x + 30].astype(int)
    most = mouth.max(2)
    return float(((np.ptp(mouth, 2) < 0.3 * most) & (most > 70) & (most < 205)).mean())


@pytest.mark.parametrize("pair", list(itertools.combinations("BCDEFGH", 2)), ids="".join)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_no_mix_of_two_mouths_has_grey_teeth(
    portrait: Portrait, puppet: Puppet, pair: tuple[str, str], share: float
) -> None:
    frame = puppet.draw(pose({pair[0]: 1 - share, pair[1]: share}))
    assert grey_teeth(portrait, rgb_of(frame)) < 0.04


@pytest.mark.parametrize("gaze", [-1.0, 1.0])
def test_the_corners_of_an_eye_stay_when_it_looks_aside(portrait: Portrait, puppet: Puppet, gaze: float) -> None:
    rest = rgb_of(puppet.draw(pose())).astype(int)
    aside = rgb_of(puppet.draw(pose(gaze_x=gaze))).astype(int)
    for corner, inward in ((36, 1), (39, -1), (42, 1), (45, -1)):
        x, y = np.round(portrait.landmarks[corner]).astype(int)
        near = slice(y - 3, y + 4), slice(*sorted((x, x + 5 * inward)))
        assert np.abs(rest[near] - aside[near]).mean() < 6


@pytest.mark.parametrize("blink", [0.72, 0.8, 0.88])
def test_no_iris_shows_through_a_lid_that_falls(portrait: Portrait, puppet: Puppet, blink: float) -> None:
    shut = rgb_of(puppet.draw(pose(blink=blink))).astype(int)
    x, y = np.mean(portrait.landmarks[36:42], 0).astype(int)
    iris = shut[y - 10 : y + 4, x - 8 : x + 8]
    assert np.abs(iris - (217, 130, 79)).max(2).mean() < 25


def test_patches_leave_no_seam(portrait: Portrait, puppet: Puppet) -> None:
    patch = portrait.mouths[0]
    frame = rgb_of(puppet.draw(pose({"D": 0.6, "F": 0.4}, yaw_deg=2.0))).astype(int)
    column = frame[patch.top + 10 : patch.top + 90, patch.left - 12 : patch.left + 12]
    assert np.abs(np.diff(column, axis=1)).mean() < 2


def test_the_same_pose_gives_the_same_frame(puppet: Puppet) -> None:
    one = puppet.draw(pose({"C": 0.5, "B": 0.5}, yaw_deg=2, blink=0.4)).copy()
    puppet.draw(pose({"D": 1.0}, yaw_deg=-5))
    assert (puppet.draw(pose({"C": 0.5, "B": 0.5}, yaw_deg=2, blink=0.4)) == one).all()


def test_a_doubled_plane_keeps_its_pixels_and_moves_without_blurring() -> None:
    chance = np.random.default_rng(1)
    plane = cv2.GaussianBlur(chance.integers(0, 255, (64, 64), np.uint8), (0, 0), 1.5)
    fine = doubled(plane)
    assert (fine[::2, ::2] == plane).all()
    grid = np.dstack(np.meshgrid(np.arange(8, 56), np.arange(8, 56))).astype(np.float32)
    sharp = cv2.Laplacian(plane[8:56, 8:56], cv2.CV_64F).var()
    for shift in ((0.5, 0.5), (0.25, 0.0), (0.3, 0.8)):
        moved = sampled(fine, 2 * (grid + np.array(shift, np.float32)))
        assert 0.7 < cv2.Laplacian(moved, cv2.CV_64F).var() / sharp < 1.4


def test_blocks_hold_every_pixel_of_a_plane() -> None:
    plane = np.random.default_rng(1).integers(0, 255, (32, 48), np.uint8)
    again = np.zeros_like(plane)
    unblocked(blocked(plane), again)
    assert (again == plane).all()
    assert (blocks(plane, 0, 1)[::2, ::2] == blocked(plane)).all()


def large(side: int) -> Portrait:
    small = fake_portrait(256, atlas=False, matte=False)
    rgb = cv2.resize(painted(small), (side, side), interpolation=cv2.INTER_CUBIC)
    return Portrait(side, side, rgb.tobytes(), moved_points(small, 0, 0, side / 256))


@pytest.mark.parametrize("make", [lambda: fake_portrait(64), lambda: fake_portrait(255), lambda: large(2048)])
def test_any_size_gives_a_clip_of_a_sensible_one(make: Callable[[], Portrait]) -> None:
    puppet = Puppet(make())
    assert 256 <= puppet.width <= 1024
    assert puppet.width % 2 == 0
    frame = rgb_of(puppet.draw(pose({"D": 1.0}, yaw_deg=3, blink=1.0, gaze_x=0.5)))
    assert frame.std() > 20


def test_a_portrait_that_is_not_square_keeps_its_shape() -> None:
    square = fake_portrait(256)
    tall = np.concatenate([painted(square), painted(square)[-64:]])
    puppet = Puppet(Portrait(256, 320, tall.tobytes(), square.landmarks, square.mouths))
    assert (puppet.width, puppet.height) == (256, 320)
    assert puppet.draw(pose({"E": 1.0}, yaw_deg=4)).shape == (480, 256)


def moved_points(portrait: Portrait, x: float, y: float, scale: float = 1.0) -> tuple[Point, ...]:
    return tuple((px * scale + x, py * scale + y) for px, py in portrait.landmarks)


@pytest.mark.parametrize(("x", "y"), [(-130, 0), (130, 0), (0, -170), (0, 130), (-150, 150)])
def test_a_face_at_the_border_is_still_drawn(x: float, y: float) -> None:
    square = bare(fake_portrait(256))
    frame = drawn(
        replace(square, landmarks=moved_points(square, x * 0.5, y * 0.5)), pose({"D": 1.0}, yaw_deg=5, blink=0.5)
    )
    assert np.isfinite(frame[0]).all()
    assert frame[0].std() > 10


def test_a_profile_is_still_drawn() -> None:
    square = bare(fake_portrait(256))
    narrow = tuple((100 + (x - 100) * 0.25, y) for x, y in square.landmarks)
    frame = drawn(replace(square, landmarks=narrow), pose({"D": 1.0}, yaw_deg=5, blink=1.0, gaze_x=1.0))[0]
    assert frame.std() > 10


@pytest.mark.parametrize(
    "points",
    [
        ((128.0, 128.0),) * 68,
        tuple((float(k), 128.0) for k in range(68)),
        ((float("nan"), 1.0),) * 68,
        ((float("inf"), 1.0),) * 68,
        tuple((1e9 * k, -1e9 * k) for k in range(68)),
        ((1.0, 2.0),) * 5,
        (),
    ],
)
def test_landmarks_that_are_no_face_are_one_clear_error(points: tuple[Point, ...]) -> None:
    with pytest.raises(StageFailed, match="landmarks"):
        Puppet(replace(bare(fake_portrait(256)), landmarks=points))


@pytest.mark.parametrize(
    "broken",
    [
        {"rgb": b"short"},
        {"matte": b"short"},
        {"backdrop": b"short"},
        {"width": 0},
        {"mouths": (Patch(0, 0, 2, 2, bytes(12), ()),)},
    ],
)
def test_a_portrait_that_does_not_fit_itself_is_one_clear_error(broken: dict[str, object]) -> None:
    with pytest.raises(StageFailed, match="paint it anew"):
        Puppet(replace(fake_portrait(256), **broken))


def test_a_patch_outside_its_portrait_is_one_clear_error(portrait: Portrait) -> None:
    outside = tuple(replace(patch, left=500) for patch in portrait.mouths)
    with pytest.raises(StageFailed, match="paint it anew"):
        Puppet(replace(portrait, mouths=outside))


@pytest.mark.parametrize("matte", [0, 255, 3])
def test_a_matte_that_says_nothing_does_no_harm(portrait: Portrait, matte: int) -> None:
    frame = drawn(replace(portrait, matte=bytes([matte]) * 512 * 512), pose({"D": 1.0}, yaw_deg=5))[0]
    assert frame.std() > 10


def test_invented_mouths_meet_at_rest_and_keep_their_border() -> None:
    portrait = bare(fake_portrait())
    whole = completed(portrait)
    assert len(whole.mouths) == 9
    assert len(whole.lids) == len(whole.brows) == 2
    rest = whole.mouths[MOUTH_SHAPES.index("X")]
    for patch in whole.mouths:
        picture, still = (
            np.frombuffer(p.rgb, np.uint8).reshape(p.height, p.width, 3).astype(int) for p in (patch, rest)
        )
        assert np.abs(picture - still)[[0, -1]].mean() < 3
        assert np.isfinite(patch.landmarks).all()
    assert rest.landmarks == tuple((float(np.float32(x)), float(np.float32(y))) for x, y in portrait.landmarks)


def test_invented_teeth_are_white_in_the_brightest_picture() -> None:
    for patch in completed(bare(fake_portrait(body="#fff6ee", ground="#ffffff"))).mouths:
        red, green, blue = np.frombuffer(patch.rgb, np.uint8).reshape(-1, 3).astype(int).T
        assert not ((green - red > 60) | (blue - red > 60)).any()


def test_a_portrait_that_has_everything_is_left_alone(portrait: Portrait) -> None:
    assert completed(portrait) == portrait


async def test_a_portrait_stays_ready_for_the_next_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.animate import warp

    made = []

    class CountedPuppet(Puppet):
        def __init__(self, portrait: Portrait) -> None:
            made.append(portrait)
            super().__init__(portrait)

    monkeypatch.setattr(warp, "Puppet", CountedPuppet)
    speech = fit(Speech("", bytes(2000), 8000), 25)
    motion = Motion(25, (pose(),) * frames_of(speech, 25))
    async with open_lanes() as lanes, warp.open(AnimatorSpec(), lanes) as animator:
        for _ in range(3):
            await animator.animate(fake_portrait(256), speech, motion)
        for first in range(4):
            other = replace(fake_portrait(256), rgb=bytes([first]) + fake_portrait(256).rgb[1:])
            await animator.animate(other, speech, motion)
    assert len(made) == 5
    assert len(animator._ready) <= 4
