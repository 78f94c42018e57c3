from pathlib import Path

import pytest

from bots import config as configuration
from bots.setting_up import Wishes, address, how_called, keep_secrets, next_steps, settings
from pipeline.errors import ConfigInvalid
from tests.terminals import typed
from tests.test_cli import complaint, summon

TOKEN = "4242:AAterminal"


@pytest.mark.parametrize(
    "wishes",
    [Wishes(), Wishes(discord=True, telegram=True, url="http://127.0.0.1:1/v1", model="m", key=True, gpu=True)],
)
def test_what_is_written_can_be_read(wishes):
    read = configuration.parse(settings(wishes))
    assert bool(read.discord.token_env) == wishes.discord
    assert bool(read.writer.providers) == bool(wishes.url)


def test_secrets_are_for_their_owner_and_others_stay(tmp_path):
    path = tmp_path / "summon.env"
    path.write_text("OTHER=1\nTOKEN=old\n")
    keep_secrets(path, {"TOKEN": "new", "EMPTY": ""})
    assert path.read_text().splitlines() == ["OTHER=1", "TOKEN=new", "EMPTY="]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_secret_that_would_be_run_by_a_shell_is_refused(tmp_path):
    with pytest.raises(ConfigInvalid):
        keep_secrets(tmp_path / "e", {"TOKEN": "$(rm)"})


def test_settings_are_not_overwritten_silently(tmp_path):
    config, env = tmp_path / "c.toml", tmp_path / "e"
    arguments = ("init", "--yes", "--telegram", "--config", str(config), "--env", str(env))
    assert summon(*arguments, home=tmp_path, TELEGRAM_TOKEN=TOKEN).returncode == 0
    before = config.read_text()
    assert "--force" in complaint(summon(*arguments, home=tmp_path))
    assert (config.read_text(), TOKEN in env.read_text()) == (before, True)


SECRET = "(not shown; leave empty to fill it in later): "
EMPTY = {"DISCORD_TOKEN": "", "TELEGRAM_TOKEN": "", "LLM_API_KEY": ""}


def test_at_a_terminal_it_asks_and_shows_no_secret(tmp_path):
    config, env = tmp_path / "my config.toml", tmp_path / "my.env"
    answers = [
        ("Run in Discord? [Y/n]: ", "maybe\n"),
        ("Run in Discord? [Y/n]: ", "y\n"),
        (SECRET, "two words\n"),
        (SECRET, "discord.AAterminal\n"),
        ("Run in Telegram? [Y/n]: ", "\n"),
        (SECRET, f"{TOKEN}\n"),
        ("(empty: none is needed): ", "localhost:11434\n"),
        ("(empty: none is needed): ", "http://127.0.0.1:11434/v1\n"),
        ("The model's name there: ", "\n"),
        ("The model's name there: ", "qwen\n"),
        ("Does it need a key? [y/N]: ", "y\n"),
        (SECRET, "\n"),
        ("[y/N]: ", "n\n"),
    ]
    code, screen = typed(["init", "--config", config, "--env", env], answers, **EMPTY)
    assert code == 0, screen
    assert not [word for word in ("AAterminal", "two words", "Traceback", "[]") if word in screen]
    assert env.read_text().splitlines() == [
        "DISCORD_TOKEN=discord.AAterminal",
        f"TELEGRAM_TOKEN={TOKEN}",
        "LLM_API_KEY=",
    ]
    read = configuration.load(config)
    assert (read.writer.providers[0].model, read.painter.backend) == ("qwen", "drawn")
    assert f"summon run --config '{config}'" in screen


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_who_leaves_at_a_terminal_has_written_nothing(tmp_path, key):
    answers = [("Run in Discord? [Y/n]: ", "y\n"), (SECRET, key)]
    files = ["--config", tmp_path / "c", "--env", tmp_path / "e"]
    code, screen = typed(["init", *files], answers, **EMPTY)
    assert (code != 0, "Traceback" in screen, list(tmp_path.iterdir())) == (True, False, []), screen


def test_what_comes_next_finds_its_files_and_needs_what_is_there():
    config, env = Path("config.toml"), Path("summon.env")
    assert ". ./summon.env;" in next_steps(config, env, bot=True)
    assert next_steps(config, None, bot=False) == (
        'summon check --config config.toml; summon chat "a grumpy teapot" --config config.toml'
    )


def test_what_comes_next_names_a_program_that_the_shell_finds(tmp_path, monkeypatch):
    (tmp_path / "summon").write_text("#!/bin/sh\n")
    (tmp_path / "summon").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert how_called("/opt/summon/bin/summon") == "summon"
    monkeypatch.setenv("PATH", "")
    assert how_called(".venv/bin/summon") == ".venv/bin/summon"
    assert how_called("bots/__main__.py") == "summon"
    assert next_steps(Path("c"), None, bot=True, program="my bin/summon").startswith(
        "'my bin/summon' check --config c;"
    )


def test_what_is_no_address_is_asked_again_in_plain_words():
    with pytest.raises(ConfigInvalid, match="begins with http://"):
        address("n")
    assert address("http://127.0.0.1:11434/v1") == "http://127.0.0.1:11434/v1"
