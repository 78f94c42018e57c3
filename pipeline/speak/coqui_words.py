"""Gives coqui's models espeak-ng's phonemes without an espeak-ng program, and keeps what people say out of its logs."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.errors import StageFailed

CHILD = Path(__file__).with_name("ipa_child.py")
_ALIASES = {"en": "en-us", "zh-cn": "cmn", "fr-fr": "fr", "pt-br": "pt-br"}


class Ipa:
    """One child that turns words into IPA; requests take turns, and a child that has died is replaced."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[str] | None = None

    def of(self, text: str, language: str) -> str:
        """The IPA of a text.

        Raises:
            StageFailed: The child cannot be asked, or knows no such language.
        """
        lower = language.lower().replace("_", "-")
        languages = list(dict.fromkeys((_ALIASES.get(lower, lower), lower, lower.split("-")[0])))
        with self._turn:
            answer = self._ask(languages, text)
        if answer is None:
            raise StageFailed("speak", f"espeak-ng has no phonemes for {language!r}.")
        return answer

    def close(self) -> None:
        """Let the child end."""
        child, self._child = self._child, None
        if child is not None:
            with suppress(OSError, ValueError):
                child.communicate(timeout=2)
            child.kill()
            child.wait()

    def _ask(self, languages: list[str], text: str) -> str | None:
        try:
            if self._child is None or self._child.poll() is not None:
                self._child = _started()
            assert self._child.stdin is not None  # noqa: S101 - it was asked for
            assert self._child.stdout is not None  # noqa: S101
            self._child.stdin.write(json.dumps([languages, text]) + "\n")
            self._child.stdin.flush()
            answer: str | None = json.loads(self._child.stdout.readline())
        except (OSError, ValueError) as error:
            self.close()
            raise StageFailed("speak", "espeak-ng's phonemes failed.", retryable=True) from error
        return answer


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )


def register(ipa: Ipa) -> None:
    """Let coqui ask `ipa` wherever a model wants espeak, and log nothing of what is said."""
    # It warns with whole texts where a sign is not in a model's alphabet.
    for name in ("TTS", "trainer"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    from TTS.tts.utils.text import phonemizers
    from TTS.tts.utils.text.phonemizers.base import BasePhonemizer

    class Carried(BasePhonemizer):  # type: ignore[misc] # coqui is untyped here
        """espeak-ng's phonemes from the library that comes along."""

        def __init__(self, language: str, **about: Any) -> None:
            about.pop("backend", None)
            super().__init__(language, **about)

        @staticmethod
        def name() -> str:
            return "espeak"

        @classmethod
        def is_available(cls) -> bool:
            return True

        @staticmethod
        def supported_languages() -> dict[str, str]:
            return _Every()

        def version(self) -> str:
            return "1.52"

        def _phonemize(self, text: str, separator: str = "") -> str:
            del separator
            return ipa.of(text, self.language)

    phonemizers._register_phonemizers()  # noqa: SLF001 - it would do so later, over ours
    phonemizers.PHONEMIZERS["espeak"] = Carried


class _Every(dict[str, str]):
    """Languages whose names only the child knows."""

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str)
