"""Fetches one file over https: goes on where it was cut off, checks what came, leaves nothing half under its name."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import aiohttp

from pipeline.errors import DiskFull, OutputUnwritable, PipelineError, WeightsMissing

CHUNK = 2**20
CONNECT_S = 15.0
SILENCE_S = 60.0
"""How long a server may send nothing."""
PAUSES_S = (1.0, 4.0, 15.0)
"""Before it is tried again without a byte having come; a try that brought some does not count."""
RESERVE_BYTES = 200 * 2**20
"""What stays free on the disk: a database that finds none stops the bot."""
PAGE = "text/html"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

Told = Callable[[int, int], None]
"""Is told how many bytes have come, and of how many; 0 where the server does not say."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file to fetch."""

    url: str
    bytes: int = 0
    """0: unknown."""
    sha256: str = ""
    """The hash it must have, or its first digits; empty: any."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class _CutOff(Exception):
    """The connection ended before the file did."""


class Fetcher:
    """Fetches files through one client session."""

    def __init__(
        self, session: aiohttp.ClientSession, pauses_s: Sequence[float] = PAUSES_S, silence_s: float = SILENCE_S
    ) -> None:
        self._session = session
        self._pauses_s = tuple(pauses_s)
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=silence_s)

    async def fetch(self, item: Item, target: Path, told: Told) -> str:
        """Fetch a file to `target` and give its SHA-256; what had come before an interruption is kept beside it.

        Raises:
            DiskFull: There is no room; what had come is removed.
            OutputUnwritable: The folder cannot be written.
            WeightsMissing: It is not there, the server gave up, or it is not what it should be.
        """
        part = target.with_name(f"{target.name}.part")
        waiting = list(self._pauses_s)
        while True:
            before = _size(part)
            try:
                await self._pull(item, part, told)
                break
            except (_CutOff, aiohttp.ClientError, TimeoutError) as error:
                if _size(part) > before:
                    waiting = list(self._pauses_s)
                if not waiting:
                    raise _given_up(item, target, _size(part), error) from error
                await asyncio.sleep(waiting.pop(0))
        digest = await asyncio.to_thread(sha256_of, part)
        if item.sha256 and not digest.startswith(item.sha256.lower()):
            _drop(part)
            raise WeightsMissing(
                f"{target.name} is not what it should be: its SHA-256 begins with {digest[:16]} and not with "
                f"{item.sha256[:16]}. It was thrown away."
            )
        try:
            part.replace(target)
        except OSError as error:
            raise written(error, target) from error
        _mark(part).unlink(missing_ok=True)
        return digest

    async def _pull(self, item: Item, part: Path, told: Told) -> None:
        """Bring what is missing of the file, in one request."""
        have = _size(part)
        headers = {**item.headers, "Accept-Encoding": "identity"}
        if have and item.bytes == have:
            return
        if have:
            mark = _mark(part).read_text("utf-8") if _mark(part).is_file() else ""
            if not mark and not item.sha256:
                # Nothing would tell whether the rest belongs to the same file.
                _drop(part)
                have = 0
            else:
                headers |= {"Range": f"bytes={have}-"} | ({"If-Range": mark} if mark else {})
        async with self._session.get(item.url, headers=headers, timeout=self._timeout) as response:
            if response.status == 416 and have:
                if response.headers.get("Content-Range") != f"bytes */{have}":
                    _drop(part)
                    raise _CutOff
                return
            _refuse(response, item)
            have = have if _goes_on(response, have) else 0
            length = response.content_length
            of = have + length if length is not None else item.bytes
            if item.bytes and of != item.bytes:
                raise WeightsMissing(f"{part.stem} has {of} bytes where {item.bytes} were announced.")
            see_room(part.parent, max(0, of - have))
            await asyncio.to_thread(_write_mark, part, response)
            await self._write(response, part, have, of, told)

    async def _write(self, response: aiohttp.ClientResponse, part: Path, have: int, of: int, told: Told) -> None:
        try:
            with part.open("ab" if have else "wb") as file:
                async for chunk in response.content.iter_chunked(CHUNK):
                    await asyncio.to_thread(file.write, chunk)
                    have += len(chunk)
                    told(have, of)
                await asyncio.to_thread(_settle, file)
        except aiohttp.ClientError:
            raise
        except OSError as error:
            if error.errno in _FULL:
                _drop(part)
            raise written(error, part) from error
        if of and have < of:
            raise _CutOff


def _given_up(item: Item, target: Path, came: int, error: Exception) -> WeightsMissing:
    why, host = type(error).__name__, urlsplit(item.url).hostname
    if came:
        return WeightsMissing(
            f"{target.name} stopped coming after {came} bytes ({why}): fetch it again to go on there."
        )
    return WeightsMissing(
        f"{host} gave nothing of {target.name} ({why}): try again later, or fetch it by hand and name its path."
    )


def _settle(file: BinaryIO) -> None:
    """Have it on the disk before it gets its name."""
    file.flush()
    os.fsync(file.fileno())


def _refuse(response: aiohttp.ClientResponse, item: Item) -> None:
    host = response.url.host
    if response.status in _BUSY:
        raise _CutOff
    if response.status in (401, 403):
        raise WeightsMissing(
            f"{host} wants an account or an agreement for {_name(item.url)}: accept it there, set the token that it "
            "gives in the environment (HF_TOKEN for the hub), or fetch the file by hand and name its path."
        )
    if response.status not in (200, 206):
        raise WeightsMissing(f"{host} has no {_name(item.url)} any more (status {response.status}).")
    if response.content_type == PAGE:
        raise WeightsMissing(
            f"{host} gave a page instead of {_name(item.url)}: fetch the file by hand and name its path."
        )


def _goes_on(response: aiohttp.ClientResponse, have: int) -> bool:
    return response.status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")


def see_room(folder: Path, need: int) -> None:
    """See that a folder's disk has room for so many bytes.

    Raises:
        DiskFull: It has not.
    """
    free = shutil.disk_usage(folder).free - RESERVE_BYTES
    if need > free:
        raise DiskFull(
            f"There is no room in {folder}: {need / 1e6:.0f} MB are needed and {max(0, free) / 1e6:.0f} MB are free "
            f"beside the {RESERVE_BYTES / 1e6:.0f} MB that are kept. Free some, or set [models] folder to another disk."
        )


def written(error: OSError, path: Path) -> PipelineError:
    """What an operator is told where a file could not be written."""
    if error.errno in _FULL:
        return DiskFull(
            f"The disk became full while {path.name.removesuffix('.part')} was written to {path.parent}; what had come "
            "of it was removed. Free some room, or set [models] folder to another disk, and fetch it again."
        )
    return OutputUnwritable(f"{path} cannot be written: {error.strerror or error}.")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_mark(part: Path, response: aiohttp.ClientResponse) -> None:
    """Keep what tells this version of the file from others: a strong ETag, or the date it was changed."""
    tag = response.headers.get("ETag", "")
    mark = tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")
    if mark:
        _mark(part).write_text(mark, "utf-8")
    else:
        _mark(part).unlink(missing_ok=True)


def _mark(part: Path) -> Path:
    return part.with_name(f"{part.name}.mark")


def _drop(part: Path) -> None:
    part.unlink(missing_ok=True)
    _mark(part).unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _name(url: str) -> str:
    return url.split("?", 1)[0].rsplit("/", 1)[-1]


@asynccontextmanager
async def open_fetcher(pauses_s: Sequence[float] = PAUSES_S, silence_s: float = SILENCE_S) -> AsyncIterator[Fetcher]:
    """Open a client session for some files."""
    async with aiohttp.ClientSession(trust_env=True) as session:
        yield Fetcher(session, pauses_s, silence_s)
