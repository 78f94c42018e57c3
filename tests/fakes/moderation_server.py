"""A moderation endpoint on loopback that flags what holds a word, and pictures that are red."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from PIL import Image

from bots.benches.loopback import served


@dataclass
class ModerationServer:
    """The server's manner and memory."""

    word: str = "gunpowder"
    status: int = 0
    """The answer to everything, if not 0."""
    body: object = None
    """What it answers instead of a verdict."""
    blind: int = 0
    """The answer to pictures, if not 0."""
    hangs: bool = False
    elsewhere: str = ""
    """Where it sends whoever asks, with a 307."""
    base: str = ""
    asked: list[str] = field(default_factory=list)
    """Texts that it was asked about."""
    looked: list[bytes] = field(default_factory=list)
    """Pictures that it was asked about, encoded."""

    async def serve(self, request: web.Request) -> web.Response:
        told = await request.json()
        shown = isinstance(told["input"], list)
        flagged = self._looks(told["input"]) if shown else self._reads(told["input"])
        if self.elsewhere:
            raise web.HTTPTemporaryRedirect(f"{self.elsewhere}/moderations")
        if self.hangs:
            await asyncio.Event().wait()
        status = self.status or (self.blind if shown else 0)
        if status:
            return web.json_response({"error": {"message": "no"}}, status=status)
        if self.body is not None:
            return web.json_response(self.body)
        result = {"flagged": flagged, "categories": {"violence": flagged}, "category_scores": {"violence": 0.9}}
        return web.json_response({"id": "m", "model": told["model"], "results": [result]})

    def _reads(self, text: str) -> bool:
        self.asked.append(text)
        return self.word in text.lower()

    def _looks(self, parts: list[dict[str, Any]]) -> bool:
        # One picture a request, as omni-moderation-latest takes them.
        (part,) = parts
        assert part["type"] == "image_url"
        head, _, body = part["image_url"]["url"].partition(",")
        assert head == "data:image/jpeg;base64"
        self.looked.append(base64.b64decode(body, validate=True))
        with Image.open(io.BytesIO(self.looked[-1])) as picture:
            red, green, _ = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
        return bool(red > 150 > green)


@asynccontextmanager
async def moderating(**manner: object) -> AsyncIterator[ModerationServer]:
    """Serve on a free port of loopback; `base` is the address."""
    server = ModerationServer(**manner)  # type: ignore[arg-type]
    app = web.Application()
    app.router.add_post("/v1/moderations", server.serve)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server
