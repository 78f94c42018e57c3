"""The conversation in the terminal is remembered like any other."""

from bots.config import Config
from bots.rehearsal import answer, invite
from pipeline.events import silent
from pipeline.write.improviser import Improviser
from tests.fakes.desk import open_fake_app


def a_config(folder):
    return Config.model_validate({"storage": {"folder": str(folder)}, "desk": {"history_lines": 4}})


async def test_what_a_visitor_told_is_known_after_a_restart_and_many_lines(tmp_path):
    async with open_fake_app(a_config(tmp_path), writer=Improviser(50)) as app:
        guest, _ = await invite(app, "a grumpy teapot", 1, silent)
        for text in ("I am afraid of heights.", *(f"Is it {number} o'clock?" for number in range(7))):
            await answer(app, guest, "visitor", text, silent)
        await app.remembering.settled()
    async with open_fake_app(a_config(tmp_path), writer=Improviser(50)) as app:
        guest, _ = await invite(app, "a grumpy teapot", 1, silent)
        assert guest.kept
        recalled = await app.remembering.recall(guest.id)
        assert not any("heights" in line.text for line in recalled.lines if line.who)
        said = await answer(app, guest, "visitor", "What am I afraid of?", silent)
        assert "you are afraid of heights" in said.text.casefold()
