import errno
import hashlib
import os

import pytest

from pipeline.errors import DiskFull, OutputUnwritable
from storage.media import Media, write_whole
from storage.store import open_store


class Clock:
    now = 1000.0

    def __call__(self):
        self.now += 1
        return self.now


@pytest.fixture
async def store(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield store


@pytest.fixture
def media(store, tmp_path):
    return Media(store, tmp_path / "media", Clock())


async def test_what_was_put_comes_back_by_its_hash(media):
    sha = await media.put(b"a clip", "clip")
    assert sha == hashlib.sha256(b"a clip").hexdigest()
    assert await media.get(sha) == b"a clip"


async def test_the_same_bytes_are_kept_once(media, store, tmp_path):
    assert await media.put(b"x", "clip") == await media.put(b"x", "clip")
    assert len(list((tmp_path / "media").glob("*/*"))) == 1
    assert len(await store.all("SELECT * FROM media")) == 1


async def test_an_unknown_hash_is_none_and_a_strange_one_an_error(media):
    assert await media.get("0" * 64) is None
    with pytest.raises(ValueError, match="SHA-256"):
        await media.get("../../etc/passwd")


async def test_a_torn_file_is_not_given_out_and_putting_it_again_heals_it(media):
    sha = await media.put(b"content", "clip")
    media.path(sha).write_bytes(b"contenX")
    assert await media.get(sha) is None
    await media.put(b"content", "clip")
    assert await media.get(sha) == b"content"


async def test_the_least_recently_used_clips_go_first_and_portraits_never(media):
    portrait = await media.put(b"p" * 100, "portrait")
    old, used, new = [await media.put(bytes([65 + n]) * 100, "clip") for n in range(3)]
    await media.get(old)
    await media.get(used)
    await media.get(old)
    assert await media.shrink(200) == 1
    assert [await media.get(sha) is not None for sha in (portrait, old, used, new)] == [True, True, True, False]


async def test_stage_results_go_before_clips(media):
    clip = await media.put(b"c" * 100, "clip")
    stage = await media.put(b"s" * 100, "stage")
    await media.shrink(100)
    assert (await media.get(clip), await media.get(stage)) == (b"c" * 100, None)


async def test_a_clip_that_became_a_portrait_stays(media):
    sha = await media.put(b"both", "clip")
    await media.put(b"both", "portrait")
    await media.put(b"both", "clip")
    await media.shrink(0)
    assert await media.get(sha) == b"both"


async def test_a_full_disk_leaves_nothing_behind(media, tmp_path, monkeypatch):
    def full(_fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        await media.put(b"x", "clip")
    assert [p for p in (tmp_path / "media").rglob("*") if p.is_file()] == []


async def test_a_folder_that_cannot_be_written_is_said(store, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputUnwritable):
        await Media(store, tmp_path / "file").put(b"x", "clip")


async def test_what_a_crash_left_is_swept(media, tmp_path):
    sha = await media.put(b"kept", "clip")
    orphan = media.path("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"orphan")
    part = orphan.parent / ".part-1"
    part.write_bytes(b"half")
    for path in (orphan, part, media.path(sha)):
        os.utime(path, (0, 0))
    media._clock.now = 10_000.0
    assert await media.sweep() == 2
    assert await media.get(sha) == b"kept"
    assert not orphan.exists()


async def test_a_row_without_its_file_is_found(media):
    sha = await media.put(b"x", "clip")
    media.path(sha).unlink()
    assert await media.missing() == (sha,)


def test_a_file_appears_under_its_name_only_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _fd: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "clip.mp4", b"half")
    assert list(tmp_path.iterdir()) == []
