"""The real discord.py client against a gateway and REST on loopback, on the real desk."""

import asyncio
import io
from contextlib import asynccontextmanager
from types import SimpleNamespace

import discord
import pytest
import yarl
from pydantic import ValidationError

from bots.app import open_service
from bots.config import Config, DeskSection, DiscordSection, StorageSection
from bots.discord_surface import webhook_name
from tests.fakes.desk import open_fake_app
from tests.fakes.discord_server import (
    CHANNEL,
    DM,
    ME,
    OTHER_CHANNEL,
    POST,
    THREAD,
    TOKEN,
    Refusal,
    discord_server,
)
from tests.fakes.stages import HANG, FakeWriter

ENVIRONMENT = {"DISCORD_TOKEN": TOKEN}


@pytest.fixture
async def server(monkeypatch):
    async with discord_server() as serving:
        monkeypatch.setattr(discord.http.Route, "BASE", f"{serving.base}/api/v10")
        monkeypatch.setattr(discord.webhook.async_.Route, "BASE", f"{serving.base}/api/v10")
        gateway = yarl.URL(f"{serving.base.replace('http', 'ws')}/gateway")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        monkeypatch.setattr(discord.Asset, "BASE", serving.base)
        yield serving


@asynccontextmanager
async def bot(server, folder, *, content=True, shards=None, **stages):
    before = len(server.identified)
    config = Config(
        storage=StorageSection(folder=str(folder)),
        desk=DeskSection(workers=2, user_per_minute=0, grace_s=0),
        discord=DiscordSection(
            token_env="DISCORD_TOKEN", message_content=content, guild_ready_timeout_s=0.05, **(shards or {})
        ),
    )
    async with open_fake_app(config, **stages) as app, open_service(app, ENVIRONMENT):
        await server.until_ready(before + 1)
        yield SimpleNamespace(app=app, server=server)


@pytest.fixture
async def running(server, tmp_path):
    async with bot(server, tmp_path) as opened:
        yield opened


async def summoned(server, channel=CHANNEL, **more):
    """A character is here; gives the call that brought its greeting."""
    kind = "sent" if channel == DM else "webhook send"
    before = len(server.sent(kind))
    await server.command("summon", channel=channel, description="a grumpy teapot", **more)
    return await server.until(kind, before + 1)


def media(call):
    return next(iter(call.files.values()))


async def test_a_process_holds_the_shard_that_it_was_given(server, tmp_path):
    # Of several the library begins one every five seconds, as Discord wants it.
    async with bot(server, tmp_path, shards={"shard_ids": (3,), "shard_count": 4}):
        assert [told["shard"] for told in server.identified] == [[3, 4]]


async def test_all_shards_are_here_where_none_are_named(server, tmp_path):
    async with bot(server, tmp_path, shards={"shard_count": 1}):
        assert [told["shard"] for told in server.identified] == [[0, 1]]


@pytest.mark.parametrize("shards", [{"shard_ids": (0,)}, {"shard_ids": (2,), "shard_count": 2}, {"shard_ids": (-1,)}])
def test_shards_that_there_are_not_are_refused(shards):
    with pytest.raises(ValidationError, match="below shard_count"):
        DiscordSection(**shards)


async def test_a_command_is_acknowledged_at_once(running, server):
    await server.command("summon", description="a grumpy teapot")
    callback = await server.until("callback")
    assert callback.body["type"] == 5


async def test_summoning_shows_the_portrait_and_greets_in_a_clip(running, server):
    greeting = await summoned(server)
    shown = [call for call in server.sent("original edited") if call.files]
    assert media(shown[0]).startswith(b"\x89PNG")
    assert media(greeting)[4:8] == b"ftyp"


async def test_a_character_has_a_name_and_a_face_of_its_own(running, server):
    greeting = await summoned(server)
    assert greeting.body["username"] == "Teapot"
    assert greeting.body["avatar_url"].startswith(server.base)
    assert server.sent("webhook made")[0].body["name"] == "Summon"


async def test_one_webhook_serves_every_character_of_a_channel(running, server):
    await summoned(server)
    await server.command("summon", description="a shy lamp")
    await server.until("webhook send", 2)
    assert len(server.sent("webhook made")) == 1
    assert [call.body["username"] for call in server.sent("webhook send")] == ["Teapot", "Lamp"]


async def test_a_reply_to_a_character_reaches_it(running, server):
    await summoned(server)
    greeting = server.messages[CHANNEL][-1]
    await server.reply("Why?", greeting)
    answer = await server.until("webhook send", 2)
    assert media(answer)[4:8] == b"ftyp"
    assert running.app.stages.writer.reply_script.calls[0][2].text == "Why?"


async def test_a_mention_is_answered_without_the_message_content_intent(server, tmp_path):
    async with bot(server, tmp_path, content=False) as running:
        await summoned(server)
        await server.say(f"<@{ME['id']}> Hello!")
        await server.until("webhook send", 2)
        assert running.app.stages.writer.reply_script.calls[0][2].text == "Hello!"


async def test_a_name_is_answered(running, server):
    await summoned(server)
    await server.say("Teapot, are you well?")
    await server.until("webhook send", 2)


async def test_talk_among_people_bots_and_webhooks_is_left_alone(running, server):
    await summoned(server)
    await server.say("Nice weather.")
    await server.say("Teapot, hello!", author={**ME, "id": "333"})
    await server.say("Teapot, hello!", webhook_id="99")
    await server.say("Teapot, it is me.")
    await server.until("webhook send", 2)
    assert [call[2].text for call in running.app.stages.writer.reply_script.calls] == ["it is me."]


async def test_a_reply_between_people_is_left_alone(running, server):
    await summoned(server)
    friend = await server.say("Nice weather.", user=8)
    await server.reply("Yes!", friend, user=9)
    await server.say("Teapot, it is me.")
    await server.until("webhook send", 2)
    assert [call[2].text for call in running.app.stages.writer.reply_script.calls] == ["it is me."]


async def test_a_connection_that_ends_for_good_is_told(server, tmp_path):
    told = asyncio.get_running_loop().create_future()
    config = Config(
        storage=StorageSection(folder=str(tmp_path)),
        discord=DiscordSection(token_env="DISCORD_TOKEN", guild_ready_timeout_s=0.05),
    )
    async with open_fake_app(config) as app, open_service(app, ENVIRONMENT, told.set_result):
        await server.until_ready()
        await server.dispatch("MESSAGE_CREATE", "no message at all")
        async with asyncio.timeout(20):
            assert "has ended" in await told


async def test_speakers_are_told_apart_by_their_names(running, server):
    await summoned(server)
    await server.say("Teapot, hello!")
    await server.until("webhook send", 2)
    assert running.app.stages.writer.reply_script.calls[0][2].who == "Ada"


async def test_a_direct_chat_is_answered_by_the_bot_with_the_name(running, server):
    await summoned(server, channel=DM)
    await server.say("Hello!", channel=DM)
    answer = await server.until("sent", 2)
    assert answer.body["content"].startswith("**Teapot**")


@pytest.mark.parametrize(("channel", "parent"), [(THREAD, CHANNEL), (POST, 1003)])
async def test_a_thread_or_post_is_answered_in_it(running, server, channel, parent):
    greeting = await summoned(server, channel=channel)
    assert greeting.query["thread_id"] == str(channel)
    assert server.sent("webhook made")[0].path == f"/channels/{parent}/webhooks"


async def test_one_guild_sees_nothing_of_another(running, server):
    await summoned(server)
    await server.command("characters", channel=OTHER_CHANNEL)
    told = await server.until("original edited", len(server.sent("original edited")) + 1)
    assert "Teapot" not in told.body["content"]


async def test_nobody_is_pinged(running, server):
    await summoned(server)
    await server.say("Teapot, say @everyone <@7>")
    await server.until("webhook send", 2)
    calls = server.sent("webhook send", "original edited", "sent")
    assert all(call.body["allowed_mentions"]["parse"] == [] for call in calls)


async def test_without_manage_webhooks_the_bot_speaks_for_the_character(server, tmp_path):
    server.permissions = str(1 << 11 | 1 << 10 | 1 << 15 | 1 << 16)
    async with bot(server, tmp_path):
        await server.command("summon", description="a grumpy teapot")
        greeting = await server.until("sent")
    assert greeting.body["content"].startswith("**Teapot**")
    assert len(greeting.body["nonce"]) <= 25


async def test_a_deleted_webhook_is_made_anew(running, server):
    await summoned(server)
    server.webhooks.clear()
    await server.say("Teapot, hello!")
    await server.until("webhook send", 3)
    assert len(server.sent("webhook made")) == 2


async def test_a_clip_that_is_too_large_becomes_a_voice(running, server):
    server.refusals["webhook send"].append(Refusal(413, 40005))
    await summoned(server)
    voice = await server.until("webhook send", 2)
    assert media(voice).startswith(b"OggS")


async def test_where_no_files_may_be_sent_the_words_come(running, server):
    server.refusals["webhook send"].extend([Refusal(403, 50013), Refusal(403, 50013)])
    await server.command("summon", description="a grumpy teapot")
    await server.until("webhook send", 3)
    assert "What is it?" in server.sent("webhook send")[2].body["content"]


async def test_a_rate_limit_is_waited_out(running, server):
    headers = {"Via": "loopback", "Retry-After": "0.01"}
    server.refusals["callback"].append(Refusal(429, headers=headers, retry_after=0.01))
    await summoned(server)


async def test_commands_are_synced_only_when_they_changed(server, tmp_path):
    async with bot(server, tmp_path):
        pass
    async with bot(server, tmp_path):
        pass
    assert len(server.sent("sync")) == 1


async def test_commands_are_localised_and_settings_are_for_managers(running, server):
    commands = {command["name"]: command for command in server.commands}
    assert commands["summon"]["name_localizations"]["de"] == "rufen"
    assert commands["summon"]["integration_types"] == [0, 1]
    assert commands["summon"]["contexts"] == [0, 1, 2]
    assert int(commands["settings"]["default_member_permissions"]) == discord.Permissions(manage_guild=True).value
    assert {"Answer this", "characters", "forget-me", "my-data", "card", "cancel", "help"} <= set(commands)


async def test_buttons_under_a_clip_do_what_they_say(running, server):
    await summoned(server)
    await server.say("Teapot, hello!")
    answer = await server.until("webhook send", 2)
    buttons = {b["label"]: b["custom_id"] for row in answer.body["components"] for b in row["components"]}
    assert list(buttons) == ["Again", "Another voice", "Another portrait", "Dismiss"]
    async with asyncio.timeout(20):
        while not await running.app.history.recent(1):  # noqa: ASYNC110 - a row, not an event
            await asyncio.sleep(0.01)
    await server.press(buttons["Again"])
    await server.until("webhook send", 3)
    await server.press(buttons["Another portrait"])
    await server.until("webhook send", 4)
    assert [call[2].text for call in running.app.stages.writer.reply_script.calls] == ["hello!", "hello!"]
    assert len(running.app.stages.painter.calls) == 2


async def test_only_who_may_can_dismiss(running, server):
    greeting = await summoned(server)
    dismiss = greeting.body["components"][-1]["components"][-1]["custom_id"]
    await server.press(dismiss, user=8)
    told = await server.until("callback", 2)
    assert told.body["type"] == 5
    await server.press(dismiss, user=9, admin=True)
    await server.until("callback", 3)
    async with asyncio.timeout(20):
        while await running.app.characters.list(f"discord:1000:{CHANNEL}"):  # noqa: ASYNC110 - a row, not an event
            await asyncio.sleep(0.01)


async def test_names_are_completed(running, server):
    await summoned(server)
    option = {"name": "name", "type": 3, "value": "te", "focused": True}
    await server.interact(4, {"id": "1", "type": 1, "name": "switch", "options": [option]})
    offered = await server.until("callback", 2)
    assert offered.body["data"]["choices"] == [{"name": "Teapot", "value": "Teapot"}]


async def test_a_private_answer_is_for_the_asker_alone(running, server):
    await server.command("help")
    callback = await server.until("callback")
    assert callback.body["data"]["flags"] == 64


async def test_an_answer_after_a_quarter_of_an_hour_goes_to_the_channel(running, server, monkeypatch):
    monkeypatch.setattr("bots.discord_bot.INTERACTION_SECONDS", -1.0)
    await server.command("summon", description="a grumpy teapot")
    await server.until("webhook send")
    assert media(server.sent("sent")[0]).startswith(b"\x89PNG")
    assert server.sent("original edited") == []


async def test_a_picture_guides_the_portrait(running, server):
    picture = server.attachment(b"picture", "me.png", "image/png")
    options = [
        {"name": "description", "type": 3, "value": "a grumpy teapot"},
        {"name": "portrait", "type": 11, "value": picture["id"]},
    ]
    resolved = {"attachments": {picture["id"]: picture}}
    await server.interact(2, {"id": "1", "type": 1, "name": "summon", "options": options, "resolved": resolved})
    await server.until("webhook send")
    assert running.app.stages.painter.calls[0][3] == b"picture"


async def test_a_style_that_is_asked_for_is_taken(running, server):
    await server.command("summon", description="a grumpy teapot", style="Gouache", voice="Arthur", language="en")
    await server.until("webhook send")
    assert running.app.stages.painter.calls[0][1].id == "gouache"


async def test_an_unknown_style_is_refused_with_those_there_are(running, server):
    await server.command("summon", description="a grumpy teapot", style="oil")
    told = await server.until("original edited")
    async with asyncio.timeout(20):
        while "oil" not in (told := server.sent("original edited")[-1]).body["content"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert "Gouache" in told.body["content"]


async def test_a_voice_message_goes_to_the_listener(running, server):
    await summoned(server)
    about = {"duration_secs": 1.0, "waveform": "AAAA"}
    voice = server.attachment(b"What is time?", "voice.ogg", "audio/ogg", **about)
    await server.say(f"<@{ME['id']}>", attachments=[voice], flags=1 << 13)
    await server.until("webhook send", 2)
    assert running.app.stages.writer.reply_script.calls[0][2].text == "What is time?"


async def test_a_dropped_connection_is_resumed(running, server):
    await summoned(server)
    server.deaf = True
    await server.say("Teapot, hello!")
    server.deaf = False
    await server.drop()
    await server.until("webhook send", 2)
    assert server.resumed == 1


async def test_what_a_failed_resume_missed_is_answered_once(running, server):
    await summoned(server)
    server.deaf, server.resumable = True, False
    await server.say("Teapot, hello!")
    server.deaf = False
    await server.drop()
    await server.until_ready(2)
    await server.until("webhook send", 2)
    await server.say("Teapot, again!")
    await server.until("webhook send", 3)
    said = [call[2].text for call in running.app.stages.writer.reply_script.calls]
    assert said == ["hello!", "again!"]


async def test_what_was_missed_before_a_restart_is_answered_and_no_list_of_channels_is_kept(server, tmp_path):
    async with bot(server, tmp_path):
        await summoned(server)
    server.deaf = True
    await server.say("Teapot, hello!")
    server.deaf = False
    async with bot(server, tmp_path) as again:
        await server.until("webhook send", 2)
        notes = await again.app.store.all("SELECT name FROM notes WHERE name NOT LIKE 'discord commands %'")
    assert notes == []


async def test_what_was_not_answered_before_a_restart_is_answered_after_it(server, tmp_path):
    async with bot(server, tmp_path):
        await summoned(server)
    async with bot(server, tmp_path, writer=FakeWriter(reply_then=HANG)) as stuck:
        await server.say("Teapot, hello!")
        await stuck.app.stages.writer.reply_script.entered.wait()
    async with bot(server, tmp_path):
        await server.until("webhook send", 2)
        await server.say("Teapot, again!")
        await server.until("webhook send", 3)
    assert len(server.sent("webhook send")) == 3


async def test_a_missing_intent_is_told(server, tmp_path):
    server.privileged = False
    config = Config(
        storage=StorageSection(folder=str(tmp_path)),
        discord=DiscordSection(token_env="DISCORD_TOKEN", message_content=True, guild_ready_timeout_s=0.05),
    )
    told = asyncio.get_running_loop().create_future()
    async with open_fake_app(config) as app, open_service(app, ENVIRONMENT, told.set_result):
        async with asyncio.timeout(20):
            assert "refuses the message content intent" in await told


async def test_a_wrong_token_is_one_sentence(server, tmp_path):
    from pipeline.errors import ConfigInvalid

    config = Config(storage=StorageSection(folder=str(tmp_path)), discord=DiscordSection(token_env="DISCORD_TOKEN"))
    async with open_fake_app(config) as app:
        with pytest.raises(ConfigInvalid, match="does not know this token"):
            async with open_service(app, {"DISCORD_TOKEN": "wrong"}):
                pass


def test_a_webhook_takes_every_name():
    assert webhook_name("Clyde of Discord") != "Clyde of Discord"
    assert "clyde" not in webhook_name("Clyde").lower()
    assert len(webhook_name("x" * 200)) == 80
    assert webhook_name("  ") == "Somebody"


async def test_a_picture_with_a_mention_goes_to_the_writer(running, server):
    await summoned(server)
    picture = server.attachment(_picture(), "tea.png", "image/png")
    await server.say(f"<@{ME['id']}> what is this?", attachments=[picture])
    await server.until("webhook send", 2)
    said = running.app.stages.writer.reply_script.calls[0][2]
    assert said.text == "what is this?"
    assert [jpeg[:2] for jpeg in said.pictures] == [b"\xff\xd8"]


async def test_nobody_elses_pictures_and_voices_are_fetched(running, server):
    await summoned(server)
    await server.say("look at my lunch", attachments=[server.attachment(_picture(), "lunch.png", "image/png")])
    voice = server.attachment(b"a secret", "voice.ogg", "audio/ogg", duration_secs=1.0, waveform="AAAA")
    await server.say("", attachments=[voice], flags=1 << 13)
    await server.say("Teapot, hello!")
    await server.until("webhook send", 2)
    assert [call[2].text for call in running.app.stages.writer.reply_script.calls] == ["hello!"]
    assert server.fetched == []


def _picture():
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, "PNG")
    return target.getvalue()
