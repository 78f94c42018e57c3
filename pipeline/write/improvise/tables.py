"""Reads the improviser's tables: its sentences by language, the jokes, the names and what people say."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any

from pipeline.lexicon.things import TONGUES

FULL = ("en", "de", "es", "fr", *TONGUES)
"""Languages with all sentences."""
BRIEF = ("zh", "ja", "ru")
"""Languages with a few."""


@functools.cache
def table(name: str) -> dict[str, Any]:
    """One of the tables by its name."""
    return tomllib.loads(
        resources.files("pipeline.write.improvise").joinpath("phrases", f"{name}.toml").read_text("utf-8")
    )


def spoken(language: str) -> str:
    """The language the improviser speaks to somebody who writes in `language`: that one if it can, else English."""
    primary = language.lower().replace("_", "-").split("-")[0]
    return primary if primary in FULL + BRIEF else "en"


def by_mood(lines: dict[str, list[str]], mood: str) -> list[str]:
    """The lines of a mood; where a language has none for it, those of `calm`."""
    return lines.get(mood) or lines["calm"]


def sentences(language: str) -> dict[str, Any]:
    """The sentences of a language."""
    found: dict[str, Any] = table("brief")[language] if language in BRIEF else table(language)
    return found


Intents = tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
"""What people may mean, in the order it is looked for, with its expressions."""


@functools.cache
def intents() -> Intents:
    """The expressions of the languages that are looked through together."""
    tables = table("intents")
    return tuple(
        (name, tuple(re.compile(pattern) for pattern in tables[name].values())) for name in tables["order"].split()
    )


@functools.cache
def own_intents(language: str) -> Intents:
    """The expressions that stand with the sentences of a language; none where they stand with the others.

    They are written for words without marks (`perche` for `perché`), as many people write them.
    """
    told = sentences(language).get("heard", {})
    order = table("intents")["order"].split()
    return tuple((name, (re.compile(told[name]),)) for name in order if name in told)
