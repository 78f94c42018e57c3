"""Every voice with its own engine: what engines leave out is added here, and espeak stands in for those that fail.

An engine other than espeak gives plain sound. Here it gets phone times where it has none, another throat where the
catalogue names a converter, the changer's tone and loudness, and one sampling rate.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any, Protocol

from pipeline.config import ModelsSpec, SpeakerSpec
from pipeline.errors import PipelineError, StageFailed
from pipeline.lanes import Lanes
from pipeline.speak.pieces import at_rate, joined, silence
from pipeline.speak.speakable import speakable
from pipeline.stages import Speaker
from pipeline.types import Speech, Voice
from pipeline.write.sentences import split

log = logging.getLogger(__name__)

STAND_IN = "espeak"
"""The engine that needs nothing and knows every language."""
RATE_HZ = 24_000
"""What several engines are brought to: most neural ones speak at it."""
MOST_CHARACTERS = 20_000
_LONGEST_S = (5.0, 0.5)
"""A sentence takes so long at most, and so much more for every letter; what is longer is an engine that raves."""
_SHORTEST_S = 0.06


class StandIn(Speaker, Protocol):
    """espeak, as the pool needs it."""

    async def spoken(self, voice: Voice, said: str) -> Speech | None:
        """The engine's own sound of words for the ear, with exact phone times."""
        ...

    async def draft(self, voice: Voice, text: str) -> Speech | None:
        """The beginning of a sentence, timed as in the whole one."""
        ...


class Converter(Protocol):
    """An engine that gives speech another throat."""

    async def convert(self, speech: Speech, voice: Voice) -> Speech:
        """The speech as the voice's reference clip would say it."""
        ...


class Pool:
    """Fills `stages.Speaker` with several engines."""

    def __init__(
        self,
        engines: Mapping[str, Speaker],
        stand_in: StandIn,
        voices: Sequence[Voice],
        lanes: Lanes,
        rate_hz: int,
        patience_s: float = 40.0,
    ) -> None:
        """`voices` are the stand-in's; it speaks where another engine takes longer than `patience_s`."""
        self._engines = engines
        self._stand_in = stand_in
        self._voices = voices
        self._lanes = lanes
        self._rate_hz = rate_hz
        self._patience_s = patience_s

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak one sentence, with another voice of the language where the voice's own engine cannot.

        Raises:
            StageFailed: Even the engine that stands in failed.
        """
        if voice.engine == STAND_IN and not voice.converter:
            return at_rate(await self._stand_in.speak(voice, text), self._rate_hz)
        said = speakable(text[:MOST_CHARACTERS], voice.language)
        if not said:
            return silence(text, self._rate_hz)
        try:
            # Only espeak has names for emoji.
            if any(sign.isalnum() for sign in said):
                parts = [await self._part(voice, piece) for piece in split(said)]
                return replace(joined(parts, self._rate_hz), text=text)
        except PipelineError as error:
            extra = {"stage": "speak", "backend": voice.engine, "voice": voice.id, "reason": str(error)}
            log.warning("another voice stands in", extra=extra)
        instead = nearest(voice, self._voices)
        return at_rate(await self._stand_in.speak(instead, text), self._rate_hz)

    async def draft(self, voice: Voice, text: str) -> Speech | None:
        """The beginning of a sentence, timed as it will be in the whole one; None where an engine takes its time.

        Raises:
            StageFailed: The engine died or hung twice over the same words.
        """
        if voice.engine != STAND_IN or voice.converter:
            return None
        return await self._stand_in.draft(voice, text)

    async def _part(self, voice: Voice, said: str) -> Speech:
        try:
            async with asyncio.timeout(self._patience_s):
                speech = _sound(await self._plain(voice, said), said)
                if not speech.phones:
                    speech = await self._timed(voice, said, speech)
                if voice.converter:
                    speech = _sound(await self._converter(voice).convert(speech, voice), said)
        except TimeoutError as error:
            raise StageFailed("speak", f"It took longer than {self._patience_s:g} s.", retryable=True) from error
        changed = await self._lanes.of("cpu").run(lambda _stop: _changed(speech, voice))
        return at_rate(changed, self._rate_hz)

    async def _plain(self, voice: Voice, said: str) -> Speech:
        """The engine's own sound."""
        if voice.engine == STAND_IN:
            return await self._stand_in.spoken(voice, said) or silence(said, self._rate_hz)
        engine = self._engines.get(voice.engine)
        if engine is None:
            raise StageFailed("speak", f"The engine {voice.engine} is not opened: name it under [speaker] more.")
        return await engine.speak(voice, said)

    def _converter(self, voice: Voice) -> Converter:
        for engine in self._engines.values():
            if hasattr(engine, "convert"):
                return engine  # type: ignore[return-value] # it has just been seen to be one
        raise StageFailed("speak", f"The voice {voice.id} needs coqui to convert it: name it under [speaker] more.")

    async def _timed(self, voice: Voice, said: str, speech: Speech) -> Speech:
        """The speech with phones, as far as the stand-in has sounds for these words."""
        from pipeline.speak.align import aligned

        model = await self._stand_in.spoken(nearest(voice, self._voices), said)
        if model is None:
            return replace(speech, estimated=True)
        phones = await self._lanes.of("cpu").run(lambda _stop: aligned(speech, model))
        return replace(speech, phones=phones, estimated=True)


def nearest(voice: Voice, voices: Sequence[Voice]) -> Voice:
    """The voice that could pass for another: its language first, then gender and age, told to speak its language.

    Of several the first.
    """
    language = voice.language.split("-")[0].lower()

    def unlike(other: Voice) -> tuple[bool, bool, bool, bool]:
        foreign = other.language.split("-")[0].lower() != language
        region = other.language.lower() != voice.language.lower()
        return foreign, other.gender != voice.gender, other.age != voice.age, region

    found = min(voices, key=unlike)
    return found if not unlike(found)[0] else replace(found, language=voice.language)


def _sound(speech: Speech, said: str) -> Speech:
    """The speech, if it can be that of these words.

    Raises:
        StageFailed: It is silence, or of a length that nobody speaks at.
    """
    most_s = _LONGEST_S[0] + _LONGEST_S[1] * len(said)
    if not _SHORTEST_S <= speech.seconds <= most_s or not any(speech.pcm):
        raise StageFailed("speak", f"The engine gave {speech.seconds:.1f} s of sound for {len(said)} characters.")
    return speech


def _changed(speech: Speech, voice: Voice) -> Speech:
    from pipeline.speak.changer import change

    # espeak has moved pitch, formants and rate itself.
    return change(speech, voice, shifted=voice.engine == STAND_IN)


@asynccontextmanager
async def open_speaker(spec: SpeakerSpec, lanes: Lanes, models: ModelsSpec | None = None) -> AsyncIterator[Pool]:
    """Open every engine that the configuration names, and espeak to stand in for them.

    Raises:
        BackendMissing: The libraries of an engine are not installed.
        ConfigInvalid: There is no such engine, or it lacks a setting.
    """
    from pipeline.backends import open_backend
    from pipeline.catalog import read_catalog

    async with AsyncExitStack() as stack:
        engines: dict[str, Any] = {}
        for name in spec.engines:
            one = spec.model_copy(update={"backend": name})
            engines[name] = await stack.enter_async_context(open_backend("speaker", one, lanes, models))
        stand_in = engines[STAND_IN]
        voices = tuple(voice for voice in read_catalog().voices if voice.engine == STAND_IN)
        rate_hz = RATE_HZ if len(engines) > 1 else stand_in.rate_hz
        # The studio waits three times timeout_s: this leaves the stand-in its time.
        yield Pool(engines, stand_in, voices, lanes, rate_hz, 2 * spec.timeout_s)
