"""A portrait made ready to be moved: draws one frame per pose, in the planes that the encoder takes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.animate.atlas import completed
from pipeline.animate.colour import Pixels
from pipeline.animate.eye import Eye
from pipeline.animate.face import BROWS, EYE_LEFT, EYE_RIGHT, LIPS, Face, Points, measure
from pipeline.animate.field import Box, Field, Moved, box_around
from pipeline.animate.layer import Frame, Layer
from pipeline.animate.mouth import Mouth
from pipeline.animate.picture import Picture
from pipeline.types import MOUTH_SHAPES, Patch, Portrait, Pose

_REACH_SHARE = 0.045
"""How far a pose may carry the edge of the thing, of the picture's width."""
_STILL = 0.004
_RAISED, _LOWERED = 1, 2
"""Where the brows' states lie, after that at rest."""


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
        self._mouth: Mouth | None = None
        self._brows: Layer | None = None
        self._eyes: tuple[Eye, ...] = ()
        if portrait.mouths:
            box = _box_of(portrait.mouths[0])
            shapes = [_cut(patch, slice(None)) for patch in portrait.mouths]
            self._mouth = Mouth(rgb, shapes, _near(points, box, LIPS), box, self._face.width, self._field)
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
        if self._mouth is not None:
            self._mouth.draw(frame, moved, np.asarray(pose.mouth))
        return self.frame

    def _draw_brows(self, frame: Frame, moved: Moved, pose: Pose) -> None:
        if self._brows is None or abs(pose.brow) < _STILL:
            return
        size = min(1.0, abs(pose.brow))
        state = _RAISED if pose.brow > 0 else _LOWERED
        mix = np.zeros(3)
        mix[[0, state]] = 1 - size, size
        # Not a dissolve: what lies behind a brow would be seen twice.
        self._brows.draw(frame, moved, mix, state if size > 0.5 else 0)


def _near(points: Points, box: Box, moved: slice) -> npt.NDArray[np.intp]:
    """Which landmarks a layer minds: those that move, and those around them that must not."""
    x, y = points[:, 0], points[:, 1]
    mind = (x > box.left) & (x < box.left + box.width) & (y > box.top) & (y < box.top + box.height)
    mind[moved] = True
    return np.flatnonzero(mind)


def _cut(patch: Patch, moved: slice | npt.NDArray[np.intp]) -> tuple[Pixels, Points]:
    return _pixels(patch.rgb, patch.width, patch.height), np.asarray(patch.landmarks, np.float32)[moved]


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
