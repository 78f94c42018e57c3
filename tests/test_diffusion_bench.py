"""`summon bench faces --painter diffusion` with a style that is nothing but a table."""
# ruff: noqa: E402 - what needs torch is imported once it is known to be here

import json

import pytest
import typer
from typer.testing import CliRunner

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from bots.commands.bench_faces import faces
from pipeline.backends import Backend
from pipeline.paint.faces.finder import FINDERS
from tests.fakes.tiny_diffusion import build

pytestmark = [
    pytest.mark.models,
    # diffusers reads its noise schedules into numpy in a way that numpy 2 advises against.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

STYLES = """
[[style]]
id = "mine"
label = "Mine"
description = "everything"
prompt = "a portrait of {{}}, sparkle-face, (fine face:1.2)"
licence = "none"
painter = "diffusion"

[style.diffusion]
base = "{0.base}"
loras = [{{ source = "{0.lora}", weight = 0.6 }}]
inversions = ["{0.inversion}"]
negative = "ugly"
sampler = "euler a"
steps = 3
guidance = 5.0
"""
CONFIG = """
[catalog]
files = ["{1}"]
[painter]
size = 128
[painter.diffusion]
controlnet = "{0.controlnet}"
reference = ""
side = 128
atlas = false
"""


def test_a_style_is_a_table_and_is_measured_with_and_without_guidance(tmp_path, monkeypatch):
    torch.set_num_threads(1)
    tiny = build(tmp_path)
    (tmp_path / "styles.toml").write_text(STYLES.format(tiny))
    (tmp_path / "config.toml").write_text(CONFIG.format(tiny, tmp_path / "styles.toml"))
    (tmp_path / "concepts.txt").write_text("a grumpy teapot\n")
    monkeypatch.setitem(FINDERS, "mediapipe", Backend("tests.fakes.believer"))
    app = typer.Typer()
    app.command()(faces)
    options = ["--painter", "diffusion", "--style", "mine", "--detector", "mediapipe", "--unguided", "--json"]
    files = ["--config", str(tmp_path / "config.toml"), "--concepts", str(tmp_path / "concepts.txt")]
    done = CliRunner().invoke(app, [*options, *files], catch_exceptions=False)
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["rate"], told["styles"], told["repeats_equal"]) == (1.0, {"mine": 1}, True)
    assert told["unguided"]["rate"] == 1.0
