"""What stays in its place, and what is forgotten."""

import asyncio
import json

import pytest

from bots.surface import (
    Dismiss,
    ExportCard,
    ExportData,
    ForgetMe,
    Heard,
    ListCharacters,
    Report,
    Restyle,
    Revoice,
    Settings,
    Summon,
    Switch,
    Talk,
)
from tests.desks import an_office
from tests.fakes.surfaces import ANN, BOB, CHIEF, a_place, an_ask

HERE, THERE = a_place("here", "one"), a_place("there", "two")
NEXT_DOOR = a_place("next door", "one")


async def told(office, *wants, user=ANN, place=HERE):
    for want in wants:
        await office.desk.accept(an_ask(want, user, place))
        await office.settled()
    return office.platform.sent[-1]


@pytest.mark.parametrize("place", [THERE, NEXT_DOOR])
async def test_nothing_of_one_place_is_reached_from_another(tmp_path, place):
    async with an_office(tmp_path) as office:
        greeting = await told(office, Summon("a secret teapot"), "our secret")
        (entry,) = await office.means.characters.list(HERE.key)
        await told(office, Summon("a spoon"), user=CHIEF, place=place)
        before = len(office.platform.sent)
        for want in (
            ListCharacters(),
            Switch("Teapot"),
            Switch(f"#{entry.id}"),
            Dismiss(f"#{entry.id}"),
            Restyle(f"#{entry.id}"),
            Revoice(f"#{entry.id}", "Arthur"),
            ExportCard(f"#{entry.id}"),
            Report(greeting.id),
            Talk("what was said?", to="Teapot"),
            Talk("what was said?", to=f"#{entry.id}"),
            Talk("what was said?", Heard.REPLY, reply_to=greeting.id),
            Talk("Teapot, what was said?", Heard.MENTION),
        ):
            await told(office, want, user=CHIEF, place=place)
        seen = office.platform.sent[before:]
        assert len(seen) >= 12
        assert all("secret" not in sent.words and "Here are: Teapot" not in sent.words for sent in seen)
        assert all(sent.message.face is None or sent.message.face.name == "Spoon" for sent in seen)
        assert len(await office.means.characters.list(HERE.key)) == 1
        assert await office.desk.names(place) == ("Spoon",)
        assert all("our secret" not in str(call[1]) for call in office.writer.reply_script.calls[1:])


async def test_the_same_description_elsewhere_is_another_character(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        await told(office, Summon("a teapot"), place=THERE)
        assert len(office.writer.calls) == 2


async def test_settings_of_one_guild_do_not_reach_another(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Settings("output", "text", whole_guild=True), user=CHIEF)
        assert (await office.desk.rules(NEXT_DOOR))["output"] == "text"
        assert (await office.desk.rules(THERE))["output"] == "clip"


async def test_one_sees_what_would_be_forgotten_before_it_is(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "hello")
        asked = await told(office, ForgetMe())
        assert "lines: 3, characters: 1, clips: 2" in asked.words
        assert [choice.action for choice in asked.message.choices] == ["forget:yes", "forget:no"]
        assert asked.message.private
        assert "Nothing was forgotten" in (await told(office, ForgetMe(confirmed=False))).words
        assert len(await office.means.characters.list(HERE.key)) == 1


def everything(folder):
    """Every byte that is kept."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_forgetting_leaves_no_byte_of_what_was_said(tmp_path):
    async with an_office(tmp_path, grace_s=20.0) as office:
        await told(office, Summon("a turquoise samovar"), "my maiden name is Quetzalcoatl", user=BOB)
        await told(
            office, Talk("", Heard.MENTION, audio=b"the Antikythera affair"), Report("1001", "Gongoozler"), user=BOB
        )
        assert b"Quetzalcoatl" in everything(tmp_path)
        assert b"Antikythera" in everything(tmp_path)
        sent = await told(office, ForgetMe(confirmed=True), user=BOB)
        assert "Left: 0." in sent.words
    kept = everything(tmp_path)
    for word in (b"Quetzalcoatl", b"samovar", b"Antikythera", b"Gongoozler", b"fake:2", b'"Bob"'):
        assert word not in kept, word
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_forgetting_leaves_others_whole(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "hello from Ann")
        await told(office, "hello from Bob", user=BOB)
        await told(office, Summon("a spoon"), user=BOB)
        await told(office, Summon("a fork"), "for Ann alone")
        teapot = await office.means.characters.by_name(HERE.key, "teapot")
        sent = await told(office, ForgetMe(confirmed=True))
        assert "characters: 1" in sent.words
        names = [entry.name for entry in await office.means.characters.list(HERE.key)]
        assert sorted(names) == ["Spoon", "Teapot"]
        lines = [line.text for line in await office.means.history.recent(teapot.id)]
        assert lines == ["hello from Bob", "You said: hello from Bob. I am listening."]
        assert await office.means.store.check() == ()
        again = await told(office, Talk("still there?", to="teapot"), user=BOB)
        assert again.message.face.name == "Teapot"
        spoon = await office.means.characters.by_name(HERE.key, "spoon")
        assert (await office.means.characters.whole(spoon)).persona.name == "Spoon"


async def test_a_direct_chat_is_forgotten_whole(tmp_path):
    chat = a_place("ann", "ann", direct=True)
    async with an_office(tmp_path) as office:
        await told(office, Settings("quiet", "yes"), Summon("a teapot"), "hello", place=chat)
        sent = await told(office, ForgetMe(confirmed=True), place=chat)
        assert "Left: 0." in sent.words
        assert not (await office.desk.rules(chat)).quiet
        assert await office.means.characters.list(chat.key) == ()


async def test_forgetting_reaches_every_guild(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "one")
        await told(office, Summon("a teapot"), "two", place=THERE)
        sent = await told(office, ForgetMe(confirmed=True), place=NEXT_DOOR)
        assert "characters: 2" in sent.words
        assert "lines: 6" in sent.words


async def test_an_update_from_before_is_not_answered_after_forgetting(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        ask = an_ask("hello", place=HERE)
        await office.desk.accept(ask)
        await office.settled()
        await told(office, ForgetMe(confirmed=True))
        assert (await office.desk.accept(ask)).state == "repeated"


async def test_forgetting_counts_the_same_when_it_is_taken_up_again(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "hello")
        job = 999
        await office.means.store.write(
            "INSERT INTO jobs SELECT 999, platform, place, guild, 'nobody', kind, quick, ask, upload, state, 1, made,"
            " after, began, ended, worker, lease, tries, stop, code FROM jobs LIMIT 1"
        )
        first = await office.means.forgetting.forget("fake:1", job)
        assert first.total > 0
        assert await office.means.forgetting.forget("fake:1", job) == first


async def test_one_gets_all_that_is_known_about_one_and_nothing_of_others(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "hello from Ann")
        await told(office, "hello from Bob", user=BOB)
        sent = await told(office, ExportData())
        assert sent.message.private
        known = json.loads(sent.message.media)
        text = json.dumps(known)
        assert "hello from Ann" in text
        assert "Bob" not in text
        assert known["characters"][0]["persona"]["name"] == "Teapot"


async def test_where_something_was_asked_lately_is_forgotten_with_whoever_asked(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        await told(office, Summon("a spoon"), user=BOB, place=THERE)
        assert await office.desk.lately("fake", 9) == ("there", "here")
        assert await office.desk.lately("fake", 1) == ("there",)
        await told(office, ForgetMe(confirmed=True), user=BOB, place=THERE)
        async with asyncio.timeout(10):
            # The job that forgets goes last, once it counts as done.
            while await office.desk.lately("fake", 9) != ("here",):  # noqa: ASYNC110 - the database has no event
                await asyncio.sleep(0.003)
        await office.desk.left("fake", "one")
        assert await office.desk.lately("fake", 9) == ()
