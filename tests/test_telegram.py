"""The real `Application` against a Bot API server on loopback, on the real desk."""

import asyncio
import io
import socket
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from aiohttp import ClientSession
from PIL import Image

from bots.app import open_service
from bots.config import Config, DeskSection, StorageSection, TelegramSection
from bots.telegram_surface import TelegramSurface
from tests.fakes.desk import open_fake_app
from tests.fakes.stages import A_CATALOG
from tests.fakes.telegram_server import TOKEN, Refusal, group, person, private, telegram_server

ENVIRONMENT = {"TELEGRAM_TOKEN": TOKEN}
TOPIC = {"message_thread_id": 77, "is_topic_message": True}


@asynccontextmanager
async def bot(server, folder, **stages):
    config = Config(
        storage=StorageSection(folder=str(folder)),
        desk=DeskSection(workers=2, user_per_minute=0, grace_s=0),
        telegram=TelegramSection(token_env="TELEGRAM_TOKEN", base_url=server.base),
    )
    async with open_fake_app(config, **stages) as app, open_service(app, ENVIRONMENT):
        yield SimpleNamespace(app=app, server=server)


@pytest.fixture
async def server(monkeypatch):
    # Pacing has its own tests, on a clock of their own.
    monkeypatch.setattr("bots.telegram_pace.CHAT_BURST", 1000)
    monkeypatch.setattr("bots.telegram_pace.GROUP_PER_MINUTE", 1000)
    async with telegram_server() as serving:
        yield serving


@pytest.fixture
async def running(server, tmp_path):
    async with bot(server, tmp_path) as opened:
        yield opened


async def summoned(server, chat=None, **more):
    """A character is here; gives the call that brought its greeting."""
    before = len(server.sent("sendVideoNote"))
    await server.say("/summon a grumpy teapot", chat=chat, **more)
    return await server.until("sendVideoNote", before + 1)


async def test_summoning_brings_a_portrait_and_a_round_note(running, server):
    note = await summoned(server)
    assert server.sent("sendPhoto")[0].files["photo"].startswith(b"\x89PNG")
    assert note.files["video_note"][4:8] == b"ftyp"
    assert int(note["length"]) <= 640


async def test_style_and_voice_are_chosen_with_words(running, server):
    await server.say("/summon a grumpy teapot style=gouache voice=Arthur")
    await server.until("sendVideoNote", 1)
    (asked,) = running.app.stages.writer.script.calls
    assert asked[0] == "a grumpy teapot"


async def test_a_style_that_there_is_not_is_answered_with_those_there_are(running, server):
    await server.say("/summon style=oil a grumpy teapot")
    assert "oil" in (await server.until("sendMessage", 1))["text"]
    assert running.app.stages.writer.script.calls == []


async def test_help_names_the_options_that_are_typed(running, server):
    await server.say("/help")
    said = (await server.until("sendMessage", 1))["text"]
    assert "style=clay voice=Arthur" in said
    assert A_CATALOG.styles[0].label in said


def test_a_note_shows_the_face():
    assert TelegramSurface(None, None, None).limits.frame == "note"


async def test_everything_stays_in_its_topic(running, server):
    await summoned(server, chat=group(forum=True), **TOPIC)
    sent = server.sent("sendMessage", "sendPhoto", "sendVideoNote", "sendChatAction")
    assert {str(call.get("message_thread_id")) for call in sent} == {"77"}


async def test_a_stage_is_shown_while_it_runs(running, server):
    await summoned(server)
    assert server.sent("sendChatAction")[0]["action"] == "record_video_note"


async def test_the_words_follow_the_note(running, server):
    await summoned(server)
    words = await server.until("sendMessage", 2)
    assert "What is it?" in words["text"]


async def test_a_place_without_captions_gets_the_note_alone(running, server):
    await summoned(server)
    await server.say("/settings captions no")
    await server.until("sendMessage", 3)
    await server.say("Hello!")
    await server.until("sendVideoNote", 2)
    await server.say("/characters")
    await server.until("sendMessage", 4)
    assert not any("You said" in call["text"] for call in server.sent("sendMessage"))


async def test_a_button_under_a_note_does_what_it_says(running, server):
    await summoned(server)
    words = await server.until("sendMessage", 2)
    buttons = {b["text"]: b["callback_data"] for row in words["reply_markup"]["inline_keyboard"] for b in row}
    message = {**server.message(text="x"), "from": {"id": 4242, "is_bot": True, "first_name": "Summon"}}
    pressed = {"id": "1", "from": person(), "chat_instance": "1", "message": message}
    await server.deliver(callback_query={**pressed, "data": buttons["Another portrait"]})
    await server.until("sendVideoNote", 2)
    assert server.sent("answerCallbackQuery")
    assert len(running.app.stages.painter.calls) == 2


async def test_a_private_message_is_answered(running, server):
    await summoned(server)
    await server.say("Hello!")
    note = await server.until("sendVideoNote", 2)
    assert str(note["chat_id"]) == "7"


async def test_a_reply_to_a_note_is_answered_in_a_group(running, server):
    await summoned(server, chat=group())
    greeting = server.message(chat=group(), user={"id": 4242, "is_bot": True, "first_name": "Summon"})
    await server.say("Why?", chat=group(), reply_to_message=greeting)
    await server.until("sendVideoNote", 2)


async def test_talk_among_people_is_left_alone(running, server):
    await summoned(server, chat=group())
    said = await server.deliver(message=server.message(text="Nice weather.", chat=group()))
    await server.until_confirmed(said)
    assert len(server.sent("sendVideoNote")) == 1


async def test_a_mention_is_answered_without_the_mention(running, server):
    await summoned(server, chat=group())
    await server.say("@summon_test_bot tell me", chat=group())
    await server.until("sendVideoNote", 2)
    assert running.app.stages.writer.reply_script.calls[0][2].text == "tell me"


async def test_a_bot_is_not_answered(running, server):
    await summoned(server)
    said = await server.deliver(message=server.message(text="hi", user={**person(9), "is_bot": True}))
    await server.until_confirmed(said)
    assert len(server.sent("sendVideoNote")) == 1


async def test_an_update_delivered_twice_is_answered_once(running, server):
    await summoned(server)
    message = server.message(text="Hello!")
    number = await server.deliver(message=message)
    await server.until("sendVideoNote", 2)
    server.updates.appendleft({"update_id": number, "message": message})
    await server.say("Again?")
    await server.until("sendVideoNote", 3)
    assert [call[2].text for call in running.app.stages.writer.reply_script.calls] == ["Hello!", "Again?"]


async def test_forbidden_notes_come_as_video(running, server):
    server.always["sendVideoNote"] = Refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
    await server.say("/summon a grumpy teapot")
    video = await server.until("sendVideo")
    assert video.files["video"][4:8] == b"ftyp"


async def test_where_videos_are_forbidden_too_a_voice_comes(running, server):
    for method in ("sendVideoNote", "sendVideo"):
        server.always[method] = Refusal(400, "Bad Request: not enough rights to send videos to the chat")
    await server.say("/summon a grumpy teapot")
    voice = await server.until("sendVoice")
    assert voice.files["voice"].startswith(b"OggS")


async def test_where_all_media_are_forbidden_the_words_come(running, server):
    for method in ("sendVideoNote", "sendVideo", "sendVoice", "sendPhoto"):
        server.always[method] = Refusal(400, "Bad Request: not enough rights to send media to the chat")
    await server.say("/summon a grumpy teapot")
    async with asyncio.timeout(20):
        while not any("What is it?" in call["text"] for call in server.sent("sendMessage")):
            await server.until("sendMessage", len(server.sent("sendMessage")) + 1)


async def test_a_portrait_already_there_is_not_uploaded_again(running, server):
    await summoned(server)
    await server.say("/summon a grumpy teapot")
    await server.until("sendVideoNote", 2)
    first, again = server.sent("sendVideoNote")
    assert "video_note" in first.files
    assert "video_note" not in again.files
    assert again["video_note"].startswith("video_note-")


async def test_a_file_id_that_is_not_valid_any_more_is_uploaded_anew(running, server):
    await summoned(server)
    server.kinds.clear()
    await server.say("/summon a grumpy teapot")
    await server.until("sendVideoNote", 3)
    assert "video_note" in server.sent("sendVideoNote")[-1].files


async def test_a_flood_limit_is_waited_out(running, server):
    server.refusals["sendVideoNote"].append(Refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    await server.say("/summon a grumpy teapot")
    await server.until("sendVideoNote", 2)


async def test_another_poller_is_outlived(server, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram_bot.FIRST_PAUSE_S", 0.01)
    server.refusals["getUpdates"].append(Refusal(409, "Conflict: terminated by other getUpdates request"))
    async with bot(server, tmp_path):
        await summoned(server)


async def test_a_photo_with_a_caption_guides_the_portrait(running, server):
    photo = {"file_id": server.file(b"picture", "photo"), "file_unique_id": "u", "width": 9, "height": 9}
    await server.deliver(message=server.message(photo=[photo], caption="/summon a grumpy teapot"))
    await server.until("sendVideoNote")
    assert running.app.stages.painter.calls[0][3] == b"picture"


async def test_a_voice_message_goes_to_the_listener(running, server):
    await summoned(server)
    voice = {"file_id": server.file(b"What is time?", "voice"), "file_unique_id": "u", "duration": 1}
    await server.deliver(message=server.message(voice=voice))
    await server.until("sendVideoNote", 2)
    assert running.app.stages.writer.reply_script.calls[0][2].text == "What is time?"
    assert server.sent("getFile")


async def test_nobody_elses_voice_messages_are_fetched(running, server):
    await summoned(server, chat=group())
    voice = {"file_id": server.file(b"a secret", "voice"), "file_unique_id": "u", "duration": 1}
    await server.deliver(message=server.message(voice=voice, chat=group()))
    await server.say("Teapot, hello!", chat=group())
    await server.until("sendVideoNote", 2)
    assert [call[2].text for call in running.app.stages.writer.reply_script.calls] == ["hello!"]
    assert not server.sent("getFile")


async def test_settings_are_for_admins(running, server):
    await server.say("/settings answer every", chat=group())
    refused = await server.until("sendMessage")
    server.admins[-100500].add(8)
    await server.say("/settings answer every", chat=group(), user=person(8, "Bob"))
    changed = await server.until("sendMessage", 2)
    assert "not allowed" in refused["text"]
    assert "answer" in changed["text"]


async def test_sentences_are_in_the_askers_language(running, server):
    await server.say("/characters", user=person(9, "Eva", "de"))
    told = await server.until("sendMessage")
    assert told["text"].startswith("Hier ist noch niemand.")


async def test_commands_are_set_for_every_scope_and_language(running, server):
    scopes = {(call["scope"]["type"], call.get("language_code", "")) for call in server.sent("setMyCommands")}
    assert ("all_private_chats", "de") in scopes
    assert ("all_chat_administrators", "") in scopes


async def test_another_bots_command_is_left_alone(running, server):
    said = await server.deliver(message=server.message(text="/summon@other_bot a pot", chat=group()))
    await server.until_confirmed(said)
    assert server.sent("sendMessage", "sendVideoNote") == []


async def test_a_group_that_throws_the_bot_out_is_forgotten(running, server):
    await summoned(server, chat=group())
    await summoned(server)
    gone = {"user": {"id": 4242, "is_bot": True, "first_name": "Summon"}, "status": "left"}
    here = {**gone, "status": "member"}
    change = {"chat": group(), "from": person(), "date": 1, "old_chat_member": here, "new_chat_member": gone}
    await server.until_confirmed(await server.deliver(my_chat_member=change))
    assert await running.app.characters.list("telegram:-100500:-100500") == ()
    assert len(await running.app.characters.list("telegram:7:7")) == 1


async def test_chats_do_not_wait_for_each_other(running, server):
    for number in range(1, 9):
        await server.say("/summon a grumpy teapot", chat=private(number), user=person(number))
    await server.until("sendVideoNote", 8)
    assert {str(call["chat_id"]) for call in server.sent("sendVideoNote")} == {str(n) for n in range(1, 9)}


async def test_the_question_may_be_gone_when_the_answer_comes(running, server):
    note = await summoned(server)
    assert note["reply_parameters"]["allow_sending_without_reply"] is True


async def test_what_was_not_answered_before_a_restart_is_answered_after_it(server, tmp_path):
    from tests.fakes.stages import HANG, FakeWriter

    async with bot(server, tmp_path, writer=FakeWriter(then=HANG)) as first:
        said = await server.deliver(message=server.message(text="/summon a grumpy teapot"))
        await server.until_confirmed(said)
        await first.app.stages.writer.script.entered.wait()
    async with bot(server, tmp_path):
        await server.until("sendVideoNote")
    assert len(server.sent("sendVideoNote")) == 1


@asynccontextmanager
async def webhook(server, folder):
    """A bot behind its webhook; gives a function that posts updates to it."""
    config = Config(
        storage=StorageSection(folder=str(folder)),
        desk=DeskSection(workers=2, user_per_minute=0, grace_s=0),
        telegram=TelegramSection(
            token_env="TELEGRAM_TOKEN",
            base_url=server.base,
            webhook_url="https://bot.example/telegram",
            webhook_port=free_port(),
            webhook_secret_env="HOOK_SECRET",
        ),
    )
    address = f"http://127.0.0.1:{config.telegram.webhook_port}/telegram"
    async with (
        open_fake_app(config) as app,
        open_service(app, {**ENVIRONMENT, "HOOK_SECRET": "hush"}),
        ClientSession() as session,
    ):

        async def post(update, secret="hush"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            async with session.post(address, json=update, headers=headers) as answer:
                return answer.status

        yield post


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_an_update_that_cannot_be_read_is_passed_over(running, server):
    await server.deliver(poll={"id": "1"})
    await server.deliver(message="no message at all")
    await summoned(server)


async def test_a_webhook_takes_updates_that_know_the_secret(server, tmp_path):
    async with webhook(server, tmp_path) as post:
        told = await server.until("setWebhook")
        assert (told["url"], told["secret_token"]) == ("https://bot.example/telegram", "hush")
        update = {"update_id": 5, "message": server.message(text="/summon a grumpy teapot")}
        assert await post(update) == 200
        await server.until("sendVideoNote")
        assert server.sent("getUpdates") == []


async def test_a_webhook_turns_strangers_and_garbage_away(server, tmp_path):
    async with webhook(server, tmp_path) as post:
        assert await post({"update_id": 5}, secret="guess") == 403
        assert await post([1, 2]) == 400
        assert await post({"update_id": 6, "message": {"text": "no chat"}}) == 400
    assert server.sent("sendMessage", "sendVideoNote") == []


async def test_the_token_is_in_no_log(server, tmp_path, caplog):
    from bots import logs

    logs.quiet_addresses()
    with caplog.at_level("DEBUG", logger="bots"):
        async with bot(server, tmp_path):
            await summoned(server)
    assert TOKEN not in caplog.text


async def test_a_wrong_token_is_one_sentence(server, tmp_path):
    from pipeline.errors import ConfigInvalid

    config = Config(
        storage=StorageSection(folder=str(tmp_path)),
        telegram=TelegramSection(token_env="TELEGRAM_TOKEN", base_url=server.base),
    )
    async with open_fake_app(config) as app:
        with pytest.raises(ConfigInvalid, match="does not know this token"):
            async with open_service(app, {"TELEGRAM_TOKEN": "1:wrong"}):
                pass


async def test_a_missing_secret_is_named(server, tmp_path):
    from pipeline.errors import ConfigInvalid

    async with open_fake_app(
        Config(storage=StorageSection(folder=str(tmp_path)), telegram=TelegramSection(token_env="MY_TOKEN"))
    ) as app:
        with pytest.raises(ConfigInvalid, match="MY_TOKEN"):
            async with open_service(app, {}):
                pass


def _photo(server, width=40, height=30):
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "JPEG")
    file = server.file(target.getvalue(), "photo")
    return {"file_id": file, "file_unique_id": file, "width": width, "height": height}


async def test_a_photo_goes_to_the_writer_in_the_size_that_is_looked_at(running, server):
    await summoned(server)
    sizes = [_photo(server, 90, 90), _photo(server, 800, 600), _photo(server, 2560, 1920)]
    await server.deliver(message=server.message(photo=sizes, caption="What is this?"))
    await server.until("sendVideoNote", 2)
    said = running.app.stages.writer.reply_script.calls[0][2]
    assert said.text == "What is this?"
    (jpeg,) = said.pictures
    assert Image.open(io.BytesIO(jpeg)).size == (800, 600)


async def test_an_album_is_one_message(running, server):
    await summoned(server)
    for number in range(3):
        caption = {"caption": "My garden"} if number == 0 else {}
        await server.deliver(message=server.message(photo=[_photo(server)], media_group_id="album-1", **caption))
    await server.say("Hello!")
    await server.until("sendVideoNote", 3)
    texts = [call[2].text for call in running.app.stages.writer.reply_script.calls]
    assert texts == ["My garden", "Hello!"]


async def test_a_reply_mentions_nobody(running, server):
    await summoned(server)
    await server.say("Call @bob_the_builder and mail a@b.example!")
    await server.until("sendVideoNote", 2)
    await server.say("/characters")
    await server.until("sendMessage", len(server.sent("sendMessage")) + 1)
    told = " ".join(call["text"] for call in server.sent("sendMessage"))
    assert "@bob_the_builder" not in told
    assert "bob_the_builder" in told
    assert "a@b.example" in told
