"""Reads the catalogue: the styles and voices that a writer chooses from by their descriptions."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

from pydantic import Field, ValidationError

from pipeline.config import Section
from pipeline.errors import ConfigInvalid
from pipeline.types import Catalog, Style, Voice


class StyleEntry(Section):
    """`[[style]]` in a catalogue."""

    id: str = Field(min_length=1)
    label: str
    description: str
    prompt: str = "a portrait of {}"
    licence: str
    painter: str = "drawn"
    key: str = ""
    adult: bool = False


class VoiceEntry(Section):
    """`[[voice]]` in a catalogue."""

    id: str = Field(min_length=1)
    label: str
    description: str
    language: str
    gender: str = Field(pattern="^(feminine|masculine|neutral)$")
    age: str = Field("adult", pattern="^(child|adult|old)$")
    engine: str
    key: str
    licence: str
    pitch_semitones: float = Field(0.0, ge=-12, le=12)
    formant_ratio: float = Field(1.0, ge=0.6, le=1.6)
    rate_ratio: float = Field(1.0, ge=0.5, le=2.0)
    colour: str = ""
    adult: bool = False


class CatalogFile(Section):
    """A whole catalogue file."""

    style: tuple[StyleEntry, ...] = ()
    voice: tuple[VoiceEntry, ...] = ()


def read_catalog(text: str = "", *, whole: bool = True) -> Catalog:
    """Read a catalogue in TOML; without a text, the one that comes with the program.

    One that is not `whole` only adds to another, and may lack styles or voices.

    Raises:
        ConfigInvalid: The text is no TOML, has unknown keys, an id twice, or no style or no voice.
    """
    source = text or resources.files("pipeline").joinpath("catalog.toml").read_text("utf-8")
    try:
        entries: dict[str, Any] = tomllib.loads(source)
        file = CatalogFile.model_validate(entries)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigInvalid(f"The catalogue cannot be read: {error}") from error
    styles = tuple(Style(**entry.model_dump()) for entry in file.style)
    voices = tuple(Voice(**entry.model_dump()) for entry in file.voice)
    for kind, ids in (("style", [s.id for s in styles]), ("voice", [v.id for v in voices])):
        if whole and not ids:
            raise ConfigInvalid(f"The catalogue has no {kind}.")
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ConfigInvalid(f"The catalogue has the {kind} {twice[0]!r} twice.")
    return Catalog(styles, voices)
