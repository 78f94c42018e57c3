"""What models take: counted by servers or by us, kept by place, limited by the day."""

import asyncio
import json
from collections import Counter

import pytest
from typer.testing import CliRunner

from bots.__main__ import app
from bots.meter import Unmetered
from bots.rules import DeskSection
from bots.spending import counted_for
from bots.surface import ForgetMe, Settings, Summon, Talk
from pipeline.spending import Spent, current, estimate, open_tab
from storage.ledger import Ledger
from storage.store import open_store
from tests.desks import an_office
from tests.fakes.model_server import REPLY, Manner
from tests.fakes.stages import FakeWriter
from tests.fakes.surfaces import ANN, BOB, CHIEF, an_ask
from tests.test_openai_chat import CATALOG, TEAPOT, reply, writing

COUNTED = {"prompt_tokens": 300, "completion_tokens": 20, "total_tokens": 320}
PRICES = {"price_read": 2.0, "price_written": 10.0}


async def bill(manner, *, settings=None):
    with open_tab() as tab:
        async with writing(manner, settings=settings) as (writer, server):
            assert await reply(writer) == REPLY
    return tab.spent, server


async def test_the_servers_count_is_believed_and_priced():
    (spent,), server = await bill(Manner(usage=COUNTED), settings=PRICES)
    assert (spent.read_tokens, spent.written_tokens, spent.estimated) == (300, 20, False)
    assert spent.cost == pytest.approx(0.0008)
    assert server.asked[0].body["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize("usage", [None, {}, [], "many", {"prompt_tokens": "3"}, {"prompt_tokens": -1}, {"x": 1e99}])
async def test_without_a_count_it_is_estimated_and_says_so(usage):
    (spent,), server = await bill(Manner(usage=usage))
    assert spent.estimated
    assert spent.written_tokens == estimate(REPLY)
    assert spent.read_tokens == sum(estimate(message["content"]) for message in server.asked[0].body["messages"])


async def test_a_server_that_refuses_to_count_is_asked_without_and_keeps_the_rest():
    refusal = "Extra inputs are not permitted: stream_options"
    (spent,), server = await bill(Manner(refuses=frozenset({"stream_options"}), refusal=refusal))
    assert spent.estimated
    assert "max_tokens" in server.asked[-1].body


async def test_a_reply_that_is_cut_short_is_counted_too():
    with open_tab() as tab:
        async with writing(Manner(reply="Tea is good. " * 200, usage=COUNTED), words=10) as (writer, _):
            await reply(writer)
    assert [spent.estimated for spent in tab.spent] == [True]
    assert tab.spent[0].written_tokens > 5


async def test_every_request_for_a_character_is_counted():
    with open_tab() as tab:
        async with writing(Manner(persona="no JSON", usage=COUNTED)) as (writer, server):
            await writer.persona(TEAPOT, CATALOG, 1)
    assert len(tab.spent) == len(server.asked) == 2


async def test_on_a_closed_tab_no_model_is_asked():
    with open_tab(closed=True) as tab:
        async with writing(Manner()) as (writer, server):
            assert await reply(writer)
    assert (server.asked, tab.missed) == ([], True)


async def test_nothing_is_missed_where_there_is_no_model():
    with open_tab(closed=True) as tab:
        async with writing(Manner(status=401)) as (writer, _):
            tab.closed = False
            await reply(writer)
            tab.closed = True
            await reply(writer)
    assert not tab.missed


# ------------------------------------------------------------------------------------------------------ at the desk


class CostlyWriter(FakeWriter):
    """Takes a thousand tokens for everything it writes, unless the tab is closed."""

    def take(self):
        tab = current()
        if tab.closed:
            tab.missed = True
        else:
            tab.spent.append(Spent("cloud", "m", 900, 100, 0.25))

    async def persona(self, *given):
        self.take()
        return await super().persona(*given)

    def reply(self, *given):
        self.take()
        return super().reply(*given)


async def told(office, want, user=ANN):
    await office.desk.accept(an_ask(want, user))
    await office.settled()
    return office.platform.sent[-1]


async def test_tokens_are_noted_with_the_place(tmp_path):
    async with an_office(tmp_path, writer=CostlyWriter()) as office:
        await told(office, Summon("a teapot"))
        await told(office, Talk("Hello!"), user=BOB)
        (row,) = await office.means.ledger.costs(0.0)
        place = an_ask(Talk("x"), ANN).place.key
        assert (row.place, row.provider, row.requests, row.cost) == (place, "cloud", 2, 0.5)
        assert (row.read_tokens, row.written_tokens, row.estimated) == (1800, 200, 0)


async def test_when_the_days_tokens_are_used_up_it_improvises_and_says_so(tmp_path):
    async with an_office(tmp_path, writer=CostlyWriter(), user_tokens_per_day=1500) as office:
        await told(office, Summon("a teapot"))
        before = await told(office, Talk("Hello!"))
        after = await told(office, Talk("Hello again!"))
        assert "improvised" not in before.message.note
        assert "improvised" in after.message.note
        assert after.message.media
        assert (await office.means.ledger.costs(0.0))[0].requests == 2


async def test_an_operator_can_have_it_refused_instead(tmp_path):
    async with an_office(tmp_path, writer=CostlyWriter(), place_tokens_per_day=900, tokens_spent="refuse") as office:
        await told(office, Summon("a teapot"))
        assert "tomorrow" in (await told(office, Talk("Hello!"))).message.note


async def test_a_place_can_lower_the_limit_and_others_keep_theirs(tmp_path):
    async with an_office(tmp_path, writer=CostlyWriter()) as office:
        await told(office, Summon("a teapot"))
        await told(office, Settings("user_tokens_per_day", "1000"), user=CHIEF)
        assert "improvised" in (await told(office, Talk("Hello!"))).message.note
        assert "improvised" not in (await told(office, Talk("Hello!"), user=BOB)).message.note


async def test_forget_me_takes_the_person_out_and_leaves_the_sum(tmp_path):
    async with an_office(tmp_path, writer=CostlyWriter()) as office:
        await told(office, Summon("a teapot"))
        await told(office, Talk("Hello!"), user=BOB)
        await told(office, ForgetMe(confirmed=True), user=BOB)
        users = [row[0] for row in await office.means.store.all("SELECT user FROM spending ORDER BY id")]
        assert users == [an_ask(Talk("x"), ANN).user_key, ""]
        assert sum(row.cost for row in await office.means.ledger.costs(0.0)) == 0.5


class CountingMeter(Unmetered):
    """Sums tokens by provider."""

    def __init__(self):
        self.seen = Counter()

    def tokens(self, provider, read, written):
        self.seen[provider, "read"] += read
        self.seen[provider, "written"] += written


async def test_what_memories_take_is_metered_as_well(tmp_path):
    meter = CountingMeter()
    async with (
        open_store(tmp_path / "summon.sqlite") as store,
        counted_for("p:1", Ledger(store), DeskSection(), meter),
    ):
        current().spent.append(Spent("cloud", "m", 900, 100))
    assert meter.seen == {("cloud", "read"): 900, ("cloud", "written"): 100}


def test_costs_are_shown_by_place(tmp_path):
    async def spend():
        async with open_store(tmp_path / "summon.sqlite") as store:
            await Ledger(store).spend(1, "p:1", "p", "u", [("cloud", "m", 900, 100, 0.25, True)])

    asyncio.run(spend())
    (tmp_path / "c.toml").write_text(f"[storage]\nfolder = '{tmp_path.as_posix()}'\n")
    runner = CliRunner()
    shown = runner.invoke(app, ["costs", "--config", str(tmp_path / "c.toml")])
    assert "~0.2500" in shown.stdout
    told = json.loads(runner.invoke(app, ["costs", "--config", str(tmp_path / "c.toml"), "--json"]).stdout)
    assert (told["tokens"], told["cost"], told["places"][0]["place"]) == (1000, 0.25, "p:1")
