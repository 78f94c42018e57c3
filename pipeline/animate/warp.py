"""The animator without a model: moves and blends what is already painted, some milliseconds a frame on one core."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import cv2

from pipeline.animate.colour import to_jpeg
from pipeline.animate.puppet import Puppet
from pipeline.config import AnimatorSpec
from pipeline.encode import open_encoder
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes, Stop
from pipeline.types import Motion, Portrait, Speech, Take

_KEPT = 3
"""Portraits that stay ready: the next sentence of a reply needs the same one."""


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
        return await self._lanes.of("cpu").run(lambda stop: self._render(portrait, motion, stop))

    def _render(self, portrait: Portrait, motion: Motion, stop: Stop) -> Take:
        poster = b""
        with self._borrowed(portrait) as puppet:
            with open_encoder(puppet.width, puppet.height, motion.fps, self._crf) as encoder:
                for pose in motion.poses:
                    stop.check()
                    frame = puppet.draw(pose)
                    encoder.write(frame.data)
                    poster = poster or to_jpeg(frame)
                stream = encoder.finish()
            return Take(stream, puppet.width, puppet.height, motion.fps, len(motion.poses), poster)

    @contextmanager
    def _borrowed(self, portrait: Portrait) -> Iterator[Puppet]:
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


@asynccontextmanager
async def open(spec: AnimatorSpec, lanes: Lanes) -> AsyncIterator[WarpAnimator]:  # noqa: A001 - the design's name
    """Open the animator."""
    # Lanes already use every core: threads of OpenCV's own would only wait for each other.
    cv2.setNumThreads(1)
    yield WarpAnimator(spec, lanes)
