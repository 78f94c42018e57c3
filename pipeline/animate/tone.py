"""What the end of a sentence says about how it is meant: a question, a cry, a thought that trails off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.animate.manner import Manner
from pipeline.animate.talk import plateau

Track = npt.NDArray[np.float64]

_ASKING, _CRYING = "?？؟;՞", "!！¡"
_TRAILING = ("…", "...", "。。。", "–", "—")
_AROUND = "\"'»«”“’‘)]}*_~ \t\n"
_ONSET_S, _RELEASE_S = 0.4, 0.22
_SHARE = 0.55
"""From where on a tone is shown, of what is spoken of a sentence."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How a sentence is meant: what it makes of a manner, and what the face does towards its end."""

    nod: float = 1.0
    brow: float = 1.0
    effort: float = 1.0
    sway: float = 1.0
    end_brow: float = 0.0
    end_pitch_deg: float = 0.0
    end_roll_deg: float = 0.0
    """To a side that the seed chooses."""
    end_gaze_y: float = 0.0


PLAIN = Tone(end_pitch_deg=-0.8)
"""Heads sink a little where a statement ends."""
ASKS = Tone(end_brow=0.6, end_pitch_deg=1.2, end_roll_deg=1.2)
EXCLAIMS = Tone(nod=1.35, brow=1.25, effort=1.1, sway=1.35, end_brow=0.35, end_pitch_deg=0.6)
TRAILS_OFF = Tone(
    nod=0.6, brow=0.7, effort=0.93, sway=0.7, end_brow=-0.3, end_pitch_deg=-1.0, end_roll_deg=0.9, end_gaze_y=0.5
)


def tone_of(text: str) -> Tone:
    """The tone of a sentence, by the signs at its end; a cry that asks, asks."""
    text = text.rstrip(_AROUND)
    end = text[len(text.rstrip(_ASKING + _CRYING)) :]
    if any(sign in _ASKING for sign in end):
        return ASKS
    if end:
        return EXCLAIMS
    return TRAILS_OFF if text.endswith(_TRAILING) else PLAIN


def meant(how: Manner, tone: Tone) -> Manner:
    """A manner in a tone."""
    return replace(
        how,
        nod_deg=how.nod_deg * tone.nod,
        brow=how.brow * tone.brow,
        effort=how.effort * tone.effort,
        sway_deg=how.sway_deg * tone.sway,
    )


def showing(at: Track, begins: float, ends: float) -> Track:
    """0 to 1: how much of a tone is shown, over a sentence that is spoken from `begins` to `ends`."""
    since = begins + _SHARE * (ends - begins)
    return plateau(at, since + _ONSET_S / 2, ends, _ONSET_S, _RELEASE_S)
