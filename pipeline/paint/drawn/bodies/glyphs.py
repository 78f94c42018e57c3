"""Letters and digits as strokes, and the things that carry them: balls, tiles, calendars."""

from __future__ import annotations

import re

from pipeline.paint.drawn.bodies.shapes import MID, Shape, curve, ellipse, slab
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import apart, darker, lighter, lightness

_STROKES = """
A 06 20 46,14 34|B 00 30 41 42 33 03,33 44 45 36 06 00|C 41 30 10 01 05 16 36 45|D 00 20 41 45 26 06 00
E 40 00 06 46,03 33|F 40 00 06,03 33|G 41 30 10 01 05 16 36 45 43 23|H 00 06,40 46,03 43|I 10 30,20 26,16 36
J 40 45 36 16 05|K 00 06,40 03 46|L 00 06 46|M 06 00 23 40 46|N 06 00 46 40|O 10 30 41 45 36 16 05 01 10
P 06 00 30 41 42 33 03|Q 10 30 41 45 36 16 05 01 10,24 46|R 06 00 30 41 42 33 03,23 46
S 41 30 10 01 02 13 33 44 45 36 16 05|T 00 40,20 26|U 00 05 16 36 45 40|V 00 26 40|W 00 16 23 36 40|X 00 46,40 06
Y 00 23 40,23 26|Z 00 40 06 46|0 10 30 41 45 36 16 05 01 10|1 11 20 26,16 36|2 01 10 30 41 42 06 46
3 01 10 30 41 42 33 13,33 44 45 36 16 05|4 36 30 04 44|5 40 00 03 33 44 45 36 16 05
6 40 20 02 05 16 36 45 44 33 13 04|7 00 40 16|8 13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33
9 43 13 02 01 10 30 41 44 26 06|? 01 10 30 41 42 24,25 26|! 20 24,25 26|+ 21 25,03 43|= 02 42,04 44
# 11 16,31 36,02 42,05 45|& 46 11 10 20 31 05 16 26 44
"""
"""By sign: points on a grid 4 wide and 6 high, x before y; a comma lifts the pen."""
_DIGITS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "hundred": "100", "million": "1000000",
}  # fmt: skip
_SIGNS = {"question mark": "?", "exclamation mark": "!", "hashtag": "#", "ampersand": "&", "plus": "+", "minus": "="}


def strokes() -> dict[str, tuple[tuple[tuple[int, int], ...], ...]]:
    """Every sign and its lines on the grid."""
    rows = (row.partition(" ") for row in _STROKES.strip().replace("\n", "|").split("|"))
    return {
        sign: tuple(tuple((int(pair[0]), int(pair[1])) for pair in line.split()) for line in lines.split(","))
        for sign, _, lines in rows
    }


def written(s: Sheet, text: str, cx: float, cy: float, high: float, colour: str, weight: float = 0.17) -> None:
    """Write signs in a row around a point; what has no sign is left out."""
    table = strokes()
    signs = [sign for sign in text if sign in table]
    step = high * 0.86
    for at, sign in enumerate(signs):
        left = cx + (at - (len(signs) - 1) / 2) * step - high / 3
        for points in table[sign]:
            knots = [(left + x * high / 6, cy - high / 2 + y * high / 6) for x, y in points]
            s.line(curve(knots, closed=False, reach=0.24), colour, high * weight)


def sign_of(text: str) -> str:
    """What a description that is about a sign shows: `7` of `the number seven`, `A` of `the letter A`."""
    lower = text.lower()
    sign = next((sign for words, sign in _SIGNS.items() if words in lower), "")
    number = re.search(r"\b\d{1,3}\b", lower)
    letter = re.search(r"\bletter ([a-z])\b", lower)
    word = next((digit for name, digit in _DIGITS.items() if re.search(rf"\b{name}\b", lower)), "")
    return sign or (number[0] if number else "") or (letter[1].upper() if letter else "") or word


def ball_with_sign(s: Sheet, *, sign: str = "8") -> None:
    """A billiard ball with its number."""
    s.upright()
    s.surface(ellipse(MID, 264, 222, 220), s.main, "plastic", volume=1.2)
    s.part(ellipse(MID, 118, 76, 66), "#fbf7ee", "plastic", volume=0.3)
    written(s, sign, MID, 118, 88 if len(sign) < 2 else 66, "#26232b")
    s.face(MID, 300, 222)


def tile(s: Sheet, *, sign: str = "A") -> None:
    """A wooden tile with a letter."""
    s.upright()
    wood = s.own("#ecd6a4")
    s.surface(slab(60, 40, 464, 500, 34), darker(wood, 0.32), "wood")
    s.surface(slab(52, 20, 456, 478, 34), wood, "wood", volume=0.7)
    written(s, sign, 176, 112, 128, darker(wood, 0.66))
    s.line(slab(70, 38, 438, 460, 26), lighter(wood, 0.4), 4, 0.6)
    s.face(MID + 6, 312, 216, skin=wood, material="wood")


def label(s: Sheet, text: str, box: tuple[float, float, float, float], colour: str) -> None:
    """A word on a plate, in a colour that can be read on it."""
    left, top, right, bottom = box
    plate: Shape = slab(left, top, right, bottom, 10)
    s.part(plate, colour, "plastic", volume=0.3)
    tint = apart(lighter(colour, 0.85) if lightness(colour) < 0.6 else darker(colour, 0.7), colour)
    high = min(0.62 * (bottom - top), (right - left) / (0.95 * max(1, len(text))))
    written(s, text, (left + right) / 2, (top + bottom) / 2, high, tint)
