"""What every listener does before and after its model: plain sound out of any file, plain text out of any answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pipeline.errors import SoundTooLong, StageFailed
from pipeline.sound.decoding import decoded

RATE_HZ = 16_000
"""What speech recognisers are trained on."""
QUIETEST = 40
"""Of 32767: sound that never goes above has nothing in it to hear, and models invent words for it."""
SHORTEST_S = 0.1
MOST_CHARACTERS = 20_000
_MARKS = re.compile(r"<\|[^|<>]{1,40}\|>|\[(?:BLANK_AUDIO|MUSIC|SILENCE|NOISE)\]", re.IGNORECASE)


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Let hearing one message take so long.

    Raises:
        StageFailed: It took longer.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise StageFailed("listen", f"listen took longer than {seconds:g} s.", retryable=True) from error


async def heard(audio: bytes, longest_s: float) -> bytes:
    """The sound of a voice message or video as mono s16le at 16 kHz; nothing where it is silent.

    Raises:
        SoundMissing: It is a video without sound.
        SoundTooLong: It is longer than `longest_s`.
        SoundUnreadable: It is no sound.
    """
    pcm = await decoded(audio, RATE_HZ, longest_s)
    seconds = len(pcm) / 2 / RATE_HZ
    if seconds > longest_s + 0.5:
        raise SoundTooLong(longest_s)
    samples = memoryview(pcm).cast("h")
    if seconds < SHORTEST_S or max(samples) < QUIETEST:
        return b""
    return pcm


def tidied(text: str) -> str:
    """A transcript on one line, without what models write for silence and music."""
    return " ".join(_MARKS.sub(" ", text).split())[:MOST_CHARACTERS]
