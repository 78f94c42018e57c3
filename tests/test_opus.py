import asyncio
import struct
import subprocess
import wave

import pytest

from pipeline.errors import StageFailed
from pipeline.ffmpeg import find_ffmpeg
from pipeline.sound.opus import voice_note


def wav(path, seconds, rate=22050):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(
            b"".join(struct.pack("<h", 9000 if i // 50 % 2 else -9000) for i in range(round(seconds * rate)))
        )
    return path.read_bytes()


def decoded(note):
    command = [find_ffmpeg(), "-v", "error", "-i", "-", "-f", "s16le", "-ar", "48000", "-ac", "1", "-"]
    return subprocess.run(command, input=note, capture_output=True, check=True).stdout


async def test_a_sound_becomes_a_voice_note_of_its_length(tmp_path):
    note = await voice_note(wav(tmp_path / "a.wav", 1.5))
    assert note.startswith(b"OggS")
    assert len(decoded(note)) / 2 / 48000 == pytest.approx(1.5, abs=0.05)


async def test_what_is_no_sound_is_one_sentence():
    with pytest.raises(StageFailed, match="could not read"):
        await voice_note(b"no sound at all")


async def test_cancelling_ends_ffmpeg(tmp_path):
    task = asyncio.create_task(voice_note(wav(tmp_path / "a.wav", 30)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
