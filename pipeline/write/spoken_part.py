"""Decides, while a model writes, how much of it is said: whole words, in the right tongue, to the end of a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.write.harmless import printable
from pipeline.write.improvise.answering import count_words
from pipeline.write.sentences import split
from pipeline.write.tongues import Tongue, tongue_of

_END = re.compile(r"[.!?…‽؟۔।]+[\"'”’»)\]*_]*(?=\s)|[。！？]+[」』”’)）]*")
_HALF = re.compile(r"\s*[^\W_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{0,40}$")
_ENOUGH = 12
"""How many letters tell in which script a reply is written."""
_SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "he": "HEBREW", "el": "GREEK", "hi": "DEVANAGARI",
    "mr": "DEVANAGARI", "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "ko": "HANGUL", "th": "THAI",
    "zh": "CJK", "ja": "CJK HIRAGANA KATAKANA",
}  # fmt: skip


class WrongTongue(Exception):
    """The reply is in a script or a language that the character does not speak."""


class SpokenPart:
    """Takes a reply in pieces and gives those to say.

    Nothing is given before the script of the reply is known, and its language as far as its first words tell. Half
    words are held back, and after `words` words it ends with the sentence, or in its middle where that has no end.
    """

    def __init__(self, name: str, language: str, words: int) -> None:
        self._prefix = re.compile(rf"\s*[*_\"]*{re.escape(name)}[*_]*\s*[:：][*_]*\s*", re.IGNORECASE)
        self._name = name.casefold()
        self._language = language
        self._words = words
        self._most = words + words // 2 + 10
        self._longest = 400 + 20 * words
        self._begun = False
        self._held = ""
        self._said = ""
        self.full = False
        """True once nothing more will be said."""

    def feed(self, piece: str) -> str:
        """Add a piece; gives what can be said now.

        Raises:
            WrongTongue: The reply is not in the character's script.
        """
        if self.full:
            return ""
        self._held = (self._held + printable(piece[: 2 * self._longest]))[: 2 * self._longest]
        if not self._begun and not self._begin(last=False):
            return ""
        return self._give(self._whole_words())

    def finish(self) -> str:
        """The reply ended well; gives the rest.

        Raises:
            WrongTongue: The reply is not in the character's script.
        """
        if self.full:
            return ""
        if not self._begun:
            self._begin(last=True)
        given = self._give(self._held)
        self.full = True
        return given

    def cut(self) -> str:
        """The reply was cut off; gives the rest without the half word."""
        if self.full:
            return ""
        if not self._begun:
            self._begin(last=True)
        whole = self._whole_words()
        if not (self._said + whole).strip():
            whole = self._held
        given = self._give(whole)
        self.full = True
        whole_word = given.endswith("…") or not self._said.rstrip()[-1:].isalnum()
        return given if whole_word else f"{given.rstrip()}…"

    def _whole_words(self) -> str:
        """What is held, without the last word, which may be half of one, and the blanks before it."""
        half = _HALF.search(self._held)
        return self._held[: half.start()] if half else self._held

    def _begin(self, *, last: bool) -> bool:
        self._held = self._held.lstrip()
        letters = [sign for sign in self._held if sign.isalpha()]
        if not last and (len(letters) < _ENOUGH or self._may_name()):
            return False
        prefix = self._prefix.match(self._held)
        said = self._held[prefix.end() if prefix else 0 :].lstrip()
        tongue = tongue_of(said, self._language)
        if not speaks(said, self._language) or tongue is Tongue.WRONG:
            raise WrongTongue
        if tongue is Tongue.OPEN and not last:
            return False
        self._held = said
        self._begun = True
        return True

    def _may_name(self) -> bool:
        """Whether what is held may still become the name and a colon."""
        text = self._held.lstrip(' \n\t*_"').casefold()
        return self._name.startswith(text) or (text.startswith(self._name) and len(text) < len(self._name) + 6)

    def _give(self, ready: str) -> str:
        """Say what is ready, as far as the words go."""
        whole = self._said + ready
        endless = len(whole) > self._longest
        if count_words(whole) < self._words and not endless:
            self._held = self._held[len(ready) :]
            self._said = whole
            return ready
        end = next(self._ends(whole), 0)
        if not end and (endless or count_words(whole) > self._most):
            end = self._last_word(whole)
            self.full = True
            given = whole[len(self._said) : end].rstrip(" ,;:–—-") + "…"
            self._said = whole[:end]
            return given
        if end:
            self.full = True
            given = whole[len(self._said) : end]
            self._said = whole[:end]
            return given
        self._held = self._held[len(ready) :]
        self._said = whole
        return ready

    def _ends(self, whole: str) -> Iterator[int]:
        """Where sentences end after enough words, in what is not yet said or just before it."""
        for match in _END.finditer(whole, max(0, len(self._said) - 8)):
            end = match.end()
            enough = end >= len(self._said) and count_words(whole[:end]) >= self._words
            if enough and split(whole[:end] + " Abc")[-1] == "Abc":
                yield end

    def _last_word(self, whole: str) -> int:
        """Where the most words that may be said end, never before what is said."""
        end = len(self._said)
        for match in re.finditer(r"\s+|[\u3040-\u30ff\u3400-\u9fff]", whole[end:]):
            if count_words(whole[: end + match.start()]) > self._most:
                return end + match.start()
        return len(whole) if count_words(whole) <= self._most + 5 else max(end, min(len(whole), end + 40))


def speaks(text: str, language: str) -> bool:
    """Whether a text is in the script of a language; too short a text is."""
    letters = [sign for sign in text[:400] if sign.isalpha()]
    if len(letters) < _ENOUGH:
        return True
    wanted = _SCRIPTS.get(language.lower().split("-")[0], "LATIN").split()
    own = sum(unicodedata.name(sign, "").startswith(tuple(wanted)) for sign in letters)
    return own >= 0.3 * len(letters)
