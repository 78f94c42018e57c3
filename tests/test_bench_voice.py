"""The voice benchmark and the list of voices work as commands."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bots.commands.bench_voice import closures, speed, voice
from bots.commands.voices import voices
from pipeline.catalog import read_catalog
from pipeline.speak.measure import nearest, voice_print
from pipeline.types import Catalog
from tests.fakes.speech import FakeSpeaker, speech_of


def run(command: object, *arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_the_quick_benchmark_is_one_flat_object() -> None:
    code, output = run(voice, "--json", "--quick", "--rounds", "1")

    told = json.loads(output)
    assert code == 0
    assert set(told) == {"realtime_factor", "cpu_realtime_factor", "first_audio_ms", "voices", "languages"}
    assert told["realtime_factor"] > 5
    assert told["voices"] >= 24


async def test_speed_is_measured_for_any_speaker() -> None:
    told = await speed(FakeSpeaker(), read_catalog().voices[0], 1)

    assert float(told["realtime_factor"]) > 0


async def test_closures_are_measured_for_any_speaker() -> None:
    one = read_catalog()

    assert int((await closures(FakeSpeaker(), Catalog(one.styles, one.voices[:1])))["plosives"]) > 0


def test_the_same_take_is_nearer_than_another_voice() -> None:
    one, again = (voice_print(speech_of(text)) for text in ("Hello there, old friend.", "Hello there, good friend."))
    other = voice_print(speech_of("Hello there, old friend.", 1 / 4))

    assert nearest({"a": [one, again], "b": [other, other + 0.01]}).share_voices == ("a", "b")


def test_samples_are_written_for_the_language_that_was_asked_for(tmp_path: Path) -> None:
    code, output = run(voices, "--language", "sv", "--play-to", str(tmp_path / "new"))

    files = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert code == 0
    assert "Astrid" in output
    assert files == ["sv-plain-m.wav", "sv-warm-f.wav"]
    with wave.open(str(tmp_path / "new" / files[0])) as sample:
        assert sample.getnframes() > 2 * sample.getframerate()


def test_voices_of_the_operator_are_listed_beside(tmp_path: Path) -> None:
    entry = 'id = "mine"\nlabel = "Mine"\ndescription = "d"\nlanguage = "sv"\ngender = "neutral"\nengine = "openai"\n'
    (tmp_path / "mine.toml").write_text(f'[[voice]]\n{entry}key = "k"\nlicence = "l"\n', "utf-8")
    settings = f'[catalog]\nfiles = ["{tmp_path}/mine.toml"]\n[speaker]\nmore = ["openai"]\n'
    (tmp_path / "config.toml").write_text(settings, "utf-8")

    code, output = run(voices, "--language", "sv", "--config", str(tmp_path / "config.toml"), "--fetch")

    assert code == 0
    assert "Mine" in output
    assert "None of these voices needs a model." in output


@pytest.mark.parametrize("arguments", [("--language", "tlh"), ("--language", "sv", "--play-to", "/dev/null/x")])
def test_what_cannot_be_done_is_one_sentence(arguments: tuple[str, ...]) -> None:
    code, output = run(voices, *arguments)

    assert code in (1, 2)
    assert "Traceback" not in output
