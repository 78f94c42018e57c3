"""A portrait made ready to be moved: draws one frame per pose, in the planes that the encoder takes."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.animate.atlas import completed
from pipeline.animate.colour import Pixels, doubled, sampled, softened, to_yuv
from pipeline.animate.face import BROWS, EYES, INNER_LIPS, LIPS, Face, Points, measure
from pipeline.animate.field import Box, Field, Grid, box_around
from pipeline.animate.layer import Layer
from pipeline.types import MOUTH_SHAPES, Patch, Portrait, Pose

_REACH_SHARE = 0.045
"""How far a pose may carry a part of the face, of the picture's width."""
_GAZE_X, _GAZE_Y = 0.22, 0.2
"""How far an iris goes, of the eye's half width and half height."""
_STILL = 0.004
_CLOSED_GAP, _OPEN_GAP = 0.012, 0.05
"""Gaps between the lips, in face widths: below the first only closed shapes are seen, above the second none."""
_DISSOLVE = 2.5
"""Above 1 the stronger of two shapes is seen more than its share: less of a double image."""


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
        backdrop = _picture(portrait.backdrop, portrait.width, portrait.height) if matte is not None else None
        if backdrop is None:
            matte = None
        self._field = Field(self._face, self.width, self.height, matte)
        self._jaw_share = _jaw_share(portrait, self._face)
        self._set_picture(rgb, matte, backdrop)
        self._set_layers(portrait, rgb)
        self.frame = np.empty((self.height * 3 // 2, self.width), np.uint8)

    def _set_picture(self, rgb: Pixels, matte: Pixels | None, backdrop: Pixels | None) -> None:
        yuv = to_yuv(rgb)
        reach = _REACH_SHARE * self.width
        if matte is None or backdrop is None:
            self._box = Box(0, 0, self.width, self.height)
            self._luma = doubled(np.ascontiguousarray(yuv[..., 0]))
            chroma = softened(yuv)
            self._chroma = np.ascontiguousarray(np.dstack((chroma[..., 1:], np.zeros_like(chroma[..., 0]))))
            self._matte = None
            self._still_y = np.ascontiguousarray(yuv[..., 0])
            self._still_uv = _halved(self._chroma)
            return
        ground = to_yuv(backdrop)
        rows, columns = np.flatnonzero((matte > 0).any(1)), np.flatnonzero((matte > 0).any(0))
        ends = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if rows.size else (0, 0, 2, 2)
        self._box = box_around(
            ends[0] - reach, ends[1] - reach, ends[2] + reach, ends[3] + reach, self.width, self.height
        )
        # The thing without its background, each pixel weighted by how much of it is there: an edge that moves takes
        # nothing of the old background along.
        part = matte[..., None].astype(np.float32) / 255
        alone = np.clip(np.round(yuv - (1 - part) * ground), 0, 255 * part).astype(np.uint8)
        self._luma = doubled(np.ascontiguousarray(alone[..., 0]))
        self._chroma = np.ascontiguousarray(softened(np.dstack((alone[..., 1:], matte))))
        self._matte = doubled(matte)
        self._still_y = np.ascontiguousarray(ground[..., 0])
        self._still_uv = _halved(softened(np.dstack((ground[..., 1:], np.zeros_like(matte)))))

    def _set_layers(self, portrait: Portrait, rgb: Pixels) -> None:
        reach = _REACH_SHARE * self.width
        points = self._face.points
        self._mouths = self._layer(rgb, portrait.mouths, LIPS, reach)
        lips = [np.asarray(p.landmarks, np.float32)[INNER_LIPS] for p in portrait.mouths]
        self._gaps = np.array([_gap(inner) for inner in lips]) / self._face.width
        self._eyes = _eyes(points)
        rest = rgb[_box_of(portrait.lids[0]).y] if portrait.lids else rgb
        self._lids = self._layer(
            rgb, portrait.lids, EYES, reach, first=(rest, points), also=_eye_cover(self._eyes, self.width, self.height)
        )
        rest = rgb[_box_of(portrait.brows[0]).y] if portrait.brows else rgb
        self._brows = self._layer(rgb, portrait.brows, BROWS, reach, first=(rest, points))

    def _layer(
        self,
        rgb: Pixels,
        patches: tuple[Patch, ...],
        moved: slice,
        reach: float,
        *,
        first: tuple[Pixels, Points] | None = None,
        also: Pixels | None = None,
    ) -> Layer | None:
        if not patches:
            return None
        box = _box_of(patches[0])
        states = [(_pixels(p.rgb, p.width, p.height), np.asarray(p.landmarks, np.float32)[moved]) for p in patches]
        if first is not None:
            states.insert(0, (np.ascontiguousarray(first[0]), first[1][moved]))
        return Layer(rgb, states, box, reach, self._field, also)

    def draw(self, pose: Pose) -> Pixels:
        """One frame as (h * 3 / 2, w) I420; the same array every time."""
        sources = self._field.sources(pose, self._jaw_share)
        y = self.frame[: self.height]
        uv = self._draw_picture(sources, y)
        self._draw_brows(pose, sources, y, uv)
        self._draw_eyes(pose, sources, y, uv)
        self._draw_mouth(pose, sources, y, uv)
        colours = self.frame[self.height :].reshape(2, self.height // 2, self.width // 2)
        colours[0], colours[1] = uv[..., 0], uv[..., 1]
        return self.frame

    def _draw_picture(self, sources: Grid, y: Pixels) -> Pixels:
        maps_y, maps_uv = self._field.enlarged(sources, self._box)
        luma, chroma = sampled(self._luma, maps_y), sampled(self._chroma, maps_uv)
        if self._matte is None:
            y[...] = luma
            return np.asarray(chroma, np.uint8)
        uv = self._still_uv.copy()
        y[...] = self._still_y
        there = sampled(self._matte, maps_y)
        _behind(y[self._box.y], luma, there)
        part = cv2.extractChannel(chroma, 2)
        chroma[..., 2] = 0
        _behind(uv[self._box.uv], chroma, cv2.merge((part, part, part)))
        return uv

    def _draw_mouth(self, pose: Pose, sources: Grid, y: Pixels, uv: Pixels) -> None:
        if self._mouths is None:
            return
        weights = np.asarray(pose.mouth, np.float64)
        if weights[MOUTH_SHAPES.index("X")] > 1 - _STILL:
            return
        self._mouths.draw(y, uv, sources, weights, self._seen(weights))

    def _seen(self, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Which shapes' pixels fill the mixed mouth: a closed one cannot fill an open one."""
        gap = float(weights @ self._gaps)
        opened = np.clip((gap - _CLOSED_GAP) / (_OPEN_GAP - _CLOSED_GAP), 0, 1)
        opened = opened * opened * (3 - 2 * opened)
        fits = np.where(self._gaps < _CLOSED_GAP, 1 - opened, 0.02 + opened)
        seen = (weights * fits) ** _DISSOLVE
        return np.asarray(seen / max(float(seen.sum()), 1e-9))

    def _draw_eyes(self, pose: Pose, sources: Grid, y: Pixels, uv: Pixels) -> None:
        looks = abs(pose.gaze_x) > _STILL or abs(pose.gaze_y) > _STILL
        if self._lids is None or not (looks or pose.blink > _STILL):
            return
        mix = _between(pose.blink)
        nudge = _nudge(self._lids.places_of(sources), self._eyes, pose) if looks and pose.blink < 0.9 else None
        self._lids.draw(y, uv, sources, mix, mix, nudge)

    def _draw_brows(self, pose: Pose, sources: Grid, y: Pixels, uv: Pixels) -> None:
        if self._brows is None or abs(pose.brow) < _STILL:
            return
        size = min(1.0, abs(pose.brow))
        mix = np.array((1 - size, size, 0.0) if pose.brow > 0 else (1 - size, 0.0, size))
        self._brows.draw(y, uv, sources, mix, mix)


def _between(blink: float) -> npt.NDArray[np.float64]:
    """How much of open, half closed and closed."""
    blink = float(np.clip(blink, 0, 1))
    half = 1 - abs(2 * blink - 1)
    return np.array((max(0.0, 1 - 2 * blink), half, max(0.0, 2 * blink - 1)))


def _behind(frame: Pixels, alone: Pixels, part: Pixels) -> None:
    """Put what was cut out in front of a background; it already has its own share of every pixel."""
    hidden = cv2.multiply(frame, part, scale=1 / 255)
    frame[...] = cv2.add(cv2.subtract(frame, hidden), alone)


def _eyes(points: Points) -> npt.NDArray[np.float32]:
    """(2, 4): centre and half sizes of both eyes."""
    both = points[EYES].reshape(2, 6, 2)
    low, high = both.min(1), both.max(1)
    half = np.maximum((high - low) / 2, 1.0)
    half[:, 1] = np.maximum(half[:, 1], 0.3 * half[:, 0])
    return np.concatenate(((low + high) / 2, half), 1).astype(np.float32)


def _eye_cover(eyes: npt.NDArray[np.float32], width: int, height: int) -> Pixels:
    cover = np.zeros((height, width), np.uint8)
    for x, y, half_width, half_height in eyes.tolist():
        size = (max(1, round(0.95 * half_width)), max(1, round(0.95 * half_height)))
        cv2.ellipse(cover, (round(x), round(y)), size, 0, 0, 360, 255, -1)
    return cover


def _nudge(places: Grid, eyes: npt.NDArray[np.float32], pose: Pose) -> Grid:
    """How far the irises are moved: all of what is well inside an eye, nothing at its edge."""
    moved = np.zeros_like(places)
    for x, y, half_width, half_height in eyes.tolist():
        away = ((places[..., 0] - x) / half_width) ** 2 + ((places[..., 1] - y) / half_height) ** 2
        inside = np.clip(1.5 * (1 - away), 0, 1)
        inside = inside * inside * (3 - 2 * inside)
        moved[..., 0] += inside * (_GAZE_X * half_width * pose.gaze_x)
        moved[..., 1] += inside * (_GAZE_Y * half_height * pose.gaze_y)
    return moved


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
