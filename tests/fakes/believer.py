"""A finder that sees a face where it is told to, from the look on that it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.paint.faces.finder import Face
from pipeline.paint.layouts import memory
from pipeline.types import Point


class Believer:
    """Sees one face at 68 points in every picture, after so many looks without one."""

    def __init__(self, points: Sequence[Point], blind: int = 0, scores: Sequence[float] = ()) -> None:
        self.points, self.blind, self.scores = tuple(points), blind, tuple(scores)
        self.looks: list[NDArray[np.uint8]] = []

    def find(self, picture: NDArray[np.uint8]) -> tuple[Face, ...]:
        number = len(self.looks)
        self.looks.append(picture)
        if number < self.blind:
            return ()
        score = self.scores[number] if number < len(self.scores) else 0.9
        unit = picture.shape[0]
        marks = np.array(self.points) * unit
        five = (marks[36:42].mean(0), marks[42:48].mean(0), marks[30], marks[48], marks[54])
        (left, top), (right, bottom) = marks.min(0), marks.max(0)
        box = (float(left), float(top), float(right), float(bottom))
        return (Face(score, box, tuple((float(x), float(y)) for x, y in five)),)


@asynccontextmanager
async def open(weights: Path | None) -> AsyncIterator[Believer]:  # noqa: A001 - the name every backend has
    yield Believer(memory()[0].at(1))
