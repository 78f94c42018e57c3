"""`summon judge`: measures a clip and says what holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def judge(
    clip: Annotated[Path, typer.Argument(help="The clip to judge.")],
    portrait: Annotated[Path, typer.Option(help="The folder with portrait.png and character.json.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object instead of a table.")] = False,
) -> None:
    """Measure a finished clip on its decoded picture and sound; the exit code is 1 where a limit does not hold."""
    import json
    from dataclasses import asdict

    from rich.console import Console

    from pipeline.judge.verdict import LIMITS, judge_clip, outcome

    verdict = judge_clip(clip, portrait)
    if as_json:
        typer.echo(json.dumps(asdict(verdict)))
    else:
        from rich.table import Table

        table = Table("measure", "value", "limit", "", title=clip.name)
        for limit in LIMITS:
            value, held = getattr(verdict, limit.key), outcome(verdict, limit)
            words = {True: "pass", False: "[bold]FAIL[/bold]", None: "not measurable"}[held]
            table.add_row(limit.label, "–" if value is None else f"{value:.3f}", limit.text, words)
        Console().print(table)
    if not verdict.passed:
        raise typer.Exit(1)
