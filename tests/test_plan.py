from __future__ import annotations

import itertools
import math
import pickle
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.animate.accents import accents_of
from pipeline.animate.guess import with_phones
from pipeline.animate.hearing import STEP, listen
from pipeline.animate.idle import idle, noise
from pipeline.animate.manner import Manner, manner
from pipeline.animate.plan import plan
from pipeline.encode import frames_of
from pipeline.lexicon import MOODS
from pipeline.types import MOUTH_SHAPES, Motion, Phone, Speech

RATE = 16000
A, D, X = (MOUTH_SHAPES.index(shape) for shape in "ADX")


def spoken(*sounds: tuple[str, float], loud: float = 0.2, pitch_hz: float = 140.0, text: str = "") -> Speech:
    """Sounds one after the other: vowels hum, consonants hiss quietly, pauses are silent."""
    phones, pieces, at = [], [], 0.0
    for symbol, seconds in sounds:
        t = np.arange(round(seconds * RATE)) / RATE
        level = 0.0 if not symbol else loud if symbol.strip("ˈ")[0] in "aɑeɛiouɔə" else loud / 5
        pieces.append(level * np.sign(np.sin(2 * np.pi * pitch_hz * t)) * np.sin(2 * np.pi * 3 * pitch_hz * t))
        phones.append(Phone(symbol, at, at + seconds))
        at += seconds
    pcm = (np.concatenate(pieces) * 32767).astype("<i2").tobytes() if pieces else b""
    return Speech(text, pcm, RATE, tuple(phones))


SENTENCE = spoken(
    ("", 0.2), ("m", 0.08), ("ˈɑ", 0.18), ("", 0.06), ("p", 0.05), ("i", 0.15), ("s", 0.1), ("ˈɔ", 0.2), ("f", 0.1),
    ("ə", 0.1), ("", 0.6), ("b", 0.06), ("ˈɑ", 0.25), ("t", 0.08), ("", 0.4),
)  # fmt: skip
LONG = spoken(("", 0.2), *(("t", 0.06), ("ˈɑ", 0.15), ("n", 0.06), ("i", 0.12)) * 75, ("", 0.3))


def mouths(motion: Motion) -> np.ndarray:
    return np.array([pose.mouth for pose in motion.poses])


def shut(motion: Motion) -> np.ndarray:
    return mouths(motion)[:, A] + mouths(motion)[:, X]


def frame_at(seconds: float) -> int:
    return int(seconds * 25)


def assert_sound(motion: Motion) -> None:
    weights = mouths(motion)
    assert np.isfinite([list(itertools.chain(pose.mouth, astuple(pose)[1:])) for pose in motion.poses]).all()
    assert weights.min() >= 0
    assert np.allclose(weights.sum(1), 1)
    for pose in motion.poses:
        assert 0 <= pose.jaw <= 1
        assert 0 <= pose.blink <= 1
        assert -1 <= pose.brow <= 1
        assert abs(pose.gaze_x) <= 1
        assert abs(pose.gaze_y) <= 1
        assert max(abs(pose.yaw_deg), abs(pose.pitch_deg), abs(pose.roll_deg)) <= 7


def test_there_is_a_pose_for_every_frame_that_sounds() -> None:
    assert len(plan(SENTENCE).poses) == frames_of(SENTENCE, 25)
    assert len(plan(SENTENCE, fps=30).poses) == frames_of(SENTENCE, 30)


def test_the_same_seed_gives_the_same_motion_and_another_another() -> None:
    assert plan(SENTENCE, seed=4) == plan(SENTENCE, seed=4)
    assert plan(SENTENCE, seed=4) != plan(SENTENCE, seed=5)


def test_the_mouth_begins_and_ends_at_rest() -> None:
    poses = plan(SENTENCE).poses
    assert poses[0].mouth[X] == pytest.approx(1)
    assert poses[-1].mouth[X] == pytest.approx(1)
    assert poses[0].jaw == poses[-1].jaw == 0


def test_lips_meet_for_every_plosive_and_hum() -> None:
    motion = plan(SENTENCE)
    for phone in SENTENCE.phones:
        if phone.symbol in {"p", "b", "m"}:
            around = slice(frame_at(phone.start - 0.04), frame_at(phone.end + 0.04) + 1)
            assert shut(motion)[around].max() > 0.9


def test_the_mouth_opens_for_vowels_and_rests_in_long_pauses() -> None:
    motion = plan(SENTENCE)
    vowel = SENTENCE.phones[2]
    assert shut(motion)[frame_at((vowel.start + vowel.end) / 2)] < 0.5
    pause = SENTENCE.phones[10]
    inside = mouths(motion)[frame_at(pause.start + 0.15) : frame_at(pause.end - 0.2), X]
    assert inside.min() > 0.99


def test_a_short_pause_does_not_rest_the_mouth() -> None:
    gap = spoken(("", 0.2), ("ɑ", 0.3), ("", 0.08), ("ɑ", 0.3), ("", 0.3))
    assert mouths(plan(gap))[frame_at(0.5) : frame_at(0.58), X].max() < 0.3


def test_the_picture_leads_a_little() -> None:
    syllables = spoken(("", 0.2), *((("ɑ", 0.16), ("", 0.05), ("t", 0.04)) * 16), ("", 0.3))
    motion = plan(syllables)
    opening = 1 - shut(motion)
    loud = listen(syllables, 2000).loudness
    times = np.arange(len(opening)) / 25
    scores = [
        np.corrcoef(opening, np.interp(times + lead, np.arange(2000) * STEP, loud))[0, 1]
        for lead in np.arange(-0.12, 0.2, 0.01)
    ]
    assert 0 <= -0.12 + 0.01 * int(np.argmax(scores)) <= 0.08


def test_louder_speech_opens_wider() -> None:
    quiet, loud = (spoken(("", 0.2), ("ɑ", 0.3), ("", 0.3), loud=level) for level in (0.02, 0.2))
    both = Speech("", quiet.pcm + loud.pcm, RATE, quiet.phones + tuple(
        Phone(p.symbol, p.start + quiet.seconds, p.end + quiet.seconds) for p in loud.phones
    ))  # fmt: skip
    jaws = np.array([pose.jaw for pose in plan(both).poses])
    assert jaws[: len(jaws) // 2].max() < 0.7 * jaws[len(jaws) // 2 :].max()


def test_motion_runs_on_from_sentence_to_sentence() -> None:
    first = plan(SENTENCE, seed=3).poses
    second = plan(SENTENCE, seed=3, start=SENTENCE.seconds).poses
    last, following = first[-1], second[0]
    for name, most in (("yaw_deg", 0.4), ("pitch_deg", 0.4), ("roll_deg", 0.4), ("breath", 0.1), ("shift_y", 0.002)):
        assert abs(getattr(last, name) - getattr(following, name)) < most
    assert first[:10] != second[:10]


def test_a_clip_begins_with_the_picture_as_it_was_painted() -> None:
    pose = plan(SENTENCE).poses[0]
    assert max(abs(pose.yaw_deg), abs(pose.pitch_deg), abs(pose.roll_deg)) < 0.1
    assert pose.blink == 0


def test_nothing_jumps() -> None:
    poses = plan(LONG, seed=2).poses
    for one, two in itertools.pairwise(poses):
        assert abs(one.yaw_deg - two.yaw_deg) < 1.2
        assert abs(one.pitch_deg - two.pitch_deg) < 1.2
        assert abs(one.roll_deg - two.roll_deg) < 0.8
        assert abs(one.brow - two.brow) < 0.5


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("mood", ["", "sleepy", "nervous"])
def test_people_blink_as_often_as_people_do(seed: int, mood: str) -> None:
    how = manner((mood,) if mood else (), seed)
    lid = idle(np.arange(0, 120, 0.04), seed, how).blink
    count = int(((lid[1:] > 0.5) & (lid[:-1] <= 0.5)).sum())
    assert 10.5 <= count / 2 <= 32.5


def test_lids_fall_faster_than_they_rise_and_are_shut_in_between() -> None:
    at = np.arange(0, 60, 0.005)
    lid = idle(at, 1, Manner()).blink
    falling, rising = (np.diff(lid) > 0).sum(), (np.diff(lid) < 0).sum()
    assert falling < 0.7 * rising
    frames = idle(np.arange(0, 60, 0.04), 1, Manner()).blink
    blinks = np.split(frames, np.flatnonzero((frames[1:] > 0) != (frames[:-1] > 0)) + 1)
    assert all(part.max() > 0.95 for part in blinks if part.max() > 0 and len(part) > 4)


def test_a_sleepy_thing_blinks_less_and_slower_than_a_nervous_one() -> None:
    sleepy, nervous = (manner((mood,), 1) for mood in ("sleepy", "nervous"))
    assert sleepy.blinks_per_minute < nervous.blinks_per_minute
    assert sleepy.blink_seconds > nervous.blink_seconds


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_has_habits_of_its_own(mood: str) -> None:
    assert manner((mood,), 1) != manner((), 1)


def test_no_two_of_a_mood_are_quite_alike() -> None:
    assert manner(("grumpy",), 1) != manner(("grumpy",), 2)
    assert manner(("grumpy",), 1) == manner(("grumpy",), 1)


def test_unknown_traits_leave_a_face_at_ease() -> None:
    assert manner(("qwrtz",), 1) == manner((), 1)


def test_noise_is_smooth_bounded_and_bound_to_its_seed() -> None:
    at = np.arange(0, 30, 0.01)
    values = noise(at, 1.0, 5, 1)
    assert np.abs(values).max() <= 1
    assert values.std() > 0.2
    assert np.abs(np.diff(values)).max() < 0.1
    assert not np.allclose(values, noise(at, 1.0, 6, 1))


def test_heads_nod_and_brows_rise_on_what_stands_out() -> None:
    flat = (("t", 0.06), ("ə", 0.12)) * 6
    speech = spoken(("", 0.2), *flat, ("ˈɑ", 0.3), *flat, ("", 0.3))
    accents = accents_of(speech.phones, listen(speech, 1000))
    peak = next(p for p in speech.phones if p.symbol == "ˈɑ")
    assert any(abs(a.at - (peak.start + peak.end) / 2) < 0.01 for a in accents)
    assert all(b.at - a.at >= 0.45 for a, b in itertools.pairwise(accents))


def test_speech_without_phones_gets_an_estimate_marked_as_such() -> None:
    bare = Speech("Pa ma to", SENTENCE.pcm, RATE)
    told = with_phones(bare, listen(bare, 600))
    assert told.estimated
    assert told.phones
    assert all(a.end <= b.start + 1e-6 for a, b in itertools.pairwise(told.phones))
    motion = plan(bare)
    assert_sound(motion)
    assert shut(motion).min() < 0.6
    assert mouths(motion)[frame_at(1.35) : frame_at(1.6), X].min() > 0.9


@pytest.mark.parametrize("text", ["你好，我是茶壶。", "Привет, я чайник.", "مرحبا", "🫖🫖", "", "1234", "aaaa" * 500])
def test_any_script_moves_the_mouth(text: str) -> None:
    motion = plan(Speech(text, SENTENCE.pcm, RATE))
    assert_sound(motion)
    assert shut(motion).min() < 0.8


def test_phones_that_are_known_are_not_guessed_again() -> None:
    assert with_phones(SENTENCE, listen(SENTENCE, 600)) is SENTENCE


@pytest.mark.parametrize(
    "speech",
    [
        Speech("", b"", 22050),
        Speech("hm", b"\1", 22050),
        Speech("hm", bytes(2 * 22050), 22050),
        spoken(("ɑ", 0.02)),
        spoken(("ɑ", 0.3)),
        spoken(("p", 0.3)),
        Speech("ah", b"\xff\x7f" * 8000, 8000),
        Speech("ah", b"\xff\x7f\0\x80" * 24000, 48000, (Phone("ɑ", 0.0, 1.0),)),
        Speech("ah", b"\1\0\xff\xff" * 8000, 16000, (Phone("ɑ", 0.0, 1.0),)),
        Speech("ah", bytes(32000), 16000, (Phone("ɑ", 5.0, 6.0), Phone("m", -1.0, 0.2), Phone("a", math.nan, 1.0))),
        Speech("ah", bytes(32000), 16000, (Phone("ɑ", 0.5, 0.5), Phone("m", 0.6, 0.4))),
    ],
)  # fmt: skip
def test_odd_speech_still_gives_a_motion(speech: Speech) -> None:
    motion = plan(speech)
    assert len(motion.poses) == frames_of(speech, 25)
    assert_sound(motion)


def test_silence_keeps_the_mouth_shut() -> None:
    assert mouths(plan(Speech("hello there", bytes(2 * RATE * 2), RATE)))[:, X].min() > 0.99


def test_a_minute_is_planned_in_time_and_pickles() -> None:
    motion = plan(spoken(*(("ɑ", 0.2), ("t", 0.1)) * 200))
    assert len(motion.poses) == 1500
    assert_sound(motion)
    assert pickle.loads(pickle.dumps(motion)) == motion


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "ɑ", "", "iː", "aʊ", "?", "m", "ts.h"]), st.floats(0.005, 0.4)), max_size=12
    ),
    st.integers(0, 2**40),
    st.sampled_from([24, 25, 30]),
)
def test_any_phones_give_a_motion(sounds: list[tuple[str, float]], seed: int, fps: int) -> None:
    speech = spoken(*sounds)
    motion = plan(speech, fps=fps, seed=seed, start=seed % 1000)
    assert len(motion.poses) == frames_of(speech, fps)
    assert_sound(motion)
