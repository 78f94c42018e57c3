"""How the desk and an adapter speak to each other: an `Ask` goes in, `Message`s come out through a `Surface`.

An adapter turns what its platform delivers into an `Ask`, gives it to `Desk.accept` and forgets it. The desk answers
through the `Surface` that the adapter opens for that ask, at once or after a restart: so everything a surface needs to
find its conversation again (a channel, a topic, an interaction's token) belongs into `Ask.place` and `Ask.context`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from pipeline.errors import PipelineError
from pipeline.events import Stage

# ----------------------------------------------------------------------------------------------- who asks, and where


class PlaceKind(StrEnum):
    """What sort of conversation a place is."""

    DIRECT = "direct"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: a guild's channel or thread, a direct chat, a group or one of its topics.

    Characters belong to one place, and nothing of one place can be seen from another.
    """

    platform: str
    """`discord`, `telegram`, `console`."""
    guild: str
    """The guild, group or direct chat whose settings the place inherits; a guild's limits count all its places."""
    id: str
    """The channel, thread or topic; the same as `guild` where there is nothing below it."""
    kind: PlaceKind = PlaceKind.GROUP
    adult: bool = False
    """True where the platform restricts the place to adults."""

    @property
    def key(self) -> str:
        """The place as the store names it."""
        return f"{self.platform}:{self.guild}:{self.id}"

    @property
    def guild_key(self) -> str:
        """The guild as the store names it."""
        return f"{self.platform}:{self.guild}"


@dataclass(frozen=True, slots=True)
class User:
    """A person."""

    id: str
    """The platform's id."""
    name: str
    """As shown in that conversation."""
    admin: bool = False
    """May change settings and dismiss others' characters there."""


# -------------------------------------------------------------------------------------------------- what is asked for


AUDIO_BYTES = 20 * 1024 * 1024
"""The largest recording that is fetched: what Telegram's servers give to bots (Bot API, getFile)."""


class Heard(StrEnum):
    """How a message came to be for a character."""

    DIRECT = "direct"
    """Written in a direct chat, or given to a command: always answered."""
    MENTION = "mention"
    """The bot was mentioned."""
    REPLY = "reply"
    """It replies to something a character said."""
    PLAIN = "plain"
    """Just written; answered where the place wants that, or where it begins with a character's name."""


@dataclass(frozen=True, slots=True)
class Summon:
    """Bring something to life."""

    description: str
    guide: bytes | None = field(default=None, repr=False)
    """An uploaded picture, encoded."""
    fresh: bool = False
    """Make a new one even if the same was summoned here before."""
    seed: int | None = None
    style: str = ""
    """A style's id or label; empty: the writer chooses."""
    voice: str = ""
    """A voice's id or label; empty: the writer chooses."""
    language: str = ""
    """What it shall speak, BCP 47; empty: the language of the description."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Say something to a character."""

    text: str
    heard: Heard = Heard.DIRECT
    to: str = ""
    """The name it was addressed by, where a command or a button gave one."""
    reply_to: str = ""
    """The platform's id of the message it replies to."""
    audio: bytes | None = field(default=None, repr=False)
    """A voice message instead of a text."""
    again: bool = False
    """Answer the last thing that was said to the character once more."""
    too_large: bool = False
    """It came with a recording larger than an adapter fetches."""
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    """What came with it to look at, as `bots.pictures.shrunk` gives it."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Let another character answer by default."""

    name: str


@dataclass(frozen=True, slots=True)
class ListCharacters:
    """Show who is here."""


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Send a character away; without a name the default one."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Restyle:
    """Paint a character anew, in another style or after a picture."""

    name: str = ""
    style: str = ""
    """A style's id or label; empty: another seed."""
    guide: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Revoice:
    """Give a character another voice."""

    name: str = ""
    voice: str = ""
    """A voice's id or label; empty: the choices are shown."""


@dataclass(frozen=True, slots=True)
class ExportCard:
    """Get a character as a card."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ImportCard:
    """Bring a card to life."""

    card: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Show the settings, or change one."""

    key: str = ""
    value: str = ""
    """Empty with a key: inherit again."""
    whole_guild: bool = False
    """Change it for the guild instead of this place."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Forget the asker."""

    confirmed: bool | None = None
    """None asks first, False means that they thought better of it."""


@dataclass(frozen=True, slots=True)
class ExportData:
    """Get all that is known about the asker."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be asked for."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop what the asker has asked for here."""


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the operator that a reply is not right."""

    reply_to: str
    reason: str = ""


Want = (
    Summon
    | Talk
    | Switch
    | ListCharacters
    | Dismiss
    | Restyle
    | Revoice
    | ExportCard
    | ImportCard
    | Settings
    | ForgetMe
    | ExportData
    | Help
    | Cancel
    | Report
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody wants something somewhere."""

    place: Place
    user: User
    update: str
    """What the platform calls this update: the same id means the same update, however often it is delivered."""
    want: Want
    language: str = "en"
    """The asker's, BCP 47, as the platform says."""
    message: str = ""
    """The platform's id of the asking message, to answer under it."""
    context: Mapping[str, str] = field(default_factory=dict)
    """Whatever the adapter needs to open the surface again after a restart."""

    @property
    def user_key(self) -> str:
        """The asker as the store names them."""
        return f"{self.place.platform}:{self.user.id}"


# --------------------------------------------------------------------------------------------------- what is answered


class Kind(StrEnum):
    """What a message mainly is."""

    TEXT = "text"
    PORTRAIT = "portrait"
    CLIP = "clip"
    VOICE = "voice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button."""

    label: str
    action: str
    """At most 64 bytes of ASCII; `Desk.want_of` says what it means."""


@dataclass(frozen=True, slots=True)
class Face:
    """Who a message comes from, where it is a character and not the bot."""

    character: int
    name: str
    portrait: str
    """The SHA-256 of its portrait: the same face has the same. `Desk.face` gives the PNG."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to send."""

    kind: Kind
    text: str = ""
    """What is said or written with it; a clip's and a voice's words, to show where the platform can."""
    note: str = ""
    """What the bot itself adds, such as why the clip is missing; already in the asker's language."""
    face: Face | None = None
    media: bytes = field(default=b"", repr=False)
    """PNG of a portrait, MP4 of a clip, WAV of a voice, or a file."""
    sha: str = ""
    """The SHA-256 of `media`, for a cache of uploads."""
    filename: str = ""
    poster: bytes = field(default=b"", repr=False)
    """JPEG."""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    choices: tuple[Choice, ...] = ()
    private: bool = False
    """For the asker's eyes only: ephemeral, or in a direct chat."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits into one message of a conversation."""

    clip: bool = True
    voice: bool = True
    media_bytes: int = 10 * 1024 * 1024
    text_chars: int = 2000
    clip_seconds: float = 600.0
    frame: str = ""
    """What clips show, a value of `pipeline.framing.Framing`; empty for what is configured."""
    typed: bool = False
    """Options of commands are typed among the words, so that help has to name them."""


class Surface(Protocol):
    """One conversation, as the desk speaks to it while it works on one ask."""

    @property
    def limits(self) -> Limits:
        """What can be sent here."""
        ...

    async def progress(self, note: str, stage: Stage | None) -> None:
        """Show how far the work is; the next note replaces this one, and the first `send` may take it away.

        Called seldom enough for any platform (at most about once in 2 s) and never relied on: failures are ignored.
        """
        ...

    async def send(self, message: Message, key: str) -> tuple[str, ...]:
        """Send and give the platform's ids of what was sent, the main one first.

        `key` (at most 25 characters) is the same whenever the same message is sent again: a nonce for platforms that
        have one.

        Raises:
            KindRefused: This kind cannot be sent here; the desk tries the next simpler one.
            SurfaceGone: The conversation is no more, or the bot may not write there.
            SurfaceBusy: The platform asks to wait longer than the adapter would.
        """
        ...

    async def find(self, key: str) -> tuple[str, ...] | None:
        """After a crash in the middle of a `send`: the ids if it arrived, () if it did not, None if nobody can tell.

        On () and None the desk sends again with the same key; on None it adds a note that it may be the second time,
        unless the platform itself drops a repeated key (then return ()).
        """
        ...

    async def close(self) -> None:
        """The work is done or handed back: take away what only showed progress."""
        ...


OpenSurface = Callable[[Ask], Surface]
"""How an adapter gives the desk a conversation; called again for the same ask after a restart."""


class SurfaceError(PipelineError):
    """A platform could not be written to."""

    code: ClassVar[str] = "surface_failed"


class KindRefused(SurfaceError):
    """This kind of message, or one so large, cannot be sent here."""

    code = "kind_refused"


class SurfaceGone(SurfaceError):
    """The conversation is no more, or the bot may not write there."""

    code = "surface_gone"


class SurfaceBusy(SurfaceError):
    """The platform asks to wait."""

    code = "surface_busy"

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class Refusal(StrEnum):
    """Why the desk says no: each has a sentence in every language."""

    QUEUE_FULL = "queue_full"
    LIMIT_USER = "limit_user"
    LIMIT_PLACE = "limit_place"
    LIMIT_GUILD = "limit_guild"
    TOKENS_SPENT = "tokens_spent"
    NOT_ALLOWED = "not_allowed"
    NOT_YOURS = "not_yours"
    NOBODY_HERE = "nobody_here"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_STYLE = "unknown_style"
    UNKNOWN_VOICE = "unknown_voice"
    UNKNOWN_MESSAGE = "unknown_message"
    UNKNOWN_SETTING = "unknown_setting"
    BAD_SETTING = "bad_setting"
    CARD_UNREADABLE = "card_unreadable"
    CARDS_MISSING = "cards_missing"
    CANNOT_LISTEN = "cannot_listen"
    SOUND_TOO_LONG = "sound_too_long"
    SOUND_TOO_LARGE = "sound_too_large"
    NOTHING_SAID = "nothing_said"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    INTERRUPTED = "interrupted"


class Refused(PipelineError):
    """The desk says no; `values` fill its sentence."""

    def __init__(self, refusal: Refusal, **values: str | int) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.values: dict[str, str | int] = values
