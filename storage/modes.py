"""Who may read what is kept: databases from before they were made private are closed to others."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

PRIVATE = 0o600

log = logging.getLogger(__name__)


def tighten(database: Path) -> None:
    """Take a database, what SQLite keeps beside it and its copies from everybody who is not its owner.

    Only files that anybody on the machine may read are changed: who gave them to a group alone did so on purpose.
    """
    for path in exposed(database):
        try:
            path.chmod(PRIVATE)
        except OSError as error:
            log.warning("others can read what is kept", extra={"file": path.name, "reason": error.strerror})
        else:
            log.warning("others could read what is kept, and cannot any more", extra={"file": path.name})


def exposed(database: Path) -> tuple[Path, ...]:
    """The files of a database that anybody on the machine may read, as far as their own modes say."""
    beside = (database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm"))
    copies = database.parent.glob(f"{database.stem}-v*{database.suffix}")
    return tuple(path for path in (*beside, *sorted(copies)) if _is_open(path))


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))
    except OSError:
        return False
