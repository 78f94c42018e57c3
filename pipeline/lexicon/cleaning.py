"""Makes one harmless line of what a stranger wrote."""

from __future__ import annotations

import functools
import re
import unicodedata

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]{0,50}[ -/]{0,10}[@-~]?|.?)")
"""A terminal's escape sequence, whole: what is left of half of one would read as a word."""
_TAG = re.compile(r"<[^<>]{0,200}>")
_ADDRESS = re.compile(
    r"(?i)[(\[]?\b(?:(?:from|at|see|like|von|siehe|wie|de|voir|ver|vedi|zie|van|zob)[ :]+)?"
    r"(?:https?://|ftp://|www\.)[^\s()<>\[\]]+[)\]]?"
)
"""An address on the web, with the little word that only leads to it."""
_UNWANTED = frozenset("<>{}\\`")
_NOISE = re.compile(
    "face|sign|symbol|black|white|heavy|with|of|the|medium|small|large|and|emoji|modifier|selector|mark|open|closed|"
    "grinning|slice|pile|personal|front-facing|facing"
)
"""What the names of pictographs hold beside the thing."""
_TONE = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)


def cleaned(text: str) -> str:
    """One line without control characters, markup and doubled blanks; letters are put into their usual form.

    Composed letters and half and full width forms are made one (Unicode NFKC), so that `ｔｅａｐｏｔ` is a teapot.
    """
    line = unicodedata.normalize("NFKC", _ESCAPE.sub(" ", text))
    bare = _TAG.sub(" ", line)
    kept = (_kept(sign) for sign in (bare if any(sign.isalnum() for sign in bare) else line))
    return " ".join("".join(kept).split())


def without_addresses(text: str) -> str:
    """The text without addresses on the web: their pieces would read as words."""
    return _ADDRESS.sub(" ", text)


def _kept(sign: str) -> str:
    if sign in _UNWANTED or sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if kind in {"Cf", "Cs", "Co", "Cn"} or sign == "\ufe0f" else sign


def unmarked(text: str) -> str:
    """The text without the marks of its letters, sign for sign: `żółw` gives `zolw`, `yaşlı` gives `yasli`."""
    return "".join(_bare(sign) for sign in text)


@functools.lru_cache(maxsize=2048)
def _bare(sign: str) -> str:
    return sign if sign.isascii() else _OWN_LETTERS.get(sign) or unicodedata.normalize("NFD", sign)[0]


_OWN_LETTERS = {"ł": "l", "ı": "i", "Ł": "L"}


def emoji_words(sign: str) -> tuple[str, ...]:
    """What a pictograph shows, in words: `🫖` gives `teapot`; empty for any other sign."""
    code = ord(sign)
    if code < 0x203C or code in _TONE:
        return ()
    if code in _FLAG:
        return ("flag",)
    if unicodedata.category(sign) != "So":
        return ()
    name = unicodedata.name(sign, "").lower()
    if not name or name.startswith(("box drawings", "braille", "cjk", "circled", "ideographic")):
        return ()
    words = tuple(word for word in name.split() if not _NOISE.fullmatch(word))
    return words or ("smiley",)
