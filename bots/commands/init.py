"""`summon init`: asks what is there, and writes the settings and the file with the tokens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer


def init(
    config: Annotated[Path, typer.Option(help="The settings to write.")] = Path("config.toml"),
    env: Annotated[Path, typer.Option(help="The file for tokens and keys, readable by you alone.")] = Path(
        "summon.env"
    ),
    model_url: Annotated[str | None, typer.Option(help="A model server's address up to /v1; empty: none.")] = None,
    model: Annotated[str | None, typer.Option(help="The model as that server names it.")] = None,
    *,
    discord: Annotated[bool | None, typer.Option(help="Run in Discord.")] = None,
    telegram: Annotated[bool | None, typer.Option(help="Run in Telegram.")] = None,
    gpu: Annotated[bool | None, typer.Option(help="Paint with diffusion on a GPU.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: what is not given is left out.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over settings that are there.")] = False,
) -> None:
    """Write commented settings. Tokens are asked for without showing them, and come from the environment with --yes."""
    import os
    import sys

    from bots.setting_up import Wishes, address, how_called, keep_secrets, keep_settings, next_steps, one_secret
    from pipeline.errors import OutputUnwritable

    if (
        config.exists()
        and not force
        and (yes or not typer.confirm(f"{config} is there. Write it anew?", default=False))
    ):
        raise OutputUnwritable(f"{config} is there already: add --force to write it anew.")

    def decide(given: bool | None, question: str, *, usual: bool) -> bool:  # noqa: FBT001 - a wish may be unknown
        if given is not None:
            return given
        return not yes and typer.confirm(question, default=usual)

    def ask(given: str | None, question: str, usual: str | None = None, fine: Callable[[str], str] = str) -> str:
        if given is not None:
            return given.strip()
        if yes:
            return ""
        return str(typer.prompt(question, default=usual, show_default=False, value_proc=_again(fine)))

    secrets: dict[str, str] = {}

    def secret(name: str, question: str) -> None:
        value = os.environ.get(name, "").strip()
        if not value and not yes:
            told = f"{question} (not shown; leave empty to fill it in later)"
            fine = _again(lambda value: one_secret(name, value))
            value = typer.prompt(told, default="", show_default=False, hide_input=True, value_proc=fine)
        secrets[name] = value

    in_discord = decide(discord, "Run in Discord?", usual=True)
    if in_discord:
        secret("DISCORD_TOKEN", "The bot's token from the developer portal")
    in_telegram = decide(telegram, "Run in Telegram?", usual=True)
    if in_telegram:
        secret("TELEGRAM_TOKEN", "The token that BotFather gave you")
    server = "Address of a model server, such as http://127.0.0.1:11434/v1 (empty: none is needed)"
    url = ask(model_url, server, "", address)
    name = ask(model, "The model's name there") if url else ""
    if url and decide(None, "Does it need a key?", usual=False):
        secret("LLM_API_KEY", "The key")
    paints = decide(gpu, "Is there a GPU to paint portraits with?", usual=False)
    wishes = Wishes(
        discord=in_discord, telegram=in_telegram, url=url, model=name, key="LLM_API_KEY" in secrets, gpu=paints
    )
    keep_settings(config, wishes)
    keep_secrets(env, secrets)
    typer.echo(f"Written: {config}" + (f" and {env} (for you alone)" if secrets else ""))
    bot, program = in_discord or in_telegram, how_called(sys.argv[0])
    typer.echo(f"Next:  {next_steps(config, env if secrets else None, bot=bot, program=program)}")


def _again(fine: Callable[[str], str]) -> Callable[[str], str]:
    """Has a prompt asked again where an answer is not fine."""
    from pipeline.errors import ConfigInvalid

    def judged(value: str) -> str:
        try:
            return fine(value.strip())
        except ConfigInvalid as error:
            raise typer.BadParameter(str(error)) from error

    return judged
