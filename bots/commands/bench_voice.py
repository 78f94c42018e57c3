"""`summon bench voice`: how fast voices speak, how soon, how loud, how true their phone times are, how far apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.stages import Speaker
    from pipeline.types import Catalog, Voice

Told = dict[str, float | int | str]

FIRST = "Oh, hello there!"
LONG = (
    "The old gardener waters all of the roses every morning. When the sunlight strikes raindrops in the air, "
    "they act as a prism and form a rainbow. Pack my box with five dozen liquor jugs, and come back soon."
)
CLOSURES = "A happy puppy took a teapot. Paper, pepper, a kitty, a coffee pot, a ticket, a copy."
WET = ("room", "hall", "echo", "whisper")
"""Colours that fill a closure with sound, so that it cannot be found by listening."""


def voice(
    rounds: Annotated[int, typer.Option(help="Runs of each timing; medians are printed.", min=1, max=50)] = 5,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Only speed; no comparison of all voices.")] = False,
    coqui: Annotated[bool, typer.Option("--coqui", help="Coqui's models instead, with random weights.")] = False,
    device: Annotated[str, typer.Option(help="Where coqui's models run: auto, cpu or cuda.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Measure the speaker with its changer on the light backends, or Coqui's models in their full shape."""
    import asyncio
    import json

    told = asyncio.run(_run_coqui(device, rounds) if coqui else _run(rounds, quick=quick))
    if as_json:
        typer.echo(json.dumps(told))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("measure", "value", box=None, header_style="bold")
    for key, value in told.items():
        table.add_row(key, str(value))
    Console().print(table)


async def _run_coqui(device: str, rounds: int) -> Told:
    from bots.benches.voice_models import measured
    from pipeline.errors import BackendMissing

    try:
        return await measured(device, rounds)
    except BackendMissing as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


async def _run(rounds: int, *, quick: bool) -> Told:
    from pipeline.backends import open_backend
    from pipeline.catalog import read_catalog
    from pipeline.config import SpeakerSpec
    from pipeline.lanes import open_lanes

    catalog = read_catalog()
    async with open_lanes(1) as lanes, open_backend("speaker", SpeakerSpec(), lanes) as speaker:
        told = await speed(speaker, catalog.voices[0], rounds)
        told["voices"] = len(catalog.voices)
        told["languages"] = len({voice.language.split("-")[0] for voice in catalog.voices})
        if not quick:
            told |= await closures(speaker, catalog)
            told |= await heard(speaker, catalog)
    return told


async def speed(speaker: Speaker, voice: Voice, rounds: int) -> Told:
    """Seconds of speech per second on one lane, and how long a short sentence takes once the engine is up.

    The factor of processor time is for busy machines; the engine's own process, about a hundredth of it, is left out.
    """
    import time
    from statistics import median

    await speaker.speak(voice, FIRST)
    short, factors, spent = [], [], []
    for turn in range(rounds):
        begun = time.perf_counter()
        # Another sentence every time: nothing may be remembered.
        await speaker.speak(voice, f"{FIRST} {'Ha! ' * (turn % 2)}")
        short.append(time.perf_counter() - begun)
        begun, worked = time.perf_counter(), time.process_time()
        speech = await speaker.speak(voice, LONG)
        factors.append(speech.seconds / (time.perf_counter() - begun))
        spent.append(speech.seconds / (time.process_time() - worked))
    return {
        "realtime_factor": round(median(factors), 1),
        "cpu_realtime_factor": round(median(spent), 1),
        "first_audio_ms": round(median(short) * 1000, 1),
    }


async def closures(speaker: Speaker, catalog: Catalog) -> Told:
    """How far the phones of voiceless stops begin from the closures in the sound, over all dry English voices."""
    import numpy as np

    from pipeline.speak.measure import closure_errors_s

    errors: list[float] = []
    dry = [v for v in catalog.voices if v.language == "en" and not set(v.colour.split("+")) & set(WET)]
    for voice in dry:
        errors += closure_errors_s(await speaker.speak(voice, CLOSURES))
    ms = np.abs(np.array(errors)) * 1000
    return {
        "plosives": len(errors),
        "plosive_error_ms": round(float(np.median(ms)), 1),
        "plosive_error_p95_ms": round(float(np.percentile(ms, 95)), 1),
    }


async def heard(speaker: Speaker, catalog: Catalog) -> Told:
    """Loudness, peaks and silence of every voice, and how far apart the voices are."""
    from math import log10

    from pipeline.sound.loudness import loudness_lufs, true_peak
    from pipeline.speak.measure import edges_s, nearest, sound_of, voice_print
    from pipeline.speak.samples import sample

    takes = {v.id: [await speaker.speak(v, text) for text in sample(v.language)] for v in catalog.voices}
    every = [speech for pair in takes.values() for speech in pair]
    levels = [loudness_lufs(sound_of(speech), speech.rate_hz) for speech in every]
    apart = nearest({name: [voice_print(speech) for speech in pair] for name, pair in takes.items()})
    return {
        "loudness_min_lufs": round(min(levels), 2),
        "loudness_max_lufs": round(max(levels), 2),
        "peak_max_dbfs": round(20 * log10(max(true_peak(sound_of(speech)) for speech in every)), 2),
        "silence_max_ms": round(1000 * max(max(edges_s(speech)) for speech in every), 1),
        "nearest_pair": round(apart.pair, 2),
        "nearest_pair_voices": " ".join(apart.voices),
        "nearest_pair_share_of_takes": round(apart.share, 2),
        "nearest_share_voices": " ".join(apart.share_voices),
        "widest_takes": round(apart.takes, 2),
        "widest_takes_voice": apart.takes_voice,
    }
