"""One OpenAI-compatible server: asks it in a form that it understands and streams what it says."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from openai import APIStatusError, AsyncOpenAI, AsyncStream
from openai.types.chat import ChatCompletionChunk

from pipeline.config import Provider
from pipeline.errors import StageFailed
from pipeline.spending import Spent, Tab, current, estimate
from pipeline.write.pictures import PICTURE_TOKENS, shown
from pipeline.write.prompts import Message
from pipeline.write.servers.breaker import Breaker
from pipeline.write.servers.chunks import pieces
from pipeline.write.thinking import Thoughts

log = logging.getLogger(__name__)

FORMS = ("json_schema", "json_object", "prompt")
"""How an answer in JSON is asked for, the strictest first: a server that refuses one is asked in the next."""
_LASTING = frozenset({401, 402, 403, 404})
_REFUSED = frozenset({400, 415, 422, 501})
"""Answers to a request that a server does not understand."""
_THINKING_TOKENS = 4096
"""What a model that thinks aloud is given on top."""
_LONGEST = 60_000
"""How many characters are read of one answer."""


@dataclass(slots=True)
class Learned:
    """What a server and its model turned out to be like."""

    form: int = 0
    """The place in `FORMS` of the strictest form that it takes."""
    plain: bool = False
    """True where it takes nothing but the messages, and those without a system role."""
    limit: str = "max_tokens"
    """The name under which it takes a limit of tokens."""
    thinks: bool = False
    """True where its thoughts used up all tokens once."""
    begins_inside: bool = False
    """True where its text begins in thought without a tag."""
    counts: bool = True
    """False where it refuses to be asked how many tokens it used."""
    blind: bool = False
    """True where it refused to look at pictures."""


@dataclass(slots=True)
class Server:
    """One provider, what was learned of it and how it fared."""

    provider: Provider
    connect: Callable[[], Awaitable[AsyncOpenAI]]
    """A client of it, opened or started where it has to be; raises StageFailed where it cannot."""
    breaker: Breaker = field(default_factory=Breaker)
    learned: Learned = field(default_factory=Learned)

    async def stream(
        self,
        messages: Sequence[Message],
        tokens: int,
        *,
        schema: Mapping[str, Any] | None = None,
        seed: int = 0,
        pictures: Sequence[bytes] = (),
    ) -> AsyncGenerator[str, None]:
        """What the model says to the messages, in pieces, without its thoughts; JSON where a schema is given.

        `pictures`, JPEG, come with the last message; a model that cannot see is told that there are some.

        Raises:
            StageFailed: The server did not answer, said nothing, or stopped in the middle.
        """
        began = time.monotonic()
        said, knew = False, self.learned.thinks
        question = _Question(messages, tokens, schema, seed, pictures)
        try:
            for again in (False, True):
                async with aclosing(self._once(question, current())) as answer:
                    async for piece in answer:
                        if not said:
                            said = True
                            self.breaker.worked()
                        yield piece
                if said or again or self.learned.thinks is knew:
                    break
        except _CutOff as error:
            reason = "cut off" if said else "nothing but thoughts"
            raise self._failed(reason, began, counts=not said) from error
        except APIStatusError as error:
            raise self._failed(f"status {error.status_code}", began, lasting=error.status_code in _LASTING) from error
        except Exception as error:
            # The SDK lets through what its HTTP library and its JSON reader raise: any of it is a failing server.
            raise self._failed(type(error).__name__, began, counts=not said) from error
        if not said:
            raise self._failed("nothing said", began)
        log.info("model answered", extra=self._told(began))

    def _told(self, began: float) -> dict[str, str | float]:
        seconds = round(time.monotonic() - began, 3)
        return {"provider": self.provider.name, "form": FORMS[self.learned.form], "seconds": seconds}

    def _failed(self, reason: str, began: float, *, lasting: bool = False, counts: bool = True) -> StageFailed:
        if counts:
            self.breaker.failed(lasting=lasting)
        log.warning("model failed", extra={**self._told(began), "reason": reason})
        return StageFailed("write", f"The provider {self.provider.name} failed: {reason}.", retryable=not lasting)

    async def _once(self, question: _Question, tab: Tab) -> AsyncGenerator[str, None]:
        thoughts = Thoughts(begins_inside=self.learned.begins_inside)
        stream = await self._open(question)
        said, read, end = False, "", ""
        counted: tuple[int, int] | None = None
        try:
            async with stream, aclosing(pieces(stream)) as sent:
                async for part in sent:
                    end, counted = part.end or end, part.tokens or counted
                    read += part.text[:_LONGEST]
                    if piece := thoughts.feed(part.text[:_LONGEST]):
                        said = True
                        yield piece
                    if len(read) > _LONGEST:
                        break
        finally:
            tab.spent.append(self._spent(question, read, counted))
        rest = thoughts.finish(whole=end == "stop")
        self.learned.begins_inside = thoughts.unopened
        if rest:
            said = True
            yield rest
        if end == "length" and not said and not self.learned.thinks:
            self.learned.thinks = True
        elif end != "stop" and (said or end):
            raise _CutOff

    def _spent(self, question: _Question, read: str, counted: tuple[int, int] | None) -> Spent:
        provider = self.provider
        asked, answered = counted or (question.size(sees=self.sees), estimate(read))
        cost = (asked * provider.price_read + answered * provider.price_written) / 1e6
        return Spent(provider.name, provider.model or "local", asked, answered, cost, estimated=counted is None)

    @property
    def sees(self) -> bool:
        """Whether it is shown pictures."""
        return self.provider.sees and not self.learned.blind

    async def _open(self, question: _Question) -> AsyncStream[ChatCompletionChunk]:
        """Ask, stepping down to what the server understands; what worked is remembered."""
        client = await self.connect()
        tried = replace(self.learned, blind=not self.sees)
        crowded = False
        while True:
            try:
                stream = await self._ask(client, tried, question)
            except APIStatusError as error:
                if not _step_down(tried, error, question):
                    raise
                crowded = crowded or "context" in str(error.message).lower()
                extra = {"provider": self.provider.name, "status": error.status_code, "form": FORMS[tried.form]}
                log.info("model asked in another form", extra=extra)
                continue
            learned = self.learned
            learned.form, learned.plain, learned.limit = tried.form, tried.plain, tried.limit
            # Pictures that were too many this once are no sign of a model that cannot see.
            learned.counts, learned.blind = tried.counts, tried.blind and not crowded
            return stream

    async def _ask(self, client: AsyncOpenAI, how: Learned, question: _Question) -> AsyncStream[ChatCompletionChunk]:
        more: dict[str, Any] = {}
        if not how.plain:
            more[how.limit] = question.tokens + _THINKING_TOKENS * self.learned.thinks
            if question.seed:
                more["seed"] = question.seed % 2**31
            if how.counts:
                more["stream_options"] = {"include_usage": True}
        if question.schema is not None and FORMS[how.form] == "json_schema":
            form = {"name": "persona", "strict": True, "schema": dict(question.schema)}
            more["response_format"] = {"type": "json_schema", "json_schema": form}
        elif question.schema is not None and FORMS[how.form] == "json_object":
            more["response_format"] = {"type": "json_object"}
        told: Any = _folded(question.messages) if how.plain else list(question.messages)
        if question.pictures:
            told = shown(told, question.pictures, sees=not how.blind)
        # The SDK alone would wait as long once more for every retry, and for as long as a busy server asks it to.
        async with asyncio.timeout(self.provider.timeout_s):
            stream: AsyncStream[ChatCompletionChunk] = await client.chat.completions.create(
                model=self.provider.model or "local", messages=told, stream=True, **more
            )
        return stream


@dataclass(frozen=True, slots=True)
class _Question:
    """One request, before it is known what the server understands."""

    messages: Sequence[Message]
    tokens: int
    schema: Mapping[str, Any] | None
    seed: int
    pictures: Sequence[bytes]

    def size(self, *, sees: bool) -> int:
        """About how many tokens it has."""
        texts = sum(estimate(message["content"]) for message in self.messages)
        return texts + PICTURE_TOKENS * len(self.pictures) * sees


class _CutOff(Exception):
    """The stream ended before the answer did."""


def _step_down(tried: Learned, error: APIStatusError, question: _Question) -> bool:
    """Choose the next plainer form of a request; False where there is none."""
    told = str(error.message).lower()
    if question.pictures and not tried.blind and (error.status_code in _REFUSED or "image" in told):
        tried.blind = True
        return True
    if error.status_code not in _REFUSED:
        return False
    if "max_completion_tokens" in told and tried.limit == "max_tokens":
        tried.limit = "max_completion_tokens"
        return True
    if ("stream_options" in told or "include_usage" in told) and tried.counts and not tried.plain:
        tried.counts = False
        return True
    if question.schema is not None and tried.form < len(FORMS) - 1:
        tried.form += 1
        return True
    if not tried.plain:
        tried.plain = True
        return True
    return False


def _folded(messages: Sequence[Message]) -> list[Message]:
    """The messages for a server that knows no system role: its text leads the first message of people."""
    first, *rest = messages
    if first["role"] != "system" or not rest:
        return list(messages)
    return [{"role": "user", "content": f"{first['content']}\n\n{rest[0]['content']}"}, *rest[1:]]
