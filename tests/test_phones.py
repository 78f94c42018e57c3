"""Phones are clean IPA, in order, and cover the speech."""

from __future__ import annotations

from array import array

import pytest

from pipeline.speak.phones import cut, ipa, phones_of, with_closures
from pipeline.types import Phone


@pytest.mark.parametrize(
    ("symbol", "clean"),
    [
        ("ˈəʊ", "əʊ"),
        ("ˌiː", "iː"),
        ("ts.h", "ʈʂʰ"),
        ("s.", "ʂ"),
        ("o-", "ɤ"),
        ("ɑu5", "ɑu"),
        ("(en)ˈeɪ", "eɪ"),
        ("(en-us", "ə"),
        ("_:", ""),
        ("", ""),
    ],
)
def test_an_engines_name_for_a_sound_becomes_plain_ipa(symbol: str, clean: str) -> None:
    assert ipa(symbol) == clean


def test_phones_cover_the_speech_and_pauses_are_joined() -> None:
    phones = phones_of([("h", 0.1), ("ˈaɪ", 0.2), ("", 0.4), ("", 0.5)], 0.6)

    assert phones == (Phone("", 0.0, 0.1), Phone("h", 0.1, 0.2), Phone("aɪ", 0.2, 0.4), Phone("", 0.4, 0.6))


def test_a_modifier_belongs_to_the_sound_before_it() -> None:
    assert phones_of([("r", 0.0), ("ʲ", 0.1), ("i", 0.2)], 0.3) == (Phone("rʲ", 0.0, 0.2), Phone("i", 0.2, 0.3))


@pytest.mark.parametrize("onsets", [[], [("", 0.0)], [("a", 9.0)]])
def test_speech_without_sounds_is_one_pause(onsets: list[tuple[str, float]]) -> None:
    assert phones_of(onsets, 0.5) == (Phone("", 0.0, 0.5),)


def test_no_speech_has_no_phones() -> None:
    assert phones_of([("a", 0.0)], 0.0) == ()


def test_a_cut_counts_from_its_start() -> None:
    phones = (Phone("a", 0.0, 0.2), Phone("t", 0.2, 0.3), Phone("", 0.3, 0.5))

    assert cut(phones, 0.1, 0.4) == (
        Phone("a", 0.0, pytest.approx(0.1)),
        Phone("t", pytest.approx(0.1), pytest.approx(0.2)),
        Phone("", pytest.approx(0.2), pytest.approx(0.3)),
    )


def test_a_stop_begins_where_the_mouth_closes() -> None:
    sound = array("h", [4000] * 160 + [0] * 40 + [900] * 50 + [4000] * 250)
    phones = (Phone("ɑː", 0.0, 0.2), Phone("t", 0.2, 0.25), Phone("i", 0.25, 0.5))

    moved = with_closures(phones, sound.tobytes(), 1000)

    assert [(phone.symbol, phone.start, phone.end) for phone in moved] == [
        ("ɑː", 0.0, 0.16),
        ("t", 0.16, 0.25),
        ("i", 0.25, 0.5),
    ]


def test_a_stop_after_a_pause_takes_no_more_than_a_closure() -> None:
    sound = array("h", [0] * 200 + [900] * 50)

    moved = with_closures((Phone("", 0.0, 0.2), Phone("p", 0.2, 0.25)), sound.tobytes(), 1000)

    assert moved[0].end == pytest.approx(0.14)
