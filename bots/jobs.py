"""Durable, bounded, fair work: takes up jobs in their turn, holds them under a lease, hands them back on the way out.

A worker is one process. It shows that it lives by a lock on a file of its own, which the system lets go of however the
process ends, so that another takes its jobs up at once; the lease is for what a lock does not show.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bots import logs
from bots.meter import UNMETERED, Meter
from bots.rules import DeskSection
from pipeline.errors import PipelineError
from storage.inbox import Inbox, Job

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
"""How often jobs are looked for that nobody announced: postponed ones, and other processes'."""
QUICK_AT_ONCE = 8
"""How many jobs run beside the workers that need no stage."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A job is over."""

    state: str = "done"
    """`done`, `failed` or `cancelled`."""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """A job could not be finished now and waits again."""

    seconds: float


Outcome = Ended | Later
Work = Callable[[Job], Awaitable[Outcome]]
Tidy = Callable[[Job], Awaitable[None]]


class Workers:
    """Takes up jobs and lets `work` do them, at most as many at once as the section says."""

    def __init__(
        self,
        inbox: Inbox,
        work: Work,
        tidy: Tidy,
        section: DeskSection,
        platforms: Callable[[], Sequence[str]],
        folder: Path,
        meter: Meter = UNMETERED,
    ) -> None:
        self._inbox = inbox
        self._work = work
        self._tidy = tidy
        self.section = section
        self._platforms = platforms
        self._folder = folder
        self._meter = meter
        self._name = secrets.token_hex(8)
        self._lock: IO[bytes] | None = None
        self._news = asyncio.Event()
        self._closing = False
        self._running: dict[int, asyncio.Task[None]] = {}
        self._quick: dict[int, asyncio.Task[None]] = {}
        self._stopped: set[int] = set()
        self._lost: set[int] = set()
        self._group: asyncio.TaskGroup | None = None

    @property
    def free(self) -> bool:
        """Whether a worker has nothing to do."""
        return len(self._running) < self.section.workers

    def wake(self) -> None:
        """Say that there may be something to do."""
        self._news.set()

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Run something small beside the jobs; its failures are logged and go no further."""
        if self._group is None or self._closing:
            work.close()
            return
        self._group.create_task(_harmless(work))

    def stop(self, job: int) -> None:
        """Stop a running job at once, if it runs here."""
        task = self._running.get(job)
        if task is not None:
            self._stopped.add(job)
            task.cancel()

    async def gone(self, jobs: Sequence[int]) -> None:
        """Wait until none of these jobs runs here any more."""
        tasks = [self._running[job] for job in jobs if job in self._running]
        if tasks:
            await asyncio.wait(tasks)

    def start(self, group: asyncio.TaskGroup) -> None:
        """Begin to take up jobs."""
        self._group = group
        self._lock = _locked(self._folder / f"{self._name}.lock")
        self._dispatcher = group.create_task(self._dispatch())
        self._heart = group.create_task(self._beat())

    async def close(self, grace: float) -> None:
        """Take up nothing more, let what runs finish within the grace, hand back the rest."""
        if self._closing:
            return
        self._closing = True
        self._dispatcher.cancel()
        tasks = [*self._running.values(), *self._quick.values()]
        if tasks and grace > 0:
            await asyncio.wait(tasks, timeout=grace)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self._heart.cancel()
        with contextlib.suppress(PipelineError):
            # What was claimed and never begun, or not recorded as ended.
            await self._inbox.free([self._name])
        if self._lock is not None:
            self._lock.close()
            (self._folder / f"{self._name}.lock").unlink(missing_ok=True)

    async def _dispatch(self) -> None:
        while True:
            self._news.clear()
            try:
                await self._fill()
            except PipelineError as error:
                log.warning("jobs cannot be claimed", extra={"code": error.code, "reason": str(error)})
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._news.wait()

    async def _fill(self) -> None:
        platforms = self._platforms()
        if not platforms:
            return
        while len(self._quick) < QUICK_AT_ONCE:
            job = await self._inbox.claim_quick(self._name, self.section.lease_s, platforms)
            if job is None:
                break
            self._begin(job, self._quick)
        while self.free:
            job = await self._inbox.claim(self._name, self.section.lease_s, platforms, self.section.running_per_user)
            if job is None:
                break
            self._begin(job, self._running)

    def _begin(self, job: Job, among: dict[int, asyncio.Task[None]]) -> None:
        if self._group is None:
            raise RuntimeError("the workers were not started")
        task = self._group.create_task(self._do(job))
        among[job.id] = task

        def end(_task: asyncio.Task[None]) -> None:
            # Here and not in the task: a task that is cancelled before its first step never reaches its `finally`.
            among.pop(job.id, None)
            self._stopped.discard(job.id)
            self._lost.discard(job.id)
            self._news.set()

        task.add_done_callback(end)

    async def _do(self, job: Job) -> None:
        with logs.about(job.id):
            await self._done(job)

    async def _done(self, job: Job) -> None:
        began = time.monotonic()
        try:
            # It was stopped while nobody held it.
            outcome = Ended("cancelled") if job.stop else await self._work(job)
        except asyncio.CancelledError:
            if job.id in self._lost:
                return
            if job.id in self._stopped:
                await self._end(job, Ended("cancelled"), began)
                return
            await self._record(job, self._inbox.hand_back(job.id, self._name, counts=False))
            log.info("job handed back", extra={"job": job.id, "kind": job.kind})
            return
        except Exception:
            log.exception("job failed", extra={"job": job.id, "kind": job.kind})
            outcome = Ended("failed", "internal")
        if isinstance(outcome, Later):
            await self._record(job, self._inbox.hand_back(job.id, self._name, seconds=outcome.seconds, counts=False))
            return
        await self._end(job, outcome, began)

    async def _end(self, job: Job, outcome: Ended, began: float) -> None:
        if await self._record(job, self._inbox.end(job.id, self._name, outcome.state, outcome.code)):
            await self._tidy(job)
        seconds = round(time.monotonic() - began, 3)
        extra = {"job": job.id, "kind": job.kind, "state": outcome.state, "code": outcome.code, "seconds": seconds}
        log.info("job ended", extra=extra)
        self._meter.job(job.kind, outcome.state, outcome.code, seconds)

    async def _record(self, job: Job, record: Awaitable[bool]) -> bool:
        """Write down how a job stands; where that cannot be written its lease runs out and it is taken up again."""
        try:
            if await record:
                return True
            log.warning("job was taken over", extra={"job": job.id})
        except PipelineError as error:
            log.warning("job not recorded", extra={"job": job.id, "code": error.code})
        return False

    async def _beat(self) -> None:
        """Take up what dead workers left, keep our own leases, and stop what another process was asked to stop."""
        while True:
            try:
                await self._look_after()
            except PipelineError as error:
                log.warning("leases cannot be renewed", extra={"code": error.code})
            await asyncio.sleep(self.section.lease_s / 4)

    async def _look_after(self) -> None:
        held = {**self._running, **self._quick}
        ours = await self._inbox.renew(self._name, self.section.lease_s, tuple(held))
        for job, task in held.items():
            if job not in ours and not task.done():
                # Somebody else has it: what is half done here must not be sent.
                self._lost.add(job)
                task.cancel()
            elif ours.get(job):
                self.stop(job)
        others = [name for name in await self._inbox.workers() if name != self._name]
        dead = [name for name in others if not await asyncio.to_thread(alive, self._folder, name)]
        if await self._inbox.free(dead):
            self._news.set()


@asynccontextmanager
async def open_workers(
    inbox: Inbox,
    work: Work,
    tidy: Tidy,
    section: DeskSection,
    platforms: Callable[[], Sequence[str]],
    folder: Path,
    meter: Meter = UNMETERED,
) -> AsyncIterator[Workers]:
    """Work on jobs as long as the block lasts, then finish or hand back what runs."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    workers = Workers(inbox, work, tidy, section, platforms, folder, meter)
    try:
        async with asyncio.TaskGroup() as group:
            workers.start(group)
            try:
                yield workers
            finally:
                await workers.close(section.grace_s)
    except BaseExceptionGroup as errors:
        raise alone(errors) from None


def alone(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one error that a group was made for, or the group: a block's own error passes as it was raised."""
    first = errors.exceptions[0]
    if len(errors.exceptions) > 1:
        return errors
    return alone(first) if isinstance(first, BaseExceptionGroup) else first


def alive(folder: Path, name: str) -> bool:
    """Whether the worker of that name lives, on this machine."""
    try:
        import fcntl

        with (folder / f"{name}.lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except (BlockingIOError, ImportError):
        return True
    with contextlib.suppress(OSError):
        (folder / f"{name}.lock").unlink()
    return False


def _locked(path: Path) -> IO[bytes]:
    file = path.open("wb")
    with contextlib.suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


async def _harmless(work: Coroutine[object, object, None]) -> None:
    try:
        await work
    except Exception:
        log.warning("side work failed", exc_info=True)
