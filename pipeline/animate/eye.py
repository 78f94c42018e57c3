"""An eye: the iris moves inside it, the lid comes down over it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.bend import bends
from pipeline.animate.colour import Pixels
from pipeline.animate.eyeball import RIM, complete, find_iris
from pipeline.animate.face import Points
from pipeline.animate.field import Box, Field, Moved, box_around
from pipeline.animate.layer import Cover, Frame, Window, changes, cover, state_of
from pipeline.types import Pose

_GAZE_X, _GAZE_Y = 0.2, 0.18
"""How far an iris goes, of the eye's half width and half height."""
_LASH_SHARE = 0.16
"""What hangs below the lid's line, of the eye's half width."""
_EDGE_SHARE = 0.035
"""Lashes and lines at the edge of an opening stay where they are; of the eye's width."""
_STILL = 0.04
_SHUT = 0.86
"""From here on all of the closed patch is seen, not only what is above the lid."""
_HALF_UNTIL = 0.7
"""Where the patch of the half closed lid gives way to that of the closed one."""


class Eye:
    """One eye of a portrait, with its lid half closed and closed."""

    def __init__(
        self, portrait: Pixels, lids: Sequence[tuple[Pixels, Points]], box: Box, opened: Points, field: Field
    ) -> None:
        """Prepare an eye.

        Args:
            portrait: (h, w, 3) RGB, the whole picture at rest.
            lids: (box.height, box.width, 3) RGB of the half closed and of the closed lid, and the eye's six landmarks.
            box: Where they lie.
            opened: The six landmarks at rest.
            field: How the portrait moves.
        """
        height, width = portrait.shape[:2]
        low, high = opened.min(0), opened.max(0)
        self._centre = (low + high) / 2
        self._half = np.maximum((high - low) / 2, 1.0)
        self._half[1] = max(self._half[1], 0.3 * self._half[0])
        self._rest = opened
        self._origin = np.array((box.left, box.top), np.float32)
        hole, hole_box = _opening(opened, box)
        self._hole = Cover(hole, hole_box, field, width, height)
        self._set_ball(np.ascontiguousarray(portrait[box.y]), hole, hole_box, box)
        changed = changes(portrait, [rgb for rgb, _ in lids], box)
        near = np.abs(np.arange(box.width) + box.left - self._centre[0]) < 1.9 * self._half[0]
        changed[:, ~near] = 0
        self._cover = Cover(*cover(changed, box, width), field, width, height)
        self._lids = [state_of(rgb, points) for rgb, points in lids]
        around = (opened - self._centre) * 1.5 + self._centre
        self._held = np.concatenate((opened[[0, 3, 4, 5]], around)).astype(np.float32)

    def _set_ball(self, picture: Pixels, hole: Pixels, hole_box: Box, box: Box) -> None:
        """Find the iris, and complete what the lids hide."""
        seen = np.zeros(picture.shape[:2], bool)
        top, left = hole_box.top - box.top, hole_box.left - box.left
        seen[top : top + hole_box.height, left : left + hole_box.width] = hole > 200
        self._iris = find_iris(picture, seen)
        self._ball = state_of(complete(picture, seen, self._iris), self._rest)

    def draw(self, frame: Frame, moved: Moved, pose: Pose) -> None:
        """Draw the eye as a pose has it, where it differs from rest."""
        blink = float(np.clip(pose.blink, 0, 1))
        if blink < _SHUT and (abs(pose.gaze_x) > _STILL or abs(pose.gaze_y) > _STILL):
            view = self._hole.window(moved)
            gaze = np.array((_GAZE_X * pose.gaze_x, _GAZE_Y * pose.gaze_y), np.float32) * self._half
            turn = self._going(view.places[..., 0], float(gaze[0]))[..., None] * gaze
            frame.lay(view.box, *view.read(self._ball, view.places - turn - self._origin), self._hole.alpha(view))
        if blink > _STILL:
            self._close(frame, moved, blink)

    def _going(self, x: npt.NDArray[np.float32], gaze: float) -> npt.NDArray[np.float32]:
        """How far each place goes along with the iris, at columns x: corners of eyes stay where they are."""
        if self._iris is None:
            return np.ones_like(x)
        middle = self._iris.x + float(self._origin[0]) + gaze
        left, right = float(self._rest[0, 0]), float(self._rest[3, 0])
        room = np.where(x < middle, middle - left, right - middle) - RIM * self._iris.radius
        away = np.abs(x - middle) - RIM * self._iris.radius
        # Not steeper than this, or the white would fold.
        return np.asarray(1 - np.clip(away / np.maximum(room, abs(gaze) / 0.7 + 1), 0, 1), np.float32)

    def _close(self, frame: Frame, moved: Moved, blink: float) -> None:
        """Lay the lid over the open eye, bent so that its edge is where a lid this far down has it."""
        view = self._cover.window(moved)
        half, shut = self._lids[0].points, self._lids[1].points
        share = 2 * blink if blink < 0.5 else 2 * blink - 1
        points = self._rest + share * (half - self._rest) if blink < 0.5 else half + share * (shut - half)
        alpha = cv2.multiply(self._cover.alpha(view), self._above(view, points, blink), scale=1 / 255)
        # Not a dissolve of the two: an iris would be seen through a lid.
        state = self._lids[0 if blink < _HALF_UNTIL else 1]
        size = float(4 * self._half[0])
        bend = bends(view.places, points[[1, 2]], [(state.points - points)[[1, 2]]], self._held, size)[0]
        frame.lay(view.box, *view.read(state, view.places + bend - self._origin), np.asarray(alpha, np.uint8))

    def _above(self, view: Window, points: Points, blink: float) -> Pixels:
        """255 above the edge of the lid and on it, 0 below."""
        x, y = view.places[..., 0], view.places[..., 1]
        corners, lid = points[[0, 3]], points[[1, 2]]
        edge = _arc(x, corners, lid) + _LASH_SHARE * float(self._half[0]) * min(1.0, 2.5 * blink)
        # Beyond the corners only a shut eye changes anything.
        beyond = np.maximum(np.abs(x - self._centre[0]) / self._half[0] - 1.1, 0) * 3 * self._half[1]
        shut = np.clip((blink - _SHUT) / (1 - _SHUT), 0, 1) * 6 * self._half[1]
        return view.beyond(edge - y - beyond + shut)


def _opening(points: Points, within: Box) -> tuple[Pixels, Box]:
    """What is seen between the lids, a little inside their edges: 255, and the box that it fills."""
    share = np.linspace(0, 1, 24, dtype=np.float32)
    x = points[0, 0] + share * (points[3, 0] - points[0, 0])
    upper, lower = _arc(x, points[[0, 3]], points[[1, 2]]), _arc(x, points[[0, 3]], points[[5, 4]])
    outline = np.concatenate((np.stack((x, upper), 1), np.stack((x, lower), 1)[::-1]))
    (left, top), (right, bottom) = outline.min(0).tolist(), outline.max(0).tolist()
    box = box_around(
        max(left - 2, within.left),
        max(top - 2, within.top),
        min(right + 2, within.left + within.width),
        min(bottom + 2, within.top + within.height),
        within.left + within.width,
        within.top + within.height,
    )
    hole = np.zeros((box.height, box.width), np.uint8)
    corners = np.round((outline - (box.left, box.top)) * 16).astype(np.int32)
    cv2.fillPoly(hole, [corners], 255, lineType=cv2.LINE_AA, shift=4)
    size = 2 * max(1, round(_EDGE_SHARE * (right - left))) + 1
    hole = np.asarray(cv2.erode(hole, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), np.uint8)
    hole[[0, -1]] = 0
    hole[:, [0, -1]] = 0
    return np.asarray(cv2.GaussianBlur(hole, (0, 0), 0.7), np.uint8), box


def _arc(x: npt.NDArray[np.float32], corners: Points, lid: Points) -> npt.NDArray[np.float32]:
    """The height of a lid's edge at every x: a parabola through corners and the middle of the lid."""
    left, right = float(corners[0, 0]), float(corners[1, 0])
    share = np.clip((x - left) / max(right - left, 1.0), 0, 1)
    base = corners[0, 1] + share * (corners[1, 1] - corners[0, 1])
    third = float(lid[:, 1].mean() - corners[:, 1].mean())
    # The lid's two landmarks lie near a third and two thirds of the way, where a parabola has 8/9 of its height.
    return np.asarray(base + third * 9 / 8 * 4 * share * (1 - share), np.float32)
