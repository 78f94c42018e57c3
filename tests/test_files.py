import errno

import pytest

from bots import files
from bots.files import make_folder, write_whole
from pipeline.errors import DiskFull, OutputUnwritable


def test_a_file_is_written_whole(tmp_path):
    write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_others_may_read_what_was_written(tmp_path):
    write_whole(tmp_path / "a", b"")
    assert (tmp_path / "a").stat().st_mode & 0o400


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    write_whole(tmp_path / "a", b"old")
    monkeypatch.setattr(files.media.os, "fsync", full)
    with pytest.raises(DiskFull, match="no room"):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "a").touch()
    with pytest.raises(OutputUnwritable, match="cannot be written"):
        make_folder(tmp_path / "a" / "b")


def test_a_missing_folder_is_made(tmp_path):
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_path_that_is_none_is_one_sentence(tmp_path):
    with pytest.raises(OutputUnwritable):
        make_folder(tmp_path / "a\0b")
