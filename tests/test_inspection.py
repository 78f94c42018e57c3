from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots import config as configuration
from bots.__main__ import app
from bots.config import Config
from bots.inspection import inspect, mask
from pipeline import backends
from pipeline.backends import Backend


def rows(config, path=None):
    return {finding.part: finding for finding in inspect(config, path)}


def test_the_default_installation_is_complete():
    assert [f.part for f in inspect(Config(), None) if not f.fine] == []


def test_a_missing_library_names_the_extra(monkeypatch):
    monkeypatch.setitem(backends.BACKENDS["painter"], "oil", Backend("none", "oil", ("no_such_package",)))
    row = rows(configuration.parse("[painter]\nbackend = 'oil'"))["painter"]
    assert (row.fine, ".[oil]" in row.to_do) == (False, True)


def test_an_unknown_backend_names_the_known_ones():
    row = rows(configuration.parse("[painter]\nbackend = 'oil'"))["painter"]
    assert (row.fine, "drawn" in row.to_do) == (False, True)


def test_an_unwritable_folder_is_told(tmp_path):
    (tmp_path / "file").touch()
    row = rows(configuration.parse(f"[storage]\nfolder = '{(tmp_path / 'file' / 'below').as_posix()}'"))["storage"]
    assert not row.fine


def test_a_bad_catalogue_is_told():
    row = rows(configuration.parse("[catalog]\nfiles = ['/none.toml']"))["catalogue"]
    assert (row.fine, "/none.toml" in row.to_do) == (False, True)


def entries(folder, text):
    (folder / "mine.toml").write_text(text)
    return f"[catalog]\nfiles = ['{(folder / 'mine.toml').as_posix()}']\n"


VOICE = "[[voice]]\nid='%s'\nlabel='V'\ndescription='d'\nlanguage='en'\ngender='neutral'\nkey='k'\nlicence='l'\n"


def test_voices_without_their_engine_are_named(tmp_path):
    text = entries(tmp_path, "".join(VOICE % name + "engine = 'openai'\n" for name in ("one", "two")))
    row = rows(configuration.parse(text))["catalogue"]
    assert row.fine
    assert row.to_do.endswith("engine 'openai': the voices one, two.")
    assert rows(configuration.parse(text + "[speaker]\nmore = ['openai']"))["catalogue"].to_do == ""


def test_a_voice_of_an_engine_that_there_is_not_is_named_with_its_file(tmp_path):
    row = rows(configuration.parse(entries(tmp_path, VOICE % "one" + "engine = 'espaek'\n")))["catalogue"]
    assert not row.fine
    assert "mine.toml: The voice 'one' has the engine 'espaek'" in row.to_do


def test_a_catalogue_with_nothing_for_everybody_is_told(tmp_path):
    ids = ("gouache", "clay", "ink", "pastel", "neon", "paper")
    style = "[[style]]\nid = '%s'\nlabel = 'S'\ndescription = 'd'\nlicence = 'l'\nadult = true\n"
    row = rows(configuration.parse(entries(tmp_path, "".join(style % name for name in ids))))["catalogue"]
    assert not row.fine
    assert "no style for everybody" in row.to_do


def test_the_settings_in_use_are_named(tmp_path):
    (tmp_path / "c.toml").touch()
    assert rows(Config(), Path(tmp_path / "c.toml"))["settings"].what == str(tmp_path / "c.toml")


@pytest.mark.parametrize("secret", ["", "short", "sk-0123456789abcdef"])
def test_a_secret_is_never_shown_whole(secret):
    shown = mask(secret)
    assert not secret or shown.replace("…", "") != secret
    assert len(shown) <= 6


def test_every_provider_is_listed_with_what_it_lacks(tmp_path):
    (tmp_path / "no.gguf").write_text("no model")
    remote = "{ name = 'cloud', base_url = 'http://x/v1', model = 'big', api_key_env = 'NO_SUCH_KEY' }"
    local = f"{{ name = 'here', local = '{(tmp_path / 'no.gguf').as_posix()}' }}"
    found = rows(configuration.parse(f"[writer]\nbackend = 'openai'\nproviders = [{remote}, {local}]\n"))
    assert found["writer.cloud"].what == "big at http://x/v1"
    assert not found["writer.here"].fine
    assert [f.to_do for name, f in found.items() if "NO_SUCH_KEY" in f.what and not f.fine]


def test_a_word_list_is_counted_or_told_to_be_missing(tmp_path):
    (tmp_path / "words.txt").write_text("one\ntwo words\n")
    listed = rows(configuration.parse(f"[moderation]\nwords_file = '{(tmp_path / 'words.txt').as_posix()}'"))
    assert listed["moderation"].what == "2 words"
    assert not rows(configuration.parse("[moderation]\nwords_file = '/none.txt'"))["moderation"].fine


def test_a_path_is_shown_whole_on_a_narrow_terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "a-folder-with-a-long-name" / "and-one-more-with-a-long-name" / "below-it"
    folder.mkdir(parents=True)
    path = folder / "config.toml"
    path.write_text(f"[storage]\nfolder = '{(folder / 'kept').as_posix()}'\n[catalog]\nfiles = ['{folder}/no.toml']\n")
    shown = CliRunner().invoke(app, ["check", "--quick", "--config", str(path)]).stdout
    for words in (str(path), str(folder / "kept"), f"The catalogue {folder}/no.toml cannot be read."):
        assert words in shown
