"""Coqui's models come whole or not at all, and folders of the operator's are read as they are."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ConfigInvalid, WeightsMissing
from pipeline.models.shelf import Shelf
from pipeline.models.weights import Weights
from pipeline.speak.coqui_models import Models, at_home, files_in, taken_apart
from tests.fakes.weights_server import Manner, WeightsServer, serving

CONFIG = json.dumps({"model": "vits"}).encode()
VITS = {"tts--en--x--vits/config.json": CONFIG, "tts--en--x--vits/model_file.pth": bytes(range(256)) * 400}


def archive(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


def left(folder: Path, names: str) -> list[Path]:
    """The files of these names anywhere below a folder."""
    return list(folder.rglob(names))


def models_in(folder: Path) -> Models:
    return Models(Shelf(folder), {}, pauses_s=(0, 0))


async def fetched(server: WeightsServer, folder: Path, content: bytes) -> Models:
    """The models of a folder, after those of an archive were fetched."""
    server.files["/m/one.zip"] = content
    models = models_in(folder)
    steps: list[tuple[int, int]] = []

    def told(have: int, of: int) -> None:
        server.taken = have
        steps.append((have, of))

    await models.fetch(f"{server.base}/m/one.zip", told)
    assert steps[-1] == (len(content), len(content))
    return models


async def test_an_archive_is_fetched_once_and_found_again(tmp_path: Path) -> None:
    async with serving() as server:
        models = await fetched(server, tmp_path, archive(VITS))
        found = models.find(f"{server.base}/m/one.zip")

    assert found is not None
    assert found.kind == "vits"
    assert found.checkpoint.read_bytes() == VITS["tts--en--x--vits/model_file.pth"]
    assert not left(tmp_path, "*.zip")


async def test_a_download_that_breaks_off_goes_on_from_there(tmp_path: Path) -> None:
    async with serving(Manner(cut_after=[50_000])) as server:
        models = await fetched(server, tmp_path, archive(VITS))

        assert [asked for _, asked in server.asked] == ["", "bytes=50000-"]
        assert models.find(f"{server.base}/m/one.zip") is not None


@pytest.mark.parametrize("content", [b"no archive", archive(VITS)[:50_000], archive({})])
async def test_a_damaged_archive_is_thrown_away(tmp_path: Path, content: bytes) -> None:
    async with serving() as server:
        with pytest.raises(WeightsMissing):
            await fetched(server, tmp_path, content)

        assert models_in(tmp_path).find(f"{server.base}/m/one.zip") is None
    assert not left(tmp_path, "*.zip")


async def test_another_content_than_was_promised_is_thrown_away(tmp_path, monkeypatch) -> None:
    promised = lambda source: Weights("one", source, "", sha256="deadbeef")  # noqa: E731
    monkeypatch.setattr("pipeline.speak.coqui_models.facts", promised)
    async with serving() as server:
        with pytest.raises(WeightsMissing, match="SHA-256"):
            await fetched(server, tmp_path, archive(VITS))

        assert models_in(tmp_path).find(f"{server.base}/m/one.zip") is None


async def test_names_in_an_archive_lead_nowhere_else(tmp_path: Path) -> None:
    hostile = {**VITS, "../../../evil.sh": b"x", "/abs/evil2.sh": b"x", "a\\..\\..\\evil3.sh": b"x"}
    async with serving() as server:
        await fetched(server, tmp_path / "shelf", archive(hostile))

    assert {path.parent.name for path in left(tmp_path, "evil*")} == {"one"}


async def test_what_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    async with serving() as server:
        with pytest.raises(WeightsMissing):
            await models_in(tmp_path).fetch(f"{server.base}/m/none.zip", lambda _have, _of: None)
    with pytest.raises(ConfigInvalid):
        models_in(tmp_path).find("tts_models/xx/yy/zz")
    with pytest.raises(WeightsMissing):
        models_in(tmp_path).find("/no/such/folder")


async def test_a_licence_that_wants_an_agreement_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="COQUI_TOS_AGREED"):
        await models_in(tmp_path).fetch("tts-hub/XTTS-v2", lambda _have, _of: None)


def test_a_key_names_a_model_and_a_speaker() -> None:
    assert taken_apart("tts-hub/XTTS-v2#Ana Florence") == ("tts-hub/XTTS-v2", "Ana Florence")
    assert taken_apart("/srv/voices/mine") == ("/srv/voices/mine", "")


@pytest.mark.parametrize(
    ("told", "kind", "checkpoint"),
    [
        ({"model": "vits"}, "vits", "model.pth"),
        ({"model": "xtts"}, "xtts", ""),
        ({"data": {}, "model": {}}, "openvoice", "model.pth"),
    ],
)
def test_a_folder_says_what_it_holds(tmp_path: Path, told: dict[str, object], kind: str, checkpoint: str) -> None:
    (tmp_path / "config.json").write_text(json.dumps(told))
    (tmp_path / "model.pth").write_bytes(b"x")

    found = files_in(tmp_path)

    assert (found.kind, found.checkpoint) == (kind, tmp_path / checkpoint)


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_folder_without_a_model_is_one_clear_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content)

    with pytest.raises(WeightsMissing):
        files_in(tmp_path)


def test_files_that_lay_beside_a_configuration_are_found_here(tmp_path: Path) -> None:
    (tmp_path / "speakers.json").write_text("{}")
    config = {"a": {"speakers_file": "/root/exp/speakers.json", "other": "/root/none.json"}, "b": ["x/speakers.json"]}
    (tmp_path / "config.json").write_text(json.dumps(config))

    found = at_home(tmp_path / "config.json", tmp_path)

    assert found["a"] == {"speakers_file": str(tmp_path / "speakers.json"), "other": "/root/none.json"}
    assert found["b"] == [str(tmp_path / "speakers.json")]
