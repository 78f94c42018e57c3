"""What a user can ask for, on any platform: accepts asks so that none is lost, and answers each once.

An adapter calls `connect` once and `accept` for everything it hears; it asks for nothing else, though `names`,
`want_of`, `rules` and `face` help it to offer choices. `open_desk` opens the desk as long as a block lasts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bots import acts, asks, house, scenes, wording
from bots.admission import QUICK, REFUSALS, Patience, bounds_of, bounds_of_refused, check, for_us
from bots.errand import Errand, Means, code_of, note
from bots.forecast import Forecast, forecast
from bots.jobs import Ended, Later, Outcome, Workers, open_workers
from bots.rules import DeskSection, Rules, rules_of
from bots.spending import counted, counting
from bots.surface import (
    Ask,
    Cancel,
    Dismiss,
    ExportCard,
    ExportData,
    ForgetMe,
    Help,
    ImportCard,
    Kind,
    ListCharacters,
    Message,
    OpenSurface,
    Place,
    PlaceKind,
    Refusal,
    Refused,
    Report,
    Restyle,
    Revoice,
    Settings,
    Summon,
    Surface,
    SurfaceBusy,
    SurfaceError,
    SurfaceGone,
    Switch,
    Talk,
    Want,
)
from pipeline.errors import DiskFull, OutputUnwritable, PipelineError, StoreError
from pipeline.types import Catalog
from storage.forget import direct
from storage.inbox import Accepted, Bounced, Filed, Job
from storage.leaving import leave
from storage.ledger import WHOLE

log = logging.getLogger(__name__)

NOTICE = "Notice"
"""The kind of a job that only says why an ask was not taken."""
PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
"""Seconds before what could not be stored or sent is tried again: more, the longer it has gone on."""
PATIENCE_S = 15.0
"""How long a sentence may take that is sent when nothing else can be done."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an ask."""

    state: str
    """`accepted`, `repeated` (known already), `ignored` (not for us) or `refused` (its sentence is on its way)."""
    job: int = 0
    place: int = 0
    """How many are served before it and with it: 1 is next; 0 where it does not wait."""
    seconds: float = 0.0
    """An honest estimate until it is answered, 0 where nothing is known."""
    code: str = ""
    """Why it was refused."""


class Desk:
    """Accepts asks and answers them through the surfaces of the adapters that are connected."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._surfaces: dict[str, OpenSurface] = {}
        self._workers: Workers | None = None
        self._patience = Patience()

    # -------------------------------------------------------------------------------------------- for adapters

    def connect(self, platform: str, open_surface: OpenSurface) -> None:
        """Answer asks of a platform through these surfaces, also those that still wait from before a restart."""
        self._surfaces[platform] = open_surface
        if self._workers is not None:
            self._workers.wake()

    def disconnect(self, platform: str) -> None:
        """Let asks of a platform wait until it is connected again."""
        self._surfaces.pop(platform, None)

    async def accept(self, ask: Ask) -> Receipt:
        """Take an ask. When this returns it is on the disk and will be answered once, whatever dies.

        Never raises for what users do: a refusal is answered through the surface as well.
        """
        ask = asks.clean(ask)
        try:
            rules = await self.rules(ask.place)
            if isinstance(ask.want, Talk) and not await for_us(ask, ask.want, rules, self._means):
                return Receipt("ignored")
            try:
                check(ask, rules, self._means)
            except Refused as refused:
                return await self._refuse(ask, refused)
            return await self._file(ask, rules)
        except PipelineError as error:
            log.error("ask not accepted", extra={"code": error.code, "reason": str(error)})  # noqa: TRY400 - no bug
            await self._blurt(ask, error.code)
            return Receipt("refused", code=error.code)

    async def heeds(self, ask: Ask) -> bool:
        """Whether an ask would be taken: for adapters that fetch what comes with a message only if it is."""
        try:
            rules = await self.rules(ask.place)
            return not isinstance(ask.want, Talk) or await for_us(ask, ask.want, rules, self._means)
        except PipelineError:
            return True

    async def rules(self, place: Place) -> Rules:
        """The settings that hold in a place, and where each comes from."""
        return await rules_of(place, self._means.chosen, self._means.section)

    async def names(self, place: Place, beginning: str = "") -> tuple[str, ...]:
        """Names of characters of a place for autocompletion, at most 25."""
        start = beginning.casefold()
        entries = await self._means.characters.list(place.key)
        return tuple(e.name for e in entries if e.name.casefold().startswith(start))[: acts.LISTED]

    async def face(self, place: Place, character: int) -> bytes | None:
        """A character's portrait as PNG, or None where there is none in that place."""
        entry = await self._means.characters.entry(character)
        if entry is None or entry.place != place.key:
            return None
        return await self._means.characters.face(entry)

    async def ours(self, place: Place, message: str) -> bool:
        """Whether a message of a place is one that was sent from here."""
        return await self._means.outbox.ours(place.key, message)

    async def lately(self, platform: str, most: int) -> tuple[str, ...]:
        """The ids of places where something was asked, the latest first; nobody's who was forgotten."""
        return tuple(key.rpartition(":")[2] for key in await self._means.inbox.places(platform, most))

    async def left(self, platform: str, guild: str) -> None:
        """The bot was thrown out of a guild or group: stop its work and forget everything of it."""
        means, key = self._means, f"{platform}:{guild}"
        rows = await means.store.all("SELECT id FROM jobs WHERE guild = ? AND state = 'running'", (key,))
        running = [int(row[0]) for row in rows]
        if self._workers is not None:
            for job in running:
                self._workers.stop(job)
            await self._workers.gone(running)
        count = await leave(key, means.store, means.media, means.characters)
        log.info("left a place", extra={"platform": platform, "characters": count})

    @staticmethod
    def want_of(action: str) -> Want | None:
        """What pressing a choice asks for, or None for an action that is not ours."""
        match action.split(":", 2):
            case ["switch", number]:
                return Switch(f"#{number}")
            case ["again", number]:
                return Talk("", to=f"#{number}", again=True)
            case ["revoice", number]:
                return Revoice(f"#{number}")
            case ["restyle", number]:
                return Restyle(f"#{number}")
            case ["dismiss", number]:
                return Dismiss(f"#{number}")
            case ["voice", number, voice]:
                return Revoice(f"#{number}", voice)
            case ["forget", answer]:
                return ForgetMe(confirmed=answer == "yes")
        return None

    # ------------------------------------------------------------------------------------------------ accepting

    async def _file(self, ask: Ask, rules: Rules) -> Receipt:
        means = self._means
        content = asks.upload_of(ask.want)
        upload = await means.media.put(content, "upload") if content else ""
        quick = isinstance(ask.want, QUICK)
        bounds = bounds_of(rules, means.section)
        if ask.place.kind is PlaceKind.DIRECT:
            await direct(means.store, ask.place.key, ask.place.guild_key, ask.user_key)
        answer = await means.inbox.accept(self._filed(ask, asks.kind_of(ask.want), quick=quick, upload=upload), bounds)
        if answer is None:
            return Receipt("repeated")
        if isinstance(answer, Bounced):
            return await self._bounce(ask, answer)
        expected = Forecast(0, 0.0) if quick or not answer.ahead else await self._expect(answer.job)
        if self._workers is not None:
            self._workers.wake()
            if expected.place > 1:
                self._workers.spawn(self._show_place(answer.job, ask, rules, expected))
        return Receipt("accepted", answer.job, expected.place, expected.seconds)

    async def _expect(self, job: int) -> Forecast:
        means = self._means
        waiting = await means.inbox.waiting()
        if len(waiting) <= 1:
            return Forecast(0, 0.0)
        seconds = {kind: await means.ledger.median(kind) for kind in {kind for _, _, kind, _ in waiting}}
        return forecast(job, waiting, await means.inbox.turns(), seconds, means.section.workers)

    async def _show_place(self, job: int, ask: Ask, rules: Rules, expected: Forecast) -> None:
        language = rules.language(ask.language)
        key = "queued_next" if expected.place == 2 else "queued"
        text = wording.say(key, language, place=expected.place, seconds=max(1, round(expected.seconds)))
        surface = self._open(ask)
        if surface is not None and not rules.quiet and await self._means.inbox.state(job) == "waiting":
            async with asyncio.timeout(PATIENCE_S):
                await surface.progress(text, None)

    async def _bounce(self, ask: Ask, bounced: Bounced) -> Receipt:
        seconds = bounced.seconds
        if bounced.reason == "waiting":
            median = await self._means.ledger.median(asks.kind_of(ask.want)) or 5.0
            seconds = max(5.0, median * self._means.section.waiting / self._means.section.workers / 10)
        refusal = REFUSALS[bounced.reason]
        if not self._patience.tell(ask, seconds):
            return Receipt("refused", code=refusal.value)
        return await self._refuse(ask, Refused(refusal, seconds=max(1, round(seconds))))

    async def _refuse(self, ask: Ask, refused: Refused) -> Receipt:
        """File the refusal like any ask, so that it is said once."""
        bare = replace(ask, want=Help())
        filed = self._filed(bare, NOTICE, quick=True, code=refused.refusal.value, values=refused.values)
        answer = await self._means.inbox.accept(replace(filed, update=ask.update), bounds_of_refused())
        if isinstance(answer, Bounced):
            # Who goes on after being told so often is not answered any more.
            return Receipt("refused", code=refused.refusal.value)
        if self._workers is not None:
            self._workers.wake()
        if not isinstance(answer, Accepted):
            return Receipt("repeated")
        return Receipt("refused", answer.job, code=refused.refusal.value)

    @staticmethod
    def _filed(ask: Ask, kind: str, *, quick: bool, upload: str = "", **more: Any) -> Filed:
        return Filed(
            platform=ask.place.platform,
            update=ask.update,
            place=ask.place.key,
            guild=ask.place.guild_key,
            user=ask.user_key,
            kind=kind,
            ask=asks.pack(ask, **more),
            quick=quick,
            upload=upload,
        )

    async def _blurt(self, ask: Ask, code: str) -> None:
        """Say why an ask cannot even be put down; nothing is recorded, since nothing can be."""
        message = Message(Kind.TEXT, note=wording.error(code, ask.language), private=True)
        try:
            surface = self._open(ask)
            if surface is None:
                return
            async with asyncio.timeout(PATIENCE_S):
                await surface.send(message, f"u{ask.update}"[:25])
        except Exception as error:
            log.warning("refusal not sent", extra={"code": code, "error": type(error).__name__})

    def _open(self, ask: Ask) -> Surface | None:
        open_surface = self._surfaces.get(ask.place.platform)
        try:
            return None if open_surface is None else open_surface(ask)
        except Exception as error:
            raise SurfaceError(f"The surface cannot be opened: {type(error).__name__}.") from error

    # -------------------------------------------------------------------------------------------------- working

    async def work(self, job: Job) -> Outcome:
        """Do a job that a worker has taken up."""
        began = time.monotonic()
        try:
            errand, values = await self._prepare(job)
        except PipelineError as error:
            # Nobody can be told yet: it waits until it can be read.
            extra = {"job": job.id, "kind": job.kind, "code": error.code, "tries": job.tries}
            log.warning("job put off", extra=extra)
            return Ended("failed", error.code) if self._too_old(job) else Later(_pause(job))
        try:
            outcome = await self._attempt(errand, values)
        finally:
            with contextlib.suppress(Exception):
                await errand.surface.close()
        if isinstance(outcome, Ended):
            errand.took.append((WHOLE, time.monotonic() - began, outcome.code))
        with contextlib.suppress(PipelineError):
            await self._means.ledger.note(job.id, job.kind, errand.took)
        done = isinstance(outcome, Ended) and outcome.state == "done"
        self._means.meter.stages(job.kind, errand.took, answered=done)
        return outcome

    async def _prepare(self, job: Job) -> tuple[Errand, Mapping[str, Any]]:
        upload = await self._means.media.get(job.upload) if job.upload else None
        ask, values = asks.unpack(job.ask, upload)
        surface = self._open(ask)
        if surface is None:
            raise SurfaceBusy("The platform is not connected.", PAUSE_S)
        return Errand(job, ask, await self.rules(ask.place), surface, self._means), values

    async def _attempt(self, errand: Errand, values: Mapping[str, Any]) -> Outcome:
        job = errand.job
        try:
            if job.tries > self._means.section.tries:
                return await self._excuse(errand, Refusal.INTERRUPTED.value)
            if job.kind == NOTICE:
                return await self._excuse(errand, values["code"], values=values["values"])
            decided = await self._means.results.get(_excuse_key(job)) if job.again else None
            if decided is not None:
                # It was to be refused; what has changed since must not answer it a second time.
                return await self._excuse(errand, **json.loads(decided))
            await self._do(errand, errand.ask.want)
        except Refused as refused:
            return await self._excuse(errand, refused.refusal.value, values=refused.values)
        except SurfaceGone as error:
            log.warning("nobody there", extra={"job": job.id, "kind": job.kind, "code": error.code})
            return Ended("failed", error.code)
        except SurfaceBusy as error:
            if self._too_old(job):
                return await self._excuse(errand, error.code, error)
            return self._later(errand, error, error.seconds)
        except (SurfaceError, DiskFull, OutputUnwritable) as error:
            return await self._again(errand, error)
        except StoreError as error:
            # What is damaged does not heal by waiting; what is locked may.
            if type(error) is StoreError:
                return await self._again(errand, error)
            return await self._excuse(errand, error.code, error)
        except PipelineError as error:
            return await self._excuse(errand, error.code, error)
        except Exception as error:
            log.exception("job failed", extra={"job": job.id, "kind": job.kind})
            return await self._excuse(errand, code_of(error))
        return Ended()

    async def _do(self, errand: Errand, want: Want) -> None:
        match want:
            case Summon():
                async with counted(errand):
                    await scenes.summon(errand, want)
            case Talk():
                async with counted(errand):
                    await scenes.talk(errand, want)
            case Restyle():
                await scenes.restyle(errand, want)
            case Revoice():
                await scenes.revoice(errand, want)
            case ImportCard():
                await scenes.import_card(errand, want)
            case Switch():
                await acts.switch(errand, want)
            case Dismiss():
                await acts.dismiss(errand, want)
            case ListCharacters():
                await acts.list_characters(errand, want)
            case ExportCard():
                await acts.export_card(errand, want)
            case Settings():
                await acts.settings(errand, want)
            case Help():
                await acts.show_help(errand)
            case ExportData():
                await acts.export_data(errand)
            case Report():
                await acts.report(errand, want)
            case Cancel():
                await self._cancel(errand)
            case ForgetMe():
                if want.confirmed:
                    await self._stop(errand.user)
                await acts.forget_me(errand, want)

    async def _cancel(self, errand: Errand) -> None:
        count = await self._stop(errand.user, errand.place)
        text = errand.say("cancelled", count=count) if count else errand.say("cancelled_none")
        await errand.tell("cancelled", text, private=True)

    async def _stop(self, user: str, place: str = "") -> int:
        """Stop what a user has asked for, and wait until what ran here has let go."""
        ended, asked = await self._means.inbox.stop(user, place)
        if self._workers is not None:
            for job in asked:
                self._workers.stop(job)
            await self._workers.gone(asked)
        return len(ended) + len(asked)

    def _later(self, errand: Errand, error: PipelineError, seconds: float) -> Outcome:
        job = errand.job
        extra = {"job": job.id, "kind": job.kind, "code": error.code, "seconds": seconds, "tries": job.tries}
        log.warning("job put off", extra=extra)
        errand.took.append((job.kind, 0.0, error.code))
        return Later(seconds)

    async def _again(self, errand: Errand, error: PipelineError) -> Outcome:
        """Put a job off that may succeed later; say so meanwhile, and give up in the end."""
        if self._too_old(errand.job):
            return await self._excuse(errand, error.code, error)
        if not isinstance(error, SurfaceError):
            with contextlib.suppress(SurfaceGone):
                await note(errand, wording.error(error.code, errand.language), None)
        return self._later(errand, error, _pause(errand.job))

    def _too_old(self, job: Job) -> bool:
        return time.time() - job.made >= self._means.section.patience_s

    async def _excuse(
        self,
        errand: Errand,
        code: str,
        error: PipelineError | None = None,
        values: Mapping[str, str | int] = MappingProxyType({}),
    ) -> Outcome:
        """Say why an ask cannot be answered, and end it."""
        job = errand.job
        if error is not None:
            extra = {"job": job.id, "kind": job.kind, "code": code, "stage": getattr(error, "stage", "")}
            log.warning("job given up", extra=extra)
        text = wording.error(code, errand.language, **values)
        try:
            decision = json.dumps({"code": code, "values": dict(values)}).encode()
            await self._means.results.put(_excuse_key(job), job.id, decision)
            if not await self._means.outbox.answered(job):
                await errand.tell("excuse", text, private=True)
        except SurfaceGone as gone:
            log.warning("excuse not sent", extra={"job": job.id, "code": gone.code})
        except SurfaceError as failed:
            if not self._too_old(job):
                return self._later(errand, failed, getattr(failed, "seconds", _pause(job)))
            log.warning("excuse not sent", extra={"job": job.id, "code": failed.code})
        except PipelineError:
            # Even the record of the send cannot be written: better said twice than not at all.
            await self._blurt(replace(errand.ask, update=f"job{job.id}"), code)
        return Ended("failed", code)

    async def tidy(self, job: Job) -> None:
        """Let go of what a job needed only while it was open."""
        means = self._means
        try:
            if job.kind == ForgetMe.__name__ and await means.forgetting.was_forgotten(job.id):
                await means.forgetting.finish(job.id)
            await means.results.drop(job.id)
            if job.upload:
                await means.media.release(job.upload)
        except PipelineError as error:
            log.warning("job not tidied", extra={"job": job.id, "code": error.code})

    async def rest(self) -> None:
        """Take up nothing more and let what runs finish within the grace, while adapters can still send.

        What is accepted after this waits for the next start.
        """
        if self._workers is not None:
            await self._workers.close(self._means.section.grace_s)

    def renew(self, section: DeskSection, catalog: Catalog) -> None:
        """Work with other settings and another catalogue from now on; what runs ends with those it began with."""
        means = self._means = replace(self._means, section=section, catalog=catalog)
        means.remembering.counted = counting(means.ledger, section, means.meter)
        if self._workers is not None:
            self._workers.section = section
            self._workers.wake()

    def means(self) -> Means:
        """What it works with now."""
        return self._means

    def employ(self, workers: Workers) -> None:
        """Have workers to wake and stop."""
        self._workers = workers

    def connected(self) -> Sequence[str]:
        """The platforms that can be answered."""
        return tuple(self._surfaces)


def _excuse_key(job: Job) -> str:
    return f"excuse {job.id}"


def _pause(job: Job) -> float:
    return min(LONGEST_PAUSE_S, max(PAUSE_S, (time.time() - job.made) / 4))


@asynccontextmanager
async def open_desk(means: Means, folder: Path) -> AsyncIterator[Desk]:
    """Open the desk: it works as long as the block lasts, and hands back or finishes what runs when it ends.

    `folder` holds what is kept; a file in it shows that this process lives.
    """
    desk = Desk(means)
    async with (
        open_workers(
            means.inbox, desk.work, desk.tidy, means.section, desk.connected, folder / "workers", means.meter
        ) as workers,
        house.kept(desk.means),
    ):
        desk.employ(workers)
        yield desk
