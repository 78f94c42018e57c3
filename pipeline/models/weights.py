"""What weights are: where they come from, what they are for, and what is known of them before they are fetched."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import ConfigInvalid

FILE_ENDINGS = (".safetensors", ".bin", ".ckpt", ".pt", ".pth", ".onnx", ".zip", ".tar.bz2")
"""What tells a file from a folder inside a repository."""
_NAME = 100
"""Letters of a file's name that are kept."""
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")


class Kind(StrEnum):
    """Where weights come from."""

    HUB = "hub"
    """A repository of the Hugging Face hub."""
    URL = "url"
    LOCAL = "local"
    """A file or folder of the operator's own: never fetched, never removed."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where weights come from, taken apart."""

    kind: Kind
    place: str
    """The repository, the address, or the path."""
    inner: str = ""
    """A file or folder inside a repository."""
    revision: str = "main"
    """A branch, tag or commit of a repository."""

    @property
    def is_file(self) -> bool:
        """Whether one file is meant rather than a folder."""
        return self.kind is Kind.URL or self.inner.endswith(FILE_ENDINGS)

    @property
    def file_name(self) -> str:
        """What the one file is called."""
        if self.kind is Kind.HUB:
            return self.inner.rsplit("/", 1)[-1]
        last = re.sub(r"[^\w.-]+", "-", unquote(urlsplit(self.place).path).rsplit("/", 1)[-1]).strip(".-")[-_NAME:]
        # Addresses by number say nothing of the format; a look into the file will.
        return last if last.endswith(FILE_ENDINGS) else f"{last or 'weights'}.safetensors"

    @property
    def slug(self) -> str:
        """The name of its folder: readable, and of its own for every source."""
        words = f"{self.place} {self.inner}" + (f" {self.revision}" if self.revision != "main" else "")
        # What follows a question mark may be a token, which has no place in the name of a folder.
        shown = re.sub(r"^https?://|\?.*", "", words.lower())
        readable = re.sub(r"[^a-z0-9.]+", "-", shown).strip("-.")[:60]
        return f"{readable}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def read_source(text: str) -> Source:
    """Take a source apart: `owner/name[/inner][@revision]` on the hub, an address, or a path.

    A path begins with `/`, `./`, `../` or `~`; anything else of two words and a slash is a repository.

    Raises:
        ConfigInvalid: It is none of these.
    """
    if text.startswith(("https://", "http://")):
        address = urlsplit(text)
        if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ConfigInvalid(f"The weights {text!r} must be fetched over https.")
        if address.username or address.password:
            raise ConfigInvalid("An address of weights must carry no name and no password.")
        if not address.hostname:
            raise ConfigInvalid(f"The weights {text!r} have no usable address.")
        return Source(Kind.URL, text)
    if text.startswith(("/", "./", "../", "~")):
        return Source(Kind.LOCAL, str(Path(text).expanduser()))
    words, _, revision = text.partition("@")
    owner, name, inner = ([*words.split("/", 2), "", ""])[:3]
    repository = f"{owner}/{name}"
    if not _REPOSITORY.fullmatch(repository) or ".." in words.split("/") or not re.fullmatch(r"[\w./-]*", revision):
        raise ConfigInvalid(
            f"{text!r} names no weights: write owner/name of the hub, an https address, or a path from / or ./."
        )
    return Source(Kind.HUB, repository, inner.strip("/"), revision or "main")


@dataclass(frozen=True, slots=True)
class Weights:
    """One thing to have on the disk: what the catalogue says of it."""

    id: str
    """What the command line calls it."""
    source: str
    """As `read_source` takes it."""
    role: str
    """What it is: `base`, `lora`, `inversion`, `controlnet`, `detector`."""
    licence: str = ""
    used_by: tuple[str, ...] = ()
    """The ids of styles, or what else needs it."""
    bytes: int = 0
    """About how much is fetched; 0 where nobody knows before."""
    sha256: str = field(default="", repr=False)
    """Of a single file, in hexadecimal, at least the first 8 digits; empty: what came first is remembered."""
    note: str = ""
    """What an operator should know before fetching."""
    pickle: bool = False
    """True where a pickle is expected and taken without asking: there is nothing else, and its hash is pinned."""
