"""The manners of drawing, as numbers: what makes one style differ from another at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.paint.drawn.colour import clamp, from_lab, mix, to_lab


@dataclass(frozen=True, slots=True)
class Manner:
    """One manner of drawing."""

    key: str
    """What `Style.key` calls it."""
    chroma: float = 1.0
    """How strong its colours are."""
    low: float = 0.3
    """Its darkest surface, as OKLab lightness."""
    high: float = 0.93
    """Its lightest surface."""
    toward: str = "#ffffff"
    """What all its colours lean to."""
    lean: float = 0.0
    """How far they lean, 0..1."""
    shade: str = "#2a1c3a"
    """What shadows are mixed with."""
    light: str = "#fff6dc"
    """What lights are mixed with."""
    depth: float = 0.5
    """How strongly a shape is modelled, 0 flat to 1 sculpted."""
    gloss: float = 0.3
    """How strong highlights are."""
    edge: float = 0.0
    """Width of the outline in canvas units; 0 draws none."""
    edge_colour: str = "#1d1a22"
    edge_blend: float = 0.5
    """How much of the outline's colour is the shape's own."""
    edge_opacity: float = 1.0
    rim: str = ""
    """A second light on the side away from the first; empty: none."""
    paper: str = "#f4ead6"
    """What the background is mixed with."""
    paper_share: float = 0.3
    inflate: float = 0.0
    """How much the whole body is modelled by its silhouette, like a soft sculpture."""
    grain: str = ""
    """What its surface is: `brush`, `clay`, `wash`, `chalk`, `haze`, `fibre`."""
    grain_strength: float = 0.0

    def tone(self, colour: str) -> str:
        """A colour as this manner paints it."""
        lightness, a, b = to_lab(clamp(mix(colour, self.toward, self.lean), self.low, self.high))
        return from_lab((lightness, a * self.chroma, b * self.chroma))


MANNERS = {
    manner.key: manner
    for manner in (
        Manner(
            "gouache", chroma=1.0, low=0.4, high=0.91, toward="#f1c27a", lean=0.07, shade="#3b2148", light="#ffeec0",
            depth=0.55, gloss=0.28, edge=1.6, edge_colour="#3a2430", edge_blend=0.55, edge_opacity=0.55,
            paper="#f3e3c3", paper_share=0.28, inflate=0.25, grain="brush", grain_strength=1.0,
        ),
        Manner(
            "clay", chroma=1.12, low=0.4, high=0.92, toward="#ffd9c7", lean=0.05, shade="#3a1e4e", light="#ffffff",
            depth=0.9, gloss=0.8, edge=0.0, paper="#ffffff", paper_share=0.12, inflate=1.0, grain="clay",
            grain_strength=1.0,
        ),
        Manner(
            "ink", chroma=0.62, low=0.62, high=0.95, toward="#f7f0e0", lean=0.34, shade="#33405c", light="#fffaf0",
            depth=0.42, gloss=0.0, edge=3.4, edge_colour="#16141c", edge_blend=0.0, edge_opacity=0.95,
            paper="#f6efdf", paper_share=0.86, inflate=0.12, grain="wash", grain_strength=1.0,
        ),
        Manner(
            "pastel", chroma=0.86, low=0.55, high=0.94, toward="#fff2ea", lean=0.24, shade="#6a5486", light="#fffbe8",
            depth=0.6, gloss=0.12, edge=0.0, paper="#e9ddec", paper_share=0.5, inflate=0.55, grain="chalk",
            grain_strength=1.0,
        ),
        Manner(
            "neon", chroma=1.2, low=0.36, high=0.66, toward="#5a2a9a", lean=0.3, shade="#0a0630", light="#ff9ae6",
            depth=0.85, gloss=0.5, edge=2.2, edge_colour="#39e6ff", edge_blend=0.12, edge_opacity=0.95, rim="#27e8ff",
            paper="#0b0726", paper_share=0.86, inflate=0.8, grain="haze", grain_strength=1.0,
        ),
        Manner(
            "paper", chroma=1.05, low=0.42, high=0.94, toward="#fff3df", lean=0.06, shade="#33264a", light="#ffffff",
            depth=0.16, gloss=0.0, edge=0.0, paper="#fbf4e6", paper_share=0.35, inflate=0.0, grain="fibre",
            grain_strength=1.0,
        ),
    )
}  # fmt: skip
"""All manners by key; the first is what an unknown key falls back to."""


def manner_of(key: str) -> Manner:
    """The manner of that key, or the first one."""
    return MANNERS.get(key, MANNERS["gouache"])
