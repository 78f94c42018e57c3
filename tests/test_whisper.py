"""Whisper hears by transformers' real code: a tiny one that is built, saved and loaded by path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from pipeline.backends import BACKENDS, missing, open_backend
from pipeline.config import ListenerSpec, ModelsSpec
from pipeline.errors import SoundTooLong, StageFailed, WeightsMissing
from pipeline.lanes import open_lanes
from pipeline.listen.hearing import RATE_HZ
from pipeline.listen.whisper import PIECE_S, pieces
from pipeline.stages import Listener
from tests.fakes.sound_server import spoken

SOUND = spoken("What is time?", "wav")
needs_model = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(bool(missing(BACKENDS["listener"]["whisper"])), reason="whisper is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    import torch

    from tests.fakes.tiny_whisper import save_whisper

    torch.set_num_threads(1)
    return save_whisper(tmp_path_factory.mktemp("whisper"))


@asynccontextmanager
async def listening(model: object, tmp_path: Path, **more: object) -> AsyncIterator[Listener]:
    spec = ListenerSpec(backend="whisper", model=str(model), device="cpu", **more)  # type: ignore[arg-type]
    async with (
        open_lanes(1) as lanes,
        open_backend("listener", spec, lanes, ModelsSpec(folder=str(tmp_path / "shelf"), first_use=False)) as listener,
    ):
        yield listener


def test_long_sound_is_cut_where_it_is_quiet() -> None:
    sound = np.random.default_rng(1).standard_normal(RATE_HZ * 70).astype(np.float32)
    sound[RATE_HZ * 25 : RATE_HZ * 26] = 0
    sound[RATE_HZ * 50 : RATE_HZ * 51] = 0

    cut = pieces(sound)

    assert [round(len(piece) / RATE_HZ) for piece in cut] in ([25, 25, 20], [25, 26, 19])
    assert max(len(piece) for piece in cut) <= PIECE_S * RATE_HZ
    assert (np.concatenate(cut) == sound).all()


class TestWithAModel:
    pytestmark = needs_model

    @pytest.mark.parametrize("language", ["", "de-AT", "tlh"])
    async def test_a_voice_message_is_written_down(self, folder, tmp_path, language) -> None:
        async with listening(folder, tmp_path) as listener:
            once, again = await listener.transcribe(SOUND, language), await listener.transcribe(SOUND, language)

        assert once == again
        assert 0 < len(once) <= 220

    async def test_silence_is_nothing(self, folder, tmp_path) -> None:
        from tests.fakes.sound_server import wav_of

        async with listening(folder, tmp_path) as listener:
            assert await listener.transcribe(wav_of(bytes(64_000), 16_000), "") == ""

    async def test_a_message_that_is_too_long_loads_no_model(self, tmp_path) -> None:
        async with listening(tmp_path / "none", tmp_path, longest_s=0.5) as listener:
            with pytest.raises(SoundTooLong):
                await listener.transcribe(SOUND, "")

    async def test_a_model_that_is_not_there_is_said(self, tmp_path) -> None:
        (tmp_path / "empty").mkdir()
        async with listening("openai/whisper-none", tmp_path) as listener:
            with pytest.raises(WeightsMissing, match="summon models fetch"):
                await listener.transcribe(SOUND, "")
        async with listening(tmp_path / "empty", tmp_path) as listener:
            with pytest.raises(StageFailed, match="no Whisper"):
                await listener.transcribe(SOUND, "")

    async def test_cancelling_frees_the_model(self, folder, tmp_path) -> None:
        async with listening(folder, tmp_path) as listener:
            await listener.transcribe(SOUND, "")
            task = asyncio.create_task(listener.transcribe(SOUND, ""))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

            assert await listener.transcribe(SOUND, "")
