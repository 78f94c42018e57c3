"""`summon bench choose`: how often a writer's style, voice and language are those that a person would choose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.benches.choosing import Choice

Told = dict[str, float | int]


def choose(
    config: Annotated[Path | None, typer.Option(help="A configuration file: its models are measured too.")] = None,
    descriptions: Annotated[int, typer.Option(help="How many of the 80 to use, evenly drawn.", min=1, max=80)] = 80,
    *,
    misses: Annotated[bool, typer.Option("--misses", help="Also list what does not agree.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Let the improviser, and the models of a configuration, choose for 80 descriptions with known answers."""
    import asyncio
    import json

    told, missed = asyncio.run(_run(config, descriptions))
    if as_json:
        sys.stdout.write(json.dumps(told) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("what", "found", box=None, header_style="bold")
    for key, value in told.items():
        table.add_row(key, str(value))
    console.print(table)
    for choice in missed if misses else ():
        chosen = f"{choice.persona.style_id} {choice.gender} {choice.language}"
        reference = choice.reference
        wanted = f"{' or '.join(sorted(reference.styles))} {reference.gender} {reference.language}"
        console.print(f"{reference.description}: {chosen}, not {wanted}", markup=False)


async def _run(path: Path | None, count: int) -> tuple[Told, list[Choice]]:
    from bots import config as configuration
    from bots.benches.choosing import SEEDS, agreement, choices, references, style_by_chance
    from bots.catalogues import open_catalog
    from pipeline.backends import open_backend
    from pipeline.config import WriterSpec
    from pipeline.lanes import open_lanes

    settings = configuration.load(path)
    catalog, every = open_catalog(settings), references()
    every = tuple(every[number * len(every) // count] for number in range(count))
    async with open_lanes(1) as lanes:
        async with open_backend("writer", WriterSpec(), lanes) as improviser:
            made = await choices(improviser, catalog, every)
        told: Told = {"descriptions": count, "style_by_chance": style_by_chance(catalog)}
        told |= {f"improviser_{key}": value for key, value in agreement(made).items()}
        if settings.writer.backend == WriterSpec().backend:
            return told, _missed(made)
        own = {(choice.reference, choice.persona) for choice in made}
        async with open_backend("writer", settings.writer, lanes) as model:
            made = await choices(model, catalog, every, SEEDS[:1])
    told |= {f"model_{key}": value for key, value in agreement(made).items()}
    # Where no model answered, the improviser did: such choices are not a model's.
    told["model_improvised"] = sum((choice.reference, choice.persona) in own for choice in made)
    return told, _missed(made)


def _missed(made: list[Choice]) -> list[Choice]:
    return [c for c in made if not (c.style_agrees and c.gender_agrees and c.language_agrees)]
