"""A person at a terminal: reads what a program asks and types answers."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def typed(arguments, answers, *, patience=60, **environment):
    """Run the program at a terminal of its own; its exit code and everything on the screen.

    `answers` are pairs: the end of what stands on the screen, and the keys that are then hit.
    """
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200", **environment}
    child = subprocess.Popen(
        [sys.executable, "-m", "bots", *map(str, arguments)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        # What asks without showing opens the controlling terminal, and Ctrl-C reaches whom it controls.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    try:
        return _answered(child, master, list(answers), time.monotonic() + patience)
    finally:
        os.close(master)
        child.kill()
        child.wait()


def _answered(child, master, answers, deadline):
    screen, told = b"", 0
    while select.select([master], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            read = os.read(master, 4096)
        except OSError:  # How Linux says that nobody is left at the other end.
            read = b""
        if not read:
            return child.wait(timeout=10), screen.decode().replace("\r\n", "\n")
        screen += read
        if answers and screen[told:].endswith(answers[0][0].encode()):
            told = len(screen)
            os.write(master, answers.pop(0)[1].encode())
    raise AssertionError(f"it still waits; the screen says:\n{screen.decode()}")
