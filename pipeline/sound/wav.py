"""Puts samples into a WAV file."""

from __future__ import annotations

import io
import wave


def wav_of(pcm: bytes, rate_hz: int) -> bytes:
    """Mono s16le as a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return target.getvalue()
