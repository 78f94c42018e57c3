"""Pictures in a message: fetched when they are meant for somebody, small, seen where the model can, never kept."""

import asyncio
import base64
import io

import pytest
from PIL import Image

from bots import asks
from bots.pictures import bundle, shrunk, unbundle
from bots.surface import Heard, Summon, Talk
from pipeline.pictures import SIDE, small
from pipeline.types import Line
from pipeline.write.improviser import Improviser, unseen
from tests.desks import an_office
from tests.fakes.model_server import REPLY, Manner
from tests.fakes.surfaces import ANN, a_place, an_ask
from tests.test_openai_chat import somebody, writing


def a_picture(width=40, height=30, kind="PNG", mode="RGB", **saving):
    target = io.BytesIO()
    Image.new(mode, (width, height), "teal").save(target, kind, **saving)
    return target.getvalue()


def opened(jpeg):
    return Image.open(io.BytesIO(jpeg), formats=("JPEG",))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_picture_becomes_a_small_jpeg(kind):
    found = opened(small(a_picture(1600, 800, kind)))
    assert found.size == (SIDE, SIDE // 2)


def test_what_a_picture_carries_besides_pixels_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret place"
    made = small(a_picture(40, 30, "JPEG", exif=exif))
    assert opened(made).size == (30, 40)
    assert b"secret" not in made


def test_what_is_transparent_becomes_white():
    made = opened(small(a_picture(8, 8, mode="LA")))
    assert made.getpixel((4, 4)) != (0, 0, 0)


def a_bomb():
    """A PNG of a few bytes that promises 2 500 million pixels."""
    import struct
    import zlib

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [b"", b"text", b"\x89PNG\r\n\x1a\n", a_picture()[:60], a_picture(300, 300, "JPEG")[:200], a_bomb(), bytes(9 << 20)],
    ids=["empty", "text", "head", "cut", "cut JPEG", "bomb", "too many bytes"],
)
def test_what_is_no_picture_is_left_out(content):
    made = small(content)
    assert made is None or opened(made).size


async def test_no_more_than_three_are_looked_at():
    assert len(await shrunk([a_picture()] * 9)) == 3
    assert await shrunk([None, b"", b"no picture"]) == ()


def test_pictures_outlive_a_restart_with_their_ask():
    ask = an_ask(Talk("Look!", Heard.MENTION, pictures=(b"one", b"", b"three")), ANN)
    again, _ = asks.unpack(asks.pack(ask), asks.upload_of(ask.want))
    assert again == ask
    assert unbundle(bundle(())) == ()


def test_an_ask_from_before_there_were_pictures_is_read():
    ask = an_ask(Talk("Hello!", audio=b"sound"), ANN)
    packed = asks.pack(ask).replace('"pictures": 0', '"again": false')
    assert asks.unpack(packed, b"sound")[0] == ask


# -------------------------------------------------------------------------------------------------------- the model

PICTURE = small(a_picture())


async def reply(writer, pictures=(PICTURE,)):
    said = Line("Ada", "What is this?", 1.0, pictures=pictures)
    return "".join([piece async for piece in writer.reply(await somebody(), [], said)])


async def test_a_model_that_can_see_is_shown_the_picture():
    async with writing(Manner(), settings={"vision": True}) as (writer, server):
        assert await reply(writer) == REPLY
    text, image = server.asked[0].body["messages"][-1]["content"]
    assert text == {"type": "text", "text": "Ada: What is this?"}
    head, _, body = image["image_url"]["url"].partition(",")
    assert (head, base64.b64decode(body)) == ("data:image/jpeg;base64", PICTURE)


async def test_a_model_that_cannot_see_is_told_to_say_so():
    async with writing(Manner()) as (writer, server):
        assert await reply(writer, (PICTURE, PICTURE)) == REPLY
    told = server.asked[0].body["messages"][-1]["content"]
    assert told.startswith("Ada: What is this?\n(With it come pictures that you cannot see")


async def test_a_picture_goes_to_the_first_that_can_see_and_the_order_stands_without_one():
    manners = [Manner(reply=f"It is tea number {number}, my friend.") for number in range(3)]
    sees = [{"vision": False}, {"vision": True}, {"vision": True}]
    async with writing(*manners, each=sees) as (writer, *_):
        assert await reply(writer) == manners[1].reply
        assert await reply(writer, ()) == manners[0].reply


async def test_where_the_one_that_sees_is_down_another_says_that_it_cannot_see():
    async with writing(Manner(), Manner(status=500), each=[{}, {"vision": True}]) as (writer, blind, seeing):
        assert await reply(writer) == REPLY
    assert len(seeing.asked) == 1
    assert "that you cannot see" in blind.asked[0].text


@pytest.mark.parametrize("status", [400, 500])
async def test_a_model_that_refuses_pictures_is_told_instead_and_not_shown_them_again(status):
    async with writing(Manner(blind=status), settings={"vision": True}) as (writer, server):
        assert await reply(writer) == REPLY
        assert await reply(writer) == REPLY
    shown = [isinstance(asked.body["messages"][-1]["content"], list) for asked in server.asked]
    assert shown == [True, False, False]
    assert "max_tokens" in server.asked[-1].body


async def test_the_improviser_says_that_it_cannot_see():
    for language in ("en", "de", "es", "fr", "zh", "ja", "ru", "it"):
        character = await somebody(language=language)
        pieces = [
            piece async for piece in Improviser(50).reply(character, [], Line("Ada", "", 1.0, pictures=(PICTURE,)))
        ]
        assert "".join(pieces) == unseen(character.persona, Line("Ada", "", 1.0))


# --------------------------------------------------------------------------------------------------------- the desk


async def test_a_picture_alone_is_answered_and_not_kept(tmp_path):
    async with an_office(tmp_path) as office:
        await office.desk.accept(an_ask(Summon("a teapot"), ANN))
        await office.settled()
        await office.desk.accept(an_ask(Talk("", pictures=(PICTURE,)), ANN))
        await office.settled()
        said = office.writer.reply_script.calls[-1][2]
        assert (said.text, said.pictures) == ("(shows a picture)", (PICTURE,))
        # A job is tidied a moment after it has ended.
        async with asyncio.timeout(30):
            while await office.means.store.all("SELECT sha FROM media WHERE kind = 'upload'"):  # noqa: ASYNC110
                await asyncio.sleep(0.003)
    assert PICTURE[:50] not in (tmp_path / "summon.sqlite").read_bytes()


async def test_only_what_would_be_answered_is_heeded(tmp_path):
    async with an_office(tmp_path) as office:
        await office.desk.accept(an_ask(Summon("a teapot"), ANN))
        await office.settled()
        heard = {text: an_ask(Talk(text, Heard.PLAIN), ANN, a_place()) for text in ("Teapot, look!", "look!", "")}
        assert [await office.desk.heeds(ask) for ask in heard.values()] == [True, False, False]
        assert await office.desk.heeds(an_ask(Talk("look!", Heard.MENTION), ANN))
