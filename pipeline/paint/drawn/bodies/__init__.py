"""Bodies of drawn portraits and what stands behind them."""

from pipeline.paint.drawn.bodies.backdrops import backdrop
from pipeline.paint.drawn.bodies.build import draw
from pipeline.paint.drawn.bodies.costume import costume_of

__all__ = ["backdrop", "costume_of", "draw"]
