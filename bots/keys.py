"""Which settings name a secret, and whether a secret was exchanged while the bot runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pipeline.errors import PipelineError
from pipeline.secret import read_secret


def named(section: BaseModel, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every setting that names an environment variable, servers and providers included, and the variable."""
    for key, value in section:
        if isinstance(value, BaseModel):
            yield from named(value, f"{prefix}{key}.")
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    yield from named(item, f"{prefix}{key}.{getattr(item, 'name', '')}.")
        elif key.endswith("_env") and value:
            yield f"{prefix}{key}", str(value)


def fingerprints(section: BaseModel, environment: Mapping[str, str]) -> dict[str, str]:
    """By setting, something that tells two secrets apart and gives neither away; empty where none can be read."""
    return {where: _fingerprint(environment, variable) for where, variable in named(section)}


def _fingerprint(environment: Mapping[str, str], variable: str) -> str:
    try:
        secret = read_secret(environment, variable)
    except PipelineError:
        # Whoever opens with it says what is wrong.
        return ""
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""
