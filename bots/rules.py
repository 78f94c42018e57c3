"""What an operator sets for the desk, and what guilds and places may set for themselves.

A setting is looked for in the place, then in its guild, then among the operator's defaults; where it was found is told.
A guild can lower a limit of the operator's and never raise it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from bots.surface import Heard, Place, Refusal, Refused
from bots.wording import LANGUAGES
from pipeline.config import Section
from storage.settings import Chosen


class DeskSection(Section):
    """`[desk]`: how work is taken on, and what places inherit."""

    workers: int = Field(2, ge=1, le=64, description="how many requests are worked on at once")
    waiting: int = Field(500, ge=1, description="how many requests may wait before new ones are refused")
    running_per_user: int = Field(1, ge=1, description="how many requests of one person run at once")
    lease_s: float = Field(60.0, gt=1, description="seconds after which the work of a dead process is taken up again")
    grace_s: float = Field(20.0, ge=0, description="seconds that running work may take to finish at shutdown")
    tries: int = Field(5, ge=1, description="how often work is taken up again whose process died")
    patience_s: float = Field(900.0, ge=0, description="seconds after which a reply that cannot be sent is given up")
    send_timeout_s: float = Field(120.0, gt=0, description="seconds one send to a platform may take")
    history_lines: int = Field(20, ge=0, description="how many earlier lines a character is reminded of")
    said_chars: int = Field(2000, ge=1, description="characters a message to a character may have")
    characters_per_place: int = Field(20, ge=1, description="how many characters one place may hold")
    media_budget_mb: int = Field(2048, ge=1, description="megabytes of clips to keep; portraits are kept always")
    retention_days: int = Field(0, ge=0, description="days after which what was said is dropped; 0 keeps it")
    summon: str = Field("everyone", pattern="^(everyone|admins|nobody)$", description="everyone, admins or nobody")
    answer: str = Field(
        "name", pattern="^(never|mention|reply|name|every)$", description="never, mention, reply, name or every message"
    )
    output: str = Field("clip", pattern="^(clip|voice|text)$", description="clip, voice or text")
    language: str = Field("auto", pattern="^(auto|en|de|es|fr|zh|ja)$", description="auto: the asker's")
    quiet: bool = Field(False, description="true: no progress is shown")  # noqa: FBT003 - pydantic's way to a default
    captions: bool = Field(True, description="true: a clip's words stand with it")  # noqa: FBT003 - pydantic's way
    safety: str = Field(
        "on", pattern="^(on|off)$", description="on or off: whether pictures by diffusion are checked; see unchecked"
    )
    user_per_minute: int = Field(10, ge=0, description="requests of one person in a minute; 0 is no limit")
    place_per_minute: int = Field(60, ge=0, description="requests in one conversation in a minute; 0 is no limit")
    guild_per_minute: int = Field(200, ge=0, description="requests in one guild in a minute; 0 is no limit")
    user_clips_per_day: int = Field(0, ge=0, description="clips for one person in a day; 0 is no limit")
    place_clips_per_day: int = Field(0, ge=0, description="clips in one conversation in a day; 0 is no limit")
    guild_clips_per_day: int = Field(0, ge=0, description="clips in one guild in a day; 0 is no limit")
    user_tokens_per_day: int = Field(0, ge=0, description="tokens of models for one person in a day; 0 is no limit")
    place_tokens_per_day: int = Field(
        0, ge=0, description="tokens of models in one conversation in a day; 0 is no limit"
    )
    guild_tokens_per_day: int = Field(0, ge=0, description="tokens of models in one guild in a day; 0 is no limit")
    tokens_spent: str = Field(
        "improvise", pattern="^(improvise|refuse)$", description="what follows then: improvise or refuse"
    )


CHOICES: Mapping[str, tuple[str, ...]] = {
    "summon": ("everyone", "admins", "nobody"),
    "answer": ("never", "mention", "reply", "name", "every"),
    "output": ("clip", "voice", "text"),
    "language": ("auto", *LANGUAGES),
    "quiet": ("yes", "no"),
    "captions": ("yes", "no"),
    "safety": ("on", "off"),
}
LIMITS = (
    "user_per_minute",
    "place_per_minute",
    "guild_per_minute",
    "user_clips_per_day",
    "place_clips_per_day",
    "guild_clips_per_day",
    "user_tokens_per_day",
    "place_tokens_per_day",
    "guild_tokens_per_day",
)
KEYS = (*CHOICES, *LIMITS)
"""Everything a guild or a place may set."""
_MOST = 99_999_999


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and where it comes from."""

    value: str
    origin: str
    """`default`, `guild` or `place`."""


class Rules:
    """The settings of one place."""

    def __init__(self, found: Mapping[str, Setting]) -> None:
        self._found = found

    def __getitem__(self, key: str) -> str:
        """The value that holds here."""
        return self._found[key].value

    def setting(self, key: str) -> Setting:
        """The value that holds here, and where it comes from."""
        return self._found[key]

    def limit(self, key: str) -> int:
        """A limit; 0 is none."""
        return int(self._found[key].value)

    @property
    def quiet(self) -> bool:
        """No progress is shown."""
        return self._found["quiet"].value == "yes"

    @property
    def captions(self) -> bool:
        """A clip's words are shown with it."""
        return self._found["captions"].value == "yes"

    @property
    def checked(self) -> bool:
        """What diffusion paints is looked at before it is shown."""
        return self._found["safety"].value == "on"

    def answers(self, heard: Heard, *, named: bool) -> bool:
        """Whether a message is answered that was heard so; `named` says that it begins with a character's name."""
        level = CHOICES["answer"].index(self._found["answer"].value)
        if heard is Heard.DIRECT:
            return True
        needed = {Heard.MENTION: 1, Heard.REPLY: 2, Heard.PLAIN: 3 if named else 4}[heard]
        return level >= needed

    def language(self, asker: str) -> str:
        """The language for sentences to an asker."""
        chosen = self._found["language"].value
        return asker if chosen == "auto" else chosen


async def rules_of(place: Place, chosen: Chosen, section: DeskSection) -> Rules:
    """The settings that hold in a place."""
    # A direct chat's guild and place may be one and the same: what was set there counts as the place's own.
    scopes = {f"guild {place.guild_key}": "guild", f"place {place.key}": "place"}
    found = {key: Setting(default_of(key, section), "default") for key in KEYS}
    for scope, values in (await chosen.of(tuple(scopes))).items():
        for key, value in values.items():
            if key in found and _valid(key, value):
                found[key] = Setting(_capped(key, value, section), scopes[scope])
    return Rules(found)


async def change(place: Place, key: str, value: str, chosen: Chosen, *, whole_guild: bool) -> None:
    """Set a value for a place or its whole guild; an empty one lets it inherit again.

    Raises:
        Refused: There is no such setting, or it cannot have that value.
    """
    key, value = key.strip().lower(), value.strip().lower()
    if key not in KEYS:
        raise Refused(Refusal.UNKNOWN_SETTING, name=key[:40], names=", ".join(KEYS))
    scope = f"guild {place.guild_key}" if whole_guild else f"place {place.key}"
    if not value or value == "inherit":
        await chosen.drop(scope, key)
        return
    if not _valid(key, value):
        possible = ", ".join(CHOICES[key]) if key in CHOICES else f"0-{_MOST}"
        raise Refused(Refusal.BAD_SETTING, name=key, value=value[:40], names=f"{possible}, inherit")
    await chosen.put(scope, key, str(int(value)) if key in LIMITS else value)


def default_of(key: str, section: DeskSection) -> str:
    """The operator's value."""
    value = getattr(section, key)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _valid(key: str, value: str) -> bool:
    if key in CHOICES:
        return value in CHOICES[key]
    return value.isascii() and value.isdecimal() and len(value) < 9 and int(value) <= _MOST


def _capped(key: str, value: str, section: DeskSection) -> str:
    if key not in LIMITS:
        return value
    most = int(getattr(section, key))
    wanted = int(value)
    return str(most if most and (wanted == 0 or wanted > most) else wanted)
