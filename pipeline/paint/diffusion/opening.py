"""Opens the diffusion painter: its device, the detector, and the drawn painter that helps out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from pipeline.backends import open_backend
from pipeline.config import PainterSpec
from pipeline.lanes import Lanes
from pipeline.models.shelf import Shelf
from pipeline.paint.faces.looking import open_detector

if TYPE_CHECKING:
    from pipeline.paint.diffusion.painter import DiffusionPainter

log = logging.getLogger(__name__)


@asynccontextmanager
async def open(  # noqa: A001 - the design's name
    spec: PainterSpec, lanes: Lanes, shelf: Shelf
) -> AsyncIterator[DiffusionPainter]:
    """Open the painter; the weights of styles are loaded when they are needed.

    Raises:
        BackendMissing: The detector's libraries are not installed.
        ConfigInvalid: There is no such device.
        WeightsMissing: The detector's or CLIP's weights are not here.
    """
    quiet()
    # Imported late: these bring diffusers, which gives advice while it is imported unless it is quiet by then.
    from pipeline.paint.diffusion.bases import Rack
    from pipeline.paint.diffusion.devices import find_place
    from pipeline.paint.diffusion.judging import Fidelity
    from pipeline.paint.diffusion.loading import load_clip
    from pipeline.paint.diffusion.painter import DiffusionPainter
    from pipeline.paint.diffusion.session import Eyes

    place = await asyncio.to_thread(find_place, spec.diffusion.device, spec.diffusion.dtype)
    if place.device.type == "cpu" and spec.diffusion.atlas:
        log.warning("painting an atlas takes many minutes on a CPU: set painter.diffusion.atlas to false")
    rack = Rack(place, spec.diffusion.memory_mb * 2**20 or place.memory_bytes, compiled=spec.diffusion.compile)
    async with AsyncExitStack() as stack:
        finder = await stack.enter_async_context(open_detector(spec.detector, spec.detector_weights, shelf))
        clip = await shelf.use(spec.diffusion.clip) if spec.diffusion.clip else None
        fidelity = None if clip is None else Fidelity(*await asyncio.to_thread(load_clip, clip))
        helper = spec.model_copy(update={"backend": "drawn"})
        drawn = await stack.enter_async_context(open_backend("painter", helper, lanes))
        stack.callback(rack.close)
        yield DiffusionPainter(spec, lanes, shelf, rack, Eyes(finder, fidelity), drawn)


def quiet() -> None:
    """Keep the libraries from writing progress bars and advice to the terminal."""
    import diffusers
    import transformers

    for library in (diffusers, transformers):
        # What they log as errors is raised as well, and told in our words.
        library.utils.logging.set_verbosity(logging.CRITICAL)
        library.utils.logging.disable_progress_bar()
