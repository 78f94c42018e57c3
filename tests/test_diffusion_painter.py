"""The diffusion painter from persona to portrait: tries, guides, memory, safety, and what it does when all fails."""
# ruff: noqa: E402 - what needs torch is imported once it is known to be here

import asyncio
import io
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from PIL import Image

from pipeline.backends import open_backend
from pipeline.config import DiffusionSpec, ModelsSpec, PainterSpec
from pipeline.errors import DescriptionRefused, GuideUnreadable, StageFailed, WeightsMissing
from pipeline.lanes import open_lanes
from pipeline.models.shelf import open_shelf
from pipeline.paint.diffusion.bases import Rack
from pipeline.paint.diffusion.devices import find_place
from pipeline.paint.diffusion.judging import Fidelity, pixels
from pipeline.paint.diffusion.loading import load_clip, quiet
from pipeline.paint.diffusion.painter import DiffusionPainter
from pipeline.paint.diffusion.session import Eyes
from pipeline.paint.diffusion.tries import Painted, best, schedule
from pipeline.paint.landmark_face import face
from pipeline.paint.landmarks import flaw
from pipeline.paint.layouts import memory
from pipeline.types import Diffusion, Lora, Style
from tests.contracts.test_painters import persona
from tests.fakes.believer import Believer
from tests.fakes.checkpoint_file import build_checkpoint
from tests.fakes.tiny_diffusion import SIDE, build, build_base, build_clip, build_lora

pytestmark = [
    pytest.mark.models,
    # diffusers reads its noise schedules into numpy in a way that numpy 2 advises against.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

POINTS = memory()[0].at(1)
TEAPOT = persona("a grumpy teapot", "grumpy")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    torch.set_num_threads(1)
    quiet()
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def flagging(tmp_path_factory):
    return build(tmp_path_factory.mktemp("flagging"), flags=True)


def a_style(tiny, **changes):
    recipe = {"base": str(tiny.base), "steps": 3, "negative": "ugly", **changes}
    return Style("tiny", "Tiny", "d", "a portrait of {}, fine face", "none", "diffusion", diffusion=Diffusion(**recipe))


class Bench:
    """A painter with everything it was made of."""

    def __init__(self, painter, rack, eyes):
        self.painter, self.rack, self.eyes = painter, rack, eyes


@pytest.fixture
async def bench(tiny, tmp_path):
    """Opens painters with a finder, and a spec changed as told."""
    async with open_lanes(1) as lanes, open_backend("painter", PainterSpec(size=SIDE), lanes) as drawn:

        def made(finder, *, fidelity=None, painter=(), **changes):
            section = {"controlnet": str(tiny.controlnet), "reference": "", "side": SIDE, "atlas": False, **changes}
            told = {"backend": "diffusion", "size": SIDE, "tries": 4, **dict(painter)}
            spec = PainterSpec(diffusion=DiffusionSpec(**section), **told)
            rack = Rack(find_place("cpu", "auto"), 10**9)
            eyes = Eyes(finder, fidelity)
            shelf = open_shelf(ModelsSpec(folder=str(tmp_path)))
            return Bench(DiffusionPainter(spec, lanes, shelf, rack, eyes, drawn), rack, eyes)

        yield made


def picture(portrait):
    return np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)


def encoded(rgb):
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "PNG")
    return file.getvalue()


async def test_the_first_try_with_a_face_is_the_portrait(bench, tiny):
    finder = Believer(POINTS)
    portrait = await bench(finder).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(finder.looks) == 1
    assert np.array_equal(picture(portrait), finder.looks[0])
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""
    seen = np.array(portrait.landmarks)[[48, 54]]
    assert seen == pytest.approx(np.array(POINTS)[[48, 54]] * SIDE, abs=0.5)


async def test_it_tries_until_there_is_a_face(bench, tiny):
    finder = Believer(POINTS, blind=2)
    portrait = await bench(finder).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(finder.looks) == 3
    assert np.array_equal(picture(portrait), finder.looks[2])
    assert len({look.tobytes() for look in finder.looks}) == 3


async def test_a_batch_is_looked_at_whole_and_the_best_is_kept(bench, tiny):
    finder = Believer(POINTS, scores=(0.6, 0.95, 0.7))
    portrait = await bench(finder, batch=3).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(finder.looks) == 3
    assert np.array_equal(picture(portrait), finder.looks[1])


async def test_a_tiny_face_in_the_background_is_not_the_portraits(bench, tiny):
    finder = Believer([(0.9 + 0.1 * x, 0.9 + 0.1 * y) for x, y in POINTS])
    portrait = await bench(finder).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(finder.looks) == 4
    assert len(portrait.mouths) == 9


async def test_what_a_library_raises_becomes_one_sentence(bench, tiny):
    made = bench(Believer(POINTS))
    base = made.rack.base(tiny.base, None)
    base.pipeline.unet = Tight(base.pipeline.unet, most=0, error=RuntimeError("CUDA error:\ndevice-side assert"))
    with pytest.raises(StageFailed, match="tiny failed: RuntimeError: CUDA error: device-side assert"):
        await made.painter.paint(TEAPOT, a_style(tiny), 1)


async def test_where_no_try_has_a_face_one_is_drawn_in(bench, tiny):
    finder = Believer(POINTS, blind=99)
    portrait = await bench(finder).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(finder.looks) == 4
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""
    assert len(portrait.mouths) == 9
    best_try = finder.looks[0].astype(int)
    assert np.abs(picture(portrait)[:8] - best_try[:8]).max() <= 2


async def test_without_drawing_the_face_is_taken_to_be_where_it_was_guided_to(bench, tiny):
    made = bench(Believer(POINTS, blind=99), painter={"draw_face": False})
    portrait = await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""
    assert portrait.mouths == ()


async def test_the_same_wish_gives_the_same_bytes_and_another_seed_others(bench, tiny):
    made = bench(Believer(POINTS))
    one = await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert await made.painter.paint(TEAPOT, a_style(tiny), 1) == one
    assert (await made.painter.paint(TEAPOT, a_style(tiny), 2)).rgb != one.rgb


async def test_styles_take_turns_without_a_trace(bench, tiny, tmp_path):
    made = bench(Believer(POINTS))
    plain, rich = a_style(tiny), a_style(tiny, loras=(Lora(str(tiny.lora), 1.0),), inversions=(str(tiny.inversion),))
    before = await made.painter.paint(TEAPOT, plain, 1)
    assert (await made.painter.paint(TEAPOT, rich, 1)).rgb != before.rgb
    nothing = a_style(tiny, loras=(Lora(str(build_lora(tmp_path / "x.safetensors", tiny.base)), 0.0),))
    assert (await made.painter.paint(TEAPOT, nothing, 1)).rgb == before.rgb
    assert (await made.painter.paint(TEAPOT, plain, 1)).rgb == before.rgb
    assert made.rack.held == (tiny.base,)


async def test_a_guide_with_a_face_is_followed(bench, tiny):
    guide = face(memory()[0].at(SIDE), SIDE, "#3355cc")
    near, far = [], []
    for change, kept in ((0.2, near), (1.0, far)):
        made = bench(Believer(POINTS), guide_change=change, control=0.0)
        portrait = await made.painter.paint(TEAPOT, a_style(tiny, steps=10), 1, encoded(guide))
        # The tiny decoder is random: what is compared is what it makes of the guide itself.
        kept.append(picture(portrait).astype(int))
        unchanged = bench(Believer(POINTS), guide_change=0.05)
        kept.append(picture(await unchanged.painter.paint(TEAPOT, a_style(tiny, steps=10), 1, encoded(guide))))
    assert np.abs(near[0] - near[1]).mean() < np.abs(far[0] - far[1]).mean()


async def test_a_guide_without_a_face_gets_one_where_there_is_room(bench, tiny):
    guide = np.full((SIDE, SIDE, 3), (200, 120, 60), np.uint8)
    finder = Believer(POINTS, blind=2)
    portrait = await bench(finder).painter.paint(TEAPOT, a_style(tiny), 1, encoded(guide))
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""
    assert len(finder.looks) == 3  # the guide, a try without a face, a try with one


@pytest.mark.parametrize("guide", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(40)])
async def test_a_guide_that_is_no_picture_is_refused(guide, bench, tiny):
    with pytest.raises(GuideUnreadable):
        await bench(Believer(POINTS)).painter.paint(TEAPOT, a_style(tiny), 1, guide)


async def test_a_guide_that_is_a_bomb_is_refused_before_it_is_decoded(bench, tiny):
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert len(file.getvalue()) < 10**6
    with pytest.raises(GuideUnreadable):
        await bench(Believer(POINTS)).painter.paint(TEAPOT, a_style(tiny), 1, file.getvalue())


async def test_steps_are_told_over_all_tries(bench, tiny):
    told = []
    made = bench(Believer(POINTS, blind=1))
    await made.painter.paint(TEAPOT, a_style(tiny), 1, step=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3), (4, 6), (5, 6), (6, 6)]


async def test_without_a_controlnet_the_landmark_face_alone_guides(bench, tiny):
    portrait = await bench(Believer(POINTS), controlnet="", atlas=True).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(portrait.mouths) == 9


async def test_cancelling_stops_between_steps_and_frees_the_device(bench, tiny):
    made, begun, steps = bench(Believer(POINTS)), asyncio.Event(), []
    loop = asyncio.get_running_loop()

    def step(done, of):
        steps.append(done)
        loop.call_soon_threadsafe(begun.set)

    task = asyncio.create_task(made.painter.paint(TEAPOT, a_style(tiny, steps=100), 1, step=step))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(steps) < 100
    assert await made.painter.paint(TEAPOT, a_style(tiny), 1)


class Tight:
    """A UNet in a memory that holds only so many pictures, or so many after the first time."""

    def __init__(self, unet, most, later=None, error=None):
        self.unet, self.most, self.later, self.batches = unet, most, later, []
        self.error = error or torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    def __getattr__(self, name):
        return getattr(self.unet, name)

    def __call__(self, seen, *args, **kwargs):
        pictures = len(seen) // 2
        self.batches.append(pictures)
        if pictures > self.most:
            self.most = self.most if self.later is None else self.later
            raise self.error
        return self.unet(seen, *args, **kwargs)


async def test_where_memory_is_short_fewer_are_painted_at_once(bench, tiny):
    made = bench(Believer(POINTS), batch=4)
    base = made.rack.base(tiny.base, None)
    base.pipeline.unet = tight = Tight(base.pipeline.unet, most=1)
    portrait = await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""
    assert list(dict.fromkeys(tight.batches)) == [4, 2, 1]


async def test_where_memory_stays_short_other_models_go_then_one_sentence_comes(bench, tiny, flagging):
    made = bench(Believer(POINTS))
    made.rack.base(flagging.base, None)
    base = made.rack.base(tiny.base, None)
    base.pipeline.unet = Tight(base.pipeline.unet, most=0)
    with pytest.raises(StageFailed, match="memory of cpu is too small") as caught:
        await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert "\n" not in str(caught.value)
    assert made.rack.held == (tiny.base,)
    assert base.pipeline.vae.use_slicing
    assert not base.lean()


async def test_networks_that_work_in_turns_paint_the_same(bench, tiny):
    made = bench(Believer(POINTS), atlas=True, batch=4)
    before = await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert made.rack.base(tiny.base, None).lean()
    after = await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert np.abs(picture(after).astype(int) - picture(before)).max() <= 1
    assert len(after.mouths) == len(before.mouths) == 9


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:1] DefaultCPUAllocator: not enough memory: you tried to allocate"),
        RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
    ],
)
async def test_memory_runs_out_in_every_devices_words(error, bench, tiny):
    made = bench(Believer(POINTS), batch=2)
    base = made.rack.base(tiny.base, None)
    base.pipeline.unet = tight = Tight(base.pipeline.unet, most=0, later=9, error=error)
    assert await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert tight.batches[:2] == [2, 1]


async def test_numbers_that_are_none_become_a_sentence(bench, tiny):
    made = bench(Believer(POINTS))
    with torch.no_grad():
        made.rack.base(tiny.base, None).pipeline.unet.conv_out.bias.fill_(float("nan"))
    with pytest.raises(StageFailed, match=r"painter\.diffusion\.dtype"):
        await made.painter.paint(TEAPOT, a_style(tiny), 1)


def test_a_picture_with_one_number_that_is_none_is_none():
    two = torch.rand(2, 3, 8, 8)
    two[0, 1, 2, 3] = float("nan")
    broken, whole = pixels(two)
    assert broken is None
    assert whole.shape == (8, 8, 3)


async def test_what_the_safety_checker_flags_is_never_shown(bench, flagging):
    finder = Believer(POINTS)
    with pytest.raises(DescriptionRefused):
        await bench(finder).painter.paint(TEAPOT, a_style(flagging), 1)
    assert finder.looks == []


@pytest.mark.parametrize(
    ("adult", "checked", "unchecked", "shown"),
    [(True, False, True, True), (False, False, True, False), (True, True, True, False), (True, False, False, False)],
)
async def test_the_checker_is_left_out_only_where_place_style_and_operator_agree(
    adult, checked, unchecked, shown, bench, flagging
):
    made = bench(Believer(POINTS), unchecked=unchecked)
    style = replace(a_style(flagging, checked=checked), adult=adult)
    if shown:
        assert await made.painter.paint(TEAPOT, style, 1)
    else:
        with pytest.raises(DescriptionRefused):
            await made.painter.paint(TEAPOT, style, 1)


@pytest.mark.parametrize("blind", [0, 99])
@pytest.mark.parametrize(
    "description",
    ["grumpy teapot " * 1000, "", "(((", "一只暴躁的茶壶", "чайник", "🫖", "a {} {} {0} %s", "\x00"],
    ids=["two thousand words", "none", "brackets", "Chinese", "Russian", "emoji", "places", "zero"],
)
async def test_any_words_get_a_portrait(description, blind, bench, tiny):
    made = bench(Believer(POINTS, blind=blind), painter={"tries": 2})
    portrait = await made.painter.paint(persona(description), a_style(tiny), 1)
    assert flaw(portrait.landmarks, SIDE, SIDE) == ""


async def test_a_checkpoint_file_is_painted_with_and_checked_by_its_references_checker(bench, tiny, flagging, tmp_path):
    file = build_checkpoint(tmp_path / "one.safetensors", tiny.base)
    style = a_style(tiny, base=str(file))
    portrait = await bench(Believer(POINTS), reference=str(tiny.base)).painter.paint(TEAPOT, style, 1)
    assert portrait == await bench(Believer(POINTS)).painter.paint(TEAPOT, a_style(tiny), 1)
    with pytest.raises(DescriptionRefused):
        await bench(Believer(POINTS), reference=str(flagging.base)).painter.paint(TEAPOT, style, 1)


async def test_a_base_without_a_checker_says_where_one_is(bench, tmp_path):
    bare = build_base(tmp_path / "bare", checker=False)
    style = Style("bare", "Bare", "d", "a portrait of {}", "none", "diffusion", diffusion=Diffusion(str(bare), steps=2))
    with pytest.raises(WeightsMissing, match=r"painter\.diffusion\.reference"):
        await bench(Believer(POINTS), controlnet="").painter.paint(TEAPOT, style, 1)


async def test_a_style_without_diffusion_is_a_sentence(bench):
    with pytest.raises(StageFailed, match="says nothing of diffusion"):
        await bench(None).painter.paint(TEAPOT, Style("ink", "Ink", "d", "{}", "none"), 1)


async def test_weights_that_are_not_here_say_so(bench, tiny, tmp_path):
    with pytest.raises(WeightsMissing, match="not there"):
        await bench(None).painter.paint(TEAPOT, a_style(tiny, base=str(tmp_path / "none")), 1)


async def test_without_a_detector_a_face_is_drawn_in_at_once(bench, tiny):
    portrait = await bench(None).painter.paint(TEAPOT, a_style(tiny), 1)
    assert len(portrait.mouths) == 9


async def test_the_portrait_has_the_size_that_was_asked_for(bench, tiny):
    made = bench(Believer(POINTS), painter={"size": 192}, atlas=True)
    portrait = await made.painter.paint(TEAPOT, a_style(tiny), 1)
    assert (portrait.width, portrait.height, len(portrait.rgb)) == (192, 192, 192 * 192 * 3)
    assert flaw(portrait.landmarks, 192, 192) == ""
    assert (len(portrait.mouths), len(portrait.lids)) == (9, 2)


async def test_a_clip_says_which_of_two_faces_fits_the_words_better(bench, tiny, tmp_path):
    fidelity = Fidelity(*load_clip(build_clip(tmp_path / "clip")))
    finder = Believer(POINTS)
    portrait = await bench(finder, fidelity=fidelity, batch=4).painter.paint(TEAPOT, a_style(tiny), 1)
    shares = fidelity.of(finder.looks, "a grumpy teapot")
    assert all(0 <= share <= 1 for share in shares)
    assert np.array_equal(picture(portrait), finder.looks[int(np.argmax(shares))])


def test_each_try_is_guided_more_strongly():
    tries = schedule(DiffusionSpec(), 8, 25, 1)
    assert [one.pull_steps for one in tries] == [4, 5, 6, 7, 8, 9, 10, 11]
    assert [one.control for one in tries] == sorted(one.control for one in tries)
    assert (tries[0].control, tries[-1].control) == (0.3, 0.5)
    assert len({one.seed for one in tries}) == 8
    assert tries[0].words("a") == "a"
    assert tries[3].words("a").startswith("a, (portrait")


def test_more_of_a_guide_goes_where_it_has_no_face_and_less_where_it_has():
    kept = [one.change for one in schedule(DiffusionSpec(), 4, 25, 1)]
    gone = [one.change for one in schedule(DiffusionSpec(), 4, 25, 1, faceless=True)]
    assert kept == pytest.approx([0.7, 0.66, 0.62, 0.58])
    assert gone == pytest.approx([0.7, 0.74, 0.78, 0.82])


def test_no_pull_is_no_pull_at_any_try():
    assert {one.pull_steps for one in schedule(DiffusionSpec(pull_steps=0), 8, 25, 1)} == {0}


def test_a_face_counts_more_than_fidelity_and_then_their_product():
    tried = schedule(DiffusionSpec(), 1, 25, 1)[0]
    rgb, marks = np.zeros((1, 1, 3), np.uint8), ((0.0, 0.0),)
    faceless = Painted(tried, rgb, (), 0.45, 1.0)
    poor, rich = Painted(tried, rgb, marks, 0.9, 0.2), Painted(tried, rgb, marks, 0.8, 0.9)
    assert best([faceless, poor, rich]) is rich
    assert best([faceless, Painted(tried, rgb, marks, 0.6, 0.5)]).landmarks
    assert best([]) is None
