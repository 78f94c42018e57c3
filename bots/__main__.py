"""The `summon` command: registers the subcommands and turns designed errors into one sentence and an exit code."""

from __future__ import annotations

import logging
import sys

import typer

from bots.commands.bench_clip import clip
from bots.commands.bench_faces import faces
from bots.commands.chat import chat
from bots.commands.check import check
from bots.commands.demo import demo
from bots.commands.judge import judge
from pipeline.errors import BadInput, PipelineError

log = logging.getLogger(__name__)

app = typer.Typer(
    help="Talk face to face with anything.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
bench = typer.Typer(help="Measure this installation.", no_args_is_help=True)
app.add_typer(bench, name="bench")
for command in (demo, chat, check, judge):
    app.command()(command)
for benchmark in (clip, faces):
    bench.command()(benchmark)


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 failed, 2 bad usage or input, 130 interrupted."""
    try:
        app()
    except PipelineError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2 if isinstance(error, BadInput) else 1)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
