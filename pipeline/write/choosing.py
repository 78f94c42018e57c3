"""Chooses a style and a voice from the catalogue by their descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lexicon import Reading, moods_of
from pipeline.types import Catalog, Style, Voice
from pipeline.write.chance import drawn

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLOSE = 0.35
"""Choices whose points differ by less are equally good, and chance decides."""


def style_for(reading: Reading, moods: Sequence[str], catalog: Catalog, seed: int) -> Style:
    """The style whose description fits best."""
    wanted = _wanted(reading, moods)
    points = {style.id: _fit(style.description, wanted, moods) for style in catalog.styles}
    return catalog.style(_drawn(points, "style", reading.text, seed))


def voice_for(reading: Reading, moods: Sequence[str], gender: str, language: str, catalog: Catalog, seed: int) -> Voice:
    """The voice that speaks the language, then fits gender, age and temper."""
    wanted = _wanted(reading, moods)
    points = {
        voice.id: _tongue(voice, language)
        + _gender(voice, gender, sure=bool(reading.gender))
        + _age(voice, reading, moods)
        + _fit(voice.description, wanted, moods)
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


def _gender(voice: Voice, gender: str, *, sure: bool) -> float:
    if not gender or voice.gender == "neutral":
        return 0.0
    return (6.0 if sure else 3.0) * (1 if voice.gender == gender else -1)


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


def _fit(description: str, wanted: frozenset[str], moods: Sequence[str]) -> float:
    """A point for every word that is shared, and for every word that expresses one of the moods, the first the most."""
    shared = {_stem(word) for word in _WORD.findall(description.casefold())}
    points = 1.0 * len(shared & wanted)
    told = moods_of(tuple(_WORD.findall(description.casefold())))
    return points + sum(2.0 / (1 + rank) for rank, mood in enumerate(moods[:4]) if mood in told)


def _stem(word: str) -> str:
    return re.sub(r"(ies|es|s|y)$", "", word) if len(word) > 4 else word
