from __future__ import annotations

import numpy as np
import pytest

from pipeline.animate.idle import idle
from pipeline.animate.looks import meeting
from pipeline.animate.manner import Manner, manner
from pipeline.animate.plan import plan
from pipeline.animate.tone import ASKS, EXCLAIMS, PLAIN, TRAILS_OFF, tone_of
from pipeline.types import Motion, Speech
from tests.test_plan import SENTENCE, spoken

FLAT = (("t", 0.06), ("ə", 0.12)) * 6
LINE = spoken(("", 0.2), *FLAT, ("ˈɑ", 0.2), *FLAT, ("", 0.3))


def said(text: str, how: Manner = Manner(), start: float = 5.0, seed: int = 1) -> Motion:  # noqa: B008 - frozen
    return plan(Speech(text, LINE.pcm, LINE.rate_hz, LINE.phones), manner=how, start=start, seed=seed)


def track(motion: Motion, name: str) -> np.ndarray:
    return np.array([getattr(pose, name) for pose in motion.poses])


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Who are you?", ASKS), ("Who?!", ASKS), ('"Who?"', ASKS), ("你是谁？", ASKS), ("من أنت؟", ASKS),
        ("Out!", EXCLAIMS), ("出去！", EXCLAIMS), ("*Out!*", EXCLAIMS),
        ("Well...", TRAILS_OFF), ("Well…", TRAILS_OFF), ("Well—", TRAILS_OFF),
        ("Yes.", PLAIN), ("", PLAIN), ("3", PLAIN),
    ],
)  # fmt: skip
def test_the_end_of_a_sentence_tells_its_tone(text: str, tone: object) -> None:
    assert tone_of(text) == tone


def test_brows_rise_towards_the_end_of_a_question() -> None:
    late = slice(-20, -9)
    assert (track(said("Yes?"), "brow") - track(said("Yes."), "brow"))[late].max() > 0.4


def test_a_cry_opens_wider_and_nods_more_than_a_thought_that_trails_off() -> None:
    cry, thought = said("No!"), said("No…")
    assert track(cry, "jaw").max() > track(thought, "jaw").max()
    assert np.ptp(track(cry, "pitch_deg")) > np.ptp(track(thought, "pitch_deg"))


def test_a_reply_begins_with_raised_brows_and_its_later_sentences_do_not() -> None:
    first, later = (track(said("Yes.", start=start), "brow")[:14].max() for start in (0.0, 5.0))
    assert first > later + 0.3


def test_a_grumpy_thing_scowls_where_a_cheerful_one_raises_its_brows() -> None:
    grumpy, cheerful = (track(said("Yes.", manner((mood,), 1)), "brow") for mood in ("grumpy", "cheerful"))
    assert grumpy.min() < -0.1
    assert cheerful.max() > 0.1


def test_the_lids_of_a_sleepy_thing_sink_between_blinks() -> None:
    at = np.arange(0, 60, 0.04)
    sleepy, plain = (idle(at, 3, how).blink for how in (manner(("sleepy",), 3), Manner()))
    assert ((sleepy > 0.15) & (sleepy < 0.5)).mean() > 3 * ((plain > 0.15) & (plain < 0.5)).mean()


def test_eyes_meet_the_listener_where_a_sentence_begins_and_ends() -> None:
    at = np.arange(0, 4, 0.04)
    free = meeting(at, 3.5)
    assert free[at < 0.3].max() == 0
    assert free[(at > 0.5) & (at < 3.1)].min() == 1
    assert free[at > 3.35].max() == 0


@pytest.mark.parametrize("text", ["Yes.", "Yes?", "Yes!", "Yes…"])
def test_whatever_the_tone_nothing_jumps(text: str) -> None:
    motion = plan(Speech(text, SENTENCE.pcm, SENTENCE.rate_hz, SENTENCE.phones), seed=2, manner=manner(("fierce",), 1))
    for name, most in (("yaw_deg", 1.2), ("pitch_deg", 1.5), ("roll_deg", 0.8), ("brow", 0.5), ("shift_y", 0.004)):
        assert np.abs(np.diff(track(motion, name))).max() < most
