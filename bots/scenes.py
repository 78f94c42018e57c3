"""What needs the stages: summoning, talking, a new portrait, a new voice, a card brought to life."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from difflib import get_close_matches

from bots import acts
from bots.errand import Errand, Host, Narrator, cut, face_of
from bots.kept import keep
from bots.pictures import WORDLESS
from bots.surface import Choice, ImportCard, Refusal, Refused, Restyle, Revoice, Summon, Talk
from pipeline.errors import BadInput, PictureRefused, PipelineError, SoundTooLong, StoreCorrupt
from pipeline.events import Emit, Stage, Started
from pipeline.speak.shade import shade
from pipeline.studio import Answer
from pipeline.types import Character, Line, Style, Voice
from storage.characters import Entry

SHOWN_CHARS = 300
"""How much of what was heard is shown to whoever said it."""


async def summon(errand: Errand, want: Summon) -> None:
    """Bring something to life, or call the one back that was made of the same words here."""
    characters = errand.means.characters
    chosen = want.style or want.voice or want.language
    known = None if want.fresh or want.guide or chosen else await characters.find(errand.place, want.description)
    if known is not None and await _lost(errand, known):
        known = None
    if known is not None and known.origin != errand.origin and want.seed in (None, known.seed):
        await characters.choose(known.id)
        await _greet(errand, known, errand.say("summoned_again", name=known.name))
        return
    await _check_room(errand)
    catalog = errand.catalog.narrowed(
        style=_named_style(errand, want.style).id if want.style else "",
        voice=_voice(errand, want.voice).id if want.voice else "",
        language=want.language,
    )
    seed = want.seed if want.seed is not None else _seed(errand, fresh=want.fresh or want.guide is not None)
    async with _stage(errand) as (studio, emit):
        summoned = await studio.choosing(catalog).summon(want.description, seed, guide=want.guide, emit=emit)
    note = _foreign(errand, want.language, summoned.character)
    await _arrive(errand, want.description, seed, summoned.character, summoned.greeting, note)


def _foreign(errand: Errand, wanted: str, character: Character) -> str:
    """What is said where no voice speaks the language that was asked for."""
    spoken = {voice.language.split("-")[0] for voice in errand.catalog.voices}
    if not wanted or wanted.split("-")[0] in spoken:
        return ""
    persona = character.persona
    return errand.say("language_unspoken", name=persona.name, wanted=wanted[:16], language=persona.language)


async def _lost(errand: Errand, entry: Entry) -> bool:
    """Whether a kept character cannot be brought back: then it is made anew."""
    try:
        await errand.means.characters.whole(entry)
    except StoreCorrupt:
        return True
    return False


async def import_card(errand: Errand, want: ImportCard) -> None:
    """Bring a card to life."""
    cards = errand.means.cards
    if cards is None:
        raise Refused(Refusal.CARDS_MISSING)
    await _check_room(errand)
    catalog = errand.catalog
    try:
        card = await asyncio.to_thread(cards.read, want.card, catalog)
    except BadInput as error:
        raise Refused(Refusal.CARD_UNREADABLE) from error
    seed = _seed(errand, fresh=False)
    async with _stage(errand) as (studio, emit):
        try:
            portrait = await studio.paint(card.persona, seed, guide=card.picture or None, emit=emit)
        except PictureRefused:
            raise
        except BadInput:
            # A picture without a face in it is still a character without a picture.
            portrait = await studio.paint(card.persona, seed, emit=emit)
        character = Character(card.persona, portrait, shade(catalog.voice(card.persona.voice_id), seed))
        greeting = await studio.greet(character, emit=emit)
    note = errand.say("imported", name=card.persona.name)
    await _arrive(errand, card.description, seed, character, greeting, note, card.extras)


async def talk(errand: Errand, want: Talk) -> None:
    """Let a character answer."""
    means, job = errand.means, errand.job
    entry, text = await addressed(errand, want)
    character = await means.characters.whole(entry)
    async with _stage(errand) as (studio, emit):
        if want.audio:
            emit(Started(Stage.LISTEN))
            heard = await _heard(errand, want.audio, character.persona.language)
            text = f"{text}\n{heard}".strip()
        recalled = await means.remembering.recall(entry.id)
        if want.again:
            text = next((line.text for line in reversed(recalled.lines) if line.who), "")
            if not text:
                raise Refused(Refusal.NOTHING_SAID)
        who = errand.ask.user.name or "?"
        said = Line(who, text or WORDLESS, job.made, person=errand.user, pictures=want.pictures)
        with means.remembering.talking():
            answer = await studio.talk(character, recalled.lines, said, memory=recalled.memory, emit=emit)
    note = _as_heard(errand, heard) if want.audio else ""
    await errand.deliver("reply", face_of(entry), answer, note)
    if answer.text:
        lines = (said, Line("", answer.text, job.made))
        await means.history.append(entry.id, *lines, speaker=errand.user, origin=errand.origin)
        means.remembering.later(entry.id)


async def restyle(errand: Errand, want: Restyle) -> None:
    """Paint a character anew."""
    entry = await acts.owned(errand, want.name)
    style = _style(errand, want.style, entry)
    persona = replace(entry.persona, style_id=style.id)
    async with _stage(errand) as (studio, emit):
        portrait = await studio.paint(persona, _seed(errand, fresh=True), guide=want.guide, emit=emit)
        character = Character(persona, portrait, entry.voice)
        answer = await studio.greet(character, emit=emit)
    await errand.means.characters.restyle(entry.id, portrait, style.id)
    renewed = await errand.means.characters.entry(entry.id) or entry
    await errand.deliver("restyled", face_of(renewed), answer, errand.say("restyled", name=entry.name))


async def revoice(errand: Errand, want: Revoice) -> None:
    """Give a character another voice, or show which there are."""
    entry = await acts.owned(errand, want.name)
    voices = errand.catalog.voices
    if not want.voice:
        own = [voice for voice in voices if voice.language.split("-")[0] == entry.persona.language.split("-")[0]]
        choices = [Choice(v.label[:40], f"voice:{entry.id}:{v.id}"[:64]) for v in (own or voices)[: acts.LISTED]]
        await errand.tell("voices", errand.say("choose_voice", name=entry.name), private=True, choices=choices)
        return
    voice = _voice(errand, want.voice)
    await errand.means.characters.revoice(entry.id, shade(voice, entry.seed))
    renewed = await errand.means.characters.entry(entry.id) or entry
    await _greet(errand, renewed, errand.say("revoiced", name=entry.name, voice=voice.label))


async def addressed(errand: Errand, want: Talk) -> tuple[Entry, str]:
    """Which character a message is for, and what it says without the name in front.

    Raises:
        Refused: Nobody is here, or nobody of that name.
    """
    means = errand.means
    if want.to:
        return await acts.resolve(errand, want.to), want.text
    if want.reply_to:
        number = await means.outbox.character_of(errand.place, want.reply_to)
        entry = None if number is None else await means.characters.entry(number)
        if entry is not None and entry.place == errand.place:
            return entry, want.text
    entries = await means.characters.list(errand.place)
    if not entries:
        raise Refused(Refusal.NOBODY_HERE)
    return acts.named(want.text, entries) or (entries[0], want.text)


# --------------------------------------------------------------------------------------------------------- together


@asynccontextmanager
async def _stage(errand: Errand) -> AsyncIterator[tuple[Host, Emit]]:
    """A studio that keeps its results for this job, with a narrator who shows how far it is.

    Where the conversation is gone the work stops at once: nobody is left to make it for.
    """
    means = errand.means
    narrator = Narrator(errand)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(narrator.run())
            try:
                stages = keep(means.stages, means.results, errand.job.id, again=errand.job.again)
                studio = means.studio(stages).framed(errand.surface.limits.frame)
                yield studio.making(errand.rules["output"]).choosing(errand.catalog), narrator.emit
            finally:
                narrator.finish()
    except BaseExceptionGroup as errors:
        error = _first(errors)
        if isinstance(error, PipelineError):
            errand.took.append((getattr(error, "stage", errand.job.kind), 0.0, error.code))
        raise error from None


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


async def _greet(errand: Errand, entry: Entry, note: str) -> None:
    character = await errand.means.characters.whole(entry)
    async with _stage(errand) as (studio, emit):
        answer = await studio.greet(character, emit=emit)
    await errand.deliver("greeting", face_of(entry), answer, note)


async def _arrive(
    errand: Errand,
    description: str,
    seed: int,
    character: Character,
    greeting: Answer,
    note: str = "",
    card: str = "",
) -> None:
    means, job = errand.means, errand.job
    number = await means.characters.add(
        errand.place, errand.user, description, seed, character, origin=errand.origin, card=card
    )
    entry = await means.characters.entry(number)
    if entry is None:
        raise Refused(Refusal.NOBODY_HERE)
    await means.outbox.adopt(job, number)
    await errand.deliver("greeting", face_of(entry), greeting, note)
    if greeting.text:
        line = Line("", greeting.text, job.made)
        await means.history.append(number, line, about=errand.user, origin=errand.origin)


async def _heard(errand: Errand, audio: bytes, spoken: str) -> str:
    """What a voice message says to a character that speaks this language."""
    listener = errand.means.stages.listener
    if listener is None:
        raise Refused(Refusal.CANNOT_LISTEN)
    kept = keep(errand.means.stages, errand.means.results, errand.job.id, again=errand.job.again).listener
    # The platform's language is that of menus and the character's that of its summoner: a listener told the wrong one
    # writes nonsense, so only both together are a hint.
    asked = errand.ask.language
    hint = spoken if spoken.split("-")[0].lower() == asked.split("-")[0].lower() else ""
    try:
        text = "" if kept is None else (await kept.transcribe(audio, hint)).strip()
    except SoundTooLong as error:
        raise Refused(Refusal.SOUND_TOO_LONG, minutes=error.minutes) from error
    if not text:
        raise Refused(Refusal.NOTHING_SAID)
    return text


def _as_heard(errand: Errand, heard: str) -> str:
    """What was heard, as whoever said it sees it."""
    first, *more = cut(heard, SHOWN_CHARS)
    return errand.say("heard", words=f"{first} …" if more else first)


async def _check_room(errand: Errand) -> None:
    most = errand.means.section.characters_per_place
    others = [e for e in await errand.means.characters.list(errand.place) if e.origin != errand.origin]
    if len(others) >= most:
        raise Refused(Refusal.TOO_MANY, count=most)


def _seed(errand: Errand, *, fresh: bool) -> int:
    """A seed that is the same whenever this job is taken up, and without `fresh` for every asker of the same."""
    want = errand.ask.want
    words = want.description if isinstance(want, Summon) and not fresh else f"{errand.job.id} {errand.job.made}"
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "replace")).digest()[:4], "big")


def _style(errand: Errand, name: str, entry: Entry) -> Style:
    return _named_style(errand, name) if name else errand.catalog.style(entry.persona.style_id)


def _named_style(errand: Errand, name: str) -> Style:
    styles = errand.catalog.styles
    for style in styles:
        if name.casefold() in (style.id.casefold(), style.label.casefold()):
            return style
    begun = [style for style in styles if style.label.casefold().startswith(name.casefold())]
    if len(begun) == 1:
        return begun[0]
    raise Refused(Refusal.UNKNOWN_STYLE, name=name[:80], names=", ".join(s.label for s in styles[: acts.LISTED]))


def _voice(errand: Errand, name: str) -> Voice:
    voices = errand.catalog.voices
    for voice in voices:
        if name.casefold() in (voice.id.casefold(), voice.label.casefold()):
            return voice
    labels = [voice.label for voice in voices]
    near = get_close_matches(name[:80], labels, n=3, cutoff=0.5)
    names = list(dict.fromkeys([*near, *labels]))[: acts.LISTED]
    raise Refused(Refusal.UNKNOWN_VOICE, name=name[:80], names=", ".join(names))
