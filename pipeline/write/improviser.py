"""Writes without a model: invents characters from the lexicon and improvises what they say."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from pipeline.config import WriterSpec
from pipeline.lanes import Lanes
from pipeline.types import NO_MEMORY, Catalog, Character, Line, Memory, Persona
from pipeline.write.answering import answer
from pipeline.write.inventing import invent

_PIECE = re.compile(r"\S+\s*|\s+")


class Improviser:
    """Fills `stages.Writer` from tables, at once and always the same for the same input."""

    def __init__(self, words: int) -> None:
        self._words = words

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
        for piece in _PIECE.findall(answer(character.persona, history, said, self._words)):
            yield piece


@asynccontextmanager
async def open(spec: WriterSpec, lanes: Lanes) -> AsyncIterator[Improviser]:  # noqa: A001 - the name of the seam
    """Open the improviser; its work takes a few milliseconds and needs no lane."""
    yield Improviser(spec.words)
