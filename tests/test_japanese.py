"""Kanji are read in Japanese where a dictionary is installed, and never in Mandarin between kana."""

from __future__ import annotations

import importlib.util
import logging

import pytest

from pipeline.catalog import read_catalog
from pipeline.config import SpeakerSpec
from pipeline.lanes import open_lanes
from pipeline.speak import espeak
from pipeline.speak.japanese import KanjiReader

TEXT = "毎朝、庭師はバラに水をやります。"
HAS_DICTIONARY = importlib.util.find_spec("pykakasi") is not None


@pytest.fixture
def without_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.speak.japanese._open", lambda: None)


def test_kana_stay_as_they_are() -> None:
    assert KanjiReader().kana("おはよう、ロボット。 Hello") == "おはよう、ロボット。 Hello"


def test_without_a_dictionary_kanji_are_left_out(without_dictionary: None) -> None:
    assert KanjiReader().kana(TEXT) == "、はバラにをやります。"


def test_a_text_of_kanji_alone_is_not_silenced(without_dictionary: None) -> None:
    assert KanjiReader().kana("東京都") == "東京都"


def test_what_is_missing_is_said_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pykakasi", None)
    caplog.set_level(logging.WARNING)
    reader = KanjiReader()

    reader.kana(TEXT)
    reader.kana(TEXT)

    assert [record.message for record in caplog.records] == ["kanji are left out: pip install -e '.[japanese]'"]


@pytest.mark.models
@pytest.mark.skipif(not HAS_DICTIONARY, reason="the extra japanese is not installed")
def test_with_a_dictionary_kanji_are_read() -> None:
    assert KanjiReader().kana(TEXT) == "まいあさ、にわしはばらにみずをやります。"


async def test_a_japanese_voice_speaks_mixed_writing(without_dictionary: None) -> None:
    voice = next(voice for voice in read_catalog().voices if voice.language == "ja")
    async with open_lanes(1) as lanes, espeak.open(SpeakerSpec(), lanes) as speaker:
        mixed, kana = await speaker.speak(voice, TEXT), await speaker.speak(voice, "はバラにをやります。")

    assert [phone.symbol for phone in mixed.phones] == [phone.symbol for phone in kana.phones]
