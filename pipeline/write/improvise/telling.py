"""Says what a description tells of its thing's fears, loves and hates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lexicon import Reading, english
from pipeline.lexicon.clauses import Told, told
from pipeline.lexicon.owners import owner_at
from pipeline.write.improvise.tables import table

_ASKED = {
    "fear": ("fear", "hate"),
    "dislikes": ("hate", "fear"),
    "likes": ("love",),
    "favourite": ("love",),
    "love": ("love",),
}
"""What is told that answers an intent, the best first."""


def told_of(reading: Reading) -> Told:
    """What the description behind a reading tells."""
    return told(reading.text, reading.language)


def own_words(reading: Reading, kind: str, person: str = "mine") -> str:
    """What is told of a kind, in English as its thing says it; empty where nothing is: `my own shadow`, `singing`."""
    found = told_of(reading)
    return _turned(getattr(found, kind), kind, reading.language, person)


def summarized(reading: Reading) -> str:
    """What is told, in sentences about the thing."""
    kinds = told_of(reading).kinds
    return " ".join(_filled(str(_table(reading)[kind]["they"]), reading, kind, "") for kind in kinds)


def personal(reading: Reading, variant: int) -> list[str]:
    """What is told, in one sentence for each kind, said to the thing; `variant` chooses among several."""
    every = ((kind, _lines(reading, kind, "you")) for kind in told_of(reading).kinds)
    return [_filled(lines[variant % len(lines)], reading, kind, "yours") for kind, lines in every]


def answers(reading: Reading, intent: str) -> list[str]:
    """What the thing says itself to a question that is answered by what is told; empty where none is."""
    found = told_of(reading)
    kind = next((kind for kind in _ASKED.get(intent, ()) if kind in found.kinds), "")
    return [_filled(line, reading, kind, "mine") for line in _lines(reading, kind, "i")] if kind else []


def anyones(described: str, language: str) -> str:
    """A description as its thing says it, which is not its own owner: `unsere Kaffeemaschine` gives `eine`."""
    for pattern, turned in table("told").get(language, {}).get("anyones", ()):
        described, changed = re.subn(pattern, turned, described, flags=re.IGNORECASE)
        if changed:
            break
    return described


def is_one(described: str, language: str) -> bool:
    """Whether a description names one certain thing, or its owner at its end: a name after it would be misread."""
    pattern = table("told").get(language, {}).get("definite")
    words = described.casefold().split()
    return bool(pattern and words and re.fullmatch(pattern, words[0])) or owner_at(words, language) < len(words)


def apart(likes: Sequence[str], against: str, others: Sequence[str]) -> tuple[str, ...]:
    """What a thing likes without what it is told to fear or to hate; of `others` where that leaves too little."""
    words = {word[:6] for word in re.findall(r"\w{4,}", against.casefold())}
    kept = [like for like in likes if not any(word in like.casefold() for word in words)]
    spare = [like for like in others if like not in likes]
    return tuple([*kept, *spare][: max(len(likes), 1)]) if len(kept) < len(likes) else tuple(likes)


def _table(reading: Reading) -> dict[str, dict[str, str | list[str]]]:
    rows: dict[str, dict[str, str | list[str]]] = table("told")[reading.language]
    return rows


def _lines(reading: Reading, kind: str, person: str) -> list[str]:
    return list(_table(reading)[kind][person])


def _filled(line: str, reading: Reading, kind: str, person: str) -> str:
    phrase = own_words(reading, kind, person)
    # A Turkish `i` keeps its dot.
    first = "İ" if reading.language == "tr" and phrase[:1] == "i" else phrase[:1].upper()
    return line.replace("{x}", phrase).replace("{X}", first + phrase[1:])


def _turned(phrase: str, kind: str, language: str, person: str) -> str:
    if not phrase:
        return ""
    rows = table("told")[language]
    for pattern, turned in rows[kind].get("object", ()):
        phrase, changed = re.subn(pattern, turned, phrase, flags=re.IGNORECASE)
        if changed:
            break
    for pattern, turned in rows[person] if person else ():
        phrase, changed = re.subn(pattern, turned, phrase, flags=re.IGNORECASE)
        if changed:
            break
    if language == "en" and phrase.startswith("to "):
        return english.gerund(phrase.removeprefix("to "))
    return phrase
