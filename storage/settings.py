"""What guilds and places have set for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from storage.store import Store


class Chosen:
    """Settings by scope: a guild or a place, as the store names them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, scopes: Sequence[str]) -> dict[str, dict[str, str]]:
        """What each of the scopes has set."""
        marks = ",".join("?" * len(scopes))
        rows = await self._store.all(f"SELECT scope, key, value FROM settings WHERE scope IN ({marks})", scopes)  # noqa: S608 - marks only
        found: dict[str, dict[str, str]] = {scope: {} for scope in scopes}
        for row in rows:
            found[row["scope"]][row["key"]] = row["value"]
        return found

    async def put(self, scope: str, key: str, value: str) -> None:
        """Set a value."""
        await self._store.write(
            "INSERT OR REPLACE INTO settings (scope, key, value) VALUES (?, ?, ?)", (scope, key, value)
        )

    async def drop(self, scope: str, key: str) -> None:
        """Let a scope inherit again."""
        await self._store.write("DELETE FROM settings WHERE scope = ? AND key = ?", (scope, key))
