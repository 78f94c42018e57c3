"""`summon probe`: asks a running bot whether it lives, for health checks of containers and supervisors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def probe(
    config: Annotated[Path | None, typer.Option(help="A file of settings, as `summon init` writes it.")] = None,
    metrics: Annotated[str, typer.Option(envvar="SUMMON_METRICS", help="HOST:PORT as given to `summon run`.")] = "",
    *,
    ready: Annotated[
        bool, typer.Option("--ready", help="Ask whether it would answer, not only whether it lives.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to wait for the answer.")] = 8.0,
) -> None:
    """Ask the bot on this machine how it fares. Exit code 0: fine, 1: not, or it does not answer."""
    import sys
    import urllib.error
    import urllib.request

    from bots.config import load, metrics_at
    from pipeline.errors import ConfigInvalid

    section = metrics_at(metrics) if metrics else load(config).metrics
    if not section.port:
        raise ConfigInvalid("Nothing can be asked: set port under [metrics], or give --metrics HOST:PORT.")
    # Who listens everywhere is asked at home.
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(section.host, section.host)  # noqa: S104 - compared, not bound
    url = f"http://{host}:{section.port}/{'readyz' if ready else 'healthz'}"
    asking = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with asking.open(url, timeout=seconds) as answer:
            sys.stdout.write(f"{answer.read(4096).decode('utf-8', 'replace')}\n")
    except urllib.error.HTTPError as error:
        sys.stdout.write(f"{error.read(4096).decode('utf-8', 'replace')}\n")
        raise typer.Exit(1) from error
    except OSError as error:
        sys.stderr.write(f"Nobody answers at {url}: {getattr(error, 'reason', error) or type(error).__name__}\n")
        raise typer.Exit(1) from error
