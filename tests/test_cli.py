"""The program as its users run it: a process of its own."""

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.ffmpeg import find_ffmpeg

ROOT = Path(__file__).parents[1]


def summon(*arguments, home, **environment):
    """Run the program with its folders under `home`."""
    told = {**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "COLUMNS": "200", **environment}
    command = [sys.executable, "-m", "bots", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=told, cwd=ROOT, timeout=90, check=False)


def complaint(done):
    """The one line that a failed run says."""
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def probe(path):
    """What ffmpeg reads of a file: its streams' lines, and the seconds of picture and sound."""
    ffmpeg = find_ffmpeg()
    told = subprocess.run([ffmpeg, "-hide_banner", "-i", str(path)], capture_output=True, text=True, check=False).stderr
    yuv = ["-map", "0:v", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-vf", "scale=16:16", "-"]
    frames = subprocess.run([ffmpeg, "-v", "error", "-i", str(path), *yuv], capture_output=True, check=True).stdout
    pcm = ["-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000", "-"]
    sound = subprocess.run([ffmpeg, "-v", "error", "-i", str(path), *pcm], capture_output=True, check=True).stdout
    return re.findall(r"Stream #.*", told), len(frames) / (16 * 16 * 1.5) / 25, len(sound) / 2 / 48000


@pytest.fixture(scope="module")
def teapot(tmp_path_factory):
    """One demo that many facts are read from."""
    home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("a place with spaces") / "out"
    done = summon("demo", "a grumpy teapot", "--say", "Who are you?", "--out", str(out), "--json", home=home)
    assert done.returncode == 0, done.stderr
    return home, out, json.loads(done.stdout)


def test_a_demo_writes_what_it_says(teapot):
    _, out, made = teapot
    assert made["files"] == ["portrait.png", "greeting.mp4", "reply-1.mp4", "character.json"]
    assert sorted(p.name for p in out.iterdir()) == sorted(made["files"])
    assert made["failed"] == []


@pytest.mark.parametrize("name", ["greeting.mp4", "reply-1.mp4"])
def test_a_clip_plays_everywhere(teapot, name):
    streams, picture, sound = probe(teapot[1] / name)
    video, audio = streams
    assert all(word in video for word in ("h264 (High)", "yuv420p", "512x512", "25 fps"))
    assert "aac" in audio
    assert abs(picture - sound) <= 1 / 25


def test_a_clip_can_start_before_it_is_all_there(teapot):
    content = (teapot[1] / "greeting.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_character_is_told_in_full(teapot):
    character = json.loads((teapot[1] / "character.json").read_text())
    assert len(character["landmarks"]) == 68
    assert character["persona"]["personality"].startswith("You")
    assert "grumpy" in character["persona"]["traits"]


def test_the_same_description_gives_the_character_already_known(teapot, tmp_path):
    home, _, first = teapot
    done = summon("demo", "A grumpy  teapot", "--out", str(tmp_path), "--json", home=home)
    again = json.loads(done.stdout)
    assert (again["kept"], again["name"], again["seed"]) == (True, first["name"], first["seed"])
    assert "paint" not in again["seconds"]["greeting"]


def test_a_fresh_one_is_another(teapot, tmp_path):
    home, _, first = teapot
    done = summon("demo", "a grumpy teapot", "--fresh", "--out", str(tmp_path), "--json", home=home)
    assert json.loads(done.stdout)["seed"] != first["seed"]


@pytest.mark.parametrize(
    "description",
    ["", "   ", "x" * 10_000, "\x01\x02", "!!! ???"],
    ids=["empty", "blank", "long", "control", "signs"],
)
def test_a_description_without_words_is_one_sentence(description, tmp_path):
    done = summon("demo", description, "--out", str(tmp_path / "out"), home=tmp_path)
    assert done.returncode == 2
    assert complaint(done)
    assert list((tmp_path / "out").iterdir()) == []


def test_markup_is_read_as_words(tmp_path):
    markup = "\"><script>alert(1)</script><svg/onload=x> teapot'); DROP TABLE characters;--"
    done = summon("demo", markup, "--out", str(tmp_path / "out"), "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["failed"] == []


def test_bytes_that_are_no_text_are_left_out(teapot, tmp_path):
    done = summon(
        "demo", b"a teapot \xff\xfe", "--say", b"Hello \xff", "--out", str(tmp_path), "--json", home=teapot[0]
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "character.json").read_text())


def test_a_conversation_ends_with_an_empty_line(teapot, tmp_path):
    home = teapot[0]
    told = {**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    command = [sys.executable, "-m", "bots", "chat", "a grumpy teapot", "--out", str(tmp_path)]
    done = subprocess.run(
        command, input="Hello!\n\n", capture_output=True, text=True, env=told, cwd=ROOT, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "character.json",
        "greeting.mp4",
        "portrait.png",
        "reply-1.mp4",
    ]


def test_an_unwritable_folder_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = summon("demo", "a teapot", "--out", str(tmp_path / "file" / "out"), home=tmp_path)
    assert "cannot be written" in complaint(done)


def test_a_missing_ffmpeg_is_one_sentence(tmp_path):
    done = summon(
        "demo",
        "a teapot",
        "--out",
        str(tmp_path),
        home=tmp_path,
        PATH="/nonexistent",
        IMAGEIO_FFMPEG_EXE="/nonexistent",
    )
    assert "ffmpeg" in complaint(done)


def test_a_database_from_a_newer_version_is_left_alone(tmp_path):
    folder = tmp_path / "summon"
    folder.mkdir()
    with sqlite3.connect(folder / "summon.sqlite") as store:
        store.execute("PRAGMA user_version = 9999")
    done = summon("demo", "a teapot", "--out", str(tmp_path / "out"), home=tmp_path)
    assert "newer" in complaint(done)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path):
    (tmp_path / "summon").mkdir()
    (tmp_path / "summon" / "summon.sqlite").write_bytes(b"garbage" * 1000)
    complaint(summon("demo", "a teapot", "--out", str(tmp_path / "out"), home=tmp_path))


def test_a_hostile_configuration_is_one_sentence(tmp_path):
    (tmp_path / "c.toml").write_text("[painter]\nbakend = 'drawn'\n")
    done = summon("demo", "a teapot", "--config", str(tmp_path / "c.toml"), home=tmp_path)
    assert "'backend'" in complaint(done)


def test_a_bot_without_a_platform_says_what_to_do(tmp_path):
    told = complaint(summon("run", home=tmp_path))
    assert "--config" in told
    assert "config.example.toml" in told


def test_a_bot_without_its_token_says_where_tokens_come_from(tmp_path):
    (tmp_path / "c.toml").write_text("[telegram]\ntoken_env = 'NOT_SET'\n")
    told = complaint(summon("run", "--config", str(tmp_path / "c.toml"), home=tmp_path))
    assert "NOT_SET" in told
    assert "summon.env" in told


def test_ctrl_c_leaves_nothing_half_done(tmp_path):
    out = tmp_path / "out"
    told = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "bots", "demo", "a grumpy teapot", "--out", str(out)]
    command += [word for _ in range(20) for word in ("--say", "Tell me a long story.")]
    with subprocess.Popen(
        command,
        env=told,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=attended,
    ) as process:
        patience = time.monotonic() + 60
        while not (out / "greeting.mp4").exists() and time.monotonic() < patience:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in said) == (130, False)
    for clip in out.glob("*.mp4"):
        assert probe(clip)[0]
    assert [p.name for p in out.iterdir() if p.name.startswith(".")] == []
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("summon-")] == []
    assert children_of(process.pid) == []


def attended():
    """What a shell starts in the background ignores Ctrl-C, and hands that on to its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def children_of(pid):
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(pid):
            found.append(status)
    return found


def test_two_that_ask_for_the_same_at_once_get_one_character(tmp_path):
    command = [sys.executable, "-m", "bots", "demo", "a shy lamp", "--json", "--out"]
    told = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    both = [
        subprocess.Popen([*command, str(tmp_path / name)], stdout=subprocess.PIPE, text=True, env=told, cwd=ROOT)
        for name in "ab"
    ]
    one, other = (json.loads(child.communicate(timeout=90)[0]) for child in both)
    assert (one["name"], one["failed"], other["failed"]) == (other["name"], [], [])
    with contextlib.closing(sqlite3.connect(tmp_path / "summon" / "summon.sqlite")) as store:
        assert store.execute("SELECT count(*) FROM characters").fetchone() == (1,)


def test_help_names_every_command(tmp_path):
    done = summon("--help", home=tmp_path)
    assert all(word in done.stdout for word in ("demo", "chat", "run", "check", "judge", "bench"))
