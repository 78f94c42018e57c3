"""Follows the language that people speak to a character, where nobody asked for another one."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from pipeline.errors import BadInput
from pipeline.lexicon import read
from pipeline.lexicon.languages import guess
from pipeline.lexicon.things import words_of
from pipeline.types import Line, Persona
from pipeline.write.improvise.tables import BRIEF, FULL, spoken, table

_LOOKED_AT = 24
"""How many of the last lines are looked at."""
_LONGEST = 300
_SURE = 2
"""How clear the messages in another language must be together: two short ones, or one long one."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONG_WORDS = 5
_LONG_MARGIN = 3
_LONG_SIGNS = 6
"""How many signs make a message in another script a long one."""


def language_spoken(persona: Persona, history: Sequence[Line], said: Line) -> str:
    """The language to answer in: the persona's, or the one that people clearly speak to it by now.

    One clear message leads back to its own. A persona whose language is not its description's was asked for in that
    one and keeps it.
    """
    own = current = spoken(persona.language)
    lines = [line for line in (*history[-_LOOKED_AT:], said) if line.who or line is said]
    heard = [(language, sure) for language, sure in (_clear(line.text) for line in lines) if sure]
    if all(language == own for language, _ in heard) or _asked_for(persona, own):
        return own
    other, points = "", 0
    for language, sure in heard:
        points = points + sure if language == other else sure
        other = language
        if points >= (1 if language == own else _SURE):
            current = other
    return current


def _asked_for(persona: Persona, own: str) -> bool:
    try:
        return spoken(read(persona.object[:300]).language) != own
    except BadInput:
        return False


def _clear(text: str) -> tuple[str, int]:
    """The language that a message is in, and how surely: 0 not clearly, 1 clearly, 2 clearly and at length."""
    words = [word.casefold().replace("’", "'").replace("\u0307", "") for word in _WORD.findall(text[:_LONGEST])]
    if not words:
        return "", 0
    scripted = [word for word in words if word[0] > "\u0370"]
    if 2 * len(scripted) > len(words):
        language = guess(" ".join(scripted), scripted)
        return (language, 2 if len("".join(scripted)) >= _LONG_SIGNS else 1) if language in BRIEF else ("", 0)
    hits = {language: sum(word in known for word in words) for language, known in _known().items()}
    first, second = sorted(hits, key=lambda language: -hits[language])[:2]
    margin = hits[first] - hits[second]
    if hits[first] < 2 or margin < 1 or 5 * hits[first] < 2 * len(words):
        return "", 0
    return first, 2 if margin >= _LONG_MARGIN and len(words) >= _LONG_WORDS else 1


@functools.cache
def _known() -> dict[str, frozenset[str]]:
    return {language: frozenset(words_of(table("following")[language])) for language in FULL}
