"""Chance that repeats: the same keys always draw the same."""

from __future__ import annotations

import hashlib
import random


def drawn(*keys: object) -> random.Random:
    """A source of chance that depends on the keys alone, on every machine and in every run."""
    digest = hashlib.sha256("\x1f".join(map(str, keys)).encode("utf-8", "replace")).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - no secret depends on it
