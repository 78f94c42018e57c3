"""How fast Coqui's models speak and what they hold, in their full shape with random weights."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

TEXT = "When the sunlight strikes raindrops in the air, they act as a prism and form a rainbow."


async def measured(device: str, rounds: int) -> dict[str, float | str]:
    """Real-time factor, seconds to load, and megabytes of VITS, XTTS v2 and a converter (OpenVoice v2) on a device."""
    import torch

    from bots.benches.random_voices import FULL_OPENVOICE, FULL_VITS, FULL_XTTS, save_openvoice, save_vits, save_xtts
    from pipeline.backends import open_backend
    from pipeline.config import ModelsSpec, SpeakerSpec
    from pipeline.lanes import open_lanes
    from pipeline.types import Voice

    told: dict[str, float | str] = {"device": device, "torch_threads": torch.get_num_threads()}
    with tempfile.TemporaryDirectory(prefix="summon-bench-") as name:
        home = Path(name)
        shelf = ModelsSpec(folder=str(home / "shelf"))
        spec = SpeakerSpec(backend="coqui", device=device, memory_mb=64_000, references=str(home))
        async with open_lanes(1) as lanes, open_backend("speaker", spec, lanes, shelf) as speaker:
            told["device"] = speaker.room.device
            save_vits(home / "vits", FULL_VITS)
            save_xtts(home / "xtts", FULL_XTTS)
            save_openvoice(home / "converter", FULL_OPENVOICE)
            for kind, speaker_name in (("vits", ""), ("xtts", "#Ana")):
                voice = Voice(kind, kind, "", "en", "neutral", "coqui", f"{home / kind}{speaker_name}", "none")
                began = time.perf_counter()
                speech = await speaker.speak(voice, "Hello.")
                told[f"{kind}_first_s"] = round(time.perf_counter() - began, 1)
                factors = []
                for _ in range(rounds):
                    began = time.perf_counter()
                    speech = await speaker.speak(voice, TEXT)
                    factors.append(speech.seconds / (time.perf_counter() - began))
                told[f"{kind}_realtime_factor"] = round(median(factors), 2)
                told[f"{kind}_mb"] = speaker.room.megabytes(str(home / kind))
            told |= await _converted(speaker, speech, home, rounds)
        told["peak_rss_mb"] = _peak_mb()
        if str(told["device"]).startswith("cuda"):
            told["peak_device_mb"] = round(torch.cuda.max_memory_allocated() / 2**20)
    return told


async def _converted(speaker: Any, speech: Any, home: Path, rounds: int) -> dict[str, float | str]:
    """The converter with a clip that it has already learned."""
    import numpy as np

    from pipeline.sound.wav import wav_of
    from pipeline.types import Speech, Voice

    at = np.arange(3 * 24_000) / 24_000
    hum = 0.2 * np.sin(2 * np.pi * 140 * np.outer(np.arange(1, 9), at)).sum(axis=0)
    (home / "hum.wav").write_bytes(wav_of((hum * 16_000).astype("<i2").tobytes(), 24_000))
    changed = Voice("c", "c", "", "en", "neutral", "espeak", "en", "none")
    changed = replace(changed, reference="hum.wav", converter=str(home / "converter"))
    one = Speech("", speech.pcm[: 2 * 4 * speech.rate_hz], speech.rate_hz)
    await speaker.convert(one, changed)
    factors = []
    for _ in range(rounds):
        began = time.perf_counter()
        await speaker.convert(one, changed)
        factors.append(one.seconds / (time.perf_counter() - began))
    return {
        "converter_realtime_factor": round(median(factors), 2),
        "converter_mb": speaker.room.megabytes(str(home / "converter")),
    }


def _peak_mb() -> int:
    """The most memory that this process has held."""
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
