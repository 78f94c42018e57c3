"""The `summon` command: registers the subcommands and turns designed errors into one sentence and an exit code."""

from __future__ import annotations

import signal
import sys

import typer

from bots.commands.backup import backup
from bots.commands.bench_adapt import adapt
from bots.commands.bench_choose import choose
from bots.commands.bench_clip import clip
from bots.commands.bench_desk import desk
from bots.commands.bench_faces import faces
from bots.commands.bench_paint import paint
from bots.commands.bench_soak import soak
from bots.commands.bench_start import start
from bots.commands.bench_talk import talk
from bots.commands.bench_voice import voice
from bots.commands.chat import chat
from bots.commands.check import check
from bots.commands.costs import costs
from bots.commands.demo import demo
from bots.commands.doctor import doctor
from bots.commands.init import init
from bots.commands.judge import judge
from bots.commands.models import models
from bots.commands.probe import probe
from bots.commands.reports import reports
from bots.commands.restore import restore
from bots.commands.run import run
from bots.commands.voices import voices
from pipeline.errors import BadInput, designed

app = typer.Typer(
    help="Talk face to face with anything.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
bench = typer.Typer(help="Measure this installation.", no_args_is_help=True)
app.add_typer(bench, name="bench")
app.add_typer(models, name="models")
for command in (demo, chat, run, init, check, voices, judge, probe, backup, restore, doctor, costs, reports):
    app.command()(command)
for benchmark in (clip, faces, paint, voice, choose, talk, adapt, desk, start, soak):
    bench.command()(benchmark)


INTERRUPTED = 130


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 failed, 2 bad usage or input, 130 interrupted."""
    # A demo that is told to end cleans up as it does after Ctrl-C; the bot has a handler of its own.
    signal.signal(signal.SIGTERM, lambda _number, _frame: signal.raise_signal(signal.SIGINT))
    try:
        app()
    except SystemExit as left:
        if left.code == INTERRUPTED:
            sys.stderr.write("Interrupted.\n")
        raise
    except KeyboardInterrupt:
        _leave("Interrupted.", INTERRUPTED)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        known = designed(error)
        if known is None:
            raise
        _leave(str(known), 2 if isinstance(known, BadInput) else 1)


def _leave(sentence: str, code: int) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
