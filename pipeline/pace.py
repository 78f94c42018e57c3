"""The silence around sentences: where a reply breathes, in whole video frames."""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.types import Phone, Speech

LEAD_SECONDS = 0.2
"""Before the first word of a reply: the mouth opens 100-300 ms before the voice (Chandrasekaran 2009)."""

GAP_SECONDS = 0.3
"""After every sentence: a breath, and the hold at the end of a clip."""


def pace(speech: Speech, fps: int, *, first: bool) -> Speech:
    """Put silence around one sentence so that it fills whole frames; phone times move with it."""
    lead = round((LEAD_SECONDS if first else 0.0) * speech.rate_hz)
    samples = len(speech.pcm) // 2
    wanted = lead + samples + round(GAP_SECONDS * speech.rate_hz)
    frames = max(1, math.ceil(wanted * fps / speech.rate_hz))
    total = round(frames * speech.rate_hz / fps)
    tail = max(0, total - lead - samples)
    shift = lead / speech.rate_hz
    end = (lead + samples) / speech.rate_hz
    phones = tuple(Phone(p.symbol, p.start + shift, p.end + shift) for p in speech.phones)
    if phones:
        before = (Phone("", 0.0, shift),) if lead else ()
        phones = (*before, *phones, Phone("", max(end, phones[-1].end), total / speech.rate_hz))
    return replace(speech, pcm=bytes(2 * lead) + speech.pcm[: 2 * samples] + bytes(2 * tail), phones=phones)
