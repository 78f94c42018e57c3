"""Options that are typed among the words of a command: `/summon a grumpy teapot style=clay voice=Arthur`."""

from __future__ import annotations

import re

OPTIONS = ("style", "voice", "language")
"""What can be chosen for a character, called as Discord's options are."""
_NAME = rf"({'|'.join(OPTIONS)})\s?[=＝]"
_QUOTES = "\"'“”„‘’«»"
_FIRST = re.compile(rf"\s*{_NAME}\s*(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|(\S+))(?=\s|$)", re.IGNORECASE)
# Some languages have no spaces to write before it.
_LATER = re.compile(rf"(?<![a-z_]){_NAME}", re.IGNORECASE)


def options_of(text: str) -> tuple[str, dict[str, str]]:
    """The words of a command without its options, and the options by name.

    Options before the words are a word each, or quoted; one behind them goes on to the next or to the end. Telephones
    write quotes of many kinds.
    """
    found: dict[str, str] = {}
    while first := _FIRST.match(text):
        found[first[1].lower()] = first[2] or first[3] or ""
        text = text[first.end() :]
    words, *rest = _LATER.split(text)
    found |= {name.lower(): value for name, value in zip(rest[::2], rest[1::2], strict=True)}
    return words.strip(" \n,，、"), {name: value.strip(f" \n,，、{_QUOTES}") for name, value in found.items()}
