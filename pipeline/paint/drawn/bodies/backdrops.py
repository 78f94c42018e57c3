"""What stands behind a body: mood and place, soft and quiet."""

from __future__ import annotations

import random

from pipeline.lexicon import Reading
from pipeline.paint.drawn.brush import Brush


def backdrop(reading: Reading, brush: Brush, rng: random.Random) -> str:
    """Draw the background alone."""
    top, bottom = rng.choice((("#e9dcc3", "#cdb58f"), ("#d5e3ea", "#a9c0c9"), ("#e6d3d6", "#c3a4b0")))
    return brush.wash(top, bottom)
