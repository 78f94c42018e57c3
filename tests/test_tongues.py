import pytest

from pipeline.write.tongues import Tongue, tongue_of

SAID = {
    "en": "Hmph, I was asleep. Rain is the best sound there is.",
    "de": "Hmpf, ich habe geschlafen. Regen ist das schönste Geräusch, das es gibt.",
    "es": "Vaya, estaba dormida. La lluvia es el mejor sonido que hay, y yo lo sé.",
    "fr": "Hm, je dormais. La pluie est le plus beau bruit du monde, tu ne trouves pas ?",
    "it": "Mah, dormivo. La pioggia è il suono più bello che ci sia, lo sai anche tu.",
    "pt": "Ora, eu estava a dormir. A chuva é o melhor som que há, não é?",
    "nl": "Hmpf, ik sliep. Regen is het mooiste geluid dat er is, vind je niet?",
    "pl": "Hm, właśnie spałem, ale deszcz to jest najpiękniejszy dźwięk na świecie, nie sądzisz?",
    "sv": "Hm, jag sov. Regn är det vackraste ljudet som finns, tycker du inte?",
    "tr": "Hım, uyuyordum. Yağmur çok güzel bir ses, değil mi, benim için öyle.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_reply_is_in_its_own_language(language):
    assert tongue_of(SAID[language], language) is Tongue.RIGHT
    assert tongue_of(SAID[language], f"{language}-XX") is Tongue.RIGHT


@pytest.mark.parametrize("spoken", SAID)
@pytest.mark.parametrize("wanted", SAID)
def test_a_reply_in_another_language_is_seen(spoken, wanted):
    if spoken != wanted:
        assert tongue_of(f"{SAID[spoken]} {SAID[spoken]}", wanted) is Tongue.WRONG


def first(text, language):
    """What is decided while the text comes in, letter by letter."""
    states = (tongue_of(text[:end], language) for end in range(len(text) + 1))
    return next((state for state in states if state is not Tongue.OPEN), Tongue.OPEN)


def test_streamed_letter_by_letter_nearly_all_is_seen_and_nothing_right_is_taken_for_wrong():
    found = {(spoken, wanted): first(f"{text} {text}", wanted) for spoken, text in SAID.items() for wanted in SAID}
    assert all(found[language, language] is Tongue.RIGHT for language in SAID)
    wrong = [state for (spoken, wanted), state in found.items() if spoken != wanted]
    assert wrong.count(Tongue.WRONG) >= 0.9 * len(wrong)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("C'est la vie, mon ami! Let me pour you some tea.", "en"),
        ("¡Olé! Buenas noches, amigos! I am the best dancer in this kitchen.", "en"),
        ("Ha ha ha! Tick, tock, tick, tock, tick, tock, tick, tock!", "de"),
        ("Pasta, pizza, cappuccino, mamma mia, bella, bella!", "en"),
        ("Oh là là ! Bonjour, chérie. Ich freue mich, dass du da bist.", "de"),
        ("", "en"),
        ("42", "fr"),
        ("Teekanne", "de"),
        ("Привет, я чайник.", "ru"),
        ("Minä olen teepannu ja nukuin juuri.", "fi"),
        ("Whiskers says: la la la, de de de, o o o!", "en"),
    ],
)
def test_quotations_names_and_noises_raise_no_alarm(text, language):
    assert tongue_of(text, language) is not Tongue.WRONG
