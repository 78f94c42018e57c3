"""Says what a description tells of its thing's fears, loves and hates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lexicon import Reading, english, lexicon
from pipeline.lexicon.clauses import Told, told
from pipeline.lexicon.forms import inflected
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


def own_words(reading: Reading, kind: str, language: str, person: str = "mine") -> str:
    """What is told of a kind as its thing says it in a language: `my own shadow`, `singing`; empty where nothing is.

    Only English can name what was told in another language: its nouns need no case.
    """
    phrase: str = getattr(told_of(reading), kind)
    if language == reading.language:
        return _turned(phrase, kind, language, person)
    return _in_english(phrase, reading.language) if language == "en" else ""


def _in_english(phrase: str, language: str) -> str:
    """The known thing of a phrase, as English speaks of any of its kind: `horses`, `fire`, `the moon`."""
    words = re.findall(r"[^\W\d_]+", phrase.casefold())
    called = (lexicon().called(word, language) or inflected(word, language) for word in reversed(words))
    thing = next((thing for thing in called if thing is not None), None)
    if thing is None:
        return ""
    count = lexicon().count.get(thing.key, "")
    return f"the {thing.key}" if count == "!" else thing.key if count in {"~", "^"} else english.plural(thing.key)


def summarized(reading: Reading) -> str:
    """What is told, in sentences about the thing."""
    kinds = told_of(reading).kinds
    own = reading.language
    return " ".join(_filled(str(_table(own)[kind]["they"]), own_words(reading, kind, own, ""), own) for kind in kinds)


def personal(reading: Reading, variant: int) -> list[str]:
    """What is told, in one sentence for each kind, said to the thing; `variant` chooses among several."""
    own = reading.language
    every = ((_table(own)[kind]["you"], own_words(reading, kind, own, "yours")) for kind in told_of(reading).kinds)
    return [_filled(lines[variant % len(lines)], phrase, own) for lines, phrase in every]


def answers(reading: Reading, intent: str, language: str) -> list[str]:
    """What the thing says in a language where what is told answers the question; empty where nothing does."""
    every = ((kind, own_words(reading, kind, language)) for kind in _ASKED.get(intent, ()))
    kind, phrase = next(((kind, phrase) for kind, phrase in every if phrase), ("", ""))
    return [_filled(line, phrase, language) for line in _table(language)[kind]["i"]] if kind else []


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


def _table(language: str) -> dict[str, dict[str, list[str]]]:
    rows: dict[str, dict[str, list[str]]] = table("told")[language]
    return rows


def _filled(line: str, phrase: str, language: str) -> str:
    # A Turkish `i` keeps its dot.
    first = "İ" if language == "tr" and phrase[:1] == "i" else phrase[:1].upper()
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
