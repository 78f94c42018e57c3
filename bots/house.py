"""Keeping house while the desk is open: media within their budget, old lines dropped, leftovers swept."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bots.errand import Means
from bots.jobs import alone
from pipeline.errors import PipelineError
from storage import retention
from storage.outbox import DAY

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
FIRST_SECONDS = 30.0
MB = 1024 * 1024


@asynccontextmanager
async def kept(means: Callable[[], Means]) -> AsyncIterator[None]:
    """Keep house now and then as long as the block lasts, by the means that hold by then."""
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(_keep(means))
            try:
                yield
            finally:
                task.cancel()
    except BaseExceptionGroup as errors:
        raise alone(errors) from None


async def _keep(means: Callable[[], Means]) -> None:
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        try:
            await once(means())
        except PipelineError as error:
            log.warning("house not kept", extra={"code": error.code, "reason": str(error)})
        await asyncio.sleep(EVERY_SECONDS)


async def once(means: Means) -> None:
    """Do everything once."""
    section = means.section
    shrunk = await means.media.shrink(section.media_budget_mb * MB)
    swept = await means.media.sweep()
    before = time.time() - section.retention_days * DAY if section.retention_days else 0.0
    spared = await means.remembering.before_dropping(before) if before else frozenset()
    dropped = await retention.expire(means.store, means.media, before, spared=spared)
    await means.remembering.catch_up()
    if shrunk or swept or dropped:
        log.info("house kept", extra={"shrunk": shrunk, "swept": swept, "dropped": dropped})
