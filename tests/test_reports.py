"""Replies that were reported, as an operator reads them."""

import asyncio
import json

from typer.testing import CliRunner

from bots.__main__ import app
from bots.surface import ForgetMe, Report, Summon
from storage.reports import reported, settle
from storage.store import open_store
from tests.desks import an_office
from tests.fakes.surfaces import ANN, BOB, an_ask


async def told(office, *wants, user=ANN):
    for want in wants:
        await office.desk.accept(an_ask(want, user))
        await office.settled()
    return office.platform.sent[-1]


async def test_a_report_shows_what_was_said_where_when_and_why(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        reply = await told(office, "what do you think of spoons?")
        await told(office, Report(reply.id, "rude"), user=BOB)
        (report,) = await reported(office.means.store)
        lines = await office.means.history.recent(1)
    assert report.text == lines[-1].text
    assert (report.character, report.message, report.reason) == ("teapot", reply.id, "rude")
    assert report.place.startswith("fake:")
    assert report.noted > 0


async def test_a_forgotten_reply_is_not_read_in_its_report(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), user=BOB)
        reply = await told(office, "what do you think of spoons?", user=ANN)
        await told(office, Report(reply.id, "rude"), user=BOB)
        await told(office, ForgetMe(confirmed=True), user=ANN)
        (report,) = await reported(office.means.store)
    assert (report.text, report.reason) == ("", "rude")


async def test_whoever_is_forgotten_takes_their_reports_along(tmp_path):
    async with an_office(tmp_path) as office:
        reply = await told(office, Summon("a teapot"))
        await told(office, Report(reply.id, "rude"), ForgetMe(confirmed=True), user=BOB)
        assert await reported(office.means.store) == ()


async def test_what_was_dealt_with_is_dropped(tmp_path):
    async with an_office(tmp_path) as office:
        reply = await told(office, Summon("a teapot"))
        await told(office, Report(reply.id, "rude"), Report(reply.id, "very rude"))
        assert await settle(office.means.store, [1, 1, 9]) == (1,)
        assert [report.id for report in await reported(office.means.store)] == [2]


def settings(tmp_path):
    (tmp_path / "c.toml").write_text(f"[storage]\nfolder = '{tmp_path.as_posix()}'\n")
    return ["--config", str(tmp_path / "c.toml")]


def test_an_operator_reads_reports_and_ticks_them_off(tmp_path):
    async def report():
        async with an_office(tmp_path) as office:
            reply = await told(office, Summon("a teapot"))
            await told(office, Report(reply.id, "it \x1b[31msteers\nthe terminal"))

    asyncio.run(report())
    runner, at = CliRunner(), settings(tmp_path)
    shown = runner.invoke(app, ["reports", *at]).stdout
    assert "#1 " in shown
    assert "teapot: I am" in shown
    assert "reason: it [31msteers the terminal\n" in shown
    (told_json,) = runner.invoke(app, ["reports", "--json", *at]).stdout.splitlines()
    assert json.loads(told_json)["id"] == 1
    assert "no report #7" in str(runner.invoke(app, ["reports", "--done", "7", *at]).exception)
    assert runner.invoke(app, ["reports", "--done", "1", *at]).stdout == "1 dropped.\n"
    assert runner.invoke(app, ["reports", *at]).stdout == "Nothing was reported.\n"


async def test_a_report_of_what_is_gone_is_still_listed(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        await store.write(
            "INSERT INTO reports (place, message, character, user, reason, noted) VALUES ('p', 'm', 9, 'u', '', 1.0)"
        )
        (report,) = await reported(store)
    assert (report.character, report.text) == ("", "")
