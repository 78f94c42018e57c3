"""Whether an ask is for us, whether it may be made, and how much of it at a time."""

from __future__ import annotations

import time
from collections import OrderedDict

from bots import acts
from bots.errand import Means
from bots.rules import DeskSection, Rules
from bots.surface import (
    AUDIO_BYTES,
    Ask,
    Cancel,
    ExportCard,
    ExportData,
    ForgetMe,
    Heard,
    Help,
    ImportCard,
    ListCharacters,
    PlaceKind,
    Refusal,
    Refused,
    Report,
    Settings,
    Summon,
    Talk,
)
from storage.inbox import Bounds

QUICK = (ListCharacters, Settings, ForgetMe, ExportData, Help, Cancel, Report, ExportCard)
"""Asks that need no stage and wait for nobody."""
QUICK_PER_MINUTE = 30
"""How many asks without a stage one person may make in a minute, and twice as many with what was refused."""
REFUSALS = {
    "waiting": Refusal.QUEUE_FULL,
    "user": Refusal.LIMIT_USER,
    "place": Refusal.LIMIT_PLACE,
    "guild": Refusal.LIMIT_GUILD,
}
"""How it is said that there is no room, by what is full."""
_TOLD = 1000
_TOLD_S = 10.0


async def for_us(ask: Ask, want: Talk, rules: Rules, means: Means) -> bool:
    """Whether a message is meant for a character here."""
    if want.heard is Heard.DIRECT or ask.place.kind is PlaceKind.DIRECT:
        return True
    if want.heard is not Heard.PLAIN:
        return rules.answers(want.heard, named=False)
    if not rules.answers(Heard.PLAIN, named=True):
        return False
    entries = await means.characters.list(ask.place.key)
    is_named = acts.named(want.text, entries) is not None
    return bool(entries) and rules.answers(Heard.PLAIN, named=is_named)


def check(ask: Ask, rules: Rules, means: Means) -> None:
    """See that an ask may be made and can be answered.

    Raises:
        Refused: It may not, or cannot.
    """
    want = ask.want
    if isinstance(want, Summon | ImportCard):
        who = rules["summon"]
        if who == "nobody" or (who == "admins" and not ask.user.admin and ask.place.kind is not PlaceKind.DIRECT):
            raise Refused(Refusal.NOT_ALLOWED)
    if isinstance(want, Talk):
        most = means.section.said_chars
        if len(want.text) > most:
            raise Refused(Refusal.TOO_LONG, count=most)
        if (want.audio or want.too_large) and means.stages.listener is None:
            raise Refused(Refusal.CANNOT_LISTEN)
        if want.too_large:
            raise Refused(Refusal.SOUND_TOO_LARGE, megabytes=AUDIO_BYTES // 2**20)
        if not want.text.strip() and not want.audio and not want.again and not want.pictures:
            raise Refused(Refusal.NOTHING_SAID)


def bounds_of(rules: Rules, section: DeskSection) -> Bounds:
    """How much may wait, and be asked for in a minute, in a place with these rules."""
    return Bounds(
        waiting=section.waiting,
        user=rules.limit("user_per_minute"),
        place=rules.limit("place_per_minute"),
        guild=rules.limit("guild_per_minute"),
        quick=QUICK_PER_MINUTE,
    )


def bounds_of_refused() -> Bounds:
    """How much may be refused in a minute: whoever goes on after that is not answered any more."""
    return Bounds(quick=2 * QUICK_PER_MINUTE)


class Patience:
    """Who was told to come back later: one sentence, not one per message of those who go on asking."""

    def __init__(self) -> None:
        self._until: OrderedDict[tuple[str, str], float] = OrderedDict()

    def tell(self, ask: Ask, seconds: float) -> bool:
        """Whether to tell whoever asks to come back after these seconds; then it was told for a while."""
        who, now = (ask.user_key, ask.place.key), time.monotonic()
        if self._until.get(who, 0.0) > now:
            return False
        self._until[who] = now + min(seconds, _TOLD_S)
        self._until.move_to_end(who)
        while len(self._until) > _TOLD:
            self._until.popitem(last=False)
        return True
