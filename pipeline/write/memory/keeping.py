"""Puts what was found in lines into a memory: grounded in who said it, once, and bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.types import Fact, Line, Memory, Term
from pipeline.write.memory.budget import FACTS, FACTS_OF_ONE, TERMS

_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_GLUE = frozenset(
    ("is", "are", "was", "were", "has", "have", "had", "been", "be", "being", "of", "to", "in", "on", "at", "as", "for",
     "from", "with", "by", "the", "a", "an", "and", "or", "not", "no", "that", "who", "it", "its", "their", "theirs",
     "them", "they", "themselves", "called", "named", "likes", "like", "loves", "best", "every", "comes", "lives",
     "works", "can", "cannot", "doesn", "t", "s", "d", "you", "your", "scared", "afraid", "birthday", "years", "old")
)  # fmt: skip
"""Words by which a fact is put together, whoever tells it."""
_ONE_OF = ("is called ", "lives ", "works as ", "comes from ", "has a birthday ")
"""Facts of which a person has one: the latest holds."""
_AGE = re.compile(r"is \d+ years old")


def grounded(text: str, said: str) -> tuple[bool, bool]:
    """Whether a text takes anything from what was said, and whether it takes everything from there.

    Words are compared without their endings, so that `loves` stands in `I love`.
    """
    known = frozenset(_words(said))
    found = [any(alike(word, other) for other in known) for word in content(text)]
    return any(found), bool(found) and all(found)


def content(text: str) -> list[str]:
    """The words of a text that say something, in small letters."""
    return [word for word in _words(text) if word not in _GLUE]


def _words(text: str) -> list[str]:
    """The words of a text, and every sign of writing that has no blanks."""
    folded = text.casefold()
    return _SPACELESS.findall(folded) + _WORD.findall(_SPACELESS.sub(" ", folded))


def alike(word: str, other: str) -> bool:
    """Whether two words are the same but for their endings."""
    if word == other:
        return True
    shared = min(len(word), len(other)) - 1
    return shared >= 3 and abs(len(word) - len(other)) <= 3 and word[:shared] == other[:shared] and word.isalpha()


def with_lines(memory: Memory, lines: Sequence[Line], facts: Iterable[Fact], terms: Iterable[Term]) -> Memory:
    """The memory with what was found in these lines, and its agreed names counted in them."""
    kept = replace(memory, facts=_with_facts(memory.facts, facts), terms=_with_terms(memory.terms, terms))
    return replace(kept, terms=tuple(_counted(term, lines) for term in kept.terms))


def _with_facts(known: Sequence[Fact], more: Iterable[Fact]) -> tuple[Fact, ...]:
    kept = list(known)
    for fact in more:
        if any(_says_the_same(fact, other) for other in kept):
            continue
        kept = [other for other in kept if not _replaces(fact, other)]
        own = [other for other in kept if other.person == fact.person and other.who == fact.who]
        if len(own) >= FACTS_OF_ONE:
            kept.remove(own[0])
        kept.append(fact)
    return tuple(kept[-FACTS:])


def _says_the_same(one: Fact, other: Fact) -> bool:
    return _of_one(one, other) and one.text.casefold() == other.text.casefold()


def _replaces(new: Fact, old: Fact) -> bool:
    if not _of_one(new, old):
        return False
    both = (new.text, old.text)
    return all(map(_AGE.fullmatch, both)) or any(all(t.startswith(start) for t in both) for start in _ONE_OF)


def _of_one(one: Fact, other: Fact) -> bool:
    return one.person == other.person and (bool(one.person) or one.who == other.who)


def _with_terms(known: Sequence[Term], more: Iterable[Term]) -> tuple[Term, ...]:
    kept = {term.name.casefold(): term for term in known}
    for term in more:
        old = kept.get(term.name.casefold())
        if old is None:
            kept[term.name.casefold()] = replace(term, uses=0)
        elif term.meaning and not old.meaning:
            kept[term.name.casefold()] = replace(term, name=old.name, uses=old.uses)
    if len(kept) > TERMS:
        # What is used least gives way, the oldest of those first.
        for term in sorted(kept.values(), key=lambda t: (t.uses, t.line))[: len(kept) - TERMS]:
            del kept[term.name.casefold()]
    return tuple(kept.values())


def _counted(term: Term, lines: Sequence[Line]) -> Term:
    return replace(term, uses=max(1, term.uses + sum(names(line.text, term.name) for line in lines)))


def names(text: str, name: str) -> bool:
    """Whether a text says a name, in whole words."""
    bare = name.casefold()
    if bare not in text.casefold():
        return False
    if _SPACELESS.search(bare):
        return True
    return re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text.casefold()) is not None
