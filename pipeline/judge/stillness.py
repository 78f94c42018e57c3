"""Flicker: how much the picture changes where nothing should, against a still of the same encoder."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.errors import BadInput
from pipeline.ffmpeg import find_ffmpeg
from pipeline.judge.footage import Footage, Pixels, decode
from pipeline.judge.view import Model

ROUNDING = 1 / np.sqrt(12)
"""SD of rounding to whole levels: a still that changes by less does not change."""
OTHER = 28.0
"""Levels of 255 by which a colour is another one than the background's there."""
FEWEST = 0.01
"""Share of the picture that must be background for it to be judged."""


def background(model: Model) -> Pixels | None:
    """(height, width) of 255 where the portrait shows what lies behind the thing, or None where there is too little.

    It is what the picture's border reaches without crossing an edge or leaving the colours that the border leads to
    expect, less a margin for a thing that sways.
    """
    height, width = model.rgb.shape[:2]
    smooth = cv2.GaussianBlur(model.rgb, (0, 0), 1.2)
    reached = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | (255 << 8) | cv2.FLOODFILL_MASK_ONLY
    step = (2, 2, 2)
    for x, y in ((0, 0), (width - 1, 0), (0, height // 3), (width - 1, height // 3), (width // 2, 0)):
        if reached[y + 1, x + 1] == 0:
            cv2.floodFill(smooth, reached, (x, y), (0, 0, 0), step, step, flags)
    mask: Any = reached[1:-1, 1:-1] & model.valid
    far = np.abs(smooth.astype(np.float32) - _expected(smooth)).max(axis=2) > OTHER
    mask[cv2.morphologyEx(far.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0] = 0
    margin = max(3, round(0.05 * width)) | 1
    padded = cv2.copyMakeBorder(mask, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    mask = _at_border(cv2.erode(padded, np.ones((margin, margin), np.uint8))[margin:-margin, margin:-margin])
    hull = cv2.convexHull(model.landmarks.astype(np.float32)).astype(np.int32)
    cv2.fillPoly(mask, [hull], 0)
    return mask if (mask > 0).mean() >= FEWEST else None


def _at_border(mask: Any) -> Any:
    """What of a mask hangs together with the picture's border."""
    _, labels = cv2.connectedComponents(np.ascontiguousarray(mask))
    outer = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return (np.isin(labels, outer[outer > 0]) * 255).astype(np.uint8)


def _expected(image: Pixels) -> Any:
    """The colours of a smooth background that agrees with most of the picture's border, (height, width, 3) float32."""
    height, width = image.shape[:2]
    ys, xs = (np.mgrid[:height, :width] / np.array([height, width]).reshape(2, 1, 1) - 0.5).astype(np.float32)
    terms = np.stack([np.ones_like(xs), xs, ys, xs * xs, ys * ys, xs * ys], axis=2)
    edge = np.ones((height, width), bool)
    edge[2:-2, 2:-2] = False
    known, colours = terms[edge], image[edge].astype(np.float32)
    weights = np.ones(len(known), np.float32)
    fit = np.zeros((6, 3), np.float32)
    for _ in range(12):
        # Where the thing stands at the border its colours are others, and count for nothing.
        fit = np.linalg.lstsq(known * weights[:, None], colours * weights[:, None], rcond=None)[0]
        off = np.abs(colours - known @ fit).max(axis=1)
        weights = np.clip(1 - (off / max(2 * float(np.median(off)), OTHER)) ** 2, 0, None).astype(np.float32)
    return terms @ fit


class Restlessness:
    """Adds up how much a part of the picture changes from frame to frame."""

    def __init__(self, mask: Pixels) -> None:
        self._inside = mask > 0
        self._last: Pixels | None = None
        self._sum = 0.0
        self._count = 0

    def see(self, frame: Pixels) -> None:
        """Take the next frame."""
        here = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)[self._inside].astype(np.int16)
        if self._last is not None:
            step = here - self._last
            self._sum += float((step.astype(np.float64) ** 2).sum())
            self._count += step.size
        self._last = here

    @property
    def sd(self) -> float:
        """Levels of 255."""
        return float(np.sqrt(self._sum / self._count)) if self._count else 0.0


def still_sd(first: Pixels, mask: Pixels, footage: Footage) -> float:
    """The same number for one frame shown over and over, encoded as the clip is."""
    height, width = first.shape[:2]
    with tempfile.TemporaryDirectory(prefix="summon-judge-") as folder:
        picture, still = Path(folder, "still.png"), Path(folder, "still.mp4")
        cv2.imwrite(str(picture), first[..., ::-1])
        command = [find_ffmpeg(), "-nostdin", "-v", "error", "-loop", "1", "-framerate", f"{footage.fps:.3f}"]
        command += ["-i", str(picture), "-frames:v", str(min(footage.frames, 250)), "-c:v", "libx264"]
        command += ["-preset", "veryfast", "-crf", f"{footage.crf:g}", "-g", str(footage.keyint), "-bf", "0"]
        command += ["-pix_fmt", "yuv420p", str(still)]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:  # noqa: S603 - fixed program
            raise BadInput("A still of the clip cannot be encoded for comparison.")
        return _total(decode(["-i", str(still)], width, height), mask)


def _total(frames: Iterable[Pixels], mask: Pixels) -> float:
    unrest = Restlessness(mask)
    for frame in frames:
        unrest.see(frame)
    return unrest.sd
