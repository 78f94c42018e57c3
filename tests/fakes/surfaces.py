"""A chat platform without a network: records what was sent, and fails as it is told.

`FakePlatform` is the platform, with its memory of what arrived; `platform.open(ask)` is a surface of it, as an adapter
gives to `Desk.connect`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bots.surface import Ask, Heard, Kind, KindRefused, Limits, Message, Place, PlaceKind, Talk, User, Want
from pipeline.events import Stage

ARRIVES_THEN_FAILS = "arrives, then fails"
"""A turn of the script: the message arrives and the send raises all the same, like a connection lost too early."""
HANG = "hang"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that arrived."""

    place: str
    id: str
    key: str
    message: Message
    user: str

    @property
    def words(self) -> str:
        """All that can be read in it."""
        return " ".join(text for text in (self.message.note, self.message.text) if text)


@dataclass
class FakePlatform:
    """Keeps what was sent; `turns` says what the next sends do: None, an exception, HANG or ARRIVES_THEN_FAILS."""

    name: str = "fake"
    limits: Limits = field(default_factory=Limits)
    turns: list[object] = field(default_factory=list)
    refuses: frozenset[Kind] = frozenset()
    """Kinds that raise KindRefused."""
    finds: bool | None = True
    """Whether `find` knows what arrived; None: it cannot tell."""
    sent: list[Sent] = field(default_factory=list)
    notes: list[tuple[str, str, Stage | None]] = field(default_factory=list)
    """Progress: place, text, stage."""
    closed: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self, ask: Ask) -> FakeSurface:
        """The surface of an ask."""
        return FakeSurface(self, ask)

    async def wait(self, done: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something holds, looking whenever something was sent."""
        async with asyncio.timeout(seconds):
            while not done():
                await self.news.wait()
                self.news.clear()

    async def count(self, count: int) -> list[Sent]:
        """Wait until so many messages arrived."""
        await self.wait(lambda: len(self.sent) >= count)
        return self.sent

    def words(self) -> list[str]:
        """What can be read in every message, in order."""
        return [sent.words for sent in self.sent]

    def kinds(self) -> list[Kind]:
        """What the messages are, in order."""
        return [sent.message.kind for sent in self.sent]


class FakeSurface:
    """One conversation of a fake platform."""

    def __init__(self, platform: FakePlatform, ask: Ask) -> None:
        self._platform = platform
        self._ask = ask

    @property
    def limits(self) -> Limits:
        return self._platform.limits

    async def progress(self, note: str, stage: Stage | None) -> None:
        self._platform.notes.append((self._ask.place.key, note, stage))
        self._platform.news.set()

    async def send(self, message: Message, key: str) -> tuple[str, ...]:
        platform = self._platform
        turn = platform.turns.pop(0) if platform.turns else None
        if message.kind in platform.refuses:
            raise KindRefused("not here")
        if turn == HANG:
            await asyncio.Event().wait()
        if isinstance(turn, BaseException):
            raise turn
        number = str(1000 + len(platform.sent))
        platform.sent.append(Sent(self._ask.place.key, number, key, message, self._ask.user_key))
        platform.news.set()
        if turn == ARRIVES_THEN_FAILS:
            raise ConnectionResetError
        return (number,)

    async def find(self, key: str) -> tuple[str, ...] | None:
        if not self._platform.finds:
            return None if self._platform.finds is None else ()
        return tuple(sent.id for sent in self._platform.sent if sent.key == key)

    async def close(self) -> None:
        self._platform.closed += 1
        self._platform.news.set()


ANN = User("1", "Ann")
BOB = User("2", "Bob")
CHIEF = User("9", "Chief", admin=True)
_updates = iter(range(1, 1_000_000))


def a_place(name: str = "room", guild: str = "guild", platform: str = "fake", *, direct: bool = False) -> Place:
    """A group's room, or a direct chat."""
    return Place(platform, guild, name, PlaceKind.DIRECT if direct else PlaceKind.GROUP)


def an_ask(want: Want | str, user: User = ANN, place: Place | None = None, update: str = "", **more: object) -> Ask:
    """An ask with an update id of its own; a text is talk addressed to a character."""
    wanted = Talk(want, Heard.MENTION) if isinstance(want, str) else want
    return Ask(place or a_place(), user, update or f"update {next(_updates)}", wanted, **more)  # type: ignore[arg-type]
