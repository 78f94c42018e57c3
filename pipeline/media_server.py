"""Asks servers for speech or for what was said, one after another; one that keeps failing is left alone for a while."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from openai import APIStatusError, AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

from pipeline.config import SoundServer
from pipeline.errors import ConfigInvalid, StageFailed
from pipeline.secret import read_secret
from pipeline.write.servers.breaker import Breaker

log = logging.getLogger(__name__)

CONNECT_S = 10.0
_LASTING = frozenset({401, 402, 403, 404})


@dataclass(frozen=True, slots=True)
class Server:
    """One server and how it fared."""

    spec: SoundServer
    client: AsyncOpenAI
    breaker: Breaker = field(default_factory=Breaker)


async def first_answer(servers: Sequence[Server], ask: Callable[[Server], Awaitable[bytes]], stage: str) -> bytes:
    """What the first server answers that can.

    Raises:
        StageFailed: None of them did.
    """
    reason = "all of them rest after failing"
    for server in servers:
        if not server.breaker.may_ask:
            continue
        try:
            answer = await ask(server)
        except Exception as error:
            # The SDK lets through what its HTTP library raises: any of it is a failing server.
            status = error.status_code if isinstance(error, APIStatusError) else 0
            reason = f"status {status}" if status else type(error).__name__
            server.breaker.failed(lasting=status in _LASTING)
            log.warning("server failed", extra={"stage": stage, "provider": server.spec.name, "reason": reason})
            continue
        server.breaker.worked()
        return answer
    raise StageFailed(stage, f"No server answered: {reason}.", retryable=True)


@asynccontextmanager
async def open_servers(
    specs: Sequence[SoundServer], stage: str, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[tuple[Server, ...]]:
    """Open a client for every server; nothing is asked yet.

    Raises:
        ConfigInvalid: There is no server, or a key that one needs is not in the environment.
    """
    if not specs:
        raise ConfigInvalid(f"The openai {stage} needs at least one server: see [{stage}] in config.example.toml.")
    # Below this level the SDK and its HTTP library log addresses and whole requests, and with them what people say.
    for name in ("openai", "httpx", "httpx2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    async with AsyncExitStack() as stack:
        yield tuple([Server(spec, await stack.enter_async_context(_client(spec, environment))) for spec in specs])


def _client(spec: SoundServer, environment: Mapping[str, str]) -> AsyncOpenAI:
    key = "none"
    if spec.api_key_env:
        key = read_secret(environment, spec.api_key_env)
        if not key:
            raise ConfigInvalid(
                f"The environment variable {spec.api_key_env} is not set: it holds the key of {spec.name}."
            )
    return AsyncOpenAI(
        api_key=key,
        base_url=spec.base_url,
        timeout=Timeout(spec.timeout_s, connect=min(CONNECT_S, spec.timeout_s)),
        max_retries=spec.retries,
        # A server that was named must not send what it is asked, or us, to another that was not.
        http_client=DefaultAsyncHttpxClient(follow_redirects=False),
    )
