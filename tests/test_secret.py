import pytest

from pipeline.errors import ConfigInvalid
from pipeline.secret import read_secret


def test_a_secret_stands_in_its_variable():
    assert read_secret({"TOKEN": " 42:abc\n"}, "TOKEN") == "42:abc"


def test_a_secret_can_lie_in_a_file(tmp_path):
    (tmp_path / "token").write_text("42:abc\n")
    assert read_secret({"TOKEN_FILE": str(tmp_path / "token")}, "TOKEN") == "42:abc"


def test_the_variable_comes_before_the_file(tmp_path):
    assert read_secret({"TOKEN": "42:abc", "TOKEN_FILE": str(tmp_path / "none")}, "TOKEN") == "42:abc"


@pytest.mark.parametrize("name", ["TOKEN", ""])
def test_what_is_not_set_is_empty(name):
    assert read_secret({"_FILE": "/etc/passwd"}, name) == ""


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe", b"x" * 100_000])
def test_a_file_that_holds_no_secret_is_one_clear_sentence(tmp_path, content):
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(ConfigInvalid, match="TOKEN_FILE"):
        read_secret({"TOKEN_FILE": str(tmp_path / "token")}, "TOKEN")


@pytest.mark.parametrize("path", ["/none", "/", "/dev/zero", "a\0b"])
def test_a_path_without_a_secret_is_one_clear_sentence(path):
    with pytest.raises(ConfigInvalid, match="TOKEN_FILE"):
        read_secret({"TOKEN_FILE": path}, "TOKEN")
