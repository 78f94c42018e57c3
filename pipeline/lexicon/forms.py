"""Finds the thing behind another form of its name: plurals, diminutives, cases, compounds."""

from __future__ import annotations

import functools

from pipeline.lexicon.things import TONGUES, Thing, lexicon, tongue, words_of

_ENDINGS = {
    "de": ("n", "en", "e", "er", "s", "es", "chen", "lein", "in"),
    "es": ("s", "es", "ito", "ita"),
    "fr": ("s", "x"),
    "ru": ("а", "я", "у", "ю", "ы", "и", "е", "ой", "ом", "ем", "ей", "ек", "ик"),
}


def inflected(word: str, language: str) -> Thing | None:
    """The thing that a word of a language is a form of; None where it is none."""
    if language in TONGUES:
        return _by_tongue(word, language)
    by_name = lexicon().by_name
    plain = word.removesuffix("'s")
    if plain != word and plain in by_name:
        return by_name[plain]
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            bare = by_name.get(word[: -len(ending)])
            if bare is not None:
                return bare
    if language == "de" and len(word) > 6:
        heads = (by_name.get(word[cut:]) for cut in range(3, len(word) - 3))
        return next((head for head in heads if head is not None), None)
    return None


def _by_tongue(word: str, language: str) -> Thing | None:
    own = lexicon().foreign[language]
    for ending, base in _endings(language):
        if (
            word.endswith(ending)
            and len(word) - len(ending) > 1
            and (bare := own.get(word.removesuffix(ending) + base))
        ):
            return bare
    if language == "nl" and len(word) > 6:
        return next((own[word[cut:]] for cut in range(3, len(word) - 2) if word[cut:] in own), None)
    return None


@functools.cache
def _endings(language: str) -> tuple[tuple[str, str], ...]:
    """What a form may end in, the longest first, and what the name itself has there."""
    pairs = (pair.partition(">") for pair in words_of(tongue(language)["endings"]))
    found = ((ending.strip(), base.strip()) for ending, _, base in pairs)
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
