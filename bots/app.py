"""The composition root: opens what the configuration asks for; concrete classes are named here only."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bots.catalogues import left_out, open_catalog
from bots.config import Config
from bots.desk import Desk, open_desk
from bots.errand import Means
from bots.meter import UNMETERED, Meter
from bots.remembering import Remembering, open_remembering
from bots.spending import counting
from pipeline.cards import CharacterCards
from pipeline.errors import ConfigInvalid
from pipeline.ffmpeg import find_ffmpeg
from pipeline.local import Stages, open_stages
from pipeline.secret import read_secret
from pipeline.studio import Studio
from pipeline.types import Catalog
from storage.characters import Characters
from storage.forget import Forgetting
from storage.history import History
from storage.hits import Hits
from storage.inbox import Inbox
from storage.ledger import Ledger
from storage.media import Media
from storage.memory import Memories
from storage.notes import Notes
from storage.outbox import Outbox, Uploads
from storage.results import Results
from storage.settings import Chosen
from storage.store import Store, open_store

log = logging.getLogger(__name__)

Ended = Callable[[str], None]
"""Told why a platform's connection has ended for good."""

Serving = Callable[[Desk], AbstractAsyncContextManager[None]]
"""Connects an adapter to the desk as long as a block lasts."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """A platform's connection."""

    serving: Serving
    connected: Callable[[], bool]
    """Whether it is connected now."""


@dataclass(frozen=True, slots=True)
class Service:
    """What answers people: the desk, and the adapters by platform."""

    desk: Desk
    adapters: Mapping[str, Adapter]
    caches: Mapping[str, Hits]
    """How often something was found where it is kept, by what it is."""
    stages: Stages


@dataclass(frozen=True, slots=True)
class App:
    """Everything that is open."""

    config: Config
    stages: Stages
    studio: Studio
    catalog: Catalog
    store: Store
    media: Media
    characters: Characters
    history: History
    remembering: Remembering


@asynccontextmanager
async def open_app(config: Config, meter: Meter = UNMETERED) -> AsyncIterator[App]:
    """Open the store and the stages, and close them in the other order; `meter` is told what memories take.

    Raises:
        PipelineError: Something is missing or cannot be opened; the message says what to do.
    """
    await asyncio.to_thread(find_ffmpeg)
    catalog = open_catalog(config).narrowed(painter=config.painter.backend)
    for sentence in left_out(config):
        log.warning("voices left out", extra={"reason": sentence})
    folder = config.storage.path
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(folder / "summon.sqlite"))
        stages = await stack.enter_async_context(open_stages(config.pipeline))
        media = Media(store, folder / "media")
        characters, history, ledger = Characters(store, media), History(store), Ledger(store)
        remembering = Remembering(
            stages.writer,
            Memories(store),
            history,
            characters,
            config.writer,
            config.desk.history_lines,
            counting(ledger, config.desk, meter),
        )
        yield App(
            config=config,
            stages=stages,
            studio=Studio(stages, catalog, config.pipeline),
            catalog=catalog,
            store=store,
            media=media,
            characters=characters,
            history=history,
            remembering=await stack.enter_async_context(open_remembering(remembering)),
        )


@asynccontextmanager
async def open_service(
    app: App, environment: Mapping[str, str] = os.environ, ended: Ended = log.error, meter: Meter = UNMETERED
) -> AsyncIterator[Service]:
    """Open the adapters that the configuration names, and the desk that they share.

    `ended` is told, in a sentence for the operator, should a platform's connection end for good.

    Raises:
        ConfigInvalid: No platform is configured, a secret is missing, or a platform does not know it.
    """
    async with AsyncExitStack() as stack:
        # Adapters first: what is wrong with a token is said before any work is taken up.
        adapters: dict[str, Adapter] = {}
        uploads = Uploads(app.store)
        if app.config.discord.token_env:
            adapters["discord"] = await stack.enter_async_context(_discord(app, environment, uploads, ended))
        if app.config.telegram.token_env:
            adapters["telegram"] = await stack.enter_async_context(_telegram(app, environment, uploads, ended))
        if not adapters:
            raise ConfigInvalid(
                "No platform is configured: name the file that `summon init` wrote with --config, or set token_env"
                " under [discord] or [telegram], see config.example.toml."
            )
        means = means_of(app, meter)
        desk = await stack.enter_async_context(open_desk(means, app.config.storage.path))
        for adapter in adapters.values():
            await stack.enter_async_context(adapter.serving(desk))
        try:
            caches = {"portraits": means.characters.hits, "results": means.results.hits, "uploads": uploads.hits}
            yield Service(desk, adapters, caches, app.stages)
        finally:
            # Before the adapters close: what is finished now must still be sent.
            await desk.rest()


@asynccontextmanager
async def _discord(app: App, environment: Mapping[str, str], uploads: Uploads, ended: Ended) -> AsyncIterator[Adapter]:
    from bots.discord_bot import open_bot, open_gateway

    section = app.config.discord
    token = secret(environment, section.token_env)
    async with open_bot(section, token, uploads, Notes(app.store), app.catalog) as bot:

        @asynccontextmanager
        async def serving(desk: Desk) -> AsyncIterator[None]:
            bot.desk = desk
            desk.connect("discord", bot.surface)
            try:
                async with open_gateway(bot, ended):
                    yield
            finally:
                desk.disconnect("discord")

        yield Adapter(serving, lambda: bot.connected)


@asynccontextmanager
async def _telegram(app: App, environment: Mapping[str, str], uploads: Uploads, ended: Ended) -> AsyncIterator[Adapter]:
    from bots.telegram_bot import open_bot, open_polling, open_webhook

    section = app.config.telegram
    hook = secret(environment, section.webhook_secret_env) if section.webhook_url else ""
    async with open_bot(section, secret(environment, section.token_env), uploads) as bot:

        @asynccontextmanager
        async def serving(desk: Desk) -> AsyncIterator[None]:
            bot.desk = desk
            desk.connect("telegram", bot.surface)
            try:
                async with open_webhook(bot, hook) if hook else open_polling(bot, ended):
                    yield
            finally:
                desk.disconnect("telegram")

        yield Adapter(serving, lambda: bot.connected)


def secret(environment: Mapping[str, str], name: str) -> str:
    """A secret from the environment, or from the file that it names.

    Raises:
        ConfigInvalid: It is not set.
    """
    value = read_secret(environment, name)
    if not value:
        raise ConfigInvalid(
            f"The environment variable {name or '(unnamed)'} is not set: fill it in where `summon init` wrote the"
            " tokens, and let this shell read them (set -a; . ./summon.env; set +a)."
        )
    return value


def means_of(app: App, meter: Meter = UNMETERED) -> Means:
    """What the desk works with."""
    return Means(
        store=app.store,
        media=app.media,
        characters=app.characters,
        history=app.history,
        remembering=app.remembering,
        inbox=Inbox(app.store),
        outbox=Outbox(app.store),
        results=Results(app.store, app.media),
        ledger=Ledger(app.store),
        chosen=Chosen(app.store),
        forgetting=Forgetting(app.store, app.media, app.characters),
        stages=app.stages,
        studio=lambda stages: Studio(stages, app.catalog, app.config.pipeline),
        catalog=app.catalog,
        section=app.config.desk,
        cards=CharacterCards(),
        meter=meter,
    )
