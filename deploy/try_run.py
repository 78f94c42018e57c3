"""Starts the bot of an installed root against a pretended Telegram, and stops it as a container engine does."""

import asyncio
import os
import shlex
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fakes.telegram_server import TOKEN, TelegramServer, telegram_server

PATIENCE_S = 120
SETTINGS = """
[telegram]
token_env = "TELEGRAM_TOKEN"
base_url = "{base}"
"""


async def main(root: str, in_container: str) -> None:
    """Run it: seconds to readiness, a clip, and a clean end."""
    async with telegram_server() as telegram:
        data = Path(root) / "data"
        (data / "config.toml").write_text(SETTINGS.format(base=telegram.base))
        (data / "token").write_text(TOKEN)
        script = f"root={shlex.quote(root)}\n{in_container}\n"
        # The shell waits for the bot's own end.
        run = f"{script}trap : TERM; as_container TELEGRAM_TOKEN_FILE=/data/token summon run --config /data/config.toml"
        began = time.monotonic()
        child = await asyncio.create_subprocess_exec("bash", "-c", f"{run}; exit $?", preexec_fn=os.setpgrp)
        try:
            await answered(script, telegram, began)
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            say(f"stopped with exit code {await child.wait()}")


async def answered(script: str, telegram: TelegramServer, began: float) -> None:
    """Wait until it is ready, and until it has sent a clip."""
    while await shell(f"{script}as_container summon probe --ready > /dev/null 2>&1"):
        if time.monotonic() - began > PATIENCE_S:
            sys.exit("The bot was not ready in time.")
    say(f"ready {time.monotonic() - began:.1f} s after the start")
    await telegram.say("/summon a shy lamp")
    await telegram.until("sendVideoNote", seconds=PATIENCE_S)
    say(f"a clip sent {time.monotonic() - began:.1f} s after the start")
    if await shell(f"{script}as_container summon probe"):
        sys.exit("The health check fails.")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def shell(script: str) -> int:
    """Run a line of bash; its exit code."""
    return await (await asyncio.create_subprocess_exec("bash", "-c", script)).wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
