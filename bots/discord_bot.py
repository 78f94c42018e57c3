"""Discord as an adapter: the real client, every ask in the inbox before anything else happens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Protocol

import discord
from discord import app_commands

from bots import discord_commands, wording
from bots.config import DiscordSection
from bots.discord_asks import (
    PLATFORM,
    ask_of_message,
    channel_of,
    context_of,
    encloses,
    place_of,
    user_of,
    with_enclosed,
)
from bots.discord_surface import INTERACTION_SECONDS, DiscordSurface, Uploads, Webhooks
from bots.surface import Ask, Heard, Place, Restyle, Summon, Talk, Want
from pipeline.errors import ConfigInvalid
from pipeline.types import Catalog

log = logging.getLogger(__name__)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    embed_links=True,
    read_message_history=True,
    manage_webhooks=True,
)
"""What the invite asks for; without Manage Webhooks the bot speaks for the characters itself."""
MISSED_MESSAGES = 50
"""How many messages of a channel are looked through after a gap."""
MISSED_CHANNELS = 50
GAP_SECONDS = 15 * 60.0
"""How far back messages are looked for after a start: older questions have lost their moment."""
DEFERRED = 500
_PUBLIC = (Summon, Restyle, Talk)


class Inbox(Protocol):
    """What the adapter asks of the desk."""

    async def accept(self, ask: Ask) -> object:
        """Keep an ask; once this returns it is not lost any more."""
        ...

    async def heeds(self, ask: Ask) -> bool:
        """Whether an ask would be taken."""
        ...

    def want_of(self, action: str) -> Want | None:
        """What a button asks for."""
        ...

    async def names(self, place: Place, beginning: str = "") -> Sequence[str]:
        """Names of characters of a place."""
        ...

    async def face(self, place: Place, character: int) -> bytes | None:
        """A character's portrait as PNG."""
        ...

    async def ours(self, place: Place, message: str) -> bool:
        """Whether a message is one that the desk has sent."""
        ...

    async def lately(self, platform: str, most: int) -> Sequence[str]:
        """The ids of places where something was asked lately."""
        ...

    async def left(self, platform: str, guild: str) -> None:
        """The bot is no longer in a guild."""
        ...


class Seen(Protocol):
    """Small notes that survive a restart."""

    async def get(self, name: str) -> str:
        """A note, empty where there is none."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Keep a note."""
        ...


class DiscordBot(discord.AutoShardedClient):
    """Turns what Discord delivers into asks, and opens surfaces for their answers."""

    def __init__(
        self, section: DiscordSection, uploads: Uploads, notes: Seen, catalog: Catalog, *, content: bool
    ) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=content)
        shards: dict[str, Any] = {}
        if section.shard_count:
            shards = {"shard_ids": list(section.shard_ids), "shard_count": section.shard_count}
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=section.guild_ready_timeout_s,
            **shards,
        )
        self.desk: Inbox | None = None
        self.tree = app_commands.CommandTree(self)
        self.ready = asyncio.Event()
        self._down: set[int] = set()
        self._section = section
        self._uploads = uploads
        self._notes = notes
        self._everybodys = catalog.narrowed(adult=False)
        self._webhooks = Webhooks(self)
        self._deferred: OrderedDict[str, asyncio.Event] = OrderedDict()
        self._last: dict[int, int] = {}

    # ------------------------------------------------------------------------------------------------ for the desk

    def surface(self, ask: Ask) -> DiscordSurface:
        """Open the channel of an ask again."""
        deferred = self._deferred.get(ask.context.get("interaction", ""))
        return DiscordSurface(self, ask, self._uploads, self._webhooks, self._face, deferred)

    async def _face(self, ask: Ask, character: int) -> bytes | None:
        return await self.desk.face(ask.place, character) if self.desk is not None else None

    # -------------------------------------------------------------------------------------------------- connection

    @property
    def connected(self) -> bool:
        """Whether Discord delivers now, on every shard of this process."""
        return self.ready.is_set() and not self._down and not self.is_closed()

    async def on_shard_disconnect(self, shard: int) -> None:
        """A shard has lost its connection."""
        self._down.add(shard)

    async def on_shard_ready(self, shard: int) -> None:
        """A shard has begun a session."""
        self._down.discard(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """A shard has taken up its session again."""
        self._down.discard(shard)

    # ---------------------------------------------------------------------------------------------------- commands

    async def setup_hook(self) -> None:
        """Add the commands, and sync them only when they have changed."""
        discord_commands.add_commands(self.tree, self.take, self)
        await self.tree.set_translator(discord_commands.Names())
        mark = await discord_commands.fingerprint(self.tree)
        name = f"discord commands {self.application_id}"
        if await self._notes.get(name) == mark:
            return
        await self.tree.sync()
        await self._notes.put(name, mark)

    async def take(self, interaction: discord.Interaction, want: Want) -> None:
        """Into the inbox, then acknowledge; both well within Discord's three seconds."""
        deferred = asyncio.Event()
        self._deferred[str(interaction.id)] = deferred
        while len(self._deferred) > DEFERRED:
            self._deferred.popitem(last=False)
        try:
            await self._file(_ask_of_interaction(interaction, want))
            with contextlib.suppress(discord.HTTPException):
                await interaction.response.defer(ephemeral=not isinstance(want, _PUBLIC), thinking=True)
        finally:
            deferred.set()

    async def names(self, interaction: discord.Interaction, beginning: str) -> Sequence[str]:
        """Names of the characters where somebody types."""
        if self.desk is None or interaction.channel_id is None:
            return ()
        return await self.desk.names(
            place_of(interaction.guild_id, interaction.channel_id, interaction.channel), beginning
        )

    def styles(self) -> Sequence[tuple[str, str]]:
        """Every style."""
        return [(style.id, style.label) for style in self._everybodys.styles]

    def voices(self) -> Sequence[tuple[str, str]]:
        """Every voice."""
        return [(voice.id, f"{voice.label} ({voice.language})") for voice in self._everybodys.voices]

    def languages(self) -> Sequence[tuple[str, str]]:
        """Every language that a voice speaks."""
        codes = sorted({voice.language.split("-")[0] for voice in self._everybodys.voices})
        return [(code, code) for code in codes]

    # ------------------------------------------------------------------------------------------------------ events

    async def on_ready(self) -> None:
        """Say what is missing, and look for what was said while nobody listened."""
        self._say_what_is_missing()
        self.ready.set()
        await self._catch_up()

    async def on_message(self, message: discord.Message) -> None:
        """Something was written where the bot can read."""
        if self.user is None:
            return
        ask = ask_of_message(message, self.user)
        if ask is not None:
            ask = await self._to_us(ask, message)
            # Fetched only for messages that will be answered: nobody else's are listened to or looked at.
            if encloses(message) and self.desk is not None and await self.desk.heeds(ask):
                ask = await with_enclosed(ask, message)
            await self._file(ask)
        self._last[message.channel.id] = message.id

    async def _to_us(self, ask: Ask, message: discord.Message) -> Ask:
        """A reply between people is a plain message to the bot."""
        want = ask.want
        if self.desk is None or not isinstance(want, Talk) or want.heard is not Heard.REPLY:
            return ask
        if self._is_ours(message) or await self.desk.ours(ask.place, want.reply_to):
            return ask
        return replace(ask, want=replace(want, heard=Heard.PLAIN, reply_to=""))

    def _is_ours(self, message: discord.Message) -> bool:
        """Whether the message replied to is known to come from this application."""
        asked = message.reference.resolved if message.reference else None
        return isinstance(asked, discord.Message) and asked.application_id == self.application_id

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A button was pressed; commands go their own way."""
        if interaction.type is not discord.InteractionType.component or self.desk is None:
            return
        pressed: Mapping[str, Any] = interaction.data or {}
        want = self.desk.want_of(str(pressed.get("custom_id", "")))
        if want is not None:
            await self.take(interaction, want)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was thrown out."""
        if self.desk is not None:
            await self.desk.left(PLATFORM, str(guild.id))

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what went wrong without what people said."""
        error = sys.exc_info()[1]
        log.error("event failed", extra={"event": event_method, "cause": type(error).__name__})

    async def _file(self, ask: Ask) -> None:
        if self.desk is None:
            return
        await self.desk.accept(ask)

    async def _catch_up(self) -> None:
        """Fetch what places that are in use missed since the last message seen; the inbox drops what it knows."""
        earliest = discord.utils.time_snowflake(discord.utils.utcnow()) - (int(GAP_SECONDS * 1000) << 22)
        for place in () if self.desk is None else await self.desk.lately(PLATFORM, MISSED_CHANNELS):
            number = channel_of(place)
            after = discord.Object(max(self._last.get(number, 0), earliest))
            with contextlib.suppress(discord.HTTPException, AttributeError):
                channel: Any = self.get_channel(number) or await self.fetch_channel(number)
                async for message in channel.history(after=after, limit=MISSED_MESSAGES, oldest_first=True):
                    await self.on_message(message)

    def _say_what_is_missing(self) -> None:
        if not self.intents.message_content:
            log.warning(
                "without the message content intent only mentions, replies to the bot and direct chats are answered",
                extra={"to_do": "turn it on in the developer portal under Bot, and set message_content = true"},
            )
        lacking = sum(not guild.me.guild_permissions.manage_webhooks for guild in self.guilds if guild.me)
        if lacking:
            log.warning(
                "without Manage Webhooks characters speak as the bot",
                extra={"guilds": lacking, "permissions": PERMISSIONS.value},
            )
        log.info("invite", extra={"application": self.application_id, "permissions": PERMISSIONS.value})


def _ask_of_interaction(interaction: discord.Interaction, want: Want) -> Ask:
    number = interaction.channel_id or 0
    limit = getattr(interaction, "filesize_limit", 0) or ""
    context = context_of(interaction.channel, interaction.guild) | {
        "channel": str(number),
        "interaction": str(interaction.id),
        "application": str(interaction.application_id),
        "token": interaction.token,
        "until": str(time.time() + INTERACTION_SECONDS),
        "limit": str(limit),
    }
    if interaction.guild is None:
        context |= {"guild": "", "parent": ""}
    guild = interaction.guild_id if interaction.guild is not None else None
    return Ask(
        place=place_of(guild, number, interaction.channel),
        user=user_of(interaction.user),
        update=f"i{interaction.id}",
        want=want,
        language=wording.language_of(str(interaction.locale)),
        context=context,
    )


@asynccontextmanager
async def open_bot(
    section: DiscordSection, token: str, uploads: Uploads, notes: Seen, catalog: Catalog
) -> AsyncIterator[DiscordBot]:
    """Log in; fetching begins with `open_gateway`.

    Raises:
        ConfigInvalid: Discord does not know the token, or cannot be reached.
    """
    bot = DiscordBot(section, uploads, notes, catalog, content=section.message_content)
    async with bot:
        try:
            await bot.login(token)
        except discord.LoginFailure as error:
            raise ConfigInvalid(
                f"Discord does not know this token: set {section.token_env} to the one from the developer portal."
            ) from error
        except (discord.HTTPException, OSError) as error:
            raise ConfigInvalid(
                f"Discord cannot be reached ({type(error).__name__}): look at the network, and whether Discord is up."
            ) from error
        yield bot


@asynccontextmanager
async def open_gateway(bot: DiscordBot, ended: Callable[[str], None]) -> AsyncIterator[None]:
    """Stay connected as long as the block lasts; `ended` is told should that end by itself."""
    running = asyncio.create_task(bot.connect(reconnect=True), name="discord-gateway")
    running.add_done_callback(lambda task: _tell(task, ended))
    try:
        yield
    finally:
        await bot.close()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await running


def _tell(running: asyncio.Task[None], ended: Callable[[str], None]) -> None:
    error = None if running.cancelled() else running.exception()
    if isinstance(error, discord.PrivilegedIntentsRequired):
        ended(
            "Discord refuses the message content intent: turn it on in the developer portal under Bot,"
            " or set message_content = false."
        )
    elif error is not None:
        ended(f"The connection to Discord has ended ({type(error).__name__}): start the bot again.")
