"""Forgets a whole guild or group: what the bot is thrown out of, nobody there can ask it to forget any more."""

from __future__ import annotations

from storage.characters import Characters
from storage.media import Media
from storage.store import Store


async def leave(guild: str, store: Store, media: Media, characters: Characters) -> int:
    """Forget characters, lines, jobs, messages, clips, reports and settings of a guild; how many characters went."""
    below = _escaped(f"{guild}:") + "%"
    gone = await store.all("SELECT id FROM characters WHERE place LIKE ? ESCAPE '\\'", (below,))
    files = await store.all(
        "SELECT media AS sha FROM outbox WHERE guild = ? AND media <> ''"
        " UNION SELECT upload FROM jobs WHERE guild = ? AND upload <> ''"
        " UNION SELECT media FROM results WHERE media <> '' AND job IN (SELECT id FROM jobs WHERE guild = ?)",
        (guild, guild, guild),
    )
    for row in gone:
        await characters.remove(int(row["id"]))
    async with store.transaction() as connection:
        await connection.execute_fetchall("DELETE FROM jobs WHERE guild = ?", (guild,))
        await connection.execute_fetchall("UPDATE spending SET place = '', guild = '' WHERE guild = ?", (guild,))
        await connection.execute_fetchall(
            "DELETE FROM settings WHERE scope = ? OR scope LIKE ? ESCAPE '\\'",
            (f"guild {guild}", _escaped("place ") + below),
        )
        await connection.execute_fetchall("DELETE FROM reports WHERE place LIKE ? ESCAPE '\\'", (below,))
        await connection.execute_fetchall("DELETE FROM turns WHERE place LIKE ? ESCAPE '\\'", (below,))
    for row in files:
        if await store.one("SELECT 1 FROM outbox WHERE media = ?", (row["sha"],)) is None:
            await media.remove(str(row["sha"]))
    return len(gone)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
