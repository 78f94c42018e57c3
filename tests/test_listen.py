"""What is said in a voice message or a round video is written down, answered, and shown to whoever said it."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import imageio_ffmpeg
import pytest

from pipeline.backends import open_backend
from pipeline.config import ListenerSpec, SoundServer
from pipeline.errors import ConfigInvalid, SoundMissing, SoundTooLong, SoundUnreadable, StageFailed
from pipeline.lanes import open_lanes
from pipeline.listen.hearing import RATE_HZ, heard, tidied
from pipeline.stages import Listener
from tests.fakes import sound_server
from tests.fakes.desk import open_fake_app  # noqa: F401 - what the adapters' tests open
from tests.fakes.discord_server import DM, ME
from tests.fakes.sound_server import Manner, encoded, serving, wav_of
from tests.fakes.speech import speech_of
from tests.test_discord import bot as discord_bot
from tests.test_discord import server as discord  # noqa: F401 - a fixture
from tests.test_discord import summoned as discord_summoned
from tests.test_telegram import bot as telegram_bot
from tests.test_telegram import server as telegram  # noqa: F401 - a fixture
from tests.test_telegram import summoned as telegram_summoned

SAID = "What is the time now, my dear old friend?"
WAV = sound_server.spoken(SAID, "wav")
OGG = encoded(WAV, "-c:a", "libopus", "-f", "ogg")


def made(*arguments: str) -> bytes:
    """A file of ffmpeg's own making, as a phone would record it."""
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error"]
    return subprocess.run([*program, *arguments, "pipe:1"], capture_output=True, check=True).stdout


def video(folder: Path, seconds: int = 2, *, sound: bool) -> bytes:
    """A round video, its index at the end as many phones write it."""
    path = folder / "note.mp4"
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=384x384:r=25:d={seconds}")
    tone = ("-f", "lavfi", "-i", f"sine=440:d={seconds}") if sound else ()
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
    how = ("-pix_fmt", "yuv420p", "-preset", "ultrafast", "-b:v", "6M")
    subprocess.run([*program, *picture, *tone, *how, str(path)], check=True)
    return path.read_bytes()


def half_an_hour() -> bytes:
    return made("-f", "lavfi", "-i", "sine=440:r=8000:d=1800", "-c:a", "flac", "-f", "flac")


@asynccontextmanager
async def listening(manner: Manner | None = None, longest_s: float = 60.0) -> AsyncIterator[tuple[Listener, object]]:
    async with serving(manner) as server, open_lanes(1) as lanes:
        spec = ListenerSpec(backend="openai", longest_s=longest_s, servers=(at(server.base),))
        async with open_backend("listener", spec, lanes) as listener:
            yield listener, server


def at(base: str) -> SoundServer:
    return SoundServer(name="ears", base_url=base, model="whisper-1", timeout_s=1.0)


@pytest.mark.parametrize(
    "how", [(), ("-c:a", "libopus", "-f", "ogg"), ("-f", "mp3"), ("-f", "flac"), ("-ac", "2", "-f", "wav")]
)
async def test_any_sound_file_reaches_the_model_as_plain_sound(how: tuple[str, ...]) -> None:
    pcm = await heard(encoded(WAV, *how) if how else WAV, 60.0)

    assert len(pcm) / 2 / RATE_HZ == pytest.approx(
        speech_of("What is the time now, my dear old friend?").seconds, abs=0.1
    )


async def test_a_voice_message_is_written_down() -> None:
    async with listening(Manner(text="  What is\ntime?  ")) as (listener, server):
        text = await listener.transcribe(OGG, "de-AT")

    assert text == "What is time?"
    assert server.asked[0].body["language"] == "de"
    assert server.asked[0].body["file"].startswith(b"RIFF")


async def test_a_language_that_is_not_known_is_not_told() -> None:
    async with listening() as (listener, server):
        await listener.transcribe(OGG, "")

    assert "language" not in server.asked[0].body


async def test_a_round_video_with_its_index_at_the_end_is_heard(tmp_path: Path) -> None:
    content = video(tmp_path, 6, sound=True)
    assert content.index(b"moov") > 1_000_000

    assert len(await heard(content, 60.0)) / 2 / RATE_HZ == pytest.approx(6.0, abs=0.2)


async def test_a_video_without_sound_is_one_clear_error(tmp_path: Path) -> None:
    async with listening() as (listener, server):
        with pytest.raises(SoundMissing):
            await listener.transcribe(video(tmp_path, sound=False), "")

    assert server.asked == []


async def test_half_an_hour_is_refused_and_sent_nowhere() -> None:
    async with listening(longest_s=90.0) as (listener, server):
        with pytest.raises(SoundTooLong) as refused:
            await listener.transcribe(half_an_hour(), "")

    assert refused.value.minutes == "1.5"
    assert server.asked == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(5000),
        b"garbage" * 999,
        OGG[:40],
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
    ],
    ids=["empty", "zeros", "garbage", "cut short", "a playlist", "a list of files"],
)
async def test_what_is_no_sound_is_one_clear_error(content: bytes) -> None:
    with pytest.raises((SoundUnreadable, SoundMissing)):
        await heard(content, 60.0)


@pytest.mark.parametrize("pcm", [bytes(64_000), b"\x05\x00" * 32_000, b"\x00\x20" * 100])
async def test_silence_is_not_sent_anywhere(pcm: bytes) -> None:
    async with listening() as (listener, server):
        assert await listener.transcribe(wav_of(pcm, 16_000), "") == ""

    assert server.asked == []


@pytest.mark.parametrize("manner", [Manner(status=500), Manner(status=401), Manner(hangs=True)])
async def test_a_server_that_fails_fails_the_stage(manner: Manner) -> None:
    async with listening(manner) as (listener, _):
        with pytest.raises(StageFailed):
            await listener.transcribe(OGG, "")


def test_what_models_write_for_silence_is_left_out() -> None:
    assert tidied("<|startoftranscript|><|en|> [BLANK_AUDIO]\n Hello  there. ") == "Hello there."


async def test_ears_without_a_server_are_said_at_the_start() -> None:
    async with open_lanes(1) as lanes:
        with pytest.raises(ConfigInvalid, match=r"\[listener\]"):
            async with open_backend("listener", ListenerSpec(backend="openai"), lanes):
                pass


# --------------------------------------------------------------------------------------------------- end to end


async def test_telegram_hears_answers_and_shows_what_it_heard(telegram, tmp_path) -> None:  # noqa: F811
    async with listening() as (listener, _), telegram_bot(telegram, tmp_path, listener=listener) as running:
        await telegram_summoned(telegram)
        voice = {"file_id": telegram.file(OGG, "voice"), "file_unique_id": "u", "duration": 2}
        await telegram.until("sendMessage", 2)
        await telegram.deliver(message=telegram.message(voice=voice))
        words = await telegram.until("sendMessage", 3)

    assert running.app.stages.writer.reply_script.calls[0][2].text == "What is time?"
    assert "Heard: “What is time?”" in words["text"]


async def test_telegram_hears_a_round_video(telegram, tmp_path) -> None:  # noqa: F811
    async with listening() as (listener, server), telegram_bot(telegram, tmp_path / "bot", listener=listener):
        await telegram_summoned(telegram)
        await telegram.deliver(message=telegram.message(video_note=note(telegram, video(tmp_path, sound=True))))
        await telegram.until("sendVideoNote", 2)

    assert len(server.asked) == 1


def note(telegram, content: bytes, **more: object) -> dict[str, object]:  # noqa: F811
    """What Telegram delivers for a voice message or a round video."""
    return {"file_id": telegram.file(content, "note"), "file_unique_id": "u", "duration": 2, "length": 384, **more}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("video_note", "no sound"), ("voice", "1.5 min"), ("audio", "20 MB")],
    ids=["a video without sound", "half an hour", "too large to fetch"],
)
async def test_telegram_says_what_is_wrong_with_a_recording(telegram, tmp_path, kind, expected) -> None:  # noqa: F811
    content = video(tmp_path, sound=False) if kind == "video_note" else half_an_hour()
    async with (
        listening(longest_s=90.0) as (listener, server),
        telegram_bot(telegram, tmp_path / "bot", listener=listener),
    ):
        await telegram_summoned(telegram)
        await telegram.until("sendMessage", 2)
        size = {"file_size": 21 * 2**20} if kind == "audio" else {}
        await telegram.deliver(message=telegram.message(**{kind: note(telegram, content, **size)}))
        told = await telegram.until("sendMessage", 3)

    assert expected in told["text"]
    assert server.asked == []


async def test_discord_hears_answers_and_shows_what_it_heard(discord, tmp_path) -> None:  # noqa: F811
    about = {"duration_secs": 2.0, "waveform": "AAAA"}
    async with listening() as (listener, _), discord_bot(discord, tmp_path, listener=listener) as running:
        await discord_summoned(discord)
        voice = discord.attachment(OGG, "voice.ogg", "audio/ogg", **about)
        await discord.say(f"<@{ME['id']}>", attachments=[voice], flags=1 << 13)
        answer = await discord.until("webhook send", 2)

    assert running.app.stages.writer.reply_script.calls[0][2].text == "What is time?"
    assert "-# Heard: “What is time?”" in answer.body["content"]


async def test_discord_says_what_is_wrong_with_a_recording(discord, tmp_path) -> None:  # noqa: F811
    about = {"duration_secs": 2.0, "waveform": "AAAA"}
    async with listening() as (listener, server), discord_bot(discord, tmp_path, listener=listener):
        await discord_summoned(discord, DM)
        voice = discord.attachment(b"garbage" * 99, "voice.ogg", "audio/ogg", **about)
        await discord.say("", channel=DM, attachments=[voice], flags=1 << 13)
        told = await discord.until("sent", 2)

    assert "cannot be read" in told.body["content"]
    assert server.asked == []
