"""Every stage fails, hangs and raises what nobody designed; the disk is full, the database locked, the platform broken.

`TABLE` is what the user saw. Nothing is silent, and the desk serves the next ask.
"""

import errno
import sqlite3

import pytest

from bots.surface import Kind, KindRefused, ListCharacters, Settings, Summon, SurfaceBusy, SurfaceGone
from pipeline.config import PipelineConfig, WriterSpec
from pipeline.errors import DiskFull, StageFailed, StoreError
from pipeline.studio import Studio
from storage.media import Media
from tests.desks import an_office
from tests.fakes.stages import A_CATALOG, HANG, FakeAnimator, FakePainter, FakeSpeaker, FakeWriter, a_character
from tests.fakes.surfaces import ANN, ARRIVES_THEN_FAILS, CHIEF, FakePlatform, a_place, an_ask
from tests.fakes.surfaces import HANG as HANGS

FAILS = StageFailed("x", "a fault")
UNKNOWN = ZeroDivisionError("nobody designed this")
SHORT = PipelineConfig(
    writer=WriterSpec(timeout_s=0.2),
    painter={"timeout_s": 0.2},
    speaker={"timeout_s": 0.07},
    animator={"timeout_s": 5.0},
)


def studio(stages):
    return Studio(stages, A_CATALOG, SHORT)


async def told(office, *wants, user=ANN, place=None):
    for want in wants:
        await office.desk.accept(an_ask(want, user, place))
        await office.settled()
    return office.platform.sent


TABLE = [
    # what breaks, how, what is asked, the kinds that came, a word of what was said
    ("writer", FAILS, "summon", [Kind.TEXT], "One step did not work out"),
    ("writer", HANG, "summon", [Kind.TEXT], "One step did not work out"),
    ("writer", UNKNOWN, "summon", [Kind.TEXT], "One step did not work out"),
    ("painter", FAILS, "summon", [Kind.TEXT], "One step did not work out"),
    ("painter", HANG, "summon", [Kind.TEXT], "One step did not work out"),
    ("painter", UNKNOWN, "summon", [Kind.TEXT], "One step did not work out"),
    ("speaker", FAILS, "summon", [Kind.PORTRAIT, Kind.TEXT], "here are the words"),
    ("speaker", HANG, "summon", [Kind.PORTRAIT, Kind.TEXT], "here are the words"),
    ("speaker", UNKNOWN, "summon", [Kind.PORTRAIT, Kind.TEXT], "here are the words"),
    ("animator", FAILS, "summon", [Kind.PORTRAIT, Kind.VOICE], "here is the voice"),
    ("animator", UNKNOWN, "summon", [Kind.PORTRAIT, Kind.VOICE], "here is the voice"),
    ("writer", FAILS, "talk", [Kind.TEXT], "One step did not work out"),
    ("writer", HANG, "talk", [Kind.TEXT], "One step did not work out"),
    ("writer", UNKNOWN, "talk", [Kind.TEXT], "One step did not work out"),
    ("speaker", FAILS, "talk", [Kind.TEXT], "here are the words"),
    ("speaker", UNKNOWN, "talk", [Kind.TEXT], "here are the words"),
    ("animator", FAILS, "talk", [Kind.VOICE], "here is the voice"),
    ("animator", UNKNOWN, "talk", [Kind.VOICE], "here is the voice"),
]


@pytest.mark.parametrize(("stage", "how", "asked", "kinds", "word"), TABLE)
async def test_what_a_user_sees_when_a_stage_breaks(tmp_path, caplog, stage, how, asked, kinds, word):
    before = (None,) if asked == "talk" else ()
    fakes = {
        "writer": FakeWriter(*before, then=how, reply_then=how),
        "painter": FakePainter(*before, then=how),
        "speaker": FakeSpeaker(*before, then=how),
        "animator": FakeAnimator(*before, then=how, real=True),
    }
    broken = {"animator": FakeAnimator(real=True), stage: fakes[stage]}
    async with an_office(tmp_path, studio=studio, **broken) as office:
        if asked == "talk":
            await told(office, Summon("a teapot"))
        already = len(office.platform.sent)
        await told(office, Summon("a teapot") if asked == "summon" else "hello")
        sent = office.platform.sent[already:]
        assert [s.message.kind for s in sent] == kinds
        assert word in sent[-1].words
        assert await office.means.inbox.idle()
        assert await office.means.ledger.failures()
    assert any(record.levelname in ("WARNING", "ERROR") for record in caplog.records)


async def test_a_stage_that_fails_for_a_moment_is_tried_again(tmp_path):
    again = StageFailed("speak", "busy", retryable=True)
    async with an_office(tmp_path, speaker=FakeSpeaker(again)) as office:
        await told(office, Summon("a teapot"))
        assert office.platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]
        assert len(office.speaker.calls) == 2


async def test_a_reply_cut_off_in_the_middle_is_said_as_far_as_it_came(tmp_path):
    writer = FakeWriter()
    async with an_office(tmp_path, studio=studio, animator=FakeAnimator(real=True), writer=writer) as office:
        await told(office, Summon("a teapot"))
        writer.breaks_after = 3
        sent = (await told(office, "hello"))[-1]
        assert sent.message.text.startswith("You said: hello")
        assert "cut off" in sent.words


async def test_a_full_disk_is_said_and_the_reply_comes_once_there_is_room(tmp_path, monkeypatch):
    room = [False, False]
    real = Media.put

    async def put(self, content, kind, *, durable=True):
        if kind == "portrait" and room:
            room.pop()
            raise DiskFull("full")
        return await real(self, content, kind, durable=durable)

    monkeypatch.setattr(Media, "put", put)
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        assert any("no room left" in text for _, text, _ in office.platform.notes)
        assert office.platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]
        assert len(await office.means.characters.list(a_place().key)) == 1


async def test_a_disk_that_stays_full_is_said_in_the_end(tmp_path, monkeypatch):
    real = Media.put

    async def put(self, content, kind, *, durable=True):
        if kind == "portrait":
            raise DiskFull("full")
        return await real(self, content, kind, durable=durable)

    monkeypatch.setattr(Media, "put", put)
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    async with an_office(tmp_path, patience_s=0.05) as office:
        await told(office, Summon("a teapot"))
        assert "no room left" in office.platform.words()[-1]


async def test_a_disk_too_full_to_accept_is_said_at_once(tmp_path):
    async with an_office(tmp_path) as office:
        pages = (await office.means.store.all("PRAGMA page_count"))[0][0]
        await office.means.store.write(f"PRAGMA max_page_count = {pages}")
        receipts = [await office.desk.accept(an_ask("x" * 1900)) for _ in range(8)]
        assert receipts[-1].code == "disk_full"
        assert "no room left" in office.platform.words()[-1]
        assert await office.means.store.check() == ()


async def test_a_locked_database_is_said_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.store.BUSY_SECONDS", 0.05)
    async with an_office(tmp_path) as office:
        other = sqlite3.connect(tmp_path / "summon.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        receipt = await office.desk.accept(an_ask(Summon("a teapot")))
        assert receipt.code == "store_failed"
        assert "memory is busy" in office.platform.words()[-1]
        other.execute("ROLLBACK")
        other.close()
        await told(office, Summon("a teapot"))
        assert office.platform.kinds()[-1] is Kind.CLIP


async def test_a_job_that_cannot_be_read_just_now_is_done_later(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        real, failures = office.desk.rules, [StoreError("locked"), None]

        async def rules(place):
            failure = failures.pop() if failures else None
            if failure is not None:
                raise failure
            return await real(place)

        monkeypatch.setattr(office.desk, "rules", rules)
        sent = await told(office, "hello")
        assert sent[-1].words.startswith("You said: hello")


async def test_a_surface_that_cannot_be_opened_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    async with an_office(tmp_path, connected=False) as office:
        failures = [KeyError("no such channel")]

        def open_surface(ask):
            if failures:
                raise failures.pop()
            return office.platform.open(ask)

        office.desk.connect("fake", open_surface)
        await told(office, Summon("a teapot"))
        assert office.platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]


async def test_a_damaged_portrait_is_said(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        (entry,) = await office.means.characters.list(a_place().key)
        office.means.media.path(entry.portrait).write_bytes(b"damaged")
        office.means.characters.forget_open()
        assert "cannot be read any more" in (await told(office, "hello"))[-1].words


async def test_a_platform_that_refuses_a_kind_gets_the_next(tmp_path):
    platform = FakePlatform(turns=[None, KindRefused("no clips")])
    async with an_office(tmp_path, platform=platform) as office:
        await told(office, Summon("a teapot"))
        assert platform.kinds() == [Kind.PORTRAIT, Kind.VOICE]


async def test_a_place_that_is_gone_stops_the_work(tmp_path):
    platform = FakePlatform(turns=[SurfaceGone("kicked")])
    async with an_office(tmp_path, platform=platform, speaker=FakeSpeaker(HANG)) as office:
        await told(office, Summon("a teapot"))
        assert platform.sent == []
        assert office.speaker.running == 0
        assert (await office.means.ledger.failures())[0].code == "surface_gone"


async def test_a_platform_that_asks_to_wait_is_waited_for(tmp_path):
    platform = FakePlatform(turns=[None, SurfaceBusy("slow down", 0.01)])
    async with an_office(tmp_path, platform=platform) as office:
        await told(office, Summon("a teapot"))
        assert platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]


async def test_an_outage_longer_than_any_number_of_tries_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[None, *[ConnectionResetError()] * 12])
    async with an_office(tmp_path, platform=platform, tries=2) as office:
        await told(office, Summon("a teapot"))
        assert platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]


@pytest.mark.parametrize("how", [ConnectionResetError(), OSError(errno.EPIPE, "pipe"), HANGS])
async def test_a_send_that_fails_is_sent_again(tmp_path, monkeypatch, how):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[None, how])
    async with an_office(tmp_path, platform=platform, send_timeout_s=0.1) as office:
        await told(office, Summon("a teapot"))
        assert platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]


async def test_a_send_that_arrived_and_failed_all_the_same_is_not_repeated(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[None, ARRIVES_THEN_FAILS])
    async with an_office(tmp_path, platform=platform) as office:
        await told(office, Summon("a teapot"))
        assert platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]


async def test_a_refusal_that_was_decided_stays_though_things_have_changed(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[ARRIVES_THEN_FAILS])
    async with an_office(tmp_path, platform=platform) as office:
        real = office.means.characters.list

        async def nobody_at_first(place):
            monkeypatch.setattr(office.means.characters, "list", real)
            await office.means.characters.add(place, "u", "a teapot", 1, a_character())
            return ()

        monkeypatch.setattr(office.means.characters, "list", nobody_at_first)
        sent = await told(office, ListCharacters())
        assert [s.words.split(".")[0] for s in sent] == ["Nobody is here yet"]
        assert "Teapot" in (await told(office, ListCharacters()))[-1].words


async def test_an_excuse_that_cannot_be_sent_is_sent_later(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[ConnectionResetError()] * 3)
    async with an_office(tmp_path, platform=platform) as office:
        sent = await told(office, ListCharacters())
        assert "Nobody is here yet" in sent[-1].words


async def test_where_nobody_can_tell_it_comes_again_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[None, ARRIVES_THEN_FAILS], finds=None)
    async with an_office(tmp_path, platform=platform) as office:
        await told(office, Summon("a teapot"))
        assert platform.kinds() == [Kind.PORTRAIT, Kind.CLIP, Kind.CLIP]
        assert "already, please ignore" in platform.words()[-1]


async def test_a_platform_that_never_takes_a_message_does_not_hold_up_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.desk.PAUSE_S", 0.0)
    platform = FakePlatform(turns=[ConnectionResetError()] * 4)
    async with an_office(tmp_path, platform=platform, patience_s=0.0) as office:
        await told(office, Settings("quiet", "yes"), user=CHIEF)
        await told(office, Settings("quiet", "no"), user=CHIEF)
        await told(office, Settings("quiet", "yes"), user=CHIEF)
        assert "quiet is yes" in platform.words()[-1]


async def test_work_that_was_interrupted_too_often_is_given_up_with_a_sentence(tmp_path):
    async with an_office(tmp_path, connected=False) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        for _ in range(3):
            await office.means.inbox.claim("dead", 60, ("fake",), 1)
            await office.means.inbox.free(["dead"])
    async with an_office(tmp_path, tries=3) as office:
        await office.settled()
        assert "interrupted several times" in office.platform.words()[0]
