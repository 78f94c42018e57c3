"""Sentences are cut where they end, and the same however the text arrives."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.write.sentences import LONGEST, Splitter, split


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            'Dr. Smith met J. R. R. Tolkien at 3.14 p.m. He said "Hello there!" and left. So am I. You see?',
            [
                "Dr. Smith met J. R. R. Tolkien at 3.14 p.m.",
                'He said "Hello there!" and left.',
                "So am I.",
                "You see?",
            ],
        ),
        ("No. I won't. See no. 5 and fig. 3. Go.", ["No.", "I won't.", "See no. 5 and fig. 3.", "Go."]),
        ("Hmm... I see. Really?! Yes.", ["Hmm... I see.", "Really?!", "Yes."]),
        (
            "Am 3. Oktober kam z.B. der 1. Mai. Das war's. Und Nr. 5 lebt.",
            ["Am 3. Oktober kam z.B. der 1. Mai.", "Das war's.", "Und Nr. 5 lebt."],
        ),
        ("M. Dupont est là. « Bonjour ! » dit-il. Oui.", ["M. Dupont est là.", "« Bonjour ! » dit-il.", "Oui."]),
        (
            "¿Qué? ¡Hola! El Sr. Pérez vive en EE. UU. y come.",
            ["¿Qué?", "¡Hola!", "El Sr. Pérez vive en EE. UU. y come."],
        ),
        ("你好。我是茶壶！“你是谁？”他说。好吧", ["你好。", "我是茶壶！", "“你是谁？”", "他说。", "好吧"]),
        ("नमस्ते। आप कैसे हैं? ठीक।", ["नमस्ते।", "आप कैसे हैं?", "ठीक।"]),
        ("مرحبا. كيف حالك؟ بخير.", ["مرحبا.", "كيف حالك؟", "بخير."]),
        ("Nice! 😀 Next one 👍🏽. Done 😀", ["Nice! 😀", "Next one 👍🏽.", "Done 😀"]),
        ("1. Tea\n2. Milk\n\nAll of it\nin one line.", ["1. Tea", "2. Milk", "All of it\nin one line."]),
        ("see https://a.b/c?d=e. Next!", ["see https://a.b/c?d=e.", "Next!"]),
        ("Look: ```py\nx = 1. \nprint(x)!\n``` Nice. OK", ["Look: ```py\nx = 1. \nprint(x)!\n``` Nice.", "OK"]),
        ("* * *\n\nHello", ["* * *\n\nHello"]),
        ("...", ["..."]),
        (" \n ", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    splitter = Splitter()

    assert splitter.feed("I am a teapot. ") == []
    assert splitter.feed("Sho") == ["I am a teapot."]
    assert splitter.feed("rt and stout.") == []
    assert splitter.finish() == ["Short and stout."]


@pytest.mark.parametrize("text", ["a" * 5000, "word " * 1000, "a clause, " * 500, "好" * 1000, "e\u0301" * 1000])
def test_long_sentences_are_cut_without_loss(text: str) -> None:
    sentences = split(text)

    assert max(map(len, sentences)) <= LONGEST
    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_a_long_sentence_is_cut_after_a_clause() -> None:
    assert all(sentence.endswith(",") for sentence in split("a good old clause, " * 50))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [". ", "! ", "? ", "…", "。", "\n", "\n\n", "```", '"', "*", " Dr.", " 3. ", "Mai ", "A", "b ", "😀", "1.5"]
        ),
        st.text(max_size=9),
    ),
    max_size=60,
)


@given(PIECES)
def test_the_cuts_do_not_depend_on_the_pieces(pieces: list[str]) -> None:
    text = "".join(pieces)
    splitter = Splitter()

    streamed = [sentence for piece in pieces for sentence in splitter.feed(piece)] + splitter.finish()

    assert streamed == split(text)


@given(PIECES)
def test_nothing_is_lost_or_reordered(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert "".join("".join(split(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("waiting", ["```" + " " * 20_000, "```" + "a b c d " * 2_500])
def test_what_waits_for_its_marks_to_close_is_not_looked_through_for_every_piece(waiting: str) -> None:
    splitter = Splitter()
    splitter.feed(waiting)
    began = time.process_time()
    for _ in range(1_000):
        assert splitter.begun == ""
    assert time.process_time() - began < 1


def test_an_empty_line_ends_a_sentence_before_the_next_begins() -> None:
    splitter = Splitter()
    assert splitter.feed("A list") == []
    assert splitter.feed("\n") == []
    assert splitter.feed("\n") == ["A list"]
    assert splitter.feed("\n" * 10_000) == []
    assert splitter.feed("next") + splitter.finish() == ["next"]
