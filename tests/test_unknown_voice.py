"""A voice or language that there is not is said, with what comes nearest."""

from __future__ import annotations

import pytest

from bots.surface import Revoice, Summon, Want
from tests.desks import an_office
from tests.fakes.surfaces import an_ask


async def answer(folder: object, *wants: Want) -> str:
    async with an_office(folder) as office:  # type: ignore[arg-type]
        for want in wants:
            await office.desk.accept(an_ask(want))
            await office.settled()
        return str(office.platform.sent[-1].words)


async def test_a_language_without_a_voice_is_said(tmp_path) -> None:
    assert "no voice for the language tlh" in await answer(tmp_path, Summon("a teapot", language="tlh"))


@pytest.mark.parametrize("language", ["en", "en-AU", ""])
async def test_a_language_with_a_voice_needs_no_word(tmp_path, language) -> None:
    assert "no voice for" not in await answer(tmp_path, Summon("a teapot", language=language))


async def test_a_voice_that_there_is_not_is_answered_with_those_there_are(tmp_path) -> None:
    assert "There are: Arthur" in await answer(tmp_path, Summon("a teapot"), Revoice("teapot", "Artur"))


async def test_the_beginning_of_a_style_s_name_is_enough(tmp_path) -> None:
    assert "There is no style" not in await answer(tmp_path, Summon("a teapot", style="gouac"))


async def test_a_style_that_there_is_not_is_answered_with_those_there_are(tmp_path) -> None:
    assert "There are: Gouache" in await answer(tmp_path, Summon("a teapot", style="oil"))
