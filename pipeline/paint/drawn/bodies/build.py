"""Draws the body of a reading."""

from __future__ import annotations

import random

from pipeline.lexicon import Reading
from pipeline.paint.drawn.bodies.looks import look_of
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.model import Body


def draw(reading: Reading, brush: Brush, rng: random.Random) -> Body:
    """Draw the thing without its face, and say where the face belongs."""
    sheet = Sheet(reading, brush, rng)
    thing = reading.thing
    builder, how = look_of(thing.key, thing.kind, thing.category)
    # A list offers several; the seed chooses.
    builder(sheet, **{name: rng.choice(v) if isinstance(v, list) else v for name, v in how.items()})
    return sheet.body()
