"""Telegram as an adapter: the real `Application`, with every update in the inbox before Telegram forgets it."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    ChatMember,
    Message,
    Update,
)
from telegram.error import Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot, TypeHandler
from telegram.request import HTTPXRequest

from bots import wording
from bots.config import TelegramSection
from bots.surface import Ask, Want
from bots.telegram_asks import (
    COMMANDS,
    NEEDS_ADMIN,
    PLATFORM,
    Me,
    ask_of_button,
    ask_of_message,
    command_of,
    person_is_admin,
    picture_of,
    sound_of,
    with_enclosed,
)
from bots.telegram_pace import Pace, seconds_of
from bots.telegram_surface import TelegramSurface, Uploads
from pipeline.errors import ConfigInvalid, DiskFull, PipelineError, StoreError

log = logging.getLogger(__name__)

UPDATES = ("message", "callback_query", "my_chat_member")
TELEGRAM = "https://api.telegram.org"
POLL_SECONDS = 30
KNOWN_ALBUMS = 200
ADMIN_SECONDS = 60.0
"""How long it is remembered who manages a group."""
TRIES = 5
"""How often an update that cannot be read is tried before it is left behind."""
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0


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

    async def left(self, platform: str, guild: str) -> None:
        """The bot is no longer in a guild or group."""
        ...


class RawBot(ExtBot[None]):
    """A bot whose updates come as they are: one that cannot be read must not take its neighbours with it."""

    async def fetch(self, offset: int, wait: int = POLL_SECONDS) -> list[Any]:
        """Updates from an offset on, as they came over the wire; waits so many seconds for one."""
        asked = {"offset": offset, "timeout": wait, "allowed_updates": list(UPDATES)}
        raw = await self._post("getUpdates", asked, read_timeout=wait + 15)
        return raw if isinstance(raw, list) else []


@dataclass
class TelegramBot:
    """Takes updates in order within a chat, and confirms them only once they are in the inbox."""

    section: TelegramSection
    application: Application[Any, Any, Any, Any, Any, Any]
    uploads: Uploads
    desk: Inbox
    connected: bool = False
    """Whether Telegram delivers now: the last fetch worked, or the webhook is served."""
    _me: Me = field(default_factory=lambda: Me(0, ""))
    _taken: set[int] = field(default_factory=set)
    _admins: dict[tuple[int, int], tuple[float, bool]] = field(default_factory=dict)
    _albums: dict[str, int] = field(default_factory=dict)
    """The first message of each album seen lately."""

    @property
    def bot(self) -> RawBot:
        """The bot's methods."""
        bot: RawBot = self.application.bot
        return bot

    def surface(self, ask: Ask) -> TelegramSurface:
        """Open the chat of an ask again."""
        return TelegramSurface(self.bot, ask, self.uploads)

    async def prepare(self) -> None:
        """Say who we are and which commands there are.

        Raises:
            ConfigInvalid: Telegram does not know the token.
        """
        try:
            await self.application.initialize()
        except InvalidToken as error:
            raise ConfigInvalid(
                f"Telegram does not know this token: set {self.section.token_env} to the one that BotFather gave you."
            ) from error
        except TelegramError as error:
            raise ConfigInvalid(
                f"Telegram cannot be reached ({type(error).__name__}): look at the network, at base_url, and whether"
                f" {self.section.token_env} holds a token such as 123456:ABC."
            ) from error
        user = self.bot.bot
        self._me = Me(user.id, user.username or "")
        self.application.add_handler(TypeHandler(Update, self._take))
        self.application.add_error_handler(self._noted)
        await self._announce()

    async def poll(self) -> None:
        """Fetch updates until cancelled, whatever goes wrong."""
        with contextlib.suppress(TelegramError):
            await self.bot.delete_webhook()
        offset, pause = 0, FIRST_PAUSE_S
        while True:
            try:
                # The first answer after a silence shall come at once: it says that there is a connection.
                raw = await self.bot.fetch(offset, POLL_SECONDS if self.connected else 0)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
                continue
            except (InvalidToken, Forbidden):
                self.connected = False
                # The token was taken back: nothing will ever come again.
                raise
            except Conflict:
                self.connected = False
                log.warning(
                    "another program fetches with this token", extra={"to_do": "end it, or give it its own bot"}
                )
                pause = await _rest(pause)
                continue
            except Exception as error:
                # Whatever it was: a bot that has gone deaf is worse.
                self.connected = False
                log.warning("telegram cannot be fetched from", extra={"cause": type(error).__name__})
                pause = await _rest(pause)
                continue
            pause, self.connected = FIRST_PAUSE_S, True
            await self.take(tuple(filter(None, map(self.read, raw))))
            offset = max([offset, *(number + 1 for number in map(_number, raw) if number)])

    def read(self, raw: Any) -> Update | None:
        """An update as it came over the wire; None where it cannot be read."""
        try:
            return Update.de_json(raw, self.bot)
        except Exception as error:
            extra = {"update": _number(raw), "cause": type(error).__name__}
            log.warning("an update could not be read", extra=extra)
            return None

    async def take(self, updates: Sequence[Update]) -> None:
        """Put updates into the inbox: in order within a chat, chats side by side."""
        chats: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            chats[update.effective_chat.id if update.effective_chat else 0].append(update)
        async with asyncio.TaskGroup() as group:
            for line in chats.values():
                group.create_task(self._take_in_order(line))

    async def _take_in_order(self, updates: Iterable[Update]) -> None:
        for update in updates:
            pause = FIRST_PAUSE_S
            for left in reversed(range(TRIES)):
                await self.application.process_update(update)
                if update.update_id in self._taken:
                    self._taken.discard(update.update_id)
                    break
                if left:
                    pause = await _rest(pause)
                else:
                    log.error("an update was left behind", extra={"update": update.update_id})

    async def _take(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """One update into the inbox; what raises here is tried again."""
        if update.my_chat_member is not None:
            if update.my_chat_member.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
                await self.desk.left(PLATFORM, str(update.my_chat_member.chat.id))
        elif (ask := await self._ask(update)) is not None:
            await self._accept(ask)
        self._taken.add(update.update_id)

    async def _accept(self, ask: Ask) -> None:
        """Into the inbox, however long the disk needs: until then Telegram keeps the update."""
        pause = FIRST_PAUSE_S
        while True:
            try:
                await self.desk.accept(ask)
            except (StoreError, DiskFull) as error:
                log.warning("the inbox cannot be written", extra={"code": error.code, "to_do": str(error)})
                pause = await _rest(pause)
            else:
                return

    async def _ask(self, update: Update) -> Ask | None:
        number = str(update.update_id)
        if update.callback_query is not None:
            query = update.callback_query
            with contextlib.suppress(TelegramError):
                await query.answer()
            want = self.desk.want_of(query.data or "")
            chat = query.message.chat.id if query.message else 0
            admin = await self._is_admin(chat, query.from_user.id)
            return ask_of_button(query, want, number, admin=admin) if want is not None else None
        message = update.message
        if message is None or message.from_user is None:
            return None
        command = command_of(message, self._me)
        admin = command is not None and command[0] in NEEDS_ADMIN
        if admin:
            admin = await self._is_admin(message.chat.id, message.from_user.id)
        ask = await ask_of_message(message, number, self._me, self._download, admin=admin)
        # Fetched only for messages that will be answered: nobody else's are listened to or looked at.
        if ask is None or not (sound_of(message) or picture_of(message)) or not await self.desk.heeds(ask):
            return ask
        if command is None and self._of_known_album(message):
            return None
        return await with_enclosed(ask, message, self._download)

    def _of_known_album(self, message: Message) -> bool:
        """Whether another picture of the same album was taken already: an album is one message to people."""
        album = message.media_group_id
        if album is None:
            return False
        known = self._albums.setdefault(album, message.message_id) != message.message_id
        while len(self._albums) > KNOWN_ALBUMS:
            self._albums.pop(next(iter(self._albums)))
        return known

    async def _is_admin(self, chat: int, user: int) -> bool:
        if chat >= 0:
            return True
        known = self._admins.get((chat, user))
        if known and known[0] > time.monotonic():
            return known[1]
        try:
            admin = person_is_admin((await self.bot.get_chat_member(chat, user)).status)
        except TelegramError:
            return False
        if len(self._admins) > 10_000:
            self._admins.clear()
        self._admins[chat, user] = (time.monotonic() + ADMIN_SECONDS, admin)
        return admin

    async def _download(self, file_id: str) -> bytes:
        try:
            file = await self.bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("a file could not be fetched", extra={"cause": type(error).__name__})
            return b""

    async def _noted(self, _update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        code = error.code if isinstance(error, PipelineError) else type(error).__name__
        log.warning("an update could not be taken", extra={"code": code})

    async def _announce(self) -> None:
        """Set the commands where they differ from what Telegram shows."""
        everyone = [name for name in COMMANDS if name != "settings"]
        scopes: tuple[tuple[BotCommandScope, list[str]], ...] = (
            (BotCommandScopeAllPrivateChats(), list(COMMANDS)),
            (BotCommandScopeAllGroupChats(), everyone),
            (BotCommandScopeAllChatAdministrators(), list(COMMANDS)),
        )
        for scope, names in scopes:
            for language in wording.LANGUAGES:
                wanted = tuple(BotCommand(name, wording.command(COMMANDS[name], language)) for name in names)
                code = "" if language == wording.LANGUAGES[0] else language
                try:
                    if await self.bot.get_my_commands(scope, code or None) != wanted:
                        await self.bot.set_my_commands(wanted, scope, code or None)
                except TelegramError as error:
                    log.warning("commands could not be set", extra={"cause": type(error).__name__})
                    return


@asynccontextmanager
async def open_bot(section: TelegramSection, token: str, uploads: Uploads) -> AsyncIterator[TelegramBot]:
    """Open a bot that is ready to fetch once it has a desk.

    Raises:
        ConfigInvalid: Telegram does not know the token, or cannot be reached.
    """
    base = section.base_url.rstrip("/") or TELEGRAM
    raw = RawBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, read_timeout=60, media_write_timeout=120),
        get_updates_request=HTTPXRequest(connection_pool_size=1),
        local_mode=section.local_mode,
        rate_limiter=Pace(),
    )
    application = Application.builder().bot(raw).updater(None).concurrent_updates(256).build()
    bot = TelegramBot(section, application, uploads, _Closed())
    try:
        await bot.prepare()
        yield bot
    finally:
        with contextlib.suppress(TelegramError, RuntimeError):
            await bot.application.shutdown()
        # An application that could not be initialised does not close what it opened.
        await bot.bot.request.shutdown()


class _Closed:
    """The desk of a bot that has none yet."""

    async def accept(self, ask: Ask) -> object:
        raise StoreError("The desk is not open.")

    async def heeds(self, ask: Ask) -> bool:
        raise StoreError("The desk is not open.")

    def want_of(self, action: str) -> Want | None:
        return None

    async def left(self, platform: str, guild: str) -> None:
        raise StoreError("The desk is not open.")


@asynccontextmanager
async def open_polling(bot: TelegramBot, ended: Callable[[str], None]) -> AsyncIterator[None]:
    """Fetch updates as long as the block lasts; `ended` is told should that end by itself."""
    fetching = asyncio.create_task(bot.poll(), name="telegram-poll")
    fetching.add_done_callback(lambda task: _tell(task, ended))
    try:
        yield
    finally:
        bot.connected = False
        fetching.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await fetching


def _tell(fetching: asyncio.Task[None], ended: Callable[[str], None]) -> None:
    error = None if fetching.cancelled() else fetching.exception()
    if error is not None:
        ended(f"Telegram gives no more updates ({type(error).__name__}): is the token still valid?")


@asynccontextmanager
async def open_webhook(bot: TelegramBot, secret: str) -> AsyncIterator[int]:
    """Serve the webhook and tell Telegram of it; gives the port. An update is confirmed once it is in the inbox."""
    from aiohttp import web

    async def receive(request: web.Request) -> web.Response:
        told = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(told.encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = bot.read(await request.json())
        except ValueError:
            update = None
        if update is None:
            return web.Response(status=400)
        await bot.take((update,))
        return web.Response()

    section = bot.section
    app = web.Application(client_max_size=1024 * 1024)
    app.router.add_post("/telegram", receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, section.webhook_host, section.webhook_port).start()
        await bot.bot.set_webhook(section.webhook_url, secret_token=secret, allowed_updates=list(UPDATES))
        bot.connected = True
        yield int(runner.addresses[0][1])
    finally:
        bot.connected = False
        await runner.cleanup()


def _number(raw: Any) -> int:
    """An update's number, 0 where it has none."""
    number = raw.get("update_id", 0) if isinstance(raw, dict) else 0
    return number if isinstance(number, int) else 0


async def _rest(pause: float) -> float:
    """Wait, and say how long to wait the next time."""
    await asyncio.sleep(pause)
    return min(LONGEST_PAUSE_S, pause * 2)
