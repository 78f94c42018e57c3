"""Cuts a reply into sentences while it is still being written, so that the first is spoken before the last exists.

Where it is unsure it does not cut: a sentence too long costs a moment, one cut in the middle falls in the wrong place.
The cuts do not depend on how the text arrives in pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 200
"""Characters of a sentence before it is cut at a clause, or at a word."""

_SHORTEST_CLAUSE = 60
_SHORTEST_WORDS = 120
_ELLIPSIS_JOINS = 15
"""A beginning as short as `Hmm...` stays with what follows it."""

_WIDE_ENDS = "。！？｡．।॥؟۔։።༎"
_ENDS = ".!?…‽" + _WIDE_ENDS
_NO_SPACE_AFTER = "。！？｡．"
_CLOSERS = "\"'”’»«)]}*_`~」』）】〉》›‹“>"
_OPENED_BY = {"“": "„", "«": "»", "‹": "›"}
"""Marks that close in one language and open in another: they close where their other half has been."""
_OPENERS = "\"'“‘„«»‚‹›([{*_`~¿¡「『（【〈《-–—•"
_CLAUSE_MARKS = ",;:،؛、，；：—–"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence.
_TITLES = _words(
    "mr mrs ms mx dr prof st mt messrs rev gen col capt lt sgt gov sen rep fr br sr jr sra srta srs dra dña ud uds "
    "mme mlle mgr hr frl dipl ing bzw ca vgl evtl ggf inkl exkl sog bspw resp vs viz cf eg ie approx incl et.al "
    "z.b d.h u.a z.t i.d.r o.ä s.o v.a u.u e.g i.e p.ex p.ej c.-à-d ee fam sigg dott avv dhr mevr drs "
    "ул тов т.е т.н напр"
)
# The end of a sentence, but not before a number.
_BEFORE_NUMBERS = _words(
    "no nos nr num núm art fig vol p pp ch sec abs bd s kap jan feb febr mar apr jun jul aug sep sept oct okt nov dec "
    "dez janv févr avr juil déc ene abr ago dic tel ext v"
)
# What an ordinal number stands before in German, Dutch and the Nordic languages.
_AFTER_ORDINALS = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "januari februari maart mei augustus marts maj december "
    "jahrhundert klasse stock geburtstag weltkrieg platz kapitel tag woche"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][^\W\d_.’'-]*(?:[.-][^\W\d_]+)*)\.$")
_NUMBER_BEFORE = re.compile(r"(?:^|\s)(\d{1,3})\.$")
_WORD_AFTER = re.compile(r"\W*(\w+)(?=\W)")
_FENCE = "```"
_NOT_AS_IT_STANDS = re.compile(r"[*_`~<>\[\](){}|#/\n]")
"""Marks and addresses: what is said of them is known once they end."""
_SMALL_WORDS = re.compile(r"(?:(?:^|\s+)[^\W\d_]{1,3}(?:['’][^\W\d_]{1,2})?)+\s*$")


def split(text: str) -> list[str]:
    """Cut a whole text into sentences, in order; apart from white space nothing is lost."""
    splitter = Splitter()
    return [*splitter.feed(text), *splitter.finish()]


@dataclass(frozen=True, slots=True)
class _Cut:
    end: int
    """Where the sentence ends; 0 where more text is needed to know."""


_WAIT = _Cut(0)


class Splitter:
    """Takes a text in pieces and gives its sentences as soon as they are certain."""

    def __init__(self) -> None:
        self._rest = ""

    @property
    def begun(self) -> str:
        """What there is of the sentence that is being written, where it is said as it stands.

        Its last word is a long one: a voice dwells on the last word that carries weight, and small ones after it would
        hide which that is.
        """
        # More than a sentence waits only for marks to close; looking through all of it for every piece would take ever
        # longer.
        if len(self._rest) > 2 * LONGEST:
            return ""
        words = _SMALL_WORDS.sub("", self._rest).strip()
        return "" if _NOT_AS_IT_STANDS.search(words) else words

    def feed(self, piece: str) -> list[str]:
        """Add a piece; gives the sentences that it completes."""
        self._rest += piece
        return self._take(last=False)

    def finish(self) -> list[str]:
        """End the text; gives what is left."""
        sentences = self._take(last=True)
        rest, self._rest = self._rest.strip(), ""
        return [*sentences, rest] if rest else sentences

    def _take(self, *, last: bool) -> list[str]:
        sentences = []
        start = len(self._rest) - len(self._rest.lstrip())
        while start < len(self._rest):
            cut = _next_cut(self._rest, start, last=last)
            if cut is None or cut is _WAIT:
                break
            sentences.append(self._rest[start : cut.end].strip())
            start = cut.end
            while start < len(self._rest) and self._rest[start].isspace():
                start += 1
        self._rest = self._rest[start:]
        return [sentence for sentence in sentences if sentence]


def _next_cut(text: str, start: int, *, last: bool) -> _Cut | None:
    """The first place after `start` where a sentence ends."""
    has_words = False
    at = start
    while at < len(text) and at - start < LONGEST:
        sign = text[at]
        if sign == "`":
            if not last and _FENCE.startswith(text[at:]):
                return _WAIT
            if text.startswith(_FENCE, at):
                close = text.find(_FENCE, at + 3)
                if close < 0:
                    return None if last else _WAIT
                has_words = True
                if close + 3 - start >= LONGEST:
                    return _Cut(close + 3)
                at = close + 3
                continue
        has_words = has_words or sign.isalnum()
        if has_words and sign == "\n":
            cut = _after_newline(text, at, last=last)
        elif has_words and sign in _ENDS and text[at - 1 : at] not in tuple(_ENDS):
            cut = _after_end(text, start, at, last=last)
        else:
            cut = None
        if cut is not None:
            return cut
        at += 1
    return _long_cut(text, start) if at - start >= LONGEST else None


def _after_newline(text: str, at: int, *, last: bool) -> _Cut | None:
    following = _skip(text, at, str.isspace)
    if following == len(text):
        # What follows an empty line begins anew, whatever it is.
        return _Cut(at) if last or text.find("\n", at + 1) > 0 else _WAIT
    if text[at:following].count("\n") == 1 and text[following].islower():
        return None
    return _Cut(at)


def _after_end(text: str, start: int, at: int, *, last: bool) -> _Cut | None:
    end = _skip(text, at, lambda sign: sign in _ENDS)
    said = text[start:at]
    closed = _skip(text, end, lambda sign: sign in _CLOSERS and _OPENED_BY.get(sign, "") in said)
    if closed == len(text):
        return _Cut(closed) if last else _WAIT
    if not text[closed].isspace() and not _is_emoji(text[closed]) and text[end - 1] not in _NO_SPACE_AFTER:
        return None
    following = _skip(text, closed, lambda sign: sign.isspace() and sign != "\n")
    decorated = _skip(text, following, _is_emoji)
    if decorated > following:
        closed = decorated
        following = _skip(text, closed, str.isspace)
    if following == len(text):
        return _Cut(closed) if last else _WAIT
    if "\n" in text[closed : following + 1]:
        return _Cut(closed)
    inner = _skip(text, following, lambda sign: sign in _OPENERS or sign.isspace())
    if inner == len(text) and not last:
        return _WAIT
    opens_lower = inner < len(text) and text[inner].islower()
    if opens_lower and text[end - 1] not in _WIDE_ENDS:
        return None
    if text[at:end] == ".":
        return _after_full_stop(text, start, at, inner, closed, last=last)
    dots = text[at:end].strip(".") == "" or "…" in text[at:end]
    return None if dots and at - start < _ELLIPSIS_JOINS else _Cut(closed)


def _after_full_stop(text: str, start: int, at: int, inner: int, closed: int, *, last: bool) -> _Cut | None:
    before = text[max(start, at - 40) : at + 1]
    if number := _NUMBER_BEFORE.search(before):
        if text[start:at].strip() == number[1]:
            return None
        word = _WORD_AFTER.match(text, inner)
        if word is None and not last and inner < len(text):
            return _WAIT
        return None if word and word[1].lower() in _AFTER_ORDINALS else _Cut(closed)
    if word := _WORD_BEFORE.search(before):
        if word[1].lower() in _TITLES:
            return None
        if word[1].lower() in _BEFORE_NUMBERS and inner < len(text) and text[inner].isdigit():
            return None
        if _is_initial(before, word):
            return None
    return _Cut(closed)


def _is_initial(before: str, word: re.Match[str]) -> bool:
    """Whether a single capital before a full stop is a name's; `So am I.` ends."""
    letters = word[1]
    if len(letters) > 1 or not letters.isupper() or unicodedata.category(letters) != "Lu":
        return False
    previous = before[: word.start()].rstrip()
    return not (letters == "I" and previous[-1:].islower())


def _long_cut(text: str, start: int) -> _Cut:
    """Where a sentence that is too long is cut: after a clause, else between words, else anywhere whole."""
    stop = start + LONGEST
    marks = [at for at in range(start + _SHORTEST_CLAUSE, stop) if text[at - 1] in _CLAUSE_MARKS]
    if clauses := [at for at in marks if text[at].isspace() or text[at - 1] in "、，；："]:
        return _Cut(clauses[-1])
    if spaces := [at for at in range(start + _SHORTEST_WORDS, stop) if text[at].isspace()]:
        return _Cut(spaces[-1])
    end = stop
    while end > start + 1 and _joins(text, end):
        end -= 1
    return _Cut(end if end > start + 1 else stop)


def _joins(text: str, at: int) -> bool:
    """Whether the sign at `at` belongs to the one before it."""
    if at >= len(text):
        return False
    return bool(unicodedata.combining(text[at])) or text[at] in "\u200d\ufe0f\ufe0e" or text[at - 1] == "\u200d"


def _skip(text: str, at: int, wanted: Callable[[str], bool]) -> int:
    while at < len(text) and wanted(text[at]):
        at += 1
    return at


def _is_emoji(sign: str) -> bool:
    return (
        unicodedata.category(sign) in ("So", "Sk", "Cs") and sign not in "`^´¨¯"
    ) or sign in "\u200d\ufe0f\ufe0e\u20e3"
