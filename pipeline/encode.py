"""Turns frames into video."""

from __future__ import annotations

import math
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from pipeline.errors import DiskFull, StageFailed
from pipeline.ffmpeg import PATIENCE_S, Drain, end, ending, failure, start
from pipeline.lanes import Stop
from pipeline.types import Speech

FEWEST_FRAMES = 2
"""Two pictures in a row that both begin a stream are one picture to a decoder: no take may be a single frame."""

TUNED = "subme=1:partitions=none:me=dia:scenecut=0:rc-lookahead=5"
"""Beside `veryfast`: a coarse search finds a face that moves a little, no scene is cut in a take, and few frames wait
for those after them. At a rate factor lower by one the same PSNR, for two thirds of the time and a sixth more bytes."""

_LOOK_MS = 50
"""How soon work that nobody waits for is noticed."""


class Encoder:
    """A running ffmpeg that takes frames and gives Annex B."""

    def __init__(self, process: subprocess.Popen[bytes], frame_bytes: int) -> None:
        self._process = process
        self._frame_bytes = frame_bytes
        self._video = Drain(process.stdout)
        self._words = Drain(process.stderr)
        assert process.stdin is not None  # noqa: S101 - it was opened with a pipe
        self._input = process.stdin.fileno()
        # Not `select.select`: it knows no descriptor above 1023.
        self._room = select.poll()
        self._room.register(self._input, select.POLLOUT)
        os.set_blocking(self._input, False)
        _widen(self._input, frame_bytes)

    def write(self, i420: bytes | bytearray | memoryview, stop: Stop | None = None) -> None:
        """Take one frame: the Y plane, then U and V at half width and height, limited range BT.601.

        Raises:
            StageFailed: ffmpeg ended early or is stuck.
            Stopped: The work was cancelled.
        """
        left = memoryview(i420).cast("B")
        if len(left) != self._frame_bytes:
            raise ValueError(f"a frame has {self._frame_bytes} bytes, not {len(left)}")
        patience = time.monotonic() + PATIENCE_S
        while left:
            if not self._room.poll(_LOOK_MS):
                if stop is not None:
                    stop.check()
                if time.monotonic() > patience:
                    raise StageFailed("animate", "ffmpeg takes no more frames; it was ended.", retryable=True)
                continue
            try:
                left = left[os.write(self._input, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._failure() from error

    def end(self) -> None:
        """Take no more frames: those that wait are encoded now."""
        assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
        with suppress(OSError):
            self._process.stdin.close()

    def finish(self, stop: Stop | None = None) -> bytes:
        """Take no more frames and give the whole stream.

        Raises:
            StageFailed: ffmpeg could not encode, or does not come to an end.
            Stopped: The work was cancelled.
        """
        self.end()
        until = time.monotonic() + PATIENCE_S
        # Waiting for a process looks at it ever more seldom, up to 50 ms late; the end of its output is heard at once.
        while not self._video.ended(_LOOK_MS / 1000):
            if stop is not None:
                stop.check()
            if time.monotonic() > until:
                raise self._stuck()
        try:
            failed = self._process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise self._stuck() from error
        if failed:
            raise self._failure()
        return self._video.all()

    def close(self) -> None:
        """End ffmpeg at once, if it still runs, and close its pipes."""
        end(self._process, (self._video, self._words))

    def _stuck(self) -> StageFailed:
        return StageFailed("animate", "ffmpeg does not come to an end; it was ended.", retryable=True)

    def _failure(self) -> StageFailed | DiskFull:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        return failure("animate", "encode", self._words.all(wait=5))


@contextmanager
def open_encoder(
    width: int, height: int, fps: int, crf: int = 18, *, preset: str = "veryfast", tuned: str = TUNED, threads: int = 1
) -> Iterator[Encoder]:
    """Open an ffmpeg that encodes frames of one size; it is gone when the block ends, however it ends.

    `tuned` is what x264 does otherwise than its preset says, in the syntax of its own parameters.

    Raises:
        FfmpegMissing: There is no ffmpeg with libx264.
        StageFailed: It cannot be started.
    """
    if width < 2 or height < 2 or width % 2 or height % 2:
        raise StageFailed("animate", f"A video of {width}x{height} has no half-size colour planes: use even sides.")
    arguments = _encoding(width, height, fps, crf, preset, tuned, threads)
    process = start(arguments, "animate")
    with ending(process):
        encoder = Encoder(process, width * height * 3 // 2)
    try:
        yield encoder
    finally:
        encoder.close()


def _encoding(width: int, height: int, fps: int, crf: int, preset: str, tuned: str, threads: int) -> list[str]:
    import ffmpeg

    frames = ffmpeg.input("pipe:0", format="rawvideo", pix_fmt="yuv420p", s=f"{width}x{height}", r=fps)
    stream = ffmpeg.output(
        frames,
        "pipe:1",
        format="h264",
        vcodec="libx264",
        preset=preset,
        crf=crf,
        bf=0,
        g=10 * fps,
        threads=threads,
        pix_fmt="yuv420p",
        colorspace="smpte170m",
        color_primaries="bt709",
        color_trc="bt709",
        color_range="tv",
        **{"profile:v": "high", **({"x264-params": tuned} if tuned else {})},
    )
    return list(ffmpeg.get_args(stream))


def _widen(pipe: int, size: int) -> None:
    """Let a pipe hold a frame, so that drawing the next and encoding the last overlap (Linux only)."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, min(1 << 20, max(size, 1 << 16)))


def frames_of(speech: Speech, fps: int) -> int:
    """How many frames a speech needs: its last sample lies within the last one."""
    samples = len(speech.pcm) // 2
    return max(FEWEST_FRAMES, -(-samples * fps // speech.rate_hz))


def fit(speech: Speech, fps: int) -> Speech:
    """Pad a speech with silence to whole frames, so that its take and its sound are equally long."""
    return replace(speech, pcm=_padded(speech, math.floor(frames_of(speech, fps) * speech.rate_hz / fps + 0.5)))


def _padded(speech: Speech, samples: int) -> bytes:
    pcm = speech.pcm[: len(speech.pcm) // 2 * 2]
    return pcm[: 2 * samples].ljust(2 * samples, b"\0")
