"""What every animator promises."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace

import numpy as np
import pytest

from pipeline.backends import open_backend
from pipeline.config import AnimatorSpec
from pipeline.encode import fit, frames_of
from pipeline.errors import StageFailed
from pipeline.ffmpeg import find_ffmpeg
from pipeline.joining import join
from pipeline.lanes import Lanes, open_lanes
from pipeline.stages import Animator
from pipeline.types import MOUTH_SHAPES, Motion, Pose, Speech
from tests.fakes.portraits import fake_portrait

FPS = 25
REST = Pose(tuple(float(shape == "X") for shape in MOUTH_SHAPES))
WIDE = Pose(tuple(float(shape == "D") for shape in MOUTH_SHAPES), jaw=1.0)
SPEECH = fit(Speech("ah", bytes(2 * 22050 * 2 // 5), 22050), FPS)


@pytest.fixture
async def lanes() -> AsyncIterator[Lanes]:
    async with open_lanes() as opened:
        yield opened


@pytest.fixture(params=["warp"])
async def animator(request: pytest.FixtureRequest, lanes: Lanes) -> AsyncIterator[Animator]:
    async with open_backend("animator", AnimatorSpec(backend=request.param), lanes) as opened:
        yield opened


def motion(*poses: Pose) -> Motion:
    return Motion(FPS, tuple(poses) or (REST,) * frames_of(SPEECH, FPS))


def decoded(h264: bytes, width: int, height: int) -> np.ndarray:
    command = [find_ffmpeg(), "-v", "error", "-f", "h264", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(command, input=h264, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)


async def test_a_take_has_one_frame_per_pose(animator: Animator) -> None:
    portrait = fake_portrait(256)
    take = await animator.animate(portrait, SPEECH, motion())
    assert take.frames == frames_of(SPEECH, FPS)
    assert (take.width, take.height, take.fps) == (256, 256, FPS)
    assert decoded(take.h264, 256, 256).shape[0] == take.frames


async def test_a_take_begins_with_parameter_sets_and_an_idr_picture(animator: Animator) -> None:
    take = await animator.animate(fake_portrait(256), SPEECH, motion())
    kinds = [take.h264[k + 3] & 31 for k in range(len(take.h264) - 4) if take.h264[k : k + 3] == b"\0\0\1"]
    assert kinds[:2] == [7, 8]
    assert next(kind for kind in kinds if kind in (1, 5)) == 5


async def test_at_rest_the_portrait_is_seen_as_it_was_painted(animator: Animator) -> None:
    portrait = fake_portrait(256)
    frames = decoded((await animator.animate(portrait, SPEECH, motion())).h264, 256, 256)
    painted = np.frombuffer(portrait.rgb, np.uint8).reshape(256, 256, 3)
    assert np.abs(frames[0].astype(int) - painted).mean() < 4


async def test_an_open_mouth_is_seen(animator: Animator) -> None:
    portrait = fake_portrait(256)
    frames = decoded((await animator.animate(portrait, SPEECH, motion(REST, WIDE, WIDE))).h264, 256, 256)
    x, y = np.mean(portrait.landmarks[60:68], 0).astype(int)
    at_mouth = frames[:, y : y + 16, x - 10 : x + 10].astype(int).mean((1, 2, 3))
    assert at_mouth[0] - at_mouth[2] > 30


async def test_two_takes_join_into_one_clip(animator: Animator, lanes: Lanes) -> None:
    portrait = fake_portrait(256)
    takes = [await animator.animate(portrait, SPEECH, motion()) for _ in range(2)]
    clip = await join(takes, [SPEECH, SPEECH], lanes)
    assert clip.seconds == pytest.approx(2 * SPEECH.seconds)


async def test_a_motion_without_poses_is_one_clear_error(animator: Animator) -> None:
    with pytest.raises(StageFailed, match="poses"):
        await animator.animate(fake_portrait(256), SPEECH, Motion(FPS, ()))


async def test_a_portrait_without_a_face_is_one_clear_error(animator: Animator) -> None:
    portrait = replace(fake_portrait(256, atlas=False), landmarks=((5.0, 5.0),) * 68)
    with pytest.raises(StageFailed, match="face"):
        await animator.animate(portrait, SPEECH, motion())


async def test_cancelling_ends_the_work(animator: Animator, lanes: Lanes) -> None:
    work = asyncio.create_task(animator.animate(fake_portrait(256), SPEECH, motion(*(REST,) * 100_000)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await lanes.of("cpu").run(lambda _stop: True)


async def test_two_replies_of_one_character_do_not_disturb_each_other(animator: Animator) -> None:
    portrait = fake_portrait(256)
    one, two = motion(*(REST,) * 10), motion(*(WIDE,) * 10)
    alone = [await animator.animate(portrait, SPEECH, m) for m in (one, two)]
    together = await asyncio.gather(*(animator.animate(portrait, SPEECH, m) for m in (one, two)))
    assert [t.h264 for t in together] == [t.h264 for t in alone]
