"""Where networks compute, in which numbers, and what happens when there is no room."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch

from pipeline.errors import ConfigInvalid

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
_SHARE = 0.7
"""Of the memory there is: what weights may take where nothing else is said; the rest is for what they compute."""


@dataclass(frozen=True, slots=True)
class Place:
    """A device and the numbers it computes in."""

    device: torch.device
    dtype: torch.dtype

    @property
    def lane(self) -> str:
        """The lane that this device's work runs in: one call at a time, also on a CPU, whose networks are shared."""
        return "diffusion" if self.device.type == "cpu" else str(self.device)

    @property
    def memory_bytes(self) -> int:
        """How much weights may take by default."""
        if self.device.type == "cuda":
            return int(_SHARE * torch.cuda.get_device_properties(self.device).total_memory)
        return int(_SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))

    def tidy(self) -> None:
        """Give back what the allocator holds but nobody uses."""
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        elif self.device.type == "mps":
            torch.mps.empty_cache()


def find_place(device: str, dtype: str) -> Place:
    """The device and numbers of these names; `auto` takes the best there is.

    Raises:
        ConfigInvalid: There is no such device here.
    """
    chosen = _best() if device == "auto" else _named(device)
    if dtype != "auto":
        return Place(chosen, DTYPES[dtype])
    # Half the numbers' size is twice the speed on a GPU and slower than none on most CPUs.
    return Place(chosen, torch.float32 if chosen.type == "cpu" else torch.float16)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out, in the words of any device."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in text or "not enough memory" in text)


def _best() -> torch.device:
    if torch.cuda.is_available():
        return torch.device("cuda", 0)
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def _named(name: str) -> torch.device:
    try:
        device = torch.device(name)
        # Whether it is there shows only when something is put on it.
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise ConfigInvalid(
            f"There is no device called {name!r} here; painter.diffusion.device may be auto."
        ) from error
    return device
