"""Turns a sound file into a voice note: Ogg with Opus, as chat platforms want them."""

from __future__ import annotations

import asyncio
import contextlib

from pipeline.encode import find_ffmpeg
from pipeline.errors import StageFailed

PATIENCE_S = 60.0


async def voice_note(sound: bytes) -> bytes:
    """Encode a WAV file as mono Ogg Opus at 32 kbit/s, which is transparent for speech.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        StageFailed: The sound cannot be read, or ffmpeg is stuck.
    """
    program = await asyncio.to_thread(find_ffmpeg)
    quiet = ("-hide_banner", "-nostdin", "-loglevel", "error")
    wanted = ("-ac", "1", "-c:a", "libopus", "-b:a", "32k", "-application", "voip", "-f", "ogg", "pipe:1")
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *quiet,
            "-i",
            "pipe:0",
            *wanted,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            process_group=0,
        )
    except OSError as error:
        raise StageFailed("join", f"ffmpeg does not start: {error.strerror}.", retryable=True) from error
    try:
        async with asyncio.timeout(PATIENCE_S):
            note, _ = await process.communicate(sound)
    except TimeoutError as error:
        raise StageFailed("join", "ffmpeg does not come to an end; it was ended.", retryable=True) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not note:
        raise StageFailed("join", "ffmpeg could not read the sound.")
    return note
