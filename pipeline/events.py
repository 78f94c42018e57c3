"""What a run reports while it works: the whole contract with a user interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.types import Clip, Persona, Portrait, Speech


class Stage(StrEnum):
    """The steps of a run, by their names in logs, tables and progress lines."""

    WRITE = "write"
    PAINT = "paint"
    SPEAK = "speak"
    ANIMATE = "animate"
    JOIN = "join"
    LISTEN = "listen"


Made = Persona | Portrait | Speech | Clip | str | None
"""What a finished stage can show at once."""


@dataclass(frozen=True, slots=True)
class Started:
    """A stage began."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class Step:
    """A stage got further: `done` of `of` sentences, tries or steps."""

    stage: Stage
    done: int
    of: int | None


@dataclass(frozen=True, slots=True)
class Finished:
    """A stage ended well; `seconds` is the time it worked."""

    stage: Stage
    seconds: float
    made: Made = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A stage gave up and the run goes on without it; `code` is the error's."""

    stage: Stage
    code: str


Event = Started | Step | Finished | Failed
Emit = Callable[[Event], None]
OnStep = Callable[[int, int], None]
"""Is told, on any thread, how many of how many steps are done."""


def silent(_event: Event) -> None:
    """Report to nobody."""


def unheeded(_done: int, _of: int) -> None:
    """Count steps for nobody."""
