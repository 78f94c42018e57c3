"""What a stranger's card holds besides a character: kept as it is, within bounds, and given back on export.

It is never shown to a model and never read by this program: lorebooks, notes of the author, other programs' settings.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

log = logging.getLogger(__name__)

MOST_CHARS = 128 * 1024
"""Of the JSON that is kept of one card; what is larger goes, the largest first."""
_OURS = frozenset({"name", "description", "personality", "scenario", "first_mes", "extensions", "spec", "spec_version"})
"""What becomes part of the persona, or is written anew."""


def taken(fields: Mapping[str, Any], own_key: str) -> str:
    """The JSON of what is to be kept of a card's `data`, empty if there is nothing; `own_key` is our own extension."""
    extensions = fields.get("extensions")
    foreign = (
        {key: value for key, value in extensions.items() if key != own_key} if isinstance(extensions, dict) else {}
    )
    parts = {("fields", key): value for key, value in fields.items() if key not in _OURS}
    parts |= {("extensions", key): value for key, value in foreign.items()}
    encoded = {place: text for place, value in parts.items() if (text := _json(value)) is not None}
    kept: dict[str, dict[str, Any]] = {}
    room = MOST_CHARS
    for (kind, key), text in sorted(encoded.items(), key=lambda item: len(item[1])):
        room -= len(text) + len(key)
        if room < 0:
            break
        kept.setdefault(kind, {})[key] = json.loads(text)
    if lost := len(parts) - sum(map(len, kept.values())):
        log.info("a card's extras are too large to keep", extra={"lost": lost})
    return json.dumps(kept) if kept else ""


def given(told: dict[str, Any], extras: str) -> dict[str, Any]:
    """A card's `data` with what was kept of the one it came from; what the persona says stays as it is."""
    kept = json.loads(extras) if extras else {}
    fields = {key: value for key, value in kept.get("fields", {}).items() if key not in _OURS}
    return {**told, **fields, "extensions": {**kept.get("extensions", {}), **told["extensions"]}}


def _json(value: object) -> str | None:
    """The value as JSON that any program reads; None where there is none, as for what is not a number."""
    try:
        return json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return None
