"""Reads the improviser's tables: its sentences by language, the jokes, the names and what people say."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any

FULL = ("en", "de", "es", "fr")
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


@functools.cache
def intents() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    """What people may mean, in the order it is looked for, with its expressions in every language."""
    tables = table("intents")
    return tuple(
        (name, tuple(re.compile(pattern) for pattern in tables[name].values())) for name in tables["order"].split()
    )
