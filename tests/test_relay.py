import asyncio

from pipeline.relay import Relay


async def test_whole_sentences_come_in_order_and_then_the_end():
    relay = Relay(4)
    for item in ("one", "two", None):
        await relay.put(item)
    assert [await relay.get() for _ in range(3)] == [("one", True), ("two", True), None]


async def test_of_drafts_only_the_newest_is_looked_at():
    relay = Relay(4)
    relay.sketch("I")
    relay.sketch("I am")
    assert await relay.get() == ("I am", False)


async def test_a_whole_sentence_takes_the_place_of_its_draft():
    relay = Relay(4)
    relay.sketch("I am")
    await relay.put("I am here.")
    assert await relay.get() == ("I am here.", True)
    await relay.put(None)
    assert await relay.get() is None


async def test_a_draft_waits_behind_whole_sentences():
    relay = Relay(4)
    await relay.put("One.")
    relay.sketch("Two")
    assert relay.waiting
    assert [await relay.get() for _ in range(2)] == [("One.", True), ("Two", False)]
    assert not relay.waiting


async def test_whoever_is_too_far_ahead_waits():
    relay = Relay(1)
    await relay.put("one")
    second = asyncio.create_task(relay.put("two"))
    await asyncio.sleep(0)
    assert not second.done()
    assert await relay.get() == ("one", True)
    assert await relay.get() == ("two", True)
    await second


async def test_whoever_waits_is_woken_by_a_draft():
    relay = Relay(1)
    got = asyncio.create_task(relay.get())
    await asyncio.sleep(0)
    relay.sketch("I")
    assert await got == ("I", False)


async def test_it_is_told_whether_somebody_waits_with_nothing_to_do():
    relay = Relay(1)
    assert not relay.wanted
    got = asyncio.create_task(relay.get())
    await asyncio.sleep(0)
    assert relay.wanted
    relay.sketch("I")
    assert not relay.wanted
    await got
    assert not relay.wanted


async def test_the_end_is_known_before_the_last_sentence_is_worked_on():
    relay = Relay(2)
    await relay.put("one")
    assert not relay.ended
    await relay.put(None)
    await relay.get()
    assert relay.ended
