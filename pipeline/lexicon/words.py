"""People's words for moods, colours, materials, age, gender and size, in several languages."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.lexicon.things import MOODS, table, words_of

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


@functools.cache
def words() -> Words:
    """The words, read once."""
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
        for pair in words_of(text):
            word, _, value = pair.rpartition(" ")
            colours.setdefault(word, f"#{value}")
            adjectives.setdefault(language, set()).add(word)
    grammar = {name: frozenset(words_of(text)) for name, text in file["grammar"].items()}
    return Words(
        moods,
        colours,
        _inverted(file["materials"]),
        _inverted(file["age"]),
        _inverted(file["gender"]),
        _inverted(file["size"]),
        {language: frozenset(words_of(text)) for language, text in file["language"].items()},
        {language: frozenset(found) for language, found in adjectives.items()},
        grammar["skip"],
        grammar["links"],
        grammar["roles"],
        grammar["mass"],
        frozenset(words_of(table("refused")["words"])),
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
        yield word[: len(word) - cut] + "*"


def _inverted(meanings: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in meanings.items():
        for word in words_of(text):
            found.setdefault(word, name)
    return found
