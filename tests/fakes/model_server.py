"""An OpenAI-compatible server on loopback that behaves as well or as badly as a test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bots.benches.loopback import served

GOOD = {
    "language": "en",
    "nature": "A teapot is a round pot that keeps tea warm.",
    "traits": ["grumpy", "warm-hearted", "proud"],
    "name": "Bertram Spout",
    "personality": "You are Bertram Spout, a grumpy old teapot. You huff like steam, but you are warm inside. "
    "You love rain on the window and you fear the edge of the table.",
    "manner": "short huffs",
    "greeting": "Hmph. Mind my spout, and sit down.",
    "summary": "A grumpy teapot with a warm heart.",
    "style_id": "ink",
    "voice_id": "en-plain-m",
}
GOOD_JSON = json.dumps(GOOD)
REPLY = "Hmph, I was asleep. Rain is the best sound there is. Pour yourself a cup."


@dataclass
class Asked:
    """One request, as it arrived."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def form(self) -> str:
        """The kind of answer that was asked for."""
        return str(self.body.get("response_format", {}).get("type", ""))

    @property
    def wants_persona(self) -> bool:
        """Whether a persona or its repair is wanted, rather than a reply."""
        return "scriptwriter" in str(self.body["messages"][0]["content"])

    @property
    def text(self) -> str:
        """All that the model is told."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])


@dataclass
class Manner:
    """How the server behaves."""

    persona: str | Callable[[Asked], str] = GOOD_JSON
    reply: str = REPLY
    pieces: int = 7
    """Characters of one chunk."""
    refuses: frozenset[str] = frozenset()
    """Forms of answer and names of settings that get a 400."""
    refusal: str = "this is not supported"
    status: int = 0
    """The answer to everything, if not 0."""
    elsewhere: str = ""
    """Where it sends whoever asks, with a 307."""
    busy: int = 0
    """How many requests get a 429 before it works."""
    busy_ms: int = 1
    """How long such an answer says to wait."""
    hangs: bool = False
    hangs_after: int = -1
    """Chunks after which nothing more comes."""
    silent: bool = False
    no_choices: bool = False
    cut_after: int = -1
    """Characters after which the connection breaks."""
    end: str | None = "stop"
    reasoning: str = ""
    per_second: float = 0.0
    """Chunks a second; 0 is at once."""
    usage: object = None
    """What it says of tokens when it is asked for that, as `{"prompt_tokens": 3, "completion_tokens": 4}`."""
    whole: bool = False
    """It ignores `stream` and answers in one piece."""
    body: str | None = None
    """What it answers with 200 instead of anything sensible."""
    tools: object = None
    """Calls of tools that it sends though none were offered."""
    blind: int = 0
    """The status with which it refuses pictures."""


@dataclass
class ModelServer:
    """The server's memory."""

    manner: Manner
    base: str = ""
    asked: list[Asked] = field(default_factory=list)
    last_token: float = 0.0
    """The loop's time when the last chunk was sent."""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(await request.json(), dict(request.headers))
        self.asked.append(asked)
        how = self.manner
        if how.hangs:
            await asyncio.Event().wait()
        if how.busy:
            how.busy -= 1
            wait = {"retry-after-ms": str(how.busy_ms)}
            return web.json_response({"error": {"message": "slow down"}}, status=429, headers=wait)
        if how.elsewhere:
            raise web.HTTPTemporaryRedirect(f"{how.elsewhere}/chat/completions")
        if how.status:
            return web.json_response({"error": {"message": how.refusal}}, status=how.status)
        if {asked.form, *asked.body, *(message["role"] for message in asked.body["messages"])} & how.refuses:
            return web.json_response({"error": {"message": how.refusal}}, status=400)
        if how.blind and any(isinstance(message["content"], list) for message in asked.body["messages"]):
            return web.json_response({"error": {"message": "image input is not supported"}}, status=how.blind)
        if how.body is not None:
            return web.Response(text=how.body, content_type="application/json")
        persona = how.persona if isinstance(how.persona, str) else how.persona(asked)
        text = persona if asked.wants_persona else how.reply
        if how.whole:
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": how.end}
            return web.json_response({"id": "c", "object": "chat.completion", "choices": [choice], "usage": how.usage})
        return await self._stream(request, text, counts="stream_options" in asked.body)

    async def _stream(self, request: web.Request, text: str, *, counts: bool) -> web.StreamResponse:
        how = self.manner
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        whole = text[: how.cut_after] if how.cut_after >= 0 else text
        chunks = [] if how.silent else [whole[at : at + how.pieces] for at in range(0, len(whole), how.pieces)]
        await _send(response, {"choices": []})
        if how.reasoning:
            await _send(response, {"choices": [{"index": 0, "delta": {"reasoning_content": how.reasoning}}]})
        if how.tools:
            await _send(response, {"choices": [{"index": 0, "delta": {"content": None, "tool_calls": how.tools}}]})
        for number, chunk in enumerate(chunks):
            if number == how.hangs_after:
                await asyncio.Event().wait()
            choices = [] if how.no_choices else [{"index": 0, "delta": {"role": "assistant", "content": chunk}}]
            await _send(response, {"choices": choices, "usage": None})
            self.last_token = asyncio.get_running_loop().time()
            if how.per_second:
                await asyncio.sleep(1 / how.per_second)
        if how.cut_after >= 0:
            assert request.transport is not None
            request.transport.abort()
            return response
        if how.end and not how.silent and not how.no_choices:
            await _send(response, {"choices": [{"index": 0, "delta": {}, "finish_reason": how.end}]})
        if counts and how.usage:
            await _send(response, {"choices": [], "usage": how.usage})
        await response.write(b"data: [DONE]\n\n")
        return response


async def _send(response: web.StreamResponse, chunk: dict[str, Any]) -> None:
    told = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", **chunk}
    await response.write(f"data: {json.dumps(told)}\n\n".encode())


@asynccontextmanager
async def serving(manner: Manner | None = None) -> AsyncIterator[ModelServer]:
    """Serve on a free port of loopback; `base` is the address."""
    server = ModelServer(manner or Manner())
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.serve)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server
