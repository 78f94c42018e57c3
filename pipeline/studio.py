"""The order of the stages: how a description becomes a character and words become a clip."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from pipeline.clock import Clock, within
from pipeline.config import PipelineConfig
from pipeline.errors import PipelineError, ReplyWithheld, TextRefused, designed
from pipeline.events import Emit, Stage, silent
from pipeline.framing import Framing
from pipeline.local import Stages
from pipeline.perform import FPS, Answer, Performance
from pipeline.speak.shade import shade
from pipeline.types import NO_MEMORY, Catalog, Character, Line, Memory, Persona, Portrait
from pipeline.write.sentences import Splitter

__all__ = ["FPS", "Answer", "Studio", "Summoned"]


@dataclass(frozen=True, slots=True)
class Summoned:
    """A new character and its greeting."""

    character: Character
    greeting: Answer


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
        clock = Clock(emit)
        async with clock.working(Stage.WRITE):
            await self.check(description)
            await self.look(guide)
            work = self._stages.writer.persona(description, self._catalog, seed)
            persona = await within(Stage.WRITE, self._config.writer.timeout_s, work)
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
                said = self._checked(_pieces(persona.greeting))
                faceless = Character(persona, _NO_PORTRAIT, voice)
                greeting = group.create_task(self._performance(clock).run(said, faceless, character))
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
        return await self._answer(_pieces(text), character, Clock(emit))

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
        return await self._answer(self._reply(character, history, said, memory), character, Clock(emit), reported=True)

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
        return await self._paint(persona, seed, guide, Clock(emit))

    async def _paint(self, persona: Persona, seed: int, guide: bytes | None, clock: Clock) -> Portrait:
        style = self._catalog.style(persona.style_id)
        async with clock.working(Stage.PAINT):
            work = self._stages.painter.paint(persona, style, seed, guide, clock.counting(Stage.PAINT))
            portrait = await within(Stage.PAINT, self._config.painter.timeout_s, work)
        clock.finish(Stage.PAINT, portrait)
        return portrait

    async def _reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory
    ) -> AsyncIterator[str]:
        """The writer's pieces, each within the time it has."""
        pieces = aiter(self._stages.writer.reply(character, history, said, memory))
        while True:
            try:
                yield await within(Stage.WRITE, self._config.writer.timeout_s, anext(pieces))
            except StopAsyncIteration:
                return

    def _performance(self, clock: Clock) -> Performance:
        return Performance(self._stages, self._config, self._framing, self._output, clock)

    async def _answer(
        self, pieces: AsyncIterator[str], character: Character, clock: Clock, *, reported: bool = False
    ) -> Answer:
        async def known() -> Character:
            return character

        try:
            return await self._performance(clock).run(self._checked(pieces), character, known, reported=reported)
        except* PipelineError as failures:
            raise designed(failures) or failures from None


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
