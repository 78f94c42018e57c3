"""`summon voices`: the voices there are, as a table and as sound, and the models that they need."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.config import Config
    from pipeline.types import Voice


def voices(
    language: Annotated[str, typer.Option(help="Only voices of this language, such as de.")] = "",
    play_to: Annotated[Path | None, typer.Option(help="Write a sample of each voice to this folder, as WAV.")] = None,
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    *,
    fetch: Annotated[bool, typer.Option("--fetch", help="Fetch the models that these voices need.")] = False,
) -> None:
    """List the voices that a character can have, write samples of them, and fetch their models."""
    from bots import config as configuration
    from bots.catalogues import left_out, open_catalog
    from pipeline.errors import PipelineError

    try:
        settings = configuration.load(config)
        whole, missing = open_catalog(settings).voices, left_out(settings)
    except PipelineError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    chosen = [voice for voice in whole if _speaks(voice.language, language)]
    if not chosen:
        known = ", ".join(sorted({voice.language for voice in whole}))
        typer.echo(f"No voice speaks {language!r}. There are voices in: {known}.", err=True)
        raise typer.Exit(2)
    _show(chosen)
    for sentence in missing:
        typer.echo(sentence, err=True)
    if fetch:
        _fetch(chosen, settings)
    if play_to is not None:
        _write_samples(chosen, settings, play_to)


def _speaks(spoken: str, wanted: str) -> bool:
    return not wanted or spoken.split("-")[0].lower() == wanted.split("-")[0].lower()


def _show(chosen: list[Voice]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("voice", "name", "language", "gender", "age", "engine", "description", box=None, header_style="bold")
    for voice in chosen:
        row = (voice.id, voice.label, voice.language, voice.gender, voice.age, voice.engine, voice.description)
        table.add_row(*row)
    Console().print(table)


def _fetch(chosen: list[Voice], settings: Config) -> None:
    """Fetch the models of coqui's voices and of converters, one after another."""
    import asyncio

    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from pipeline.errors import PipelineError
    from pipeline.models.shelf import open_shelf
    from pipeline.speak.coqui_models import Models, taken_apart

    wanted = [taken_apart(voice.key)[0] for voice in chosen if voice.engine == "coqui"]
    wanted += [voice.converter for voice in chosen if voice.converter]
    models = Models(open_shelf(settings.weights))
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    for name in dict.fromkeys(wanted):
        try:
            if models.find(name) is not None:
                typer.echo(f"{name} is here.")
                continue
            with Progress(*columns) as progress:
                task = progress.add_task(name)
                asyncio.run(
                    models.fetch(name, lambda have, of: progress.update(task, completed=have, total=of or None))  # noqa: B023
                )
        except PipelineError as error:
            typer.echo(f"{name} cannot be fetched: {error}", err=True)
            raise typer.Exit(1) from error
    if not wanted:
        typer.echo("None of these voices needs a model.")


def _write_samples(chosen: list[Voice], settings: Config, folder: Path) -> None:
    import asyncio

    from pipeline.errors import PipelineError

    try:
        count = asyncio.run(_sampled(chosen, settings, folder))
    except (PipelineError, OSError) as error:
        typer.echo(f"The samples could not be written: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} samples in {folder}")


async def _sampled(chosen: list[Voice], settings: Config, folder: Path) -> int:
    import asyncio

    from pipeline.lanes import open_lanes
    from pipeline.sound.wav import wav_of
    from pipeline.speak.pool import open_speaker
    from pipeline.speak.samples import sample

    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    async with open_lanes() as lanes, open_speaker(settings.speaker, lanes, settings.weights) as speaker:
        for voice in chosen:
            speech = await speaker.speak(voice, sample(voice.language)[0])
            await asyncio.to_thread(_write, folder / f"{voice.id}.wav", wav_of(speech.pcm, speech.rate_hz))
    return len(chosen)


def _write(path: Path, wav: bytes) -> None:
    # Written beside and renamed: an interrupted run leaves no half sample under its name.
    part = path.with_suffix(".part")
    part.write_bytes(wav)
    part.replace(path)
