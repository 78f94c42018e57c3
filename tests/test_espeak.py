"""The engine's child: it is restarted, it never outlives us, and nothing it is told harms it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.catalog import read_catalog
from pipeline.config import SpeakerSpec
from pipeline.errors import StageFailed
from pipeline.lanes import open_lanes
from pipeline.speak import espeak
from pipeline.speak.espeak import EspeakSpeaker
from pipeline.speak.espeak_engine import EspeakEngine
from pipeline.types import Voice

VOICE = read_catalog().voices[0]
REQUEST = {"voices": ["en"], "variant": "language variant\n", "words_per_minute": 165}


@pytest.fixture
async def speaker() -> AsyncIterator[EspeakSpeaker]:
    async with open_lanes(1) as lanes, espeak.open(SpeakerSpec(), lanes) as opened:
        yield opened


@pytest.fixture
async def engine() -> AsyncIterator[EspeakEngine]:
    engine = EspeakEngine(10.0)
    yield engine
    await engine.close()


def broken_child(folder: Path, body: str) -> Path:
    program = folder / "child.py"
    program.write_text(f"import os, sys, time, struct\n{body}\n", "utf-8")
    return program


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_child_that_was_killed_is_replaced_and_the_sentence_spoken(engine: EspeakEngine) -> None:
    await engine.ask(REQUEST, "One.")
    first = engine.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    _, pcm = await engine.ask(REQUEST, "Two.")

    assert len(pcm) > 2000
    assert engine.pid != first


async def test_a_child_that_hangs_fails_as_retryable(tmp_path: Path) -> None:
    engine = EspeakEngine(0.3, broken_child(tmp_path, "sys.stdin.buffer.read()"))

    with pytest.raises(StageFailed, match="failed twice") as failure:
        await engine.ask(REQUEST, "Hello.")

    assert failure.value.retryable
    assert engine.pid is None


@pytest.mark.parametrize(
    "body", ["sys.exit(3)", "os.write(1, b'nonsense' * 9)", "os.write(1, struct.pack('>I', 2) + b'[]')"]
)
async def test_a_child_that_talks_nonsense_fails_as_retryable(tmp_path: Path, body: str) -> None:
    engine = EspeakEngine(5.0, broken_child(tmp_path, body))

    with pytest.raises(StageFailed) as failure:
        await engine.ask(REQUEST, "Hello.")

    assert failure.value.retryable
    assert engine.pid is None


async def test_a_child_that_cannot_start_says_why(tmp_path: Path) -> None:
    hello = 'b = b\'{"error": "no data", "size": 0}\'; os.write(1, struct.pack(\'>I\', len(b)) + b)'
    engine = EspeakEngine(5.0, broken_child(tmp_path, hello))

    with pytest.raises(StageFailed, match="no data"):
        await engine.ask(REQUEST, "Hello.")


async def test_a_cancelled_sentence_leaves_nothing_for_the_next(engine: EspeakEngine) -> None:
    await engine.warm()
    asking = asyncio.create_task(engine.ask(REQUEST, "A very long sentence. " * 400))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking

    _, pcm = await engine.ask(REQUEST, "Hi.")

    assert len(pcm) < 2 * espeak.RATE_HZ * 2


async def test_sentences_asked_for_at_once_are_told_apart(engine: EspeakEngine) -> None:
    texts = ["One.", "One and two and three.", "One and two and three and four and five and six."]

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(engine.ask(REQUEST, text)) for text in texts]

    sizes = [len(task.result()[1]) for task in tasks]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


async def test_closing_leaves_no_process_and_no_folder(engine: EspeakEngine) -> None:
    await engine.ask(REQUEST, "One.")
    pid, child = engine.pid, engine._child
    assert pid is not None
    assert child is not None

    await engine.close()

    assert not runs(pid)
    assert not os.path.exists(child._home.name)  # noqa: ASYNC240, PTH110 - a test may wait


def test_a_child_ends_and_tidies_up_when_its_parent_dies(tmp_path: Path) -> None:
    program = Path(espeak.__file__).with_name("espeak_child.py")
    home = tmp_path / "home"
    home.mkdir()
    child = subprocess.Popen(
        [sys.executable, "-P", str(program), str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdout:
        child.stdout.read(4)
        child.stdin.close()
        assert child.wait(10) == 0
    assert not home.exists()


def test_the_child_imports_no_numpy() -> None:
    program = Path(espeak.__file__).with_name("espeak_child.py")
    code = f"import sys, runpy; runpy.run_path({str(program)!r}); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


async def test_speech_looks_like_data_not_like_commands(speaker: EspeakSpeaker) -> None:
    plain = await speaker.speak(VOICE, "hello there")

    tagged = await speaker.speak(VOICE, '<speak><audio src="/etc/passwd"/>hello\x01 there</speak>')

    assert abs(tagged.seconds - plain.seconds) < 0.5


async def test_an_unknown_voice_is_the_nearest_one(speaker: EspeakSpeaker, caplog: pytest.LogCaptureFixture) -> None:
    strange = replace(VOICE, key="../../etc/passwd", language="xx-YY")

    speech = await speaker.speak(strange, "Hello there.")

    assert speech.seconds > 0.5
    assert "the nearest one is" in caplog.text


async def test_pitch_formants_and_rate_move_as_they_are_told(speaker: EspeakSpeaker) -> None:
    from pipeline.speak.measure import voice_print

    async def heard(voice: Voice) -> tuple[list[float], float]:
        speech = await speaker.speak(voice, "We were away a year ago, you know. I owe you a yellow lily.")
        return [float(value) for value in voice_print(speech)[:5]], speech.seconds

    plain, seconds = await heard(VOICE)
    higher, _ = await heard(replace(VOICE, pitch_semitones=4.0))
    larger, _ = await heard(replace(VOICE, formant_ratio=0.75))
    _, faster = await heard(replace(VOICE, rate_ratio=1.3))

    assert higher[0] - plain[0] == pytest.approx(4.0, abs=0.5)
    assert sum(larger[2:5]) / 3 < sum(plain[2:5]) / 3 - 0.1
    assert larger[0] == pytest.approx(plain[0], abs=0.3)
    assert seconds / faster == pytest.approx(1.3, abs=0.12)


async def test_one_throat_reads_every_script(speaker: EspeakSpeaker) -> None:
    speech = await speaker.speak(VOICE, "Hello Привет 你好 नमस्ते")

    symbols = [phone.symbol for phone in speech.phones if phone.symbol]
    assert len(symbols) > 14
    assert speech.seconds < 4
