"""Our end of the engine's child process: starts it, asks it, and starts another when it dies or hangs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.errors import StageFailed

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("espeak_child.py")


class EngineDied(Exception):
    """The child is gone, hangs, or talks nonsense."""


class EspeakEngine:
    """One child at a time; requests take turns."""

    def __init__(self, timeout_s: float, child: Path = CHILD) -> None:
        self._timeout_s = timeout_s
        self._program = child
        self._turn = asyncio.Lock()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the running child."""
        return self._child.pid if self._child else None

    async def warm(self) -> None:
        """Start the child without waiting until it is up."""
        if self._child is None:
            self._child = await _Child.start(self._program)

    async def ask(self, head: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        """Send a request; gives the answer's head and sound. A child that dies is replaced and asked once more.

        Raises:
            StageFailed: The engine cannot start, or failed twice on this request.
        """
        async with self._turn:
            try:
                return await self._ask(head, text)
            except EngineDied as error:
                log.warning(
                    "espeak-ng was restarted", extra={"stage": "speak", "backend": "espeak", "reason": str(error)}
                )
            try:
                return await self._ask(head, text)
            except EngineDied as error:
                raise StageFailed(
                    "speak", f"espeak-ng failed twice on one sentence: {error}. Try again.", retryable=True
                ) from error

    async def close(self) -> None:
        """Let the child end, and end it if it does not."""
        if self._child is not None:
            child, self._child = self._child, None
            await child.close()

    async def _ask(self, head: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        try:
            async with asyncio.timeout(self._timeout_s):
                await self.warm()
                assert self._child is not None  # noqa: S101 - warm has just set it
                return await self._child.ask(head, text.encode("utf-8", "ignore"))
        except TimeoutError as error:
            await self._drop()
            raise EngineDied(f"no answer within {self._timeout_s:g} s") from error
        except BaseException:
            # An answer that nobody waited for would be taken for the next one.
            await self._drop()
            raise

    async def _drop(self) -> None:
        if self._child is not None:
            child, self._child = self._child, None
            child.kill()
            await child.close()


class _Child:
    """One running child process."""

    def __init__(self, process: asyncio.subprocess.Process, home: tempfile.TemporaryDirectory[str]) -> None:
        self._process = process
        self._home = home
        self._up = False
        self.pid = process.pid

    @classmethod
    async def start(cls, program: Path) -> _Child:
        try:
            home = tempfile.TemporaryDirectory(prefix="summon-espeak-", ignore_cleanup_errors=True)
        except OSError as error:
            raise StageFailed("speak", f"espeak-ng needs a temporary directory: {error}.") from error
        # -P: a module of the folder this is started in must not be taken for ours. A session of its own: Ctrl-C in a
        # terminal reaches us alone, and the child ends with its stdin.
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                str(program),
                home.name,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except BaseException as error:
            home.cleanup()
            if isinstance(error, OSError):
                raise StageFailed("speak", f"espeak-ng's process cannot start: {error}.", retryable=True) from error
            raise
        return cls(process, home)

    async def ask(self, head: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its answer."""
        if not self._up:
            hello, _ = await self._read()
            if "error" in hello:
                raise StageFailed("speak", f"espeak-ng cannot start: {hello['error']}. Reinstall espeakng-loader.")
            self._up = True
        encoded = json.dumps({**head, "size": len(payload)}).encode()
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - it was asked for
        try:
            stdin.write(struct.pack(">I", len(encoded)) + encoded + payload)
            await stdin.drain()
        except OSError as error:
            raise EngineDied("its pipe is closed") from error
        return await self._read()

    async def _read(self) -> tuple[dict[str, Any], bytes]:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - it was asked for
        try:
            (length,) = struct.unpack(">I", await stdout.readexactly(4))
            head: dict[str, Any] = json.loads(await stdout.readexactly(length))
            return head, await stdout.readexactly(head["size"])
        except (asyncio.IncompleteReadError, OSError, ValueError, KeyError, TypeError) as error:
            raise EngineDied("it ended in the middle of an answer") from error

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """Close its stdin, wait for its end, and remove what it left."""
        stdin = self._process.stdin
        if stdin is not None:
            stdin.close()
        try:
            async with asyncio.timeout(2):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()
        finally:
            self.kill()
            self._home.cleanup()
        if stdin is not None:
            with contextlib.suppress(OSError):
                await stdin.wait_closed()
