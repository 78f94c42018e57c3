"""Reads what a model wants remembered: nothing that nobody said, and nobody is forgotten for another's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.types import Fact, Line, Memory, Term
from pipeline.write.harmless import as_data
from pipeline.write.improvise.memory_rules import facts_in, terms_in
from pipeline.write.memory.budget import LONGEST_FACT, LONGEST_MEANING, LONGEST_NAME, cut
from pipeline.write.memory.keeping import grounded, names, with_lines
from pipeline.write.memory.prompts import told_by
from pipeline.write.thinking import find_object

KEYS = ("summary", "facts", "terms", "outdated")
_MOST = 30
"""How many entries of a list are looked at."""


def read_memory(text: str, memory: Memory, lines: Sequence[Line], summary_tokens: int) -> Memory | None:
    """The memory with these lines in it, as a model wants it; None where its answer is none.

    What the rules find in the lines is in it as well: small models overlook much.
    """
    found = find_object(text)
    if not any(key in found for key in KEYS):
        return None
    outdated = set(_outdated(found.get("outdated"), told_by(memory, lines), lines))
    kept = replace(
        memory,
        summary=_summary(found.get("summary"), summary_tokens) or memory.summary,
        facts=tuple(fact for fact in memory.facts if fact not in outdated),
    )
    facts = [*(f for line in lines for f in facts_in(line)), *_facts(found.get("facts"), lines)]
    terms = [*(t for line in lines for t in terms_in(line)), *_terms(found.get("terms"), lines)]
    return with_lines(kept, lines, facts, terms)


def _summary(told: Any, most: int) -> str:
    return cut(as_data(told, 8 * most), most) if isinstance(told, str) else ""


def _facts(told: Any, lines: Sequence[Line]) -> Iterator[Fact]:
    for entry, line in _with_line(told, lines):
        fact = _bare(as_data(_text(entry.get("fact")), LONGEST_FACT), line.who)
        some, whole = grounded(fact, line.text)
        # A fact belongs to whom its line belongs to, and is dropped where that line does not tell it.
        if line.who and some:
            yield Fact(line.who, fact, line.id, line.person, quoted=whole)


def _terms(told: Any, lines: Sequence[Line]) -> Iterator[Term]:
    for entry, line in _with_line(told, lines):
        name = as_data(_text(entry.get("name")), LONGEST_NAME).strip(" .,:;\"'“”")
        meaning = as_data(_text(entry.get("meaning")), LONGEST_MEANING)
        if len(name) > 1 and names(line.text, name):
            quoted = grounded(f"{name} {meaning}", line.text)[1]
            yield Term(name, meaning, line.who, line.id, line.person, quoted=quoted)


def _outdated(told: Any, known: Sequence[Fact], lines: Sequence[Line]) -> Iterator[Fact]:
    """Facts that the very person they are of takes back in a line about the same."""
    for entry, line in _with_line(told, lines):
        number = entry.get("number")
        if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= len(known):
            fact = known[number - 1]
            if line.who and (fact.person, fact.who) == (line.person, line.who) and grounded(fact.text, line.text)[0]:
                yield fact


def _with_line(told: Any, lines: Sequence[Line]) -> Iterator[tuple[dict[str, Any], Line]]:
    """The entries of a list that name a line, with it."""
    for entry in told[:_MOST] if isinstance(told, list) else ():
        number = entry.get("line") if isinstance(entry, dict) else None
        if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= len(lines):
            yield entry, lines[number - 1]


def _text(told: Any) -> str:
    return told if isinstance(told, str) else ""


def _bare(fact: str, who: str) -> str:
    """A fact without the name of whom it is of."""
    start = who.casefold() + " "
    return (fact[len(start) :] if who and fact.casefold().startswith(start) else fact).strip(" .")
