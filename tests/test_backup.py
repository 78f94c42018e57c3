import asyncio
import io
import json
import sqlite3
import tarfile

import pytest
import typer

from bots.commands.backup import backup
from bots.commands.doctor import doctor
from bots.commands.restore import restore
from bots.jobs import open_workers
from bots.rules import DeskSection
from bots.surface import Summon
from pipeline.errors import OutputUnwritable, PipelineError, StoreCorrupt
from storage import backup as backups
from storage.characters import Characters
from storage.inbox import Inbox
from storage.media import Media
from storage.store import open_store
from tests.desks import an_office
from tests.fakes.stages import a_character
from tests.fakes.surfaces import a_place, an_ask


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept"


@pytest.fixture
def config(tmp_path, kept):
    path = tmp_path / "config.toml"
    path.write_text(f"[storage]\nfolder = {json.dumps(str(kept))}\n")
    return path


async def fill(kept):
    async with an_office(kept) as office:
        for want in (Summon("a teapot"), "hello"):
            await office.desk.accept(an_ask(want))
            await office.settled()


async def characters_of(folder):
    async with open_store(folder / "summon.sqlite") as store:
        characters = Characters(store, Media(store, folder / "media"))
        found = [await characters.whole(entry) for entry in await characters.list(a_place().key)]
        return found, await store.check(), await store.all("SELECT text FROM lines")


@pytest.fixture
async def filled(kept):
    await fill(kept)
    return kept


async def in_thread(command, *args, **options):
    await asyncio.to_thread(command, *args, **options)


async def test_a_backup_restores_to_the_same_characters_and_lines(tmp_path, filled, config, capsys):
    before, _, lines = await characters_of(filled)
    await in_thread(backup, tmp_path / "b.tar", config)
    assert "1 characters, 3 lines, 3 files" in capsys.readouterr().out
    for path in sorted(filled.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    await in_thread(restore, tmp_path / "b.tar", config)
    after, faults, again = await characters_of(filled)
    assert (after, faults, [tuple(r) for r in again]) == (before, (), [tuple(r) for r in lines])


async def test_a_backup_is_written_while_the_desk_works(tmp_path, kept):
    async with an_office(kept) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        await office.platform.count(1)
        found = await backups.write(office.means.store, kept, tmp_path / "b.tar")
        await office.settled()
    assert found.missing == 0
    backups.restore(tmp_path / "b.tar", tmp_path / "elsewhere")
    assert (await characters_of(tmp_path / "elsewhere"))[1] == ()


async def test_a_backup_never_overwrites(tmp_path, filled):
    (tmp_path / "b.tar").write_bytes(b"precious")
    async with open_store(filled / "summon.sqlite") as store:
        with pytest.raises(OutputUnwritable):
            await backups.write(store, filled, tmp_path / "b.tar")
        with pytest.raises(OutputUnwritable):
            await backups.write(store, filled, tmp_path / "no such folder" / "b.tar")
    assert (tmp_path / "b.tar").read_bytes() == b"precious"


async def test_a_folder_with_nothing_in_it_is_not_backed_up(tmp_path, kept, config):
    with pytest.raises(OutputUnwritable, match="Nothing is kept"):
        await in_thread(backup, tmp_path / "b.tar", config)
    assert (list(kept.glob("*")), (tmp_path / "b.tar").exists()) == ([], False)


async def test_what_is_there_is_moved_aside_and_only_with_force(tmp_path, filled, config):
    await in_thread(backup, tmp_path / "b.tar", config)
    with pytest.raises(OutputUnwritable, match="--force"):
        await in_thread(restore, tmp_path / "b.tar", config)
    await in_thread(restore, tmp_path / "b.tar", config, force=True)
    (aside,) = filled.glob("before-*")
    assert (await characters_of(aside))[0] == (await characters_of(filled))[0] != []


async def test_nothing_is_restored_under_a_running_bot(tmp_path, filled, config):
    async def nothing(_job):
        raise AssertionError

    await in_thread(backup, tmp_path / "b.tar", config)
    async with (
        open_store(filled / "summon.sqlite") as store,
        open_workers(Inbox(store), nothing, nothing, DeskSection(grace_s=0), lambda: (), filled / "workers"),
    ):
        with pytest.raises(OutputUnwritable, match="running"):
            await in_thread(restore, tmp_path / "b.tar", config, force=True)


def tar(path, **members):
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name.replace("__", "/").replace("dotdot", ".."))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b"garbage" * 500),
        lambda path: path.write_bytes(b""),
        lambda path: tar(path, dotdot__evil=b"x"),
        lambda path: tar(path, __etc__evil=b"x"),
        lambda path: tar(path, **{"summon.sqlite": b"garbage" * 1000}),
        lambda path: tar(path, **{f"media__ab__{'ab' * 32}": b"not these bytes"}),
        lambda path: tar(path, **{"other.sqlite": b"x"}),
    ],
)
async def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path, filled, make):
    make(tmp_path / "b.tar")
    before = sorted(path.name for path in filled.rglob("*"))
    with pytest.raises(StoreCorrupt):
        backups.restore(tmp_path / "b.tar", filled, force=True)
    assert sorted(path.name for path in filled.rglob("*")) == before
    assert not (tmp_path / "evil").exists()


async def test_a_link_in_a_backup_is_refused(tmp_path, kept):
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        entry = tarfile.TarInfo("summon.sqlite")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(StoreCorrupt):
        backups.restore(tmp_path / "b.tar", kept)


async def test_old_asks_are_not_answered_again_after_a_restore(tmp_path, kept):
    async with an_office(kept, connected=False) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        await office.desk.accept(an_ask(Summon("a spoon")))
        await office.means.store.write("UPDATE jobs SET made = 0 WHERE id = 1")
        await backups.write(office.means.store, kept, tmp_path / "b.tar")
    assert backups.restore(tmp_path / "b.tar", tmp_path / "new").dropped == 1
    with sqlite3.connect(tmp_path / "new" / "summon.sqlite") as connection:
        states = connection.execute("SELECT state FROM jobs ORDER BY id").fetchall()
    connection.close()
    assert states == [("cancelled",), ("waiting",)]


async def test_a_healthy_store_is_called_whole(filled, config, capsys):
    await in_thread(doctor, config, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["well"]
    assert found["rows"]["characters"] == 1
    assert (found["orphans"], found["missing_portraits"], found["waiting"]) == (0, 0, 0)
    await in_thread(doctor, config)
    assert "whole" in capsys.readouterr().out


async def test_a_missing_portrait_is_an_exit_code(filled, config, capsys):
    async with open_store(filled / "summon.sqlite") as store:
        media = Media(store, filled / "media")
        (row,) = await store.all("SELECT portrait FROM characters")
        media.path(row[0]).unlink()
        await store.write("INSERT INTO ledger VALUES (NULL, 7, 'Talk', 'speak', 0, 'stage_failed', 0)")
    with pytest.raises(typer.Exit):
        await in_thread(doctor, config)
    shown = capsys.readouterr().out
    assert "stage_failed" in shown
    assert "Portraits are missing" in shown


async def test_a_doctor_without_a_patient_says_so(config):
    with pytest.raises(PipelineError, match="Nothing is kept"):
        await in_thread(doctor, config)


async def test_a_backup_of_a_console_s_store_works_without_a_desk(tmp_path):
    async with open_store(tmp_path / "k" / "summon.sqlite") as store:
        await Characters(store, Media(store, tmp_path / "k" / "media")).add("p", "u", "a cup", 1, a_character())
        assert (await backups.write(store, tmp_path / "k", tmp_path / "b.tar")).characters == 1
