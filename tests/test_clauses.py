from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import read
from pipeline.lexicon.clauses import KINDS, told
from pipeline.lexicon.things import table as lexicon_table
from pipeline.types import Catalog, Line, Style, Voice
from pipeline.write.improvise.answering import answer
from pipeline.write.improvise.inventing import invent
from pipeline.write.improvise.tables import table

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr", "ru")
CATALOG = Catalog(
    (Style("plain", "Plain", "a plain manner", "{}", "CC0"),),
    tuple(
        Voice(f"{language}-{gender}", "a voice", "", language, gender, "fake", gender, "CC0")
        for language in LANGUAGES
        for gender in ("feminine", "masculine")
    ),
)

CLAUSES = [
    ("a cloud that is afraid of heights", "heights", "", "", "a cloud"),
    ("a knight who's scared of horses", "horses", "", "", "a knight"),
    ("a knight scared of horses and dogs and who loves tea", "horses and dogs", "tea", "", "a knight"),
    ("an old robot who loves jazz but hates rain", "", "jazz", "rain", "an old robot"),
    ("a cat in love with the moon", "", "the moon", "", "a cat"),
    ("a cloud with a fear of heights named Otto", "heights", "", "", "a cloud named Otto"),
    ("a dragon that fears nothing", "", "", "", "a dragon that fears nothing"),
    ("two old boots who hate each other", "", "", "", "two old boots who hate each other"),
    ("a cat who likes", "", "", "", "a cat who likes"),
    ("ein Geist, der sich im Dunkeln fürchtet", "", "", "", "ein Geist, der sich im Dunkeln fürchtet"),
    ("a love letter", "", "", "", "a love letter"),
    ("ein Drache, der Angst vor Feuer hat", "Feuer", "", "", "ein Drache"),
    ("ein Drache, der Angst vor Feuer hat, namens Otto", "Feuer", "", "", "ein Drache namens Otto"),
    ("ein Ritter, der sich vor Pferden fürchtet und Tee liebt", "Pferden", "Tee", "", "ein Ritter"),
    ("ein Pirat, der das Meer hasst und Tee liebt", "", "Tee", "das Meer", "ein Pirat"),
    ("der Hund der Katzen liebt", "", "Katzen", "", "der Hund"),
    ("un caballero que teme la oscuridad y ama el té", "la oscuridad", "el té", "", "un caballero"),
    ("un chat qui a peur du feu et qui déteste l'eau", "du feu", "", "l'eau", "un chat"),
    ("un gatto innamorato della luna che ha paura dei cani", "dei cani", "della luna", "", "un gatto"),
    ("um gato que tem medo de fogo", "de fogo", "", "", "um gato"),
    ("een draak die bang voor vuur is", "vuur", "", "", "een draak"),
    ("een ridder die van thee houdt en honden haat", "", "thee", "honden", "een ridder"),
    ("smok, który boi się ognia", "ognia", "", "", "smok"),
    ("ateşten korkan bir ejderha", "ateşten", "", "", "bir ejderha"),
    ("дракон, который боится огня", "огня", "", "", "дракон"),
]


def ask(description, *questions):
    persona, history = invent(description, CATALOG, 1), []
    for question in questions:
        said = Line("guest", question, 0.0)
        history += [said, Line("", answer(persona, history, said, 40), 0.0)]
    return [line.text for line in history if not line.who]


@pytest.mark.parametrize(("description", "fear", "love", "hate", "rest"), CLAUSES)
def test_what_is_feared_loved_and_hated_is_found(description, fear, love, hate, rest):
    found = told(description, read(description).language)
    assert (found.fear, found.love, found.hate, found.rest) == (fear, love, hate, rest)


def test_any_other_relative_clause_is_left_and_can_be_cut_off():
    found = told("ein Leuchtturm, der nachts singt", "de")
    assert (found.rest, found.bare, found.kinds) == ("ein Leuchtturm, der nachts singt", "ein Leuchtturm", ())


def test_every_language_with_clauses_has_sentences_for_them():
    languages = {key for key, value in lexicon_table("clauses").items() if isinstance(value, dict)}
    assert languages == set(table("told")) == set(LANGUAGES)
    for rows in table("told").values():
        assert all(rows[kind]["they"] and rows[kind]["you"] and rows[kind]["i"] for kind in KINDS)


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_looked_through(text, language):
    assert isinstance(told(text, language).rest, str)


@pytest.mark.parametrize(
    ("description", "question", "feared"),
    [
        ("a cloud that is afraid of heights", "What are you afraid of?", "heights"),
        ("a knight who is scared of horses", "Are you afraid of anything?", "horses"),
        ("a ghost who is terrified of its own shadow", "What are you afraid of?", "my own shadow"),
        ("ein Drache, der Angst vor Feuer hat", "Wovor hast du Angst?", "vor Feuer"),
        ("un dragón que teme el fuego", "¿De qué tienes miedo?", "miedo al fuego"),
        ("un dragon qui craint le feu", "De quoi as-tu peur ?", "peur du feu"),
        ("un drago che teme il fuoco", "Di cosa hai paura?", "paura del fuoco"),
        ("um gato que teme o fogo", "Do que você tem medo?", "medo do fogo"),
        ("een draak die bang is voor vuur", "Waar ben je bang voor?", "voor vuur"),
        ("smok, który boi się ognia", "Czego się boisz?", "się ognia"),
        ("ateşten korkan bir ejderha", "Neden korkarsın?", "Ateşten kork"),
        ("дракон, который боится огня", "Чего ты боишься?", "огня"),
    ],
)
def test_a_told_fear_is_in_the_personality_and_answers_every_time(description, question, feared):
    word = feared.split()[-1] if feared[0].islower() else "Ateşten"
    assert word in invent(description, CATALOG, 1).personality
    assert all(feared.casefold() in one.casefold() for one in ask(description, question, question))


def test_what_is_loved_and_hated_answers_too():
    assert "jazz" in ask("an old robot who loves jazz but hates rain", "What do you like?")[0]
    assert "rain" in ask("an old robot who loves jazz but hates rain", "What do you hate?")[0]
    assert "singing" in ask("a lighthouse that loves to sing", "What do you like?")[0]
    assert "das Meer" in ask("ein Pirat, der das Meer hasst", "Was magst du nicht?")[0]
    assert "meinen Papagei" in ask("ein Pirat, der seinen Papagei liebt", "Was magst du?")[0]


@pytest.mark.parametrize("seed", range(6))
def test_the_summary_stays_a_sentence_and_does_not_contradict(seed):
    summary = invent("ein schüchterner Leuchtturm, der Angst vor Wasser hat", CATALOG, seed).summary
    assert re.fullmatch(r"[^:.,]+: ein schüchterner Leuchtturm\. Hat Angst vor Wasser\.", summary)
    assert "Salzwasser" not in invent("ein Leuchtturm, der Angst vor Wasser hat", CATALOG, seed).personality


def test_a_clause_without_its_comma_is_cut_off_and_an_owner_is_not():
    assert told("ein Kaktus der gerne umarmt wird", "de").bare == "ein Kaktus"
    assert told("der Toaster der alten Welt", "de").bare == "der Toaster der alten Welt"


def test_what_is_only_feared_does_not_keep_it_company():
    assert "without" not in invent("a toaster afraid of bread", CATALOG, 1).personality
    assert "without" not in invent("a knight who is scared of horses", CATALOG, 1).personality


@pytest.mark.parametrize(
    ("description", "whole"),
    [
        ("a lighthouse that sings at night", "a lighthouse that sings at night"),
        ("ein Leuchtturm, der nachts singt", "ein Leuchtturm, der nachts singt"),
    ],
)
def test_another_clause_stands_where_there_is_room_for_it(description, whole):
    persona = invent(description, CATALOG, 2)
    assert whole in persona.personality
    assert f"singt namens {persona.name}" not in persona.summary


@pytest.mark.parametrize(
    ("description", "own"),
    [
        ("unsere Kaffeemaschine", "eine Kaffeemaschine"),
        ("mein alter Toaster", "ein alter Toaster"),
        ("unsere Tassen", "unsere Tassen"),
        ("nuestra cafetera", "una cafetera"),
        ("la nostra lavastoviglie", "una lavastoviglie"),
        ("a minha torradeira", "uma torradeira"),
        ("onze broodrooster", "een broodrooster"),
        ("nasza pralka", "pralka"),
    ],
)
def test_a_thing_is_not_its_own_owner(description, own):
    persona = invent(description, CATALOG, 2)
    assert persona.object == description
    assert own in persona.personality
    assert own in persona.summary.replace(own[:1].upper() + own[1:], own)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("description", ["der Toaster meiner Oma", "la lavastoviglie di mia nonna", "unsere Tassen"])
def test_no_name_follows_an_owner_or_one_certain_thing(description, seed):
    persona = invent(description, CATALOG, seed)
    assert persona.summary.startswith(f"{persona.name}: {description}.")


def test_what_is_feared_does_not_stand_by_it_and_what_is_loved_does():
    assert [thing.key for thing in read("ein Leuchtturm, der Angst vor Wasser hat").others] == ["fear"]
    assert "horse" not in [thing.key for thing in read("a knight who is scared of horses").others]
    assert "horse" in [thing.key for thing in read("a knight who loves horses").others]
