"""Puts pieces of speech together, brings them to one rate, and stands in for what has nothing to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.speak.phones import append
from pipeline.types import Phone, Speech

SILENCE_S = 0.3
"""What is heard when there is nothing to say."""


def silence(text: str, rate_hz: int) -> Speech:
    """What is heard when there is nothing to say."""
    return Speech(text, bytes(2 * round(SILENCE_S * rate_hz)), rate_hz, (Phone("", 0.0, SILENCE_S),))


def joined(parts: Iterable[Speech], rate_hz: int) -> Speech:
    """The parts, all of one rate, one after another."""
    pcm, phones, estimated = bytearray(), list[Phone](), False
    for part in parts:
        offset = len(pcm) / 2 / rate_hz
        for phone in part.phones:
            # What was brought to another rate may end a part of a sample later than its sound.
            start = max(phone.start + offset, phones[-1].end if phones else 0.0)
            append(phones, Phone(phone.symbol, start, max(start, phone.end + offset)))
        pcm += part.pcm
        estimated = estimated or part.estimated
    return Speech("", bytes(pcm), rate_hz, tuple(phones), estimated)


def at_rate(speech: Speech, rate_hz: int) -> Speech:
    """The speech at another sampling rate; phone times stay."""
    if speech.rate_hz == rate_hz:
        return speech
    import numpy as np
    import soxr

    sound = np.frombuffer(speech.pcm, "<i2").astype(np.float32)
    moved = soxr.resample(sound, speech.rate_hz, rate_hz)
    pcm = np.clip(np.rint(moved), -32767, 32767).astype("<i2").tobytes()
    return replace(speech, pcm=pcm, rate_hz=rate_hz)
