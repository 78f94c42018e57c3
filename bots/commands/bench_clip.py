"""`summon bench clip`: how fast a reply is animated and encoded, what it costs, and how good the clips are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from pipeline.judge.verdict import Verdict
    from pipeline.local import Stages
    from pipeline.types import Catalog, Motion, Portrait, Speech, Take, Voice

T = TypeVar("T")

FPS = 25
LENGTHS_S = (10.0, 30.0, 60.0)
DESCRIPTION = "a grumpy teapot"
CONCEPTS = (
    "a grumpy teapot",
    "a shy cactus",
    "a cheerful pumpkin",
    "a wise old oak tree",
    "a nervous alarm clock",
    "a proud rooster",
    "a sleepy cat",
    "a brave little toaster",
    "a dreamy moon",
    "a strict school librarian",
    "a curious fox",
    "an elegant handbag",
    "a bubbly goldfish",
    "a mysterious raincoat",
    "a gentle strawberry",
    "a loud trumpet",
    "a rusty robot",
    "a jolly baker",
    "a melancholy umbrella",
    "a clever stapler",
)
TEXTS = (
    "Well, what do you want from me today? I have been standing here since six in the morning, and nobody has brought "
    "me even a drop of water. But please, come a bit closer, and tell me about your day.",
    "Oh, hello! I was just thinking about something lovely. Do you remember the summer when the whole village danced "
    "in the market place? I believe people laughed more often then. Maybe we could bring that back.",
    "Listen carefully, because I will only say this once. The map is behind the mirror, the money is in the piano, "
    "and my brother knows nothing about it. Be patient, be brave, and promise me to bring an umbrella.",
    "My problem is quite simple. I get up, I make breakfast for everybody, and by noon they have forgotten my name. "
    "Is it too much to hope for a bit of thanks? Perhaps a postcard, or a piece of apple pie.",
)


def clip(
    seconds: Annotated[float, typer.Option(help="How long the speech is.", min=1, max=120)] = 10.0,
    rounds: Annotated[int, typer.Option(help="Runs of each kind, in turns; medians are printed.", min=1, max=50)] = 5,
    clips: Annotated[
        int,
        typer.Option(help="Make and judge this many clips instead: two voices of each of 20 things.", min=0, max=40),
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="Keep the judged clips in this folder.")] = None,
    *,
    lengths: Annotated[bool, typer.Option("--lengths", help="Also 10, 30 and 60 s: is the cost linear?")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one flat JSON object.")] = False,
) -> None:
    """Measure animating and encoding on the light backends, or judge the clips that they make."""
    import asyncio
    import json

    if clips:
        told = asyncio.run(_judged(clips, seconds, out, quiet=as_json))
    else:
        told = asyncio.run(_timed(seconds, rounds, LENGTHS_S if lengths else ()))
    if as_json:
        typer.echo(json.dumps(told))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("measure", "value", box=None, header_style="bold")
    for key, value in told.items():
        table.add_row(key, "–" if value is None else str(value))
    Console().print(table)


async def _timed(seconds: float, rounds: int, lengths: tuple[float, ...]) -> dict[str, Any]:
    from pipeline.catalog import read_catalog
    from pipeline.config import PipelineConfig
    from pipeline.local import open_stages

    config, catalog = PipelineConfig(), read_catalog()
    async with open_stages(config) as stages:
        persona = await stages.writer.persona(DESCRIPTION, catalog, 1)
        portrait = await stages.painter.paint(persona, catalog.style(persona.style_id), 1)
        voice = catalog.voice(persona.voice_id)
        speeches = {s: await _speech(stages, voice, s) for s in sorted({seconds, *lengths})}
        told: dict[str, Any] = {"seconds": seconds, "frames": round(seconds * FPS), "rounds": rounds}
        # The first runs of the process, so that its idle memory is not yet what an earlier run left behind.
        peaks = {s: await _peak_mb(stages, portrait, speech) for s, speech in speeches.items()}
        told |= await _speed(stages, portrait, speeches[seconds], rounds, config.animator.quality_crf)
        told["peak_mb"] = peaks[seconds]
        for length in lengths:
            run = await _speed(stages, portrait, speeches[length], max(1, rounds // 2), None)
            told[f"realtime_factor_{length:.0f}s"] = run["realtime_factor"]
            told[f"peak_mb_{length:.0f}s"] = peaks[length]
    return told


async def _aside(stages: Stages, work: Callable[[], T]) -> T:
    """Run work on a thread."""
    return await stages.lanes.of("cpu").run(lambda _stop: work())


async def _speed(
    stages: Stages, portrait: Portrait, speech: Speech, rounds: int, crf: int | None
) -> dict[str, float | None]:
    """Runs of animating, of the same ffmpeg alone and of a first frame, one after the other, and their medians."""
    import time
    from statistics import median

    whole, alone, first = [], [], []
    for turn in range(rounds):
        began = time.perf_counter()
        motion = _plan(speech, turn)
        take = await stages.animator.animate(portrait, speech, motion)
        whole.append(take.frames / (time.perf_counter() - began))
        if crf is None:
            continue
        alone.append(await _aside(stages, partial(_encode_again, take, crf)))
        first.append(await _first_frame(stages, portrait, speech, turn))
    fps = median(whole)
    return {
        "realtime_factor": round(fps / FPS, 2),
        "fps": round(fps, 1),
        "encode_fps": round(median(alone), 1) if alone else None,
        "encode_share": round(median(w / a for w, a in zip(whole, alone, strict=True)), 3) if alone else None,
        "first_frame_ms": round(1000 * median(first), 1) if first else None,
    }


def _plan(speech: Speech, seed: int) -> Motion:
    from pipeline.animate.plan import plan

    return plan(speech, fps=FPS, seed=seed)


async def _first_frame(stages: Stages, portrait: Portrait, speech: Speech, turn: int) -> float:
    """Seconds until the first frames of a sentence are there as video, from the moment its sound exists.

    The whole sentence is planned; a portrait that this process has not moved before; a take of the two frames that are
    the least one can have, so the true first frame is a little earlier.
    """
    import time
    from dataclasses import replace

    unseen = replace(portrait, rgb=bytes([turn]) + portrait.rgb[1:])
    began = time.perf_counter()
    motion = _plan(speech, turn)
    await stages.animator.animate(unseen, speech, replace(motion, poses=motion.poses[:2]))
    return time.perf_counter() - began


def _encode_again(take: Take, crf: int) -> float:
    """Frames a second of the same ffmpeg, given the frames of a take as fast as it reads them."""
    import subprocess
    import tempfile
    import time

    from pipeline.encode import find_ffmpeg, open_encoder

    size = take.width * take.height * 3 // 2
    with tempfile.TemporaryDirectory(prefix="summon-bench-") as folder:
        video, frames = Path(folder, "take.h264"), Path(folder, "take.yuv")
        video.write_bytes(take.h264)
        command = [find_ffmpeg(), "-v", "error", "-f", "h264", "-i", str(video), "-f", "rawvideo", str(frames)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed program and its own files
        with frames.open("rb") as source:
            count = 0
            began = time.perf_counter()
            with open_encoder(take.width, take.height, take.fps, crf) as encoder:
                while len(frame := source.read(size)) == size:
                    encoder.write(frame)
                    count += 1
                encoder.finish()
            return count / (time.perf_counter() - began)


async def _peak_mb(stages: Stages, portrait: Portrait, speech: Speech) -> float:
    """MiB that this process and its children take while animating, over what they took before."""
    import threading

    idle = _resident_mb()
    highest = idle
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.01):
            highest = max(highest, _resident_mb())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        await stages.animator.animate(portrait, speech, _plan(speech, 0))
    finally:
        done.set()
        watcher.join()
    return round(highest - idle, 1)


def _resident_mb() -> float:
    """MiB of memory that this process and all its descendants hold; of this process alone where there is no /proc."""
    import os
    import resource
    import sys

    if not Path("/proc/self/statm").exists():
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    page = os.sysconf("SC_PAGE_SIZE")
    waiting, pages = [os.getpid()], 0
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        try:
            pages += int((process / "statm").read_text().split()[1])
            for task in (process / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError, IndexError):
            continue
    return pages * page / (1 << 20)


async def _speech(stages: Stages, voice: Voice, seconds: float) -> Speech:
    """A speech of that length to the sample: sentences one after the other, cut where it ends."""
    from dataclasses import replace
    from itertools import cycle

    from pipeline.pace import pace
    from pipeline.types import Phone

    pcm, phones, start, rate = b"", [], 0.0, 0
    for text in cycle(TEXTS):
        spoken = pace(await stages.speaker.speak(voice, text), FPS, first=not pcm)
        phones += [Phone(p.symbol, p.start + start, p.end + start) for p in spoken.phones if p.start + start < seconds]
        pcm, start, rate = pcm + spoken.pcm, start + spoken.seconds, spoken.rate_hz
        if start >= seconds:
            break
    last = replace(phones[-1], end=min(phones[-1].end, seconds))
    return replace(spoken, text="", pcm=pcm[: 2 * round(seconds * rate)], phones=(*phones[:-1], last))


async def _judged(clips: int, seconds: float, out: Path | None, *, quiet: bool) -> dict[str, Any]:
    """Make clips as replies are made, judge every one, and say what they say together."""
    import tempfile

    from pipeline.judge.gallery import summary

    with tempfile.TemporaryDirectory(prefix="summon-bench-") as folder:
        verdicts = await _gallery(clips, seconds, out or Path(folder), quiet=quiet)
    return summary(verdicts)


async def _gallery(clips: int, seconds: float, folder: Path, *, quiet: bool) -> list[Verdict]:
    from pipeline.catalog import read_catalog
    from pipeline.config import PipelineConfig
    from pipeline.judge.verdict import LIMITS, judge_clip, outcome
    from pipeline.local import open_stages
    from pipeline.studio import Studio
    from pipeline.types import Character

    config, catalog = PipelineConfig(), read_catalog()
    verdicts = []
    async with open_stages(config) as stages:
        studio = Studio(stages, catalog, config)
        for number in range(clips):
            concept, second = divmod(number, 2)
            description = CONCEPTS[concept]
            if not second:
                persona = await stages.writer.persona(description, catalog, concept)
                portrait = await studio.paint(persona, concept)
            voice = _voice(catalog, persona.voice_id, second * (concept + 1))
            answer = await studio.say(Character(persona, portrait, voice), _text(concept, seconds))
            if answer.clip is None or answer.sound is None:
                raise typer.Exit(1)
            home = folder / f"{number:02}-{description.replace(' ', '-')}"
            name = _keep(home, portrait, answer.clip.mp4, answer.sound)
            verdict = await _aside(stages, partial(judge_clip, name, home))
            verdicts.append(verdict)
            if not quiet:
                failed = [limit.key for limit in LIMITS if outcome(verdict, limit) is False]
                typer.echo(f"{home.name} ({persona.style_id}, {voice.id}): {', '.join(failed) or 'passes'}")
    return verdicts


def _voice(catalog: Catalog, first: str, step: int) -> Voice:
    """The voice that a persona has, or another one that speaks its language."""
    own = catalog.voice(first)
    alike = [v for v in catalog.voices if v.language.split("-")[0] == own.language.split("-")[0]]
    return alike[(alike.index(own) + step) % len(alike)]


def _text(number: int, seconds: float) -> str:
    """About so many seconds of talk, at fourteen characters a second."""
    text = ""
    while len(text) < 14 * seconds:
        text += TEXTS[number % len(TEXTS)] + " "
        number += 1
    sentences = text.replace("? ", "?|").replace(". ", ".|").replace("! ", "!|").split("|")
    kept = ""
    for sentence in sentences:
        if len(kept) >= 14 * seconds:
            break
        kept += sentence + " "
    return kept.strip()


def _keep(folder: Path, portrait: Portrait, mp4: bytes, sound: Speech) -> Path:
    """Write a clip with all that the judge asks for, and give its path."""
    import json

    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    Image.frombytes("RGB", (portrait.width, portrait.height), portrait.rgb).save(folder / "portrait.png")
    rows = [[p.symbol, p.start, p.end] for p in sound.phones]
    facts = json.dumps({"landmarks": portrait.landmarks, "phones": {"clip": rows}})
    (folder / "character.json").write_text(facts, "utf-8")
    path = folder / "clip.mp4"
    path.write_bytes(mp4)
    return path
