"""Writes down what was said with Whisper, here, by transformers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import ListenerSpec
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes, Stop
from pipeline.listen.hearing import RATE_HZ, heard, tidied, within
from pipeline.models.shelf import Shelf

log = logging.getLogger(__name__)

PIECE_S = 29.0
"""What Whisper hears at once is 30 s; longer sound is cut where it is quietest within the last part of each piece."""
_SEARCH_S = 8.0
_MOST_TOKENS = 220
"""Half a minute of speech has fewer; a model that goes on has lost its way."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in memory."""

    processor: Any
    model: Any


class WhisperListener:
    """Loads its model when somebody is first heard, and keeps it."""

    def __init__(self, spec: ListenerSpec, lanes: Lanes, shelf: Shelf) -> None:
        self._spec = spec
        self._lanes = lanes
        self._shelf = shelf
        self._device = ""
        self._held: Loaded | None = None
        self._turn = asyncio.Lock()

    async def transcribe(self, audio: bytes, language: str) -> str:
        """What is said in a sound or video file; empty where nothing is.

        Raises:
            SoundMissing: It is a video without sound.
            SoundTooLong: It is longer than is listened to.
            SoundUnreadable: It is no sound.
            StageFailed: The model cannot be loaded, failed, or took too long.
            WeightsMissing: The model is not here and cannot be fetched.
        """
        async with within(self._spec.timeout_s):
            return await self._transcribed(audio, language)

    async def _transcribed(self, audio: bytes, language: str) -> str:
        pcm = await heard(audio, self._spec.longest_s)
        if not pcm:
            return ""
        sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768.0
        async with self._turn:
            held = await self._loaded()
            lane = self._lanes.of(self._device)
            said = [
                await lane.run(lambda stop, piece=piece: _written(held, piece, language, stop))  # type: ignore[misc]
                for piece in pieces(sound)
            ]
        return tidied(" ".join(said))

    async def _loaded(self) -> Loaded:
        if self._held is None:
            folder = await self._shelf.use(self._spec.model)
            self._device = await asyncio.to_thread(_device, self._spec.device)
            self._held = await self._lanes.of(self._device).run(lambda _stop: _load(str(folder), self._device))
            log.info("model loaded", extra={"backend": "whisper", "model": self._spec.model})
        return self._held


def pieces(sound: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """The sound in pieces that Whisper can hear at once, cut at the quietest moments."""
    longest, search, hop = round(PIECE_S * RATE_HZ), round(_SEARCH_S * RATE_HZ), RATE_HZ // 10
    cut = []
    while len(sound) > longest:
        level = np.square(sound[longest - search : longest]).reshape(-1, hop).mean(axis=1)
        at = longest - search + (int(np.argmin(level)) * hop + hop // 2)
        cut.append(sound[:at])
        sound = sound[at:]
    return [*cut, sound]


def _device(wanted: str) -> str:
    import torch

    return ("cuda" if torch.cuda.is_available() else "cpu") if wanted == "auto" else wanted


def _load(folder: str, device: str) -> Loaded:
    from transformers import WhisperForConditionalGeneration, WhisperProcessor

    try:
        processor = WhisperProcessor.from_pretrained(folder, local_files_only=True)
        model = WhisperForConditionalGeneration.from_pretrained(folder, local_files_only=True)
        return Loaded(processor, model.to(device).eval())
    except Exception as error:
        raise StageFailed("listen", f"{folder} holds no Whisper that can be loaded: {type(error).__name__}.") from error


def _written(held: Loaded, sound: NDArray[np.float32], language: str, stop: Stop) -> str:
    import torch

    def go_on(*_: Any, **__: Any) -> bool:
        stop.check()
        return False

    known = getattr(held.model.generation_config, "lang_to_id", None) or {}
    tongue = language.split("-")[0].lower()
    about = {"task": "transcribe"} if known else {}
    if f"<|{tongue}|>" in known:
        about["language"] = tongue
    try:
        features = held.processor(sound, sampling_rate=RATE_HZ, return_tensors="pt").input_features
        with torch.inference_mode():
            tokens = held.model.generate(
                features.to(held.model.device, held.model.dtype),
                max_new_tokens=_MOST_TOKENS,
                stopping_criteria=[go_on],
                **about,
            )
        return str(held.processor.batch_decode(tokens, skip_special_tokens=True)[0])
    except (RuntimeError, ValueError, KeyError, IndexError) as error:
        raise StageFailed("listen", f"Whisper failed with {type(error).__name__}.", retryable=True) from error


@asynccontextmanager
async def open(spec: ListenerSpec, lanes: Lanes, shelf: Shelf) -> AsyncIterator[WhisperListener]:  # noqa: A001 - the seam
    """Open a listener; its model is loaded, and fetched where it is not here, when somebody is first heard."""
    yield WhisperListener(spec, lanes, shelf)
