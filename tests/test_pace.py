from pipeline.pace import GAP_SECONDS, LEAD_SECONDS, pace
from pipeline.types import Phone, Speech

RATE = 22050


def spoken(seconds, phones=()):
    return Speech("x", b"\1\0" * round(seconds * RATE), RATE, phones)


def test_a_sentence_fills_whole_frames():
    assert len(pace(spoken(1.2345), 25, first=True).pcm) // 2 % (RATE // 25) == 0


def test_phones_move_with_the_sound():
    paced = pace(spoken(1.0, (Phone("a", 0.1, 0.9),)), 25, first=True)
    assert [(p.symbol, round(p.start, 3)) for p in paced.phones] == [
        ("", 0.0),
        ("a", round(LEAD_SECONDS + 0.1, 3)),
        ("", LEAD_SECONDS + 1),
    ]
    assert paced.phones[-1].end == paced.seconds


def test_a_breath_follows_every_sentence():
    paced = pace(spoken(1.0), 25, first=False)
    assert GAP_SECONDS <= paced.seconds - 1.0 < GAP_SECONDS + 1 / 25
    assert paced.pcm.startswith(b"\1\0")


def test_nothing_spoken_still_fills_a_frame():
    assert pace(Speech("", b"", RATE), 25, first=False).seconds >= 1 / 25
