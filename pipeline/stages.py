"""The stages: the whole interface that a backend has to fill."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol, runtime_checkable

from pipeline.events import OnStep, unheeded
from pipeline.types import (
    NO_MEMORY,
    Catalog,
    Character,
    Line,
    Memory,
    Motion,
    Persona,
    Portrait,
    Speech,
    Style,
    Take,
    Voice,
)


class Writer(Protocol):
    """Invents a character and speaks as it."""

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """Write who the described thing is, choosing a style and a voice from the catalogue."""
        ...

    def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """Answer `said` as the character, in pieces that concatenate to the reply.

        `history` holds the earlier lines, oldest first, without `said`; `memory` what is known of those before.
        """
        ...


@runtime_checkable
class Remembers(Protocol):
    """What a writer has besides where it can remember."""

    async def remember(self, persona: Persona, memory: Memory, lines: Sequence[Line]) -> Memory:
        """What this persona remembers with these lines too, which come after all that is in its memory already.

        Raises:
            StageFailed: It cannot be done now; the lines are kept for another time.
        """
        ...


class Painter(Protocol):
    """Paints a portrait with its face atlas."""

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        """Paint the persona in a style; `guide` is an uploaded picture, encoded, that the portrait follows.

        `step` is told of the steps on the way, where there are any.
        """
        ...


class Speaker(Protocol):
    """Speaks text."""

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak one sentence. Text without anything to say gives a short silence."""
        ...


@runtime_checkable
class Drafts(Protocol):
    """What a speaker has besides where words sound the same before their sentence is whole."""

    async def draft(self, voice: Voice, text: str) -> Speech | None:
        """Speak the beginning of a sentence, timed as it will be in the whole one; None where a voice cannot."""
        ...


class Animator(Protocol):
    """Moves a portrait."""

    async def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Take:
        """Render one frame per pose of the motion."""
        ...


class BegunTake(Protocol):
    """A take that is begun before its sentence is whole."""

    async def go_on(self, motion: Motion, frames: int) -> None:
        """Render the motion of a draft, as far as so many frames are certain; an empty one, to get ready."""
        ...

    async def finish(self, speech: Speech, motion: Motion) -> None:
        """Render the whole sentence; what was rendered of drafts is kept where it fits."""
        ...

    async def take(self) -> Take:
        """What was rendered, once it is finished and encoded; the next take may be rendered meanwhile."""
        ...

    def close(self) -> None:
        """Let go of everything, finished or not."""
        ...


@runtime_checkable
class Begins(Protocol):
    """What an animator has besides where it can begin before a sentence is whole."""

    def begin(self, portrait: Portrait) -> BegunTake | None:
        """Begin a take, which whoever began it closes; None where this is not possible."""
        ...


class Moderator(Protocol):
    """Looks at words and pictures before they are used or said."""

    async def check(self, text: str) -> None:
        """Let a text pass, or not.

        Raises:
            TextRefused: It is not for here.
            ModerationDown: It cannot be looked at now, and nothing is to pass unseen.
        """
        ...

    async def look(self, picture: bytes) -> None:
        """Let an encoded picture pass, or not; every one passes where only words are looked at.

        Raises:
            PictureRefused: It is not for here.
            PictureUnseen: It cannot be looked at now, and none is to be used unseen.
            GuideUnreadable: There is nothing in it that could be looked at.
        """
        ...


class Listener(Protocol):
    """Writes down what was said."""

    async def transcribe(self, audio: bytes, language: str) -> str:
        """Transcribe an encoded sound file; `language` is BCP 47, or empty where it is unknown."""
        ...
