"""What a job keeps of a take that was begun before its sentence was whole."""

import pytest

from bots.kept import keep
from pipeline.errors import StageFailed
from pipeline.lanes import open_lanes
from pipeline.local import Stages
from pipeline.stages import Begins, Drafts
from pipeline.types import MOUTH_SHAPES, Motion, Pose
from tests.fakes.stages import A_VOICE, FakeAnimator, FakePainter, FakeSpeaker, FakeWriter, a_portrait, a_speech

REST = Pose(tuple(float(shape == "X") for shape in MOUTH_SHAPES))
MOTION = Motion(25, (REST,) * 5)


class Shelf:
    """Results in memory."""

    def __init__(self):
        self.kept = {}

    async def get(self, key):
        return self.kept.get(key)

    async def put(self, key, job, result):
        self.kept[key] = result


class Begun:
    def __init__(self, animator, portrait):
        self.animator, self.portrait, self.frames, self.closed = animator, portrait, 0, False

    async def go_on(self, motion, frames):
        self.frames = frames

    async def finish(self, speech, motion):
        self.made = await self.animator.animate(self.portrait, speech, motion)

    async def take(self):
        if self.animator.error:
            raise self.animator.error
        return self.made

    def close(self):
        self.closed = True


class Beginning(FakeAnimator):
    error = None

    def begin(self, portrait):
        self.begun = Begun(self, portrait)
        return self.begun


async def kept_stages(lanes, shelf, animator, speaker=None):
    return keep(Stages(FakeWriter(), FakePainter(), speaker or FakeSpeaker(), animator, lanes), shelf, 7, pauses=())


async def test_a_begun_take_is_found_again_as_that_of_its_sentence():
    shelf, animator, portrait, speech = Shelf(), Beginning(), a_portrait(), a_speech()
    async with open_lanes(1) as lanes:
        stages = await kept_stages(lanes, shelf, animator)
        assert isinstance(stages.animator, Begins)
        begun = stages.animator.begin(portrait)
        await begun.go_on(MOTION, 3)
        await begun.finish(speech, MOTION)
        take = await begun.take()
        begun.close()
        again = await (await kept_stages(lanes, shelf, animator)).animator.animate(portrait, speech, MOTION)
    assert again == take
    assert len(animator.calls) == 1
    assert (animator.begun.frames, animator.begun.closed) == (3, True)


async def test_a_kept_take_is_not_drawn_again():
    shelf, animator = Shelf(), Beginning()
    async with open_lanes(1) as lanes:
        for _ in range(2):
            begun = (await kept_stages(lanes, shelf, animator)).animator.begin(a_portrait())
            await begun.finish(a_speech(), MOTION)
            assert (await begun.take()).frames == 5
    assert len(animator.calls) == 1


async def test_a_begun_take_that_fails_is_not_kept():
    shelf, animator = Shelf(), Beginning()
    animator.error = StageFailed("animate", "ffmpeg gave up.", retryable=True)
    async with open_lanes(1) as lanes:
        begun = (await kept_stages(lanes, shelf, animator)).animator.begin(a_portrait())
        await begun.finish(a_speech(), MOTION)
        with pytest.raises(StageFailed, match="gave up"):
            await begun.take()
    assert shelf.kept == {}


async def test_an_animator_that_cannot_begin_does_not_seem_to():
    async with open_lanes(1) as lanes:
        stages = await kept_stages(lanes, Shelf(), FakeAnimator())
    assert not isinstance(stages.animator, Begins)


async def test_drafts_are_not_kept():
    class Drafting(FakeSpeaker):
        async def draft(self, voice, text):
            return a_speech(text)

    shelf = Shelf()
    async with open_lanes(1) as lanes:
        stages = await kept_stages(lanes, shelf, FakeAnimator(), Drafting())
        assert isinstance(stages.speaker, Drafts)
        assert (await stages.speaker.draft(A_VOICE, "Once")).text == "Once"
        plain = await kept_stages(lanes, shelf, FakeAnimator())
        assert await plain.speaker.draft(A_VOICE, "Once") is None
    assert shelf.kept == {}
