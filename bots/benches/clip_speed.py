"""Measures animating and encoding: frames a second, memory, the time to a first frame."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from statistics import median

from pipeline.animate.plan import plan
from pipeline.encode import open_encoder
from pipeline.ffmpeg import find_ffmpeg
from pipeline.pace import pace
from pipeline.stages import Animator, Speaker
from pipeline.types import Motion, Phone, Portrait, Speech, Take, Voice

FPS = 25
TEXT = (
    "Well, what do you want from me today? I have been standing here since six in the morning, and nobody has brought "
    "me even a drop of water. But please, come a bit closer, and tell me about your day."
)


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians over the rounds."""

    fps: float
    """Frames a second of planning, animating and encoding."""
    encode_fps: float
    """Of x264's preset `veryfast` given the same frames, alone."""
    encode_share: float
    """The first over the second, round by round."""
    first_frame_ms: float


async def measure(animator: Animator, portrait: Portrait, speech: Speech, rounds: int, crf: int) -> Speed:
    """Animate, encode the same frames alone and make a first frame, in turns."""
    whole, alone, first = [], [], []
    for turn in range(rounds):
        began = time.perf_counter()
        take = await animator.animate(portrait, speech, _plan(speech, turn))
        whole.append(take.frames / (time.perf_counter() - began))
        alone.append(await asyncio.to_thread(encode_again, take, crf))
        first.append(await _first_frame(animator, portrait, speech, turn))
    shares = [one / other for one, other in zip(whole, alone, strict=True)]
    return Speed(median(whole), median(alone), median(shares), 1000 * median(first))


async def _first_frame(animator: Animator, portrait: Portrait, speech: Speech, turn: int) -> float:
    """Seconds from a sentence's sound to its first frames as video.

    The sentence is planned whole, for a portrait that this process has not moved before. The two frames are the least
    that a take may have, so a first frame comes a little earlier than this.
    """
    unseen = replace(portrait, rgb=bytes([turn % 256]) + portrait.rgb[1:])
    began = time.perf_counter()
    motion = _plan(speech, turn)
    await animator.animate(unseen, speech, replace(motion, poses=motion.poses[:2]))
    return time.perf_counter() - began


def _plan(speech: Speech, seed: int) -> Motion:
    return plan(speech, fps=FPS, seed=seed)


def encode_again(take: Take, crf: int) -> float:
    """Frames a second of x264 veryfast alone, given the decoded frames of a take as fast as it reads them."""
    size = take.width * take.height * 3 // 2
    with tempfile.TemporaryDirectory(prefix="summon-bench-") as folder:
        video, frames = Path(folder, "take.h264"), Path(folder, "take.yuv")
        video.write_bytes(take.h264)
        command = [find_ffmpeg(), "-v", "error", "-f", "h264", "-i", str(video), "-f", "rawvideo", str(frames)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed program and its own files
        alone = open_encoder(take.width, take.height, take.fps, crf, tuned="", threads=3)
        with frames.open("rb") as source, alone as encoder:
            count = 0
            began = time.perf_counter()
            while len(frame := source.read(size)) == size:
                encoder.write(frame)
                count += 1
            encoder.finish()
            return count / (time.perf_counter() - began)


async def peak_mb(animator: Animator, portrait: Portrait, speech: Speech) -> float:
    """MiB that this process and its children take while animating, over what they took before."""
    idle = resident_mb()
    highest = idle
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.01):
            highest = max(highest, resident_mb())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        await animator.animate(portrait, speech, _plan(speech, 0))
    finally:
        done.set()
        watcher.join()
    return highest - idle


def resident_mb() -> float:
    """MiB of memory that this process and all its descendants hold; of this process alone where there is no /proc."""
    if not Path("/proc/self/statm").exists():
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    waiting, pages = [os.getpid()], 0
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        try:
            pages += int((process / "statm").read_text().split()[1])
            for task in (process / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError, IndexError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


async def speech_of(speaker: Speaker, voice: Voice, seconds: float) -> Speech:
    """A speech of that length to the sample: sentences one after the other, cut where it ends."""
    pcm, start, rate = b"", 0.0, 0
    phones: list[Phone] = []
    for sentence in cycle(TEXT.replace("? ", "?|").replace(". ", ".|").split("|")):
        spoken = pace(await speaker.speak(voice, sentence), FPS, first=not pcm)
        heard = [p for p in spoken.phones if p.start + start < seconds]
        phones += [Phone(p.symbol, p.start + start, min(p.end + start, seconds)) for p in heard]
        pcm, start, rate = pcm + spoken.pcm, start + spoken.seconds, spoken.rate_hz
        if start >= seconds:
            break
    return Speech(TEXT, pcm[: 2 * round(seconds * rate)], rate, tuple(phones))
