import asyncio

import pytest

from storage.inbox import Accepted, Bounced, Bounds, Filed, Inbox
from storage.outbox import Outbox, Uploads
from storage.store import open_store


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def store(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield store


@pytest.fixture
def inbox(store, clock):
    return Inbox(store, clock)


def filed(update, place="p", user="u", guild="g", *, quick=False, platform="fake"):
    return Filed(platform, str(update), place, guild, user, "Talk", "{}", quick=quick)


async def fill(inbox, *asks):
    """File asks given as (place, user) and give their job ids."""
    jobs = []
    for number, (place, user) in enumerate(asks):
        answer = await inbox.accept(filed(f"{place} {user} {number}", place, user))
        jobs.append(answer.job)
    return jobs


async def claim(inbox, each_user=9, lease=60.0, worker="w", platforms=("fake",)):
    job = await inbox.claim(worker, lease, platforms, each_user)
    return None if job is None else job.id


async def test_an_update_is_accepted_once(inbox):
    first = await inbox.accept(filed(1))
    assert isinstance(first, Accepted)
    assert await inbox.accept(filed(1)) is None
    assert isinstance(await inbox.accept(filed(1, platform="other")), Accepted)


async def test_the_same_update_delivered_by_many_at_once_is_accepted_once(inbox):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(inbox.accept(filed(1))) for _ in range(10)]
    assert sum(task.result() is not None for task in tasks) == 1


async def test_an_accepted_update_is_there_after_a_restart(tmp_path):
    async with open_store(tmp_path / "t.db") as store:
        await Inbox(store).accept(filed(1))
    async with open_store(tmp_path / "t.db") as store:
        assert await claim(Inbox(store)) == 1


async def test_jobs_of_one_place_run_one_at_a_time_in_their_order(inbox):
    one, two = await fill(inbox, ("p", "a"), ("p", "b"))
    assert await claim(inbox) == one
    assert await claim(inbox) is None
    await inbox.end(one, "w", "done")
    assert await claim(inbox) == two


async def test_a_job_put_off_still_goes_before_its_place_s_next(inbox, clock):
    one, two = await fill(inbox, ("p", "a"), ("p", "b"))
    await claim(inbox)
    await inbox.hand_back(one, "w", seconds=30)
    assert await claim(inbox) is None
    clock.now += 31
    assert await claim(inbox) == one
    await inbox.end(one, "w", "done")
    assert await claim(inbox) == two


async def test_places_take_turns(inbox):
    jobs = await fill(inbox, ("p", "a"), ("p", "a"), ("p", "a"), ("q", "b"), ("r", "c"), ("q", "b"))
    served = []
    while (job := await claim(inbox)) is not None:
        served.append(jobs.index(job))
        await inbox.end(job, "w", "done")
    assert served == [0, 3, 4, 1, 5, 2]


async def test_a_user_has_so_many_running_and_no_more(inbox):
    one, two, three = await fill(inbox, ("p", "a"), ("q", "a"), ("r", "b"))
    assert await claim(inbox, each_user=1) == one
    assert await claim(inbox, each_user=1) == three
    assert await claim(inbox, each_user=1) is None
    await inbox.end(one, "w", "done")
    assert await claim(inbox, each_user=1) == two


async def test_a_platform_that_is_not_connected_waits(inbox):
    (job,) = await fill(inbox, ("p", "a"))
    assert await claim(inbox, platforms=("other",)) is None
    assert await claim(inbox, platforms=("other", "fake")) == job


async def test_quick_jobs_wait_for_nobody(inbox):
    await fill(inbox, ("p", "a"))
    await claim(inbox)
    quick = await inbox.accept(filed("quick", "p", "a", quick=True))
    job = await inbox.claim_quick("w", 60, ("fake",))
    assert job is not None
    assert job.id == quick.job


async def test_two_workers_never_get_the_same_job(tmp_path):
    async with open_store(tmp_path / "t.db") as one, open_store(tmp_path / "t.db") as other:
        inboxes = [Inbox(one), Inbox(other)]
        await fill(inboxes[0], *((f"p{n}", f"u{n}") for n in range(20)))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(claim(inboxes[n % 2], worker=f"w{n % 2}")) for n in range(20)]
        assert sorted(task.result() for task in tasks) == list(range(1, 21))


async def test_a_lease_that_ran_out_is_taken_up_again(inbox, clock):
    (job,) = await fill(inbox, ("p", "a"))
    await claim(inbox, lease=60)
    clock.now += 61
    assert await inbox.free() == 1
    again = await inbox.claim("v", 60, ("fake",), 1)
    assert again is not None
    assert (again.id, again.tries) == (job, 2)


async def test_a_dead_worker_s_jobs_are_free_at_once(inbox):
    await fill(inbox, ("p", "a"))
    await claim(inbox, worker="dead")
    assert await inbox.free(["other"]) == 0
    assert await inbox.free(["dead"]) == 1


async def test_who_lost_the_lease_cannot_end_the_job(inbox, clock):
    (job,) = await fill(inbox, ("p", "a"))
    await claim(inbox, worker="slow", lease=1)
    clock.now += 2
    await inbox.free()
    await claim(inbox, worker="quick")
    assert not await inbox.end(job, "slow", "done")
    assert await inbox.renew("slow", 60, [job]) == {}
    assert await inbox.end(job, "quick", "done")


async def test_only_what_is_held_is_renewed(inbox, clock):
    one, two = await fill(inbox, ("p", "a"), ("q", "b"))
    await claim(inbox, lease=10)
    await claim(inbox, lease=10)
    clock.now += 8
    assert await inbox.renew("w", 10, [one]) == {one: False}
    clock.now += 4
    assert await inbox.free() == 1
    assert await inbox.state(two) == "waiting"


async def test_a_handed_back_job_that_was_not_at_fault_has_not_been_tried(inbox):
    (job,) = await fill(inbox, ("p", "a"))
    await claim(inbox)
    await inbox.hand_back(job, "w", counts=False)
    again = await inbox.claim("w", 60, ("fake",), 1)
    assert again is not None
    assert again.tries == 1


async def test_stopping_ends_what_waits_and_asks_what_runs(inbox):
    running, waiting, other = await fill(inbox, ("p", "a"), ("p", "a"), ("q", "b"))
    await claim(inbox)
    assert await inbox.stop("a", "p") == ((waiting,), (running,))
    assert await inbox.renew("w", 60, [running]) == {running: True}
    assert await inbox.state(other) == "waiting"


async def test_the_queue_is_bounded(inbox):
    await fill(inbox, ("p", "a"), ("q", "b"))
    assert await inbox.accept(filed("new"), Bounds(waiting=2)) == Bounced("waiting", 0.0)
    assert isinstance(await inbox.accept(filed("new"), Bounds(waiting=3)), Accepted)


@pytest.mark.parametrize("column", ["user", "place", "guild"])
async def test_a_minute_s_limit_says_when_to_come_back(inbox, clock, column):
    bounds = Bounds(**{column: 2})
    await inbox.accept(filed(1), bounds)
    clock.now += 20
    await inbox.accept(filed(2), bounds)
    clock.now += 10
    assert await inbox.accept(filed(3), bounds) == Bounced(column, 30.0)
    elsewhere = {"user": "v"} if column == "user" else {column: "elsewhere"}
    assert isinstance(await inbox.accept(filed(4, **elsewhere), bounds), Accepted)
    clock.now += 31
    assert isinstance(await inbox.accept(filed(3), bounds), Accepted)


async def a_job(inbox):
    await inbox.accept(filed("a job"))
    return await inbox.claim("w", 60, ("fake",), 1)


async def test_a_send_is_known_from_its_beginning(store, inbox):
    outbox, job = Outbox(store), await a_job(inbox)
    first = await outbox.begin(job, "reply", "clip")
    again = await outbox.begin(job, "reply", "clip")
    assert (first.sent, first.again) == (False, False)
    assert (again.key, again.sent, again.again) == (first.key, False, True)
    await outbox.arrived(job, "reply", ("m1", "m2"), 7)
    assert (await outbox.begin(job, "reply", "clip")).sent
    assert len(first.key) <= 25


async def test_a_withdrawn_send_begins_anew(store, inbox):
    outbox, job = Outbox(store), await a_job(inbox)
    first = await outbox.begin(job, "reply", "clip")
    await outbox.withdraw(job, "reply")
    again = await outbox.begin(job, "reply", "voice")
    assert not again.again
    assert again.key != first.key


async def test_a_message_leads_back_to_its_character_in_its_place_only(store, inbox):
    outbox, job = Outbox(store), await a_job(inbox)
    await outbox.begin(job, "reply", "clip", character=7)
    await outbox.arrived(job, "reply", ("m1",), 7)
    assert await outbox.character_of("p", "m1") == 7
    assert await outbox.character_of("q", "m1") is None
    assert await outbox.ours("p", "m1")
    assert not await outbox.ours("p", "m2")


async def test_clips_are_counted_per_user_place_and_guild(store, inbox, clock):
    outbox, job = Outbox(store, clock), await a_job(inbox)
    await outbox.begin(job, "reply", "clip")
    await outbox.begin(job, "note", "text")
    for column, value in (("user", "u"), ("place", "p"), ("guild", "g")):
        assert await outbox.clips_since(column, value, 0) == 1
    assert await outbox.clips_since("user", "u", clock.now + 1) == 0
    with pytest.raises(ValueError, match="not counted"):
        await outbox.clips_since("1=1 --", "u", 0)


async def test_an_upload_is_known_per_bot_and_kind(store):
    uploads = Uploads(store)
    await uploads.put("bot", "sha", "video", "file-1")
    assert await uploads.get("bot", "sha", "video") == "file-1"
    assert await uploads.get("other", "sha", "video") is None
    assert await uploads.get("bot", "sha", "note") is None
    await uploads.drop("bot", "sha", "video")
    assert await uploads.get("bot", "sha", "video") is None
