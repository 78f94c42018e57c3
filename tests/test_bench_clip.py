from pathlib import Path

import pytest

from bots.benches.clip_speed import encode_again, resident_mb, speech_of
from bots.benches.gallery import CONCEPTS, LONG_S, another_voice, manners, text_of
from bots.commands.bench_clip import blinked, judged, timed
from pipeline.animate import warp
from pipeline.catalog import read_catalog
from pipeline.config import AnimatorSpec, PipelineConfig
from pipeline.errors import StageFailed
from pipeline.judge.gallery import summary
from pipeline.judge.verdict import LIMITS, Verdict
from pipeline.lanes import open_lanes
from pipeline.local import Stages
from pipeline.types import Phone, Portrait, Speech, Take, Voice
from tests.fakes.clips import RATE_HZ, fake_voice
from tests.fakes.portraits import fake_portrait
from tests.fakes.stages import A_CATALOG, A_VOICE, FakePainter, FakeSpeaker, FakeWriter, flat_h264

CATALOG = read_catalog()
CONFIG = PipelineConfig()


class FacePainter(FakePainter):
    async def paint(self, *asked: object) -> Portrait:
        await self.script.play(*asked)
        return fake_portrait(192)


class SyllableSpeaker(FakeSpeaker):
    async def speak(self, voice: Voice, text: str) -> Speech:
        await self.script.play(voice, text)
        spoken = fake_voice(3.0, seed=len(text))
        pcm = (spoken.sound() * 32767).clip(-32767, 32767).astype("<i2").tobytes()
        phones = [Phone("a", peak - 0.05, peak + 0.05) for peak in spoken.peaks]
        return Speech(text, pcm, RATE_HZ, tuple(phones))


def a_verdict(**changes: object) -> Verdict:
    kept = {
        "m1_lag_ms": -40.0,
        "m2_r": 0.8,
        "m3_closed_share": 1.0,
        "m4_pause_ratio": 0.0,
        "m5_peak_hz": 4.0,
        "m5_above_8hz": 0.05,
        "m6_flicker": 1.0,
        "m7_sharpness": 1.0,
        "m8_ssim": 0.98,
        "m8_tint": 1.0,
        "m9_blinks_per_min": None,
        "m10_length_frames": 0.0,
        "seconds": 10.0,
        "blinks": 4,
        "blink_closing_ms": 70.0,
        "blink_opening_ms": 140.0,
        "passed": True,
    }
    return Verdict(**(kept | changes))


def test_a_summary_gives_median_and_worst_of_every_measure() -> None:
    told = summary([a_verdict(), a_verdict(m1_lag_ms=60.0, passed=False), a_verdict(m1_lag_ms=-70.0, m2_r=0.61)])
    assert told["clips"] == 3
    assert told["clips_passed"] == 2
    assert told["m1_lag_ms_median"] == -40.0
    assert told["m1_lag_ms_worst"] == 60.0
    assert told["m1_lag_ms_failed"] == 1
    assert told["m2_r_worst"] == 0.61
    assert told["m9_blinks_per_min_median"] is None
    assert told["blinks_per_min_of_all"] == 24.0
    assert {f"{limit.key}_median" for limit in LIMITS} <= told.keys()


def test_the_worst_of_a_measure_with_two_ends_lies_nearest_to_one_of_them() -> None:
    told = summary([a_verdict(m7_sharpness=v) for v in (0.75, 1.0, 1.2)])
    assert told["m7_sharpness_worst"] == 0.75


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_speech_is_as_long_as_it_was_asked_for_to_the_sample() -> None:
    speech = await speech_of(SyllableSpeaker(), A_VOICE, 7.3)
    assert speech.seconds == 7.3
    assert all(a.end <= b.start + 1e-9 for a, b in zip(speech.phones, speech.phones[1:], strict=False))
    assert speech.phones[-1].end <= 7.3


@pytest.mark.parametrize("seconds", [1, 10, 60])
def test_a_text_has_whole_sentences_for_about_the_seconds_it_is_asked_for(seconds: float) -> None:
    text = text_of(3, seconds)
    assert text[-1] in ".?!"
    assert 13 * seconds <= len(text) <= 13 * seconds + 90


def test_the_second_voice_of_every_thing_is_another_of_its_language() -> None:
    first = CATALOG.voices[0]
    for number in range(len(CONCEPTS)):
        second = another_voice(CATALOG, first.id, number)
        assert second.id != first.id
        assert second.language.split("-")[0] == first.language.split("-")[0]


def test_the_only_voice_of_a_language_speaks_twice() -> None:
    assert another_voice(A_CATALOG, A_VOICE.id, 3) == A_VOICE


def test_the_encoder_alone_is_given_every_frame() -> None:
    assert encode_again(Take(flat_h264(64, 64, 25, 50), 64, 64, 25, 50), 20) > 25


def test_memory_is_counted_in_megabytes() -> None:
    assert 5 < resident_mb() < 50_000


async def test_the_benchmark_prints_numbers_that_agree() -> None:
    async with open_lanes() as lanes, warp.open(AnimatorSpec(), lanes) as animator:
        stages = Stages(FakeWriter(), FacePainter(), SyllableSpeaker(), animator, lanes)
        told = await timed(stages, CATALOG, CONFIG, 1.0, 1, (2.0,))
    assert told["realtime_factor"] == pytest.approx(told["fps"] / 25, abs=0.02)
    assert told["encode_share"] > 0
    assert told["peak_mb"] >= 0
    assert told["first_frame_ms"] > 0
    assert {"realtime_factor_2s", "peak_mb_2s"} <= told.keys()


async def test_the_gallery_judges_what_the_studio_makes(tmp_path: Path) -> None:
    async with open_lanes() as lanes, warp.open(AnimatorSpec(), lanes) as animator:
        stages = Stages(FakeWriter(), FacePainter(), SyllableSpeaker(), animator, lanes)
        told = await judged(stages, CATALOG, CONFIG, 2, 2.0, tmp_path, quiet=True)
    assert told["clips"] == 2
    assert told["m10_length_frames_failed"] == 0
    assert names(tmp_path) == ["00-a-grumpy-teapot", "01-a-grumpy-teapot"]
    assert names(tmp_path / "00-a-grumpy-teapot") == ["character.json", "clip.mp4", "portrait.png"]


def test_long_clips_are_long_enough_to_count_blinks_in_any_voice() -> None:
    assert all(sitting.seconds == LONG_S for sitting in manners())
    assert all(len(text_of(sitting.seed, LONG_S)) >= 30 * 16 for sitting in manners())


async def test_blinks_are_told_by_manner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.benches.gallery.LONG_S", 2.0)
    monkeypatch.setattr("bots.benches.gallery.MANNERS", {"sleepy": "a cat"})
    async with open_lanes() as lanes, warp.open(AnimatorSpec(), lanes) as animator:
        stages = Stages(FakeWriter(), FacePainter(), SyllableSpeaker(), animator, lanes)
        told = await blinked(stages, CATALOG, CONFIG, tmp_path, quiet=True)
    assert told["long_clips"] == 1
    assert told["m9_blinks_per_min_sleepy"] is None
    assert names(tmp_path) == ["sleepy"]


async def test_a_clip_that_cannot_be_made_ends_the_gallery_in_one_sentence(tmp_path: Path) -> None:
    async with open_lanes() as lanes, warp.open(AnimatorSpec(), lanes) as animator:
        stages = Stages(FakeWriter(), FacePainter(), FakeSpeaker(then=StageFailed("speak", "gone")), animator, lanes)
        with pytest.raises(StageFailed, match="No clip was made"):
            await judged(stages, CATALOG, CONFIG, 1, 2.0, tmp_path, quiet=True)
