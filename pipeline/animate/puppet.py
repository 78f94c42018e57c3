"""A portrait made ready to be moved: draws one frame per pose, in the planes that the encoder takes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.animate.atlas import completed
from pipeline.animate.colour import Pixels
from pipeline.animate.eye import Eye
from pipeline.animate.face import BROWS, EYE_LEFT, EYE_RIGHT, INNER_LIPS, LIPS, Face, Points, measure
from pipeline.animate.field import Box, Field, Moved, box_around
from pipeline.animate.layer import Frame, Layer
from pipeline.animate.picture import Picture
from pipeline.types import MOUTH_SHAPES, Patch, Portrait, Pose

_REACH_SHARE = 0.045
"""How far a pose may carry the edge of the thing, of the picture's width."""
_STILL = 0.004
_CLOSED_GAP, _OPEN_GAP = 0.012, 0.05
"""Gaps between the lips, in face widths: below the first only closed shapes are seen, above the second none."""
_DISSOLVE = 8.0
"""Above 1 the stronger of two shapes is seen more than its share: half of two rows of teeth are grey teeth."""


class Puppet:
    """One portrait, ready. Not for two threads at once."""

    def __init__(self, portrait: Portrait) -> None:
        """Prepare a portrait.

        Raises:
            StageFailed: There is no face in it.
        """
        portrait = completed(portrait)
        self.width, self.height = portrait.width, portrait.height
        self._face = measure(portrait.landmarks, portrait.width, portrait.height)
        rgb = _pixels(portrait.rgb, portrait.width, portrait.height)
        matte = _plane(portrait.matte, portrait.width, portrait.height)
        backdrop = _picture(portrait.backdrop, portrait.width, portrait.height)
        if matte is None or backdrop is None:
            matte = None
        self._field = Field(self._face, self.width, self.height, matte)
        self._jaw_share = _jaw_share(portrait, self._face)
        self._picture = Picture(rgb, matte, backdrop, self._reach(portrait, matte), self._field)
        self._set_layers(portrait, rgb)
        self.frame = self._picture.still.joined()
        self._planes = Frame.within(self.frame)

    def _reach(self, portrait: Portrait, matte: Pixels | None) -> Box:
        """What of the picture a pose may change."""
        if matte is None:
            return Box(0, 0, self.width, self.height)
        rows, columns = np.flatnonzero((matte > 0).any(1)), np.flatnonzero((matte > 0).any(0))
        ends = [(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)] if rows.size else []
        patches = (*portrait.mouths[:1], *portrait.lids[:1], *portrait.brows[:1])
        ends += [(p.left, p.top, p.left + p.width, p.top + p.height) for p in patches]
        reach = _REACH_SHARE * self.width
        left, top = (np.min(ends, 0)[:2] - reach).tolist()
        right, bottom = (np.max(ends, 0)[2:] + reach).tolist()
        return box_around(left, top, right, bottom, self.width, self.height)

    def _set_layers(self, portrait: Portrait, rgb: Pixels) -> None:
        points = self._face.points
        self._mouths: Layer | None = None
        self._brows: Layer | None = None
        self._eyes: tuple[Eye, ...] = ()
        self._gaps = np.zeros(len(MOUTH_SHAPES))
        if portrait.mouths:
            box = _box_of(portrait.mouths[0])
            near = _near(points, box, LIPS)
            self._mouths = Layer(rgb, [_cut(p, near) for p in portrait.mouths], box, self._field)
            gaps = [_gap(np.asarray(p.landmarks, np.float32)[INNER_LIPS]) for p in portrait.mouths]
            self._gaps = np.array(gaps) / self._face.width
        if portrait.brows:
            box = _box_of(portrait.brows[0])
            near = _near(points, box, BROWS)
            rest = np.ascontiguousarray(rgb[box.y]), points[near]
            self._brows = Layer(rgb, [rest, *(_cut(p, near) for p in portrait.brows)], box, self._field)
        if portrait.lids:
            box = _box_of(portrait.lids[0])
            self._eyes = tuple(
                Eye(rgb, [_cut(p, side) for p in portrait.lids], box, points[side], self._field)
                for side in (EYE_LEFT, EYE_RIGHT)
            )

    def draw(self, pose: Pose) -> Pixels:
        """One frame as (h * 3 / 2, w) I420; the same array every time."""
        moved = self._field.moved(pose, self._jaw_share)
        frame = self._planes
        self._picture.draw(frame, moved)
        self._draw_brows(frame, moved, pose)
        for eye in self._eyes:
            eye.draw(frame, moved, pose)
        self._draw_mouth(frame, moved, pose)
        return self.frame

    def _draw_mouth(self, frame: Frame, moved: Moved, pose: Pose) -> None:
        weights = np.asarray(pose.mouth, np.float64)
        if self._mouths is None or weights[MOUTH_SHAPES.index("X")] > 1 - _STILL:
            return
        self._mouths.draw(frame, moved, weights, self._seen(weights))

    def _seen(self, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Which shapes' pixels fill the mixed mouth: a closed one cannot fill an open one."""
        gap = float(weights @ self._gaps)
        opened = np.clip((gap - _CLOSED_GAP) / (_OPEN_GAP - _CLOSED_GAP), 0, 1)
        opened = opened * opened * (3 - 2 * opened)
        fits = np.where(self._gaps < _CLOSED_GAP, 1 - opened, 0.02 + opened)
        return _decided(weights * fits)

    def _draw_brows(self, frame: Frame, moved: Moved, pose: Pose) -> None:
        if self._brows is None or abs(pose.brow) < _STILL:
            return
        size = min(1.0, abs(pose.brow))
        mix = np.array((1 - size, size, 0.0) if pose.brow > 0 else (1 - size, 0.0, size))
        self._brows.draw(frame, moved, mix, _decided(mix))


def _decided(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Shares that lean towards the largest."""
    leaning = shares**_DISSOLVE
    return np.asarray(leaning / max(float(leaning.sum()), 1e-9))


def _near(points: Points, box: Box, moved: slice) -> npt.NDArray[np.intp]:
    """Which landmarks a layer minds: those that move, and those around them that must not."""
    x, y = points[:, 0], points[:, 1]
    mind = (x > box.left) & (x < box.left + box.width) & (y > box.top) & (y < box.top + box.height)
    mind[moved] = True
    return np.flatnonzero(mind)


def _cut(patch: Patch, moved: slice | npt.NDArray[np.intp]) -> tuple[Pixels, Points]:
    return _pixels(patch.rgb, patch.width, patch.height), np.asarray(patch.landmarks, np.float32)[moved]


def _gap(inner: Points) -> float:
    """Between the inner lips, from their eight points."""
    return float(max(0.0, np.mean(inner[[7, 6, 5], 1] - inner[[1, 2, 3], 1])))


def _jaw_share(portrait: Portrait, face: Face) -> float:
    """A painter that lowers the chin in its wide shapes needs less of it here."""
    if not portrait.mouths:
        return 1.0
    wide = np.asarray(portrait.mouths[MOUTH_SHAPES.index("D")].landmarks)
    rest = np.asarray(portrait.mouths[MOUTH_SHAPES.index("X")].landmarks)
    return 0.4 if float((wide - rest)[6:11, 1].mean()) > 0.01 * face.height else 1.0


def _box_of(patch: Patch) -> Box:
    return Box(patch.left, patch.top, patch.width, patch.height)


def _pixels(rgb: bytes, width: int, height: int) -> Pixels:
    return np.frombuffer(rgb, np.uint8).reshape(height, width, 3)


def _picture(rgb: bytes | None, width: int, height: int) -> Pixels | None:
    return None if rgb is None else _pixels(rgb, width, height)


def _plane(matte: bytes | None, width: int, height: int) -> Pixels | None:
    return None if matte is None else np.frombuffer(matte, np.uint8).reshape(height, width)
