import asyncio
import contextlib
import errno
import sqlite3

import pytest

from pipeline.errors import DiskFull, OutputUnwritable, StoreCorrupt, StoreError, StoreTooNew
from storage import store as store_module
from storage.store import migrations, open_store, said

LINE = "INSERT INTO media (sha, kind, bytes, made, used) VALUES (?, 'clip', 1, 0, 0)"


async def write_and_fail(store):
    async with store.transaction() as connection:
        await connection.execute(LINE, ("a",))
        raise ZeroDivisionError


async def test_a_new_database_is_made_with_its_folder(tmp_path):
    async with open_store(tmp_path / "new folder" / "summon.db") as store:
        assert await store.check() == ()


async def test_a_database_opens_again_with_what_was_written(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        await store.write(LINE, ("a",))
    async with open_store(tmp_path / "s.db") as store:
        assert [r["sha"] for r in await store.all("SELECT sha FROM media")] == ["a"]


async def test_the_database_survives_power_cuts_by_its_settings(tmp_path):
    async with open_store(tmp_path / "s.db") as store, store.transaction() as connection:
        modes = [
            next(iter(await connection.execute_fetchall(f"PRAGMA {name}")))[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert modes == ["wal", 2, 1]


async def test_every_table_is_strict(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        rows = await store.all("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {r["name"] for r in rows if not r["strict"]} <= {"sqlite_schema", "sqlite_sequence"}


async def test_a_failing_transaction_leaves_nothing(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        with pytest.raises(ZeroDivisionError):
            await write_and_fail(store)
        assert await store.all("SELECT * FROM media") == []
        await store.write(LINE, ("b",))


async def test_cancelling_anywhere_in_a_transaction_leaves_the_store_usable(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        for steps in range(12):
            task = asyncio.ensure_future(store.write(LINE, (f"cancelled {steps}",)))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            await store.write(LINE, (f"whole {steps}",))
        rows = await store.all("SELECT sha FROM media WHERE sha LIKE 'whole%'")
    assert len(rows) == 12


async def test_writers_wait_for_each_other(tmp_path):
    async with open_store(tmp_path / "s.db") as one, open_store(tmp_path / "s.db") as other:
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task((one, other)[number % 2].write(LINE, (f"{number}",)))
        assert len(await one.all("SELECT * FROM media")) == 20


async def test_a_newer_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(StoreTooNew, match="9999"):
        async with open_store(path):
            pass


@pytest.mark.parametrize("content", [b"garbage " * 1000, b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 5000])
async def test_garbage_is_called_garbage(tmp_path, content):
    path = tmp_path / "s.db"
    path.write_bytes(content)
    with pytest.raises(StoreCorrupt):
        async with open_store(path):
            pass
    assert path.read_bytes() == content


async def test_a_folder_where_the_database_should_be_is_one_clear_sentence(tmp_path):
    with pytest.raises(OutputUnwritable, match="cannot be written"):
        async with open_store(tmp_path):
            pass


async def test_a_file_where_the_folder_should_be_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputUnwritable):
        async with open_store(tmp_path / "file" / "s.db"):
            pass


async def test_a_full_disk_is_said(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        async with store.transaction() as connection:
            pages = next(iter(await connection.execute_fetchall("PRAGMA page_count")))[0]
        await store.write(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull):
            await store.write(LINE, ("long" * 500_000,))
        assert await store.check() == ()


def test_each_way_of_failing_has_an_error_of_its_own(tmp_path):
    kinds = {
        "file is not a database": StoreCorrupt,
        "database disk image is malformed": StoreCorrupt,
        "database or disk is full": DiskFull,
        "unable to open database file": OutputUnwritable,
        "attempt to write a readonly database": OutputUnwritable,
        "database is locked": StoreError,
        "no such table: x": StoreError,
    }
    assert {text: type(said(sqlite3.OperationalError(text), tmp_path)) for text in kinds} == kinds


def test_migrations_are_numbered_without_a_gap_and_give_their_reason():
    scripts = migrations()
    assert list(scripts) == list(range(1, len(scripts) + 1))
    assert all(script.startswith("-- ") for script in scripts.values())


async def test_a_migration_that_fails_leaves_the_version_before_it(tmp_path, monkeypatch):
    broken = {
        **migrations(),
        9000: "-- broken\nCREATE TABLE fine (a TEXT) STRICT;\nCREATE TABLE media (a TEXT) STRICT;\n",
    }
    monkeypatch.setattr("storage.store.migrations", lambda: broken)
    with pytest.raises(StoreError):
        async with open_store(tmp_path / "s.db"):
            pass
    monkeypatch.undo()
    async with open_store(tmp_path / "s.db") as store:
        assert await store.all("SELECT * FROM sqlite_schema WHERE name = 'fine'") == []


async def test_a_backup_is_a_whole_database(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        await store.write(LINE, ("a",))
        await store.backup(tmp_path / "copy.db")
        with pytest.raises(OutputUnwritable):
            await store.backup(tmp_path / "copy.db")
    async with open_store(tmp_path / "copy.db") as copy:
        assert await copy.check() == ()
        assert len(await copy.all("SELECT * FROM media")) == 1


def older(path, version):
    """A database as a program of that version left it, with one character."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for number, script in migrations().items():
            if number <= version:
                connection.executescript(script)
        connection.execute(LINE.replace("'clip'", "'portrait'"), ("a",))
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


def copies(folder):
    return sorted(path for path in folder.glob("s-v*.db"))


async def test_a_database_is_copied_before_it_is_migrated(tmp_path):
    older(tmp_path / "s.db", 1)
    async with open_store(tmp_path / "s.db") as store:
        assert await store.one("SELECT 1 FROM notes") is None
    (copy,) = copies(tmp_path)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT sha FROM media").fetchall() == [("a",)]


async def test_the_list_of_active_channels_goes(tmp_path):
    older(tmp_path / "s.db", 7)
    with contextlib.closing(sqlite3.connect(tmp_path / "s.db")) as connection:
        connection.execute("INSERT INTO notes VALUES ('discord active', '17 42'), ('discord commands 1', 'abc')")
        connection.commit()
    async with open_store(tmp_path / "s.db") as store:
        assert [row["name"] for row in await store.all("SELECT name FROM notes")] == ["discord commands 1"]


async def test_a_copy_can_take_the_place_of_the_migrated_one(tmp_path):
    older(tmp_path / "s.db", 2)
    async with open_store(tmp_path / "s.db"):
        pass
    (tmp_path / "other").mkdir()
    copies(tmp_path)[0].rename(tmp_path / "other" / "s.db")
    async with open_store(tmp_path / "other" / "s.db") as store:
        assert [row["sha"] for row in await store.all("SELECT sha FROM media")] == ["a"]


async def test_a_new_or_current_database_is_not_copied(tmp_path):
    for _ in range(2):
        async with open_store(tmp_path / "s.db"):
            pass
    assert copies(tmp_path) == []


async def test_only_the_latest_copies_are_kept(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"s-v1-2026010{day}-000000.db").touch()
    (tmp_path / "s-v1-notes.db").touch()
    older(tmp_path / "s.db", 1)
    async with open_store(tmp_path / "s.db"):
        pass
    names = [path.name for path in copies(tmp_path)]
    assert names[:2] == ["s-v1-20260104-000000.db", "s-v1-20260105-000000.db"]
    assert (len(names), names[-1]) == (4, "s-v1-notes.db")


async def test_without_a_copy_nothing_is_migrated(tmp_path, monkeypatch):
    older(tmp_path / "s.db", 1)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store_module, "_settle", full)
    with pytest.raises(OutputUnwritable, match="copy"):
        async with open_store(tmp_path / "s.db"):
            pass
    with contextlib.closing(sqlite3.connect(tmp_path / "s.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


async def test_what_people_said_is_for_the_bots_own_user_alone(tmp_path):
    path = tmp_path / "data" / "summon.sqlite"
    async with open_store(path) as store:
        await store.write("INSERT INTO turns (place, turn) VALUES ('here', 1)")
        assert {entry.stat().st_mode & 0o077 for entry in (path.parent, *path.parent.iterdir())} == {0}
