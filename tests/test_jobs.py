import asyncio
from contextlib import asynccontextmanager

import pytest

from bots.jobs import Ended, Later, alive, open_workers
from bots.rules import DeskSection
from pipeline.errors import StoreError
from storage.inbox import Filed, Inbox
from storage.store import open_store


@pytest.fixture
async def inbox(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield Inbox(store)


async def file(inbox, number, place="p", user="u", *, quick=False):
    answer = await inbox.accept(Filed("fake", f"{number}", place, "g", user, "Talk", "{}", quick=quick))
    return answer.job


class Work:
    """Notes which jobs were begun, and lets them go on when told."""

    def __init__(self):
        self.begun, self.ended, self.tidied = [], [], []
        self.gate = asyncio.Event()
        self.news = asyncio.Event()
        self.outcomes = []

    async def do(self, job):
        self.begun.append(job.id)
        self.news.set()
        await self.gate.wait()
        self.ended.append(job.id)
        self.news.set()
        outcome = self.outcomes.pop(0) if self.outcomes else Ended()
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    async def tidy(self, job):
        self.tidied.append(job.id)
        self.news.set()

    async def until(self, done):
        async with asyncio.timeout(10):
            while not done():
                await self.news.wait()
                self.news.clear()


@asynccontextmanager
async def working(inbox, tmp_path, work, **section):
    settings = DeskSection(**{"grace_s": 0.0, **section})
    async with open_workers(inbox, work.do, work.tidy, settings, lambda: ("fake",), tmp_path / "workers") as workers:
        yield workers


async def test_a_job_is_done_and_tidied(inbox, tmp_path):
    work = Work()
    work.gate.set()
    job = await file(inbox, 1)
    async with working(inbox, tmp_path, work):
        await work.until(lambda: work.tidied)
        assert await inbox.state(job) == "done"


async def test_no_more_run_at_once_than_there_are_workers(inbox, tmp_path):
    work = Work()
    for number in range(5):
        await file(inbox, number, f"p{number}", f"u{number}")
    async with working(inbox, tmp_path, work, workers=3):
        await work.until(lambda: len(work.begun) == 3)
        await asyncio.sleep(0)
        assert len(work.begun) == 3


async def test_a_quick_job_passes_busy_workers(inbox, tmp_path):
    work = Work()
    await file(inbox, 1)
    async with working(inbox, tmp_path, work, workers=1) as workers:
        await work.until(lambda: work.begun)
        quick = await file(inbox, 2, quick=True)
        workers.wake()
        await work.until(lambda: quick in work.begun)


async def test_a_stopped_job_is_cancelled_and_frees_its_worker(inbox, tmp_path):
    work = Work()
    first, second = await file(inbox, 1, "p", "a"), await file(inbox, 2, "q", "b")
    async with working(inbox, tmp_path, work, workers=1) as workers:
        await work.until(lambda: first in work.begun)
        await inbox.stop("a")
        workers.stop(first)
        await workers.gone([first])
        assert await inbox.state(first) == "cancelled"
        work.gate.set()
        await work.until(lambda: second in work.ended)
    assert first in work.tidied


async def test_a_job_stopped_while_nobody_held_it_is_never_begun(inbox, tmp_path):
    work = Work()
    job = await file(inbox, 1)
    await inbox.claim("dead", 60, ("fake",), 1)
    await inbox.stop("u")
    async with working(inbox, tmp_path, work):
        await work.until(lambda: work.tidied)
    assert work.begun == []
    assert await inbox.state(job) == "cancelled"


async def test_what_a_dead_worker_left_is_taken_up_at_once(inbox, tmp_path):
    work = Work()
    work.gate.set()
    job = await file(inbox, 1)
    await inbox.claim("dead", 3600, ("fake",), 1)
    async with working(inbox, tmp_path, work):
        await work.until(lambda: job in work.tidied)


async def test_what_a_living_worker_holds_is_left_alone(inbox, tmp_path):
    one, other = Work(), Work()
    job = await file(inbox, 1)
    async with working(inbox, tmp_path, one):
        await one.until(lambda: one.begun)
        async with working(inbox, tmp_path, other) as workers:
            second = await file(inbox, 2, "q", "v")
            workers.wake()
            await other.until(lambda: other.begun)
        assert other.begun == [second]
        assert await inbox.state(job) == "running"


async def test_shutting_down_lets_work_finish_within_the_grace(inbox, tmp_path):
    work = Work()
    job = await file(inbox, 1)
    async with working(inbox, tmp_path, work, grace_s=10.0):
        await work.until(lambda: work.begun)
        asyncio.get_running_loop().call_later(0.02, work.gate.set)
    assert await inbox.state(job) == "done"


async def test_shutting_down_hands_back_what_does_not_finish(inbox, tmp_path):
    work = Work()
    job = await file(inbox, 1)
    async with working(inbox, tmp_path, work, grace_s=0.01):
        await work.until(lambda: work.begun)
    assert await inbox.state(job) == "waiting"
    again = await inbox.claim("next", 60, ("fake",), 1)
    assert again is not None
    assert again.tries == 1


async def test_nothing_new_is_begun_during_the_grace(inbox, tmp_path):
    work = Work()
    await file(inbox, 1, "p", "a")
    waiting = await file(inbox, 2, "q", "b")
    async with working(inbox, tmp_path, work, workers=1, grace_s=10.0):
        await work.until(lambda: work.begun)
        asyncio.get_running_loop().call_later(0.02, work.gate.set)
    assert await inbox.state(waiting) == "waiting"


async def test_work_that_raises_ends_its_job_and_not_the_worker(inbox, tmp_path, caplog):
    work = Work()
    work.gate.set()
    work.outcomes = [ZeroDivisionError()]
    bad, good = await file(inbox, 1), await file(inbox, 2)
    async with working(inbox, tmp_path, work):
        await work.until(lambda: good in work.tidied)
    assert (await inbox.state(bad), await inbox.state(good)) == ("failed", "done")
    assert any(record.levelname == "ERROR" for record in caplog.records)


async def test_a_job_put_off_is_done_later(inbox, tmp_path):
    work = Work()
    work.gate.set()
    work.outcomes = [Later(0.0)]
    job = await file(inbox, 1)
    async with working(inbox, tmp_path, work):
        await work.until(lambda: job in work.tidied)
    assert work.begun == [job, job]


async def test_a_store_that_fails_for_a_while_stops_nothing(inbox, tmp_path, monkeypatch):
    work = Work()
    work.gate.set()
    real, failures, failed = inbox.claim, [StoreError("locked")], asyncio.Event()

    async def claim(*args):
        if failures:
            failed.set()
            raise failures.pop()
        return await real(*args)

    monkeypatch.setattr(inbox, "claim", claim)
    job = await file(inbox, 1)
    async with working(inbox, tmp_path, work) as workers:
        await failed.wait()
        workers.wake()
        await work.until(lambda: job in work.tidied)


async def test_a_worker_shows_that_it_lives_as_long_as_it_does(inbox, tmp_path):
    async with working(inbox, tmp_path, Work()):
        (lock,) = (tmp_path / "workers").iterdir()
        assert alive(tmp_path / "workers", lock.stem)
    assert not alive(tmp_path / "workers", lock.stem)
    assert list((tmp_path / "workers").iterdir()) == []
