"""What is written for the eye is read aloud in words, and never falls silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.speak.speakable import is_emoji, runs, speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Hello **bold** and *really* good. *sighs deeply* I am old.", "Hello bold and really good. I am old."),
        ("*sighs*", "sighs"),
        ("(laughs) ok (see below)", "ok (see below)"),
        ("See [the docs](https://x.y/z) or https://www.example.com/a?b=c. Bye", "See the docs or example.com. Bye"),
        ("```py\nx=1\n```", "some code"),
        ("Use `print` now", "Use print now"),
        ("# Title\n- one\n- two\n\nEnd", "Title. one. two. End"),
        ("1. Tea\n2. Milk", "Tea. Milk"),
        ("It costs $5.50, €3 or £1.", "It costs 5 dollars 50, 3 euros or 1 pound."),
        ("20°C, 5km and 1 m", "20 degrees Celsius, 5 kilometres and 1 metre"),
        ("On 2024-05-03, 5-10 came", "On May 3, 2024, 5 to 10 came"),
        ("2024-99-99 is no date", "2024-99-99 is no date"),
        ("sooooo cool!!!! :) <3", "soo cool!"),
        ("either/or, #tag @bob snake_case", "either or, tag bob snake case"),
        ("𝓗𝓮𝓵𝓵𝓸 ｈｉ", "Hello hi"),
        ("\u202ehel\u200blo\u0007", "hello"),
        ("I — no – yes - ok", "I, no, yes, ok"),
        ("<:party:123> <@55> hi", "party hi"),
        ("<speak>hi</speak>", "hi"),
        ("Nice 😀!", "Nice!"),
        ("😀😀😀", "😀"),
        ("It's 10:30, 3.14, 50%", "It's 10:30, 3.14, 50%"),
        ("---", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_english_for_the_ear(written: str, spoken: str) -> None:
    assert speakable(written, "en-GB") == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        (
            "de",
            "Am 3. Mai kostet es 5,50 € z. B. und 20°C",
            "Am dritten Mai kostet es 5 Euro 50 zum Beispiel und 20 Grad Celsius",
        ),
        ("de", "Der 1. Januar", "Der erste Januar"),
        ("fr", "Le 2024-05-03, 5 km", "Le 3 mai 2024, 5 kilomètres"),
        ("es", "*suspira* Hola", "Hola"),
        ("ru", "*вздыхает* Привет", "Привет"),
        ("xx", "5 km 😀", "5 km"),
    ],
)
def test_other_languages_for_the_ear(language: str, written: str, spoken: str) -> None:
    assert speakable(written, language) == spoken


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("Hello Привет 123", "en-US", [("en-US", "Hello "), ("ru", "Привет 123")]),
        ("Привет, John!", "ru", [("ru", "Привет, "), ("en", "John!")]),
        ("こんにちは、Tea", "ja", [("ja", "こんにちは、"), ("en", "Tea")]),
        ("Добрий день", "uk", [("uk", "Добрий день")]),
        ("123", "en", [("en", "123")]),
        ("", "en", []),
    ],
)
def test_every_script_is_read_by_a_language_that_knows_it(
    text: str, language: str, parts: list[tuple[str, str]]
) -> None:
    assert runs(text, language) == parts


@given(st.text("ab1 <>*_`[]()!/:.@#|-=\n😀", max_size=60), st.sampled_from(["en", "de", "ja"]))
def test_words_are_never_lost_altogether(text: str, language: str) -> None:
    assert speakable(text, language) or not any(sign.isalnum() for sign in text)


@given(st.text(max_size=80))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    assert all(sign.isprintable() or is_emoji(sign) for sign in speakable(text))


@pytest.mark.parametrize("piece", ["| ", " ", "😀", "1.", "[", "*a ", "<a", "$1", "`", "- ", "](", "A. "])
def test_long_hostile_texts_take_no_longer_than_long_ones(piece: str) -> None:
    # A pattern that grows with the square of its text would run into the time limit of a test.
    assert len(speakable(piece * (20_000 // len(piece)))) <= 100_000
