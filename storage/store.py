"""Opens the database: one SQLite file, made durable, with numbered migrations.

`open_store` is an async context manager that yields a `Store`; everything else in this folder takes one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from pipeline.errors import DiskFull, OutputUnwritable, StoreCorrupt, StoreError, StoreTooNew
from storage.modes import PRIVATE, tighten

BUSY_SECONDS = 10.0
"""How long a statement waits for another process that writes."""

COPIES = 3
"""How many databases from before a migration are kept beside the one in use; the oldest goes."""

_CORRUPT = ("not a database", "malformed", "corrupt")
_FULL = ("disk is full", "full", "disk i/o error")
_UNWRITABLE = ("unable to open", "readonly", "read-only", "permission")

log = logging.getLogger(__name__)

Row = sqlite3.Row
Values = Iterable[Any]
T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """A connection that runs several statements in one step of its thread."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the connection's thread; once begun it goes on though the caller is cancelled."""
        answer: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # untyped there
        return answer


class Store:
    """The open database; writes are serialised, reads see what was committed."""

    def __init__(self, path: Path, connection: Connection, relaxed: Connection) -> None:
        self.path = path
        self._connection = connection
        self._relaxed = relaxed
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, *, durable: bool = True) -> AsyncIterator[aiosqlite.Connection]:
        """Write in one transaction: all of it is kept when the block ends, or nothing is.

        What is `durable` is on the disk by then; the rest may be lost with the power, though not with the process, and
        never without what came after it. Inside the block only the yielded connection may write: anything else would
        wait for this transaction.

        Raises:
            StoreError: The database stayed locked, or cannot be written; DiskFull where there is no room.
        """
        connection = self._connection if durable else self._relaxed
        # One lock for both: two connections that write at once wait for each other in steps of milliseconds.
        async with self._writing:
            try:
                try:
                    await connection.execute_fetchall("BEGIN IMMEDIATE")
                    yield connection
                    await connection.execute_fetchall("COMMIT")
                except BaseException:
                    # Statements run in the order they were asked for, so this ends even a transaction whose BEGIN
                    # was still on its way when the caller was cancelled.
                    await asyncio.shield(_roll_back(connection))
                    raise
            except sqlite3.Error as error:
                raise said(error, self.path) from error

    async def atomically(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = True) -> T:
        """Run `work` in one transaction and one step, off the event loop: nothing of it is kept if it raises."""

        def whole(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN IMMEDIATE")
            try:
                answer = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                # A statement that failed for want of room has rolled back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return answer

        async with self._writing:
            try:
                return await (self._connection if durable else self._relaxed).run(whole)
            except sqlite3.Error as error:
                raise said(error, self.path) from error

    async def write(self, sql: str, values: Values = ()) -> int:
        """Run one writing statement, durably; the row id it inserted or how many rows it changed."""

        def run(connection: sqlite3.Connection) -> int:
            cursor = connection.execute(sql, tuple(values))
            inserted = sql.lstrip()[:6].upper() == "INSERT"
            return (cursor.lastrowid if inserted else cursor.rowcount) or 0

        async with self._writing:
            try:
                return await self._connection.run(run)
            except sqlite3.Error as error:
                raise said(error, self.path) from error

    async def note(self, sql: str, values: Values = ()) -> None:
        """Write what may be lost with the power, though not with the process: it does not wait for the disk."""
        await self.note_one(sql, values)

    async def note_one(self, sql: str, values: Values = (), *, durable: bool = False) -> Row | None:
        """Run one writing statement that gives rows back, and give the first."""
        async with self._writing:
            try:
                connection = self._connection if durable else self._relaxed
                rows = list(await connection.execute_fetchall(sql, tuple(values)))
            except sqlite3.Error as error:
                raise said(error, self.path) from error
        return rows[0] if rows else None

    async def note_all(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write several such rows at once."""
        async with self._writing:
            try:
                await (await self._relaxed.executemany(sql, rows)).close()
            except sqlite3.Error as error:
                raise said(error, self.path) from error

    async def all(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return list(await self._relaxed.execute_fetchall(sql, tuple(values)))
        except sqlite3.Error as error:
            raise said(error, self.path) from error

    async def one(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = await self.all(sql, values)
        return rows[0] if rows else None

    async def all_named(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """All rows of a query whose values have names."""
        try:
            return list(await self._relaxed.execute_fetchall(sql, dict(values)))
        except sqlite3.Error as error:
            raise said(error, self.path) from error

    async def checkpoint(self) -> None:
        """Bring everything from the log into the file and empty the log, as far as nobody reads from it."""
        with contextlib.suppress(sqlite3.Error):
            await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def check(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file: empty when it is whole."""
        found = [str(row[0]) for row in await self.all("PRAGMA integrity_check")]
        found += [f"foreign key: {tuple(row)}" for row in await self.all("PRAGMA foreign_key_check")]
        return tuple(line for line in found if line != "ok")

    async def backup(self, path: Path) -> None:
        """Write a whole, compact copy of the database as it is now, while others go on working.

        Raises:
            OutputUnwritable: The file is there already or cannot be written.
        """
        if await asyncio.to_thread(path.exists):
            raise OutputUnwritable(f"{path} is there already.")
        try:
            # A connection of its own, so that nobody waits for the copy.
            async with _connect(self.path, "NORMAL") as connection:
                await connection.execute_fetchall("VACUUM INTO ?", (str(path),))
        except sqlite3.Error as error:
            raise said(error, path) from error


def said(error: sqlite3.Error, path: Path) -> StoreError | DiskFull | OutputUnwritable:
    """What an operator reads when SQLite fails."""
    text = str(error).lower()
    if any(word in text for word in _CORRUPT):
        return StoreCorrupt(
            f"{path} is not a database of this program or is damaged: restore a backup or move it away."
        )
    if any(word in text for word in _FULL):
        return DiskFull(f"There is no room on the disk that holds {path}: free some and try again.")
    if any(word in text for word in _UNWRITABLE):
        return OutputUnwritable(f"The database {path} cannot be written: check the folder and its permissions.")
    if "locked" in text or "busy" in text:
        return StoreError(f"The database {path} is locked by another process: end it or wait.")
    return StoreError(f"The database {path} failed: {error}")


def migrations() -> dict[int, str]:
    """The numbered scripts, by the version they lead to; the first line of each says why."""
    folder = resources.files("storage").joinpath("migrations")
    found = {int(f.name[:4]): f.read_text("utf-8") for f in folder.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", f.name)}
    return dict(sorted(found.items()))


@asynccontextmanager
async def open_store(path: Path) -> AsyncIterator[Store]:
    """Open the database at `path`, made with its folder where there is none, and bring it up to date.

    Raises:
        StoreTooNew: A newer version of the program wrote it.
        StoreCorrupt: It is no database, or damaged.
        OutputUnwritable: It cannot be made or written there.
        DiskFull: There is no room.
    """
    # It logs the values of every statement at `debug`: what people say is never logged.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    try:
        await asyncio.to_thread(_make_private, path)
    except OSError as error:
        raise OutputUnwritable(f"The database {path} cannot be made: {error.strerror}.") from error
    async with _connect(path, "FULL") as connection:
        await _migrate(connection, path)
        # Only now is it known to be ours.
        await asyncio.to_thread(tighten, path)
        async with _connect(path, "NORMAL") as relaxed:
            yield Store(path, connection, relaxed)


def _make_private(path: Path) -> None:
    """What people said is for the bot's own user alone; SQLite gives its side files the mode of the database."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=PRIVATE)


async def _roll_back(connection: aiosqlite.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):
        await connection.execute_fetchall("ROLLBACK")


@asynccontextmanager
async def _connect(path: Path, synchronous: str) -> AsyncIterator[Connection]:
    try:
        connection = Connection(
            lambda: sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS), iter_chunk_size=64
        )
        await connection
    except sqlite3.Error as error:
        raise said(error, path) from error
    try:
        connection.row_factory = sqlite3.Row
        try:
            # A power cut must not eat an accepted message; what may be lost goes over the relaxed connection.
            settings = ("journal_mode = WAL", f"synchronous = {synchronous}", "foreign_keys = ON", "secure_delete = ON")
            for setting in settings:
                await connection.execute_fetchall(f"PRAGMA {setting}")
        except sqlite3.Error as error:
            raise said(error, path) from error
        yield connection
    finally:
        await connection.close()


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    scripts = migrations()
    newest = max(scripts)
    try:
        version = await _version(connection)
        if version > newest:
            raise StoreTooNew(
                f"The database {path} has version {version}, this program knows {newest}: install a newer version."
            )
        if 0 < version < newest:
            await _copy_aside(connection, path, version)
        for number, script in scripts.items():
            if number > version:
                await _apply(connection, number, script)
    except sqlite3.Error as error:
        raise said(error, path) from error


async def _copy_aside(connection: aiosqlite.Connection, path: Path, version: int) -> None:
    """Keep the database as an older version of the program can read it; without a copy nothing is changed."""
    copy = path.with_name(time.strftime(f"{path.stem}-v{version}-%Y%m%d-%H%M%S{path.suffix}", time.gmtime()))
    part = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        await connection.execute_fetchall("VACUUM INTO ?", (str(part),))
        await asyncio.to_thread(_settle, part, copy, path)
    except OSError as error:
        raise OutputUnwritable(f"The copy {copy} before the migration cannot be written: {error.strerror}.") from error
    finally:
        await asyncio.to_thread(part.unlink, missing_ok=True)
    log.info("database copied before its migration", extra={"copy": copy.name, "version": version})


def _settle(part: Path, copy: Path, path: Path) -> None:
    part.chmod(PRIVATE)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(copy)
    stamped = re.compile(rf"{re.escape(path.stem)}-v\d+-(\d{{8}}-\d{{6}}){re.escape(path.suffix)}")
    copies = [(found[1], other) for other in path.parent.iterdir() if (found := stamped.fullmatch(other.name))]
    for _, old in sorted(copies)[:-COPIES]:
        old.unlink(missing_ok=True)


async def _version(connection: aiosqlite.Connection) -> int:
    rows = list(await connection.execute_fetchall("PRAGMA user_version"))
    return int(rows[0][0])


async def _apply(connection: aiosqlite.Connection, number: int, script: str) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been first while this one waited for the lock.
        if await _version(connection) < number:
            for statement in _statements(script):
                await connection.execute(statement)
            await connection.execute(f"PRAGMA user_version = {number}")
        await connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            await connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    # `executescript` would commit the transaction that a migration runs in.
    found, current = [], ""
    for line in script.splitlines():
        current += line + "\n"
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
