"""The bot as a process: runs until SIGTERM or Ctrl-C, then finishes or hands back what it works on."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bots import config as configuration
from bots import logs
from bots.app import App, Ended, Service, open_app, open_service
from bots.config import Config, MetricsSection
from bots.meter import UNMETERED
from bots.surface import SurfaceError
from pipeline.errors import designed

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
        await _run(config)
    except Exception as error:
        if designed(error) is not None:
            raise
        # As a log line, which says where and not what: the interpreter would print what people wrote.
        log.exception("the bot has died")
        raise SystemExit(1) from None


async def _run(config: Config) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    reasons: list[str] = []

    def ended(reason: str) -> None:
        reasons.append(reason)
        stop.set()

    async with _monitored(config.metrics) as monitor, _open(config, monitor, ended) as (_app, service):
        log.info("ready", extra={"platforms": ",".join(service.adapters)})
        await stop.wait()
        if monitor is not None:
            monitor.health.stage = "stopping"
        log.info("stopping")
    if reasons:
        # A bot that has gone deaf must not look alive: whoever supervises it starts it again.
        raise SurfaceError(reasons[0])


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
async def _open(config: Config, monitor: Monitor | None, ended: Ended) -> AsyncIterator[tuple[App, Service]]:
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(config))
        if monitor is not None:
            stack.enter_context(monitor.watching(app.store, config.storage.path))
        meter = UNMETERED if monitor is None else monitor.metrics
        service = await stack.enter_async_context(open_service(app, ended=ended, meter=meter))
        if monitor is not None:
            monitor.serves(service)
        yield app, service
