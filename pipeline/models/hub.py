"""Says which files of a Hugging Face repository are needed, by the library of the hub."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import build_hf_headers

from pipeline.errors import WeightsMissing
from pipeline.models.contents import PICKLE
from pipeline.models.fetch import Item
from pipeline.models.weights import Source

TIMEOUT_S = 30.0
TENSORS = (".safetensors", ".bin", ".pt", ".pth", ".ckpt")
PICKLES = TENSORS[1:]
WORDS = (".json", ".txt", ".model")
"""What stands beside tensors: settings and vocabularies."""
_VARIANT = re.compile(r"\.(fp16|bf16|fp32|non_ema|ema_only)(?=[.-])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a repository."""

    path: str
    bytes: int
    sha256: str
    """Empty for small files, which the hub keeps without one."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a repository holds at one commit."""

    commit: str
    entries: tuple[Entry, ...]


async def listing(source: Source, endpoint: str | None = None) -> Listing:
    """Ask the hub what a repository holds.

    Raises:
        WeightsMissing: There is no such repository or revision, it wants an agreement, or the hub does not answer.
    """
    return await asyncio.to_thread(_listing, source, endpoint)


def _listing(source: Source, endpoint: str | None) -> Listing:
    api = HfApi(endpoint=endpoint)
    try:
        found = api.model_info(source.place, revision=source.revision, files_metadata=True, timeout=TIMEOUT_S)
    except GatedRepoError as error:
        raise WeightsMissing(
            f"{source.place} wants an agreement: accept it on the hub and set HF_TOKEN in the environment."
        ) from error
    except (RepositoryNotFoundError, RevisionNotFoundError, HFValidationError) as error:
        raise WeightsMissing(
            f"The hub has no {source.place} at {source.revision}, or wants a token for it (HF_TOKEN)."
        ) from error
    except (HfHubHTTPError, OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsMissing(f"The hub said nothing useful of {source.place}: {type(error).__name__}.") from error
    except Exception as error:
        # What the hub's library lets through of its HTTP library, which is not the same in all of its versions.
        if type(error).__module__.partition(".")[0] not in ("httpx", "httpx2", "httpcore", "requests"):
            raise
        raise WeightsMissing(
            f"The hub cannot be reached for {source.place} ({type(error).__name__}): try again, or fetch it by hand "
            "and name its path."
        ) from error
    entries = tuple(
        Entry(each.rfilename, each.size or 0, each.lfs.sha256 if each.lfs else "") for each in found.siblings or ()
    )
    return Listing(found.sha or source.revision, entries)


def item(source: Source, commit: str, entry: Entry, endpoint: str | None = None) -> Item:
    """How one file is fetched: from the commit that was listed, so that all files are of one version."""
    headers = {name: value for name, value in build_hf_headers().items() if isinstance(value, str)}
    url = hf_hub_url(source.place, entry.path, revision=commit, endpoint=endpoint)
    return Item(url, entry.bytes, entry.sha256, headers)


def needed(source: Source, entries: Sequence[Entry], *, pickles: bool) -> tuple[Entry, ...]:
    """The files of a repository that a loader reads, each tensor once.

    A pipeline (with a `model_index.json`) is its parts' folders; a model alone is its folder. Of tensors that are there
    in several forms safetensors win, and of several precisions the plain one.

    Raises:
        WeightsMissing: There is nothing to load, or nothing but pickles where they are not allowed.
    """
    if source.is_file:
        chosen = [entry for entry in entries if entry.path == source.inner]
    else:
        prefix = f"{source.inner}/" if source.inner else ""
        inside = [entry for entry in entries if entry.path.startswith(prefix)]
        depth = prefix.count("/")
        is_pipeline = any(entry.path == f"{prefix}model_index.json" for entry in inside)
        chosen = [entry for entry in inside if _belongs(entry.path, depth, is_pipeline=is_pipeline)]
        chosen = _once(chosen)
    tensors = [entry for entry in chosen if entry.path.endswith(TENSORS)]
    if not tensors:
        raise WeightsMissing(f"{source.place} holds no weights at {source.inner or 'its top'} that could be loaded.")
    pickled = [entry for entry in tensors if entry.path.endswith(PICKLES)]
    if pickled and not pickles:
        raise WeightsMissing(f"{pickled[0].path} of {source.place} {PICKLE}")
    return tuple(chosen)


def _belongs(path: str, depth: int, *, is_pipeline: bool) -> bool:
    """Whether a file is one that a loader of folders looks at."""
    here = path.count("/") - depth
    if not path.endswith((*TENSORS, *WORDS)):
        return False
    if is_pipeline:
        # Checkpoints beside the parts hold the same weights once more.
        return here == 1 or path.endswith("model_index.json")
    return here == 0


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """Each tensor in its best form."""
    kept = [entry for entry in entries if not entry.path.endswith(TENSORS)]
    by_folder: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.path.endswith(TENSORS):
            by_folder.setdefault(entry.path.rpartition("/")[0], []).append(entry)
    for group in by_folder.values():
        safe = [entry for entry in group if entry.path.endswith(".safetensors")] or group
        plain = [entry for entry in safe if not _VARIANT.search(entry.path)] or safe
        kept += plain
    return kept
