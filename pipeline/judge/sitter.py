"""The portrait that a clip is held against, as a folder keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.errors import BadInput
from pipeline.judge.footage import Pixels, Signal

LARGEST_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Sitter:
    """The portrait at rest."""

    rgb: Pixels
    """(height, width, 3)."""
    landmarks: Signal
    """(68, 2), pixels of the portrait, iBUG order."""


def read_sitter(folder: Path) -> Sitter:
    """Read `portrait.png` and the landmarks in `character.json`.

    Raises:
        BadInput: One of them is missing or cannot be used.
    """
    import cv2

    picture, facts = folder / "portrait.png", folder / "character.json"
    try:
        if picture.stat().st_size > LARGEST_BYTES or facts.stat().st_size > LARGEST_BYTES:
            raise BadInput(f"The portrait in {folder} is too large.")
        packed = np.frombuffer(picture.read_bytes(), np.uint8)
        text = facts.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{folder} needs a portrait.png and a character.json, as summon demo writes them.") from error
    image = cv2.imdecode(packed, cv2.IMREAD_COLOR) if packed.size else None
    if image is None:
        raise BadInput(f"{picture} is no picture.")
    return Sitter(np.ascontiguousarray(image[..., ::-1]), _landmarks(text, facts, image.shape[1], image.shape[0]))


def _landmarks(text: str, facts: Path, width: int, height: int) -> Signal:
    try:
        kept = json.loads(text)
        points = np.array((kept.get("landmarks") or kept["portrait"]["landmarks"]), np.float64)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(f'{facts} has no "landmarks": 68 pairs of x and y.') from error
    if points.shape != (68, 2) or not np.isfinite(points).all():
        raise BadInput(f'The "landmarks" in {facts} are not 68 pairs of x and y.')
    if (np.abs(points) > 4 * max(width, height)).any():
        raise BadInput(f"The landmarks in {facts} lie far outside the portrait.")
    if (
        np.ptp(points[36:48, 0]) < 8
        or np.ptp(points[48:60, 0]) < 4
        or points[48:60, 1].mean() <= points[36:48, 1].mean()
    ):
        raise BadInput(f"The landmarks in {facts} make no face.")
    return points
