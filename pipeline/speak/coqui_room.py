"""Keeps coqui's models in memory: each loaded once, within a budget, and fetched beside where it is not here."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from pipeline.config import SpeakerSpec
from pipeline.errors import PipelineError, WeightsMissing
from pipeline.lanes import Lane, Lanes
from pipeline.speak.coqui_loaded import Loaded, load
from pipeline.speak.coqui_models import Models

log = logging.getLogger(__name__)


class Room:
    """Gives models by name."""

    def __init__(self, spec: SpeakerSpec, lanes: Lanes, models: Models, home: Path) -> None:
        """`home` is a folder of ours for what loading writes."""
        self.device = _device(spec.device)
        self.lane: Lane = lanes.of(self.device)
        self.budget_bytes = spec.memory_mb * 2**20
        self._models = models
        self._home = home
        self._held: OrderedDict[str, Loaded] = OrderedDict()
        self._opening: dict[str, asyncio.Task[Loaded]] = {}
        self._coming: dict[str, asyncio.Task[None]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The models in memory, the idlest first."""
        return tuple(self._held)

    def megabytes(self, name: str) -> float:
        """What a model's weights hold; 0 where it is not loaded."""
        return round(self._held[name].bytes / 2**20, 1) if name in self._held else 0.0

    async def loaded(self, name: str) -> Loaded:
        """A model, loaded now if it was not; who stops waiting leaves the loading to the next.

        Raises:
            ConfigInvalid: There is no such model.
            StageFailed: It cannot be loaded.
            WeightsMissing: It is not here.
        """
        if name in self._held:
            self._held.move_to_end(name)
            return self._held[name]
        if name not in self._opening:
            task = asyncio.create_task(self._load(name), name=f"load {name}")
            task.add_done_callback(lambda _: self._opening.pop(name, None))
            self._opening[name] = task
        return await asyncio.shield(self._opening[name])

    async def close(self) -> None:
        """Stop fetching and loading, and let every model go."""
        tasks = [*self._coming.values(), *self._opening.values()]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError, PipelineError):
                await task
        self._held.clear()

    async def _load(self, name: str) -> Loaded:
        files = await asyncio.to_thread(self._models.find, name)
        if files is None:
            raise WeightsMissing(self._fetch(name))
        held = await self.lane.run(lambda _stop: load(files, self.device, self._home))
        self._held[name] = held
        # The last one stays, however large.
        while len(self._held) > 1 and sum(each.bytes for each in self._held.values()) > self.budget_bytes:
            idlest, _ = self._held.popitem(last=False)
            log.info("model let go", extra={"backend": "coqui", "model": idlest})
        log.info("model loaded", extra={"backend": "coqui", "model": name, "bytes": held.bytes})
        return held

    def _fetch(self, name: str) -> str:
        """Begin to fetch a model, unless it is coming already or could not be had; what an operator is told."""
        if not self._models.on_first_use:
            return f"{name} is not installed: summon voices --fetch"
        if name not in self._coming:
            self._coming[name] = asyncio.create_task(self._fetched(name), name=f"fetch {name}")
        if self._coming[name].done():
            return f"{name} is not here and could not be fetched: summon voices --fetch says why."
        return f"{name} is not here yet; it is being fetched."

    async def _fetched(self, name: str) -> None:
        try:
            await self._models.fetch(name, _logged(name))
        except PipelineError as error:
            extra = {"backend": "coqui", "model": name, "code": error.code, "reason": str(error)}
            log.warning("model cannot be fetched", extra=extra)


def _device(wanted: str) -> str:
    import torch

    if wanted == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return wanted


def _logged(name: str) -> Callable[[int, int], None]:
    """Tells the log about every tenth of what is coming."""
    last = -1

    def told(have: int, of: int) -> None:
        nonlocal last
        tenth = 10 * have // of if of else have // 10**9
        if tenth > last:
            last = tenth
            log.info("model is coming", extra={"backend": "coqui", "model": name, "bytes": have, "of": of})

    return told
