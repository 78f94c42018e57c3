"""The landmark memory: layouts of 68 points that a portrait is guided by, and which of them suits a character.

"The selected face landmark retrieved from a predefined external memory" (ChatAnything, arXiv:2311.06772, section 2.2).
The layouts are made here: one mean face in three dimensions, in proportions of `layouts.toml`, turned and projected.
"""

from __future__ import annotations

import functools
import math
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.lexicon import MOODS
from pipeline.types import Point

SIZE = 0.47
"""Width of a layout, from landmark 0 to 16, as a share of the picture: what is left holds hair, ears or a body."""
MIDDLE = (0.5, 0.53)
"""Where a layout's middle lies in the picture."""
_DISTANCE = 6.0
"""Of the eye that looks at the face, in face widths: mild perspective."""

# Half of the mean face in face widths: x to the viewer's right, y down, z towards the viewer.
_BROW = ((-0.40, -0.325, 0.02), (-0.335, -0.372, 0.07), (-0.255, -0.386, 0.11), (-0.175, -0.376, 0.13),
         (-0.105, -0.352, 0.14))  # fmt: skip
_BRIDGE = ((0.0, -0.205, 0.14), (0.0, -0.11, 0.19), (0.0, -0.015, 0.24), (0.0, 0.075, 0.28))
_NOSTRIL = ((-0.112, 0.128, 0.13), (-0.058, 0.15, 0.17), (0.0, 0.163, 0.19))
_EYE = ((-0.325, -0.212, 0.02), (-0.268, -0.252, 0.06), (-0.19, -0.252, 0.07), (-0.125, -0.2, 0.05),
        (-0.19, -0.177, 0.06), (-0.268, -0.178, 0.05))  # fmt: skip
_LIP_UPPER = ((-0.19, 0.318, 0.06), (-0.12, 0.286, 0.12), (-0.046, 0.268, 0.16), (0.0, 0.277, 0.165))
_LIP_LOWER = ((-0.112, 0.358, 0.12), (-0.045, 0.381, 0.15), (0.0, 0.386, 0.155))
_SEAM = ((-0.163, 0.319, 0.075), (-0.055, 0.315, 0.14), (0.0, 0.319, 0.15))


@dataclass(frozen=True, slots=True)
class Layout:
    """One face of the memory."""

    id: str
    points: tuple[Point, ...] = field(repr=False)
    """68 in iBUG order, in face widths around the face's middle."""
    size: float = SIZE
    moods: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()

    def at(self, side: int) -> tuple[Point, ...]:
        """The points in a square picture of that side, in pixels."""
        return self.placed(MIDDLE[0] * side, MIDDLE[1] * side, self.size * side)

    def placed(self, x: float, y: float, width: float) -> tuple[Point, ...]:
        """The points around a middle, in a width of the face, all in pixels."""
        return tuple((x + width * px, y + width * py) for px, py in self.points)


@functools.lru_cache(maxsize=1)
def memory() -> tuple[Layout, ...]:
    """Every layout, in the order of the file."""
    text = resources.files("pipeline.paint").joinpath("layouts.toml").read_text("utf-8")
    return tuple(_layout(entry) for entry in tomllib.loads(text)["layout"])


def choose(moods: Sequence[str], age: str, chance: random.Random) -> Layout:
    """The layout that suits a character best: its age first, then its moods, the strongest counting most.

    `age` is `child`, `adult`, `old` or empty. Where several suit as well, chance decides.
    """

    def suits(layout: Layout) -> float:
        fits = sum(1 / (1 + rank) for rank, mood in enumerate(moods) if mood in layout.moods)
        return fits + (4.0 if age in layout.ages else -4.0 if layout.ages else 0.0)

    best = max(suits(layout) for layout in memory())
    return chance.choice([layout for layout in memory() if suits(layout) >= best - 0.25])


def _layout(entry: dict[str, Any]) -> Layout:
    moods, ages = tuple(entry.pop("moods", ())), tuple(entry.pop("ages", ()))
    unknown = set(moods) - set(MOODS)
    if unknown:
        raise ValueError(f"layouts.toml names the mood {sorted(unknown)[0]!r}, which the lexicon does not know")
    name, size = entry.pop("id"), entry.pop("size", SIZE)
    return Layout(name, _points(**entry), size, moods, ages)


def _points(
    *,
    height: float = 1.0,
    jaw: float = 1.0,
    chin: float = 1.0,
    eyes: float = 1.0,
    eye_drop: float = 0.0,
    nose: float = 1.0,
    brow: float = 1.0,
    mouth: float = 1.0,
    smile: float = 0.0,
    yaw_deg: float = 0.0,
    pitch_deg: float = 0.0,
    roll_deg: float = 0.0,
) -> tuple[Point, ...]:
    """The mean face in other proportions, turned, as 68 points."""
    left_brow = _lowered(np.array(_BROW), eye_drop + 0.045 * (1 - brow))
    left_eye = np.array(_EYE)
    middle = left_eye.mean(0)
    left_eye = middle + (left_eye - middle) * (eyes, eyes * (0.5 + 0.5 * eyes), 1.0)
    left_eye = _lowered(left_eye, eye_drop)
    bridge = np.array(_BRIDGE)
    bridge[:, 1] = eye_drop - 0.205 + nose * (bridge[:, 1] + 0.205 - eye_drop * (bridge[:, 1] + 0.205) / 0.28)
    nostrils = _lowered(np.array(_NOSTRIL) * ((1 + nose) / 2, 1.0, nose), bridge[3, 1] - 0.075)
    lips = [np.array(part) * (mouth, 1.0, 1.0) for part in (_LIP_UPPER, _LIP_LOWER, _SEAM)]
    for part in lips:
        # Corners rise with a smile, as the square of how far out they lie.
        part[:, 1] -= 0.045 * smile * (part[:, 0] / (0.19 * mouth)) ** 2 - 0.012 * smile
        part[:, 1] += 0.5 * (chin - 1) * 0.26
    upper, lower, seam = lips
    below = _lowered(seam, 0.006)
    face = np.concatenate(
        [
            _jaw(jaw, chin),
            left_brow, _mirrored(left_brow)[::-1],
            bridge, nostrils, _mirrored(nostrils)[1::-1],
            left_eye, _mirrored(left_eye)[[3, 2, 1, 0, 5, 4]],
            upper, _mirrored(upper)[2::-1], _mirrored(lower)[:2], lower[::-1],
            seam, _mirrored(seam)[1::-1], below[1:2] * (-1.0, 1.0, 1.0), below[2:], below[1:2],
        ]
    )  # fmt: skip
    face[:, 1] = (face[:, 1] - 0.1) * height
    seen = face @ _turn(yaw_deg, pitch_deg, roll_deg).T
    seen *= _DISTANCE / (_DISTANCE - seen[:, 2:])
    return tuple((float(x), float(y)) for x, y in seen[:, :2])


def _jaw(square: float, chin: float) -> NDArray[np.float64]:
    """From temple to temple: half a super-ellipse, squarer above 1."""
    way = np.linspace(0, np.pi, 17)
    bend = 0.78 / max(square, 0.2) ** 0.5
    x = -0.5 * np.sign(np.cos(way)) * np.abs(np.cos(way)) ** bend
    y = -0.2 + 0.8 * chin * np.sin(way) ** (0.5 + 0.5 * bend)
    z = -0.42 * np.abs(np.cos(way)) ** 1.6 + 0.06
    return np.stack((x, y, z), 1)


def _lowered(points: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    return np.asarray(points + np.array((0.0, by, 0.0)))


def _mirrored(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(points * np.array((-1.0, 1.0, 1.0)))


def _turn(yaw_deg: float, pitch_deg: float, roll_deg: float) -> NDArray[np.float64]:
    yaw, pitch, roll = (math.radians(angle) for angle in (yaw_deg, pitch_deg, roll_deg))
    about_y = np.array(((math.cos(yaw), 0, math.sin(yaw)), (0, 1, 0), (-math.sin(yaw), 0, math.cos(yaw))))
    about_x = np.array(((1, 0, 0), (0, math.cos(pitch), -math.sin(pitch)), (0, math.sin(pitch), math.cos(pitch))))
    about_z = np.array(((math.cos(roll), -math.sin(roll), 0), (math.sin(roll), math.cos(roll), 0), (0, 0, 1)))
    return np.asarray(about_z @ about_x @ about_y)
