"""One job on its way: who asked, in what language, and every send recorded before and after it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bots import wording
from bots.meter import UNMETERED, Meter
from bots.remembering import Remembering
from bots.rules import DeskSection, Rules
from bots.surface import Ask, Choice, Face, Kind, KindRefused, Message, Surface, SurfaceBusy, SurfaceError, SurfaceGone
from pipeline.cards import Card
from pipeline.errors import PipelineError, ReplyWithheld
from pipeline.events import Emit, Event, Failed, Finished, Stage, Started, Step, silent
from pipeline.local import Stages
from pipeline.shrink import shrink
from pipeline.sound.wav import wav_of
from pipeline.spending import current
from pipeline.studio import Answer, Summoned
from pipeline.types import NO_MEMORY, Catalog, Character, Clip, Line, Memory, Persona, Portrait
from storage.characters import Characters, Entry
from storage.forget import Forgetting
from storage.history import History
from storage.inbox import Inbox, Job
from storage.ledger import Ledger
from storage.media import Media
from storage.outbox import DAY, Outbox, Send
from storage.results import Results
from storage.settings import Chosen
from storage.store import Store

log = logging.getLogger(__name__)

NOTE_SECONDS = 2.0
"""The least time between two notes of progress."""
FIND_SECONDS = 20.0
CUT = 40
"""A piece of a long text is cut at a space within so many characters before its end."""


class Cards(Protocol):
    """Reads and writes characters as files."""

    def write(self, character: Character, description: str, extras: str = "") -> bytes:
        """A character as a PNG card, with what the card held besides that it came from."""
        ...

    def read(self, card: bytes, catalog: Catalog) -> Card:
        """What a card says.

        Raises:
            BadInput: It is no card, or hostile.
        """
        ...


class Host(Protocol):
    """What the desk needs of a studio."""

    def framed(self, frame: str) -> Host:
        """The same, making clips of another shape; empty for the configured one."""
        ...

    def making(self, output: str) -> Host:
        """The same, making no more of an answer than is wanted: a value of the rule `output`."""
        ...

    def choosing(self, catalog: Catalog) -> Host:
        """The same, choosing styles and voices from another catalogue."""
        ...

    async def summon(self, description: str, seed: int, *, guide: bytes | None = None, emit: Emit = silent) -> Summoned:
        """Everything that makes a character."""
        ...

    async def greet(self, character: Character, *, emit: Emit = silent) -> Answer:
        """Let a kept character say its greeting."""
        ...

    async def talk(
        self,
        character: Character,
        history: Sequence[Line],
        said: Line,
        *,
        memory: Memory = NO_MEMORY,
        emit: Emit = silent,
    ) -> Answer:
        """Let a character answer."""
        ...

    async def paint(self, persona: Persona, seed: int, *, guide: bytes | None = None, emit: Emit = silent) -> Portrait:
        """Paint a persona anew."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """Everything the desk works with."""

    store: Store
    media: Media
    characters: Characters
    history: History
    remembering: Remembering
    inbox: Inbox
    outbox: Outbox
    results: Results
    ledger: Ledger
    chosen: Chosen
    forgetting: Forgetting
    stages: Stages
    studio: Callable[[Stages], Host]
    """Makes a studio of stages: each job gets one that keeps its results."""
    catalog: Catalog
    section: DeskSection
    cards: Cards | None = None
    meter: Meter = UNMETERED


class Errand:
    """What a job needs while it is worked on."""

    def __init__(self, job: Job, ask: Ask, rules: Rules, surface: Surface, means: Means) -> None:
        self.job = job
        self.ask = ask
        self.rules = rules
        self.surface = surface
        self.means = means
        self.language = rules.language(ask.language)
        self.took: list[tuple[str, float, str]] = []
        """What stages took or failed with, for the ledger."""

    @property
    def catalog(self) -> Catalog:
        """What may be chosen from here."""
        catalog = self.means.catalog.narrowed(adult=self.ask.place.adult)
        return catalog if self.rules.checked or not self.ask.place.adult else catalog.unchecked()

    @property
    def place(self) -> str:
        """Where, as the store names it."""
        return self.job.place

    @property
    def user(self) -> str:
        """Who asked, as the store names them."""
        return self.job.user

    @property
    def origin(self) -> str:
        """How characters and lines name the job that made them."""
        return f"job {self.job.id}"

    def say(self, key: str, /, **values: str | int) -> str:
        """A sentence in the asker's language."""
        return wording.say(key, self.language, **values)

    async def tell(
        self, part: str, text: str, *, private: bool = False, choices: Sequence[Choice] = (), face: Face | None = None
    ) -> None:
        """Send a text of the bot's, in as many messages as it needs."""
        pieces = cut(text, self.surface.limits.text_chars)
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            message = Message(Kind.TEXT, note=piece, face=face, private=private, choices=tuple(choices) if last else ())
            await self.send(part if number == 0 else f"{part}.{number}", message)

    async def send(self, part: str, message: Message) -> None:
        """Send a part of the answer, once.

        Raises:
            KindRefused: It cannot be sent as that kind; nothing was recorded.
            SurfaceGone: The conversation is no more.
            SurfaceBusy: It has to wait.
            SurfaceError: It failed, and whether it arrived is not known.
        """
        outbox = self.means.outbox
        character = message.face.character if message.face else None
        media = message.sha if message.kind is Kind.CLIP else ""
        send = await outbox.begin(self.job, part, message.kind.value, character=character, media=media)
        if send.sent:
            return
        ids = await self._found(send) if send.again else ()
        if ids is None:
            message = replace(message, note=_above(self.say("resent"), message.note))
        if not ids:
            ids = await self._sent(part, message, send.key)
        await outbox.arrived(self.job, part, ids, character)

    async def _found(self, send: Send) -> tuple[str, ...] | None:
        """The ids of an interrupted send that arrived, () if it did not, None if nobody can tell."""
        try:
            async with asyncio.timeout(FIND_SECONDS):
                return await self.surface.find(send.key)
        except Exception as error:
            log.warning("send cannot be looked up", extra={"job": self.job.id, "error": type(error).__name__})
            return None

    async def _sent(self, part: str, message: Message, key: str) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(self.means.section.send_timeout_s):
                return await self.surface.send(message, key)
        except (KindRefused, SurfaceGone, SurfaceBusy):
            await self.means.outbox.withdraw(self.job, part)
            raise
        except SurfaceError:
            raise
        except Exception as error:
            raise SurfaceError(f"A send failed with {type(error).__name__}.") from error

    async def deliver(self, part: str, face: Face, answer: Answer, note: str = "") -> str:
        """Send an answer in the richest form that can be sent here, and say what is missing; the kind it became."""
        message: Message | None
        reasons = [note] if note else []
        if cut_by := [failed.code for failed in answer.failed if failed.stage is Stage.WRITE]:
            reasons.append(self.say("withheld" if ReplyWithheld.code in cut_by else "cut_short"))
        if current().missed:
            reasons.append(self.say("improvised"))
        for make in (self._as_clip, self._as_voice):
            message = await make(face, answer, reasons)
            if message is None:
                continue
            try:
                choices = self._choices(face.character, again=part == "reply")
                await self.send(part, replace(message, note="\n".join(reasons), choices=choices))
            except KindRefused:
                reasons.append(self.say("clip_refused" if message.kind is Kind.CLIP else "voice_refused"))
                continue
            return message.kind.value
        await self._as_text(part, face, answer.text, _one_reason(reasons, self))
        return Kind.TEXT.value

    def _choices(self, character: int, *, again: bool) -> tuple[Choice, ...]:
        """What can be done with a character at once; whether the presser may is seen when it is asked for."""
        actions = ("again", "revoice", "restyle", "dismiss") if again else ("revoice", "restyle", "dismiss")
        return tuple(Choice(self.say(f"button_{action}"), f"{action}:{character}") for action in actions)

    async def _as_clip(self, face: Face, answer: Answer, reasons: list[str]) -> Message | None:
        if self.rules["output"] != "clip":
            return None
        limits = self.surface.limits
        clip = answer.clip
        if clip is not None and limits.clip and len(clip.mp4) > limits.media_bytes:
            clip = await self._smaller(clip, limits.media_bytes) or clip
        if clip is None:
            if answer.sound is not None:
                reasons.append(self.say("no_clip"))
        elif not limits.clip:
            reasons.append(self.say("clip_refused"))
        elif len(clip.mp4) > limits.media_bytes or clip.seconds > limits.clip_seconds:
            reasons.append(self.say("clip_too_large"))
        elif await self._clips_spent():
            reasons.append(self.say("clips_spent"))
        else:
            return await self._clip(face, answer.text if self.rules.captions else "", clip)
        return None

    async def _smaller(self, clip: Clip, most_bytes: int) -> Clip | None:
        try:
            return await shrink(clip, most_bytes)
        except PipelineError as error:
            log.warning("clip not made smaller", extra={"job": self.job.id, "code": error.code})
            return None

    async def _clip(self, face: Face, text: str, clip: Clip) -> Message:
        return Message(
            Kind.CLIP,
            text=text,
            face=face,
            media=clip.mp4,
            # Not durable: a clip that is lost with the power is joined again.
            sha=await self.means.media.put(clip.mp4, "clip", durable=False),
            filename=f"{_plain_name(face.name)}.mp4",
            poster=clip.poster,
            width=clip.width,
            height=clip.height,
            seconds=clip.seconds,
        )

    async def _as_voice(self, face: Face, answer: Answer, reasons: list[str]) -> Message | None:
        if self.rules["output"] == "text":
            return None
        sound = answer.sound
        if sound is None:
            reasons.append(self.say("no_voice"))
            return None
        wav = await asyncio.to_thread(wav_of, sound.pcm, sound.rate_hz)
        if not self.surface.limits.voice or len(wav) > self.surface.limits.media_bytes:
            reasons.append(self.say("voice_refused"))
            return None
        name = f"{_plain_name(face.name)}.wav"
        return Message(Kind.VOICE, text=answer.text, face=face, media=wav, filename=name, seconds=sound.seconds)

    async def _as_text(self, part: str, face: Face, text: str, note: str) -> None:
        pieces = cut(text, self.surface.limits.text_chars - len(note) - 1)
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            message = Message(Kind.TEXT, text=piece, face=face, note=note if last else "")
            await self.send(part if number == 0 else f"{part}.{number}", message)

    async def _clips_spent(self) -> bool:
        since = time.time() - DAY
        for column, value in (("user", self.user), ("place", self.place), ("guild", self.job.guild)):
            limit = self.rules.limit(f"{column}_clips_per_day")
            if limit and await self.means.outbox.clips_since(column, value, since, without_job=self.job.id) >= limit:
                return True
        return False


class Narrator:
    """Shows how far the stages are, seldom enough for any platform, and hands out the portrait once it is painted."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._news = asyncio.Event()
        self._stage: Stage | None = None
        self._persona: Persona | None = None
        self._painted: tuple[Persona, Portrait] | None = None
        self._over = False

    def emit(self, event: Event) -> None:
        """Take an event of the studio's."""
        errand = self._errand
        match event:
            case Started(stage) | Step(stage):
                self._stage = stage
            case Finished(stage, seconds, made):
                errand.took.append((stage.value, seconds, ""))
                self._take(made)
            case Failed(stage, code):
                errand.took.append((stage.value, 0.0, code))
                extra = {"job": errand.job.id, "kind": errand.job.kind, "stage": stage.value, "code": code}
                log.warning("stage gave up", extra=extra)
        self._news.set()

    def _take(self, made: object) -> None:
        if isinstance(made, Persona):
            self._persona = made
        elif isinstance(made, Portrait) and self._persona is not None:
            self._painted = (self._persona, made)

    def finish(self) -> None:
        """There will be no more events."""
        self._over = True
        self._news.set()

    async def run(self) -> None:
        """Show what comes in until `finish` was called.

        Raises:
            SurfaceGone: There is nobody left to show it to.
        """
        last = -NOTE_SECONDS
        shown: Stage | None = None
        while not self._over:
            # A stage that began too soon after the last note gets its own a little later.
            late = None if self._stage is shown else max(0.0, last + NOTE_SECONDS - time.monotonic())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(late):
                    await self._news.wait()
            self._news.clear()
            if self._painted is not None:
                painted, self._painted = self._painted, None
                await self._show(*painted)
            now = time.monotonic()
            if self._stage is not shown and now - last >= NOTE_SECONDS and not self._over:
                shown, last = self._stage, now
                await note(self._errand, wording.stage(shown, self._errand.language) if shown else "", shown)
        if self._painted is not None:
            await self._show(*self._painted)

    async def _show(self, persona: Persona, portrait: Portrait) -> None:
        errand = self._errand
        picture = await asyncio.to_thread(png, portrait)
        message = Message(
            Kind.PORTRAIT,
            note=persona.summary
            if names_itself(persona)
            else errand.say("summoned", name=persona.name, summary=persona.summary),
            media=picture,
            filename=f"{_plain_name(persona.name)}.png",
            width=portrait.width,
            height=portrait.height,
        )
        try:
            await errand.send("portrait", message)
        except (KindRefused, SurfaceBusy):
            # The clip follows and shows it too.
            log.info("portrait not shown", extra={"job": errand.job.id})


async def note(errand: Errand, text: str, stage: Stage | None) -> None:
    """Show a line of progress, or only that something happens where the place is quiet; whatever comes of it."""
    try:
        async with asyncio.timeout(FIND_SECONDS):
            await errand.surface.progress("" if errand.rules.quiet else text, stage)
    except SurfaceGone:
        raise
    except Exception as error:
        log.info("progress not shown", extra={"job": errand.job.id, "error": type(error).__name__})


def face_of(entry: Entry) -> Face:
    """A character as the sender of messages."""
    return Face(entry.id, entry.name, entry.portrait)


def cut(text: str, limit: int) -> list[str]:
    """A text in pieces of at most so many characters, at line ends or spaces where there are any."""
    limit = max(limit, 20)
    pieces = []
    rest = text.strip() or "…"
    while len(rest) > limit:
        end = rest.rfind("\n", limit - limit // 2, limit)
        if end < 0:
            end = rest.rfind(" ", limit - CUT, limit)
        if end <= 0:
            end = limit
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest]


def names_itself(persona: Persona) -> bool:
    """Whether a summary holds the name, as the improviser's do: who shows it need not put the name before it."""
    return re.search(rf"{re.escape(persona.name)}(?![a-z])", persona.summary) is not None


def png(portrait: Portrait) -> bytes:
    """A portrait at rest as a PNG file."""
    from storage import atlas

    return atlas.png("RGB", portrait.width, portrait.height, portrait.rgb)


def code_of(error: BaseException) -> str:
    """The code of an error; one that nobody designed is ours."""
    return error.code if isinstance(error, PipelineError) else PipelineError.code


def _plain_name(name: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in name).strip("-")
    return kept[:40] or "character"


def _above(first: str, second: str) -> str:
    return f"{first}\n{second}" if second else first


def _one_reason(reasons: list[str], errand: Errand) -> str:
    """What is said above a text: where even the voice is missing, that the clip is too needs no sentence."""
    if errand.say("voice_refused") in reasons or errand.say("no_voice") in reasons:
        voices = {errand.say(key) for key in ("no_clip", "clip_refused", "clip_too_large", "clips_spent")}
        reasons = [reason for reason in reasons if reason not in voices]
    return "\n".join(reasons)
