"""Looks at an installation without starting it: what each part would use and what to do where something is missing."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bots.catalogues import left_out, open_catalog
from bots.config import Config, default_path
from bots.files import make_folder
from bots.keys import named
from pipeline.backends import find, missing
from pipeline.errors import PipelineError
from pipeline.ffmpeg import find_ffmpeg
from pipeline.moderation import read_words
from pipeline.secret import read_secret
from pipeline.write.servers.local_file import check


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table."""

    part: str
    what: str
    fine: bool = True
    to_do: str = ""
    seconds: float = 0.0
    """How long it was tried; 0 where it was only looked at."""


def inspect(config: Config, path: Path | None, environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Look at every part; nothing heavy is imported and nothing but an empty data folder is made."""
    return [
        Finding("python", platform.python_version()),
        _settings(path),
        _storage(config),
        _ffmpeg(),
        _catalog(config),
        *(_stage(kind, getattr(config, kind).backend) for kind in ("writer", "painter", "speaker", "animator")),
        *(_stage("speaker", name) for name in config.speaker.more),
        _stage("listener", config.listener.backend) if config.listener.backend else Finding("listener", "nobody"),
        *_providers(config),
        *_moderation(config),
        *_secrets(config, environment),
    ]


def mask(secret: str) -> str:
    """A secret as it may be shown: enough to tell two apart, too little to use."""
    return f"{secret[:3]}…{secret[-2:]}" if len(secret) >= 16 else "…"


def _settings(path: Path | None) -> Finding:
    used = path or default_path()
    if used.is_file():
        return Finding("settings", str(used))
    return Finding("settings", "built-in defaults", to_do=f"to change them: {used}")


def _storage(config: Config) -> Finding:
    folder = config.storage.path
    try:
        make_folder(folder)
    except PipelineError as error:
        return Finding("storage", str(folder), fine=False, to_do=str(error))
    return Finding("storage", str(folder))


def _ffmpeg() -> Finding:
    try:
        return Finding("ffmpeg", find_ffmpeg())
    except PipelineError as error:
        return Finding("ffmpeg", "", fine=False, to_do=str(error))


def _catalog(config: Config) -> Finding:
    try:
        catalog, to_do = open_catalog(config), " ".join(left_out(config))
    except PipelineError as error:
        return Finding("catalogue", "", fine=False, to_do=str(error))
    languages = {voice.language.split("-")[0] for voice in catalog.voices}
    found = f"{len(catalog.styles)} styles, {len(catalog.voices)} voices in {len(languages)} languages"
    return Finding("catalogue", found, to_do=to_do)


def _stage(kind: str, name: str) -> Finding:
    try:
        backend = find(kind, name)
    except PipelineError as error:
        return Finding(kind, name, fine=False, to_do=str(error))
    lacking = missing(backend)
    if lacking:
        return Finding(
            kind,
            name,
            fine=False,
            to_do=f"{', '.join(lacking)} missing: .venv/bin/pip install -c constraints.txt -e '.[{backend.extra}]'",
        )
    return Finding(kind, name)


def _providers(config: Config) -> list[Finding]:
    """One row per language model that the writer asks."""
    rows = []
    for provider in config.writer.providers if config.writer.backend == "openai" else ():
        where = f"writer.{provider.name}"
        if not provider.local:
            rows.append(Finding(where, f"{provider.model} at {provider.base_url}"))
            continue
        try:
            check(provider)
        except PipelineError as error:
            rows.append(Finding(where, provider.local, fine=False, to_do=str(error)))
        else:
            eyes = f" with {provider.mmproj}" if provider.mmproj else ""
            rows.append(Finding(where, f"{provider.local}{eyes}, in a process of its own"))
    return rows


def _moderation(config: Config) -> list[Finding]:
    spec = config.moderation
    if not spec.words_file and not spec.base_url:
        return []
    try:
        count = len(read_words(spec.words_file)) if spec.words_file else 0
    except PipelineError as error:
        return [Finding("moderation", spec.words_file, fine=False, to_do=str(error))]
    parts = [f"{count} words" if count else "", spec.base_url, "pictures too" if spec.pictures else ""]
    return [Finding("moderation", ", ".join(part for part in parts if part))]


def _secrets(config: Config, environment: Mapping[str, str]) -> list[Finding]:
    """One row per setting that names an environment variable; its value is never shown whole."""
    rows = []
    for where, variable in named(config):
        try:
            secret = read_secret(environment, variable)
        except PipelineError as error:
            rows.append(Finding(where, variable, fine=False, to_do=str(error)))
            continue
        shown = f"{variable} = {mask(secret)}" if secret else variable
        todo = f"set {variable} (set -a; . ./summon.env; set +a), or {variable}_FILE to a file that holds it"
        rows.append(Finding(where, shown, fine=bool(secret), to_do="" if secret else todo))
    return rows
