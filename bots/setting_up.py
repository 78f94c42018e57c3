"""What `summon init` writes: settings with a comment on every line, and tokens in a file for their owner alone."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bots import config as configuration
from bots.files import write_whole
from pipeline.errors import ConfigInvalid, OutputUnwritable

_ONE_SECRET = re.compile(r"[!-~]*")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody has and wants."""

    discord: bool = False
    telegram: bool = False
    url: str = ""
    model: str = ""
    key: bool = False
    """The model server needs one."""
    gpu: bool = False


def settings(wishes: Wishes) -> str:
    """The file's text.

    Raises:
        ConfigInvalid: The answers cannot be put together to settings.
    """
    lines = ["# Written by `summon init`. Every other setting and its default: config.example.toml.", ""]
    if wishes.discord:
        lines += [
            "[discord]",
            "# The environment variable that holds the bot's token.",
            'token_env = "DISCORD_TOKEN"',
            "# true once the message content intent is turned on in the developer portal.",
            "message_content = false",
            "",
        ]
    if wishes.telegram:
        lines += [
            "[telegram]",
            "# The environment variable that holds BotFather's token.",
            'token_env = "TELEGRAM_TOKEN"',
            "",
        ]
    if wishes.url:
        server = f'name = "mine", base_url = {_quoted(wishes.url)}, model = {_quoted(wishes.model)}'
        key = ', api_key_env = "LLM_API_KEY"' if wishes.key else ""
        lines += [
            "[writer]",
            "# The servers that write, in order; where none answers, the improviser does.",
            'backend = "openai"',
            f"providers = [{{ {server}{key} }}]",
            "",
        ]
    if wishes.gpu:
        lines += [
            "[painter]",
            "# Needs .venv/bin/pip install -c constraints.txt -e '.[diffusion]', or the gpu image.",
            'backend = "diffusion"',
            "",
        ]
    lines += [
        "[desk]",
        "# Requests of one person in a minute, and clips for one person in a day; 0 is no limit.",
        "user_per_minute = 10",
        "user_clips_per_day = 0",
        "# Days after which what was said is dropped; 0 keeps it.",
        "retention_days = 90",
        "",
        "[metrics]",
        "# Where /metrics, /healthz and /readyz answer; 0: nowhere.",
        "port = 0",
    ]
    text = "\n".join(lines) + "\n"
    configuration.parse(text)
    return text


def one_secret(name: str, value: str) -> str:
    """A secret that a shell reads as it stands.

    Raises:
        ConfigInvalid: It has characters that no token has.
    """
    if not _ONE_SECRET.fullmatch(value) or set(value) & set("\"'`$\\#;&|<>()"):
        raise ConfigInvalid(f"{name} holds a character that no token has: paste it again.")
    return value


def address(text: str) -> str:
    """A model server's address, empty where there is none.

    Raises:
        ConfigInvalid: It is no address.
    """
    if text:
        try:
            settings(Wishes(url=text, model="any"))
        except ConfigInvalid as error:
            # The schema's sentence names a pattern; who is asked for an address needs to know how one begins.
            raise ConfigInvalid(
                "That is no address: it begins with http:// or https://. Leave it empty if there is none."
            ) from error
    return text


def next_steps(config: Path, env: Path | None, *, bot: bool, program: str = "summon") -> str:
    """The line of shell that goes on from what was written.

    `env` is the file of tokens, `bot`: there is a platform, `program`: how a shell finds this one.
    """
    file = f"--config {shlex.quote(str(config))}"
    # A shell looks for a name without a folder where its programs are.
    tokens = f"set -a; . {shlex.quote(str(env if env.is_absolute() else './' + str(env)))}; set +a; " if env else ""
    program = shlex.quote(program)
    last = f"run {file}" if bot else f'chat "a grumpy teapot" {file}'
    return f"{tokens}{program} check {file}; {program} {last}"


def how_called(typed: str) -> str:
    """What to type for this program: its name where a shell finds it, else the path it was started by."""
    return typed if Path(typed).name == "summon" and shutil.which("summon") is None else "summon"


def keep_settings(path: Path, wishes: Wishes) -> None:
    """Write the settings; what was there is kept beside them as `.before`."""
    text = settings(wishes)
    if path.exists():
        try:
            path.replace(path.with_name(f"{path.name}.before"))
        except OSError as error:
            raise OutputUnwritable(f"{path} cannot be moved aside: {error.strerror}.") from error
    write_whole(path, text.encode())


def keep_secrets(path: Path, secrets: Mapping[str, str]) -> None:
    """Add secrets to a file that only its owner can read; what it holds besides stays.

    Raises:
        ConfigInvalid: A secret has characters that no token has.
        OutputUnwritable: The file cannot be written.
    """
    for name, value in secrets.items():
        one_secret(name, value)
    if not secrets:
        return
    try:
        kept = path.read_text("utf-8").splitlines() if path.exists() else []
        named = {line.partition("=")[0] for line in kept}
        given = {name: value for name, value in secrets.items() if value or name not in named}
        lines = [line for line in kept if line.partition("=")[0] not in given]
        lines += [f"{name}={value}" for name, value in given.items()]
        part = path.with_name(f".{path.name}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        part.replace(path)
    except (OSError, UnicodeDecodeError) as error:
        raise OutputUnwritable(f"{path} cannot be written: {getattr(error, 'strerror', '') or 'no text'}.") from error


def _quoted(text: str) -> str:
    if not text.isprintable() or set(text) & set('"\\'):
        raise ConfigInvalid("An address or a model's name holds a character that none has.")
    return f'"{text}"'
