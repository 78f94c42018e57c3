"""Weights from the Hugging Face hub, by its own library, from a hub on loopback."""

import hashlib

import pytest

pytest.importorskip("huggingface_hub")

from pipeline.errors import WeightsMissing
from pipeline.models import hub
from pipeline.models.shelf import Shelf
from pipeline.models.weights import Weights, read_source
from tests.fakes.weights_server import COMMIT, Manner, serving, tensors

pytestmark = pytest.mark.models

PIPELINE = {
    "model_index.json": b"{}",
    "README.md": b"# hello",
    "all-in-one.safetensors": tensors(5000),
    "unet/config.json": b"{}",
    "unet/diffusion_pytorch_model.safetensors": tensors(2000),
    "unet/diffusion_pytorch_model.fp16.safetensors": tensors(1000),
    "unet/diffusion_pytorch_model.non_ema.safetensors": tensors(2001),
    "unet/diffusion_pytorch_model.bin": b"\x80\x02" + bytes(2000),
    "text_encoder/model.safetensors": tensors(700),
    "tokenizer/merges.txt": b"a b",
    "scheduler/scheduler_config.json": b"{}",
}


@pytest.fixture
async def server():
    async with serving() as opened:
        opened.hub("owner/pipe", PIPELINE)
        opened.hub("owner/net", {"nets/config.json": b"{}", "nets/model.bin": b"\x80\x02" + bytes(99), "x.ckpt": b"PK"})
        opened.hub("owner/half", {"config.json": b"{}", "model.fp16.safetensors": tensors(50)})
        yield opened


@pytest.fixture
def shelf(server, tmp_path):
    return Shelf(tmp_path / "models", endpoint=server.base, pauses_s=(0,))


def weights(source):
    return Weights("w", source, "base")


def quiet(_name, _have, _of):
    pass


def names(path):
    return sorted(str(each.relative_to(path)) for each in path.rglob("*") if each.is_file())


async def test_a_pipeline_comes_with_each_tensor_once(shelf):
    found = await shelf.fetch(weights("owner/pipe"), quiet)
    assert names(found.path) == [
        "model_index.json",
        "scheduler/scheduler_config.json",
        "summon.json",
        "text_encoder/model.safetensors",
        "tokenizer/merges.txt",
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors",
    ]
    assert found.revision == COMMIT


async def test_one_file_of_a_repository_is_a_file(shelf):
    found = await shelf.fetch(weights("owner/pipe/all-in-one.safetensors"), quiet)
    assert found.path.read_bytes() == tensors(5000)


async def test_a_folder_of_a_repository_is_a_folder(shelf):
    found = await shelf.fetch(weights("owner/net/nets"), quiet, pickles=True)
    assert names(found.path) == ["config.json", "model.bin"]


async def test_pickles_alone_are_refused_before_anything_comes(server, shelf):
    with pytest.raises(WeightsMissing, match=r"nets/model\.bin of owner/net is a pickle"):
        await shelf.fetch(weights("owner/net/nets"), quiet)
    assert server.asked == []


async def test_the_only_precision_there_is_will_do(shelf):
    found = await shelf.fetch(weights("owner/half"), quiet)
    assert "model.fp16.safetensors" in names(found.path)


async def test_files_come_from_the_commit_that_was_listed(server, shelf):
    held = await hub.listing(read_source("owner/pipe"), server.base)
    item = hub.item(read_source("owner/pipe"), held.commit, held.entries[2], server.base)
    assert f"/resolve/{COMMIT}/" in item.url


async def test_what_differs_from_the_hubs_hash_is_thrown_away(server, shelf, monkeypatch):
    listed = hub._listing

    def lying(source, endpoint):
        held = listed(source, endpoint)
        wrong = hashlib.sha256(b"other").hexdigest()
        return hub.Listing(held.commit, tuple(hub.Entry(e.path, e.bytes, e.sha256 and wrong) for e in held.entries))

    monkeypatch.setattr(hub, "_listing", lying)
    with pytest.raises(WeightsMissing, match="not what it should be"):
        await shelf.fetch(weights("owner/pipe"), quiet)
    assert shelf.find(weights("owner/pipe")) is None


async def test_what_had_come_before_an_interruption_is_not_asked_for_again(server, shelf):
    def interrupt(name, _have, _of):
        if name.startswith("text_encoder"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await shelf.fetch(weights("owner/pipe"), interrupt)
    server.asked.clear()
    await shelf.fetch(weights("owner/pipe"), quiet)
    assert server.asked == []


@pytest.mark.parametrize("source", ["owner/none", "owner/pipe/none.safetensors", "owner/pipe/none"])
async def test_what_the_hub_does_not_have_is_said_in_a_sentence(shelf, source):
    with pytest.raises(WeightsMissing, match="owner/"):
        await shelf.fetch(weights(source), quiet)


async def test_a_hub_that_cannot_be_reached_is_said_in_a_sentence(tmp_path):
    with pytest.raises(WeightsMissing, match="owner/pipe"):
        await Shelf(tmp_path, endpoint="http://127.0.0.1:1").fetch(weights("owner/pipe"), quiet)


async def test_a_hostile_name_stays_in_the_folder(server, shelf):
    server.hub("owner/evil", {"model_index.json": b"{}", "../x/evil.safetensors": tensors(10)})
    with pytest.raises(WeightsMissing):
        await shelf.fetch(weights("owner/evil"), quiet)
    assert not (shelf.folder.parent / "x").exists()


async def test_a_busy_hub_is_asked_again_for_files(server, shelf):
    server.manner = Manner(busy=1)
    assert (await shelf.fetch(weights("owner/half"), quiet)).bytes > 0
