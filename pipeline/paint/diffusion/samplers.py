"""The samplers that a style may name, as schedulers of diffusers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import diffusers

SAMPLERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "dpm++": ("DPMSolverMultistepScheduler", {}),
    "dpm++ karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "euler": ("EulerDiscreteScheduler", {}),
    "euler a": ("EulerAncestralDiscreteScheduler", {}),
    "ddim": ("DDIMScheduler", {}),
    "unipc": ("UniPCMultistepScheduler", {}),
    "pndm": ("PNDMScheduler", {"skip_prk_steps": True}),
}


def sampler(name: str, schedule: Mapping[str, Any]) -> Any:
    """A scheduler of that name over the noise schedule that a base was trained with."""
    kind, options = SAMPLERS[name]
    return getattr(diffusers, kind).from_config(dict(schedule), **options)
