"""Opens the detector that looks at portraits: the one that is asked for, or the best that is installed."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pipeline.backends import missing
from pipeline.models.named import known
from pipeline.models.shelf import Shelf
from pipeline.paint.faces.finder import FINDERS, FaceFinder, open_finder

log = logging.getLogger(__name__)

AUTO, NONE = "auto", "none"
PREFERRED = ("retinaface", "mediapipe")
"""The paper's detector first; neither of them needs a file that an operator has to find."""


def best() -> str:
    """The best detector that is installed, or `none`; nothing is imported to find out."""
    return next((name for name in PREFERRED if not missing(FINDERS[name])), NONE)


@asynccontextmanager
async def open_detector(name: str, weights: str, shelf: Shelf) -> AsyncIterator[FaceFinder | None]:
    """Open a detector by name; `auto` is the best that is installed, and None where none is or `none` is asked for.

    `weights` says where its weights come from, as `read_source` takes it; empty: what is known of it.

    Raises:
        BackendMissing: Its libraries are not installed.
        ConfigInvalid: There is no detector of that name, or its weights are not what it can read.
        WeightsMissing: Its weights are not here and may not or cannot be fetched.
    """
    chosen = best() if name == AUTO else name
    if chosen == NONE:
        if name == AUTO:
            log.warning("no face detector is installed: every portrait gets a drawn face")
        yield None
        return
    async with open_finder(chosen, await weights_of(chosen, weights, shelf)) as finder:
        yield finder


async def weights_of(name: str, weights: str, shelf: Shelf) -> Path | None:
    """The file that a detector reads, from where `weights` or else what is known says; None where it needs none of it.

    Raises:
        WeightsMissing: It is not here and may not or cannot be fetched.
    """
    source = weights or _source(name)
    return await shelf.use(source) if source else None


def _source(name: str) -> str:
    """Where a detector's weights come from; empty where nobody knows, or where they come with its library."""
    return next((w.source for w in known().values() if w.role == "detector" and w.id == name), "")
