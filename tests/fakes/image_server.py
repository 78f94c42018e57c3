"""A server of pictures on loopback that paints plain colours and behaves as well or as badly as a test tells it to."""

from __future__ import annotations

import asyncio
import base64
import io
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from aiohttp import web
from PIL import Image

from bots.benches.loopback import served


def a_png(seed: int = 0, side: int = 64, *, flat: bool = False) -> bytes:
    """A picture of noise, another one for every seed; a black one where `flat`."""
    file = io.BytesIO()
    noise = np.random.default_rng(seed).integers(0, 1 if flat else 255, (side, side, 3), np.uint8)
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


@dataclass
class Manner:
    """How the server behaves."""

    gives: str = "b64_json"
    """`b64_json`, `url`, `data_url`, or what else the entry is to hold under no known name."""
    picture: bytes = b""
    """What is given, encoded; empty: noise by prompt and seed."""
    url: str = ""
    refuses: frozenset[str] = frozenset()
    """Names of settings that get a 400."""
    policy: bool = False
    status: int = 0
    busy: int = 0
    edits: bool = True
    hangs: bool = False
    body: bytes | None = None
    """The answer as it is."""
    sends_to: str = ""
    """The address that whoever asks for a picture is sent to."""
    leads_to: str = ""
    """The address that whoever fetches a picture is sent to."""


@dataclass
class ImageServerFake:
    """The server's memory."""

    manner: Manner
    base: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    fetched: int = 0
    """How often a picture was fetched from its address."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set at every request."""

    async def generate(self, request: web.Request) -> web.StreamResponse:
        """A picture from words."""
        told = await request.json()
        return await self._answer({"route": "generations", **told})

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """A picture from another."""
        form = await request.post()
        told: dict[str, Any] = {"route": "edits"}
        for name, value in form.items():
            told[name] = value.file.read() if isinstance(value, web.FileField) else value
        if not self.manner.edits:
            return web.json_response({"error": {"message": "no such route"}}, status=404)
        return await self._answer(told)

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """A picture at its address."""
        self.fetched += 1
        if self.manner.leads_to:
            raise web.HTTPFound(self.manner.leads_to)
        return web.Response(body=self.manner.picture or a_png(1), content_type="image/png")

    async def moved(self, _request: web.Request) -> web.StreamResponse:
        """Where a picture lay before."""
        raise web.HTTPFound("/picture.png")

    async def _answer(self, told: dict[str, Any]) -> web.StreamResponse:
        self.asked.append(told)
        self.arrived.set()
        how = self.manner
        if how.sends_to:
            raise web.HTTPTemporaryRedirect(how.sends_to)
        if how.hangs:
            await asyncio.Event().wait()
        if how.busy:
            how.busy -= 1
            return web.json_response({"error": {"message": "slow"}}, status=429, headers={"retry-after-ms": "1"})
        if how.policy:
            error = {"message": "Your request was rejected by the safety system.", "code": "moderation_blocked"}
            return web.json_response({"error": error}, status=400)
        if how.status:
            return web.json_response({"error": {"message": "no"}}, status=how.status)
        if set(told) & how.refuses:
            return web.json_response({"error": {"message": "unknown parameter"}}, status=400)
        if how.body is not None:
            return web.Response(body=how.body, content_type="application/json")
        return web.json_response({"created": 1, "data": [self._entry(told)]})

    def _entry(self, told: dict[str, Any]) -> dict[str, str]:
        how = self.manner
        number = zlib.crc32(f"{told['prompt']} {told.get('seed', '')}".encode())
        encoded = base64.b64encode(how.picture or a_png(number)).decode()
        if how.gives == "url":
            return {"url": how.url or self.base.removesuffix("/v1") + "/picture.png"}
        if how.gives == "data_url":
            return {"url": f"data:image/png;base64,{encoded}"}
        return {how.gives: encoded}


@asynccontextmanager
async def serving(manner: Manner | None = None) -> AsyncIterator[ImageServerFake]:
    """Serve on a free port of loopback; `base` is the address."""
    server = ImageServerFake(manner or Manner())
    app = web.Application(client_max_size=2**26)
    app.router.add_post("/v1/images/generations", server.generate)
    app.router.add_post("/v1/images/edits", server.edit)
    app.router.add_get("/picture.png", server.picture)
    app.router.add_get("/moved.png", server.moved)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server
