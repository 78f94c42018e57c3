"""Writes without a model: invents characters from the lexicon and improvises what they say."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from pipeline.config import WriterSpec
from pipeline.lanes import Lanes
from pipeline.types import NO_MEMORY, Catalog, Character, Line, Memory, Persona
from pipeline.write.improvise.answering import answer
from pipeline.write.improvise.chance import drawn
from pipeline.write.improvise.following import language_spoken
from pipeline.write.improvise.inventing import invent
from pipeline.write.improvise.memory_rules import learnt
from pipeline.write.improvise.tables import table
from pipeline.write.memory.common_ground import aim

_PIECE = re.compile(r"\S+\s*|\s+")


class Improviser:
    """Fills `stages.Writer` from tables, at once and always the same for the same input."""

    def __init__(self, words: int, *, adapt: bool = True) -> None:
        self._words = words
        self._adapt = adapt

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """Write who the described thing is.

        Raises:
            BadInput: The description is empty, too long, without words, or refused.
        """
        return invent(description, catalog, seed)

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """Answer `said`, word by word."""
        if said.pictures:
            text = unseen(character.persona, said, history)
            for piece in _PIECE.findall(text):
                yield piece
            return
        words = aim(self._words, history, said, memory) if self._adapt else self._words
        shown = memory if self._adapt else replace(memory, terms=())
        # A long history takes tens of milliseconds to look through.
        text = await asyncio.to_thread(answer, character.persona, history, said, words, shown, names=self._adapt)
        for piece in _PIECE.findall(text):
            yield piece

    async def remember(self, persona: Persona, memory: Memory, lines: Sequence[Line]) -> Memory:
        """The memory with the facts and names that rules find in these lines; it writes no summary."""
        return await asyncio.to_thread(learnt, memory, lines)


def unseen(persona: Persona, said: Line, history: Sequence[Line] = ()) -> str:
    """What a character says to a picture: that it cannot see it, and what it would like to know."""
    lines = table("pictures")[language_spoken(persona, history, said)]
    return str(drawn("picture", persona.name, said.when).choice(lines))


@asynccontextmanager
async def open(spec: WriterSpec, lanes: Lanes) -> AsyncIterator[Improviser]:  # noqa: A001 - the name of the seam
    """Open the improviser; its work takes a few milliseconds and needs no lane."""
    yield Improviser(spec.words, adapt=spec.adapt)
