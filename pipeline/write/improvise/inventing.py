"""Invents who a described thing is."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from pipeline.lexicon import MOODS, Reading, moods_of, read
from pipeline.lexicon.words import meaning, words
from pipeline.types import Catalog, Persona
from pipeline.write.improvise.chance import drawn
from pipeline.write.improvise.choosing import DRAWN, IMPLIED, SAID, style_for, voice_for
from pipeline.write.improvise.gender import agreement, by_grammar
from pipeline.write.improvise.naming import name_of
from pipeline.write.improvise.slots import (
    described,
    english_slots,
    filled,
    fitting,
    foreign_slots,
    noun_of,
    to_you,
    within,
)
from pipeline.write.improvise.tables import by_mood, sentences, spoken
from pipeline.write.improvise.telling import anyones, is_one, personal, summarized, told_of

_MILD = ("cheerful", "curious", "gentle", "dreamy", "calm", "mischievous", "elegant", "wise")
"""Moods for a thing whose words and nature name none."""


def invent(description: str, catalog: Catalog, seed: int) -> Persona:
    """Write a persona: the same for the same description and seed.

    The order of its personality (nature, temper, feelings, images, second person) follows the scriptwriter of
    ChatAnything (arXiv 2311.06772).

    Raises:
        BadInput: The description cannot be read.
    """
    reading = read(description)
    language = spoken(_asked(catalog) or reading.language)
    chance = drawn("persona", reading.text, seed)
    moods = _moods(reading, chance)
    drawn_gender = chance.choice(("feminine", "masculine"))
    gender = reading.gender or by_grammar(reading)
    weight = SAID if reading.gender else IMPLIED if gender else DRAWN
    voice = voice_for(reading, moods, (gender or drawn_gender, weight), language, catalog, seed)
    gender = gender or (drawn_gender if voice.gender == "neutral" else voice.gender)
    name = name_of(reading, gender, moods[0], language, chance)
    table = sentences(language)
    told_traits = _told_traits(reading)
    traits = tuple(dict.fromkeys([*told_traits, *_own_traits(reading, moods, language, gender)]))[:6]
    if language == "en":
        slots = english_slots(reading, name, next(iter(told_traits), moods[0]))
    else:
        slots = foreign_slots(reading, name, mood_word(language, moods[0], gender), language, gender)
    manner = chance.choice(by_mood(table["manner"], moods[0]))
    slots["manner"] = manner
    return Persona(
        object=_object(reading, language),
        name=name,
        summary=_summary(reading, language, slots, chance),
        personality=_personality(reading, moods, language, slots, chance),
        traits=traits,
        manner=manner,
        greeting=chance.choice(fitting(by_mood(table["greeting"], moods[0]), slots)),
        language=language,
        style_id=style_for(reading, moods, catalog, seed).id,
        voice_id=voice.id,
    )


def _summary(reading: Reading, language: str, slots: dict[str, str], chance: random.Random) -> str:
    """One sentence about it; beside English, what the description tells has sentences of its own."""
    lines = _for(sentences(language)["summary"], "lines", slots)
    if language != "en" and is_one(slots["described"], language):
        lines = [line for line in lines if line.startswith("{name}")] or lines
    line = chance.choice(fitting(lines, _about_it(slots)))
    told = summarized(reading) if language == reading.language != "en" else ""
    colon = " :" if language == "fr" else ":"
    return f"{slots['name']}{colon} {slots['described']}. {told}" if told else line


def _asked(catalog: Catalog) -> str:
    """The language that the catalogue leaves no choice about; empty where there are several, or one voice in all."""
    languages = {voice.language.split("-")[0] for voice in catalog.voices}
    return languages.pop() if len(languages) == 1 and len(catalog.voices) > 1 else ""


def temper(traits: Sequence[str], reading: Reading) -> tuple[str, ...]:
    """The moods of a character by its traits, at least one: its own, the thing's, or a mild one."""
    return (
        moods_of(tuple(traits), reading.language)
        or reading.moods
        or moods_of(reading.thing.nature, "en")
        or ("curious",)
    )


def _moods(reading: Reading, chance: random.Random) -> tuple[str, ...]:
    own = moods_of(reading.thing.nature, "en")
    first = reading.moods or own or (chance.choice(_MILD),)
    found = tuple(dict.fromkeys([*first, *own]))
    return found if len(found) > 1 else (*found, chance.choice([mood for mood in _MILD if mood not in found]))


def _told_traits(reading: Reading) -> list[str]:
    """The adjectives that tell of temper; colours, sizes and materials are no traits."""
    told = words(reading.language)
    about_looks = (told.colours, told.materials, told.size)
    known = [word for word in reading.adjectives if meaning(told.moods, word)]
    age = [word for word in reading.adjectives if meaning(told.age, word) and word not in known]
    looks = {word for word in reading.adjectives if any(meaning(of, word) for of in about_looks)}
    return [*known, *(word for word in age if word not in looks)]


def _own_traits(reading: Reading, moods: Sequence[str], language: str, gender: str) -> list[str]:
    if language != "en":
        told = moods_of(reading.adjectives, language)
        return [mood_word(language, mood, gender) for mood in moods if mood not in told][:3]
    own = [*reading.thing.nature, *sentences("en")["trait"][moods[0]]]
    return own if reading.moods else [moods[0], *own]


def mood_word(language: str, mood: str, gender: str) -> str:
    """A mood in a word of the language that agrees with the gender of who has it."""
    if language == "en":
        return mood
    return filled(str(sentences(language)["mood_word"][MOODS.index(mood)]), agreement(language, gender))


def _object(reading: Reading, language: str) -> str:
    """The description as a phrase: with an article where English wants one, the name of the thing for a pictograph."""
    text = reading.text.rstrip(" .!?,;:")
    if language != "en" or reading.language != "en":
        return text
    lone = not any(sign.isascii() and sign.isalpha() for sign in text)
    short = len(text.split()) <= len(reading.adjectives) + len(reading.noun.split())
    return described(reading, noun_of(reading)) if lone or short else text


def _for(table: dict[str, list[str]], name: str, slots: dict[str, str]) -> list[str]:
    """The lines for a thing that has many of its kind, for the only one, or whose description is or holds its name."""
    own = slots["described"].casefold() == slots["name"].casefold()
    kind = "named" if own else "told" if slots["name"] in slots["described"] else slots.get("only", "")
    only = table.get(kind) or table.get(f"{name}_{kind}")
    return only if kind and only else table[name]


def _about_it(slots: dict[str, str]) -> dict[str, str]:
    return {
        key: value if key in {"name", "described"} else value.replace("my ", "its ") for key, value in slots.items()
    }


def _personality(
    reading: Reading, moods: Sequence[str], language: str, slots: dict[str, str], chance: random.Random
) -> str:
    table = sentences(language)["persona"]
    yours = {key: to_you(value) for key, value in slots.items()} if language == "en" else slots
    opening = fitting(_for(table, "opening", slots), {**yours, "described": _whole(reading, language, slots)})
    chapters = [opening, fitting(table["body"], yours)]
    if language == reading.language and told_of(reading).kinds:
        chapters.append([" ".join(personal(reading, chance.randrange(2)))])
    chapters += [fitting(table["mood"][mood], yours) for mood in moods[:2] if mood in table["mood"]]
    chapters += [fitting(table[name], yours) for name in ("nature", "likes", "others", "closing") if name in table]
    return "\n".join(chance.choice(lines) for lines in chapters if lines)


def _whole(reading: Reading, language: str, slots: dict[str, str]) -> str:
    """The thing with its relative clause, which stands well in a sentence of its own and nowhere else."""
    told = told_of(reading)
    whole = told.rest.rstrip(" .!?,;:")
    if told.rest == told.bare or slots["described"] == slots["name"]:
        return slots["described"]
    if language != "en":
        return within(anyones(whole, language), slots["name"], language)
    return whole[:1].lower() + whole[1:] if re.match(r"(?i)(a|an|the) ", whole) else slots["described"]
