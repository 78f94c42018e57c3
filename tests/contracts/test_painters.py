"""What every painter promises."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import PainterSpec
from pipeline.errors import GuideUnreadable
from pipeline.lanes import open_lanes
from pipeline.paint.landmarks import flaw, mouth_opening
from pipeline.stages import Painter
from pipeline.types import MOUTH_SHAPES, Patch, Persona, Portrait

SIZE = 256
STYLES = read_catalog().styles


def persona(description: str, *traits: str) -> Persona:
    return Persona(description, "Ada", "A thing.", "You are.", traits, "plain", "Hello.", "en", "gouache", "en-plain-m")


def pixels(portrait: Portrait) -> NDArray[np.uint8]:
    return np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)


def seam(portrait: Portrait, patch: Patch) -> int:
    """The largest difference of a patch's border from the portrait, in levels."""
    inside = np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3).astype(int)
    under = pixels(portrait)[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width]
    apart = np.abs(inside - under).max(axis=2)
    return int(max(apart[0].max(), apart[-1].max(), apart[:, 0].max(), apart[:, -1].max()))


@pytest.fixture(params=["drawn"])
async def painter(request: pytest.FixtureRequest) -> AsyncIterator[Painter]:
    spec = PainterSpec(backend=request.param, size=SIZE)
    async with open_lanes(1) as lanes, open_backend("painter", spec, lanes) as opened:
        yield opened


async def test_a_portrait_has_the_size_that_was_asked_for(painter: Painter) -> None:
    portrait = await painter.paint(persona("a grumpy teapot"), STYLES[0], 1)
    assert (portrait.width, portrait.height) == (SIZE, SIZE)
    assert len(portrait.rgb) == SIZE * SIZE * 3


async def test_the_landmarks_are_a_face(painter: Painter) -> None:
    portrait = await painter.paint(persona("a wise old oak"), STYLES[0], 2)
    assert flaw(portrait.landmarks, SIZE, SIZE) == ""
    assert all(flaw(p.landmarks, SIZE, SIZE) == "" for p in (*portrait.mouths, *portrait.lids, *portrait.brows))


async def test_the_same_wish_gives_the_same_bytes(painter: Painter) -> None:
    one = await painter.paint(persona("a shy strawberry"), STYLES[0], 3)
    assert await painter.paint(persona("a shy strawberry"), STYLES[0], 3) == one


async def test_another_seed_gives_somebody_else(painter: Painter) -> None:
    one = await painter.paint(persona("a shy strawberry"), STYLES[0], 3)
    assert (await painter.paint(persona("a shy strawberry"), STYLES[0], 4)).rgb != one.rgb


async def test_an_atlas_is_whole_or_absent(painter: Painter) -> None:
    portrait = await painter.paint(persona("a brave kettle"), STYLES[0], 5)
    assert len(portrait.mouths) in (0, len(MOUTH_SHAPES))
    assert len(portrait.lids) in (0, 2)
    assert len(portrait.brows) in (0, 2)
    for patches in (portrait.mouths, portrait.lids, portrait.brows):
        assert len({(p.left, p.top, p.width, p.height) for p in patches}) <= 1
        assert all(len(p.rgb) == p.width * p.height * 3 for p in patches)


async def test_patches_join_the_portrait_without_a_seam(painter: Painter) -> None:
    portrait = await painter.paint(persona("a curious owl"), STYLES[0], 6)
    patches = (*portrait.mouths, *portrait.lids, *portrait.brows)
    assert max((seam(portrait, patch) for patch in patches), default=0) <= 1


async def test_the_mouth_at_rest_is_the_portrait_itself(painter: Painter) -> None:
    portrait = await painter.paint(persona("a calm pebble"), STYLES[0], 7)
    rest = [p for p, shape in zip(portrait.mouths, MOUTH_SHAPES, strict=False) if shape == "X"]
    assert all(p.landmarks == portrait.landmarks for p in rest)
    assert all(
        p.rgb == np.ascontiguousarray(pixels(portrait)[p.top : p.top + p.height, p.left : p.left + p.width]).tobytes()
        for p in rest
    )


async def test_shapes_open_as_far_as_their_sounds(painter: Painter) -> None:
    portrait = await painter.paint(persona("a proud trumpet"), STYLES[0], 8)
    opening = {s: mouth_opening(p.landmarks) for s, p in zip(MOUTH_SHAPES, portrait.mouths, strict=False)}
    if opening:
        assert opening["A"] < 0.02 < opening["B"] < opening["C"] < opening["D"]


async def test_the_matte_and_the_backdrop_fill_the_picture(painter: Painter) -> None:
    portrait = await painter.paint(persona("a blue bag"), STYLES[0], 9)
    assert portrait.matte is None or len(portrait.matte) == SIZE * SIZE
    assert portrait.backdrop is None or len(portrait.backdrop) == SIZE * SIZE * 3


@pytest.mark.parametrize(
    "description",
    [
        '<svg onload="x"><script>alert(1)</script></svg>',
        "'); DROP TABLE characters; --",
        "a 10 km tall ant",
        "一只暴躁的茶壶",
        "чайник",
        "إبريق شاي غاضب",
        'url(#b1)" fill="red',
    ],
)
async def test_any_words_get_a_portrait(painter: Painter, description: str) -> None:
    portrait = await painter.paint(persona(description), STYLES[0], 10)
    assert flaw(portrait.landmarks, SIZE, SIZE) == ""
    assert pixels(portrait).std() > 10


@pytest.mark.parametrize("guide", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(40), b"GIF89a", b"\xff\xd8\xff\xe0"])
async def test_a_guide_that_is_no_picture_is_refused(painter: Painter, guide: bytes) -> None:
    with pytest.raises(GuideUnreadable):
        await painter.paint(persona("a tea cosy"), STYLES[0], 11, guide)
