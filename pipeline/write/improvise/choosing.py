"""Chooses a style and a voice from the catalogue by their descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lexicon import Reading, moods_of
from pipeline.lexicon.words import meaning, words
from pipeline.types import Catalog, Style, Voice
from pipeline.write.improvise.chance import drawn

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLOSE = 0.35
"""Choices whose points differ by less are equally good, and chance decides."""


def style_for(reading: Reading, moods: Sequence[str], catalog: Catalog, seed: int) -> Style:
    """The style whose description fits best."""
    points = {style.id: _looks(style.description, reading, moods) for style in catalog.styles}
    return catalog.style(_drawn(points, "style", reading.text, seed))


_NIGHT_THINGS = frozenset({"robot", "monster"})
_NIGHT_CATEGORIES = frozenset({"space", "instruments"})
_NIGHT_WORDS = frozenset(
    re.split(
        r" ",
        "night midnight neon electric electro electronic electricity cyber cyborg cyberpunk laser disco techno cosmic "
        "galactic galaxy space music musical jazz rock thunder lightning glowing zombie werewolf vampire bat moon "
        "arcade",
    )
)
"""What keeps its looks in the light of a dark night; most things would only lose their colours there."""
_ENGINES = frozenset({"vehicles", "machines"})
_BOLD = frozenset({"fierce", "heroic", "proud"})
_HOMELY = frozenset({"household", "food", "furniture"})


def _looks(description: str, reading: Reading, moods: Sequence[str]) -> float:
    """How well a style fits: night suits few things, and what lives in a home looks best in warm colours."""
    told = frozenset(_WORD.findall(description.casefold()))
    points = _shared(description, reading, moods) + _temper(told, reading, moods)
    if told & {"night", "neon"}:
        points += 2.5 if _nightly(reading) else -4.0 if _BOLD & set(reading.moods[:1]) else -8.0
    if told & {"warm", "homely"} and reading.thing.category in _HOMELY:
        points += 2.5
    stems = {_stem(word) for word in told}
    # What a style says it is for counts, and still must not outweigh how the thing is.
    points += 1.5 if _stem(reading.thing.category) in stems else 0.0
    return points - (2.0 if _stem(reading.thing.kind) in stems else 0.0)


def _temper(told: frozenset[str], reading: Reading, moods: Sequence[str]) -> float:
    """Points for moods: what the words say of the thing goes before what such things are like."""
    suits = moods_of(tuple(told), "en")
    said = sum(3.0 / (1 + rank) for rank, mood in enumerate(reading.moods[:3]) if mood in suits)
    own = [mood for mood in moods[:4] if mood not in reading.moods]
    return said + sum((1.0 if reading.moods else 2.0) / (1 + rank) for rank, mood in enumerate(own) if mood in suits)


def _nightly(reading: Reading) -> bool:
    thing, said = reading.thing, frozenset(_WORD.findall(reading.text.casefold()))
    night = thing.category in _NIGHT_CATEGORIES or thing.kind in _NIGHT_THINGS
    bold = thing.category in _ENGINES and bool(_BOLD & set(reading.moods[:1]))
    return night or bold or bool(_NIGHT_WORDS & (said | {thing.key}))


SAID, IMPLIED, DRAWN = 6.0, 3.0, 1.0
"""How much a gender weighs that the words say, that their grammar implies, that chance drew."""


def voice_for(
    reading: Reading, moods: Sequence[str], gender: tuple[str, float], language: str, catalog: Catalog, seed: int
) -> Voice:
    """The voice that speaks the language, then fits gender (with its weight), age and temper."""
    points = {
        voice.id: _tongue(voice, language)
        + _gender(voice, *gender)
        + _age(voice, reading, moods)
        + _size(voice.description, reading)
        + _fit(voice.description, reading, moods)
        for voice in catalog.voices
    }
    return catalog.voice(_drawn(points, "voice", reading.text, seed))


def _drawn(points: dict[str, float], what: str, text: str, seed: int) -> str:
    best = max(points.values())
    near = [name for name, value in points.items() if value > best - _CLOSE]
    return drawn(what, text, seed).choice(near)


def _tongue(voice: Voice, language: str) -> float:
    if voice.language == language:
        return 100.0
    return 99.8 if voice.language.split("-")[0] == language.split("-")[0] else 0.0


def _gender(voice: Voice, gender: str, weight: float) -> float:
    if voice.age == "child":
        return weight  # children's voices are alike
    if not gender or voice.gender == "neutral":
        return 0.0
    return weight if voice.gender == gender else -weight


def _age(voice: Voice, reading: Reading, moods: Sequence[str]) -> float:
    if reading.age:
        return 4.0 if voice.age == reading.age else 0.0 if voice.age == "adult" else -4.0
    if voice.age == "child":
        return 1.0 if reading.size == "tiny" else -4.0
    if voice.age == "old":
        return 0.5 if {"wise", "grumpy"} & set(moods[:1]) else -4.0
    return 0.0


def _wanted(reading: Reading, moods: Sequence[str]) -> frozenset[str]:
    thing = reading.thing
    said = {
        *reading.adjectives,
        *thing.nature,
        *moods,
        thing.key,
        thing.kind,
        thing.material,
        reading.age,
        reading.size,
    }
    return frozenset(_stem(word) for word in {*said, thing.category} if word)


def _size(description: str, reading: Reading) -> float:
    """A giant's voice is not for a mouse."""
    size = reading.size or _named_size(reading.thing.nature)
    told = _named_size(_WORD.findall(description.casefold()))
    return 0.0 if not size or not told else 2.0 if size == told else -5.0


def _named_size(told: Sequence[str]) -> str:
    return next((size for size in (meaning(words().size, word) for word in told) if size), "")


def _fit(description: str, reading: Reading, moods: Sequence[str]) -> float:
    """Points for shared words, most for the thing's own name, and for words of its moods, most for the first."""
    told = moods_of(tuple(_WORD.findall(description.casefold())), "en")
    points = _shared(description, reading, moods)
    return points + sum(2.0 / (1 + rank) for rank, mood in enumerate(moods[:4]) if mood in told)


def _shared(description: str, reading: Reading, moods: Sequence[str]) -> float:
    wanted = _wanted(reading, moods)
    own = {_stem(word) for word in (reading.thing.key, reading.thing.kind, reading.noun.casefold())}
    shared = {_stem(word) for word in _WORD.findall(description.casefold())}
    return 1.0 * len(shared & wanted) + 3.0 * len(shared & own)


def _stem(word: str) -> str:
    return re.sub(r"(ies|es|s|y)$", "", word) if len(word) > 4 else word
