"""Crops a portrait with its atlas to the shape that a platform shows, and writes subtitles.

Cropping before animating costs nothing and cuts no clip that was encoded already.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from pipeline.types import Patch, Point, Portrait

_NOTE_FACE = 0.5
"""Share of a round note's diameter that a face, from brows to chin, fills: more, and a cat loses its ears."""
_LEAST_NOTE = 0.6
"""A note shows at least this share of the picture's shorter side: it has to stay sharp."""
_LINE_LETTERS = 34


class Framing(StrEnum):
    """The shapes that clips come in."""

    WHOLE = "whole"
    """The picture as it was painted."""
    NOTE = "note"
    """A square of which a circle is seen: the face in the middle of it."""
    TALL = "tall"
    """9:16, for a telephone held upright."""


def framed(portrait: Portrait, framing: Framing) -> Portrait:
    """Crop a portrait around its face; what cannot be cropped that far without cutting patches off stays larger."""
    if framing is Framing.WHOLE or len(portrait.landmarks) != 68:
        return portrait
    width, height = portrait.width, portrait.height
    xs, ys = [x for x, _ in portrait.landmarks], [y for _, y in portrait.landmarks]
    centre = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    if framing is Framing.NOTE:
        face = max(max(ys) - min(ys), 0.8 * (max(xs) - min(xs)))
        shorter = min(width, height)
        side = min(max(face / _NOTE_FACE, _LEAST_NOTE * shorter), shorter)
        wide, tall = side, side
    else:
        tall = float(height) if width * 16 >= height * 9 else width * 16 / 9
        wide = tall * 9 / 16
    return _cropped(portrait, centre, wide, tall)


def _cropped(portrait: Portrait, centre: Point, wide: float, tall: float) -> Portrait:
    width, height = (max(16, int(side) // 2 * 2) for side in (wide, tall))
    width, height = min(width, portrait.width // 2 * 2), min(height, portrait.height // 2 * 2)
    left = _kept(centre[0], width, portrait.width)
    top = _kept(centre[1], height, portrait.height)
    return replace(
        portrait,
        width=width,
        height=height,
        rgb=_cut(portrait.rgb, portrait.width, 3, left, top, width, height),
        landmarks=_moved(portrait.landmarks, left, top),
        mouths=_patches(portrait.mouths, left, top, width, height),
        lids=_patches(portrait.lids, left, top, width, height),
        brows=_patches(portrait.brows, left, top, width, height),
        matte=portrait.matte and _cut(portrait.matte, portrait.width, 1, left, top, width, height),
        backdrop=portrait.backdrop and _cut(portrait.backdrop, portrait.width, 3, left, top, width, height),
    )


def _kept(centre: float, length: int, whole: int) -> int:
    """Where a crop begins so that it stays inside."""
    return min(max(0, round(centre - length / 2)), whole - length)


def _cut(pixels: bytes, stride: int, channels: int, left: int, top: int, width: int, height: int) -> bytes:
    starts = (((top + row) * stride + left) * channels for row in range(height))
    return b"".join(pixels[start : start + width * channels] for start in starts)


def _moved(points: Sequence[Point], left: int, top: int) -> tuple[Point, ...]:
    return tuple((x - left, y - top) for x, y in points)


def _patches(patches: Sequence[Patch], left: int, top: int, width: int, height: int) -> tuple[Patch, ...]:
    """The patches as far as they lie inside; none where nothing of them does."""
    kept = []
    for patch in patches:
        x0, y0 = max(patch.left, left), max(patch.top, top)
        x1, y1 = min(patch.left + patch.width, left + width), min(patch.top + patch.height, top + height)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return ()
        rgb = _cut(patch.rgb, patch.width, 3, x0 - patch.left, y0 - patch.top, x1 - x0, y1 - y0)
        kept.append(Patch(x0 - left, y0 - top, x1 - x0, y1 - y0, rgb, _moved(patch.landmarks, left, top)))
    return tuple(kept)


def subtitles(lines: Sequence[tuple[str, float, float]], width: int, height: int) -> str:
    """Subtitles in the format of ffmpeg's `ass` filter, from texts with their start and end in seconds."""
    size = max(14, round(0.052 * min(width, height)))
    head = (
        "[Script Info]\nScriptType: v4.00+\nWrapStyle: 2\n"
        f"PlayResX: {width}\nPlayResY: {height}\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Bold, BorderStyle, Outline, Shadow, "
        "Alignment, MarginL, MarginR, MarginV\n"
        f"Style: Said,DejaVu Sans,{size},&H00FFFFFF,&H90000000,1,1,{max(1, size // 9)},0,2,"
        f"{width // 16},{width // 16},{height // 22}\n\n[Events]\nFormat: Start, End, Style, Text\n"
    )
    said = [f"Dialogue: {_clock(start)},{_clock(end)},Said,{_shown(text)}" for text, start, end in lines if end > start]
    return head + "\n".join(said) + "\n"


def _clock(seconds: float) -> str:
    hundredths = round(max(0.0, seconds) * 100)
    return f"{hundredths // 360000}:{hundredths // 6000 % 60:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def _shown(text: str) -> str:
    """A text without line breaks or signs that the format would obey, broken into lines that fit."""
    plain = " ".join(text.split()).replace("\\", "/").replace("{", "(").replace("}", ")")
    return "\\N".join(textwrap.wrap(plain, _LINE_LETTERS)) or " "
