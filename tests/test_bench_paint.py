"""`summon bench paint`."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bots.commands.bench_paint import paint
from pipeline.backends import BACKENDS, Backend
from pipeline.errors import BackendMissing, ConfigInvalid


@pytest.fixture
def program():
    app = typer.Typer()
    app.command()(paint)
    return lambda *options: CliRunner().invoke(app, [*map(str, options)])


@pytest.fixture
def colours(monkeypatch):
    """A painter that takes no time."""
    monkeypatch.setitem(BACKENDS["writer"], "improviser", Backend("tests.fakes.faces"))
    monkeypatch.setitem(BACKENDS["painter"], "drawn", Backend("tests.fakes.faces"))


@pytest.mark.usefixtures("colours")
def test_the_configured_painter_is_timed(program):
    told = json.loads(program("--portraits", 2, "--json").stdout)
    assert (told["painter"], told["portraits"], told["with_atlas"]) == ("drawn", 2, 3)
    assert told["portrait_s"] >= 0
    assert 10 < told["mean_level"] < 245


@pytest.mark.usefixtures("colours")
def test_the_table_says_the_same(program):
    assert "portrait_s" in program("--portraits", 1).stdout


@pytest.mark.usefixtures("colours")
def test_a_style_of_another_painter_is_refused(program):
    result = program("--style", "diffusion-real")
    assert isinstance(result.exception, ConfigInvalid)
    assert "gouache" in str(result.exception)


def test_without_the_libraries_the_extra_is_named(program, monkeypatch):
    monkeypatch.setitem(BACKENDS["painter"], "diffusion", Backend("none", "diffusion", ("no_such_package",)))
    result = program("--random")
    assert isinstance(result.exception, BackendMissing)


def test_unknown_numbers_are_refused(program, monkeypatch):
    monkeypatch.setitem(BACKENDS["painter"], "diffusion", Backend("none"))
    assert isinstance(program("--random", "--dtype", "float8").exception, ConfigInvalid)


@pytest.fixture
def one_thread():
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)


@pytest.mark.models
@pytest.mark.usefixtures("one_thread")
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_networks_of_random_weights_are_measured_step_by_step(monkeypatch):
    pytest.importorskip("diffusers")
    from bots.benches import paint_speed

    monkeypatch.setattr(paint_speed, "SIDE", 64)
    told = []
    asked = paint_speed.Networks(device="cpu", dtypes=("float32",), batches=(1, 2), rounds=1, small=True)
    rows = paint_speed.random_rows(asked, told.append)
    assert told == rows
    assert [row["batch"] for row in rows] == [1, 2]
    assert all(row["step_s"] > 0 and row["decode_s"] > 0 and row["weights_mb"] > 0 for row in rows)


@pytest.mark.models
@pytest.mark.usefixtures("one_thread")
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_whole_portrait_and_its_atlas_are_measured_as_on_a_gpu(monkeypatch):
    pytest.importorskip("diffusers")
    from bots.benches import paint_speed
    from bots.benches.random_diffusers import build
    from pipeline.paint.diffusion.devices import find_place

    monkeypatch.setattr(paint_speed, "SIDE", 128)
    model = build(find_place("cpu", "float32"), small=True)
    row = paint_speed._portrait(model, paint_speed.Networks(rounds=1, steps=1), 1)
    assert row["steps"] == 1
    assert row["portrait_s"] > 0
    assert row["atlas_s"] > 0
