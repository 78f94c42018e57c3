"""`summon demo`: from a description to clips on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    description: Annotated[str, typer.Argument(help="What to summon, such as 'a grumpy teapot'.")],
    say: Annotated[list[str] | None, typer.Option(help="Something to say to it; once per reply.")] = None,
    out: Annotated[Path, typer.Option(help="The folder for the files.")] = Path("out"),
    seed: Annotated[int | None, typer.Option(help="Another number, another character.", min=0)] = None,
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new one though this one is known.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
) -> None:
    """Summon a thing, let it greet and answer, and write portrait and clips."""
    import asyncio

    from bots.console_bot import Wish, perform

    wish = Wish(description, tuple(say or ()), out, seed, fresh=fresh, as_json=as_json)
    asyncio.run(perform(wish, config))
