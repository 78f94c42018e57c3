"""Colours as bodies use them: a little lighter, a little darker, kept in a range where a face can be seen."""

from __future__ import annotations

from pipeline.paint.drawn.colour import clamp, from_lab, lightness, mix, to_lab, turn

__all__ = ["apart", "clamp", "darker", "is_colour", "lighter", "lightness", "mix", "vary"]


def lighter(colour: str, share: float) -> str:
    """Towards a warm white."""
    return mix(colour, "#fffaf0", share)


def darker(colour: str, share: float) -> str:
    """Towards a deep blue, which shadows are, rather than black."""
    return mix(colour, "#1a1430", share)


def vary(colour: str, degrees: float, light: float) -> str:
    """Hue turned, lightness added."""
    lightness_, a, b = to_lab(turn(colour, degrees))
    return from_lab((min(0.98, max(0.08, lightness_ + light)), a, b))


def apart(colour: str, other: str) -> str:
    """The colour, lighter or darker where it cannot be told from the other."""
    near = sum((p - q) ** 2 for p, q in zip(to_lab(colour), to_lab(other), strict=True)) ** 0.5
    if near > 0.08:
        return colour
    return lighter(colour, 0.5) if lightness(colour) < 0.62 else darker(colour, 0.35)


def is_colour(text: str) -> bool:
    """Whether it is `#rrggbb`."""
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
