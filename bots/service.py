"""The bot as a process: runs until SIGTERM or Ctrl-C, then finishes or hands back what it works on."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path

from bots import config as configuration
from bots import logs
from bots.app import open_app, open_service
from bots.surface import SurfaceError

log = logging.getLogger(__name__)


async def serve(config_path: Path | None) -> None:
    """Run the configured adapters until a signal asks to stop.

    Raises:
        PipelineError: Something is missing or cannot be opened; the message says what to do.
    """
    config = configuration.load(config_path)
    logs.set_up(config.log.level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    reasons: list[str] = []

    def ended(reason: str) -> None:
        reasons.append(reason)
        stop.set()

    async with open_app(config) as app, open_service(app, ended=ended) as platforms:
        log.info("ready", extra={"platforms": ",".join(platforms)})
        await stop.wait()
        log.info("stopping")
    if reasons:
        # A bot that has gone deaf must not look alive: whoever supervises it starts it again.
        raise SurfaceError(reasons[0])
