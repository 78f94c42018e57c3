"""Writes down what was said with any server that answers /v1/audio/transcriptions."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pipeline.config import ListenerSpec
from pipeline.lanes import Lanes
from pipeline.listen.hearing import RATE_HZ, heard, tidied, within
from pipeline.media_server import Server, first_answer, open_servers
from pipeline.sound.wav import wav_of


class ServerListener:
    """Asks the servers in order."""

    def __init__(self, servers: Sequence[Server], longest_s: float, timeout_s: float) -> None:
        self._servers = servers
        self._longest_s = longest_s
        self._timeout_s = timeout_s

    async def transcribe(self, audio: bytes, language: str) -> str:
        """What is said in a sound or video file; empty where nothing is.

        Raises:
            SoundMissing: It is a video without sound.
            SoundTooLong: It is longer than is listened to.
            SoundUnreadable: It is no sound.
            StageFailed: No server answered in time.
        """
        async with within(self._timeout_s):
            return await self._transcribed(audio, language)

    async def _transcribed(self, audio: bytes, language: str) -> str:
        pcm = await heard(audio, self._longest_s)
        if not pcm:
            return ""
        # As WAV: every server reads it, and nothing is sent of the file but its sound.
        wav = wav_of(pcm, RATE_HZ)
        about: dict[str, Any] = {"language": language.split("-")[0].lower()} if language else {}

        async def ask(server: Server) -> bytes:
            answer = await server.client.audio.transcriptions.create(
                model=server.spec.model, file=("voice.wav", wav, "audio/wav"), response_format="json", **about
            )
            return str(answer.text).encode("utf-8", "replace")

        return tidied((await first_answer(self._servers, ask, "listen")).decode("utf-8"))


@asynccontextmanager
async def open(  # noqa: A001 - the name of the seam
    spec: ListenerSpec, lanes: Lanes, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[ServerListener]:
    """Open a client for every server; no server is asked before somebody is heard.

    Raises:
        ConfigInvalid: There is no server, or a key that one needs is not in the environment.
    """
    del lanes
    async with open_servers(spec.servers, "listener", environment) as servers:
        yield ServerListener(servers, spec.longest_s, spec.timeout_s)
