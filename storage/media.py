"""Files under their SHA-256: written whole or not at all, the same bytes kept once.

A file's kind says how long it stays: `portrait` as long as a character has it, `upload` as long as a job needs it,
`clip` and `stage` while the budget lasts, the least recently used first.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import DiskFull, OutputUnwritable
from storage.store import Store

PASSING = ("stage", "clip")
"""Kinds that can be made again: the first to go, in this order."""


class Media:
    """The files beside the database; `folder` holds them as `ab/abcdef…`."""

    def __init__(self, store: Store, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock

    async def put(self, content: bytes, kind: str, *, durable: bool = True) -> str:
        """Keep `content` and give its SHA-256; what is not `durable` may be lost with the power.

        Raises:
            DiskFull: There is no room; nothing is left behind.
            OutputUnwritable: The folder cannot be written.
        """
        sha = await asyncio.to_thread(self._write, content, durable)
        now = self._clock()
        sql = (
            "INSERT INTO media (sha, kind, bytes, made, used) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sha) DO UPDATE SET used = excluded.used,"
            " kind = CASE WHEN excluded.kind = 'portrait' THEN 'portrait' ELSE kind END"
        )
        values = (sha, kind, len(content), now, now)
        if durable:
            await self._store.write(sql, values)
        else:
            await self._store.note(sql, values)
        return sha

    async def get(self, sha: str) -> bytes | None:
        """The bytes of a file; None where it is gone or no longer what it was."""
        content = await asyncio.to_thread(self._read, sha)
        if content is not None:
            await self._store.note("UPDATE media SET used = ? WHERE sha = ?", (self._clock(), sha))
        return content

    async def remove(self, sha: str) -> None:
        """Drop a file; the row goes first, so that a crash leaves an orphan and never a row without its file."""
        await self._store.write("DELETE FROM media WHERE sha = ?", (sha,))
        await asyncio.to_thread(self.path(sha).unlink, missing_ok=True)

    async def release(self, sha: str) -> None:
        """Drop an upload unless another open job needs the same."""
        known = await self._store.one("SELECT 1 FROM jobs WHERE upload = ? AND open = 1", (sha,))
        kind = await self._store.one("SELECT kind FROM media WHERE sha = ?", (sha,))
        if known is None and kind is not None and kind[0] == "upload":
            await self.remove(sha)

    async def shrink(self, budget_bytes: int) -> int:
        """Drop the least recently used passing files until all of them fit the budget; how many went."""
        marks = ",".join("?" * len(PASSING))
        row = await self._store.one(f"SELECT coalesce(sum(bytes), 0) FROM media WHERE kind IN ({marks})", PASSING)  # noqa: S608 - marks only
        over = (int(row[0]) if row else 0) - budget_bytes
        if over <= 0:
            return 0
        gone = 0
        order = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(PASSING))
        sql = f"SELECT sha, bytes FROM media WHERE kind IN ({marks}) ORDER BY CASE kind {order} END, used"  # noqa: S608 - constants only
        for sha, size in [(str(r[0]), int(r[1])) for r in await self._store.all(sql, PASSING)]:
            if over <= 0:
                break
            await self.remove(sha)
            over -= size
            gone += 1
        return gone

    async def orphans(self) -> tuple[str, ...]:
        """Files that no row knows, older than an hour: what a crash left between a file and its row."""
        known = {str(row[0]) for row in await self._store.all("SELECT sha FROM media")}
        lying = await asyncio.to_thread(self._lying, self._clock() - 3600)
        return tuple(sorted(sha for sha in lying if sha not in known))

    async def sweep(self) -> int:
        """Drop orphans and unfinished files; how many went."""
        orphans = await self.orphans()
        for sha in orphans:
            await asyncio.to_thread(self.path(sha).unlink, missing_ok=True)
        return len(orphans) + await asyncio.to_thread(self._drop_unfinished, self._clock() - 3600)

    async def missing(self) -> tuple[str, ...]:
        """Rows whose file is not there."""
        rows = await self._store.all("SELECT sha FROM media")
        return tuple(sha for sha in (str(r[0]) for r in rows) if not self.path(sha).is_file())

    def path(self, sha: str) -> Path:
        """Where the file of that SHA-256 lies."""
        if len(sha) != 64 or not set(sha) <= set("0123456789abcdef"):
            raise ValueError(f"{sha!r} is no SHA-256.")
        return self._folder / sha[:2] / sha

    def _write(self, content: bytes, durable: bool) -> str:  # noqa: FBT001 - private
        sha = hashlib.sha256(content).hexdigest()
        path = self.path(sha)
        try:
            # A file of the right length can still be a torn one after a power cut: `get` checks what it reads.
            if path.is_file() and path.stat().st_size == len(content) and not durable:
                return sha
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content, durable=durable)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(f"There is no room for a file in {self._folder}: free some.") from error
            raise OutputUnwritable(f"No file can be written in {self._folder}: {error.strerror}.") from error
        return sha

    def _read(self, sha: str) -> bytes | None:
        try:
            content = self.path(sha).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha else None

    def _lying(self, before: float) -> list[str]:
        return [p.name for p in self._folder.glob("??/*") if len(p.name) == 64 and p.stat().st_mtime < before]

    def _drop_unfinished(self, before: float) -> int:
        found = [p for p in self._folder.glob("??/.part-*") if p.stat().st_mtime < before]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file under its name only once all of it is there, and on the disk where `durable`."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
