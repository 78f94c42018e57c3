"""How a reply is performed: written, spoken, moved and joined side by side, sentence by sentence.

While a model writes a sentence, the one before it is spoken and moved; and so is the beginning of the one that is being
written, as far as its words are certain.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from pipeline import joining
from pipeline.animate.plan import manner, plan
from pipeline.clock import Clock, within
from pipeline.config import PipelineConfig
from pipeline.encode import frames_of
from pipeline.errors import BadInput, PipelineError
from pipeline.events import Failed, Stage
from pipeline.filming import Filming, Spoken
from pipeline.framing import Framing, subtitles
from pipeline.joining import Joiner
from pipeline.lanes import Stop
from pipeline.local import Stages
from pipeline.pace import pace
from pipeline.relay import Relay
from pipeline.sound.soundtrack import Recorder, Soundtrack
from pipeline.stages import Begins, Drafts
from pipeline.types import Character, Clip, Motion, Persona, Phone, Speech
from pipeline.write.sentences import Splitter

log = logging.getLogger(__name__)

FPS = 25
"""Frames a second of every clip: takes join only at one rate."""

AHEAD = 4
"""How many sentences may wait between two stages."""

DRAFT_WORDS = 2
"""So many more words are worth speaking a draft anew while the one before it is still drawn; else one is enough."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a character said, in the richest form that could be made."""

    text: str
    clip: Clip | None
    """None where speaking, animating or joining failed."""
    sound: Speech | None
    """The whole reply spoken; None where speaking failed."""
    failed: tuple[Failed, ...] = ()
    """What is missing, and why."""


class Performance:
    """One reply in the making."""

    def __init__(self, stages: Stages, config: PipelineConfig, framing: Framing, output: str, clock: Clock) -> None:
        """`output` is what is wanted: `clip`, `voice` or `text`."""
        self._stages = stages
        self._config = config
        self._framing = framing
        self._output = output
        self._clock = clock
        self._written: Relay[str] = Relay(AHEAD)
        self._spoken: Relay[Spoken] = Relay(AHEAD)
        self._heard: asyncio.Queue[Speech | None] = asyncio.Queue()
        self._held = ExitStack()
        """What this reply has opened, closed however it ends."""

    async def run(
        self,
        pieces: AsyncIterator[str],
        speaker: Character,
        character: Callable[[], Awaitable[Character]],
        *,
        reported: bool = False,
    ) -> Answer:
        """Let the stages work side by side.

        `speaker` has the voice; `character` gives the portrait too once it is painted; `reported` is for pieces that
        a writer makes now.
        """
        try:
            async with asyncio.TaskGroup() as group:
                text = group.create_task(self._write(pieces, reported=reported))
                speeches = group.create_task(self._speak(speaker))
                filmed = group.create_task(self._film(character))
                track = group.create_task(self._record())
            sound = _whole(text.result(), speeches.result())
            clip = await self._join(filmed.result(), speeches.result(), track.result())
            return Answer(text.result(), clip, sound, tuple(self._clock.failed))
        finally:
            self._held.close()

    # ------------------------------------------------------------------------------------------------------- the words

    async def _write(self, pieces: AsyncIterator[str], *, reported: bool) -> str:
        splitter = Splitter()
        written: list[str] = []
        try:
            async with self._clock.working(Stage.WRITE) if reported else nullcontext():
                async for piece in pieces:
                    written.append(piece)
                    for sentence in splitter.feed(piece):
                        await self._written.put(sentence)
                    if begun := splitter.begun:
                        self._written.sketch(begun)
        except PipelineError as error:
            # What was already written is worth saying; nothing at all is the caller's to explain.
            if isinstance(error, BadInput) or not "".join(written).strip():
                raise
            self._clock.give_up(Stage.WRITE, error)
        for sentence in splitter.finish():
            await self._written.put(sentence)
        await self._written.put(None)
        text = "".join(written).strip()
        if reported:
            self._clock.finish(Stage.WRITE, text)
        return text

    # ------------------------------------------------------------------------------------------------------- the voice

    async def _speak(self, speaker: Character) -> list[Speech] | None:
        """Every sentence spoken, or None where one could not be."""
        speeches: list[Speech] = []
        failed = self._output == "text"
        start, drafted = 0.0, 0
        while (words := await self._written.get()) is not None:
            sentence, whole = words
            if failed:
                continue
            if not whole:
                count = sentence.count(" ") + 1
                if count >= drafted + (1 if self._spoken.wanted else DRAFT_WORDS):
                    drafted = count
                    await self._draft(speaker, sentence, start)
                continue
            drafted = 0
            try:
                async with self._clock.working(Stage.SPEAK):
                    # A speaker restarts its engine and tries once more: twice its time, and some.
                    limit = 3 * self._config.speaker.timeout_s
                    work = self._stages.speaker.speak(speaker.voice, sentence)
                    speech = pace(await within(Stage.SPEAK, limit, work), FPS, first=not speeches)
            except PipelineError as error:
                self._clock.give_up(Stage.SPEAK, error)
                failed = True
                continue
            speeches.append(speech)
            self._heard.put_nowait(speech)
            await self._spoken.put(Spoken(speech, await self._motion(speaker.persona, speech, start)))
            start += speech.seconds
            self._clock.step(Stage.SPEAK, len(speeches), None)
        self._heard.put_nowait(None)
        await self._spoken.put(None)
        if failed or not speeches:
            return None
        self._clock.finish(Stage.SPEAK, None)
        return speeches

    async def _draft(self, speaker: Character, words: str, start: float) -> None:
        """Speak the beginning of a sentence, where somebody is free to move a face to it."""
        if self._output != "clip" or self._spoken.waiting or not isinstance(self._stages.animator, Begins):
            return
        if not isinstance(self._stages.speaker, Drafts):
            return
        try:
            work = self._stages.speaker.draft(speaker.voice, words)
            speech = await within(Stage.SPEAK, self._config.speaker.timeout_s, work)
        except PipelineError as error:
            # The whole sentence is still to be spoken, and tells whatever is wrong.
            log.info("draft not spoken", extra={"code": error.code})
            return
        if speech is not None:
            paced = pace(speech, FPS, first=start == 0)
            self._spoken.sketch(Spoken(paced, await self._motion(speaker.persona, paced, start, reported=False)))

    async def _record(self) -> Soundtrack | None:
        """The sound of the reply, made while its sentences are; None where joining has to make it."""
        if self._output != "clip":
            return None
        lane = self._stages.lanes.of("cpu")
        try:
            recorder = await lane.run(lambda _stop: self._held.enter_context(closing(Recorder(FPS))))
            while (speech := await self._heard.get()) is not None:
                await lane.run(partial(_recorded, recorder, speech))
            return await self._stages.lanes.of("ffmpeg").run(recorder.finish)
        except Exception as error:
            # Joining makes it then, and tells whatever is wrong.
            log.warning("sound not made ahead", extra={"error": type(error).__name__})
            return None

    # -------------------------------------------------------------------------------------------------------- the face

    async def _motion(self, who: Persona, speech: Speech, start: float, *, reported: bool = True) -> Motion | None:
        """How the face moves to a speech, planned while the one before is drawn; None where that failed."""
        if self._output != "clip" or any(one.stage is Stage.ANIMATE for one in self._clock.failed):
            return None
        seed = zlib.crc32(who.name.encode())
        how = manner(who.traits, seed)
        lane = self._stages.lanes.of("cpu")
        work = lane.run(lambda _stop: plan(speech, fps=FPS, start=start, seed=seed, manner=how))
        try:
            return await within(Stage.ANIMATE, self._config.animator.timeout_s, work)
        except PipelineError as error:
            if reported:
                self._clock.give_up(Stage.ANIMATE, error)
            return None

    async def _film(self, character: Callable[[], Awaitable[Character]]) -> Joiner | None:
        """The takes of the reply with whoever joins them; None where there will be no clip."""
        if self._output == "clip":
            filming = Filming(self._stages, self._config.animator, self._framing, FPS, self._clock, self._held)
            return await filming.run(self._spoken, character)
        while await self._spoken.get() is not None:
            pass
        return None

    # -------------------------------------------------------------------------------------------------------- together

    async def _join(
        self, joiner: Joiner | None, speeches: list[Speech] | None, sound: Soundtrack | None
    ) -> Clip | None:
        if joiner is None or speeches is None:
            return None
        try:
            async with self._clock.working(Stage.JOIN):
                # Where the sound is made already there is only ffmpeg to wait for.
                lane = self._stages.lanes.of("cpu" if sound is None else "ffmpeg")
                work = lane.run(lambda stop: joiner.finish(speeches, sound, stop))
                clip = await within(Stage.JOIN, self._config.animator.timeout_s, work)
                if self._config.animator.subtitles and self._framing is not Framing.NOTE:
                    clip = await self._subtitled(clip, speeches)
        except PipelineError as error:
            self._clock.give_up(Stage.JOIN, error)
            return None
        self._clock.finish(Stage.JOIN, clip)
        return clip

    async def _subtitled(self, clip: Clip, speeches: list[Speech]) -> Clip:
        """The clip with what is said in its picture, or as it is where that cannot be written."""
        ends = list(accumulate(speech.seconds for speech in speeches))
        lines = [(speech.text, end - speech.seconds, end) for speech, end in zip(speeches, ends, strict=True)]
        spec = self._config.animator
        work = joining.burn(clip, subtitles(lines, clip.width, clip.height), self._stages.lanes, spec.quality_crf)
        try:
            return await within(Stage.JOIN, spec.timeout_s, work)
        except PipelineError as error:
            log.warning("subtitles not written", extra={"code": error.code, "reason": str(error)})
            return clip


def _recorded(recorder: Recorder, speech: Speech, _stop: Stop) -> None:
    recorder.add(speech, frames_of(speech, FPS))


def _whole(text: str, speeches: list[Speech] | None) -> Speech | None:
    """The sentences as one speech, phone times counted from its start."""
    if not speeches:
        return None
    phones: list[Phone] = []
    start = 0.0
    for speech in speeches:
        phones += (Phone(p.symbol, p.start + start, p.end + start) for p in speech.phones)
        start += speech.seconds
    pcm = b"".join(s.pcm for s in speeches)
    return Speech(text, pcm, speeches[0].rate_hz, tuple(phones), estimated=any(s.estimated for s in speeches))
