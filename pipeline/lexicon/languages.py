"""Guesses the language of a short text from its script and its commonest words."""

from __future__ import annotations

import re
import unicodedata

from pipeline.lexicon.forms import inflected
from pipeline.lexicon.things import TONGUES, lexicon
from pipeline.lexicon.words import known, words

_SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "BENGALI": "bn",
    "TAMIL": "ta",
}
_LETTERS = {
    sign: language
    for signs, language in (
        ("ßä", "de"),
        ("ñ¿¡", "es"),
        ("œçê", "fr"),
        ("ìò", "it"),
        ("ãõ", "pt"),
        ("łżźśńę", "pl"),
        ("å", "sv"),
        ("ğşı", "tr"),
    )
    for sign in signs
}

_ITALIAN = re.compile(r"(bb|cc|dd|ff|gg|mm|nn|pp|ss|tt|vv|zz)[aio]$")
"""Doubled consonants before a last vowel: Spanish and Portuguese hardly know them."""
_CERTAIN = frozenset({"ein", "eine", "unser", "unsere"})
"""What tells more than that the noun after it, such as `Monster`, is English as well."""
_IN_O = ("es", "it", "pt")
"""Where many words end in -o."""


def guess(text: str, tokens: list[str]) -> str:
    """The likeliest language of a text as BCP 47; `en` where nothing tells. `tokens` are its words in lower case."""
    scripts = [_script(sign) for sign in text if sign.isalpha()]
    if "ja" in scripts:
        return "ja"
    other = [script for script in scripts if script]
    if 2 * len(other) >= len(scripts) and other:
        most = max(set(other), key=other.count)
        return "uk" if most == "ru" and any(sign in "іїєґ" for sign in text.lower()) else most
    return _by_words(text, tokens)


def _script(sign: str) -> str:
    if sign < "\u0370":
        return ""
    return _SCRIPTS.get(unicodedata.name(sign, "").split(" ")[0].split("-")[0], "")


def _by_words(text: str, tokens: list[str]) -> str:
    points = dict.fromkeys(words().languages, 0.0)
    points["en"] = 0.9
    own = lexicon().by_key
    for token in tokens:
        having = [language for language, common in words().languages.items() if token in common]
        for language in having:
            # A word of one language alone tells more than one that several share.
            points[language] += 1.8 if token in _CERTAIN else 1.0 if len(having) > 1 or language == "en" else 1.5
        if _ITALIAN.search(token):
            points["it"] += 1.0
        for language, names in lexicon().foreign.items():
            if language in points and token in names and token not in own and token not in words().links:
                points[language] += 1.0
        for language in TONGUES if len(token) > 3 and token not in lexicon().english else ():
            if token not in lexicon().foreign[language] and inflected(token, language):
                points[language] += 0.6
        for language, adjectives in words().adjectives_of.items():
            if language in points and known(adjectives, token):
                points[language] += 1.0 if language == "de" else 0.8
        if token in own:
            points["en"] += 0.8
        if token.endswith("o"):
            for language in _IN_O:
                points[language] += 0.2
    for sign in set(text.lower()):
        if sign in _LETTERS:
            points[_LETTERS[sign]] += 0.7
    return max(points, key=lambda language: points[language])
