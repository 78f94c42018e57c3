"""The bot as a process: runs until SIGTERM or Ctrl-C, then finishes or hands back what it works on."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bots import config as configuration
from bots import logs
from bots.app import Ended, Service, open_app, open_service
from bots.catalogues import left_out, open_catalog
from bots.config import Config, MetricsSection
from bots.keys import fingerprints
from bots.meter import UNMETERED
from bots.renewal import Change, compare
from bots.surface import SurfaceError
from pipeline.errors import PipelineError, designed

if TYPE_CHECKING:
    from bots.monitor import Monitor

log = logging.getLogger(__name__)


async def serve(config_path: Path | None, metrics: str = "") -> None:
    """Run the configured adapters until a signal asks to stop; `metrics` is HOST:PORT and comes before the file's.

    Raises:
        PipelineError: Something is missing or cannot be opened; the message says what to do.
    """
    config = configuration.load(config_path)
    if metrics:
        config = config.model_copy(update={"metrics": configuration.metrics_at(metrics)})
    logs.set_up(config.log.level, config.log.format)
    try:
        await _run(config, config_path)
    except Exception as error:
        if designed(error) is not None:
            raise
        # As a log line, which says where and not what: the interpreter would print what people wrote.
        log.exception("the bot has died")
        raise SystemExit(1) from None


async def _run(config: Config, path: Path | None) -> None:
    news: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number, what in ((signal.SIGTERM, "stop"), (signal.SIGINT, "stop"), (signal.SIGHUP, "read again")):
        loop.add_signal_handler(number, news.put_nowait, what)
    reasons: list[str] = []
    # Before anything is opened with them: what is exchanged meanwhile is found the next time.
    secrets: Mapping[str, str] = await asyncio.to_thread(fingerprints, config, os.environ)

    def ended(reason: str) -> None:
        reasons.append(reason)
        news.put_nowait("stop")

    async with _monitored(config.metrics) as monitor, _open(config, monitor, ended) as service:
        log.info("ready", extra={"platforms": ",".join(service.adapters)})
        while await news.get() != "stop":
            change = await _read_again(config, secrets, path, service, monitor)
            if change is not None:
                config, secrets = change.config, change.secrets
        if monitor is not None:
            monitor.health.stage = "stopping"
        log.info("stopping")
    if reasons:
        # A bot that has gone deaf must not look alive: whoever supervises it starts it again.
        raise SurfaceError(reasons[0])


async def _read_again(
    config: Config, secrets: Mapping[str, str], path: Path | None, service: Service, monitor: Monitor | None
) -> Change | None:
    """Apply what may change while the bot runs, all of it or nothing, and say of every key what became of it."""
    meter = UNMETERED if monitor is None else monitor.metrics
    try:
        wanted = await asyncio.to_thread(configuration.load, path)
        # An address that was given on the command line is no change of the file's.
        wanted = wanted.model_copy(update={"metrics": config.metrics})
        found = await asyncio.to_thread(fingerprints, wanted, os.environ)
        change = compare(config, wanted, secrets, found)
        catalog = await asyncio.to_thread(open_catalog, change.config)
        catalog = catalog.narrowed(painter=change.config.painter.backend)
        voiceless = await asyncio.to_thread(left_out, change.config)
        # Last of what may fail: what is opened here writes at once.
        if change.touches("writer") and service.stages.exchange is not None:
            await service.stages.exchange.exchange(change.config.writer)
    except PipelineError as error:
        log.error("settings not applied", extra={"code": error.code, "reason": str(error)})  # noqa: TRY400 - no bug
        meter.reloaded(applied=False)
        return None
    service.desk.renew(change.config.desk, catalog)
    logs.set_up(change.config.log.level, change.config.log.format)
    for sentence in voiceless:
        log.warning("voices left out", extra={"reason": sentence})
    for key in change.applied:
        log.info("setting applied", extra={"key": key})
    for key in change.waiting:
        log.warning("setting needs a restart", extra={"key": key})
    log.info("settings read again", extra={"applied": len(change.applied), "waiting": len(change.waiting)})
    meter.reloaded(applied=True)
    return change


@asynccontextmanager
async def _monitored(section: MetricsSection) -> AsyncIterator[Monitor | None]:
    """First up and last down, so that a probe is answered while models load and while work is handed back."""
    if not section.port:
        yield None
        return
    from bots.monitor import open_monitor

    async with open_monitor(section) as monitor:
        yield monitor


@asynccontextmanager
async def _open(config: Config, monitor: Monitor | None, ended: Ended) -> AsyncIterator[Service]:
    async with AsyncExitStack() as stack:
        meter = UNMETERED if monitor is None else monitor.metrics
        app = await stack.enter_async_context(open_app(config, meter))
        if monitor is not None:
            stack.enter_context(monitor.watching(app.store, config.storage.path))
        service = await stack.enter_async_context(open_service(app, ended=ended, meter=meter))
        if monitor is not None:
            monitor.serves(service)
        yield service
