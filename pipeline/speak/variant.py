"""Writes espeak-ng's variant files: how one engine voice becomes many throats.

The lines are explained in espeak-ng's docs/voices.md (pitch, formant, flutter, roughness, breath, voicing, tone,
echo). Shifting here, where sound is made, costs nothing and leaves none of the traces of a shift afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

PLAIN_PITCH = (82.0, 118.0)
"""The base and top pitch in Hz of a voice without a pitch line (espeak-ng, src/libespeak-ng/voices.c)."""

_LEFT_OUT = ("language", "name", "gender", "maintainer", "status", "echo")
"""The room comes from the changer; an echo in the engine would also hide where a mouth closes."""

_LIVELY = 1.3
"""How much wider the pitch moves than in espeak-ng, which speaks within four semitones; people use six or seven."""

_FORMANTS = 9
_FLAT = (100.0, 100.0, 100.0)


def variant_file(base: str, pitch_semitones: float, formant_ratio: float, extra: Sequence[str] = ()) -> str:
    """A variant file like `base` with its pitch and formants moved, and `extra` lines at the end."""
    pitch = PLAIN_PITCH
    formants: dict[int, list[float]] = {number: list(_FLAT) for number in range(_FORMANTS)}
    kept = ["language variant", "name summon"]
    for line in base.splitlines():
        words = line.partition("//")[0].split()
        if not words or words[0] in _LEFT_OUT:
            continue
        numbers = _numbers(words[1:])
        if words[0] == "pitch" and len(numbers) == 2:
            pitch = (numbers[0], numbers[1])
        elif words[0] == "formant" and len(numbers) >= 2 and 0 <= int(numbers[0]) < _FORMANTS:
            formants[int(numbers[0])] = numbers[1:]
        else:
            kept.append(" ".join(words))
    factor = 2.0 ** (pitch_semitones / 12.0)
    middle, half = sum(pitch) / 2, (pitch[1] - pitch[0]) / 2 * _LIVELY
    low, high = (max(20.0, hz * factor) for hz in (middle - half, middle + half))
    kept.append(f"pitch {low:.0f} {high:.0f}")
    ratio = formant_ratio * _throat(pitch[0]) / _throat(round(low))
    for number, (frequency, *rest) in formants.items():
        kept.append(" ".join(["formant", str(number), *(f"{value:.0f}" for value in (frequency * ratio, *rest))]))
    return "\n".join([*kept, *extra]) + "\n"


def _throat(pitch_hz: float) -> float:
    """How far espeak-ng moves all formants for a base pitch by itself (voices.c, `formant_factor`)."""
    return 1.0 + (pitch_hz - 82.0) / 82.0 / 4.0


def _numbers(words: Sequence[str]) -> list[float]:
    numbers = []
    for word in words:
        try:
            numbers.append(float(word))
        except ValueError:
            break
    return numbers
