"""A finder that believes what it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.paint.faces.finder import Face
from pipeline.types import Point
from tests.fakes.faces import SIZE
from tests.fakes.portraits import FakeFace, landmarks


class ToldFinder:
    """Gives the same answer to every picture."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = tuple(faces)

    def find(self, picture: NDArray[np.uint8]) -> tuple[Face, ...]:
        assert picture.shape == (SIZE, SIZE, 3)
        return self.faces


def a_face(score: float = 0.9, *, shift: float = 0.0, marks: bool = False) -> Face:
    """The face that `ColourPainter` paints, found `shift` pixels too far to the right."""
    points = tuple((x + shift, y) for x, y in landmarks(FakeFace(), SIZE))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    five: tuple[Point, ...] = (points[36], points[45], points[30], points[48], points[54])
    return Face(score, (min(xs), min(ys), max(xs), max(ys)), five, points if marks else ())


@asynccontextmanager
async def open(weights: Path | None) -> AsyncIterator[ToldFinder]:  # noqa: A001 - the name every backend has
    yield ToldFinder([a_face()])
