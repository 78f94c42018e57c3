import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer

from bots.commands.judge import judge
from pipeline.errors import BadInput
from pipeline.judge import signals
from pipeline.judge.follow import Follower
from pipeline.judge.gauge import Gauge
from pipeline.judge.verdict import LIMITS, Verdict, judge_clip, outcome
from pipeline.judge.view import Model
from pipeline.types import MOUTH_SHAPES, Portrait
from tests.fakes.clips import FPS, SIZE, draw, fake_voice, opening_of, write_clip, write_sitter
from tests.fakes.portraits import fake_portrait

SECONDS = 5
VOICE = fake_voice(SECONDS)
FRAMES = SECONDS * FPS
IN_STEP = opening_of(VOICE, -0.04)
BLINKS = [limit.key for limit in LIMITS].index("m9_blinks_per_min")
BLINK = [0.5, 1.0, 0.9, 0.7, 0.5, 0.3, 0.1]

Judged = Callable[..., Verdict]


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    def make(opening: np.ndarray, *, voice=VOICE, phones=None, portrait: Portrait | None = None, **spoilt) -> Verdict:
        portrait = portrait or fake_portrait(SIZE)
        folder = write_sitter(tmp_path, portrait)
        clip = write_clip(folder / "clip.mp4", draw(opening, portrait=portrait, **spoilt), voice.sound())
        if phones is not None:
            clip.with_suffix(".phones.json").write_text(json.dumps(phones), "utf-8")
        return judge_clip(clip, folder)

    return make


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip in step, beside its portrait."""
    folder = write_sitter(tmp_path_factory.mktemp("good"), fake_portrait(SIZE))
    return write_clip(folder / "clip.mp4", draw(IN_STEP), VOICE.sound())


def failed(verdict: Verdict) -> set[str]:
    return {limit.key for limit in LIMITS if outcome(verdict, limit) is False}


def test_a_clip_in_step_passes_without_phone_times(good: Path) -> None:
    verdict = judge_clip(good, good.parent)
    assert verdict.passed
    assert failed(verdict) == set()
    assert verdict.m3_closed_share is None
    assert verdict.m9_blinks_per_min is None


@pytest.mark.parametrize("late_ms", [-120, 0, 80, 200])
def test_the_lag_is_recovered_within_five_milliseconds(judged: Judged, late_ms: int) -> None:
    verdict = judged(opening_of(VOICE, late_ms / 1000))
    assert verdict.m1_lag_ms == pytest.approx(late_ms, abs=5)
    assert verdict.m2_r > 0.9
    assert ("m1_lag_ms" in failed(verdict)) == (late_ms > 45)


@pytest.mark.parametrize("body", ["#221a18", "#f4f1ea", "#b03030"])
def test_the_lag_is_recovered_on_a_body_of_any_colour_while_the_head_sways(judged: Judged, body: str) -> None:
    verdict = judged(IN_STEP, portrait=fake_portrait(SIZE, body=body), sway=1.0)
    assert verdict.m1_lag_ms == pytest.approx(-40, abs=8)
    assert verdict.m2_r > 0.85
    assert verdict.m4_pause_ratio is not None
    assert verdict.m4_pause_ratio < 0.1


def test_a_mouth_that_moves_at_random_fails(judged: Judged) -> None:
    noise = np.convolve(np.random.default_rng(3).random(FRAMES + 4), np.ones(5) / 5, "valid")
    verdict = judged((noise - noise.min()) / np.ptp(noise))
    assert verdict.m2_r < 0.45
    assert {"m2_r", "m4_pause_ratio"} <= failed(verdict)


def test_a_mouth_that_never_moves_fails(judged: Judged) -> None:
    verdict = judged(np.zeros(FRAMES))
    assert verdict.m1_lag_ms is None
    assert {"m1_lag_ms", "m2_r", "m5_peak_hz"} <= failed(verdict)


def test_a_head_that_sways_is_no_moving_mouth(judged: Judged) -> None:
    assert {"m2_r"} <= failed(judged(np.zeros(FRAMES), sway=1.5))


def test_a_mouth_that_moves_in_pauses_fails(judged: Judged) -> None:
    chatter = 0.3 + 0.3 * np.sin(np.arange(FRAMES) / FPS * 2 * np.pi * 4)
    verdict = judged(np.where(IN_STEP < 0.02, chatter, IN_STEP))
    assert verdict.m4_pause_ratio is not None
    assert verdict.m4_pause_ratio > 0.5
    assert "m4_pause_ratio" in failed(verdict)


def test_a_mouth_that_rests_half_open_without_moving_passes_the_pauses(judged: Judged) -> None:
    verdict = judged(np.maximum(IN_STEP, 0.1))
    assert verdict.m4_pause_ratio is not None
    assert verdict.m4_pause_ratio < 0.1


def test_a_mouth_that_trembles_fails_above_eight_hertz(judged: Judged) -> None:
    verdict = judged(np.clip(IN_STEP + 0.15 * np.sin(np.arange(FRAMES) * 2 * np.pi * 11 / FPS) + 0.15, 0, 1))
    assert verdict.m5_above_8hz is not None
    assert verdict.m5_above_8hz > 0.2


@pytest.mark.parametrize("sigma", [0.7, 3.0])
def test_a_blurred_mouth_fails_and_nothing_else_does(judged: Judged, sigma: float) -> None:
    verdict = judged(IN_STEP, blur=sigma)
    assert failed(verdict) == {"m7_sharpness"}


def test_a_blurred_picture_is_no_likeness(judged: Judged) -> None:
    assert {"m7_sharpness", "m8_ssim"} <= failed(judged(IN_STEP, soft=1.5))


def test_a_flickering_background_fails_and_nothing_else_does(judged: Judged) -> None:
    assert failed(judged(IN_STEP, flicker=2.0)) == {"m6_flicker"}


def test_a_green_face_fails(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    green = [np.clip(frame + np.array([-20, 25, -20]), 0, 255).astype(np.uint8) for frame in draw(IN_STEP)]
    assert "m8_tint" in failed(judge_clip(write_clip(tmp_path / "clip.mp4", green, VOICE.sound()), folder))


def test_blinks_are_counted_and_close_faster_than_they_open(judged: Judged) -> None:
    voice = fake_voice(32, seed=4)
    lids = np.zeros(32 * FPS)
    for begin in (40, 150, 230, 330, 420, 500, 610, 720):
        lids[begin : begin + len(BLINK)] = BLINK
    verdict = judged(opening_of(voice, -0.04), voice=voice, lids=lids, sway=0.7)
    assert verdict.blinks == 8
    assert verdict.m9_blinks_per_min == pytest.approx(15)
    assert verdict.blink_closing_ms < verdict.blink_opening_ms
    assert "m9_blinks_per_min" not in failed(verdict)


def test_blinks_that_open_faster_than_they_close_are_seen(judged: Judged) -> None:
    lids = np.zeros(FRAMES)
    for begin in (20, 60, 100):
        lids[begin : begin + len(BLINK)] = BLINK[::-1]
    verdict = judged(IN_STEP, lids=lids)
    assert verdict.blinks == 3
    assert verdict.blink_closing_ms > verdict.blink_opening_ms
    assert outcome(replace(verdict, m9_blinks_per_min=20.0), LIMITS[BLINKS]) is False


def test_a_blink_is_as_fast_as_it_is_from_lids_that_sank_before() -> None:
    sunk = np.concatenate((np.linspace(1, 0.75, 100), [0.4, 0.1, 0.2, 0.4, 0.6], np.linspace(0.8, 1, 100)))
    found = signals.blinks(np.concatenate((np.ones(200), sunk, np.ones(200))), 25)
    assert len(found) == 1
    assert found[0].closing < found[0].opening < 0.3


def test_closed_lids_are_seen_behind_thick_rims() -> None:
    portrait = fake_portrait(SIZE)
    rest = np.frombuffer(portrait.rgb, np.uint8).reshape(SIZE, SIZE, 3).copy()
    shut, lids = rest.copy(), portrait.lids[1]
    lidded = np.frombuffer(lids.rgb, np.uint8).reshape(lids.height, lids.width, 3)
    shut[lids.top : lids.top + lids.height, lids.left : lids.left + lids.width] = lidded
    points = np.array(portrait.landmarks)
    for picture in (rest, shut):
        for eye in (points[36:42], points[42:48]):
            cv2.circle(picture, np.round(eye.mean(0)).astype(int).tolist(), SIZE // 15, (15, 15, 15), SIZE // 60)
    gauge = Gauge(Model(rest, points, np.full((SIZE, SIZE), 255, np.uint8)))
    assert gauge.glance(rest, np.eye(2, 3)).eye > 0.95
    assert gauge.glance(shut, np.eye(2, 3)).eye < 0.5


def test_brows_that_rise_do_not_stretch_the_face() -> None:
    portrait = fake_portrait(SIZE)
    rest = np.frombuffer(portrait.rgb, np.uint8).reshape(SIZE, SIZE, 3)
    raised, brows = rest.copy(), portrait.brows[0]
    shown = np.frombuffer(brows.rgb, np.uint8).reshape(brows.height, brows.width, 3)
    raised[brows.top : brows.top + brows.height, brows.left : brows.left + brows.width] = shown
    follower = Follower(Model(rest, np.array(portrait.landmarks), np.full((SIZE, SIZE), 255, np.uint8)))
    for _ in range(3):
        found = follower.follow(raised)
    assert np.abs(found - np.eye(2, 3))[:, :2].max() < 0.02


def test_eyes_that_never_blink_are_seen(good: Path) -> None:
    verdict = judge_clip(good, good.parent)
    assert verdict.blinks == 0
    assert outcome(replace(verdict, m9_blinks_per_min=0.0), LIMITS[BLINKS]) is False


def test_closed_lips_are_found_where_the_phones_say(judged: Judged) -> None:
    opening = IN_STEP.copy()
    closed = list(VOICE.peaks[::3])
    for peak in closed:
        middle = round(peak * FPS)
        opening[middle - 1 : middle + 2] = 0
    phones = [["m", p - 0.03, p + 0.03] for p in closed] + [{"symbol": "a", "start": 0.1, "end": 0.2}]
    assert judged(opening, phones=phones).m3_closed_share == 1.0
    assert judged(np.maximum(IN_STEP, 0.4), phones=phones).m3_closed_share == 0.0


def test_a_clip_of_another_size_is_judged_alike(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(2 * SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(IN_STEP), VOICE.sound())
    verdict = judge_clip(clip, folder)
    assert verdict.m1_lag_ms == pytest.approx(-40, abs=5)
    assert verdict.m8_ssim > 0.95


def test_a_clip_in_another_frame_is_found_in_it(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    tall = [np.pad(frame, ((110, 90), (0, 0), (0, 0)), mode="edge") for frame in draw(IN_STEP)]
    verdict = judge_clip(write_clip(tmp_path / "clip.mp4", tall, VOICE.sound()), folder)
    assert verdict.m1_lag_ms == pytest.approx(-40, abs=8)
    assert verdict.m2_r > 0.85


def test_a_sound_that_is_too_long_is_seen(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(IN_STEP[:-10]), VOICE.sound())
    verdict = judge_clip(clip, folder)
    assert verdict.m10_length_frames == pytest.approx(-10, abs=0.6)
    assert "m10_length_frames" in failed(verdict)


def test_a_sound_that_begins_late_is_seen(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(opening_of(VOICE)), VOICE.sound(), sound_late_s=0.2)
    assert judge_clip(clip, folder).m1_lag_ms == pytest.approx(-200, abs=5)


def test_another_face_is_refused(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    noise = np.random.default_rng(1).integers(0, 255, (24, 24, 3)).astype(np.uint8).repeat(8, 0).repeat(8, 1)
    clip = write_clip(tmp_path / "clip.mp4", [noise] * 50, VOICE.sound()[:32000])
    with pytest.raises(BadInput, match="does not show this portrait"):
        judge_clip(clip, folder)


def test_a_silent_clip_is_refused(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(IN_STEP[:50]), np.zeros(32000))
    with pytest.raises(BadInput, match="silent"):
        judge_clip(clip, folder)


def test_a_clip_of_one_frame_is_refused(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(IN_STEP[:1]), VOICE.sound()[:16000])
    with pytest.raises(BadInput, match="one frame"):
        judge_clip(clip, folder)


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "no clip"), (b"", "empty"), (b"no video" * 500, "can read"), (b"\0" * 4096, "can read")],
)
def test_what_is_no_clip_is_refused_in_one_sentence(tmp_path: Path, content: bytes | None, word: str) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = tmp_path / "clip.mp4"
    if content is not None:
        clip.write_bytes(content)
    with pytest.raises(BadInput, match=word):
        judge_clip(clip, folder)


def test_a_clip_cut_in_the_middle_is_refused_or_judged_but_never_a_traceback(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(IN_STEP), VOICE.sound())
    whole = clip.read_bytes()
    clip.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput):
        judge_clip(clip, folder)


@pytest.mark.parametrize(
    "facts",
    ["", "[]", "{}", "null", '{"landmarks": 3}', '{"landmarks": [[0, 0]]}', json.dumps({"landmarks": [[5, 5]] * 68})],
)
def test_a_portrait_without_a_face_is_refused(tmp_path: Path, facts: str) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    (folder / "character.json").write_text(facts, "utf-8")
    with pytest.raises(BadInput, match="landmarks"):
        judge_clip(folder / "clip.mp4", folder)


@pytest.mark.parametrize("phones", ["{", "3", '[["p"]]', '[["p", "now", 1]]', '[["p", 0, NaN]]'])
def test_phone_times_that_cannot_be_read_are_refused(tmp_path: Path, phones: str) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(IN_STEP[:50]), VOICE.sound()[:32000])
    clip.with_suffix(".phones.json").write_text(phones, "utf-8")
    with pytest.raises(BadInput, match="phone times"):
        judge_clip(clip, folder)


def test_the_command_prints_one_flat_object(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge(good, good.parent, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed == asdict(judge_clip(good, good.parent))
    assert printed["passed"] is True


def test_the_command_prints_a_table_and_exits_with_one_where_a_limit_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    clip = write_clip(tmp_path / "clip.mp4", draw(opening_of(VOICE, 0.2)), VOICE.sound())
    with pytest.raises(typer.Exit) as left:
        judge(clip, folder)
    assert left.value.exit_code == 1
    assert "FAIL" in capsys.readouterr().out


def test_a_mouth_that_never_closes_is_held_against_the_closed_portrait(judged: Judged) -> None:
    verdict = judged(np.maximum(IN_STEP, 0.7))
    assert verdict.m7_sharpness is not None
    assert verdict.m8_ssim is not None


def test_a_playlist_that_names_other_files_is_refused(tmp_path: Path) -> None:
    folder = write_sitter(tmp_path, fake_portrait(SIZE))
    write_clip(tmp_path / "other.mp4", draw(IN_STEP[:50]), VOICE.sound()[:32000])
    (tmp_path / "clip.mp4").write_text(f"ffconcat version 1.0\nfile {tmp_path}/other.mp4\n", "utf-8")
    with pytest.raises(BadInput):
        judge_clip(tmp_path / "clip.mp4", folder)


def test_the_opening_is_the_area_within_the_lips() -> None:
    portrait = fake_portrait(256)
    rest = np.frombuffer(portrait.rgb, np.uint8).reshape(256, 256, 3)
    points = np.array(portrait.landmarks)
    gauge = Gauge(Model(rest, points, np.full((256, 256), 255, np.uint8)))
    seen, painted = [], []
    for patch in portrait.mouths:
        face = rest.copy()
        inside = np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3)
        face[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = inside
        lips = np.array(patch.landmarks[60:68], np.float32)
        seen.append(gauge.glance(face, np.eye(2, 3)).opening)
        painted.append(cv2.contourArea(lips) / np.ptp(points[48:60, 0]) ** 2)
    assert np.corrcoef(seen, painted)[0, 1] > 0.97
    assert seen[MOUTH_SHAPES.index("A")] < 0.02
    assert seen[MOUTH_SHAPES.index("X")] == 0
