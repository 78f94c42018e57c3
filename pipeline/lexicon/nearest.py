"""Finds the nearest known thing for a word that no table holds."""

from __future__ import annotations

import functools

from pipeline.lexicon import english
from pipeline.lexicon.things import Thing, lexicon, table, words_of


@functools.cache
def _pairs(name: str) -> dict[str, str]:
    # A pair may be broken at the end of a line.
    pairs = (" ".join(pair.split()).partition(" > ") for pair in words_of(table("nearest")[name]))
    return {word: key for word, _, key in pairs}


@functools.lru_cache(maxsize=1024)
def nearest(word: str) -> Thing | None:
    """The thing that a word most likely is near to: by its general kind, its spelling, its end; None if none is."""
    by_key, by_name = lexicon().by_key, lexicon().by_name
    if word.isdecimal():
        return by_key["math"]
    for form in (word, *english.singulars(word)):
        if form in by_name:
            return by_name[form]
        if form in _pairs("general"):
            return by_key[_pairs("general")[form]]
    somebody = is_agent(word)
    spelt = _misspelt(word)
    if spelt is not None:
        return spelt
    inside = _compound(word)
    if inside is not None and (not somebody or inside.category == "people"):
        return inside
    for form in (word, *english.singulars(word)):
        for ending, key in _pairs("endings").items():
            if form.endswith(ending) and len(form) > len(ending) + 1:
                return by_key[key]
    return by_key["woman" if word.endswith(_SHE) else "person"] if somebody else None


_AGENT = ("er", "or", "eer", "ist", "ess", "man", "woman", "ian")
_SHE = ("ess", "woman", "maid", "wife")
_AGENT_LETTERS = 6
"""Shorter words with the end of a word for somebody are as often something else: `wrist`, `timer`."""


def is_agent(word: str) -> bool:
    """Whether an unknown word is built like one for a person: `juggler`, `botanist`, `huntress`."""
    if word.endswith("ness") and not word.endswith(("oness", "rness")):
        return False
    return (len(word) >= _AGENT_LETTERS and word.endswith(_AGENT)) or (len(word) > 6 and word.endswith(_SHE))


def _compound(word: str) -> Thing | None:
    """The longest known name of four letters or more that ends a word, as `kettle` does in `whistlekettle`."""
    by_name = lexicon().by_name
    return next((by_name[word[cut:]] for cut in range(2, len(word) - 3) if word[cut:] in by_name), None)


def _misspelt(word: str) -> Thing | None:
    """The first thing with a name one letter away. One wrong letter leaves the first or the last as it was."""
    if len(word) < 4:
        return None
    for size in (len(word), len(word) + 1, len(word) - 1):
        for end in (0, -1):
            for name in _by_edge().get((end, word[end], size), ()):
                # One letter makes another word of one for somebody: a taster is no toaster, a ranger no hanger.
                if _one_apart(word, name) and (not is_agent(word) or _slipped(word, name)):
                    return lexicon().by_name[name]
    return None


@functools.cache
def _by_edge() -> dict[tuple[int, str, int], list[str]]:
    edges: dict[tuple[int, str, int], list[str]] = {}
    for name in lexicon().by_name:
        if len(name) > 3 and " " not in name:
            edges.setdefault((0, name[0], len(name)), []).append(name)
            edges.setdefault((-1, name[-1], len(name)), []).append(name)
    return edges


def _slipped(one: str, two: str) -> bool:
    """Whether two words hold the same letters, but for their order or a letter that one of them doubles."""
    return sorted(one) == sorted(two) or _undoubled(one) == _undoubled(two)


def _undoubled(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if letter != word[at - 1 : at])


def _one_apart(one: str, two: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with its neighbour makes one word the other."""
    if len(one) > len(two):
        one, two = two, one
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    if len(one) < len(two):
        return one[at:] == two[at + 1 :]
    swapped = one[at : at + 2] == two[at : at + 2][::-1] and one[at + 2 :] == two[at + 2 :]
    return one[at + 1 :] == two[at + 1 :] or swapped
