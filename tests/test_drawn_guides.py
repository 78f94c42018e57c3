from __future__ import annotations

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from pipeline.catalog import read_catalog
from pipeline.config import PainterSpec
from pipeline.errors import GuideUnreadable
from pipeline.lanes import open_lanes
from pipeline.paint.drawn.model import CANVAS
from pipeline.paint.drawn.painter import open as open_painter
from pipeline.paint.drawn.pictured import face_place, takes_a_face
from pipeline.paint.guides import MAX_BYTES, palette, read_guide
from pipeline.paint.landmarks import flaw
from pipeline.types import Persona


def encoded(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def halves(width: int = 300, height: int = 200) -> Image.Image:
    picture = Image.new("RGB", (width, height), "#d02020")
    picture.paste("#2040c0", (0, 0, width, height // 2))
    return picture


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_pictures_are_known_by_their_content(kind: str) -> None:
    picture = read_guide(encoded(halves(), kind), 128)
    assert picture.shape == (128, 128, 4)
    assert picture[10, 64, 2] > 120 > picture[118, 64, 2]


def test_a_picture_is_turned_as_its_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    picture = read_guide(encoded(halves(), "JPEG", exif=exif), 128)
    assert picture[118, 64, 2] > 120 > picture[10, 64, 2]


@pytest.mark.parametrize("side", [8000, 60000])
def test_a_small_file_that_promises_a_huge_picture_is_refused_unread(side: int) -> None:
    with pytest.raises(GuideUnreadable, match=r"pixels|Bomb"):
        read_guide(png_header(side, side), 128)


def test_a_picture_cut_short_is_refused() -> None:
    whole = encoded(Image.effect_noise((300, 300), 60).convert("RGB"))
    with pytest.raises(GuideUnreadable):
        read_guide(whole[: len(whole) // 2], 128)


@pytest.mark.parametrize("size", [(8, 8), (2000, 40), (40, 2000)])
def test_a_picture_without_room_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(GuideUnreadable, match="no room"):
        read_guide(encoded(Image.new("RGB", size)), 128)


def test_a_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(GuideUnreadable, match="bytes"):
        read_guide(bytes(MAX_BYTES + 1), 128)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_pictures_give_a_picture_or_one_error(seed: int) -> None:
    chance = np.random.default_rng(seed)
    kind = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")[seed % 6]
    broken = bytearray(encoded(halves(120, 120), kind))
    for at in chance.integers(0, len(broken), 12):
        broken[at] = int(chance.integers(0, 256))
    with contextlib.suppress(GuideUnreadable):
        assert read_guide(bytes(broken), 64).shape == (64, 64, 4)


def test_the_palette_names_the_colours_that_cover_most() -> None:
    colours = palette(read_guide(encoded(halves()), 128))
    assert {colours[0], colours[1]} == {"#d02020", "#2040c0"}


def test_what_is_transparent_has_no_colour() -> None:
    assert palette(np.zeros((16, 16, 4), np.uint8)) == ("#9a9a9a",)


def test_a_face_stands_where_little_goes_on() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (128, 128, 4)).astype(np.uint8)
    noise[..., 3] = 255
    noise[:, 60:] = 128
    noise[:, 60:, 3] = 255
    assert face_place(noise).cx > CANVAS / 2


def test_a_face_stands_on_what_was_cut_out() -> None:
    cut = np.zeros((128, 128, 4), np.uint8)
    cut[70:120, 10:60] = 255
    place = face_place(cut)
    assert abs(place.cx - 35 * 4) < 16
    assert abs(place.cy - 95 * 4) < 16
    assert place.width < 50 * 4


def test_a_picture_with_nothing_to_see_is_refused() -> None:
    with pytest.raises(GuideUnreadable, match="transparent"):
        read_guide(encoded(Image.new("RGBA", (100, 100), (255, 0, 0, 0))), 64)


async def test_a_picture_without_a_face_gets_one() -> None:
    size = 128
    stone = Image.effect_noise((200, 200), 20).convert("RGB")
    who = Persona("a stone", "Ada", "A stone.", "You are.", (), "plain", "Hello.", "en", "gouache", "en-plain-m")
    async with open_lanes(1) as lanes, open_painter(PainterSpec(size=size), lanes) as painter:
        portrait = await painter.paint(who, read_catalog().styles[0], 1, encoded(stone))
    picture = read_guide(encoded(stone), size)
    painted = np.frombuffer(portrait.rgb, np.uint8).reshape(size, size, 3)
    assert np.array_equal(painted[:8], picture[:8, :, :3])
    assert flaw(portrait.landmarks, size, size) == ""
    assert len(portrait.mouths) == 9


def test_a_plain_colour_and_a_crowd_take_no_face() -> None:
    crowd = np.random.default_rng(1).integers(0, 255, (64, 64, 4)).astype(np.uint8)
    crowd[..., 3] = 255
    cut = crowd.copy()
    cut[:, :20, 3] = 0
    assert not takes_a_face(crowd)
    assert not takes_a_face(np.full((64, 64, 4), 255, np.uint8))
    assert takes_a_face(cut)
    assert takes_a_face(read_guide(encoded(Image.effect_noise((200, 200), 20).convert("RGB")), 128))


async def test_a_plain_guide_gives_its_colour_to_the_thing() -> None:
    size = 128
    who = Persona("a teapot", "Ada", "A teapot.", "You are.", (), "plain", "Hello.", "en", "gouache", "en-plain-m")
    async with open_lanes(1) as lanes, open_painter(PainterSpec(size=size), lanes) as painter:
        style = read_catalog().styles[0]
        plain = await painter.paint(who, style, 1)
        teal = await painter.paint(who, style, 1, encoded(Image.new("RGB", (100, 100), "#1fb5a0")))
    middle = (slice(80, 88), slice(54, 74))
    red, green, _ = np.frombuffer(teal.rgb, np.uint8).reshape(size, size, 3)[middle].mean((0, 1))
    assert green > red + 20
    assert plain.rgb != teal.rgb
    assert len(teal.mouths) == 9
