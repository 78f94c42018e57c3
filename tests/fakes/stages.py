"""Stages without work: scripted to succeed, fail, hang or take their time.

Every fake takes `script`, one entry per call: None succeeds, an exception is raised, a number waits that many seconds
first, and HANG never returns (until cancelled). After the script's end every call does what `then` says. `calls` holds
what the fake was asked, `running` how many calls are inside at the moment.
"""

from __future__ import annotations

import asyncio
import math
import struct
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.events import OnStep, unheeded
from pipeline.types import (
    MOUTH_SHAPES,
    NO_MEMORY,
    Catalog,
    Character,
    Line,
    Memory,
    Motion,
    Patch,
    Persona,
    Phone,
    Portrait,
    Speech,
    Style,
    Take,
    Voice,
)

HANG = "hang"
Turn = BaseException | float | str | None
"""What one call does."""

A_STYLE = Style("gouache", "Gouache", "soft", "a portrait of {}", "none", "drawn", "gouache")
A_VOICE = Voice("en-plain-m", "Arthur", "plain", "en", "masculine", "espeak", "en-gb", "none")
A_CATALOG = Catalog((A_STYLE,), (A_VOICE,))


@dataclass
class Script:
    """What the calls of one fake do, in order."""

    turns: Sequence[Turn] = ()
    then: Turn = None
    calls: list[tuple[object, ...]] = field(default_factory=list)
    running: int = 0
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set at every call: what a test waits for before it cancels."""

    async def play(self, *asked: object) -> None:
        """Do the next turn."""
        turn = self.turns[len(self.calls)] if len(self.calls) < len(self.turns) else self.then
        self.calls.append(asked)
        self.running += 1
        self.entered.set()
        try:
            if isinstance(turn, BaseException):
                raise turn
            if turn == HANG:
                await asyncio.Event().wait()
            elif isinstance(turn, int | float):
                await asyncio.sleep(turn)
        finally:
            self.running -= 1


class _Fake:
    """A fake with a script."""

    def __init__(self, *turns: Turn, then: Turn = None) -> None:
        self.script = Script(turns, then)

    @property
    def calls(self) -> list[tuple[object, ...]]:
        """What was asked, call by call."""
        return self.script.calls

    @property
    def running(self) -> int:
        """How many calls are inside."""
        return self.script.running


def a_persona(description: str = "a grumpy teapot", **changes: object) -> Persona:
    """A persona that says what it was made from."""
    persona = Persona(
        object=description,
        name=description.strip().split(" ")[-1].title() or "Thing",
        summary=f"{description}, brought to life.",
        personality=f"You are {description}.",
        traits=("grumpy",),
        manner="short huffs",
        greeting=f"I am {description}. What is it?",
        language="en",
        style_id=A_STYLE.id,
        voice_id=A_VOICE.id,
    )
    return replace(persona, **changes)  # type: ignore[arg-type]


def a_portrait(seed: int = 0, size: int = 64) -> Portrait:
    """A small flat face with a complete atlas, another colour for every seed."""
    red, green, blue = 60 + seed * 37 % 150, 60 + seed * 71 % 150, 60 + seed * 113 % 150
    rgb = bytes((red, green, blue)) * (size * size)
    centre = size / 2
    landmarks = tuple(
        (centre + size / 4 * math.cos(i / 68 * math.tau), centre + size / 4 * math.sin(i / 68 * math.tau))
        for i in range(68)
    )

    def patch(shade: int, top: int) -> Patch:
        width, height = size // 2, size // 4
        return Patch(size // 4, top, width, height, bytes((shade, 20, 30)) * (width * height), landmarks)

    return Portrait(
        width=size,
        height=size,
        rgb=rgb,
        landmarks=landmarks,
        mouths=tuple(patch(20 * i, size // 2) for i in range(len(MOUTH_SHAPES))),
        lids=(patch(90, size // 4), patch(120, size // 4)),
        brows=(patch(150, size // 8), patch(180, size // 8)),
        matte=b"\xff" * (size * size),
        backdrop=bytes((255, 250, 240)) * (size * size),
    )


def a_character(description: str = "a grumpy teapot", seed: int = 0, **changes: object) -> Character:
    """A whole character."""
    return Character(a_persona(description, **changes), a_portrait(seed), A_VOICE)


def a_speech(text: str = "Hello.", seconds: float = 0.4, rate_hz: int = 16000) -> Speech:
    """A quiet tone with two phones."""
    count = int(seconds * rate_hz)
    pcm = struct.pack(f"<{count}h", *(int(2000 * math.sin(i * 0.05)) for i in range(count)))
    return Speech(text, pcm, rate_hz, (Phone("a", 0.0, seconds / 2), Phone("", seconds / 2, seconds)))


class FakeWriter(_Fake):
    """Echoes: the persona names the description, the reply repeats what was said.

    `reply_script` is the script of replies (the fake's own script is that of personas); a reply is one or two sentences
    in several pieces.
    """

    def __init__(self, *turns: Turn, then: Turn = None, reply_turns: Sequence[Turn] = (), reply_then: Turn = None):
        super().__init__(*turns, then=then)
        self.reply_script = Script(reply_turns, reply_then)
        self.breaks_after: int | None = None
        """How many pieces of a reply come before `breaks_with` is raised; None for never."""
        self.breaks_with: BaseException = RuntimeError("broken stream")

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        await self.script.play(description, catalog, seed)
        return a_persona(description, style_id=catalog.styles[0].id, voice_id=catalog.voices[0].id)

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        await self.reply_script.play(character, tuple(history), said, memory)
        for number, piece in enumerate(("You said: ", said.text.strip() or "nothing", ".", " I am ", "listening.")):
            if self.breaks_after is not None and number >= self.breaks_after:
                raise self.breaks_with
            yield piece


class FakePainter(_Fake):
    """Paints a flat square, another colour for every seed."""

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        await self.script.play(persona, style, seed, guide)
        return a_portrait(seed)


class FakeSpeaker(_Fake):
    """Hums for a twentieth of a second per word."""

    async def speak(self, voice: Voice, text: str) -> Speech:
        await self.script.play(voice, text)
        return a_speech(text, seconds=max(0.1, 0.05 * len(text.split())))


class FakeAnimator(_Fake):
    """Makes takes of the right length: a few bytes, or with `real` a picture that ffmpeg can read and join."""

    def __init__(self, *turns: Turn, then: Turn = None, real: bool = False) -> None:
        super().__init__(*turns, then=then)
        self.real = real

    async def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Take:
        await self.script.play(portrait, speech, motion)
        frames = len(motion.poses)
        h264 = (
            await asyncio.to_thread(flat_h264, portrait.width, portrait.height, motion.fps, frames)
            if self.real
            else b"\x00\x00\x00\x01take" + frames.to_bytes(4, "big")
        )
        return Take(h264, portrait.width, portrait.height, motion.fps, frames, b"\xff\xd8poster")


class FakeListener(_Fake):
    """Hears what the bytes say."""

    async def transcribe(self, audio: bytes, language: str) -> str:
        await self.script.play(audio, language)
        return audio.decode("utf-8", "replace")


@lru_cache(maxsize=64)
def flat_h264(width: int, height: int, fps: int, frames: int) -> bytes:
    """A grey picture in the form every take has."""
    import subprocess

    import imageio_ffmpeg

    size = f"{width}x{height}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", f"color=gray:s={size}:r={fps}"]
    command += ["-frames:v", str(frames), "-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-bf", "0"]
    command += ["-threads", "1", "-f", "h264", "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
