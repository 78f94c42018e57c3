"""Speaks with espeak-ng: no model, all of its languages, exact phone times, a throat of its own for every voice."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.config import SpeakerSpec
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes, Stop
from pipeline.speak.espeak_engine import EspeakEngine
from pipeline.speak.japanese import KanjiReader
from pipeline.speak.phones import cut, phones_of, with_closures
from pipeline.speak.pieces import joined, silence
from pipeline.speak.speakable import runs, speakable
from pipeline.speak.variant import variant_file
from pipeline.types import Phone, Speech, Voice
from pipeline.write.sentences import split

log = logging.getLogger(__name__)

RATE_HZ = 22050
WORDS_PER_MINUTE = 165
"""A little below espeak-ng's own 175: its default is hurried."""

MAX_CHARACTERS = 20_000
LONGEST_AT_ONCE = 400
"""Characters that go through the engine and the changer in one piece."""

_EVENT_PHONEME = 7
_JOINT_S = 0.04
"""The pause left where a sentence goes on in another language."""

_ALIASES = {"en-gb": "en", "fr-fr": "fr", "zh": "cmn", "no": "nb", "pt-pt": "pt", "iw": "he"}
_SAFE_KEY = re.compile(r"[A-Za-z0-9-]+(\+[\w -]+)?", re.ASCII)

Change = Callable[[Speech, Voice], Speech]


class EspeakSpeaker:
    """Speaks one sentence at a time: words for the ear, the engine, then the changer on the processor's lane."""

    rate_hz = RATE_HZ

    def __init__(self, engine: EspeakEngine, lanes: Lanes, change: Change, data: Path) -> None:
        self._engine = engine
        self._lanes = lanes
        self._change = change
        self._data = data
        self._told: set[str] = set()
        self._japanese = KanjiReader()

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak one sentence; text without anything to say gives a short silence.

        Raises:
            StageFailed: The engine died or hung twice over the same sentence.
        """
        said = speakable(text[:MAX_CHARACTERS], voice.language)
        # What is longer than a sentence is changed piece by piece: the changer holds many copies of its sound.
        pieces = split(said) if len(said) > LONGEST_AT_ONCE else [said]
        spoken = [speech for piece in pieces if (speech := await self._changed(voice, piece)) is not None]
        if not spoken:
            return silence(text, RATE_HZ)
        return replace(joined(spoken, RATE_HZ), text=text)

    async def draft(self, voice: Voice, text: str) -> Speech | None:
        """The beginning of a sentence, timed as in the whole one and not to be heard; None for too much of it.

        Raises:
            StageFailed: The engine died or hung twice over the same words.
        """
        from pipeline.speak.changer import sketched

        said = speakable(text, voice.language)
        speech = await self.spoken(voice, said) if len(said) <= LONGEST_AT_ONCE else None
        if speech is None:
            return None
        draft = replace(speech, text=text)
        return await self._lanes.of("cpu").run(lambda _stop: sketched(draft, voice))

    async def _changed(self, voice: Voice, said: str) -> Speech | None:
        speech = await self.spoken(voice, said)
        if speech is None:
            return None

        def change(stop: Stop) -> Speech:
            stop.check()
            return self._change(speech, voice)

        return await self._lanes.of("cpu").run(change)

    async def spoken(self, voice: Voice, said: str) -> Speech | None:
        """The engine's own sound of words for the ear, before the changer; None where no language has one for them.

        Raises:
            StageFailed: The engine died or hung twice over the same words.
        """
        if voice.language.split("-")[0].lower() == "ja":
            kanji = said
            said = await self._lanes.of("cpu").run(lambda _stop: self._japanese.kana(kanji))
        parts = []
        for language, words in runs(said, voice.language):
            pcm, phones = await self._part(voice, language, words)
            if not any(phone.symbol for phone in phones):
                # Some languages have no names for emoji; English has them all.
                pcm, phones = await self._part(voice, "en", words)
            if any(phone.symbol for phone in phones):
                parts.append((pcm, phones))
        if not parts:
            return None
        short = [_shortened(*part, first=i == 0, last=i == len(parts) - 1) for i, part in enumerate(parts)]
        return joined([Speech("", pcm, RATE_HZ, phones) for pcm, phones in short], RATE_HZ)

    async def _part(self, voice: Voice, language: str, words: str) -> tuple[bytes, tuple[Phone, ...]]:
        head: dict[str, Any] = {
            "voices": self._engine_voices(voice, language),
            "variant": self._variant(voice),
            "words_per_minute": max(80, min(450, round(WORDS_PER_MINUTE * voice.rate_ratio))),
        }
        answer, pcm = await self._engine.ask(head, words)
        if "error" in answer:
            raise StageFailed("speak", f"{answer['error']}.")
        if answer["voice"] != head["voices"][0]:
            self._tell_once(voice, "a language is not spoken here; the nearest one is", answer["voice"])
        onsets = [(e[4], e[1] / RATE_HZ) for e in answer["events"] if e[0] == _EVENT_PHONEME]
        return pcm, with_closures(phones_of(onsets, len(pcm) / 2 / RATE_HZ), pcm, RATE_HZ)

    def _engine_voices(self, voice: Voice, language: str) -> list[str]:
        """What to ask the engine for, the best first."""
        names = []
        own = voice.key.partition("+")[0] if _SAFE_KEY.fullmatch(voice.key) else ""
        for name in (own if language == voice.language else "", language, voice.language, "en"):
            lower = name.lower()
            names += [_ALIASES.get(lower, name), _ALIASES.get(lower.split("-")[0], name.split("-")[0])]
        return list(dict.fromkeys(name for name in names if name))

    def _variant(self, voice: Voice) -> str:
        name = voice.key.partition("+")[2] if _SAFE_KEY.fullmatch(voice.key) else ""
        base = self._data / "voices" / "!v" / name
        if name and base.is_file():
            lines = base.read_text("utf-8", "replace")
        else:
            lines = ""
            if name or not _SAFE_KEY.fullmatch(voice.key):
                self._tell_once(voice, "a voice's key names no variant of espeak-ng", voice.key)
        return variant_file(lines, voice.pitch_semitones, voice.formant_ratio)

    def _tell_once(self, voice: Voice, what: str, name: str) -> None:
        if voice.key + what not in self._told and len(self._told) < 100:
            self._told.add(voice.key + what)
            log.warning(what, extra={"stage": "speak", "backend": "espeak", "voice": voice.id, "used": name})


def _shortened(pcm: bytes, phones: tuple[Phone, ...], *, first: bool, last: bool) -> tuple[bytes, tuple[Phone, ...]]:
    """A part with short pauses where another one comes before or after it."""
    begin, end = 0.0, phones[-1].end
    if not last and not phones[-1].symbol:
        end = min(end, phones[-1].start + _JOINT_S)
    if not first and not phones[0].symbol:
        begin = max(0.0, phones[0].end - _JOINT_S)
    return pcm[2 * round(begin * RATE_HZ) : 2 * round(end * RATE_HZ)], cut(phones, begin, end)


@asynccontextmanager
async def open(spec: SpeakerSpec, lanes: Lanes) -> AsyncIterator[EspeakSpeaker]:  # noqa: A001 - the design's name
    """Open a speaker; its engine starts at once and is ready in about a tenth of a second."""
    import espeakng_loader

    from pipeline.speak.changer import change

    def tame(speech: Speech, voice: Voice) -> Speech:
        return change(speech, voice, shifted=True, harsh=True)

    engine = EspeakEngine(spec.timeout_s)
    data: Any = espeakng_loader.get_data_path()
    try:
        await engine.warm()
        yield EspeakSpeaker(engine, lanes, tame, Path(data))
    finally:
        await engine.close()
