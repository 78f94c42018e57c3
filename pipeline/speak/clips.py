"""Looks at the clip of a person's voice that an operator gives: whether a model could learn a voice from it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pipeline.errors import BadInput, StageFailed
from pipeline.sound.decoding import decoded

RATE_HZ = 24_000
SHORTEST_S = 2.0
LONGEST_S = 60.0
MOST_BYTES = 64 * 1024 * 1024
_LEAST_VOICED = 0.2
"""Speech has a pitch half of the time; noise, music and rooms hardly ever one that a voice could have."""


async def usable_clip(folder: Path, name: str) -> bytes:
    """A clip of the operator's folder as mono s16le at 24 kHz, its first minute.

    Raises:
        StageFailed: It is not there, no sound, too short, silent, or no voice.
    """
    try:
        content = await asyncio.to_thread(_content, folder, name)
    except OSError as error:
        raise StageFailed("speak", f"The reference {name} cannot be read: {error.strerror}.") from error
    try:
        pcm = await decoded(content, RATE_HZ, LONGEST_S, "speak")
    except BadInput as error:
        raise StageFailed("speak", f"The reference {name} is no sound that can be read.") from error
    pcm = pcm[: round(2 * RATE_HZ * LONGEST_S)]
    if reason := _unfit(pcm):
        raise StageFailed("speak", f"The reference {name} {reason}: record a few clear sentences.")
    return pcm


def _content(folder: Path, name: str) -> bytes:
    path = folder.expanduser() / name
    return path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""


def _unfit(pcm: bytes) -> str:
    """Why no voice can be learned from a sound; empty where one can."""
    import numpy as np
    import parselmouth

    sound = np.frombuffer(pcm, "<i2").astype(np.float64) / 32768.0
    level = np.sqrt(np.mean(sound**2)) if len(sound) else 0.0
    if len(sound) < SHORTEST_S * RATE_HZ:
        return f"is shorter than {SHORTEST_S:g} s"
    if level < 1e-3:
        return "is silent"
    hz = parselmouth.Sound(sound, RATE_HZ).to_pitch_ac(None, 60.0, voicing_threshold=0.5).selected_array["frequency"]
    return "" if float((hz > 0).mean()) >= _LEAST_VOICED else "holds no voice"
