from pathlib import Path

import pytest

from bots import config as configuration
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
    assert (row.fine, "summon[oil]" in row.to_do) == (False, True)


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


def test_the_settings_in_use_are_named(tmp_path):
    (tmp_path / "c.toml").touch()
    assert rows(Config(), Path(tmp_path / "c.toml"))["settings"].what == str(tmp_path / "c.toml")


@pytest.mark.parametrize("secret", ["", "short", "sk-0123456789abcdef"])
def test_a_secret_is_never_shown_whole(secret):
    shown = mask(secret)
    assert not secret or shown.replace("…", "") != secret
    assert len(shown) <= 6
