"""A portrait made ready to be moved: draws one frame per pose, in the planes that the encoder takes."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.atlas import completed
from pipeline.animate.colour import Pixels, doubled, sampled, softened, to_yuv
from pipeline.animate.eye import Eye
from pipeline.animate.face import BROWS, EYE_LEFT, EYE_RIGHT, INNER_LIPS, LIPS, Face, Points, measure
from pipeline.animate.field import Box, Field, Moved, box_around
from pipeline.animate.layer import Frame, Layer
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
        self._matte: Pixels | None = None
        if matte is None or backdrop is None:
            self._set_whole(rgb)
        else:
            self._set_cut(rgb, matte, backdrop)
        self._set_layers(portrait, rgb)
        self.frame = np.empty((self.height * 3 // 2, self.width), np.uint8)
        self.frame[: self.height] = self._still_y

    def _set_whole(self, rgb: Pixels) -> None:
        """A picture of which nobody knows what is background."""
        yuv = to_yuv(rgb)
        chroma = softened(yuv)
        self._box = Box(0, 0, self.width, self.height)
        self._still_y = np.ascontiguousarray(yuv[..., 0])
        self._luma = doubled(self._still_y)
        self._chroma = np.ascontiguousarray(np.dstack((chroma[..., 1:], np.zeros_like(chroma[..., 0]))))
        self._still_uv = _halved(self._chroma)

    def _set_cut(self, rgb: Pixels, matte: Pixels, backdrop: Pixels) -> None:
        """A thing before its background.

        Each of its pixels is weighted by how much of it is there, so an edge that moves takes nothing of the old
        background along.
        """
        yuv, ground = to_yuv(rgb), to_yuv(backdrop)
        rows, columns = np.flatnonzero((matte > 0).any(1)), np.flatnonzero((matte > 0).any(0))
        ends = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if rows.size else (0, 0, 2, 2)
        reach = _REACH_SHARE * self.width
        self._box = box_around(
            ends[0] - reach, ends[1] - reach, ends[2] + reach, ends[3] + reach, self.width, self.height
        )
        part = cv2.merge((matte, matte, matte))
        behind = cv2.multiply(ground, cv2.bitwise_not(part), scale=1 / 255)
        alone = np.asarray(cv2.min(cv2.subtract(yuv, behind), part), np.uint8)
        luma = np.ascontiguousarray(alone[..., 0])
        # What sharpening adds at an edge, the matte cannot add: it would be a light rim.
        rim = cv2.morphologyEx(matte, cv2.MORPH_GRADIENT, np.ones((9, 9), np.uint8)) > 0
        rim = cv2.resize(rim.astype(np.uint8), (2 * self.width, 2 * self.height), interpolation=cv2.INTER_NEAREST) > 0
        self._luma = np.where(rim, doubled(luma, soft=True), doubled(luma))
        self._chroma = np.ascontiguousarray(softened(np.dstack((alone[..., 1:], matte))))
        self._matte = doubled(matte, soft=True)
        self._still_y = np.ascontiguousarray(ground[..., 0])
        self._still_uv = _halved(softened(np.dstack((ground[..., 1:], np.zeros_like(matte)))))

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
        frame = Frame(self.frame[: self.height], self._still_uv.copy())
        self._draw_picture(frame, moved)
        self._draw_brows(frame, moved, pose)
        for eye in self._eyes:
            eye.draw(frame, moved, pose)
        self._draw_mouth(frame, moved, pose)
        colours = self.frame[self.height :].reshape(2, self.height // 2, self.width // 2)
        for plane in (0, 1):
            cv2.extractChannel(frame.uv, plane, colours[plane])
        return self.frame

    def _draw_picture(self, frame: Frame, moved: Moved) -> None:
        maps_y, maps_uv = self._field.enlarged(moved.sources, self._box)
        luma, chroma = sampled(self._luma, maps_y), sampled(self._chroma, maps_uv)
        if self._matte is None:
            frame.y[...] = luma
            frame.uv[...] = chroma
            return
        _before(self._still_y[self._box.y], luma, sampled(self._matte, maps_y), frame.y[self._box.y])
        part = cv2.extractChannel(chroma, 2)
        behind = frame.uv[self._box.uv]
        _before(behind, chroma, cv2.merge((part, part, part)), behind)

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


def _before(ground: Pixels, alone: Pixels, part: Pixels, out: Pixels) -> None:
    """Put what was cut out before a background; it already has its own share of every pixel."""
    cv2.add(cv2.subtract(ground, cv2.multiply(ground, part, scale=1 / 255)), alone, dst=out)


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


def _halved(planes: Pixels) -> Pixels:
    height, width = planes.shape[:2]
    return np.asarray(cv2.resize(planes, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)


def _pixels(rgb: bytes, width: int, height: int) -> Pixels:
    return np.frombuffer(rgb, np.uint8).reshape(height, width, 3)


def _picture(rgb: bytes | None, width: int, height: int) -> Pixels | None:
    return None if rgb is None else _pixels(rgb, width, height)


def _plane(matte: bytes | None, width: int, height: int) -> Pixels | None:
    return None if matte is None else np.frombuffer(matte, np.uint8).reshape(height, width)
