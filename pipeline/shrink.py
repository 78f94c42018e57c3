"""Makes a clip smaller that a place would refuse: the same picture at the rate that fits."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.ffmpeg import run_aside
from pipeline.types import Clip

AUDIO_KBPS = 48
MARGINS = (0.92, 0.75)
"""The container and an encoder that overshoots take the rest; on a busy machine x264 overshoots further."""
LEAST_KBPS = 40
"""Below this a face is mush: a voice is better."""
PATIENCE_S = 120.0


async def shrink(clip: Clip, most_bytes: int) -> Clip | None:
    """The clip at no more than `most_bytes`, or None where it would not be worth looking at.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        StageFailed: ffmpeg could not do it.
    """
    for margin in MARGINS:
        kbps = most_bytes * 8 / 1000 / max(clip.seconds, 0.1) * margin - AUDIO_KBPS
        if kbps < LEAST_KBPS:
            return None
        mp4 = await _encoded(clip.mp4, kbps)
        if len(mp4) <= most_bytes:
            return replace(clip, mp4=mp4)
    return None


async def _encoded(clip: bytes, kbps: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="summon-") as folder:
        whole, small = Path(folder, "whole.mp4"), Path(folder, "small.mp4")
        await asyncio.to_thread(whole.write_bytes, clip)
        rate = f"{round(kbps)}k"
        arguments = (
            *("-i", str(whole), "-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-preset", "veryfast"),
            *("-b:v", rate, "-maxrate", rate, "-bufsize", f"{round(kbps * 2)}k"),
            *("-c:a", "aac", "-b:a", f"{AUDIO_KBPS}k", "-movflags", "+faststart", "-y", str(small)),
        )
        await run_aside(arguments, stage="join", task="make the clip smaller", patience=PATIENCE_S)
        return await asyncio.to_thread(small.read_bytes)
