"""Options that are typed among the words of a command."""

import pytest

from bots.telegram_options import options_of


@pytest.mark.parametrize(
    ("text", "words", "options"),
    [
        ("a grumpy teapot", "a grumpy teapot", {}),
        ("style=clay a grumpy teapot", "a grumpy teapot", {"style": "clay"}),
        ("style=clay voice=Pip a teapot", "a teapot", {"style": "clay", "voice": "Pip"}),
        ('style="Soft pastel" a teapot', "a teapot", {"style": "Soft pastel"}),
        (
            "style=“Soft pastel” voice=„Unit Seven“ a teapot",
            "a teapot",
            {"style": "Soft pastel", "voice": "Unit Seven"},
        ),
        ("a teapot style=Soft pastel voice=Unit Seven", "a teapot", {"style": "Soft pastel", "voice": "Unit Seven"}),
        ("style=clay a teapot voice=Lao Chen", "a teapot", {"style": "clay", "voice": "Lao Chen"}),
        ("a teapot, STYLE = clay, language=en", "a teapot", {"style": "clay", "language": "en"}),
        ("a teapot\nstyle=clay\nvoice=Arthur", "a teapot", {"style": "clay", "voice": "Arthur"}),
        ("一只茶壶style＝clay，voice＝Mei", "一只茶壶", {"style": "clay", "voice": "Mei"}),
        ("a freestyle=champion with size=9", "a freestyle=champion with size=9", {}),
        ("style=clay", "", {"style": "clay"}),
        ("style=", "", {"style": ""}),
        ("", "", {}),
    ],
)
def test_options_stand_before_the_words_or_behind_them(text, words, options):
    assert options_of(text) == (words, options)


def test_a_hostile_text_ends_soon():
    words, options = options_of("style=" * 2000 + '"' * 5000 + " style=" * 2000)
    assert set(options) <= {"style"}
    assert isinstance(words, str)
