import pytest

from pipeline.catalog import read_catalog
from pipeline.errors import ConfigInvalid

STYLE = '[[style]]\nid="s"\nlabel="S"\ndescription="d"\nlicence="free"\n'
VOICE = """
[[voice]]
id = "v"
label = "V"
description = "d"
language = "en"
gender = "neutral"
engine = "espeak"
key = "en"
licence = "free"
"""


def test_the_catalogue_that_comes_along_describes_and_licenses_everything():
    catalog = read_catalog()
    assert all(e.description and e.licence and e.label for e in (*catalog.styles, *catalog.voices))


def test_a_catalogue_is_a_list_of_tables():
    catalog = read_catalog(STYLE + VOICE)
    assert (catalog.styles[0].id, catalog.voices[0].rate_ratio) == ("s", 1.0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (STYLE, "no voice"),
        (VOICE, "no style"),
        (STYLE + STYLE + VOICE, "twice"),
        (STYLE + VOICE + "pitch=1\n", "pitch"),
        ("[[style", "cannot be read"),
        (STYLE + VOICE.replace("neutral", "loud"), "gender"),
    ],
)
def test_a_bad_catalogue_says_what_is_wrong(text, why):
    with pytest.raises(ConfigInvalid, match=why):
        read_catalog(text)
