"""The brush: the one way in which bodies and faces are drawn, so that a style is a brush and nothing else.

Everything is in canvas units (`model.CANVAS`, 512 across, origin top left) and comes back as SVG text that carries its
own gradients and filters, so that pieces can be joined, kept apart or rendered alone. The light comes from the upper
left, everywhere and always (`LIGHT`). Colours go in as they are in nature (`#rrggbb`); the brush turns them into the
style's own (`tone`), so never pass a colour that has been through `tone`. Only numbers, path data and `#rrggbb` may
be handed in: no text of a user ever reaches the drawing.

What things cost at 512² (resvg, one core): a shape about 2-10 ms by its area, a soft blob 1-3 ms, a clip 1-4 ms, a
`shadow` or `soft` 2 ms where small and 50 ms where it covers half the picture: prefer `blob` for anything large. A
body with thirty shapes should stay below 250 ms.

A body is drawn back to front with `shape` for surfaces (one per part that has a silhouette of its own; the brush adds
volume, edge and material), `line` for what is thinner than its length, `blob` for soft light and shade, `inside`
for patterns that must stay within a silhouette. Grain, paper, brush strokes and the sculpting of the whole silhouette
are added by the painter afterwards, from the pixels: do not draw them.
"""

from __future__ import annotations

import itertools
import math
import re

from pipeline.paint.drawn.colour import clamp, lightness, mix, shift, turn
from pipeline.paint.drawn.manner import Manner

LIGHT = (-0.55, -0.83)
"""Where the light comes from, as a unit vector on the canvas."""

Extent = tuple[float, float, float, float]
"""Left, top, right, bottom in canvas units."""

_SHINE = {
    "porcelain": 1.0, "metal": 1.3, "glass": 1.4, "plastic": 0.9, "fruit": 0.8, "scales": 0.7, "leather": 0.5,
    "skin": 0.4, "leaf": 0.4, "wood": 0.3, "stone": 0.12, "paper": 0.05, "fabric": 0.05, "fur": 0.08, "feather": 0.12,
    "dough": 0.35, "vapour": 0.0, "light": 0.0,
}  # fmt: skip


class Brush:
    """Draws in one manner. One brush per portrait: it numbers its gradients."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self._numbers = itertools.count(1)

    @property
    def key(self) -> str:
        """Which style this is: `gouache`, `clay`, `ink`, `pastel`, `neon`, `paper`."""
        return self.manner.key

    # Colours.

    def tone(self, colour: str) -> str:
        """The colour as this style paints it. Everything below does this by itself."""
        return self.manner.tone(colour)

    def lit(self, colour: str, amount: float = 0.5) -> str:
        """The painted colour where the light falls on it, already toned: for gradients of your own."""
        toned = self.tone(colour)
        return mix(shift(toned, light=0.1 * amount), self.manner.light, 0.34 * amount)

    def shaded(self, colour: str, amount: float = 0.5) -> str:
        """The painted colour in shadow, already toned."""
        toned = self.tone(colour)
        return mix(shift(toned, light=-0.12 * amount, chroma=1 + 0.1 * amount), self.manner.shade, 0.42 * amount)

    def ink(self, colour: str) -> str:
        """The colour of a line around a surface of that colour, already toned."""
        manner = self.manner
        own = self.tone(colour) if manner.key == "neon" else clamp(self.shaded(colour, 1.0), 0.0, 0.36)
        return mix(manner.edge_colour, own, manner.edge_blend)

    # Surfaces.

    def shape(
        self,
        d: str,
        colour: str,
        material: str = "",
        *,
        volume: float = 1.0,
        outline: bool = True,
        opacity: float = 1.0,
    ) -> str:
        """A closed surface: filled, modelled by the light, with the style's edge.

        `material` is one of the lexicon's (`Thing.material`) and sets shine and translucency; `volume` is how round it
        is: 0 a flat cut, 1 a ball-like thing, 1.5 very plump. `outline=False` is for patches within another shape.
        """
        manner = self.manner
        left, top, right, bottom = extent(d)
        side = max(right - left, bottom - top)
        if side <= 0:
            return ""
        if material in ("vapour", "glass"):
            opacity *= 0.86 if material == "glass" else 0.92
        depth = manner.depth * volume * (1.15 if material in ("metal", "glass", "porcelain") else 1.0)
        pieces = []
        if manner.key == "paper" and outline:
            pieces.append(self._cut_shadow(d, side))
        pieces.append(self._body(d, colour, depth, opacity))
        if side > 26 and depth > 0.05:
            pieces.append(self._core_shadow(d, colour, depth, opacity))
        shine = _SHINE.get(material, 0.3) * manner.gloss * min(1.0, volume)
        if side > 30 and shine > 0.06:
            pieces.append(self._highlight(d, colour, shine))
        if manner.rim and side > 40:
            pieces.append(self._rim(d, min(1.0, depth)))
        if outline:
            pieces.append(self._edge(d, colour, side))
        return "".join(pieces)

    def flat(self, d: str, colour: str, *, opacity: float = 1.0, edge: bool = False) -> str:
        """A surface of one even colour, toned, not modelled: letters, stripes, spots, buttons seen from afar."""
        fill = f'<path d="{d}" fill="{self.tone(colour)}"{_opacity(opacity)}/>'
        return fill + (self._edge(d, colour, 40.0) if edge else "")

    def line(self, d: str, colour: str, width: float, *, opacity: float = 1.0, outlined: bool = False) -> str:
        """A stroke with round ends along an open path: a stem, a string, a whisker, a seam.

        `outlined` gives a thick one (a handle, a leg, a cable) the style's edge and a light along its upper left.
        """
        manner = self.manner
        stroke = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'
        if not outlined:
            return (
                f'<path d="{d}" {stroke} stroke="{self.tone(colour)}" stroke-width="{width:.2f}"{_opacity(opacity)}/>'
            )
        under = ""
        if manner.edge:
            under = (
                f'<path d="{d}" {stroke} stroke="{self.ink(colour)}" stroke-width="{width + 1.7 * manner.edge:.2f}"'
                f"{_opacity(opacity * manner.edge_opacity)}/>"
            )
        elif manner.key == "paper":
            under = (
                f'<path d="{d}" transform="translate(2.5 3.5)" {stroke} stroke="{manner.shade}" '
                f'stroke-width="{width:.2f}" opacity=".25"/>'
            )
        depth = manner.depth
        body = f'<path d="{d}" {stroke} stroke="{self.shaded(colour, 0.55 * depth)}" stroke-width="{width:.2f}"/>'
        nudge = f'transform="translate({LIGHT[0] * width * 0.14:.2f} {LIGHT[1] * width * 0.14:.2f})"'
        middle = f'<path d="{d}" {nudge} {stroke} stroke="{self.tone(colour)}" stroke-width="{width * 0.64:.2f}"/>'
        light = (
            f'<path d="{d}" {nudge} {stroke} stroke="{self.lit(colour, 0.9)}" stroke-width="{width * 0.22:.2f}" '
            f'opacity="{0.75 * depth:.2f}"/>'
        )
        return under + body + middle + (light if width > 5 else "")

    # Soft things.

    def blob(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        colour: str,
        opacity: float = 0.5,
        *,
        tilt_deg: float = 0.0,
        core: float = 0.0,
    ) -> str:
        """A soft ellipse, full in the middle and gone at its rim: light, shade, blush, mist. Cheap at any size.

        `core` is the share of the radius that is fully covered. The colour is taken as it is, not toned.
        """
        name = self._name()
        stops = "".join(
            f'<stop offset="{core + (1 - core) * at:.3f}" stop-color="{colour}" stop-opacity="{opacity * share:.4f}"/>'
            for at, share in ((0, 1), (0.2, 0.93), (0.4, 0.73), (0.6, 0.42), (0.8, 0.14), (1, 0))
        )
        turned = f' transform="rotate({tilt_deg:.2f} {cx:.2f} {cy:.2f})"' if tilt_deg else ""
        return (
            f'<radialGradient id="{name}">{stops}</radialGradient>'
            f'<ellipse cx="{cx:.2f}" cy="{cy:.2f}" rx="{rx:.2f}" ry="{ry:.2f}" fill="url(#{name})"{turned}/>'
        )

    def glow(self, cx: float, cy: float, radius: float, colour: str, opacity: float = 0.8) -> str:
        """A light that shines by itself: a lamp, a star, a window at night. Toned."""
        bright = shift(self.tone(colour), light=0.12)
        return self.blob(cx, cy, radius, radius, bright, opacity) + self.blob(
            cx, cy, radius * 0.4, radius * 0.4, mix(bright, "#ffffff", 0.7), opacity
        )

    def soft(self, d: str, colour: str, blur: float, opacity: float = 0.5) -> str:
        """A path with a blurred rim, colour as it is. Costs by area: for small or narrow things."""
        name = self._name()
        left, top, right, bottom = extent(d)
        pad = 3 * blur + 1
        region = (
            f'x="{left - pad:.1f}" y="{top - pad:.1f}" width="{right - left + 2 * pad:.1f}" '
            f'height="{bottom - top + 2 * pad:.1f}"'
        )
        return (
            f'<filter id="{name}" filterUnits="userSpaceOnUse" {region} color-interpolation-filters="sRGB">'
            f'<feGaussianBlur stdDeviation="{blur:.2f}"/></filter>'
            f'<path d="{d}" fill="{colour}" filter="url(#{name})"{_opacity(opacity)}/>'
        )

    def shadow(self, cx: float, cy: float, rx: float, ry: float, opacity: float = 0.4) -> str:
        """The shadow a thing casts on the ground or on what lies behind it."""
        dark = mix(self.manner.shade, "#000000", 0.25)
        strength = opacity * {"ink": 0.55, "pastel": 0.75, "neon": 1.2}.get(self.key, 1.0)
        return self.blob(cx + 0.12 * rx, cy, rx, ry, dark, min(1.0, strength), core=0.15)

    # Joining.

    def inside(self, d: str, content: str) -> str:
        """Content that is seen only within a closed path: stripes on a ball, dots on a cup."""
        name = self._name()
        return f'<clipPath id="{name}"><path d="{d}"/></clipPath><g clip-path="url(#{name})">{content}</g>'

    def group(self, content: str, transform: str = "", opacity: float = 1.0) -> str:
        """Content moved or faded as one; `transform` is SVG's. Mirroring would turn the light: avoid it."""
        moved = f' transform="{transform}"' if transform else ""
        return f"<g{moved}{_opacity(opacity)}>{content}</g>"

    def wash(self, top: str, bottom: str, *, glow: str = "", glow_x: float = 200.0, glow_y: float = 180.0) -> str:
        """The whole background: two colours from top to bottom on the style's paper, with a soft light where wanted."""
        manner = self.manner
        upper, lower = (mix(self._ground(c), manner.paper, manner.paper_share) for c in (top, bottom))
        name = self._name()
        light = mix(self._ground(glow or top), manner.paper if manner.key == "ink" else manner.light, 0.45)
        strength = {"neon": 0.42, "ink": 0.9}.get(self.key, 0.6)
        return (
            f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{upper}"/>'
            f'<stop offset="1" stop-color="{lower}"/></linearGradient>'
            f'<rect width="512" height="512" fill="url(#{name})"/>'
            + self.blob(glow_x, glow_y, 330, 300, light, strength)
            + self.blob(256, 620, 420, 210, mix(lower, manner.shade, 0.5), 0.35)
        )

    # How each style models.

    def _ground(self, colour: str) -> str:
        manner = self.manner
        return (
            mix(colour, manner.toward, manner.lean) if manner.key != "neon" else shift(colour, light=-0.25, chroma=1.2)
        )

    def _body(self, d: str, colour: str, depth: float, opacity: float) -> str:
        base = self.tone(colour)
        if depth < 0.05:
            return f'<path d="{d}" fill="{base}"{_opacity(opacity)}/>'
        name = self._name()
        return (
            f'<linearGradient id="{name}" x1=".18" y1="0" x2=".8" y2="1">'
            f'<stop offset="0" stop-color="{self.lit(colour, 0.75 * depth)}"/><stop offset=".42" stop-color="{base}"/>'
            f'<stop offset="1" stop-color="{self.shaded(colour, 0.6 * depth)}"/></linearGradient>'
            f'<path d="{d}" fill="url(#{name})"{_opacity(opacity)}/>'
        )

    def _core_shadow(self, d: str, colour: str, depth: float, opacity: float) -> str:
        name = self._name()
        dark = self.shaded(colour, 1.0)
        strength = min(0.85, 0.62 * depth) * opacity
        return (
            f'<radialGradient id="{name}" cx=".4" cy=".34" r=".74">'
            f'<stop offset=".45" stop-color="{dark}" stop-opacity="0"/>'
            f'<stop offset=".75" stop-color="{dark}" stop-opacity="{0.35 * strength:.3f}"/>'
            f'<stop offset="1" stop-color="{dark}" stop-opacity="{strength:.3f}"/></radialGradient>'
            f'<path d="{d}" fill="url(#{name})"/>'
        )

    def _highlight(self, d: str, colour: str, shine: float) -> str:
        name = self._name()
        light = mix(self.lit(colour, 1.0), "#ffffff", 0.6)
        return (
            f'<radialGradient id="{name}" cx=".3" cy=".22" r=".36">'
            f'<stop offset="0" stop-color="{light}" stop-opacity="{min(0.9, 0.85 * shine):.3f}"/>'
            f'<stop offset=".35" stop-color="{light}" stop-opacity="{min(0.6, 0.4 * shine):.3f}"/>'
            f'<stop offset="1" stop-color="{light}" stop-opacity="0"/></radialGradient>'
            f'<path d="{d}" fill="url(#{name})"/>'
        )

    def _rim(self, d: str, depth: float) -> str:
        name = self._name()
        rim = self.manner.rim
        return (
            f'<linearGradient id="{name}" x1="0" y1=".1" x2="1" y2=".7">'
            f'<stop offset=".74" stop-color="{rim}" stop-opacity="0"/>'
            f'<stop offset="1" stop-color="{rim}" stop-opacity="{0.62 * depth:.2f}"/></linearGradient>'
            f'<path d="{d}" fill="url(#{name})"/>'
        )

    def _edge(self, d: str, colour: str, side: float) -> str:
        manner = self.manner
        if not manner.edge:
            return ""
        width = manner.edge * min(1.0, 0.45 + side / 160)
        line = self.ink(colour)
        if manner.key == "neon":
            line = mix(line, "#ff4fd8", 0.5 + 0.5 * math.sin(7 * side)) if side < 120 else line
            halo = f'<path d="{d}" fill="none" stroke="{line}" stroke-width="{width * 4:.2f}" opacity=".16"/>'
            wide = f'<path d="{d}" fill="none" stroke="{line}" stroke-width="{width * 2.2:.2f}" opacity=".28"/>'
            core = f'<path d="{d}" fill="none" stroke="{mix(line, "#ffffff", 0.45)}" stroke-width="{width * 0.8:.2f}"/>'
            return halo + wide + core
        stroke = f'fill="none" stroke="{line}" stroke-linejoin="round"{_opacity(manner.edge_opacity)}'
        drawn = f'<path d="{d}" {stroke} stroke-width="{width:.2f}"/>'
        if manner.key == "ink":
            # A nib presses harder on the shadow side: the same line again, thinner and set off to the lower right.
            drawn += f'<path d="{d}" {stroke} stroke-width="{width * 0.75:.2f}" transform="translate(.9 1.1)"/>'
        return drawn

    def _cut_shadow(self, d: str, side: float) -> str:
        reach = min(1.0, side / 120)
        dark = self.manner.shade
        return "".join(
            f'<path d="{d}" transform="translate({dx * reach:.1f} {dy * reach:.1f})" fill="{dark}" opacity="{o}"/>'
            for dx, dy, o in ((1.5, 2, ".12"), (3, 4.5, ".1"), (5, 7, ".08"), (7, 10, ".05"))
        )

    def _name(self) -> str:
        return f"b{next(self._numbers)}"

    # For those who mix colours of their own.

    def neighbour(self, colour: str, degrees: float = 24.0) -> str:
        """A colour beside this one on the wheel, not toned: for accents that belong."""
        return turn(colour, degrees)

    def contrast(self, colour: str) -> str:
        """A colour that can be seen on this one, not toned: darker on light, lighter on dark."""
        return shift(colour, light=-0.28 if lightness(colour) > 0.55 else 0.3)


def _opacity(value: float) -> str:
    return "" if value >= 0.999 else f' opacity="{value:.3f}"'


_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|(-?\d*\.?\d+(?:[eE][-+]?\d+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def extent(d: str) -> Extent:
    """The box around a path's points and handles: never smaller than what is drawn, save for arcs."""
    xs: list[float] = []
    ys: list[float] = []
    command, numbers, x, y = "", list[float](), 0.0, 0.0
    for letter, number in _COMMAND.findall(d):
        if letter:
            command, numbers = letter, []
            continue
        numbers.append(float(number))
        kind = command.upper()
        if len(numbers) < _TAKES.get(kind, 0) or kind in ("", "Z"):
            continue
        fromx, fromy = (x, y) if command.islower() else (0.0, 0.0)
        if kind == "H":
            x = fromx + numbers[0]
        elif kind == "V":
            y = fromy + numbers[0]
        else:
            pairs = numbers[5:] if kind == "A" else numbers
            xs += [fromx + n for n in pairs[:-2:2]]
            ys += [fromy + n for n in pairs[1:-2:2]]
            x, y = fromx + numbers[-2], fromy + numbers[-1]
        xs.append(x)
        ys.append(y)
        numbers = []
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)
