"""What the sentences about a character are filled with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon import Reading, Thing, english, lexicon
from pipeline.lexicon.clauses import KINDS
from pipeline.lexicon.reading import singular
from pipeline.lexicon.things import TONGUES
from pipeline.lexicon.words import meaning, words
from pipeline.write.improvise.chance import drawn
from pipeline.write.improvise.gender import agreement
from pipeline.write.improvise.tables import sentences
from pipeline.write.improvise.telling import anyones, apart, own_words, told_of

Slots = Mapping[str, str]

_FIELD = re.compile(r"{(\w+)}")
_MASS_PARTS = re.compile(r".*(hair|wool|foam|fur|skin|sauce|soil|stubble|make-up|moss|ivy|butter|cheese|lettuce|sand|"
                         r"smoke|filling|rust|mortar|steam|shine|glow|darkness|wax|debris|sparkle|salt|seaweed|ink|cloth|"
                         r"pepperoni|snow|velcro|rice|cow print|dough|icing|syrup|thread|dust|grass|soot)")  # fmt: skip
_NUMBER = re.compile(r"(two|three|four|five|six|seven|eight|many|both|no|one) ")


def filled(template: str, slots: Slots) -> str:
    """The template with its slots filled; empty if one of them has no value."""
    fields = _FIELD.findall(template)
    if not all(slots.get(field) for field in fields):
        return ""
    return _FIELD.sub(lambda match: slots[match[1]], template)


def fitting(templates: Sequence[str], slots: Slots) -> list[str]:
    """All templates that can be filled, filled."""
    return [text for text in (filled(template, slots) for template in templates) if text]


@dataclass(frozen=True, slots=True)
class Noun:
    """How English names a thing."""

    one: str
    """`teapot`, `Monday`, `jeans`."""
    phrase: str
    """`a teapot`, `Monday`, `a pair of jeans`, `the moon`, `milk`."""
    many: str
    """`teapots`, `Mondays`, `jeans`, `moons`, `milk`."""
    count: str


def noun_of(reading: Reading) -> Noun:
    """The English noun for what was described: the writer's own word where it is English, else the thing's key."""
    key = reading.thing.key
    written = reading.noun.casefold()
    if lexicon().count.get(key) != "^":
        written = singular(written)
    latin = all(sign < "\u0250" or not sign.isalpha() for sign in written)
    foreign = not latin or (reading.exact and written not in lexicon().english)
    return named(key if foreign or not written else written, key)


def named(word: str, key: str) -> Noun:
    """The English noun of a word for the thing of that key."""
    count, word = lexicon().count.get(key, ""), word.removeprefix("pair of ")
    if word in words().mass and count != "=":
        count = "~"
    elif word != key:
        count = count.replace("~", "").replace("!", "")
    if count == "=":
        proper = " ".join(part.capitalize() for part in word.split())
        return Noun(proper, proper, english.plural(proper), count)
    if count == "~":
        return Noun(word, word, word, count)
    if count == "^" and word.endswith("s"):
        return Noun(word, f"a pair of {word}", word, count)
    return Noun(word, f"the {word}" if count == "!" else english.a(word), english.plural(word), count)


def described(reading: Reading, noun: Noun) -> str:
    """The thing with what is said of it, short: `a grumpy teapot`."""
    before = reading.text.casefold().split(reading.noun.casefold())[0]
    told = [word for word in reading.adjectives if re.search(rf"\b{re.escape(word)}\b", before)]
    kept = [word if word != "french" else "French" for word in told if word not in _COUNTS][:3]
    if not kept:
        return noun.phrase
    if noun.count == "~":
        return " ".join([*kept, noun.one])
    if noun.count == "!":
        return " ".join(["the", *kept, noun.one])
    return english.a(" ".join([*kept, f"pair of {noun.one}" if noun.count == "^" else noun.one]))


_COUNTS = frozenset({"two", "three", "four", "five", "few", "several", "many", "all", "every", "each", "another"})


_SPARE = ("good company", "quiet evenings")
_SPARE_DISLIKES = ("dust", "hurry")
"""What anything may like or not, where the description says the contrary of what its kind does."""


def english_slots(reading: Reading, name: str, trait: str) -> dict[str, str]:
    """The slots that a thing fills in English."""
    thing, noun = reading.thing, noun_of(reading)
    whole = described(reading, noun)
    fear, love, hate = (own_words(reading, kind, "en") for kind in KINDS)
    against = [phrase for phrase in (fear, hate) if phrase]
    likes = _two([*filter(None, [love]), *apart(thing.likes, " ".join(against), _SPARE)])
    dislikes = _two([*against, *apart(thing.dislikes, love, _SPARE_DISLIKES)])
    does = _two(thing.does)
    nature = _two(thing.nature)
    parts = _two(thing.parts or ("face",))
    rival = _rival(reading, name)
    slots = {
        "name": name,
        "first": first_of(name),
        "thing": noun.one,
        "a_thing": noun.phrase,
        "things": noun.many,
        "described": whole,
        "part1": parts[0],
        "part2": parts[1] if parts[1] != parts[0] else "last corner",
        "parts": english.listed([_with_article(part) for part in thing.parts[:4]]),
        "parts_bare": english.listed(thing.parts[:4] or ("face",)),
        "only": "only" if noun.count in {"=", "!", "~"} else "",
        "parts_a": english.listed([_with_article(part) for part in thing.parts[:3]]),
        "parts_my": english.listed([f"my {part}" for part in thing.parts[:3]]),
        "do1": does[0],
        "do2": does[1],
        "doing1": english.gerund(does[0]),
        "doing2": english.gerund(does[1]),
        "like1": likes[0],
        "like2": likes[1],
        "dislike1": dislikes[0],
        "dislike2": dislikes[1],
        "nature1": nature[0],
        "nature2": nature[1] if len(thing.nature) > 1 else "",
        "trait": trait,
        "a_rival": rival,
        "material": sentences("en")["material"][thing.material],
        "material_word": thing.material,
        "others": english.listed([named(other.key, other.key).phrase for other in _company(reading)]),
    }
    return slots | capitals(slots)


def raised(text: str, language: str = "en") -> str:
    """The text with a capital at its beginning; a Turkish `i` keeps its dot."""
    return ("İ" if language == "tr" and text[:1] == "i" else text[:1].upper()) + text[1:]


def capitals(slots: Slots, language: str = "en") -> dict[str, str]:
    """Every slot once more with a capital: `Like1` and `like1_cap` beside `like1`."""
    with_capitals = {key: raised(value, language) for key, value in slots.items()}
    return {f"{key}_cap": value for key, value in with_capitals.items()} | {
        key[0].upper() + key[1:]: value for key, value in with_capitals.items()
    }


def foreign_slots(reading: Reading, name: str, trait: str, language: str, gender: str) -> dict[str, str]:
    """The slots that a thing fills in another language than English, from what its category does and likes there."""
    table = sentences(language)["category"]
    row = table.get(reading.thing.key) or table.get(reading.thing.kind) or table.get(reading.thing.category)
    does, likes, dislikes = (
        tuple(part.strip() for part in re.split("[,、]", cell)) for cell in (row or table["any"]).split("|")
    )
    any_likes, any_dislikes = (
        [part.strip() for part in re.split("[,、]", cell)] for cell in table["any"].split("|")[1:]
    )
    told = told_of(reading)
    likes = apart(likes, f"{told.fear} {told.hate}", any_likes)
    dislikes = apart(dislikes, told.love, any_dislikes)
    slots = {
        "name": name,
        "first": first_of(name),
        "thing": reading.noun,
        "described": within(anyones(told.bare.rstrip(" .!?,;:"), language), name, language),
        **_translated(reading, language),
        "do1": does[0],
        "do2": does[-1],
        "like1": likes[0],
        "like2": likes[-1],
        "dislike1": dislikes[0],
        "dislike2": dislikes[-1],
        "trait": trait,
    }
    return slots | capitals(slots, language) | agreement(language, gender)


def _translated(reading: Reading, language: str) -> dict[str, str]:
    """The thing's name in another language than its description's; empty where that is the same, or knows none."""
    if language == reading.language:
        return {}
    names = lexicon().foreign.get(language, {})
    name = next((name for name, thing in names.items() if thing.key == reading.thing.key), "")
    name = raised(name) if language == "de" else name
    return {"thing": name, "described": name} if name else {}


def within(text: str, name: str, language: str) -> str:
    """A description inside a sentence: no capital letter only because it begins with one; German nouns keep theirs."""
    first = text.split(" ")[0].split("'")[0].casefold().replace("\u0307", "")
    told = words(language)
    common = first in told.skip
    if language in TONGUES and not common:
        tables = (told.moods, told.colours, told.materials, told.age, told.size)
        common = lexicon().called(first, language) is not None or any(meaning(of, first) for of in tables)
    return (
        text[:1].lower().replace("\u0307", "") + text[1:]
        if common and not text.startswith(name) and not text.isupper()
        else text
    )


def first_of(name: str) -> str:
    """What friends call somebody: the name without its title."""
    pieces = name.split()
    titled = len(pieces) > 2 or (len(pieces) == 2 and pieces[0] in _TITLES)
    return " ".join(pieces[:2]) if titled and pieces[0] in _TITLES else pieces[0] if pieces else name


_TITLES = frozenset(
    ("Old", "Mister", "Mistress", "Uncle", "Auntie", "Aunt", "Jolly", "Professor", "Doctor", "Captain", "Sir", "Dame",
     "Lord", "Lady", "Count", "Countess", "His", "Her", "Monsieur", "Madame", "General", "Little", "Slippery", "Artful")
)  # fmt: skip


def to_you(phrase: str) -> str:
    """What somebody says of themselves, said to them: `count my stripes` gives `count your stripes`."""
    turned = {"my": "your", "myself": "yourself", "me": "you", "i": "you", "am": "are", "mine": "yours"}
    return re.sub(r"\b(my|myself|me|I|am|mine)\b", lambda match: turned[match[0].lower()], phrase)


def _company(reading: Reading) -> list[Thing]:
    """The further things that go with it: neither what it only fears or loves, nor a feeling."""
    seen = [other for other in reading.others if other.category != "ideas"]
    if told_of(reading).kinds:
        kept = " ".join(re.findall(r"[^\W_]+", told_of(reading).rest.casefold()))
        seen = [other for other in seen if any(f" {name} " in f" {kept} " for name in other.names)]
    return seen[:2]


def _two(items: Sequence[str]) -> tuple[str, str]:
    return items[0], items[1] if len(items) > 1 else items[0]


def _with_article(part: str) -> str:
    plural = part.endswith("s") and not part.endswith(("ss", "us"))
    if plural or _MASS_PARTS.fullmatch(part) or _NUMBER.match(part):
        return part
    return english.a(part)


def _rival(reading: Reading, name: str) -> str:
    others = [t for t in lexicon().things if t.category == reading.thing.category and t.key != reading.thing.key]
    countable = [t for t in others if not lexicon().count[t.key]]
    return english.a(drawn("rival", name).choice(countable).key) if countable else "a teapot"
