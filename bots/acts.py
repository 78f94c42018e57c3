"""What can be asked for without a stage: who is here, settings, cancel, report, what is known about one."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

from bots import wording
from bots.errand import Errand, face_of
from bots.rules import KEYS, change, rules_of
from bots.surface import (
    Choice,
    Dismiss,
    ExportCard,
    ForgetMe,
    Kind,
    ListCharacters,
    Message,
    PlaceKind,
    Refusal,
    Refused,
    Report,
    Settings,
    Switch,
)
from storage.characters import Entry, fold

log = logging.getLogger(__name__)

LISTED = 25
"""Choices one message shows: what Discord and Telegram both can."""


async def show_help(errand: Errand) -> None:
    """Say what can be asked for."""
    said = errand.say("help").strip()
    if errand.surface.limits.typed:
        labels = [style.label for style in errand.catalog.styles[:LISTED]]
        said = f"{said}\n{errand.say('help_options', styles=', '.join(labels))}"
    await errand.tell("help", said, private=True)


async def list_characters(errand: Errand, _want: ListCharacters) -> None:
    """Say who is here, with a button for each."""
    entries = await errand.means.characters.list(errand.place)
    if not entries:
        raise Refused(Refusal.NOBODY_HERE)
    lines = [errand.say("list_header")]
    for number, entry in enumerate(entries):
        key = "list_default" if number == 0 else "list_line"
        lines.append(errand.say(key, name=entry.name, summary=entry.persona.summary))
    choices = [Choice(entry.name[:40], f"switch:{entry.id}") for entry in entries[1:LISTED]]
    await errand.tell("list", "\n".join(lines), private=True, choices=choices)


async def switch(errand: Errand, want: Switch) -> None:
    """Let another character answer by default."""
    entry = await resolve(errand, want.name)
    await errand.means.characters.choose(entry.id)
    await errand.tell("switched", errand.say("switched", name=entry.name), face=face_of(entry))


async def dismiss(errand: Errand, want: Dismiss) -> None:
    """Send a character away, and what was said to it with it."""
    # Told first and done after: a job taken up again must not send away whoever is the default by then.
    begun = await errand.means.outbox.about(errand.job, "dismissed")
    if begun is None:
        entry = await owned(errand, want.name)
    else:
        known = await errand.means.characters.entry(begun)
        if known is None:
            return
        entry = known
    await errand.tell("dismissed", errand.say("dismissed", name=entry.name), face=face_of(entry))
    await errand.means.characters.remove(entry.id)


async def export_card(errand: Errand, want: ExportCard) -> None:
    """Give a character out as a card."""
    cards = errand.means.cards
    if cards is None:
        raise Refused(Refusal.CARDS_MISSING)
    entry = await resolve(errand, want.name)
    card = cards.write(await errand.means.characters.whole(entry), entry.description, entry.card)
    note = errand.say("exported", name=entry.name)
    await errand.send("card", Message(Kind.FILE, note=note, media=card, filename=f"{fold(entry.name)[:40]}.png"))


async def settings(errand: Errand, want: Settings) -> None:
    """Show the settings and where each comes from, or change one."""
    ask = errand.ask
    if not want.key:
        lines = [errand.say("settings_header")]
        for key in KEYS:
            found = errand.rules.setting(key)
            origin = errand.say(f"origin_{found.origin}")
            about = wording.setting(key, errand.language)
            lines.append(errand.say("setting_line", key=key, value=found.value, origin=origin, about=about))
        await errand.tell("settings", "\n".join(lines), private=True)
        return
    if ask.place.kind is not PlaceKind.DIRECT and not ask.user.admin:
        raise Refused(Refusal.NOT_ALLOWED)
    await change(ask.place, want.key, want.value, errand.means.chosen, whole_guild=want.whole_guild)
    key = want.key.strip().lower()
    rules = await rules_of(ask.place, errand.means.chosen, errand.means.section)
    found = rules.setting(key)
    said = errand.say("setting_changed", key=key, value=found.value, origin=errand.say(f"origin_{found.origin}"))
    await errand.tell("settings", said, private=True)


async def forget_me(errand: Errand, want: ForgetMe) -> None:
    """Forget the asker: first say what would go, then do it and prove it with a count."""
    forgetting = errand.means.forgetting
    if want.confirmed is None:
        known = await forgetting.known(errand.user, without_job=errand.job.id)
        said = errand.say(
            "forget_ask",
            lines=known.lines,
            characters=known.characters,
            clips=known.clips,
            messages=known.messages,
        )
        choices = (Choice(errand.say("forget_yes"), "forget:yes"), Choice(errand.say("forget_no"), "forget:no"))
        await errand.tell("ask", said, private=True, choices=choices)
        return
    if not want.confirmed:
        await errand.tell("kept", errand.say("forget_kept"), private=True)
        return
    went = await forgetting.forget(errand.user, errand.job.id)
    errand.means.chosen.read_anew()
    left = await forgetting.known(errand.user, without_job=errand.job.id)
    said = errand.say(
        "forgotten",
        lines=went.lines,
        characters=went.characters,
        clips=went.clips,
        messages=went.messages,
        requests=went.requests,
        left=left.total,
    )
    log.info("user forgotten", extra={"job": errand.job.id, "went": went.total, "left": left.total})
    await errand.tell("forgotten", said, private=True)


async def export_data(errand: Errand) -> None:
    """Give out all that is known about the asker."""
    known = await errand.means.forgetting.export(errand.user)
    content = json.dumps(known, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    note = errand.say("export_ready")
    message = Message(Kind.FILE, note=note, media=content, filename="summon-export.json", private=True)
    await errand.send("export", message)


async def report(errand: Errand, want: Report) -> None:
    """Put a reply before the operator."""
    outbox = errand.means.outbox
    if not await outbox.ours(errand.place, want.reply_to):
        raise Refused(Refusal.UNKNOWN_MESSAGE)
    character = await outbox.character_of(errand.place, want.reply_to)
    await errand.means.ledger.report(
        errand.place, want.reply_to, character, errand.user, want.reason[:500], errand.job.made
    )
    log.warning("reply reported", extra={"job": errand.job.id, "character": character})
    await errand.tell("reported", errand.say("reported"), private=True)


# ------------------------------------------------------------------------------------------------- who is meant


async def resolve(errand: Errand, name: str) -> Entry:
    """The character of that name here; without a name the default one; `#12` is the one with that id, if it is here.

    Raises:
        Refused: There is none.
    """
    entry = await _found(errand, name)
    if entry is None:
        raise await unknown(errand, name)
    return entry


async def owned(errand: Errand, name: str) -> Entry:
    """The same, for what only its summoner or an admin may do.

    Raises:
        Refused: There is none, or it is somebody else's.
    """
    entry = await resolve(errand, name)
    _check_owner(errand, entry)
    return entry


async def unknown(errand: Errand, name: str) -> Refused:
    """Why nobody was found."""
    entries = await errand.means.characters.list(errand.place)
    if not entries or not name:
        return Refused(Refusal.NOBODY_HERE)
    names = ", ".join(entry.name for entry in entries[:LISTED])
    return Refused(Refusal.UNKNOWN_NAME, name=name[:80], names=names)


async def _found(errand: Errand, name: str) -> Entry | None:
    characters = errand.means.characters
    if not name.strip():
        return await characters.default(errand.place)
    if name.startswith("#") and name[1:].isascii() and name[1:].isdecimal() and len(name) < 20:
        entry = await characters.entry(int(name[1:]))
        return entry if entry is not None and entry.place == errand.place else None
    entry = await characters.by_name(errand.place, name)
    if entry is not None:
        return entry
    wanted = fold(name)
    near = [e for e in await characters.list(errand.place) if fold(e.name).startswith(wanted)]
    return near[0] if len(near) == 1 else None


def _check_owner(errand: Errand, entry: Entry) -> None:
    if entry.owner != errand.user and not errand.ask.user.admin and errand.ask.place.kind is not PlaceKind.DIRECT:
        raise Refused(Refusal.NOT_YOURS, name=entry.name)


def named(text: str, entries: Sequence[Entry]) -> tuple[Entry, str] | None:
    """Whose name a text begins with, and the text after it; the longest name wins."""
    stripped = text.lstrip(" @,")
    folded = stripped.casefold()
    for entry in sorted(entries, key=lambda e: -len(e.name)):
        for name in dict.fromkeys((entry.name, entry.name.split(" ")[0])):
            start = name.casefold()
            after = folded[len(start) : len(start) + 1]
            if len(start) > 1 and folded.startswith(start) and not after.isalnum():
                return entry, stripped[len(start) :].lstrip(" ,:;!-–—").strip() or text.strip()
    return None
