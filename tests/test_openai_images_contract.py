"""What every painter promises, asked of the hosted one: with a face in every picture, and with none."""
# ruff: noqa: F401 - tests are taken over by their names

import pytest

from pipeline.backends import Backend, open_backend
from pipeline.config import ImageServer, ModelsSpec, PainterSpec
from pipeline.lanes import open_lanes
from pipeline.paint.faces.finder import FINDERS
from tests.contracts.test_painters import (
    SIZE,
    STYLES,
    persona,
    pixels,
    test_a_guide_that_is_no_picture_is_refused,
    test_a_portrait_has_the_size_that_was_asked_for,
    test_an_atlas_is_whole_or_absent,
    test_another_seed_gives_somebody_else,
    test_any_words_get_a_portrait,
    test_patches_join_the_portrait_without_a_seam,
    test_shapes_open_as_far_as_their_sounds,
    test_the_landmarks_are_a_face,
    test_the_matte_and_the_backdrop_fill_the_picture,
    test_the_mouth_at_rest_is_the_portrait_itself,
    test_the_same_wish_gives_the_same_bytes,
)
from tests.fakes.image_server import serving


@pytest.fixture(params=["a face", "no face"])
async def painter(request, tmp_path, monkeypatch):
    """The hosted painter before a server on loopback, looked at by a finder that believes everything, or by nobody."""
    monkeypatch.setitem(FINDERS, "mediapipe", Backend("tests.fakes.believer"))
    detector = "mediapipe" if request.param == "a face" else "none"
    async with serving() as server, open_lanes(1) as lanes:
        servers = (ImageServer(name="x", base_url=server.base, model="m"),)
        spec = PainterSpec(backend="openai", servers=servers, detector=detector, size=SIZE, tries=1)
        async with open_backend("painter", spec, lanes, ModelsSpec(folder=str(tmp_path))) as opened:
            yield opened


async def test_cards_with_objects_that_nobody_reads_are_painted(painter):
    portrait = await painter.paint(persona("🫖🫖"), STYLES[0], 1)
    assert pixels(portrait).std() > 10
