"""Whatever is said by whatever face: a good clip or one clear error, never a green frame."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.animate import warp
from pipeline.animate.plan import plan
from pipeline.config import AnimatorSpec
from pipeline.errors import StageFailed
from pipeline.ffmpeg import find_ffmpeg
from pipeline.joining import join
from pipeline.lanes import open_lanes
from pipeline.pace import pace
from pipeline.paint.guides import read_guide
from pipeline.types import Clip, Phone, Portrait, Speech
from tests.fakes.portraits import fake_portrait
from tests.test_plan import SENTENCE, spoken

SMALL = fake_portrait(256)


async def clip_of(portrait: Portrait, speech: Speech) -> Clip:
    paced = pace(speech, 25, first=True)
    async with open_lanes() as lanes, warp.open(AnimatorSpec(), lanes) as animator:
        take = await animator.animate(portrait, paced, plan(paced))
        return await join([take], [paced], lanes)


def decoded(clip: Clip) -> tuple[np.ndarray, np.ndarray]:
    """Frames at an eighth of their size, (n, h, w, 3) RGB, and the sound at 48 kHz."""
    command = [find_ffmpeg(), "-v", "error", "-i", "pipe:0"]
    small = ["-vf", f"scale={clip.width // 8}:{clip.height // 8}:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    heard = ["-map", "0:a", "-f", "s16le", "-ar", "48000", "-ac", "1"]
    frames, sound = (
        subprocess.run([*command, *wanted, "-"], input=clip.mp4, capture_output=True, check=True).stdout
        for wanted in (small, heard)
    )
    shape = (-1, clip.height // 8, clip.width // 8, 3)
    return np.frombuffer(frames, np.uint8).reshape(shape).astype(int), np.frombuffer(sound, "<i2") / 32768


def assert_good(clip: Clip, portrait: Portrait, speech: Speech) -> None:
    frames, sound = decoded(clip)
    painted = np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)
    small = cv2.resize(painted, (clip.width // 8, clip.height // 8), interpolation=cv2.INTER_AREA).astype(int)
    assert len(frames) / 25 >= speech.seconds
    assert abs(len(frames) / 25 - sound.size / 48000) <= 1 / 25
    assert np.abs(frames - small).mean((1, 2, 3)).max() < 14
    assert np.abs(sound).max() <= 1


def pcm(samples: np.ndarray) -> bytes:
    return np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def voice(rate_hz: int, seconds: float = 1.0, loud: float = 0.2) -> Speech:
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    syllables = np.clip(np.sin(2 * np.pi * 4 * at), 0, 1) * np.sign(np.sin(2 * np.pi * 140 * at))
    phones = tuple(Phone("ɑ", k / 4, k / 4 + 0.125) for k in range(int(4 * seconds)))
    return Speech("ah ah ah", pcm(loud * syllables), rate_hz, phones)


SPEECHES = {
    "no speech at all": Speech("", b"", 22050),
    "half a sample": Speech("", b"\1", 22050),
    "one phone": spoken(("ɑ", 0.3)),
    "one plosive": spoken(("p", 0.05)),
    "a minute": voice(16000, 60.0),
    "silence": Speech("hello there", bytes(2 * 22050), 22050),
    "silence with phones": Speech("ah", bytes(2 * 22050), 22050, (Phone("ɑ", 0.2, 0.8),)),
    "clipped": voice(22050, loud=40.0),
    "very quiet": voice(22050, loud=0.0003),
    "8 kHz": voice(8000),
    "48 kHz": voice(48000),
    "phones beyond its end": replace(voice(16000), phones=(Phone("m", 0.9, 7.0), Phone("ɑ", 8.0, 9.0))),
    "no phones": replace(voice(22050), phones=()),
}


@pytest.mark.parametrize("name", SPEECHES)
async def test_any_speech_makes_a_good_clip(name: str) -> None:
    assert_good(await clip_of(SMALL, SPEECHES[name]), SMALL, SPEECHES[name])


async def test_quiet_and_clipped_voices_open_the_mouth_as_a_plain_one_does() -> None:
    jaws = [max(pose.jaw for pose in plan(SPEECHES[name]).poses) for name in ("very quiet", "clipped", "48 kHz")]
    assert min(jaws) > 0.4
    assert max(jaws) - min(jaws) < 0.15


def resized(side: int) -> Portrait:
    plain = fake_portrait(256, atlas=False, matte=False)
    rgb = np.frombuffer(plain.rgb, np.uint8).reshape(256, 256, 3)
    rgb = cv2.resize(rgb, (side, side), interpolation=cv2.INTER_AREA if side < 256 else cv2.INTER_CUBIC)
    return Portrait(side, side, rgb.tobytes(), tuple((x * side / 256, y * side / 256) for x, y in plain.landmarks))


def moved(x: float = 0.0, y: float = 0.0, narrow: float = 1.0) -> Portrait:
    plain = resized(256)
    return replace(plain, landmarks=tuple((128 + (px - 128) * narrow + x, py + y) for px, py in plain.landmarks))


def see_through() -> Portrait:
    """An upload of which only the thing itself is there."""
    plain = fake_portrait(256)
    rgb = np.frombuffer(plain.rgb, np.uint8).reshape(256, 256, 3)
    matte = np.frombuffer(plain.matte or b"", np.uint8).reshape(256, 256)
    file = io.BytesIO()
    Image.fromarray(np.dstack((rgb, matte))).save(file, "PNG")
    picture = read_guide(file.getvalue(), 256)
    share = picture[..., 3:] / 255
    flat = np.round(picture[..., :3] * share + 120 * (1 - share)).astype(np.uint8)
    return Portrait(256, 256, flat.tobytes(), plain.landmarks, matte=picture[..., 3].tobytes(),
                    backdrop=bytes([120]) * 3 * 65536)  # fmt: skip


PORTRAITS = {
    "64 pixels": lambda: resized(64),
    "2048 pixels": lambda: resized(2048),
    "alpha": see_through,
    "profile": lambda: moved(narrow=0.25),
    "face at the left border": lambda: moved(x=-75),
    "face at the lower border": lambda: moved(y=60),
    "face beyond the border": lambda: moved(x=90, y=-70),
}


@pytest.mark.parametrize("name", PORTRAITS)
async def test_any_portrait_makes_a_good_clip(name: str) -> None:
    portrait = PORTRAITS[name]()
    assert_good(await clip_of(portrait, SENTENCE), portrait, SENTENCE)


@pytest.mark.parametrize(
    "points",
    [((128.0, 128.0),) * 68, tuple((float(k), 128.0) for k in range(68)), ((float("nan"), 1.0),) * 68, ()],
    ids=["a point", "a line", "nowhere", "none"],
)
async def test_landmarks_that_are_no_face_are_one_clear_error(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(StageFailed, match="landmarks"):
        await clip_of(replace(resized(256), landmarks=points), SENTENCE)
