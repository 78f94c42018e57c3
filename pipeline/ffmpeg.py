"""Finds ffmpeg and runs it: pipes, patience, cancelling and what it says when it fails, in one place."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from pipeline.errors import DiskFull, FfmpegMissing, StageFailed
from pipeline.lanes import Lane, Stop

PATIENCE_S = 30.0
"""How long ffmpeg may take nothing and give nothing before it counts as stuck."""
_LOOK_S = 0.05
"""How soon work that nobody waits for is noticed."""


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


def start(
    arguments: Sequence[str], stage: str, folder: Path | None = None, pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start ffmpeg with three pipes, and those of `pass_fds`; whoever starts it ends it.

    Raises:
        FfmpegMissing: There is no ffmpeg with libx264.
        StageFailed: It does not start.
    """
    command = [find_ffmpeg(), "-hide_banner", "-nostdin", "-loglevel", "error", *arguments]
    try:
        # A group of its own: Ctrl-C reaches this program, which ends ffmpeg in order, with whatever a wrapper started.
        return subprocess.Popen(  # noqa: S603 - the command is made here
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=folder,
            process_group=0,
            pass_fds=pass_fds,
        )
    except OSError as error:
        raise StageFailed(stage, f"ffmpeg does not start: {error.strerror}.", retryable=True) from error


class Running:
    """An ffmpeg that works while it is fed; close it however its work ends."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        stage: str,
        task: str,
        folder: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        """Start it.

        Args:
            arguments: All but the program.
            stage: Who says that it failed.
            task: What it was to do, as in `ffmpeg could not join`.
            folder: Its working directory.
            pass_fds: Pipes that it reads besides its input.

        Raises:
            FfmpegMissing: There is no ffmpeg with libx264.
            StageFailed: It does not start.
        """
        self._stage, self._task = stage, task
        # Not `communicate`: before Python 3.13 it forgets the rest of its input once it has timed out.
        self._process = start(arguments, stage, folder, pass_fds)
        with ending(self._process):
            self._made, self._words = Drain(self._process.stdout), Drain(self._process.stderr)
            self._feed = Feed(self._process.stdin)

    def feed(self, piece: bytes) -> None:
        """Let it read this after all that came before; never waits."""
        self._feed.put(piece)

    def finish(self, stop: Stop, patience: float = PATIENCE_S) -> bytes:
        """End its input and wait; gives what it wrote to its output.

        Raises:
            DiskFull: There is no room for what it writes.
            StageFailed: It does not come to an end, or failed.
            Stopped: The work was cancelled.
        """
        self._feed.end()
        until = time.monotonic() + patience
        # Waiting for a process looks at it ever more seldom, up to 50 ms late; the end of its output is heard at once.
        while not self._made.ended(_LOOK_S):
            stop.check()
            if time.monotonic() > until:
                raise self._stuck()
        try:
            failed = self._process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise self._stuck() from error
        if failed:
            raise failure(self._stage, self._task, self._words.all())
        return self._made.all()

    def close(self) -> None:
        """End it at once, if it still runs."""
        kill(self._process)
        # Once nobody reads, feeding ends by itself; before that its pipe must not be closed.
        self._feed.end()
        self._feed.join()
        end(self._process, (self._made, self._words))

    def _stuck(self) -> StageFailed:
        return StageFailed(self._stage, "ffmpeg does not come to an end; it was ended.", retryable=True)


def run(
    arguments: Sequence[str],
    stop: Stop,
    *,
    stage: str,
    task: str,
    fed: bytes = b"",
    folder: Path | None = None,
    patience: float = PATIENCE_S,
) -> bytes:
    """Run ffmpeg to its end and give what it wrote to its output; see `Running`.

    Raises:
        DiskFull: There is no room for what it writes.
        FfmpegMissing: There is no ffmpeg.
        StageFailed: It does not start, does not come to an end, or failed.
        Stopped: The work was cancelled.
    """
    with closing(Running(arguments, stage=stage, task=task, folder=folder)) as running:
        running.feed(fed)
        return running.finish(stop, patience)


async def run_aside(
    arguments: Sequence[str], *, stage: str, task: str, fed: bytes = b"", patience: float = PATIENCE_S
) -> bytes:
    """`run` beside the event loop; cancelling waits until ffmpeg is gone."""
    with closing(Lane("ffmpeg", 1)) as lane:
        return await lane.run(lambda stop: run(arguments, stop, stage=stage, task=task, fed=fed, patience=patience))


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a program at once, if it still runs.

    ffmpeg may be a script that starts the real one: that would go on, hold the pipes, and keep their readers waiting.
    """
    if process.poll() is None:
        # Its own child and not waited for yet: the number is nobody else's.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()


def end(process: subprocess.Popen[bytes], drains: Sequence[Drain] = ()) -> None:
    """End a program at once, if it still runs, and close its pipes once they are drained."""
    kill(process)
    process.wait()
    # What a dead wrapper left running ends once nothing comes any more.
    _close(process.stdin)
    for drain in drains:
        drain.all()
    _close(process.stdout)
    _close(process.stderr)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with suppress(OSError):
            pipe.close()


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a program at once where what it was started for fails: there may be no room for one more thread."""
    try:
        yield
    except BaseException:
        end(process)
        raise


def failure(stage: str, task: str, words: bytes) -> StageFailed | DiskFull:
    """The error for an ffmpeg that gave up with these words."""
    lines = words.decode("utf-8", "replace").strip().splitlines()
    said = lines[-1] if lines else "it said nothing"
    # Its last line may be what came of that.
    if any("No space left" in line or "Disk quota exceeded" in line for line in lines):
        return DiskFull("No room is left in the temporary directory: free some, or set TMPDIR.")
    return StageFailed(stage, f"ffmpeg could not {task}: {said}", retryable=True)


class Feed:
    """Writes to a pipe on a thread, so that whoever has something to write never waits for the reader."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, args=(pipe,), name="ffmpeg-feed", daemon=True)
        self._thread.start()

    def put(self, piece: bytes) -> None:
        """Write this after all that was put before."""
        self._pieces.put(piece)

    def end(self) -> None:
        """Close the pipe once all is written."""
        self._pieces.put(None)

    def join(self) -> None:
        """Wait until the pipe is closed, or nobody reads it any more."""
        self._thread.join()

    def _write(self, pipe: IO[bytes] | None) -> None:
        if pipe is None:
            return
        with suppress(OSError, ValueError):
            while (piece := self._pieces.get()) is not None:
                left = memoryview(piece)
                while left:
                    left = left[os.write(pipe.fileno(), left) :]
        with suppress(OSError):
            pipe.close()


class Drain:
    """Reads a pipe to its end on a thread, so that the writer on the other side never waits."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._pieces: list[bytes] = []
        self._thread = threading.Thread(target=self._read, args=(pipe,), name="ffmpeg-drain", daemon=True)
        self._thread.start()

    def all(self, wait: float | None = None) -> bytes:
        """Everything that was read, once the pipe has ended or `wait` seconds are over."""
        self._thread.join(wait)
        return b"".join(self._pieces)

    def ended(self, wait: float) -> bool:
        """Whether the pipe has ended, now or within `wait` seconds."""
        self._thread.join(wait)
        return not self._thread.is_alive()

    def _read(self, pipe: IO[bytes] | None) -> None:
        if pipe is None:
            return
        with suppress(OSError, ValueError):
            while piece := os.read(pipe.fileno(), 1 << 16):
                self._pieces.append(piece)
