"""Lanes: bounded threads beside the event loop, one for each device that computes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

T = TypeVar("T")

_WAITING = 16
"""Threads that may wait for programs to end at the same time."""


class Stopped(Exception):
    """Raised by `Stop.check` inside work that nobody waits for any more."""


class Stop:
    """A flag that long work looks at between steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    def check(self) -> None:
        """Go on, or leave at once.

        Raises:
            Stopped: The work was cancelled.
        """
        if self._event.is_set():
            raise Stopped


class Lane:
    """Runs work on at most `width` threads, in order of arrival."""

    def __init__(self, name: str, width: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=width, thread_name_prefix=f"lane-{name}")
        self._free = asyncio.Semaphore(width)

    async def run(self, work: Callable[[Stop], T]) -> T:
        """Run `work` on a thread of this lane; cancelling waits until the work has noticed and let go."""
        async with self._free:
            stop = Stop()
            future = asyncio.get_running_loop().run_in_executor(self._threads, work, stop)
            try:
                return await asyncio.shield(future)
            except asyncio.CancelledError:
                stop.set()
                # The thread cannot be interrupted: the device is free only once it has returned.
                while not future.done():
                    with contextlib.suppress(asyncio.CancelledError):
                        await asyncio.wait([future])
                if not future.cancelled():
                    future.exception()
                raise

    def close(self) -> None:
        """Take no more work and wait for what runs."""
        self._threads.shutdown(wait=True, cancel_futures=True)


class Lanes:
    """The lanes of this process by device, opened when first asked for."""

    def __init__(self, cpu_width: int) -> None:
        self._cpu_width = cpu_width
        self._open: dict[str, Lane] = {}

    def of(self, device: str) -> Lane:
        """The lane of a device: as many threads as cores for `cpu`, one for anything else.

        `ffmpeg` is for threads that wait for it to end: they compute nothing, and keep nobody from the processor.
        """
        if device not in self._open:
            self._open[device] = Lane(device, {"cpu": self._cpu_width, "ffmpeg": _WAITING}.get(device, 1))
        return self._open[device]

    def close(self) -> None:
        """Close every lane."""
        for lane in self._open.values():
            lane.close()


@asynccontextmanager
async def open_lanes(cpu_width: int = 0) -> AsyncIterator[Lanes]:
    """Open the lanes of this process; a `cpu_width` of 0 means one thread per core this process may use."""
    lanes = Lanes(cpu_width or _cores())
    try:
        yield lanes
    finally:
        lanes.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
