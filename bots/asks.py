"""Packs an ask so that it outlives the process, and reads it back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from typing import Any, get_args

from bots.pictures import bundle, unbundle
from bots.surface import Ask, Heard, Place, PlaceKind, Talk, User, Want

WANTS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Want)}
"""Everything that can be asked for, by name."""


PICTURES = "pictures"
"""The one part of an ask that is several files; what is packed of it is how many they are."""


def kind_of(want: Want) -> str:
    """What is asked for, in one word, for logs and the ledger."""
    return type(want).__name__


def upload_of(want: Want) -> bytes:
    """The file that came with it, or nothing."""
    for name in ("guide", "audio", "card"):
        content: bytes | None = getattr(want, name, None)
        if content:
            return content
    return bundle(want.pictures) if isinstance(want, Talk) else b""


def pack(ask: Ask, **more: Any) -> str:
    """The ask as JSON without its file; `more` goes along."""
    # Dictionaries first: slots dataclasses with a mapping field do not all survive `asdict`.
    want = {f.name: getattr(ask.want, f.name) for f in fields(ask.want)}
    values = {
        "place": asdict(ask.place),
        "user": asdict(ask.user),
        "update": ask.update,
        "kind": kind_of(ask.want),
        "want": {
            name: len(value) if name == PICTURES else value
            for name, value in want.items()
            if not isinstance(value, bytes)
        },
        "language": ask.language,
        "message": ask.message,
        "context": dict(ask.context),
        **more,
    }
    return json.dumps(values)


def unpack(packed: str, upload: bytes | None = None) -> tuple[Ask, dict[str, Any]]:
    """The ask with its file, and everything as it was packed."""
    values: dict[str, Any] = json.loads(packed)
    place = Place(**{**values["place"], "kind": PlaceKind(values["place"]["kind"])})
    kind = WANTS[values["kind"]]
    want_values = dict(values["want"])
    if "heard" in want_values:
        want_values["heard"] = Heard(want_values["heard"])
    slot = next((f.name for f in fields(kind) if f.name in ("guide", "audio", "card")), None)
    if pictured := want_values.pop(PICTURES, 0):
        want_values[PICTURES] = unbundle(upload or b"")[:pictured]
    elif slot is not None:
        want_values[slot] = upload if upload or slot != "card" else b""
    ask = Ask(
        place=place,
        user=User(**values["user"]),
        update=values["update"],
        want=kind(**want_values),
        language=values["language"],
        message=values["message"],
        context=values["context"],
    )
    return ask, values


def clean(ask: Ask) -> Ask:
    """The ask with text that can be stored and shown: no lone surrogates, no control characters in names."""
    user = replace(ask.user, name=one_line(ask.user.name)[:80] or "?")
    changes: dict[str, Any] = {
        f.name: _storable(value)
        for f in fields(ask.want)
        if isinstance(value := getattr(ask.want, f.name), str) and not isinstance(value, Heard)
    }
    return replace(ask, user=user, want=replace(ask.want, **changes))


def one_line(text: str) -> str:
    """Text in one line, without what steers a terminal or a database cannot keep."""
    return " ".join("".join(c if c.isprintable() else " " for c in _storable(text)).split())


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
