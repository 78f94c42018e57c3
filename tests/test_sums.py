import pytest

from pipeline.types import Line
from pipeline.write.improvise.answering import answer
from pipeline.write.improvise.sums import Endless, worked_out
from tests.fakes.stages import a_character


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("2+2", "4"),
        ("Who are you, and what is 2 + 2?", "4"),
        ("What's two plus two?", "4"),
        ("(2+3)×4 = ", "20"),
        ("-3 + 5", "2"),
        ("1,000 * 3", "3000"),
        ("10/3?", "3.333"),
        ("0,5 + 0,25", "0.75"),
        ("was ist zwei mal drei?", "6"),
        ("cuánto es 7 por 8?", "56"),
        ("combien font 3 fois 4 ?", "12"),
        ("二加二等于几？", "4"),
        ("2たす2は？", "4"),
        ("сколько будет два плюс два?", "4"),
    ],
)
def test_a_sum_is_worked_out_in_the_words_of_the_asker(said, result):
    assert worked_out(said) == result


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "7",
        "are you open 24/7?",
        "24/7",
        "2026-11-21",
        "call 555-1234",
        "9^99",
        "2**2**2**9",
        "1+" * 40,
        "-",
    ],
)
def test_what_is_no_sum_or_too_large_is_left_alone(said):
    assert worked_out(said) == ""


def test_nothing_can_be_divided_by_nothing():
    with pytest.raises(Endless):
        worked_out("what is 1/0?")


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "zh", "ja", "ru"])
def test_a_character_tells_the_result(language):
    teapot = a_character(language=language).persona
    assert "5" in answer(teapot, (), Line("Ann", "2 + 3 = ?", 0.0), 50)
    assert answer(teapot, (), Line("Ann", "1 / 0 = ?", 0.0), 50).strip()
