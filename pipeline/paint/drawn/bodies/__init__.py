"""Bodies of drawn portraits and what stands behind them."""

from pipeline.paint.drawn.bodies.backdrops import backdrop
from pipeline.paint.drawn.bodies.build import draw

__all__ = ["backdrop", "draw"]
