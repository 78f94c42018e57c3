"""Turns frames into video and joins the takes and the sound of a reply into one clip."""

from __future__ import annotations

import errno
import logging
import math
import os
import select
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any

from pipeline.errors import DiskFull, FfmpegMissing, StageFailed
from pipeline.lanes import Lanes, Stop
from pipeline.types import Clip, Speech, Take

log = logging.getLogger(__name__)

FEWEST_FRAMES = 2
"""Two pictures in a row that both begin a stream are one picture to a decoder: no take may be a single frame."""
SOUND_RATE_HZ = 48_000
CLOSE_DB = 0.5
"""Nobody hears less: a clip this near to its loudness is left as its sentences are."""
PATIENCE_S = 30.0
"""How long ffmpeg may take nothing and give nothing before it counts as stuck."""


def find_ffmpeg() -> str:
    """The path of an ffmpeg with libx264: the one on PATH, or the one that comes with imageio-ffmpeg.

    Raises:
        FfmpegMissing: There is none.
    """
    found = shutil.which("ffmpeg")
    if found and _has_x264(found):
        return found
    try:
        import imageio_ffmpeg

        carried = str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise FfmpegMissing("No ffmpeg was found: install ffmpeg, or pip install imageio-ffmpeg.") from error
    if not _has_x264(carried):
        raise FfmpegMissing(f"The ffmpeg at {carried} cannot encode with libx264: install one that can.")
    return carried


@cache
def _has_x264(program: str) -> bool:
    try:
        listed = subprocess.run(  # noqa: S603 - the program was found on PATH or comes with a dependency
            [program, "-hide_banner", "-encoders"], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"libx264" in listed.stdout


class Encoder:
    """A running ffmpeg that takes frames and gives Annex B."""

    def __init__(self, process: subprocess.Popen[bytes], frame_bytes: int) -> None:
        self._process = process
        self._frame_bytes = frame_bytes
        self._video = _Drain(process.stdout)
        self._words = _Drain(process.stderr)
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
        try:
            failed = self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            raise StageFailed("animate", "ffmpeg does not come to an end; it was ended.", retryable=True) from error
        if failed:
            raise self._failure()
        return self._video.all()

    def close(self) -> None:
        """End ffmpeg at once, if it still runs, and close its pipes."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._video.all()
        self._words.all()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _failure(self) -> StageFailed:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        return StageFailed("animate", f"ffmpeg could not encode: {_last_line(self._words.all(wait=5))}", retryable=True)


class _Drain:
    """Reads a pipe to its end on a thread, so that the writer on the other side never waits."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._pieces: list[bytes] = []
        self._thread = threading.Thread(target=self._read, args=(pipe,), name="ffmpeg-drain", daemon=True)
        self._thread.start()

    def all(self, wait: float | None = None) -> bytes:
        self._thread.join(wait)
        return b"".join(self._pieces)

    def _read(self, pipe: IO[bytes] | None) -> None:
        if pipe is None:
            return
        with suppress(OSError, ValueError):
            while piece := os.read(pipe.fileno(), 1 << 16):
                self._pieces.append(piece)


@contextmanager
def open_encoder(
    width: int, height: int, fps: int, crf: int = 20, *, preset: str = "veryfast", threads: int = 3
) -> Iterator[Encoder]:
    """Open an ffmpeg that encodes frames of one size; it is gone when the block ends, however it ends.

    Raises:
        FfmpegMissing: There is no ffmpeg with libx264.
        StageFailed: It cannot be started.
    """
    if width < 2 or height < 2 or width % 2 or height % 2:
        raise StageFailed("animate", f"A video of {width}x{height} has no half-size colour planes: use even sides.")
    command = _encode_command(find_ffmpeg(), width, height, fps, crf, preset, threads)
    encoder = Encoder(_start(command), width * height * 3 // 2)
    try:
        yield encoder
    finally:
        encoder.close()


def _encode_command(program: str, width: int, height: int, fps: int, crf: int, preset: str, threads: int) -> list[str]:
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
        **{"profile:v": "high"},
    )
    return _quiet(stream.compile(cmd=program))


def _quiet(command: Sequence[str]) -> list[str]:
    return [command[0], "-hide_banner", "-nostdin", "-loglevel", "error", *command[1:]]


def _start(command: list[str], folder: Path | None = None) -> subprocess.Popen[bytes]:
    try:
        # A group of its own: Ctrl-C reaches this program, which ends ffmpeg in order.
        return subprocess.Popen(  # noqa: S603 - the command is made here
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=folder,
            process_group=0,
        )
    except OSError as error:
        raise StageFailed("animate", f"ffmpeg does not start: {error}", retryable=True) from error


def _widen(pipe: int, size: int) -> None:
    """Let a pipe hold a frame, so that drawing the next and encoding the last overlap (Linux only)."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, min(1 << 20, max(size, 1 << 16)))


def _last_line(words: bytes) -> str:
    lines = words.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


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


async def join(takes: Sequence[Take], speeches: Sequence[Speech], lanes: Lanes) -> Clip:
    """Put the takes of a reply and their speeches together: the video is copied, the sound encoded once.

    Raises:
        DiskFull: There is no room for the clip while it is made.
        FfmpegMissing: There is no ffmpeg.
        StageFailed: The takes do not fit each other or their speeches, or ffmpeg gave up.
    """
    first = _agreed(takes, speeches)
    return await lanes.of("cpu").run(lambda stop: _join(first, takes, speeches, stop))


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


def _join(first: Take, takes: Sequence[Take], speeches: Sequence[Speech], stop: Stop) -> Clip:
    frames = sum(take.frames for take in takes)
    with _folder() as folder:
        picture, sound, clip = (folder / name for name in ("picture.h264", "sound.pcm", "clip.mp4"))
        with picture.open("wb") as file:
            file.writelines(take.h264 for take in takes)
        sound.write_bytes(sound_of(takes, speeches))
        stop.check()
        _run(_join_command(find_ffmpeg(), picture, sound, clip, first.fps), stop)
        mp4 = clip.read_bytes()
        poster = next((t.poster for t in takes if t.poster), b"") or _first_frame(find_ffmpeg(), clip, stop)
    return Clip(mp4, poster, first.width, first.height, frames / first.fps)


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


def sound_of(takes: Sequence[Take], speeches: Sequence[Speech]) -> bytes:
    """The sound of a whole clip, mono s16le at 48 kHz, as long as its takes to the sample, at one loudness."""
    import numpy as np
    import soxr

    from pipeline import loudness

    frames = 0
    pieces: list[Any] = []
    for take, speech in zip(takes, speeches, strict=True):
        begin, frames = frames * SOUND_RATE_HZ // take.fps, frames + take.frames
        length = frames * SOUND_RATE_HZ // take.fps - begin
        whole = np.frombuffer(speech.pcm[: len(speech.pcm) // 2 * 2], "<i2").astype(np.float64) / 32768
        if speech.rate_hz != SOUND_RATE_HZ and whole.size:
            whole = soxr.resample(whole, speech.rate_hz, SOUND_RATE_HZ)
        pieces.append(np.pad(whole[:length], (0, max(0, length - whole.size))))
    samples = loudness.levelled(np.concatenate(pieces), SOUND_RATE_HZ, CLOSE_DB)
    return np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def _join_command(program: str, picture: Path, sound: Path, clip: Path, fps: int) -> list[str]:
    import ffmpeg

    video = ffmpeg.input(str(picture), format="h264", framerate=fps)
    audio = ffmpeg.input(str(sound), format="s16le", ar=SOUND_RATE_HZ, ac=1)
    # bitexact leaves the encoder's name and the date out: the same reply is the same file.
    output = ffmpeg.output(
        video.video,
        audio.audio,
        str(clip),
        vcodec="copy",
        acodec="aac",
        audio_bitrate="96k",
        movflags="+faststart",
        fflags="+bitexact",
        **{"flags:a": "+bitexact"},
    )
    return _quiet(output.compile(cmd=program, overwrite_output=True))


async def burn(clip: Clip, subtitles: str, lanes: Lanes, crf: int = 20) -> Clip:
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
        _run(_burn_command(find_ffmpeg(), before, after, crf), stop, folder)
        return replace(clip, mp4=after.read_bytes())


def _burn_command(program: str, before: Path, after: Path, crf: int) -> list[str]:
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
    return _quiet(output.compile(cmd=program, overwrite_output=True))


def _first_frame(program: str, clip: Path, stop: Stop) -> bytes:
    import ffmpeg

    poster = clip.with_suffix(".jpg")
    output = ffmpeg.output(ffmpeg.input(str(clip)), str(poster), vframes=1, **{"q:v": 3})
    _run(_quiet(output.compile(cmd=program, overwrite_output=True)), stop)
    return poster.read_bytes()


def _run(command: list[str], stop: Stop, folder: Path | None = None) -> None:
    process = _start(command, folder)
    words = _Drain(process.stderr)
    _Drain(process.stdout)
    try:
        patience = time.monotonic() + PATIENCE_S
        while process.poll() is None:
            stop.check()
            if time.monotonic() > patience:
                raise StageFailed("join", "ffmpeg does not come to an end; it was ended.", retryable=True)
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                words.all()
                with suppress(OSError):
                    pipe.close()
    if process.returncode:
        said = _last_line(words.all())
        if "No space left" in said:
            raise DiskFull("No room is left in the temporary directory: free some, or set TMPDIR.")
        raise StageFailed("join", f"ffmpeg could not join: {said}", retryable=True)
