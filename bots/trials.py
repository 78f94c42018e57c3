"""Tries every part of an installation for real: speaks, paints, encodes, writes, and asks the servers it would ask."""

from __future__ import annotations

import array
import asyncio
import math
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from bots import tokens
from bots.catalogues import open_catalog
from bots.config import Config
from bots.inspection import Finding, inspect
from pipeline.animate.plan import plan
from pipeline.backends import open_backend
from pipeline.catalog import read_catalog
from pipeline.config import PainterSpec, Provider, SpeakerSpec, WriterSpec
from pipeline.errors import PipelineError, StageFailed
from pipeline.joining import join
from pipeline.lanes import Lanes, open_lanes
from pipeline.pace import pace
from pipeline.secret import read_secret
from pipeline.sound.wav import wav_of
from pipeline.speak.pool import open_speaker
from pipeline.studio import FPS
from pipeline.types import Catalog, Persona, Portrait, Speech, Voice

THING = "a patient lighthouse"
SENTENCE = "One, two, three: everything works."
SEED = 1
LOW_MB = 1024
"""Less free room than this, beyond what clips may still take, is said."""
NET_SECONDS = 20.0
QUIET = 100.0
"""Root mean square of 16-bit samples below which nothing was said."""
MB = 1024 * 1024

_KINDS = ("writer", "painter", "speaker", "animator", "listener")


async def examine(
    config: Config, path: Path | None, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[Finding]:
    """Look at every part and try it, one row as soon as it is known.

    Weights are not fetched for a trial: that they are missing is said instead.
    """
    config = config.model_copy(update={"models": config.models.model_copy(update={"first_use": False})})
    looked = inspect(config, path, environment)
    stages = {finding.part for finding in looked if finding.part in _KINDS and finding.fine}
    for finding in looked:
        if finding.part not in (*stages, "storage", "ffmpeg"):
            yield finding
    yield await _tried("storage", lambda: _storage(config))
    async with open_lanes() as lanes:
        trial = _Trial(config, lanes, environment)
        yield await _tried("ffmpeg", trial.encode)
        for part, work in trial.models():
            yield await _tried(part, work)
        if not any(finding.part == "catalogue" and not finding.fine for finding in looked):
            trial.catalog = open_catalog(config)
            for kind in _KINDS:
                if kind in stages and (kind != "listener" or config.listener.backend):
                    yield await _tried(kind, getattr(trial, kind))
    for part, work in _platforms(config, environment):
        yield await _tried(part, work)


async def _tried(part: str, work: Callable[[], Awaitable[str]]) -> Finding:
    """What came of trying a part; a failure is the row's, not the program's."""
    began = time.monotonic()
    try:
        what, fine, to_do = await work(), True, ""
    except PipelineError as error:
        what, fine, to_do = "", False, str(error)
    except TimeoutError:
        what, fine, to_do = "", False, "it took too long: look at the machine's load, or raise its timeout"
    except Exception as error:
        what, fine, to_do = "", False, f"it failed with {type(error).__name__}; summon run would fail too"
    return Finding(part, what, fine, to_do, time.monotonic() - began)


async def _storage(config: Config) -> str:
    folder = config.storage.path

    def write() -> tuple[int, float]:
        began = time.monotonic()
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(os.urandom(MB))
            file.flush()
            os.fsync(file.fileno())
        return shutil.disk_usage(folder).free // MB, time.monotonic() - began

    folder.mkdir(parents=True, exist_ok=True)
    try:
        free, seconds = await asyncio.to_thread(write)
    except OSError as error:
        raise StageFailed("storage", f"{folder} cannot be written: {error.strerror}.") from error
    needed = config.desk.media_budget_mb + LOW_MB
    if free < needed:
        raise StageFailed(
            "storage", f"{free} MB are free in {folder}, {needed} are wanted: free some, or lower media_budget_mb."
        )
    return f"{folder}: {free} MB free, a durable write of 1 MB in {seconds * 1000:.0f} ms"


class _Trial:
    """Stages that are opened one by one and tried; what one makes the next one takes."""

    def __init__(self, config: Config, lanes: Lanes, environment: Mapping[str, str]) -> None:
        self._config = config
        self._lanes = lanes
        self._environment = environment
        self.catalog: Catalog = Catalog((), ())
        self._persona: Persona | None = None
        self._portrait: Portrait | None = None
        self._speech: Speech | None = None

    async def encode(self) -> str:
        """Encode a frame."""
        from pipeline.ffmpeg import find_ffmpeg

        program = await asyncio.to_thread(find_ffmpeg)
        picture = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "64x64", "-i", "-")
        into = ("-frames:v", "1", "-c:v", "libx264", "-f", "h264", "-")
        child = await asyncio.create_subprocess_exec(
            program,
            *("-v", "error", *picture, *into),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(NET_SECONDS):
                encoded, _ = await child.communicate(bytes(3 * 64 * 64))
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if not encoded.startswith(b"\0\0\0\1"):
            raise StageFailed("join", f"The ffmpeg at {program} does not encode H.264: install one with libx264.")
        return f"{program}: a frame in {len(encoded)} bytes"

    def models(self) -> Iterator[tuple[str, Callable[[], Awaitable[str]]]]:
        """A tiny request to every language model that is configured, each by itself: the writer hides a failing one."""
        if self._config.writer.backend == "openai":
            for provider in self._config.writer.providers:
                yield f"model {provider.name}", partial(self._model, provider)

    async def _model(self, provider: Provider) -> str:
        from pipeline.write.servers.providers import open_servers

        began = time.monotonic()
        question = [{"role": "user", "content": "Say hello in three words."}]
        async with open_servers([provider], self._environment) as (server,), asyncio.timeout(provider.timeout_s + 5):
            said = "".join([piece async for piece in server.stream(question, 64)])
        seconds = time.monotonic() - began
        return f"{provider.model or provider.local}: {len(said.split())} words in {seconds:.1f} s"

    async def writer(self) -> str:
        """Write a character."""
        spec = self._config.writer
        async with open_backend("writer", spec, self._lanes, self._config.models) as writer:
            async with asyncio.timeout(spec.timeout_s):
                self._persona = await writer.persona(THING, self.catalog, SEED)
        return f"{spec.backend}: a character"

    async def painter(self) -> str:
        """Paint it."""
        spec = self._config.painter
        persona = await self._someone()
        async with open_backend("painter", spec, self._lanes, self._config.models) as painter:
            began = time.monotonic()
            async with asyncio.timeout(spec.timeout_s):
                self._portrait = await painter.paint(persona, self.catalog.style(persona.style_id), SEED)
        seconds = time.monotonic() - began
        return f"{spec.backend}: {self._portrait.width} × {self._portrait.height} pixels in {seconds:.1f} s"

    async def speaker(self) -> str:
        """Speak a word in every language, and a sentence."""
        spec = self._config.speaker
        firsts: dict[str, Voice] = {}
        for voice in self.catalog.voices:
            firsts.setdefault(voice.language.split("-")[0], voice)
        async with open_speaker(spec, self._lanes, self._config.models) as speaker:
            silent = [
                language
                for language, voice in firsts.items()
                if _loudness(await asyncio.wait_for(speaker.speak(voice, "Summon"), spec.timeout_s)) < QUIET
            ]
            voice = firsts.get("en") or next(iter(firsts.values()))
            self._speech = await asyncio.wait_for(speaker.speak(voice, SENTENCE), spec.timeout_s)
        if silent:
            raise StageFailed("speak", f"Nothing is heard in {', '.join(silent)}: see speaker in docs/operators.md.")
        return f"{', '.join(spec.engines)}: a word in each of {len(firsts)} languages"

    async def animator(self) -> str:
        """Let the portrait speak the sentence, as a clip."""
        spec = self._config.animator
        speech = pace(await self._something_said(), FPS, first=True)
        portrait = await self._someone_painted()
        began = time.monotonic()
        async with open_backend("animator", spec, self._lanes, self._config.models) as animator:
            motion = await self._lanes.of("cpu").run(lambda _stop: plan(speech, fps=FPS, start=0.0, seed=SEED))
            async with asyncio.timeout(spec.timeout_s):
                clip = await join([await animator.animate(portrait, speech, motion)], [speech], self._lanes)
        seconds = time.monotonic() - began
        return f"{spec.backend}: a clip of {clip.seconds:.1f} s in {seconds:.1f} s"

    async def listener(self) -> str:
        """Write down what the speaker said."""
        spec = self._config.listener
        said = await self._something_said()
        sound = wav_of(said.pcm, said.rate_hz)
        async with open_backend("listener", spec, self._lanes, self._config.models) as listener:
            async with asyncio.timeout(spec.timeout_s):
                heard = await listener.transcribe(sound, "en")
        if not heard.strip():
            raise StageFailed("listen", f"{spec.backend} heard nothing in a spoken sentence: look at its server.")
        return f"{spec.backend}: {len(heard.split())} words heard of {len(SENTENCE.split())} said"

    async def _someone(self) -> Persona:
        if self._persona is None:
            async with open_backend("writer", WriterSpec(), self._lanes) as improviser:
                self._persona = await improviser.persona(THING, self.catalog, SEED)
        return self._persona

    async def _someone_painted(self) -> Portrait:
        if self._portrait is None:
            persona = await self._someone()
            async with open_backend("painter", PainterSpec(), self._lanes) as drawn:
                self._portrait = await drawn.paint(persona, self.catalog.style(persona.style_id), SEED)
        return self._portrait

    async def _something_said(self) -> Speech:
        if self._speech is None:
            voice = next((v for v in read_catalog().voices if v.language.startswith("en")), read_catalog().voices[0])
            async with open_speaker(SpeakerSpec(), self._lanes) as espeak:
                self._speech = await espeak.speak(voice, SENTENCE)
        return self._speech


def _loudness(speech: Speech) -> float:
    """Root mean square of the loudest tenth of a second."""
    samples = array.array("h", speech.pcm)
    step = max(1, speech.rate_hz // 10)
    pieces = (samples[start : start + step] for start in range(0, len(samples), step))
    return max((math.sqrt(sum(s * s for s in piece) / len(piece)) for piece in pieces), default=0.0)


def _platforms(config: Config, environment: Mapping[str, str]) -> Iterator[tuple[str, Callable[[], Awaitable[str]]]]:
    """The tokens that are there, shown to their platforms; that one is not set is a row already."""
    if token := _token(environment, config.discord.token_env):
        yield "discord", partial(tokens.discord, config.discord, token)
    if token := _token(environment, config.telegram.token_env):
        yield "telegram", partial(tokens.telegram, config.telegram, token)


def _token(environment: Mapping[str, str], name: str) -> str:
    try:
        return read_secret(environment, name)
    except PipelineError:
        return ""
