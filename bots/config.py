"""The configuration file: TOML read into frozen models; secrets stay in the environment."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import Field, ValidationError, model_validator

from bots.rules import DeskSection
from pipeline.config import (
    AnimatorSpec,
    ListenerSpec,
    ModelsSpec,
    ModerationSpec,
    PainterSpec,
    PipelineConfig,
    Section,
    SpeakerSpec,
    UsablePath,
    WriterSpec,
)
from pipeline.errors import ConfigInvalid
from pipeline.validation import explained

MOST_BYTES = 64 * 1024
"""A settings file is small; the time to read one grows with the square of its longest key."""
MOST_PORT = 65535


class StorageSection(Section):
    """Where things are kept."""

    folder: UsablePath = Field("", description="empty: the platform's folder for user data")

    @property
    def path(self) -> Path:
        """The folder, made out."""
        return Path(self.folder).expanduser() if self.folder else Path(platformdirs.user_data_path("summon"))


class CatalogSection(Section):
    """Styles and voices beyond those that come with the program."""

    files: tuple[UsablePath, ...] = Field((), description="catalogue files whose entries are added")


class LogSection(Section):
    """What is logged."""

    level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error")
    format: str = Field("plain", pattern="^(plain|json)$", description="plain lines, or json for machines")


class MetricsSection(Section):
    """Where Prometheus and health checks ask."""

    host: str = Field("127.0.0.1", min_length=1, description="the address to listen on; it needs no password")
    port: int = Field(0, ge=0, le=MOST_PORT, description="the port; 0: nothing listens")


class DiscordSection(Section):
    """How the Discord bot runs."""

    token_env: str = Field("", description="the environment variable that holds the bot's token; empty: no Discord")
    message_content: bool = Field(False, description="true once the message content intent is turned on")  # noqa: FBT003
    shard_ids: tuple[int, ...] = Field((), description="which shards this process holds")
    shard_count: int = Field(0, ge=0, description="how many shards there are; 0: as many as Discord advises, all here")
    guild_ready_timeout_s: float = Field(2.0, gt=0, description="seconds to wait for servers at a start")

    @model_validator(mode="after")
    def _there_are_such_shards(self) -> DiscordSection:
        if any(not 0 <= shard < self.shard_count for shard in self.shard_ids):
            raise ValueError("shard_ids count from 0 and are below shard_count")
        return self


class TelegramSection(Section):
    """Where and how the Telegram bot runs."""

    token_env: str = Field("", description="the environment variable that holds BotFather's token; empty: no Telegram")
    base_url: str = Field("", description="a Bot API server of your own; empty: Telegram's")
    local_mode: bool = Field(False, description="true where that server runs with --local")  # noqa: FBT003
    webhook_url: str = Field("", description="the public https address of the webhook; empty: long polling")
    webhook_host: str = Field("127.0.0.1", description="where the webhook listens")
    webhook_port: int = Field(8443, ge=0, le=65535, description="0: any free port")
    webhook_secret_env: str = Field("", description="the environment variable that holds the webhook's secret")


class Config(Section):
    """The whole file."""

    storage: StorageSection = StorageSection()
    log: LogSection = LogSection()
    metrics: MetricsSection = MetricsSection()
    catalog: CatalogSection = CatalogSection()
    writer: WriterSpec = WriterSpec()
    painter: PainterSpec = PainterSpec()
    speaker: SpeakerSpec = SpeakerSpec()
    animator: AnimatorSpec = AnimatorSpec()
    listener: ListenerSpec = ListenerSpec()
    models: ModelsSpec = ModelsSpec()
    moderation: ModerationSpec = ModerationSpec()
    desk: DeskSection = DeskSection()
    discord: DiscordSection = DiscordSection()
    telegram: TelegramSection = TelegramSection()

    @property
    def pipeline(self) -> PipelineConfig:
        """The part that the pipeline sees."""
        return PipelineConfig(
            writer=self.writer,
            painter=self.painter,
            speaker=self.speaker,
            animator=self.animator,
            listener=self.listener,
            models=self.weights,
            moderation=self.moderation,
        )

    @property
    def weights(self) -> ModelsSpec:
        """The section of the models, its folder made out."""
        folder = self.models.path if self.models.folder else self.storage.path / "models"
        return self.models.model_copy(update={"folder": str(folder)})


def metrics_at(address: str) -> MetricsSection:
    """The section for a HOST:PORT.

    Raises:
        ConfigInvalid: It is none.
    """
    host, _, port = address.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal() and 0 < int(port) <= MOST_PORT):
        raise ConfigInvalid(f"--metrics takes HOST:PORT such as 127.0.0.1:9464, not {address!r}.")
    return MetricsSection(host=host.strip("[]"), port=int(port))


def default_path() -> Path:
    """Where the file is looked for when none is named."""
    return Path(platformdirs.user_config_path("summon")) / "config.toml"


def load(path: Path | None) -> Config:
    """Read the file; without a path the default one, and the built-in defaults where there is none.

    Raises:
        ConfigInvalid: The file is missing though named, no TOML, or says something that is not understood.
    """
    if path is None:
        path = default_path()
        if not path.is_file():
            return Config()
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ConfigInvalid(f"The configuration file {path} is too large to be one.")
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ConfigInvalid(f"The configuration file {path} cannot be read: {_why(error)}.") from error
    try:
        return parse(text)
    except ConfigInvalid as error:
        raise ConfigInvalid(f"{path}: {error}") from error


def parse(text: str) -> Config:
    """Read a configuration from TOML.

    Raises:
        ConfigInvalid: The text is no TOML, or says something that is not understood; the nearest known name is shown.
    """
    try:
        values: dict[str, Any] = tomllib.loads(text)
        return Config.model_validate(values)
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalid(f"This is not TOML: {error}.") from error
    except RecursionError as error:
        raise ConfigInvalid("This is nested too deeply.") from error
    except ValidationError as error:
        raise ConfigInvalid(explained(error, Config)) from error


def _why(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is not UTF-8 text"
