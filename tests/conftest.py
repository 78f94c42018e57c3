"""What holds for every test: no address but loopback, no folder of the user's."""

import logging
import os
import sys

import pytest

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def _loopback_only(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if not host.startswith(LOOPBACK):
            raise AssertionError(f"A test reached for {host}.")


sys.addaudithook(_loopback_only)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Data and configuration of a test lie in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(home))
    for name in [n for n in os.environ if n.startswith("SUMMON_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def own_logging():
    """What a program under test says about logging holds for that test alone."""
    root, quiet = logging.getLogger(), logging.root.manager.disable
    level, handlers = root.level, list(root.handlers)
    levels = {name: found.level for name, found in root.manager.loggerDict.items() if isinstance(found, logging.Logger)}
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    logging.disable(quiet)
    for name, found in root.manager.loggerDict.items():
        if isinstance(found, logging.Logger):
            found.setLevel(levels.get(name, logging.NOTSET))
