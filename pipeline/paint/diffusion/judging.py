"""Looks at what was painted: for numbers that are none, for what must not be shown, and for how it fits its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

RGB = NDArray[np.uint8]
_CHANCE, _GOOD = 0.12, 0.36
"""Cosines of CLIP ViT-B/32 between a picture and words that have nothing to do with it, and words that fit well."""


def pixels(pictures: torch.Tensor) -> tuple[RGB | None, ...]:
    """(batch, 3, height, width) in 0..1 as (height, width, 3) uint8 each; None for a picture with what is no number."""
    whole = torch.isfinite(pictures).flatten(1).all(1)
    rounded = (pictures.nan_to_num() * 255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).numpy()
    return tuple(np.ascontiguousarray(one) if good else None for one, good in zip(rounded, whole, strict=True))


class Guard:
    """The safety checker that comes with Stable Diffusion (Rombach et al., 2022; CreativeML Open RAIL-M)."""

    def __init__(self, checker: Any, extractor: Any) -> None:
        self._checker, self._extractor = checker, extractor

    def flags(self, pictures: Sequence[RGB]) -> tuple[bool, ...]:
        """Which of the pictures must not be shown."""
        seen = self._extractor([Image.fromarray(one) for one in pictures], return_tensors="pt").pixel_values
        weight = next(self._checker.parameters())
        with torch.no_grad():
            _, flagged = self._checker(
                clip_input=seen.to(weight.device, weight.dtype),
                # What it finds fault with it blackens; the pictures themselves stay with us.
                images=[np.zeros((1, 1, 3)) for _ in pictures],
            )
        return tuple(bool(flag) for flag in flagged)


class Fidelity:
    """CLIP (Radford et al., 2021): how well a picture fits its words."""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model, self._processor = model, processor

    def of(self, pictures: Sequence[RGB], words: str) -> tuple[float, ...]:
        """0 to 1 for each picture; the words beyond the model's length do not count."""
        asked = self._processor(
            text=[words],
            images=[Image.fromarray(one) for one in pictures],
            return_tensors="pt",
            truncation=True,
            padding=True,
        )
        with torch.no_grad():
            told = self._model(**asked)
            cosines = (told.image_embeds @ told.text_embeds.T)[:, 0].float()
        shares = ((cosines - _CHANCE) / (_GOOD - _CHANCE)).clamp(0, 1)
        return tuple(float(share) for share in shares.nan_to_num())
