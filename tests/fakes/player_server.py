"""A loopback server that plays reference games as a scripted model would that does what it is told to.

It knows only what it is sent: without the rule to use agreed names it describes at full length for ever, though it
understands them.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bots.benches.loopback import served
from tests.fakes.model_server import Asked, Manner, ModelServer

_RULE = "Where a name or shorthand was agreed on"


class PlayerServer(ModelServer):
    """Answers games, and is a keeper of memories beside."""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(await request.json(), dict(request.headers))
        self.asked.append(asked)
        text = kept(asked) if keeps(asked) else played(asked)
        return await self._stream(request, text, counts="stream_options" in asked.body)


def keeps(asked: Asked) -> bool:
    """Whether a memory is asked for rather than a reply."""
    return "You keep the memory of" in str(asked.body["messages"][0]["content"])


def kept(asked: Asked) -> str:
    """Nothing but that there was a game: names and facts are found by rule."""
    return json.dumps({"summary": "They played a game of figures.", "facts": [], "terms": [], "outdated": []})


def played(asked: Asked) -> str:
    """The agreed name where one is known and may be used, else the whole look; as a guesser the number."""
    last = asked.body["messages"][-1]["content"].split("The board: ")[-1]
    looks = re.findall(r"(\d), ([^;]+?)(?=; \d|\. (?:Only|I mean))", last)
    names = agreed(asked.text)
    may_use = _RULE in asked.text
    if "Only you know" in last:
        wanted = re.search(r"it is number (\d)", last)
        look = dict(looks)[wanted[1]] if wanted else ""
        found = next((name for name, gist in names.items() if may_use and _alike(gist, look)), "")
        return f"{found.capitalize()}." if found else f"Look for {look}."
    meant = re.search(r"I mean this one: ([^.]+)\.", last)
    told = names.get(meant[1], meant[1]) if meant else ""
    number = max(looks, key=lambda entry: _shared(told, entry[1]))[0] if looks else "1"
    return f"Number {number}." if may_use and names else f"If I understand you well, it must be number {number}."


def agreed(text: str) -> dict[str, str]:
    """Names and what they stand for, as they stand in the conversation or among what is remembered."""
    said = {name: gist for gist, name in re.findall(r"it was \d: ([^.]+)\. Let's call it ([^.]+)\.", text)}
    return said | dict(re.findall(r'"(the [a-z]+)" for "([^"]+)"', text))


def _shared(one: str, other: str) -> int:
    return len(set(re.findall(r"\w{4,}", one)) & set(re.findall(r"\w{4,}", other)))


def _alike(gist: str, look: str) -> bool:
    words = set(re.findall(r"\w{4,}", gist))
    return len(words & set(re.findall(r"\w{4,}", look))) >= 0.6 * len(words)


@asynccontextmanager
async def playing() -> AsyncIterator[PlayerServer]:
    """Serve on a free port of loopback; `base` is the address."""
    server = PlayerServer(Manner())
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.serve)
    async with served(app) as address:
        server.base = f"{address}/v1"
        yield server
