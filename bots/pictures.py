"""Pictures that come with a message: few, small, and only for as long as it is answered."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Iterable

from pipeline.pictures import MOST_BYTES, small

MOST = 3
"""How many pictures of one message are looked at."""
LARGEST_BYTES = MOST_BYTES
"""What an adapter fetches at most."""
WORDLESS = "(shows a picture)"
"""What is remembered of a message that was only pictures."""


async def shrunk(contents: Iterable[bytes | None]) -> tuple[bytes, ...]:
    """The pictures among some files as small JPEGs, as many as are looked at; what is no picture is left out."""
    found = []
    for content in list(contents)[:MOST]:
        picture = await asyncio.to_thread(small, content) if content else None
        if picture is not None:
            found.append(picture)
    return tuple(found)


def bundle(pictures: tuple[bytes, ...]) -> bytes:
    """Pictures as one file."""
    return b"".join(struct.pack("<I", len(picture)) + picture for picture in pictures)


def unbundle(content: bytes) -> tuple[bytes, ...]:
    """The pictures of such a file."""
    pictures = []
    while content:
        (size,) = struct.unpack_from("<I", content)
        pictures.append(content[4 : 4 + size])
        content = content[4 + size :]
    return tuple(pictures)
