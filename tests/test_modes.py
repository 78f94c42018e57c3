"""What was kept before files were made private is closed to others."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.__main__ import app
from pipeline.errors import StoreCorrupt
from storage.backup import restore, write
from storage.store import open_store


def mode(path):
    return path.stat().st_mode & 0o777


async def made(path):
    async with open_store(path) as store:
        await store.write("INSERT OR REPLACE INTO turns (place, turn) VALUES ('here', 1)")


async def test_a_database_that_anybody_could_read_is_closed_with_all_beside_it(tmp_path, caplog):
    path = tmp_path / "s.sqlite"
    await made(path)
    copy = tmp_path / "s-v3-20260101-000000.sqlite"
    copy.touch()
    async with open_store(path) as first:
        await first.write("INSERT INTO turns (place, turn) VALUES ('there', 2)")
        ours = [path, tmp_path / "s.sqlite-wal", tmp_path / "s.sqlite-shm", copy]
        for each in ours:
            each.chmod(0o644)
        caplog.clear()
        async with open_store(path):
            assert [mode(each) for each in ours] == [0o600] * 4
    assert {record.file for record in caplog.records} == {each.name for each in ours}


async def test_what_was_given_to_a_group_alone_stays_so(tmp_path, caplog):
    path = tmp_path / "s.sqlite"
    await made(path)
    path.chmod(0o640)
    caplog.clear()
    await made(path)
    assert mode(path) == 0o640
    assert caplog.records == []


async def test_what_is_no_database_of_ours_is_left_as_it_is(tmp_path):
    path = tmp_path / "s.sqlite"
    path.write_text("a diary" * 100)
    path.chmod(0o644)
    with pytest.raises(StoreCorrupt):
        await made(path)
    assert mode(path) == 0o644


async def test_a_file_of_somebody_else_is_said_and_opened_all_the_same(tmp_path, caplog, monkeypatch):
    path = tmp_path / "s.sqlite"
    await made(path)
    path.chmod(0o644)

    def refuse(self, number):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    await made(path)
    assert {record.message for record in caplog.records} == {"others can read what is kept"}
    assert caplog.records[0].file == "s.sqlite"


def test_doctor_names_what_others_can_still_read(tmp_path, monkeypatch):
    asyncio.run(made(tmp_path / "summon.sqlite"))
    (tmp_path / "summon.sqlite").chmod(0o644)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    (tmp_path / "c.toml").write_text(f"[storage]\nfolder = '{tmp_path.as_posix()}'\n")
    at = ["--config", str(tmp_path / "c.toml")]
    assert "can read summon.sqlite: chmod 600" in " ".join(CliRunner().invoke(app, ["doctor", *at]).stdout.split())
    found = json.loads(CliRunner().invoke(app, ["doctor", "--json", *at]).stdout)
    assert "summon.sqlite" in found["exposed"]


async def test_what_is_put_back_is_private(tmp_path):
    async with open_store(tmp_path / "old" / "summon.sqlite") as store:
        (tmp_path / "old" / "media" / "aa").mkdir(parents=True)
        await write(store, tmp_path / "old", tmp_path / "backup.tar")
    restore(tmp_path / "backup.tar", tmp_path / "new")
    assert {mode(each) & 0o077 for each in ((tmp_path / "new"), *(tmp_path / "new").rglob("*"))} == {0}
