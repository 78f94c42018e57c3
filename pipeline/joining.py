"""Puts the takes and the sound of a reply together into one clip; the video is copied, never encoded again."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.encode import frames_of
from pipeline.errors import DiskFull, StageFailed
from pipeline.ffmpeg import Feed, Running, run
from pipeline.lanes import Lanes, Stop
from pipeline.sound.soundtrack import Soundtrack, encoded
from pipeline.types import Clip, Speech, Take

log = logging.getLogger(__name__)


class Joiner:
    """A running ffmpeg that takes the takes of a reply as they are made, and its sound at the end."""

    def __init__(self, fps: int) -> None:
        """All takes have this rate.

        Raises:
            DiskFull: There is no room for the clip while it is made.
            FfmpegMissing: There is no ffmpeg.
            StageFailed: It does not start, or the file system refuses a temporary file.
        """
        self._fps = fps
        self._takes: list[Take] = []
        with _filing(), ExitStack() as stack:
            self._clip = stack.enter_context(_folder()) / "clip.mp4"
            reads, writes = os.pipe()
            pipe = stack.enter_context(os.fdopen(writes, "wb", buffering=0))
            try:
                joining = Running(_joining(reads, self._clip, fps), stage="join", task="join", pass_fds=(reads,))
            finally:
                # Only ffmpeg reads: its end is then heard by whoever writes.
                os.close(reads)
            self._sound = Feed(pipe)
            stack.callback(self._sound.join)
            stack.callback(self._sound.end)
            self._joining = stack.enter_context(closing(joining))
            self._held = stack.pop_all()

    def add(self, take: Take) -> None:
        """Take the next take.

        Raises:
            StageFailed: It does not fit those before.
        """
        first = self._takes[0] if self._takes else take
        if (take.width, take.height, take.fps) != (first.width, first.height, self._fps):
            raise StageFailed("join", "The takes differ in size or rate: animate them with one portrait and one plan.")
        self._takes.append(take)
        self._joining.feed(take.h264)

    def finish(self, speeches: Sequence[Speech], sound: Soundtrack | None, stop: Stop) -> Clip:
        """The clip; `sound` is that of the speeches where it is made already.

        Raises:
            DiskFull: There is no room for the clip while it is made.
            FfmpegMissing: There is no ffmpeg.
            StageFailed: The takes do not fit their speeches, or ffmpeg gave up.
        """
        if not self._takes or len(self._takes) != len(speeches):
            raise StageFailed("join", f"{len(self._takes)} takes and {len(speeches)} speeches cannot be joined.")
        for take, speech in zip(self._takes, speeches, strict=True):
            if frames_of(speech, take.fps) > take.frames + 1:
                raise StageFailed(
                    "join", f"A take of {take.frames} frames is too short for {speech.seconds:.2f} s of speech."
                )
        frames = tuple(take.frames for take in self._takes)
        with _filing():
            if sound is None or sound.frames != frames:
                sound = encoded(speeches, frames, self._fps, stop)
            try:
                mp4, poster = self.joined(sound, stop)
            except StageFailed as error:
                # It ran as long as the reply was made, and may have been ended meanwhile; the takes are all here.
                log.warning("clip joined anew", extra={"reason": str(error)})
                with closing(Joiner(self._fps)) as again:
                    for take in self._takes:
                        again.add(take)
                    mp4, poster = again.joined(sound, stop)
        return Clip(mp4, poster, self._takes[0].width, self._takes[0].height, sum(frames) / self._fps)

    def joined(self, sound: Soundtrack, stop: Stop) -> tuple[bytes, bytes]:
        """The file of what was added, and its first picture; see `finish`."""
        self._sound.put(sound.m4a)
        self._sound.end()
        self._joining.finish(stop)
        poster = next((take.poster for take in self._takes if take.poster), b"") or _first_frame(self._clip, stop)
        return self._clip.read_bytes(), poster

    def close(self) -> None:
        """End ffmpeg at once, if it still runs, and remove what it wrote."""
        self._held.close()


async def join(takes: Sequence[Take], speeches: Sequence[Speech], lanes: Lanes) -> Clip:
    """Put the takes of a reply and their speeches together.

    Raises:
        DiskFull: There is no room for the clip while it is made.
        FfmpegMissing: There is no ffmpeg.
        StageFailed: The takes do not fit each other or their speeches, or ffmpeg gave up.
    """
    return await lanes.of("cpu").run(lambda stop: _join(takes, speeches, stop))


def _join(takes: Sequence[Take], speeches: Sequence[Speech], stop: Stop) -> Clip:
    with closing(Joiner(takes[0].fps if takes else 1)) as joiner:
        for take in takes:
            joiner.add(take)
        return joiner.finish(speeches, None, stop)


@contextmanager
def _filing() -> Iterator[None]:
    """What the file system refuses becomes one clear error."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("No room is left in the temporary directory: free some, or set TMPDIR.") from error
        raise StageFailed("join", f"The clip could not be put together: {error}", retryable=True) from error


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary directory."""
    with _filing(), tempfile.TemporaryDirectory(prefix="summon-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _joining(sound: int, clip: Path, fps: int) -> list[str]:
    import ffmpeg

    video = ffmpeg.input("pipe:0", format="h264", framerate=fps)
    audio = ffmpeg.input(f"pipe:{sound}", format="mp4")
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
