"""Reads the catalogue: the styles and voices that a writer chooses from by their descriptions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from pipeline.backends import BACKENDS
from pipeline.config import Section
from pipeline.errors import ConfigInvalid
from pipeline.paint.drawn.manner import MANNERS
from pipeline.types import Catalog, Diffusion, Lora, Style, Voice
from pipeline.validation import explained


class LoraEntry(Section):
    """One of `loras` of a style."""

    source: str = Field(min_length=1)
    weight: float = Field(1.0, ge=-4, le=4)


class DiffusionEntry(Section):
    """`[style.diffusion]` in a catalogue: how a diffusion painter paints a style."""

    base: str = Field(min_length=1)
    loras: tuple[LoraEntry, ...] = Field((), max_length=16)
    inversions: tuple[str, ...] = Field((), max_length=16)
    negative: str = ""
    sampler: str = Field("dpm++", pattern=r"^(dpm\+\+|dpm\+\+ karras|euler|euler a|ddim|unipc|pndm)$")
    steps: int = Field(25, ge=1, le=150)
    guidance: float = Field(7.0, ge=1, le=30)
    checked: bool = True

    def value(self) -> Diffusion:
        """The same as the value that painters take."""
        loras = tuple(Lora(lora.source, lora.weight) for lora in self.loras)
        return Diffusion(**{**self.model_dump(), "loras": loras})


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
    diffusion: DiffusionEntry | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.prompt.count("{}") != 1:
            raise ValueError("a style's prompt has one {} where the concept goes")
        if self.painter == "diffusion" and self.diffusion is None:
            raise ValueError("a style of the diffusion painter needs a [style.diffusion] with its base")
        if self.diffusion and not self.diffusion.checked and not self.adult:
            raise ValueError("only a style for adults may leave the safety checker out")
        return self

    def value(self) -> Style:
        """The same as the value that painters take."""
        return Style(**{**self.model_dump(), "diffusion": self.diffusion and self.diffusion.value()})


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
    reference: str = Field("", pattern=r"^(\w[\w .-]*)?$")
    consent: str = ""
    converter: str = ""

    @model_validator(mode="after")
    def _agreed(self) -> Self:
        if self.reference and not self.consent.strip():
            raise ValueError("a voice with a reference needs a consent: who agreed to its use, and when")
        if self.converter and not self.reference:
            raise ValueError("a converter needs a reference: the clip whose voice it gives")
        return self

    def value(self) -> Voice:
        """The same as the value that speakers take; who agreed stays in the catalogue."""
        return Voice(**self.model_dump(exclude={"consent"}))


class CatalogFile(Section):
    """A whole catalogue file."""

    style: tuple[StyleEntry, ...] = ()
    voice: tuple[VoiceEntry, ...] = ()


def read_catalog(text: str = "", *, whole: bool = True) -> Catalog:
    """Read a catalogue in TOML; without a text, the one that comes with the program.

    One that is not `whole` only adds to another, and may lack styles or voices.

    Raises:
        ConfigInvalid: The text is no TOML, has unknown keys, an id twice, no style or no voice, or an entry for which
            there is no painter, manner or engine.
    """
    source = text or resources.files("pipeline").joinpath("catalog.toml").read_text("utf-8")
    try:
        entries: dict[str, Any] = tomllib.loads(source)
        file = CatalogFile.model_validate(entries)
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalid(f"The catalogue cannot be read: {error}.") from error
    except ValidationError as error:
        raise ConfigInvalid(f"The catalogue cannot be used: {explained(error, CatalogFile)}") from error
    styles = tuple(entry.value() for entry in file.style)
    voices = tuple(entry.value() for entry in file.voice)
    for kind, ids in (("style", [s.id for s in styles]), ("voice", [v.id for v in voices])):
        if whole and not ids:
            raise ConfigInvalid(f"The catalogue has no {kind}.")
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ConfigInvalid(f"The catalogue has the {kind} {twice[0]!r} twice.")
    for style in styles:
        _check(f"style {style.id!r}", "painter", style.painter, BACKENDS["painter"])
        if style.painter == "drawn" and style.key:
            _check(f"drawn style {style.id!r}", "key", style.key, MANNERS)
    for voice in voices:
        _check(f"voice {voice.id!r}", "engine", voice.engine, BACKENDS["speaker"])
    return Catalog(styles, voices)


def _check(entry: str, what: str, name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise ConfigInvalid(f"The {entry} has the {what} {name!r}, which there is not. Known: {', '.join(known)}.")
