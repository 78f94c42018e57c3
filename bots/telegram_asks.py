"""Reads Telegram's updates: what a message, a caption or a button asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Audio, CallbackQuery, Chat, Message, MessageEntity, VideoNote, Voice

from bots.pictures import LARGEST_BYTES, shrunk
from bots.surface import (
    AUDIO_BYTES,
    Ask,
    Cancel,
    Dismiss,
    ExportCard,
    ExportData,
    ForgetMe,
    Heard,
    Help,
    ImportCard,
    ListCharacters,
    Place,
    PlaceKind,
    Report,
    Restyle,
    Revoice,
    Settings,
    Summon,
    Switch,
    Talk,
    User,
    Want,
)
from bots.telegram_options import OPTIONS, options_of

PLATFORM = "telegram"
DOWNLOAD_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""

PHOTO_SIDE = 1280
"""Photos come in sizes up to 1280 pixels and seldom more."""

Download = Callable[[str], Awaitable[bytes]]
"""Fetches a file by its id."""


@dataclass(frozen=True, slots=True)
class Me:
    """Which bot this is."""

    id: int
    username: str


COMMANDS: dict[str, str] = {
    "summon": "summon",
    "characters": "list",
    "switch": "switch",
    "dismiss": "dismiss",
    "restyle": "restyle",
    "revoice": "revoice",
    "card": "card",
    "settings": "settings",
    "forget_me": "forget",
    "my_data": "export",
    "help": "help",
    "cancel": "cancel",
    "report": "report",
}
"""Telegram's commands, by what they are called in the wording."""
NEEDS_ADMIN = ("settings", "dismiss", "restyle", "revoice", "summon")
"""Commands for which it matters whether the asker manages the group."""


async def ask_of_message(message: Message, update: str, me: Me, download: Download, *, admin: bool) -> Ask | None:
    """What a message asks for; None where it is nothing to the bot."""
    person = message.from_user
    if person is None or person.is_bot:
        return None
    command = command_of(message, me)
    if command is not None:
        want = await _commanded(*command, message, download)
    else:
        want = _said(message, me)
    if want is None:
        return None
    return Ask(
        place=place_of(message),
        user=User(str(person.id), person.full_name, admin=admin or message.chat.type == Chat.PRIVATE),
        update=update,
        want=want,
        language=person.language_code or "en",
        message=str(message.message_id),
        context=context_of(message),
    )


def ask_of_button(query: CallbackQuery, want: Want, update: str, *, admin: bool) -> Ask | None:
    """What a pressed button asks for; None where its message is too old to be known."""
    message = query.message
    if not isinstance(message, Message) or query.from_user.is_bot:
        return None
    return Ask(
        place=place_of(message),
        user=User(str(query.from_user.id), query.from_user.full_name, admin=admin or message.chat.type == Chat.PRIVATE),
        update=update,
        want=want,
        language=query.from_user.language_code or "en",
        message=str(message.message_id),
        context=context_of(message),
    )


def command_of(message: Message, me: Me) -> tuple[str, str] | None:
    """The command and what follows it, if the message is one for this bot."""
    text, entities = message.text or message.caption or "", message.entities or message.caption_entities
    if not any(e.type == MessageEntity.BOT_COMMAND and e.offset == 0 for e in entities):
        return None
    head, _, rest = text.partition(" ") if " " in text else text.partition("\n")
    name, _, bot = head[1:].lower().partition("@")
    if bot and bot != me.username.lower():
        return None
    return ("help" if name == "start" else name), rest.strip()


def place_of(message: Message) -> Place:
    """The chat or topic of a message."""
    chat, topic = str(message.chat.id), topic_of(message)
    kind = PlaceKind.DIRECT if message.chat.type == Chat.PRIVATE else PlaceKind.GROUP
    return Place(PLATFORM, chat, f"{chat}/{topic}" if topic else chat, kind)


def context_of(message: Message) -> dict[str, str]:
    """What a surface needs to find the chat again."""
    return {"chat": str(message.chat.id), "topic": topic_of(message)}


def topic_of(message: Message) -> str:
    """The topic's id, or nothing; a plain thread of replies is no topic."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


async def _commanded(name: str, rest: str, message: Message, download: Download) -> Want | None:
    replied = message.reply_to_message
    match name:
        case "summon":
            words, chosen = options_of(rest)
            style, voice, language = (chosen.get(name, "") for name in OPTIONS)
            guide = await _picture(message, download)
            return Summon(words, guide, style=style, voice=voice, language=language[:16])
        case "characters":
            return ListCharacters()
        case "switch":
            return Switch(rest)
        case "dismiss":
            return Dismiss(rest)
        case "restyle":
            character, style = _pair(rest)
            return Restyle(character, style, await _picture(message, download))
        case "revoice":
            return Revoice(*_pair(rest))
        case "card":
            return await _card(rest, message, download)
        case "settings":
            key, value, scope, *_ = *rest.split(), "", "", ""
            return Settings(key, value, whole_guild=scope == "group")
        case "forget_me":
            return ForgetMe()
        case "my_data":
            return ExportData()
        case "help":
            return Help()
        case "cancel":
            return Cancel()
        case "report":
            return Report(str(replied.message_id), rest) if replied else Report("", rest)
        case _:
            # Another bot's command in a group, or a mistyped one in a private chat.
            return Help() if message.chat.type == Chat.PRIVATE else None


async def _card(rest: str, message: Message, download: Download) -> Want:
    verb, _, name = rest.partition(" ")
    if verb.lower() == "import":
        return ImportCard(await _document(message, download) or b"")
    return ExportCard(name if verb.lower() == "export" else rest)


def _said(message: Message, me: Me) -> Talk | None:
    text = message.text or message.caption or ""
    held = _sound_held(message)
    too_large = held is not None and (held.file_size or 0) > AUDIO_BYTES
    if not text and held is None and not picture_of(message):
        return None
    found = {
        **message.parse_entities([MessageEntity.MENTION]),
        **message.parse_caption_entities([MessageEntity.MENTION]),
    }
    mention = next((m for m in found.values() if m.lower() == f"@{me.username}".lower()), "")
    named = bool(mention)
    replied = message.reply_to_message
    ours = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    if named:
        text = " ".join(text.replace(mention, " ", 1).split()).strip(" ,:")
    if message.chat.type == Chat.PRIVATE:
        heard = Heard.DIRECT
    elif ours:
        heard = Heard.REPLY
    else:
        heard = Heard.MENTION if named else Heard.PLAIN
    return Talk(text, heard, reply_to=str(replied.message_id) if replied and ours else "", too_large=too_large)


def _sound_held(message: Message) -> Voice | VideoNote | Audio | None:
    return message.voice or message.video_note or message.audio


def sound_of(message: Message) -> str:
    """The file of the sound that came with a message, or nothing where there is none or it is too large."""
    held = _sound_held(message)
    return held.file_id if held is not None and (held.file_size or 0) <= AUDIO_BYTES else ""


def picture_of(message: Message) -> str:
    """The file of the picture that came with a message, or nothing: Telegram sends one with each."""
    if message.photo:
        # The largest that is no larger than what is looked at; each is kept in several sizes.
        fitting = [size for size in message.photo if max(size.width, size.height) <= PHOTO_SIDE]
        return (fitting or message.photo)[-1].file_id
    held = message.document
    if held and (held.mime_type or "").startswith("image/") and (held.file_size or 0) <= LARGEST_BYTES:
        return held.file_id
    return ""


async def with_enclosed(ask: Ask, message: Message, download: Download) -> Ask:
    """The ask with the sound and the picture of its message."""
    if not isinstance(ask.want, Talk):
        return ask
    sound, picture = sound_of(message), picture_of(message)
    audio = await download(sound) if sound else None
    pictures = await shrunk([await download(picture)]) if picture else ()
    return replace(ask, want=replace(ask.want, audio=audio, pictures=pictures))


async def _picture(message: Message, download: Download) -> bytes | None:
    """The picture that came with a command, or that it replies to."""
    for place in (message, message.reply_to_message):
        if place is None:
            continue
        if place.photo:
            return await download(place.photo[-1].file_id)
        held = place.document
        if held and (held.mime_type or "").startswith("image/") and (held.file_size or 0) <= DOWNLOAD_BYTES:
            return await download(held.file_id)
    return None


async def _document(message: Message, download: Download) -> bytes | None:
    for place in (message, message.reply_to_message):
        held = place.document if place else None
        if held and (held.file_size or 0) <= DOWNLOAD_BYTES:
            return await download(held.file_id)
    return None


def _pair(text: str) -> tuple[str, str]:
    """A name and what it shall get, as `Name: style`; without a colon the words are what it shall get."""
    name, colon, wanted = text.partition(":")
    return (name.strip(), wanted.strip()) if colon else ("", text.strip())


def person_is_admin(status: str) -> bool:
    """Whether a chat member's status lets them manage the chat."""
    return status in ("creator", "administrator")
