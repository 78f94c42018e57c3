"""The sound of a whole reply: its sentences one after another at one loudness, encoded while the reply is made."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.ffmpeg import Running
from pipeline.lanes import Stop
from pipeline.types import Speech

RATE_HZ = 48_000
CLOSE_DB = 0.5
"""Nobody hears less: a sentence this near to its loudness is left as it is."""


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """Encoded sound, and the frames of each take that it was made for."""

    m4a: bytes = field(repr=False)
    """AAC in MP4 that can be read from a pipe; its edit list keeps the encoder's lead-in out of what is heard."""
    frames: tuple[int, ...]


class Recorder:
    """A running ffmpeg that takes the sentences of a reply as they are spoken."""

    def __init__(self, fps: int) -> None:
        """`fps` is that of the picture.

        Raises:
            FfmpegMissing: There is no ffmpeg.
            OSError: The file system refuses a temporary file.
            StageFailed: ffmpeg does not start.
        """
        self._fps = fps
        self._frames: list[int] = []
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="summon-", ignore_cleanup_errors=True))
            self._target = Path(folder, "sound.m4a")
            encoding = Running(_encoding(self._target), stage="join", task="encode the sound")
            self._encoding = stack.enter_context(closing(encoding))
            self._held = stack.pop_all()

    def add(self, speech: Speech, frames: int) -> None:
        """Take the next sentence, whose take has so many frames."""
        before = sum(self._frames)
        self._frames.append(frames)
        begin, stop = (count * RATE_HZ // self._fps for count in (before, before + frames))
        self._encoding.feed(sound_of(speech, stop - begin))

    def finish(self, stop: Stop) -> Soundtrack:
        """All that was taken, encoded.

        Raises:
            OSError: The file system refuses.
            StageFailed: ffmpeg gave up.
        """
        self._encoding.finish(stop)
        return Soundtrack(self._target.read_bytes(), tuple(self._frames))

    def close(self) -> None:
        """End ffmpeg at once, if it still runs, and remove what it wrote."""
        self._held.close()


def encoded(speeches: Sequence[Speech], frames: Sequence[int], fps: int, stop: Stop) -> Soundtrack:
    """Encode the speeches of a reply, each as long as its take; on the thread it is called on.

    Raises:
        FfmpegMissing: There is no ffmpeg.
        OSError: The file system refuses a temporary file.
        StageFailed: ffmpeg gave up.
    """
    with closing(Recorder(fps)) as recorder:
        for speech, count in zip(speeches, frames, strict=True):
            recorder.add(speech, count)
        return recorder.finish(stop)


def sound_of(speech: Speech, samples: int) -> bytes:
    """A sentence, mono s16le at 48 kHz, as long as that to the sample, at the loudness of every other."""
    import numpy as np
    import soxr

    from pipeline.sound import loudness

    sound = np.frombuffer(speech.pcm[: len(speech.pcm) // 2 * 2], "<i2").astype(np.float64) / 32768
    # Before it has more samples than it needs.
    sound = loudness.levelled(sound, speech.rate_hz, CLOSE_DB)
    if speech.rate_hz != RATE_HZ and sound.size:
        sound = soxr.resample(sound, speech.rate_hz, RATE_HZ)
    fitted = np.pad(sound[:samples], (0, max(0, samples - sound.size)))
    return np.round(np.clip(fitted, -1, 1) * 32767).astype("<i2").tobytes()


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
        movflags="+faststart",
        fflags="+bitexact",
        **{"flags:a": "+bitexact"},
    )
    return list(ffmpeg.get_args(output, overwrite_output=True))
