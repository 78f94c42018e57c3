"""Finds where a description turns from a thing to whom it belongs to: `der Toaster | meiner Oma`."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pipeline.lexicon.things import table, words_of


def owner_at(tokens: Sequence[str], language: str) -> int:
    """The place of the word that begins the owner, of words in lower case; their number where nobody owns it."""
    shows, alone = _words("shows"), _words("alone", language)
    of, own = _words("of", language), _words("own", language)
    for at in range(1, len(tokens) - 1):
        begins = tokens[at] in alone or (tokens[at] in of and tokens[at + 1] in own)
        if begins and tokens[at - 1] not in shows and not (at == 1 and tokens[0] in alone):
            return at
    return len(tokens)


@functools.cache
def _words(name: str, language: str = "") -> frozenset[str]:
    found = table("owners")[name]
    return frozenset(words_of(found.get(language, "") if language else found))
