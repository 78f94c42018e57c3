"""Reads what OpenAI-compatible servers send: in chunks, or whole where a server does not stream."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from openai import AsyncStream
from openai.types.chat import ChatCompletion, ChatCompletionChunk

_LONGEST_BODY = 1_000_000
"""How many bytes are read of an answer that does not come in chunks."""
_MOST_TOKENS = 2**40
"""What is counted beyond that is no count."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one chunk holds."""

    text: str = ""
    end: str = ""
    """Why the answer ended, in the chunk that says so."""
    tokens: tuple[int, int] | None = None
    """What was read and written, in the chunk that counts."""


async def pieces(stream: AsyncStream[ChatCompletionChunk]) -> AsyncGenerator[Piece, None]:
    """What a server answers, whichever way it sends it."""
    kind = stream.response.headers.get("content-type", "")
    if "json" in kind and "stream" not in kind and "ndjson" not in kind:
        yield await _whole(stream)
        return
    async for chunk in stream:
        yield Piece(_text(chunk, "delta"), _end(chunk), _tokens(getattr(chunk, "usage", None)))


async def _whole(stream: AsyncStream[ChatCompletionChunk]) -> Piece:
    body = b""
    async for part in stream.response.aiter_bytes():
        body += part
        if len(body) > _LONGEST_BODY:
            break
    # Not validated: it holds what the server sent.
    answer = ChatCompletion.construct(**json.loads(body))
    return Piece(_text(answer, "message"), _end(answer), _tokens(getattr(answer, "usage", None)))


def _text(answer: Any, where: str) -> str:
    """What an answer says. Its types are what the server sent: answers without choices and texts in parts occur."""
    content: Any = getattr(getattr(_choice(answer), where, None), "content", None)
    if isinstance(content, list):
        parts = (part for part in content if isinstance(part, dict) and part.get("type") == "text")
        return "".join(text for part in parts if isinstance(text := part.get("text"), str))
    return content if isinstance(content, str) else ""


def _end(answer: Any) -> str:
    reason: Any = getattr(_choice(answer), "finish_reason", None)
    return reason if isinstance(reason, str) else ""


def _choice(answer: Any) -> Any:
    choices: Any = getattr(answer, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def _tokens(usage: Any) -> tuple[int, int] | None:
    read, written = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    return (read, written) if read + written else None


def _count(usage: Any, name: str) -> int:
    count: Any = getattr(usage, name, None)
    return count if isinstance(count, int) and 0 < count < _MOST_TOKENS else 0
