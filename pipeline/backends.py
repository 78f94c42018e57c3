"""The one table of backends: which module fills which stage, and the extra that brings its libraries."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.config import ModelsSpec, StageSpec
from pipeline.errors import BackendMissing, ConfigInvalid
from pipeline.lanes import Lanes


@dataclass(frozen=True, slots=True)
class Backend:
    """A module with `open(spec, lanes)`, an async context manager that yields the stage."""

    module: str
    extra: str = ""
    """What to install for it; empty for a light backend."""
    needs: tuple[str, ...] = ()
    """The top-level packages of that extra, looked for before importing."""
    weights: bool = False
    """True where `open` takes the shelf of weights as a third argument."""


BACKENDS: dict[str, dict[str, Backend]] = {
    "writer": {
        "improviser": Backend("pipeline.write.improviser"),
        "openai": Backend("pipeline.write.openai_chat"),
    },
    "painter": {
        "drawn": Backend("pipeline.paint.drawn.painter"),
        "openai": Backend("pipeline.paint.openai_images", weights=True),
        "diffusion": Backend(
            "pipeline.paint.diffusion.opening",
            "diffusion",
            ("torch", "diffusers", "transformers", "peft", "accelerate", "safetensors"),
            weights=True,
        ),
    },
    "speaker": {
        "coqui": Backend("pipeline.speak.coqui", "coqui", ("TTS", "torch", "six"), weights=True),
        "espeak": Backend("pipeline.speak.espeak"),
        "openai": Backend("pipeline.speak.openai_speech"),
    },
    "animator": {"warp": Backend("pipeline.animate.warp")},
    "listener": {
        "openai": Backend("pipeline.listen.openai_transcribe"),
        "whisper": Backend("pipeline.listen.whisper", "whisper", ("torch", "transformers"), weights=True),
    },
}


def find(kind: str, name: str) -> Backend:
    """Look a backend up.

    Raises:
        ConfigInvalid: There is no backend of that name.
    """
    table = BACKENDS[kind]
    if name not in table:
        known = ", ".join(sorted(table)) or "none yet"
        raise ConfigInvalid(f"There is no {kind} called {name!r}. Known: {known}.")
    return table[name]


def missing(backend: Backend) -> tuple[str, ...]:
    """The packages a backend needs that are not installed; nothing is imported to find out."""
    return tuple(name for name in backend.needs if importlib.util.find_spec(name) is None)


@asynccontextmanager
async def open_backend(
    kind: str, spec: StageSpec, lanes: Lanes, models: ModelsSpec | None = None
) -> AsyncIterator[Any]:
    """Import and open the backend that a specification names; `models` says where weights lie.

    Raises:
        BackendMissing: Its libraries are not installed.
        ConfigInvalid: There is no such backend.
    """
    backend = find(kind, spec.backend)
    if missing(backend):
        raise BackendMissing(spec.backend, backend.extra)
    try:
        module = importlib.import_module(backend.module)
    except ModuleNotFoundError as error:
        if not backend.extra:
            raise
        raise BackendMissing(spec.backend, backend.extra) from error
    shared: tuple[Any, ...] = (spec, lanes)
    if backend.weights:
        from pipeline.models.shelf import open_shelf

        shared = (*shared, open_shelf(models or ModelsSpec()))
    async with module.open(*shared) as stage:
        yield stage
