"""Drops what has been kept long enough, and what only a crash left behind."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

from storage.media import Media
from storage.store import Store

DAY = 86400.0
LEDGER_DAYS = 90
LINES_GRACE_DAYS = 2
"""How much longer lines stay that could not be remembered yet."""
INBOX_DAYS = 30
"""No platform delivers an update again after that long."""


async def expire(
    store: Store, media: Media, before: float, now: float | None = None, *, spared: Iterable[int] = ()
) -> int:
    """Drop lines, jobs and sends older than `before` (0 keeps them), and leftovers; how many rows went.

    The lines of `spared` characters may stay a little longer, since they are still to be remembered.
    """
    moment = time.time() if now is None else now
    count = 0
    if before:
        count += await store.write(
            "DELETE FROM lines WHERE said < ? AND (said < ? OR character NOT IN (SELECT value FROM json_each(?)))",
            (before, before - LINES_GRACE_DAYS * DAY, json.dumps(list(spared))),
        )
        files = await store.all(
            "SELECT DISTINCT o.media FROM outbox o JOIN jobs j ON j.id = o.job"
            " WHERE o.media <> '' AND j.open = 0 AND j.ended < ?",
            (before,),
        )
        count += await store.write("DELETE FROM jobs WHERE open = 0 AND ended < ?", (before,))
        count += await store.write("DELETE FROM reports WHERE noted < ?", (before,))
        for sha in [str(row[0]) for row in files]:
            if await store.one("SELECT 1 FROM outbox WHERE media = ?", (sha,)) is None:
                await store.write("DELETE FROM uploads WHERE sha = ?", (sha,))
                await media.remove(sha)
    count += await store.write("DELETE FROM inbox WHERE received < ?", (moment - INBOX_DAYS * DAY,))
    count += await store.write("DELETE FROM ledger WHERE noted < ?", (moment - LEDGER_DAYS * DAY,))
    count += await store.write("DELETE FROM spending WHERE noted < ?", (moment - LEDGER_DAYS * DAY,))
    count += await store.write("DELETE FROM results WHERE job IN (SELECT id FROM jobs WHERE open = 0)")
    stale = await store.all(
        "SELECT sha FROM media WHERE made < ? AND ("
        " (kind = 'upload' AND sha NOT IN (SELECT upload FROM jobs WHERE open = 1 AND upload <> ''))"
        " OR (kind = 'stage' AND sha NOT IN (SELECT media FROM results WHERE media <> '')))",
        (moment - 3600,),
    )
    for row in stale:
        await media.remove(str(row[0]))
    return count + len(stale)
