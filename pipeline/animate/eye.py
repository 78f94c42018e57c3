"""An eye: the iris moves inside it, the lid comes down over it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.bend import bends
from pipeline.animate.colour import Pixels, sampled
from pipeline.animate.face import Points
from pipeline.animate.field import Box, Field, Moved
from pipeline.animate.layer import Frame, Place, Window, changes, cover, state_of
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
_HALF_FROM, _HALF_TO = 0.72, 0.92
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
        changed = changes(portrait, [rgb for rgb, _ in lids], box)
        self._own(changed, box)
        self._cover, self._box = cover(changed, box, width)
        self._place = Place(field, self._box, width, height)
        self._cover_origin = np.array((self._box.left, self._box.top), np.float32)
        self._origin = np.array((box.left, box.top), np.float32)
        rest = np.ascontiguousarray(portrait[box.y])
        self._open = state_of(rest, opened)
        hole = _opening(opened - self._origin, box)
        self._ball = state_of(_spread(rest, hole), opened)
        self._hole = np.asarray(cv2.GaussianBlur(hole, (0, 0), 0.7), np.uint8)
        self._lids = [state_of(rgb, points) for rgb, points in lids]
        around = (opened - self._centre) * 1.5 + self._centre
        self._held = np.concatenate((opened[[0, 3, 4, 5]], around)).astype(np.float32)

    def _own(self, changed: Pixels, box: Box) -> None:
        """Take what belongs to this eye of a box of both, and all of the iris' room."""
        x, y = (float(v) for v in self._centre - (box.left, box.top))
        half_x, half_y = (float(v) for v in self._half)
        near = np.abs(np.arange(box.width) - x) < 1.9 * half_x
        changed[:, ~near] = 0
        size = (max(1, round(0.95 * half_x)), max(1, round(0.95 * half_y)))
        cv2.ellipse(changed, (round(x), round(y)), size, 0, 0, 360, 255, -1)

    def draw(self, frame: Frame, moved: Moved, pose: Pose) -> None:
        """Draw the eye as a pose has it, where it differs from rest."""
        looks = abs(pose.gaze_x) > _STILL or abs(pose.gaze_y) > _STILL
        blink = float(np.clip(pose.blink, 0, 1))
        if not looks and blink <= _STILL:
            return
        view = self._place.window(moved)
        luma, chroma = view.read(self._open, view.places - self._origin)
        if looks:
            self._look(view, pose, luma, chroma)
        if blink > _STILL:
            self._close(view, blink, luma, chroma)
        alpha = sampled(self._cover, view.dense(view.places - self._cover_origin), outside=cv2.BORDER_CONSTANT)
        frame.lay(view.box, luma, chroma, alpha)

    def _close(self, view: Window, blink: float, luma: Pixels, chroma: Pixels) -> None:
        """Lay the lid over the open eye, bent so that its edge is where a lid this far down has it."""
        rest, half, shut = self._open.points, self._lids[0].points, self._lids[1].points
        share = min(1.0, 2 * blink) if blink < 0.5 else 2 * blink - 1
        points = rest + share * (half - rest) if blink < 0.5 else half + share * (shut - half)
        above = self._above(view, points, blink)
        closed = float(np.clip((blink - _HALF_FROM) / (_HALF_TO - _HALF_FROM), 0, 1))
        size = float(4 * self._half[0])
        for state, amount in ((self._lids[0], 1.0), (self._lids[1], closed)):
            if amount <= 0 or (state is self._lids[0] and closed >= 1):
                continue
            bend = bends(view.places, points[[1, 2]], [(state.points - points)[[1, 2]]], self._held, size)[0]
            lid_y, lid_uv = view.read(state, view.places + bend - self._origin)
            part = cv2.multiply(above, np.full_like(above, 255), scale=amount / 255) if amount < 1 else above
            Frame(luma, chroma).lay(Box(0, 0, view.box.width, view.box.height), lid_y, lid_uv, np.asarray(part))

    def _above(self, view: Window, points: Points, blink: float) -> Pixels:
        """255 above the edge of the lid and on it, 0 below."""
        x, y = view.places[..., 0], view.places[..., 1]
        corners, lid = points[[0, 3]], points[[1, 2]]
        edge = _arc(x, corners, lid) + _LASH_SHARE * float(self._half[0]) * min(1.0, 2.5 * blink)
        # Beyond the corners only a shut eye changes anything.
        beyond = np.maximum(np.abs(x - self._centre[0]) / self._half[0] - 1.1, 0) * 3 * self._half[1]
        shut = np.clip((blink - _SHUT) / (1 - _SHUT), 0, 1) * 6 * self._half[1]
        inside = view.dense((edge - y - beyond + shut).astype(np.float32))
        return np.asarray(cv2.convertScaleAbs(np.clip(inside / 1.6 + 0.5, 0, 1), alpha=255), np.uint8)

    def _look(self, view: Window, pose: Pose, luma: Pixels, chroma: Pixels) -> None:
        """Move the eyeball behind its opening."""
        gaze = np.array((_GAZE_X * pose.gaze_x, _GAZE_Y * pose.gaze_y), np.float32) * self._half
        ball_y, ball_uv = view.read(self._ball, view.places - gaze - self._origin)
        through = sampled(self._hole, view.dense(view.places - self._origin), outside=cv2.BORDER_CONSTANT)
        Frame(luma, chroma).lay(Box(0, 0, view.box.width, view.box.height), ball_y, ball_uv, through)


def _opening(points: Points, box: Box) -> Pixels:
    """(box.height, box.width): 255 between the lids, a little inside their edges."""
    corner_left, corner_right = points[0], points[3]
    share = np.linspace(0, 1, 24, dtype=np.float32)
    x = corner_left[0] + share * (corner_right[0] - corner_left[0])
    upper, lower = _arc(x, points[[0, 3]], points[[1, 2]]), _arc(x, points[[0, 3]], points[[5, 4]])
    outline = np.concatenate((np.stack((x, upper), 1), np.stack((x, lower), 1)[::-1]))
    hole = np.zeros((box.height, box.width), np.uint8)
    cv2.fillPoly(hole, [np.round(outline * 16).astype(np.int32)], 255, lineType=cv2.LINE_AA, shift=4)
    brush = max(1.0, _EDGE_SHARE * float(corner_right[0] - corner_left[0]))
    size = 2 * round(brush) + 1
    return np.asarray(cv2.erode(hole, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), np.uint8)


def _spread(rgb: Pixels, hole: Pixels) -> Pixels:
    """What is seen through an opening, continued up and down from its edges: an eyeball that can be moved."""
    inside = hole > 200
    columns = np.flatnonzero(inside.any(0))
    if not columns.size:
        return rgb
    first, last = inside.argmax(0), inside.shape[0] - 1 - inside[::-1].argmax(0)
    column = np.clip(np.arange(rgb.shape[1]), columns[0], columns[-1])
    row = np.clip(np.arange(rgb.shape[0])[:, None], first[column], last[column])
    spread = rgb[row, np.broadcast_to(column, row.shape)]
    return np.ascontiguousarray(np.where(inside[..., None], rgb, cv2.GaussianBlur(spread, (0, 0), 1.0)))


def _arc(x: npt.NDArray[np.float32], corners: Points, lid: Points) -> npt.NDArray[np.float32]:
    """The height of a lid's edge at every x: a parabola through corners and the middle of the lid."""
    left, right = float(corners[0, 0]), float(corners[1, 0])
    share = np.clip((x - left) / max(right - left, 1.0), 0, 1)
    base = corners[0, 1] + share * (corners[1, 1] - corners[0, 1])
    third = float(lid[:, 1].mean() - corners[:, 1].mean())
    # The lid's two landmarks lie near a third and two thirds of the way, where a parabola has 8/9 of its height.
    return np.asarray(base + third * 9 / 8 * 4 * share * (1 - share), np.float32)
