"""RetinaFace with a MobileNet-0.25 backbone, in plain torch, for weights that the caller has.

The network is that of Deng et al., "RetinaFace: Single-stage Dense Face Localisation in the Wild" (arXiv:1905.00641),
in the small form whose weights are published with biubug6/Pytorch_Retinaface (MIT); the names of its parts are those
of that state dict.
"""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from pipeline.errors import ConfigInvalid
from pipeline.paint.faces.finder import Face

STRIDES = (8, 16, 32)
ANCHORS = ((16, 32), (64, 128), (256, 512))
VARIANCES = (0.1, 0.2)
MEAN_BGR = (104.0, 117.0, 123.0)
KEEP_SCORE = 0.02
"""Below this nothing is worth reporting, whoever asks."""
NMS_OVERLAP = 0.4
MAX_SIDE = 1024
"""Larger pictures are scaled down: the largest anchors cover half of this."""


@asynccontextmanager
async def open(weights: Path | None) -> AsyncIterator[RetinaFaceMobile]:  # noqa: A001 - the name every backend has
    """Open the finder on a state dict.

    Raises:
        ConfigInvalid: No file was named, or it does not hold these weights.
    """
    if weights is None:
        raise ConfigInvalid("retinaface-mobile needs its weights: name the file, retinaface_mobilenet0.25.pth.")
    yield RetinaFaceMobile(await asyncio.to_thread(load, weights))


def load(weights: Path) -> Network:
    """Read the network from a state dict; every tensor must be there, and no other.

    Raises:
        ConfigInvalid: The file cannot be read or does not hold these weights.
    """
    try:
        state = torch.load(weights, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ConfigInvalid(f"The weights {weights} cannot be read: {error.strerror or error}.") from error
    except (RuntimeError, ValueError, KeyError, EOFError, AttributeError, pickle.UnpicklingError) as error:
        raise ConfigInvalid(f"{weights} is no complete PyTorch weights file; fetch it again.") from error
    if not isinstance(state, dict) or not all(isinstance(tensor, Tensor) for tensor in state.values()):
        raise ConfigInvalid(f"{weights} holds no state dict.")
    network = Network()
    try:
        # The published file was saved from a DataParallel wrapper, whose name stands before every key.
        network.load_state_dict({str(key).removeprefix("module."): tensor for key, tensor in state.items()})
    except RuntimeError as error:
        raise ConfigInvalid(
            f"{weights} holds the weights of another network than RetinaFace MobileNet-0.25."
        ) from error
    if not all(bool(torch.isfinite(tensor).all()) for tensor in network.state_dict().values()):
        raise ConfigInvalid(f"{weights} holds values that are no numbers; fetch it again.")
    network.eval()
    return network


class RetinaFaceMobile:
    """Finds faces with the small RetinaFace."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def find(self, picture: NDArray[np.uint8]) -> tuple[Face, ...]:
        """The faces of a picture, (height, width, 3) RGB, the best first."""
        height, width = picture.shape[:2]
        if not height or not width:
            return ()
        bgr = torch.from_numpy(np.ascontiguousarray(picture[:, :, ::-1])).permute(2, 0, 1)[None].float()
        scale = MAX_SIDE / max(height, width)
        if scale < 1:
            size = max(1, round(height * scale)), max(1, round(width * scale))
            bgr = functional.interpolate(bgr, size, mode="bilinear", antialias=True)
        seen_height, seen_width = bgr.shape[2:]
        with torch.inference_mode():
            scores, boxes, points = self._network(bgr - torch.tensor(MEAN_BGR).view(1, 3, 1, 1))
            good = scores > KEEP_SCORE
            scores, boxes, points = scores[good], boxes[good], points[good]
            boxes, points = _decode(_priors(seen_height, seen_width)[good], boxes, points)
        back = np.array([width / seen_width, height / seen_height])
        corners = boxes.numpy().reshape(-1, 2, 2) * back
        five = points.numpy().reshape(-1, 5, 2) * back
        return tuple(
            _face(float(scores[index]), corners[index], five[index])
            for index in _suppress(corners.reshape(-1, 4), scores.numpy())
        )


def _face(score: float, corners: NDArray[np.floating], points: NDArray[np.floating]) -> Face:
    (left, top), (right, bottom) = corners.tolist()
    return Face(score, (left, top, right, bottom), tuple((x, y) for x, y in points.tolist()))


@lru_cache(maxsize=4)
def _priors(height: int, width: int) -> Tensor:
    """(anchors, 4): the centre and the size of every anchor, cell by cell, in pixels."""
    rows = []
    for stride, sizes in zip(STRIDES, ANCHORS, strict=True):
        cells = product(range(-(-height // stride)), range(-(-width // stride)), sizes)
        rows += [((x + 0.5) * stride, (y + 0.5) * stride, size, size) for y, x, size in cells]
    return torch.tensor(rows, dtype=torch.float32)


def _decode(priors: Tensor, boxes: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
    """Corners (n, 4) and points (n, 10) in pixels, from what the heads say of each anchor."""
    centre, size = priors[:, :2], priors[:, 2:]
    at = centre + boxes[:, :2] * VARIANCES[0] * size
    half = size * torch.exp(boxes[:, 2:] * VARIANCES[1]) / 2
    spots = centre[:, None] + points.view(-1, 5, 2) * VARIANCES[0] * size[:, None]
    return torch.cat((at - half, at + half), dim=1), spots.flatten(1)


def _suppress(boxes: NDArray[np.floating], scores: NDArray[np.floating]) -> list[int]:
    """The indices of the boxes that no better box overlaps, the best first."""
    left, top, right, bottom = boxes.T
    area = (right - left) * (bottom - top)
    order = np.argsort(-scores, kind="stable")
    kept = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        width = np.minimum(right[best], right[rest]) - np.maximum(left[best], left[rest])
        height = np.minimum(bottom[best], bottom[rest]) - np.maximum(top[best], top[rest])
        shared = np.clip(width, 0, None) * np.clip(height, 0, None)
        order = rest[shared <= NMS_OVERLAP * (area[best] + area[rest] - shared)]
    return kept


class Network(nn.Module):
    """(1, 3, height, width) BGR without its mean -> scores (n), boxes (n, 4), points (n, 10) of every anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.ModuleDict(
            {
                "stage1": nn.Sequential(
                    _norm(nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False)),
                    *(_separable(*step) for step in ((8, 16, 1), (16, 32, 2), (32, 32, 1), (32, 64, 2), (64, 64, 1))),
                ),
                "stage2": nn.Sequential(_separable(64, 128, 2), *(_separable(128, 128, 1) for _ in range(5))),
                "stage3": nn.Sequential(_separable(128, 256, 2), _separable(256, 256, 1)),
            }
        )
        self.fpn = Pyramid()
        self.ssh1, self.ssh2, self.ssh3 = Context(), Context(), Context()
        self.ClassHead = _heads(2)
        self.BboxHead = _heads(4)
        self.LandmarkHead = _heads(10)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Look at one picture."""
        fine = self.body["stage1"](picture)
        middle = self.body["stage2"](fine)
        coarse = self.body["stage3"](middle)
        levels = [
            ssh(level)
            for ssh, level in zip((self.ssh1, self.ssh2, self.ssh3), self.fpn(fine, middle, coarse), strict=True)
        ]
        classes = _answer(self.ClassHead, levels, 2).softmax(dim=-1)
        return classes[:, 1], _answer(self.BboxHead, levels, 4), _answer(self.LandmarkHead, levels, 10)


class Pyramid(nn.Module):
    """The feature pyramid: three levels of 64 channels, the coarse ones added to the finer."""

    def __init__(self) -> None:
        super().__init__()
        self.output1, self.output2, self.output3 = (
            _norm(nn.Conv2d(channels, 64, 1, bias=False)) for channels in (64, 128, 256)
        )
        self.merge1, self.merge2 = _conv3(64, 64), _conv3(64, 64)

    def forward(self, fine: Tensor, middle: Tensor, coarse: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Bring three levels together, the finest first."""
        top = self.output3(coarse)
        second = self.output2(middle)
        second = self.merge2(second + functional.interpolate(top, size=second.shape[2:], mode="nearest"))
        first = self.output1(fine)
        first = self.merge1(first + functional.interpolate(second, size=first.shape[2:], mode="nearest"))
        return first, second, top


class Context(nn.Module):
    """The context module of SSH (Najibi et al., arXiv:1708.03979): fields of 3, 5 and 7 pixels side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.conv3X3 = _conv3(64, 32, active=False)
        self.conv5X5_1 = _conv3(64, 16)
        self.conv5X5_2 = _conv3(16, 16, active=False)
        self.conv7X7_2 = _conv3(16, 16)
        self.conv7x7_3 = _conv3(16, 16, active=False)

    def forward(self, level: Tensor) -> Tensor:
        """Look around each cell."""
        half = self.conv5X5_1(level)
        fields = self.conv3X3(level), self.conv5X5_2(half), self.conv7x7_3(self.conv7X7_2(half))
        return functional.relu(torch.cat(fields, dim=1))


def _norm(conv: nn.Conv2d, *, active: bool = True) -> nn.Sequential:
    layers: list[nn.Module] = [conv, nn.BatchNorm2d(conv.out_channels)]
    return nn.Sequential(*layers, *([nn.LeakyReLU(0.1)] if active else []))


def _conv3(before: int, after: int, *, active: bool = True) -> nn.Sequential:
    return _norm(nn.Conv2d(before, after, 3, padding=1, bias=False), active=active)


def _separable(before: int, after: int, stride: int) -> nn.Sequential:
    along = nn.Conv2d(before, before, 3, stride=stride, padding=1, groups=before, bias=False)
    return nn.Sequential(*_norm(along), *_norm(nn.Conv2d(before, after, 1, bias=False)))


def _heads(values: int) -> nn.ModuleList:
    """One 1 x 1 convolution a level, with `values` for each of its two anchors."""
    return nn.ModuleList(nn.ModuleDict({"conv1x1": nn.Conv2d(64, 2 * values, 1)}) for _ in STRIDES)


def _answer(heads: nn.ModuleList, levels: list[Tensor], values: int) -> Tensor:
    """(anchors, values): what one kind of head says, in the order of the anchors."""
    told = (head["conv1x1"](level) for head, level in zip(heads, levels, strict=True))
    return torch.cat([answer.permute(0, 2, 3, 1).reshape(-1, values) for answer in told])
