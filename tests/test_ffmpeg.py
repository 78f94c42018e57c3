from __future__ import annotations

import asyncio
import shlex
import threading
import time
from pathlib import Path

import pytest

from pipeline.errors import DiskFull, FfmpegMissing, StageFailed
from pipeline.ffmpeg import failure, find_ffmpeg, run, run_aside
from pipeline.lanes import Stop, Stopped

ENDLESS = ("-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-")
OPEN_FILES = Path("/proc/self/fd")
LISTENING = ("-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "pipe:0", "-f", "s16le", "pipe:1")

SECONDS = bytes(range(256)) * 7500
"""Twenty seconds that take a while to encode."""


def children() -> set[str]:
    return set(Path("/proc/self/task", str(threading.get_native_id()), "children").read_text().split())


def test_what_goes_in_comes_out() -> None:
    sound = bytes(range(256)) * 2000
    assert run(LISTENING, Stop(), stage="join", task="pass it on", fed=sound) == sound


def test_what_takes_longer_than_a_look_goes_in_whole() -> None:
    encoded = run((*LISTENING[:-3], "-c:a", "aac", "-f", "adts", "pipe:1"), Stop(), stage="join", task="x", fed=SECONDS)
    decoded = ("-f", "aac", "-i", "pipe:0", "-f", "s16le", "pipe:1")
    assert len(run(decoded, Stop(), stage="join", task="x", fed=encoded)) >= len(SECONDS)


def test_no_ffmpeg_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/nowhere/ffmpeg")
    with pytest.raises(FfmpegMissing, match="ffmpeg"):
        find_ffmpeg()


def test_what_ffmpeg_complains_of_reaches_the_operator() -> None:
    with pytest.raises(StageFailed, match=r"ffmpeg could not sing: .*[Nn]o such file"):
        run(("-i", "/nowhere/a.wav", "-f", "null", "-"), Stop(), stage="join", task="sing")


@pytest.mark.parametrize("reason", ["No space left on device", "Disk quota exceeded"])
def test_a_full_disk_is_heard_whatever_is_said_after_it(reason: str) -> None:
    words = f"[out#0/ipod] Error writing trailer: {reason}\n[out#0/ipod] Nothing was written into output file.\n"
    assert isinstance(failure("join", "encode the sound", words.encode()), DiskFull)


def test_an_ffmpeg_that_does_not_end_is_ended() -> None:
    before = children()
    with pytest.raises(StageFailed, match="does not come to an end"):
        run(ENDLESS, Stop(), stage="join", task="wait", patience=0.1)
    assert children() <= before


def test_stopping_ends_ffmpeg() -> None:
    before, stop = children(), Stop()
    timer = threading.Timer(0.1, stop.set)
    timer.start()
    with pytest.raises(Stopped):
        run(ENDLESS, stop, stage="join", task="wait")
    timer.join()
    assert children() <= before


def test_an_ffmpeg_behind_a_script_is_ended_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text(f'#!/bin/sh\n{shlex.quote(find_ffmpeg())} "$@"\nexit $?\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert find_ffmpeg() == str(script)
    began = time.monotonic()
    with pytest.raises(StageFailed, match="does not come to an end"):
        run((*ENDLESS[:-3], "-t", "5", *ENDLESS[-3:]), Stop(), stage="join", task="wait", patience=0.1)
    assert time.monotonic() - began < 3


def test_an_ffmpeg_without_a_thread_to_read_it_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    before, files = children(), len(list(OPEN_FILES.iterdir()))
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(RuntimeError):
        run(ENDLESS, Stop(), stage="join", task="wait")
    assert children() <= before
    assert len(list(OPEN_FILES.iterdir())) == files


async def test_cancelling_ends_ffmpeg_and_its_thread() -> None:
    task = asyncio.create_task(run_aside(ENDLESS, stage="join", task="wait"))
    await asyncio.sleep(0)
    assert any(t.name.startswith("lane-ffmpeg") for t in threading.enumerate())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(t.name.startswith("lane-ffmpeg") for t in threading.enumerate())
