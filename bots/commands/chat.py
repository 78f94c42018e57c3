"""`summon chat`: a conversation in the terminal, a clip per reply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def chat(
    description: Annotated[str, typer.Argument(help="What to talk with, such as 'a grumpy teapot'.")],
    out: Annotated[Path, typer.Option(help="The folder for the clips.")] = Path("out"),
    seed: Annotated[int | None, typer.Option(help="Another number, another character.", min=0)] = None,
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new one though this one is known.")] = False,
) -> None:
    """Talk with a thing; every reply is written as a clip. An empty line or Ctrl-D ends it."""
    import asyncio

    from bots.console_bot import Wish, converse

    asyncio.run(converse(Wish(description, (), out, seed, fresh=fresh, as_json=False), config))
