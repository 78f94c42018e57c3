"""Writes files whole: under their final name there is all of a file or none of it."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from pipeline.errors import DiskFull, OutputUnwritable, PipelineError
from storage import media


def make_folder(folder: Path) -> None:
    """Make a folder, parents included, and see that files can be written there.

    Raises:
        OutputUnwritable: It cannot be made, or not be written to.
        DiskFull: There is no room.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise _explained(folder, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and rename it once it is on the disk.

    Raises:
        OutputUnwritable: It cannot be written there.
        DiskFull: There is no room.
    """
    try:
        media.write_whole(path, content)
        path.chmod(0o666 & ~_umask())
    except OSError as error:
        raise _explained(path, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _explained(path: Path, error: OSError | ValueError) -> PipelineError:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"There is no room left to write {path}: free some space and try again.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "that is not a usable path"
    return OutputUnwritable(f"{path} cannot be written: {reason}.")
