"""Decodes a clip for the judge: frames one by one, sound as one array, both on one clock."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadInput
from pipeline.ffmpeg import find_ffmpeg

Pixels = NDArray[Any]
"""uint8."""
Signal = NDArray[Any]
"""float64."""

QUIETLY = ("-nostdin", "-v", "error", "-protocol_whitelist", "file")
"""A clip may name other files or addresses: nothing but the clip itself is opened."""
SOUND_RATE_HZ = 16_000
"""Speech envelopes need no more."""
LARGEST_BYTES = 256 * 2**20
LARGEST_SIDE = 2160
SMALLEST_SIDE = 64
LONGEST_S = 600
QUIETEST = 1e-3
"""A peak below -60 dBFS is silence: there is nothing to be in step with."""


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip that can be judged: it has a picture that moves on and a sound that is heard."""

    path: Path
    width: int
    height: int
    fps: float
    frames: int
    sound: Signal
    """Mono, -1 to 1, at `SOUND_RATE_HZ`; its first sample belongs to time 0 of the clip."""
    video_s: float
    """Time of the clip at which its picture ends."""
    audio_s: float
    """Time of the clip at which its sound ends."""
    crf: float
    """The x264 rate factor that the stream names, or 20."""
    keyint: int
    """The distance of its key frames, or 250."""

    def play(self) -> Iterator[Pixels]:
        """Give the frames in order, each (height, width, 3) uint8 RGB.

        Raises:
            BadInput: The picture cannot be decoded to its end.
        """
        # start_time fills a picture that begins late, so that frame i always belongs to i / fps.
        rate = Fraction(self.fps).limit_denominator(1001)
        filters = f"fps={rate}:start_time=0"
        yield from decode(["-i", str(self.path), "-map", "0:v:0", "-vf", filters], self.width, self.height)


def read_footage(path: Path) -> Footage:
    """Look into a clip and decode its sound.

    Raises:
        BadInput: It is missing, broken, too large, silent, has no picture, no sound or only one frame.
        FfmpegMissing: There is no ffmpeg.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(f"There is no clip at {path}.") from error
    if not path.is_file() or size == 0:
        raise BadInput(f"{path} is no clip: it is empty or no file.")
    if size > LARGEST_BYTES:
        raise BadInput(f"{path} has {size >> 20} MiB; the judge reads up to {LARGEST_BYTES >> 20}.")
    video, audio = _streams(path)
    if not LARGEST_SIDE >= max(video.width, video.height) >= min(video.width, video.height) >= SMALLEST_SIDE:
        raise BadInput(
            f"{path} is {video.width}x{video.height}; the judge reads {SMALLEST_SIDE} to {LARGEST_SIDE} pixels a side."
        )
    if video.packets < 2:
        raise BadInput(f"{path} has one frame only: nothing can move in it.")
    if max(video.end, audio.end) > LONGEST_S:
        raise BadInput(f"{path} lasts longer than {LONGEST_S // 60} minutes.")
    sound = _sound(path)
    if sound.size == 0 or float(np.abs(sound).max()) < QUIETEST:
        raise BadInput(f"{path} is silent: there is no speech to be in step with.")
    with path.open("rb") as file:
        head = file.read(1 << 20)
    crf, keyint = re.search(rb"\bcrf=([0-9.]{1,6})", head), re.search(rb"\bkeyint=([0-9]{1,6})", head)
    return Footage(
        path,
        video.width,
        video.height,
        1 / video.step,
        video.packets,
        sound,
        video.end,
        sound.size / SOUND_RATE_HZ,
        float(crf[1]) if crf else 20.0,
        int(keyint[1]) if keyint else 250,
    )


def decode(source: list[str], width: int, height: int) -> Iterator[Pixels]:
    """Decode whatever ffmpeg's input options name into RGB frames.

    Raises:
        BadInput: ffmpeg gives up.
    """
    command = [find_ffmpeg(), *QUIETLY, "-xerror", "-threads", "1", *source]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    process = subprocess.Popen(  # noqa: S603 - a fixed program, and the path is one argument
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None  # noqa: S101 - it was opened with a pipe
    size = width * height * 3
    try:
        while len(frame := process.stdout.read(size)) == size:
            yield np.frombuffer(frame, np.uint8).reshape(height, width, 3)
        if process.wait() != 0:
            raise BadInput("The picture of the clip is broken: it cannot be decoded to its end.")
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


@dataclass
class _Stream:
    width: int = 0
    height: int = 0
    step: float = 0.0
    packets: int = 0
    end: float = 0.0


def _streams(path: Path) -> tuple[_Stream, _Stream]:
    """Read the packet list: sizes and times, without decoding."""
    listed = _ffmpeg(["-i", str(path), "-map", "0:v:0?", "-map", "0:a:0?", "-c", "copy", "-f", "framecrc", "-"])
    kinds: dict[int, str] = {}
    ticks: dict[int, float] = {}
    sizes: dict[int, tuple[int, int]] = {}
    packets: dict[int, list[tuple[int, int]]] = {}
    for line in (listed or b"").decode("utf-8", "replace").splitlines():
        if named := re.match(r"#(tb|media_type|dimensions) (\d): (\S+)", line):
            what, index, value = named[1], int(named[2]), named[3]
            if what == "tb":
                ticks[index] = float(Fraction(value))
            elif what == "media_type":
                kinds[index] = value
            else:
                width, _, height = value.partition("x")
                sizes[index] = int(width), int(height)
        elif packet := re.match(r"(\d),\s*-?\d+,\s*(-?\d+),\s*(\d+),", line):
            packets.setdefault(int(packet[1]), []).append((int(packet[2]), int(packet[3])))
    found = {kind: index for index, kind in kinds.items() if packets.get(index)}
    if listed is None or not (found or kinds):
        raise BadInput(f"{path} is no clip that ffmpeg can read to its end.")
    if "video" not in found:
        raise BadInput(f"{path} has no picture.")
    if "audio" not in found:
        raise BadInput(f"{path} has no sound.")
    made = []
    for kind in ("video", "audio"):
        index = found[kind]
        times = sorted(packets[index])
        gaps = np.diff([time for time, _ in times])
        step = float(np.median(gaps)) if len(gaps) else float(times[0][1] or 1)
        end = max(time + (length or step) for time, length in times) * ticks[index]
        made.append(_Stream(*sizes.get(index, (0, 0)), max(step, 1.0) * ticks[index], len(times), end))
    return made[0], made[1]


def _sound(path: Path) -> Signal:
    # first_pts=0 puts silence before a sound that begins late, instead of moving it to the start.
    timed = "aresample=async=1:first_pts=0"
    form = ["-ac", "1", "-ar", str(SOUND_RATE_HZ), "-f", "s16le", "-"]
    pcm = _ffmpeg(["-i", str(path), "-map", "0:a:0", "-af", timed, *form])
    if pcm is None:
        raise BadInput(f"The sound of {path} is broken: it cannot be decoded.")
    return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float64) / 32768


def _ffmpeg(arguments: list[str]) -> bytes | None:
    done: Any = subprocess.run(  # noqa: S603 - a fixed program, and the path is one argument
        [find_ffmpeg(), *QUIETLY, *arguments], capture_output=True, check=False
    )
    # A file that is cut off is read as far as it goes, with success and a complaint.
    return bytes(done.stdout) if done.returncode == 0 and not done.stderr.strip() else None
