"""Keeps a bot within Telegram's flood limits, chat by chat: one that must wait never holds up another."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)

ALL_PER_SECOND = 30
GROUP_PER_MINUTE = 20
CHAT_BURST = 5
"""Telegram asks for one message a second in a chat and lets short bursts pass (Bots FAQ on hitting limits)."""
TRIES = 6
CHATS_REMEMBERED = 10_000
_COUNTED = ("send", "edit", "copy", "forward")
_FREE = ("sendChatAction",)

Json = dict[str, Any]
Answer = bool | Json | list[Json]


class Window:
    """At most `count` in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until the next one may go."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        return 0.0 if len(self._times) < self._count else self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        """One goes now."""
        self._times.append(now)


class Pace(BaseRateLimiter[None]):
    """Sends in order within a chat, as fast as Telegram allows, and waits out its 429s."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        # python-telegram-bot warns about the old type of `retry_after` unless the new one is asked for.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._clock = clock
        self._sleep = sleep
        self._all = Window(ALL_PER_SECOND, 1.0)
        self._chats: OrderedDict[str, tuple[asyncio.Lock, tuple[Window, ...]]] = OrderedDict()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Answer:
        """Call when it is this request's turn; a 429 waits as long as it says, in this chat alone.

        Raises:
            RetryAfter: Telegram still refuses after several waits.
        """
        chat = data.get("chat_id")
        if chat is None or endpoint in _FREE or not endpoint.startswith(_COUNTED):
            return await callback(*args, **kwargs)
        lock, windows = self._chat(str(chat))
        async with lock:
            for left in reversed(range(TRIES)):
                await self._turn(windows)
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    if not left:
                        raise
                    seconds = seconds_of(error)
                    log.warning("flood limit", extra={"endpoint": endpoint, "seconds": seconds})
                    await self._sleep(seconds + 0.1)
        raise AssertionError("the last try returns or raises")

    async def _turn(self, windows: tuple[Window, ...]) -> None:
        everything = (*windows, self._all)
        while (wait := max(window.wait(self._clock()) for window in everything)) > 0:
            await self._sleep(wait)
        for window in everything:
            window.take(self._clock())

    def _chat(self, chat: str) -> tuple[asyncio.Lock, tuple[Window, ...]]:
        if chat not in self._chats:
            burst = Window(CHAT_BURST, float(CHAT_BURST))
            group = (Window(GROUP_PER_MINUTE, 60.0),) if chat.startswith(("-", "@")) else ()
            self._chats[chat] = (asyncio.Lock(), (burst, *group))
        self._chats.move_to_end(chat)
        while len(self._chats) > CHATS_REMEMBERED and not next(iter(self._chats.values()))[0].locked():
            self._chats.popitem(last=False)
        return self._chats[chat]


def seconds_of(error: RetryAfter) -> float:
    """How long a 429 asks to wait; the library gives a number or a time span."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
