"""A part of a face that changes its state: mouth, lids, brows.

A state is a patch with its landmarks. Between states both the landmarks and the pixels are mixed: every patch is bent
until its landmarks lie where the mixed ones do, and only then are the patches dissolved, so nothing shows twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.colour import Pixels, doubled, sampled, softened, to_yuv
from pipeline.animate.face import Points
from pipeline.animate.field import Box, Field, Grid, box_around

_CELL = 4
"""Pixels between the nodes of a bend: lips are thin."""
_TELLING = 3
"""A difference in brightness that a patch is there for."""
_SOFT_SHARE = 0.012
"""Width of the edge where a patch fades into the portrait, of the portrait's width."""
_STIFF = 0.02
"""Keeps a bend smooth where landmarks of a closed mouth lie on each other."""
_FAINT = 0.03


@dataclass(frozen=True, slots=True)
class State:
    """A patch as it is sampled."""

    luma: Pixels
    """Doubled Y of the box."""
    chroma: Pixels
    """(h, w, 3): U, V and nothing."""
    points: Points
    """The landmarks that this layer moves."""


class Layer:
    """One part of a face, drawn over the moved portrait."""

    def __init__(
        self,
        portrait: Pixels,
        patches: Sequence[tuple[Pixels, Points]],
        box: Box,
        reach: float,
        field: Field,
        also: Pixels | None = None,
    ) -> None:
        """Prepare the states.

        Args:
            portrait: (h, w, 3) RGB, the whole picture at rest.
            patches: (box.height, box.width, 3) RGB and the landmarks of each state.
            box: Where the patches lie.
            reach: How far, in pixels, the head may carry them.
            field: How the portrait moves.
            also: (h, w) uint8, places that belong to the layer although no patch differs there.
        """
        height, width = portrait.shape[:2]
        rest = portrait[box.y]
        change = np.zeros(rest.shape[:2], np.uint8)
        for rgb, _ in patches:
            np.maximum(change, cv2.absdiff(rgb, rest).max(2), out=change)
        self._cover = _cover(change, also[box.y] if also is not None else None, width)
        self._states = [_state(rgb, points) for rgb, points in patches]
        self._origin = np.array((box.left, box.top), np.float32)
        self._pins = _pins(box)
        self._scale = 1.0 / max(box.width, box.height)
        self.box = box_around(
            box.left - reach, box.top - reach, box.left + box.width + reach, box.top + box.height + reach, width, height
        )
        self._places = _nodes(self.box)
        self._field = field

    def draw(
        self,
        y: Pixels,
        uv: Pixels,
        sources: Grid,
        geometry: npt.NDArray[np.float64],
        texture: npt.NDArray[np.float64],
        nudge: Grid | None = None,
    ) -> None:
        """Draw the mixed state into a frame.

        Args:
            y: The frame's Y plane.
            uv: The frame's colour planes, (h / 2, w / 2, 3).
            sources: Where each node of the field is taken from.
            geometry: How much of every state's landmarks.
            texture: How much of every state's pixels.
            nudge: Further movement at the nodes of this layer, added to every state.
        """
        came_from = self._field.at(sources, self._places)
        points = np.tensordot(geometry, np.stack([s.points for s in self._states]), 1).astype(np.float32)
        shown = [k for k in np.argsort(-texture)[:3] if texture[k] > _FAINT]
        shares = texture[shown] / texture[shown].sum()
        bends = self._bends(came_from, points, [self._states[k].points - points for k in shown])
        luma: Pixels | None = None
        chroma: Pixels | None = None
        total = 0.0
        for k, share, bend in zip(shown, shares, bends, strict=True):
            place = came_from + bend - self._origin
            if nudge is not None:
                place = place - nudge
            here_y, here_uv = self._sample(self._states[k], place)
            total += float(share)
            part = float(share) / total
            luma = here_y if luma is None else _mixed(here_y, luma, part)
            chroma = here_uv if chroma is None else _mixed(here_uv, chroma, part)
        if luma is None or chroma is None:
            return
        cover = self._dense(came_from - self._origin, 1)
        alpha = sampled(self._cover, cover, outside=cv2.BORDER_CONSTANT)
        _lay(y[self.box.y], luma, alpha)
        half = cv2.resize(alpha, (self.box.width // 2, self.box.height // 2), interpolation=cv2.INTER_AREA)
        _lay(uv[self.box.uv], chroma, cv2.merge((half, half, half)))

    def places_of(self, sources: Grid) -> Grid:
        """Where each node of this layer is taken from in the portrait."""
        return self._field.at(sources, self._places)

    def _sample(self, state: State, place: Grid) -> tuple[Pixels, Pixels]:
        luma = sampled(state.luma, self._dense(2 * place, 1))
        chroma = sampled(state.chroma, self._dense(place, 2))
        return luma, chroma

    def _dense(self, nodes: Grid, shrink: int) -> Grid:
        rows, columns = nodes.shape[:2]
        cell = _CELL // shrink
        dense = cv2.resize(nodes, (columns * cell, rows * cell), interpolation=cv2.INTER_LINEAR)
        return np.asarray(
            dense[cell : cell + self.box.height // shrink, cell : cell + self.box.width // shrink], np.float32
        )

    def _bends(self, places: Grid, points: Points, moves: Sequence[Points]) -> list[Grid]:
        """For every state, how far from each place its own pixels lie: splines through the landmarks and pins."""
        if all(np.abs(move).max() < 0.05 for move in moves):
            return [np.zeros_like(places) for _ in moves]
        anchors = np.concatenate((points, self._pins)) * self._scale
        targets = np.zeros((len(anchors), 2 * len(moves)), np.float32)
        for k, move in enumerate(moves):
            targets[: len(points), 2 * k : 2 * k + 2] = move
        kernel = _distance(anchors, anchors)
        # Distance itself is a kernel that is solvable as it is, negative definite: the stiffness goes below.
        kernel[np.diag_indices(len(anchors))] -= _STIFF
        pulls = np.linalg.solve(kernel, targets)
        flat = places.reshape(-1, 2) * self._scale
        bent = _distance(flat, anchors) @ pulls
        return [bent[:, 2 * k : 2 * k + 2].reshape(places.shape).astype(np.float32) for k in range(len(moves))]


def _distance(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    dx = a[:, 0, None] - b[None, :, 0]
    dy = a[:, 1, None] - b[None, :, 1]
    return np.asarray(np.sqrt(dx * dx + dy * dy), np.float32)


def _state(rgb: Pixels, points: Points) -> State:
    yuv = to_yuv(rgb)
    chroma = softened(yuv)
    chroma = np.dstack((chroma[..., 1:], np.zeros_like(chroma[..., 0])))
    return State(doubled(np.ascontiguousarray(yuv[..., 0])), np.ascontiguousarray(chroma), points)


def _cover(change: Pixels, also: Pixels | None, width: int) -> Pixels:
    """255 where the layer shows, fading to 0 towards what never changes."""
    soft = max(1.0, _SOFT_SHARE * width)
    solid = (change > _TELLING).astype(np.uint8) * 255
    if also is not None:
        solid = np.maximum(solid, also)
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(2 * soft) | 1, int(2 * soft) | 1))
    solid = np.asarray(cv2.dilate(cv2.morphologyEx(solid, cv2.MORPH_CLOSE, round_brush), round_brush), np.uint8)
    solid[[0, -1]] = 0
    solid[:, [0, -1]] = 0
    return np.asarray(cv2.GaussianBlur(solid, (0, 0), soft / 2), np.uint8)


def _pins(box: Box) -> Points:
    """Places at the edge of a box that no bend moves."""
    along = np.linspace(0, 1, 6)[:-1]
    x, y = box.left + box.width * along, box.top + box.height * along
    right, bottom = box.left + box.width, box.top + box.height
    sides = [
        (x, np.full(5, box.top)),
        (np.full(5, right), y),
        (right - (x - box.left), np.full(5, bottom)),
        (np.full(5, box.left), bottom - (y - box.top)),
    ]
    return np.concatenate([np.stack(side, 1) for side in sides]).astype(np.float32)


def _nodes(box: Box) -> Grid:
    """The nodes of a box, one outside on every side."""
    columns, rows = -(-box.width // _CELL) + 2, -(-box.height // _CELL) + 2
    x = box.left + (np.arange(columns) - 1) * _CELL + (_CELL - 1) / 2
    y = box.top + (np.arange(rows) - 1) * _CELL + (_CELL - 1) / 2
    return np.dstack(np.meshgrid(x.astype(np.float32), y.astype(np.float32)))


def _mixed(one: Pixels, other: Pixels, share: float) -> Pixels:
    return np.asarray(cv2.addWeighted(one, share, other, 1 - share, 0), np.uint8)


def _lay(under: Pixels, over: Pixels, alpha: Pixels) -> None:
    kept = cv2.multiply(under, cv2.bitwise_not(alpha), scale=1 / 255)
    under[...] = cv2.add(kept, cv2.multiply(over, alpha, scale=1 / 255))
