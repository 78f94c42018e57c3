"""What every listener promises."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import imageio_ffmpeg
import pytest

from pipeline.backends import BACKENDS, missing, open_backend
from pipeline.config import ListenerSpec, ModelsSpec, SoundServer
from pipeline.errors import SoundMissing, SoundTooLong, SoundUnreadable
from pipeline.lanes import open_lanes
from pipeline.stages import Listener
from tests.fakes import sound_server
from tests.fakes.sound_server import Manner, spoken, wav_of

WHISPER = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(bool(missing(BACKENDS["listener"]["whisper"])), reason="whisper is not installed"),
]

FILM = ("-v", "error", "-f", "lavfi", "-i", "color=gray:s=64x64:d=1", "-f", "matroska", "pipe:1")
SILENT_FILM = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *FILM], capture_output=True, check=True).stdout


def tiny_whisper(folder: Path) -> Path:
    """A model with random weights."""
    import torch

    from tests.fakes.tiny_whisper import save_whisper

    torch.set_num_threads(1)
    return save_whisper(folder / "whisper")


@pytest.fixture(params=["openai", pytest.param("whisper", marks=WHISPER)])
async def listener(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Listener]:
    async with open_lanes(1) as lanes, AsyncExitStack() as stack:
        server = await stack.enter_async_context(sound_server.serving(Manner(text="What is\ntime?")))
        spec = ListenerSpec(
            backend=request.param,
            longest_s=5.0,
            servers=(SoundServer(name="home", base_url=server.base, model="whisper-1"),),
            model=str(tiny_whisper(tmp_path)) if request.param == "whisper" else "none",
            device="cpu",
        )
        yield await stack.enter_async_context(
            open_backend("listener", spec, lanes, ModelsSpec(folder=str(tmp_path / "shelf")))
        )


@pytest.mark.parametrize("language", ["", "en", "de-AT", "tlh"])
async def test_what_is_said_is_one_line(listener: Listener, language: str) -> None:
    text = await listener.transcribe(spoken("What is time?", "opus"), language)

    assert text.strip()
    assert text == " ".join(text.split())


async def test_silence_is_no_word(listener: Listener) -> None:
    assert await listener.transcribe(wav_of(bytes(32_000), 16_000), "") == ""


async def test_what_is_too_long_is_one_clear_error(listener: Listener) -> None:
    with pytest.raises(SoundTooLong):
        await listener.transcribe(wav_of(b"\x00\x20" * 16_000 * 8, 16_000), "")


@pytest.mark.parametrize("content", [b"", b"garbage" * 99, b"\xff" * 5000])
async def test_what_is_no_sound_is_one_clear_error(listener: Listener, content: bytes) -> None:
    with pytest.raises((SoundUnreadable, SoundMissing)):
        await listener.transcribe(content, "")


async def test_a_video_without_sound_is_one_clear_error(listener: Listener) -> None:
    with pytest.raises(SoundMissing):
        await listener.transcribe(SILENT_FILM, "")
