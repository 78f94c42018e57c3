"""Whether a running bot lives and can answer: what `/healthz` and `/readyz` say.

It lives while its event loop turns and its store can be written. It is ready once every stage is open and every
configured platform connected, until it begins to stop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.errors import PipelineError
from storage.store import Store

WRITE_SECONDS = 3.0
"""How long a write may take before the store counts as stuck; a probe waits a little longer."""
FRESH_SECONDS = 2.0
"""A result is given again for so long: probes must not wear the disk."""


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a probe."""

    fine: bool
    checks: Mapping[str, str]
    """What was looked at: `ok`, or what is wrong in a few words."""


@dataclass(slots=True)
class Health:
    """What is known of the process; filled while it opens."""

    stage: str = "opening"
    """`opening`, `open` or `stopping`."""
    connected: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    """By platform, whether it is connected now."""
    store: Store | None = None
    """What is written to in order to see whether it can be."""
    _written: tuple[float, str] = (float("-inf"), "ok")
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def alive(self) -> Report:
        """Whether the process does its work; the loop lives, or nobody would read this."""
        wrong = await self._store_written()
        return Report(wrong == "ok", {"loop": "ok", "store": wrong})

    def ready(self) -> Report:
        """Whether what is asked now would be answered."""
        checks = {"stages": "ok" if self.stage == "open" else self.stage}
        checks |= {name: "ok" if up() else "not connected" for name, up in self.connected.items()}
        return Report(all(value == "ok" for value in checks.values()), checks)

    async def _store_written(self) -> str:
        if self.store is None:
            return "ok" if self.stage == "opening" else "closed"
        # One at a time: probes that pile up must not queue writes behind a stuck disk.
        async with self._writing:
            if time.monotonic() - self._written[0] < FRESH_SECONDS:
                return self._written[1]
            self._written = (time.monotonic(), await _written(self.store))
            return self._written[1]


async def _written(store: Store) -> str:
    try:
        async with asyncio.timeout(WRITE_SECONDS):
            await store.write(
                "INSERT OR REPLACE INTO notes (name, value) VALUES ('last probe', ?)", (str(round(time.time())),)
            )
    except TimeoutError:
        return "not written in time"
    except PipelineError as error:
        return error.code
    return "ok"
