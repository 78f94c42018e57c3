"""Contact sheets: many portraits on one small PNG, to be looked at."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SIDE = 128
"""How large a portrait is shown at most."""
SMALLEST = 32
WIDTH = 1280
COLUMNS = 12
"""How many portraits a row holds well."""
LINE = 11
COLOURS = 256
PAPER = "#ffffff"
INK = "#222222"
ALARM = "#d81b30"


@dataclass(frozen=True, slots=True)
class Tile:
    """One portrait on a sheet."""

    picture: NDArray[np.uint8] = field(repr=False)
    """(height, width, 3) RGB."""
    caption: str
    good: bool = True
    """Others get a red frame."""


def reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at the size that a sheet shows, so that hundreds can wait in memory."""
    return np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def contact_sheet(rows: Sequence[Sequence[Tile]], max_bytes: int = 0) -> bytes:
    """Lay rows of portraits out with their captions; the tiles shrink until the PNG is small enough.

    Without a limit it is 250 kB for up to fifty portraits and 5 kB for each where there are more.
    """
    limit = max_bytes or max(250_000, 5_000 * sum(len(row) for row in rows))
    columns = max((len(row) for row in rows), default=0)
    side = min(SIDE, WIDTH // max(1, columns))
    while True:
        png = _sheet(rows, columns, side)
        if len(png) <= limit or side <= SMALLEST:
            return png
        # A PNG of paintings grows with its area; a pass over hundreds of tiles is too slow to creep.
        side = max(SMALLEST, min(side - 2, int(side * 0.97 * (limit / len(png)) ** 0.5)))


def _sheet(rows: Sequence[Sequence[Tile]], columns: int, side: int) -> bytes:
    height = side + 2 * LINE + 3
    sheet = Image.new("RGB", (max(1, columns * side), max(1, len(rows) * height)), PAPER)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(10)
    for row, tiles in enumerate(rows):
        for column, tile in enumerate(tiles):
            left, top = column * side, row * height
            shown = Image.fromarray(tile.picture).resize((side - 4, side - 4), Image.Resampling.LANCZOS)
            sheet.paste(shown, (left + 2, top + 2))
            if not tile.good:
                pen.rectangle((left, top, left + side - 1, top + side - 1), outline=ALARM, width=3)
            ink = INK if tile.good else ALARM
            for line, words in enumerate(_wrapped(tile.caption, font, side - 4)):
                pen.text((left + 2, top + side + line * LINE), words, fill=ink, font=font)
    out = io.BytesIO()
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    """Two lines of a caption; what does not fit is left out."""
    first, *words = text.split() or [""]
    while words and font.getlength(f"{first} {words[0]}") <= width:
        first += " " + words.pop(0)
    return [_fitted(line, font, width) for line in (first, " ".join(words))]


def _fitted(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    while text and font.getlength(text) > width:
        text = text[:-1]
    return text
