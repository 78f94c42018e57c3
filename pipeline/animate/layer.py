"""A part of a face that changes its state: mouth or brows.

A state is a patch with its landmarks. Between states the landmarks are mixed, and every patch that is seen is bent
until its landmarks lie where the mixed ones do, so nothing shows twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.bend import bends, pins
from pipeline.animate.colour import Pixels, doubled, sampled, softened, to_yuv
from pipeline.animate.face import Points
from pipeline.animate.field import Box, Field, Grid, Moved, box_around

Shares = npt.NDArray[np.float64]
Look = tuple[Pixels, Pixels]
"""Y, (h, w), and U and V, (h / 2, w / 2, 4), of a window."""

_CELL = 4
"""Pixels between the nodes of a bend: lips are thin."""
_TELLING = 3
"""A difference in brightness that a patch is there for."""
_SOFT_SHARE = 0.012
"""Width of the edge where a patch fades into the portrait, of the portrait's width."""
_SAME = 0.05
"""Pixels that nobody sees."""
_EDGE = 1.6
"""Width of a drawn edge, in pixels."""


@dataclass(frozen=True, slots=True)
class State:
    """A patch as it is sampled."""

    luma: Pixels
    """Doubled Y of the box."""
    chroma: Pixels
    """(h, w, 4): U, V and nothing twice; four channels are what is sampled fastest."""
    points: Points
    """The landmarks that this layer moves."""


class Frame:
    """The planes of the frame that is being drawn."""

    def __init__(self, y: Pixels, u: Pixels, v: Pixels) -> None:
        self.y = y
        """(h, w)."""
        self.u, self.v = u, v
        """(h / 2, w / 2)."""

    @classmethod
    def of(cls, yuv: Pixels) -> Frame:
        """The planes of a picture, (h, w, 3) YUV."""
        height, width = yuv.shape[:2]
        small = cv2.resize(softened(yuv), (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        y, u, v = (np.array(plane, np.uint8) for plane in (yuv[..., 0], small[..., 1], small[..., 2]))
        return cls(y, u, v)

    @classmethod
    def within(cls, i420: Pixels) -> Frame:
        """The planes of a frame as encoders take it, (h * 3 / 2, w)."""
        width = i420.shape[1]
        height = i420.shape[0] * 2 // 3
        u, v = i420[height:].reshape(2, height // 2, width // 2)
        return cls(i420[:height], u, v)

    def joined(self) -> Pixels:
        """A copy as encoders take it, (h * 3 / 2, w)."""
        height, width = self.y.shape
        both = np.concatenate((self.u, self.v)).reshape(height // 2, width)
        return np.concatenate((self.y, both))

    def lay(self, box: Box, luma: Pixels, chroma: Pixels, alpha: Pixels) -> None:
        """Lay a picture over a box of the frame."""
        _lay(self.y[box.y], luma, alpha)
        half = _halved(alpha)
        for channel, plane in enumerate((self.u, self.v)):
            _lay(plane[box.uv], np.asarray(cv2.extractChannel(chroma, channel), np.uint8), half)


class Window:
    """The part of a frame that a patch has moved to, with the ways back to the portrait."""

    def __init__(self, box: Box, places: Grid) -> None:
        self.box = box
        self.places = places
        """Where each node of the window is taken from in the portrait."""

    def dense(self, nodes: npt.NDArray[np.float32], shrink: int = 1) -> npt.NDArray[np.float32]:
        """Values at the nodes for every pixel of the window, or for every second one."""
        rows, columns = nodes.shape[:2]
        cell = _CELL // shrink
        every = cv2.resize(nodes, (columns * cell, rows * cell), interpolation=cv2.INTER_LINEAR)
        return np.asarray(
            every[cell : cell + self.box.height // shrink, cell : cell + self.box.width // shrink], np.float32
        )

    def beyond(self, distance: npt.NDArray[np.float32]) -> Pixels:
        """255 where the distance at the nodes, in pixels, is above 0; an edge a pixel and a half wide, then 0."""
        inside = self.dense(distance.astype(np.float32))
        return np.asarray(cv2.convertScaleAbs(np.clip(inside / _EDGE + 0.5, 0, 1), alpha=255), np.uint8)

    def read(self, state: State, places: Grid) -> Look:
        """A state's pixels, given where each node's lie in its patch."""
        return sampled(state.luma, self.dense(2 * places)), sampled(state.chroma, self.dense(places, 2))


class Place:
    """Where a box of the portrait lies in the frame, pose by pose."""

    def __init__(self, field: Field, box: Box, width: int, height: int) -> None:
        self._field, self._width, self._height = field, width, height
        x, y = (np.linspace(a, a + b, 4, dtype=np.float32) for a, b in ((box.left, box.width), (box.top, box.height)))
        self._corners = np.dstack(np.meshgrid(x, y))
        # A quarter more than the box: a pose may stretch it.
        columns, rows = (int(1.25 * side / _CELL) + 12 for side in (box.width, box.height))
        across = (np.arange(columns, dtype=np.float32) - 1) * _CELL + (_CELL - 1) / 2
        along = (np.arange(rows, dtype=np.float32) - 1) * _CELL + (_CELL - 1) / 2
        self._nodes = np.dstack(np.meshgrid(across, along))

    def window(self, moved: Moved) -> Window:
        """The part of the frame where the box is now."""
        landed = self._corners + self._field.at(moved.goes, self._corners)
        (left, top), (right, bottom) = landed.min((0, 1)).tolist(), landed.max((0, 1)).tolist()
        box = box_around(left, top, right, bottom, self._width, self._height)
        nodes = self._nodes[: -(-box.height // _CELL) + 2, : -(-box.width // _CELL) + 2]
        nodes = nodes + np.array((box.left, box.top), np.float32)
        return Window(box, self._field.at(moved.sources, nodes))


class Cover:
    """Where something is laid over the portrait, wherever that has moved."""

    def __init__(self, alpha: Pixels, box: Box, field: Field, width: int, height: int) -> None:
        self.box = box
        self._alpha = alpha
        self._origin = np.array((box.left, box.top), np.float32)
        self._place = Place(field, box, width, height)

    def window(self, moved: Moved) -> Window:
        """The part of the frame where it is now."""
        return self._place.window(moved)

    def alpha(self, view: Window) -> Pixels:
        """255 where it covers a window."""
        places = view.dense(view.places - self._origin)
        return np.asarray(sampled(self._alpha, places, outside=cv2.BORDER_CONSTANT), np.uint8)


class Layer:
    """One part of a face, drawn over the moved portrait."""

    def __init__(self, portrait: Pixels, patches: Sequence[tuple[Pixels, Points]], box: Box, field: Field) -> None:
        """Prepare the states.

        Args:
            portrait: (h, w, 3) RGB, the whole picture at rest.
            patches: (box.height, box.width, 3) RGB and the landmarks of each state.
            box: Where the patches lie.
            field: How the portrait moves.
        """
        height, width = portrait.shape[:2]
        changed = changes(portrait, [rgb for rgb, _ in patches], box)
        self._cover = Cover(*cover(changed, box, width), field, width, height)
        self._states = [state_of(rgb, points) for rgb, points in patches]
        self._points = np.stack([points for _, points in patches])
        self._origin = np.array((box.left, box.top), np.float32)
        self._pins = pins(self._cover.box)

    def draw(
        self,
        frame: Frame,
        moved: Moved,
        geometry: Shares,
        state: int,
        other: tuple[int, Callable[[Window], Pixels]] | None = None,
    ) -> None:
        """Draw a mixed state.

        Args:
            frame: What to draw into.
            moved: How the head is moved.
            geometry: How much of every state's landmarks.
            state: Whose pixels are seen.
            other: Whose are seen as well, and where: 255 where they alone are.
        """
        view = self._cover.window(moved)
        points = np.tensordot(geometry, self._points, 1).astype(np.float32)
        shown = [state] if other is None else [state, other[0]]
        places = self._bent(view.places, points, [self._points[k] - points for k in shown])
        looks = [view.read(self._states[k], place - self._origin) for k, place in zip(shown, places, strict=True)]
        look = looks[0] if other is None else blended(looks[0], looks[1], other[1](view))
        frame.lay(view.box, *look, self._cover.alpha(view))

    def _bent(self, places: Grid, points: Points, moves: list[Points]) -> list[Grid]:
        if all(float(np.abs(move).max()) < _SAME for move in moves):
            return [places] * len(moves)
        size = float(max(self._cover.box.width, self._cover.box.height))
        return [places + bend for bend in bends(places, points, moves, self._pins, size)]


def state_of(rgb: Pixels, points: Points) -> State:
    """A patch made ready for sampling."""
    yuv = to_yuv(rgb)
    none = np.zeros_like(yuv[..., 0])
    chroma = np.dstack((softened(yuv)[..., 1:], none, none))
    return State(doubled(np.ascontiguousarray(yuv[..., 0])), chroma, points)


def changes(portrait: Pixels, patches: Sequence[Pixels], box: Box) -> Pixels:
    """(box.height, box.width): 255 where any patch differs from the portrait."""
    rest = portrait[box.y]
    most = np.zeros(rest.shape[:2], np.uint8)
    for rgb in patches:
        # Numpy's own maximum over three channels takes ten times as long.
        for channel in cv2.split(cv2.absdiff(rgb, rest)):
            cv2.max(most, channel, dst=most)
    return np.asarray((most > _TELLING).astype(np.uint8) * 255)


def cover(changed: Pixels, box: Box, width: int) -> tuple[Pixels, Box]:
    """255 where a layer shows, fading to 0 towards what never changes, and the box of the portrait that it fills."""
    soft = max(1.0, _SOFT_SHARE * width)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(2 * soft) | 1, int(2 * soft) | 1))
    solid = np.asarray(cv2.dilate(cv2.morphologyEx(changed, cv2.MORPH_CLOSE, brush), brush), np.uint8)
    solid[[0, -1]] = 0
    solid[:, [0, -1]] = 0
    faded = np.asarray(cv2.GaussianBlur(solid, (0, 0), soft / 2), np.uint8)
    rows, columns = np.flatnonzero(faded.any(1)), np.flatnonzero(faded.any(0))
    if not rows.size:
        return faded[:2, :2].copy(), Box(box.left, box.top, 2, 2)
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    tight = Box(box.left + int(left), box.top + int(top), int(right - left), int(bottom - top))
    return np.ascontiguousarray(faded[top:bottom, left:right]), tight


def blended(one: Look, other: Look, alpha: Pixels) -> Look:
    """One look, and another where alpha is 255."""
    for under, over, share in zip(one, other, (alpha, cv2.merge([_halved(alpha)] * 4)), strict=True):
        _lay(under, over, np.asarray(share, np.uint8))
    return one


def _halved(alpha: Pixels) -> Pixels:
    height, width = alpha.shape
    return np.asarray(cv2.resize(alpha, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)


def _lay(under: Pixels, over: Pixels, alpha: Pixels) -> None:
    kept = cv2.multiply(under, cv2.bitwise_not(alpha), scale=1 / 255)
    under[...] = cv2.add(kept, cv2.multiply(over, alpha, scale=1 / 255))
