"""Finds in a description what its thing fears, loves and hates, and the description without that."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.lexicon.things import table

KINDS = ("fear", "love", "hate")


@dataclass(frozen=True, slots=True)
class Told:
    """What the clauses of a description tell."""

    fear: str = ""
    """What it fears, in the words and the grammatical case of the description; empty where nothing is told."""
    love: str = ""
    hate: str = ""
    rest: str = ""
    """The description without these clauses."""
    bare: str = ""
    """The description up to its first relative clause."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which of `KINDS` are told."""
        return tuple(kind for kind in KINDS if getattr(self, kind))


@functools.lru_cache(maxsize=256)
def told(text: str, language: str) -> Told:
    """What a description in a language tells of fears, loves and hates."""
    own = _expressions(language)
    if own is None:
        return Told(rest=text, bare=text)
    found: dict[str, str] = {}
    rest = text
    for _ in range(2 * len(KINDS)):
        match = _first(own, rest, found)
        if match is None:
            break
        kind, one = match
        found[kind] = _plain(one["x"])
        rest = _closed(rest[: one.start()], rest[one.end() :])
    cut = own.relative.search(rest) if own.relative else None
    bare = rest[: cut.start()].rstrip(" ,") if cut else rest
    return Told(**found, rest=rest, bare=bare or rest)


@dataclass(frozen=True, slots=True)
class _Expressions:
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    relative: re.Pattern[str] | None
    nothing: re.Pattern[str]


def _first(own: _Expressions, text: str, found: dict[str, str]) -> tuple[str, re.Match[str]] | None:
    """The clause that comes first, of the kinds that were not found yet."""
    every = ((kind, one) for kind, pattern in own.kinds if kind not in found for one in pattern.finditer(text))
    # What stands first in the text has the others for its end.
    sure = ((kind, one) for kind, one in every if not own.nothing.fullmatch(_plain(one["x"])))
    return min(sure, key=lambda pair: pair[1].start(), default=None)


def _plain(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:.!?'\"")


def _closed(before: str, after: str) -> str:
    """What is left around a clause: its closing comma goes with it."""
    return " ".join(f"{before.rstrip(' ,')} {after.lstrip(' ,') if before.strip() else after}".split())


@functools.cache
def _expressions(language: str) -> _Expressions | None:
    own = table("clauses").get(language)
    if own is None:
        return None
    # German and Dutch may put the verb last: then the words before it are looked for up to there.
    inside, verbs = r"(?P<x>[^,.;:!?()]{1,60}?)", own.get("verbs", "(?!)")
    parts = {
        "{who}": own.get("who", ""),
        "{rel}": own.get("rel", ""),
        "{in}": rf"(?P<x>(?:(?!\b(?:{verbs})\b)[^,.;:!?()]){{1,60}}?)",
        "{x}": inside + own["end"],
    }
    kinds = tuple((kind, _compiled(one, parts)) for kind in KINDS for one in own[kind])
    relative = re.compile(own["relative"], re.IGNORECASE) if own["relative"] else None
    return _Expressions(kinds, relative, re.compile(table("clauses")["nothing"], re.IGNORECASE))


def _compiled(expression: str, parts: dict[str, str]) -> re.Pattern[str]:
    for name, pattern in parts.items():
        expression = expression.replace(name, pattern)
    return re.compile(expression, re.IGNORECASE)
