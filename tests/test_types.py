import dataclasses
import pickle
from dataclasses import replace

import pytest

from pipeline import errors, types
from pipeline.errors import BackendMissing, PipelineError, StageFailed
from pipeline.types import MOUTH_SHAPES, Catalog, Phone, Speech, Style, Voice

VALUES = [v for v in vars(types).values() if isinstance(v, type) and dataclasses.is_dataclass(v)]
ERRORS = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, PipelineError)]
STYLES = (Style("a", "A", "", "{}", "free"), Style("b", "B", "", "{}", "free"))
VOICES = (Voice("v", "V", "", "en", "neutral", "espeak", "en", "free"),)


@pytest.mark.parametrize("value", VALUES, ids=lambda v: v.__name__)
def test_values_are_frozen_and_slotted(value):
    assert value.__dataclass_params__.frozen
    assert "__slots__" in vars(value)


def test_values_survive_pickling():
    speech = Speech("hi", b"\0\0" * 10, 10, (Phone("h", 0.0, 0.5),))
    assert pickle.loads(pickle.dumps(speech)) == speech


def test_speech_knows_how_long_it_sounds():
    assert Speech("", b"\0\0" * 11025, 22050).seconds == 0.5


def test_there_are_nine_mouth_shapes():
    assert len(set(MOUTH_SHAPES)) == len(MOUTH_SHAPES) == 9


def test_an_unknown_id_falls_back_to_the_first_entry():
    catalog = Catalog(STYLES, VOICES)
    assert (catalog.style("none"), catalog.voice("none"), catalog.style("b")) == (STYLES[0], VOICES[0], STYLES[1])


def test_a_catalogue_is_narrowed_but_never_empty():
    adult = Style("x", "X", "", "{}", "free", adult=True)
    german = Voice("g", "G", "", "de", "neutral", "espeak", "de", "free")
    catalog = Catalog((*STYLES, adult), (*VOICES, german))
    assert catalog.narrowed(adult=False).styles == STYLES
    assert catalog.narrowed(style="b").styles == (STYLES[1],)
    assert catalog.narrowed(language="de-AT").voices == (german,)
    assert catalog.narrowed(language="fi", voice="none").voices == catalog.voices


def test_what_is_for_adults_is_never_for_everybody():
    adult = Style("x", "X", "", "{}", "free", painter="diffusion", adult=True)
    catalog = Catalog((*STYLES, adult), VOICES)
    assert catalog.narrowed(painter="diffusion").styles == (adult,)
    assert catalog.narrowed(painter="diffusion", adult=False).styles == ()
    assert Catalog(STYLES, tuple(replace(v, adult=True) for v in VOICES)).narrowed(adult=False).voices == ()
    assert catalog.narrowed(adult=False, style="x").styles == STYLES


def test_every_error_has_a_code_of_its_own():
    codes = [e.code for e in ERRORS]
    assert len(set(codes)) == len(codes)


def test_errors_survive_pickling():
    missing = pickle.loads(pickle.dumps(BackendMissing("coqui", "coqui")))
    failed = pickle.loads(pickle.dumps(StageFailed("paint", "No.", retryable=True)))
    assert (missing.extra, failed.stage, failed.retryable, str(failed)) == ("coqui", "paint", True, "No.")
