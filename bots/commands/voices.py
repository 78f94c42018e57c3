"""`summon voices`: the voices there are, as a table and as sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.types import Catalog, Speech


def voices(
    language: Annotated[str, typer.Option(help="Only voices of this language, such as de.")] = "",
    play_to: Annotated[Path | None, typer.Option(help="Write a sample of each voice to this folder, as WAV.")] = None,
) -> None:
    """List the voices that a character can have, and write samples of them."""
    from rich.console import Console
    from rich.table import Table

    from pipeline.catalog import read_catalog
    from pipeline.types import Catalog

    whole = read_catalog()
    chosen = Catalog(whole.styles, tuple(v for v in whole.voices if _speaks(v.language, language)))
    if not chosen.voices:
        known = ", ".join(sorted({voice.language for voice in whole.voices}))
        typer.echo(f"No voice speaks {language!r}. There are voices in: {known}.", err=True)
        raise typer.Exit(2)
    table = Table("voice", "name", "language", "gender", "age", "engine", "description", box=None, header_style="bold")
    for voice in chosen.voices:
        row = (voice.id, voice.label, voice.language, voice.gender, voice.age, voice.engine, voice.description)
        table.add_row(*row)
    Console().print(table)
    if play_to is not None:
        _write_samples(chosen, play_to)


def _speaks(spoken: str, wanted: str) -> bool:
    return not wanted or spoken.split("-")[0].lower() == wanted.split("-")[0].lower()


def _write_samples(catalog: Catalog, folder: Path) -> None:
    import asyncio

    from pipeline.errors import PipelineError

    try:
        count = asyncio.run(_sampled(catalog, folder))
    except (PipelineError, OSError) as error:
        typer.echo(f"The samples could not be written: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} samples in {folder}")


async def _sampled(catalog: Catalog, folder: Path) -> int:
    import asyncio

    from pipeline.backends import open_backend
    from pipeline.config import SpeakerSpec
    from pipeline.lanes import open_lanes
    from pipeline.speak.samples import sample

    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    count = 0
    spec = SpeakerSpec()
    async with open_lanes() as lanes, open_backend("speaker", spec, lanes) as speaker:
        for voice in catalog.voices:
            if voice.engine == spec.backend:
                speech = await speaker.speak(voice, sample(voice.language)[0])
                await asyncio.to_thread(_write_wav, folder / f"{voice.id}.wav", speech)
                count += 1
    return count


def _write_wav(path: Path, speech: Speech) -> None:
    import wave

    # Written beside and renamed: an interrupted run leaves no half sample under its name.
    part = path.with_suffix(".part")
    with wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.rate_hz)
        file.writeframes(speech.pcm)
    part.replace(path)
