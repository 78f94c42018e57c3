"""Lets a server rest that keeps failing, so that nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 3
"""How often in a row a server may fail before it rests."""
REST_S = 15.0
"""How long it rests the first time; every failure after a rest doubles it."""
LONGEST_REST_S = 600.0


class Breaker:
    """Counts failures in a row and says whether a server may be asked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rests = 0
        self._until = 0.0

    @property
    def may_ask(self) -> bool:
        """False while the server rests."""
        return self._clock() >= self._until

    def worked(self) -> None:
        """The server answered: everything is forgiven."""
        self._failures = self._rests = 0
        self._until = 0.0

    def failed(self, *, lasting: bool = False) -> None:
        """The server failed; what is `lasting`, such as a wrong key, will not mend itself in a moment."""
        self._failures += 1
        if lasting or self._rests or self._failures >= FAILURES:
            self._until = self._clock() + min(REST_S * 2**self._rests, LONGEST_REST_S)
            self._rests = min(self._rests + 1, 10)
            self._failures = 0
