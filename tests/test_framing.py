from __future__ import annotations

import numpy as np
import pytest

from pipeline.animate.puppet import Puppet
from pipeline.framing import Framing, framed, subtitles
from pipeline.types import MOUTH_SHAPES, Portrait, Pose
from tests.fakes.portraits import fake_portrait

WIDE = Pose(tuple(float(shape == "D") for shape in MOUTH_SHAPES), yaw_deg=4.0, blink=1.0, brow=1.0)


def picture(portrait: Portrait) -> np.ndarray:
    return np.frombuffer(portrait.rgb, np.uint8).reshape(portrait.height, portrait.width, 3)


def test_a_note_is_square_with_the_face_inside_its_circle() -> None:
    note = framed(fake_portrait(), Framing.NOTE)
    assert note.width == note.height < 512
    middle = note.width / 2
    assert max(np.hypot(x - middle, y - middle) for x, y in note.landmarks) < 1.05 * middle


def test_tall_is_nine_by_sixteen_around_the_face() -> None:
    tall = framed(fake_portrait(), Framing.TALL)
    assert tall.width / tall.height == pytest.approx(9 / 16, abs=0.01)
    xs = [x for x, _ in tall.landmarks]
    assert (min(xs) + max(xs)) / 2 == pytest.approx(tall.width / 2, abs=1)


def test_whole_is_the_portrait_itself() -> None:
    assert framed(fake_portrait(), Framing.WHOLE) is fake_portrait()


@pytest.mark.parametrize("framing", [Framing.NOTE, Framing.TALL])
@pytest.mark.parametrize("atlas", [True, False])
def test_a_framed_portrait_is_a_whole_portrait(framing: Framing, atlas: bool) -> None:
    portrait = framed(fake_portrait(256, atlas=atlas), framing)
    assert len(portrait.rgb) == 3 * portrait.width * portrait.height
    assert len(portrait.matte or b"") == portrait.width * portrait.height
    frame = Puppet(portrait).draw(WIDE)
    assert frame.std() > 10


def test_cropping_moves_pixels_and_landmarks_together() -> None:
    whole, note = fake_portrait(), framed(fake_portrait(), Framing.NOTE)
    x, y = (int(v) for v in whole.landmarks[30])
    u, v = (int(w) for w in note.landmarks[30])
    assert (picture(whole)[y - 9 : y + 9, x - 9 : x + 9] == picture(note)[v - 9 : v + 9, u - 9 : u + 9]).all()


def test_subtitles_hold_times_and_obey_no_text() -> None:
    text = subtitles([("Hello {\\b1} there,\nyou", 0.0, 1.5), ("Second", 61.25, 62.0), ("never", 2.0, 2.0)], 512, 512)
    assert "0:00:00.00,0:00:01.50,Said,Hello (/b1) there, you" in text
    assert "0:01:01.25" in text
    assert "never" not in text


def test_long_subtitles_are_broken_into_lines() -> None:
    text = subtitles([("word " * 30, 0.0, 5.0)], 512, 512)
    assert all(len(line) <= 40 for line in text.splitlines()[-1].split("Said,")[1].split("\\N"))
