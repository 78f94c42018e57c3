"""Networks that know what they are to paint: a VAE that changes nothing, and a UNet that goes straight to a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch

from pipeline.paint.diffusion.guided import Networks
from tests.fakes.tiny_diffusion import SCHEDULE


class PlainVae:
    """A latent is a pixel, its fourth channel empty."""

    config = SimpleNamespace(block_out_channels=(1,), scaling_factor=1.0)
    dtype = torch.float32

    def encode(self, pictures: torch.Tensor) -> Any:
        """Pictures in -1..1 as latents."""
        latents = torch.cat([pictures, torch.zeros_like(pictures[:, :1])], 1)
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: latents))

    def decode(self, latents: torch.Tensor, *, return_dict: bool) -> tuple[torch.Tensor]:
        """Latents as pictures in -1..1."""
        assert not return_dict
        return (latents[:, :3],)


@dataclass
class Oracle:
    """Predicts the noise that leads to the next of its pictures, (side, side, 3) uint8; one a picture of a batch."""

    pictures: Sequence[np.ndarray]
    batches: list[int] = field(default_factory=list)
    """How many were painted at once, step by step."""
    fails_above: int = 99
    """Batches above this run out of memory."""
    config: Any = field(default_factory=lambda: SimpleNamespace(in_channels=4))
    painted: int = 0
    first: float = 0.0

    def __call__(self, seen: torch.Tensor, time: torch.Tensor, **_: Any) -> tuple[torch.Tensor]:
        count = len(seen) // 2
        if count > self.fails_above:
            raise torch.OutOfMemoryError("out of memory")
        if float(time) > self.first:
            self.first = float(time)
        if float(time) == self.first:
            self.batches.append(count)
            self.painted += count
        begun = self.painted - count
        wanted = torch.stack([_latent(self.pictures[begun + k]) for k in range(count)]).repeat(2, 1, 1, 1)
        keep = _kept()[int(time)]
        return ((seen - keep.sqrt() * wanted) / (1 - keep).sqrt(),)


def oracle(pictures: Sequence[np.ndarray], **how: Any) -> Networks:
    """Networks that paint these pictures one after another."""
    return Networks(Oracle(pictures, **how), PlainVae(), None, dict(SCHEDULE), torch.device("cpu"), torch.float32)


def _latent(picture: np.ndarray) -> torch.Tensor:
    plain = torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1).float() / 127.5 - 1
    return torch.cat([plain, torch.zeros_like(plain[:1])])


def _kept() -> torch.Tensor:
    """How much of a picture is left at every time: the products of alphas (Ho et al., 2020)."""
    start, end = SCHEDULE["beta_start"] ** 0.5, SCHEDULE["beta_end"] ** 0.5
    return torch.cumprod(1 - torch.linspace(start, end, SCHEDULE["num_train_timesteps"]) ** 2, 0)
