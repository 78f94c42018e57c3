"""Works out the small sums that people try a character with."""

from __future__ import annotations

import ast
import functools
import operator
import re
from collections.abc import Callable
from fractions import Fraction

from pipeline.write.improvise.tables import table

_LONGEST = 80
"""Signs of a sum that are read; what is longer is homework."""
_HIGHEST_POWER = 12
_LARGEST = 10**12
_PLACES = 3
_GLYPHS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})
_DATE_LIKE = re.compile(r"[\d.]+(?:[/-][\d.]+)+")
"""Dates, scores and ways of speaking, unless somebody asks."""
_SIGNS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Endless(ArithmeticError):
    """The sum divides by nothing."""


def worked_out(said: str) -> str:
    """The result of the sum that a message asks for, in digits; empty where it asks for none.

    A sum is asked for when nothing stands beside it but words such as "what is": `24/7` in a sentence is none.

    Raises:
        Endless: It divides by nothing.
    """
    found = _asked().search(said.casefold().strip()) if len(said) <= 2 * _LONGEST else None
    if not found or len(found["sum"]) > _LONGEST:
        return ""
    if not (found["asked"] or found["asking"]) and _DATE_LIKE.fullmatch(found["sum"].strip()):
        return ""
    try:
        tree = ast.parse(_in_signs(found["sum"]).strip(), mode="eval").body
        return _shown(_value(tree)) if isinstance(tree, ast.BinOp) else ""
    except ZeroDivisionError as error:
        raise Endless from error
    except (SyntaxError, ValueError):
        return ""


def _value(node: ast.expr) -> Fraction:
    """The value of a sum.

    Raises:
        ValueError: It is none, or too large.
    """
    match node:
        case ast.Constant(value=int() | float() as number):
            value = Fraction(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            value = -_value(inner)
        case ast.BinOp(left=base, op=ast.Pow(), right=power):
            times = _value(power)
            if times.denominator != 1 or not 0 <= times <= _HIGHEST_POWER:
                raise ValueError("such powers are not worked out")
            value = Fraction(_value(base) ** int(times))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
            value = _SIGNS[type(sign)](_value(left), _value(right))
        case _:
            raise ValueError("this is no sum")
    if abs(value) > _LARGEST:
        raise ValueError("too large to say")
    return value


def _shown(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{_PLACES}f}".rstrip("0").rstrip(".")


def _in_signs(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text.translate(_GLYPHS)).replace("^", "**")
    return _words().sub(lambda found: f" {_meanings()[found[0]]} ", text)


@functools.cache
def _meanings() -> dict[str, str]:
    numbers = {word: str(n) for words in table("sums")["numbers"].values() for n, word in enumerate(words)}
    return numbers | {word: sign for sign, words in table("sums")["signs"].items() for word in words}


@functools.cache
def _words() -> re.Pattern[str]:
    """Every word of a sum, longer ones first; in writing with blanks it stands alone."""
    longest = sorted(_meanings(), key=len, reverse=True)
    alone = (rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])" if word.isascii() else re.escape(word) for word in longest)
    return re.compile("|".join(alone))


@functools.cache
def _asked() -> re.Pattern[str]:
    asked = table("sums")["asked"]
    one = rf"(?:{_words().pattern}|\d[\d.,]*|[-+*/^().×·÷−–\s])"
    return re.compile(
        rf"(?:^|[,.!?。，]\s*|\b(?:and|und|y|et|so|but)\s+)(?P<asked>(?:{asked['before']})\s*)?(?P<sum>(?:{one})+?)"
        rf"(?:\s*(?:{asked['after']}))?(?P<asking>\s*[=?？][=?？\s]*)?[!.。]*$"
    )
