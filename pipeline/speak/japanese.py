"""Reads kanji for espeak-ng, which knows kana alone and would say them in Mandarin."""

from __future__ import annotations

import logging
import re
from typing import Any

log = logging.getLogger(__name__)

KANJI = re.compile(r"[々〆㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")


class KanjiReader:
    """Turns kanji into kana with pykakasi, whose dictionary is loaded when the first kanji comes."""

    def __init__(self) -> None:
        self._reader: Any = None
        self._tried = False

    def kana(self, text: str) -> str:
        """The text in kana; without pykakasi its kanji are left out, unless there is nothing else."""
        if not KANJI.search(text):
            return text
        if not self._tried:
            self._tried, self._reader = True, _open()
        if self._reader is not None:
            return "".join(part["hira"] for part in self._reader.convert(text))
        rest = KANJI.sub("", text)
        return rest if _KANA.search(rest) else text


def _open() -> Any:
    try:
        import pykakasi
    except ImportError:
        log.warning("kanji are left out: pip install -e '.[japanese]'", extra={"stage": "speak", "backend": "espeak"})
        return None
    return pykakasi.kakasi()
