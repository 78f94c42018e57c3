"""Pictures that people send pass the operator's moderation before anything is made of them."""

import io
import logging
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PIL import Image
from pydantic import ValidationError

from bots import config as configuration
from bots.inspection import inspect
from bots.surface import ImportCard, Restyle, Summon, Talk
from pipeline.cards import CharacterCards
from pipeline.config import ModerationSpec, PipelineConfig
from pipeline.errors import GuideUnreadable, ModerationDown, PictureRefused, PictureUnseen
from pipeline.moderation import WordList, open_moderator
from pipeline.pictures import SIDE, small
from pipeline.studio import Studio
from tests.desks import an_office
from tests.fakes.moderation_server import moderating
from tests.fakes.stages import A_CATALOG, FakeAnimator, a_character
from tests.fakes.surfaces import ANN, an_ask


def picture(color, kind="PNG", size=(64, 48), **saving):
    target = io.BytesIO()
    Image.new("RGB", size, color).save(target, kind, **saving)
    return target.getvalue()


GREEN, RED = picture("green"), picture("red")


def spec(server, **settings):
    return ModerationSpec(**{"base_url": server.base, "pictures": True} | settings)


@asynccontextmanager
async def looking(manner=None, **settings):
    async with moderating(**manner or {}) as server, open_moderator(spec(server, **settings), {}) as moderator:
        yield moderator, server


async def passes(moderator, shown):
    try:
        await moderator.look(shown)
    except PictureRefused:
        return False
    return True


async def test_a_picture_passes_or_does_not():
    async with looking() as (moderator, server):
        assert [await passes(moderator, shown) for shown in (GREEN, RED)] == [True, False]
    assert (len(server.looked), server.asked) == (2, [])


async def test_what_is_sent_is_small_and_carries_nothing_besides_pixels():
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    async with looking() as (moderator, server):
        assert await passes(moderator, picture("green", "JPEG", (3000, 1500), exif=exif))
    (sent,) = server.looked
    assert Image.open(io.BytesIO(sent)).size == (SIDE, SIDE // 2)
    assert b"secret" not in sent


async def test_without_the_setting_no_picture_is_sent_anywhere():
    async with looking(pictures=False) as (moderator, server):
        assert await passes(moderator, RED)
        await moderator.check("Tea.")
    assert (server.looked, server.asked) == ([], ["Tea."])


async def test_a_list_of_words_says_nothing_about_pictures(tmp_path):
    assert await passes(WordList(["red"]), RED)
    (tmp_path / "words.txt").write_text("red")
    async with open_moderator(ModerationSpec(words_file=str(tmp_path / "words.txt"))) as moderator:
        assert await passes(moderator, RED)


async def test_beside_a_list_the_server_looks(tmp_path):
    (tmp_path / "words.txt").write_text("gold")
    async with looking(words_file=str(tmp_path / "words.txt")) as (moderator, _):
        assert [await passes(moderator, shown) for shown in (GREEN, RED)] == [True, False]


def test_the_check_says_that_pictures_are_looked_at():
    lines = "[moderation]\nbase_url = 'http://x/v1'\npictures = true"
    (row,) = [found for found in inspect(configuration.parse(lines), None) if found.part == "moderation"]
    assert row.what == "http://x/v1, pictures too"


def test_the_setting_needs_a_server():
    with pytest.raises(ValidationError, match="base_url"):
        ModerationSpec(words_file="words.txt", pictures=True)


BROKEN = [
    {"status": 500},
    {"status": 401},
    {"blind": 400},
    {"body": {}},
    {"body": {"results": []}},
    {"body": {"results": [{}]}},
]


@pytest.mark.parametrize("manner", BROKEN, ids=str)
async def test_while_nobody_can_look_no_picture_passes(manner):
    async with looking(manner) as (moderator, _):
        with pytest.raises(PictureUnseen, match="when_down") as caught:
            await moderator.look(GREEN)
    assert isinstance(caught.value, ModerationDown)


@pytest.mark.parametrize("manner", BROKEN, ids=str)
async def test_a_setting_lets_pictures_pass_with_a_warning(manner, caplog):
    async with looking(manner, when_down="pass") as (moderator, _):
        assert await passes(moderator, RED)
    told = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [(record.getMessage(), record.code) for record in told] == [("moderation failed", PictureUnseen.code)]


async def test_a_server_that_hangs_is_not_waited_for():
    async with looking({"hangs": True}, timeout_s=0.05) as (moderator, _):
        with pytest.raises(PictureUnseen):
            await moderator.look(GREEN)


async def test_no_picture_is_sent_to_a_server_that_was_not_named():
    async with moderating() as stranger, looking({"elsewhere": stranger.base}) as (moderator, _):
        with pytest.raises(PictureUnseen):
            await moderator.look(GREEN)
    assert stranger.looked == []


async def test_a_server_that_takes_no_pictures_goes_on_reading():
    async with looking({"blind": 400}, when_down="pass") as (moderator, server):
        for _ in range(6):
            assert await passes(moderator, RED)
        await moderator.check("Tea.")
    assert (len(server.looked), server.asked) == (3, ["Tea."])


@pytest.mark.parametrize("when_down", ["refuse", "pass"])
@pytest.mark.parametrize("content", [b"", b"no picture", RED[:40], bytes(9 << 20)], ids=["empty", "text", "cut", "big"])
async def test_what_cannot_be_read_does_not_pass_unseen(content, when_down):
    async with looking(when_down=when_down) as (moderator, server):
        with pytest.raises(GuideUnreadable):
            await moderator.look(content)
    assert server.looked == []


# ------------------------------------------------------------------------------------------------------ at the desk


@asynccontextmanager
async def a_watched_office(folder, manner=None):
    async with looking(manner) as (moderator, server):

        def studio(stages):
            return Studio(replace(stages, moderator=moderator), A_CATALOG, PipelineConfig())

        animator = FakeAnimator(real=True)
        async with an_office(folder, animator=animator, studio=studio, cards=CharacterCards()) as office:
            yield office, server


async def told(office, want):
    await office.desk.accept(an_ask(want, ANN))
    await office.settled()
    return office.platform.sent[-1].message


def card(color):
    character = a_character()
    character = replace(
        character, portrait=replace(character.portrait, rgb=Image.new("RGB", (64, 64), color).tobytes())
    )
    return CharacterCards().write(character, "a kettle")


def drawn(office):
    """The pictures that the painter was given."""
    return [guide for *_, guide in office.painter.calls if guide is not None]


async def test_a_picture_in_a_message_is_looked_at_before_the_character_sees_it(tmp_path):
    async with a_watched_office(tmp_path) as (office, server):
        await told(office, Summon("a teapot"))
        refused = await told(office, Talk("Look!", pictures=(small(GREEN), small(RED))))
        assert "picture is not for this place" in refused.note
        assert office.writer.reply_script.calls == []
        assert (await told(office, Talk("Look!", pictures=(small(GREEN),)))).text
    assert len(server.looked) == 3


async def test_a_picture_for_a_portrait_is_looked_at_before_anything_is_made(tmp_path):
    async with a_watched_office(tmp_path) as (office, server):
        assert "picture is not for this place" in (await told(office, Summon("a teapot", RED))).note
        assert (office.writer.calls, office.painter.calls) == ([], [])
        await told(office, Summon("a teapot", GREEN))
        assert "picture is not for this place" in (await told(office, Restyle(guide=RED))).note
        assert drawn(office) == [GREEN]
    assert len(server.looked) == 3


async def test_a_card_with_a_refused_picture_is_refused(tmp_path):
    async with a_watched_office(tmp_path) as (office, server):
        assert "picture is not for this place" in (await told(office, ImportCard(card("red")))).note
        assert office.painter.calls == []
        await told(office, ImportCard(card("green")))
        assert len(drawn(office)) == 1
    assert len(server.looked) == 2


@pytest.mark.parametrize(
    "want",
    [Summon("a teapot", GREEN), ImportCard(card("green")), Talk("Look!", pictures=(small(GREEN),))],
    ids=["portrait", "card", "message"],
)
async def test_while_nobody_can_look_people_read_that_they_can_try_again(tmp_path, want):
    async with a_watched_office(tmp_path, {"blind": 503}) as (office, _):
        await told(office, Summon("a kettle"))
        made = len(office.painter.calls)
        assert "none is used unseen" in (await told(office, want)).note
        assert (len(office.painter.calls), office.writer.reply_script.calls) == (made, [])
        assert (await told(office, Talk("Hello!"))).text
