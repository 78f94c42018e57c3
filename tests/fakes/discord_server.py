"""A Discord on loopback: gateway v10 and REST v10, as far as the adapter uses them.

It keeps what a real one keeps: guilds, channels, messages, webhooks, interactions, attachments, and the events of a
session until it is resumed.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "discord-loopback-token"
APPLICATION = 111
ME = {"id": "222", "username": "Summon", "discriminator": "0000", "avatar": None, "bot": True, "global_name": None}
GUILD, CHANNEL, THREAD, FORUM, POST = 1000, 1001, 1002, 1003, 1004
OTHER_GUILD, OTHER_CHANNEL = 2000, 2001
DM = 3001
ALL = str((1 << 50) - 1)
MANAGE_WEBHOOKS = 1 << 29
EPOCH_MS = 1_420_070_400_000


@dataclass
class Call:
    """One REST call, as it arrived."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """What the server answers instead."""

    def __init__(self, status: int, code: int = 0, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers or {}
        self.body = {"code": code, "message": "refused", **more}


class DiscordServer:
    """The server's memory, and what a test tells it to do."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.base = ""
        self.permissions = ALL
        self.guilds = [GUILD, OTHER_GUILD]
        self.identified: list[dict[str, Any]] = []
        self.resumed = 0
        self.refused = 0
        self.messages: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.webhooks: dict[int, dict[str, Any]] = {}
        self.commands: list[dict[str, Any]] = []
        self.refusals: dict[str, deque[Refusal]] = defaultdict(deque)
        """Answers for the next calls, by what `kind_of` calls them."""
        self.always: dict[str, Refusal] = {}
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.privileged = True
        """Whether the message content intent is granted."""
        self.deaf = False
        """Events are not delivered: they are missed for good unless the session is resumed."""
        self._next = 10**6
        self._sequence = 0
        self._missed: list[dict[str, Any]] = []
        self._sockets: list[web.WebSocketResponse] = []
        self._changed = asyncio.Condition()
        self.resumable = True

    # ---------------------------------------------------------------------------------------------- what a test does

    def id(self) -> str:
        """A new snowflake of about now."""
        import time

        self._next += 1
        return str(((int(time.time() * 1000) - EPOCH_MS) << 22) + self._next)

    async def until(self, kind: str, count: int = 1, seconds: float = 30.0) -> Call:
        """Wait for the count-th call of a kind."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.sent(kind)) >= count)
        return self.sent(kind)[count - 1]

    def sent(self, *kinds: str) -> list[Call]:
        """The calls of these kinds, in order."""
        return [call for call in self.calls if kind_of(call.method, call.path) in kinds]

    async def until_ready(self, count: int = 1, seconds: float = 30.0) -> None:
        """Wait until a client has identified itself."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.identified) >= count)

    async def until_refused(self, seconds: float = 30.0) -> None:
        """Wait until a client was refused for its intents."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: self.refused > 0)

    async def say(self, content: str, channel: int = CHANNEL, user: int = 7, **more: Any) -> dict[str, Any]:
        """Let a person write; gives the message."""
        message = self.message(content, channel, user, **more)
        self.messages[channel].append(message)
        await self.dispatch("MESSAGE_CREATE", self._seen(message))
        return message

    async def reply(self, content: str, to: dict[str, Any], channel: int = CHANNEL, user: int = 7) -> dict[str, Any]:
        """Let a person reply to a message."""
        reference = {"message_id": to["id"], "channel_id": str(channel)}
        return await self.say(content, channel, user, message_reference=reference, referenced_message=to, type=19)

    def message(self, content: str, channel: int = CHANNEL, user: int = 7, **more: Any) -> dict[str, Any]:
        """A person's message."""
        made = {**_blank(), "id": self.id(), "channel_id": str(channel), "author": person(user), "content": content}
        made["mentions"] = [ME] if f"<@{ME['id']}>" in content else []
        if channel != DM:
            made |= {"guild_id": str(guild_of(channel)), "member": _member()}
        return {**made, **more}

    async def command(self, name: str, channel: int = CHANNEL, user: int = 7, **options: Any) -> str:
        """Let a person use a slash command; gives the interaction's token."""
        return await self.interact(2, {"id": "1", "type": 1, "name": name, "options": _options(options)}, channel, user)

    async def press(self, custom_id: str, channel: int = CHANNEL, user: int = 7, **more: Any) -> str:
        """Let a person press a button."""
        return await self.interact(3, {"custom_id": custom_id, "component_type": 2}, channel, user, **more)

    async def interact(self, kind: int, data: Any, channel: int = CHANNEL, user: int = 7, **more: Any) -> str:
        """Deliver an interaction."""
        number = self.id()
        token = f"token{number}"
        made: dict[str, Any] = {
            "id": number,
            "application_id": str(APPLICATION),
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "channel_id": str(channel),
            "channel": self._channel(channel),
            "entitlements": [],
            "locale": "en-US",
            "authorizing_integration_owners": {"0": str(guild_of(channel))},
            "context": 0 if channel != DM else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
            "app_permissions": self.permissions,
        }
        if kind == 3:
            made["message"] = {**_blank(), "id": "5", "channel_id": str(channel), "author": ME}
        if channel == DM:
            made["user"] = person(user)
        else:
            made |= {
                "guild_id": str(guild_of(channel)),
                "member": {**_member(more.pop("admin", False)), "user": person(user)},
            }
        await self.dispatch("INTERACTION_CREATE", {**made, **more})
        return token

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event to the client."""
        self._sequence += 1
        payload = {"op": 0, "t": event, "s": self._sequence, "d": data}
        if self.deaf or not self._sockets:
            self._missed.append(payload)
            return
        await self._sockets[-1].send_json(payload)

    async def drop(self, code: int = 4000) -> None:
        """Cut the gateway's connection."""
        for socket in self._sockets:
            await socket.close(code=code)
        self._sockets.clear()

    def attachment(self, content: bytes, filename: str, content_type: str, **more: Any) -> dict[str, Any]:
        """A file that somebody has uploaded."""
        number = self.id()
        self.files[number] = content
        url = f"{self.base}/files/{number}/{filename}"
        return {
            "id": number,
            "filename": filename,
            "size": len(content),
            "url": url,
            "proxy_url": url,
            "content_type": content_type,
            **more,
        }

    # ------------------------------------------------------------------------------------------------ the gateway

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            match payload["op"]:
                case 1:
                    await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
                case 2:
                    if not await self._identify(socket, payload["d"]):
                        break
                case 6:
                    await self._resume(socket)
        return socket

    async def _identify(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> bool:
        if told["intents"] & (1 << 15) and not self.privileged:
            await socket.close(code=4014)
            async with self._changed:
                self.refused += 1
                self._changed.notify_all()
            return False
        self._sequence = 1
        ready = {
            "v": 10,
            "user": ME,
            "guilds": [{"id": str(g), "unavailable": True} for g in self.guilds],
            "session_id": "session",
            "resume_gateway_url": f"{self.base.replace('http', 'ws')}/gateway",
            "shard": told.get("shard", [0, 1]),
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
        for guild in self.guilds:
            self._sequence += 1
            await socket.send_json({"op": 0, "t": "GUILD_CREATE", "s": self._sequence, "d": self._guild(guild)})
        self._sockets.append(socket)
        self._missed.clear()
        async with self._changed:
            self.identified.append(told)
            self._changed.notify_all()
        return True

    async def _resume(self, socket: web.WebSocketResponse) -> None:
        if not self.resumable:
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        for payload in self._missed:
            await socket.send_json(payload)
        self._missed.clear()
        self._sequence += 1
        await socket.send_json({"op": 0, "t": "RESUMED", "s": self._sequence, "d": {}})
        self._sockets.append(socket)
        async with self._changed:
            self.resumed += 1
            self._changed.notify_all()

    def _guild(self, number: int) -> dict[str, Any]:
        channels = [CHANNEL, FORUM] if number == GUILD else [OTHER_CHANNEL]
        threads = [THREAD, POST] if number == GUILD else []
        return {
            "id": str(number),
            "name": "Tea party",
            "owner_id": "1",
            "roles": [
                {"id": str(number), "name": "@everyone", "permissions": self.permissions, "position": 0, **_ROLE}
            ],
            "channels": [self._channel(c) for c in channels],
            "threads": [self._channel(t) for t in threads],
            "members": [{**_member(), "user": ME}],
            "member_count": 2,
            "emojis": [],
            "features": [],
            "premium_tier": 0,
            "unavailable": False,
            "large": False,
            "joined_at": "2024-01-01T00:00:00+00:00",
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "stickers": [],
        }

    def _channel(self, number: int) -> dict[str, Any]:
        if number == DM:
            return {"id": str(DM), "type": 1, "recipients": [person(7)], "last_message_id": None}
        common = {"id": str(number), "name": f"c{number}", "guild_id": str(guild_of(number)), "position": 0}
        common |= {"permission_overwrites": [], "nsfw": False, "parent_id": None, "permissions": self.permissions}
        if number in (THREAD, POST):
            parent = CHANNEL if number == THREAD else FORUM
            about = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2024-01-01T00:00:00+00:00"}
            more = {
                "owner_id": "7",
                "message_count": 1,
                "member_count": 1,
                "thread_metadata": {**about, "locked": False},
            }
            return {**common, "type": 11, "parent_id": str(parent), **more}
        return {
            **common,
            "type": 15 if number == FORUM else 0,
            "topic": None,
            "last_message_id": None,
            "available_tags": [],
        }

    def _seen(self, message: dict[str, Any]) -> dict[str, Any]:
        """A message as the client may see it: without the intent only what is meant for it has content."""
        told = self.identified[-1]["intents"] & (1 << 15) if self.identified else True
        reply = message.get("referenced_message") or {}
        meant = message["mentions"] or "guild_id" not in message or reply.get("author", {}).get("id") == ME["id"]
        return message if told or meant else {**message, "content": "", "attachments": []}

    # --------------------------------------------------------------------------------------------------------- REST

    async def rest(self, request: web.Request) -> web.Response:
        call = await _read(request)
        kind = kind_of(call.method, call.path)
        try:
            self._check(kind, request.headers.get("Authorization", f"Bot {TOKEN}"))
            status, answer = self._do(kind, call)
        except Refusal as refusal:
            return _json(refusal.status, refusal.body, refusal.headers)
        finally:
            async with self._changed:
                self.calls.append(call)
                self._changed.notify_all()
        return web.Response(status=status) if answer is None else _json(status, answer)

    def _check(self, kind: str, authorization: str) -> None:
        if authorization != f"Bot {TOKEN}":
            raise Refusal(401)
        if self.refusals[kind]:
            raise self.refusals[kind].popleft()
        if kind in self.always:
            raise self.always[kind]

    def _do(self, kind: str, call: Call) -> tuple[int, Any]:
        parts = call.path.strip("/").split("/")
        match kind:
            case "me":
                return 200, ME
            case "application":
                return 200, {
                    "id": str(APPLICATION),
                    "name": "Summon",
                    "icon": None,
                    "description": "",
                    "bot_public": True,
                    "bot_require_code_grant": False,
                    "verify_key": "",
                    "flags": (1 << 19) if self.privileged else 0,
                    "owner": person(1),
                    "team": None,
                }
            case "gateway":
                limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
                return 200, {
                    "url": f"{self.base.replace('http', 'ws')}/gateway",
                    "shards": 1,
                    "session_start_limit": limit,
                }
            case "sync":
                self.commands = [
                    {"description": "", **c, "id": self.id(), "application_id": str(APPLICATION), "version": "1"}
                    for c in call.body
                ]
                return 200, self.commands
            case "callback":
                return 200, {"interaction": {"id": parts[1], "type": 2, "response_message_id": "777"}}
            case "webhooks":
                return 200, [w for w in self.webhooks.values() if w["channel_id"] == parts[1]]
            case "webhook made":
                number = self.id()
                made = {
                    "id": number,
                    "token": f"hook{number}",
                    "type": 1,
                    "channel_id": parts[1],
                    "guild_id": str(GUILD),
                }
                made |= {"name": call.body["name"], "avatar": None, "application_id": str(APPLICATION), "user": ME}
                self.webhooks[int(number)] = made
                return 200, made
            case "webhook send":
                return self._webhook_send(parts, call)
            case "original edited" | "original":
                return 200, self._made(call, CHANNEL, ME, id="777")
            case "sent" | "edited":
                return 200, self._keep(call, int(parts[1]), ME)
            case "history":
                after = int(call.query.get("after", 0))
                found = [m for m in self.messages[int(parts[1])] if int(m["id"]) > after]
                return 200, sorted(found, key=lambda m: -int(m["id"]))[: int(call.query.get("limit", 50))]
            case "channel":
                return 200, self._channel(int(parts[1]))
            case _:
                return 204, None

    def _webhook_send(self, parts: list[str], call: Call) -> tuple[int, Any]:
        number = int(parts[1])
        if number == APPLICATION:
            return 200, self._made(call, CHANNEL, ME)
        if number not in self.webhooks:
            raise Refusal(404, 10015)
        hook = self.webhooks[number]
        channel = int(call.query.get("thread_id", hook["channel_id"]))
        author = {
            "id": str(number),
            "username": call.body.get("username", "hook"),
            "discriminator": "0000",
            "avatar": None,
        }
        ours = {"webhook_id": str(number), "application_id": str(APPLICATION)}
        return 200, self._keep(call, channel, {**author, "bot": True}, **ours)

    def _keep(self, call: Call, channel: int, author: dict[str, Any], **more: Any) -> dict[str, Any]:
        made = self._made(call, channel, author, **more)
        self.messages[channel].append(made)
        return made

    def _made(self, call: Call, channel: int, author: dict[str, Any], **more: Any) -> dict[str, Any]:
        body = call.body or {}
        names = [a.get("filename", "file") for a in body.get("attachments", [])] or [
            f"f{n}" for n in range(len(call.files))
        ]
        attachments = [
            self.attachment(content, name, "application/octet-stream")
            for name, content in zip(names, call.files.values(), strict=False)
        ]
        told = {
            "content": body.get("content") or "",
            "components": body.get("components", []),
            "attachments": attachments,
        }
        about = {"id": self.id(), "channel_id": str(channel), "author": author}
        if "nonce" in body:
            about["nonce"] = body["nonce"]
        return {**_blank(), **told, **about, **more}

    async def download(self, request: web.Request) -> web.Response:
        self.fetched.append(request.match_info["name"])
        return web.Response(body=self.files[request.match_info["id"]])


_ROLE = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
_ROLE |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    # The library wants exactly this content type.
    told = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=told)


def guild_of(channel: int) -> int:
    """The guild of a channel."""
    return OTHER_GUILD if channel == OTHER_CHANNEL else GUILD


def person(number: int = 7, name: str = "Ada") -> dict[str, Any]:
    """A user."""
    about = {"discriminator": "0", "avatar": None, "bot": False, "public_flags": 0}
    return {"id": str(number), "username": name.lower(), "global_name": name, **about}


def kind_of(method: str, path: str) -> str:
    """What a call is, in a word."""
    parts = path.strip("/").split("/")
    match (method, *parts):
        case ("GET", "users", "@me"):
            return "me"
        case ("GET", "oauth2", "applications", "@me"):
            return "application"
        case ("GET", "gateway", "bot"):
            return "gateway"
        case ("PUT", "applications", _, "commands"):
            return "sync"
        case ("POST", "interactions", _, _, "callback"):
            return "callback"
        case ("GET", "channels", _, "webhooks"):
            return "webhooks"
        case ("POST", "channels", _, "webhooks"):
            return "webhook made"
        case ("POST", "webhooks", hook, _):
            return "followup" if hook == str(APPLICATION) else "webhook send"
        case ("PATCH", "webhooks", _, _, "messages", "@original"):
            return "original edited"
        case ("GET", "webhooks", _, _, "messages", "@original"):
            return "original"
        case ("DELETE", "webhooks", _, _, "messages", _):
            return "original deleted"
        case ("POST", "channels", _, "messages"):
            return "sent"
        case ("PATCH", "channels", _, "messages", _):
            return "edited"
        case ("DELETE", "channels", _, "messages", _):
            return "deleted"
        case ("GET", "channels", _, "messages"):
            return "history"
        case ("POST", "channels", _, "typing"):
            return "typing"
        case ("GET", "channels", _):
            return "channel"
    return "other"


def _blank() -> dict[str, Any]:
    about: dict[str, Any] = {"type": 0, "tts": False, "pinned": False, "mention_everyone": False, "flags": 0}
    lists = {"attachments": [], "embeds": [], "mentions": [], "mention_roles": [], "components": []}
    return {**about, **lists, "timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": None}


def _member(admin: bool = False) -> dict[str, Any]:
    permissions = ALL if admin else str((1 << 10) | (1 << 11))
    about = {"roles": [], "joined_at": "2024-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
    return {**about, "permissions": permissions, "nick": None, "avatar": None, "premium_since": None}


def _options(options: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "type": 11 if name in ("portrait", "file") else 3, "value": value}
        for name, value in options.items()
    ]


async def _read(request: web.Request) -> Call:
    path = request.path.removeprefix("/api/v10")
    query = dict(request.query)
    if request.content_type.startswith("multipart/"):
        body: Any = None
        files: dict[str, bytes] = {}
        async for part in await request.multipart():
            content = bytes(await part.read())
            if part.name == "payload_json":
                body = json.loads(content)
            else:
                files[str(part.name)] = content
        return Call(request.method, path, body, files, query)
    raw = await request.read()
    return Call(request.method, path, json.loads(raw) if raw else None, {}, query)


@asynccontextmanager
async def discord_server() -> AsyncIterator[DiscordServer]:
    """Serve on a free loopback port; `base` is its address."""
    server = DiscordServer()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_get("/gateway", server.gateway)
    app.router.add_get("/gateway/", server.gateway)
    app.router.add_get("/files/{id}/{name}", server.download)
    app.router.add_route("*", "/api/v10/{path:.*}", server.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.base = f"http://{host}:{port}"
    try:
        yield server
    finally:
        await server.drop()
        await runner.cleanup()
