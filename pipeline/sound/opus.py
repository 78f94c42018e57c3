"""Turns a sound file into a voice note: Ogg with Opus, as chat platforms want them."""

from __future__ import annotations

from pipeline.ffmpeg import run_aside

_PATIENCE_S = 60.0


async def voice_note(sound: bytes) -> bytes:
    """Encode a WAV file as mono Ogg Opus at 32 kbit/s, which is transparent for speech.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        StageFailed: The sound cannot be read, or ffmpeg is stuck.
    """
    wanted = ("-ac", "1", "-c:a", "libopus", "-b:a", "32k", "-application", "voip", "-f", "ogg", "pipe:1")
    return await run_aside(
        ("-i", "pipe:0", *wanted), stage="join", task="read the sound", fed=sound, patience=_PATIENCE_S
    )
