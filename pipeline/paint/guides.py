"""Reads uploaded pictures: by their content, within bounds, as pixels and as colours."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from pipeline.errors import GuideUnreadable

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""What is read; recognised by the first bytes, whatever the file was called."""
MAX_BYTES = 25 * 2**20
MAX_PIXELS = 40_000_000
"""Looked at before anything is decoded: a small file can promise a picture that fills the memory."""
MIN_SIDE = 32
MIN_COVER = 4.0
"""The mean of the alpha channel, 0 to 255, below which there is nothing to see."""
MAX_SHAPE = 8.0
"""The longest side over the shortest one beyond which a picture is a line."""


def read_guide(encoded: bytes, size: int) -> NDArray[np.uint8]:
    """Decode an uploaded picture to (size, size, 4) uint8 RGBA: turned upright, its middle square, the first frame.

    Raises:
        GuideUnreadable: It is no picture, is broken, or is too large or too small.
    """
    if not encoded:
        raise GuideUnreadable("The picture is empty.")
    if len(encoded) > MAX_BYTES:
        raise GuideUnreadable(f"The picture has {len(encoded)} bytes; at most {MAX_BYTES} are read.")
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; the bound below is ours and is lower.
            warnings.simplefilter("ignore")
            picture = _decode(encoded, size)
    except GuideUnreadable:
        raise
    # What broken files raise in Pillow's readers, by experience and by its source.
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, KeyError, IndexError, TypeError,
            OverflowError, MemoryError, AttributeError, Image.DecompressionBombError) as error:  # fmt: skip
        raise GuideUnreadable(f"The picture cannot be decoded: {type(error).__name__}.") from error
    pixels = np.asarray(picture, np.uint8)
    if pixels[..., 3].mean() < MIN_COVER:
        raise GuideUnreadable("The picture is transparent.")
    return pixels


def palette(picture: NDArray[np.uint8], count: int = 5) -> tuple[str, ...]:
    """The main colours of a (height, width, 4) picture as `#rrggbb`, the most telling first.

    A colour tells by how much of the picture it covers and by how colourful it is; transparent pixels do not count.
    """
    seen = picture[..., :3][picture[..., 3] > 128]
    if not len(seen):
        return ("#9a9a9a",)
    strip = Image.fromarray(np.ascontiguousarray(seen[:: max(1, len(seen) // 9216)][None]), "RGB")
    reduced = strip.quantize(max(2, count), method=Image.Quantize.MEDIANCUT)
    table = reduced.getpalette() or []
    weights = []
    for covered, index in reduced.getcolors() or []:
        colour = tuple(table[3 * int(index) : 3 * int(index) + 3])  # type: ignore[arg-type]
        spread = (max(colour) - min(colour)) / 255
        weights.append((covered * (0.25 + spread), colour))
    weights.sort(reverse=True)
    return tuple("#{:02x}{:02x}{:02x}".format(*colour) for _, colour in weights[:count])


def _decode(encoded: bytes, size: int) -> Image.Image:
    with Image.open(io.BytesIO(encoded), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise GuideUnreadable(f"The picture has {width} by {height} pixels; at most {MAX_PIXELS} are read.")
        if min(width, height) < MIN_SIDE or max(width, height) > MAX_SHAPE * min(width, height):
            raise GuideUnreadable(f"A picture of {width} by {height} pixels has no room for a face.")
        # JPEG can be decoded at a fraction of its size.
        picture.draft("RGB", (2 * size, 2 * size))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        return ImageOps.fit(upright, (size, size), Image.Resampling.LANCZOS)
