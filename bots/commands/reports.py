"""`summon reports`: the replies that users reported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.reports import Reported


def reports(
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    done: Annotated[list[int] | None, typer.Option(help="Drop the report of this number; may be repeated.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per report.")] = False,
) -> None:
    """Show replies that were reported: when, where, what was said and why; or drop those that were dealt with."""
    import asyncio
    import json
    from dataclasses import asdict

    if done:
        asyncio.run(_settle(config, done))
        return
    found = asyncio.run(_read(config))
    if as_json:
        for report in found:
            sys.stdout.write(json.dumps(asdict(report)) + "\n")
        return
    for report in found:
        sys.stdout.write(_shown(report))
    if not found:
        sys.stdout.write("Nothing was reported.\n")


def _shown(report: Reported) -> str:
    import time

    from bots.asks import one_line

    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(report.noted))
    # Strangers wrote all of this: it must neither steer the terminal nor look like another report.
    said = one_line(report.text) or "(its words are not kept)"
    return (
        f"#{report.id}  {when}  {one_line(report.place)}  message {one_line(report.message)}\n"
        f"    {one_line(report.character) or '(gone)'}: {said}\n"
        f"    reason: {one_line(report.reason) or '(none given)'}\n"
    )


async def _read(config: Path | None) -> tuple[Reported, ...]:
    from bots.existing import open_existing
    from storage.reports import reported

    async with open_existing(config) as (store, _):
        return await reported(store)


async def _settle(config: Path | None, done: list[int]) -> None:
    from bots.existing import open_existing
    from pipeline.errors import BadInput
    from storage.reports import settle

    async with open_existing(config) as (store, _):
        gone = await settle(store, done)
    unknown = [f"#{number}" for number in dict.fromkeys(done) if number not in gone]
    if unknown:
        raise BadInput(f"There is no report {', '.join(unknown)}: summon reports lists those there are.")
    sys.stdout.write(f"{len(gone)} dropped.\n")
