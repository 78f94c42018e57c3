"""What there is to choose from: the catalogue that comes along, with the operator's entries in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bots.config import Config
from pipeline.catalog import read_catalog
from pipeline.errors import ConfigInvalid
from pipeline.types import Catalog


def open_catalog(config: Config) -> Catalog:
    """The catalogue that comes along, with the operator's entries in the place of those with the same id.

    Voices of engines that are not opened are left out; `left_out` says which.

    Raises:
        ConfigInvalid: A file cannot be read or used, or nothing is left that may be offered to everybody.
    """
    catalog = _whole(config)
    opened = replace(catalog, voices=tuple(v for v in catalog.voices if v.engine in config.speaker.engines))
    everybodys = opened.narrowed(painter=config.painter.backend, adult=False)
    for kind, entries in (("style", everybodys.styles), ("voice", everybodys.voices)):
        if not entries:
            raise ConfigInvalid(
                f"The catalogue has no {kind} for everybody, only for adults: places that are not restricted need one."
            )
    return opened


def left_out(config: Config) -> tuple[str, ...]:
    """A sentence for each engine whose voices are in the catalogue though it is not opened.

    Raises:
        ConfigInvalid: A file cannot be read or used.
    """
    missing: dict[str, list[str]] = {}
    for voice in _whole(config).voices:
        if voice.engine not in config.speaker.engines:
            missing.setdefault(voice.engine, []).append(voice.id)
    return tuple(
        f"Left out because [speaker] more does not name their engine {engine!r}: the voices {', '.join(ids)}."
        if len(ids) > 1
        else f"Left out because [speaker] more does not name its engine {engine!r}: the voice {ids[0]}."
        for engine, ids in missing.items()
    )


def _whole(config: Config) -> Catalog:
    catalog = read_catalog()
    for name in config.catalog.files:
        try:
            text = Path(name).expanduser().read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigInvalid(f"The catalogue {name} cannot be read.") from error
        try:
            more = read_catalog(text, whole=False)
        except ConfigInvalid as error:
            raise ConfigInvalid(f"{name}: {error}") from error
        catalog = replace(
            catalog,
            styles=(*(s for s in catalog.styles if s.id not in {m.id for m in more.styles}), *more.styles),
            voices=(*(v for v in catalog.voices if v.id not in {m.id for m in more.voices}), *more.voices),
        )
    return catalog
