"""What language models take for an ask: noted in the ledger by place, and no more of it than a day allows."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.errand import Errand
from bots.meter import UNMETERED, Meter
from bots.remembering import Counted
from bots.rules import DeskSection
from bots.surface import Refusal, Refused
from pipeline.errors import PipelineError
from pipeline.spending import Tab, open_tab
from storage.ledger import Ledger, Spent
from storage.outbox import DAY

log = logging.getLogger(__name__)


@asynccontextmanager
async def counted(errand: Errand) -> AsyncIterator[None]:
    """Count what models take while the block lasts; where a day's tokens are used up, they take nothing more.

    Raises:
        Refused: They are used up, and the operator wants that said rather than improvised around.
    """
    spent = await _spent(errand)
    if spent and errand.means.section.tokens_spent == "refuse":
        raise Refused(Refusal.TOKENS_SPENT)
    with open_tab(closed=spent) as tab:
        try:
            yield
        finally:
            entries = _entries(tab)
            _meter(tab, errand.means.meter)
            # What is not noted is lost to the sum, and no reason to lose the answer.
            with contextlib.suppress(PipelineError):
                if entries:
                    job = errand.job
                    await errand.means.ledger.spend(job.id, errand.place, job.guild, errand.user, entries)


@asynccontextmanager
async def counted_for(
    place: str, ledger: Ledger, section: DeskSection, meter: Meter = UNMETERED
) -> AsyncIterator[None]:
    """Count what models take for a place though nobody asked; where a day's tokens are used up, they take nothing."""
    guild = place.rpartition(":")[0]
    since = time.time() - DAY
    limits = (("place", place, section.place_tokens_per_day), ("guild", guild, section.guild_tokens_per_day))
    spent = False
    for column, value, limit in limits:
        spent = spent or bool(limit and await ledger.tokens_since(column, value, since) >= limit)
    with open_tab(closed=spent) as tab:
        try:
            yield
        finally:
            _meter(tab, meter)
            with contextlib.suppress(PipelineError):
                if tab.spent:
                    await ledger.spend(0, place, guild, "", _entries(tab))


def counting(ledger: Ledger, section: DeskSection, meter: Meter = UNMETERED) -> Counted:
    """What counts for memories, under the limits of these settings."""
    return lambda place: counted_for(place, ledger, section, meter)


def _meter(tab: Tab, meter: Meter) -> None:
    for spent in tab.spent:
        meter.tokens(spent.provider, spent.read_tokens, spent.written_tokens)


def _entries(tab: Tab) -> list[Spent]:
    return [(s.provider, s.model, s.read_tokens, s.written_tokens, s.cost, s.estimated) for s in tab.spent]


async def _spent(errand: Errand) -> bool:
    since = time.time() - DAY
    for column, value in (("user", errand.user), ("place", errand.place), ("guild", errand.job.guild)):
        limit = errand.rules.limit(f"{column}_tokens_per_day")
        if limit and await errand.means.ledger.tokens_since(column, value, since) >= limit:
            log.info("tokens used up", extra={"job": errand.job.id, "scope": column})
            return True
    return False
