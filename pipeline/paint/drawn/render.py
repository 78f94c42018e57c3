"""Turns SVG elements into pixels."""

from __future__ import annotations

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from pipeline.errors import StageFailed
from pipeline.paint.drawn.model import CANVAS

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the picture."""


def render(elements: str, size: int = CANVAS, box: Box | None = None) -> NDArray[np.uint8]:
    """Render elements in canvas units as (height, width, 4) uint8 RGBA, not premultiplied; `box` shows a part alone.

    Raises:
        StageFailed: The elements are no SVG.
    """
    left, top, width, height = box or (0, 0, size, size)
    unit = CANVAS / size
    view = f"{left * unit:.6g} {top * unit:.6g} {width * unit:.6g} {height * unit:.6g}"
    page = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view}">{elements}</svg>'
    )
    try:
        png = bytes(resvg_py.svg_to_bytes(svg_string=page, skip_system_fonts=True))
    except ValueError as error:
        raise StageFailed("painter", f"The drawing could not be rendered: {error}") from error
    pixels = np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
    return np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])
