"""Runs a language model from a GGUF file, so that it can be asked like any server: loaded once, in its own process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import sys
from pathlib import Path

from openai import AsyncOpenAI

from pipeline.config import Provider
from pipeline.errors import StageFailed

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("local_child.py")
LOAD_SECONDS = 600.0
"""A large file on a slow disk takes minutes."""
_REASON_CHARS = 200


class LocalModel:
    """One model in one child process; a child that died is replaced when the model is next asked."""

    def __init__(self, provider: Provider, client: AsyncOpenAI) -> None:
        self._provider = provider
        self._path = _expanded(provider.local)
        self._mmproj = _expanded(provider.mmproj)
        self._plain = client
        self._client = client
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The process id of the running child."""
        return self._child.pid if self._child else None

    async def connect(self) -> AsyncOpenAI:
        """A client of the running model; loads it where it does not run.

        Raises:
            StageFailed: It cannot be loaded.
        """
        async with self._turn:
            if self._child is None or self._child.returncode is not None:
                await self.close()
                await self._start()
        return self._client

    async def close(self) -> None:
        """Let the child end, and end it if it does not."""
        if self._child is None:
            return
        child, self._child = self._child, None
        assert child.stdin is not None  # noqa: S101 - it was asked for
        child.stdin.close()
        try:
            async with asyncio.timeout(2):
                await child.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        with contextlib.suppress(OSError):
            await child.stdin.wait_closed()

    async def _start(self) -> None:
        key = secrets.token_hex(16)
        # A session of its own: Ctrl-C in a terminal reaches us alone, and the child ends with its stdin.
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            str(CHILD),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                address = await self._address(self._child, key)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                self._child.kill()
            await self.close()
            raise
        self._client = self._plain.with_options(base_url=f"{address}/v1", api_key=key)
        log.info("model loaded", extra={"provider": self._provider.name})

    async def _address(self, child: asyncio.subprocess.Process, key: str) -> str:
        assert child.stdin is not None and child.stdout is not None and child.stderr is not None  # noqa: S101, PT018
        told = {"path": self._path, "mmproj": self._mmproj, "context": self._provider.context, "key": key}
        with contextlib.suppress(OSError):
            child.stdin.write(json.dumps(told).encode() + b"\n")
            await child.stdin.drain()
        answer = await child.stdout.readline()
        with contextlib.suppress(ValueError):
            if address := json.loads(answer).get("address"):
                return str(address)
        reason = _reason((await child.stderr.read()).decode("utf-8", "replace"))
        raise StageFailed("write", f"The model of the provider {self._provider.name} cannot be loaded: {reason}.")


def _expanded(path: str) -> str:
    return str(Path(path).expanduser()) if path else ""


def _reason(told: str) -> str:
    """The most telling of the library's lines: the first error, which the others repeat."""
    errors = [line.partition(" E ")[2].strip() for line in told.splitlines() if " E " in line]
    line = errors[0] if errors else "the library gave it up"
    return "".join(sign for sign in line if sign.isprintable())[:_REASON_CHARS].rstrip(".")
