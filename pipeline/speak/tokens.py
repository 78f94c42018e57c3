"""Makes phones of the tokens that a model reads and of how long it speaks each."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.speak.phones import append
from pipeline.types import Phone

_STRESS = frozenset("ˈˌ'")
_LENGTH = frozenset("ːˑ")
_PAUSE_S = 0.08
"""A space or a comma spoken longer than this is a pause; a shorter one belongs to the sound before it."""


def phones_of_tokens(signs: Sequence[str], frames: Sequence[float], seconds: float) -> tuple[Phone, ...]:
    """Phones that cover `seconds`, from IPA signs, empty for blanks, and the frames of each.

    A blank goes on with the sound before it, a mark of stress with the one after it.
    """
    total = sum(frames)
    if not total or len(signs) != len(frames):
        return ()
    step = seconds / total
    phones: list[Phone] = []
    at, held = 0.0, 0.0
    for sign, count in zip(signs, frames, strict=True):
        start, at = at, at + count * step
        if not count:
            continue
        if sign in _STRESS:
            held += at - start
            continue
        start, held = start - held, 0.0
        before = phones[-1] if phones else None
        if sign == "" or sign in _LENGTH:
            symbol = before.symbol if before else ""
            symbol += sign if symbol else ""
            phones[-1:] = [Phone(symbol, before.start if before else start, at)]
        elif sign[0].isalpha():
            append(phones, Phone(sign, start, at))
        elif before and before.symbol and at - start < _PAUSE_S:
            phones[-1] = Phone(before.symbol, before.start, at)
        else:
            append(phones, Phone("", start, at))
    if phones and held:
        phones[-1] = Phone(phones[-1].symbol, phones[-1].start, at)
    return (*phones[:-1], Phone(phones[-1].symbol, phones[-1].start, seconds)) if phones else ()
