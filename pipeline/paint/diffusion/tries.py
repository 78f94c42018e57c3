"""What is tried to get a face, in which order, and which of what came of it is the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.config import DiffusionSpec
from pipeline.types import Point

GUIDE_STEP = 0.04
"""How much less, or more, of a guide is painted anew at each further try: the step of the paper's own code."""
EMPHASIS = "(portrait, one clear face, two eyes, nose, mouth:{:.2f})"
"""What later tries say besides."""


@dataclass(frozen=True, slots=True)
class Try:
    """One portrait to be painted."""

    seed: int
    pull_steps: int
    control: float
    """The ControlNet's scale."""
    change: float
    """How much of a guide is painted anew."""
    emphasis: float = 0.0
    """The weight of `EMPHASIS`; 0 leaves it out."""

    def words(self, prompt: str) -> str:
        """The prompt of this try."""
        return f"{prompt}, {EMPHASIS.format(self.emphasis)}" if self.emphasis else prompt


@dataclass(frozen=True, slots=True)
class Painted:
    """What came of a try."""

    tried: Try
    rgb: NDArray[np.uint8] = field(repr=False)
    """(height, width, 3) uint8."""
    landmarks: tuple[Point, ...] = field(default=(), repr=False)
    """68 points of the face that was found; empty where none was."""
    score: float = 0.0
    """The detector's."""
    fidelity: float = 1.0
    """0 to 1: how well it fits its words."""

    @property
    def worth(self) -> float:
        """By what the best is chosen: a face first, then how sure it is and how well it fits."""
        return (1.0 + self.score if self.landmarks else self.score) * (0.25 + 0.75 * self.fidelity)


def schedule(spec: DiffusionSpec, tries: int, steps: int, seed: int, *, faceless: bool = False) -> tuple[Try, ...]:
    """The tries of one portrait, each guided more strongly than the one before.

    A step more is drawn to the landmark face each time: the paper's own code lowers the strength of its image-to-image
    start by 0.04 of 25 steps a try, which is the same. Half of the steps are always left to the words. `faceless` says
    that the guide shows no face: then more of it is painted anew each time, and less otherwise.
    """
    sign = 1 if faceless else -1
    return tuple(
        Try(
            seed=seed + 7919 * number,
            pull_steps=min(spec.pull_steps + number, steps // 2) if spec.pull_steps else 0,
            control=_between(spec.control, spec.control_last, number, tries),
            change=min(1.0, max(0.1, spec.guide_change + sign * GUIDE_STEP * number)),
            emphasis=1.0 + 0.05 * number if number else 0.0,
        )
        for number in range(tries)
    )


def _between(first: float, last: float, number: int, of: int) -> float:
    return first + (last - first) * number / max(1, of - 1)


def best(painted: Sequence[Painted]) -> Painted | None:
    """The one worth most; the earliest of equals."""
    return max(painted, key=lambda one: one.worth, default=None)
