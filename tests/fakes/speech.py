"""A speaker without an engine: syllables of a hum with exact phone times, the same for the same text."""

from __future__ import annotations

import math
import struct

from pipeline.errors import StageFailed
from pipeline.types import Phone, Speech, Voice

RATE_HZ = 22050
_VOWELS = {"a": "ɑː", "e": "ɛ", "i": "iː", "o": "ɔ", "u": "uː", "y": "i"}
_CONSONANTS = {"c": "k", "j": "dʒ", "q": "k", "r": "ɹ", "x": "s"}


class FakeSpeaker:
    """Speaks at 12 sounds a second: vowels hum, consonants are quieter, anything else is a pause."""

    def __init__(self, fails: int = 0) -> None:
        self.said: list[tuple[str, str]] = []
        """Voice id and text of every call."""
        self._fails = fails

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak, or fail as often as was asked for first."""
        self.said.append((voice.id, text))
        if self._fails:
            self._fails -= 1
            raise StageFailed("speak", "The fake was told to fail.", retryable=True)
        return speech_of(text)


def speech_of(text: str, seconds_per_sound: float = 1 / 12) -> Speech:
    """The speech of a text, at the default rate and pitch."""
    symbols = [_symbol(sign) for sign in text.lower()] or [""] * 4
    phones: list[Phone] = []
    for index, symbol in enumerate(symbols):
        start, end = index * seconds_per_sound, (index + 1) * seconds_per_sound
        if phones and not symbol and not phones[-1].symbol:
            phones[-1] = Phone("", phones[-1].start, end)
        else:
            phones.append(Phone(symbol, start, end))
    count = round(len(symbols) * seconds_per_sound * RATE_HZ)
    samples = [0] * count
    for phone in phones:
        level = 0 if not phone.symbol else 9000 if phone.symbol in _VOWELS.values() else 2500
        first, last = round(phone.start * RATE_HZ), min(count, round(phone.end * RATE_HZ))
        for at in range(first, last if level else first):
            swell = math.sin(math.pi * (at - first) / (last - first))
            samples[at] = round(level * swell * math.sin(2 * math.pi * 140 * at / RATE_HZ))
    return Speech(text, struct.pack(f"<{count}h", *samples), RATE_HZ, tuple(phones))


def _symbol(sign: str) -> str:
    if not sign.isalnum():
        return ""
    return _VOWELS.get(sign) or _CONSONANTS.get(sign, sign)
