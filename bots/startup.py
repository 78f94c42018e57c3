"""Measures starts: each in a process of its own, with data folders of its own."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

WAITING = """
import asyncio, sys, time
from bots.app import open_app
from bots.config import Config

async def wait():
    began = time.monotonic()
    async with open_app(Config()):
        print(time.monotonic() - began, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(wait())
"""
"""What a program does that has opened everything and waits for a message."""


async def measure(runs: int) -> dict[str, float]:
    """Medians of `help_s`, `start_s` (to everything open), `demo_s` (summon, greeting, one reply) and `idle_mb`."""
    helps, opens, idles, demos = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            home = Path(folder) / str(run)
            environment = {**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
            helps.append(await _timed(["-m", "bots", "--help"], environment))
            seconds, megabytes = await _waiting(environment)
            opens.append(seconds)
            idles.append(megabytes)
            demo = ["-m", "bots", "demo", "a grumpy teapot", "--say", "Who are you?", "--out", str(home / "out")]
            demos.append(await _timed(demo, environment))
    return {
        "help_s": round(statistics.median(helps), 3),
        "start_s": round(statistics.median(opens), 3),
        "demo_s": round(statistics.median(demos), 3),
        "idle_mb": round(statistics.median(idles), 1),
    }


async def _timed(arguments: list[str], environment: dict[str, str]) -> float:
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    code = await process.wait()
    if code:
        raise RuntimeError(f"summon {arguments[2]} ended with {code}")
    return time.monotonic() - began


async def _waiting(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the process's start to everything open, and megabytes it then holds with its children."""
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WAITING,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    await process.stdout.readline()
    seconds = time.monotonic() - began
    held = sum(held_mb(pid) for pid in family(process.pid))
    process.stdin.close()
    await process.wait()
    return seconds, held


def family(pid: int = 0) -> list[int]:
    """A process, this one where none is named, and its descendants (Linux)."""
    pid = pid or os.getpid()
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        # A thread or a child may end while it is looked at.
        with suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def held_mb(pid: int) -> float:
    """Proportional resident memory: what is shared counts in shares (Linux)."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
