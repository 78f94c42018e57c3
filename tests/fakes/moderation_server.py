"""A moderation endpoint on loopback that flags what holds a word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bots.benches.loopback import served


@dataclass
class ModerationServer:
    """The server's manner and memory."""

    word: str = "gunpowder"
    status: int = 0
    """The answer to everything, if not 0."""
    body: object = None
    """What it answers instead of a verdict."""
    base: str = ""
    asked: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.asked.append(told["input"])
        if self.status:
            return web.json_response({"error": {"message": "no"}}, status=self.status)
        if self.body is not None:
            return web.json_response(self.body)
        flagged = self.word in told["input"].lower()
        result = {"flagged": flagged, "categories": {"violence": flagged}, "category_scores": {"violence": 0.9}}
        return web.json_response({"id": "m", "model": told["model"], "results": [result]})


@asynccontextmanager
async def moderating(**manner: object) -> AsyncIterator[ModerationServer]:
    """Serve on a free port of loopback; `base` is the address."""
    server = ModerationServer(**manner)  # type: ignore[arg-type]
    app = web.Application()
    app.router.add_post("/v1/moderations", server.serve)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server
