from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.types import Catalog, Line, Style, Voice
from pipeline.write.improvise.answering import answer
from pipeline.write.improvise.following import language_spoken
from pipeline.write.improvise.inventing import invent

CATALOG = Catalog(
    (Style("plain", "Plain", "a plain manner", "{}", "CC0"),),
    tuple(Voice(one, "a voice", "", one, "neutral", "fake", one, "CC0") for one in ("en", "de")),
)
TEAPOT = invent("a grumpy teapot", CATALOG, 1)
KATER = invent("ein fauler Kater", CATALOG, 1)


def spoken_after(*texts, persona=TEAPOT):
    *before, last = (Line("guest", text, 0.0) for text in texts)
    return language_spoken(persona, before, last)


def test_one_short_message_in_another_language_changes_nothing():
    assert spoken_after("Wovor hast du Angst?") == "en"
    assert spoken_after("Hallo!", "ok", "Bonjour") == "en"
    assert spoken_after("What does 'ich liebe dich' mean?") == "en"


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        ("Wovor hast du Angst?", "Wer bist du?", "de"),
        ("¿De qué tienes miedo?", "¿Quién eres?", "es"),
        ("De quoi as-tu peur ?", "Qui es-tu, toi ?", "fr"),
        ("Di cosa hai paura?", "Chi sei tu?", "it"),
        ("Do que você tem medo?", "Quem é você?", "pt"),
        ("Waar ben je bang voor?", "Wie ben jij?", "nl"),
        ("Czego się boisz?", "Kim ty jesteś, co?", "pl"),
        ("Sen kimsin?", "Bana bir şey anlat", "tr"),
        ("Кто ты?", "Чего ты боишься?", "ru"),
    ],
)
def test_two_clear_messages_change_the_language(first, second, language):
    assert spoken_after(first, "ok", second) == language


def test_one_long_message_changes_the_language():
    assert spoken_after("Was machst du gerne den ganzen Tag?") == "de"
    assert spoken_after("What do you like to do all day?", persona=KATER) == "en"


def test_short_words_stay_in_the_new_language_and_one_message_leads_back():
    german = ("Wovor hast du Angst?", "Wer bist du?")
    assert spoken_after(*german, "lol") == "de"
    assert spoken_after(*german, "Who are you?") == "en"
    assert spoken_after(*german, "Who are you?", "Magst du mich?") == "en"


def test_who_was_asked_for_in_a_language_keeps_it():
    asked = replace(TEAPOT, language="de")
    assert spoken_after("What do you like to do all day?", persona=asked) == "de"


def test_the_answer_names_the_thing_in_the_new_language():
    said = Line("guest", "Sag mir doch bitte, wer du bist und was du kannst", 0.0)
    assert "teapot" not in answer(TEAPOT, [], said, 40)
    said = Line("guest", "Who are you and what do you do all day?", 0.0)
    assert "Kater" not in answer(KATER, [], said, 40)


def test_a_told_fear_is_known_in_english_too():
    dragon = invent("ein Drache, der Angst vor Feuer hat", CATALOG, 1)
    knight = invent("ein Ritter, der sich vor Pferden fürchtet", CATALOG, 1)
    said = Line("guest", "Tell me, what are you most afraid of?", 0.0)
    assert "fire" in answer(dragon, [], said, 40)
    assert "horses" in answer(knight, [], said, 40)


def test_what_the_character_says_itself_tells_nothing():
    history = [Line("", "Wovor hast du Angst? Was machst du gerne?", 0.0)] * 3
    assert language_spoken(TEAPOT, history, Line("guest", "ok", 0.0)) == "en"


@given(st.lists(st.text(max_size=80), max_size=6), st.text(max_size=80))
def test_any_text_leaves_a_language_that_is_spoken(texts, last):
    assert spoken_after(*texts, last) in {"en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr", "ru", "zh", "ja"}
