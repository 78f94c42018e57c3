"""`summon bench clip`: how fast a reply is animated and encoded, what it costs, and how good the clips are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bots.benches.gallery import Exhibit, Sitting
    from pipeline.config import PipelineConfig
    from pipeline.local import Stages
    from pipeline.types import Catalog

Told = dict[str, float | int | None]

DESCRIPTION = "a grumpy teapot"
LENGTHS_S = (10.0, 30.0, 60.0)


def clip(
    seconds: Annotated[float, typer.Option(help="How long the speech is.", min=1, max=120)] = 10.0,
    rounds: Annotated[int, typer.Option(help="Runs of each kind, in turns; medians are printed.", min=1, max=50)] = 5,
    clips: Annotated[
        int, typer.Option(help="Make and judge this many clips instead: 20 things, two voices each.", min=0, max=40)
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="Keep the judged clips in this folder.")] = None,
    *,
    manners: Annotated[
        bool, typer.Option("--manners", help="Make and judge a long clip of each of six manners: how do they blink?")
    ] = False,
    lengths: Annotated[bool, typer.Option("--lengths", help="Also 10, 30 and 60 s: is the cost linear?")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Measure animating and encoding on the light backends, or judge the clips that they make."""
    import asyncio
    import json

    told = asyncio.run(_run(seconds, rounds, LENGTHS_S if lengths else (), clips, out, manners=manners, quiet=as_json))
    if as_json:
        typer.echo(json.dumps(told))
        return
    _show(told, wide=bool(clips))


def _show(told: Told, *, wide: bool) -> None:
    """Print what was measured; `wide` gives every limit one row."""
    from rich.console import Console
    from rich.table import Table

    def cell(key: str) -> str:
        return "–" if told[key] is None else str(told[key])

    single = Table("measure", "value", box=None, header_style="bold")
    if wide:
        from pipeline.judge.verdict import LIMITS

        table = Table("measure", "limit", "median", "worst", "outside", box=None, header_style="bold")
        for limit in LIMITS:
            cells = [cell(f"{limit.key}_{kind}") for kind in ("median", "worst", "failed")]
            table.add_row(limit.label, limit.text, *cells)
        Console().print(table)
    for key in told:
        if not (wide and key.endswith(("_median", "_worst", "_failed"))):
            single.add_row(key, cell(key))
    Console().print(single)


async def _run(
    seconds: float,
    rounds: int,
    lengths: tuple[float, ...],
    clips: int,
    out: Path | None,
    *,
    manners: bool,
    quiet: bool,
) -> Told:
    import tempfile

    from pipeline.catalog import read_catalog
    from pipeline.config import PipelineConfig
    from pipeline.local import open_stages

    config, catalog = PipelineConfig(), read_catalog().narrowed(painter="drawn")
    async with open_stages(config) as stages:
        if not clips and not manners:
            return await timed(stages, catalog, config, seconds, rounds, lengths)
        with tempfile.TemporaryDirectory(prefix="summon-bench-") as folder:
            told: Told = {}
            if clips:
                told |= await judged(stages, catalog, config, clips, seconds, out or Path(folder), quiet=quiet)
            if manners:
                told |= await blinked(stages, catalog, config, out or Path(folder), quiet=quiet)
            return told


async def timed(
    stages: Stages, catalog: Catalog, config: PipelineConfig, seconds: float, rounds: int, lengths: tuple[float, ...]
) -> Told:
    """Speed, memory and first frame of one character's speech, and of other lengths of it."""
    from bots.benches.clip_speed import FPS, measure, peak_mb, speech_of

    persona = await stages.writer.persona(DESCRIPTION, catalog, 1)
    portrait = await stages.painter.paint(persona, catalog.style(persona.style_id), 1)
    voice = catalog.voice(persona.voice_id)
    speeches = {s: await speech_of(stages.speaker, voice, s) for s in sorted({seconds, *lengths})}
    # Before any other run: what an earlier one left behind would count as idle.
    peaks = {s: await peak_mb(stages.animator, portrait, speech) for s, speech in speeches.items()}
    crf = config.animator.quality_crf
    speed = await measure(stages.animator, portrait, speeches[seconds], rounds, crf)
    told: Told = {
        "seconds": seconds,
        "rounds": rounds,
        "realtime_factor": round(speed.fps / FPS, 2),
        "fps": round(speed.fps, 1),
        "encode_fps": round(speed.encode_fps, 1),
        "encode_share": round(speed.encode_share, 3),
        "peak_mb": round(peaks[seconds], 1),
        "first_frame_ms": round(speed.first_frame_ms, 1),
    }
    for length in lengths:
        run = speed if length == seconds else await measure(stages.animator, portrait, speeches[length], rounds, crf)
        told[f"realtime_factor_{length:.0f}s"] = round(run.fps / FPS, 2)
        told[f"peak_mb_{length:.0f}s"] = round(peaks[length], 1)
    return told


async def judged(
    stages: Stages, catalog: Catalog, config: PipelineConfig, clips: int, seconds: float, folder: Path, *, quiet: bool
) -> Told:
    """Median and worst of every measure over clips made as replies are."""
    from bots.benches.gallery import two_voices
    from pipeline.judge.gallery import summary

    shown = _exhibited(stages, catalog, config, two_voices(clips, seconds), folder, quiet=quiet)
    return summary([one.verdict async for one in shown])


async def blinked(stages: Stages, catalog: Catalog, config: PipelineConfig, folder: Path, *, quiet: bool) -> Told:
    """How often the eyes of every manner blink, and how many of the long clips keep every limit."""
    from bots.benches.gallery import manners

    told: Told = {"long_clips": 0, "long_clips_passed": 0}
    async for shown in _exhibited(stages, catalog, config, manners(), folder, quiet=quiet):
        verdict, name = shown.verdict, shown.folder.name
        told["long_clips"] = (told["long_clips"] or 0) + 1
        counted = verdict.passed and verdict.m9_blinks_per_min is not None
        told["long_clips_passed"] = (told["long_clips_passed"] or 0) + counted
        told[f"m9_blinks_per_min_{name}"] = verdict.m9_blinks_per_min
        told[f"blink_closing_ms_{name}"] = verdict.blink_closing_ms
        told[f"blink_opening_ms_{name}"] = verdict.blink_opening_ms
    return told


async def _exhibited(
    stages: Stages,
    catalog: Catalog,
    config: PipelineConfig,
    sittings: Sequence[Sitting],
    folder: Path,
    *,
    quiet: bool,
) -> AsyncIterator[Exhibit]:
    """Make and judge clips, saying of each what it fails."""
    from bots.benches.gallery import Reciter, exhibit
    from pipeline.judge.verdict import LIMITS, outcome
    from pipeline.studio import Studio

    studio = Studio(replace(stages, writer=Reciter(stages.writer)), catalog, config)
    async for shown in exhibit(studio, stages.writer, catalog, sittings, folder):
        if not quiet:
            failed = [limit.key for limit in LIMITS if outcome(shown.verdict, limit) is False]
            typer.echo(f"{shown.folder.name} ({shown.style}, {shown.voice}): {', '.join(failed) or 'passes'}")
        yield shown
