import asyncio
import json
from dataclasses import replace

import pytest

from bots.desk import Desk
from bots.errand import names_itself
from bots.surface import (
    Cancel,
    Choice,
    Dismiss,
    ExportCard,
    ForgetMe,
    Heard,
    Help,
    Kind,
    Limits,
    ListCharacters,
    Report,
    Restyle,
    Revoice,
    Settings,
    Summon,
    Switch,
    Talk,
)
from pipeline.config import PipelineConfig
from pipeline.studio import Studio
from pipeline.types import Line
from tests.desks import an_office
from tests.fakes.stages import A_CATALOG, HANG, FakeAnimator, FakePainter, FakeSpeaker, FakeWriter, a_persona
from tests.fakes.surfaces import ANN, BOB, CHIEF, FakePlatform, a_place, an_ask


async def told(office, *wants, user=ANN, place=None):
    """Ask one after the other, each once the one before was answered; the last answer."""
    for want in wants:
        receipt = await office.desk.accept(an_ask(want, user, place))
        assert receipt.state in ("accepted", "refused"), receipt
        await office.settled()
    return office.platform.sent[-1]


async def test_a_summoned_character_shows_its_face_and_greets_in_a_clip(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a grumpy teapot"))
        portrait, greeting = office.platform.sent
        assert portrait.message.kind is Kind.PORTRAIT
        assert portrait.message.media.startswith(b"\x89PNG")
        assert "Teapot" in portrait.words
        assert (greeting.message.kind, greeting.message.face.name) == (Kind.CLIP, "Teapot")
        assert greeting.message.text == "I am a grumpy teapot. What is it?"


async def test_a_name_is_said_once_where_a_face_is_shown(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("Pot"))
        assert office.platform.sent[0].words == "Pot, brought to life."
        assert names_itself(a_persona(name="Ada", summary="A teapot called Ada, happiest near tea."))
        assert not names_itself(a_persona(name="Al", summary="Always late."))


async def test_a_place_gets_clips_of_the_shape_that_it_shows(tmp_path):
    platform = FakePlatform(limits=Limits(frame="tall"))
    real = {"studio": lambda stages: Studio(stages, A_CATALOG, PipelineConfig())}
    async with an_office(tmp_path, platform=platform, animator=FakeAnimator(real=True), **real) as office:
        clip = await told(office, Summon("a grumpy teapot"))
        assert clip.message.kind is Kind.CLIP
        assert 0 < clip.message.width < clip.message.height


async def test_talk_comes_back_as_a_clip_and_is_remembered(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "hello", "and again")
        assert office.platform.sent[-1].message.text == "You said: and again. I am listening."
        _, history, said, _ = office.writer.reply_script.calls[-1]
        assert [line.text for line in history] == [
            "I am a teapot. What is it?",
            "hello",
            "You said: hello. I am listening.",
        ]
        assert (said.who, said.text) == ("Ann", "and again")
        assert [line.who for line in history] == ["", "Ann", ""]


async def test_the_same_description_calls_the_kept_character_back_without_painting(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), Summon("A Teapot"))
        assert len(office.painter.calls) == 1
        assert "again" in office.platform.words()[-1]
        await told(office, Summon("a teapot", fresh=True))
        assert len(office.painter.calls) == 2


async def test_an_update_delivered_again_is_answered_once(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        ask = an_ask("hello")
        assert (await office.desk.accept(ask)).state == "accepted"
        assert (await office.desk.accept(ask)).state == "repeated"
        await office.platform.count(3)
        assert (await office.desk.accept(ask)).state == "repeated"
        await told(office, "next")
        assert len(office.platform.sent) == 4


async def test_a_refusal_delivered_again_is_said_once(tmp_path):
    async with an_office(tmp_path) as office:
        ask = an_ask(Talk("x" * 5000, Heard.MENTION))
        assert (await office.desk.accept(ask)).code == "too_long"
        assert (await office.desk.accept(ask)).state == "repeated"
        await office.platform.count(1)


async def test_what_was_accepted_before_a_restart_is_answered_after_it(tmp_path):
    async with an_office(tmp_path, connected=False) as office:
        assert (await office.desk.accept(an_ask(Summon("a teapot")))).state == "accepted"
        assert (await office.desk.accept(an_ask("hello"))).state == "accepted"
    async with an_office(tmp_path) as office:
        await office.platform.count(3)
        assert office.platform.words()[-1].startswith("You said: hello")


async def test_a_job_taken_up_again_goes_on_where_it_was(tmp_path):
    platform = FakePlatform()
    async with an_office(tmp_path, animator=FakeAnimator(HANG), platform=platform) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        await asyncio.wait_for(office.animator.script.entered.wait(), 10)
        await platform.count(1)
    async with an_office(tmp_path, platform=platform) as again:
        await again.settled()
        assert platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]
        assert (again.writer.calls, again.painter.calls, again.speaker.calls) == ([], [], [])
        assert len(again.animator.calls) == 1
        assert len(await again.means.characters.list(a_place().key)) == 1


async def test_nothing_is_kept_of_a_job_s_stages_once_it_is_done(tmp_path):
    async with an_office(tmp_path, grace_s=10.0) as office:
        await told(office, Summon("a teapot"), "hello")
    async with an_office(tmp_path) as office:
        assert await office.means.store.all("SELECT * FROM results") == []
        kinds = await office.means.store.all("SELECT kind, count(*) FROM media GROUP BY kind ORDER BY kind")
        assert [tuple(row) for row in kinds] == [("clip", 2), ("portrait", 1)]


async def test_everybody_in_line_is_told_their_place(tmp_path):
    async with an_office(tmp_path, writer=FakeWriter(HANG), workers=1) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        second = await office.desk.accept(an_ask(Summon("a pot"), BOB, a_place("other")))
        third = await office.desk.accept(an_ask(Summon("a cup"), CHIEF, a_place("third")))
        assert (second.place, third.place) == (2, 3)
        assert third.seconds > second.seconds > 0
        notes = office.platform.notes
        await office.platform.wait(lambda: any("Number 3" in text for _, text, _ in notes))
        assert any("next" in text for place, text, _ in notes if place.endswith("other"))


async def test_over_the_bound_one_is_told_at_once_when_to_try_again(tmp_path):
    async with an_office(tmp_path, writer=FakeWriter(HANG), workers=1, waiting=1) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        receipt = await office.desk.accept(an_ask(Summon("a pot"), BOB))
        assert receipt.code == "queue_full"
        await office.platform.count(1)
        assert "try again in" in office.platform.words()[0]


async def test_a_user_over_the_limit_is_told_once_when_to_go_on(tmp_path):
    async with an_office(tmp_path, user_per_minute=2) as office:
        await told(office, Summon("a teapot"), "one")
        codes = [(await office.desk.accept(an_ask(f"more {n}"))).code for n in range(5)]
        assert codes == ["limit_user"] * 5
        await told(office, "hello", user=BOB)
        said = [words for words in office.platform.words() if "You can go on in" in words]
        assert len(said) == 1


async def test_asks_that_cost_nothing_are_bounded_too(tmp_path, monkeypatch):
    monkeypatch.setattr("bots.admission.QUICK_PER_MINUTE", 3)
    async with an_office(tmp_path) as office:
        codes = [(await office.desk.accept(an_ask(Help()))).code for _ in range(6)]
        assert codes == ["", "", "", "limit_user", "limit_user", "limit_user"]
        await told(office, Help(), user=BOB)
        assert sum("You can go on in" in words for words in office.platform.words()) == 1


async def test_resting_finishes_what_runs_and_begins_nothing(tmp_path):
    async with an_office(tmp_path, writer=FakeWriter(0.05), grace_s=20.0, workers=1) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        await asyncio.wait_for(office.writer.script.entered.wait(), 10)
        await office.desk.accept(an_ask(Summon("a spoon"), BOB, a_place("other")))
        await office.desk.rest()
        assert office.platform.kinds() == [Kind.PORTRAIT, Kind.CLIP]
    async with an_office(tmp_path) as office:
        await office.settled()
        assert "Spoon" in office.platform.words()[0]


async def test_clips_a_day_are_limited_and_voice_takes_over(tmp_path):
    async with an_office(tmp_path, user_clips_per_day=1) as office:
        await told(office, Summon("a teapot"), "hello")
        assert office.platform.kinds() == [Kind.PORTRAIT, Kind.CLIP, Kind.VOICE]
        assert "used up" in office.platform.words()[-1]
        assert office.platform.sent[-1].message.media.startswith(b"RIFF")


@pytest.mark.parametrize(
    ("limits", "kind", "word"),
    [
        (Limits(clip=False), Kind.VOICE, "Clips cannot be sent here"),
        (Limits(media_bytes=10), Kind.TEXT, "Neither clip nor voice"),
        (Limits(clip=False, voice=False), Kind.TEXT, "Neither clip nor voice"),
        (Limits(clip_seconds=0.01), Kind.VOICE, "too large"),
    ],
)
async def test_what_a_place_cannot_show_comes_simpler_and_says_why(tmp_path, limits, kind, word):
    async with an_office(tmp_path, platform=FakePlatform(limits=limits)) as office:
        sent = await told(office, Summon("a teapot"))
        assert sent.message.kind is kind
        assert word in sent.words
        assert "I am a teapot" in sent.words


async def test_a_kind_refused_while_sending_comes_simpler(tmp_path):
    async with an_office(tmp_path, platform=FakePlatform(refuses=frozenset({Kind.CLIP, Kind.VOICE}))) as office:
        sent = await told(office, Summon("a teapot"))
        assert sent.message.kind is Kind.TEXT
        assert sent.message.text == "I am a teapot. What is it?"


async def test_a_long_text_is_cut_at_spaces_into_messages_that_fit(tmp_path):
    platform = FakePlatform(limits=Limits(clip=False, voice=False, text_chars=60))
    async with an_office(tmp_path, platform=platform) as office:
        await told(office, Summon("a teapot"))
        await told(office, "word " * 60)
        texts = [sent.message for sent in platform.sent if sent.message.face and "word" in sent.message.text]
        assert len(texts) > 3
        assert all(len(message.text) + len(message.note) <= 60 for message in texts)
        assert " ".join(message.text for message in texts).count("word") == 60


async def test_output_follows_the_setting(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Settings("output", "text"), user=CHIEF)
        sent = await told(office, Summon("a teapot"))
        assert (sent.message.kind, sent.message.note) == (Kind.TEXT, "")


async def test_settings_show_where_they_are_inherited_from(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Settings("answer", "every", whole_guild=True), Settings("quiet", "yes"), user=CHIEF)
        shown = (await told(office, Settings())).words
        assert "answer = every (from the community)" in shown
        assert "quiet = yes (set here)" in shown
        assert "output = clip (default)" in shown
        other = (await told(office, Settings(), place=a_place("other"))).words
        assert "answer = every (from the community)" in other
        assert "quiet = no (default)" in other
        foreign = (await told(office, Settings(), place=a_place("other", "elsewhere"))).words
        assert "answer = name (default)" in foreign
        await told(office, Settings("answer", "inherit", whole_guild=True), user=CHIEF)
        assert "answer = name (default)" in (await told(office, Settings())).words


@pytest.mark.parametrize(
    ("want", "word"),
    [
        (Settings("nonsense", "1"), "no setting called nonsense"),
        (Settings("output", "smoke"), "cannot be smoke"),
        (Settings("user_per_minute", "-1"), "cannot be -1"),
        (Settings("user_per_minute", "99999999999999999999"), "cannot be"),
        (Settings("user_per_minute", "٣"), "cannot be"),
    ],
)
async def test_a_setting_that_cannot_be_says_what_can(tmp_path, want, word):
    async with an_office(tmp_path) as office:
        assert word in (await told(office, want, user=CHIEF)).words


async def test_a_guild_lowers_the_operator_s_limit_and_never_raises_it(tmp_path):
    async with an_office(tmp_path, user_per_minute=5) as office:
        await told(office, Settings("user_per_minute", "50"), user=CHIEF)
        assert (await office.desk.rules(a_place())).limit("user_per_minute") == 5
        await told(office, Settings("user_per_minute", "0"), user=CHIEF)
        assert (await office.desk.rules(a_place())).limit("user_per_minute") == 5
        await told(office, Settings("user_per_minute", "2"), user=CHIEF)
        assert (await office.desk.rules(a_place())).limit("user_per_minute") == 2


async def test_only_who_manages_a_place_changes_it(tmp_path):
    async with an_office(tmp_path) as office:
        assert "not allowed" in (await told(office, Settings("quiet", "yes"))).words
        assert "quiet is yes" in (await told(office, Settings("quiet", "yes"), place=a_place(direct=True))).words


async def test_who_may_summon_is_a_setting(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Settings("summon", "admins"), user=CHIEF)
        assert "not allowed" in (await told(office, Summon("a teapot"))).words
        assert "teapot" in (await told(office, Summon("a teapot"), user=CHIEF)).words
        assert len(office.writer.calls) == 1


@pytest.mark.parametrize(
    ("answer", "heard", "text", "taken"),
    [
        ("never", Heard.MENTION, "hi", False),
        ("never", Heard.DIRECT, "hi", True),
        ("mention", Heard.MENTION, "hi", True),
        ("mention", Heard.REPLY, "hi", False),
        ("reply", Heard.REPLY, "hi", True),
        ("reply", Heard.PLAIN, "Teapot, hi", False),
        ("name", Heard.PLAIN, "teapot: hi", True),
        ("name", Heard.PLAIN, "teapots are fine", False),
        ("name", Heard.PLAIN, "hi all", False),
        ("every", Heard.PLAIN, "hi all", True),
    ],
)
async def test_which_messages_are_answered_is_a_setting(tmp_path, answer, heard, text, taken):
    async with an_office(tmp_path, answer=answer) as office:
        await told(office, Summon("a teapot"))
        receipt = await office.desk.accept(an_ask(Talk(text, heard)))
        assert (receipt.state == "accepted") is taken
        assert receipt.state in ("accepted", "ignored")


async def test_a_message_that_is_not_for_us_is_not_stored(tmp_path):
    async with an_office(tmp_path) as office:
        assert (await office.desk.accept(an_ask(Talk("a private matter", Heard.PLAIN)))).state == "ignored"
        assert await office.means.store.all("SELECT * FROM inbox") == []


async def test_characters_are_addressed_by_reply_by_name_or_by_default(tmp_path):
    async with an_office(tmp_path) as office:
        teapot = await told(office, Summon("a teapot"))
        await told(office, Summon("a spoon"))
        assert (await told(office, "hello")).message.face.name == "Spoon"
        assert (await told(office, "teapot, hello")).message.face.name == "Teapot"
        assert office.writer.reply_script.calls[-1][2].text == "hello"
        assert (await told(office, Talk("hello", Heard.REPLY, reply_to=teapot.id))).message.face.name == "Teapot"
        assert (await told(office, Talk("hello", to="teapot"))).message.face.name == "Teapot"
        await told(office, Switch("teapot"))
        assert (await told(office, "hello")).message.face.name == "Teapot"


async def test_a_portrait_too_leads_back_to_its_character(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        portrait = office.platform.sent[0]
        await told(office, Summon("a spoon"))
        sent = await told(office, Talk("hello", Heard.REPLY, reply_to=portrait.id))
        assert sent.message.face.name == "Teapot"


async def test_the_list_shows_who_is_here_and_offers_to_switch(tmp_path):
    async with an_office(tmp_path) as office:
        assert "Nobody is here yet" in (await told(office, ListCharacters())).words
        await told(office, Summon("a teapot"), Summon("a spoon"))
        sent = await told(office, ListCharacters())
        assert "Spoon (answers by default)" in sent.words
        (choice,) = sent.message.choices
        await told(office, Desk.want_of(choice.action))
        assert (await told(office, "hello")).message.face.name == "Teapot"


async def test_only_its_summoner_or_an_admin_sends_a_character_away(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        assert "Only whoever summoned Teapot" in (await told(office, Dismiss("teapot"), user=BOB)).words
        assert "Teapot has left" in (await told(office, Dismiss("teapot"))).words
        assert await office.desk.names(a_place()) == ()
        await told(office, Summon("a spoon"))
        assert "Spoon has left" in (await told(office, Dismiss(), user=CHIEF)).words


async def test_an_unknown_name_is_answered_with_those_that_are_here(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        assert "Nobody here is called Kettle. Here are: Teapot." in (await told(office, Switch("Kettle"))).words


async def test_a_new_portrait_keeps_the_character(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        (before,) = await office.means.characters.list(a_place().key)
        sent = await told(office, Restyle("teapot"))
        (after,) = await office.means.characters.list(a_place().key)
        assert "new portrait" in sent.words
        assert before.id == after.id
        assert before.portrait != after.portrait == sent.message.face.portrait
        assert "no style called cubist" in (await told(office, Restyle("teapot", "cubist"))).words


async def test_a_voice_is_chosen_from_those_there_are(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        sent = await told(office, Revoice("teapot"))
        (choice,) = sent.message.choices
        assert isinstance(choice, Choice)
        assert len(choice.action) <= 64
        assert "new voice: Arthur" in (await told(office, Desk.want_of(choice.action))).words
        assert "no voice called Zoe" in (await told(office, Revoice("teapot", "Zoe"))).words


async def test_cards_that_nobody_can_read_are_said_to_be_missing(tmp_path):
    async with an_office(tmp_path) as office:
        assert "not available" in (await told(office, ExportCard())).words


async def test_a_voice_message_is_heard_and_answered(tmp_path):
    async with an_office(tmp_path, grace_s=10.0) as office:
        await told(office, Summon("a teapot"))
        sent = await told(office, Talk("", Heard.MENTION, audio=b"what time is it"))
        assert sent.message.text.startswith("You said: what time is it")
        assert "nothing said" in (await told(office, Talk("", Heard.MENTION, audio=b" "))).words
    async with an_office(tmp_path) as office:
        assert await office.means.store.all("SELECT * FROM media WHERE kind = 'upload'") == []


async def test_cancelling_stops_what_runs_and_what_waits(tmp_path):
    async with an_office(tmp_path, writer=FakeWriter(HANG)) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        await asyncio.wait_for(office.writer.script.entered.wait(), 10)
        await office.desk.accept(an_ask("hello"))
        await office.desk.accept(an_ask(Cancel()))
        await office.platform.count(1)
        assert office.platform.words() == ["Stopped: 2."]
        assert office.writer.running == 0
        assert "nothing of yours" in (await told(office, Cancel())).words


@pytest.mark.parametrize("stage", ["writer", "painter", "speaker", "animator"])
async def test_cancelling_works_at_every_stage(tmp_path, stage):
    fake = {"writer": FakeWriter, "painter": FakePainter, "speaker": FakeSpeaker, "animator": FakeAnimator}[stage]
    hanging = fake(HANG)
    async with an_office(tmp_path, **{stage: hanging}) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        await asyncio.wait_for(hanging.script.entered.wait(), 10)
        await office.desk.accept(an_ask(Cancel()))
        await office.platform.wait(lambda: "Stopped: 1." in office.platform.words())
        assert hanging.running == 0
        await told(office, Summon("a spoon"))
        assert Kind.CLIP in office.platform.kinds()


async def test_nobody_cancels_for_others(tmp_path):
    async with an_office(tmp_path, writer=FakeWriter(HANG)) as office:
        await office.desk.accept(an_ask(Summon("a teapot")))
        assert "nothing of yours" in (await told_quick(office, Cancel(), BOB)).words


async def told_quick(office, want, user):
    before = len(office.platform.sent)
    await office.desk.accept(an_ask(want, user))
    await office.platform.count(before + 1)
    return office.platform.sent[-1]


async def test_a_reply_can_be_reported(tmp_path, caplog):
    async with an_office(tmp_path) as office:
        sent = await told(office, Summon("a teapot"))
        assert "Thank you" in (await told(office, Report(sent.id, "rude"))).words
        assert "do not know that message" in (await told(office, Report("999999"))).words
        assert await office.means.ledger.reports() == 1
    assert any(record.message == "reply reported" for record in caplog.records)
    assert "rude" not in caplog.text


async def test_sentences_come_in_the_asker_s_language_or_the_place_s(tmp_path):
    async with an_office(tmp_path) as office:
        await office.desk.accept(an_ask(Help(), language="de-AT"))
        await office.platform.count(1)
        assert "Angesicht" in office.platform.words()[0]
        await told(office, Settings("language", "fr"), user=CHIEF)
        assert "n'y a encore personne" in (await told(office, ListCharacters())).words


async def test_a_quiet_place_shows_no_progress(tmp_path):
    async with an_office(tmp_path, quiet=True) as office:
        await told(office, Summon("a teapot"))
        assert {text for _, text, _ in office.platform.notes} == {""}


async def test_a_place_holds_only_so_many(tmp_path):
    async with an_office(tmp_path, characters_per_place=1) as office:
        await told(office, Summon("a teapot"))
        assert "1 characters here already" in (await told(office, Summon("a spoon"))).words
        assert "spoon" in (await told(office, Summon("a spoon"), place=a_place("other"))).words


async def test_text_of_users_is_never_logged(tmp_path, caplog):
    caplog.set_level("DEBUG")
    caplog.handler.setLevel("DEBUG")
    async with an_office(tmp_path, speaker=FakeSpeaker(then=ZeroDivisionError("a secret"))) as office:
        await told(office, Summon("a xylophone"))
        await told(office, "my password is hunter2")
    for record in caplog.records:
        logged = json.dumps({k: str(v) for k, v in vars(record).items() if k not in ("exc_info", "exc_text")})
        assert "hunter2" not in logged, record
        assert "xylophone" not in logged.lower(), record


async def test_hostile_words_stay_words(tmp_path):
    hostile = "'); DROP TABLE jobs; -- {name} \ud800 \x00 \u202e <b>"
    async with an_office(tmp_path) as office:
        await told(office, Summon(f"a {hostile}"))
        ann = replace(ANN, name=f"\n{hostile}")
        await told(office, hostile, user=ann)
        assert await office.means.store.check() == ()
        assert "DROP TABLE" in office.platform.words()[-1]


async def test_a_line_from_a_character_belongs_to_nobody_else(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"), "hello")
        (entry,) = await office.means.characters.list(a_place().key)
        assert (await office.means.history.recent(entry.id))[-1] == Line(
            "", "You said: hello. I am listening.", (await office.means.history.recent(entry.id))[-1].when
        )


async def test_the_face_of_a_character_is_shown_in_its_place_only(tmp_path):
    async with an_office(tmp_path) as office:
        await told(office, Summon("a teapot"))
        (entry,) = await office.means.characters.list(a_place().key)
        face = await office.desk.face(a_place(), entry.id)
        assert face is not None
        assert face.startswith(b"\x89PNG")
        assert await office.desk.face(a_place("other"), entry.id) is None


@pytest.mark.parametrize(
    ("action", "want"),
    [
        ("switch:12", Switch("#12")),
        ("voice:12:en-plain-m", Revoice("#12", "en-plain-m")),
        ("forget:yes", ForgetMe(confirmed=True)),
        ("forget:no", ForgetMe(confirmed=False)),
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_choice_means_what_it_was_offered_for(action, want):
    assert Desk.want_of(action) == want
