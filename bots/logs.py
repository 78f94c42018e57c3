"""How log lines look: a constant message and its values, never what people say, who they are, or a token.

Our own messages are constants with values that are meant to be read. Other libraries' messages may hold anything: of
them the constant part is kept, numbers included, and an error of theirs is named without what it says.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType

from pipeline.errors import PipelineError

OWN = ("bots", "pipeline", "storage", "tests")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_job: ContextVar[int] = ContextVar("job", default=0)

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@contextmanager
def about(job: int) -> Iterator[None]:
    """Name the job on every line that is logged inside, also by tasks that begin there."""
    token = _job.set(job)
    try:
        yield
    finally:
        _job.reset(token)


class ValuesFormatter(logging.Formatter):
    """Puts the values of `extra` behind the message as `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and a traceback where the record has one."""
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(record.created))
        values = " ".join(f"{key}={_one_line(value)}" for key, value in _values(record).items())
        head = f"{when} {record.levelname} {record.name}: {_message(record)} {values}".rstrip()
        return "\n".join([head, *_error(record)])


class JsonFormatter(logging.Formatter):
    """Every record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The object; times are UTC."""
        line: dict[str, object] = {
            "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_values(record),
        }
        if error := _error(record):
            line["error"] = "\n".join(error)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str, form: str = "plain") -> None:
    """Log to standard error from a level on, `plain` or as `json`; called by the program."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else ValuesFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    quiet_addresses()


def quiet_addresses() -> None:
    """Keep libraries silent that log addresses: addresses hold tokens."""
    for name in ("httpx", "httpx2", "httpcore", "openai", "discord", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns that it cannot join voice calls, which nobody asked it to.
    logging.getLogger("discord.client").setLevel(logging.ERROR)


def _values(record: logging.LogRecord) -> Mapping[str, object]:
    values = {key: value for key, value in vars(record).items() if key not in _PLAIN and value != ""}
    if (job := _job.get()) and "job" not in values:
        values["job"] = job
    return values


def _message(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OWN:
        return record.getMessage()
    words = str(record.msg).split("\n", 1)[0]
    given = record.args if isinstance(record.args, tuple) else ()
    try:
        return words % tuple(value if isinstance(value, int | float) else "…" for value in given)
    except (TypeError, ValueError):
        # A number's format with another value, or a message that was put together before it came here.
        return words


def _error(record: logging.LogRecord) -> list[str]:
    raised: Raised | None = record.exc_info
    if not raised or raised[1] is None:
        return []
    return list(_told(raised[1]))


def _told(error: BaseException) -> Iterator[str]:
    """An error and its causes, the first cause first: where it happened, and what it says if it is one of ours."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _told(earlier)
    yield from (line for frame in traceback.format_tb(error.__traceback__) for line in frame.rstrip().split("\n"))
    yield f"{type(error).__name__}: {error}" if isinstance(error, PipelineError) else type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _told(one)


def _one_line(value: object) -> str:
    return str(value).replace("\n", " ")
