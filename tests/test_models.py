"""Weights: naming, fetching, checking and removing them."""

import asyncio
import hashlib
import io
import json
import logging
import resource
import zipfile

import pytest

from pipeline.catalog import read_catalog
from pipeline.errors import ConfigInvalid, DiskFull, OutputUnwritable, WeightsMissing
from pipeline.models import fetch as fetching
from pipeline.models.fetch import Item, open_fetcher
from pipeline.models.named import chosen, facts, named
from pipeline.models.shelf import Shelf
from pipeline.models.weights import Kind, Weights, read_source
from tests.fakes.weights_server import Manner, serving, tensors

FILE = tensors(300_000)
STYLE = """
[[style]]
id = "toy"
label = "Toy"
description = "Toys."
prompt = "a toy of {}"
licence = "CreativeML Open RAIL-M"
painter = "diffusion"
[style.diffusion]
base = "owner/toys"
loras = [{ source = "https://example.org/plush.safetensors" }]
inversions = ["./mine.safetensors"]
"""


@pytest.fixture
async def server():
    async with serving() as opened:
        opened.files["/a.safetensors"] = FILE
        yield opened


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "models", pauses_s=(0, 0))


def at(server, path="/a.safetensors", **more):
    return Weights("a", server.base + path, "base", **more)


def quiet(_name, _have, _of):
    pass


async def bring(server, target, item=None, silence_s=5.0):
    def told(have, _of):
        if server:
            server.taken = have

    async with open_fetcher((0, 0), silence_s) as fetcher:
        return await fetcher.fetch(item or Item(server.base + "/a.safetensors"), target, told)


@pytest.mark.parametrize(
    ("text", "kind", "place", "inner", "revision"),
    [
        ("owner/name", Kind.HUB, "owner/name", "", "main"),
        ("owner/name@v2", Kind.HUB, "owner/name", "", "v2"),
        ("owner/name/sub/x.safetensors@v2", Kind.HUB, "owner/name", "sub/x.safetensors", "v2"),
        ("https://example.org/x?a=1", Kind.URL, "https://example.org/x?a=1", "", "main"),
        ("/models/x", Kind.LOCAL, "/models/x", "", "main"),
        ("./x.safetensors", Kind.LOCAL, "x.safetensors", "", "main"),
    ],
)
def test_a_source_is_a_repository_an_address_or_a_path(text, kind, place, inner, revision):
    source = read_source(text)
    assert (source.kind, source.place, source.inner, source.revision) == (kind, place, inner, revision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "word",
        "owner/../x",
        "a b/c",
        "http://example.org/x",
        "ftp://x/y",
        "https://",
        "https://me:word@x/y",
        "x/y@a b",
    ],
)
def test_anything_else_is_refused_in_a_sentence(text):
    with pytest.raises(ConfigInvalid):
        read_source(text)


def test_names_on_the_disk_are_short_and_hold_no_token():
    source = read_source(f"https://example.org/{'a' * 5000}?token=secret")
    assert len(source.file_name) < 120
    assert "secret" not in source.slug + source.file_name


def test_sources_that_differ_lie_in_folders_that_differ():
    sources = ("a/b", "a/b@v2", "a/b/c", "a-b/c", "https://a/b", "https://a/b?c", "A/b")
    assert len({read_source(text).slug for text in sources}) == len(sources)


def test_the_catalogue_names_what_its_styles_need():
    every = {weights.source: weights for weights in named(read_catalog(STYLE, whole=False))}
    assert every["owner/toys"].used_by == ("toy",)
    assert every["owner/toys"].licence == "CreativeML Open RAIL-M"
    assert every["https://example.org/plush.safetensors"].role == "lora"
    assert every["./mine.safetensors"].role == "inversion"


def test_weights_are_chosen_by_id_source_or_style():
    every = named(read_catalog(STYLE, whole=False))
    assert [w.id for w in chosen(every, ["toy"])] == ["toys", "plush.safetensors", "mine.safetensors"]
    assert chosen(every, ["toys"]) == chosen(every, ["owner/toys"])
    with pytest.raises(ConfigInvalid, match="plush"):
        chosen(every, ["nothing"])


def test_names_that_come_twice_are_told_apart():
    text = STYLE + STYLE.replace('id = "toy"', 'id = "toy2"').replace("owner/toys", "other/toys")
    ids = [weights.id for weights in named(read_catalog(text, whole=False))]
    assert len(set(ids)) == len(ids)


async def test_a_file_comes_whole_and_its_hash_is_told(server, tmp_path):
    digest = await bring(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == FILE
    assert digest == hashlib.sha256(FILE).hexdigest()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


async def test_a_download_goes_on_where_it_was_cut_off(server, tmp_path):
    server.manner.cut_after = [100_000, 50_000]
    await bring(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == FILE
    starts = [int(asked.removeprefix("bytes=").rstrip("-") or 0) for _, asked in server.asked]
    assert starts[0] == 0
    assert 0 < starts[1] < starts[2]


async def test_a_later_run_goes_on_where_an_earlier_one_gave_up(server, tmp_path):
    server.manner.cut_after = [100_000, 0, 0, 0]
    with pytest.raises(WeightsMissing, match="to go on there"):
        await bring(server, tmp_path / "a")
    assert not (tmp_path / "a").exists()
    before = len(server.asked)
    await bring(server, tmp_path / "a")
    assert server.asked[before][1].startswith("bytes=")
    assert (tmp_path / "a").read_bytes() == FILE


async def test_a_file_that_changed_meanwhile_comes_anew(server, tmp_path):
    server.manner.cut_after = [100_000, 0, 0, 0]
    with pytest.raises(WeightsMissing):
        await bring(server, tmp_path / "a")
    server.manner.tag, server.files["/a.safetensors"] = '"two"', tensors(200_000, 9)
    await bring(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == tensors(200_000, 9)


async def test_without_a_tag_or_a_hash_a_download_begins_anew(server, tmp_path):
    server.manner.tag = ""
    server.manner.cut_after = [100_000]
    await bring(server, tmp_path / "a")
    assert [asked for _, asked in server.asked] == ["", ""]
    assert (tmp_path / "a").read_bytes() == FILE


@pytest.mark.parametrize("manner", [Manner(ranges=False, cut_after=[9_000]), Manner(busy=2), Manner(lengthless=True)])
async def test_servers_of_other_manners_serve_as_well(server, tmp_path, manner):
    server.manner = manner
    await bring(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == FILE


async def test_a_server_that_falls_silent_is_given_up(server, tmp_path):
    server.manner.hangs_after = 0
    with pytest.raises(WeightsMissing, match="gave nothing"):
        await bring(server, tmp_path / "a", silence_s=0.05)


@pytest.mark.parametrize(
    ("manner", "says"),
    [(Manner(status=404), "no a.safetensors"), (Manner(status=401), "account"), (Manner(page=True), "a page instead")],
)
async def test_what_is_not_there_is_said_in_a_sentence(server, tmp_path, manner, says):
    server.manner = manner
    with pytest.raises(WeightsMissing, match=says):
        await bring(server, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


async def test_a_server_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(WeightsMissing, match=r"127\.0\.0\.1 gave nothing of a"):
        await bring(None, tmp_path / "a", Item("http://127.0.0.1:1/a.safetensors"))


async def test_another_content_than_pinned_is_thrown_away(server, tmp_path):
    with pytest.raises(WeightsMissing, match="not what it should be"):
        await bring(server, tmp_path / "a", Item(server.base + "/a.safetensors", sha256="deadbeef"))
    assert list(tmp_path.iterdir()) == []


async def test_another_size_than_announced_is_refused(server, tmp_path):
    with pytest.raises(WeightsMissing, match="announced"):
        await bring(server, tmp_path / "a", Item(server.base + "/a.safetensors", bytes=10))


async def test_a_disk_without_room_is_said_before_anything_comes(server, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "RESERVE_BYTES", 2**60)
    with pytest.raises(DiskFull, match="MB are needed"):
        await bring(server, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


async def test_a_disk_that_fills_up_leaves_nothing_behind(server, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(DiskFull, match="Free some room"):
            await bring(server, tmp_path / "a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


async def test_fetched_weights_are_found_again(server, shelf):
    assert shelf.find(at(server)) is None
    found = await shelf.fetch(at(server), quiet)
    assert shelf.find(at(server)) == found
    assert found.path.read_bytes() == FILE
    assert found.bytes == len(FILE)


async def test_progress_counts_up_to_the_end(server, shelf):
    told = []
    await shelf.fetch(at(server), lambda name, have, of: told.append((name, have, of)))
    assert told[-1] == ("a.safetensors", len(FILE), len(FILE))
    assert [have for _, have, _ in told] == sorted(have for _, have, _ in told)


async def test_what_is_missing_is_fetched_on_first_use_and_logged(server, shelf, caplog):
    caplog.set_level(logging.INFO, "pipeline.models")
    path = await shelf.use(server.base + "/a.safetensors")
    assert path.read_bytes() == FILE
    assert await shelf.use(server.base + "/a.safetensors") == path
    assert len(server.asked) == 1
    assert "weights are fetched on first use" in caplog.messages
    assert "weights are coming" in caplog.messages


async def test_where_first_use_is_off_the_command_is_named(server, tmp_path):
    with pytest.raises(WeightsMissing, match=r"summon models fetch a\.safetensors"):
        await Shelf(tmp_path, first_use=False).use(server.base + "/a.safetensors")
    assert server.asked == []


async def test_a_path_of_the_operators_own_is_used_as_it_is(tmp_path, shelf):
    (tmp_path / "mine.safetensors").write_bytes(FILE)
    source = str(tmp_path / "mine.safetensors")
    assert await shelf.use(source) == tmp_path / "mine.safetensors"
    with pytest.raises(WeightsMissing, match="remove it yourself"):
        shelf.remove(facts(source))
    with pytest.raises(WeightsMissing, match="not there"):
        await shelf.use(str(tmp_path / "absent"))


async def test_two_who_want_the_same_at_once_fetch_it_once(server, shelf):
    source = server.base + "/a.safetensors"
    paths = await asyncio.gather(shelf.use(source), shelf.use(source))
    assert paths[0] == paths[1]
    assert len(server.asked) == 1


async def test_removing_frees_the_room_and_says_how_much(server, shelf):
    found = await shelf.fetch(at(server), quiet)
    assert shelf.remove(at(server)) >= found.bytes
    assert shelf.find(at(server)) is None
    assert [path.name for path in shelf.folder.iterdir()] == ["hashes.json"]


async def test_another_content_than_came_first_is_refused_until_accepted(server, shelf):
    await shelf.fetch(at(server), quiet)
    shelf.remove(at(server))
    server.files["/a.safetensors"] = tensors(300_000, 9)
    with pytest.raises(WeightsMissing, match="not what it should be"):
        await shelf.fetch(at(server), quiet)
    assert (await shelf.fetch(at(server), quiet, accept=True)).bytes == len(FILE)


async def test_a_damaged_file_is_noticed_and_repaired(server, shelf):
    found = await shelf.fetch(at(server), quiet)
    found.path.write_bytes(FILE[:-1] + b"x")
    assert shelf.broken(at(server)) == ("a.safetensors",)
    repaired = await shelf.fetch(at(server), quiet)
    assert repaired.path.read_bytes() == FILE
    assert shelf.broken(at(server)) == ()


async def test_a_truncated_file_is_not_found(server, shelf):
    found = await shelf.fetch(at(server), quiet)
    found.path.write_bytes(FILE[:1000])
    assert shelf.find(at(server)) is None


@pytest.mark.parametrize("content", [b"", b"hello", FILE[:-5], FILE + b"more", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{}"])
async def test_what_is_no_weights_is_thrown_away(server, shelf, content):
    server.files["/a.safetensors"] = content
    with pytest.raises(WeightsMissing, match=r"a\.safetensors"):
        await shelf.fetch(at(server), quiet)
    assert [path.suffix for path in shelf.folder.iterdir()] == [".lock"]


async def test_pickles_are_refused_unless_allowed_whatever_they_are_called(server, shelf):
    server.files["/a.safetensors"] = b"PK\x03\x04" + bytes(100)
    with pytest.raises(WeightsMissing, match="pickles = true"):
        await shelf.fetch(at(server), quiet)
    found = await shelf.fetch(at(server), quiet, pickles=True)
    assert found.path.name == "a.pt"


async def test_an_archive_is_unpacked(server, shelf):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../evil.safetensors", FILE)
    server.files["/a.zip"] = packed.getvalue()
    found = await shelf.fetch(at(server, "/a.zip"), quiet)
    assert found.path.read_bytes() == FILE
    assert found.path.parent.parent == shelf.folder


async def test_a_damaged_archive_is_said(server, shelf):
    server.files["/a.zip"] = b"PK\x03\x04 no"
    with pytest.raises(WeightsMissing, match="damaged archive"):
        await shelf.fetch(at(server, "/a.zip"), quiet)


async def test_a_folder_that_cannot_be_made_is_said(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputUnwritable):
        await Shelf(tmp_path / "file" / "models").fetch(at(server), quiet)


async def test_a_cancelled_download_is_taken_up_later(server, shelf):
    server.manner.hangs_after = 1000
    began = asyncio.Event()
    running = asyncio.create_task(shelf.fetch(at(server), lambda _n, _h, _o: began.set()))
    await began.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert shelf.find(at(server)) is None
    server.manner.hangs_after = -1
    await shelf.fetch(at(server), quiet)
    assert server.asked[-1][1].startswith("bytes=")


def test_a_manifest_of_nonsense_means_not_here(shelf):
    weights = Weights("a", "owner/name", "base")
    folder = shelf.folder / read_source(weights.source).slug
    folder.mkdir(parents=True)
    for nonsense in (
        "",
        "[]",
        "{",
        json.dumps({"bytes": 3}),
        json.dumps({"bytes": {"x": "y"}}),
        json.dumps({"bytes": {}, "sha256": 1}),
    ):
        (folder / "summon.json").write_text(nonsense)
        assert shelf.find(weights) is None
