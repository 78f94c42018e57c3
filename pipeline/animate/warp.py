"""The animator without a model: moves and blends what is already painted, some milliseconds a frame on one core."""

from __future__ import annotations

import threading
from collections import OrderedDict
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

_KEPT = 3
"""Portraits that stay ready: the next sentence of a reply needs the same one."""
_AT_ONCE = 6
"""Frames of a draft before other work gets its turn."""


class WarpAnimator:
    """Renders motions by warping."""

    def __init__(self, spec: AnimatorSpec, lanes: Lanes) -> None:
        self._crf = spec.quality_crf
        self._lanes = lanes
        self._ready: OrderedDict[Portrait, Puppet] = OrderedDict()
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
            return await take.finish(speech, motion)

    def begin(self, portrait: Portrait) -> WarpTake:
        """Begin a take whose sentence is not whole yet; whoever begins it closes it."""
        return WarpTake(self, self._lanes, portrait, self._crf)

    @contextmanager
    def borrowed(self, portrait: Portrait) -> Iterator[Puppet]:
        """A ready puppet of a portrait; nobody else has it meanwhile."""
        with self._lock:
            puppet = self._ready.pop(portrait, None)
        try:
            puppet = puppet or Puppet(portrait)
        except cv2.error as error:
            raise StageFailed("animate", "The portrait cannot be made ready to move: paint it anew.") from error
        yield puppet
        with self._lock:
            self._ready[portrait] = puppet
            while len(self._ready) > _KEPT:
                self._ready.popitem(last=False)


class WarpTake:
    """A take in the making: a puppet and an encoder that belong to it alone."""

    def __init__(self, animator: WarpAnimator, lanes: Lanes, portrait: Portrait, crf: int) -> None:
        self._animator, self._lane, self._portrait, self._crf = animator, lanes.of("cpu"), portrait, crf
        self._held = ExitStack()
        self._at_work: tuple[Puppet, Encoder] | None = None
        self._shown: list[Pose] = []
        self._poster = b""

    async def go_on(self, motion: Motion, frames: int) -> None:
        """Render a draft's motion as far as it is certain; from the start where what was rendered no longer fits.

        Raises:
            FfmpegMissing: There is no ffmpeg.
            StageFailed: The portrait has no face, or ffmpeg gave up.
        """
        poses = self._rest(motion.poses)[: max(0, frames - len(self._shown))]
        for few in (poses[at : at + _AT_ONCE] for at in range(0, len(poses), _AT_ONCE)):
            await self._lane.run(partial(self._show, few, motion.fps))

    async def finish(self, speech: Speech, motion: Motion) -> Take:
        """The take of a whole sentence; after a failure it can be tried again.

        Raises:
            FfmpegMissing: There is no ffmpeg.
            StageFailed: The portrait has no face, or ffmpeg gave up.
        """
        try:
            return await self._lane.run(lambda stop: self._finished(motion, stop))
        except StageFailed:
            self.close()
            raise

    def close(self) -> None:
        """End the encoder, if it still runs, and give the puppet back."""
        self._at_work = None
        self._shown.clear()
        self._held.close()

    def _rest(self, planned: Sequence[Pose]) -> list[Pose]:
        """What is left to show of a plan; all of it where what was shown is no part of it."""
        if not fits(self._shown, planned):
            self.close()
        return continued(self._shown, planned)

    def _show(self, poses: Sequence[Pose], fps: int, stop: Stop) -> None:
        puppet, encoder = self._at_work or self._begun(fps)
        for pose in poses:
            stop.check()
            frame = puppet.draw(pose)
            encoder.write(frame.data)
            self._shown.append(pose)
            if len(self._shown) == 1:
                self._poster = to_jpeg(frame)

    def _begun(self, fps: int) -> tuple[Puppet, Encoder]:
        puppet = self._held.enter_context(self._animator.borrowed(self._portrait))
        encoder = self._held.enter_context(open_encoder(puppet.width, puppet.height, fps, self._crf))
        self._at_work = puppet, encoder
        return self._at_work

    def _finished(self, motion: Motion, stop: Stop) -> Take:
        self._show(self._rest(motion.poses), motion.fps, stop)
        puppet, encoder = self._at_work or self._begun(motion.fps)
        stream = encoder.finish()
        return Take(stream, puppet.width, puppet.height, motion.fps, len(self._shown), self._poster)


@asynccontextmanager
async def open(spec: AnimatorSpec, lanes: Lanes) -> AsyncIterator[WarpAnimator]:  # noqa: A001 - the design's name
    """Open the animator."""
    # Lanes already use every core: threads of OpenCV's own would only wait for each other.
    cv2.setNumThreads(1)
    yield WarpAnimator(spec, lanes)
