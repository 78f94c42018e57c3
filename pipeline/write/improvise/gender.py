"""Knows the gender in which a character speaks of itself, where its language has to choose one."""

from __future__ import annotations

import re

from pipeline.lexicon import Reading
from pipeline.lexicon.things import words_of
from pipeline.write.improvise.tables import sentences, table


def by_grammar(reading: Reading) -> str:
    """The gender that the description's grammar gives the thing, where a name of the other would jar."""
    told = table("genders").get(reading.language, {})
    text = reading.text.casefold()
    return next((gender for gender, pattern in told.items() if re.match(pattern, text)), "")


def speaks_as(reading: Reading, name: str, language: str) -> str:
    """The gender a character was given: by its words, their grammar, or the name that was chosen for it."""
    known = reading.gender or by_grammar(reading)
    women = (*_given(language, "feminine"), *_given(reading.language, "feminine"))
    return known or ("feminine" if name.split(" ")[0] in women else "masculine")


def agreement(language: str, gender: str) -> dict[str, str]:
    """The endings that agree with a gender, as the sentences of a language name them; most languages need none."""
    return dict(sentences(language).get("agreement", {}).get(gender, {}))


def _given(language: str, gender: str) -> tuple[str, ...]:
    return words_of(table("names").get(language, {}).get("given", {}).get(gender, ""))
