"""How the improviser comes back to what it remembers: facts for their own person only, names as they were agreed on."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.types import Fact, Line, Memory, Term
from pipeline.write.improvise.memory_rules import facts_in, is_asked, learnt, terms_in
from pipeline.write.improvise.slots import fitting, raised
from pipeline.write.improvise.tables import table
from pipeline.write.memory.keeping import alike, content
from pipeline.write.memory.keeping import names as says

_OFTEN = 0.25
"""How often a fact comes up where nobody asked."""
_LATELY = 6
"""In how many of its own lines a character does not say the same again."""
_LOOKED_THROUGH = 60
"""In how many lines before a message facts and names are looked for; what is older is in the memory."""
_SHARED = 0.6
"""The part of a meaning's words that somebody must say to be told its name."""
_GENERAL = re.compile(
    r"(?i)about me|about myself|remember me|told you|über mich|von mir|an mich|sobre mí|de mí|de moi|sur moi|обо мне|"
    r"(?:di|su di) me|(?:de|sobre) mim|(?:over|van) mij|o mnie|hakkımda|beni hatırl|记得我|知道我|私のこと"
)
_ASKING = frozenset(
    ("what", "whats", "where", "who", "how", "which", "when", "are", "was", "did", "does", "have", "has", "you", "know",
     "remember", "that", "told", "about", "called", "named", "name", "tell", "the", "for", "their", "wie", "heißt")
)  # fmt: skip
_VERBS = {"doesn't": "don't", "is": "are", "was": "were", "has": "have", "does": "do"}
_YOURS = {"their": "your", "theirs": "yours", "them": "you", "themselves": "yourself", "they": "you"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a character knows at one moment, from memory and from the lines before it."""

    language: str
    facts: tuple[Fact, ...]
    """Of the one who speaks, and nobody else."""
    terms: tuple[Term, ...]
    own: tuple[str, ...]
    """What the character said lately."""
    agrees: bool = True
    """Whether it agrees on names."""

    @property
    def name(self) -> str:
        """The name that the speaker once gave."""
        start = "is called "
        return next((f.text[len(start) :] for f in reversed(self.facts) if f.text.startswith(start)), "")


def known(language: str, memory: Memory, history: Sequence[Line], said: Line, *, agrees: bool) -> Known:
    """What is known when `said` is to be answered, in a language of the improviser's."""
    lately = [line for line in history[-_LOOKED_THROUGH:] if not line.who or _same_speaker(line, said)]
    learned = learnt(memory, lately)
    facts = tuple(fact for fact in learned.facts if _same_speaker(fact, said))
    own = tuple(line.text for line in history if not line.who)[-_LATELY:]
    return Known(language, facts, learned.terms if agrees else (), own, agrees)


def recollection(about: Known, said: Line, chance: random.Random) -> str:
    """The answer to what asks for a memory or agrees on a name; empty where nothing does."""
    if is_asked(said.text):
        return _told_about(about, said.text, chance)
    proposed = terms_in(said) if about.agrees else ()
    if proposed:
        return _of(about, "agreed", chance, t=proposed[-1].name)
    return ""


def shorthand(about: Known, said: Line, chance: random.Random) -> str:
    """An agreed name for what somebody speaks of; empty where there is none, or it could be any of several."""
    said_so = [term for term in about.terms if says(said.text, term.name)]
    meant = said_so or [term for term in about.terms if _means(said.text, term.meaning)]
    return _of(about, "term", chance, t=meant[0].name) if len(meant) == 1 else ""


def reminder(about: Known, said: Line, chance: random.Random, answered: str = "") -> str:
    """Now and then something that the speaker told of themselves, if nothing of that came up lately or just now."""
    told = [fact.text for fact in facts_in(said)]
    facts = [fact for fact in about.facts if fact.text not in told and not fact.text.startswith("is called ")]
    if not facts or chance.random() > _OFTEN or any(_lately(about, fact, answered) for fact in facts):
        return ""
    return _back(about, chance.choice(facts), chance)


def to_you(fact: str) -> str:
    """An English fact as it is said to its person; empty where it is kept in other words.

    `is afraid of their dog` gives `are afraid of your dog`.
    """
    verb, _, rest = fact.partition(" ")
    if verb in _VERBS:
        verb = _VERBS[verb]
    elif verb != "can't":
        if not re.fullmatch(r"[a-z]{3,}s", verb) or verb.endswith("ss"):
            return ""
        verb = _bare(verb)
    return re.sub(r"\b(their|theirs|them|themselves|they)\b", lambda word: _YOURS[word[0]], f"{verb} {rest}".strip())


def _bare(verb: str) -> str:
    """A verb without its ending: `love` of `loves`, `study` of `studies`, `teach` of `teaches`."""
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "ches", "shes")) else verb[:-1]


def _same_speaker(one: Line | Fact, said: Line) -> bool:
    return one.person == said.person and (bool(said.person) or one.who == said.who)


def _told_about(about: Known, question: str, chance: random.Random) -> str:
    asked = _topics(question)
    scored = [(sum(any(alike(a, b) for b in _topics(fact.text)) for a in asked), fact) for fact in about.facts]
    best = max((score for score, _ in scored), default=0)
    if best:
        chosen = [fact for score, fact in scored if score == best][-2:]
    elif _GENERAL.search(question):
        chosen = list(about.facts[-2:])
    else:
        return ""
    spoken = [to_you(fact.text) for fact in chosen]
    if about.language != "en" or not all(spoken):
        return " ".join(_of(about, "quote", chance, q=fact.text) for fact in chosen[-1:])
    return " ".join(_of(about, "more" if place else "about", chance, f=text) for place, text in enumerate(spoken))


def _topics(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]{3,}", text.casefold()) if word not in _ASKING]


def _back(about: Known, fact: Fact, chance: random.Random) -> str:
    spoken = to_you(fact.text) if about.language == "en" else ""
    return _of(about, "fact", chance, f=spoken) if spoken else _of(about, "quote", chance, q=fact.text)


def _lately(about: Known, fact: Fact, answered: str) -> bool:
    said = (to_you(fact.text) or fact.text).casefold()
    return any(said in text.casefold() for text in (*about.own, answered))


def _means(text: str, meaning: str) -> bool:
    wanted = content(meaning)
    heard = content(text)
    return bool(wanted) and sum(any(alike(a, b) for b in heard) for a in wanted) >= max(2, _SHARED * len(wanted))


def _of(about: Known, key: str, chance: random.Random, **slots: str) -> str:
    """A sentence of the language with these words in it; empty where it has none."""
    with_capitals = {name.upper(): raised(text, about.language) for name, text in slots.items()}
    lines = fitting(table("memory")["recall"][about.language].get(key, ()), slots | with_capitals)
    return chance.choice(lines) if lines else ""
