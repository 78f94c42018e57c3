"""Paints with any server that answers /v1/images/generations and /v1/images/edits; the face is looked for here."""

from __future__ import annotations

import io
import logging
import os
import random
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline import lexicon
from pipeline.backends import open_backend
from pipeline.config import PainterSpec
from pipeline.errors import BadInput, StageFailed
from pipeline.events import OnStep, unheeded
from pipeline.lanes import Lane, Lanes, Stop
from pipeline.models.shelf import Shelf
from pipeline.paint import landmark_face, layouts
from pipeline.paint.faces.finder import FaceFinder
from pipeline.paint.faces.fit import best_of
from pipeline.paint.faces.looking import open_detector
from pipeline.paint.guides import read_guide
from pipeline.paint.image_server import Asked, EditsUnknown, ImageServers, open_image_servers
from pipeline.stages import Painter
from pipeline.types import Persona, Point, Portrait, Style

log = logging.getLogger(__name__)

RGB = NDArray[np.uint8]

FACE = (
    "Exactly one character, alone, filling most of the picture, seen straight from the front. It has one clear "
    "expressive face with two open eyes, a nose and a closed mouth, all large and unobstructed. No text, no frame."
)
"""What every picture is asked for: the face must be one that can be found and moved."""
FROM_FACE = (
    "Turn this face into the character described, keeping the place, size and pose of eyes, nose and mouth exactly: "
)
"""What is said where the picture of a landmark face is given along, which guides as the paper's landmarks do."""
FROM_GUIDE = "Change this picture as described, keeping what it shows recognisable: "
TRIES = 4
"""At most, whatever the settings say: every picture of a server costs time or money."""
LONGEST = 900
"""Letters of a description: the smallest limit of known servers is 1,000."""


@dataclass(frozen=True, slots=True)
class _Request:
    """One try."""

    words: str
    seed: int
    guide: RGB | None = field(repr=False)
    from_face: bool
    """The picture of a landmark face goes along, where a server can change pictures."""


class HostedPainter:
    """Asks servers for pictures until one has a face; at last a drawn face is blended in."""

    def __init__(
        self, spec: PainterSpec, servers: ImageServers, finder: FaceFinder | None, drawn: Painter, lane: Lane
    ) -> None:
        self._size, self._tries, self._draws = spec.size, min(spec.tries, TRIES) if finder else 1, spec.draw_face
        self._servers, self._finder, self._drawn, self._lane = servers, finder, drawn, lane

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        """Paint the persona; a guide is changed as the description says, where a server can edit.

        The portrait has landmarks and no atlas, which the animator makes by warping; where no try had a face, a drawn
        one stands on the last picture, with its atlas.

        Raises:
            DescriptionRefused: The servers do not paint that.
            GuideUnreadable: The guide is no picture, or is too large.
            StageFailed: No server answered with a picture.
        """
        shown = None if guide is None else await self._lane.run(lambda _: read_guide(guide, self._size))
        layout = await self._lane.run(lambda _: _layout(persona, seed).at(self._size))
        latest: RGB | None = None
        for number in range(self._tries):
            try:
                latest, marks = await self._try(self._request(persona, style, seed, shown, number), layout)
            except EditsUnknown:
                # Nobody can change the guide: it becomes the portrait as it is.
                return await self._drawn.paint(persona, style, seed, guide)
            except StageFailed:
                if latest is None:
                    raise
                break
            step(number + 1, self._tries)
            if marks:
                log.info("face found", extra={"tries": number + 1})
                return Portrait(self._size, self._size, latest.tobytes(), marks)
        if latest is None:
            raise StageFailed("paint", "No picture was asked for.")
        # Nobody saw a face: it is taken to be where pictures are asked to have it.
        guessed = Portrait(self._size, self._size, latest.tobytes(), tuple(layout))
        return await self._faced(guessed, latest, persona, style, seed) if self._draws else guessed

    async def _faced(self, guessed: Portrait, picture: RGB, persona: Persona, style: Style, seed: int) -> Portrait:
        """A picture without a face, with one drawn on."""
        log.info("no face found, one is drawn on", extra={"tries": self._tries})
        try:
            return await self._drawn.paint(persona, style, seed, await self._lane.run(lambda _: _png(picture)))
        except BadInput:
            # The lexicon knows nothing to say of this description; what was painted of it is a portrait all the same.
            return guessed

    async def _try(self, request: _Request, layout: Sequence[Point]) -> tuple[RGB, tuple[Point, ...]]:
        """One picture, and the landmarks of its face; none where there is no face that could be moved."""
        asked = await self._lane.run(lambda _: self._asked(request, layout))
        picture = await self._servers.picture(asked, self._size)
        return picture, await self._lane.run(lambda stop: self._look(picture, layout, stop))

    def _request(self, persona: Persona, style: Style, seed: int, guide: RGB | None, number: int) -> _Request:
        words = f"{described(persona, style)} {FACE}"
        # Words first; a face that guides narrows what is painted, so it comes where they were not enough.
        return _Request(words, seed + number, guide, from_face=guide is None and number % 2 == 1)

    def _asked(self, request: _Request, layout: Sequence[Point]) -> Asked:
        """What a server is asked."""
        plain = Asked(request.words, request.seed)
        if request.guide is not None:
            return replace(plain, prompt=FROM_GUIDE + request.words, picture=_png(request.guide))
        if request.from_face:
            face = _png(landmark_face.face(layout, self._size))
            return replace(plain, prompt=FROM_FACE + request.words, picture=face, spare=plain)
        return plain

    def _look(self, picture: RGB, layout: Sequence[Point], stop: Stop) -> tuple[Point, ...]:
        """The landmarks of the best face; none where there is no face that could be moved."""
        stop.check()
        if self._finder is None:
            return ()
        found = best_of(self._finder.find(picture), layout, self._size)
        return () if found is None else found[1]


def described(persona: Persona, style: Style) -> str:
    """A style's prompt with the thing in it, without the brackets by which diffusers are told weights."""
    template = re.sub(r":\s*\d+(\.\d+)?(?=\s*\))", "", style.prompt)
    plain = re.sub(r"[()\[\]<>]", "", template)
    return plain.replace("{}", persona.object[:LONGEST])[: 2 * LONGEST].strip().rstrip(".") + "."


def _layout(persona: Persona, seed: int) -> layouts.Layout:
    try:
        reading = lexicon.read(persona.object)
        moods, age = reading.moods, reading.age
    except BadInput:
        # Characters that come as cards have objects that nobody read.
        moods, age = (), ""
    chance = random.Random(f"{persona.object}|{seed}")  # noqa: S311 - chance in a drawing
    return layouts.choose([*moods, *lexicon.moods_of(list(persona.traits))], age, chance)


def _png(picture: RGB) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


@asynccontextmanager
async def open(  # noqa: A001 - the name of the seam
    spec: PainterSpec, lanes: Lanes, shelf: Shelf, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[HostedPainter]:
    """Open a client for every server, the detector, and the drawn painter that helps out; nothing is asked yet.

    Raises:
        BackendMissing: The detector's libraries are not installed.
        ConfigInvalid: There is no server, a key is not in the environment, or the detector is not known.
    """
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(open_image_servers(spec.servers, environment))
        finder = await stack.enter_async_context(open_detector(spec.detector, spec.detector_weights, shelf))
        helper = spec.model_copy(update={"backend": "drawn"})
        drawn = await stack.enter_async_context(open_backend("painter", helper, lanes))
        yield HostedPainter(spec, servers, finder, drawn, lanes.of("cpu"))
