"""Finds a name that fits: by gender, by what the thing is, and by its temper."""

from __future__ import annotations

import random
import re

from pipeline.lexicon import Reading, lexicon
from pipeline.lexicon.things import words_of
from pipeline.write.improvise.slots import named
from pipeline.write.improvise.tables import table

_TOLD = re.compile(
    r"\b(?:named|called|namens|genannt|llamad[oa]|nommée?|appelée?|по имени|chiamat[oa]|di nome|chamad[oa]|de nome|"
    r"genaamd|met de naam|(?:o )?imieniem)\s+"
    r"([^\W\d_][\w'’-]*(?:\s+[A-ZÀ-ÝА-Я][\w'’-]*){0,2})"
)
_TOLD_BEFORE = re.compile(r"\b([A-ZÇĞİÖŞÜ][\w'’-]*) (?:adında|adlı|isimli) ")
"""In Turkish the name comes first."""
_SMALL = frozenset({"cat", "dog", "rodent", "insect", "amphibian", "baked", "sweet", "ball"})


def name_of(reading: Reading, gender: str, mood: str, language: str, chance: random.Random) -> str:
    """A name for the thing, or the one that its description gives it."""
    told = _TOLD.search(reading.text) or _TOLD_BEFORE.search(reading.text)
    if told:
        return told[1].strip()[:40]
    if lexicon().count.get(reading.thing.key) == "=" and reading.thing.category in {"people", "cartoons"}:
        return named(reading.noun.casefold(), reading.thing.key).one
    names = table("names").get(language) or table("names")["en"]
    given = chance.choice(words_of(names["given"].get(gender) or names["given"]["any"]))
    if "sur" not in names:
        return given
    sur = chance.choice(_surnames(reading, names["sur"]))
    if language != "en":
        return f"{given} {sur}"
    return _english(reading, given, sur, gender, mood, chance)


def _surnames(reading: Reading, table_of: dict[str, str]) -> tuple[str, ...]:
    thing = reading.thing
    row = table_of.get(thing.key) or table_of.get(thing.kind) or table_of["any"]
    return words_of(row)


def _english(reading: Reading, given: str, sur: str, gender: str, mood: str, chance: random.Random) -> str:
    names = table("names")["en"]
    draw = chance.random()
    small = reading.thing.kind in _SMALL or reading.age == "child" or reading.size == "tiny"
    if small and draw < 0.45:
        pet = chance.choice(words_of(names["pet"]["any"]))
        return pet if chance.random() < 0.5 else f"{pet} {sur}"
    if draw < 0.62:
        return f"{given} {sur}"
    if draw < 0.8 and mood in names["title"]:
        title = chance.choice(words_of(names["title"][mood])).split("|")
        return f"{title[-1] if gender == 'feminine' else title[0]} {sur}"
    if draw < 0.92 and mood in names["epithet"]:
        return f"{given} {chance.choice(words_of(names['epithet'][mood]))}"
    return given
