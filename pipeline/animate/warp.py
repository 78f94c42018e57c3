"""The animator without a model: moves and blends what is already painted, some milliseconds a frame on one core."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from functools import partial

import cv2

from pipeline.animate.begun import continued, fits
from pipeline.animate.colour import to_jpeg
from pipeline.animate.puppet import Puppet
from pipeline.config import AnimatorSpec
from pipeline.encode import Encoder, open_encoder
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes, Stop
from pipeline.types import Motion, Portrait, Pose, Speech, Take

_KEPT = 4
"""Puppets that stay ready: the next sentence of a reply needs the same one, and replies at once one each."""
_AT_ONCE = 6
"""Frames of a draft before other work gets its turn."""


class WarpAnimator:
    """Renders motions by warping."""

    def __init__(self, spec: AnimatorSpec, lanes: Lanes) -> None:
        self._crf = spec.quality_crf
        self._lanes = lanes
        self._ready: list[tuple[Portrait, Puppet]] = []
        """The last used one last; of one portrait as many as were drawn with at once."""
        self._lock = threading.Lock()

    async def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Take:
        """Render one frame per pose.

        Raises:
            FfmpegMissing: There is no ffmpeg.
            StageFailed: The portrait has no face, the motion no pose, or ffmpeg gave up.
        """
        if not motion.poses:
            raise StageFailed("animate", "A motion without poses makes no take.")
        with closing(WarpTake(self, self._lanes, portrait, self._crf)) as take:
            await take.finish(speech, motion)
            return await take.take()

    def begin(self, portrait: Portrait) -> WarpTake:
        """Begin a take whose sentence is not whole yet; whoever begins it closes it."""
        return WarpTake(self, self._lanes, portrait, self._crf)

    @contextmanager
    def borrowed(self, portrait: Portrait) -> Iterator[Puppet]:
        """A ready puppet of a portrait; nobody else has it meanwhile."""
        puppet = self._lent(portrait)
        try:
            puppet = puppet or Puppet(portrait)
        except cv2.error as error:
            raise StageFailed("animate", "The portrait cannot be made ready to move: paint it anew.") from error
        yield puppet
        with self._lock:
            self._ready.append((portrait, puppet))
            del self._ready[:-_KEPT]

    def _lent(self, portrait: Portrait) -> Puppet | None:
        with self._lock:
            for at in reversed(range(len(self._ready))):
                if self._ready[at][0] == portrait:
                    return self._ready.pop(at)[1]
        return None


class WarpTake:
    """A take in the making, with an encoder of its own; the puppet belongs to whoever draws."""

    def __init__(self, animator: WarpAnimator, lanes: Lanes, portrait: Portrait, crf: int) -> None:
        self._animator, self._lanes, self._portrait, self._crf = animator, lanes, portrait, crf
        self._held = ExitStack()
        self._encoder: Encoder | None = None
        self._shown: list[Pose] = []
        self._poster = b""
        self._size = 0, 0, 0

    async def go_on(self, motion: Motion, frames: int) -> None:
        """Render a draft's motion as far as it is certain; from the start where what was rendered no longer fits.

        An empty motion only gets everything ready.

        Raises:
            FfmpegMissing: There is no ffmpeg.
            StageFailed: The portrait has no face, or ffmpeg gave up.
        """
        poses = self._rest(motion.poses)[: max(0, frames - len(self._shown))]
        for at in range(0, max(1, len(poses)), _AT_ONCE):
            await self._lanes.of("cpu").run(partial(self._show, poses[at : at + _AT_ONCE], motion.fps))

    async def finish(self, speech: Speech, motion: Motion) -> None:
        """Render the whole sentence; after a failure it can be tried again.

        Raises:
            FfmpegMissing: There is no ffmpeg.
            StageFailed: The portrait has no face, or ffmpeg gave up.
        """
        try:
            await self._lanes.of("cpu").run(partial(self._finish, motion))
        except StageFailed:
            self.close()
            raise

    async def take(self) -> Take:
        """What was rendered, once it is encoded.

        Raises:
            StageFailed: ffmpeg gave up; it has to be rendered again.
        """
        encoder = self._encoder
        if encoder is None:
            raise StageFailed("animate", "Nothing was rendered.")
        try:
            stream = await self._lanes.of("ffmpeg").run(encoder.finish)
        except StageFailed:
            self.close()
            raise
        return Take(stream, *self._size, len(self._shown), self._poster)

    def close(self) -> None:
        """End the encoder, if it still runs."""
        self._encoder = None
        self._shown.clear()
        self._held.close()

    def _rest(self, planned: Sequence[Pose]) -> list[Pose]:
        """What is left to show of a plan; all of it where what was shown is no part of it."""
        if planned and not fits(self._shown, planned):
            self.close()
        return continued(self._shown, planned)

    def _show(self, poses: Sequence[Pose], fps: int, stop: Stop) -> None:
        with self._animator.borrowed(self._portrait) as puppet:
            encoder = self._encoder or self._begun(puppet.width, puppet.height, fps)
            for pose in poses:
                stop.check()
                frame = puppet.draw(pose)
                encoder.write(frame.data, stop)
                self._shown.append(pose)
                if len(self._shown) == 1:
                    self._poster = to_jpeg(frame)

    def _begun(self, width: int, height: int, fps: int) -> Encoder:
        self._size = width, height, fps
        self._encoder = self._held.enter_context(open_encoder(width, height, fps, self._crf))
        return self._encoder

    def _finish(self, motion: Motion, stop: Stop) -> None:
        self._show(self._rest(motion.poses), motion.fps, stop)
        if self._encoder is not None:
            self._encoder.end()


@asynccontextmanager
async def open(spec: AnimatorSpec, lanes: Lanes) -> AsyncIterator[WarpAnimator]:  # noqa: A001 - the design's name
    """Open the animator."""
    # Lanes already use every core: threads of OpenCV's own would only wait for each other.
    cv2.setNumThreads(1)
    yield WarpAnimator(spec, lanes)
