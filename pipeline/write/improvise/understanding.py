"""Understands what somebody says to a character: what they want, what it is about, and what they tell of themselves."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lexicon import Thing, lexicon, moods_of
from pipeline.lexicon.cleaning import cleaned, emoji_words, unmarked
from pipeline.lexicon.english import singulars
from pipeline.lexicon.forms import inflected
from pipeline.lexicon.languages import guess
from pipeline.lexicon.things import TONGUES
from pipeline.lexicon.words import meaning, words
from pipeline.types import Line
from pipeline.write.improvise.sums import Endless, worked_out
from pipeline.write.improvise.tables import Intents, intents, own_intents, table

_LONGEST = 600
"""How many characters of what was said are looked at."""
_REMEMBERED = 400
"""In how many lines a name is looked for."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLAIN = re.compile(r"[^\w\s'’+*/x-]")
_YES_NO = re.compile(
    r"^(and |so |but )?(are|is|am|do|does|did|can|could|will|would|shall|should|have|has|had|may|was|were|"
    r"isn't|aren't|don't)\b"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood."""

    intent: str
    """A key of the intents' table, or `yesno`, `question`, `topic_thing`, `unknown` or `blank`."""
    topic: str = ""
    """What it is about, as it can be said back."""
    second: str = ""
    """The other of two things to choose from."""
    name: str = ""
    """The name the speaker gives themselves."""
    thing: Thing | None = None
    """A known thing that the topic names."""


def hear(said: str, language: str = "en") -> Heard:
    """Understand one message to somebody who speaks a language."""
    text = cleaned(said[:_LONGEST])
    plain = _plain(text)
    if not plain:
        return _pictured(text)
    name = name_in(text)
    intent, groups = _intent(_without_name(plain, name) if name else plain, language)
    if name and intent in {"", "greet", "what", "yes"}:
        return Heard("name_given", name=name)
    if intent != "crisis" and (sum_asked := _sum(text)):
        return sum_asked
    if intent == "greet" and len(plain.split()) > 3:
        intent, groups = "", ()
    topic = _topic(groups[0] if groups else "", plain, text, language)
    if intent == "share_have" and not _thing(topic, language):
        return Heard("unknown", f"your {topic}", name=name)
    if intent:
        second = _turned(groups[1]) if len(groups) > 1 else ""
        return Heard(intent, topic, second, name, _thing(topic, language))
    return _open_ended(text, plain, topic, name, _thing(topic, language))


def _sum(text: str) -> Heard | None:
    try:
        result = worked_out(text)
    except Endless:
        return Heard("sum_endless")
    return Heard("sum", result) if result else None


_PICTURED = (
    ("laugh", "JOY|LAUGH|GRINNING|ROLLING ON THE FLOOR"),
    ("down_user", "CRYING|BROKEN HEART|DISAPPOINTED|PENSIVE|WEARY|FROWNING"),
    ("love_me", "HEART|KISS"),
    ("compliment", "THUMBS UP|CLAPPING|OK HAND|SMILING|STAR-STRUCK|PARTY"),
    ("insult", "THUMBS DOWN|ANGRY|POUTING|MIDDLE FINGER|PILE OF POO|VOMITING"),
    ("greet", "WAVING HAND"),
)


def _pictured(text: str) -> Heard:
    """What pictographs alone say."""
    names = " ".join(unicodedata.name(sign, "") for sign in text)
    meant = next((intent for intent, pattern in _PICTURED if re.search(pattern, names)), "")
    shown = next((word for sign in text for word in emoji_words(sign) if word in lexicon().by_name), "")
    if meant or not shown:
        return Heard(meant or "blank")
    return Heard("topic_thing", shown, thing=_thing(shown))


def _open_ended(text: str, plain: str, topic: str, name: str, thing: Thing | None) -> Heard:
    if text.rstrip(" \"'”").endswith(("?", "？")):
        kind = "yesno" if _YES_NO.match(plain) or not topic else "question"
        return Heard(kind, topic, name=name, thing=thing)
    if not topic:
        return Heard("statement" if plain else "blank", name=name)
    return Heard("topic_thing" if thing else "unknown", topic, name=name, thing=thing)


_UNSURE = re.compile(
    r"(?i)(i'?m|i am|this is|it'?s me|ich bin|soy|je suis|私は|僕は|(sono|sou|eu sou|ik ben|jestem|ben)\b)"
)
"""What may also come before other words than a name."""


def name_in(text: str) -> str:
    """The name by which the speaker introduces themselves; empty if they do not."""
    for language, pattern in table("intents")["name_given"].items():
        for found in re.finditer(rf"(?<![\w'])(?:{pattern})", text, re.IGNORECASE):
            name = found["x"].strip("'-")
            sure = not _UNSURE.match(found[0])
            if language in {"zh", "ja"} or _is_name(name, sure=sure):
                return name[:24]
    return ""


def _is_name(name: str, *, sure: bool) -> bool:
    lower = name.casefold()
    if len(name) < 2 or lower in _common() or lower in words().skip or moods_of((lower,)):
        return False
    return sure or (name[0].isupper() and not name.isupper() and lower not in lexicon().by_name)


def told_name(history: Sequence[Line], said: Line) -> str:
    """The name that the speaker of a line gave in it or before, the latest one."""
    for line in (said, *reversed(history[-_REMEMBERED:])):
        if line.who == said.who and (line.who or line is said):
            name = name_in(cleaned(line.text[:_LONGEST]))
            if name:
                return name[:1].upper() + name[1:]
    return ""


def _plain(text: str) -> str:
    line = _PLAIN.sub(" ", text.casefold().replace("’", "'").replace("\u0307", ""))
    return " ".join(re.sub(r"(?<=[^\W\d])-|-(?=[^\W\d])", " ", line).split())


def _without_name(plain: str, name: str) -> str:
    return " ".join(plain.split(name.casefold(), 1)[-1].split())


def _intent(plain: str, language: str) -> tuple[str, tuple[str, ...]]:
    """What is meant: despair in any language first, then by the own language, by all together, by a guessed one."""
    bare = unmarked(plain)
    found = _match(intents()[:1], plain) or _match(own_intents(language), bare) or _match(intents(), plain)
    if found is None and (guessed := guess(plain, plain.split())) in TONGUES:
        found = _match(own_intents(guessed), bare)
    if found is None:
        return "", ()
    intent, match = found
    # Words without marks are as long as with them, and those with them are what is said back.
    caught = (plain[slice(*match.span(key))] for key, group in match.groupdict().items() if group and key[0] in "xy")
    return intent, tuple(caught)


def _match(told: Intents, plain: str) -> tuple[str, re.Match[str]] | None:
    found = ((name, pattern.search(plain)) for name, patterns in told for pattern in patterns)
    return next(((name, match) for name, match in found if match), None)


def _topic(group: str, plain: str, text: str, language: str) -> str:
    """What it is about: the words an expression caught, a known thing, or the weightiest word."""
    if group:
        return _turned(group)
    if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", text):
        return _unspaced(text)
    return _noun_phrase(plain) or _proper(text) or _known(plain, language)


_PHRASE = re.compile(
    r"(?<![\w'])(the|a|an|my|your|our|his|her|their|this|that|these|those|some|about|of)"
    r" ((?:[^\W\d_][\w'-]*)(?: [^\W\d_][\w'-]*){0,3})"
)
_DESCRIBING = frozenset(
    ("old", "new", "big", "little", "own", "best", "good", "great", "nice", "long", "first", "last")
)
_POSSESSED = {
    "my": "your",
    "your": "my",
    "our": "your",
    "his": "his",
    "her": "her",
    "their": "their",
    "about": "",
    "of": "",
}


def _noun_phrase(plain: str) -> str:
    """The last phrase with an article, as the other one says it: `my old bike` gives `your old bike`."""
    for found in reversed(list(_PHRASE.finditer(plain))):
        kept: list[str] = []
        for word in found[2].split():
            if (
                (word in _common() and word not in _DESCRIBING)
                or word.endswith("ly")
                or (kept and len(word) > 4 and word.endswith("ed"))
            ):
                break
            kept.append(word)
        if kept and len(kept[-1]) > 2 and kept[-1] not in _common() and not meaning(words().moods, kept[-1]):
            return f"{_POSSESSED.get(found[1], 'the')} {' '.join(kept[:3])}".strip()
    return ""


def _proper(text: str) -> str:
    """A name in the middle of a sentence."""
    found = re.findall(r"(?<=[\w,] )[A-ZÀ-Þ][^\W\d_]{2,}", text)
    return next((name for name in found if name.casefold() not in _common()), "")


def _known(plain: str, language: str) -> str:
    """A word that the lexicon has a thing for."""
    content = [word for word in _WORD.findall(plain) if len(word) > 2 and word not in _common()]
    called, moods = lexicon().called, words(language).moods
    return next((word for word in content if called(word, language) and not meaning(moods, word)), "")


def _unspaced(text: str) -> str:
    """The longest name of a thing in writing without blanks."""
    named = [text[a:b] for a in range(len(text)) for b in range(a + 1, min(a + 8, len(text)) + 1)]
    return max((n for n in named if not n.isascii() and n in lexicon().by_name), key=len, default="")


_BEFORE = frozenset(("to", "any", "some", "about", "of"))
_AFTER = frozenset(("too", "please", "then", "now", "today", "anymore", "so", "much", "very", "a", "lot", "or"))
_ARTICLE = re.compile(
    r"^(the|a|an|my|your|der|die|das|ein|eine|el|la|los|las|un|una|le|les|une|il|lo|i|gli|uno) |^(l|un|d)'"
)
_TURN = {"my": "your", "your": "my", "yours": "mine", "me": "you", "you": "me", "i": "you", "myself": "yourself"}


def _turned(group: str) -> str:
    """A phrase as the other one says it, without trimmings: `your spout` gives `my spout`."""
    kept = [_TURN.get(word, word) for word in group.split()]
    while kept and kept[0] in _BEFORE:
        kept = kept[1:]
    while kept and kept[-1] in _AFTER:
        kept = kept[:-1]
    return " ".join(kept[:5])[:60]


def _thing(topic: str, language: str = "") -> Thing | None:
    bare = _ARTICLE.sub("", topic)
    for words_of_it in (bare, bare.split(" ")[-1]):
        named = (lexicon().called(one, language) for one in (words_of_it, *singulars(words_of_it)))
        found = next((thing for thing in named if thing is not None), None) or inflected(words_of_it, language)
        if found is not None:
            return found
    return None


@functools.cache
def _common() -> frozenset[str]:
    """Words that nobody would pick up, and that are nobody's name."""
    return frozenset(table("common")["words"].split())
