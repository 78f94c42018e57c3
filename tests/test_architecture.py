"""Which room may look into which."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bots", "pipeline", "storage")
STORAGE_SEES = ("pipeline.types", "pipeline.errors")
HEAVY = ("torch", "diffusers", "transformers", "TTS", "ray", "discord", "telegram", "openai", "mediapipe")


def modules(room):
    return sorted((ROOT / room).rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (
                [f"{node.module}.{a.name}" for a in node.names] if node.module in ROOMS else [node.module or ""]
            )


def arrows(room):
    return {(path.relative_to(ROOT).as_posix(), name) for path in modules(room) for name in imported(path)}


def test_the_pipeline_sees_neither_bots_nor_storage():
    assert [a for a in arrows("pipeline") if a[1].split(".")[0] in ("bots", "storage")] == []


def test_storage_sees_only_values_and_errors():
    seen = [a for a in arrows("storage") if a[1].split(".")[0] in ("bots", "pipeline")]
    assert [a for a in seen if a[1] not in STORAGE_SEES] == []


def test_values_and_errors_import_nothing_of_ours():
    paths = (ROOT / "pipeline" / f"{name}.py" for name in ("types", "errors"))
    assert [name for path in paths for name in imported(path) if name.split(".")[0] in ROOMS] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_says_what_lives_there(room):
    silent = [p.name for p in modules(room) if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_backends_are_named_in_the_one_table_only():
    from pipeline.backends import BACKENDS

    named = {backend.module for table in BACKENDS.values() for backend in table.values()}
    outside = {a for room in ROOMS for a in arrows(room) if a[1] in named and not own(a[0], a[1])}
    assert outside == set()


def own(path, module):
    return path.startswith(module.rpartition(".")[0].replace(".", "/") + "/")


@pytest.mark.parametrize("start", ["import bots.__main__", "import bots.console_bot, bots.app"])
def test_a_default_start_imports_nothing_heavy(start):
    code = f"{start}; import sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_help_imports_no_number_crunchers():
    code = "import bots.__main__, sys; print([m for m in ('numpy', 'cv2', 'PIL', 'aiosqlite') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "[]"
