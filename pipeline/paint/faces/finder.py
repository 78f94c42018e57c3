"""What a finder of faces is, the table of those there are, and when a found face is the painted one."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.backends import Backend, missing
from pipeline.errors import BackendMissing, ConfigInvalid
from pipeline.types import Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCORE = 0.5
"""The score from which a face counts as found."""
OVERLAP = 0.4
"""The intersection over union of a found box and the landmarks' box from which they are the same face."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found."""

    score: float
    """0 to 1; 1 from a finder that only says yes or no."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom, in pixels."""
    points: tuple[Point, ...] = field(repr=False)
    """Five: the eyes, the tip of the nose, the corners of the mouth; the viewer's left before right."""
    landmarks: tuple[Point, ...] = field(default=(), repr=False)
    """68 points in iBUG order where the finder knows them."""


class FaceFinder(Protocol):
    """Finds faces. Its work blocks, so it belongs in a lane, one call at a time."""

    def find(self, picture: NDArray[np.uint8]) -> tuple[Face, ...]:
        """The faces of a picture, (height, width, 3) RGB, the best first; none is an empty tuple."""
        ...


FINDERS: dict[str, Backend] = {
    "retinaface": Backend("pipeline.paint.faces.retinaface", "retinaface", ("retinaface", "torch")),
    "retinaface-mobile": Backend("pipeline.paint.faces.retinaface_mobile", "retinaface", ("torch",)),
    "mediapipe": Backend("pipeline.paint.faces.mediapipe_mesh", "faces", ("mediapipe",)),
}


def find_finder(name: str) -> Backend:
    """Look a finder up, importing nothing.

    Raises:
        BackendMissing: Its libraries are not installed.
        ConfigInvalid: There is no finder of that name.
    """
    if name not in FINDERS:
        raise ConfigInvalid(f"There is no face detector called {name!r}. Known: {', '.join(sorted(FINDERS))}.")
    backend = FINDERS[name]
    if missing(backend):
        raise BackendMissing(name, backend.extra)
    return backend


@asynccontextmanager
async def open_finder(name: str, weights: Path | None = None) -> AsyncIterator[FaceFinder]:
    """Import and open the finder of that name; `weights` is the file it reads, where it reads one.

    Raises:
        BackendMissing: Its libraries are not installed.
        ConfigInvalid: There is no finder of that name, or its weights were not named or are not what it can read.
    """
    backend = find_finder(name)
    try:
        module = importlib.import_module(backend.module)
    except (ImportError, RuntimeError, OSError) as error:
        # Libraries of two builds that do not fit together fail in all of these ways.
        raise BackendMissing(name, backend.extra) from error
    async with module.open(weights) as finder:
        yield finder


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """The intersection over union of two boxes."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / both


def is_over(face: Face, landmarks: Sequence[Point]) -> bool:
    """Whether a found face is the one that 68 landmarks describe.

    Its box must hold the middle of both eyes and of the mouth, and share at least `OVERLAP` (intersection over union)
    with the smallest box around the landmarks.
    """
    left, top, right, bottom = face.box
    middles = (middle(landmarks[36:42]), middle(landmarks[42:48]), middle(landmarks[48:60]))
    if not all(left <= x <= right and top <= y <= bottom for x, y in middles):
        return False
    xs, ys = [x for x, _ in landmarks], [y for _, y in landmarks]
    return overlap(face.box, (min(xs), min(ys), max(xs), max(ys))) >= OVERLAP


def middle(points: Sequence[Point]) -> Point:
    """The mean of some points."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
