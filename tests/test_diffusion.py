"""Guided diffusion against the pipeline of diffusers, in numbers; the networks are tiny and random."""
# ruff: noqa: E402 - what needs torch is imported once it is known to be here

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from diffusers import StableDiffusionControlNetImg2ImgPipeline, StableDiffusionControlNetPipeline
from PIL import Image

from pipeline.lanes import Stop, Stopped
from pipeline.paint.diffusion.guided import Course, Networks, Pull, Text, decode, denoise, encode, factor, noise
from pipeline.paint.diffusion.loading import load_base, load_controlnet, quiet
from pipeline.paint.diffusion.samplers import SAMPLERS, sampler
from pipeline.paint.landmark_face import dots, face
from pipeline.paint.layouts import memory
from tests.fakes.tiny_diffusion import build

pytestmark = [
    pytest.mark.models,
    # diffusers reads its noise schedules into numpy in a way that numpy 2 advises against.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

STEPS, SIDE = 5, 64
POINTS = memory()[0].at(SIDE)
PROMPT, NEGATIVE = "a portrait of a grumpy teapot, fine face", "ugly"


def tensor(picture):
    return torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255


CONTROL = tensor(dots(POINTS, SIDE))


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    quiet()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def base(tiny):
    return load_base(tiny.base, torch.float32)


@pytest.fixture(scope="module")
def networks(tiny, base):
    controlnet = load_controlnet(tiny.controlnet, torch.float32)
    return Networks(base.unet, base.vae, controlnet, dict(base.scheduler.config), torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def words(base):
    return Text(*base.encode_prompt(PROMPT, "cpu", 1, True, NEGATIVE))


@pytest.fixture(scope="module")
def landmark(networks):
    return encode(networks, tensor(face(POINTS, SIDE)))


def pull(landmark, strength, steps, count=1):
    return Pull(landmark, torch.full((count, 1, 1, 1), strength), torch.full((count,), steps))


def painted(networks, words, pulls=(), seeds=(5,), course=None, **told):
    course = course or Course(STEPS, control=(0.3,))
    text = Text(words.wanted.repeat(len(seeds), 1, 1), words.unwanted.repeat(len(seeds), 1, 1))
    control = CONTROL.repeat(len(seeds), 1, 1, 1)
    return denoise(networks, text, control, noise(networks, seeds, SIDE, SIDE), course, pulls, **told)


def plain(base, networks, name="dpm++", **options):
    pipeline = StableDiffusionControlNetPipeline(
        **{**base.components, "controlnet": networks.controlnet, "scheduler": sampler(name, networks.schedule)},
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline(
        PROMPT,
        image=Image.fromarray(dots(POINTS, SIDE)),
        negative_prompt=NEGATIVE,
        num_inference_steps=STEPS,
        guidance_scale=7.0,
        generator=[torch.Generator().manual_seed(5)],
        **{"output_type": "latent", "controlnet_conditioning_scale": 0.3, **options},
    ).images


@pytest.mark.parametrize("name", sorted(SAMPLERS))
def test_no_strength_and_no_steps_are_bitwise_the_plain_pipeline(name, base, networks, words, landmark):
    course = Course(STEPS, name, control=(0.3,), control_end=0.7)
    expected = plain(base, networks, name, control_guidance_end=0.7)
    assert torch.equal(painted(networks, words, [pull(landmark, 0.0, STEPS)], course=course), expected)
    assert torch.equal(painted(networks, words, [pull(landmark, 1.0, 0)], course=course), expected)
    assert torch.equal(painted(networks, words, course=course), expected)


def test_the_picture_is_bitwise_that_of_the_plain_pipeline(base, networks, words):
    expected = torch.from_numpy(plain(base, networks, output_type="np")).permute(0, 3, 1, 2)
    assert torch.equal(decode(networks, painted(networks, words)), expected)


@pytest.mark.parametrize("name", sorted(SAMPLERS))
def test_full_strength_over_all_steps_gives_the_landmark_face_back(name, networks, words, landmark):
    course = Course(STEPS, name, control=(0.3,))
    latents = painted(networks, words, [pull(landmark, 1.0, STEPS)], course=course)
    assert torch.equal(latents, landmark)
    assert torch.equal(decode(networks, latents), decode(networks, landmark))


def distance(latents, landmark):
    return float((latents - landmark).norm())


@pytest.mark.parametrize("name", ["dpm++", "euler", "euler a", "ddim", "unipc", "pndm"])
def test_the_distance_to_the_landmark_face_falls_with_the_strength(name, networks, words, landmark):
    course = Course(STEPS, name, control=(0.3,))
    far = [
        distance(painted(networks, words, [pull(landmark, s, STEPS)], course=course), landmark)
        for s in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert far == sorted(far, reverse=True)
    assert far[-1] == 0 < far[-2]


def test_the_distance_to_the_landmark_face_falls_with_the_steps(networks, words, landmark):
    far = [distance(painted(networks, words, [pull(landmark, 1.0, n)]), landmark) for n in range(STEPS + 1)]
    assert far == sorted(far, reverse=True)
    assert far[-1] == 0


def test_hard_injection_is_the_image_to_image_start_of_the_papers_code(base, networks, words, landmark):
    # With a sampler that remembers no earlier step, T_f of T hard steps and a start at 1 - T_f / T are one thing.
    drawn = painted(networks, words, [pull(landmark, 1.0, 2)], course=Course(STEPS, "ddim", control=(0.3,)))
    begun = Course(STEPS, "ddim", control=(0.3,), begin=landmark, change=1 - 2 / STEPS)
    torch.testing.assert_close(painted(networks, words, course=begun), drawn, atol=1e-4, rtol=1e-4)


def test_a_guide_begins_as_in_the_image_to_image_pipeline(base, networks, words):
    pipeline = StableDiffusionControlNetImg2ImgPipeline(
        **{**base.components, "controlnet": networks.controlnet, "scheduler": sampler("dpm++", networks.schedule)},
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    start, _ = noise(networks, (5,), SIDE, SIDE)
    begin = encode(networks, tensor(face(POINTS, SIDE)))
    # The pipeline draws a sample of the encoder's answer; ours is its mean, given to it as latents with the same noise.
    pipeline.prepare_latents = lambda image, time, *_: pipeline.scheduler.add_noise(begin, start, time)
    expected = pipeline(
        PROMPT,
        image=Image.fromarray(face(POINTS, SIDE)),
        control_image=Image.fromarray(dots(POINTS, SIDE)),
        negative_prompt=NEGATIVE,
        num_inference_steps=STEPS,
        strength=0.6,
        guidance_scale=7.0,
        controlnet_conditioning_scale=0.3,
        output_type="latent",
    ).images
    course = Course(STEPS, control=(0.3,), begin=begin, change=0.6)
    assert torch.equal(painted(networks, words, course=course), expected)


def test_no_change_leaves_a_guide_as_it_is(networks, words, landmark):
    course = Course(STEPS, control=(0.3,), begin=landmark, change=0.05)
    assert torch.equal(painted(networks, words, course=course), landmark)


def test_the_same_seed_gives_the_same_picture_and_another_another(networks, words, landmark):
    one = painted(networks, words, [pull(landmark, 0.5, 3)])
    assert torch.equal(painted(networks, words, [pull(landmark, 0.5, 3)]), one)
    assert not torch.equal(painted(networks, words, [pull(landmark, 0.5, 3)], seeds=(6,)), one)


def test_a_batch_and_single_pictures_agree(networks, words, landmark):
    strengths, steps, scales, seeds = (0.0, 0.5, 1.0), (3, 2, 4), (0.3, 0.0, 0.5), (5, 6, 7)
    together = painted(
        networks,
        words,
        [Pull(landmark, torch.tensor(strengths).view(-1, 1, 1, 1), torch.tensor(steps))],
        seeds,
        Course(STEPS, "euler a", control=scales),
    )
    for number, seed in enumerate(seeds):
        course = Course(STEPS, "euler a", control=(scales[number],))
        alone = painted(networks, words, [pull(landmark, strengths[number], steps[number])], (seed,), course)
        torch.testing.assert_close(together[number : number + 1], alone, atol=2e-4, rtol=2e-4)


def test_a_map_holds_one_part_of_the_picture_fast(networks, words, landmark):
    held = torch.zeros(1, 1, SIDE // 8, SIDE // 8)
    held[..., : SIDE // 16] = 1
    latents = painted(networks, words, [Pull(landmark, held, torch.tensor([STEPS]))])
    assert torch.equal(latents[..., : SIDE // 16], landmark[..., : SIDE // 16])
    assert not torch.equal(latents[..., SIDE // 16 :], landmark[..., SIDE // 16 :])


def test_the_controlnet_changes_the_picture_until_its_end(networks, words):
    without = painted(networks, words, course=Course(STEPS, control=(0.0,)))
    ended = painted(networks, words, course=Course(STEPS, control=(1.0,), control_end=0.0))
    assert torch.equal(without, ended)
    assert not torch.equal(without, painted(networks, words, course=Course(STEPS, control=(1.0,))))


def test_without_guidance_the_unwanted_words_do_not_count(networks, words):
    course = Course(STEPS, guidance=1.0)
    other = Text(words.wanted, torch.zeros_like(words.unwanted))
    assert torch.equal(painted(networks, words, course=course), painted(networks, other, course=course))


def test_steps_are_told_and_cancelling_stops_between_two(networks, words):
    told, stop = [], Stop()

    def step(done, of):
        told.append((done, of))
        if done == 2:
            stop.set()

    with pytest.raises(Stopped):
        painted(networks, words, check=stop.check, step=step)
    assert told == [(1, STEPS), (2, STEPS)]


def test_half_precision_paints_too(tiny, words):
    half = load_base(tiny.base, torch.bfloat16)
    controlnet = load_controlnet(tiny.controlnet, torch.bfloat16)
    networks = Networks(
        half.unet, half.vae, controlnet, dict(half.scheduler.config), torch.device("cpu"), torch.bfloat16
    )
    text = Text(words.wanted.bfloat16(), words.unwanted.bfloat16())
    landmark = encode(networks, tensor(face(POINTS, SIDE)))
    picture = decode(networks, painted(networks, text, [pull(landmark, 0.5, 3)]))
    assert picture.dtype == torch.float32
    assert torch.isfinite(picture).all()


def test_a_latent_spans_eight_pixels(networks):
    assert factor(networks) == 8
