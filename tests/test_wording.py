import importlib
import pkgutil
import re
import string
import tomllib
from importlib import resources

import pytest

import bots
import pipeline
import storage
from bots import wording
from bots.surface import Refusal
from pipeline.errors import PipelineError
from pipeline.events import Stage

GAP = re.compile(r"\{(\w+)\}")


def sentences(language):
    return tomllib.loads(resources.files("bots.wording").joinpath(f"{language}.toml").read_text("utf-8"))


def every_code():
    for package in (bots, pipeline, storage):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.name.endswith("__main__"):
                try:
                    importlib.import_module(module.name)
                except ImportError:
                    continue  # a backend whose library is not installed raises the errors of the others
    found, waiting = set(), [PipelineError]
    while waiting:
        kind = waiting.pop()
        found.add(kind.code)
        waiting += kind.__subclasses__()
    return found | {refusal.value for refusal in Refusal}


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_code_has_a_sentence_in_every_language(language):
    assert every_code() - set(sentences(language)["errors"]) == set()


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_stage_has_words_in_every_language(language):
    assert set(sentences(language)["stages"]) == {stage.value for stage in Stage}


@pytest.mark.parametrize("language", wording.LANGUAGES[1:])
def test_every_language_says_the_same_things_with_the_same_gaps(language):
    ours, english = sentences(language), sentences("en")
    for table, entries in english.items():
        assert set(ours[table]) == set(entries), table
        for key, sentence in entries.items():
            assert sorted(GAP.findall(ours[table][key])) == sorted(GAP.findall(sentence)), key
            assert ours[table][key].strip()


@pytest.mark.parametrize("language", wording.LANGUAGES[1:])
def test_no_sentence_was_left_in_english(language):
    ours, english = sentences(language), sentences("en")
    same = [
        key
        for table in english
        for key, sentence in english[table].items()
        if ours[table][key] == sentence and set(GAP.sub("", sentence)) & set(string.ascii_letters)
    ]
    assert same == (["forget_no"] if language == "es" else [])


def test_a_regional_tag_reads_its_language_and_an_unknown_one_english():
    assert [wording.language_of(tag) for tag in ("de-AT", "zh_TW", "pt-BR", "", "JA")] == ["de", "zh", "en", "en", "ja"]


def test_an_unknown_code_reads_like_a_fault_of_ours():
    assert wording.error("no such code", "de") == wording.error("internal", "de")


def test_gaps_are_filled_and_hostile_values_stay_text():
    said = wording.error("unknown_name", name="{names}{0.__class__}", names="Ann")
    assert "Ann" in said
    assert "(names)(0.__class__)" in said
    assert said.count("Ann") == 1
