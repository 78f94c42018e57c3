"""Clips of a fake portrait whose every movement is known, for tests of the judge."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pipeline.ffmpeg import find_ffmpeg
from pipeline.types import Portrait
from tests.fakes.portraits import CANVAS, MOUTH_AT, fake_portrait

RATE_HZ = 16_000
FPS = 25
SIZE = 128


@dataclass(frozen=True)
class FakeVoice:
    """Syllables: when each peaks, how wide it is and how loud."""

    seconds: float
    peaks: tuple[float, ...]
    widths: tuple[float, ...]
    levels: tuple[float, ...]

    def level(self, times: np.ndarray) -> np.ndarray:
        """Loudness at any moment, 0 to about 1."""
        bumps = [
            level * np.cos(np.pi * np.clip((times - peak) / width, -0.5, 0.5)) ** 2
            for peak, width, level in zip(self.peaks, self.widths, self.levels, strict=True)
        ]
        return np.max(bumps, axis=0)

    def sound(self) -> np.ndarray:
        """A buzz of that loudness."""
        times = np.arange(round(self.seconds * RATE_HZ)) / RATE_HZ
        buzz = sum(np.sin(2 * np.pi * 130 * k * times) / k for k in range(1, 12))
        return 0.3 * self.level(times) * buzz


def fake_voice(seconds: float, seed: int = 1) -> FakeVoice:
    """Phrases of syllables at about five a second with rests between them."""
    rng = np.random.default_rng(seed)
    peaks, widths, levels = [], [], []
    now, left = 0.5, 7
    while now < seconds - 0.8:
        width = rng.uniform(0.14, 0.3)
        peaks.append(now)
        widths.append(width * 1.1)
        levels.append(rng.uniform(0.4, 1.0))
        now += width
        left -= 1
        if left == 0:
            now, left = now + 0.7, int(rng.integers(5, 10))
    return FakeVoice(seconds, tuple(peaks), tuple(widths), tuple(levels))


def opening_of(voice: FakeVoice, late_s: float = 0.0) -> np.ndarray:
    """A mouth that follows the loudness, so much later."""
    return voice.level(np.arange(round(voice.seconds * FPS)) / FPS - late_s)


def draw(
    opening: np.ndarray,
    *,
    lids: np.ndarray | None = None,
    sway: float = 0.0,
    blur: float = 0.0,
    flicker: float = 0.0,
    soft: float = 0.0,
    portrait: Portrait | None = None,
    seed: int = 2,
) -> list[np.ndarray]:
    """Frames of a portrait: mouth open from 0 to 1, lids from 0 to 1, a head that sways, and what spoils a clip."""
    sitter = portrait or fake_portrait(SIZE)
    size, scale = sitter.width, sitter.width / CANVAS
    rest = _image(sitter.rgb, sitter)
    matte = np.frombuffer(sitter.matte or b"", np.uint8).reshape(size, size, 1) / 255
    behind = _image(sitter.backdrop or b"", sitter)
    rng = np.random.default_rng(seed)
    cx, cy = MOUTH_AT[0] * scale, MOUTH_AT[1] * scale
    frames = []
    for i, amount in enumerate(opening):
        face = rest.copy()
        if amount > 0.02:
            axes = round(40 * scale * 16), round((4 + 26 * amount) * scale * 16)
            middle = round(cx * 16), round((cy + 14 * amount * scale) * 16)
            cv2.ellipse(face, middle, axes, 0, 0, 360, (58, 16, 20), -1, cv2.LINE_AA, 4)
        if lids is not None and lids[i] > 0:
            _lower_lids(face, sitter, float(lids[i]))
        if blur:
            face = _blurred(face, (cx, cy), 60 * scale, blur)
        if soft:
            face = cv2.GaussianBlur(face, (0, 0), soft)
        if sway:
            turn = cv2.getRotationMatrix2D((size / 2, size), 1.2 * sway * np.sin(2 * np.pi * 0.9 * i / FPS), 1)
            turn[:, 2] += sway * np.array([2.0, 1.0]) * np.sin(2 * np.pi * 0.6 * i / FPS + 1) * size / 192
            face, cover = cv2.warpAffine(face, turn, (size, size)), cv2.warpAffine(matte, turn, (size, size))
            face = (face * cover[..., None] + behind * (1 - cover[..., None])).astype(np.uint8)
        if flicker:
            noise = rng.normal(0, flicker, (size // 4, size // 4, 1)).repeat(4, 0).repeat(4, 1)
            face = np.clip(face + noise * (1 - matte), 0, 255).astype(np.uint8)
        frames.append(face)
    return frames


def write_clip(
    path: Path, frames: list[np.ndarray], sound: np.ndarray, *, crf: int = 20, sound_late_s: float = 0.0
) -> Path:
    """Encode frames and sound as clips are."""
    height, width = frames[0].shape[:2]
    pcm = path.with_suffix(".pcm")
    pcm.write_bytes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    command = [find_ffmpeg(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"]
    command += ["-r", str(FPS), "-i", "-", "-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", str(pcm)]
    command += ["-c:v", "libx264", "-preset", "superfast", "-crf", str(crf), "-bf", "0"]
    command += ["-pix_fmt", "yuv420p", "-c:a", "aac", str(path)]
    subprocess.run(command, input=b"".join(f.tobytes() for f in frames), check=True, capture_output=True)
    pcm.unlink()
    if sound_late_s:
        whole = path.rename(path.with_name("whole.mp4"))
        command = [find_ffmpeg(), "-v", "error", "-y", "-itsoffset", str(sound_late_s), "-i", str(whole)]
        command += ["-i", str(whole), "-map", "1:v", "-map", "0:a", "-c", "copy", str(path)]
        subprocess.run(command, check=True, capture_output=True)
    return path


def write_sitter(folder: Path, portrait: Portrait) -> Path:
    """Write a portrait's folder as `summon demo` does, as far as the judge reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / "portrait.png"), _image(portrait.rgb, portrait)[..., ::-1])
    facts = json.dumps({"landmarks": [list(p) for p in portrait.landmarks]})
    (folder / "character.json").write_text(facts, "utf-8")
    return folder


def _image(rgb: bytes, portrait: Portrait) -> np.ndarray:
    return np.frombuffer(rgb, np.uint8).reshape(portrait.height, portrait.width, 3).copy()


def _lower_lids(face: np.ndarray, portrait: Portrait, amount: float) -> None:
    closed = portrait.lids[1]
    patch = np.frombuffer(closed.rgb, np.uint8).reshape(closed.height, closed.width, 3)
    edge = round(closed.height * (0.1 + 0.8 * amount))
    face[closed.top : closed.top + edge, closed.left : closed.left + closed.width] = patch[:edge]


def _blurred(face: np.ndarray, middle: tuple[float, float], reach: float, sigma: float) -> np.ndarray:
    soft = cv2.GaussianBlur(face, (0, 0), sigma)
    ys, xs = np.mgrid[: face.shape[0], : face.shape[1]]
    share = np.clip(2 - 2 * np.hypot(xs - middle[0], ys - middle[1]) / reach, 0, 1)[..., None]
    return (soft * share + face * (1 - share)).astype(np.uint8)
