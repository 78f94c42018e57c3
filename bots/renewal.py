"""Settings that change while the bot runs: what SIGHUP applies, and what needs a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from bots.config import Config
from bots.rules import DeskSection

LIVE = {
    "log": frozenset({"level", "format"}),
    "catalog": frozenset({"files"}),
    # Memories are begun with this many lines.
    "desk": frozenset(DeskSection.model_fields) - {"history_lines"},
    "writer": frozenset({"providers"}),
}
"""What is applied while the bot runs, by section; everything else needs a restart."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a file says otherwise than what runs."""

    config: Config
    """What runs once it is applied: the new values of what is live, the old ones of the rest."""
    applied: tuple[str, ...]
    """The keys that are applied, as `desk.workers`."""
    waiting: tuple[str, ...]
    """The keys that need a restart."""
    secrets: Mapping[str, str]
    """The fingerprints of the secrets that run once it is applied, by the key that names them."""

    def touches(self, section: str) -> bool:
        """Whether something of a section is applied."""
        return any(key.startswith(f"{section}.") for key in self.applied)


def compare(
    running: Config, wanted: Config, held: Mapping[str, str] | None = None, found: Mapping[str, str] | None = None
) -> Change:
    """What differs, and which of it can be applied at once.

    `held` and `found` are the fingerprints of the secrets that run and of those that lie in their files now: an
    exchanged one counts as a change of the key that names it.
    """
    applied: list[str] = []
    waiting: list[str] = []
    sections: dict[str, BaseModel] = {}
    held, found = held or {}, found or {}
    for name, section in running:
        other = getattr(wanted, name)
        differing = [key for key, value in section if getattr(other, key) != value]
        # Another kind of stage is opened by a restart, and what belongs to it waits as well.
        is_live = "backend" not in differing
        live = [key for key in differing if is_live and key in LIVE.get(name, ())]
        applied += [f"{name}.{key}" for key in live]
        waiting += [f"{name}.{key}" for key in differing if key not in live]
        exchanged = [key for key in _below(name, held) if key in found and found[key] != held[key]]
        (applied if is_live and name == "writer" else waiting).extend(exchanged)
        sections[name] = section.model_copy(update={key: getattr(other, key) for key in live})
    secrets = {**found, **{key: held[key] for key in waiting if key in held}}
    return Change(running.model_copy(update=sections), tuple(applied), tuple(waiting), secrets)


def _below(section: str, keys: Mapping[str, str]) -> list[str]:
    return [key for key in keys if key.startswith(f"{section}.")]
