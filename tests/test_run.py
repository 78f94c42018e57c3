"""The whole bot with the light backends as a process of its own, killed in the middle."""

import asyncio
import os
import random
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fakes.discord_server import CHANNEL, discord_server
from tests.fakes.discord_server import TOKEN as DISCORD_TOKEN
from tests.fakes.telegram_server import TOKEN, group, telegram_server

ROOT = Path(__file__).parents[1]
TOPIC = {"message_thread_id": 77, "is_topic_message": True}
KILLS = int(os.environ.get("SUMMON_TEST_KILLS", "200"))
SEED = int(os.environ.get("SUMMON_TEST_SEED", "1"))
SECRETS = {"TELEGRAM_TOKEN": TOKEN, "DISCORD_TOKEN": DISCORD_TOKEN}


def config(folder, *lines):
    path = folder / "config.toml"
    text = [f"[storage]\nfolder = '{folder.as_posix()}'", "[desk]\ngrace_s = 1.0\nuser_per_minute = 0", *lines]
    path.write_text("\n".join(text))
    return path


@asynccontextmanager
async def process(*arguments):
    """The bot; it is gone when the block ends."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.run_bot", *map(str, arguments), env={**os.environ, **SECRETS}, cwd=ROOT
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
            try:
                async with asyncio.timeout(20):
                    await child.wait()
            except TimeoutError:
                child.kill()
                await child.wait()


async def kill(child):
    child.send_signal(signal.SIGKILL)
    await child.wait()


@pytest.fixture
async def telegram():
    async with telegram_server() as serving:
        yield serving


@pytest.fixture
async def discord():
    async with discord_server() as serving:
        yield serving


async def test_a_killed_telegram_bot_answers_once_after_its_restart(telegram, tmp_path):
    settings = config(tmp_path, "[telegram]\ntoken_env = 'TELEGRAM_TOKEN'", f"base_url = '{telegram.base}'")
    place = {"chat": group(forum=True), **TOPIC}
    async with process(settings) as first:
        await telegram.say("/summon a grumpy teapot", **place)
        greeting = await telegram.until("sendVideoNote", seconds=60)
        assert str(greeting["message_thread_id"]) == "77"
        assert greeting.files["video_note"][4:8] == b"ftyp"
        said = await telegram.deliver(message=telegram.message(text="@summon_test_bot who are you?", **place))
        await telegram.until_confirmed(said)
        await kill(first)
    async with process(settings):
        await telegram.until("sendVideoNote", 2, seconds=60)
        last = await telegram.deliver(message=telegram.message(text="Nice weather.", **place))
        await telegram.until_confirmed(last)
    assert len(telegram.sent("sendVideoNote")) == 2


async def test_a_killed_discord_bot_answers_once_after_its_restart(discord, tmp_path):
    settings = config(tmp_path, "[discord]\ntoken_env = 'DISCORD_TOKEN'\nmessage_content = true")
    async with process(settings, discord.base) as first:
        await discord.until_ready()
        await discord.command("summon", description="a grumpy teapot")
        greeting = await discord.until("webhook send", seconds=60)
        name = greeting.body["username"]
        assert next(iter(greeting.files.values()))[4:8] == b"ftyp"
        hers = discord.messages[CHANNEL][-1]
        await discord.reply("Hello!", hers)
        await discord.until("typing", seconds=60)
        await kill(first)
    async with process(settings, discord.base):
        answer = await discord.until("webhook send", 2, seconds=60)
    assert answer.body["username"] == name
    assert len(discord.sent("webhook send")) == 2


async def test_both_platforms_share_one_process(telegram, discord, tmp_path):
    settings = config(
        tmp_path,
        "[discord]\ntoken_env = 'DISCORD_TOKEN'",
        f"[telegram]\ntoken_env = 'TELEGRAM_TOKEN'\nbase_url = '{telegram.base}'",
    )
    async with process(settings, discord.base):
        await discord.until_ready()
        await discord.command("summon", description="a grumpy teapot")
        await telegram.say("/summon a shy lamp")
        await discord.until("webhook send", seconds=60)
        await telegram.until("sendVideoNote", seconds=60)


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_no_message_is_lost_or_answered_twice_over_many_kills(telegram, tmp_path):
    dice = random.Random(SEED)
    settings = config(
        tmp_path, "tries = 100", f"[telegram]\ntoken_env = 'TELEGRAM_TOKEN'\nbase_url = '{telegram.base}'"
    )
    asked = 0
    async with process(settings):
        await telegram.say("/summon a grumpy teapot")
        await telegram.until("sendVideoNote", seconds=60)
    for _ in range(KILLS):
        async with process(settings) as child:
            asked += 1
            await telegram.say(f"What do you think of number {asked}?")
            try:
                async with asyncio.timeout(dice.uniform(0.5, 6.0)):
                    await child.wait()
            except TimeoutError:
                await kill(child)
    async with process(settings):
        await telegram.until("sendVideoNote", asked + 1, seconds=600)
    doubled = [
        call
        for call in telegram.sent("sendVideoNote", "sendMessage")
        if "interrupted while sending" in str(call.fields)
    ]
    assert len(telegram.sent("sendVideoNote")) - len(doubled) == asked + 1
