"""What docs/voices.md shows can be used as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from bots.config import Config
from pipeline.backends import BACKENDS
from pipeline.catalog import read_catalog
from pipeline.speak.changer import COLOURS

PAGE = (Path(__file__).parents[1] / "docs" / "voices.md").read_text("utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_its_voices_can_be_read() -> None:
    voices = [v for block in BLOCKS if "[[voice]]" in block for v in read_catalog(block, whole=False).voices]

    assert len(voices) == 5
    assert {voice.engine for voice in voices} == set(BACKENDS["speaker"])


def test_its_settings_are_settings() -> None:
    settings = [Config.model_validate(tomllib.loads(block)) for block in BLOCKS if "[[voice]]" not in block]

    assert len(settings) == 2


def test_it_names_every_engine_and_colour() -> None:
    assert [
        name for name in (*BACKENDS["speaker"], *BACKENDS["listener"]) if f"`{name}`" not in PAGE and name not in PAGE
    ] == []
    assert all(colour in PAGE for colour in COLOURS)
