"""Turns an engine's phoneme events into phones: clean IPA, in order, covering the speech."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.types import Phone

_STRESS = "ˈˌˑ"

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
    bare = "".join(sign for sign in symbol if sign not in _STRESS and not sign.isdigit())
    bare = _MNEMONICS.get(bare, bare)
    return bare.strip("_:;.-|~!?*'\"^ ")


def phones_of(onsets: Sequence[tuple[str, float]], seconds: float) -> tuple[Phone, ...]:
    """Make phones from symbols and the times they begin at; each lasts until the next, pauses are joined.

    A mark without a sound of its own (a tone, a length) has no time and belongs to the sound before it.
    """
    phones: list[Phone] = []
    times = [min(max(start, 0.0), seconds) for _, start in onsets]
    for (symbol, _), start, end in zip(onsets, times, [*times[1:], seconds], strict=True):
        if end > start:
            _append(phones, Phone(ipa(symbol), start, end))
    if not phones:
        return (Phone("", 0.0, seconds),) if seconds > 0 else ()
    if phones[0].start > 0:
        first = phones[0]
        lead = Phone("", 0.0, first.start)
        phones[:1] = [Phone("", 0.0, first.end)] if not first.symbol else [lead, first]
    return tuple(phones)


def _append(phones: list[Phone], phone: Phone) -> None:
    if phones and not phone.symbol and not phones[-1].symbol:
        phones[-1] = Phone("", phones[-1].start, phone.end)
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
