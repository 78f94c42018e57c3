import subprocess
import sys

import pytest

from pipeline import backends
from pipeline.backends import BACKENDS, Backend, find, open_backend
from pipeline.config import PainterSpec, PipelineConfig
from pipeline.errors import BackendMissing, ConfigInvalid
from pipeline.lanes import open_lanes


async def test_a_missing_library_names_its_extra(monkeypatch):
    monkeypatch.setitem(BACKENDS["painter"], "oil", Backend("pipeline.none", "oil", ("no_such_package",)))
    async with open_lanes(1) as lanes:
        with pytest.raises(BackendMissing, match=r"\.venv/bin/pip install -c constraints\.txt -e '.\[oil\]'"):
            async with open_backend("painter", PainterSpec(backend="oil"), lanes):
                pass


async def test_a_library_that_breaks_on_import_names_its_extra(monkeypatch):
    monkeypatch.setitem(BACKENDS["painter"], "oil", Backend("pipeline.none", "oil"))
    async with open_lanes(1) as lanes:
        with pytest.raises(BackendMissing):
            async with open_backend("painter", PainterSpec(backend="oil"), lanes):
                pass


def test_an_unknown_backend_names_the_known_ones():
    with pytest.raises(ConfigInvalid, match="drawn"):
        find("painter", "oil")


def test_every_kind_has_its_default_backend():
    sections = [(kind, spec.backend) for kind, spec in PipelineConfig() if getattr(spec, "backend", "")]
    assert [find(kind, name).extra for kind, name in sections] == [""] * len(sections)


def test_looking_for_a_library_does_not_import_it():
    code = "import sys; from pipeline.backends import *; missing(Backend('m', 'e', ('colorsys',)));"
    done = subprocess.run(
        [sys.executable, "-c", code + "print('colorsys' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    assert backends.missing(Backend("m", "e", ("colorsys", "no_such_package"))) == ("no_such_package",)
