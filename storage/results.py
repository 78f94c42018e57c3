"""What stages made for jobs that are not done yet: a job taken up again goes on where it was."""

from __future__ import annotations

import asyncio

from storage.hits import Hits
from storage.media import Media
from storage.store import Store

INLINE_BYTES = 32 * 1024
"""Smaller results lie in the database, larger ones in the media folder."""


class Results:
    """Results by the hash of what they were made from.

    Losing one costs the work of a stage and nothing else, so they do not wait for the disk.
    """

    def __init__(self, store: Store, media: Media) -> None:
        self._store = store
        self._media = media
        self.hits = Hits()

    async def get(self, key: str) -> bytes | None:
        """A result, or None where it was not made or is gone."""
        row = await self._store.one("SELECT body, media FROM results WHERE key = ?", (key,))
        self.hits.count(found=row is not None)
        if row is None:
            return None
        return await self._media.get(row["media"]) if row["media"] else bytes(row["body"])

    async def put(self, key: str, job: int, content: bytes) -> None:
        """Keep a result as long as its job is not done."""
        if len(content) <= INLINE_BYTES:
            await self._keep(key, job, content, "")
            return
        # The media folder is asked first: a row without its file is only a result that is gone.
        await self._keep(key, job, None, await self._media.put(content, "stage", durable=False))

    async def _keep(self, key: str, job: int, body: bytes | None, media: str) -> None:
        await self._store.note(
            "INSERT OR REPLACE INTO results (key, job, body, media)"
            " SELECT ?, id, ?, ? FROM jobs WHERE id = ? AND open = 1",
            (key, body, media, job),
        )

    async def drop(self, job: int) -> None:
        """Forget what was made for a job that is done."""
        rows = await self._store.all("SELECT media FROM results WHERE job = ? AND media <> ''", (job,))
        await self._store.note("DELETE FROM results WHERE job = ?", (job,))
        for sha in {str(row[0]) for row in rows}:
            # A portrait's result is the same file as the character's own portrait.
            row = await self._store.one(
                "SELECT 1 FROM media m WHERE m.sha = ? AND m.kind = 'stage'"
                " AND NOT EXISTS (SELECT 1 FROM results r WHERE r.media = m.sha)",
                (sha,),
            )
            if row is not None:
                await self._store.note("DELETE FROM media WHERE sha = ? AND kind = 'stage'", (sha,))
                await asyncio.to_thread(self._media.path(sha).unlink, missing_ok=True)
