"""Stages and a studio that only pretend, so that the desk itself can be measured and shaken.

The pretended stages take random moments, so that a kill finds the desk at every step of its work.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.events import Emit, Failed, Finished, Made, OnStep, Stage, Started, silent, unheeded
from pipeline.lanes import Lanes
from pipeline.local import Stages
from pipeline.studio import Answer, Summoned
from pipeline.types import (
    NO_MEMORY,
    Catalog,
    Character,
    Clip,
    Line,
    Memory,
    Motion,
    Patch,
    Persona,
    Portrait,
    Pose,
    Speech,
    Style,
    Take,
    Voice,
)

FPS = 25


@dataclass(frozen=True, slots=True)
class Moments:
    """How long pretended work takes: a random time up to `longest` seconds, none at 0."""

    longest: float = 0.0
    full_size: bool = False
    """Results are as large as real ones."""

    async def wait(self) -> None:
        """Take a moment."""
        if self.longest:
            await asyncio.sleep(random.random() * self.longest)  # noqa: S311 - no secret


class DrillWriter:
    """Repeats what it hears."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """A persona of these words."""
        await self._moments.wait()
        return Persona(
            object=description,
            name=description.split(" ")[-1].title() or "Thing",
            summary=description,
            personality=f"You are {description}.",
            traits=("patient",),
            manner="short",
            greeting=f"I am {description}.",
            language="en",
            style_id=catalog.styles[0].id,
            voice_id=catalog.voices[0].id,
        )

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """What was said, and how much was said before."""
        await self._moments.wait()
        yield f"Heard: {said.text}."
        await self._moments.wait()
        yield f" I am {character.persona.name}, {len(history)} lines on."


class DrillPainter:
    """Paints a square of one colour."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        """A square."""
        await self._moments.wait()
        size = 512 if self._moments.full_size else 16
        colour = bytes((seed % 256, seed // 256 % 256, len(persona.name) % 256))
        points = tuple((float(i), size / 2) for i in range(68))
        mouths: tuple[Patch, ...] = ()
        if self._moments.full_size:
            mouths = tuple(Patch(150, 300, 200, 120, bytes((n,)) * (3 * 200 * 120), points) for n in range(9))
        rgb = colour * (size * size)
        return Portrait(size, size, rgb, points, mouths, matte=bytes(size * size), backdrop=rgb[::-1])


class DrillSpeaker:
    """Is silent for as long as words take."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Silence."""
        await self._moments.wait()
        rate = 22050 if self._moments.full_size else 8000
        return Speech(text, bytes(2 * (rate // 3) * max(1, len(text.split()))), rate)


class DrillAnimator:
    """Renders bytes that are no picture."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments

    async def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Take:
        """As many frames as poses."""
        await self._moments.wait()
        size = 20_000 if self._moments.full_size else 200
        h264 = (speech.text.encode("utf-8", "replace") * size)[: round(size * speech.seconds) or 1]
        return Take(h264, portrait.width, portrait.height, motion.fps, len(motion.poses))


def drill_stages(lanes: Lanes, longest: float = 0.0, *, full_size: bool = False) -> Stages:
    """Pretended stages that take up to `longest` seconds each."""
    moments = Moments(longest, full_size)
    return Stages(DrillWriter(moments), DrillPainter(moments), DrillSpeaker(moments), DrillAnimator(moments), lanes)


class DrillStudio:
    """The order of the stages without planning and encoding: fails and degrades like the studio."""

    def __init__(self, stages: Stages, catalog: Catalog) -> None:
        self._stages = stages
        self._catalog = catalog

    def choosing(self, _catalog: Catalog) -> DrillStudio:
        """There is nothing to choose."""
        return self

    def making(self, _output: str) -> DrillStudio:
        """The same."""
        return self

    def framed(self, frame: str) -> DrillStudio:
        """The same."""
        return self

    async def summon(self, description: str, seed: int, *, guide: bytes | None = None, emit: Emit = silent) -> Summoned:
        """Write, paint and greet."""
        emit(Started(Stage.WRITE))
        persona = await self._stages.writer.persona(description, self._catalog, seed)
        _finish(emit, Stage.WRITE, persona)
        portrait = await self.paint(persona, seed, guide=guide, emit=emit)
        character = Character(persona, portrait, self._catalog.voice(persona.voice_id))
        return Summoned(character, await self.greet(character, emit=emit))

    async def greet(self, character: Character, *, emit: Emit = silent) -> Answer:
        """Perform the greeting."""
        return await self._perform(character, character.persona.greeting, emit)

    async def talk(
        self,
        character: Character,
        history: Sequence[Line],
        said: Line,
        *,
        memory: Memory = NO_MEMORY,
        emit: Emit = silent,
    ) -> Answer:
        """Write and perform."""
        emit(Started(Stage.WRITE))
        text = "".join([piece async for piece in self._stages.writer.reply(character, history, said, memory)])
        _finish(emit, Stage.WRITE, text)
        return await self._perform(character, text, emit)

    async def paint(self, persona: Persona, seed: int, *, guide: bytes | None = None, emit: Emit = silent) -> Portrait:
        """Paint."""
        emit(Started(Stage.PAINT))
        style = self._catalog.style(persona.style_id)
        portrait = await self._stages.painter.paint(persona, style, seed, guide)
        _finish(emit, Stage.PAINT, portrait)
        return portrait

    async def _perform(self, character: Character, text: str, emit: Emit) -> Answer:
        stage, speech = Stage.SPEAK, None
        try:
            emit(Started(stage))
            speech = await self._stages.speaker.speak(character.voice, text)
            _finish(emit, stage, None)
            stage = Stage.ANIMATE
            emit(Started(stage))
            pose = Pose((0.0,) * 8 + (1.0,))
            motion = Motion(FPS, (pose,) * max(2, round(speech.seconds * FPS)))
            take = await self._stages.animator.animate(character.portrait, speech, motion)
            _finish(emit, stage, None)
        except PipelineError as error:
            emit(Failed(stage, error.code))
            return Answer(text, None, speech, (Failed(stage, error.code),))
        clip = Clip(b"clip" + take.h264, take.poster, take.width, take.height, speech.seconds)
        _finish(emit, Stage.JOIN, clip)
        return Answer(text, clip, speech)


def _finish(emit: Emit, stage: Stage, made: Made) -> None:
    emit(Finished(stage, 0.0, made))
