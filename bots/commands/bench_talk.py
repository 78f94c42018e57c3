"""`summon bench talk`: how soon after a model's last word the clip is finished."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

THING = "a grumpy teapot"


def talk(
    rounds: Annotated[int, typer.Option(help="Replies to measure; medians are printed.", min=1, max=50)] = 9,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Let a loopback server stream replies at 40 tokens a second, and time their clips.

    The replies have ten seconds, and those of the keys with `long_` fifty words.
    """
    import asyncio
    import json

    found = asyncio.run(_run(rounds))
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "found", box=None, header_style="bold")
    for key, value in found.items():
        table.add_row(key, str(value))
    Console().print(table)


async def _run(rounds: int) -> dict[str, float | int]:
    from bots.benches.talk_speed import measure, open_streaming
    from pipeline.catalog import read_catalog
    from pipeline.config import PipelineConfig, Provider, WriterSpec
    from pipeline.local import open_stages
    from pipeline.studio import Studio

    catalog = read_catalog()
    async with open_streaming() as server, open_stages(PipelineConfig()) as light:
        # Made by the light stages: the server only knows replies.
        summoned = await Studio(light, catalog, PipelineConfig()).summon(THING, 1)
        provider = Provider(name="loopback", base_url=server.base, model="any")
        config = PipelineConfig(writer=WriterSpec(backend="openai", providers=(provider,)))
        async with open_stages(config) as stages:
            return await measure(Studio(stages, catalog, config), server, summoned.character, rounds)
