"""A Telegram chat as the desk speaks to it: round video notes first, and what a chat allows otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    ReplyParameters,
)
from telegram import Message as Sent
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bots.surface import Ask, Choice, Kind, KindRefused, Limits, Message, Restyle, Summon, SurfaceBusy, SurfaceGone
from bots.telegram_pace import seconds_of
from pipeline.events import Stage
from pipeline.framing import Framing
from pipeline.sound.opus import voice_note

log = logging.getLogger(__name__)

TEXT_CHARS = 4096
CAPTION_CHARS = 1024
NOTE_SECONDS = 60.0
NOTE_SIDE = 640
"""Video notes are square, at most this wide and a minute long (Bot API, sendVideoNote)."""
MEDIA_BYTES = 50 * 1024 * 1024
ACTION_SECONDS = 4.0
"""A chat action fades after about five."""
_FORBIDDEN = ("forbidden", "not enough rights", "not allowed", "restricted", "can't send", "rights to send")
_GONE = (
    "chat not found",
    "bot was kicked",
    "group chat was deleted",
    "topic_deleted",
    "message thread not found",
    "topic_closed",
)
_MENTION = re.compile(r"(?<!\w)@(?=\w)")


class Uploads(Protocol):
    """What the server has already, by bot, content and kind."""

    async def get(self, bot: str, sha: str, kind: str) -> str | None:
        """The file id, or None."""
        ...

    async def put(self, bot: str, sha: str, kind: str, file: str) -> None:
        """Remember a file id."""
        ...

    async def drop(self, bot: str, sha: str, kind: str) -> None:
        """Forget one that is not valid any more."""
        ...


@dataclass
class TelegramSurface:
    """One chat or topic, for one ask."""

    bot: Bot
    ask: Ask
    uploads: Uploads
    _status: int | None = None
    _acting: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def limits(self) -> Limits:
        """What fits into one message."""
        return Limits(media_bytes=MEDIA_BYTES, text_chars=TEXT_CHARS, frame=Framing.NOTE, typed=True)

    async def progress(self, note: str, stage: Stage | None) -> None:
        """Keep the chat action up; a summoning also gets a line that moves on."""
        if self._acting is None:
            self._acting = asyncio.create_task(self._act())
        if not isinstance(self.ask.want, Summon | Restyle):
            return
        with contextlib.suppress(TelegramError):
            if self._status is None:
                sent = await self.bot.send_message(text=note, disable_notification=True, **self._where())
                self._status = sent.message_id
            else:
                await self.bot.edit_message_text(note, chat_id=self._chat, message_id=self._status)

    async def send(self, message: Message, key: str) -> tuple[str, ...]:
        """Send a message; a clip goes as a round note with its words below.

        Raises:
            KindRefused: The chat does not take this kind.
            SurfaceGone: The chat is no more, or the bot was thrown out.
            SurfaceBusy: Telegram asks to wait longer than was waited.
        """
        try:
            sent = await self._send(message)
        except RetryAfter as error:
            raise SurfaceBusy("Telegram asks to wait.", seconds_of(error)) from error
        except (Forbidden, ChatMigrated) as error:
            raise SurfaceGone("The chat is closed to the bot.") from error
        except BadRequest as error:
            if _says(error, _GONE):
                raise SurfaceGone("The chat is no more.") from error
            raise KindRefused(f"Telegram refused: {type(error).__name__}.") from error
        except NetworkError as error:
            raise SurfaceBusy("Telegram cannot be reached.", 5.0) from error
        return tuple(str(one.message_id) for one in sent)

    async def find(self, key: str) -> tuple[str, ...] | None:
        """Telegram cannot be asked what was sent."""
        return None

    async def close(self) -> None:
        """Stop the chat action and take the status line away."""
        if self._acting is not None:
            self._acting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._acting
            self._acting = None
        if self._status is not None:
            status, self._status = self._status, None
            with contextlib.suppress(TelegramError):
                await self.bot.delete_message(self._chat, status)

    # ---------------------------------------------------------------------------------------------------- by kind

    async def _send(self, message: Message) -> list[Sent]:
        match message.kind:
            case Kind.CLIP:
                return await self._send_clip(message)
            case Kind.VOICE:
                return await self._send_voice(message)
            case Kind.PORTRAIT:
                return [await self._media(message, "photo", _caption(message), self.bot.send_photo)]
            case Kind.FILE:
                return [await self._media(message, "document", _caption(message), self.bot.send_document)]
            case Kind.TEXT:
                return await self._send_text(message, self._reply())

    async def _send_clip(self, message: Message) -> list[Sent]:
        square = message.width == message.height
        if square and message.seconds <= NOTE_SECONDS:
            try:
                return await self._send_note(message)
            except BadRequest as error:
                if not _says(error, _FORBIDDEN):
                    raise
        sent = [
            await self._media(
                message,
                "video",
                _caption(message),
                self.bot.send_video,
                width=message.width,
                height=message.height,
                duration=round(message.seconds),
                supports_streaming=True,
            )
        ]
        return sent + await self._rest(message, sent[0])

    async def _send_note(self, message: Message) -> list[Sent]:
        words = _words(message)
        note = await self._media(
            message,
            "video_note",
            None,
            self.bot.send_video_note,
            buttons=not words,
            duration=round(message.seconds),
            length=min(NOTE_SIDE, message.width),
        )
        return [note, *(await self._send_text(message, _under(note)) if words else [])]

    async def _send_voice(self, message: Message) -> list[Sent]:
        sent = [
            await self._media(message, "voice", _caption(message), self.bot.send_voice, duration=round(message.seconds))
        ]
        return sent + await self._rest(message, sent[0])

    async def _rest(self, message: Message, above: Sent) -> list[Sent]:
        """The words that did not fit under a picture."""
        words = _words(message)
        return await self._text_pieces(words, _under(above), None) if len(words) > CAPTION_CHARS else []

    async def _send_text(self, message: Message, reply: ReplyParameters | None) -> list[Sent]:
        return await self._text_pieces(_words(message), reply, _keyboard(message.choices))

    async def _text_pieces(
        self, text: str, reply: ReplyParameters | None, keyboard: InlineKeyboardMarkup | None
    ) -> list[Sent]:
        pieces = cut(text, TEXT_CHARS)
        sent: list[Sent] = []
        for number, piece in enumerate(pieces, start=1):
            sent.append(
                await self.bot.send_message(
                    text=piece,
                    reply_parameters=reply if number == 1 else _under(sent[-1]),
                    reply_markup=keyboard if number == len(pieces) else None,
                    disable_notification=number > 1,
                    **self._where(),
                )
            )
        return sent

    async def _media(
        self,
        message: Message,
        kind: str,
        caption: str | None,
        call: Callable[..., Awaitable[Sent]],
        *,
        buttons: bool = True,
        **more: Any,
    ) -> Sent:
        """Send a file by the id the server has for it, else upload it and remember its id."""
        bot = str(self.bot.id)
        if caption is not None:
            more["caption"] = caption
        if buttons:
            more["reply_markup"] = _keyboard(message.choices)
        more |= {"reply_parameters": self._reply(), **self._where()}
        known = await self.uploads.get(bot, message.sha, kind) if message.sha else None
        if known:
            try:
                return await call(**{kind: known}, **more)
            except BadRequest as error:
                if not _says(error, ("file identifier", "file_id", "file reference")):
                    raise
                await self.uploads.drop(bot, message.sha, kind)
        content = await voice_note(message.media) if kind == "voice" else message.media
        upload = InputFile(content, filename=_filename(message, kind), attach=True)
        sent = await call(**{kind: upload}, **more)
        file_id = _file_id(sent, kind)
        if message.sha and file_id:
            await self.uploads.put(bot, message.sha, kind, file_id)
        return sent

    # ------------------------------------------------------------------------------------------------------- where

    @property
    def _chat(self) -> int:
        return int(self.ask.context["chat"])

    def _where(self) -> dict[str, Any]:
        topic = self.ask.context.get("topic", "")
        return {"chat_id": self._chat, "message_thread_id": int(topic) if topic else None}

    def _reply(self) -> ReplyParameters | None:
        if not self.ask.message:
            return None
        # The question may have been deleted meanwhile: answer all the same.
        return ReplyParameters(int(self.ask.message), allow_sending_without_reply=True)

    async def _act(self) -> None:
        where = self._where()
        while True:
            # A chat action is a courtesy: whatever goes wrong with it must not touch the answer.
            with contextlib.suppress(TelegramError):
                await self.bot.send_chat_action(action=ChatAction.RECORD_VIDEO_NOTE, **where)
            await asyncio.sleep(ACTION_SECONDS)


def cut(text: str, most: int) -> list[str]:
    """Cut a text into pieces of at most `most` characters: at sentences, else at words, else anywhere."""
    pieces, left = [], text.strip()
    while len(left) > most:
        head = left[:most]
        at = max((head.rfind(end) + 1 for end in (". ", "! ", "? ", "。", "！", "？", "\n")), default=0)
        at = at if at > most // 4 else head.rfind(" ") + 1
        at = at if at > most // 4 else most
        pieces.append(left[:at].strip())
        left = left[at:].strip()
    return [*pieces, left] if left else pieces


def _words(message: Message) -> str:
    """What stands under or instead of a picture: the words, and what the bot itself adds."""
    name = f"{message.face.name}: " if message.face and message.text and message.kind is Kind.TEXT else ""
    text = "\n".join(part for part in (f"{name}{message.text}", message.note) if part)
    # Telegram has no way to send a mention that mentions nobody: a sign that is not seen takes it apart.
    return _MENTION.sub("@\u2060", text)


def _caption(message: Message) -> str | None:
    words = _words(message)
    return words if 0 < len(words) <= CAPTION_CHARS else None


def _keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    if not choices:
        return None
    buttons = [InlineKeyboardButton(choice.label, callback_data=choice.action) for choice in choices]
    return InlineKeyboardMarkup([buttons[at : at + 2] for at in range(0, len(buttons), 2)])


def _under(message: Sent) -> ReplyParameters:
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


def _filename(message: Message, kind: str) -> str:
    endings = {"photo": "portrait.png", "video_note": "note.mp4", "video": "clip.mp4", "voice": "voice.ogg"}
    return message.filename or endings.get(kind, "file")


def _file_id(sent: Sent, kind: str) -> str | None:
    held: Any = getattr(sent, kind, None)
    if isinstance(held, tuple | list):
        held = held[-1] if held else None
    file_id = getattr(held, "file_id", None)
    return str(file_id) if file_id else None


def _says(error: TelegramError, words: Sequence[str]) -> bool:
    text = error.message.lower().replace("_", " ")
    return any(word.replace("_", " ") in text for word in words)
