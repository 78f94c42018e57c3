import pytest

from pipeline.catalog import read_catalog
from pipeline.errors import ConfigInvalid
from pipeline.types import Diffusion, Lora

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


DIFFUSER = """
[[style]]
id = "d"
label = "D"
description = "d"
licence = "free"
painter = "diffusion"
[style.diffusion]
base = "./model"
loras = [{ source = "./one.safetensors", weight = 0.5 }]
inversions = ["./word.safetensors"]
sampler = "euler a"
"""


def test_a_diffuser_is_a_table():
    style = read_catalog(DIFFUSER + VOICE).styles[0]
    assert style.diffusion == Diffusion(
        "./model", (Lora("./one.safetensors", 0.5),), ("./word.safetensors",), sampler="euler a"
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({'base = "./model"': ""}, "base"),
        ({"euler a": "magic"}, "sampler"),
        ({"0.5": "99"}, "weight"),
        ({"[style.diffusion]": "prompt = 'no place'\n[style.diffusion]"}, "{}"),
        ({"[style.diffusion]": "prompt = '{} and {}'\n[style.diffusion]"}, "{}"),
        ({"base =": "checked = false\nbase ="}, "adults"),
        ({"base =": "steps = 0\nbase ="}, "steps"),
        ({"base =": "clip_skip = 2\nbase ="}, "clip_skip"),
    ],
)
def test_a_bad_diffuser_says_what_is_wrong(change, why):
    text = DIFFUSER
    for old, new in change.items():
        text = text.replace(old, new)
    with pytest.raises(ConfigInvalid, match=why):
        read_catalog(text + VOICE)


def test_a_style_of_the_diffusion_painter_needs_its_table():
    with pytest.raises(ConfigInvalid, match="needs a"):
        read_catalog(DIFFUSER.split("[style.diffusion]")[0] + VOICE)


def test_each_painter_gets_its_own_styles():
    catalog = read_catalog()
    drawn, diffused = (catalog.narrowed(painter=name).styles for name in ("drawn", "diffusion"))
    assert {style.painter for style in drawn} == {"drawn"}
    assert {style.painter for style in diffused} == {"diffusion"}
    assert len(diffused) == 5
    assert catalog.narrowed(painter="openai").styles == catalog.styles


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("[[style]]\nid = 'x'\nprompd = 'y'", "'prompt'"),
        ("[[voice]]\nid = 'x'\npitch_semitones = 99", "voice.0."),
        ("[[voice]\n", "cannot be read"),
    ],
)
def test_a_broken_catalogue_is_told_in_one_sentence(entry, told):
    with pytest.raises(ConfigInvalid) as caught:
        read_catalog(entry, whole=False)
    assert told in str(caught.value)
    assert "http" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            VOICE.replace("espeak", "espaek"),
            "voice 'v' has the engine 'espaek', which there is not. Known: coqui, espeak",
        ),
        (STYLE + 'key = "guoache"', "style 's' has the key 'guoache', which there is not. Known: gouache, clay"),
        (STYLE + 'painter = "drwan"', "style 's' has the painter 'drwan', which there is not. Known: drawn"),
    ],
)
def test_an_entry_that_nothing_can_make_is_named(entry, told):
    with pytest.raises(ConfigInvalid) as caught:
        read_catalog(entry, whole=False)
    assert told in str(caught.value)


def test_another_painter_s_style_has_a_key_of_its_own():
    entry = STYLE + 'painter = "openai"\nkey = "some-model"'
    assert read_catalog(entry, whole=False).styles[0].key == "some-model"
