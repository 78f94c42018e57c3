"""Reads Discord's messages: where they are, who wrote them and what they ask for."""

from __future__ import annotations

import re
from dataclasses import replace

import discord

from bots.pictures import LARGEST_BYTES, MOST, shrunk
from bots.surface import AUDIO_BYTES, Ask, Heard, Place, PlaceKind, Talk, User

PLATFORM = "discord"


def place_of(guild_id: int | None, channel_id: int, channel: object = None) -> Place:
    """The channel, thread or direct chat of a message; a chat outside every guild is its own guild."""
    if guild_id is None:
        return Place(PLATFORM, f"dm{channel_id}", f"dm{channel_id}", PlaceKind.DIRECT)
    return Place(PLATFORM, str(guild_id), str(channel_id), adult=_adult(channel))


def channel_of(place_id: str) -> int:
    """The number of the channel, thread or direct chat that a place is."""
    return int(place_id.removeprefix("dm"))


def user_of(person: discord.User | discord.Member) -> User:
    """A person as the conversation shows them."""
    admin = isinstance(person, discord.Member) and person.guild_permissions.manage_guild
    return User(str(person.id), person.display_name, admin=admin)


def ask_of_message(message: discord.Message, me: discord.ClientUser) -> Ask | None:
    """What a message asks for; None where it is nothing to the bot."""
    if message.author.bot or message.webhook_id is not None:
        return None
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return None
    voice = _voice_of(message)
    too_large = voice is not None and voice.size > AUDIO_BYTES
    text = spoken_text(message, me)
    if not text and voice is None and not pictures_of(message):
        return None
    return Ask(
        place=place_of(message.guild.id if message.guild else None, message.channel.id, message.channel),
        user=user_of(message.author),
        update=f"m{message.id}",
        want=Talk(text, heard_of(message, me), reply_to=reply_of(message), too_large=too_large),
        language=str(message.guild.preferred_locale) if message.guild else "en",
        message=str(message.id),
        context=context_of(message.channel, message.guild),
    )


def _voice_of(message: discord.Message) -> discord.Attachment | None:
    return next((attachment for attachment in message.attachments if attachment.is_voice_message()), None)


def encloses(message: discord.Message) -> bool:
    """Whether sound or pictures came with a message that could be listened to or looked at."""
    return _voice_of(message) is not None or bool(pictures_of(message))


def pictures_of(message: discord.Message) -> list[discord.Attachment]:
    """The pictures that came with a message, as many and as large as are looked at."""
    held = (a for a in message.attachments if (a.content_type or "").startswith("image/"))
    return [attachment for attachment in held if attachment.size <= LARGEST_BYTES][:MOST]


async def with_enclosed(ask: Ask, message: discord.Message) -> Ask:
    """The ask with the sound and the pictures of its message."""
    if not isinstance(ask.want, Talk):
        return ask
    voice = _voice_of(message)
    audio = await _read(voice) if voice is not None and not ask.want.too_large else None
    pictures = await shrunk([await _read(attachment) for attachment in pictures_of(message)])
    return replace(ask, want=replace(ask.want, audio=audio, pictures=pictures))


def context_of(channel: object, guild: discord.Guild | None) -> dict[str, str]:
    """What a surface needs to find the channel again."""
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return {
        "channel": str(getattr(channel, "id", 0)),
        "parent": str(parent) if parent else "",
        "guild": str(guild.id) if guild else "",
        "limit": str(guild.filesize_limit) if guild else "",
    }


def heard_of(message: discord.Message, me: discord.ClientUser) -> Heard:
    """How a message came to be for the bot."""
    if message.guild is None:
        return Heard.DIRECT
    if any(user.id == me.id for user in message.mentions):
        return Heard.MENTION
    if message.reference is not None and message.reference.message_id:
        return Heard.REPLY
    return Heard.PLAIN


def reply_of(message: discord.Message) -> str:
    """The id of the message that this one replies to, or nothing."""
    reference = message.reference
    return str(reference.message_id) if reference is not None and reference.message_id else ""


def spoken_text(message: discord.Message, me: discord.ClientUser) -> str:
    """The words of a message: without the mention of the bot, others' mentions as names."""
    text = re.sub(rf"<@!?{me.id}>", " ", message.content)
    for user in message.mentions:
        text = re.sub(rf"<@!?{user.id}>", user.display_name, text)
    text = re.sub(r"<a?:(\w+):\d+>", r"", text)
    return " ".join(text.split()).strip(" ,:")


async def _read(attachment: discord.Attachment) -> bytes | None:
    try:
        return await attachment.read()
    except discord.HTTPException:
        return None


def _adult(channel: object) -> bool:
    if isinstance(channel, discord.Thread):
        return bool(channel.parent and channel.parent.is_nsfw())
    return bool(getattr(channel, "nsfw", False))
