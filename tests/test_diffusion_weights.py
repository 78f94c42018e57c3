"""Weights as people bring them: whole, broken, hostile, of another family; and how many stay in memory."""
# ruff: noqa: E402 - what needs torch is imported once it is known to be here

import json
import pickle
import shutil

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from safetensors.torch import load_file, save_file

from pipeline.errors import WeightsMissing
from pipeline.paint.diffusion import devices
from pipeline.paint.diffusion.bases import Rack, size
from pipeline.paint.diffusion.devices import Place, find_place
from pipeline.paint.diffusion.loading import load_base, load_checker, load_clip, load_controlnet, quiet
from pipeline.paint.diffusion.prompts import text
from tests.fakes.checkpoint_file import build_checkpoint
from tests.fakes.tiny_diffusion import (
    WIDTH,
    build,
    build_base,
    build_clip,
    build_controlnet,
    build_inversion,
    build_lora,
)

pytestmark = pytest.mark.models

CPU = Place(torch.device("cpu"), torch.float32)
UNET = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    torch.set_num_threads(1)
    quiet()
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def copied(tiny, tmp_path):
    return shutil.copytree(tiny.base, tmp_path / "base")


@pytest.fixture
def rack():
    return Rack(CPU, 10**9)


def weights(network):
    return [weight.clone() for weight in network.state_dict().values()]


def same(one, other):
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_one_checkpoint_file_loads_as_the_folder_it_was_made_of(tiny, tmp_path):
    folder = load_base(tiny.base, torch.float32)
    file = load_base(build_checkpoint(tmp_path / "one.safetensors", tiny.base), torch.float32, tiny.base)
    for part in ("unet", "vae", "text_encoder"):
        assert same(weights(getattr(folder, part)), weights(getattr(file, part)))


def test_a_pickled_checkpoint_loads_too(tiny, tmp_path):
    file = load_base(build_checkpoint(tmp_path / "one.ckpt", tiny.base, pickled=True), torch.float32, tiny.base)
    assert same(weights(file.unet), weights(load_base(tiny.base, torch.float32).unet))


def test_pickled_folders_load_too(tmp_path):
    build_base(tmp_path / "old", safe=False, checker=False)
    assert not list((tmp_path / "old").rglob("*.safetensors"))
    assert load_base(tmp_path / "old", torch.float32).unet


def test_half_precision_variants_load_where_there_is_nothing_else(copied):
    for file in copied.rglob("*.safetensors"):
        save_file({name: weight.half() for name, weight in load_file(file).items()}, file)
        file.rename(file.with_name(file.name.replace(".safetensors", ".fp16.safetensors")))
    assert load_base(copied, torch.float32).unet.dtype == torch.float32


class Payload:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


@pytest.mark.parametrize("name", ["evil.ckpt", "unet/diffusion_pytorch_model.bin", "text_encoder/pytorch_model.bin"])
def test_a_pickle_with_code_runs_nothing(name, copied, tmp_path):
    file = copied / name
    for other in file.parent.glob("*.safetensors"):
        other.unlink()
    file.write_bytes(pickle.dumps(Payload(tmp_path / "ran")))
    with pytest.raises(WeightsMissing, match="cannot be loaded"):
        load_base(file if name == "evil.ckpt" else copied, torch.float32, copied)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("kind", ["lora", "inversion"])
def test_a_pickled_addition_with_code_runs_nothing(kind, tiny, tmp_path, rack):
    (tmp_path / "evil.bin").write_bytes(pickle.dumps(Payload(tmp_path / "ran")))
    base = rack.base(tiny.base, None)
    with pytest.raises(WeightsMissing):
        base.wear(*(([(tmp_path / "evil.bin", 1.0)], ()) if kind == "lora" else ((), [tmp_path / "evil.bin"])))
    assert not (tmp_path / "ran").exists()


def test_a_missing_folder_is_a_sentence(tmp_path):
    with pytest.raises(WeightsMissing, match="are not there"):
        load_base(tmp_path / "none", torch.float32)


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder", "tokenizer", "scheduler"])
def test_a_missing_part_is_a_sentence(part, copied):
    shutil.rmtree(copied / part)
    with pytest.raises(WeightsMissing):
        load_base(copied, torch.float32)


@pytest.mark.parametrize("name", [UNET, "vae/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"])
@pytest.mark.parametrize("keep", [0, 4, 100, 5000])
def test_a_truncated_file_is_a_sentence(name, keep, copied):
    (copied / name).write_bytes((copied / name).read_bytes()[:keep])
    with pytest.raises(WeightsMissing, match="cannot be loaded"):
        load_base(copied, torch.float32)


@pytest.mark.parametrize("content", [b"", b"\x00" * 64, b"<html>not found</html>", b"\xff" * 200])
def test_a_file_that_is_no_weights_is_a_sentence(content, tiny, tmp_path):
    file = tmp_path / "model.safetensors"
    file.write_bytes(content)
    with pytest.raises(WeightsMissing):
        load_base(file, torch.float32, tiny.base)


def test_weights_of_another_network_are_a_sentence(copied):
    shutil.copy(copied / "vae/diffusion_pytorch_model.safetensors", copied / UNET)
    with pytest.raises(WeightsMissing):
        load_base(copied, torch.float32)


def test_a_lacking_tensor_is_a_sentence_and_no_random_weights(copied):
    state = load_file(copied / UNET)
    state.pop("conv_in.weight")
    save_file(state, copied / UNET)
    with pytest.raises(WeightsMissing, match=r"lacks 1 tensors such as conv_in\.weight|cannot be loaded"):
        load_base(copied, torch.float32)


def test_a_model_of_another_family_is_a_sentence(copied):
    told = json.loads((copied / "model_index.json").read_text())
    (copied / "model_index.json").write_text(json.dumps({**told, "_class_name": "StableDiffusionXLPipeline"}))
    with pytest.raises(WeightsMissing, match="no derivative of Stable Diffusion"):
        load_base(copied, torch.float32)


@pytest.mark.parametrize("name", ["model_index.json", "unet/config.json", "scheduler/scheduler_config.json"])
@pytest.mark.parametrize("content", ["", "[1]", "{", '{"in_channels": "many", "beta_schedule": "odd"}'])
def test_a_broken_configuration_is_a_sentence(name, content, copied):
    (copied / name).write_text(content)
    with pytest.raises(WeightsMissing) as caught:
        load_base(copied, torch.float32)
    assert "\n" not in str(caught.value)


def test_a_file_without_its_reference_says_what_to_set(tiny, tmp_path):
    with pytest.raises(WeightsMissing, match=r"painter\.diffusion\.reference"):
        load_base(build_checkpoint(tmp_path / "one.safetensors", tiny.base), torch.float32)


def test_a_controlnet_for_another_family_is_a_sentence(tiny, tmp_path, rack):
    other = build_base(tmp_path / "wide", width=48, checker=False)
    controlnet = build_controlnet(tmp_path / "controlnet", other)
    with pytest.raises(WeightsMissing, match="48 wide"):
        rack.controlnet(controlnet, rack.base(tiny.base, None))


def test_a_controlnet_that_is_something_else_is_a_sentence(tiny):
    with pytest.raises(WeightsMissing):
        load_controlnet(tiny.base / "vae", torch.float32)


def test_a_base_without_a_safety_checker_takes_that_of_the_reference(tiny, tmp_path, rack):
    bare = build_base(tmp_path / "bare", checker=False)
    assert load_checker(bare, torch.float32) is None
    assert rack.checker([bare, tiny.base])
    with pytest.raises(WeightsMissing, match="safety checker"):
        rack.checker([bare])


def test_a_clip_loads_and_a_broken_one_is_a_sentence(tmp_path):
    folder = build_clip(tmp_path / "clip")
    assert load_clip(folder)
    (folder / "model.safetensors").write_bytes(b"x")
    with pytest.raises(WeightsMissing):
        load_clip(folder)


def answer(base):
    generator = torch.Generator().manual_seed(1)
    latents = torch.randn(1, 4, 8, 8, generator=generator)
    words = torch.randn(1, 7, base.pipeline.unet.config.cross_attention_dim, generator=generator)
    with torch.no_grad():
        return base.pipeline.unet(latents, 10, words).sample


def test_each_lora_changes_the_answer_and_weight_zero_restores_it(tiny, tmp_path, rack):
    base = rack.base(tiny.base, None)
    other = build_lora(tmp_path / "other.safetensors", tiny.base, seed=9)
    plain = answer(base)
    base.wear([(tiny.lora, 1.0)], ())
    one = answer(base)
    base.wear([(other, 0.7)], ())
    two = answer(base)
    base.wear([(tiny.lora, 1.0), (other, 0.7)], ())
    both = answer(base)
    assert len({float(each.sum()) for each in (plain, one, two, both)}) == 4
    base.wear([(tiny.lora, 0.0), (other, 0.0)], ())
    assert torch.equal(answer(base), plain)
    base.wear([(tiny.lora, 1.0)], ())
    assert torch.equal(answer(base), one)
    base.wear((), ())
    assert torch.equal(answer(base), plain)


def test_half_the_weight_is_another_answer(tiny, rack):
    base = rack.base(tiny.base, None)
    base.wear([(tiny.lora, 0.5)], ())
    half = answer(base)
    base.wear([(tiny.lora, 1.0)], ())
    assert not torch.equal(answer(base), half)


def test_a_lora_may_change_the_text_encoder_too(tiny, tmp_path, rack):
    base = rack.base(tiny.base, None)
    ids = torch.tensor([[540, 300, 541]])
    with torch.no_grad():
        before = base.pipeline.text_encoder(ids)[0]
        base.wear([(build_lora(tmp_path / "text.safetensors", tiny.base, text=True), 1.0)], ())
        worn = base.pipeline.text_encoder(ids)[0]
        base.wear((), ())
        after = base.pipeline.text_encoder(ids)[0]
    assert not torch.equal(worn, before)
    assert torch.equal(after, before)


def test_a_lora_for_another_base_is_a_sentence_and_leaves_no_trace(tiny, tmp_path, rack):
    base = rack.base(tiny.base, None)
    plain = answer(base)
    other = build_base(tmp_path / "wide", width=48, checker=False)
    with pytest.raises(WeightsMissing, match="made for another one"):
        base.wear([(build_lora(tmp_path / "wide.safetensors", other), 1.0)], ())
    assert torch.equal(answer(base), plain)
    base.wear([(tiny.lora, 1.0)], ())
    assert not torch.equal(answer(base), plain)


@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"not weights"])
def test_a_broken_lora_is_a_sentence(content, tiny, tmp_path, rack):
    (tmp_path / "broken.safetensors").write_bytes(content)
    with pytest.raises(WeightsMissing):
        rack.base(tiny.base, None).wear([(tmp_path / "broken.safetensors", 1.0)], ())


def test_a_lora_of_nothing_is_a_sentence(tiny, tmp_path, rack):
    save_file({"something.else": torch.zeros(2)}, tmp_path / "empty.safetensors")
    with pytest.raises(WeightsMissing):
        rack.base(tiny.base, None).wear([(tmp_path / "empty.safetensors", 1.0)], ())


def test_an_inversion_teaches_a_word(tiny, rack):
    base = rack.base(tiny.base, None)
    before = base.pipeline.tokenizer.tokenize("a sparkle-face")
    base.wear((), [tiny.inversion])
    assert base.pipeline.tokenizer.tokenize("a sparkle-face") != before
    assert "sparkle-face" in base.pipeline.tokenizer.tokenize("a sparkle-face")
    base.wear((), [tiny.inversion])


def test_a_word_of_several_vectors_is_read_as_several_tokens(tiny, tmp_path, rack):
    vectors = torch.randn(3, WIDTH)
    save_file({"many-face": vectors}, tmp_path / "many.safetensors")
    base = rack.base(tiny.base, None)
    base.wear((), [tmp_path / "many.safetensors"])
    spread = base.coder.spread("a many-face")
    assert len(base.pipeline.tokenizer.tokenize(spread)) == 1 + len(vectors)
    assert text([("a many-face", "")], base.coder).wanted.shape[1] == 77


def test_an_inversion_for_another_base_is_a_sentence(tiny, tmp_path, rack):
    wide = build_inversion(tmp_path / "wide.safetensors", word="wide-face", width=48)
    with pytest.raises(WeightsMissing, match="does not fit"):
        rack.base(tiny.base, None).wear((), [wide])


def test_bases_stay_in_memory_within_the_budget(tmp_path):
    folders = [build_base(tmp_path / str(seed), seed=seed, checker=False) for seed in range(3)]
    rack = Rack(CPU, 10**12)
    one = sum(map(size, rack.base(folders[0], None).modules))
    rack = Rack(CPU, int(2.5 * one))
    for folder in (folders[0], folders[1], folders[0]):
        rack.base(folder, None)
    assert rack.held == (folders[1], folders[0])
    rack.base(folders[2], None)
    assert rack.held == (folders[0], folders[2])


def test_styles_of_one_base_share_its_weights(tiny, rack):
    assert rack.base(tiny.base, None) is rack.base(tiny.base, None)


def test_a_base_is_kept_however_small_the_budget(tiny):
    rack = Rack(CPU, 1)
    assert rack.base(tiny.base, None)
    assert rack.held == (tiny.base,)


def test_auto_finds_a_device_and_unknown_ones_are_a_sentence():
    assert find_place("auto", "auto").device.type in ("cpu", "cuda", "mps")
    assert find_place("cpu", "bfloat16").dtype == torch.bfloat16
    with pytest.raises(devices.ConfigInvalid, match="no device called"):
        find_place("cuda:99", "auto")
    with pytest.raises(devices.ConfigInvalid, match="no device called"):
        find_place("abacus", "auto")
