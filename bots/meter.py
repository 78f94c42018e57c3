"""What the desk tells about its work while it works: outcomes and seconds, never who or what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Meter(Protocol):
    """Takes notice of work; `bots/metrics.py` counts it."""

    def stages(self, kind: str, took: Sequence[tuple[str, float, str]], *, answered: bool) -> None:
        """A job's stages: which, how many seconds, the code it failed with; `answered` says that it was done."""
        ...

    def job(self, kind: str, state: str, code: str, seconds: float) -> None:
        """A job has ended as `done`, `failed` or `cancelled`."""
        ...

    def tokens(self, provider: str, read: int, written: int) -> None:
        """A language model was sent and has answered so many tokens."""
        ...

    def reloaded(self, *, applied: bool) -> None:
        """The settings were read again, and applied or not."""
        ...


class Unmetered:
    """Nobody counts."""

    def stages(self, kind: str, took: Sequence[tuple[str, float, str]], *, answered: bool) -> None:
        """Nothing happens."""

    def job(self, kind: str, state: str, code: str, seconds: float) -> None:
        """Nothing happens."""

    def tokens(self, provider: str, read: int, written: int) -> None:
        """Nothing happens."""

    def reloaded(self, *, applied: bool) -> None:
        """Nothing happens."""


UNMETERED = Unmetered()
