from __future__ import annotations

import io
import os
import signal
import subprocess
import threading
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline import encode, joining
from pipeline.errors import StageFailed
from pipeline.ffmpeg import find_ffmpeg
from pipeline.framing import subtitles
from pipeline.lanes import Stop, Stopped, open_lanes
from pipeline.sound import loudness
from pipeline.sound.soundtrack import Recorder, encoded
from pipeline.types import Speech, Take

SIDE = 64
OPEN_FILES = Path("/proc/self/fd")
GREY = bytes([120]) * (SIDE * SIDE) + bytes([128]) * (SIDE * SIDE // 2)


def tone(seconds: float, amplitude: float = 0.1, rate_hz: int = 22050) -> Speech:
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    return Speech("x", (amplitude * 32767 * np.sin(2 * np.pi * 440 * t)).astype("<i2").tobytes(), rate_hz)


def take_of(frames: int, fps: int = 25) -> Take:
    with encode.open_encoder(SIDE, SIDE, fps) as encoder:
        for k in range(frames):
            encoder.write(bytes([40 + k % 150]) * (SIDE * SIDE) + GREY[SIDE * SIDE :])
        return Take(encoder.finish(), SIDE, SIDE, fps, frames)


def decoded(mp4: bytes, *options: str) -> bytes:
    command = [find_ffmpeg(), "-v", "error", "-i", "pipe:0", *options, "pipe:1"]
    return subprocess.run(command, input=mp4, capture_output=True, check=True).stdout


def described(mp4: bytes) -> str:
    command = [find_ffmpeg(), "-hide_banner", "-i", "pipe:0"]
    return subprocess.run(command, input=mp4, capture_output=True, check=False).stderr.decode()


def test_a_take_begins_with_parameter_sets_and_has_every_frame() -> None:
    take = take_of(7)
    assert take.h264[4] & 31 == 7
    frames = decoded(take.h264, "-f", "rawvideo")
    assert len(frames) == 7 * len(GREY)
    assert abs(frames[0] - 40) <= 2
    assert abs(frames[6 * len(GREY)] - 46) <= 2


def test_a_frame_of_the_wrong_size_is_refused() -> None:
    with encode.open_encoder(SIDE, SIDE, 25) as encoder, pytest.raises(ValueError, match="6144 bytes"):
        encoder.write(b"\0")


def test_odd_sides_are_refused_in_a_sentence() -> None:
    with pytest.raises(StageFailed, match="even sides"), encode.open_encoder(65, 64, 25):
        pass


def test_an_ffmpeg_that_dies_is_one_clear_error() -> None:
    with encode.open_encoder(SIDE, SIDE, 25) as encoder:
        os.kill(encoder._process.pid, signal.SIGKILL)
        encoder._process.wait()
        with pytest.raises(StageFailed, match="could not encode") as failed:
            encoder.write(GREY)
    assert failed.value.retryable


def test_what_ffmpeg_complains_of_reaches_the_operator() -> None:
    with encode.open_encoder(SIDE, SIDE, 25, preset="ultrasloth") as encoder:
        with suppress(StageFailed):
            encoder.write(GREY)
        with pytest.raises(StageFailed, match=r"ffmpeg could not encode: (?!it said nothing)"):
            encoder.finish()


def test_whoever_waits_for_a_stuck_ffmpeg_can_be_stopped() -> None:
    stop = Stop()
    with encode.open_encoder(2048, 2048, 25) as encoder:
        os.kill(encoder._process.pid, signal.SIGSTOP)
        timer = threading.Timer(0.1, stop.set)
        timer.start()
        with pytest.raises(Stopped):
            encoder.write(bytes(encoder._frame_bytes), stop)
        timer.join()
        with pytest.raises(Stopped):
            encoder.finish(stop)
    assert encoder._process.poll() is not None


def test_leaving_the_block_early_ends_ffmpeg() -> None:
    with encode.open_encoder(SIDE, SIDE, 25) as encoder:
        encoder.write(GREY)
    assert encoder._process.poll() is not None
    assert not [t for t in threading.enumerate() if t.name == "ffmpeg-drain"]


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("seconds", [0.0, 0.013, 1.0, 2.345])
def test_a_fitted_speech_is_a_whole_number_of_frames(rate_hz: int, seconds: float) -> None:
    speech = encode.fit(tone(seconds, rate_hz=rate_hz), 25)
    frames = speech.seconds * 25
    assert abs(frames - round(frames)) < 1e-6
    assert frames >= max(2, seconds * 25)
    assert encode.fit(speech, 25) == speech


def test_a_joiner_that_is_ended_meanwhile_costs_no_clip() -> None:
    speech = encode.fit(tone(1.0), 25)
    with closing(joining.Joiner(25)) as joiner:
        joiner.add(take_of(encode.frames_of(speech, 25)))
        os.kill(joiner._joining._process.pid, signal.SIGKILL)
        clip = joiner.finish([speech], None, Stop())
    assert len(decoded(clip.mp4, "-map", "0:v", "-f", "rawvideo")) == 25 * len(GREY)


async def test_joining_keeps_every_frame_and_sound_as_long_as_the_picture() -> None:
    speeches = [encode.fit(tone(s), 25) for s in (1.01, 0.03, 2.0)]
    takes = [take_of(encode.frames_of(s, 25)) for s in speeches]
    async with open_lanes() as lanes:
        clip = await joining.join(takes, speeches, lanes)
    frames = sum(take.frames for take in takes)
    assert clip.seconds == pytest.approx(frames / 25)
    assert len(decoded(clip.mp4, "-map", "0:v", "-f", "rawvideo")) == frames * len(GREY)
    sound = decoded(clip.mp4, "-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000")
    assert abs(len(sound) / 2 / 48000 - frames / 25) < 1 / 25
    about = described(clip.mp4)
    assert "h264 (High)" in about
    assert "yuv420p" in about
    assert "25 fps" in about
    assert "aac" in about
    assert clip.mp4.index(b"moov") < clip.mp4.index(b"mdat")
    assert Image.open(io.BytesIO(clip.poster)).size == (SIDE, SIDE)


@pytest.mark.parametrize("amplitude", [0.003, 0.1, 0.9])
async def test_a_clip_plays_at_sixteen_lufs_however_loud_the_voice_was(amplitude: float) -> None:
    speech = encode.fit(tone(2.0, amplitude), 25)
    async with open_lanes() as lanes:
        clip = await joining.join([take_of(50)], [speech], lanes)
    sound = decoded(clip.mp4, "-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000")
    samples = np.frombuffer(sound, "<i2") / 32768
    assert loudness.loudness_lufs(samples, 48000) == pytest.approx(-16, abs=0.6)


def test_sound_that_is_recorded_sentence_by_sentence_is_that_of_the_whole_reply() -> None:
    speeches = [tone(1.0), tone(0.7, 0.3, 16000), tone(0.5)]
    frames = [encode.frames_of(speech, 25) for speech in speeches]
    with closing(Recorder(25)) as recorder:
        for speech, count in zip(speeches, frames, strict=True):
            recorder.add(speech, count)
        track = recorder.finish(Stop())
    assert track == encoded(speeches, frames, 25, Stop())
    assert track.frames == tuple(frames)
    heard = decoded(track.m4a, "-f", "s16le", "-ac", "1")
    assert len(heard) / 2 / 48000 == pytest.approx(sum(frames) / 25, abs=0.03)


def test_a_recorder_that_is_given_up_leaves_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    recorder = Recorder(25)
    recorder.add(tone(20.0), 500)
    process = recorder._encoding._process
    recorder.close()
    assert process.poll() is not None
    assert list(tmp_path.iterdir()) == []


def test_a_recorder_whose_ffmpeg_dies_says_so() -> None:
    with closing(Recorder(25)) as recorder:
        recorder._encoding._process.kill()
        recorder.add(tone(20.0), 500)
        with pytest.raises(StageFailed, match="could not encode the sound"):
            recorder.finish(Stop())


async def test_takes_that_do_not_fit_are_one_clear_error() -> None:
    speech = encode.fit(tone(0.2), 25)
    async with open_lanes() as lanes:
        with pytest.raises(StageFailed, match="too short"):
            await joining.join([take_of(2)], [encode.fit(tone(1.0), 25)], lanes)
        with pytest.raises(StageFailed, match="differ"):
            await joining.join([take_of(5), take_of(5, fps=30)], [speech, speech], lanes)
        with pytest.raises(StageFailed, match="cannot be joined"):
            await joining.join([], [], lanes)


async def test_a_broken_take_is_one_clear_error_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    broken = Take(b"this is no video", SIDE, SIDE, 25, 5)
    async with open_lanes() as lanes:
        with pytest.raises(StageFailed, match="could not join"):
            await joining.join([broken], [encode.fit(tone(0.2), 25)], lanes)
    assert not list(tmp_path.iterdir())


async def test_subtitles_are_burnt_in_while_they_are_said() -> None:
    speech = encode.fit(tone(1.0), 25)
    async with open_lanes() as lanes:
        clip = await joining.join([take_of(25)], [speech], lanes)
        said = await joining.burn(clip, subtitles([("Hello", 0.4, 1.0)], SIDE, SIDE), lanes)
    plain, shown = (
        np.frombuffer(decoded(mp4, "-map", "0:v", "-f", "rawvideo"), np.uint8).reshape(25, -1).astype(int)
        for mp4 in (clip.mp4, said.mp4)
    )
    changed = np.abs(plain - shown)[:, : SIDE * SIDE].reshape(25, SIDE, SIDE)
    assert changed[20, SIDE // 2 :].max() > 60
    assert changed[2].max() < 20
    assert said.seconds == clip.seconds


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are counted in /proc")
def test_a_joiner_that_is_given_up_leaves_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = len(list(OPEN_FILES.iterdir()))
    joiner = joining.Joiner(25)
    joiner.add(take_of(50))
    process = joiner._joining._process
    joiner.close()
    assert process.poll() is not None
    assert list(tmp_path.iterdir()) == []
    assert len(list(OPEN_FILES.iterdir())) == before


def test_joining_while_takes_are_made_gives_what_joining_at_the_end_does() -> None:
    takes, speeches = [take_of(25), take_of(13)], [tone(1.0), tone(0.5)]
    track = encoded(speeches, [25, 13], 25, Stop())
    clips = []
    for sound in (track, None):
        with closing(joining.Joiner(25)) as joiner:
            for take in takes:
                joiner.add(take)
            clips.append(joiner.finish(speeches, sound, Stop()))
    assert clips[0] == clips[1]
    assert clips[0].seconds == 38 / 25
