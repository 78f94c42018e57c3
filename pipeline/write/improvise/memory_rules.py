"""Finds by rule what people tell about themselves and what they agree to call things, without a model."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from pipeline.lexicon.cleaning import cleaned
from pipeline.types import Fact, Line, Memory, Term
from pipeline.write.improvise.tables import table
from pipeline.write.improvise.understanding import name_in
from pipeline.write.memory.budget import LONGEST_FACT, LONGEST_LINE, LONGEST_MEANING, LONGEST_NAME
from pipeline.write.memory.keeping import grounded, with_lines

_SPACELESS = frozenset({"zh", "ja"})
_X = r"(?P<x>[^.!?;,\n。！？，；]{2,70}?)"
_NAME = r"(?P<n>[^\W\d_][\w'-]{0,23}(?: (?-i:[A-ZÀ-ÞА-Я])[\w'-]{0,23})?)"
_TERM = (
    r"(?:[\"“„«‘'](?P<t>[^\"”“»’]{2,40})[\"”“»’']|"
    r"(?P<t2>(?:(?:the|my|our|your|old|little|big|der|die|das|el|la|le|l')[ ])*"
    r"[^\W\d_][\w'-]*(?:[ ][^\W\d_][\w'-]*){0,2}?))"
)
_SPACELESS_TERM = r"[「“\"]?(?P<t>[^。！？!?，,」”\"]{1,12}?)[」”\"]?"
_JOINS = (
    "but|because|so|when|since|then|for|now|from now|and|aber|weil|und|denn|pero|porque|y|mais|parce|et|но|потому|и|"
    "ma|perché|e|mas|porque|en|maar|want|omdat|i|ale|bo|ve|ama|çünkü"
)
_END = rf"(?=$|[.!?;,\n。！？，；]| (?:{_JOINS}) )"
"""What comes after the words of a clause; `rock and roll` is cut short by it."""
_START = re.compile(
    r"[.!?;,:\n—–(-]\s*|\b(?:and|but|because|so|well|oh|hi|hello|hey|also|then|that|think|know|honestly|actually|"
    r"yes|no|und|aber|hallo|y|pero|hola|et|mais|salut|и|а|но|"
    r"e|ma|ciao|sai|però|mas|oi|olá|en|maar|hoi|ale|bo|cześć|hej|ve|ama|merhaba) |[。！？，；]",
    re.IGNORECASE,
)
_PARTICLE = re.compile("[がはをにの]")
"""What makes a Japanese clause of what would be a name."""
_SUPPOSED = re.compile(
    r"(?i)\b(?:if|wish|when|whether|suppose|unless|falls|wenn|si|quand|если|se|quando|caso|als|jeśli|gdy|czy)\W*$"
)
_EMPTY = re.compile(
    r"(?i)(?:you|it|this|that|them|him|her|me|us|to|how|what|when|where|later|back|not|now|"
    r"today|tomorrow|tonight|maybe|here|there|home|hope|death|nothing|something|dich|dir|ti|eso|toi|ça|cela|тебя|это)"
    r"(?:\b.*)?|es|das|te|lo|你|它|the way|quits|away|off|up|out|.*\byou(?:rs?)?\b.*|"
    r".*\b(?:ça|tonight|today|now|tomorrow)"
)
_COUNTED = re.compile(r"(?i)an? ")
"""`Let's call it a day` names nothing."""
_TRAILING = re.compile(
    r"(?i)[ ,]+(?:too|though|you know|please|as well|by the way|right|okay|ok|haha|lol|auch|también)$"
)
_NAMING = re.compile(
    "(?i)call|name|short|mean|nenn|meine|llam|appel|назов|назыв|叫|呼|chiam|cham|noem|nazw|nazyw|diyelim"
)
"""What every proposal of a name holds in one of the languages; most lines hold none of it."""
_TAKEN = 6
"""How many facts one line can tell."""

Rule = tuple[re.Pattern[str], str]
"""An expression, and what is made of what it finds."""


def learnt(memory: Memory, lines: Sequence[Line]) -> Memory:
    """The memory with what can be found in later lines by rule."""
    facts = [fact for line in lines for fact in facts_in(line)]
    terms = [term for line in lines for term in terms_in(line)]
    return with_lines(memory, lines, facts, terms)


def facts_in(line: Line) -> list[Fact]:
    """What somebody tells about themselves in a line."""
    if not line.who:
        return []
    text = _straight(cleaned(line.text[:LONGEST_LINE]))
    name = name_in(text)
    found = [f"is called {_named(name)}"] if name and not _PARTICLE.search(name) else []
    for clause, told in _clauses(text, _facts()):
        fact = _fact(clause, told)
        if fact and fact not in found:
            found.append(fact)
    found = found[:_TAKEN]
    return [Fact(line.who, fact, line.id, line.person, quoted=grounded(fact, line.text)[1]) for fact in found]


def terms_in(line: Line) -> list[Term]:
    """What somebody proposes to call something in a line."""
    if not _NAMING.search(line.text):
        return []
    text = _straight(cleaned(line.text[:LONGEST_LINE]))
    found: dict[str, str] = {}
    for clause, how in _clauses(text, _terms()):
        name = (clause["t"] or clause.groupdict().get("t2") or "").strip(" '-")
        if 1 < len(name) <= LONGEST_NAME and not (_EMPTY.fullmatch(name) or _COUNTED.match(name)):
            found.setdefault(name, _meaning(text, clause, how)[:LONGEST_MEANING])
    return [
        Term(n, m, line.who, line.id, line.person, quoted=grounded(f"{n} {m}", line.text)[1]) for n, m in found.items()
    ]


def is_asked(text: str) -> bool:
    """Whether somebody asks what is known about them."""
    plain = _straight(cleaned(text[:LONGEST_LINE])).lower().rstrip(" .!?？。")
    return any(re.fullmatch(pattern, plain) for pattern in table("memory")["asked"].values())


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _clauses(text: str, rules: Sequence[Rule]) -> Iterator[tuple[re.Match[str], str]]:
    """Clauses that tell something, each once, with what is made of it; questions and suppositions tell nothing."""
    end = 0
    for start in sorted({0, *(mark.end() for mark in _START.finditer(text))}):
        if start < end or _SUPPOSED.search(text[max(0, start - 12) : start]):
            continue
        for expression, made in rules:
            match = expression.match(text, start)
            if match and not text[match.end() : match.end() + 2].lstrip().startswith(("?", "？")):
                end = match.end()
                yield match, made
                break


def _fact(match: re.Match[str], told: str) -> str:
    """The fact that a clause tells, said of the person; empty where it holds nothing."""
    groups = match.groupdict()
    x = _TRAILING.sub("", (groups.get("x") or "").strip())
    words = [x] if groups.get("x") is not None else []
    words += [groups["n"]] if groups.get("n") else []
    if len(match["all"]) < 3 or any(not word or _EMPTY.fullmatch(word) for word in words):
        return ""
    if not told:
        return match["all"].strip(" ,;:")[:LONGEST_FACT]
    slots = {"x": _their(x), "n": _named(groups.get("n") or "")}
    slots |= {str(n): (group or "").casefold() for n, group in enumerate(_plain_groups(match), 1)}
    text = re.sub(r"{(\w+)}", lambda slot: slots.get(slot[1], ""), told)
    return " ".join(text.split())[:LONGEST_FACT]


def _plain_groups(match: re.Match[str]) -> list[str | None]:
    named = set(match.re.groupindex.values())
    return [match[n] for n in range(1, match.re.groups + 1) if n not in named]


def _named(name: str) -> str:
    return name[:1].upper() + name[1:]


def _their(text: str) -> str:
    """What somebody says of their own, said of them: `my brother` gives `their brother`."""
    turned = {"my": "their", "mine": "theirs", "me": "them", "our": "their", "your": "your", "myself": "themselves"}
    return re.sub(r"(?i)\b(my|mine|me|our|myself)\b", lambda word: turned[word[0].casefold()], text)


def _meaning(text: str, clause: re.Match[str], how: str) -> str:
    """What a name is proposed for."""
    if how == "{x}":
        return (clause["x"] or "").strip()
    if how == "{1}":
        return (next(iter(_plain_groups(clause)), "") or "").strip()
    if how == "you":
        return how
    before = re.split(r"[.!?;:\n。！？]", text[: clause.start()])
    parts = (re.sub(rf"(?i)^(?:{_JOINS}) | (?:{_JOINS})$", "", part.strip(" ,;:-")) for part in reversed(before))
    return next((part for part in parts if len(part) > 2), "")


@functools.cache
def _facts() -> tuple[Rule, ...]:
    rows = table("memory")["fact"]
    return tuple((_compiled(pattern, language), told) for language, few in rows.items() for pattern, told in few)


@functools.cache
def _terms() -> tuple[Rule, ...]:
    rows = table("memory")["term"]
    return tuple((_compiled(pattern, language), how) for language, few in rows.items() for pattern, how in few)


def _compiled(pattern: str, language: str) -> re.Pattern[str]:
    """The expression of a rule: what is in capitals stands for a few words, and the last of them end the clause."""
    whole = re.sub(r"\bX\b", lambda _: _X, pattern)
    whole = re.sub(r"\bN\b", lambda _: _NAME, whole)
    term = _SPACELESS_TERM if language in _SPACELESS else _TERM
    whole = re.sub(r"(?<![A-Za-z])T(?![A-Za-z])", lambda _: term, whole)
    whole = re.sub(r"(?<=\W)E$", lambda _: _END, whole)
    ends = _END if re.search(r"[XT]\)*\??$", pattern) and language not in _SPACELESS else ""
    return re.compile(f"(?P<all>{whole}){ends}", re.IGNORECASE)
