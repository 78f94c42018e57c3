"""`summon models`, as an operator uses it."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from bots.__main__ import app
from bots.commands import models
from pipeline.errors import BackendMissing, ConfigInvalid
from pipeline.models import shelf
from tests.fakes.weights_server import Manner, serving, tensors

STYLE = """
[[style]]
id = "toy"
label = "Toy"
description = "Toys."
prompt = "a toy of {{}}"
licence = "CC0"
painter = "diffusion"
[style.diffusion]
base = "{base}/toys.safetensors"
loras = [{{ source = "{base}/plush.safetensors" }}]
"""


@pytest.fixture
async def server():
    async with serving() as opened:
        opened.files |= {"/toys.safetensors": tensors(2_000_000), "/plush.safetensors": tensors(1000)}
        yield opened


@pytest.fixture
def summon(server, tmp_path, monkeypatch):
    """The command with a style of its own, run beside the server."""
    monkeypatch.setattr(shelf, "PAUSES_S", (0, 0))
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "styles.toml").write_text(STYLE.format(base=server.base))
    told = f'[models]\nfolder = "{tmp_path}/models"\n[catalog]\nfiles = ["{tmp_path}/styles.toml"]\n'
    (tmp_path / "c.toml").write_text(told)

    async def run(*arguments):
        whole = ["models", *arguments, "--config", str(tmp_path / "c.toml")]
        return await asyncio.to_thread(CliRunner().invoke, app, whole)

    return run


async def rows(summon):
    shown = (await summon("list", "--json")).stdout.splitlines()
    return {row["id"]: row for row in map(json.loads, shown)}


async def test_the_list_says_what_is_needed_by_whom_and_whether_it_is_here(summon):
    row = (await rows(summon))["toys.safetensors"]
    assert (row["role"], row["licence"], row["used_by"], row["installed"]) == ("base", "CC0", ["toy"], False)


async def test_the_list_holds_the_papers_pool_and_what_the_settings_name(summon):
    every = await rows(summon)
    assert {"stable-diffusion-v1-5", "dreamshaper", "anything-v5", "3d-animation-diffusion", "game-icon-institute",
            "face-landmark-controlnet", "retinaface"} <= set(every)  # fmt: skip
    assert "[painter.diffusion]" in every["face-landmark-controlnet"]["used_by"]
    assert every["stable-diffusion-v1-5"]["bytes"] > 5e9


async def test_the_table_shows_every_id(summon):
    shown = (await summon("list")).stdout
    for words in ("toys.safetensors", "about 5.48 GB", "CreativeML-OpenRAIL-M", "[painter.diffusion]", "unknown"):
        assert words in shown


async def test_a_style_is_fetched_with_all_it_needs_and_removed_again(summon, tmp_path):
    done = await summon("fetch", "toy")
    assert done.exit_code == 0, done.output
    assert "2.0 MB" in done.stdout
    assert (await rows(summon))["plush.safetensors"]["installed"]
    gone = await summon("remove", "toy")
    assert "2.0 MB are free again." in gone.stdout
    assert list((tmp_path / "models").glob("*/")) == []


async def test_what_is_here_is_checked_and_not_fetched_again(summon, server):
    await summon("fetch", "toys.safetensors")
    asked = len(server.asked)
    assert "as it came" in (await summon("fetch", "toys.safetensors")).stdout
    assert len(server.asked) == asked


async def test_removing_all_leaves_what_is_not_here_unsaid(summon):
    await summon("fetch", "plush.safetensors")
    said = (await summon("remove", "all")).stdout.splitlines()
    assert [line.split(":")[0] for line in said[:-1]] == ["plush.safetensors"]


async def test_names_that_nobody_knows_and_servers_that_fail_are_one_sentence(summon, server):
    assert isinstance((await summon("fetch", "nobody")).exception, ConfigInvalid)
    server.manner = Manner(status=404)
    done = await summon("fetch", "toy")
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["toys.safetensors", "plush.safetensors"]


async def test_what_one_publisher_withholds_keeps_no_other_from_coming(summon, server):
    del server.files["/toys.safetensors"]
    assert (await summon("fetch", "toy")).exit_code == 1
    assert (await rows(summon))["plush.safetensors"]["installed"]


def test_sizes_are_read_by_people():
    assert [models._size(count) for count in (0, 1_500_000, 5_480_867_580)] == ["0.0 MB", "1.5 MB", "5.48 GB"]


async def test_what_cannot_begin_is_a_sentence_without_a_bar(summon, monkeypatch):
    monkeypatch.setattr(shelf.importlib.util, "find_spec", lambda name: None)
    done = await summon("fetch", "face-landmark-controlnet")
    assert isinstance(done.exception, BackendMissing)
    assert "[diffusion]" in str(done.exception)
    assert "\n" not in str(done.exception)
    assert done.stdout.splitlines()[1:] == []
