"""The documents say what is true."""

import re
import warnings
from pathlib import Path

from typer.testing import CliRunner

from bots.__main__ import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_every_command_of_the_readme_exists():
    named = set(re.findall(r"`(?:\.venv/bin/)?summon ((?:bench )?[a-z]+)", README))
    known = {
        line.split()[1] for line in CliRunner().invoke(app, ["--help"]).stdout.splitlines() if line.startswith("│ ")
    }
    benches = CliRunner().invoke(app, ["bench", "--help"]).stdout
    known |= {f"bench {line.split()[1]}" for line in benches.splitlines() if line.startswith("│ ")}
    assert named - known == set()


def test_the_invitation_asks_for_what_the_bot_needs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from bots.discord_bot import PERMISSIONS
    assert f"permissions={PERMISSIONS.value}`" in README


def test_every_target_of_the_documents_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"^make ([a-z-]+)", README + (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE))
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_versions_are_pinned_without_addresses():
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+", line) for line in lines)


def test_files_that_the_readme_names_are_there():
    named = re.findall(r"`((?:docs|pipeline|bots|storage)/[\w/.]+\.\w+)`", README)
    assert [name for name in named if not (ROOT / name).exists()] == []
