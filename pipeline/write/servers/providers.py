"""Opens the language models that the configuration names, in their order."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

from pipeline.config import Provider
from pipeline.errors import ConfigInvalid
from pipeline.secret import read_secret
from pipeline.write.servers import local_file
from pipeline.write.servers.chat_server import Server
from pipeline.write.servers.local_model import LocalModel

_NOWHERE = "http://127.0.0.1:9/v1"
"""Where a local model is before it has been started."""


@asynccontextmanager
async def open_servers(
    providers: Sequence[Provider], environment: Mapping[str, str]
) -> AsyncIterator[tuple[Server, ...]]:
    """Open every provider. Local models are loaded now; no server is asked before somebody wants something.

    Raises:
        ConfigInvalid: A key that a provider needs is not in the environment, or a model is no model.
        BackendMissing: A local model's library is not installed.
        StageFailed: A local model cannot be loaded.
    """
    # Below this level the SDK and its HTTP library log addresses and whole requests, and with them what people say.
    for name in ("openai", "httpx", "httpx2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    async with AsyncExitStack() as stack:
        servers = []
        for provider in providers:
            client = await stack.enter_async_context(open_client(provider, environment))
            if not provider.local:
                servers.append(Server(provider, _always(client)))
                continue
            local_file.check(provider)
            model = LocalModel(provider, client)
            stack.push_async_callback(model.close)
            await model.connect()
            servers.append(Server(provider, model.connect))
        yield tuple(servers)


def _always(client: AsyncOpenAI) -> Callable[[], Awaitable[AsyncOpenAI]]:
    async def connect() -> AsyncOpenAI:
        return client

    return connect


def open_client(provider: Provider, environment: Mapping[str, str]) -> AsyncOpenAI:
    """A client of a provider's server; it reaches for nothing yet.

    Raises:
        ConfigInvalid: The key is not in the environment.
    """
    key = "none"
    if provider.api_key_env:
        key = read_secret(environment, provider.api_key_env)
        if not key:
            raise ConfigInvalid(
                f"The environment variable {provider.api_key_env} is not set: it holds the key of {provider.name}."
            )
    return AsyncOpenAI(
        api_key=key,
        base_url=provider.base_url or _NOWHERE,
        timeout=Timeout(provider.timeout_s, connect=min(10.0, provider.timeout_s)),
        max_retries=provider.retries,
        # A server that was named must not send what people say to another that was not.
        http_client=DefaultAsyncHttpxClient(follow_redirects=False),
    )
