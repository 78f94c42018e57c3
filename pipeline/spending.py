"""What language models are given and give for one piece of work: counted here, paid for and limited elsewhere.

Whoever starts the work opens a `tab`; a writer finds it in its context, also in tasks that the work starts, and notes
every request on it. Without a tab nothing is counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_BYTES_PER_TOKEN = 4
"""Common vocabularies need a token for about four bytes of UTF-8: four letters of English, a sign of Chinese."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One request to a model."""

    provider: str
    model: str
    read_tokens: int
    """What it was sent."""
    written_tokens: int
    """What it answered, thoughts included."""
    cost: float = 0.0
    """In the currency of the provider's prices."""
    estimated: bool = False
    """True where the server did not count, or was not listened to until it had."""


@dataclass(slots=True)
class Tab:
    """What one piece of work has taken from models, and whether it may take more."""

    closed: bool = False
    """True: no model is to be asked."""
    spent: list[Spent] = field(default_factory=list)
    missed: bool = False
    """True once a model would have been asked and was not."""


_current: ContextVar[Tab | None] = ContextVar("tab", default=None)


@contextmanager
def open_tab(*, closed: bool = False) -> Iterator[Tab]:
    """Count what this context and the tasks begun in it take from models."""
    tab = Tab(closed)
    token = _current.set(tab)
    try:
        yield tab
    finally:
        _current.reset(token)


def current() -> Tab:
    """The tab of this context; one that nobody reads where none is open."""
    return _current.get() or Tab()


def estimate(text: str) -> int:
    """About how many tokens a text has."""
    return math.ceil(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN)
