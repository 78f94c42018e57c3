"""Puts pictures of a message before a model: as it can see them, or as a word that there are some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.pictures import address
from pipeline.write.prompts import Message

PICTURE_TOKENS = 800
"""About what servers count for a picture of 1024 pixels."""
_UNSEEN = (
    "(With it comes a picture that you cannot see: your eyes are not good enough for pictures. Say so in your own "
    "manner, and ask what is in it. Never guess.)"
)
_UNSEEN_MANY = _UNSEEN.replace("comes a picture", "come pictures").replace("what is in it", "what is in them")


def shown(messages: Sequence[Message], pictures: Sequence[bytes], *, sees: bool) -> list[dict[str, Any]]:
    """The messages with JPEG pictures in the last one, or with the word that the model cannot see them."""
    *before, last = messages
    if not sees:
        hint = _UNSEEN if len(pictures) == 1 else _UNSEEN_MANY
        return [*before, {**last, "content": f"{last['content']}\n{hint}"}]
    parts: list[dict[str, Any]] = [{"type": "text", "text": last["content"]}]
    parts += ({"type": "image_url", "image_url": {"url": address(picture)}} for picture in pictures)
    return [*before, {**last, "content": parts}]
