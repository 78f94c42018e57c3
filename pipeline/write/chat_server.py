"""One OpenAI-compatible server: asks it in a form that it understands and streams what it says."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from openai import APIStatusError, AsyncOpenAI, AsyncStream
from openai.types.chat import ChatCompletionChunk

from pipeline.config import Provider
from pipeline.errors import StageFailed
from pipeline.write.breaker import Breaker
from pipeline.write.prompts import Message
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


@dataclass(slots=True)
class Server:
    """One provider, what was learned of it and how it fared."""

    provider: Provider
    client: AsyncOpenAI
    breaker: Breaker = field(default_factory=Breaker)
    learned: Learned = field(default_factory=Learned)

    async def stream(
        self, messages: Sequence[Message], tokens: int, *, schema: Mapping[str, Any] | None = None, seed: int = 0
    ) -> AsyncGenerator[str, None]:
        """What the model says to the messages, in pieces, without its thoughts; JSON where a schema is given.

        Raises:
            StageFailed: The server did not answer, said nothing, or stopped in the middle.
        """
        began = time.monotonic()
        said, knew = False, self.learned.thinks
        try:
            for again in (False, True):
                async with aclosing(self._once(messages, tokens, schema, seed)) as pieces:
                    async for piece in pieces:
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

    async def _once(
        self, messages: Sequence[Message], tokens: int, schema: Mapping[str, Any] | None, seed: int
    ) -> AsyncGenerator[str, None]:
        thoughts = Thoughts(begins_inside=self.learned.begins_inside)
        stream = await self._open(messages, tokens, schema, seed)
        said, read, end = False, 0, ""
        async with stream:
            async for chunk in stream:
                text, end = _text(chunk), _end(chunk) or end
                read += len(text)
                if piece := thoughts.feed(text[:_LONGEST]):
                    said = True
                    yield piece
                if read > _LONGEST:
                    break
        rest = thoughts.finish(whole=end == "stop")
        self.learned.begins_inside = thoughts.unopened
        if rest:
            said = True
            yield rest
        if end == "length" and not said and not self.learned.thinks:
            self.learned.thinks = True
        elif end != "stop" and (said or end):
            raise _CutOff

    async def _open(
        self, messages: Sequence[Message], tokens: int, schema: Mapping[str, Any] | None, seed: int
    ) -> AsyncStream[ChatCompletionChunk]:
        """Ask, stepping down to what the server understands; what worked is remembered."""
        tried = Learned(self.learned.form, self.learned.plain, self.learned.limit)
        while True:
            try:
                stream = await self._ask(tried, messages, tokens, schema, seed)
            except APIStatusError as error:
                if not _step_down(tried, error, asks_json=schema is not None):
                    raise
                extra = {"provider": self.provider.name, "status": error.status_code, "form": FORMS[tried.form]}
                log.info("model asked in another form", extra=extra)
                continue
            self.learned.form, self.learned.plain, self.learned.limit = tried.form, tried.plain, tried.limit
            return stream

    async def _ask(
        self, how: Learned, messages: Sequence[Message], tokens: int, schema: Mapping[str, Any] | None, seed: int
    ) -> AsyncStream[ChatCompletionChunk]:
        more: dict[str, Any] = {}
        if not how.plain:
            more[how.limit] = tokens + _THINKING_TOKENS * self.learned.thinks
            if seed:
                more["seed"] = seed % 2**31
        if schema is not None and FORMS[how.form] == "json_schema":
            form = {"name": "persona", "strict": True, "schema": dict(schema)}
            more["response_format"] = {"type": "json_schema", "json_schema": form}
        elif schema is not None and FORMS[how.form] == "json_object":
            more["response_format"] = {"type": "json_object"}
        told: Any = _folded(messages) if how.plain else list(messages)
        stream: AsyncStream[ChatCompletionChunk] = await self.client.chat.completions.create(
            model=self.provider.model, messages=told, stream=True, **more
        )
        return stream


class _CutOff(Exception):
    """The stream ended before the answer did."""


def _step_down(tried: Learned, error: APIStatusError, *, asks_json: bool) -> bool:
    """Choose the next plainer form of a request; False where there is none."""
    if error.status_code not in _REFUSED:
        return False
    if "max_completion_tokens" in str(error.message) and tried.limit == "max_tokens":
        tried.limit = "max_completion_tokens"
        return True
    if asks_json and tried.form < len(FORMS) - 1:
        tried.form += 1
        return True
    if not tried.plain:
        tried.plain = True
        return True
    return False


def _text(chunk: ChatCompletionChunk) -> str:
    """What a chunk says. Its types are what the server sent: chunks without choices and deltas of parts occur."""
    choices: Any = chunk.choices
    delta: Any = getattr(choices[0], "delta", None) if choices else None
    content: Any = getattr(delta, "content", None)
    if isinstance(content, list):
        parts = (part for part in content if isinstance(part, dict) and part.get("type") == "text")
        return "".join(text for part in parts if isinstance(text := part.get("text"), str))
    return content if isinstance(content, str) else ""


def _end(chunk: ChatCompletionChunk) -> str:
    choices: Any = chunk.choices
    reason: Any = getattr(choices[0], "finish_reason", None) if choices else None
    return reason if isinstance(reason, str) else ""


def _folded(messages: Sequence[Message]) -> list[Message]:
    """The messages for a server that knows no system role: its text leads the first message of people."""
    first, *rest = messages
    if first["role"] != "system" or not rest:
        return list(messages)
    return [{"role": "user", "content": f"{first['content']}\n\n{rest[0]['content']}"}, *rest[1:]]
