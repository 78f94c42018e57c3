"""The order of the stages: how a description becomes a character and words become a clip."""

from __future__ import annotations

import asyncio
import logging
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from pipeline import encode
from pipeline.animate.plan import manner, plan
from pipeline.config import PipelineConfig
from pipeline.errors import BadInput, PipelineError, ReplyWithheld, StageFailed, TextRefused, designed
from pipeline.events import Emit, Failed, Finished, Made, OnStep, Stage, Started, Step, silent
from pipeline.framing import Framing, framed, subtitles
from pipeline.local import Stages
from pipeline.pace import pace
from pipeline.sound.soundtrack import Soundtrack, soundtrack
from pipeline.speak.shade import shade
from pipeline.types import NO_MEMORY, Catalog, Character, Clip, Line, Memory, Persona, Phone, Portrait, Speech, Take
from pipeline.write.sentences import Splitter

log = logging.getLogger(__name__)

T = TypeVar("T")

FPS = 25
"""Frames a second of every clip: takes join only at one rate."""

AHEAD = 4
"""How many sentences may wait between two stages."""


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


@dataclass(frozen=True, slots=True)
class Summoned:
    """A new character and its greeting."""

    character: Character
    greeting: Answer


@dataclass(frozen=True, slots=True)
class _Spoken:
    speech: Speech
    start: float
    """Seconds of the reply before this sentence."""


class _Clock:
    """Adds up how long each stage worked and reports it."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._seconds: dict[Stage, float] = {}
        self.failed: list[Failed] = []

    @asynccontextmanager
    async def working(self, stage: Stage) -> AsyncIterator[None]:
        if stage not in self._seconds:
            self._seconds[stage] = 0.0
            self._emit(Started(stage))
        began = time.monotonic()
        try:
            yield
        finally:
            self._seconds[stage] += time.monotonic() - began

    def step(self, stage: Stage, done: int, of: int | None) -> None:
        self._emit(Step(stage, done, of))

    def counting(self, stage: Stage) -> OnStep:
        """Reports the steps that a thread tells of, on the loop that this is called on."""
        loop = asyncio.get_running_loop()

        def told(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self.step, stage, done, of)

        return told

    def finish(self, stage: Stage, made: Made) -> None:
        seconds = self._seconds.get(stage, 0.0)
        self._emit(Finished(stage, seconds, made))
        log.info("stage finished", extra={"stage": stage.value, "seconds": round(seconds, 3)})

    def give_up(self, stage: Stage, error: PipelineError) -> None:
        cause = type(error.__cause__).__name__ if error.__cause__ else ""
        extra = {"stage": stage.value, "code": error.code, "reason": str(error), "cause": cause}
        log.warning("stage failed", extra=extra)
        self.failed.append(Failed(stage, error.code))
        self._emit(self.failed[-1])


class Studio:
    """Summons characters and lets them answer; knows the stages only by their interface."""

    def __init__(
        self, stages: Stages, catalog: Catalog, config: PipelineConfig, frame: str = "", output: str = "clip"
    ) -> None:
        self._stages = stages
        self._catalog = catalog
        self._config = config
        self._framing = Framing(frame or config.animator.frame)
        self._output = output
        self._cropped: tuple[Portrait, Portrait] | None = None

    def framed(self, frame: str) -> Studio:
        """The same studio making clips of another shape, a value of `Framing`; empty for the configured one."""
        return Studio(self._stages, self._catalog, self._config, frame, self._output)

    def making(self, output: str) -> Studio:
        """The same studio making no more of an answer than is wanted: `clip`, `voice` or `text`."""
        return Studio(self._stages, self._catalog, self._config, self._framing.value, output)

    def choosing(self, catalog: Catalog) -> Studio:
        """The same studio choosing styles and voices from another catalogue."""
        return Studio(self._stages, catalog, self._config, self._framing.value, self._output)

    async def summon(self, description: str, seed: int, *, guide: bytes | None = None, emit: Emit = silent) -> Summoned:
        """Write, paint and greet: everything that makes a character.

        Raises:
            BadInput: The description or the guide cannot be used.
            StageFailed: The writer or the painter could not do its work.
        """
        clock = _Clock(emit)
        async with clock.working(Stage.WRITE):
            await self.check(description)
            await self.look(guide)
            work = self._stages.writer.persona(description, self._catalog, seed)
            persona = await _within(Stage.WRITE, self._config.writer.timeout_s, work)
            await self.check(_told(persona))
        clock.finish(Stage.WRITE, persona)
        voice = shade(self._catalog.voice(persona.voice_id), seed)
        loop = asyncio.get_running_loop()
        painted: asyncio.Future[Portrait] = loop.create_future()

        async def paint() -> None:
            painted.set_result(await self._paint(persona, seed, guide, clock))

        async def character() -> Character:
            return Character(persona, await painted, voice)

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(paint())
                greeting = group.create_task(
                    self._perform(_pieces(persona.greeting), Character(persona, _NO_PORTRAIT, voice), character, clock)
                )
        except* PipelineError as failures:
            raise designed(failures) or failures from None
        return Summoned(await character(), greeting.result())

    async def check(self, text: str) -> None:
        """Let a text pass, or not: everything passes where nobody is set to look.

        Raises:
            TextRefused: It is not for here.
            ModerationDown: It cannot be looked at now, and nothing is to pass unseen.
        """
        if self._stages.moderator is not None and text.strip():
            await self._stages.moderator.check(text)

    async def look(self, picture: bytes | None) -> None:
        """Let somebody's picture pass, or not: every one passes where nobody is set to look.

        Raises:
            PictureRefused: It is not for here.
            PictureUnseen: It cannot be looked at now, and none is to be used unseen.
            GuideUnreadable: There is nothing in it that could be looked at.
        """
        if self._stages.moderator is not None and picture is not None:
            await self._stages.moderator.look(picture)

    async def _checked(self, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
        """The pieces as they come, or whole sentences once each has passed.

        Raises:
            ReplyWithheld: One did not; those before it were given.
        """
        if self._stages.moderator is None:
            async for piece in pieces:
                yield piece
            return
        async for sentence in _sentences(pieces):
            try:
                await self.check(sentence)
            except TextRefused as error:
                raise ReplyWithheld("A sentence of the reply did not pass the moderation.") from error
            yield sentence

    async def greet(self, character: Character, *, emit: Emit = silent) -> Answer:
        """Let a kept character say its greeting."""
        return await self.say(character, character.persona.greeting, emit=emit)

    async def say(self, character: Character, text: str, *, emit: Emit = silent) -> Answer:
        """Let a character say a given text."""
        return await self._answer(_pieces(text), character, _Clock(emit))

    async def talk(
        self,
        character: Character,
        history: Sequence[Line],
        said: Line,
        *,
        memory: Memory = NO_MEMORY,
        emit: Emit = silent,
    ) -> Answer:
        """Let a character answer what was said to it, each sentence animated while the next is written.

        Raises:
            StageFailed: The writer could not answer at all. Where a later stage fails, the answer says so instead.
            PictureRefused: A picture that came with it is not for here.
            PictureUnseen: It cannot be looked at now.
        """
        for picture in said.pictures:
            await self.look(picture)
        return await self._answer(self._reply(character, history, said, memory), character, _Clock(emit), reported=True)

    async def paint(self, persona: Persona, seed: int, *, guide: bytes | None = None, emit: Emit = silent) -> Portrait:
        """Paint the portrait of a persona, which may come from a stranger's card.

        Raises:
            StageFailed: The painter could not do its work.
            GuideUnreadable: The uploaded picture cannot be used.
            TextRefused: The persona is not for here.
            PictureRefused: The uploaded picture is not for here.
            ModerationDown: The persona or the picture cannot be looked at now.
        """
        await self.check(_told(persona))
        await self.look(guide)
        return await self._paint(persona, seed, guide, _Clock(emit))

    async def _paint(self, persona: Persona, seed: int, guide: bytes | None, clock: _Clock) -> Portrait:
        style = self._catalog.style(persona.style_id)
        async with clock.working(Stage.PAINT):
            work = self._stages.painter.paint(persona, style, seed, guide, clock.counting(Stage.PAINT))
            portrait = await _within(Stage.PAINT, self._config.painter.timeout_s, work)
        clock.finish(Stage.PAINT, portrait)
        return portrait

    async def _reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory
    ) -> AsyncIterator[str]:
        """The writer's pieces, each within the time it has."""
        pieces = aiter(self._stages.writer.reply(character, history, said, memory))
        while True:
            try:
                yield await _within(Stage.WRITE, self._config.writer.timeout_s, anext(pieces))
            except StopAsyncIteration:
                return

    async def _answer(
        self, pieces: AsyncIterator[str], character: Character, clock: _Clock, *, reported: bool = False
    ) -> Answer:
        async def known() -> Character:
            return character

        try:
            return await self._perform(pieces, character, known, clock, reported=reported)
        except* PipelineError as failures:
            raise designed(failures) or failures from None

    async def _perform(
        self,
        pieces: AsyncIterator[str],
        speaker: Character,
        character: Callable[[], Awaitable[Character]],
        clock: _Clock,
        *,
        reported: bool = False,
    ) -> Answer:
        """Run writing, speaking and animating side by side, sentence by sentence.

        `speaker` has the voice; `character` gives the portrait too once it is painted; `reported` is for pieces that
        a writer makes now.
        """
        sentences: asyncio.Queue[str | None] = asyncio.Queue(AHEAD)
        spoken: asyncio.Queue[_Spoken | None] = asyncio.Queue(AHEAD)
        async with asyncio.TaskGroup() as group:
            text = group.create_task(self._write(pieces, sentences, clock, reported=reported))
            speeches = group.create_task(self._speak(speaker, sentences, spoken, clock))
            takes = group.create_task(self._animate(character, spoken, clock))
            track = group.create_task(self._sound(speeches))
        sound = _whole(text.result(), speeches.result())
        clip = await self._join(takes.result(), speeches.result(), track.result(), clock)
        return Answer(text.result(), clip, sound, tuple(clock.failed))

    async def _write(
        self,
        pieces: AsyncIterator[str],
        sentences: asyncio.Queue[str | None],
        clock: _Clock,
        *,
        reported: bool,
    ) -> str:
        splitter = Splitter()
        written: list[str] = []
        try:
            async with clock.working(Stage.WRITE) if reported else nullcontext():
                async for piece in self._checked(pieces):
                    written.append(piece)
                    for sentence in splitter.feed(piece):
                        await sentences.put(sentence)
        except PipelineError as error:
            # What was already written is worth saying; nothing at all is the caller's to explain.
            if isinstance(error, BadInput) or not "".join(written).strip():
                raise
            clock.give_up(Stage.WRITE, error)
        for sentence in splitter.finish():
            await sentences.put(sentence)
        await sentences.put(None)
        text = "".join(written).strip()
        if reported:
            clock.finish(Stage.WRITE, text)
        return text

    async def _speak(
        self,
        speaker: Character,
        sentences: asyncio.Queue[str | None],
        spoken: asyncio.Queue[_Spoken | None],
        clock: _Clock,
    ) -> list[Speech] | None:
        """Every sentence spoken, or None where one could not be."""
        speeches: list[Speech] = []
        failed = self._output == "text"
        start = 0.0
        while (sentence := await sentences.get()) is not None:
            if failed:
                continue
            try:
                async with clock.working(Stage.SPEAK):
                    # A speaker restarts its engine and tries once more: twice its time, and some.
                    limit = 3 * self._config.speaker.timeout_s
                    work = self._stages.speaker.speak(speaker.voice, sentence)
                    speech = pace(await _within(Stage.SPEAK, limit, work), FPS, first=not speeches)
            except PipelineError as error:
                clock.give_up(Stage.SPEAK, error)
                failed = True
                continue
            speeches.append(speech)
            await spoken.put(_Spoken(speech, start))
            start += speech.seconds
            clock.step(Stage.SPEAK, len(speeches), None)
        await spoken.put(None)
        if failed or not speeches:
            return None
        clock.finish(Stage.SPEAK, None)
        return speeches

    async def _animate(
        self,
        character: Callable[[], Awaitable[Character]],
        spoken: asyncio.Queue[_Spoken | None],
        clock: _Clock,
    ) -> list[Take] | None:
        """Every sentence animated, or None where one could not be."""
        takes: list[Take] = []
        failed = self._output != "clip"
        while (item := await spoken.get()) is not None:
            if failed:
                continue
            try:
                who = await character()
                async with clock.working(Stage.ANIMATE):
                    limit = self._config.animator.timeout_s
                    takes.append(await _within(Stage.ANIMATE, limit, self._take(who, item)))
            except PipelineError as error:
                clock.give_up(Stage.ANIMATE, error)
                failed = True
                continue
            clock.step(Stage.ANIMATE, len(takes), None)
        if failed or not takes:
            return None
        clock.finish(Stage.ANIMATE, None)
        return takes

    async def _take(self, who: Character, item: _Spoken) -> Take:
        seed = zlib.crc32(who.persona.name.encode())
        how = manner(who.persona.traits, seed)
        motion = await self._stages.lanes.of("cpu").run(
            lambda _stop: plan(item.speech, fps=FPS, start=item.start, seed=seed, manner=how)
        )
        return await self._stages.animator.animate(await self._shown(who.portrait), item.speech, motion)

    async def _shown(self, portrait: Portrait) -> Portrait:
        """What clips show of a portrait; the same object for every sentence, so that it is made ready once."""
        if self._framing is Framing.WHOLE:
            return portrait
        if self._cropped is None or self._cropped[0] is not portrait:
            shown = await self._stages.lanes.of("cpu").run(lambda _stop: framed(portrait, self._framing))
            self._cropped = portrait, shown
        return self._cropped[1]

    async def _sound(self, speaking: asyncio.Task[list[Speech] | None]) -> Soundtrack | None:
        """The sound of the reply, made while the last sentence is animated; None where joining has to make it."""
        speeches = await speaking
        if not speeches or self._output != "clip":
            return None
        try:
            return await soundtrack(speeches, [encode.frames_of(s, FPS) for s in speeches], FPS, self._stages.lanes)
        except (PipelineError, OSError) as error:
            log.warning("sound not made ahead", extra={"error": type(error).__name__})
            return None

    async def _join(
        self, takes: list[Take] | None, speeches: list[Speech] | None, sound: Soundtrack | None, clock: _Clock
    ) -> Clip | None:
        if takes is None or speeches is None or len(takes) != len(speeches):
            return None
        try:
            async with clock.working(Stage.JOIN):
                work = encode.join(takes, speeches, self._stages.lanes, sound)
                clip = await _within(Stage.JOIN, self._config.animator.timeout_s, work)
                if self._config.animator.subtitles and self._framing is not Framing.NOTE:
                    clip = await self._subtitled(clip, speeches)
        except PipelineError as error:
            clock.give_up(Stage.JOIN, error)
            return None
        clock.finish(Stage.JOIN, clip)
        return clip

    async def _subtitled(self, clip: Clip, speeches: list[Speech]) -> Clip:
        """The clip with what is said in its picture, or as it is where that cannot be written."""
        ends = list(accumulate(speech.seconds for speech in speeches))
        lines = [(speech.text, end - speech.seconds, end) for speech, end in zip(speeches, ends, strict=True)]
        spec = self._config.animator
        work = encode.burn(clip, subtitles(lines, clip.width, clip.height), self._stages.lanes, spec.quality_crf)
        try:
            return await _within(Stage.JOIN, spec.timeout_s, work)
        except PipelineError as error:
            log.warning("subtitles not written", extra={"code": error.code, "reason": str(error)})
            return clip


_NO_PORTRAIT = Portrait(0, 0, b"", ())


def _told(persona: Persona) -> str:
    """All that is shown and said of a persona, and what its replies grow from."""
    said = (persona.name, persona.summary, persona.greeting, persona.personality, persona.manner)
    return "\n".join((*said, ", ".join(persona.traits)))


async def _sentences(pieces: AsyncIterator[str]) -> AsyncIterator[str]:
    """The pieces cut into whole sentences, each with the blanks before it."""
    splitter, rest = Splitter(), ""
    async for piece in pieces:
        rest += piece
        for sentence in splitter.feed(piece):
            end = rest.index(sentence) + len(sentence)
            yield rest[:end]
            rest = rest[end:]
    for sentence in splitter.finish():
        end = rest.index(sentence) + len(sentence)
        yield rest[:end]
        rest = rest[end:]


async def _pieces(text: str) -> AsyncIterator[str]:
    yield text


async def _within(stage: Stage, seconds: float, work: Awaitable[T]) -> T:
    """Wait for a stage, but not for ever, and let only designed errors out of it.

    Raises:
        StageFailed: It took too long, or raised something that it should have turned into a sentence.
    """
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError as error:
        raise StageFailed(stage.value, f"{stage.value} took longer than {seconds:g} s.", retryable=True) from error
    except (PipelineError, StopAsyncIteration):
        raise
    except Exception as error:
        raise StageFailed(stage.value, f"{stage.value} failed with {type(error).__name__}.") from error


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
