"""Turns frames into video and joins the takes and the sound of a reply into one clip."""

from __future__ import annotations

import errno
import math
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from pipeline.errors import DiskFull, StageFailed
from pipeline.ffmpeg import PATIENCE_S, Drain, end, failure, run, start
from pipeline.lanes import Lanes, Stop
from pipeline.sound.soundtrack import Soundtrack, encoded
from pipeline.types import Clip, Speech, Take

FEWEST_FRAMES = 2
"""Two pictures in a row that both begin a stream are one picture to a decoder: no take may be a single frame."""

TUNED = "subme=1:partitions=none:me=dia:scenecut=0"
"""Beside `veryfast`: a coarse search finds a face that moves a little, and no scene is cut in a take. The same PSNR
within 0.1 dB for two thirds of the time and about 14 % more bytes."""


class Encoder:
    """A running ffmpeg that takes frames and gives Annex B."""

    def __init__(self, process: subprocess.Popen[bytes], frame_bytes: int) -> None:
        self._process = process
        self._frame_bytes = frame_bytes
        self._video = Drain(process.stdout)
        self._words = Drain(process.stderr)
        assert process.stdin is not None  # noqa: S101 - it was opened with a pipe
        self._input = process.stdin.fileno()
        os.set_blocking(self._input, False)
        _widen(self._input, frame_bytes)

    def write(self, i420: bytes | bytearray | memoryview) -> None:
        """Take one frame: the Y plane, then U and V at half width and height, limited range BT.601.

        Raises:
            StageFailed: ffmpeg ended early or is stuck.
        """
        left = memoryview(i420).cast("B")
        if len(left) != self._frame_bytes:
            raise ValueError(f"a frame has {self._frame_bytes} bytes, not {len(left)}")
        patience = time.monotonic() + PATIENCE_S
        while left:
            if not select.select((), (self._input,), (), 1.0)[1]:
                if time.monotonic() > patience:
                    raise StageFailed("animate", "ffmpeg takes no more frames; it was ended.", retryable=True)
                continue
            try:
                left = left[os.write(self._input, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._failure() from error

    def finish(self) -> bytes:
        """Take no more frames and give the whole stream.

        Raises:
            StageFailed: ffmpeg could not encode.
        """
        assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
        with suppress(OSError):
            self._process.stdin.close()
        # Waiting for a process looks at it ever more seldom, up to 50 ms late; the end of its output is heard at once.
        self._video.ended(PATIENCE_S)
        try:
            failed = self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            raise StageFailed("animate", "ffmpeg does not come to an end; it was ended.", retryable=True) from error
        if failed:
            raise self._failure()
        return self._video.all()

    def close(self) -> None:
        """End ffmpeg at once, if it still runs, and close its pipes."""
        end(self._process, (self._video, self._words))

    def _failure(self) -> StageFailed | DiskFull:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        return failure("animate", "encode", self._words.all(wait=5))


@contextmanager
def open_encoder(
    width: int, height: int, fps: int, crf: int = 19, *, preset: str = "veryfast", tuned: str = TUNED, threads: int = 3
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
    encoder = Encoder(start(arguments, "animate"), width * height * 3 // 2)
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


async def join(
    takes: Sequence[Take], speeches: Sequence[Speech], lanes: Lanes, sound: Soundtrack | None = None
) -> Clip:
    """Put the takes of a reply and their speeches together: the video is copied, the sound encoded once.

    `sound` is that of these speeches where it is made already; one that does not fit the takes is made again.

    Raises:
        DiskFull: There is no room for the clip while it is made.
        FfmpegMissing: There is no ffmpeg.
        StageFailed: The takes do not fit each other or their speeches, or ffmpeg gave up.
    """
    first = _agreed(takes, speeches)
    return await lanes.of("cpu").run(lambda stop: _join(first, takes, speeches, sound, stop))


def _agreed(takes: Sequence[Take], speeches: Sequence[Speech]) -> Take:
    if not takes or len(takes) != len(speeches):
        raise StageFailed("join", f"{len(takes)} takes and {len(speeches)} speeches cannot be joined.")
    first = takes[0]
    for take, speech in zip(takes, speeches, strict=True):
        if (take.width, take.height, take.fps) != (first.width, first.height, first.fps):
            raise StageFailed("join", "The takes differ in size or rate: animate them with one portrait and one plan.")
        if frames_of(speech, take.fps) > take.frames + 1:
            raise StageFailed(
                "join", f"A take of {take.frames} frames is too short for {speech.seconds:.2f} s of speech."
            )
    return first


def _join(first: Take, takes: Sequence[Take], speeches: Sequence[Speech], sound: Soundtrack | None, stop: Stop) -> Clip:
    frames = tuple(take.frames for take in takes)
    with _folder() as folder:
        if sound is None or sound.frames != frames:
            sound = encoded(speeches, frames, first.fps, stop)
        picture, heard, clip = (folder / name for name in ("picture.h264", "sound.m4a", "clip.mp4"))
        with picture.open("wb") as file:
            file.writelines(take.h264 for take in takes)
        heard.write_bytes(sound.m4a)
        stop.check()
        run(_joining(picture, heard, clip, first.fps), stop, stage="join", task="join")
        mp4 = clip.read_bytes()
        poster = next((t.poster for t in takes if t.poster), b"") or _first_frame(clip, stop)
    return Clip(mp4, poster, first.width, first.height, sum(frames) / first.fps)


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary directory; what the file system refuses becomes one clear error."""
    try:
        with tempfile.TemporaryDirectory(prefix="summon-") as name:
            yield Path(name)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("No room is left in the temporary directory: free some, or set TMPDIR.") from error
        raise StageFailed("join", f"The clip could not be put together: {error}", retryable=True) from error


def _joining(picture: Path, sound: Path, clip: Path, fps: int) -> list[str]:
    import ffmpeg

    video = ffmpeg.input(str(picture), format="h264", framerate=fps)
    audio = ffmpeg.input(str(sound))
    # bitexact leaves the date out: the same reply is the same file.
    output = ffmpeg.output(video.video, audio.audio, str(clip), codec="copy", movflags="+faststart", fflags="+bitexact")
    return list(ffmpeg.get_args(output, overwrite_output=True))


async def burn(clip: Clip, subtitles: str, lanes: Lanes, crf: int = 19) -> Clip:
    """Write subtitles, in the format of `pipeline.framing.subtitles`, into the picture of a clip; the sound is copied.

    Raises:
        DiskFull: There is no room for the clip while it is made.
        FfmpegMissing: There is no ffmpeg.
        StageFailed: ffmpeg gave up.
    """
    return await lanes.of("cpu").run(lambda stop: _burn(clip, subtitles, crf, stop))


def _burn(clip: Clip, subtitles: str, crf: int, stop: Stop) -> Clip:
    with _folder() as folder:
        before, after = folder / "before.mp4", folder / "after.mp4"
        before.write_bytes(clip.mp4)
        (folder / "said.ass").write_text(subtitles, "utf-8")
        # The filter reads its argument as a language of its own: a bare name in the working directory needs no escape.
        run(_burning(before, after, crf), stop, stage="join", task="write subtitles", folder=folder)
        return replace(clip, mp4=after.read_bytes())


def _burning(before: Path, after: Path, crf: int) -> list[str]:
    import ffmpeg

    source = ffmpeg.input(str(before))
    output = ffmpeg.output(
        source.video.filter("ass", "said.ass"),
        source.audio,
        str(after),
        vcodec="libx264",
        preset="veryfast",
        crf=crf,
        bf=0,
        pix_fmt="yuv420p",
        acodec="copy",
        movflags="+faststart",
        fflags="+bitexact",
        **{"profile:v": "high", "flags:v": "+bitexact"},
    )
    return list(ffmpeg.get_args(output, overwrite_output=True))


def _first_frame(clip: Path, stop: Stop) -> bytes:
    import ffmpeg

    picture = ffmpeg.output(ffmpeg.input(str(clip)), "pipe:1", vframes=1, format="mjpeg", **{"q:v": 3})
    return run(list(ffmpeg.get_args(picture)), stop, stage="join", task="take a poster")
