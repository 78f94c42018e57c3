import pytest

from bots import config as configuration
from bots.setting_up import Wishes, keep_secrets, settings
from pipeline.errors import ConfigInvalid
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
