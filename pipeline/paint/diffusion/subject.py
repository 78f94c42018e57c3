"""What a portrait is to show: its words, the face it is guided by, and the picture it follows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline import lexicon
from pipeline.errors import BadInput
from pipeline.lexicon import Reading
from pipeline.paint.blending import around
from pipeline.paint.drawn.model import CANVAS
from pipeline.paint.drawn.pictured import face_place
from pipeline.paint.faces.finder import SCORE, FaceFinder
from pipeline.paint.faces.fit import landmarks_of
from pipeline.paint.guides import palette
from pipeline.paint.landmark_face import SKIN, dots, face
from pipeline.paint.layouts import Layout, choose
from pipeline.types import Persona, Point

RGB = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything about a portrait that no network is asked for."""

    concept: str
    """What goes into a style's prompt."""
    marks: tuple[Point, ...] = field(repr=False)
    """68 points that the face is guided to, in pixels."""
    dots: RGB = field(repr=False)
    """What the ControlNet reads."""
    face: RGB = field(repr=False)
    """What early steps are drawn to."""
    where: NDArray[np.float32] | None = field(default=None, repr=False)
    """(size, size), 0 to 1: the part of the picture where they are; None: all of it."""
    guide: RGB | None = field(default=None, repr=False)
    """What is painted over, instead of beginning from noise alone."""
    faceless: bool = False
    """The guide shows no face of its own."""


def imagine(persona: Persona, seed: int, size: int) -> Subject:
    """A subject without a picture to follow: a layout of the memory, in the colour of the thing."""
    reading, layout = _known(persona, seed)
    marks = layout.at(size)
    return Subject(_concept(persona, reading), marks, dots(marks, size), face(marks, size, _skin(reading)))


def follow(persona: Persona, seed: int, guide: NDArray[np.uint8], finder: FaceFinder | None) -> Subject:
    """A subject that follows an uploaded picture, (size, size, 4) uint8.

    "The textual description will be used to modify the user image" (ChatAnything, figure 4). The picture's own face is
    the landmark face; where it has none, one of the memory is put where there is room for it.
    """
    reading, layout = _known(persona, seed)
    size = guide.shape[0]
    flat = _on_white(guide)
    marks = _found(flat, layout, finder)
    if marks:
        return Subject(_concept(persona, reading), marks, dots(marks, size), flat, guide=flat)
    place = face_place(guide)
    unit = size / CANVAS
    marks = layout.placed(place.cx * unit, place.cy * unit, place.width * unit)
    shown = face(marks, size, palette(guide)[0])
    return Subject(
        _concept(persona, reading), marks, dots(marks, size), shown, around(marks, size), guide=flat, faceless=True
    )


def _known(persona: Persona, seed: int) -> tuple[Reading | None, Layout]:
    try:
        reading = lexicon.read(persona.object)
    except BadInput:
        # Characters that come as cards have objects that nobody read.
        reading = None
    moods = [*(reading.moods if reading else ()), *lexicon.moods_of(list(persona.traits))]
    chance = random.Random(f"{persona.object}|{seed}")  # noqa: S311 - chance in a drawing
    return reading, choose(moods, reading.age if reading else "", chance)


def _concept(persona: Persona, reading: Reading | None) -> str:
    """The thing in words that CLIP was taught: Latin ones as they came, others as the lexicon translates them."""
    if reading is None or sum(letter.isascii() for letter in persona.object) > 0.7 * len(persona.object):
        return persona.object
    moods = " ".join(reading.moods[:2] or lexicon.moods_of(list(persona.traits))[:2])
    return f"a {moods} {reading.thing.key}".replace("  ", " ")


def _skin(reading: Reading | None) -> str:
    """The colour of the landmark face: a thing's own, since what is drawn to it takes its colour too."""
    if reading is None or reading.thing.category == "people":
        return SKIN
    return (*reading.colours, *reading.thing.colours, SKIN)[0]


def _found(picture: RGB, layout: Layout, finder: FaceFinder | None) -> tuple[Point, ...]:
    if finder is None:
        return ()
    height, width = picture.shape[:2]
    found = (each for each in finder.find(picture) if each.score >= SCORE)
    marks = (landmarks_of(each, layout.points, width, height) for each in found)
    return next((points for points in marks if points), ())


def _on_white(picture: NDArray[np.uint8]) -> RGB:
    alpha = picture[..., 3:].astype(np.float32) / 255
    return np.asarray(picture[..., :3] * alpha + 255 * (1 - alpha) + 0.5, np.uint8)
