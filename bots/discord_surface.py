"""A Discord channel as the desk speaks to it: characters speak through a webhook, with a name and a face."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import discord
from discord.http import Route

from bots.surface import Ask, Choice, Face, Kind, KindRefused, Limits, Message, SurfaceBusy, SurfaceGone
from pipeline.errors import PipelineError
from pipeline.events import Stage
from pipeline.sound.opus import voice_note

log = logging.getLogger(__name__)

MEDIA_BYTES = 10 * 1024 * 1024
"""What a place without boosts takes (Discord's documentation, 2026)."""
TEXT_CHARS = 2000
NAME_CHARS = 80
TYPING_SECONDS = 8.0
INTERACTION_SECONDS = 14 * 60.0
"""An interaction's token lives for 15 minutes."""
FIND_MESSAGES = 50
TOO_LARGE = 40005
UNKNOWN_CHANNEL, UNKNOWN_WEBHOOK = 10003, 10015
WEBHOOK_NAME = "Summon"
_ORIGINAL: Any = "@original"
"""The API's own name for the message that acknowledged an interaction."""
_NOBODY = discord.AllowedMentions.none()


class Uploads(Protocol):
    """Addresses of what Discord has already, by bot, content and kind."""

    async def get(self, bot: str, sha: str, kind: str) -> str | None:
        """The address, or None."""
        ...

    async def put(self, bot: str, sha: str, kind: str, file: str) -> None:
        """Remember an address."""
        ...


class Webhooks:
    """One webhook of ours per channel, made when first needed."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._known: dict[int, discord.Webhook | None] = {}
        self._turn: dict[int, asyncio.Lock] = {}

    async def of(self, channel_id: int) -> discord.Webhook | None:
        """The channel's webhook, or None where the bot may not have one."""
        async with self._turn.setdefault(channel_id, asyncio.Lock()):
            if channel_id not in self._known:
                self._known[channel_id] = await self._open(channel_id)
            return self._known[channel_id]

    def forget(self, channel_id: int) -> None:
        """Look again the next time: permissions changed, or somebody deleted it."""
        self._known.pop(channel_id, None)

    async def _open(self, channel_id: int) -> discord.Webhook | None:
        channel = self._client.get_channel(channel_id)
        if not isinstance(
            channel, discord.TextChannel | discord.VoiceChannel | discord.ForumChannel | discord.StageChannel
        ):
            return None
        if not channel.permissions_for(channel.guild.me).manage_webhooks:
            return None
        try:
            for webhook in await channel.webhooks():
                if webhook.token and webhook.user and self._client.user and webhook.user.id == self._client.user.id:
                    return webhook
            return await channel.create_webhook(name=WEBHOOK_NAME)
        except discord.HTTPException as error:
            log.warning("no webhook", extra={"status": error.status})
            return None


@dataclass
class DiscordSurface:
    """One channel, for one ask."""

    client: discord.Client
    ask: Ask
    uploads: Uploads
    webhooks: Webhooks
    face_of: Callable[[Ask, int], Awaitable[bytes | None]]
    """A character's portrait as PNG."""
    deferred: asyncio.Event | None = None
    """Set once the interaction was acknowledged in this process; None after a restart, or for a plain message."""
    _typing: asyncio.Task[None] | None = field(default=None, repr=False)
    _answered: bool = False
    """The interaction's own message holds something worth keeping."""

    @property
    def limits(self) -> Limits:
        """What fits into one message."""
        return Limits(media_bytes=int(self.ask.context.get("limit") or MEDIA_BYTES), text_chars=TEXT_CHARS)

    async def progress(self, note: str, stage: Stage | None) -> None:
        """Type for a message; move the acknowledgement on for a command."""
        if self._token and not self._answered:
            with contextlib.suppress(discord.HTTPException):
                await self._edit_original(content=note)
        elif self._typing is None:
            self._typing = asyncio.create_task(self._type())

    async def send(self, message: Message, key: str) -> tuple[str, ...]:
        """Send a message: as the character where it has a face, else as the bot.

        Raises:
            KindRefused: It is too large, or may not be sent here.
            SurfaceGone: The channel is no more, or closed to the bot.
            SurfaceBusy: Discord is out of order.
        """
        try:
            return await self._send(message, key)
        except discord.Forbidden as error:
            if message.media and error.code == 50013:
                raise KindRefused("Files may not be sent here.") from error
            raise SurfaceGone("The channel is closed to the bot.") from error
        except discord.HTTPException as error:
            if error.status == 413 or error.code == TOO_LARGE:
                raise KindRefused("The file is too large for this place.") from error
            if error.status == 404 or error.code == UNKNOWN_CHANNEL:
                raise SurfaceGone("The channel is no more.") from error
            if error.status == 429 or error.status >= 500:
                raise SurfaceBusy("Discord asks to wait.", float(getattr(error, "retry_after", 5.0))) from error
            raise KindRefused(f"Discord refused: {error.status}/{error.code}.") from error
        except (OSError, TimeoutError) as error:
            raise SurfaceBusy("Discord cannot be reached.", 5.0) from error

    async def find(self, key: str) -> tuple[str, ...] | None:
        """Look among the latest messages of ours for the one with this key."""
        channel = await self._channel()
        try:
            async for message in channel.history(limit=FIND_MESSAGES):
                named = any(key in attachment.filename for attachment in message.attachments)
                if named or str(message.nonce or "") == key:
                    return (str(message.id),)
        except (discord.HTTPException, AttributeError):
            return None
        # A text through a webhook carries no key: nobody can tell.
        return None

    async def close(self) -> None:
        """Stop typing, and take the acknowledgement away if it only showed progress."""
        if self._typing is not None:
            self._typing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._typing
            self._typing = None
        if self._token and not self._answered:
            self._answered = True
            with contextlib.suppress(discord.HTTPException):
                await self._delete_original()

    # ----------------------------------------------------------------------------------------------------- sending

    async def _send(self, message: Message, key: str) -> tuple[str, ...]:
        if message.private or (message.face is None and self._token):
            return await self._respond(message, key)
        if message.kind is Kind.PORTRAIT and self._token and not self._answered:
            return await self._respond(message, key)
        files = await self._files(message, key)
        if message.face is not None and self.ask.context.get("guild"):
            sent = await self._as_character(message, message.face, files)
            if sent is not None:
                return sent
        return await self._as_bot(message, key, files)

    async def _as_character(
        self, message: Message, face: Face, files: Sequence[tuple[str, bytes]]
    ) -> tuple[str, ...] | None:
        home = int(self.ask.context.get("parent") or self.ask.context["channel"])
        # Somebody may have deleted the webhook: one that answers 404 is never tried again, a new one is made once.
        for _ in range(2):
            webhook = await self.webhooks.of(home)
            if webhook is None:
                return None
            thread = discord.Object(int(self.ask.context["channel"])) if self.ask.context.get("parent") else None
            avatar = await self._avatar(face)
            more: dict[str, Any] = {"thread": thread} if thread else {}
            if avatar:
                more["avatar_url"] = avatar
            view = _view(message.choices)
            if view is not None:
                more["view"] = view
            try:
                sent = await webhook.send(
                    content=_words(message)[:TEXT_CHARS],
                    username=webhook_name(face.name),
                    files=_discord_files(files),
                    allowed_mentions=_NOBODY,
                    wait=True,
                    **more,
                )
            except discord.NotFound as error:
                if error.code != UNKNOWN_WEBHOOK:
                    raise
                self.webhooks.forget(home)
                continue
            return (str(sent.id),)
        return None

    async def _as_bot(self, message: Message, key: str, files: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
        channel = await self._channel()
        more: dict[str, Any] = {}
        view = _view(message.choices)
        if view is not None:
            more["view"] = view
        if self.ask.message and not self._token:
            reference = discord.MessageReference(
                message_id=int(self.ask.message), channel_id=int(self.ask.context["channel"]), fail_if_not_exists=False
            )
            more["reference"] = reference
        sent = await channel.send(
            content=_named(message)[:TEXT_CHARS],
            files=_discord_files(files),
            allowed_mentions=_NOBODY,
            nonce=key,
            **more,
        )
        await self._remember_picture(message, sent.attachments)
        return (str(sent.id),)

    async def _respond(self, message: Message, key: str) -> tuple[str, ...]:
        """Through the interaction while it lives; later, or without one, into the channel or a direct chat."""
        files = await self._files(message, key)
        if self._token:
            await self._wait_deferred()
            with contextlib.suppress(discord.NotFound):
                if not self._answered:
                    self._answered = True
                    edited = await self._edit_original(
                        content=_named(message)[:TEXT_CHARS], files=files, view=_view(message.choices)
                    )
                    await self._remember_picture(message, edited.attachments)
                    return (str(edited.id),)
                return await self._follow_up(message, files)
        if not message.private or self.ask.place.guild.startswith("dm"):
            return await self._as_bot(message, key, files)
        person = await self.client.fetch_user(int(self.ask.user.id))
        sent = await person.send(
            content=_named(message)[:TEXT_CHARS], files=_discord_files(files), allowed_mentions=_NOBODY
        )
        return (str(sent.id),)

    async def _follow_up(self, message: Message, files: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
        more: dict[str, Any] = {}
        view = _view(message.choices)
        if view is not None:
            more["view"] = view
        sent = await self._hook.send(
            content=_named(message)[:TEXT_CHARS],
            files=_discord_files(files),
            ephemeral=message.private,
            allowed_mentions=_NOBODY,
            wait=True,
            **more,
        )
        return (str(sent.id),)

    async def _edit_original(
        self, *, content: str, files: Sequence[tuple[str, bytes]] = (), view: discord.ui.View | None = None
    ) -> discord.WebhookMessage:
        await self._wait_deferred()
        edited: discord.WebhookMessage = await self._hook.edit_message(
            _ORIGINAL,
            content=content,
            attachments=_discord_files(files),
            view=view,
            allowed_mentions=_NOBODY,
        )
        return edited

    async def _delete_original(self) -> None:
        await self._wait_deferred()
        await self._hook.delete_message(_ORIGINAL)

    async def _wait_deferred(self) -> None:
        if self.deferred is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await self.deferred.wait()

    async def _files(self, message: Message, key: str) -> list[tuple[str, bytes]]:
        if not message.media:
            return []
        content, name = message.media, message.filename or _FILENAMES[message.kind]
        if message.kind is Kind.VOICE:
            try:
                content, name = await voice_note(content), f"{name.rpartition('.')[0]}.ogg"
            except PipelineError as error:
                log.warning("voice sent as it is", extra={"code": error.code})
        stem, _, ending = name.rpartition(".")
        # The key in the name lets `find` see whether the message arrived.
        return [(f"{stem}-{key}.{ending}" if message.kind is not Kind.FILE else name, content)]

    async def _remember_picture(self, message: Message, attachments: Sequence[discord.Attachment]) -> None:
        """A portrait's address, without its signature, serves as avatar."""
        if message.kind is Kind.PORTRAIT and attachments:
            address = attachments[0].url.partition("?")[0]
            await self.uploads.put(self._bot, hashlib.sha256(message.media).hexdigest(), "picture", address)

    async def _avatar(self, face: Face) -> str | None:
        """The address of the picture of this face, if it was ever sent."""
        known = await self.uploads.get(self._bot, face.portrait, "avatar")
        if known:
            return known
        picture = await self.face_of(self.ask, face.character)
        if picture is None:
            return None
        known = await self.uploads.get(self._bot, hashlib.sha256(picture).hexdigest(), "picture")
        if known:
            await self.uploads.put(self._bot, face.portrait, "avatar", known)
        return known

    # ------------------------------------------------------------------------------------------------------- where

    @property
    def _bot(self) -> str:
        return str(self.client.application_id or 0)

    @property
    def _token(self) -> str:
        """The interaction's token while it lives."""
        until = float(self.ask.context.get("until") or 0)
        return self.ask.context.get("token", "") if until > discord.utils.utcnow().timestamp() else ""

    @property
    def _hook(self) -> discord.Webhook:
        return discord.Webhook.partial(
            int(self.ask.context["application"]), self.ask.context["token"], client=self.client
        )

    async def _channel(self) -> Any:
        number = int(self.ask.context["channel"])
        return self.client.get_channel(number) or await self.client.fetch_channel(number)

    async def _type(self) -> None:
        while True:
            # Typing is a courtesy: whatever goes wrong with it must not touch the answer.
            with contextlib.suppress(discord.HTTPException):
                await self.client.http.request(
                    Route("POST", "/channels/{channel_id}/typing", channel_id=int(self.ask.context["channel"]))
                )
            await asyncio.sleep(TYPING_SECONDS)


_FILENAMES = {Kind.PORTRAIT: "portrait.png", Kind.CLIP: "clip.mp4", Kind.VOICE: "voice.wav", Kind.FILE: "file.bin"}


def webhook_name(name: str) -> str:
    """A name that Discord takes for a webhook: 1 to 80 characters, without its own name."""
    for word in ("clyde", "discord"):
        at = name.lower().find(word)
        while at >= 0:
            # A look-alike in the middle: the reader sees the name, Discord does not.
            name = name[: at + 1] + "\u200b" + name[at + 1 :]
            at = name.lower().find(word)
    return name.strip()[:NAME_CHARS] or "Somebody"


def _words(message: Message) -> str:
    """What is said, so that it can be read too, and in small print what the bot itself adds."""
    note = f"-# {message.note}" if message.note and message.text else message.note
    return "\n".join(part for part in (message.text, note) if part)


def _named(message: Message) -> str:
    """The words with the character's name before them: the bot itself speaks."""
    if message.face is None:
        return _words(message)
    return f"**{discord.utils.escape_markdown(message.face.name)}** {_words(message)}".strip()


def _view(choices: Sequence[Choice]) -> discord.ui.View | None:
    if not choices:
        return None
    view = discord.ui.View(timeout=None)
    for choice in choices[:25]:
        view.add_item(
            discord.ui.Button(label=choice.label[:80], custom_id=choice.action, style=discord.ButtonStyle.secondary)
        )
    # Presses are read as interactions: the library need not keep the view.
    view.stop()
    return view


def _discord_files(files: Sequence[tuple[str, bytes]]) -> list[discord.File]:
    return [discord.File(io.BytesIO(content), filename=name) for name, content in files]
