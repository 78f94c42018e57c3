"""Stages that try again where that can help, and that keep what they made for a job.

A job that is taken up again walks through the same stages; each gives at once what it had made before. A result is
found by the hash of what it was made from; what a writer writes, by its job, since it would not write the same twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import partial
from typing import Any, TypeVar

from pipeline.errors import StageFailed
from pipeline.events import OnStep, Stage, unheeded
from pipeline.local import Stages
from pipeline.stages import Animator, Begins, BegunTake, Drafts, Listener, Painter, Speaker, Writer
from pipeline.types import (
    NO_MEMORY,
    Catalog,
    Character,
    Line,
    Memory,
    Motion,
    Persona,
    Phone,
    Portrait,
    Speech,
    Style,
    Take,
    Voice,
)
from storage import atlas
from storage.results import Results

log = logging.getLogger(__name__)

S = TypeVar("S")
T = TypeVar("T")

HEAVY_BYTES = 100_000

PAUSES = (0.2, 1.0)
"""Seconds before the second and the third try of a stage that may be tried again."""


def keep(stages: Stages, results: Results, job: int, *, again: bool = True, pauses: Sequence[float] = PAUSES) -> Stages:
    """The same stages, trying again and keeping their results for a job; nothing is looked for if it is not `again`."""
    shelf = _Shelf(results, job, tuple(pauses), again)
    return replace(
        stages,
        writer=KeptWriter(stages.writer, shelf),
        painter=KeptPainter(stages.painter, shelf),
        speaker=KeptSpeaker(stages.speaker, shelf),
        animator=(KeptBeginner if isinstance(stages.animator, Begins) else KeptAnimator)(stages.animator, shelf),
        listener=None if stages.listener is None else KeptListener(stages.listener, shelf),
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    results: Results
    job: int
    pauses: tuple[float, ...]
    again: bool

    async def get(self, key: str, unpack: Callable[[bytes], T]) -> T | None:
        if not self.again:
            return None
        kept = await self.results.get(key)
        if kept is None:
            return None
        try:
            return await _aside(unpack, kept)
        except Exception:
            # What cannot be read is made again.
            log.warning("kept result unreadable", extra={"job": self.job}, exc_info=True)
            return None

    async def once(
        self,
        stage: Stage,
        key: str,
        make: Callable[[], Awaitable[T]],
        pack: Callable[[T], bytes],
        unpack: Callable[[bytes], T],
    ) -> T:
        """What was kept under a key, or what is made now and kept."""
        kept = await self.get(key, unpack)
        if kept is not None:
            return kept
        made = await self.tried(stage, make)
        await self.put(key, made, pack)
        return made

    async def put(self, key: str, made: T, pack: Callable[[T], bytes]) -> None:
        await self.results.put(key, self.job, await _aside(pack, made))

    async def tried(self, stage: Stage, make: Callable[[], Awaitable[T]]) -> T:
        for pause in self.pauses:
            try:
                return await make()
            except StageFailed as error:
                if not error.retryable:
                    raise
                log.warning("stage tried again", extra={"job": self.job, "stage": stage.value, "code": error.code})
            await asyncio.sleep(pause)
        return await make()


async def _aside(work: Callable[[S], T], value: S) -> T:
    """Run work on a thread where it takes long enough to be felt: a portrait's pictures, or many bytes."""
    heavy = isinstance(value, Portrait) or (isinstance(value, bytes) and len(value) > HEAVY_BYTES)
    return await asyncio.to_thread(work, value) if heavy else work(value)


class KeptWriter:
    """A writer whose words are kept."""

    def __init__(self, writer: Writer, shelf: _Shelf) -> None:
        self._writer = writer
        self._shelf = shelf

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """The persona that this job had, or a new one."""
        key = f"persona {self._shelf.job} {digest(description, seed)}"
        return await self._shelf.once(
            Stage.WRITE,
            key,
            lambda: self._writer.persona(description, catalog, seed),
            lambda persona: json.dumps(asdict(persona)).encode(),
            _persona,
        )

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """The reply that this job had, or a new one; kept once it is whole."""
        key = f"reply {self._shelf.job}"
        kept = await self._shelf.get(key, bytes.decode)
        if kept is not None:
            yield kept
            return
        pieces = self._writer.reply(character, history, said, memory)
        written: list[str] = []
        for pause in (*self._shelf.pauses, None):
            try:
                async for piece in pieces:
                    written.append(piece)
                    yield piece
                break
            except StageFailed as error:
                # Once something was said it cannot be taken back: what follows would be another reply.
                if not error.retryable or written or pause is None:
                    raise
            log.warning("stage tried again", extra={"job": self._shelf.job, "stage": Stage.WRITE.value})
            await asyncio.sleep(pause)
            pieces = self._writer.reply(character, history, said, memory)
        await self._shelf.results.put(key, self._shelf.job, "".join(written).encode("utf-8", "replace"))


class KeptPainter:
    """A painter whose portraits are kept."""

    def __init__(self, painter: Painter, shelf: _Shelf) -> None:
        self._painter = painter
        self._shelf = shelf

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        """The portrait as painted before, or painted now."""
        key = f"paint {digest(persona, style, seed, guide)}"
        return await self._shelf.once(
            Stage.PAINT, key, lambda: self._painter.paint(persona, style, seed, guide, step), atlas.pack, atlas.unpack
        )


class KeptSpeaker:
    """A speaker whose speeches are kept."""

    def __init__(self, speaker: Speaker, shelf: _Shelf) -> None:
        self._speaker = speaker
        self._shelf = shelf

    async def draft(self, voice: Voice, text: str) -> Speech | None:
        """The beginning of a sentence; not kept."""
        return await self._speaker.draft(voice, text) if isinstance(self._speaker, Drafts) else None

    async def speak(self, voice: Voice, text: str) -> Speech:
        """The speech as spoken before, or spoken now."""
        key = f"speak {digest(voice, text)}"
        return await self._shelf.once(
            Stage.SPEAK, key, lambda: self._speaker.speak(voice, text), pack_speech, unpack_speech
        )


class KeptAnimator:
    """An animator whose takes are kept."""

    def __init__(self, animator: Animator, shelf: _Shelf) -> None:
        self._animator = animator
        self._shelf = shelf
        self._face: tuple[Portrait, str] | None = None

    async def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Take:
        """The take as rendered before, or rendered now."""
        make = partial(self._animator.animate, portrait, speech, motion)
        key = await self._key(portrait, speech, motion)
        return await self._shelf.once(Stage.ANIMATE, key, make, pack_take, unpack_take)

    async def found(self, portrait: Portrait, speech: Speech, motion: Motion) -> Take | None:
        """The take of a sentence as it was kept."""
        return await self._shelf.get(await self._key(portrait, speech, motion), unpack_take)

    async def put(self, portrait: Portrait, speech: Speech, motion: Motion, take: Take) -> None:
        """Keep the take of a sentence."""
        await self._shelf.put(await self._key(portrait, speech, motion), take, pack_take)

    async def _key(self, portrait: Portrait, speech: Speech, motion: Motion) -> str:
        if self._face is None or self._face[0] is not portrait:
            self._face = (portrait, await _aside(digest, portrait))
        return f"animate {digest(self._face[1], speech, motion)}"


class KeptBeginner(KeptAnimator):
    """An animator that can begin before a sentence is whole; others must not seem to: drafts cost them for nothing."""

    def begin(self, portrait: Portrait) -> BegunTake | None:
        """Begin a take that is kept once it is finished."""
        begun = self._animator.begin(portrait) if isinstance(self._animator, Begins) else None
        return None if begun is None else KeptTake(begun, self, portrait)


class KeptTake:
    """A begun take that is kept as that of its whole sentence."""

    def __init__(self, begun: BegunTake, animator: KeptAnimator, portrait: Portrait) -> None:
        self._begun, self._animator, self._portrait = begun, animator, portrait
        self._asked: tuple[Speech, Motion] | None = None
        self._found: Take | None = None

    async def go_on(self, motion: Motion, frames: int) -> None:
        """Render the motion of a draft, as far as so many frames are certain."""
        await self._begun.go_on(motion, frames)

    async def finish(self, speech: Speech, motion: Motion) -> None:
        """Render the whole sentence, where it is not kept."""
        self._asked = speech, motion
        self._found = await self._animator.found(self._portrait, speech, motion)
        if self._found is None:
            await self._begun.finish(speech, motion)

    async def take(self) -> Take:
        """The take of the whole sentence."""
        assert self._asked is not None  # noqa: S101 - it was finished
        if self._found is not None:
            return self._found
        take = await self._begun.take()
        await self._animator.put(self._portrait, *self._asked, take)
        return take

    def close(self) -> None:
        """Let go of everything, finished or not."""
        self._begun.close()


class KeptListener:
    """A listener whose transcripts are kept."""

    def __init__(self, listener: Listener, shelf: _Shelf) -> None:
        self._listener = listener
        self._shelf = shelf

    async def transcribe(self, audio: bytes, language: str) -> str:
        """The words as heard before, or heard now."""
        key = f"listen {digest(audio, language)}"
        return await self._shelf.once(
            Stage.LISTEN, key, lambda: self._listener.transcribe(audio, language), str.encode, bytes.decode
        )


# ------------------------------------------------------------------------------------------------------ hash and bytes


def digest(*values: object) -> str:
    """A hash that equal values share, in this process and the next."""
    hasher = hashlib.blake2b(digest_size=20)
    for value in values:
        _feed(hasher.update, value)
    return hasher.hexdigest()


def _feed(update: Callable[[bytes], None], value: object) -> None:
    if isinstance(value, str):
        encoded = value.encode("utf-8", "surrogatepass")
        update(b"s%d:" % len(encoded) + encoded)
    elif isinstance(value, bytes):
        update(b"b%d:" % len(value))
        update(value)
    elif isinstance(value, float):
        update(b"f" + struct.pack("<d", value))
    elif isinstance(value, int) or value is None:
        update(b"i%r;" % value)
    elif isinstance(value, tuple):
        update(b"t%d:" % len(value))
        if value and all(type(item) is float for item in value):
            update(struct.pack(f"<{len(value)}d", *value))
        else:
            for item in value:
                _feed(update, item)
    elif is_dataclass(value):
        update(type(value).__name__.encode() + b"{")
        for part in fields(value):
            _feed(update, getattr(value, part.name))
    else:
        raise TypeError(f"{type(value).__name__} has no digest")


def pack_speech(speech: Speech) -> bytes:
    """Speech as bytes to keep."""
    head = {
        "text": speech.text,
        "rate_hz": speech.rate_hz,
        "phones": [[p.symbol, p.start, p.end] for p in speech.phones],
        "estimated": speech.estimated,
    }
    return _framed(head, speech.pcm)


def unpack_speech(packed: bytes) -> Speech:
    """The speech that was packed."""
    head, pcm = _unframed(packed)
    phones = tuple(Phone(symbol, start, end) for symbol, start, end in head["phones"])
    return Speech(head["text"], pcm, head["rate_hz"], phones, head["estimated"])


def pack_take(take: Take) -> bytes:
    """A take as bytes to keep."""
    head = {
        "width": take.width,
        "height": take.height,
        "fps": take.fps,
        "frames": take.frames,
        "poster": len(take.poster),
    }
    return _framed(head, take.poster + take.h264)


def unpack_take(packed: bytes) -> Take:
    """The take that was packed."""
    head, body = _unframed(packed)
    poster = head["poster"]
    return Take(body[poster:], head["width"], head["height"], head["fps"], head["frames"], body[:poster])


def _persona(packed: bytes) -> Persona:
    values: dict[str, Any] = json.loads(packed)
    return Persona(**{**values, "traits": tuple(values["traits"])})


def _framed(head: dict[str, Any], body: bytes) -> bytes:
    encoded = json.dumps(head).encode()
    return struct.pack("<I", len(encoded)) + encoded + body


def _unframed(packed: bytes) -> tuple[dict[str, Any], bytes]:
    (size,) = struct.unpack_from("<I", packed)
    head: dict[str, Any] = json.loads(packed[4 : 4 + size])
    return head, packed[4 + size :]
