"""Which weights the catalogue names, with what is known of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from pydantic import Field

from pipeline.config import Section
from pipeline.errors import ConfigInvalid
from pipeline.models.weights import Kind, Source, Weights, read_source
from pipeline.types import Catalog, Style


class _Entry(Section):
    """`[[weights]]` in the table of known ones."""

    id: str = Field(min_length=1)
    source: str
    role: str
    licence: str = ""
    bytes: int = Field(0, ge=0)
    sha256: str = Field("", pattern="^([0-9a-f]{8,64})?$")
    used_by: tuple[str, ...] = ()
    note: str = ""
    pickle: bool = False


class _File(Section):
    weights: tuple[_Entry, ...] = ()


@lru_cache(maxsize=1)
def known() -> dict[str, Weights]:
    """What is known of weights, by their source."""
    text = resources.files("pipeline.models").joinpath("known.toml").read_text("utf-8")
    file = _File.model_validate(tomllib.loads(text))
    return {entry.source: Weights(**entry.model_dump()) for entry in file.weights}


def facts(source: str, role: str = "") -> Weights:
    """The weights of a source, with what is known of them; a name of their own where nothing is."""
    found = known().get(source)
    return found or Weights(_short(read_source(source)), source, role)


def named(catalog: Catalog, others: Iterable[tuple[str, str, str]] = ()) -> tuple[Weights, ...]:
    """All weights that styles name, those of `others` (source, role, what uses it), and those that are known besides.

    In the order of the catalogue, each source once, with everything that uses it; ids are unique.
    """
    every: dict[str, Weights] = {}

    def add(source: str, role: str, user: str, licence: str = "") -> None:
        weights = every.get(source) or facts(source, role)
        users = weights.used_by if user in weights.used_by else (*weights.used_by, user)
        every[source] = replace(weights, used_by=users, licence=weights.licence or licence)

    for style in catalog.styles:
        for source, role in _of(style):
            add(source, role, style.id, style.licence if role == "base" else "")
    for source, role, user in others:
        add(source, role, user)
    for source, weights in known().items():
        every.setdefault(source, weights)
    return _apart(every.values())


def _of(style: Style) -> list[tuple[str, str]]:
    """What a style needs, and what it is."""
    if style.diffusion is None:
        return []
    needs = [(style.diffusion.base, "base")]
    needs += [(lora.source, "lora") for lora in style.diffusion.loras]
    return needs + [(source, "inversion") for source in style.diffusion.inversions]


def chosen(every: Iterable[Weights], names: Iterable[str]) -> tuple[Weights, ...]:
    """Some of the weights: by id, by source, by what uses them, or `all`.

    Raises:
        ConfigInvalid: Nothing goes by one of these names.
    """
    every = tuple(every)
    found: dict[str, Weights] = {}
    for name in names:
        here = [w for w in every if name in (w.id, w.source, "all") or name in w.used_by]
        if not here:
            known_ids = ", ".join(sorted({w.id for w in every}))
            raise ConfigInvalid(f"There are no weights called {name!r}. Known: {known_ids}.")
        found |= {weights.source: weights for weights in here}
    return tuple(found.values())


def _short(source: Source) -> str:
    if source.kind is Kind.HUB:
        inner = source.inner.rsplit("/", 1)[-1] if source.is_file else ""
        return (inner or source.place.split("/")[1]).lower()
    return (source.file_name if source.kind is Kind.URL else source.place.rstrip("/").rsplit("/", 1)[-1]).lower()


def _apart(every: Iterable[Weights]) -> tuple[Weights, ...]:
    """The same weights, ids that come twice told apart by where they come from."""
    listed = tuple(every)
    ids = [weights.id for weights in listed]
    return tuple(
        weights if ids.count(weights.id) == 1 else replace(weights, id=read_source(weights.source).slug)
        for weights in listed
    )
