"""What stands in the compose files and no linter looks for."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FILES = ("compose.yaml", "deploy/compose.gpu.yaml", "deploy/compose.secrets.yaml")


def read(name):
    return yaml.safe_load((ROOT / name).read_text())


def mounts():
    """Host paths that containers are given, with whether a missing one is made a folder."""
    for service in read("compose.yaml")["services"].values():
        for mount in service.get("volumes", ()):
            if isinstance(mount, dict):
                yield mount["source"], mount["bind"]["create_host_path"]
            elif mount.startswith("."):
                yield mount.partition(":")[0], True


def test_what_an_operator_must_write_first_is_not_made_a_folder():
    missing = {source: made for source, made in mounts() if source == "./config.toml" or not (ROOT / source).exists()}
    assert missing == {"./config.toml": False}


def test_files_with_tokens_are_never_committed():
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    services = read("compose.yaml")["services"].values()
    files = {entry["path"] for service in services for entry in service.get("env_file", ())}
    files |= {secret["file"].removeprefix("../") for secret in read("deploy/compose.secrets.yaml")["secrets"].values()}
    assert files
    assert [file for file in files if file not in ignored and f"{file.partition('/')[0]}/" not in ignored] == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_published_beyond_this_machine(name):
    ports = [port for service in read(name)["services"].values() for port in service.get("ports", ())]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_images_have_a_version_unless_the_operator_names_it():
    images = [service["image"] for service in read("compose.yaml")["services"].values()]
    assert [image for image in images if "latest" in image and "_VERSION:-" not in image] == []
    assert [image for image in images if ":" not in image] == []
