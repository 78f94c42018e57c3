"""Where secrets are read: an environment variable, or the file that `NAME_FILE` names, as containers mount them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import ConfigInvalid

MOST_BYTES = 16 * 1024
"""Longer than any key; a wrong path is said instead of read."""


def read_secret(environment: Mapping[str, str], name: str) -> str:
    """The secret of that name, empty where there is none.

    The variable itself comes first. Where it is empty, `NAME_FILE` may hold the path of a file with the secret.

    Raises:
        ConfigInvalid: The file that `NAME_FILE` names cannot be read, or holds no secret.
    """
    value = environment.get(name, "").strip() if name else ""
    path = environment.get(f"{name}_FILE", "").strip() if name else ""
    return value or (_content(f"{name}_FILE", Path(path)) if path else "")


def _content(variable: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        value = content.decode("utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not a text file"
        raise ConfigInvalid(f"{variable} names {path}, which cannot be read: {reason}.") from error
    if not value or len(content) > MOST_BYTES or len(value.split()) > 1:
        raise ConfigInvalid(f"{variable} names {path}, which does not hold one secret and nothing else.")
    return value
