"""RetinaFace with a ResNet50 backbone, by the retinaface-pytorch library."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from retinaface.predict_single import Model

from pipeline.errors import ConfigInvalid, StageFailed
from pipeline.paint.faces.finder import Face

MAX_SIDE = 512
"""The side that the library scales pictures to: what portraits have."""
KEEP_SCORE = 0.02
NMS_OVERLAP = 0.4


@asynccontextmanager
async def open(weights: Path | None) -> AsyncIterator[RetinaFace]:  # noqa: A001 - the name every backend has
    """Open the finder on a state dict.

    Raises:
        ConfigInvalid: No file was named, or it does not hold these weights.
    """
    if weights is None:
        # The library would fetch them by itself, unasked and unchecked.
        raise ConfigInvalid("retinaface needs its weights: summon models fetch retinaface, or name the file.")
    yield RetinaFace(await asyncio.to_thread(load, weights))


def load(weights: Path) -> Any:
    """Build the library's model."""
    model = Model(max_size=MAX_SIDE, device="cpu")
    try:
        model.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    except OSError as error:
        raise ConfigInvalid(f"The weights {weights} cannot be read: {error.strerror or error}.") from error
    except (
        RuntimeError,
        ValueError,
        KeyError,
        EOFError,
        TypeError,
        AttributeError,
        pickle.UnpicklingError,
    ) as error:
        raise ConfigInvalid(f"{weights} holds no weights of retinaface-pytorch's ResNet50.") from error
    model.eval()
    return model


class RetinaFace:
    """Finds faces with retinaface-pytorch."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def find(self, picture: NDArray[np.uint8]) -> tuple[Face, ...]:
        """The faces of a picture, (height, width, 3) RGB, the best first."""
        if not picture.size:
            return ()
        try:
            found = self._model.predict_jsons(picture, confidence_threshold=KEEP_SCORE, nms_threshold=NMS_OVERLAP)
        except (RuntimeError, ValueError) as error:
            raise StageFailed("paint", f"retinaface-pytorch could not look at the picture: {error}") from error
        # A picture without a face comes back as one entry with an empty box.
        faces = [_face(entry) for entry in found if entry["bbox"]]
        return tuple(sorted(faces, key=lambda face: -face.score))


def _face(entry: dict[str, Any]) -> Face:
    left, top, right, bottom = (float(edge) for edge in entry["bbox"])
    return Face(
        float(entry["score"]), (left, top, right, bottom), tuple((float(x), float(y)) for x, y in entry["landmarks"])
    )
