"""One file with everything that is kept, written while others work, and read back whole or not at all."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DiskFull, OutputUnwritable, StoreCorrupt
from storage.modes import PRIVATE
from storage.store import Store

DATABASE = "summon.sqlite"
MEDIA = "media"
STALE_SECONDS = 3600.0
"""Asks that waited when the backup was written and are older than this were answered since, most likely."""
_MEMBER = re.compile(rf"{re.escape(DATABASE)}|{MEDIA}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup."""

    characters: int
    lines: int
    media: int
    bytes: int
    missing: int = 0
    """Files that the database names and that were not there."""
    dropped: int = 0
    """Old asks that are not answered again."""


async def write(store: Store, folder: Path, target: Path) -> Backup:
    """Write a backup of the store and of the media beside it; `folder` holds both.

    Raises:
        OutputUnwritable: The file is there already or cannot be written.
        DiskFull: There is no room; nothing is left behind.
    """
    if await asyncio.to_thread(target.exists):
        raise OutputUnwritable(f"{target} is there already: name another file.")
    if not await asyncio.to_thread(target.parent.is_dir):
        raise OutputUnwritable(f"The folder {target.parent} is not there.")
    with _explained(target), tempfile.TemporaryDirectory(prefix=".part-", dir=target.parent) as name:
        copy = Path(name) / DATABASE
        await store.backup(copy)
        return await asyncio.to_thread(_pack, copy, folder / MEDIA, Path(name) / "backup.tar", target)


def _pack(copy: Path, media: Path, part: Path, target: Path) -> Backup:
    characters, lines, shas = _contents(copy)
    missing = 0
    with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as archive:
        archive.add(copy, DATABASE)
        for sha in shas:
            try:
                archive.add(media / sha[:2] / sha, f"{MEDIA}/{sha[:2]}/{sha}")
            except FileNotFoundError:
                # Dropped for the budget since the copy was made, or lost before.
                missing += 1
    # It holds what people said, as the database does.
    part.chmod(PRIVATE)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    return Backup(characters, lines, len(shas) - missing, target.stat().st_size, missing)


def _contents(database: Path) -> tuple[int, int, list[str]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (characters,) = connection.execute("SELECT count(*) FROM characters").fetchone()
        (lines,) = connection.execute("SELECT count(*) FROM lines").fetchone()
        rows = connection.execute("SELECT sha FROM media WHERE kind <> 'stage' ORDER BY sha").fetchall()
    return characters, lines, [str(row[0]) for row in rows]


def restore(source: Path, folder: Path, *, force: bool = False) -> Backup:
    """Put a backup where `folder` is; what was there is kept beside it under `before-…`, with `force` only.

    Raises:
        OutputUnwritable: Something is there already, or the folder cannot be written.
        StoreCorrupt: The file is no backup, or damaged; nothing was changed.
        DiskFull: There is no room; nothing was changed.
    """
    if not source.is_file():
        raise OutputUnwritable(f"There is no file {source}.")
    if (folder / DATABASE).exists() and not force:
        raise OutputUnwritable(f"{folder} holds a database already: add --force to move it aside.")
    with _explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=folder) as name:
            found = _unpack(source, Path(name))
            _move_aside(folder)
            for entry in (DATABASE, MEDIA):
                (Path(name) / entry).rename(folder / entry)
    return found


def _unpack(source: Path, into: Path) -> Backup:
    (into / MEDIA).mkdir(mode=0o700)
    try:
        with tarfile.open(source, "r:") as archive:
            for member in archive:
                _unpack_one(archive, member, into)
    except (tarfile.TarError, EOFError) as error:
        raise StoreCorrupt(f"{source} is no backup of this program, or is damaged.") from error
    database = into / DATABASE
    if not database.is_file():
        raise StoreCorrupt(f"{source} holds no database.")
    try:
        with closing(sqlite3.connect(database)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        characters, lines, shas = _contents(database)
    except sqlite3.DatabaseError as error:
        raise StoreCorrupt(f"The database in {source} cannot be read.") from error
    if not whole:
        raise StoreCorrupt(f"The database in {source} is damaged.")
    there = [sha for sha in shas if (into / MEDIA / sha[:2] / sha).is_file()]
    dropped = _drop_stale(database)
    return Backup(characters, lines, len(there), source.stat().st_size, len(shas) - len(there), dropped)


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    name = _MEMBER.fullmatch(member.name)
    content = archive.extractfile(member) if member.isreg() and name else None
    if name is None or content is None:
        raise StoreCorrupt("The file holds something that no backup of this program holds.")
    path = into / member.name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=PRIVATE, exist_ok=False)
    hasher = hashlib.sha256()
    with path.open("wb") as file:
        while piece := content.read(1 << 20):
            hasher.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if name[2] and hasher.hexdigest() != name[2]:
        raise StoreCorrupt(f"The file {member.name} in the backup is damaged.")


def _drop_stale(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection, connection:
        try:
            cursor = connection.execute(
                "UPDATE jobs SET state = 'cancelled', open = 0, ended = ? WHERE open = 1 AND made < ?",
                (time.time(), time.time() - STALE_SECONDS),
            )
        except sqlite3.OperationalError:
            # Written before there were jobs: the store is brought up to date when it is opened.
            return 0
        return cursor.rowcount


def _move_aside(folder: Path) -> None:
    present = [folder / name for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", MEDIA)]
    present = [path for path in present if path.exists()]
    if present:
        aside = folder / time.strftime("before-%Y%m%d-%H%M%S", time.gmtime())
        aside.mkdir(mode=0o700)
        for path in present:
            shutil.move(path, aside / path.name)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"There is no room for {path}: free some and try again.") from error
        raise OutputUnwritable(f"{path} cannot be written: {error.strerror or 'an input or output error'}.") from error
