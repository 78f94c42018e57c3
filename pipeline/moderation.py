"""Looks at words and pictures before they are used or said: by a list of words, and by a server's moderation endpoint.

A list knows words alone. The server is asked about one picture at a time, as its protocol has it.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import ModerationSpec
from pipeline.errors import ConfigInvalid, GuideUnreadable, ModerationDown, PictureRefused, PictureUnseen, TextRefused
from pipeline.pictures import address, small
from pipeline.secret import read_secret
from pipeline.stages import Moderator
from pipeline.write.servers.breaker import Breaker

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types import ModerationMultiModalInputParam

log = logging.getLogger(__name__)

MOST_BYTES = 1 << 20
"""A list of words is no longer."""
_PIECE_CHARS = 4000
"""How much a server is asked about at once."""


class WordList:
    """Refuses texts that hold a word or phrase of a list, whole and in any case."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._found = re.compile("|".join(map(_pattern, entries)) or r"(?!)")

    async def check(self, text: str) -> None:
        """Let a text pass, or not.

        Raises:
            TextRefused: It holds one of the words.
        """
        if self._found.search(_plain(text)):
            log.info("text refused", extra={"by": "words"})
            raise TextRefused("The text holds a word of the operator's list.")

    async def look(self, picture: bytes) -> None:
        """Let any picture pass: a list knows words alone."""


class ModerationServer:
    """Refuses what a server's moderation endpoint flags."""

    def __init__(self, spec: ModerationSpec, client: AsyncOpenAI) -> None:
        self._spec = spec
        self._client = client
        self._reading = Breaker()
        # A server that takes no pictures still reads.
        self._looking = Breaker()

    async def check(self, text: str) -> None:
        """Let a text pass, or not.

        Raises:
            TextRefused: The server flags it.
            ModerationDown: The server does not answer, and nothing is to pass without it.
        """
        for start in range(0, len(text), _PIECE_CHARS):
            if await self._flagged(text[start : start + _PIECE_CHARS], self._reading, _text_unseen):
                log.info("text refused", extra={"by": "server"})
                raise TextRefused("The moderation server flags the text.")

    async def look(self, picture: bytes) -> None:
        """Let an encoded picture pass, or not; it is made small before it is sent.

        Raises:
            PictureRefused: The server flags it.
            PictureUnseen: The server does not answer or takes no pictures, and nothing is to pass without it.
            GuideUnreadable: It cannot be read, or is too large to be looked at.
        """
        if not self._spec.pictures:
            return
        jpeg = await asyncio.to_thread(small, picture)
        if jpeg is None:
            raise GuideUnreadable("The picture cannot be read or is too large, and none passes unseen.")
        told: list[ModerationMultiModalInputParam] = [{"type": "image_url", "image_url": {"url": address(jpeg)}}]
        if await self._flagged(told, self._looking, _picture_unseen):
            log.info("picture refused", extra={"by": "server"})
            raise PictureRefused("The moderation server flags the picture.")

    async def _flagged(
        self,
        told: str | list[ModerationMultiModalInputParam],
        breaker: Breaker,
        unseen: Callable[[str], ModerationDown],
    ) -> bool:
        if not breaker.may_ask:
            return self._down("it rests", unseen)
        try:
            # The SDK alone would wait as long once more, or for as long as a busy server asks it to.
            async with asyncio.timeout(self._spec.timeout_s):
                answer = await self._client.moderations.create(model=self._spec.model, input=told)
            flagged = _flags(answer)
        except Exception as error:
            # The SDK lets through what its HTTP library and its JSON reader raise: any of it is a failing server.
            breaker.failed()
            return self._down(type(error).__name__, unseen)
        breaker.worked()
        return flagged

    def _down(self, reason: str, unseen: Callable[[str], ModerationDown]) -> bool:
        error = unseen(reason)
        log.warning(
            "moderation failed", extra={"reason": reason, "when_down": self._spec.when_down, "code": error.code}
        )
        if self._spec.when_down == "refuse":
            raise error
        return False


def _text_unseen(reason: str) -> ModerationDown:
    return ModerationDown(f"The moderation server does not answer ({reason}): look at it, or set when_down.")


def _picture_unseen(reason: str) -> ModerationDown:
    return PictureUnseen(
        f"The moderation server does not look at a picture ({reason}): see whether its model takes pictures, or set "
        "when_down."
    )


class Moderators:
    """Several moderators, each of which can refuse."""

    def __init__(self, every: Sequence[Moderator]) -> None:
        self._every = every

    async def check(self, text: str) -> None:
        """Let a text pass that all let pass."""
        for moderator in self._every:
            await moderator.check(text)

    async def look(self, picture: bytes) -> None:
        """Let a picture pass that all let pass."""
        for moderator in self._every:
            await moderator.look(picture)


@asynccontextmanager
async def open_moderator(
    spec: ModerationSpec, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[Moderator | None]:
    """Open what the configuration asks for; None where it asks for nothing.

    Raises:
        ConfigInvalid: The list cannot be read, or the server's key is not in the environment.
    """
    every: list[Moderator] = []
    async with AsyncExitStack() as stack:
        if spec.words_file:
            every.append(WordList(await asyncio.to_thread(read_words, spec.words_file)))
        if spec.base_url:
            client = await stack.enter_async_context(_client(spec, environment))
            every.append(ModerationServer(spec, client))
        yield Moderators(every) if every else None


def read_words(name: str) -> tuple[str, ...]:
    """The entries of a list: one word or phrase a line, `#` begins a comment, a `*` at the end stands for any ending.

    Raises:
        ConfigInvalid: It cannot be read, or there is nothing in it.
    """
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        lines = content.decode("utf-8").splitlines() if len(content) <= MOST_BYTES else []
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ConfigInvalid(f"The word list {path} cannot be read: it has to be UTF-8 text.") from error
    entries = tuple(entry for line in lines if (entry := _plain(line.partition("#")[0]).strip()).strip("*"))
    if not entries:
        raise ConfigInvalid(f"The word list {path} is empty or too long: it has one word or phrase a line.")
    return entries


def _client(spec: ModerationSpec, environment: Mapping[str, str]) -> AsyncOpenAI:
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    # Below this level the SDK and its HTTP library log whole requests, and with them what people say.
    for name in ("openai", "httpx", "httpx2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    key = read_secret(environment, spec.api_key_env) if spec.api_key_env else "none"
    if not key:
        raise ConfigInvalid(
            f"The environment variable {spec.api_key_env} is not set: it holds the key of the moderation server."
        )
    return AsyncOpenAI(
        api_key=key,
        base_url=spec.base_url,
        timeout=spec.timeout_s,
        max_retries=1,
        # A server that was named must not send what people say and show to another that was not.
        http_client=DefaultAsyncHttpxClient(follow_redirects=False),
    )


def _flags(answer: Any) -> bool:
    """Whether an answer flags anything. Its types are what the server sent."""
    flags = [getattr(result, "flagged", None) for result in answer.results]
    if not flags or not all(isinstance(flag, bool) for flag in flags):
        raise ValueError("no verdict")
    return any(flags)


def _pattern(entry: str) -> str:
    """One entry as an expression: whole words, except in writing without blanks."""
    body = r"\s+".join(map(re.escape, entry.rstrip("*").split()))
    begin = r"(?<!\w)" if _spaced(entry[0]) else ""
    end = "" if entry.endswith("*") or not _spaced(entry.rstrip("*")[-1]) else r"(?!\w)"
    return f"{begin}{body}{end}"


@functools.lru_cache(maxsize=4096)
def _spaced(sign: str) -> bool:
    return not unicodedata.name(sign, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER"))


def _plain(text: str) -> str:
    """Text as it is compared: one form of each letter, no case, nothing that cannot be seen."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
