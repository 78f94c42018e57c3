"""How often something was found where it was kept, for the operator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Hits:
    """Counts since the start of the process."""

    found: int = 0
    missed: int = 0

    def count(self, *, found: bool) -> None:
        """Count one look."""
        if found:
            self.found += 1
        else:
            self.missed += 1
