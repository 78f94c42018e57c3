"""Measures a reply end to end: from a server that streams like a model to the finished clip."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
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
    """Medians over the rounds, after one that nobody counts."""
    tails, ratios, lengths, models = [], [], [], []
    for turn in range(-1, rounds):
        server.reply = REPLIES[turn % len(REPLIES)]
        began = time.perf_counter()
        answer = await studio.talk(character, [], Line("Ada", f"Hello for the {turn + 2}. time!", 0.0))
        ended = time.perf_counter()
        if turn < 0 or answer.clip is None:
            continue
        tails.append(ended - server.last_token)
        models.append(server.last_token - began)
        ratios.append((ended - began) / (server.last_token - began))
        lengths.append(answer.clip.seconds)
    return {
        "rounds": len(tails),
        "reply_s": round(median(lengths), 2),
        "model_s": round(median(models), 3),
        "tail_s": round(median(tails), 3),
        "tail_worst_s": round(max(tails), 3),
        "total_over_model": round(median(ratios), 3),
    }
