"""Parts what a model says from what it thinks aloud, and finds the JSON in what it says."""

from __future__ import annotations

import json
import re
from typing import Any

_NAMES = "think|thinking|thought|reasoning|reflection"
_OPEN = re.compile(rf"<(?:{_NAMES})>", re.IGNORECASE)
_CLOSE = re.compile(rf"</(?:{_NAMES})>", re.IGNORECASE)
_LONGEST_TAG = len("</reflection>")
_DEEPEST = 40
"""How deep brackets may be nested before a text is not taken for JSON."""


class Thoughts:
    """Takes a text in pieces and gives it without its thoughts, also where a tag is split over pieces.

    Some servers leave out the opening tag, so that a text begins in thought; `begins_inside` is for those.
    """

    def __init__(self, *, begins_inside: bool = False) -> None:
        self._inside = begins_inside
        self._unsure = begins_inside
        self._rest = ""
        self.unopened = begins_inside
        """True once a closing tag came without an opening one."""

    def feed(self, piece: str) -> str:
        """Add a piece; gives what is certainly said."""
        self._rest += piece
        said = ""
        while True:
            if self._inside:
                close = _CLOSE.search(self._rest)
                if close is None:
                    self._rest = self._rest if self._unsure else self._rest[-_LONGEST_TAG:]
                    return said
                self._rest, self._inside, self._unsure = self._rest[close.end() :], False, False
                continue
            tag = re.search(f"{_OPEN.pattern}|{_CLOSE.pattern}", self._rest, re.IGNORECASE)
            if tag is None:
                held = _half_tag(self._rest)
                said += self._rest[: len(self._rest) - held]
                self._rest = self._rest[len(self._rest) - held :]
                return said
            if tag[0].startswith("</"):
                # All before a tag that nobody opened was thought.
                self.unopened, said = True, ""
            else:
                said += self._rest[: tag.start()]
                self._inside = True
            self._rest = self._rest[tag.end() :]

    def finish(self, *, whole: bool = True) -> str:
        """End the text; gives what was held back. A `whole` text that was never closed had no thoughts after all."""
        rest, self._rest = self._rest, ""
        if self._unsure and whole:
            self.unopened = False
            return rest
        return "" if self._inside else rest


def _half_tag(text: str) -> int:
    """How many signs at the end may be the beginning of a tag."""
    at = text.rfind("<", max(0, len(text) - _LONGEST_TAG))
    if at < 0:
        return 0
    tail = text[at:].lower()
    tags = [f"<{slash}{name}>" for slash in ("", "/") for name in _NAMES.split("|")]
    return len(tail) if any(tag.startswith(tail) for tag in tags) else 0


def find_object(text: str) -> dict[str, Any]:
    """The first JSON object in a text, with or without fences and talk around it; empty if there is none."""
    if _nested(text) > _DEEPEST:
        return {}
    decoder = json.JSONDecoder()
    at = text.find("{")
    tries = 0
    while at >= 0 and tries < 20:
        try:
            found, _ = decoder.raw_decode(text, at)
        except ValueError:
            found = None
        if isinstance(found, dict) and found:
            return {str(key): value for key, value in found.items()}
        at = text.find("{", at + 1)
        tries += 1
    return _mended(text)


def _mended(text: str) -> dict[str, Any]:
    """What was complete in an object that was cut off."""
    start = text.find("{")
    ends = [match.end() for match in re.finditer(r"[\"\]]\s*(?=,)", text)]
    for end in reversed(ends[-20:]):
        try:
            found = json.loads(text[start:end] + "}") if 0 <= start < end else None
        except ValueError:
            continue
        if isinstance(found, dict):
            return {str(key): value for key, value in found.items()}
    return {}


def _nested(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        depth += (sign in "{[") - (sign in "}]")
        deepest = max(deepest, depth)
    return deepest
