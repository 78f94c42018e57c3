"""What the mouth does for each sound of speech, in any language that is written in IPA."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.types import MOUTH_SHAPES

Weights = tuple[float, ...]
"""Nine, in the order of `MOUTH_SHAPES`."""


@dataclass(frozen=True, slots=True)
class Viseme:
    """How one sound wants the mouth: lips and jaw are two axes (JALI, Edwards et al. 2016)."""

    lips: Weights
    jaw: float
    """0 closed to 1 wide."""
    pull: float
    """How much it insists against its neighbours: a `k` takes the mouth it finds, an `f` does not."""
    closes: bool = False
    """Lips meet: nothing else may be seen while it is held."""
    hums: bool = False
    """It sounds while the lips are closed, not when they part."""
    rounds: bool = False
    """Lips purse; they begin to well before the sound."""
    voiced_vowel: bool = False


def weights(**shapes: float) -> Weights:
    """Nine weights from those named."""
    return tuple(shapes.get(shape, 0.0) for shape in MOUTH_SHAPES)


REST = weights(X=1)
CLOSED = weights(A=1)


def _vowel(jaw: float, *, rounds: bool = False, **shapes: float) -> Viseme:
    return Viseme(weights(**shapes), jaw, 1.0, rounds=rounds, voiced_vowel=True)


def _consonant(jaw: float, pull: float, *, rounds: bool = False, **shapes: float) -> Viseme:
    return Viseme(weights(**shapes), jaw, pull, rounds=rounds)


_BILABIAL = Viseme(CLOSED, 0.0, 1.0, closes=True)
_HUM = Viseme(CLOSED, 0.0, 1.0, closes=True, hums=True)
_LIP_TEETH = _consonant(0.1, 1.1, G=1)
_HISS = _consonant(0.08, 0.9, B=1)
_TONGUE_TIP = _consonant(0.12, 0.65, B=1)
_HUSH = _consonant(0.12, 0.8, rounds=True, B=0.57, F=0.43)
_BACK = _consonant(0.25, 0.3, B=0.6, C=0.4)
_BREATH = _consonant(0.35, 0.08, C=1)
_LATERAL = _consonant(0.25, 0.65, H=0.6, B=0.4)
_DENTAL = _consonant(0.2, 0.65, H=0.6, B=0.4)
_R = _consonant(0.2, 0.6, rounds=True, E=0.45, B=0.55)
_TRILL = _consonant(0.25, 0.3, B=0.6, H=0.4)
_PUCKER = _consonant(0.12, 1.0, rounds=True, F=1)
_PALATAL = _consonant(0.15, 0.55, B=1)

_AH = _vowel(0.75, D=0.55, C=0.45)
_EH = _vowel(0.5, C=1)
_EE = _vowel(0.32, B=0.51, C=0.49)
_IH = _vowel(0.42, B=0.05, C=0.95)
_SCHWA = _vowel(0.44, C=0.97, B=0.03)
_UH = _vowel(0.6, C=0.6, D=0.4)
_ER = _vowel(0.38, rounds=True, E=0.8, B=0.2)
_AW = _vowel(0.6, rounds=True, E=1)
_OH = _vowel(0.5, rounds=True, E=0.85, F=0.15)
_OO = _vowel(0.32, rounds=True, F=0.52, E=0.48)
_U_SHORT = _vowel(0.36, rounds=True, F=0.51, E=0.49)
_UE = _vowel(0.2, rounds=True, F=0.85, B=0.15)
_OE = _vowel(0.42, rounds=True, E=0.65, F=0.35)

VISEMES: dict[str, Viseme] = {
    **dict.fromkeys("iᵻ", _EE),
    **dict.fromkeys("ɪɨɯ", _IH),
    "e": _vowel(0.45, C=0.9, B=0.1),
    **dict.fromkeys("ɛ", _EH),
    "æ": _vowel(0.66, C=0.75, D=0.25),
    **dict.fromkeys("aɑ", _AH),
    "ɒ": _vowel(0.65, rounds=True, D=0.38, E=0.62),
    **dict.fromkeys("ʌɐ", _UH),
    **dict.fromkeys("əɘɤ", _SCHWA),
    **dict.fromkeys("ɜɝɚɞ", _ER),
    "ɔ": _AW,
    "o": _OH,
    **dict.fromkeys("uʉ", _OO),
    "ʊ": _U_SHORT,
    **dict.fromkeys("yʏ", _UE),
    **dict.fromkeys("øœɵɶ", _OE),
    **dict.fromkeys("pbɓʙ", _BILABIAL),
    "m": _HUM,
    **dict.fromkeys("ɸβ", _consonant(0.05, 1.0, A=0.6, F=0.4)),
    **dict.fromkeys("fvɱʋⱱ", _LIP_TEETH),
    **dict.fromkeys("sz", _HISS),
    **dict.fromkeys("tdnʈɖɳɗɾɽ", _TONGUE_TIP),
    **dict.fromkeys("ʃʒɕʑʂʐɧ", _HUSH),
    **dict.fromkeys("θð", _DENTAL),
    **dict.fromkeys("lɫɭɬɮʟɺ", _LATERAL),
    **dict.fromkeys("ɹɻ", _R),
    "r": _TRILL,
    **dict.fromkeys("wʍɥɰ", _PUCKER),
    **dict.fromkeys("jʎɲɟcçʝ", _PALATAL),
    **dict.fromkeys("kgɡŋqɢɴxɣχʁʀɠʛ", _BACK),
    **dict.fromkeys("hɦħʕʔʡʜʢ", _BREATH),
}
"""By the letters of the International Phonetic Alphabet (2020 chart), one letter each."""

UNKNOWN = _consonant(0.25, 0.3, B=0.5, C=0.5)
"""A sound that no table knows: something moves, nothing stands out."""

_SECOND_IN_DIPHTHONG = 0.75
"""The glide of a diphthong is reached less fully than its nucleus."""


@lru_cache(maxsize=2048)
def visemes_of(symbol: str) -> tuple[Viseme, ...]:
    """The visemes that one phone goes through, in order: two for a diphthong or an affricate, none for a pause.

    Stress, length, tone and other marks are passed over, so the mnemonics of speech engines are understood too.
    """
    if not symbol.strip():
        return ()
    found: list[Viseme] = []
    for letter in symbol:
        viseme = VISEMES.get(letter)
        if viseme is None:
            continue
        if not found or viseme.lips != found[-1].lips:
            found.append(viseme)
    if not found:
        # Modifier letters (Lm), such as stress and length, are no sounds of their own.
        return (UNKNOWN,) if any(unicodedata.category(letter) in {"Ll", "Lu", "Lo"} for letter in symbol) else ()
    return tuple(_glides(found))


def _glides(found: list[Viseme]) -> list[Viseme]:
    """Weaken what follows the first vowel of a diphthong."""
    out = found[:1]
    for before, viseme in pairwise(found):
        if before.voiced_vowel and viseme.voiced_vowel:
            out.append(Viseme(viseme.lips, viseme.jaw, _SECOND_IN_DIPHTHONG, rounds=viseme.rounds, voiced_vowel=True))
        else:
            out.append(viseme)
    return out


def is_stressed(symbol: str) -> bool:
    """Whether a phone carries the mark of primary stress."""
    return "ˈ" in symbol
