"""How much of a memory a model is shown: everything in tokens, counted so that it is rather too many than too few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.types import Fact, Line, Memory, Term

_PART = re.compile(r"[A-Za-z]+|[0-9]|[^\sA-Za-z0-9]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_LETTERS = 3
"""Letters of plain Latin to a token; most vocabularies come to four and more in English."""
_PER_LINE = 4
"""What a chat template puts around a line, and its speaker's colon."""
LONGEST_LINE = 600
"""Characters of one line that are read into a memory."""
BATCH = 8
"""How many lines wait at least before a memory is brought up to date: one call for several lines."""
AT_ONCE = 40
"""How many lines are read into a memory in one call at most."""
LONGEST_FACT = 120
LONGEST_NAME = 40
LONGEST_MEANING = 100
FACTS_OF_ONE = 24
"""How many facts of one person are kept; the oldest goes first."""
FACTS = 300
TERMS = 40


def tokens(text: str) -> int:
    """About how many tokens a text has, for any model.

    A word of plain Latin counts one token for every three letters begun; a digit or mark one; any other sign below
    U+0800 (accents, Greek, Cyrillic, Arabic) one; every other sign (Chinese, Japanese, emoji) two, since small
    vocabularies spell those in bytes.
    """
    return sum(_cost(part) for part in _PART.findall(text))


def _cost(part: str) -> int:
    return -(-len(part) // _LETTERS) if part.isascii() else 1 if ord(part[0]) < 0x800 else 2


@dataclass(frozen=True, slots=True)
class Budget:
    """How the tokens of a memory are shared out."""

    whole: int

    @property
    def summary(self) -> int:
        """What older lines are summed up in."""
        return self.whole // 4

    @property
    def known(self) -> int:
        """Facts and agreed names."""
        return self.whole // 4

    @property
    def batch(self) -> int:
        """The lines that one call reads into the memory."""
        return max(200, self.whole // 2)

    def lines(self, memory: Memory) -> int:
        """The lines that are shown whole: what the memory leaves."""
        return self.whole - min(self.summary, tokens(memory.summary)) - min(self.known, known_tokens(memory))


def known_tokens(memory: Memory) -> int:
    """What facts and agreed names take."""
    return sum(fact_tokens(fact) for fact in memory.facts) + sum(term_tokens(term) for term in memory.terms)


def fact_tokens(fact: Fact) -> int:
    """What a fact takes with the name before it."""
    return tokens(fact.who) + tokens(fact.text) + _PER_LINE


def term_tokens(term: Term) -> int:
    """What an agreed name takes with its meaning."""
    return tokens(term.name) + tokens(term.meaning) + _PER_LINE


def line_tokens(line: Line, longest: int = LONGEST_LINE) -> int:
    """What a line takes with its speaker."""
    return tokens(line.who) + tokens(line.text[:longest]) + _PER_LINE


def latest(lines: Sequence[Line], budget: int, longest: int) -> int:
    """How many of the latest lines fit, whole."""
    left = budget
    for count, line in enumerate(reversed(lines)):
        left -= line_tokens(line, longest)
        if left < 0:
            return count
    return len(lines)


def cut(text: str, most: int) -> str:
    """A text in so many tokens: whole sentences from its beginning, or as much of the first as fits."""
    if tokens(text) <= most:
        return text
    kept = ""
    for sentence in _SENTENCE.split(text):
        if tokens(f"{kept} {sentence}") > most:
            break
        kept = f"{kept} {sentence}".strip()
    while not kept and tokens(text) > most:
        text = text[: len(text) * 9 // 10]
    return kept or text


def batch(lines: Sequence[Line], budget: int) -> int:
    """How many of the oldest lines one call reads, at least one."""
    left = budget
    for count, line in enumerate(lines[:AT_ONCE]):
        left -= line_tokens(line)
        if left < 0:
            return max(1, count)
    return min(len(lines), AT_ONCE)


def shown(memory: Memory, budget: Budget, present: Iterable[str]) -> tuple[tuple[Fact, ...], tuple[Term, ...]]:
    """The facts and agreed names that fit, in their order: names first, then facts of those present, then the rest.

    `present` are the persons of the conversation, the one who spoke last first. Everybody's latest facts come before
    anybody's second latest, so that nobody can crowd out the others by telling much.
    """
    left = budget.known
    terms: set[Term] = set()
    for term in sorted(memory.terms, key=lambda t: (-t.uses, -t.line)):
        if left - term_tokens(term) >= budget.known // 2:
            left -= term_tokens(term)
            terms.add(term)
    facts: set[Fact] = set()
    for fact in _fairly(memory.facts, list(present)):
        if left >= fact_tokens(fact):
            left -= fact_tokens(fact)
            facts.add(fact)
    return tuple(f for f in memory.facts if f in facts), tuple(t for t in memory.terms if t in terms)


def _fairly(facts: Sequence[Fact], present: Sequence[str]) -> list[Fact]:
    turns: dict[str, int] = {}
    places = {person: place for place, person in enumerate(present)}
    ranked = []
    for fact in reversed(facts):
        turn = turns[fact.person] = turns.get(fact.person, -1) + 1
        here = fact.person in places
        ranked.append((not here, turn, places.get(fact.person, 0), fact))
    return [fact for *_, fact in sorted(ranked, key=lambda entry: entry[:3])]
