"""Asks servers for pictures: in a form that each understands, within bounds, as pixels."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openai import APIStatusError

from pipeline.config import ImageServer
from pipeline.errors import DescriptionRefused, GuideUnreadable, StageFailed
from pipeline.media_server import Server, open_servers
from pipeline.paint.guides import MAX_BYTES, read_guide
from pipeline.paint.visiting import Useless, Visitor, open_visitor

log = logging.getLogger(__name__)

_EXTRAS: tuple[dict[str, Any], ...] = ({"response_format": "b64_json", "seed": 0}, {"response_format": "b64_json"}, {})
"""What is asked for beyond the protocol's core, the most first: a server that refuses one is asked with less."""
_ANSWER_BYTES = 2 * MAX_BYTES
_REFUSED = frozenset({400, 415, 422})
_NO_SUCH = frozenset({404, 405, 501})
_LASTING = frozenset({401, 402, 403, 404})
_POLICY = ("moderation", "content_policy", "content policy", "safety", "nsfw")
_BLANK = 3.0
"""The standard deviation of levels below which a picture shows nothing: what filters give in place of a refusal."""


class EditsUnknown(Exception):
    """No server can change a picture."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One picture to be painted."""

    prompt: str
    seed: int
    picture: bytes = field(default=b"", repr=False)
    """A PNG to be changed; empty: painted from nothing."""
    spare: Asked | None = None
    """What is asked instead where no server can change pictures."""


@dataclass(slots=True)
class _Known:
    """A server and what it turned out to understand."""

    server: Server
    extras: int = 0
    edits: bool = True


class ImageServers:
    """Some servers, asked in order."""

    def __init__(self, servers: Sequence[Server], visitor: Visitor) -> None:
        self._servers = tuple(_Known(server) for server in servers)
        self._visitor = visitor

    async def picture(self, asked: Asked, size: int) -> NDArray[np.uint8]:
        """A picture as (size, size, 3) uint8 from the first server that gives one.

        Raises:
            DescriptionRefused: A server does not paint that.
            EditsUnknown: A picture is to be changed, and no server knows how.
            StageFailed: No server gave a picture.
        """
        reason = "all of them rest after failing"
        able = [known for known in self._servers if known.edits or not asked.picture]
        for known in able:
            if not known.server.breaker.may_ask:
                continue
            began = time.monotonic()
            try:
                pixels = _pixels(await self._answer(known, asked), size)
            except DescriptionRefused:
                known.server.breaker.worked()
                raise
            except _NoEdits:
                known.edits = False
                continue
            except Exception as error:
                # The SDK lets through what its HTTP library raises: any of it is a failing server.
                status = error.status_code if isinstance(error, APIStatusError) else 0
                reason = f"status {status}" if status else str(error) if isinstance(error, Useless) else _kind(error)
                known.server.breaker.failed(lasting=status in _LASTING)
                log.warning("image server failed", extra={"provider": known.server.spec.name, "reason": reason})
                continue
            known.server.breaker.worked()
            seconds = round(time.monotonic() - began, 3)
            log.info("image server painted", extra={"provider": known.server.spec.name, "seconds": seconds})
            return pixels
        if asked.picture and not any(known.edits for known in self._servers):
            if asked.spare is None:
                raise EditsUnknown
            return await self.picture(asked.spare, size)
        raise StageFailed("paint", f"No image server gave a picture: {reason}.", retryable=True)

    async def _answer(self, known: _Known, asked: Asked) -> bytes:
        """The encoded picture that one server gives, asked with less where it refuses what is beyond the core."""
        while True:
            try:
                told = await self._ask(known, asked)
            except APIStatusError as error:
                _see_refusal(error)
                if asked.picture and error.status_code in _NO_SUCH:
                    raise _NoEdits from error
                if error.status_code not in _REFUSED or known.extras + 1 >= len(_EXTRAS):
                    raise
                known.extras += 1
                continue
            return await self._encoded(known, told)

    async def _ask(self, known: _Known, asked: Asked) -> Any:
        images = known.server.client.images.with_streaming_response
        spec = known.server.spec
        extra = {**_EXTRAS[known.extras]}
        if "seed" in extra:
            extra["seed"] = asked.seed % 2**31
        size = spec.picture if isinstance(spec, ImageServer) else "auto"
        common: dict[str, Any] = {
            "model": spec.model,
            "prompt": asked.prompt,
            "n": 1,
            "size": size,
            "extra_body": extra,
        }
        if asked.picture:
            opened = images.edit(image=("picture.png", asked.picture, "image/png"), **common)
        else:
            opened = images.generate(**common)
        content = bytearray()
        async with opened as answer:
            async for piece in answer.iter_bytes():
                content += piece
                if len(content) > _ANSWER_BYTES:
                    raise Useless("an answer without end")
        try:
            return json.loads(bytes(content))
        except (ValueError, RecursionError) as error:
            raise Useless("an answer that is no JSON") from error

    async def _encoded(self, known: _Known, told: Any) -> bytes:
        """The picture of an answer, given in it or behind an address."""
        try:
            entry = told["data"][0]
            given, address = entry.get("b64_json"), entry.get("url")
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise Useless("an answer without a picture") from error
        if isinstance(address, str) and address.startswith("data:"):
            given = address.partition(",")[2]
        if isinstance(given, str) and given:
            try:
                return base64.b64decode(given.partition(",")[2] if given.startswith("data:") else given, validate=False)
            except (binascii.Error, ValueError) as error:
                raise Useless("a picture that is no base64") from error
        if isinstance(address, str):
            return await self._visitor.fetch(address, known.server.spec.base_url, known.server.spec.timeout_s)
        raise Useless("an answer without a picture")


class _NoEdits(Exception):
    """The server does not know how to change pictures."""


def _pixels(encoded: bytes, size: int) -> NDArray[np.uint8]:
    try:
        picture = read_guide(encoded, size)
    except GuideUnreadable as error:
        raise Useless("a picture that cannot be read") from error
    alpha = picture[..., 3:].astype(np.float32) / 255
    flat = np.asarray(picture[..., :3] * alpha + 255 * (1 - alpha) + 0.5, np.uint8)
    if float(flat.std()) < _BLANK:
        raise Useless("a picture of one colour")
    return flat


def _see_refusal(error: APIStatusError) -> None:
    """Tell a refusal of what is to be painted from any other.

    Raises:
        DescriptionRefused: It is one.
    """
    text = f"{error.code} {error.type} {error.message}".lower()
    if error.status_code in (400, 403, 422, 451) and any(word in text for word in _POLICY):
        raise DescriptionRefused("The image server does not paint that.") from error


def _kind(error: Exception) -> str:
    return type(error).__name__


@asynccontextmanager
async def open_image_servers(
    specs: Sequence[ImageServer], environment: Mapping[str, str]
) -> AsyncIterator[ImageServers]:
    """Open a client for every server; nothing is asked yet.

    Raises:
        ConfigInvalid: There is no server, or a key that one needs is not in the environment.
    """
    async with open_servers(specs, "painter", environment) as servers, open_visitor() as visitor:
        yield ImageServers(servers, visitor)
