"""Judges a clip: every measure, its limit, and whether it holds."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import BadInput
from pipeline.judge import signals
from pipeline.judge.follow import Follower
from pipeline.judge.footage import Footage, Signal, read_footage
from pipeline.judge.gauge import Gauge, Glance
from pipeline.judge.sitter import Sitter, read_sitter
from pipeline.judge.stillness import ROUNDING, Restlessness, background, still_sd
from pipeline.judge.view import lay
from pipeline.types import Phone

SHUT = 0.15
"""Share of the clip's widest opening (95th percentile) under which a mouth counts as closed."""
BLINKS_FROM_S = 30.0
"""Shorter clips say nothing about how often somebody blinks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was measured; None where a clip gives nothing to measure."""

    m1_lag_ms: float | None
    """How long the mouth comes after the sound: below 0 the picture leads, above 0 the sound does."""
    m2_r: float
    m3_closed_share: float | None
    m4_pause_ratio: float | None
    m5_peak_hz: float | None
    m5_above_8hz: float | None
    m6_flicker: float | None
    m7_sharpness: float | None
    m8_ssim: float | None
    m8_tint: float | None
    """How far the upper face's colour is off the portrait's, in levels of 255: SSIM looks at grey alone."""
    m9_blinks_per_min: float | None
    m10_length_frames: float
    seconds: float
    blinks: int
    blink_closing_ms: float | None
    blink_opening_ms: float | None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What a measure must keep to."""

    key: str
    label: str
    low: float | None
    high: float | None
    needed: bool = True
    """Whether a clip that gives nothing to measure fails."""

    def holds(self, value: float) -> bool:
        """Whether a value keeps to it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def text(self) -> str:
        """The limit in words."""
        if self.low is None:
            return f"{self.high:g} or less"
        return f"{self.low:g} or more" if self.high is None else f"{self.low:g} to {self.high:g}"


LIMITS = (
    Limit("m1_lag_ms", "M1 mouth after sound, ms", -125, 45),
    Limit("m2_r", "M2 agreement with voice, r", 0.6, None),
    Limit("m3_closed_share", "M3 lips closed on P B M", 0.95, None, needed=False),
    Limit("m4_pause_ratio", "M4 movement in pauses", None, 0.1, needed=False),
    Limit("m5_peak_hz", "M5 rate of the mouth, Hz", 2, 7),
    Limit("m5_above_8hz", "M5 movement above 8 Hz, share", None, 0.1),
    Limit("m6_flicker", "M6 flicker over a still's", None, 1.5, needed=False),
    Limit("m7_sharpness", "M7 sharpness of the mouth", 0.7, 1.3, needed=False),
    Limit("m8_ssim", "M8 likeness at rest, SSIM", 0.95, None, needed=False),
    Limit("m8_tint", "M8 colour off by, of 255", None, 10, needed=False),
    Limit("m9_blinks_per_min", "M9 blinks a minute", 10.5, 32.5, needed=False),
    Limit("m10_length_frames", "M10 picture over sound, frames", -1, 1),
)
"""The passes of ITU-R BT.1359 (M1), Bentivoglio 1997 and Doughty 2001 (M9) and of our own choice (the others)."""


def judge_clip(clip: Path, portrait: Path) -> Verdict:
    """Judge a clip against the portrait in a folder; phone times are read where `read_phones` says.

    Raises:
        BadInput: The clip, the portrait or the phone times cannot be judged.
        FfmpegMissing: There is no ffmpeg.
    """
    sitter = read_sitter(portrait)
    footage = read_footage(clip)
    return measure(footage, sitter, read_phones(clip, portrait))


def read_phones(clip: Path, portrait: Path) -> tuple[Phone, ...]:
    """The phone times of a clip: rows of symbol, start and end, in seconds of the clip; empty where nobody kept them.

    They lie beside it as `CLIP.phones.json`, or in `character.json` as `"phones": {"CLIP": …}`.

    Raises:
        BadInput: They are there and cannot be read.
    """
    beside = clip.with_suffix(".phones.json")
    alone = beside.is_file()
    if not alone:
        beside = portrait / "character.json"
    try:
        rows = json.loads(beside.read_text("utf-8"))
        if not alone:
            rows = rows.get("phones", {}).get(clip.stem, [])
        phones = tuple(
            Phone(str(row["symbol"]), float(row["start"]), float(row["end"]))
            if isinstance(row, dict)
            else Phone(str(row[0]), float(row[1]), float(row[2]))
            for row in rows
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise BadInput(f"The phone times in {beside} are no rows of symbol, start and end.") from error
    if not all(math.isfinite(p.start) and math.isfinite(p.end) for p in phones):
        raise BadInput(f"The phone times in {beside} have one that is no number.")
    return phones


def measure(footage: Footage, sitter: Sitter, phones: Sequence[Phone] = ()) -> Verdict:
    """Take every measure of a clip.

    Raises:
        BadInput: The clip does not show the portrait, or cannot be decoded to its end.
    """
    glances, flicker = _watch(footage, sitter)
    opening = np.array([g.opening for g in glances])
    eye = np.array([g.eye for g in glances])
    loudness = signals.envelope(footage.sound)
    late, r = _sync(opening, footage.fps, loudness)
    peak, fast = signals.spectrum(opening, footage.fps)
    rest = _at_rest(opening, eye)
    lids = signals.blinks(eye, footage.fps)
    verdict = Verdict(
        m1_lag_ms=late,
        m2_r=r,
        m3_closed_share=signals.closed_share(opening, footage.fps, phones),
        m4_pause_ratio=signals.pause_ratio(opening, footage.fps, loudness),
        m5_peak_hz=peak,
        m5_above_8hz=fast,
        m6_flicker=flicker,
        m7_sharpness=_middle([g.sharpness for g in glances], rest),
        m8_ssim=_middle([g.likeness for g in glances], _facing(glances, rest)),
        m8_tint=_middle([g.tint for g in glances], rest),
        m9_blinks_per_min=60 * len(lids) / footage.video_s if footage.video_s >= BLINKS_FROM_S else None,
        m10_length_frames=(footage.video_s - footage.audio_s) * footage.fps,
        seconds=footage.video_s,
        blinks=len(lids),
        blink_closing_ms=1000 * float(np.mean([b.closing for b in lids])) if lids else None,
        blink_opening_ms=1000 * float(np.mean([b.opening for b in lids])) if lids else None,
    )
    return _rounded(verdict)


def outcome(verdict: Verdict, limit: Limit) -> bool | None:
    """Whether a limit holds; None where there was nothing to measure and nothing is asked."""
    value = getattr(verdict, limit.key)
    if value is None:
        return False if limit.needed else None
    if limit.key == "m9_blinks_per_min" and verdict.blink_closing_ms and verdict.blink_opening_ms:
        return limit.holds(value) and verdict.blink_closing_ms < verdict.blink_opening_ms
    return limit.holds(value)


def _watch(footage: Footage, sitter: Sitter) -> tuple[list[Glance], float | None]:
    glances: list[Glance] = []
    frames = footage.play()
    first = next(frames, None)
    if first is None:
        raise BadInput("The picture of the clip cannot be decoded.")
    model = lay(sitter, first)
    follower, gauge, mask = Follower(model), Gauge(model), background(model)
    unrest = Restlessness(mask) if mask is not None else None
    frame = first
    while frame is not None:
        glances.append(gauge.glance(frame, follower.follow(frame)))
        if unrest is not None:
            unrest.see(frame)
        following = next(frames, None)
        if following is None:
            break
        frame = following
    if len(glances) < 2:
        raise BadInput("The clip has one frame only: nothing can move in it.")
    if unrest is None or mask is None:
        return glances, None
    return glances, unrest.sd / max(still_sd(first, mask, footage), ROUNDING)


def _sync(opening: Signal, fps: float, loudness: Signal) -> tuple[float | None, float]:
    if float(np.ptp(opening)) < 1e-3:
        return None, 0.0
    late, r = signals.lag(signals.on_grid(opening, fps, loudness.size), loudness)
    return 1000 * late, r


def _at_rest(opening: Signal, eye: Signal) -> Signal:
    # A mouth that never closes is held against the portrait where it is least open.
    shut = opening <= max(SHUT * np.percentile(opening, 95), np.percentile(opening, 20)) + 1e-6
    return np.asarray(shut & (eye > 0.85 * np.median(eye)))


def _facing(glances: Sequence[Glance], rest: Signal) -> Signal:
    """The quarter of the frames at rest in which the eyes look most as the portrait's: a look aside is no fault."""
    contact = np.where(rest, [g.contact for g in glances], -np.inf)
    kept = max(3, int(rest.sum()) // 4)
    return np.asarray(rest & (contact >= np.sort(contact)[-min(kept, contact.size)]))


def _middle(values: Sequence[float], chosen: Signal) -> float | None:
    kept = np.array(values)[chosen]
    kept = kept[np.isfinite(kept)]
    return float(np.median(kept)) if kept.size >= 3 else None


def _rounded(verdict: Verdict) -> Verdict:
    kept: dict[str, Any] = {field.name: getattr(verdict, field.name) for field in fields(verdict)}
    for key, value in kept.items():
        if isinstance(value, float):
            kept[key] = round(float(value), 4)
    made = Verdict(**kept)
    return replace(made, passed=all(outcome(made, limit) is not False for limit in LIMITS))
