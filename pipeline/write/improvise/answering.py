"""Improvises what a character answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import BadInput
from pipeline.lexicon import Reading, english, lexicon, read
from pipeline.lexicon.clauses import KINDS
from pipeline.lexicon.cleaning import cleaned
from pipeline.lexicon.reading import singular
from pipeline.types import NO_MEMORY, Line, Memory, Persona
from pipeline.write.improvise.chance import drawn
from pipeline.write.improvise.following import language_spoken
from pipeline.write.improvise.gender import speaks_as
from pipeline.write.improvise.inventing import mood_word, temper
from pipeline.write.improvise.memory_talk import Known, known, recollection, reminder, shorthand
from pipeline.write.improvise.slots import english_slots, filled, fitting, foreign_slots, named, raised
from pipeline.write.improvise.tables import by_mood, sentences, spoken, table
from pipeline.write.improvise.telling import answers, own_words
from pipeline.write.improvise.understanding import Heard, hear, told_name

_PLAIN_INTENTS = frozenset(
    ("crisis", "is_ai", "real", "said_before", "said_first", "again", "my_name", "down_user", "joke", "story", "song",
     "told", "greet", "farewell", "goodnight", "name_given", "blank", "insult")
)  # fmt: skip
"""What is answered without an opening word of the mood."""
_LAST_WORD = frozenset(
    {
        "crisis",
        "again",
        "farewell",
        "goodnight",
        "down_user",
        "is_ai",
        "real",
        "name_given",
        "how_are_you",
        "help",
        "bored",
    }
)
"""What is answered without a closing remark of the mood."""
_EARNEST = frozenset({"crisis", "is_ai", "real", "name_given"})
"""What is answered without coming back to anything else."""
_ASKS_NAME = frozenset({"greet", "who", "your_name", "what"})
_QUOTED_WORDS = 18
_DECIMAL_COMMA = frozenset({"de", "es", "fr", "ru", "it", "pt", "nl", "pl", "tr"})


@dataclass(frozen=True, slots=True)
class _Scene:
    """One moment of a conversation."""

    persona: Persona
    reading: Reading
    moods: tuple[str, ...]
    language: str
    history: Sequence[Line]
    said: Line
    heard: Heard
    slots: dict[str, str]
    limit: int
    about: Known


def answer(
    persona: Persona,
    history: Sequence[Line],
    said: Line,
    limit: int,
    memory: Memory = NO_MEMORY,
    *,
    names: bool = True,
) -> str:
    """What the character says to `said`, in at most `limit` words; without `names` it agrees on none."""
    scene = _scene(persona, history, said, limit, memory, names=names)
    core = _remembered(scene) or _core(scene)
    return _clipped(_dressed(scene, core), limit)


def _remembered(scene: _Scene) -> str:
    """The answer where it lies in what was told before."""
    if scene.heard.intent in _EARNEST:
        return ""
    chance = drawn("recall", scene.persona.name, scene.said.text, len(scene.history))
    told = recollection(scene.about, scene.said, chance)
    short = shorthand(scene.about, scene.said, chance)
    if told or not short:
        return told
    core = _core(scene)
    return f"{short} {core}" if count_words(f"{short} {core}") <= scene.limit else short


def count_words(text: str) -> int:
    """How many words a text has; in writing without blanks two signs count as one."""
    signs = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", text))
    return len(re.findall(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff][^\s]*|\d\S*", text)) + (signs + 1) // 2


def _scene(
    persona: Persona,
    history: Sequence[Line],
    said: Line,
    limit: int,
    memory: Memory = NO_MEMORY,
    *,
    names: bool = True,
) -> _Scene:
    reading = _reading(persona)
    language = language_spoken(persona, history, said)
    moods = temper(persona.traits, reading)
    heard = hear(said.text, language)
    about = known(language, memory, history, said, agrees=names)
    if language == "en":
        own = persona.traits if spoken(persona.language) == "en" else ()
        slots = english_slots(reading, persona.name, next(iter(own), moods[0]))
    else:
        gender = speaks_as(reading, persona.name, language)
        slots = foreign_slots(reading, persona.name, mood_word(language, moods[0], gender), language, gender)
    scene = _Scene(persona, reading, moods, language, history, said, heard, slots, limit, about)
    return _with_slots(scene)


def _reading(persona: Persona) -> Reading:
    """The thing behind a persona, whoever wrote it."""
    for text in (persona.object[:300], persona.summary[:300]):
        try:
            return read(text)
        except BadInput:
            continue
    return read("creature")


def _with_slots(scene: _Scene) -> _Scene:
    heard = scene.heard
    you = raised(heard.name, scene.language) if heard.name else told_name(scene.history, scene.said)
    you = you or scene.about.name
    topic = _said_back(scene, heard.topic)
    if heard.intent == "sum" and scene.language in _DECIMAL_COMMA:
        topic = topic.replace(".", ",")
    one = _one_of_them(heard) if heard.thing and scene.language == "en" else ""
    if one and heard.topic in lexicon().english and singular(heard.topic) == heard.topic:
        topic = one
    more = {
        "you": you,
        "who": cleaned(scene.said.who)[:40],
        "topic": topic,
        "own_part": topic.removeprefix("my ").removeprefix("the "),
        "topic2": _said_back(scene, heard.second),
        "a_topic1": one,
        "earlier": _quoted(_theirs(scene)[-1]) if _theirs(scene) else "",
        "last": _quoted(_own(scene)[-1], 40) if _own(scene) else "",
        "told": _quoted(_sentence_with(_own(scene), heard.topic)),
    }
    with_capitals = {key[0].upper() + key[1:]: raised(value, scene.language) for key, value in more.items()}
    slots = scene.slots | more | with_capitals
    return replace(scene, slots=slots)


def _one_of_them(heard: Heard) -> str:
    """The thing of the topic with its article, by the word that was used for it if that is English."""
    if heard.thing is None:
        return ""
    word = singular(heard.topic.split(" ")[-1])
    return named(word if word in lexicon().english else heard.thing.key, heard.thing.key).phrase


def _said_back(scene: _Scene, topic: str) -> str:
    """A topic with the capital letter it has where it was said."""
    found = re.search(re.escape(topic), scene.said.text, re.IGNORECASE) if topic else None
    if not found or scene.said.text.isupper():
        return topic
    first = not scene.said.text[: found.start()].strip()
    return topic if first else found[0]


def _own(scene: _Scene) -> list[str]:
    return [line.text for line in scene.history if not line.who]


def _theirs(scene: _Scene) -> list[str]:
    who = scene.said.who
    return [line.text for line in scene.history if line.who and line.who == who]


def _quoted(text: str, most: int = _QUOTED_WORDS) -> str:
    words = cleaned(text).split()
    short = " ".join(words[:most]).strip('“”"')
    if len(words) > most:
        return short.rstrip(".,;:!?") + "…"
    return short if short.endswith((".", "!", "?", "…", "。", "！", "？")) else short + "." if short else ""


def _sentence_with(lines: Sequence[str], topic: str) -> str:
    words = [word for word in topic.split() if len(word) > 3] or topic.split()
    said = [part for line in lines for part in re.split(r"(?<=[.!?。！？])\s+", line)]
    return next((part for part in reversed(said) if words and any(word in part.casefold() for word in words)), "")


def _core(scene: _Scene) -> str:
    """The answer itself: a fitting line that was not said before, else the one that was said longest ago."""
    table_of = sentences(scene.language)["reply"]
    key = _key(scene)
    # What the description tells is the answer until it was said; beside a fear that it tells there is no other.
    own = answers(scene.reading, key, scene.language)
    if own and (key == "fear" or not any(line in text for line in own for text in _own(scene))):
        return _fresh(scene, key, own)
    if key == "joke" and scene.language == "en":
        lines = fitting(_jokes(scene), scene.slots)
        intros = fitting(table_of["joke_intro"], scene.slots)
        joke = _fresh(scene, "joke", lines)
        return f"{_fresh(scene, 'intro', intros)} {joke}"
    for name in (key, _kin(key), "unknown", "statement", "blank"):
        lines = fitting(table_of.get(name, ()), scene.slots)
        if lines:
            return _fresh(scene, key, lines)
    return scene.persona.greeting


def _jokes(scene: _Scene) -> list[str]:
    """The thing's own jokes before those of its kind; what fits anything comes last."""
    jokes, thing = table("jokes")["en"], scene.reading.thing
    told = "\n".join(_own(scene))
    near = [jokes.get(name, ()) for name in (thing.key, thing.kind, thing.category, "any")]
    left = ([joke for joke in few if (text := filled(joke, scene.slots)) and text not in told] for few in near)
    return next((few for few in left if few), [joke for few in near for joke in few])


def _kin(key: str) -> str:
    """What stands in for an intent that a language has no lines for."""
    return {
        "real": "is_ai",
        "my_name_who": "my_name_unknown",
        "said_first": "said_before",
        "farewell_you": "farewell",
        "greet_you": "greet",
        "goodnight": "farewell",
        "yesno": "question",
        "do_like_own": "do_like_yes",
        "do_like_foe": "do_like_no",
        "topic_thing": "unknown",
        "question": "yesno",
        "favourite_colour": "favourite",
        "what": "who",
        "disagree": "no",
        "happy": "feelings",
        "lonely": "feelings",
    }.get(key, "question" if key.endswith("_q") else "unknown")


def _key(scene: _Scene) -> str:
    """Which lines answer, now that the history and the thing are known."""
    heard, slots = scene.heard, scene.slots
    intent = heard.intent
    if intent == "my_name":
        return "my_name" if slots["you"] else "my_name_who" if slots["who"] else "my_name_unknown"
    if intent in {"said_before", "said_first"}:
        return intent if slots["earlier"] else "said_nothing"
    if intent == "told":
        return "told_yes" if slots["told"] else "told_no"
    if intent == "again":
        return "again" if slots["last"] else "blank"
    if intent in {"greet", "farewell"} and slots["you"] and _own(scene):
        return f"{intent}_you"
    if intent == "what_q" and slots["topic"]:
        return "question"
    if intent == "define":
        return _about(scene, "opinion")
    if intent in {"do_like", "opinion", "know_topic", "can_you", "favourite"}:
        return _about(scene, intent)
    return intent


def _about(scene: _Scene, intent: str) -> str:
    """Refines what is asked about a topic by what the topic is to this thing."""
    thing, topic = scene.reading.thing, scene.heard.topic
    if not topic:
        return {"can_you": "yesno", "opinion": "question"}.get(intent, intent)
    near = set(re.findall(r"\w{4,}", topic))
    stems = near | {one for word in near for one in english.singulars(word)}

    def touches(phrases: Sequence[str]) -> bool:
        held = {word for phrase in phrases for word in re.findall(r"\w{4,}", phrase.casefold())}
        return bool(stems & (held | {one for word in held for one in english.singulars(word)}))

    if scene.heard.thing is not None and scene.heard.thing.key == thing.key and intent != "can_you":
        return "kind_fact"
    if touches(thing.parts) and intent in {"opinion", "know_topic"}:
        return "part"
    if intent == "can_you":
        return "can_own" if touches(thing.does) else "can_you"
    if intent == "do_like":
        fear, love, hate = (own_words(scene.reading, kind, scene.language) for kind in KINDS)
        against = touches((fear, hate)) or (touches(thing.dislikes) and not touches((love,)))
        if against or touches((love, *thing.likes)):
            return "do_like_foe" if against else "do_like_own"
        return drawn("taste", scene.persona.name, topic).choice(("do_like_yes", "do_like_no"))
    return intent


def _fresh(scene: _Scene, key: str, lines: Sequence[str]) -> str:
    """One of the lines by chance, of those that were not said in this conversation while there are any."""
    own = _own(scene)
    short = [line for line in lines if count_words(line) <= scene.limit] or [min(lines, key=count_words)]
    chance = drawn(key, scene.persona.name, scene.persona.object, scene.said.text, len(scene.history), *own[-3:])
    order = sorted(short, key=lambda _: chance.random())
    return min(order, key=lambda line: max((n for n, text in enumerate(own) if line in text), default=-1))


def _dressed(scene: _Scene, core: str) -> str:
    """The answer with a word of the mood before it or after it, or with a question back."""
    heard, spoken_before = scene.heard, " ".join(_own(scene)[-6:])
    chance = drawn("dress", scene.persona.name, scene.said.text, len(scene.history))
    pieces = [core]
    mood = scene.moods[0] if chance.random() < 0.75 else chance.choice(scene.moods[:2])
    table_of = sentences(scene.language)
    after = "" if heard.intent in _LAST_WORD else _remark(scene, by_mood(table_of["closer"], mood), spoken_before)
    if heard.intent in _ASKS_NAME and not (scene.slots["you"] or _asked_name(scene) or core.endswith("?")):
        after = chance.choice(table_of["reply"]["ask_name"])
    elif chance.random() > 0.45 or core.endswith(("?", "？")):
        after = ""
    if heard.intent not in _EARNEST:
        after = reminder(scene.about, scene.said, chance, core) or after
    if after and count_words(f"{core} {after}") <= scene.limit:
        pieces.append(after)
    before = (
        ""
        if heard.intent in _PLAIN_INTENTS
        else _remark(scene, by_mood(table_of["opener"], mood), f"{spoken_before} {core}")
    )
    if before and chance.random() < 0.35 and count_words(" ".join([before, *pieces])) <= scene.limit:
        pieces.insert(0, before)
    return ("" if scene.language in {"zh", "ja"} else " ").join(pieces)


def _remark(scene: _Scene, remarks: Sequence[str], spoken_before: str) -> str:
    """A remark that was not made in the last lines; empty if all were."""
    unused = [remark for remark in fitting(remarks, scene.slots) if remark not in spoken_before]
    return drawn("remark", scene.persona.name, scene.said.text, len(scene.history)).choice(unused) if unused else ""


def _asked_name(scene: _Scene) -> bool:
    asked = sentences(scene.language)["reply"]["ask_name"]
    return any(question in text for question in asked for text in _own(scene))


def _clipped(text: str, limit: int) -> str:
    """The text in at most `limit` words: whole sentences if one fits, else its beginning."""
    if count_words(text) <= limit:
        return text
    kept = ""
    for part in re.split(r"(?<=[.!?。！？])\s*", text):
        longer = f"{kept} {part}".strip()
        if count_words(longer) > limit:
            break
        kept = longer
    if kept:
        return kept
    words = text.split()
    while count_words(" ".join(words)) > limit and len(words) > 1:
        words.pop()
    return " ".join(words).rstrip(" ,;:") + "…"
