"""How the pixels of a portrait move with the head: a turn in depth, not a slide."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.colour import Pixels, sampled
from pipeline.animate.face import Face
from pipeline.types import Pose

Grid = npt.NDArray[np.float32]
"""(rows, columns, 2): x and y of the portrait at every node."""

CELLS = 32
"""Nodes along the longer side: the field is smooth, and a coarse one is enlarged for nothing."""
_BULGE, _FACE_BULGE, _NOSE_BULGE = 0.42, 0.5, 0.14
"""Depths of the silhouette, the face and the nose, in widths of what bulges."""
_JAW_DROP = 0.05
"""How far the chin goes down with a jaw that is fully open, in face heights."""
_BREATH = 0.006
_SHARP_TURN = 0.45
"""The most that neighbouring pixels may be pushed together, so that the picture never folds."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels, all its numbers even."""

    left: int
    top: int
    width: int
    height: int

    @property
    def y(self) -> tuple[slice, slice]:
        """Its rows and columns in a full plane."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    @property
    def uv(self) -> tuple[slice, slice]:
        """Its rows and columns in a half plane."""
        top, left = self.top // 2, self.left // 2
        return slice(top, top + self.height // 2), slice(left, left + self.width // 2)


@dataclass(frozen=True, slots=True)
class Moved:
    """A pose as movement: one value for every node."""

    goes: Grid
    """How far each node of the portrait is moved."""
    sources: Grid
    """Where each node of the frame is taken from in the portrait."""


def box_around(left: float, top: float, right: float, bottom: float, width: int, height: int) -> Box:
    """The smallest box of a picture with even numbers that holds a rectangle."""
    x0 = min(max(int(left // 2) * 2, 0), width - 2)
    y0 = min(max(int(top // 2) * 2, 0), height - 2)
    x1 = min(max(-int(-right // 2) * 2, x0 + 2), width)
    y1 = min(max(-int(-bottom // 2) * 2, y0 + 2), height)
    return Box(x0, y0, x1 - x0, y1 - y0)


class Field:
    """The ways that one portrait can move, and where every pixel comes from in a pose."""

    def __init__(self, face: Face, width: int, height: int, matte: Pixels | None) -> None:
        self._cell = max(4, int(np.ceil(max(width, height) / CELLS / 2)) * 2)
        self._columns, self._rows = -(-width // self._cell), -(-height // self._cell)
        self._width, self._height = width, height
        x = ((np.arange(self._columns + 2) - 1) * self._cell + (self._cell - 1) / 2).astype(np.float32)
        y = ((np.arange(self._rows + 2) - 1) * self._cell + (self._cell - 1) / 2).astype(np.float32)
        self._nodes: Grid = np.dstack(np.meshgrid(x, y))
        self._ways = self._possible(face, matte)

    @property
    def nodes(self) -> Grid:
        """The nodes, one row and one column outside the picture on every side."""
        return self._nodes

    def _possible(self, face: Face, matte: Pixels | None) -> npt.NDArray[np.float32]:
        """(7, rows * columns * 2): pixels moved per unit of each way."""
        x, y = self._nodes[..., 0], self._nodes[..., 1]
        depth = self._depth(face, matte)
        loose = self._loose(face, matte)
        none = np.zeros_like(x)
        pivot = face.centre[0], self._ground(face, matte)
        chin = _bell(x, face.chin[0], 0.42 * face.width) * _below_mouth(y, face)
        ways = (
            (depth, none),
            (none, -depth),
            (-(y - pivot[1]) * loose, (x - pivot[0]) * loose),
            (loose, none),
            (none, loose),
            (0.5 * (x - pivot[0]) * loose, (y - pivot[1]) * loose),
            (none, chin * face.height),
        )
        return np.stack([np.dstack(way).ravel() for way in ways]).astype(np.float32)

    def _depth(self, face: Face, matte: Pixels | None) -> npt.NDArray[np.float32]:
        x, y = self._nodes[..., 0], self._nodes[..., 1]
        reach_x, reach_y = 0.72 * face.width, 0.85 * face.height
        away = ((x - face.centre[0]) / reach_x) ** 2 + ((y - face.centre[1]) / reach_y) ** 2
        depth = _FACE_BULGE * face.width * np.maximum(0, 1 - away) ** 0.75
        if matte is not None:
            depth = depth * 0.7 + self._bulge(matte)
        away = ((x - face.nose[0]) ** 2 + (y - face.nose[1]) ** 2) / (0.16 * face.width) ** 2
        depth = depth + _NOSE_BULGE * face.width * np.exp(-away)
        depth = cv2.GaussianBlur(depth.astype(np.float32), (0, 0), 1.0)
        # The steepest slope times the largest sine is how far neighbours come together.
        slope = max(float(np.abs(np.diff(depth, axis=k)).max()) for k in (0, 1)) / self._cell
        return np.asarray(depth * min(1.0, _SHARP_TURN / max(slope * np.sin(np.radians(8)), 1e-6)), np.float32)

    def _bulge(self, matte: Pixels) -> npt.NDArray[np.float32]:
        """Depth of the silhouette: as if it were blown up like a balloon."""
        solid = (self._sampled(matte) > 127).astype(np.uint8)
        solid = np.pad(solid[1:-1, 1:-1], 1)
        # What the frame cuts off goes on outside it.
        solid[-1], solid[:, 0], solid[:, -1] = solid[-2], solid[:, 1], solid[:, -2]
        inside = cv2.distanceTransform(np.pad(solid, ((0, self._rows), (0, 0)), mode="edge"), cv2.DIST_L2, 5)
        inside = inside[: solid.shape[0]]
        deepest = max(float(inside.max()), 1e-6)
        share = np.clip(inside / deepest, 0, 1)
        return np.asarray(_BULGE * deepest * self._cell * np.sqrt(1 - (1 - share) ** 2), np.float32)

    def _loose(self, face: Face, matte: Pixels | None) -> npt.NDArray[np.float32]:
        """How far each place goes along when the whole thing tilts or moves: 0 where it is held."""
        x, y = self._nodes[..., 0], self._nodes[..., 1]
        if matte is not None:
            # What stands on the lower edge of the frame is held there.
            held = float((matte[-1] > 127).mean()) > 0.02
            free = np.clip((self._height - y) / (0.3 * self._height), 0, 1) if held else np.ones_like(y)
            return np.asarray(free * free * (3 - 2 * free), np.float32)
        away = np.hypot((x - face.centre[0]) / face.width, (y - face.centre[1]) / (1.2 * face.height))
        edge = np.minimum.reduce([x, self._width - x, y, self._height - y]) / (0.08 * self._width)
        free = np.clip((1.5 - away) / 0.8, 0, 1) * np.clip(edge, 0, 1)
        # Half as far: what is behind the head goes along there.
        return np.asarray(0.5 * free * free * (3 - 2 * free), np.float32)

    def _ground(self, face: Face, matte: Pixels | None) -> float:
        if matte is None:
            return min(face.chin[1] + 0.4 * face.height, float(self._height))
        rows = np.flatnonzero((matte > 127).any(1))
        return float(rows[-1]) if rows.size else float(self._height)

    def _sampled(self, plane: Pixels) -> Pixels:
        small = cv2.resize(plane, (self._columns, self._rows), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_REPLICATE), np.uint8)

    def forward(self, pose: Pose, jaw_share: float = 1.0) -> Grid:
        """How far each node of the portrait is moved in a pose, in pixels."""
        amounts = np.array(
            (
                np.sin(np.radians(pose.yaw_deg)),
                np.sin(np.radians(pose.pitch_deg)),
                np.sin(np.radians(pose.roll_deg)),
                pose.shift_x * self._width,
                pose.shift_y * self._height,
                _BREATH * pose.breath,
                _JAW_DROP * pose.jaw * jaw_share,
            ),
            np.float32,
        )
        return np.asarray((amounts @ self._ways).reshape(self._nodes.shape), np.float32)

    def moved(self, pose: Pose, jaw_share: float = 1.0) -> Moved:
        """Where everything goes, and comes from, in a pose."""
        goes = self.forward(pose, jaw_share)
        sources = self._nodes - goes
        for _ in range(2):
            # What lands here left from where moving by its own amount leads here.
            sources = self._nodes - self.at(goes, sources)
        return Moved(goes, sources)

    def at(self, values: Grid, places: Grid) -> Grid:
        """Values at the nodes, read between them."""
        index = (places + np.float32((self._cell + 1) / 2)) * np.float32(1 / self._cell)
        return np.asarray(sampled(values, index), np.float32)

    def enlarged(self, sources: Grid, box: Box) -> Grid:
        """Where the middle of every 2 x 2 block of a box is taken from: (box.height / 2, box.width / 2, 2)."""
        cell = self._cell
        first, last = box.left // cell, -(-(box.left + box.width) // cell) + 2
        upper, lower = box.top // cell, -(-(box.top + box.height) // cell) + 2
        part = np.ascontiguousarray(sources[upper:lower, first:last])
        rows, columns = part.shape[:2]
        half = cv2.resize(part, (columns * cell // 2, rows * cell // 2), interpolation=cv2.INTER_LINEAR)
        left, top = (box.left - first * cell + cell) // 2, (box.top - upper * cell + cell) // 2
        return np.asarray(half[top : top + box.height // 2, left : left + box.width // 2], np.float32)


def _bell(values: npt.NDArray[np.float32], centre: float, sigma: float) -> npt.NDArray[np.float32]:
    return np.asarray(np.exp(-0.5 * ((values - centre) / sigma) ** 2), np.float32)


def _below_mouth(y: npt.NDArray[np.float32], face: Face) -> npt.NDArray[np.float32]:
    """0 above the lips, 1 at the chin, 0 again well below it."""
    length = max(face.chin[1] - face.mouth[1], 0.1 * face.height)
    rise = np.clip((y - face.mouth[1] + 0.3 * length) / length, 0, 1)
    fall = np.clip((face.chin[1] + 2.2 * length - y) / (1.8 * length), 0, 1)
    return np.asarray(rise * rise * (3 - 2 * rise) * fall * fall * (3 - 2 * fall), np.float32)
