"""What `summon check` finds when it tries things for real, against servers on loopback."""

import json
import shutil
import sys
from collections import namedtuple

import discord
import pytest

from bots import config as configuration
from bots.trials import examine
from tests.fakes.discord_server import TOKEN as DISCORD_TOKEN
from tests.fakes.discord_server import discord_server
from tests.fakes.model_server import serving
from tests.fakes.telegram_server import TOKEN, telegram_server
from tests.test_cli import summon

MODEL = "[writer]\nbackend = 'openai'\nproviders = [{{ name = 'home', base_url = '{}', model = 'any' }}]"


@pytest.fixture
async def on_loopback(monkeypatch):
    async with discord_server() as server:
        monkeypatch.setattr(discord.http.Route, "BASE", f"{server.base}/api/v10")
        yield server


async def rows(text="", **environment):
    config = configuration.parse(text)
    return {finding.part: finding async for finding in examine(config, None, environment)}


async def test_the_default_installation_works_in_every_part():
    found = await rows()
    assert [row.part for row in found.values() if not row.fine] == []
    assert "16 languages" in found["speaker"].what
    assert "a clip of" in found["animator"].what


async def test_a_disk_without_room_is_told(monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 100 * 1024 * 1024))
    row = (await rows())["storage"]
    assert (row.fine, "100 MB are free" in row.to_do) == (False, True)


async def test_a_platform_knows_its_token(on_loopback):
    settings = "[discord]\ntoken_env = 'DISCORD_TOKEN'"
    assert "Summon" in (await rows(settings, DISCORD_TOKEN=DISCORD_TOKEN))["discord"].what


async def test_a_wrong_token_names_its_variable(on_loopback):
    row = (await rows("[discord]\ntoken_env = 'MY_TOKEN'", MY_TOKEN="wrong"))["discord"]
    assert (row.fine, "MY_TOKEN" in row.to_do) == (False, True)


async def test_an_intent_that_is_not_turned_on_is_told(on_loopback):
    on_loopback.privileged = False
    settings = "[discord]\ntoken_env = 'DISCORD_TOKEN'\nmessage_content = true"
    row = (await rows(settings, DISCORD_TOKEN=DISCORD_TOKEN))["discord"]
    assert (row.fine, "message content intent" in row.to_do) == (False, True)


async def test_telegram_says_who_the_bot_is():
    async with telegram_server() as server:
        settings = f"[telegram]\ntoken_env = 'T'\nbase_url = '{server.base}'"
        good, wrong = [(await rows(settings, T=token))["telegram"] for token in (TOKEN, "1:wrong")]
    assert "@summon_test_bot" in good.what
    assert (wrong.fine, "BotFather" in wrong.to_do) == (False, True)


async def test_a_platform_that_cannot_be_reached_is_told():
    row = (await rows("[telegram]\ntoken_env = 'T'\nbase_url = 'http://127.0.0.1:9'", T=TOKEN))["telegram"]
    assert (row.fine, "cannot be reached" in row.to_do) == (False, True)


async def test_a_secret_that_is_not_set_is_told_once():
    found = await rows("[telegram]\ntoken_env = 'T'")
    assert (found["telegram.token_env"].fine, "telegram" in found) == (False, False)


async def test_a_model_is_asked_for_a_word():
    async with serving() as server:
        row = (await rows(MODEL.format(server.base)))["model home"]
    assert (row.fine, "words in" in row.what) == (True, True)


async def test_a_model_that_does_not_answer_is_told_though_the_writer_goes_on():
    found = await rows(MODEL.format("http://127.0.0.1:9/v1"))
    assert (found["model home"].fine, "home failed" in found["model home"].to_do) == (False, True)
    assert found["writer"].fine


async def test_a_missing_library_is_told_and_the_rest_is_tried():
    found = await rows("[painter]\nbackend = 'oil'")
    assert (found["painter"].fine, found["animator"].fine) == (False, True)


def test_the_command_prints_json_and_says_by_its_code_how_it_went(tmp_path):
    done = summon("check", "--json", home=tmp_path)
    found = json.loads(done.stdout)
    assert (done.returncode, found["fine"]) == (0, True)
    assert {"part", "what", "fine", "to_do", "seconds"} <= set(found["findings"][0])


def test_a_quick_look_tries_nothing(tmp_path):
    (tmp_path / "c.toml").write_text("[telegram]\ntoken_env = 'T'\nbase_url = 'http://127.0.0.1:9'\n")
    done = summon("check", "--quick", "--config", str(tmp_path / "c.toml"), home=tmp_path)
    assert (done.returncode, "T_FILE" in done.stdout, "frame" in done.stdout) == (1, True, False)
    assert sys.executable not in done.stdout
