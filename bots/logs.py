"""How log lines look: a constant message and its values, never what people say."""

from __future__ import annotations

import logging
import sys

_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class ValuesFormatter(logging.Formatter):
    """Puts the values of `extra` behind the message as `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and a traceback where the record has one."""
        line = super().format(record)
        values = " ".join(f"{k}={v}" for k, v in vars(record).items() if k not in _PLAIN and v != "")
        head, *rest = line.split("\n", 1)
        return "\n".join([f"{head} {values}".rstrip(), *rest])


def set_up(level: str) -> None:
    """Log to standard error from a level on; called once by the program."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ValuesFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    quiet_addresses()


def quiet_addresses() -> None:
    """Keep libraries silent that log addresses: addresses hold tokens."""
    for name in ("httpx", "httpx2", "httpcore", "openai", "discord", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns that it cannot join voice calls, which nobody asked it to.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
