"""Turns any sound or video file into plain samples, with ffmpeg."""

from __future__ import annotations

from pipeline.errors import SoundMissing, SoundUnreadable, StageFailed
from pipeline.ffmpeg import run_aside

PATIENCE_S = 30.0

# The file comes from a stranger: nothing but its own bytes may be opened by what it says. The cache lets ffmpeg go to
# the end of a video and back, where many phones write what is in it.
_READ = ("-protocol_whitelist", "cache,pipe", "-i", "cache:pipe:0")


async def decoded(content: bytes, rate_hz: int, longest_s: float, stage: str = "listen") -> bytes:
    """The sound of a file as mono s16le; at most `longest_s` of it, and a second more to tell that it goes on.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        SoundMissing: It is a file without sound.
        SoundUnreadable: It is no file that can be read.
    """
    made = ("-map", "0:a:0", "-t", f"{longest_s + 1:g}", "-ac", "1", "-ar", str(rate_hz), "-f", "s16le", "pipe:1")
    try:
        pcm = await run_aside((*_READ, *made), stage=stage, task="read the sound", fed=content, patience=PATIENCE_S)
    except StageFailed as error:
        if await _has_picture(content, stage):
            raise SoundMissing("The video has no sound.") from error
        raise SoundUnreadable("ffmpeg cannot read the file.") from error
    if not pcm:
        raise SoundMissing("The file has no sound.")
    return pcm[: len(pcm) // 2 * 2]


async def _has_picture(content: bytes, stage: str) -> bool:
    one = ("-map", "0:v:0", "-frames:v", "1", "-f", "null", "pipe:1")
    try:
        await run_aside((*_READ, *one), stage=stage, task="read the picture", fed=content, patience=PATIENCE_S)
    except StageFailed:
        return False
    return True
