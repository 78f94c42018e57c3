"""Prompts: weights in brackets, chunks of 75 tokens, and words of strangers."""
# ruff: noqa: E402 - what needs torch is imported once it is known to be here

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.paint.diffusion.loading import load_base, quiet
from pipeline.paint.diffusion.prompts import HEAVIEST, MOST_CHUNKS, Coder, Words, escaped, filled, parse, text
from tests.fakes.tiny_diffusion import build_base

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    torch.set_num_threads(1)
    quiet()
    return load_base(build_base(tmp_path_factory.mktemp("tiny"), checker=False), torch.float32)


@pytest.fixture(scope="module")
def coder(base):
    return Coder(base.tokenizer, base.text_encoder, torch.device("cpu"), torch.float32)


@pytest.mark.parametrize(
    ("prompt", "parts"),
    [
        ("a teapot", [("a teapot", 1.0)]),
        ("a (red) teapot", [("a ", 1.0), ("red", 1.1), (" teapot", 1.0)]),
        ("a (red:1.3) teapot", [("a ", 1.0), ("red", 1.3), (" teapot", 1.0)]),
        ("((red)) [pot]", [("red", 1.21), (" ", 1.0), ("pot", 0.9091)]),
        ("(a (b:1.5) c:0.8)", [("a ", 0.8), ("b", 1.2), (" c", 0.8)]),
        (r"smile \(really\)", [("smile (really)", 1.0)]),
        ("12:30 at (noon", [("12:30 at noon", 1.0)]),
        ("a) b] c", [("a b c", 1.0)]),
        ("(x:9e9)", [("x:9e9", 1.1)]),
        ("(x:99)", [("x", HEAVIEST)]),
        ("(x:-3)", [("x", 0.0)]),
        ("()", []),
        ("", []),
        ("\\", [("\\", 1.0)]),
    ],
)
def test_brackets_weigh_words(prompt, parts):
    assert [(part.text, part.weight) for part in parse(prompt)] == parts


@settings(deadline=None)
@given(st.text(alphabet="ab()[]:\\1.2- ", max_size=60))
def test_any_brackets_can_be_read(prompt):
    assert all(0 <= part.weight <= HEAVIEST for part in parse(prompt))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_the_words_of_strangers_weigh_nothing(concept):
    assert "".join(part.text for part in parse(escaped(concept))) == concept
    assert all(part.weight == 1 for part in parse(escaped(concept)))


def test_a_short_prompt_is_bitwise_what_the_pipeline_encodes(base, coder):
    wanted, unwanted = base.encode_prompt("a portrait of a teapot", "cpu", 1, True, "ugly")
    ours = text([("a portrait of a teapot", "ugly")], coder)
    assert torch.equal(ours.wanted, wanted)
    assert torch.equal(ours.unwanted, unwanted)


def test_weights_move_only_the_words_they_are_on(coder):
    plain, heavy = (text([(words, "")], coder).wanted[0] for words in ("a red teapot", "a (red:1.5) teapot"))
    moved = [position for position in range(77) if not torch.equal(plain[position], heavy[position])]
    length = len(coder.tokenizer("red", add_special_tokens=False).input_ids)
    assert moved == list(range(2, 2 + length))


def test_heavier_words_move_further(coder):
    plain = text([("a red teapot", "")], coder).wanted
    far = [float((text([(f"a (red:{w}) teapot", "")], coder).wanted - plain).norm()) for w in (1.0, 1.2, 1.5, 2.0)]
    assert far == sorted(far)
    assert far[0] == 0


def test_what_comes_after_77_tokens_counts(coder):
    long = "red " * 160
    assert len(coder.tokenizer(long, add_special_tokens=False).input_ids) > 150
    one, other = (text([(long + end, "")], coder).wanted for end in ("teapot", "face"))
    assert one.shape[1] > 77 * 2
    assert torch.equal(one[:, : 77 * 2], other[:, : 77 * 2])
    assert not torch.equal(one, other)


def test_both_prompts_and_all_pictures_get_one_length(coder):
    told = text([("a teapot", "ugly " * 100), ("red " * 90, "")], coder)
    assert told.wanted.shape == told.unwanted.shape
    assert told.wanted.shape[0] == 2


def test_two_thousand_words_are_shortened_and_the_template_is_kept(coder):
    prompt = filled("a portrait of {}, (fine face:1.2)", "grumpy teapot " * 1000, coder)
    assert prompt.endswith(", (fine face:1.2)")
    assert text([(prompt, "")], coder).wanted.shape[1] <= 77 * MOST_CHUNKS
    assert parse(prompt)[-1] == Words("fine face", 1.2)


def test_a_concept_with_brackets_is_only_words(coder):
    prompt = filled("a portrait of {}, (fine face:1.2)", "(evil:99) [pot] {}", coder)
    assert [part.weight for part in parse(prompt)] == [1.0, 1.2]


@pytest.mark.parametrize("concept", ["", "茶壶", "🫖🫖🫖", "\x00\x1b[31m", "a\u0301" * 50, "<|endoftext|>"])
def test_any_concept_can_be_encoded(concept, coder):
    told = text([(filled("a portrait of {}, fine face", concept, coder), "")], coder)
    assert torch.isfinite(told.wanted).all()
