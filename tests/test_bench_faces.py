"""`summon bench faces` and its descriptions."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from bots.commands.bench_faces import OWN_CONCEPTS, PAPER_CATEGORIES, choose, faces, read_concepts
from pipeline.backends import BACKENDS, Backend
from pipeline.errors import ConfigInvalid, OutputUnwritable
from pipeline.lanes import open_lanes
from pipeline.paint.faces.bench import Concept, Easel, figures, shoot
from pipeline.paint.faces.finder import FINDERS
from tests.fakes.faces import ColourPainter, StrictWriter
from tests.fakes.finder import ToldFinder, a_face
from tests.fakes.stages import A_CATALOG

TEAPOT = Concept("household", "a grumpy teapot")
OWL = Concept("animals", "a wise owl")


@pytest.fixture
def program(monkeypatch):
    """The command as users run it, with a painter and a detector that need nothing."""
    monkeypatch.setitem(BACKENDS["writer"], "improviser", Backend("tests.fakes.faces"))
    monkeypatch.setitem(BACKENDS["painter"], "fake", Backend("tests.fakes.faces"))
    monkeypatch.setitem(FINDERS, "told", Backend("tests.fakes.finder"))
    app = typer.Typer()
    app.command()(faces)
    return lambda *options: CliRunner().invoke(app, ["--painter", "fake", "--detector", "told", *map(str, options)])


@pytest.fixture
async def easel():
    return Easel(StrictWriter(), ColourPainter(), A_CATALOG, None, seed=0)


@pytest.fixture
async def lane():
    async with open_lanes(1) as lanes:
        yield lanes.of("cpu")


def test_there_are_fifty_descriptions_in_each_of_the_papers_categories():
    table = tomllib.loads(OWN_CONCEPTS.read_text("utf-8"))
    assert tuple(table) == PAPER_CATEGORIES
    assert {name: len(lines) for name, lines in table.items()} == dict.fromkeys(PAPER_CATEGORIES, 50)


def test_no_description_comes_twice():
    assert [
        text for text, count in Counter(c.description for c in read_concepts(OWN_CONCEPTS)).items() if count > 1
    ] == []


def test_every_description_has_two_to_four_words():
    assert [c.description for c in read_concepts(OWN_CONCEPTS) if not 2 <= len(c.description.split()) <= 4] == []


def test_each_category_names_many_things():
    for words in tomllib.loads(OWN_CONCEPTS.read_text("utf-8")).values():
        things = Counter(word for line in words for word in set(line.split()[1:]))
        alone = [line for line in words if any(things[word] == 1 for word in line.split()[1:])]
        assert len(alone) >= 35


def test_lines_are_read_from_any_text(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("﻿# 1 fan\n\n  чайник \n一只暴躁的茶壶\n", "utf-8")
    assert [c.description for c in read_concepts(path)] == ["# 1 fan", "чайник", "一只暴躁的茶壶"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b""), ("a.txt", b"\n \n"), ("a.txt", b"\xff\xfe\x00"), ("a.toml", b"[["), ("a.toml", b"a = 1"),
     ("a.toml", b"a = [1]"), ("a.toml", b"a = []")],
)  # fmt: skip
def test_a_file_without_descriptions_is_named(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ConfigInvalid, match=rf"{name}"):
        read_concepts(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigInvalid, match="absent"):
        read_concepts(tmp_path / "absent.txt")


def test_a_small_sample_is_spread_over_its_category():
    concepts = [Concept("a", str(number)) for number in range(50)]
    assert [c.description for c in choose(concepts, (), 5)] == ["0", "10", "20", "30", "40"]
    assert len(choose(concepts, (), 0)) == len(choose(concepts, ("a",), 99)) == 50


def test_an_unknown_category_is_refused():
    with pytest.raises(ConfigInvalid, match="ships"):
        choose([TEAPOT], ("ships",), 0)


async def test_a_face_in_the_right_place_counts(easel, lane):
    shot = await shoot(TEAPOT, easel, ToldFinder([a_face(0.51)]), lane)
    assert shot.found
    assert shot.score == 0.51


@pytest.mark.parametrize("seen", [[], [a_face(0.49)], [a_face(0.99, shift=40)]])
async def test_no_face_a_faint_one_and_one_elsewhere_do_not_count(easel, lane, seen):
    assert not (await shoot(TEAPOT, easel, ToldFinder(seen), lane)).found


async def test_corners_are_compared_where_the_finder_knows_them(easel, lane):
    shot = await shoot(TEAPOT, easel, ToldFinder([a_face(marks=True, shift=1.0)]), lane)
    assert shot.eye_error == pytest.approx(shot.mouth_error)
    assert 0.01 < shot.eye_error < 0.05
    assert figures([shot])["eye_corner_error_median"] == round(shot.eye_error, 4)


async def test_a_refused_description_is_left_out_and_a_failed_one_counts_against(easel, lane):
    texts = ("a teapot", "a rude thing", "a broken thing")
    shots = [await shoot(Concept("all", text), easel, ToldFinder([a_face()]), lane) for text in texts]
    told = figures(shots)
    assert (told["samples"], told["rate"], told["refused"], told["failed"]) == (2, 0.5, 1, 1)


async def test_nothing_painted_gives_figures_without_numbers(easel, lane):
    told = figures([await shoot(Concept("all", "rude"), easel, ToldFinder([]), lane)])
    assert told["rate"] is None
    assert told["seconds_median"] is None


async def test_things_that_differ_more_than_seeds_have_variety(easel, lane):
    shots = [await shoot(each, easel, ToldFinder([a_face()]), lane, variety=True) for each in (TEAPOT, OWL)]
    told = figures(shots)
    assert told["variety_share"] == 1
    assert told["variety_nearest_delta_e"] > told["variety_seeds_delta_e_largest"] > 0


def test_the_figures_come_as_one_flat_object(program, tmp_path):
    result = program("--per-category", 1, "--json", "--sheet", tmp_path / "s.png", "--out", tmp_path / "kept")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["rate"] == 1
    assert tuple(told["rate_per_category"]) == PAPER_CATEGORIES
    assert told["samples"] == 8
    assert told["repeats_equal"] is True
    assert told["seconds_median"] >= 0
    assert np.asarray(Image.open(tmp_path / "s.png")).any()
    assert len(list((tmp_path / "kept").glob("*.png"))) == 8


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(program):
    options = ("--category", "fruits", "--per-category", 2, "--json")
    digests = [json.loads(program(*options, "--seed", seed).stdout)["digest"] for seed in (3, 3, 4)]
    assert digests[0] == digests[1] != digests[2]


def test_the_table_shows_the_papers_figures_as_the_papers(program):
    shown = program("--per-category", 1).stdout
    row = next(line for line in shown.splitlines() if "paper SD1.5-G" in line)
    assert row.split()[-9:] == ["100.0", "86.0", "100.0", "98.0", "98.0", "90.0", "90.0", "78.0", "92.5"]
    assert "not measured here" in shown


def test_an_unknown_style_is_refused(program):
    result = program("--style", "crayon")
    assert isinstance(result.exception, ConfigInvalid)
    assert "crayon" in str(result.exception)


@pytest.mark.parametrize("options", [("--detector", "psychic"), ("--weights", "absent.pth"), ("--painter", "zeus")])
def test_what_is_missing_is_said_in_one_sentence(program, options):
    result = program(*options)
    assert isinstance(result.exception, ConfigInvalid)
    assert options[1] in str(result.exception)


@pytest.mark.parametrize("option", ["--out", "--sheet"])
def test_a_place_that_cannot_be_written_is_said_before_painting(program, tmp_path, option):
    (tmp_path / "file").write_text("in the way")
    result = program(option, tmp_path / "file" / "x.png")
    assert isinstance(result.exception, OutputUnwritable)


def test_descriptions_that_look_like_paths_stay_in_the_folder(program, tmp_path):
    (tmp_path / "bad.txt").write_text("../../etc/passwd\n<svg onload=x>\n" + "long " * 200, "utf-8")
    assert program("--concepts", tmp_path / "bad.txt", "--out", tmp_path / "kept").exit_code == 0
    assert len(list((tmp_path / "kept").iterdir())) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.txt", "kept"]


def test_the_concepts_lie_beside_the_tests():
    assert Path(__file__).parent / "data" / "concepts.toml" == OWN_CONCEPTS


def test_a_detector_without_its_weights_is_refused_and_nothing_is_fetched(program, tmp_path, monkeypatch):
    # Its libraries are not asked for: what is missing is said before they are imported.
    monkeypatch.setitem(FINDERS, "retinaface", Backend("pipeline.paint.faces.retinaface", "retinaface"))
    (tmp_path / "c.toml").write_text(f"[models]\nfolder = '{tmp_path.as_posix()}/models'\n")
    done = program("--detector", "retinaface", "--per-category", "1", "--config", tmp_path / "c.toml")
    assert str(done.exception) == "retinaface is not installed: summon models fetch retinaface"
    assert not (tmp_path / "models").exists()
    assert done.stdout == ""
