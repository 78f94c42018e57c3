"""The kill test: a desk in a process of its own, killed at random moments, and what its users then saw."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.benches.street import Street, arrivals, serve

LONGEST_S = 0.012
"""The longest moment a pretended stage or send takes."""
FINISH_S = 120.0


@dataclass(frozen=True, slots=True)
class Shaken:
    """What a kill test found."""

    seed: int
    kills: int
    asks: int
    lost: int
    """Asks without an answer."""
    doubled: int
    """Messages that a user saw twice without being told."""
    reordered: int
    """Answers of one place that overtook another."""
    misremembered: int
    """Replies that remember other than what was said."""
    resent: int
    """Messages that came a second time, and said so, where the platform cannot tell what arrived."""
    broken: int
    """How often the database was found damaged."""
    seconds: float


def shake(folder: Path, *, kills: int, asks: int, seed: int, manners: tuple[str, ...] = ("nonce", "history")) -> Shaken:
    """Let users ask, kill the desk at random moments, let it finish, and count.

    The schedule of asks and kills comes from the seed; what the machine does between them does not.
    """
    began = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 - no secret
    street = Street(folder)
    folder.mkdir(parents=True, exist_ok=True)
    updates = _updates(chance, asks, manners)
    street.post(updates[: max(1, asks // 20)])
    posted = max(1, asks // 20)
    broken = 0
    for number in range(kills):
        child = _start(street, seed * 1000 + number)
        time.sleep(chance.uniform(0.0, 0.16))
        share = asks // 20 + (asks - asks // 20) * (number + 1) // kills
        street.post(updates[posted:share])
        posted = max(posted, share)
        time.sleep(chance.uniform(0.0, 0.08))
        _kill(child)
        broken += _damaged(street.database)
    street.post(updates[posted:])
    (folder / "stop").touch()
    child = _start(street, seed)
    if not _ended(child, FINISH_S):
        _kill(child)
    broken += _damaged(street.database)
    return _count(street, updates, seed, kills, broken, time.monotonic() - began)


def _updates(chance: random.Random, asks: int, manners: tuple[str, ...]) -> list[dict[str, Any]]:
    places = [f"{manner}-{number}" for number in range(max(1, asks // 40)) for manner in manners]
    summoned: set[str] = set()
    updates = []
    for number in range(asks):
        place = chance.choice(places)
        if place not in summoned:
            summoned.add(place)
            want, text = "summon", f"a thing called Thing{number}"
        else:
            want = chance.choices(("talk", "list", "long"), (18, 1, 1))[0]
            text = f"ask {number}"
        user = f"user{chance.randrange(12)}"
        updates.append({"id": f"{number}", "place": place, "user": user, "want": want, "text": text})
    return updates


def _start(street: Street, seed: int) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    # A fork is a process of its own, without half a second of imports before each of hundreds of kills.
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        random.seed(seed)
        asyncio.run(serve(street, LONGEST_S))
        code = 0
    finally:
        os._exit(code)


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _ended(child: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.02)
    return False


def _damaged(database: Path) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(database, timeout=10)
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return 0 if whole and not connection.execute("PRAGMA foreign_key_check").fetchall() else 1
    finally:
        connection.close()


def _count(street: Street, updates: list[dict[str, Any]], seed: int, kills: int, broken: int, seconds: float) -> Shaken:
    shown = arrivals(street)
    order = {update["id"]: number for number, update in enumerate(updates)}
    answered = {line["about"] for line in shown if line["kind"] != "portrait"}
    times = Counter((line["about"], line["kind"]) for line in shown if not _resent(line))
    latest: dict[str, int] = defaultdict(lambda: -1)
    remembered: Counter[str] = Counter()
    reordered = misremembered = 0
    first: set[str] = set()
    ordered = {update["id"] for update in updates if update["want"] in ("summon", "talk")}
    for line in shown:
        if line["about"] not in ordered or line["kind"] != "clip" or line["about"] in first:
            continue
        first.add(line["about"])
        place, number = line["place"], order[line["about"]]
        reordered += number < latest[place]
        latest[place] = max(latest[place], number)
        if line["text"].startswith("Heard: "):
            misremembered += not line["text"].endswith(f" {remembered[place]} lines on.")
            remembered[place] += 2
        else:
            remembered[place] += 1
    return Shaken(
        seed=seed,
        kills=kills,
        asks=len(updates),
        lost=len(order.keys() - answered),
        doubled=sum(count - 1 for count in times.values() if count > 1),
        reordered=reordered,
        misremembered=misremembered,
        resent=sum(_resent(line) for line in shown),
        broken=broken,
        seconds=round(seconds, 1),
    )


def _resent(line: dict[str, Any]) -> bool:
    return bool(line["note"].startswith("(I was interrupted"))
