import asyncio
import threading

import pytest

from pipeline.lanes import open_lanes


async def test_work_runs_beside_the_loop():
    async with open_lanes(1) as lanes:
        assert await lanes.of("cpu").run(lambda _stop: threading.current_thread().name) != "MainThread"


async def test_a_device_has_one_lane():
    async with open_lanes(2) as lanes:
        assert lanes.of("cuda") is lanes.of("cuda")


async def test_an_error_reaches_the_caller():
    async with open_lanes(1) as lanes:
        with pytest.raises(ZeroDivisionError):
            await lanes.of("cpu").run(lambda _stop: 1 // 0)


async def test_cancelling_frees_the_device():
    began, ended = threading.Event(), threading.Event()

    def endless(stop):
        began.set()
        try:
            while True:
                stop.check()
        finally:
            ended.set()

    async with open_lanes(1) as lanes:
        task = asyncio.create_task(lanes.of("cpu").run(endless))
        await asyncio.to_thread(began.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()
        assert await lanes.of("cpu").run(lambda _stop: "free") == "free"


async def test_work_cancelled_while_it_waits_never_runs():
    gate, ran = threading.Event(), []
    async with open_lanes(1) as lanes:
        lane = lanes.of("cuda")
        first = asyncio.create_task(lane.run(lambda _stop: gate.wait()))
        second = asyncio.create_task(lane.run(lambda _stop: ran.append(1)))
        await asyncio.sleep(0)
        second.cancel()
        gate.set()
        await first
        with pytest.raises(asyncio.CancelledError):
            await second
    assert ran == []
