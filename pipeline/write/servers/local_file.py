"""Looks at the file of a local model without loading it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from pipeline.config import Provider
from pipeline.errors import BackendMissing, ConfigInvalid

LIBRARY = "xllamacpp"
_MAGIC = b"GGUF"


def check(provider: Provider) -> None:
    """See whether a local provider can work, without loading it.

    Raises:
        BackendMissing: The library is not installed.
        ConfigInvalid: There is no such file, or it is no GGUF.
    """
    if importlib.util.find_spec(LIBRARY) is None:
        raise BackendMissing("local", "local")
    path = Path(provider.local).expanduser()
    try:
        with path.open("rb") as file:
            begins = file.read(len(_MAGIC))
    except (OSError, ValueError) as error:
        raise ConfigInvalid(f"The model {path} of the provider {provider.name} cannot be read.") from error
    if begins != _MAGIC:
        raise ConfigInvalid(f"The file {path} of the provider {provider.name} is no GGUF: convert the model first.")
