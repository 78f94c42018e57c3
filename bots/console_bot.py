"""The terminal as an adapter: shows the stages while they run, writes what was made into a folder."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.status import Status
from rich.table import Table

from bots import config as configuration
from bots import logs, wording
from bots.app import open_app
from bots.errand import names_itself, png
from bots.files import make_folder, write_whole
from bots.rehearsal import Guest, answer, invite
from pipeline.events import Event, Failed, Finished, Stage, Started, Step
from pipeline.sound.wav import wav_of
from pipeline.studio import Answer

VISITOR = "visitor"
"""Who speaks in a terminal; an empty name would be the character's own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    description: str
    say: tuple[str, ...]
    out: Path
    seed: int | None
    fresh: bool
    as_json: bool


async def perform(wish: Wish, config_path: Path | None) -> None:
    """Summon, greet, answer everything that is to be said; write the files and print what was made.

    Raises:
        PipelineError: Something is missing, the description cannot be used, or a file cannot be written.
    """
    wish = replace(wish, description=readable(wish.description), say=tuple(map(readable, wish.say)))
    scene = _Scene(wish, config_path)
    async with open_app(scene.config) as app:
        with scene.act("greeting") as progress:
            guest, greeting = await invite(app, wish.description, wish.seed, progress.emit, fresh=wish.fresh)
        scene.keep_portrait(guest)
        scene.keep("greeting", greeting)
        for number, text in enumerate(wish.say, start=1):
            with scene.act(f"reply-{number}") as progress:
                reply = await answer(app, guest, VISITOR, text, progress.emit)
            scene.keep(f"reply-{number}", reply)
        scene.keep_character(guest)
    scene.report(guest)
    if scene.failed and not any(name.endswith(".mp4") for name in scene.files):
        # A script must see that there is no clip at all.
        raise SystemExit(1)


async def converse(wish: Wish, config_path: Path | None) -> None:
    """Hold a conversation line by line until an empty line or the end of the input.

    Raises:
        PipelineError: As in `perform`.
    """
    wish = replace(wish, description=readable(wish.description))
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    scene = _Scene(wish, config_path)
    async with open_app(scene.config) as app:
        with scene.act("greeting") as progress:
            guest, greeting = await invite(app, wish.description, wish.seed, progress.emit, fresh=wish.fresh)
        scene.keep_portrait(guest)
        scene.keep("greeting", greeting)
        scene.say(guest, greeting)
        number = 0
        while text := (await asyncio.to_thread(_ask)).strip():
            number += 1
            with scene.act(f"reply-{number}") as progress:
                reply = await answer(app, guest, VISITOR, text, progress.emit)
            scene.keep(f"reply-{number}", reply)
            scene.say(guest, reply)
        scene.keep_character(guest)


class Progress:
    """One line that says what stage a run is at, and the seconds of each stage."""

    def __init__(self, status: Status) -> None:
        self.seconds: dict[Stage, float] = {}
        self._status = status

    def emit(self, event: Event) -> None:
        """Take an event of the run."""
        match event:
            case Started(stage):
                self._status.update(wording.stage(stage))
            case Step(stage, done, _):
                self._status.update(f"{wording.stage(stage)} ({done})")
            case Finished(stage, seconds, _):
                self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
            case Failed():
                pass


@dataclass
class _Scene:
    """The folder that files go to, and everything there is to report."""

    wish: Wish
    config_path: Path | None
    files: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    phones: dict[str, list[tuple[str, float, float]]] = field(default_factory=dict)
    seconds: dict[str, dict[Stage, float]] = field(default_factory=dict)
    wall: dict[str, float] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.config = configuration.load(self.config_path)
        # Progress is shown otherwise here: a line per stage would only be in its way.
        logs.set_up("warning" if self.config.log.level == "info" else self.config.log.level)
        make_folder(self.wish.out)
        self.console = Console(stderr=self.wish.as_json)

    @contextmanager
    def act(self, name: str) -> Iterator[Progress]:
        began = time.monotonic()
        with self.console.status(name) as status:
            progress = Progress(status)
            yield progress
        self.seconds[name] = progress.seconds
        self.wall[name] = time.monotonic() - began

    def keep(self, name: str, made: Answer) -> None:
        self.texts[name] = made.text
        if made.sound:
            self.phones[name] = [(p.symbol, round(p.start, 4), round(p.end, 4)) for p in made.sound.phones]
        self.failed += made.failed
        if made.clip:
            self._write(f"{name}.mp4", made.clip.mp4)
        elif made.sound:
            self._write(f"{name}.wav", wav_of(made.sound.pcm, made.sound.rate_hz))

    def keep_portrait(self, guest: Guest) -> None:
        self._write("portrait.png", png(guest.character.portrait))

    def keep_character(self, guest: Guest) -> None:
        character = guest.character
        about = {
            "description": self.wish.description,
            "seed": guest.seed,
            "persona": asdict(character.persona),
            "voice": asdict(character.voice),
            "landmarks": character.portrait.landmarks,
            "size": [character.portrait.width, character.portrait.height],
            "texts": self.texts,
            "phones": self.phones,
        }
        self._write("character.json", json.dumps(about, ensure_ascii=False).encode())

    def say(self, guest: Guest, made: Answer) -> None:
        self.console.print(f"[bold]{_plain(guest.character.persona.name)}[/bold]: {_plain(made.text)}")
        self.console.print(f"[dim]{_plain(str(self.wish.out / self.files[-1]))}[/dim]")
        self._excuse(made.failed)

    def report(self, guest: Guest) -> None:
        if self.wish.as_json:
            sys.stdout.write(json.dumps(self._summary(guest), ensure_ascii=False, indent=1) + "\n")
            return
        persona = guest.character.persona
        name, summary = _plain(persona.name), _plain(persona.summary)
        bold = f"[bold]{name}[/bold]"
        self.console.print(summary.replace(name, bold, 1) if names_itself(persona) else f"{bold}: {summary}")
        for name, text in self.texts.items():
            self.console.print(f"  [dim]{name}[/dim]  {_plain(text)}")
        self.console.print(self._table())
        self._excuse(self.failed)
        for name in self.files:
            self.console.print(_plain(str(self.wish.out / name)), soft_wrap=True)
        clips = [name for name in self.files if name.endswith(".mp4")]
        if clips:
            self.console.print(f"[bold]{_plain(str(self.wish.out / clips[-1]))}[/bold]", soft_wrap=True)

    def _excuse(self, failed: Sequence[Failed]) -> None:
        for failure in failed:
            self.console.print(f"{wording.stage(failure.stage)}: {wording.error(failure.code)}")

    def _summary(self, guest: Guest) -> dict[str, object]:
        return {
            "name": guest.character.persona.name,
            "seed": guest.seed,
            "kept": guest.kept,
            "folder": str(self.wish.out),
            "files": self.files,
            "texts": self.texts,
            "seconds": {n: {s.value: round(v, 3) for s, v in t.items()} for n, t in self.seconds.items()},
            "wall_seconds": {name: round(value, 3) for name, value in self.wall.items()},
            "failed": [f"{f.stage.value}: {f.code}" for f in self.failed],
        }

    def _table(self) -> Table:
        stages = [s for s in Stage if any(s in seconds for seconds in self.seconds.values())]
        table = Table("seconds", *(s.value for s in stages), "in all", box=None, header_style="bold")
        for column in table.columns[1:]:
            column.justify = "right"
        for name, seconds in self.seconds.items():
            cells = [f"{seconds[s]:.2f}" if s in seconds else "" for s in stages]
            table.add_row(name, *cells, f"{self.wall[name]:.2f}")
        return table

    def _write(self, name: str, content: bytes) -> None:
        write_whole(self.wish.out / name, content)
        if name not in self.files:
            self.files.append(name)


def readable(text: str) -> str:
    """Text of a command line or a terminal without the bytes that are no characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _ask() -> str:
    sys.stderr.write("> ")
    sys.stderr.flush()
    return readable(sys.stdin.readline())


def _plain(text: str) -> str:
    """Text that the terminal shows as it is: no markup, no control characters."""
    return "".join(c for c in text if c.isprintable() or c == "\n").replace("[", "\\[")
