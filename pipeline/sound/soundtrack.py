"""The sound of a whole reply: its sentences one after another at one loudness, encoded once, beside the picture."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.ffmpeg import run
from pipeline.lanes import Lanes, Stop
from pipeline.types import Speech

RATE_HZ = 48_000
CLOSE_DB = 0.5
"""Nobody hears less: a clip this near to its loudness is left as its sentences are."""


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """Encoded sound, and the frames of each take that it was made for."""

    m4a: bytes = field(repr=False)
    """AAC in MP4, whose edit list keeps the encoder's lead-in out of what is heard."""
    frames: tuple[int, ...]


async def soundtrack(speeches: Sequence[Speech], frames: Sequence[int], fps: int, lanes: Lanes) -> Soundtrack:
    """Encode the speeches of a reply, each as long as its take will be.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        OSError: The file system refuses a temporary file.
        StageFailed: ffmpeg gave up.
    """
    return await lanes.of("cpu").run(lambda stop: encoded(speeches, frames, fps, stop))


def encoded(speeches: Sequence[Speech], frames: Sequence[int], fps: int, stop: Stop) -> Soundtrack:
    """The same, on the thread it is called on."""
    pcm = sound_of(speeches, frames, fps)
    stop.check()
    with tempfile.TemporaryDirectory(prefix="summon-") as name:
        target = Path(name, "sound.m4a")
        run(_encoding(target), stop, stage="join", task="encode the sound", fed=pcm)
        return Soundtrack(target.read_bytes(), tuple(frames))


def sound_of(speeches: Sequence[Speech], frames: Sequence[int], fps: int) -> bytes:
    """The sound, mono s16le at 48 kHz, as long as the frames to the sample, at one loudness."""
    import numpy as np
    import soxr

    from pipeline.sound import loudness

    end = 0
    pieces: list[Any] = []
    for speech, count in zip(speeches, frames, strict=True):
        begin, end = end * RATE_HZ // fps, end + count
        length = end * RATE_HZ // fps - begin
        whole = np.frombuffer(speech.pcm[: len(speech.pcm) // 2 * 2], "<i2").astype(np.float64) / 32768
        if speech.rate_hz != RATE_HZ and whole.size:
            whole = soxr.resample(whole, speech.rate_hz, RATE_HZ)
        pieces.append(np.pad(whole[:length], (0, max(0, length - whole.size))))
    samples = loudness.levelled(np.concatenate(pieces), RATE_HZ, CLOSE_DB)
    return np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def _encoding(target: Path) -> list[str]:
    import ffmpeg

    pcm = ffmpeg.input("pipe:0", format="s16le", ar=RATE_HZ, ac=1)
    # The fast coder takes a third of the time; at this rate speech sounds the same. bitexact leaves the encoder's name
    # and the date out: the same reply is the same file.
    output = ffmpeg.output(
        pcm.audio,
        str(target),
        acodec="aac",
        aac_coder="fast",
        audio_bitrate="96k",
        fflags="+bitexact",
        **{"flags:a": "+bitexact"},
    )
    return list(ffmpeg.get_args(output, overwrite_output=True))
