"""The small HTTP server that tells machines how a bot fares: `/metrics`, `/healthz` and `/readyz`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bots.app import Service
from bots.config import MetricsSection
from bots.health import Health, Report
from bots.metrics import Metrics
from pipeline.errors import ConfigInvalid, PipelineError
from storage.store import Store


class Monitor:
    """Answers machines."""

    def __init__(self) -> None:
        self.health = Health()
        self.metrics = Metrics(self.health)
        self._store: Store | None = None

    @contextmanager
    def watching(self, store: Store, folder: Path) -> Iterator[None]:
        """Look into this store, and at the disk below this folder, as long as the block lasts."""
        self._store = self.health.store = store
        self.metrics.watch(folder)
        try:
            yield
        finally:
            self._store = self.health.store = None

    def serves(self, service: Service) -> None:
        """Everything is open: say from now on whether it is connected."""
        self.health.connected = {name: adapter.connected for name, adapter in service.adapters.items()}
        self.health.stage = "open"
        self.metrics.watch_caches(service.caches)

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 while the process does its work."""
        return _told(await self.health.alive())

    async def readyz(self, _request: web.Request) -> web.Response:
        """200 while what is asked would be answered."""
        return _told(self.health.ready())

    async def page(self, _request: web.Request) -> web.Response:
        """Everything that is counted."""
        jobs, media = await self._kept()
        return web.Response(body=self.metrics.page(jobs, media), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _kept(self) -> tuple[dict[str, int], dict[str, int]]:
        if self._store is None:
            return {}, {}
        jobs = {"waiting": 0, "running": 0}
        try:
            rows = await self._store.all("SELECT state, count(*) FROM jobs WHERE open = 1 GROUP BY state")
            sizes = await self._store.all("SELECT kind, sum(bytes) FROM media GROUP BY kind")
        except PipelineError:
            # What else is known must still be told when the store is not.
            return {}, {}
        return jobs | {str(r[0]): int(r[1]) for r in rows}, {str(r[0]): int(r[1]) for r in sizes}


def _told(report: Report) -> web.Response:
    body = {"status": "ok" if report.fine else "failing", "checks": dict(report.checks)}
    return web.json_response(body, status=200 if report.fine else 503)


@asynccontextmanager
async def open_monitor(section: MetricsSection) -> AsyncIterator[Monitor]:
    """Serve as long as the block lasts.

    Raises:
        ConfigInvalid: The address cannot be listened on.
    """
    monitor = Monitor()
    app = web.Application()
    app.router.add_get("/healthz", monitor.healthz)
    app.router.add_get("/readyz", monitor.readyz)
    app.router.add_get("/metrics", monitor.page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, section.host, section.port).start()
        except OSError as error:
            raise ConfigInvalid(
                f"[metrics] cannot listen on {section.host}:{section.port}: {error.strerror or type(error).__name__}."
            ) from error
        yield monitor
    finally:
        await runner.cleanup()
