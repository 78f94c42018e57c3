"""Loudness is measured as the standard says and set without clipping."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.sound.loudness import (
    CEILING_DBFS,
    MOST_GAIN_DB,
    SILENT_LUFS,
    TARGET_LUFS,
    levelled,
    loudness_lufs,
    true_peak,
)

RATE_HZ = 48_000
CEILING = 10 ** (CEILING_DBFS / 20)


def sine(hz: float, peak: float, seconds: float = 5.0, rate_hz: int = RATE_HZ) -> np.ndarray:
    return peak * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 48_000])
def test_a_sine_of_known_level_measures_as_the_standard_says(rate_hz: int) -> None:
    # EBU Tech 3341, case 1 in one channel: 997 Hz at -20 dBFS peak is -20 - 3.01 LUFS.
    assert loudness_lufs(sine(997, 0.1, rate_hz=rate_hz), rate_hz) == pytest.approx(-23.01, abs=0.1)


def test_silence_stays_silent() -> None:
    silence = np.zeros(RATE_HZ)

    assert loudness_lufs(silence, RATE_HZ) == SILENT_LUFS
    assert not levelled(silence, RATE_HZ).any()


def test_pauses_do_not_make_speech_quieter() -> None:
    spoken = sine(440, 0.1, 2.0)

    assert loudness_lufs(np.pad(spoken, RATE_HZ * 2), RATE_HZ) == pytest.approx(loudness_lufs(spoken, RATE_HZ), abs=1.0)


def test_loud_peaks_are_held_below_the_ceiling() -> None:
    clicks = np.where(np.arange(RATE_HZ) % 8000 == 0, 1.0, sine(440, 0.01, 1.0))

    assert true_peak(levelled(clicks, RATE_HZ)) <= CEILING


def test_noise_of_a_silent_room_is_not_brought_up() -> None:
    room = np.random.default_rng(1).standard_normal(RATE_HZ) * 10 ** (-66 / 20)

    assert np.abs(levelled(room, RATE_HZ)).max() <= np.abs(room).max() * 10 ** (MOST_GAIN_DB / 20) * 1.001


def test_what_is_near_enough_is_left_as_it_is() -> None:
    near = levelled(sine(440, 0.1), RATE_HZ) * 10 ** (0.3 / 20)

    assert levelled(near, RATE_HZ, 0.5) is near
    assert loudness_lufs(levelled(near, RATE_HZ), RATE_HZ) == pytest.approx(TARGET_LUFS, abs=0.1)
