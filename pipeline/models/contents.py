"""Looks into files of weights without loading them: whole, and of a kind that may be read."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

from pipeline.errors import WeightsMissing
from pipeline.models.fetch import written

_HEADER_BYTES = 100_000_000
"""The longest header that the format allows (safetensors documentation, "Format")."""
_UNPACKED_BYTES = 8 * 2**30
_SETTINGS = (".json", ".txt", ".model")


PICKLE = (
    "is a pickle, and pickles are refused: set [models] pickles = true, or fetch with --pickles, if you trust whoever "
    "made it. It is read with weights_only, which runs no code."
)


def see_contents(path: Path, *, pickles: bool) -> Path:
    """See that a file is whole and may be read; a pickle that calls itself safetensors gets an honest name.

    Raises:
        WeightsMissing: It is truncated, no weights at all, or a pickle where none are allowed.
    """
    if path.name.endswith(_SETTINGS):
        return path
    with path.open("rb") as file:
        head = file.read(16)
    if is_pickle(head):
        if not pickles:
            raise WeightsMissing(f"{path.name} {PICKLE}")
        return path.rename(path.with_suffix(".pt")) if path.suffix == ".safetensors" else path
    if path.suffix != ".onnx":
        _see_safetensors(path)
    return path


def is_pickle(head: bytes) -> bool:
    """Whether a file begins as torch's archives and pickles do."""
    return head.startswith((b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"))


def _see_safetensors(path: Path) -> None:
    """Check the header of a safetensors file: eight bytes of length, JSON, and tensors that fill the rest."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(min(length, _HEADER_BYTES)))
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
        whole = bool(ends) and 8 + length + max(ends) == size
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error, RecursionError) as error:
        raise WeightsMissing(f"{path.name} holds no weights: it is neither safetensors nor a pickle.") from error
    if not whole:
        raise WeightsMissing(f"{path.name} is truncated: {size} bytes do not hold the tensors that it names.")


def unpacked(path: Path) -> Path:
    """The one file of a plain archive, unpacked in its place; any other file as it is.

    torch's own archives, whose names do not end in .zip, are weights and stay as they are.

    Raises:
        WeightsMissing: The archive is damaged, or holds more than weights would.
    """
    if path.suffix != ".zip":
        return path
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [each for each in archive.infolist() if not each.is_dir()]
            if len(inside) != 1 or inside[0].file_size > _UNPACKED_BYTES:
                raise WeightsMissing(f"{path.name} holds {len(inside)} files where one of weights was expected.")
            target = path.with_name(Path(inside[0].filename).name)
            with archive.open(inside[0]) as packed, target.open("wb") as file:
                shutil.copyfileobj(packed, file, 2**20)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise WeightsMissing(f"{path.name} is a damaged archive.") from error
    except OSError as error:
        raise written(error, path) from error
    path.unlink()
    return target
