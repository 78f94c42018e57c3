"""What an operator does not want to be made, spoken or sent here is not."""

import io
import logging
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bots.surface import ImportCard, Summon, Talk
from pipeline.cards import CharacterCards
from pipeline.config import ModerationSpec, PipelineConfig
from pipeline.errors import ConfigInvalid, ModerationDown, ReplyWithheld, TextRefused
from pipeline.events import Stage
from pipeline.lanes import open_lanes
from pipeline.local import Stages
from pipeline.moderation import WordList, open_moderator, read_words
from pipeline.studio import Studio
from pipeline.types import Line
from tests.desks import an_office
from tests.fakes.moderation_server import moderating
from tests.fakes.stages import A_CATALOG, FakeAnimator, FakePainter, FakeSpeaker, FakeWriter, a_character
from tests.fakes.surfaces import ANN, an_ask

WORD = "gunpowder"


def words(tmp_path, *lines):
    path = tmp_path / "words.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


async def passes(moderator, text):
    try:
        await moderator.check(text)
    except TextRefused:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("A class of glass.", True),
        ("You ass!", False),
        ("ASS", False),
        ("a\u200bss", False),
        ("ａｓｓ", False),
        ("Blow it up!", False),
        ("blow\n it  up", False),
        ("the poisoner", False),
        ("a poise", True),
        ("他说了坏话吗", False),
        ("", True),
    ],
)
async def test_whole_words_and_phrases_are_found_in_any_guise(tmp_path, text, fine):
    path = words(tmp_path, "# mine", "ass", "blow it up", "poison*", "坏话  # in Chinese", "", "  ")
    assert await passes(WordList(read_words(str(path))), text) is fine


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"*\n", b"\xff\xfe\x00", b"x" * (2 << 20)])
def test_a_list_that_is_none_is_one_clear_sentence(tmp_path, content):
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(ConfigInvalid, match="word list"):
        read_words(str(path))


def test_a_missing_list_is_named():
    with pytest.raises(ConfigInvalid, match=r"none\.txt"):
        read_words("/nowhere/none.txt")


async def test_without_settings_nobody_looks():
    async with open_moderator(ModerationSpec()) as moderator:
        assert moderator is None


async def test_the_server_and_the_list_both_have_to_let_it_pass(tmp_path):
    async with moderating() as server:
        spec = ModerationSpec(words_file=str(words(tmp_path, "ass")), base_url=server.base)
        async with open_moderator(spec, {}) as moderator:
            found = [await passes(moderator, text) for text in ("Tea.", "You ass.", "Some gunpowder.")]
    assert found == [True, False, False]
    assert server.asked == ["Tea.", "Some gunpowder."]


async def test_a_long_text_is_looked_at_to_its_end():
    async with moderating() as server, open_moderator(ModerationSpec(base_url=server.base), {}) as moderator:
        assert not await passes(moderator, "tea " * 3000 + WORD)
        assert len(server.asked) == 4


BROKEN = [{"status": 500}, {"status": 401}, {"body": {}}, {"body": {"results": []}}, {"body": {"results": [{}]}}]


@pytest.mark.parametrize("manner", BROKEN, ids=str)
async def test_while_the_server_is_down_nothing_passes_unseen(manner):
    async with moderating(**manner) as server, open_moderator(ModerationSpec(base_url=server.base), {}) as moderator:
        with pytest.raises(ModerationDown, match="when_down"):
            await moderator.check("Tea.")


@pytest.mark.parametrize("manner", BROKEN, ids=str)
async def test_a_setting_lets_it_pass_with_a_warning(manner, caplog):
    async with moderating(**manner) as server:
        spec = ModerationSpec(base_url=server.base, when_down="pass")
        async with open_moderator(spec, {}) as moderator:
            assert await passes(moderator, "A secret.")
    told = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.getMessage() for record in told] == ["moderation failed"]
    assert "secret" not in str(vars(told[0]))


async def test_a_server_that_keeps_failing_is_not_waited_for():
    async with moderating(body={}) as server:
        spec = ModerationSpec(base_url=server.base, when_down="pass")
        async with open_moderator(spec, {}) as moderator:
            for _ in range(6):
                assert await passes(moderator, "Tea.")
    assert len(server.asked) == 3


async def test_a_key_that_is_not_set_is_named():
    with pytest.raises(ConfigInvalid, match="MODERATION_KEY"):
        async with open_moderator(ModerationSpec(base_url="http://127.0.0.1:9/v1", api_key_env="MODERATION_KEY"), {}):
            pass


# ---------------------------------------------------------------------------------------------------- in the studio


class Sayer(FakeWriter):
    """Replies with a given text, in small pieces."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    async def reply(self, *_given):
        for at in range(0, len(self.text), 3):
            yield self.text[at : at + 3]


class Hearing(FakeSpeaker):
    """Remembers what it was asked to say."""

    def __init__(self):
        super().__init__()
        self.heard = []

    async def speak(self, voice, text):
        self.heard.append(text)
        return await super().speak(voice, text)


@asynccontextmanager
async def a_room(text):
    speaker = Hearing()
    async with open_lanes(2) as lanes:
        stages = Stages(Sayer(text), FakePainter(), speaker, FakeAnimator(real=True), lanes)
        stages = replace(stages, moderator=WordList([WORD]))
        yield Studio(stages, A_CATALOG, PipelineConfig()), speaker


async def test_what_did_not_pass_is_neither_spoken_nor_shown():
    async with a_room("Tea is fine.\n\nSo is cake. Try gunpowder instead! It is great. Yes.") as (studio, speaker):
        answer = await studio.talk(a_character(), (), Line("Ada", "Hello!", 0.0))
    assert answer.text == "Tea is fine.\n\nSo is cake."
    assert speaker.heard == ["Tea is fine.", "So is cake."]
    assert [(failed.stage, failed.code) for failed in answer.failed] == [(Stage.WRITE, ReplyWithheld.code)]
    assert answer.clip is not None


async def test_a_reply_of_which_nothing_passes_is_withheld():
    async with a_room("Gunpowder! And tea.") as (studio, speaker):
        with pytest.raises(ReplyWithheld):
            await studio.talk(a_character(), (), Line("Ada", "Hello!", 0.0))
    assert speaker.heard == []


async def test_what_passes_arrives_as_it_was_written():
    text = "Tea — “fine”!  It's 3.5 cups, Dr. Bean.\nOne more… 茶很好。真的！Yes"
    async with a_room(text) as (studio, _):
        assert (await studio.talk(a_character(), (), Line("Ada", "Hello!", 0.0))).text == text


async def test_nothing_is_made_of_a_description_that_does_not_pass():
    async with a_room("") as (studio, _):
        with pytest.raises(TextRefused):
            await studio.summon("a barrel of gunpowder", 1)


# ------------------------------------------------------------------------------------------------------ at the desk


@asynccontextmanager
async def a_watched_office(folder, writer=None):
    def studio(stages):
        return Studio(replace(stages, moderator=WordList([WORD])), A_CATALOG, PipelineConfig())

    animator = FakeAnimator(real=True)
    async with an_office(folder, writer=writer, animator=animator, studio=studio, cards=CharacterCards()) as office:
        yield office


async def told(office, want):
    await office.desk.accept(an_ask(want, ANN))
    await office.settled()
    return office.platform.sent[-1].message


async def test_people_read_why(tmp_path):
    async with a_watched_office(tmp_path) as office:
        assert "not for this place" in (await told(office, Summon("gunpowder tea"))).note
        await told(office, Summon("a teapot"))
        # The fake repeats what it hears.
        assert "not for this place" in (await told(office, Talk("Gunpowder?"))).note
        assert WORD not in " ".join(sent.message.text.lower() for sent in office.platform.sent)


async def test_the_rest_of_a_reply_is_left_out_and_it_says_so(tmp_path):
    async with a_watched_office(tmp_path, Sayer("Tea is fine. Gunpowder is finer.")) as office:
        await told(office, Summon("a teapot"))
        answer = await told(office, Talk("What is fine?"))
    assert answer.text == "Tea is fine."
    assert "The rest of this reply" in answer.note


async def test_a_card_does_not_bring_in_what_a_description_may_not(tmp_path):
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(picture, "PNG")
    character = a_character()
    character = replace(character, persona=replace(character.persona, personality="You love gunpowder."))
    card = CharacterCards().write(character, "a keg")
    async with a_watched_office(tmp_path) as office:
        assert "not for this place" in (await told(office, ImportCard(card))).note
        assert await office.means.characters.list(an_ask(Talk("x"), ANN).place.key) == ()
