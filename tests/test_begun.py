"""Takes that are begun before their sentence is whole."""

import asyncio
import subprocess
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from pipeline.animate import warp
from pipeline.animate.begun import APART, certain, continued, fits
from pipeline.animate.plan import plan
from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import AnimatorSpec, SpeakerSpec
from pipeline.errors import StageFailed
from pipeline.ffmpeg import find_ffmpeg
from pipeline.lanes import open_lanes
from pipeline.pace import pace
from pipeline.speak.pool import open_speaker
from pipeline.stages import Begins, Drafts
from pipeline.types import MOUTH_SHAPES, Motion, Phone, Pose, Speech
from tests.fakes.portraits import fake_portrait

FPS = 25
SENTENCE = "Yesterday the cat knocked me off the table again, and I still have a crack in my handle."


def pose(shape: str = "X", **changes: float) -> Pose:
    return Pose(tuple(float(other == shape) for other in MOUTH_SHAPES), **changes)


def motion(shapes: str) -> Motion:
    return Motion(FPS, tuple(pose(shape) for shape in shapes))


def tracks(poses: Sequence[Pose]) -> np.ndarray:
    return np.array([(*p.mouth, p.jaw, p.yaw_deg, p.pitch_deg, p.brow) for p in poses])


def decoded(h264: bytes, side: int) -> np.ndarray:
    command = [find_ffmpeg(), "-v", "error", "-f", "h264", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    raw = subprocess.run(command, input=h264, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, side, side).astype(int)


@pytest.fixture
async def lanes():
    async with open_lanes(2) as opened:
        yield opened


@pytest.fixture
async def animator(lanes):
    async with open_backend("animator", AnimatorSpec(), lanes) as opened:
        yield opened


# --------------------------------------------------------------------------------------------------------------- poses


def test_lips_may_be_a_frame_early_or_late_but_not_two():
    planned = motion("XXXXDDDDXXXX").poses
    assert fits(motion("XXXDDDDX").poses, planned)
    assert fits(motion("XXXXXDDD").poses, planned)
    assert not fits(motion("XXDDDDXX").poses, planned)
    assert not fits(motion("XXXXFFFF").poses, planned)


def test_a_closure_is_shown_when_it_is_heard():
    planned = motion("XXDDADDXX").poses
    assert fits(motion("XXDDADD").poses, planned)
    assert not fits(motion("XXDDDAD").poses, planned)
    assert not fits(motion("XXDADDD").poses, planned)


def test_more_than_the_whole_sentence_does_not_fit():
    assert not fits(motion("XXXX").poses, motion("XXX").poses)
    assert fits((), ())


def test_a_plan_is_come_over_to_without_a_jump():
    shown = [pose(yaw_deg=3.0, brow=0.5)] * 10
    rest = continued(shown, [pose()] * 40)
    assert len(rest) == 30
    turned = [3.0, *(p.yaw_deg for p in rest)]
    assert np.abs(np.diff(turned)).max() < 0.5
    assert rest[-1] == pose()
    assert continued([], [pose()] * 3) == [pose()] * 3


def test_what_is_come_over_to_is_still_a_pose():
    rest = continued([pose("D", jaw=1.0, blink=1.0, brow=1.0)] * 3, [pose("D")] * 3 + [pose("F", brow=0.9)] * 20)
    for one in rest:
        assert sum(one.mouth) == pytest.approx(1)
        assert min(one.mouth) >= 0
        assert 0 <= one.jaw <= 1
        assert 0 <= one.blink <= 1
        assert -1 <= one.brow <= 1


def test_of_a_draft_its_end_is_not_certain():
    said = Speech("", bytes(2 * 16000 * 2), 16000, (Phone("a", 0.0, 1.6), Phone("", 1.6, 2.0)))
    assert 20 <= certain(said, FPS) <= 35
    assert certain(replace(said, phones=()), FPS) == 0
    assert certain(replace(said, phones=(Phone("a", 0.0, 0.2),)), FPS) == 0


# --------------------------------------------------------------------------------------------------- the real speaker


async def test_drafts_move_lips_as_the_whole_sentence_does(lanes):
    voice = read_catalog().voice("en-gruff-m")
    words = SENTENCE.split()
    async with open_speaker(SpeakerSpec(), lanes) as speaker:
        assert isinstance(speaker, Drafts)
        whole = plan(pace(await speaker.speak(voice, SENTENCE), FPS, first=True), fps=FPS)
        shown: list[Pose] = []
        for count in range(3, len(words), 3):
            draft = pace(await speaker.draft(voice, " ".join(words[:count])), FPS, first=True)
            planned = plan(draft, fps=FPS).poses
            assert fits(shown, planned)
            shown += continued(shown, planned)[: max(0, certain(draft, FPS) - len(shown))]
    assert len(shown) > 0.6 * len(whole.poses)
    assert fits(shown, whole.poses)
    steps = np.abs(np.diff(tracks([*shown, *continued(shown, whole.poses)]), axis=0)).max(0)
    # Coming over from draft to draft is no wilder than talking is.
    assert (steps <= 1.6 * np.abs(np.diff(tracks(whole.poses), axis=0)).max(0) + 0.05).all()
    away = np.abs(tracks(shown)[:, : len(MOUTH_SHAPES)] - tracks(whole.poses[: len(shown)])[:, : len(MOUTH_SHAPES)])
    assert np.quantile(away.max(1), 0.75) < APART / 2


async def test_a_voice_whose_engine_takes_its_time_has_no_drafts(lanes):
    voice = replace(read_catalog().voice("en-gruff-m"), engine="coqui")
    async with open_speaker(SpeakerSpec(), lanes) as speaker:
        assert await speaker.draft(voice, "Once upon") is None


# ------------------------------------------------------------------------------------------------------------- takes


async def test_a_begun_take_has_every_frame_once(animator):
    assert isinstance(animator, Begins)
    portrait, whole = fake_portrait(256), motion("X" * 10 + "D" * 20 + "X" * 10)
    begun = animator.begin(portrait)
    try:
        await begun.go_on(motion("X" * 10 + "D" * 6), 8)
        await begun.go_on(motion("X" * 10 + "D" * 12), 18)
        await begun.finish(Speech("", b"", 16000), whole)
        take = await begun.take()
    finally:
        begun.close()
    alone = await animator.animate(portrait, Speech("", b"", 16000), whole)
    assert take.frames == alone.frames == 40
    one, other = decoded(take.h264, 256), decoded(alone.h264, 256)
    assert one.shape == other.shape == (40, 256, 256)
    assert np.abs(one - other).mean() < 0.5
    assert take.poster == alone.poster


async def test_what_does_not_fit_is_drawn_again(animator):
    portrait, whole = fake_portrait(256), motion("X" * 10 + "D" * 10)
    begun = animator.begin(portrait)
    try:
        await begun.go_on(motion("D" * 15), 12)
        await begun.finish(Speech("", b"", 16000), whole)
        take = await begun.take()
    finally:
        begun.close()
    alone = await animator.animate(portrait, Speech("", b"", 16000), whole)
    assert take == alone


async def test_an_encoder_that_dies_in_a_draft_can_be_tried_again(animator, monkeypatch):
    begun = animator.begin(fake_portrait(256))
    try:
        await begun.go_on(motion("X" * 10), 6)
        begun._encoder._process.kill()
        with pytest.raises(StageFailed):
            await begun.finish(Speech("", b"", 16000), motion("X" * 60))
        await begun.finish(Speech("", b"", 16000), motion("X" * 60))
        assert (await begun.take()).frames == 60
    finally:
        begun.close()


async def test_the_next_take_is_drawn_while_the_last_is_encoded(animator):
    portrait, takes = fake_portrait(256), []
    for shapes in ("X" * 10 + "D" * 30, "X" * 30):
        takes.append(animator.begin(portrait))
        await takes[-1].go_on(Motion(FPS, ()), 0)
        await takes[-1].finish(Speech("", b"", 16000), motion(shapes))
    frames = [(await take.take()).frames for take in takes]
    for take in takes:
        take.close()
    assert frames == [40, 30]
    # One puppet drew both.
    assert len(animator._ready) == 1


async def test_a_take_of_which_nothing_was_drawn_is_one_sentence(animator):
    begun = animator.begin(fake_portrait(256))
    with pytest.raises(StageFailed, match="Nothing was rendered"):
        await begun.take()


async def test_a_take_that_is_given_up_leaves_no_encoder(animator):
    begun = animator.begin(fake_portrait(256))
    await begun.go_on(motion("X" * 10), 6)
    process = begun._encoder._process
    assert process.poll() is None
    begun.close()
    assert process.poll() is not None
    begun.close()


async def test_cancelling_in_a_draft_waits_for_the_thread(animator):
    begun = animator.begin(fake_portrait(256))
    await begun.go_on(motion("X" * 10), 6)
    work = asyncio.create_task(begun.go_on(motion("X" * 5000), 5000))
    await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    shown = len(begun._shown)
    begun.close()
    assert shown < 5000


async def test_takes_drawn_at_once_have_a_puppet_each_and_keep_it(animator, monkeypatch):
    built = []
    real = warp.Puppet
    monkeypatch.setattr(warp, "Puppet", lambda portrait: built.append(portrait) or real(portrait))
    portrait = fake_portrait(256)
    for _ in range(3):
        with animator.borrowed(portrait) as one, animator.borrowed(portrait) as other:
            assert one is not other
    assert len(built) == 2
