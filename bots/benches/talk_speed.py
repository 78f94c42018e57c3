"""Measures a reply end to end: from a server that streams like a model to the finished clip."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

from aiohttp import web

from bots.benches.loopback import served
from pipeline.studio import Studio
from pipeline.types import Character, Line

TOKENS_PER_SECOND = 40.0
REPLIES = (
    "Hmph, I was asleep on my shelf. The rain outside is the best sound there is. Pour yourself a cup of tea, "
    "my friend, and tell me all about your long day.",
    "Oh, you are back at last! I have kept the water warm for you since six in the morning. "
    "Do you still drink it with honey, or are you grown up by now?",
    "The moon came through the window last night. It asked me for a story. I told it the one about the blue "
    "sugar bowl who wanted to sail across the whole sea.",
)
"""Replies of about ten seconds each."""
LONG_REPLIES = (
    f"{REPLIES[0]} Was it your boss again? I may be an old pot, but I know how to listen.",
    f"{REPLIES[1]} I still remember the song that you sang last winter for the snow on the roof.",
    f"{REPLIES[2]} It was so happy that it stayed until breakfast. Then it asked me for my name.",
)
"""Replies of just under fifty words: a character ends there by default."""
_TOKEN = re.compile(r"\s?[^\W\d_]{1,6}|\s?.")


@dataclass(slots=True)
class Streaming:
    """A loopback server that streams a reply, token by token, at an even pace."""

    per_second: float
    reply: str = ""
    base: str = ""
    asked: float = 0.0
    last_token: float = field(default=0.0)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Stream the reply to whatever is asked."""
        await request.read()
        self.asked = time.perf_counter()
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        tokens = _TOKEN.findall(self.reply)
        for number, token in enumerate(tokens, start=1):
            # By the clock and not by pauses: a busy moment must not make the model slower.
            await asyncio.sleep(max(0.0, self.asked + number / self.per_second - time.perf_counter()))
            await _send(response, {"delta": {"content": token}})
            self.last_token = time.perf_counter()
        await _send(response, {"delta": {}, "finish_reason": "stop"})
        await response.write(b"data: [DONE]\n\n")
        return response


@dataclass(frozen=True, slots=True)
class Taken:
    """How long one reply took."""

    reply_s: float
    """Of its clip."""
    model_s: float
    """From the question to the model's last token."""
    tail_s: float
    """From there to the finished clip."""


@asynccontextmanager
async def open_streaming(per_second: float = TOKENS_PER_SECOND) -> AsyncIterator[Streaming]:
    """Serve on a free port of loopback."""
    server = Streaming(per_second)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.answer)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server


async def _send(response: web.StreamResponse, choice: dict[str, object]) -> None:
    chunk = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, **choice}],
    }
    await response.write(f"data: {json.dumps(chunk)}\n\n".encode())


async def measure(studio: Studio, server: Streaming, character: Character, rounds: int) -> dict[str, float | int]:
    """Medians over the rounds, of replies of ten seconds and of fifty words in turns, after two that nobody counts."""
    short: list[Taken] = []
    long: list[Taken] = []
    for turn in range(-1, rounds):
        for replies, found in ((REPLIES, short), (LONG_REPLIES, long)):
            took = await _taken(studio, server, character, replies[turn % len(replies)])
            if turn >= 0 and took is not None:
                found.append(took)
    return {"rounds": len(short), **_medians(short), **_medians(long, "long_")}


async def _taken(studio: Studio, server: Streaming, character: Character, reply: str) -> Taken | None:
    server.reply = reply
    began = time.perf_counter()
    answer = await studio.talk(character, [], Line("Ada", "Tell me something, please!", 0.0))
    ended = time.perf_counter()
    if answer.clip is None:
        return None
    return Taken(answer.clip.seconds, server.last_token - began, ended - server.last_token)


def _medians(found: Sequence[Taken], prefix: str = "") -> dict[str, float]:
    return {
        f"{prefix}reply_s": round(median(one.reply_s for one in found), 2),
        f"{prefix}model_s": round(median(one.model_s for one in found), 3),
        f"{prefix}tail_s": round(median(one.tail_s for one in found), 3),
        f"{prefix}tail_worst_s": round(max(one.tail_s for one in found), 3),
        f"{prefix}total_over_model": round(median(1 + one.tail_s / one.model_s for one in found), 3),
    }
