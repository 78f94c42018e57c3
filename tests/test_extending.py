"""The recipes of docs/extending.md work as they stand there."""

import asyncio
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.backends import BACKENDS, Backend
from pipeline.catalog import read_catalog
from pipeline.config import ModelsSpec, SpeakerSpec
from pipeline.lanes import open_lanes
from pipeline.speak.pool import open_speaker
from pipeline.types import Voice
from tests.desks import an_office

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
TABLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
MODULES = re.findall(r"\(`([\w/]+)\.py`\):\n\n```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def modules(monkeypatch):
    """The page's modules, imported under the names that the page gives them."""
    found = {}
    for path, code in MODULES:
        name = path.replace("/", ".")
        module = found[name] = ModuleType(name)
        exec(compile(code, f"{path}.py", "exec"), module.__dict__)
        monkeypatch.setitem(sys.modules, name, module)
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_catalogue(table):
    catalog = read_catalog(table, whole=False)

    assert len(catalog.styles) + len(catalog.voices) == 1


def test_files_that_the_page_names_are_there():
    named = set(re.findall(r"`((?:docs|pipeline|bots|storage|tests)/[\w/.]+\.\w+)`", PAGE))
    made = {f"{path}.py" for path, _ in MODULES}

    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []


async def test_the_engine_speaks_and_the_pool_finds_its_phones(modules, monkeypatch):
    monkeypatch.setitem(BACKENDS["speaker"], "beep", Backend("pipeline.speak.beep"))
    voice = Voice("en-beep", "Beep", "Beeps.", "en", "neutral", "beep", "220", "none")

    async with open_lanes(1) as lanes, open_speaker(SpeakerSpec(more=("beep",)), lanes, ModelsSpec()) as speaker:
        speech = await speaker.speak(voice, "I am a robot.")

    assert speech.estimated
    assert len(speech.phones) > 5


async def test_the_adapter_summons_and_answers(modules, tmp_path):
    bot = modules["bots.line_bot"].LineBot()
    async with an_office(tmp_path) as office:
        office.desk.connect("line", bot.surface)
        server = await asyncio.start_server(lambda r, w: bot.hear(office.desk, r, w), "127.0.0.1", 0)
        async with server, asyncio.timeout(30):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"/summon a teapot\n")
            kinds = [await received(reader), await received(reader)]
            writer.write(b"Who are you?\n")
            kinds.append(await received(reader))
            writer.close()

    assert kinds == ["portrait", "clip", "clip"]


async def received(reader):
    """The kind of the next message."""
    kind, size, _ = (await reader.readline()).split(b" ", 2)
    await reader.readexactly(int(size))
    return kind.decode()
