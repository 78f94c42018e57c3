"""`summon run`: the bot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    metrics: Annotated[
        str, typer.Option(envvar="SUMMON_METRICS", help="HOST:PORT for /metrics, /healthz and /readyz.")
    ] = "",
) -> None:
    """Run the bot in Discord, Telegram or both, as the settings say, until it is told to stop."""
    import asyncio

    from bots.service import serve

    asyncio.run(serve(config, metrics))
