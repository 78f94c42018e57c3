"""What Prometheus reads of a running bot: counts and seconds, without users, places and words.

Imported only where `[metrics]` is on: the default installation pays nothing for it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bots.health import Health
from pipeline.events import Stage
from storage.hits import Hits

STAGE_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10, 30, 60, 120, 300)
JOB_SECONDS = (0.1, 0.3, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900)
_STAGES = frozenset(stage.value for stage in Stage)


class Metrics:
    """Counts what the desk tells, and renders it with what it sees elsewhere."""

    def __init__(self, health: Health) -> None:
        # A time of creation for every series would double the page.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # untyped there
        self.registry = CollectorRegistry()
        self._seen = _Seen(health)
        self.registry.register(self._seen)
        if sys.platform == "linux":
            ProcessCollector(registry=self.registry)
        self._jobs = self._counter("summon_jobs", "Requests that have ended.", "kind", "outcome", "code")
        self._job_seconds = Histogram(
            "summon_job_seconds",
            "Seconds of work on a request.",
            ["kind"],
            buckets=JOB_SECONDS,
            registry=self.registry,
        )
        self._stages = self._counter("summon_stages", "Stages that have worked.", "stage", "outcome", "code")
        self._stage_seconds = Histogram(
            "summon_stage_seconds",
            "Seconds a stage worked for one request.",
            ["stage"],
            buckets=STAGE_SECONDS,
            registry=self.registry,
        )
        self._degraded = self._counter("summon_degraded_replies", "Answers in a poorer form than asked for.", "stage")
        self._tokens = self._counter("summon_model_tokens", "Tokens of language models.", "provider", "direction")
        self._reloads = self._counter("summon_settings_reloads", "How often the settings were read again.", "outcome")

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def stages(self, kind: str, took: Sequence[tuple[str, float, str]], *, answered: bool) -> None:
        """Count stages and what is missing of an answer."""
        for stage, seconds, code in took:
            if stage not in _STAGES:
                continue
            self._stages.labels(stage, "failed" if code else "done", code).inc()
            if not code:
                self._stage_seconds.labels(stage).observe(seconds)
            elif answered:
                self._degraded.labels(stage).inc()

    def job(self, kind: str, state: str, code: str, seconds: float) -> None:
        """Count a job that has ended."""
        self._jobs.labels(kind, state, code).inc()
        self._job_seconds.labels(kind).observe(seconds)

    def tokens(self, provider: str, read: int, written: int) -> None:
        """Count what a model was sent and what it answered."""
        self._tokens.labels(provider, "read").inc(read)
        self._tokens.labels(provider, "written").inc(written)

    def reloaded(self, *, applied: bool) -> None:
        """Count a reload."""
        self._reloads.labels("applied" if applied else "refused").inc()

    def watch(self, folder: Path) -> None:
        """Tell from now on how much room there is where this folder lies."""
        self._seen.folder = folder

    def watch_caches(self, caches: Mapping[str, Hits]) -> None:
        """Tell from now on how often these were looked into."""
        self._seen.caches = caches

    def page(self, jobs: Mapping[str, int], media_bytes: Mapping[str, int]) -> bytes:
        """The page in Prometheus' text format; the numbers given are the store's."""
        self._seen.jobs, self._seen.media_bytes = jobs, media_bytes
        return generate_latest(self.registry)


class _Seen(Collector):
    """What is not counted but looked up when somebody asks."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self.folder: Path | None = None
        self.caches: Mapping[str, Hits] = {}
        self.jobs: Mapping[str, int] = {}
        self.media_bytes: Mapping[str, int] = {}

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        yield InfoMetricFamily("summon_build", "The version that runs.", {"version": _version()})
        yield _gauge("summon_ready", "1 while what is asked would be answered.", int(self._health.ready().fine))
        connected = {name: int(up()) for name, up in self._health.connected.items()}
        yield _gauges("summon_platform_connected", "1 while a platform is connected.", "platform", connected)
        yield _gauges("summon_queue_jobs", "Requests that are open.", "state", self.jobs)
        yield _gauges("summon_media_bytes", "Bytes of kept files.", "kind", self.media_bytes)
        yield from _gpu_memory()
        yield from _cache_looks(self.caches)
        if self.folder is not None:
            yield _gauge("summon_disk_free_bytes", "Room where things are kept.", shutil.disk_usage(self.folder).free)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value)


def _gauges(name: str, about: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _cache_looks(caches: Mapping[str, Hits]) -> Iterator[Metric]:
    found = CounterMetricFamily("summon_cache_hits", "Looks that found what was kept.", labels=["cache"])
    missed = CounterMetricFamily("summon_cache_misses", "Looks that did not.", labels=["cache"])
    for name, hits in caches.items():
        found.add_metric([name], hits.found)
        missed.add_metric([name], hits.missed)
    yield found
    yield missed


def _gpu_memory() -> Iterator[Metric]:
    """Memory by device, where torch is loaded already and has a GPU in use."""
    torch: Any = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_available() or not torch.cuda.is_initialized():
        return
    family = GaugeMetricFamily("summon_gpu_memory_bytes", "GPU memory.", labels=["device", "state"])
    for device in range(torch.cuda.device_count()):
        free, total = torch.cuda.mem_get_info(device)
        for state, size in (
            ("total", total),
            ("free", free),
            ("allocated", torch.cuda.memory_allocated(device)),
            ("reserved", torch.cuda.memory_reserved(device)),
        ):
            family.add_metric([str(device), state], size)
    yield family


def _version() -> str:
    try:
        return metadata.version("summon")
    except metadata.PackageNotFoundError:
        return "unknown"
