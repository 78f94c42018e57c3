"""Small notes by name: what an adapter must know again after a restart."""

from __future__ import annotations

from storage.store import Store


class Notes:
    """Names and values."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, name: str) -> str:
        """A note, empty where there is none."""
        row = await self._store.one("SELECT value FROM notes WHERE name = ?", (name,))
        return str(row["value"]) if row else ""

    async def put(self, name: str, value: str) -> None:
        """Keep a note, unless it is there already."""
        if await self.get(name) != value:
            await self._store.write("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", (name, value))
