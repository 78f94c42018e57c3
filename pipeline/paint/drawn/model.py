"""What the bodies and the face of a drawn portrait agree on."""

from __future__ import annotations

from dataclasses import dataclass

CANVAS = 512
"""Everything is drawn in a square of this side; the painter scales it."""


@dataclass(frozen=True, slots=True)
class FacePlace:
    """Where a body offers its face, in canvas units."""

    cx: float
    """Middle between landmarks 0 and 16."""
    cy: float
    """Middle between the eye line and the chin line."""
    width: float
    """From landmark 0 to landmark 16."""
    height: float
    """From the eye brows to the chin."""
    tilt_deg: float = 0.0
    """Clockwise as the viewer sees it."""


@dataclass(frozen=True, slots=True)
class Muzzle:
    """What an animal has about its mouth in place of a human nose."""

    kind: str
    """`dog`: a broad pad under a leather nose; `cat`: two whisker pads under a small one; `lion`: the same, larger."""
    fur: str
    """`#rrggbb` of the pads."""
    nose: str
    """`#rrggbb` of the bare nose."""


@dataclass(frozen=True, slots=True)
class Body:
    """A thing without its face, as SVG elements in the order they are drawn."""

    back: str
    """All that lies under the face."""
    front: str
    """What lies over it: a fringe, a brim, a leaf; never over eyes or mouth."""
    place: FacePlace
    skin: str
    """`#rrggbb`: the colour of the surface around the face, which the face is mixed from."""
    material: str
    """The material of that surface, as in the lexicon."""
    hair: str = ""
    """`#rrggbb`: what brows and lashes take their colour from; empty: a darker skin."""
    pattern: str = ""
    """What is printed on `back`: elements over the whole canvas, seen on the body and around the face alone."""
    muzzle: Muzzle | None = None
    """What its face has for a nose; None: a human one."""
