"""The face atlas by diffusion, on networks that know what to paint and on tiny random ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")

import torch

from pipeline.animate import invent
from pipeline.animate.face import measure
from pipeline.animate.plan import plan
from pipeline.backends import open_backend
from pipeline.config import AnimatorSpec
from pipeline.encode import fit
from pipeline.joining import join
from pipeline.judge.verdict import judge_clip
from pipeline.lanes import Stopped, open_lanes
from pipeline.paint.diffusion.atlas import Sitting, repainted, without_features
from pipeline.paint.diffusion.bases import Rack
from pipeline.paint.diffusion.devices import find_place
from pipeline.paint.landmarks import flaw, mouth_opening
from pipeline.paint.mending import crop_around, seated
from pipeline.types import MOUTH_SHAPES, Diffusion
from tests.fakes.clips import write_sitter
from tests.fakes.oracle_diffusion import oracle
from tests.fakes.portraits import fake_portrait
from tests.fakes.speech import speech_of
from tests.fakes.tiny_diffusion import build_base, build_controlnet

pytestmark = [
    pytest.mark.models,
    # diffusers reads tensors in a way that newer numpy warns of.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

FPS = 25
SIZE = 256
PORTRAIT, SMALL = fake_portrait(SIZE, atlas=False), fake_portrait(128, atlas=False)
RGB = np.frombuffer(PORTRAIT.rgb, np.uint8).reshape(SIZE, SIZE, 3)
RECIPE = Diffusion("base", steps=4, guidance=2.0, negative="blurry, open mouth, low quality")


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A tiny base with its ControlNet, loaded."""
    folder = tmp_path_factory.mktemp("tiny")
    base = build_base(folder / "base", checker=False)
    rack = Rack(find_place("cpu", "float32"), 2**30)
    loaded = rack.base(base, None)
    controlnet = rack.controlnet(build_controlnet(folder / "controlnet", base), loaded)
    return loaded.networks(controlnet), loaded.coder


@pytest.fixture(scope="module")
def coder(tiny):
    return tiny[1]


def sitting(portrait=PORTRAIT):
    rgb = np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)
    return Sitting(rgb, portrait.landmarks, "a portrait of a teapot", RECIPE, 1)


def stand_ins():
    """The patches that the shapes begin from: eight mouths and two lids."""
    face = measure(PORTRAIT.landmarks, SIZE, SIZE)
    mouths = [p for shape, p in zip(MOUTH_SHAPES, invent.mouths(RGB, face), strict=True) if shape != "X"]
    return [seated(RGB, patch) for patch in (*mouths, *invent.lids(RGB, face))]


def shown(patch):
    """The portrait with a patch, as the crop that is painted."""
    picture = RGB.copy()
    rgb = np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3)
    picture[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = rgb
    return crop_around(PORTRAIT.landmarks, SIZE, SIZE, SIZE).cut(picture)


def another_hand(picture, seed=0):
    """The same, painted a little brighter and rougher."""
    rough = np.random.default_rng(seed).normal(8, 4, picture.shape)
    return np.clip(picture + rough, 0, 255).astype(np.uint8)


def sharp_eye(portrait, patch):
    """The largest change along a patch's border, in levels."""
    rgb = np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3).astype(int)
    under = np.frombuffer(portrait.rgb, np.uint8).reshape(SIZE, SIZE, 3)
    apart = np.abs(rgb - under[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width]).max(2)
    return max(apart[0].max(), apart[-1].max(), apart[:, 0].max(), apart[:, -1].max())


@pytest.fixture(scope="module")
def good(coder):
    """An atlas whose shapes were all painted as meant, by another hand."""
    networks = oracle([another_hand(shown(patch), k) for k, patch in enumerate(stand_ins())])
    return repainted(sitting(), networks, coder, batch=10), networks.unet


def test_an_atlas_is_whole(good):
    portrait, _ = good
    assert len(portrait.mouths) == 9
    assert len(portrait.lids) == 2
    for patches in (portrait.mouths, portrait.lids):
        assert len({(p.left, p.top, p.width, p.height) for p in patches}) == 1
        assert all(flaw(p.landmarks, SIZE, SIZE) == "" for p in patches)
        assert all(len(p.rgb) == 3 * p.width * p.height for p in patches)


def test_the_portrait_itself_is_untouched(good):
    portrait, _ = good
    assert portrait.rgb == PORTRAIT.rgb
    assert portrait.landmarks == PORTRAIT.landmarks
    rest = portrait.mouths[MOUTH_SHAPES.index("X")]
    under = RGB[rest.top : rest.top + rest.height, rest.left : rest.left + rest.width]
    assert rest.rgb == np.ascontiguousarray(under).tobytes()
    assert rest.landmarks == portrait.landmarks


def test_patches_meet_the_portrait(good):
    portrait, _ = good
    assert max(sharp_eye(portrait, patch) for patch in (*portrait.mouths, *portrait.lids)) == 0


def test_shapes_open_as_far_as_their_sounds(good):
    opening = {s: mouth_opening(p.landmarks) for s, p in zip(MOUTH_SHAPES, good[0].mouths, strict=True)}
    assert opening["A"] < 0.02 < opening["B"] < opening["C"] < opening["D"]


def test_what_shows_what_was_meant_is_kept(good):
    portrait, _ = good
    made = [p for shape, p in zip(MOUTH_SHAPES, portrait.mouths, strict=True) if shape != "X"] + list(portrait.lids)
    assert sum(patch.rgb != other.rgb for patch, other in zip(made, stand_ins(), strict=True)) == 10


def test_all_shapes_are_painted_at_once(good):
    assert good[1].batches == [10]


def test_a_mouth_that_stays_closed_is_replaced_by_its_stand_in(coder):
    portrait = repainted(sitting(), oracle([shown(stand_ins()[0])] * 10), coder)
    wide = MOUTH_SHAPES.index("D")
    assert portrait.mouths[wide].rgb == stand_ins()[3].rgb
    assert [p.rgb for p in portrait.lids] == [p.rgb for p in stand_ins()[8:]]


def test_scribbles_are_replaced_by_stand_ins(coder):
    noise = np.random.default_rng(3).integers(0, 255, (SIZE, SIZE, 3), np.uint8)
    portrait = repainted(sitting(), oracle([noise] * 10), coder)
    made = [p for shape, p in zip(MOUTH_SHAPES, portrait.mouths, strict=True) if shape != "X"] + list(portrait.lids)
    assert [p.rgb for p in made] == [p.rgb for p in stand_ins()]


def test_numbers_that_are_none_are_replaced_by_stand_ins(coder):
    networks = replace(oracle([RGB] * 10), unet=NaN())
    portrait = repainted(sitting(), networks, coder)
    assert portrait.mouths[3].rgb == stand_ins()[3].rgb


class NaN:
    """A UNet whose numbers overflowed."""

    config = oracle([]).unet.config

    def __call__(self, seen, time, **_):
        return (torch.full_like(seen, float("nan")),)


def test_where_memory_runs_out_fewer_are_painted_at_once(coder):
    networks = oracle([another_hand(shown(patch), k) for k, patch in enumerate(stand_ins())], fails_above=3)
    portrait = repainted(sitting(), networks, coder, batch=10)
    assert networks.unet.batches == [2, 2, 2, 2, 2]
    assert portrait.mouths[3].rgb != stand_ins()[3].rgb


def test_where_there_is_no_memory_at_all_stand_ins_do(coder):
    portrait = repainted(sitting(), oracle([], fails_above=0), coder)
    assert [p.rgb for p in portrait.lids] == [p.rgb for p in stand_ins()[8:]]


def test_batches_agree_and_the_same_seed_gives_the_same_atlas(tiny):
    networks, coder = tiny
    one, some, again = (repainted(sitting(SMALL), networks, coder, batch=batch) for batch in (1, 4, 4))
    assert some == again
    apart = [
        np.abs(np.frombuffer(a.rgb, np.uint8).astype(int) - np.frombuffer(b.rgb, np.uint8)).max()
        for a, b in zip((*one.mouths, *one.lids), (*some.mouths, *some.lids), strict=True)
    ]
    assert max(apart) <= 2


def test_progress_reaches_its_end_and_cancelling_leaves_between_steps(coder):
    told = []
    pictures = [another_hand(shown(patch), k) for k, patch in enumerate(stand_ins())]
    repainted(sitting(), oracle(pictures), coder, batch=4, step=lambda done, of: told.append(done / of))
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop():
        raise Stopped

    with pytest.raises(Stopped):
        repainted(sitting(), oracle(pictures), coder, check=stop)


def test_a_face_too_small_to_move_is_none(coder):
    tiny_face = tuple((100 + x / 40, 100 + y / 40) for x, y in PORTRAIT.landmarks)
    portrait = repainted(replace(sitting(), marks=tiny_face), oracle([]), coder)
    assert (portrait.landmarks, portrait.mouths, portrait.rgb) == ((), (), PORTRAIT.rgb)


def test_what_a_portrait_must_not_have_a_mouth_may():
    assert without_features("blurry, open mouth, (teeth:1.2), low quality, closed eyes") == "blurry, low quality"
    assert without_features("") == ""


async def judged(portrait, folder):
    """What the judge measures of a clip in which a portrait speaks."""
    text = "My papa moved the open piano above me. Why would anybody do that?"
    speech = fit(speech_of(text), FPS)
    async with open_lanes(1) as lanes, open_backend("animator", AnimatorSpec(), lanes) as animator:
        take = await animator.animate(portrait, speech, plan(speech, fps=FPS))
        clip = await join([take], [speech], lanes)
    write_sitter(folder, portrait)
    (folder / "clip.mp4").write_bytes(clip.mp4)
    return judge_clip(folder / "clip.mp4", folder)


async def test_it_moves_into_a_clip_that_the_judge_can_read(good, tmp_path):
    verdict = await judged(good[0], tmp_path)
    assert verdict.m2_r > 0.5
    assert abs(verdict.m10_length_frames) <= 1
    assert verdict.m8_ssim > 0.9


async def test_what_tiny_networks_make_of_it_moves_as_well(tiny, coder, tmp_path):
    portrait = repainted(sitting(SMALL), tiny[0], coder, batch=5)
    assert (len(portrait.mouths), len(portrait.lids)) == (9, 2)
    assert (await judged(portrait, tmp_path)).m2_r > 0.5
