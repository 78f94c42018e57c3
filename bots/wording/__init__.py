"""Every sentence that users read, by code and language: one TOML file per language lies beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from pipeline.events import Stage

LANGUAGES = ("en", "de", "es", "fr", "zh", "ja")
"""The languages there are sentences for, the one for everybody else first."""

Sentences = Mapping[str, Mapping[str, str]]


def language_of(tag: str) -> str:
    """The language of sentences for a BCP 47 tag: `de-AT` and `de_AT` read German, unknown tags English."""
    primary = tag.replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]


def error(code: str, language: str = "en", /, **values: str | int) -> str:
    """What a user reads about an error; a code that is not known reads like any fault of ours."""
    sentences = _read(language_of(language))["errors"]
    return _fill(sentences.get(code, sentences["internal"]), values)


def stage(name: Stage, language: str = "en") -> str:
    """What is being done, for a line of progress."""
    return _read(language_of(language))["stages"][name.value]


def say(key: str, language: str = "en", /, **values: str | int) -> str:
    """A sentence of the desk; `values` fill its gaps."""
    return _fill(_read(language_of(language))["says"][key], values)


def setting(key: str, language: str = "en") -> str:
    """What a setting is about."""
    return _read(language_of(language))["settings"][key]


def command(name: str, language: str = "en") -> str:
    """What a command does, for the list that a platform shows; at most 100 characters."""
    return _read(language_of(language))["commands"][name]


def _fill(sentence: str, values: Mapping[str, str | int]) -> str:
    # Names and descriptions come from strangers: replaced as they are, never read as a format.
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", _calm(str(value)))
    return sentence


def _calm(value: str) -> str:
    return value.replace("{", "(").replace("}", ")")


@cache
def _read(language: str) -> Sentences:
    text = resources.files("bots.wording").joinpath(f"{language}.toml").read_text("utf-8")
    sentences: Sentences = tomllib.loads(text)
    return sentences
