"""Draws the body of a reading and dresses it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from pipeline.lexicon import Reading, read
from pipeline.paint.drawn.bodies.costume import costume_of
from pipeline.paint.drawn.bodies.dress import dress
from pipeline.paint.drawn.bodies.looks import look_of
from pipeline.paint.drawn.bodies.nouns import named, sign_look
from pipeline.paint.drawn.bodies.patterns import pattern_of
from pipeline.paint.drawn.bodies.people import person
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.model import Body


def draw(reading: Reading, brush: Brush, rng: random.Random) -> Body:
    """Draw the thing without its face, and say where the face belongs."""
    costume = costume_of(reading)
    look, sign = sign_look(reading)
    reading, key = named(reading)
    sheet = Sheet(reading, brush, rng)
    builder, how = look_of(look or key, reading.thing.kind, reading.thing.category)
    own = _chosen(how, rng) | ({"sign": sign} if sign else {})
    if builder is person and costume.hat and not own.get("hat"):
        own["hat"] = costume.hat
    builder(sheet, **own)
    if reading.thing.kind == "hat":
        costume = replace(costume, hat="")
    dressed = dress(sheet, costume, brush, lambda name: _alone(name, brush, rng), person=builder is person)
    return replace(dressed, pattern=pattern_of(reading, brush, sheet.main))


def _alone(name: str, brush: Brush, rng: random.Random) -> Body:
    """A thing by itself, as something that is held."""
    reading, key = named(read(name))
    sheet = Sheet(reading, brush, rng)
    builder, how = look_of(key, reading.thing.kind, reading.thing.category)
    builder(sheet, **_chosen(how, rng))
    return sheet.body()


def _chosen(how: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A list offers several; the seed chooses."""
    return {name: rng.choice(value) if isinstance(value, list) else value for name, value in how.items()}
