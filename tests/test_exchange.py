"""Another writer takes over while the former one finishes what it began."""

from contextlib import asynccontextmanager

import pytest

from pipeline.config import Provider, WriterSpec
from pipeline.errors import ConfigInvalid
from pipeline.types import NO_MEMORY, Line
from pipeline.write.exchange import open_exchange
from tests.fakes.stages import FakeWriter, a_character

SAID = Line("Ann", "Hello!", 0.0)


class NamedWriter(FakeWriter):
    """Says two pieces with its name."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    async def reply(self, *given):
        yield f"{self.name} one"
        yield f"{self.name} two"

    async def remember(self, *given):
        return NO_MEMORY


class House:
    """Opens writers, and knows which of them are open."""

    def __init__(self):
        self.open = []

    @asynccontextmanager
    async def opening(self, spec):
        if not spec.providers:
            raise ConfigInvalid("There is no provider.")
        name = spec.providers[0].name
        self.open.append(name)
        try:
            yield NamedWriter(name)
        finally:
            self.open.remove(name)


def naming(*names):
    providers = tuple(Provider(name=name, base_url="http://127.0.0.1:9/v1", model="m") for name in names)
    return WriterSpec(backend="openai", providers=providers)


async def said(exchange):
    return [piece async for piece in exchange.reply(a_character(), (), SAID)]


async def test_what_has_begun_ends_with_the_writer_it_began_with():
    house = House()
    async with open_exchange(naming("old"), house.opening) as exchange:
        running = exchange.reply(a_character(), (), SAID)
        assert await anext(running) == "old one"
        await exchange.exchange(naming("new"))
        assert house.open == ["old", "new"]
        assert await said(exchange) == ["new one", "new two"]
        assert [piece async for piece in running] == ["old two"]
        assert house.open == ["new"]
    assert house.open == []


async def test_a_writer_at_rest_is_closed_at_once():
    house = House()
    async with open_exchange(naming("old"), house.opening) as exchange:
        await exchange.exchange(naming("new"))
        assert house.open == ["new"]


async def test_what_cannot_be_opened_leaves_the_former_one():
    house = House()
    async with open_exchange(naming("old"), house.opening) as exchange:
        with pytest.raises(ConfigInvalid):
            await exchange.exchange(naming())
        assert house.open == ["old"]
        assert await said(exchange) == ["old one", "old two"]


async def test_a_reply_that_is_cut_short_holds_nothing_open():
    house = House()
    async with open_exchange(naming("old"), house.opening) as exchange:
        running = exchange.reply(a_character(), (), SAID)
        await anext(running)
        await exchange.exchange(naming("new"))
        await running.aclose()
        assert house.open == ["new"]


async def test_nothing_stays_open_under_a_reply_that_nobody_ends():
    house = House()
    async with open_exchange(naming("old"), house.opening) as exchange:
        running = exchange.reply(a_character(), (), SAID)
        await anext(running)
        await exchange.exchange(naming("new"))
    assert house.open == []
    await running.aclose()
