"""Estimates which sound comes when, for engines that do not say: from the letters and the energy."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.animate.hearing import STEP, Heard
from pipeline.types import Phone, Speech

_LETTERS = {
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "abkdɛfɡhɪʒklmnopkɹstuvwksiz", strict=False)),
    "x": "ks",
    "y": "i",
    "z": "z",
}
_PAIRS = {
    "th": "θ",
    "sh": "ʃ",
    "ch": "tʃ",
    "ph": "f",
    "ck": "k",
    "ng": "ŋ",
    "ee": "i",
    "oo": "u",
    "ou": "aʊ",
    "ow": "oʊ",
}
_PAIRS |= {"ea": "i", "ai": "eɪ", "ay": "eɪ", "oa": "oʊ", "wh": "w", "qu": "kw", "ss": "s", "ll": "l", "tt": "t"}
_PAIRS |= {"pp": "p", "bb": "b", "mm": "m", "ff": "f", "nn": "n", "rr": "ɹ", "dd": "d", "gg": "ɡ", "cc": "k", "zz": "z"}
_VOWELS = "aɑæɐeɛəiɪoɔuʊyø"
_SYLLABLE = ("t", "a", "n", "ɪ", "m", "o", "k", "ə", "f", "ɛ", "b", "u", "l", "i")
"""What is shown where the script is unknown: something of every kind of mouth."""
_LONG, _SHORT = 2.0, 1.0
_SOUNDS_ABOVE = 0.12
_PER_SECOND = 11.0


def with_phones(speech: Speech, heard: Heard) -> Speech:
    """The speech with phones: its own, or estimated ones, marked as such; silence stays without."""
    if speech.phones:
        return speech
    stretches = _sounding(heard)
    total = sum(end - start for start, end in stretches)
    if total <= 0:
        return speech
    sounds = _sounds(speech.text) or _any(total)
    sounds = _thinned(sounds, total)
    lengths = np.array([_LONG if s[0] in _VOWELS else _SHORT for s in sounds])
    edges = np.concatenate(([0.0], np.cumsum(lengths))) * total / lengths.sum()
    phones = [
        _placed(sound, float(begin), float(end), stretches)
        for sound, (begin, end) in zip(sounds, pairwise(edges), strict=True)
    ]
    return replace(speech, phones=tuple(phones), estimated=True)


def _sounding(heard: Heard) -> list[tuple[float, float]]:
    """Stretches of sound; gaps of less than 80 ms are closures, not pauses."""
    loud = heard.loudness > _SOUNDS_ABOVE
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(int), [0]))))
    stretches: list[tuple[float, float]] = []
    for start, end in zip(edges[::2] * STEP, edges[1::2] * STEP, strict=True):
        if stretches and start - stretches[-1][1] < 0.08:
            stretches[-1] = (stretches[-1][0], float(end))
        elif end - start >= 0.03:
            stretches.append((float(start), float(end)))
    return stretches


def _placed(sound: str, begin: float, end: float, stretches: list[tuple[float, float]]) -> Phone:
    """A sound that lasts from one amount of heard sound to another; where a pause divides it, its longer part."""
    parts: list[tuple[float, float]] = []
    before = 0.0
    for start, stop in stretches:
        low, high = max(begin, before), min(end, before + stop - start)
        if high > low:
            parts.append((start + low - before, start + high - before))
        before += stop - start
    longest = max(parts, key=lambda part: part[1] - part[0], default=(stretches[-1][1], stretches[-1][1]))
    return Phone(sound, *longest)


def _sounds(text: str) -> list[str]:
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    sounds: list[str] = []
    k = 0
    while k < len(letters):
        if (pair := letters[k : k + 2]) in _PAIRS:
            sounds.append(_PAIRS[pair])
            k += 2
            continue
        if letters[k] in _LETTERS:
            if not (letters[k] == "e" and letters[k - 1 : k].isalpha() and not letters[k + 1 : k + 2].isalpha()):
                sounds.append(_LETTERS[letters[k]])
        elif letters[k].isalpha():
            sounds += (_SYLLABLE[ord(letters[k]) * 2 % 14], _SYLLABLE[(ord(letters[k]) * 2 + 1) % 14])
        k += 1
    return sounds


def _any(seconds: float) -> list[str]:
    return [_SYLLABLE[k % len(_SYLLABLE)] for k in range(max(1, int(seconds * _PER_SECOND)))]


def _thinned(sounds: list[str], seconds: float) -> list[str]:
    """A text far longer than its sound would be a flutter: take every n-th."""
    most = max(1, int(seconds * 2 * _PER_SECOND))
    return sounds if len(sounds) <= most else [sounds[k * len(sounds) // most] for k in range(most)]
