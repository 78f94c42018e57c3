import itertools
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from bots import config
from bots.config import Config
from pipeline.errors import ConfigInvalid

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


def keys(model: BaseModel) -> set[str]:
    found = set()
    for name, value in model:
        found |= {f"{name}.{key}" for key in keys(value)} if isinstance(value, BaseModel) else {name}
    return found


def written(table: dict[str, object]) -> set[str]:
    found = set()
    for name, value in table.items():
        found |= {f"{name}.{key}" for key in written(value)} if isinstance(value, dict) else {name}
    return found


def test_the_example_holds_the_defaults():
    assert config.parse(EXAMPLE.read_text()) == Config()


def test_the_example_names_every_key():
    assert written(tomllib.loads(EXAMPLE.read_text())) == keys(Config())


def test_the_example_explains_every_key():
    lines = EXAMPLE.read_text().splitlines()
    unexplained = [key for before, key in itertools.pairwise(lines) if " = " in key and not before.startswith("#")]
    assert unexplained == []


def test_an_unknown_key_names_the_nearest_known_one():
    with pytest.raises(ConfigInvalid, match=r"writer\.wrods.*'words'"):
        config.parse("[writer]\nwrods = 3\n")


def test_an_unknown_section_names_the_nearest_known_one():
    with pytest.raises(ConfigInvalid, match=r"'painter'"):
        config.parse("[paintr]\n")


@pytest.mark.parametrize(
    "text",
    [
        "[writer",
        "writer = 3",
        "[writer]\nwords = 'many'",
        "[writer]\nwords = -1",
        "[painter]\nsize = 513",
        "[painter]\nsize = 99999999999999999999",
        "[speaker]\ntimeout_s = 0",
        "[log]\nlevel = 'loud'",
        "[catalog]\nfiles = [1]",
        "a = " + "[" * 100_000,
        "\x00",
    ],
)
def test_a_hostile_file_is_one_clear_sentence(text):
    with pytest.raises(ConfigInvalid) as caught:
        config.parse(text)
    assert "\n" not in str(caught.value)


def test_a_named_file_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(ConfigInvalid, match="cannot be read"):
        config.load(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_an_error(tmp_path):
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigInvalid, match="not UTF-8"):
        config.load(tmp_path / "c.toml")


def test_a_file_without_end_is_an_error():
    with pytest.raises(ConfigInvalid, match="too large"):
        config.load(Path("/dev/zero"))


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "default_path", lambda: tmp_path / "none.toml")
    assert config.load(None) == Config()


@pytest.mark.parametrize("key", ["modle", "api_key", "visoin"])
def test_a_typo_inside_a_list_names_the_nearest_known_key(key):
    near = {"modle": "model", "api_key": "api_key_env", "visoin": "vision"}[key]
    provider = f"{{ name = 'p', base_url = 'http://x/v1', model = 'm', {key} = 'x' }}"
    with pytest.raises(ConfigInvalid, match=rf"writer\.providers\.0\.{key}.*Did you mean '{near}'"):
        config.parse(f"[writer]\nproviders = [{provider}]\n")


def test_a_provider_without_a_model_is_one_sentence():
    with pytest.raises(ConfigInvalid, match=r"^writer\.providers\.0: a provider with base_url needs model\.$"):
        config.parse("[writer]\nproviders = [{ name = 'p', base_url = 'http://x/v1' }]\n")
