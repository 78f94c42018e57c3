import pytest

from storage.ledger import WHOLE, Ledger
from storage.store import open_store


@pytest.fixture
async def ledger(tmp_path):
    async with open_store(tmp_path / "s.db") as store:
        yield Ledger(store)


async def test_a_median_is_of_the_latest_successes(ledger):
    for job in range(60):
        await ledger.note(job, "Talk", [(WHOLE, float(job), ""), ("speak", 0.5, "")])
    await ledger.note(99, "Talk", [(WHOLE, 1e9, "stage_failed")])
    assert await ledger.median("Talk") == 34.5
    assert await ledger.median("Talk", "speak") == 0.5


async def test_without_any_there_is_no_median(ledger):
    assert await ledger.median("Summon") is None


async def test_failures_come_newest_first(ledger):
    await ledger.note(1, "Talk", [("speak", 0.0, "stage_failed"), (WHOLE, 1.0, "")])
    await ledger.note(2, "Talk", [("animate", 0.0, "disk_full")])
    assert [(f.job, f.stage, f.code) for f in await ledger.failures()] == [
        (2, "animate", "disk_full"),
        (1, "speak", "stage_failed"),
    ]


async def test_a_report_is_kept_once(ledger):
    for _ in range(2):
        await ledger.report("p", "m1", 7, "u", "rude", 1.0)
    await ledger.report("p", "m1", 7, "v", "rude too", 2.0)
    assert await ledger.reports() == 2
