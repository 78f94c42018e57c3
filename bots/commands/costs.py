"""`summon costs`: what language models took, place by place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.ledger import Costs

LISTED = 40


def costs(
    days: Annotated[float, typer.Option(help="How far back to look.", min=0.01, max=90)] = 30,
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show tokens and costs of models per place and provider, in the currency of the providers' prices."""
    import asyncio
    import json
    from dataclasses import asdict

    found = asyncio.run(_read(config, days))
    total = {
        "days": days,
        "requests": sum(row.requests for row in found),
        "tokens": sum(row.read_tokens + row.written_tokens for row in found),
        "cost": round(sum(row.cost for row in found), 6),
    }
    if as_json:
        sys.stdout.write(json.dumps({**total, "places": [asdict(row) for row in found]}) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("place", "provider", "requests", "read", "written", "cost", box=None, header_style="bold")
    for row in found[:LISTED]:
        # A sum with our own estimates in it is only about right.
        about = "~" if row.estimated else ""
        tokens = [f"{about}{count}" for count in (row.read_tokens, row.written_tokens)]
        table.add_row(row.place or "(forgotten)", row.provider, str(row.requests), *tokens, f"{about}{row.cost:.4f}")
    table.add_row("all", "", str(total["requests"]), f"{total['tokens']} together", "", f"{total['cost']:.4f}")
    Console().print(table)
    if len(found) > LISTED:
        Console().print(f"{len(found) - LISTED} more rows: --json shows them.")


async def _read(config: Path | None, days: float) -> tuple[Costs, ...]:
    import time

    from bots.existing import open_existing
    from storage.ledger import Ledger
    from storage.outbox import DAY

    async with open_existing(config) as (store, _):
        return await Ledger(store).costs(time.time() - days * DAY)
