"""Finds when each sound of an engine is heard that does not say: the same words are spoken by one that does.

espeak-ng's phones are carried over by dynamic time warping of the two sounds' cepstra, as in Malfrère & Dutoit
(Eurospeech 1997), who aligned speech with a synthesiser's, and in aeneas (Pettarin, 2015). Where the voice pauses,
its energy tells.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.speak.phones import append
from pipeline.types import Phone, Speech

Features = NDArray[np.float32]
"""(frames, cepstra) float32."""

_HOP_S = 0.01
_WINDOW_S = 0.03
_MOST_FRAMES = 2500
"""The table of the warping has the square of it: longer speech is looked at more seldom."""
_BANDS = 26
_CEPSTRA = 13
_TOP_HZ = 7000.0
_ENERGY_WEIGHT = 1.5
_STRETCH_COST = 0.35
"""What staying on one frame costs on top: the two speak at about one pace unless the sound says otherwise."""

_QUIET_DB = -38.0
"""Below the loudest moment by so much is a pause..."""
_PAUSE_S = 0.09
"""...if it lasts longer than the closure of a stop."""


def aligned(speech: Speech, model: Speech) -> tuple[Phone, ...]:
    """The phones of `model`, which says the same words, at the times at which `speech` says them."""
    hop_s = max(_HOP_S, speech.seconds / _MOST_FRAMES, model.seconds / _MOST_FRAMES)
    sound, other = _samples(speech), _samples(model)
    if not model.phones or len(sound) < 4 * hop_s * speech.rate_hz or not sound.any():
        return ()
    begin, end = _spoken_part(sound, speech.rate_hz)
    first, last = _spoken_part(other, model.rate_hz)
    theirs = _features(sound[round(begin * speech.rate_hz) : round(end * speech.rate_hz)], speech.rate_hz, hop_s)
    ours = _features(other[round(first * model.rate_hz) : round(last * model.rate_hz)], model.rate_hz, hop_s)
    if not len(theirs) or not len(ours):
        return ()
    at, to = _warping(ours, theirs)
    at_s = np.concatenate(([0.0, first], first + (at + 0.5) * hop_s, [last, max(last, model.seconds)]))
    to_s = np.concatenate(([0.0, begin], begin + (to + 0.5) * hop_s, [end, max(end, speech.seconds)]))
    edges = np.interp([phone.start for phone in model.phones] + [model.phones[-1].end], at_s, to_s)
    edges[0], edges[-1] = 0.0, speech.seconds
    phones: list[Phone] = []
    for phone, start, stop in zip(model.phones, edges, edges[1:], strict=False):
        if stop - start > 1e-4:
            append(phones, Phone(phone.symbol, float(start), float(stop)))
    return _with_pauses(phones, _pauses(sound, speech.rate_hz))


def _samples(speech: Speech) -> NDArray[np.float32]:
    return np.frombuffer(speech.pcm[: len(speech.pcm) // 2 * 2], "<i2").astype(np.float32) / 32768.0


def _level(sound: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """The power of every hundredth of a second, in decibels below the loudest."""
    hop = rate_hz // 100
    count = max(1, len(sound) // hop)
    whole = np.pad(sound, (0, max(0, count * hop - len(sound))))[: count * hop].reshape(count, hop)
    power = np.einsum("ij,ij->i", whole, whole)
    return np.asarray(10 * np.log10(np.maximum(power / max(1e-12, float(power.max())), 1e-8)), np.float32)


def _spoken_part(sound: NDArray[np.float32], rate_hz: int) -> tuple[float, float]:
    """When the first and the last sound is heard."""
    loud = np.flatnonzero(_level(sound, rate_hz) > _QUIET_DB)
    return float(loud[0]) / 100, min(len(sound) / rate_hz, float(loud[-1] + 1) / 100)


def _pauses(sound: NDArray[np.float32], rate_hz: int) -> list[tuple[float, float]]:
    quiet = np.concatenate(([False], _level(sound, rate_hz) <= _QUIET_DB, [False]))
    turns = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    pairs = [(float(start) / 100, float(end) / 100) for start, end in turns.reshape(-1, 2)]
    return [(start, end) for start, end in pairs if end - start >= _PAUSE_S]


def _with_pauses(phones: Sequence[Phone], pauses: Sequence[tuple[float, float]]) -> tuple[Phone, ...]:
    """The phones with silence cut out of them; one that would vanish keeps its time."""
    kept: list[Phone] = []
    for phone in phones:
        pieces = [(phone.start, phone.end)] if phone.symbol else []
        for low, high in pauses:
            pieces = [
                piece
                for start, end in pieces
                for piece in ((start, min(end, low)), (max(start, high), end))
                if piece[1] - piece[0] > 1e-4
            ]
        start, end = max(pieces, key=lambda piece: piece[1] - piece[0]) if pieces else (phone.start, phone.end)
        if start > phone.start:
            append(kept, Phone("", phone.start, start))
        append(kept, Phone(phone.symbol, start, end))
        if end < phone.end:
            append(kept, Phone("", end, phone.end))
    return tuple(kept)


def _features(sound: NDArray[np.float32], rate_hz: int, hop_s: float) -> Features:
    """Cepstra and energy of every hop, each moved and scaled to what is usual in this voice."""
    hop, window = round(hop_s * rate_hz), round(_WINDOW_S * rate_hz)
    size = 1 << (window - 1).bit_length()
    padded = np.pad(np.append(sound[:1], sound[1:] - 0.95 * sound[:-1]), (window // 2, window))
    frames = np.lib.stride_tricks.sliding_window_view(padded, window)[:: max(1, hop)][: max(1, len(sound) // hop)]
    power = np.abs(np.fft.rfft(frames * np.hanning(window).astype(np.float32), size, axis=1)) ** 2
    bands = np.log(power @ _mel_bands(rate_hz, size).T + 1e-7)
    turns = np.cos(np.pi * np.outer(np.arange(1, _CEPSTRA), np.arange(_BANDS) + 0.5) / _BANDS)
    cepstra = np.column_stack((bands @ turns.T, _ENERGY_WEIGHT * bands.mean(axis=1)))
    weights = np.append(np.ones(_CEPSTRA - 1), _ENERGY_WEIGHT)
    return np.asarray(weights * (cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + 1e-6), np.float32)


def _mel_bands(rate_hz: int, size: int) -> NDArray[np.float32]:
    """(bands, bins): overlapping triangles, evenly apart in mel (O'Shaughnessy 1987)."""
    top = min(_TOP_HZ, rate_hz / 2)
    mel = np.linspace(2595 * np.log10(1 + 100 / 700), 2595 * np.log10(1 + top / 700), _BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    hz = np.arange(size // 2 + 1) * rate_hz / size
    rise = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.maximum(0.0, np.minimum(rise, fall)), np.float32)


def _warping(ours: Features, theirs: Features) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cheapest path through both: for each of its steps a frame of ours and one of theirs, both never falling."""
    square = (ours**2).sum(axis=1)[:, None] + (theirs**2).sum(axis=1)[None, :] - 2 * ours @ theirs.T
    cost = np.sqrt(np.maximum(square, 0.0)) / np.sqrt(ours.shape[1])
    total = np.empty_like(cost)
    for row, step in enumerate(cost):
        along = np.cumsum(step + _STRETCH_COST)
        if row == 0:
            total[0] = along
            continue
        before = total[row - 1]
        entry = np.minimum(before + _STRETCH_COST, np.append(np.float32(np.inf), before[:-1])) + step
        # Walking along a row adds up: what it costs to have entered it at the cheapest place before.
        total[row] = np.minimum.accumulate(entry - along) + along
    return _walked_back(total)


def _walked_back(total: Features) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    row, column = total.shape[0] - 1, total.shape[1] - 1
    path = [(row, column)]
    while row or column:
        options = []
        if row and column:
            options.append((total[row - 1, column - 1], row - 1, column - 1))
        if row:
            options.append((total[row - 1, column] + _STRETCH_COST, row - 1, column))
        if column:
            options.append((total[row, column - 1] + _STRETCH_COST, row, column - 1))
        _, row, column = min(options)
        path.append((row, column))
    steps = np.array(path[::-1])
    return steps[:, 0], steps[:, 1]
