"""A server of /v1/audio/speech and /v1/audio/transcriptions on loopback that behaves as a test tells it to."""

from __future__ import annotations

import asyncio
import io
import subprocess
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import imageio_ffmpeg
from aiohttp import web

from bots.benches.loopback import served
from tests.fakes.speech import speech_of

RATE_HZ = 22_050
PEAK_SHARE = 0.3
"""How loud the server speaks: quieter than clips play."""


@dataclass
class Manner:
    """How the server behaves."""

    sound: bytes | None = None
    """The answer to every text; None: a hum of its syllables, as WAV or what was asked for."""
    status: int = 0
    """The answer to everything, if not 0."""
    hangs: bool = False
    text: str = "What is time?"
    """What is heard."""
    silence_s: float = 0.0
    """Silence before and after what is spoken."""


@dataclass
class Asked:
    """One request, as it arrived."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass
class SoundServer:
    """The server's memory."""

    manner: Manner
    base: str = ""
    asked: list[Asked] = field(default_factory=list)

    async def speak(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(request.path, await request.json(), dict(request.headers))
        await self._note(asked)
        sound = self.manner.sound
        if sound is None:
            sound = spoken(asked.body["input"], asked.body["response_format"], self.manner.silence_s)
        return web.Response(body=sound, content_type="audio/wav")

    async def transcribe(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        body: dict[str, Any] = {}
        for name, part in form.items():
            body[name] = part.file.read() if isinstance(part, web.FileField) else part
            if isinstance(part, web.FileField):
                part.file.close()
        await self._note(Asked(request.path, body, dict(request.headers)))
        return web.json_response({"text": self.manner.text})

    async def _note(self, asked: Asked) -> None:
        self.asked.append(asked)
        if self.manner.hangs:
            await asyncio.Event().wait()
        if self.manner.status:
            raise _failure(self.manner.status)


def _failure(status: int) -> web.HTTPException:
    class Failure(web.HTTPException):
        status_code = status

    return Failure(text='{"error": {"message": "no"}}', content_type="application/json")


def wav_of(pcm: bytes, rate_hz: int) -> bytes:
    """Mono s16le as a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return target.getvalue()


def spoken(text: str, form: str, silence_s: float = 0.0) -> bytes:
    """A hum of the text's syllables in a format."""
    quiet = memoryview(speech_of(text).pcm).cast("h")
    pcm = b"".join(round(PEAK_SHARE * sample).to_bytes(2, "little", signed=True) for sample in quiet)
    edge = bytes(2 * round(silence_s * RATE_HZ))
    wav = wav_of(edge + pcm + edge, RATE_HZ)
    if form == "wav":
        return wav
    if form == "pcm":
        return encoded(wav, "-ar", "24000", "-f", "s16le")
    return encoded(wav, "-f", {"mp3": "mp3", "opus": "ogg", "flac": "flac", "aac": "adts"}[form])


def encoded(content: bytes, *how: str) -> bytes:
    """A file put into another format by ffmpeg."""
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "pipe:0"]
    return subprocess.run([*program, *how, "pipe:1"], input=content, capture_output=True, check=True).stdout


@asynccontextmanager
async def serving(manner: Manner | None = None) -> AsyncIterator[SoundServer]:
    """Serve on a free port of loopback; `base` is the address."""
    server = SoundServer(manner or Manner())
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_post("/v1/audio/speech", server.speak)
    app.router.add_post("/v1/audio/transcriptions", server.transcribe)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server
