import asyncio
import threading
from dataclasses import replace

import pytest

from pipeline import joining, perform
from pipeline.config import AnimatorSpec, PipelineConfig, SpeakerSpec, WriterSpec
from pipeline.errors import DescriptionEmpty, StageFailed
from pipeline.events import Failed, Finished, Stage, Started, Step
from pipeline.lanes import open_lanes
from pipeline.local import Stages
from pipeline.studio import Studio
from pipeline.types import Line
from tests.fakes.stages import (
    A_CATALOG,
    HANG,
    FakeAnimator,
    FakePainter,
    FakeSpeaker,
    FakeWriter,
    a_character,
    a_speech,
)

HELLO = Line("Ada", "Hello!", 0.0)


class Room:
    """A studio on fakes, and what it reported."""

    def __init__(self, lanes, **stages):
        self.writer = stages.get("writer") or FakeWriter()
        self.painter = stages.get("painter") or FakePainter()
        self.speaker = stages.get("speaker") or FakeSpeaker()
        self.animator = stages.get("animator") or FakeAnimator(real=True)
        self.events = []
        config = PipelineConfig(
            writer=WriterSpec(timeout_s=stages.get("patience", 60)),
            speaker=SpeakerSpec(timeout_s=stages.get("patience", 60)),
            animator=stages.get("told") or AnimatorSpec(),
        )
        made = Stages(self.writer, self.painter, self.speaker, self.animator, lanes)
        self.studio = Studio(made, A_CATALOG, config)

    async def summon(self, description="a grumpy teapot"):
        return await self.studio.summon(description, 7, emit=self.events.append)

    async def talk(self, character=None, said=HELLO):
        return await self.studio.talk(character or a_character(), (), said, emit=self.events.append)

    def reported(self, kind):
        return [event.stage for event in self.events if isinstance(event, kind)]


@pytest.fixture
async def lanes():
    async with open_lanes(2) as opened:
        yield opened


async def test_summoning_gives_a_character_that_greets_in_a_clip(lanes):
    room = Room(lanes)
    summoned = await room.summon()
    assert summoned.character.persona.object == "a grumpy teapot"
    assert summoned.greeting.text == summoned.character.persona.greeting
    assert summoned.greeting.clip.mp4[4:8] == b"ftyp"
    assert summoned.greeting.failed == ()


async def test_a_portrait_can_be_shown_before_the_clip_is_ready(lanes):
    room = Room(lanes)
    await room.summon()
    finished = room.reported(Finished)
    assert finished.index(Stage.PAINT) < finished.index(Stage.ANIMATE) < finished.index(Stage.JOIN)
    assert next(e.made for e in room.events if isinstance(e, Finished) and e.stage is Stage.PAINT).width == 64


async def test_every_stage_starts_and_finishes_once(lanes):
    room = Room(lanes)
    await room.talk()
    assert sorted(room.reported(Started)) == sorted(room.reported(Finished))
    assert set(room.reported(Started)) == {Stage.WRITE, Stage.SPEAK, Stage.ANIMATE, Stage.JOIN}


async def test_a_reply_is_spoken_sentence_by_sentence(lanes):
    room = Room(lanes)
    reply = await room.talk()
    assert [call[1] for call in room.speaker.calls] == ["You said: Hello!.", "I am listening."]
    assert room.reported(Step).count(Stage.ANIMATE) == 2
    assert reply.text == "You said: Hello!. I am listening."


async def test_motion_runs_on_over_the_sentences(lanes, monkeypatch):
    starts = []
    real = perform.plan
    monkeypatch.setattr(perform, "plan", lambda speech, **how: starts.append(how["start"]) or real(speech, **how))
    room = Room(lanes)
    await room.talk()
    assert starts[0] == 0
    assert starts[1] == pytest.approx(room.animator.calls[0][1].seconds)


async def test_picture_and_sound_are_equally_long(lanes):
    room = Room(lanes)
    reply = await room.talk()
    assert reply.clip.seconds == pytest.approx(reply.sound.seconds, abs=1 / 25)


async def test_phone_times_of_the_whole_reply_count_from_its_start(lanes):
    sound = (await Room(lanes).talk()).sound
    times = [time for phone in sound.phones for time in (phone.start, phone.end)]
    assert times == sorted(times)
    assert times[-1] == pytest.approx(sound.seconds)


async def test_without_animation_the_voice_remains(lanes):
    room = Room(lanes, animator=FakeAnimator(StageFailed("animate", "No.")))
    reply = await room.talk()
    assert (reply.clip, reply.failed) == (None, (Failed(Stage.ANIMATE, "stage_failed"),))
    assert reply.sound.seconds > 0


async def test_without_a_voice_the_text_remains(lanes):
    room = Room(lanes, speaker=FakeSpeaker(None, StageFailed("speak", "No.")))
    reply = await room.talk()
    assert (reply.clip, reply.sound) == (None, None)
    assert reply.text == "You said: Hello!. I am listening."
    assert room.reported(Failed) == [Stage.SPEAK]


async def test_a_take_that_cannot_be_joined_leaves_the_voice(lanes):
    reply = await Room(lanes, animator=FakeAnimator()).talk()
    assert (reply.clip, [f.stage for f in reply.failed]) == (None, [Stage.JOIN])


async def test_an_unforeseen_error_of_a_backend_degrades_too(lanes):
    reply = await Room(lanes, animator=FakeAnimator(ZeroDivisionError())).talk()
    assert [f.code for f in reply.failed] == ["stage_failed"]


async def test_a_stage_that_hangs_counts_as_failed(lanes):
    reply = await Room(lanes, speaker=FakeSpeaker(HANG), patience=0.01).talk()
    assert [f.stage for f in reply.failed] == [Stage.SPEAK]


async def test_what_was_written_before_the_stream_broke_is_said(lanes):
    writer = FakeWriter()
    writer.breaks_after = 3
    reply = await Room(lanes, writer=writer).talk()
    assert reply.text == "You said: Hello!."
    assert reply.clip is not None


async def test_a_writer_that_says_nothing_is_the_callers_to_explain(lanes):
    with pytest.raises(StageFailed):
        await Room(lanes, writer=FakeWriter(reply_turns=(StageFailed("write", "No."),))).talk()


async def test_a_bad_description_is_told_as_it_is(lanes):
    with pytest.raises(DescriptionEmpty):
        await Room(lanes, writer=FakeWriter(DescriptionEmpty("Nothing."))).summon()


async def test_a_failed_portrait_ends_the_summoning(lanes):
    with pytest.raises(StageFailed):
        await Room(lanes, painter=FakePainter(StageFailed("paint", "No."))).summon()


async def test_cancelling_leaves_no_stage_running(lanes):
    room = Room(lanes, animator=FakeAnimator(HANG))
    task = asyncio.create_task(room.talk())
    await room.animator.script.entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert room.animator.running == room.speaker.running == 0


async def test_the_same_seed_shades_the_voice_the_same_way(lanes):
    first, again = await Room(lanes).summon(), await Room(lanes).summon()
    assert first.character.voice == again.character.voice


async def test_a_surface_can_ask_for_the_face_alone(lanes):
    room = Room(lanes)
    character = a_character()
    near = tuple((0.6 * x + 12, 0.6 * y + 12) for x, y in character.portrait.landmarks)
    character = replace(character, portrait=replace(character.portrait, landmarks=near))
    reply = await room.studio.framed("note").talk(character, (), HELLO)
    shown = [call[0] for call in room.animator.calls]
    assert all(one is shown[0] for one in shown)
    assert shown[0].width == shown[0].height == reply.clip.width < character.portrait.width


async def test_a_portrait_that_cannot_be_cropped_leaves_the_voice(lanes):
    room, character = Room(lanes), a_character()
    nowhere = ((float("nan"), 1.0),) * 68
    character = replace(character, portrait=replace(character.portrait, landmarks=nowhere))
    reply = await room.studio.framed("note").talk(character, (), HELLO)
    assert (reply.clip, [f.stage for f in reply.failed]) == (None, [Stage.ANIMATE])
    assert reply.sound is not None


async def test_without_a_wish_clips_have_the_configured_shape(lanes):
    room = Room(lanes, told=AnimatorSpec(frame="tall"))
    reply = await room.talk()
    assert reply.clip.height > 1.5 * reply.clip.width
    same = await room.studio.framed("").talk(a_character(), (), HELLO)
    assert (same.clip.width, same.clip.height) == (reply.clip.width, reply.clip.height)


@pytest.mark.parametrize(("output", "spoken"), [("voice", True), ("text", False)])
async def test_what_nobody_wants_is_not_made(lanes, output, spoken):
    room = Room(lanes)
    reply = await room.studio.framed("note").making(output).talk(a_character(), (), HELLO)
    assert reply.text
    assert reply.clip is None
    assert (reply.sound is not None) == spoken
    assert reply.failed == ()
    assert room.animator.calls == []
    assert bool(room.speaker.calls) == spoken


async def test_what_is_said_can_be_seen_in_the_picture(lanes):
    plain, written = Room(lanes), Room(lanes, told=AnimatorSpec(subtitles=True))
    one, other = await plain.talk(), await written.talk()
    assert other.failed == ()
    assert other.clip.mp4 != one.clip.mp4
    note = await written.studio.framed("note").talk(a_character(), (), HELLO)
    assert note.clip.mp4 == (await plain.studio.framed("note").talk(a_character(), (), HELLO)).clip.mp4


async def test_subtitles_that_cannot_be_written_cost_no_clip(lanes, monkeypatch):
    async def refuse(*_asked):
        raise StageFailed("join", "no filter")

    monkeypatch.setattr(perform.joining, "burn", refuse)
    reply = await Room(lanes, told=AnimatorSpec(subtitles=True)).talk()
    assert reply.clip.mp4[4:8] == b"ftyp"
    assert reply.failed == ()


@pytest.mark.parametrize("error", [ZeroDivisionError(), OSError(24, "Too many open files")])
async def test_a_recorder_that_fails_costs_no_clip(lanes, monkeypatch, error):
    def refuse(*_asked):
        raise error

    monkeypatch.setattr(perform, "_recorded", refuse)
    reply = await Room(lanes).talk()
    assert (reply.clip is not None, reply.failed) == (True, ())


async def test_a_clip_that_cannot_be_begun_leaves_the_voice(lanes, monkeypatch):
    def refuse():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(joining.os, "pipe", refuse)
    reply = await Room(lanes).talk()
    assert (reply.clip, [f.stage for f in reply.failed]) == (None, [Stage.JOIN])
    assert reply.sound is not None


async def test_whoever_waits_for_ffmpeg_keeps_nobody_from_the_processor(monkeypatch):
    computed, waiting = threading.Event(), asyncio.Event()
    loop, real = asyncio.get_running_loop(), perform.Recorder.finish

    def finish(recorder, stop):
        loop.call_soon_threadsafe(waiting.set)
        assert computed.wait(10)
        return real(recorder, stop)

    monkeypatch.setattr(perform.Recorder, "finish", finish)
    async with open_lanes(1) as lanes:
        room = Room(lanes)
        talking = asyncio.create_task(room.talk())
        await waiting.wait()
        await lanes.of("cpu").run(lambda _stop: computed.set())
        assert (await talking).clip is not None


# ---------------------------------------------------------------------------------------------------------- beginnings


class Dictating(FakeWriter):
    """Writes one sentence word by word, each when the test has seen what became of those before."""

    def __init__(self, text, seen):
        super().__init__()
        self.text, self.seen = text, seen

    async def reply(self, character, history, said, memory=None):
        for count, word in enumerate(self.text.split(" ")):
            yield f" {word}" if count else word
            await self.seen(count + 1)


class Drafting(FakeSpeaker):
    """Says drafts too, or fails to."""

    def __init__(self, error=None):
        super().__init__()
        self.drafts, self.error = [], error

    async def draft(self, voice, text):
        self.drafts.append(text)
        if self.error:
            raise self.error
        return a_speech(text, seconds=2.0)


class Beginning(FakeAnimator):
    """Counts what is begun, gone on with, finished and closed."""

    finish_error = take_error = None

    def __init__(self, error=None):
        super().__init__(real=True)
        self.begun, self.went, self.open, self.error = 0, asyncio.Event(), set(), error

    def begin(self, portrait):
        self.begun += 1
        self.open.add(one := BegunOne(self, portrait))
        return one


class BegunOne:
    def __init__(self, animator, portrait):
        self.animator, self.portrait = animator, portrait

    async def go_on(self, motion, frames):
        if not motion.poses:
            return
        assert 0 < frames <= len(motion.poses)
        self.animator.went.set()
        if self.animator.error:
            raise self.animator.error

    async def finish(self, speech, motion):
        if self.animator.finish_error:
            raise self.animator.finish_error
        self.made = await self.animator.animate(self.portrait, speech, motion)

    async def take(self):
        if self.animator.take_error:
            raise self.animator.take_error
        return self.made

    def close(self):
        self.animator.open.discard(self)


TEN_WORDS = "I have been waiting here for you since early morning."


def dictated(animator, speaker=None):
    async def seen(count):
        if count == 5:
            await asyncio.wait_for(animator.went.wait(), 10)

    return {"writer": Dictating(TEN_WORDS, seen), "speaker": speaker or Drafting(), "animator": animator}


async def test_a_face_moves_while_its_sentence_is_written(lanes):
    animator = Beginning()
    room = Room(lanes, **dictated(animator))
    reply = await room.talk()
    assert room.speaker.drafts
    assert all(TEN_WORDS.startswith(draft) for draft in room.speaker.drafts)
    assert [text for _, text in room.speaker.calls] == [TEN_WORDS]
    assert (animator.begun, animator.open) == (1, set())
    assert len(animator.calls) == 1
    assert reply.clip is not None
    assert reply.failed == ()


async def test_a_beginning_that_fails_costs_nothing(lanes):
    animator = Beginning(StageFailed("animate", "No."))
    room = Room(lanes, **dictated(animator))
    reply = await room.talk()
    assert reply.clip is not None
    assert reply.failed == ()
    # An ffmpeg that is stuck takes half a minute to find out: not once for every word.
    assert animator.begun == 1
    assert not animator.open


@pytest.mark.parametrize("when", ["finish_error", "take_error"])
async def test_where_a_begun_take_fails_its_sentence_is_animated_as_a_whole(lanes, when):
    animator = Beginning()
    setattr(animator, when, StageFailed("animate", "ffmpeg was ended.", retryable=True))
    reply = await Room(lanes, **dictated(animator)).talk()
    assert (reply.clip is not None, reply.failed, animator.open) == (True, (), set())


async def test_what_cannot_help_is_not_tried(lanes):
    animator = Beginning()
    animator.finish_error = StageFailed("animate", "There is no face.")
    reply = await Room(lanes, **dictated(animator)).talk()
    assert ([f.stage for f in reply.failed], animator.calls, animator.open) == ([Stage.ANIMATE], [], set())


async def test_a_draft_that_cannot_be_spoken_costs_nothing(lanes):
    animator = Beginning()
    animator.went.set()
    room = Room(lanes, **dictated(animator, Drafting(StageFailed("speak", "No."))))
    reply = await room.talk()
    assert (reply.clip is not None, reply.failed, animator.open) == (True, (), set())


@pytest.mark.parametrize("output", ["voice", "text"])
async def test_nothing_is_begun_where_no_clip_is_wanted(lanes, output):
    animator = Beginning()
    animator.went.set()
    room = Room(lanes, **dictated(animator))
    await room.studio.making(output).talk(a_character(), (), HELLO)
    assert (room.speaker.drafts, animator.begun) == ([], 0)


async def test_cancelling_closes_what_was_begun(lanes):
    animator = Beginning()

    async def seen(count):
        if count == 6:
            await asyncio.Event().wait()

    room = Room(lanes, writer=Dictating(TEN_WORDS, seen), speaker=Drafting(), animator=animator)
    talking = asyncio.create_task(room.talk())
    await asyncio.wait_for(animator.went.wait(), 10)
    talking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await talking
    assert animator.begun == 1
    assert not animator.open


async def test_what_is_not_said_as_it_stands_is_no_draft(lanes):
    animator = Beginning()
    animator.went.set()

    async def seen(count):
        await asyncio.sleep(0)

    writer = Dictating("*sighs and looks at the *window Well.", seen)
    room = Room(lanes, writer=writer, speaker=Drafting(), animator=animator)
    await room.talk()
    assert room.speaker.drafts == []
