"""MediaPipe's face mesh, whose model comes inside its wheel, read as 68 points."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import mediapipe
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ConfigInvalid
from pipeline.paint.faces.finder import SCORE, Face, middle
from pipeline.types import Point

# Vertices of the canonical face mesh (mediapipe/modules/face_geometry/data, Apache-2.0), the viewer's left first.
OVAL = (127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356)
"""The lower half of the face oval, from beside one eye over the chin to beside the other."""
BROWS = (70, 63, 105, 66, 107, 336, 296, 334, 293, 300)
NOSE = (168, 197, 5, 4, 75, 97, 2, 326, 305)
EYES = (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
LIPS = (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87)


@asynccontextmanager
async def open(weights: Path | None) -> AsyncIterator[MediapipeMesh]:  # noqa: A001 - the name every backend has
    """Open the finder on the model of the wheel.

    Raises:
        ConfigInvalid: Weights were named, which it has no use for.
    """
    if weights is not None:
        raise ConfigInvalid("mediapipe brings its own weights; leave the file out.")
    mesh = await asyncio.to_thread(_mesh)
    try:
        yield MediapipeMesh(mesh)
    finally:
        await asyncio.to_thread(mesh.close)


def _mesh() -> Any:
    return mediapipe.solutions.face_mesh.FaceMesh(
        static_image_mode=True, max_num_faces=4, refine_landmarks=False, min_detection_confidence=SCORE
    )


class MediapipeMesh:
    """Finds faces and 68 points on each. It says yes or no: every score is 1."""

    def __init__(self, mesh: Any) -> None:
        self._mesh = mesh

    def find(self, picture: NDArray[np.uint8]) -> tuple[Face, ...]:
        """The faces of a picture, (height, width, 3) RGB, the largest first."""
        if not picture.size:
            return ()
        height, width = picture.shape[:2]
        found = self._mesh.process(np.ascontiguousarray(picture)).multi_face_landmarks or ()
        meshes = (np.array([(point.x * width, point.y * height) for point in face.landmark]) for face in found)
        faces = [_face(mesh) for mesh in meshes]
        return tuple(sorted(faces, key=lambda face: -_area(face)))


def _area(face: Face) -> float:
    left, top, right, bottom = face.box
    return (right - left) * (bottom - top)


def _face(mesh: NDArray[np.floating]) -> Face:
    marks = _marks(mesh)
    left, top = mesh.min(axis=0).tolist()
    right, bottom = mesh.max(axis=0).tolist()
    points = middle(marks[36:42]), middle(marks[42:48]), marks[30], marks[48], marks[54]
    return Face(1.0, (left, top, right, bottom), points, marks)


def _marks(mesh: NDArray[np.floating]) -> tuple[Point, ...]:
    """(478, 2) -> 68 points in iBUG order; the jaw is 17 points at equal distances along the oval."""
    oval = mesh[list(OVAL)]
    way = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(oval, axis=0), axis=1))))
    at = np.linspace(0, way[-1], 17)
    jaw = np.stack([np.interp(at, way, oval[:, axis]) for axis in (0, 1)], axis=1)
    return tuple((float(x), float(y)) for x, y in np.concatenate((jaw, mesh[list(BROWS + NOSE + EYES + LIPS)])))
