"""The composition root: opens what the configuration asks for; concrete classes are named here only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bots.config import Config
from pipeline.catalog import read_catalog
from pipeline.encode import find_ffmpeg
from pipeline.errors import ConfigInvalid
from pipeline.local import open_stages
from pipeline.studio import Studio
from pipeline.types import Catalog
from storage.characters import Characters
from storage.history import History
from storage.media import Media
from storage.store import open_store


@dataclass(frozen=True, slots=True)
class App:
    """Everything that is open."""

    studio: Studio
    catalog: Catalog
    characters: Characters
    history: History


@asynccontextmanager
async def open_app(config: Config) -> AsyncIterator[App]:
    """Open the store and the stages, and close them in the other order.

    Raises:
        PipelineError: Something is missing or cannot be opened; the message says what to do.
    """
    find_ffmpeg()
    catalog = open_catalog(config)
    async with AsyncExitStack() as stack:
        folder = config.storage.path
        store = await stack.enter_async_context(open_store(folder / "summon.sqlite"))
        media = Media(store, folder / "media")
        stages = await stack.enter_async_context(open_stages(config.pipeline))
        yield App(
            studio=Studio(stages, catalog, config.pipeline),
            catalog=catalog,
            characters=Characters(store, media),
            history=History(store),
        )


def open_catalog(config: Config) -> Catalog:
    """The catalogue that comes along, with the operator's entries first where ids are equal.

    Raises:
        ConfigInvalid: A file cannot be read.
    """
    catalog = read_catalog()
    for name in config.catalog.files:
        try:
            text = Path(name).expanduser().read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigInvalid(f"The catalogue {name} cannot be read.") from error
        more = read_catalog(text, whole=False)
        catalog = replace(
            catalog,
            styles=(*(s for s in catalog.styles if s.id not in {m.id for m in more.styles}), *more.styles),
            voices=(*(v for v in catalog.voices if v.id not in {m.id for m in more.voices}), *more.voices),
        )
    return catalog
