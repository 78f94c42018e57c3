"""Painting with a hosted model, against a server on loopback."""

import asyncio
import socket
import struct
import zlib
from contextlib import AsyncExitStack, asynccontextmanager

import numpy as np
import pytest

from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import ImageServer, ModelsSpec, PainterSpec
from pipeline.errors import ConfigInvalid, DescriptionRefused, GuideUnreadable, StageFailed
from pipeline.lanes import open_lanes
from pipeline.paint import visiting
from pipeline.paint.faces.finder import Face
from pipeline.paint.faces.fit import best_of, fitted, landmarks_of
from pipeline.paint.image_server import open_image_servers
from pipeline.paint.landmarks import flaw
from pipeline.paint.layouts import memory
from pipeline.paint.openai_images import HostedPainter, described
from pipeline.types import Portrait, Style
from tests.fakes.image_server import Manner, a_png, serving
from tests.fakes.stages import a_persona

SIZE = 128
STYLE = read_catalog().styles[0]
TEAPOT = a_persona("a grumpy teapot")


class Seer:
    """Finds what it is told to, picture by picture; the last answer again and again."""

    def __init__(self, *answers):
        self.answers, self.seen = list(answers), []

    def find(self, picture):
        self.seen.append(picture)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Drawer:
    """A drawn painter that remembers its guide."""

    def __init__(self):
        self.guides = []

    async def paint(self, persona, style, seed, guide=None):
        self.guides.append(guide)
        return Portrait(SIZE, SIZE, bytes(SIZE * SIZE * 3), memory()[0].at(SIZE))


def a_face(score=0.9, *, shift=0.0, marks=False):
    points = tuple((x + shift, y) for x, y in memory()[3].at(SIZE))
    five = (np.mean(points[36:42], 0), np.mean(points[42:48], 0), points[30], points[48], points[54])
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    return Face(score, box, tuple((float(x), float(y)) for x, y in five), points if marks else ())


@asynccontextmanager
async def painting(*servers, finder=None, tries=3, drawer=None, **more):
    specs = tuple(
        ImageServer(name=f"s{n}", base_url=server.base, model="m", retries=more.pop("retries", 0), **more)
        for n, server in enumerate(servers)
    )
    async with AsyncExitStack() as stack:
        lanes = await stack.enter_async_context(open_lanes(1))
        opened = await stack.enter_async_context(open_image_servers(specs, {}))
        spec = PainterSpec(size=SIZE, tries=tries)
        yield HostedPainter(spec, opened, finder, drawer or Drawer(), lanes.of("cpu"))


@pytest.fixture
async def server():
    async with serving() as opened:
        yield opened


async def test_a_face_that_is_found_is_the_portraits(server):
    async with painting(server, finder=Seer([a_face(marks=True)])) as painter:
        portrait = await painter.paint(TEAPOT, STYLE, 7)
    assert portrait.landmarks == a_face(marks=True).landmarks
    assert len(portrait.rgb) == SIZE * SIZE * 3
    assert portrait.mouths == ()


async def test_five_points_become_sixty_eight(server):
    async with painting(server, finder=Seer([a_face(shift=4.0)])) as painter:
        portrait = await painter.paint(TEAPOT, STYLE, 7)
    assert flaw(portrait.landmarks, SIZE, SIZE) == ""
    wanted = a_face(shift=4.0).points
    assert np.allclose(portrait.landmarks[30], wanted[2])
    assert np.allclose((portrait.landmarks[48], portrait.landmarks[54]), wanted[3:])


async def test_the_server_is_told_the_thing_the_style_and_the_face(server):
    async with painting(server, finder=Seer([a_face()])) as painter:
        await painter.paint(TEAPOT, STYLE, 7)
    told = server.asked[0]
    assert "a grumpy teapot" in told["prompt"]
    assert "gouache" in told["prompt"]
    assert "face" in told["prompt"]
    assert (told["route"], told["model"], told["n"], told["size"], told["seed"]) == (
        "generations",
        "m",
        1,
        "1024x1024",
        7,
    )


def test_weights_in_brackets_are_left_out_and_strangers_braces_kept():
    style = Style("s", "S", "", "a (portrait:1.3) of {}, [blurry], fine face", "none")
    assert described(a_persona("a {tiny} 3:4 box"), style) == "a portrait of a {tiny} 3:4 box, blurry, fine face."


async def test_the_same_wish_gives_the_same_picture_where_seeds_count(server):
    async with painting(server, finder=Seer([a_face()])) as painter:
        one, two, other = [await painter.paint(TEAPOT, STYLE, seed) for seed in (3, 3, 4)]
    assert one == two
    assert one.rgb != other.rgb


async def test_without_a_face_it_is_tried_again_from_the_picture_of_one(server):
    drawer = Drawer()
    async with painting(server, finder=Seer([], [a_face(0.3)], [a_face()]), drawer=drawer) as painter:
        await painter.paint(TEAPOT, STYLE, 7)
    assert [told["route"] for told in server.asked] == ["generations", "edits", "generations"]
    assert server.asked[1]["image"].startswith(b"\x89PNG")
    assert drawer.guides == []


async def test_at_last_a_face_is_drawn_on_the_last_picture(server):
    drawer, seer = Drawer(), Seer([])
    async with painting(server, finder=seer, drawer=drawer, tries=2) as painter:
        portrait = await painter.paint(TEAPOT, STYLE, 7)
    assert flaw(portrait.landmarks, SIZE, SIZE) == ""
    assert len(server.asked) == len(seer.seen) == 2
    assert drawer.guides[0].startswith(b"\x89PNG")


async def test_without_a_detector_one_picture_is_enough(server):
    drawer = Drawer()
    async with painting(server, drawer=drawer) as painter:
        await painter.paint(TEAPOT, STYLE, 7)
    assert len(server.asked) == len(drawer.guides) == 1


async def test_a_guide_is_changed_as_described(server):
    async with painting(server, finder=Seer([a_face()])) as painter:
        await painter.paint(TEAPOT, STYLE, 7, a_png(5))
    assert server.asked[0]["route"] == "edits"
    assert "a grumpy teapot" in server.asked[0]["prompt"]


async def test_where_nobody_can_change_pictures_the_guide_is_the_portrait(server):
    server.manner.edits = False
    drawer, guide = Drawer(), a_png(5)
    async with painting(server, finder=Seer([a_face()]), drawer=drawer) as painter:
        await painter.paint(TEAPOT, STYLE, 7, guide)
    assert drawer.guides == [guide]


async def test_where_nobody_can_change_pictures_words_are_tried_again(server):
    server.manner.edits = False
    async with painting(server, finder=Seer([], [], [a_face()])) as painter:
        await painter.paint(TEAPOT, STYLE, 7)
    assert [told["route"] for told in server.asked] == ["generations"] * 3


@pytest.mark.parametrize("guide", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(40)])
async def test_a_guide_that_is_no_picture_is_refused_and_never_sent(server, guide):
    async with painting(server, finder=Seer([a_face()])) as painter:
        with pytest.raises(GuideUnreadable):
            await painter.paint(TEAPOT, STYLE, 7, guide)
    assert server.asked == []


@pytest.mark.parametrize("gives", ["b64_json", "url", "data_url"])
async def test_pictures_come_in_the_answer_or_behind_an_address(server, gives):
    server.manner.gives, server.manner.picture = gives, a_png(9)
    async with painting(server, finder=Seer([a_face()])) as painter:
        portrait = await painter.paint(TEAPOT, STYLE, 7)
    assert np.frombuffer(portrait.rgb, np.uint8).std() > 10


@pytest.mark.parametrize("refused", [{"seed"}, {"seed", "response_format"}])
async def test_a_server_that_knows_less_is_asked_with_less_and_remembered(server, refused):
    server.manner.refuses = frozenset(refused)
    async with painting(server, finder=Seer([a_face()])) as painter:
        await painter.paint(TEAPOT, STYLE, 7)
        before = len(server.asked)
        await painter.paint(TEAPOT, STYLE, 8)
    assert len(server.asked) == before + 1


def bomb():
    """A PNG that promises 60,000 by 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "manner",
    [
        Manner(picture=b"hello"),
        Manner(picture=a_png()[:200]),
        Manner(picture=bomb()),
        Manner(picture=a_png(0, flat=True)),
        Manner(gives="nonsense"),
        Manner(gives="url", url="http://127.0.0.1:1/x.png"),
        Manner(gives="url", url="file:///etc/passwd"),
        Manner(body=b""),
        Manner(body=b"[]"),
        Manner(body=b'{"data": [3]}'),
        Manner(body=b'{"data": [{"b64_json": "\xff"}]}'),
        Manner(body=b"[" * 100_000),
        Manner(status=500),
        Manner(status=401),
        Manner(status=400),
    ],
)
async def test_what_is_no_picture_is_one_designed_error(manner):
    async with serving(manner) as server, painting(server, finder=Seer([a_face()])) as painter:
        with pytest.raises(StageFailed, match="No image server gave a picture"):
            await painter.paint(TEAPOT, STYLE, 7)


def address_of(server):
    return server.base.removesuffix("/v1") + "/picture.png"


@pytest.mark.parametrize("over", ["http", "https"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
async def test_a_picture_at_an_address_inside_the_network_is_not_fetched(monkeypatch, over, host):
    monkeypatch.setattr(visiting, "getproxies", dict)
    reached = []
    inside = await asyncio.start_server(lambda _, writer: (reached.append(1), writer.close()), "127.0.0.1", 0)
    port = inside.sockets[0].getsockname()[1]
    manner = Manner(gives="url", url=f"{over}://{host}:{port}/x.png")
    async with inside, serving(manner) as server, painting(server, finder=Seer([a_face()])) as painter:
        with pytest.raises(StageFailed, match=r"an address (that is not asked|inside the network)"):
            await painter.paint(TEAPOT, STYLE, 7)
    assert reached == []


async def test_a_picture_that_has_moved_on_its_own_server_is_fetched(server):
    server.manner = Manner(gives="url", url=address_of(server).replace("picture", "moved"))
    async with painting(server, finder=Seer([a_face()])) as painter:
        assert (await painter.paint(TEAPOT, STYLE, 7)).width == SIZE


async def test_nobody_is_led_from_a_picture_to_another_server(server):
    async with serving() as other, painting(server, finder=Seer([a_face()])) as painter:
        server.manner = Manner(gives="url", leads_to=address_of(other))
        with pytest.raises(StageFailed, match="an address that is not asked"):
            await painter.paint(TEAPOT, STYLE, 7)
        assert (server.fetched > 0, other.fetched) == (True, 0)


async def test_an_address_that_leads_in_circles_ends(server):
    server.manner = Manner(gives="url", leads_to="/picture.png")
    async with painting(server, finder=Seer([a_face()])) as painter:
        with pytest.raises(StageFailed, match="leads on and on"):
            await painter.paint(TEAPOT, STYLE, 7)


async def test_a_server_sends_nobody_to_another(server):
    async with serving() as other, painting(server, finder=Seer([a_face()])) as painter:
        server.manner = Manner(sends_to=f"{other.base}/images/generations")
        with pytest.raises(StageFailed, match="status 307"):
            await painter.paint(TEAPOT, STYLE, 7)
        assert other.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("172.16.9.9", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("localhost", False),
    ],
)
def test_what_is_of_the_open_internet(address, public):
    assert visiting.is_public(address) is public


def test_what_is_public_is_connected_to():
    with visiting._outside((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 443))) as opened:
        assert opened.type == socket.SOCK_STREAM


async def test_a_refusal_of_the_content_is_the_users(server):
    server.manner.policy = True
    async with painting(server, finder=Seer([a_face()])) as painter:
        with pytest.raises(DescriptionRefused):
            await painter.paint(TEAPOT, STYLE, 7)


async def test_a_busy_server_is_asked_again(server):
    server.manner.busy = 1
    async with painting(server, finder=Seer([a_face()]), retries=1) as painter:
        await painter.paint(TEAPOT, STYLE, 7)


async def test_the_next_server_helps_out(server):
    async with serving(Manner(status=500)) as broken, painting(broken, server, finder=Seer([a_face()])) as painter:
        await painter.paint(TEAPOT, STYLE, 7)
    assert (len(broken.asked), len(server.asked)) == (1, 1)


async def test_a_server_that_hangs_is_given_up(server):
    server.manner.hangs = True
    async with painting(server, finder=Seer([a_face()]), timeout_s=0.1) as painter:
        with pytest.raises(StageFailed):
            await painter.paint(TEAPOT, STYLE, 7)


async def test_cancelling_lets_the_server_go(server):
    server.manner.hangs = True
    async with painting(server, finder=Seer([a_face()])) as painter:
        running = asyncio.create_task(painter.paint(TEAPOT, STYLE, 7))
        await server.arrived.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_no_server_and_no_key_are_said_at_the_start(tmp_path):
    models = ModelsSpec(folder=str(tmp_path))
    keyed = ImageServer(name="x", base_url="http://127.0.0.1:1/v1", model="m", api_key_env="NO_SUCH_KEY")
    for servers, says in (((), r"\[painter\]"), ((keyed,), "NO_SUCH_KEY")):
        spec = PainterSpec(backend="openai", servers=servers, detector="none")
        async with open_lanes(1) as lanes:
            with pytest.raises(ConfigInvalid, match=says):
                async with open_backend("painter", spec, lanes, models):
                    pass


async def test_the_real_drawn_painter_puts_a_face_on_what_has_none(server, tmp_path):
    servers = (ImageServer(name="x", base_url=server.base, model="m"),)
    spec = PainterSpec(backend="openai", servers=servers, detector="none", size=256)
    async with (
        open_lanes(1) as lanes,
        open_backend("painter", spec, lanes, ModelsSpec(folder=str(tmp_path))) as painter,
    ):
        portrait = await painter.paint(TEAPOT, STYLE, 7)
    assert flaw(portrait.landmarks, 256, 256) == ""
    assert len(portrait.mouths) == 9


def test_a_layout_is_laid_over_what_was_found():
    layout = memory()[0].at(512)
    for target in memory():
        face = np.array(target.at(300))
        five = [face[36:42].mean(0), face[42:48].mean(0), face[30], face[48], face[54]]
        laid = np.array(fitted(layout, [tuple(p) for p in five]))
        width = np.ptp(face[:17, 0])
        assert np.abs(laid[17:] - face[17:]).max() < 0.12 * width, target.id


@pytest.mark.parametrize("five", [(), ((1, 1),) * 5, ((float("nan"), 0),) * 5, ((9e9, 9e9),) * 5])
def test_points_that_are_no_face_give_none(five):
    assert landmarks_of(Face(0.9, (0, 0, 9, 9), five), memory()[0].at(128), 128, 128) == ()


def test_the_first_face_that_can_be_moved_is_taken():
    flat = Face(0.99, (0, 0, 9, 9), ((1, 1),) * 5)
    chosen = best_of([flat, a_face(0.8), a_face(0.7)], memory()[0].at(SIZE), SIZE)
    assert chosen is not None
    assert chosen[0].score == 0.8
    assert best_of([a_face(0.4)], memory()[0].at(SIZE), SIZE) is None
