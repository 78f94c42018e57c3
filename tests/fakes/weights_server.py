"""A server of weights on loopback, plain files and a hub, that behaves as well or as badly as a test tells it to."""

from __future__ import annotations

import asyncio
import hashlib
import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bots.benches.loopback import served

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def tensors(size: int = 4096, fill: int = 7) -> bytes:
    """A safetensors file of one tensor of so many bytes."""
    header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes([fill]) * size


@dataclass
class Manner:
    """How the server behaves."""

    status: int = 0
    """The answer to every file, if not 0."""
    busy: int = 0
    """How many requests get a 503 before it works."""
    cut_after: list[int] = field(default_factory=list)
    """Bytes after which the connection breaks, request by request."""
    ranges: bool = True
    """False: every request gets the whole file."""
    tag: str = '"one"'
    """The ETag; empty: none."""
    lengthless: bool = False
    page: bool = False
    hangs_after: int = -1
    """Bytes after which nothing more comes."""


@dataclass
class WeightsServer:
    """The server's files and memory."""

    manner: Manner
    base: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    """By path, such as `/a.safetensors` or `/owner/name/unet/config.json`."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and Range of every request for a file."""
    taken: int = 0
    """How many bytes the client says it has: what is cut off waits for it."""

    def hub(self, repository: str, files: dict[str, bytes]) -> None:
        """Serve a repository of the hub."""
        self.files |= {f"/{repository}/{name}": content for name, content in files.items()}

    async def listing(self, request: web.Request) -> web.Response:
        """What the hub's API says of a repository."""
        prefix = f"/{request.match_info['owner']}/{request.match_info['name']}/"
        found = {path.removeprefix(prefix): content for path, content in self.files.items() if path.startswith(prefix)}
        if not found:
            headers = {"X-Error-Code": "RepoNotFound"}
            return web.json_response({"error": "Repository not found"}, status=404, headers=headers)
        siblings = []
        for name, content in found.items():
            entry: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": "b"}
            if not name.endswith((".json", ".txt")):
                digest = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"size": len(content), "sha256": digest, "pointerSize": 134}
            siblings.append(entry)
        repository = prefix.strip("/")
        return web.json_response(
            {"_id": "1", "id": repository, "modelId": repository, "sha": COMMIT, "siblings": siblings}
        )

    async def resolve(self, request: web.Request) -> web.StreamResponse:
        """A file of the hub at a commit."""
        info = request.match_info
        return await self._send(request, f"/{info['owner']}/{info['name']}/{info['path']}")

    async def plain(self, request: web.Request) -> web.StreamResponse:
        """A file at its address."""
        return await self._send(request, request.path)

    async def _send(self, request: web.Request, path: str) -> web.StreamResponse:
        how = self.manner
        self.asked.append((path, request.headers.get("Range", "")))
        if how.busy:
            how.busy -= 1
            return web.Response(status=503)
        if how.status:
            return web.Response(status=how.status)
        if how.page:
            return web.Response(text="<html>sign in</html>", content_type="text/html")
        if path not in self.files:
            return web.Response(status=404)
        return await self._stream(request, self.files[path])

    async def _stream(self, request: web.Request, content: bytes) -> web.StreamResponse:
        how, start = self.manner, 0
        asked = request.headers.get("Range", "")
        fits = request.headers.get("If-Range", how.tag) == how.tag
        if asked and how.ranges and fits:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                return web.Response(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
        response = web.StreamResponse(status=206 if start else 200)
        if start:
            response.headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        if how.tag:
            response.headers["ETag"] = how.tag
        if not how.lengthless:
            response.content_length = len(content) - start
        await response.prepare(request)
        cut = how.cut_after.pop(0) if how.cut_after else -1
        until = max(cut, how.hangs_after)
        await response.write(content[start:] if until < 0 else content[start : start + until])
        if how.hangs_after >= 0:
            await asyncio.Event().wait()
        if cut >= 0:
            while self.taken < start + cut:  # noqa: ASYNC110 - the client is on the same loop
                # What a client has not read when a connection breaks is lost to it.
                await asyncio.sleep(0)
            assert request.transport is not None
            request.transport.close()
        return response


@asynccontextmanager
async def serving(manner: Manner | None = None) -> AsyncIterator[WeightsServer]:
    """Serve on a free port of loopback; `base` is the address."""
    server = WeightsServer(manner or Manner())
    app = web.Application()
    app.router.add_get("/api/models/{owner}/{name}", server.listing)
    app.router.add_get("/api/models/{owner}/{name}/revision/{revision}", server.listing)
    app.router.add_get("/{owner}/{name}/resolve/{revision}/{path:.+}", server.resolve)
    app.router.add_get("/{path:.+}", server.plain)
    async with served(app) as address:
        server.base = address
        yield server
