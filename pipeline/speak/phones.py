"""Turns an engine's phoneme events into phones: clean IPA, in order, covering the speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.types import Phone

_MODIFIERS = "ʲʰʷˠˤː"
_STRESS = "ˈˌˑ"
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]*\)?")
_CUT_OFF = "ə"
"""Stands for a sound whose name was pushed out of the event by the name of a language."""

# espeak-ng writes a phoneme it has no IPA for with its own mnemonic; these are the ones its larger languages use
# (espeak-ng, phsource/ph_* of 1.52).
_MNEMONICS = {
    "s.": "ʂ",
    "z.": "ʐ",
    "ts.": "ʈʂ",
    "ts.h": "ʈʂʰ",
    "tsh": "tsʰ",
    "tS;": "tɕ",
    "i.": "ɨ",
    "i[": "ɨ",
    "o-": "ɤ",
    "u-": "ʉ",
    "s-": "s",
    "ε": "ɛ",
    "sx": "ɧ",
    "ph": "pʰ",
    "th": "tʰ",
    "kh": "kʰ",
}


def ipa(symbol: str) -> str:
    """The plain IPA of what espeak-ng calls a sound: without stress, and empty for a pause."""
    named = _LANGUAGE_SWITCH.sub("", symbol)
    bare = "".join(sign for sign in named if sign not in _STRESS and not sign.isdigit())
    bare = _MNEMONICS.get(bare, bare).strip("_:;.-|~!?*'\"^ ")
    return bare or (_CUT_OFF if symbol.startswith("(") else "")


def phones_of(onsets: Sequence[tuple[str, float]], seconds: float) -> tuple[Phone, ...]:
    """Make phones from symbols and the times they begin at; each lasts until the next, pauses are joined.

    A mark without a sound of its own (a tone, a length) has no time and belongs to the sound before it.
    """
    phones: list[Phone] = []
    times = [min(max(start, 0.0), seconds) for _, start in onsets]
    for (symbol, _), start, end in zip(onsets, times, [*times, seconds][1:], strict=True):
        if end > start:
            append(phones, Phone(ipa(symbol), start, end))
    if not phones:
        return (Phone("", 0.0, seconds),) if seconds > 0 else ()
    if phones[0].start > 0:
        first = phones[0]
        lead = Phone("", 0.0, first.start)
        phones[:1] = [Phone("", 0.0, first.end)] if not first.symbol else [lead, first]
    return tuple(phones)


def append(phones: list[Phone], phone: Phone) -> None:
    """Add a phone; a pause joins the pause before it, and a modifier of its own the sound that it modifies."""
    if phones and not phone.symbol and not phones[-1].symbol:
        phones[-1] = Phone("", phones[-1].start, phone.end)
    elif phones and phone.symbol and phones[-1].symbol and all(sign in _MODIFIERS for sign in phone.symbol):
        phones[-1] = Phone(phones[-1].symbol + phone.symbol, phones[-1].start, phone.end)
    else:
        phones.append(phone)


def cut(phones: Iterable[Phone], start: float, end: float) -> tuple[Phone, ...]:
    """The phones of the stretch between two times, counted from its start."""
    kept = []
    for phone in phones:
        low, high = max(phone.start, start), min(phone.end, end)
        if high > low:
            kept.append(Phone(phone.symbol, low - start, high - start))
    return tuple(kept)


_STOPS = frozenset("ptkcqʈ")
"""First signs of the sounds that begin with a silent closure; `ts` and `tʃ` too."""

_CLOSURE_S = 0.06
_STILL = 12
"""Sample values up to this are silence in an engine's own output."""


def with_closures(phones: Sequence[Phone], pcm: bytes, rate_hz: int) -> tuple[Phone, ...]:
    """The phones with voiceless stops beginning where the mouth closes, as it shows, not where the air bursts out.

    espeak-ng's event marks the burst; the closure is the digital silence before it, found in mono s16le `pcm`.
    """
    samples = memoryview(pcm[: len(pcm) // 2 * 2]).cast("h")
    moved = list(phones)
    for index in range(1, len(moved)):
        before, stop = moved[index - 1], moved[index]
        if stop.symbol[:1] not in _STOPS or not stop.symbol:
            continue
        floor = max(round((stop.start - _CLOSURE_S) * rate_hz), round((before.start + 0.005) * rate_hz), 0)
        at = min(round(stop.start * rate_hz), len(samples))
        while at > floor and abs(samples[at - 1]) <= _STILL:
            at -= 1
        closed = at / rate_hz
        if stop.start - closed > 0.004:
            moved[index - 1] = Phone(before.symbol, before.start, closed)
            moved[index] = Phone(stop.symbol, closed, stop.end)
    return tuple(moved)
