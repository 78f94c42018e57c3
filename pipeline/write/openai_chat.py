"""Writes with language models behind OpenAI-compatible servers, one after another, and at last without any."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

from pipeline.config import WriterSpec
from pipeline.errors import ConfigInvalid, StageFailed
from pipeline.lanes import Lanes
from pipeline.lexicon import Reading, read
from pipeline.spending import current
from pipeline.stages import Writer
from pipeline.types import NO_MEMORY, Catalog, Character, Line, Memory, Persona
from pipeline.write import improviser
from pipeline.write.drafting import KEYS, Draft, complete, read_draft, spoken_languages, voices_for
from pipeline.write.improvise.memory_rules import learnt
from pipeline.write.memory.budget import Budget
from pipeline.write.memory.common_ground import aim
from pipeline.write.memory.prompts import remember_messages, remember_schema
from pipeline.write.memory.reading import read_memory
from pipeline.write.prompts import (
    Message,
    persona_messages,
    persona_schema,
    reminder_messages,
    repair_messages,
    reply_messages,
)
from pipeline.write.servers.chat_server import Server
from pipeline.write.servers.providers import open_servers
from pipeline.write.spoken_part import SpokenPart, WrongTongue

log = logging.getLogger(__name__)

_SHARE = 0.8
"""The part of the writer's time that models get; the rest is the improviser's, who needs hardly any."""
_PERSONA_TOKENS = 1600
_TOKENS_PER_WORD = 8
"""Small vocabularies need many tokens for a word outside English."""
_LONGEST_PERSONA = 16_000
"""How many characters of an answer are read for a persona."""


class ChatWriter:
    """Fills `stages.Writer` from servers in order; where none answers in time, the improviser does."""

    def __init__(self, spec: WriterSpec, servers: Sequence[Server], improvising: Writer) -> None:
        self._words = spec.words
        self._budget = spec.memory_tokens
        self._adapt = spec.adapt
        self._seconds = _SHARE * spec.timeout_s
        self._servers = servers
        self._improviser = improvising

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """Write who the described thing is.

        Raises:
            BadInput: The description is empty, too long, without words, or refused.
        """
        reading = read(description)
        filler = await self._improviser.persona(description, catalog, seed)
        deadline = time.monotonic() + self._seconds
        for server in self._awake():
            draft = await self._draft(server, reading, catalog, seed, deadline)
            if draft is not None and draft.good:
                log.info("persona drafted", extra={"provider": server.provider.name, "filled": len(draft.problems)})
                return complete(draft, filler, reading, catalog)
        log.warning("persona improvised")
        return filler

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """Answer `said` as the character, piece by piece as the model writes."""
        asked = reply_messages(
            character.persona, history, said, self._words, memory=memory, budget=self._budget, adapt=self._adapt
        )
        words = aim(self._words, history, said, memory) if self._adapt else self._words
        deadline = time.monotonic() + self._seconds
        # The order stands, except that whoever can see goes first where there is something to see.
        for server in sorted(self._awake(), key=lambda server: bool(said.pictures) and not server.sees):
            for messages in (asked, reminder_messages(asked, character.persona.language)):
                begun = False
                try:
                    answer = self._said(server, character.persona, messages, deadline, said.pictures, words)
                    async with aclosing(answer) as pieces:
                        async for piece in pieces:
                            begun = begun or bool(piece.strip())
                            yield piece
                except WrongTongue:
                    log.info("reply in the wrong script", extra={"provider": server.provider.name})
                    continue
                except StageFailed:
                    if not begun:
                        break
                if begun:
                    return
                break
        log.warning("reply improvised")
        async for piece in self._improviser.reply(character, history, said, memory):
            yield piece

    async def remember(self, persona: Persona, memory: Memory, lines: Sequence[Line]) -> Memory:
        """The memory with these lines in it; by rule where a model answers and says nothing that can be used.

        Raises:
            StageFailed: No server answered.
        """
        most = Budget(self._budget).summary
        asked = remember_messages(persona, memory, lines, most)
        deadline = time.monotonic() + self._seconds
        answered = False
        for server in self._awake():
            try:
                text = await _gathered(server, asked, remember_schema(), 0, deadline)
            except StageFailed:
                continue
            answered = True
            kept = await asyncio.to_thread(read_memory, text, memory, lines, most)
            if kept is not None:
                return kept
            log.info("memory unusable", extra={"provider": server.provider.name})
        if not answered:
            raise StageFailed("write", "No server answered that was to sum up older lines.", retryable=True)
        return await asyncio.to_thread(learnt, memory, lines)

    def _awake(self) -> list[Server]:
        awake, tab = [server for server in self._servers if server.breaker.may_ask], current()
        if tab.closed and awake:
            tab.missed = True
            return []
        return awake

    async def _said(
        self,
        server: Server,
        persona: Persona,
        messages: Sequence[Message],
        deadline: float,
        pictures: Sequence[bytes],
        words: int,
    ) -> AsyncGenerator[str, None]:
        """The part of a model's answer that is said aloud.

        Raises:
            StageFailed: Nothing came, or nothing more.
            WrongTongue: The model writes in another script than the character's.
        """
        part = SpokenPart(persona.name, persona.language, words)
        tokens = _TOKENS_PER_WORD * self._words + 64
        async with aclosing(server.stream(messages, tokens, pictures=pictures)) as stream:
            try:
                while not part.full:
                    try:
                        piece = await _before(deadline, stream)
                    except StopAsyncIteration:
                        break
                    if given := part.feed(piece):
                        # Once it talks, every further piece has the time of a sign of life.
                        deadline = time.monotonic() + server.provider.timeout_s
                        yield given
            except StageFailed:
                if rest := part.cut():
                    yield rest
                raise
        if rest := part.finish():
            yield rest

    async def _draft(
        self, server: Server, reading: Reading, catalog: Catalog, seed: int, deadline: float
    ) -> Draft | None:
        """A persona as far as one server gave it, repaired once; None where it said nothing."""
        languages, voices = spoken_languages(catalog), voices_for(reading, catalog)
        asked = persona_messages(reading.text, languages, catalog.styles, voices)

        async def answer(messages: Sequence[Message], keys: Sequence[str]) -> str:
            schema = persona_schema(keys, languages, catalog.styles, voices)
            return await _gathered(server, messages, schema, seed, deadline)

        try:
            text = await answer(asked, ("nature", *KEYS))
        except StageFailed:
            return None
        draft = read_draft(text, reading, catalog)
        if not draft.problems:
            return draft
        log.info("persona repaired", extra={"provider": server.provider.name, "wrong": len(draft.problems)})
        try:
            text = await answer(repair_messages(asked, text, draft.problems), list(draft.problems))
        except StageFailed:
            return draft
        return read_draft(text, reading, catalog, draft)


async def _gathered(
    server: Server, messages: Sequence[Message], schema: Mapping[str, Any], seed: int, deadline: float
) -> str:
    """All that a server answers, or what came before it broke off.

    Raises:
        StageFailed: Nothing came.
    """
    text = ""
    async with aclosing(server.stream(messages, _PERSONA_TOKENS, schema=schema, seed=seed)) as stream:
        try:
            while len(text) < _LONGEST_PERSONA:
                text += await _before(deadline, stream)
        except StopAsyncIteration:
            pass
        except StageFailed:
            if not text:
                raise
    return text[:_LONGEST_PERSONA]


async def _before(deadline: float, stream: AsyncIterator[str]) -> str:
    """The next piece, if it comes in time.

    Raises:
        StageFailed: It did not.
    """
    try:
        async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
            return await anext(stream)
    except TimeoutError as error:
        raise StageFailed("write", "The model took too long.", retryable=True) from error


@asynccontextmanager
async def open(  # noqa: A001 - the name of the seam
    spec: WriterSpec, lanes: Lanes, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[ChatWriter]:
    """Open a client for every provider; no server is asked before somebody wants something.

    Raises:
        ConfigInvalid: There is no provider, a key that one needs is not in the environment, or a model is no model.
        BackendMissing: A local model's library is not installed.
        StageFailed: A local model cannot be loaded.
    """
    if not spec.providers:
        raise ConfigInvalid("The openai writer needs at least one provider: see [writer] in config.example.toml.")
    async with open_servers(spec.providers, environment) as servers, improviser.open(spec, lanes) as improvising:
        yield ChatWriter(spec, servers, improvising)
