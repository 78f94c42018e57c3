"""What guilds and places have set for themselves."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from storage.store import Store

FRESH_SECONDS = 2.0
"""How long what was read counts, for changes that another process makes; its own are known at once."""
_REMEMBERED = 2000


class Chosen:
    """Settings by scope: a guild or a place, as the store names them."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, dict[str, str]]] = OrderedDict()

    async def of(self, scopes: Sequence[str]) -> dict[str, dict[str, str]]:
        """What each of the scopes has set."""
        now = self._clock()
        stale = [scope for scope in scopes if scope not in self._known or self._known[scope][0] < now]
        if stale:
            await self._read(stale, now)
        return {scope: dict(self._known[scope][1]) for scope in scopes}

    async def put(self, scope: str, key: str, value: str) -> None:
        """Set a value."""
        await self._store.write(
            "INSERT OR REPLACE INTO settings (scope, key, value) VALUES (?, ?, ?)", (scope, key, value)
        )
        self._known.pop(scope, None)

    async def drop(self, scope: str, key: str) -> None:
        """Let a scope inherit again."""
        await self._store.write("DELETE FROM settings WHERE scope = ? AND key = ?", (scope, key))
        self._known.pop(scope, None)

    def read_anew(self) -> None:
        """Look everything up again: rows went without this object."""
        self._known.clear()

    async def _read(self, scopes: Sequence[str], now: float) -> None:
        marks = ",".join("?" * len(scopes))
        rows = await self._store.all(f"SELECT scope, key, value FROM settings WHERE scope IN ({marks})", scopes)  # noqa: S608 - marks only
        found: dict[str, dict[str, str]] = {scope: {} for scope in scopes}
        for row in rows:
            found[row["scope"]][row["key"]] = row["value"]
        # At least what was asked for now stays.
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        for scope, values in found.items():
            self._known[scope] = (now + FRESH_SECONDS, values)
