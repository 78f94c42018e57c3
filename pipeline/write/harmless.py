"""Makes text of strangers harmless: what users, cards and models write is data, on its way in and on its way out."""

from __future__ import annotations

import re
import unicodedata

# Chat templates give these a meaning of their own, and some servers read them in messages too:
# <|im_start|>, <s>, <start_of_turn>, <think>, <｜User｜>, [INST], <<SYS>>.
_MARKS = re.compile(r"<(?=[|｜/<A-Za-z_])|(?<=[|｜>])>|(?<=[|｜])>|\[(?=/?INST\])")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


def printable(text: str) -> str:
    """The text without signs that nobody can see: controls, halves of pairs, overrides of direction."""
    return "".join(sign for sign in text if sign in "\n\t" or not _unseen(sign))


def _unseen(sign: str) -> bool:
    return sign in _BIDI or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}


def as_data(text: str, longest: int) -> str:
    """One line for a prompt that can be neither a speaker's turn nor a mark of the chat template."""
    line = " ".join(printable(text[: 2 * longest]).split())
    return _MARKS.sub(lambda mark: "(" if mark[0] == "[" else "‹" if mark[0] == "<" else "›", line)[:longest]
