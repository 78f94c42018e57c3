from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.animate.mouths import VISEMES, is_stressed, visemes_of
from pipeline.types import MOUTH_SHAPES


def main_shape(symbol: str, part: int = 0) -> str:
    lips = visemes_of(symbol)[part].lips
    return MOUTH_SHAPES[lips.index(max(lips))]


@pytest.mark.parametrize(
    ("symbol", "shape"),
    [
        ("p", "A"), ("b", "A"), ("m", "A"), ("f", "G"), ("v", "G"), ("w", "F"), ("uː", "F"), ("ɔː", "E"),
        ("ɑː", "D"), ("ɛ", "C"), ("iː", "B"), ("l", "H"), ("θ", "H"), ("s", "B"), ("t", "B"), ("ɝ", "E"), ("y", "F"),
    ],
)  # fmt: skip
def test_a_sound_has_the_shape_animators_draw_for_it(symbol: str, shape: str) -> None:
    assert main_shape(symbol) == shape


@pytest.mark.parametrize("viseme", VISEMES.values())
def test_the_weights_of_a_sound_sum_to_one(viseme) -> None:
    assert sum(viseme.lips) == pytest.approx(1)
    assert min(viseme.lips) >= 0
    assert 0 <= viseme.jaw <= 1


def test_only_lips_that_meet_close() -> None:
    assert {symbol for symbol, viseme in VISEMES.items() if viseme.closes} == set("pbmɓʙ")


def test_wide_vowels_open_the_jaw_more_than_narrow_ones() -> None:
    jaws = [visemes_of(symbol)[0].jaw for symbol in ("ɑ", "ɛ", "ɪ", "i")]
    assert jaws == sorted(jaws, reverse=True)


@pytest.mark.parametrize(("symbol", "shapes"), [("aɪ", "DC"), ("ˈoʊ", "EF"), ("tʃ", "BB"), ("ɔːɹ", "EB"), ("aʊ", "DF")])
def test_diphthongs_and_affricates_move(symbol: str, shapes: str) -> None:
    assert "".join(main_shape(symbol, part) for part in range(len(visemes_of(symbol)))) == shapes


def test_the_glide_of_a_diphthong_is_weaker_than_its_nucleus() -> None:
    nucleus, glide = visemes_of("aʊ")
    assert glide.pull < nucleus.pull


@pytest.mark.parametrize("symbol", ["", " ", "ˈ", "ː", "ʲ", "5", "_", "|"])
def test_what_is_no_sound_is_a_pause(symbol: str) -> None:
    assert visemes_of(symbol) == ()


@pytest.mark.parametrize("symbol", ["ts.h", "s.", "i.", "ə-", "ɔ̃", "pʰ", "ˌiː", "ɡʷ", "ǃ", "字"])
def test_mnemonics_and_marks_of_engines_are_understood(symbol: str) -> None:
    assert visemes_of(symbol)


def test_marks_do_not_change_a_sound() -> None:
    assert visemes_of("ˈɔ̃ː") == visemes_of("ɔ")
    assert visemes_of(unicodedata.normalize("NFD", "õ")) == visemes_of("o")


def test_stress_is_read() -> None:
    assert is_stressed("ˈoʊ")
    assert not is_stressed("ˌoʊ")


@given(st.text(max_size=6))
def test_any_text_is_understood_or_a_pause(symbol: str) -> None:
    for viseme in visemes_of(symbol):
        assert sum(viseme.lips) == pytest.approx(1)
