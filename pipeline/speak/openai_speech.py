"""Speaks with any server that answers /v1/audio/speech; gives plain sound, without phone times."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from pipeline.config import SpeakerSpec
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes
from pipeline.media_server import Server, first_answer, open_servers
from pipeline.sound.decoding import decoded
from pipeline.types import Speech, Voice

RATE_HZ = 24_000
"""What servers give as `pcm` (OpenAI, "Text to speech", supported output formats), and what others are brought to."""
LONGEST_S = 120.0
MOST_BYTES = 32 * 1024 * 1024


class ServerSpeaker:
    """Asks the servers in order."""

    def __init__(self, servers: Sequence[Server], sound_format: str) -> None:
        self._servers = servers
        self._format = sound_format

    async def speak(self, voice: Voice, text: str) -> Speech:
        """The sound of a text in the voice that the server calls by the key.

        Raises:
            StageFailed: No server answered, or what came is no sound.
        """

        async def ask(server: Server) -> bytes:
            asked = server.client.audio.speech.with_streaming_response.create(
                model=server.spec.model,
                voice=voice.key,
                input=text,
                response_format=self._format,  # type: ignore[arg-type] # the configuration knows the same names
            )
            content = bytearray()
            async with asked as answer:
                async for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise ValueError("an answer without end")
            return await self._pcm(bytes(content))

        return Speech(text, await first_answer(self._servers, ask, "speak"), RATE_HZ, estimated=True)

    async def _pcm(self, content: bytes) -> bytes:
        # What a server gives is looked at, not what it was asked for: some know one format only.
        if self._format == "pcm" and not content.startswith((b"RIFF", b"ID3", b"OggS", b"fLaC", b"{", b"<")):
            pcm = content[: len(content) // 2 * 2]
        else:
            pcm = await decoded(content, RATE_HZ, LONGEST_S, "speak")
        if not any(pcm):
            raise StageFailed("speak", "The server gave silence.")
        return pcm


@asynccontextmanager
async def open(  # noqa: A001 - the name of the seam
    spec: SpeakerSpec, lanes: Lanes, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[ServerSpeaker]:
    """Open a client for every server; no server is asked before somebody speaks.

    Raises:
        ConfigInvalid: There is no server, or a key that one needs is not in the environment.
    """
    del lanes
    async with open_servers(spec.servers, "speaker", environment) as servers:
        yield ServerSpeaker(servers, spec.sound_format)
