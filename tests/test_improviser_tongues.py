"""The languages whose words and sentences have files of their own."""

from __future__ import annotations

import re
import time

import pytest

from pipeline.catalog import read_catalog
from pipeline.lexicon import MOODS, lexicon, moods_of, read
from pipeline.lexicon.cleaning import unmarked
from pipeline.lexicon.languages import guess
from pipeline.lexicon.things import TONGUES, tongue, words_of
from pipeline.types import Line
from pipeline.write.improvise.answering import answer, count_words
from pipeline.write.improvise.gender import agreement
from pipeline.write.improvise.inventing import invent, mood_word
from pipeline.write.improvise.slots import foreign_slots, raised
from pipeline.write.improvise.tables import FULL, intents, own_intents, sentences
from pipeline.write.improvise.understanding import hear, name_in
from pipeline.write.tongues import Tongue, tongue_of

CATALOG = read_catalog()
READ = [
    ("una teiera scontrosa", "it", "teapot", "grumpy"),
    ("un'anziana quercia saggia", "it", "oak", "wise"),
    ("due calzini assonnati", "it", "sock", "sleepy"),
    ("il fantasma timido che ama la pizza", "it", "ghost", "shy"),
    ("un cane fiero", "it", "dog", "proud"),
    ("um bule rabugento", "pt", "teapot", "grumpy"),
    ("uma velha coruja muito sábia", "pt", "owl", "wise"),
    ("dois leões sonolentos", "pt", "lion", "sleepy"),
    ("o cão que gosta de bolo e é tímido", "pt", "dog", "shy"),
    ("um cachorrinho feliz", "pt", "dog", "cheerful"),
    ("een chagrijnige theepot", "nl", "teapot", "grumpy"),
    ("een boze beer", "nl", "bear", "grumpy"),
    ("twee slaperige katten", "nl", "cat", "sleepy"),
    ("de oude wijze eikenboom", "nl", "oak", "wise"),
    ("een dapper konijn dat van taart houdt", "nl", "rabbit", "heroic"),
    ("zrzędliwy czajniczek", "pl", "teapot", "grumpy"),
    ("stary mądry król", "pl", "king", "wise"),
    ("zły pies", "pl", "dog", "grumpy"),
    ("dwa senne koty", "pl", "cat", "sleepy"),
    ("dzielna mała żaba w kapeluszu", "pl", "frog", "heroic"),
    ("huysuz bir çaydanlık", "tr", "teapot", "grumpy"),
    ("kizgin bir caydanlik", "tr", "teapot", "grumpy"),
    ("cesur bir at", "tr", "horse", "heroic"),
    ("pizza seven utangaç hayalet", "tr", "ghost", "shy"),
    ("İhtiyar bilge çınar ağacı", "tr", "oak", "wise"),
]
HEARD = [
    ("it", "Ciao!", "greet"),
    ("it", "Come stai?", "how_are_you"),
    ("it", "Chi sei?", "who"),
    ("it", "come ti chiami", "your_name"),
    ("it", "Raccontami una barzelletta", "joke"),
    ("it", "Ti piace la pioggia?", "do_like"),
    ("it", "Cosa odi?", "dislikes"),
    ("it", "Sei un bot?", "is_ai"),
    ("it", "Perché?", "why"),
    ("it", "perche no", "why"),
    ("it", "quanto fa 7 per 8?", "sum"),
    ("it", "Sono stanca morta", "down_user"),
    ("it", "Voglio morire", "crisis"),
    ("it", "Grazie mille", "thanks"),
    ("it", "Arrivederci", "farewell"),
    ("pt", "Oi!", "greet"),
    ("pt", "Tudo bem?", "how_are_you"),
    ("pt", "Como você está?", "how_are_you"),
    ("pt", "Quem é você?", "who"),
    ("pt", "Como te chamas?", "your_name"),
    ("pt", "Conta uma piada", "joke"),
    ("pt", "Você gosta de chuva?", "do_like"),
    ("pt", "Do que você não gosta?", "dislikes"),
    ("pt", "voce e um robo?", "is_ai"),
    ("pt", "Por quê?", "why"),
    ("pt", "quanto é 7 vezes 8?", "sum"),
    ("pt", "quanto é 7 mais 8?", "sum"),
    ("pt", "Estou muito cansada", "down_user"),
    ("pt", "Eu quero morrer", "crisis"),
    ("pt", "Obrigado!", "thanks"),
    ("pt", "Até amanhã", "farewell"),
    ("nl", "Hoi!", "greet"),
    ("nl", "Hoe gaat het?", "how_are_you"),
    ("nl", "Wie ben je?", "who"),
    ("nl", "Hoe heet je?", "your_name"),
    ("nl", "Vertel een mop", "joke"),
    ("nl", "Hou je van regen?", "do_like"),
    ("nl", "Waar heb je een hekel aan?", "dislikes"),
    ("nl", "Ben je een robot?", "is_ai"),
    ("nl", "Waarom?", "why"),
    ("nl", "Wat vind je van regen?", "opinion"),
    ("nl", "hoeveel is 7 keer 8?", "sum"),
    ("nl", "Ik ben zo moe", "down_user"),
    ("nl", "Ik wil dood", "crisis"),
    ("nl", "Dank je wel", "thanks"),
    ("nl", "Tot morgen", "farewell"),
    ("pl", "Cześć!", "greet"),
    ("pl", "Jak się masz?", "how_are_you"),
    ("pl", "Kim jesteś?", "who"),
    ("pl", "Jak masz na imię?", "your_name"),
    ("pl", "opowiedz dowcip", "joke"),
    ("pl", "Lubisz deszcz?", "do_like"),
    ("pl", "Czego nie lubisz?", "dislikes"),
    ("pl", "Czy jesteś botem?", "is_ai"),
    ("pl", "Dlaczego?", "why"),
    ("pl", "ile to jest 7 razy 8?", "sum"),
    ("pl", "Jestem taka zmęczona", "down_user"),
    ("pl", "Chcę umrzeć", "crisis"),
    ("pl", "Dziękuję!", "thanks"),
    ("pl", "Do zobaczenia", "farewell"),
    ("tr", "Merhaba!", "greet"),
    ("tr", "Nasılsın?", "how_are_you"),
    ("tr", "nasilsin", "how_are_you"),
    ("tr", "Sen kimsin?", "who"),
    ("tr", "Adın ne?", "your_name"),
    ("tr", "Bir fıkra anlat", "joke"),
    ("tr", "Yağmuru sever misin?", "do_like"),
    ("tr", "Neyi sevmezsin?", "dislikes"),
    ("tr", "Sen robot musun?", "is_ai"),
    ("tr", "Neden?", "why"),
    ("tr", "7 çarpı 8 kaç eder?", "sum"),
    ("tr", "Bugün çok yorgunum", "down_user"),
    ("tr", "Ölmek istiyorum", "crisis"),
    ("tr", "Teşekkür ederim", "thanks"),
    ("tr", "Yarın görüşürüz", "farewell"),
    ("it", "parlami della luna", "opinion"),
    ("it", "Perché sei così scontroso?", "mood_why"),
    ("pt", "Como está o tempo?", "weather"),
    ("pt", "De que tens medo?", "fear"),
    ("nl", "Waar ben je van gemaakt?", "made_of"),
    ("nl", "Hoe is het om een theepot te zijn?", "kind_fact"),
    ("pl", "wolisz herbatę czy kawę?", "versus"),
    ("pl", "Czy to daleko?", "yesno"),
    ("tr", "bana aydan bahset", "opinion"),
    ("tr", "Çay mı kahve mi?", "versus"),
    ("it", "I want to die", "crisis"),
    ("it", "who are you?", "who"),
    ("en", "Come ti chiami?", "your_name"),
]
NAMES = [
    ("Mi chiamo Marco", "Marco"),
    ("sono Giulia", "Giulia"),
    ("Ieri sono andato al mare", ""),
    ("Eu me chamo Zé", "Zé"),
    ("sou a Ana", "Ana"),
]
SPOKEN = {"it": "Sei|nome", "pt": "Você é", "nl": "Je bent", "pl": "Masz|Nazywasz", "tr": "Adın"}
NO_MODEL = {
    "it": "modello linguistico",
    "pt": "modelo de linguagem",
    "nl": "taalmodel",
    "pl": "model językowy",
    "tr": "dil modeli",
}


@pytest.mark.parametrize(("description", "language", "key", "mood"), READ)
def test_a_description_is_understood_in_its_language(description, language, key, mood):
    reading = read(description)
    assert (reading.language, reading.thing.key, reading.moods[:1]) == (language, key, (mood,))
    assert reading.exact


@pytest.mark.parametrize(("description", "language"), [row[:2] for row in READ])
def test_a_persona_speaks_the_language_with_a_voice_of_it(description, language):
    persona = invent(description, CATALOG, 1)
    assert persona.language == language
    assert CATALOG.voice(persona.voice_id).language.split("-")[0] == language
    assert re.search(SPOKEN[language], persona.personality)
    assert moods_of(persona.traits, language)[0] == read(description).moods[0]


@pytest.mark.parametrize(("language", "said", "intent"), HEARD)
def test_what_people_say_is_understood(language, said, intent):
    assert hear(said, language).intent == intent


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_told_from_other_words(text, name):
    assert name_in(text) == name


@pytest.mark.parametrize("language", TONGUES)
def test_a_language_has_names_and_adjectives_enough(language):
    rows = [line.partition("|") for line in tongue(language)["names"].strip().splitlines()]
    assert all(key.strip() in lexicon().by_key for key, _, _ in rows)
    assert len(rows) >= 250
    assert sum(len(words_of(text)) for text in tongue(language)["moods"].values()) >= 150


@pytest.mark.parametrize("language", TONGUES)
def test_names_are_also_known_without_their_marks(language):
    names = [name for name in lexicon().foreign[language] if not name.isascii()]
    assert names == [] or all(lexicon().called(unmarked(name), language) for name in names)


@pytest.mark.parametrize("language", TONGUES)
def test_every_mood_has_a_word_that_is_known_again(language):
    for gender in ("feminine", "masculine"):
        said = [mood_word(language, mood, gender) for mood in MOODS]
        assert [moods_of((word,)) for word in said] == [(mood,) for mood in MOODS]
        assert "" not in said


@pytest.mark.parametrize("language", TONGUES)
def test_every_category_and_mood_has_its_own_lines(language):
    own = sentences(language)
    for table in ("greeting", "opener", "closer", "manner"):
        assert set(own[table]) == set(MOODS)
    assert set(own["persona"]["mood"]) == set(MOODS)
    assert {thing.category for thing in lexicon().things} <= set(own["category"])
    assert {name for name, _ in intents()} - {"yesno", "crisis"} <= {"yesno", *dict(own_intents(language))}
    assert not any(opener.endswith(":") for lines in own["opener"].values() for opener in lines)


@pytest.mark.parametrize("language", TONGUES)
def test_every_slot_has_a_value_in_both_genders(language):
    reading = read("teapot")
    for gender in ("feminine", "masculine"):
        assert agreement(language, gender).keys() == agreement(language, "masculine").keys()
        slots = foreign_slots(reading, "N", "t", language, gender)
        fields = set(re.findall(r"{(\w+)}", str({k: v for k, v in sentences(language).items() if k != "heard"})))
        talk = {"manner", "topic", "you", "who", "earlier", "last", "told"}
        assert fields - talk <= set(slots)


@pytest.mark.parametrize(("language", "pattern"), [(name, own) for name in TONGUES for _, own in own_intents(name)])
def test_expressions_are_written_without_marks(language, pattern):
    assert pattern[0].pattern == unmarked(pattern[0].pattern)


@pytest.mark.parametrize("language", TONGUES)
def test_it_says_openly_that_no_language_model_is_connected(language):
    description = next(row[0] for row in READ if row[1] == language)
    lines = sentences(language)["reply"]["is_ai"]
    assert all(NO_MODEL[language] in line for line in lines)
    said = answer(invent(description, CATALOG, 2), [], Line("guest", "Are you an AI?", 0.0), 50)
    assert NO_MODEL[language] in said


@pytest.mark.parametrize("language", TONGUES)
def test_its_own_sentences_are_not_taken_for_another_language(language):
    persona = invent(next(row[0] for row in READ if row[1] == language), CATALOG, 3)
    replies = [line for lines in sentences(language)["reply"].values() for line in lines]
    assert tongue_of(persona.personality, language) is Tongue.RIGHT
    assert not any(tongue_of(line, language) is Tongue.WRONG for line in replies)


def test_what_agrees_with_a_character_agrees_with_its_gender():
    woman, man = invent("una strega nervosa", CATALOG, 1), invent("uno stregone nervoso", CATALOG, 1)
    assert "nervosa" in woman.traits
    assert "nervoso" in man.traits
    assert mood_word("it", "nervous", "feminine") == "nervosa"


def test_a_turkish_capital_keeps_its_dot():
    assert raised("iyi", "tr") == "İyi"
    assert raised("ışık", "tr") == "Işık"
    assert raised("iyi") == "Iyi"


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("piece", ["ha", "sen misin ", "x o y of z czy ", "mi ", "ne di que ", "je ", "a e i o "])
def test_no_expression_runs_away(language, piece):
    persona = invent(next(row[0] for row in READ if row[1] == language), CATALOG, 1)
    hear("", language)
    start = time.process_time()
    assert answer(persona, [], Line("guest", piece * (600 // len(piece)) + "!x", 0.0), 50)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("language", TONGUES)
def test_replies_keep_their_words_and_leave_no_slot_open(language):
    said = ["?", "...", "😂", *(text for spoken, text, _ in HEARD if spoken == language)]
    for seed, (description, _) in enumerate([row[:2] for row in READ if row[1] == language]):
        persona = invent(description, CATALOG, seed)
        replies = [answer(persona, [], Line("guest", text, 0.0), 50) for text in said]
        texts = [persona.summary, persona.personality, persona.greeting, persona.manner, *persona.traits, *replies]
        assert not [text for text in texts if not text.strip() or re.search(r"[{}]|  |\.\.(?!\.)", text)]
        assert all(count_words(reply) <= 50 for reply in replies)
        assert persona.personality.count("\n") >= 4


@pytest.mark.parametrize(
    ("description", "language"),
    [
        ("a beer at home", "en"),
        ("a can opener", "en"),
        ("look at the moon", "en"),
        ("a festival clown", "en"),
        ("three pale horses", "en"),
        ("ein wütender Bär", "de"),
        ("der alte Mann und das Meer", "de"),
        ("un gato negro y perezoso", "es"),
        ("una tetera gruñona", "es"),
        ("el robot de mi abuela", "es"),
        ("un vieux roi fatigué", "fr"),
        ("l'éléphant timide", "fr"),
    ],
)
def test_other_languages_stay_what_they_are(description, language):
    assert read(description).language == language


@pytest.mark.parametrize(
    ("description", "name", "summary"),
    [
        ("Un cactus chiamato Gino", "Gino", "Un cactus chiamato Gino."),
        ("um dragão chamado Fumaça", "Fumaça", "Um dragão chamado Fumaça."),
        ("een kabouter genaamd Pim", "Pim", "Een kabouter genaamd Pim."),
        ("Kot imieniem Mruczek", "Mruczek", "Kot imieniem Mruczek."),
        ("Pamuk adında bir bulut", "Pamuk", "Pamuk adında bir bulut."),
        ("Babbo Natale", "Babbo Natale", "Babbo Natale in persona."),
    ],
)
def test_a_name_that_is_told_is_kept_and_not_told_twice(description, name, summary):
    persona = invent(description, CATALOG, 1)
    assert persona.name == name
    assert persona.summary.startswith(summary)


def test_a_description_inside_a_sentence_begins_small_and_a_german_noun_does_not():
    said = {text: invent(text, CATALOG, 1).personality.split("\n")[0] for text in ("Kot imieniem Mruczek", "Kanne")}
    assert ": kot imieniem" in said["Kot imieniem Mruczek"]
    assert "Kanne" in said["Kanne"]


@pytest.mark.parametrize("language", FULL)
def test_nearly_all_longer_sentences_are_taken_for_their_own_language(language):
    lines = [line for lines in sentences(language)["reply"].values() for line in lines]
    longer = [re.sub(r"{\w+}", "", line) for line in lines if len(line.split()) > 8]
    guessed = [guess(line, re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", line.casefold())) for line in longer]
    assert guessed.count(language) >= 0.94 * len(longer)
