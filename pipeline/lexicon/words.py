"""People's words for moods, colours, materials, age, gender and size, in several languages."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.lexicon.cleaning import unmarked
from pipeline.lexicon.things import MOODS, TONGUES, table, tongue, words_of

_ENDING = 3
"""How many letters a stem that is marked with * may be followed by."""


@dataclass(frozen=True, slots=True)
class Words:
    """What single words and short phrases mean; a key that ends in * is a stem."""

    moods: Mapping[str, str]
    colours: Mapping[str, str]
    materials: Mapping[str, str]
    age: Mapping[str, str]
    gender: Mapping[str, str]
    size: Mapping[str, str]
    languages: Mapping[str, frozenset[str]]
    adjectives_of: Mapping[str, frozenset[str]]
    """Per language the adjectives that belong to it."""
    skip: frozenset[str]
    links: frozenset[str]
    roles: frozenset[str]
    mass: frozenset[str]
    refused: frozenset[str]


def words(language: str = "") -> Words:
    """The words, read once; in a language with a table of its own they mean first what they mean there."""
    return _words_in(language) if language in TONGUES else _every_word()


@functools.cache
def _every_word() -> Words:
    file = table("words")
    moods: dict[str, str] = {}
    adjectives: dict[str, set[str]] = {}
    for mood in MOODS:
        for language, text in file["moods"][mood].items():
            for word in words_of(text):
                moods.setdefault(word, mood)
                adjectives.setdefault(language, set()).add(word)
    colours: dict[str, str] = {}
    for language, text in file["colours"].items():
        own = _colours(text)
        colours = own | colours
        adjectives.setdefault(language, set()).update(own)
    common = {language: frozenset(words_of(text)) for language, text in file["language"].items()}
    for language in TONGUES:
        own_moods, own_colours = _meanings(tongue(language)["moods"]), _colours(tongue(language)["colours"])
        adjectives[language] = {*own_moods, *own_colours}
        common[language] = frozenset(_with_unmarked(words_of(tongue(language)["common"])))
    grammar = {name: frozenset(words_of(text)) for name, text in file["grammar"].items()}
    return Words(
        moods,
        colours,
        _inverted(file["materials"]),
        _inverted(file["age"]),
        _inverted(file["gender"]),
        _inverted(file["size"]),
        common,
        {language: frozenset(found) for language, found in adjectives.items()},
        grammar["skip"],
        grammar["links"],
        grammar["roles"],
        grammar["mass"],
        frozenset(words_of(table("refused")["words"])),
    )


@functools.cache
def moods_elsewhere() -> Mapping[str, str]:
    """The moods of adjectives in the languages with tables of their own, for words whose language nobody knows."""
    found: dict[str, str] = {}
    for language in TONGUES:
        found = _meanings(tongue(language)["moods"]) | found
    return found


@functools.cache
def _words_in(language: str) -> Words:
    every, own = _every_word(), tongue(language)
    return replace(
        every,
        moods={**every.moods, **_meanings(own["moods"])},
        colours={**every.colours, **_colours(own["colours"])},
        materials={**every.materials, **_meanings(own["materials"])},
        age={**every.age, **_meanings(own["age"])},
        gender={**every.gender, **_meanings(own["gender"])},
        size={**every.size, **_meanings(own["size"])},
        skip=frozenset(_with_unmarked(words_of(own["skip"]))),
        links=frozenset(_with_unmarked(words_of(own["links"]))),
    )


def meaning(of: Mapping[str, str], word: str) -> str:
    """What a word means by one of the tables, by itself or by its stem; empty if the table does not know it."""
    return of.get(word) or next((of[stem] for stem in stems(word) if stem in of), "")


def known(table_of: frozenset[str], word: str) -> bool:
    """Whether a set of words and stems holds a word."""
    return word in table_of or any(stem in table_of for stem in stems(word))


def stems(word: str) -> Iterator[str]:
    """The stems that a word may be a form of, the longest first, as the tables write them."""
    for cut in range(min(_ENDING, len(word) - 3) + 1):
        if " " in word[len(word) - cut :]:
            return
        yield word[: len(word) - cut] + "*"


def _colours(text: str) -> dict[str, str]:
    pairs = (pair.rpartition(" ") for pair in words_of(text))
    found: dict[str, str] = {}
    for word, _, value in pairs:
        found.setdefault(word, f"#{value}")
    return found


def _meanings(rows: Mapping[str, Any]) -> dict[str, str]:
    """What a language's words mean, with and without the marks of their letters."""
    return _inverted({name: ",".join(_with_unmarked(words_of(text))) for name, text in rows.items()})


def _with_unmarked(found: tuple[str, ...]) -> tuple[str, ...]:
    return (*found, *(unmarked(word) for word in found if not word.isascii()))


def _inverted(meanings: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in meanings.items():
        for word in words_of(text):
            found.setdefault(word, name)
    return found
