"""Hands sentences from one stage to the next, and of a sentence that is still being written the newest draft."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Relay(Generic[T]):
    """Whole sentences wait in order; a draft waits only until something newer comes."""

    def __init__(self, ahead: int) -> None:
        """`ahead` whole sentences may wait."""
        self._ahead = ahead
        self._whole: deque[T | None] = deque()
        self._draft: T | None = None
        self._wanted = False
        self._came, self._went = asyncio.Event(), asyncio.Event()

    @property
    def waiting(self) -> bool:
        """Whether a whole sentence waits: nobody will look at a draft soon."""
        return bool(self._whole)

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for something, and has nothing."""
        return self._wanted and not self._whole and self._draft is None

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return bool(self._whole) and self._whole[0] is None

    async def put(self, item: T | None) -> None:
        """Hand on a whole sentence, or None after the last; waits while too many wait already."""
        self._draft = None
        while len(self._whole) >= self._ahead:
            self._went.clear()
            await self._went.wait()
        self._whole.append(item)
        self._came.set()

    def sketch(self, draft: T) -> None:
        """Hand on the beginning of the next sentence, in place of an older draft of it."""
        self._draft = draft
        self._came.set()

    async def get(self) -> tuple[T, bool] | None:
        """What comes next, and whether it is whole; None after the last sentence."""
        while not self._whole and self._draft is None:
            self._came.clear()
            self._wanted = True
            try:
                await self._came.wait()
            finally:
                self._wanted = False
        if self._whole:
            self._went.set()
            whole = self._whole.popleft()
            return None if whole is None else (whole, True)
        draft, self._draft = self._draft, None
        assert draft is not None  # noqa: S101 - else it would still wait
        return draft, False
