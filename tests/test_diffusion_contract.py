"""What every painter promises, asked of the diffusion painter."""
# ruff: noqa: E402, F401 - what needs torch is imported once it is known to be here; tests are taken over by their names

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from pipeline.backends import Backend, open_backend
from pipeline.config import DiffusionSpec, PainterSpec
from pipeline.lanes import open_lanes
from pipeline.paint.faces.finder import FINDERS
from pipeline.types import Diffusion, Style
from tests.contracts.test_painters import (
    SIZE,
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
from tests.fakes.tiny_diffusion import SIDE, build

pytestmark = [
    pytest.mark.models,
    # diffusers reads its noise schedules into numpy in a way that numpy 2 advises against.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


class OneStyle:
    """A painter that paints whatever it is asked in one style."""

    def __init__(self, painter, style):
        self.painter, self.style = painter, style

    async def paint(self, persona, style, seed, guide=None):
        return await self.painter.paint(persona, self.style, seed, guide)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    torch.set_num_threads(1)
    return build(tmp_path_factory.mktemp("tiny"))


ABOUT_ATLASES = (
    test_an_atlas_is_whole_or_absent,
    test_patches_join_the_portrait_without_a_seam,
    test_the_mouth_at_rest_is_the_portrait_itself,
    test_shapes_open_as_far_as_their_sounds,
)


@pytest.fixture
async def painter(tiny, monkeypatch, request):
    monkeypatch.setitem(FINDERS, "mediapipe", Backend("tests.fakes.believer"))
    recipe = Diffusion(str(tiny.base), steps=2)
    style = Style("tiny", "Tiny", "d", "a portrait of {}, fine face", "none", "diffusion", diffusion=recipe)
    # An atlas is eleven more pictures: it is painted where it is asked about.
    atlas = request.function in ABOUT_ATLASES
    diffusion = DiffusionSpec(controlnet=str(tiny.controlnet), reference="", side=SIDE, batch=8, atlas=atlas)
    spec = PainterSpec(backend="diffusion", size=SIZE, detector="mediapipe", diffusion=diffusion)
    async with open_lanes(1) as lanes, open_backend("painter", spec, lanes) as opened:
        yield OneStyle(opened, style)
