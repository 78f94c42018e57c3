"""Colours as `#rrggbb`, mixed where the eye sees even steps: in OKLab (Björn Ottosson, 2020, public domain)."""

from __future__ import annotations

import math

Lab = tuple[float, float, float]
"""Lightness 0..1, then green to red and blue to yellow, each about -0.4..0.4."""


def to_lab(colour: str) -> Lab:
    """Read `#rrggbb`."""
    r, g, b = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_lab(lab: Lab) -> str:
    """Write `#rrggbb`, each channel clipped to what a screen shows."""
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, c)))):02x}" for c in channels)


def mix(one: str, other: str, share: float) -> str:
    """Mix two colours; a `share` of 0 is the first, 1 the other."""
    a, b = to_lab(one), to_lab(other)
    return from_lab((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share))


def lightness(colour: str) -> float:
    """How light a colour looks, 0..1."""
    return to_lab(colour)[0]


def shift(colour: str, *, light: float = 0.0, chroma: float = 1.0) -> str:
    """Make a colour lighter or darker by `light` and its chroma `chroma` times as strong."""
    lightness_, a, b = to_lab(colour)
    return from_lab((min(1.0, max(0.0, lightness_ + light)), a * chroma, b * chroma))


def clamp(colour: str, low: float, high: float) -> str:
    """Keep a colour's lightness between two bounds, its hue as it is."""
    lightness_, a, b = to_lab(colour)
    return from_lab((min(high, max(low, lightness_)), a, b))


def turn(colour: str, degrees: float) -> str:
    """Turn a colour's hue."""
    lightness_, a, b = to_lab(colour)
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return from_lab((lightness_, a * c - b * s, a * s + b * c))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
