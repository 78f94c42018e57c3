"""Makes uploaded pictures small enough to show to a model: upright, without what they carry beside their pixels."""

from __future__ import annotations

import base64
import io
import warnings

SIDE = 1024
"""Pixels of the longer side: what vision models look at."""
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Looked at before anything is decoded: a small file can promise a picture that fills the memory."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_QUALITY = 82


def address(jpeg: bytes) -> str:
    """A JPEG as the address in which servers are sent pictures."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def small(encoded: bytes) -> bytes | None:
    """A picture as a JPEG of at most 1024 pixels a side, or None where it cannot be read or is out of bounds."""
    from PIL import Image, ImageOps

    if not 0 < len(encoded) <= MOST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; the bound here is ours and is lower.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(encoded), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                # JPEG can be decoded at a fraction of its size.
                picture.draft("RGB", (2 * SIDE, 2 * SIDE))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
        upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright.getchannel("A"))
        target = io.BytesIO()
        plain.save(target, "JPEG", quality=_QUALITY)
    except Exception:  # noqa: BLE001, RUF100 - the decoder of a hostile file raises whatever it pleases
        return None
    return target.getvalue()
