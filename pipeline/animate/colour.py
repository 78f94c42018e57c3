"""Pictures in the planes that video is made of, and as they are kept for being moved."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

# Limited range, BT.601 (ITU-R BT.601-7, 2.5.4): rows Y, U, V over R, G, B and the offset.
_TO_YUV = np.array(
    [
        [65.481 / 255, 128.553 / 255, 24.966 / 255, 16],
        [-37.797 / 255, -74.203 / 255, 112.0 / 255, 128],
        [112.0 / 255, -93.786 / 255, -18.214 / 255, 128],
    ],
    np.float32,
)


def to_yuv(rgb: Pixels) -> Pixels:
    """(h, w, 3) RGB to (h, w, 3) YUV, limited range."""
    return np.asarray(cv2.transform(rgb, _TO_YUV), np.uint8)


# Lanczos of 8 taps at half a pixel, and a smooth kernel there: leaning away from the second sharpens. Chosen by
# measuring drawn and painted faces: moved by any part of a pixel, the Laplacian variance stays within 0.75 and 1.25 of
# the portrait's.
_CRISP = 0.45
_AWAY = np.arange(-3, 5) - 0.5
_LANCZOS = np.sinc(_AWAY) * np.sinc(_AWAY / 4)
_SMOOTH = np.array((0, 0, 1, 3, 3, 1, 0, 0)) / 8
_BETWEEN = ((1 + _CRISP) * _LANCZOS / _LANCZOS.sum() - _CRISP * _SMOOTH).astype(np.float32)
_HALFWAY = np.array((0, 0, 0, 1, 1, 0, 0, 0), np.float32) / 2
_AS_IT_IS = np.ones(1, np.float32)


def doubled(plane: Pixels, *, soft: bool = False) -> Pixels:
    """A plane at twice its size, every pixel of it kept at the even places.

    Sampling this linearly costs what sampling the plane does, and keeps edges sharp between pixels too. A `soft` one
    never goes beyond its neighbours.
    """
    height, width = plane.shape[:2]
    between = _HALFWAY if soft else _BETWEEN
    fine = np.empty((2 * height, 2 * width), np.uint8)
    fine[::2, ::2] = plane
    for row, column in ((0, 1), (1, 0), (1, 1)):
        across, along = (between if odd else _AS_IT_IS for odd in (column, row))
        anchor = (3 if column else 0, 3 if row else 0)
        fine[row::2, column::2] = cv2.sepFilter2D(plane, -1, across, along, None, anchor, 0, cv2.BORDER_REPLICATE)
    return fine


def sampled(plane: Any, maps: Any, *, outside: int = cv2.BORDER_REPLICATE) -> Any:
    """A plane read linearly at `maps`, (h, w, 2) float32: x and y of every pixel wanted."""
    # The stubs do not know that one map of two channels needs no second.
    return cv2.remap(plane, maps, None, cv2.INTER_LINEAR, borderMode=outside)  # type: ignore[call-overload]


def blocks(plane: Pixels, near: int, far: int) -> Pixels:
    """(h, w, 4): at every place the four pixels that lie `near` and `far` from it, both ways; see `unblocked`.

    A picture that moves smoothly moves four neighbours alike. To sample them together costs a third of sampling them
    one by one: a quarter of the places, and four channels are what `cv2.remap` does best.
    """
    height, width = plane.shape
    reach = max(abs(near), abs(far))
    wide = cv2.copyMakeBorder(plane, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    starts = [(reach + down, reach + across) for down in (near, far) for across in (near, far)]
    return np.asarray(cv2.merge([wide[y : y + height, x : x + width] for y, x in starts]), np.uint8)


def blocked(plane: Pixels) -> Pixels:
    """A plane as (h / 2, w / 2, 4): the four pixels of every block, row by row."""
    return np.asarray(cv2.merge([plane[y::2, x::2] for y in (0, 1) for x in (0, 1)]), np.uint8)


def unblocked(four: Pixels, plane: Pixels) -> None:
    """Write blocks, (h / 2, w / 2, 4), into a plane, (h, w)."""
    # Two pixels side by side are one number of 16 bits: no pixel has to be moved alone.
    pairs, rows = four.view(np.uint16), plane.view(np.uint16)
    cv2.extractChannel(pairs, 0, rows[::2])
    cv2.extractChannel(pairs, 1, rows[1::2])


def softened(chroma: Pixels) -> Pixels:
    """Colour planes at full size, smoothed so that half as many samples hold them."""
    return np.asarray(cv2.GaussianBlur(chroma, (3, 3), 0.6))


def to_jpeg(i420: Pixels, quality: int = 90) -> bytes:
    """A frame as it goes to the encoder, (h * 3 / 2, w), as JPEG."""
    done: tuple[bool, Any] = cv2.imencode(
        ".jpg", cv2.cvtColor(i420, cv2.COLOR_YUV2BGR_I420), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return bytes(done[1])
