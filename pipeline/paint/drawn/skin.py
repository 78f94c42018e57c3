"""The colours of a face, mixed from the surface it stands on, so that it belongs there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.paint.drawn.colour import clamp, lightness, mix, shift, to_lab
from pipeline.paint.drawn.manner import Manner


@dataclass(frozen=True, slots=True)
class Skin:
    """Answers what colour a part of the face has; all colours are as painted, past the brush's `tone`."""

    manner: Manner
    at: Callable[[float, float], str]
    """The painted colour of the bare surface at a point of the face, in face units."""
    hair: str
    """What brows and lashes are made of, as painted."""

    def dark(self, x: float, y: float, amount: float = 0.5) -> str:
        """The surface there in shadow."""
        colour = self.at(x, y)
        deep = {"ink": 0.5, "neon": 0.7}.get(self.manner.key, 0.36)
        # On green the shade's own hue says little, so that it has to be darker to model anything.
        amount *= 1 + 0.35 * self.greenness
        return mix(shift(colour, light=-0.22 * amount, chroma=1.14), self.manner.shade, deep * amount)

    def bright(self, x: float, y: float, amount: float = 0.5) -> str:
        """The surface there in the light."""
        colour = self.at(x, y)
        lift = 0.2 if lightness(colour) < 0.6 else 0.12
        return mix(shift(colour, light=lift * amount), self.manner.light, 0.36 * amount)

    @property
    def line(self) -> str:
        """The darkest line: lashes, the crack between the lips."""
        if self.manner.key == "ink":
            return self.manner.edge_colour
        return mix(clamp(self.dark(0, 0, 1.0), 0.1, 0.27), "#1a0f14", 0.45)

    @property
    def white(self) -> str:
        """The white of the eye."""
        base = {"neon": "#dfe6ff", "ink": "#fffdf6", "pastel": "#fffaf4"}.get(self.manner.key, "#fdfaf4")
        return mix(base, self.at(0, -80), 0.07)

    def lip(self, redness: float) -> str:
        """The colour of the lips."""
        colour = self.at(0, 34)
        light, a, b = to_lab(colour)
        # A red surface needs darker lips to be seen, a cold one redder ones.
        warm = a > 0.08 and b > 0.0
        red = "#8f1f35" if warm else "#c8384e"
        if self.manner.key == "neon":
            red = "#ff2f92"
        mixed = mix(colour, red, min(0.85, redness + (0.12 if warm else 0.16 * self.coldness)))
        below = 0.07 + 0.07 * self.greenness
        return clamp(mixed, 0.24, max(0.36, min(light - below, 0.66)) if light > 0.4 else light + 0.14)

    @property
    def coldness(self) -> float:
        """0 on a warm or grey surface, 1 on a strong blue, green or violet one."""
        _, a, b = to_lab(self.at(0, -10))
        return min(1.0, max(0.0, -0.7 * b - 0.7 * a) / 0.08)

    @property
    def greenness(self) -> float:
        """0 on all but green and teal surfaces, hues 100 to 200, where lips and nose come out as light as the skin."""
        _, a, b = to_lab(self.at(0, -10))
        return min(1.0, max(0.0, -a - 0.5 * max(0.0, -b)) / 0.05)

    @property
    def bloom(self) -> float:
        """How much of a blush can show: less on a dark surface."""
        return min(1.0, max(0.45, (lightness(self.at(0, -10)) - 0.1) / 0.5))

    @property
    def blush(self) -> str:
        """What cheeks glow with."""
        return mix(self.at(0, 0), "#ff4f86" if self.manner.key == "neon" else "#f0455a", 0.6)
