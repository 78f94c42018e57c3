"""Packs a portrait with its face atlas into one file, and back, without loss.

The file is a ZIP of PNG pictures with one JSON that says where they lie; the same portrait gives the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from pipeline.errors import StoreCorrupt
from pipeline.types import Patch, Point, Portrait

VERSION = 1
_LIMIT = 4096
"""Width and height that a stored portrait never exceeds; a larger claim is damage."""


def pack(portrait: Portrait) -> bytes:
    """The portrait as bytes to keep."""
    sheet: dict[str, Any] = {
        "version": VERSION,
        "size": [portrait.width, portrait.height],
        "landmarks": portrait.landmarks,
        "patches": {},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "portrait.png", png("RGB", portrait.width, portrait.height, portrait.rgb))
        for kind, patches in (("mouths", portrait.mouths), ("lids", portrait.lids), ("brows", portrait.brows)):
            sheet["patches"][kind] = [
                {"box": [p.left, p.top, p.width, p.height], "landmarks": p.landmarks} for p in patches
            ]
            for number, patch in enumerate(patches):
                _add(archive, f"{kind}-{number}.png", png("RGB", patch.width, patch.height, patch.rgb))
        if portrait.matte is not None:
            _add(archive, "matte.png", png("L", portrait.width, portrait.height, portrait.matte))
        if portrait.backdrop is not None:
            _add(archive, "backdrop.png", png("RGB", portrait.width, portrait.height, portrait.backdrop))
        _add(archive, "atlas.json", json.dumps(sheet, separators=(",", ":")).encode())
    return target.getvalue()


def unpack(packed: bytes) -> Portrait:
    """The portrait that was packed.

    Raises:
        StoreCorrupt: The bytes are no atlas, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            sheet = json.loads(archive.read("atlas.json"))
            width, height = (int(n) for n in sheet["size"])
            names = set(archive.namelist())
            groups = {kind: _patches(archive, kind, entries) for kind, entries in sheet["patches"].items()}
            return Portrait(
                width=width,
                height=height,
                rgb=_pixels(archive, "portrait.png", "RGB", width, height),
                landmarks=_points(sheet["landmarks"]),
                mouths=groups.get("mouths", ()),
                lids=groups.get("lids", ()),
                brows=groups.get("brows", ()),
                matte=_pixels(archive, "matte.png", "L", width, height) if "matte.png" in names else None,
                backdrop=_pixels(archive, "backdrop.png", "RGB", width, height) if "backdrop.png" in names else None,
            )
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise StoreCorrupt("A stored portrait cannot be read: summon the character again.") from error


def png(mode: str, width: int, height: int, pixels: bytes) -> bytes:
    """Pixels as PNG; `mode` is `RGB` or `L`."""
    from PIL import Image

    target = io.BytesIO()
    # Level 1 is three times faster than the default and a tenth larger.
    Image.frombytes(mode, (width, height), pixels).save(target, "PNG", compress_level=1)
    return target.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # A fixed time keeps the bytes, and so the SHA-256, the same for the same portrait.
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def _patches(archive: zipfile.ZipFile, kind: str, entries: list[dict[str, Any]]) -> tuple[Patch, ...]:
    found = []
    for number, entry in enumerate(entries):
        left, top, width, height = (int(n) for n in entry["box"])
        rgb = _pixels(archive, f"{kind}-{number}.png", "RGB", width, height)
        found.append(Patch(left, top, width, height, rgb, _points(entry["landmarks"])))
    return tuple(found)


def _pixels(archive: zipfile.ZipFile, name: str, mode: str, width: int, height: int) -> bytes:
    from PIL import Image

    if not (0 < width <= _LIMIT and 0 < height <= _LIMIT):
        raise ValueError(f"{name} claims {width} x {height} pixels")
    with Image.open(io.BytesIO(archive.read(name)), formats=["PNG"]) as picture:
        if picture.size != (width, height) or picture.mode != mode:
            raise ValueError(f"{name} is {picture.size} {picture.mode}")
        return picture.tobytes()


def _points(pairs: list[list[float]]) -> tuple[Point, ...]:
    return tuple((x, y) for x, y in pairs)
