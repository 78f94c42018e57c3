"""What many verdicts say together."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.judge.verdict import LIMITS, Limit, Verdict, outcome


def summary(verdicts: Sequence[Verdict]) -> dict[str, float | int | None]:
    """The median and the worst of every measure, and how many clips keep all limits: one flat object.

    Blinks are counted over all clips together as well: a single short clip says nothing about their rate.
    """
    table: dict[str, float | int | None] = {
        "clips": len(verdicts),
        "clips_passed": sum(v.passed for v in verdicts),
        "clips_seconds": round(sum(v.seconds for v in verdicts), 2),
    }
    for limit in LIMITS:
        values = [value for v in verdicts if (value := getattr(v, limit.key)) is not None]
        table[f"{limit.key}_median"] = round(median(values), 4) if values else None
        table[f"{limit.key}_worst"] = _worst(values, limit) if values else None
        table[f"{limit.key}_failed"] = sum(outcome(v, limit) is False for v in verdicts)
    minutes = sum(v.seconds for v in verdicts) / 60
    table["blinks_per_min_of_all"] = round(sum(v.blinks for v in verdicts) / minutes, 2) if minutes else None
    return table


def _worst(values: Sequence[float], limit: Limit) -> float:
    """The value that is furthest out, or where all are inside, the one nearest to a limit."""
    return max(values, key=lambda value: (not limit.holds(value), _strain(value, limit)))


def _strain(value: float, limit: Limit) -> float:
    low, high = limit.low, limit.high
    if low is None or high is None:
        return value if low is None else -value
    return abs(value - (low + high) / 2)
