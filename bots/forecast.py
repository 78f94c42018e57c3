"""How long an ask will wait: its place in the line and an honest estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNKNOWN_SECONDS = 5.0
"""What a kind of job is taken to need before there was one."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where an ask stands."""

    place: int
    """1 is being worked on, 2 is next; 0 where nothing is known."""
    seconds: float
    """Until it is answered."""


def forecast(
    job: int,
    open_jobs: Sequence[tuple[int, str, str, bool]],
    turns: Mapping[str, int],
    seconds: Mapping[str, float | None],
    workers: int,
) -> Forecast:
    """Play the line through: places take turns, each place its jobs in order, on so many workers.

    `open_jobs` are id, place, kind and whether it runs, in the order they came.
    """
    lines: dict[str, list[tuple[int, str]]] = {}
    free_at = [0.0] * workers
    place_free: dict[str, float] = {}
    started = 0
    for number, place, kind, running in open_jobs:
        if running and started < workers:
            # Half of what runs is over on average.
            free_at[started] = place_free[place] = _needed(kind, seconds) / 2
            started += 1
        else:
            lines.setdefault(place, []).append((number, kind))
    order = {place: turns.get(place, 0) for place in lines}
    turn = max([0, *turns.values()])
    while lines:
        worker = min(range(workers), key=free_at.__getitem__)
        # A place whose job still runs has to wait for it; the first that need not wait is served.
        now = free_at[worker]
        place = min(lines, key=lambda p: (max(now, place_free.get(p, 0.0)), order[p], lines[p][0][0]))
        number, kind = lines[place].pop(0)
        end = max(now, place_free.get(place, 0.0)) + _needed(kind, seconds)
        started += 1
        if number == job:
            return Forecast(started, end)
        free_at[worker] = place_free[place] = end
        turn += 1
        order[place] = turn
        if not lines[place]:
            del lines[place]
    return Forecast(0, 0.0)


def _needed(kind: str, seconds: Mapping[str, float | None]) -> float:
    return seconds.get(kind) or UNKNOWN_SECONDS
