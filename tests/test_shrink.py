import subprocess

import pytest

from pipeline.errors import StageFailed
from pipeline.ffmpeg import find_ffmpeg
from pipeline.shrink import shrink
from pipeline.types import Clip


@pytest.fixture(scope="module")
def wasteful(tmp_path_factory):
    """Two seconds that waste bits."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=s=256x256:r=25", "-f", "lavfi", "-i", "sine"]
    codec = ["-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "5", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([find_ffmpeg(), "-v", "error", *source, *codec, str(path)], check=True, timeout=60)
    return Clip(path.read_bytes(), b"", 256, 256, 2.0)


async def test_a_clip_gets_as_small_as_it_must(wasteful):
    most = len(wasteful.mp4) // 2
    smaller = await shrink(wasteful, most)
    assert len(smaller.mp4) <= most
    assert smaller.mp4[4:8] == b"ftyp"
    assert smaller.seconds == 2.0


async def test_an_encoder_that_overshoots_is_asked_for_less(wasteful, monkeypatch):
    monkeypatch.setattr("pipeline.shrink.MARGINS", (3.0, 0.8))
    most = len(wasteful.mp4) // 4
    smaller = await shrink(wasteful, most)
    assert len(smaller.mp4) <= most


async def test_what_would_be_mush_is_not_made(wasteful):
    assert await shrink(wasteful, 10_000) is None


async def test_what_is_no_clip_is_one_sentence():
    with pytest.raises(StageFailed, match="smaller"):
        await shrink(Clip(b"no clip", b"", 2, 2, 1.0), 1_000_000)
