"""Makes a clip smaller that a place would refuse, once: the same picture at the rate that fits."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.encode import find_ffmpeg
from pipeline.errors import StageFailed
from pipeline.types import Clip

AUDIO_KBPS = 48
MARGIN = 0.92
"""The container and an encoder that overshoots take the rest."""
LEAST_KBPS = 40
"""Below this a face is mush: a voice is better."""
PATIENCE_S = 120.0


async def shrink(clip: Clip, most_bytes: int) -> Clip | None:
    """The clip at no more than `most_bytes`, or None where it would not be worth looking at.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        StageFailed: ffmpeg could not do it.
    """
    kbps = most_bytes * 8 / 1000 / max(clip.seconds, 0.1) * MARGIN - AUDIO_KBPS
    if kbps < LEAST_KBPS:
        return None
    program = await asyncio.to_thread(find_ffmpeg)
    with tempfile.TemporaryDirectory(prefix="summon-") as folder:
        whole, small = Path(folder, "whole.mp4"), Path(folder, "small.mp4")
        await asyncio.to_thread(whole.write_bytes, clip.mp4)
        rate = f"{round(kbps)}k"
        await _run(
            program,
            *("-hide_banner", "-nostdin", "-loglevel", "error", "-i", str(whole)),
            *("-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-preset", "veryfast"),
            *("-b:v", rate, "-maxrate", rate, "-bufsize", f"{round(kbps * 2)}k"),
            *("-c:a", "aac", "-b:a", f"{AUDIO_KBPS}k", "-movflags", "+faststart", "-y", str(small)),
        )
        mp4 = await asyncio.to_thread(small.read_bytes)
    return replace(clip, mp4=mp4) if len(mp4) <= most_bytes else None


async def _run(*command: str) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, process_group=0
        )
    except OSError as error:
        raise StageFailed("join", f"ffmpeg does not start: {error.strerror}.", retryable=True) from error
    try:
        async with asyncio.timeout(PATIENCE_S):
            code = await process.wait()
    except TimeoutError as error:
        raise StageFailed("join", "ffmpeg does not come to an end; it was ended.", retryable=True) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if code:
        raise StageFailed("join", "ffmpeg could not make the clip smaller.")
