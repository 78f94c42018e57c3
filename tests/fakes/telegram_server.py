"""A Bot API server on loopback: long polling with offsets, uploads with file ids, topics, limits and refusals.

It keeps what a real server keeps: updates until they are confirmed by a higher offset, files by id and kind, and every
message that the bot sent.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "4242:AAloopback"
BOT = {"id": 4242, "is_bot": True, "first_name": "Summon", "username": "summon_test_bot", "can_join_groups": True}
UPLOADS = {
    "sendPhoto": "photo",
    "sendVideoNote": "video_note",
    "sendVideo": "video",
    "sendVoice": "voice",
    "sendDocument": "document",
}


@dataclass
class Call:
    """One call of a method, as it arrived."""

    method: str
    fields: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.fields.get(name, default)


class Refusal(Exception):
    """What the server answers instead."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


class TelegramServer:
    """The server's memory, and what a test tells it to do."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.updates: deque[dict[str, Any]] = deque()
        self.confirmed = 0
        """The highest offset asked for."""
        self.files: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.refusals: dict[str, deque[Refusal]] = defaultdict(deque)
        """Answers for the next calls of a method."""
        self.always: dict[str, Refusal] = {}
        self.admins: dict[int, set[int]] = defaultdict(set)
        self.deleted: set[tuple[int, int]] = set()
        self.commands: dict[tuple[str, str], Any] = {}
        """By scope and language."""
        self._next_update = 100
        self._next_message = 1000
        self._next_file = 1
        self._changed = asyncio.Condition()
        self.base = ""

    # ------------------------------------------------------------------------------------------- what a test does

    async def deliver(self, **update: Any) -> int:
        """Put an update into the queue and give its id."""
        self._next_update += 1
        async with self._changed:
            self.updates.append({"update_id": self._next_update, **update})
            self._changed.notify_all()
        return self._next_update

    async def say(self, text: str, chat: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Let a person write a message; gives the message."""
        message = self.message(text=text, chat=chat, **more)
        await self.deliver(message=message)
        return message

    def message(
        self, chat: dict[str, Any] | None = None, user: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        """A message of a person, with its commands and mentions marked."""
        self._next_message += 1
        made: dict[str, Any] = {
            "message_id": self._next_message,
            "date": 1_700_000_000,
            "chat": chat or private(),
            "from": user or person(),
            **more,
        }
        for text, entities in (("text", "entities"), ("caption", "caption_entities")):
            if text in made:
                made[entities] = _entities(made[text])
        return made

    def file(self, content: bytes, kind: str) -> str:
        """Keep a file as if somebody had sent it."""
        file_id = f"{kind}-{self._next_file}"
        self._next_file += 1
        self.files[file_id], self.kinds[file_id] = content, kind
        return file_id

    async def until(self, method: str, count: int = 1, seconds: float = 30.0) -> Call:
        """Wait for the count-th call of a method."""

        def called() -> list[Call]:
            return [call for call in self.calls if call.method == method]

        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(called()) >= count)
        return called()[count - 1]

    async def until_confirmed(self, update: int, seconds: float = 30.0) -> None:
        """Wait until the bot has confirmed an update."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: self.confirmed > update)

    def sent(self, *methods: str) -> list[Call]:
        """The successful and refused calls of these methods, in order."""
        return [call for call in self.calls if call.method in methods]

    # ------------------------------------------------------------------------------------------ what the server does

    async def serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _answer(Refusal(401, "Unauthorized"))
        call = await _read(method, request)
        try:
            if method == "getUpdates":
                return web.json_response({"ok": True, "result": await self._poll(call)})
            result = self._do(call)
        except Refusal as refusal:
            return _answer(refusal)
        finally:
            async with self._changed:
                if method != "getUpdates":
                    self.calls.append(call)
                self._changed.notify_all()
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return web.Response(status=404)
        return web.Response(body=self.files[request.match_info["path"]])

    async def _poll(self, call: Call) -> list[dict[str, Any]]:
        if self.refusals["getUpdates"]:
            raise self.refusals["getUpdates"].popleft()
        offset, patience = int(call.get("offset", 0)), min(float(call.get("timeout", 0)), 5.0)
        async with self._changed:
            self.confirmed = max(self.confirmed, offset)
            while self.updates and self.updates[0]["update_id"] < offset:
                self.updates.popleft()
            self._changed.notify_all()
            try:
                async with asyncio.timeout(patience):
                    await self._changed.wait_for(lambda: bool(self.updates))
            except TimeoutError:
                return []
            return list(self.updates)[: int(call.get("limit", 100))]

    def _do(self, call: Call) -> Any:
        if self.refusals[call.method]:
            raise self.refusals[call.method].popleft()
        if call.method in self.always:
            raise self.always[call.method]
        match call.method:
            case "getMe":
                return BOT
            case "getFile":
                if call["file_id"] not in self.files:
                    raise Refusal(400, "Bad Request: invalid file_id")
                size = len(self.files[call["file_id"]])
                return {
                    "file_id": call["file_id"],
                    "file_unique_id": "u",
                    "file_size": size,
                    "file_path": call["file_id"],
                }
            case "getChatMember":
                admin = int(call["user_id"]) in self.admins[int(call["chat_id"])]
                status = {"status": "administrator", **_RIGHTS} if admin else {"status": "member"}
                return {**status, "user": person(int(call["user_id"]))}
            case "getMyCommands":
                return self.commands.get(_scope(call), [])
            case "setMyCommands":
                self.commands[_scope(call)] = call["commands"]
                return True
            case "sendMessage":
                return self._sent(call, text=call["text"])
            case "editMessageText" | "editMessageCaption" | "editMessageMedia" | "editMessageReplyMarkup":
                self._exists(call)
                return self._sent(call, message_id=int(call["message_id"]))
            case "deleteMessage":
                self._exists(call)
                self.deleted.add((int(call["chat_id"]), int(call["message_id"])))
                return True
            case method if method in UPLOADS:
                return self._sent(call, **self._uploaded(call, UPLOADS[method]))
            case _:
                return True

    def _exists(self, call: Call) -> None:
        if (int(call["chat_id"]), int(call["message_id"])) in self.deleted:
            raise Refusal(400, "Bad Request: message to edit not found")

    def _uploaded(self, call: Call, kind: str) -> dict[str, Any]:
        if kind in call.files:
            file_id = self.file(call.files[kind], kind)
        else:
            file_id = str(call[kind])
            if self.kinds.get(file_id) != kind:
                raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        about: dict[str, Any] = {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": len(self.files[file_id]),
        }
        if kind == "photo":
            return {"photo": [{**about, "width": 512, "height": 512}]}
        if kind == "video_note":
            return {kind: {**about, "length": int(call.get("length", 0)), "duration": int(call.get("duration", 0))}}
        if kind == "video":
            return {kind: {**about, "width": 512, "height": 512, "duration": 1}}
        return {kind: {**about, "duration": 1}}

    def _sent(self, call: Call, **content: Any) -> dict[str, Any]:
        self._next_message += 1
        made = {
            "message_id": self._next_message,
            "date": 1_700_000_000,
            "chat": chat_of(int(call["chat_id"])),
            **content,
        }
        if call.get("message_thread_id"):
            made |= {"message_thread_id": int(call["message_thread_id"]), "is_topic_message": True}
        return {"from": BOT, **made}


_RIGHTS = dict.fromkeys(
    (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    True,
)


def person(number: int = 7, name: str = "Ada", language: str = "en") -> dict[str, Any]:
    """A user."""
    return {"id": number, "is_bot": False, "first_name": name, "language_code": language}


def private(number: int = 7) -> dict[str, Any]:
    """A private chat."""
    return {"id": number, "type": "private", "first_name": "Ada"}


def group(number: int = -100500, kind: str = "supergroup", *, forum: bool = False) -> dict[str, Any]:
    """A group."""
    return {"id": number, "type": kind, "title": "Tea party", **({"is_forum": True} if forum else {})}


def chat_of(number: int) -> dict[str, Any]:
    """The chat of an id."""
    return private(number) if number > 0 else group(number)


def _entities(text: str) -> list[dict[str, Any]]:
    found, offset = [], 0
    for word in text.split(" "):
        if word.startswith("/") and offset == 0:
            found.append({"type": "bot_command", "offset": offset, "length": len(word)})
        elif word.startswith("@"):
            found.append({"type": "mention", "offset": offset, "length": len(word.rstrip(",.!?:"))})
        offset += len(word) + 1
    return found


def _scope(call: Call) -> tuple[str, str]:
    return call["scope"]["type"], call.get("language_code", "")


async def _read(method: str, request: web.Request) -> Call:
    fields: dict[str, Any] = dict(request.query)
    files: dict[str, bytes] = {}
    if request.content_type == "application/json":
        fields |= await request.json()
    elif request.content_type.startswith("multipart/"):
        reader = await request.multipart()
        async for part in reader:
            assert part.name is not None
            if part.filename:
                files[part.name] = bytes(await part.read())
            else:
                fields[part.name] = _value((await part.read()).decode())
    else:
        fields |= {name: _value(str(value)) for name, value in (await request.post()).items()}
    # An upload is named in its field as attach://name.
    for name, value in list(fields.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            files[name] = files.pop(value.removeprefix("attach://"))
    return Call(method, fields, files)


def _value(text: str) -> Any:
    return json.loads(text) if text[:1] in "[{" and text[-1:] in "]}" else text


def _answer(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


@asynccontextmanager
async def telegram_server() -> AsyncIterator[TelegramServer]:
    """Serve on a free loopback port; `base` is its address."""
    server = TelegramServer()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/bot{token}/{method}", server.serve)
    app.router.add_get("/file/bot{token}/{path:.*}", server.download)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.base = f"http://{host}:{port}"
    try:
        yield server
    finally:
        await runner.cleanup()
