import asyncio

import pytest
from telegram.error import BadRequest, RetryAfter

from bots.telegram_pace import ALL_PER_SECOND, CHAT_BURST, GROUP_PER_MINUTE, TRIES, Pace


class Time:
    """A clock that a sleep moves on."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds
        await asyncio.sleep(0)


class Api:
    """Notes when it was called, after refusing as scripted."""

    def __init__(self, time, *refusals):
        self.time = time
        self.refusals = list(refusals)
        self.times = []

    async def __call__(self):
        self.times.append(self.time.now)
        if self.refusals and (refusal := self.refusals.pop(0)):
            raise refusal
        return True


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pace(time):
    return Pace(time, time.sleep)


async def send(pace, api, chat=7, endpoint="sendMessage"):
    return await pace.process_request(api, (), {}, endpoint, {"chat_id": chat}, None)


async def test_a_chat_gets_one_message_a_second_after_a_short_burst(pace, time):
    api = Api(time)
    for _ in range(3 * CHAT_BURST):
        await send(pace, api)
    assert api.times == [0] * CHAT_BURST + [CHAT_BURST] * CHAT_BURST + [2 * CHAT_BURST] * CHAT_BURST


async def test_a_group_gets_twenty_messages_a_minute(pace, time):
    api = Api(time)
    for _ in range(GROUP_PER_MINUTE + 1):
        await send(pace, api, chat=-100)
    assert api.times[-1] >= 60 > api.times[-2]


async def test_all_chats_together_get_thirty_a_second(pace, time):
    api = Api(time)
    for chat in range(1, ALL_PER_SECOND + 2):
        await send(pace, api, chat=chat)
    assert api.times[-2:] == [0, 1]


async def test_a_refused_request_waits_as_long_as_told_and_goes_again(pace, time):
    api = Api(time, RetryAfter(9))
    assert await send(pace, api)
    assert api.times[1] >= 9


async def test_waiting_in_one_chat_does_not_hold_up_another():
    gate = asyncio.Event()

    async def wait(_seconds):
        await gate.wait()

    pace = Pace(lambda: 0.0, wait)
    slow = asyncio.create_task(send(pace, Api(Time(), RetryAfter(600)), chat=1))
    await asyncio.sleep(0)
    assert await send(pace, Api(Time()), chat=2)
    assert not slow.done()
    gate.set()
    assert await slow


async def test_a_server_that_always_refuses_is_given_up(pace, time):
    api = Api(time, *[RetryAfter(1)] * TRIES)
    with pytest.raises(RetryAfter):
        await send(pace, api)
    assert len(api.times) == TRIES


async def test_other_errors_pass_at_once(pace, time):
    api = Api(time, BadRequest("no"))
    with pytest.raises(BadRequest):
        await send(pace, api)
    assert len(api.times) == 1


async def test_chat_actions_are_not_counted(pace, time):
    api = Api(time)
    for _ in range(50):
        await send(pace, api, chat=-100, endpoint="sendChatAction")
    assert time.now == 0
