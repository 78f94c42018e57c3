"""Speaks with espeak-ng: no model, any of its languages, exact phone times, a child process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import struct
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pipeline.config import SpeakerSpec
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes
from pipeline.speak.phones import phones_of
from pipeline.speak.variant import variant_file
from pipeline.types import Phone, Speech, Voice

log = logging.getLogger(__name__)

RATE_HZ = 22050
WORDS_PER_MINUTE = 165
"""A little below espeak-ng's own 175: its default is hurried."""

SILENCE_S = 0.3
"""What is heard when there is nothing to say."""

MAX_CHARACTERS = 20_000

_EVENT_PHONEME = 7
_ALIASES = {"en-gb": "en", "fr-fr": "fr", "zh": "cmn", "zh-cn": "cmn", "zh-tw": "cmn", "no": "nb"}


class _Died(Exception):
    """The child is gone, hangs, or talks nonsense."""


class EspeakSpeaker:
    """Speaks one sentence at a time with the engine in a child process."""

    def __init__(self, spec: SpeakerSpec, lanes: Lanes) -> None:
        self._timeout_s = spec.timeout_s
        self._lanes = lanes
        self._turn = asyncio.Lock()
        self._child: _Child | None = None

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak one sentence; text without anything to say gives a short silence.

        Raises:
            StageFailed: The engine died or hung twice over the same sentence.
        """
        said = _plain(text)
        if not any(sign.isalnum() for sign in said):
            return _silence(text)
        async with self._turn:
            events, pcm = await self._ask_twice(voice, said)
        onsets = [(e[4], e[1] / RATE_HZ) for e in events if e[0] == _EVENT_PHONEME]
        seconds = len(pcm) / 2 / RATE_HZ
        if not pcm:
            return _silence(text)
        return Speech(text, pcm, RATE_HZ, phones_of(onsets, seconds))

    async def warm(self) -> None:
        """Start the engine without waiting until it is up."""
        if self._child is None:
            self._child = await _Child.start()

    async def close(self) -> None:
        """Let the child end, and end it if it does not."""
        if self._child is not None:
            child, self._child = self._child, None
            await child.close()

    async def _ask_twice(self, voice: Voice, text: str) -> tuple[list[list[Any]], bytes]:
        try:
            return await self._ask(voice, text)
        except _Died as error:
            log.warning("espeak-ng was restarted", extra={"stage": "speak", "backend": "espeak", "reason": str(error)})
        try:
            return await self._ask(voice, text)
        except _Died as error:
            raise StageFailed("speak", f"espeak-ng failed twice on one sentence: {error}.", retryable=True) from error

    async def _ask(self, voice: Voice, text: str) -> tuple[list[list[Any]], bytes]:
        base, _, _variant = voice.key.partition("+")
        try:
            async with asyncio.timeout(self._timeout_s):
                await self.warm()
                assert self._child is not None  # noqa: S101 - warm has just set it
                head = {
                    "voice": _ALIASES.get(base.lower(), base),
                    "variant": variant_file("", voice.pitch_semitones, voice.formant_ratio),
                    "words_per_minute": max(80, min(450, round(WORDS_PER_MINUTE * voice.rate_ratio))),
                }
                answer, pcm = await self._child.ask(head, text.encode())
        except TimeoutError as error:
            await self._drop()
            raise _Died(f"no answer within {self._timeout_s:g} s") from error
        except BaseException:
            # An answer that nobody waited for would be taken for the next one.
            await self._drop()
            raise
        if "error" in answer:
            raise StageFailed("speak", f"{answer['error']}. Check the voice's key in the catalogue.")
        return answer["events"], pcm

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

    @classmethod
    async def start(cls) -> _Child:
        home = tempfile.TemporaryDirectory(prefix="summon-espeak-", ignore_cleanup_errors=True)
        program = Path(__file__).with_name("espeak_child.py")
        # -P: a module of the folder this is started in must not be taken for ours. A session of its own: Ctrl-C in a
        # terminal reaches us alone, and the child ends with its stdin.
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
        return cls(process, home)

    async def ask(self, head: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its answer."""
        if not self._up:
            hello, _ = await self._read()
            if "error" in hello:
                raise StageFailed("speak", f"espeak-ng cannot start: {hello['error']}.")
            self._up = True
        encoded = json.dumps({**head, "size": len(payload)}).encode()
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - it was asked for
        try:
            stdin.write(struct.pack(">I", len(encoded)) + encoded + payload)
            await stdin.drain()
        except OSError as error:
            raise _Died("its pipe is closed") from error
        return await self._read()

    async def _read(self) -> tuple[dict[str, Any], bytes]:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - it was asked for
        try:
            (length,) = struct.unpack(">I", await stdout.readexactly(4))
            head: dict[str, Any] = json.loads(await stdout.readexactly(length))
            return head, await stdout.readexactly(head["size"])
        except (asyncio.IncompleteReadError, OSError, ValueError, KeyError) as error:
            raise _Died("it ended in the middle of an answer") from error

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """Close its stdin, wait for its end, and remove what it left."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(2):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()
        finally:
            self.kill()
            self._home.cleanup()


@asynccontextmanager
async def open(spec: SpeakerSpec, lanes: Lanes) -> AsyncIterator[EspeakSpeaker]:  # noqa: A001 - the design's name
    """Open a speaker; its engine starts at once and is ready in about a tenth of a second."""
    speaker = EspeakSpeaker(spec, lanes)
    try:
        await speaker.warm()
        yield speaker
    finally:
        await speaker.close()


def _plain(text: str) -> str:
    """One line without control characters; espeak-ng takes some of them for commands."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:MAX_CHARACTERS]).split())


def _silence(text: str) -> Speech:
    return Speech(text, bytes(2 * round(SILENCE_S * RATE_HZ)), RATE_HZ, (Phone("", 0.0, SILENCE_S),))
