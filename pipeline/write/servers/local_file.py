"""Looks at the files of a local model without loading them."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

from pipeline.config import Provider
from pipeline.errors import BackendMissing, ConfigInvalid

LIBRARY = "xllamacpp"
_MAGIC = b"GGUF"
_HEAD_BYTES = 1 << 16
"""Where the kind of a model stands: writers of GGUF files name it first."""
_KIND = b"general.architecture" + struct.pack("<I", 8)
"""Its key, and the type of its value, which is text."""
_PROJECTOR = "clip"
"""The kind of every projector, whatever it was trained as."""


def check(provider: Provider) -> None:
    """See whether a local provider can work, without loading it.

    Raises:
        BackendMissing: The library is not installed.
        ConfigInvalid: A file of it is not there or is no GGUF, or its model and its projector are not what they are
            named as.
    """
    if importlib.util.find_spec(LIBRARY) is None:
        raise BackendMissing("local", "local")
    path, kind = _kind(provider, "model", provider.local)
    if kind == _PROJECTOR:
        raise ConfigInvalid(f"The model {path} of the provider {provider.name} is a projector: name it as mmproj.")
    if not provider.mmproj:
        return
    path, kind = _kind(provider, "projector", provider.mmproj)
    if kind not in ("", _PROJECTOR):
        raise ConfigInvalid(
            f"The file {path} that the provider {provider.name} names as mmproj is no projector: a model that can see "
            "has a second file, mostly called mmproj-….gguf."
        )


def _kind(provider: Provider, what: str, name: str) -> tuple[Path, str]:
    """Where a file lies and the architecture that it names; empty where it names none at its beginning."""
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError) as error:
        raise ConfigInvalid(f"The {what} {path} of the provider {provider.name} cannot be read.") from error
    if not head.startswith(_MAGIC):
        raise ConfigInvalid(f"The {what} {path} of the provider {provider.name} is no GGUF: convert it first.")
    _, _, value = head.partition(_KIND)
    size = int.from_bytes(value[:8], "little")
    return path, value[8 : 8 + size].decode("ascii", "replace") if size < len(value) else ""
