"""Tells languages of one script apart by their commonest words, as soon as they are certain and not before."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from enum import Enum

from pipeline.write.improvise.tables import table

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENOUGH = 14
"""How many words are looked at; what they leave open counts as right."""
_APART = 4
"""So many more words of another language than of its own, one less in the end: a first quotation has fewer."""
_OWN = 2


class Tongue(Enum):
    """Whether a text is in the language that it should be in."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "open"
    """More words are needed to know."""


def tongue_of(text: str, language: str) -> Tongue:
    """Whether the beginning of a text is in a language; `RIGHT` where the language is none of those that are known."""
    primary = language.lower().replace("_", "-").split("-")[0]
    tongues = _tongues()
    if primary not in tongues:
        return Tongue.RIGHT
    found = [word.casefold().replace("’", "'") for word in _WORD.findall(text)][:_ENOUGH]
    # Each word once: songs and noises repeat themselves.
    counts = {name: len(own.intersection(found)) for name, own in tongues.items()}
    own, most = counts.pop(primary), max(counts.values())
    last = len(found) >= _ENOUGH
    if most - own >= _APART - last:
        return Tongue.WRONG
    if last or (own >= _OWN and own >= most):
        return Tongue.RIGHT
    return Tongue.OPEN


@functools.cache
def _tongues() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(row.split()) for name, row in table("tongues").items()}
