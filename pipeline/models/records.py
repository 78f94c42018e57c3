"""What is written down of weights: beside them what they are, and in one file what came first from each address."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field, TypeAdapter

from pipeline.config import Section

MANIFEST = "summon.json"
HASHES = "hashes.json"
_HASHES = TypeAdapter(dict[str, dict[str, str]])


class Manifest(Section):
    """What lies beside weights and tells what they are."""

    source: str
    licence: str
    revision: str
    fetched: str
    """The time in UTC."""
    bytes: dict[str, int] = Field(min_length=1)
    """By path inside the folder."""
    sha256: dict[str, str]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none that can be read."""
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder.

    Raises:
        OSError: It cannot be written.
    """
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), "utf-8")


def remembered(folder: Path, slug: str) -> dict[str, str]:
    """The SHA-256 of each file that came from a source before, also of what was removed since."""
    return _hashes(folder).get(slug, {})


def remember(folder: Path, slug: str, hashes: dict[str, str]) -> None:
    """Keep what came from a source.

    Raises:
        OSError: It cannot be written.
    """
    path = folder / HASHES
    part = path.with_suffix(".part")
    part.write_text(json.dumps({**_hashes(folder), slug: hashes}, indent=1), "utf-8")
    part.replace(path)


def _hashes(folder: Path) -> dict[str, dict[str, str]]:
    try:
        return _HASHES.validate_json((folder / HASHES).read_bytes())
    except (OSError, ValueError):
        return {}
