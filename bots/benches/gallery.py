"""Makes clips as replies are made, of many things in two voices each, and has every one judged."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bots.files import make_folder, write_whole
from pipeline.errors import StageFailed
from pipeline.judge.verdict import Verdict, judge_clip
from pipeline.stages import Writer
from pipeline.studio import Answer, Studio
from pipeline.types import NO_MEMORY, Catalog, Character, Line, Memory, Persona, Portrait, Voice

CONCEPTS = (
    "a grumpy teapot",
    "a shy cactus",
    "a cheerful pumpkin",
    "a wise old oak tree",
    "a nervous alarm clock",
    "a proud rooster",
    "a sleepy cat",
    "a brave little toaster",
    "a dreamy moon",
    "a strict school librarian",
    "a curious fox",
    "an elegant handbag",
    "a bubbly goldfish",
    "a mysterious raincoat",
    "a gentle strawberry",
    "a loud trumpet",
    "a rusty robot",
    "a jolly baker",
    "a melancholy umbrella",
    "a clever stapler",
)
TEXTS = (
    "Well, what do you want from me today? I have been standing here since six in the morning, and nobody has brought "
    "me even a drop of water. But please, come a bit closer, and tell me about your day. ",
    "Oh, hello! I was just thinking about something lovely. Do you remember the summer when the whole village danced "
    "in the market place? I believe people laughed more often then. Maybe we could bring that back. ",
    "Listen carefully, because I will only say this once. The map is behind the mirror, the money is in the piano, "
    "and my brother knows nothing about it. Be patient, be brave, and promise me to bring an umbrella. ",
    "My problem is quite simple. I get up, I make breakfast for everybody, and by noon they have forgotten my name. "
    "Is it too much to hope for a bit of thanks? Perhaps a postcard, or a piece of apple pie. ",
)
MANNERS = {
    "sleepy": "a sleepy cat",
    "nervous": "a nervous alarm clock",
    "calm": "a calm turtle",
    "cheerful": "a cheerful pumpkin",
    "grumpy": "a grumpy teapot",
    "dreamy": "a dreamy moon",
}
"""Things by their strongest trait."""
LONG_S = 38.0
"""Voices that speak fast still take 30 s for this: shorter clips say nothing about blinks."""
_WORD = re.compile(r"\s*\S+")
PACE = 13
"""Characters a second that a plain voice speaks, about."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One clip that is to be made."""

    name: str
    """Of its folder."""
    description: str
    seed: int
    seconds: float
    another_voice: bool = False
    """Whether somebody else than its writer chose speaks for it."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One clip and what was found."""

    folder: Path
    style: str
    voice: str
    verdict: Verdict


def two_voices(count: int, seconds: float) -> list[Sitting]:
    """So many clips of many things, each in two voices."""
    made = []
    for number in range(count):
        concept, second = divmod(number, 2)
        description = CONCEPTS[concept % len(CONCEPTS)]
        name = f"{number:02}-{description.replace(' ', '-')}"
        made.append(Sitting(name, description, concept, seconds, bool(second)))
    return made


def manners() -> list[Sitting]:
    """One clip of every manner, long enough to say how often somebody blinks."""
    return [Sitting(name, thing, number, LONG_S) for number, (name, thing) in enumerate(MANNERS.items())]


class Reciter:
    """A writer that answers with what was said to it, word by word, at the pace of a model on a desk."""

    WORDS_PER_SECOND = 30.0

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        """The persona of the writer behind it."""
        return await self._writer.persona(description, catalog, seed)

    async def reply(
        self, character: Character, history: Sequence[Line], said: Line, memory: Memory = NO_MEMORY
    ) -> AsyncIterator[str]:
        """What was said."""
        for word in _WORD.findall(said.text):
            await asyncio.sleep(1 / self.WORDS_PER_SECOND)
            yield word


async def exhibit(
    studio: Studio, writer: Writer, catalog: Catalog, sittings: Sequence[Sitting], folder: Path
) -> AsyncIterator[Exhibit]:
    """Make and judge clips; each lies with its portrait in a folder of its own.

    The studio's writer is to be a `Reciter`: clips of sentences that are known at once would not be those of replies.

    Raises:
        PipelineError: A clip could not be made or judged.
    """
    painted: tuple[Persona, Portrait] | None = None
    for sitting in sittings:
        persona = await writer.persona(sitting.description, catalog, sitting.seed)
        if painted is None or painted[0] != persona:
            painted = persona, await studio.paint(persona, sitting.seed)
        voice = catalog.voice(persona.voice_id)
        if sitting.another_voice:
            voice = another_voice(catalog, voice.id, sitting.seed)
        text = Line("", text_of(sitting.seed, sitting.seconds), 0.0)
        answer = await studio.talk(Character(persona, painted[1], voice), (), text)
        home = folder / sitting.name
        clip = await asyncio.to_thread(_keep, home, painted[1], answer)
        yield Exhibit(home, persona.style_id, voice.id, await asyncio.to_thread(judge_clip, clip, home))


def another_voice(catalog: Catalog, first: str, number: int) -> Voice:
    """One of the other voices that speak the language of a voice, or that voice where there is no other."""
    own = catalog.voice(first)
    language = own.language.split("-")[0]
    others = [v for v in catalog.voices if v.language.split("-")[0] == language and v.id != own.id]
    return others[number % len(others)] if others else own


def text_of(number: int, seconds: float) -> str:
    """Whole sentences for about so many seconds."""
    endless = "".join(TEXTS[(number + turn) % len(TEXTS)] for turn in range(1 + int(seconds * PACE / 150)))
    end = len(endless)
    for sign in ".?!":
        found = endless.find(f"{sign} ", int(PACE * seconds))
        end = found + 1 if 0 <= found < end else end
    return endless[:end].strip()


def _keep(folder: Path, portrait: Portrait, answer: Answer) -> Path:
    """Write a clip with all that the judge asks for, and give its path."""
    from bots.errand import png

    if answer.clip is None or answer.sound is None:
        stages = ", ".join(f"{f.stage.value} ({f.code})" for f in answer.failed)
        raise StageFailed("join", f"No clip was made of {folder.name}: {stages}.")
    make_folder(folder)
    rows = [[p.symbol, p.start, p.end] for p in answer.sound.phones]
    write_whole(folder / "portrait.png", png(portrait))
    facts = {"landmarks": portrait.landmarks, "phones": {"clip": rows}}
    write_whole(folder / "character.json", json.dumps(facts).encode())
    write_whole(folder / "clip.mp4", answer.clip.mp4)
    return folder / "clip.mp4"
