"""Where coqui's models lie, how they come here, and what their folders hold."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import ConfigInvalid, WeightsMissing
from pipeline.models.fetch import PAUSES_S, Item, Told, open_fetcher, written
from pipeline.models.named import facts
from pipeline.models.shelf import Shelf
from pipeline.models.weights import Kind, read_source

AGREEMENT = "COQUI_TOS_AGREED"
"""What coqui-tts itself looks at, before it fetches a model whose licence wants an agreement."""
_OWN = ("tts_models/", "voice_conversion_models/")
_CHECKPOINTS = ("model_file.pth", "model_file.pth.tar", "model.pth", "checkpoint.pth", "best_model.pth")
_AS_FOLDER = ("xtts", "bark", "tortoise")
"""Models that load several files of their folder by themselves."""
_UNPACKED_BYTES = 8 * 2**30
_MANIFEST = "summon.json"


@dataclass(frozen=True, slots=True)
class Files:
    """What one model is loaded from."""

    checkpoint: Path
    """A file, or the folder for models that load themselves from it."""
    config: Path
    kind: str
    """The architecture as the configuration calls it: `vits`, `xtts`, `freevc`, `openvoice`."""


def taken_apart(key: str) -> tuple[str, str]:
    """The model and the speaker that a voice's key names, as `tts_models/en/vctk/vits#p225`."""
    model, _, speaker = key.partition("#")
    return model.strip(), speaker.strip()


def known() -> dict[str, Any]:
    """Coqui's own list of models by their names, without importing coqui."""
    found = importlib.util.find_spec("TTS")
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders:
        return {}
    table = json.loads((Path(folders[0]) / ".models.json").read_text("utf-8"))
    return {
        f"{kind}/{language}/{dataset}/{name}": entry
        for kind, languages in table.items()
        for language, datasets in languages.items()
        for dataset, names in datasets.items()
        for name, entry in names.items()
    }


class Models:
    """Coqui's models on the shelf of weights: those of its own list, those of the hub, and the operator's folders."""

    def __init__(
        self,
        shelf: Shelf,
        environment: Mapping[str, str] | None = None,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._shelf = shelf
        self._pauses_s = pauses_s
        self._environment = dict(os.environ) if environment is None else environment

    @property
    def on_first_use(self) -> bool:
        """Whether what is missing may be fetched while the program runs."""
        return self._shelf.first_use

    def find(self, model: str) -> Files | None:
        """What a model is loaded from, if it is here.

        Raises:
            ConfigInvalid: There is no model of that name.
            WeightsMissing: Its folder does not hold a model, or a path leads nowhere.
        """
        source, _ = self._source(model)
        if source.endswith(".zip"):
            folder = self._folder(source)
            return files_in(folder) if (folder / _MANIFEST).is_file() else None
        installed = self._shelf.find(facts(source))
        if installed is None and read_source(source).kind is Kind.LOCAL:
            raise WeightsMissing(f"There is no folder {source}.")
        return files_in(installed.path) if installed is not None else None

    async def fetch(self, model: str, told: Told) -> Files:
        """Fetch a model, going on where a download was cut off.

        Raises:
            ConfigInvalid: There is no model of that name.
            DiskFull: There is no room for it.
            WeightsMissing: It cannot be had, is not what it should be, or its licence was not agreed to.
        """
        source, wants_agreement = self._source(model)
        if wants_agreement and self._environment.get(AGREEMENT) != "1":
            raise WeightsMissing(
                f"{model} wants an agreement to its licence (CPML: no commercial use): read it, then set "
                f"{AGREEMENT}=1 in the environment."
            )
        if not source.endswith(".zip"):
            installed = await self._shelf.fetch(facts(source), lambda _name, have, of: told(have, of))
            return files_in(installed.path)
        folder = self._folder(source)
        coming = folder.with_name(f"{folder.name}.coming")
        coming.mkdir(parents=True, exist_ok=True)
        async with open_fetcher(self._pauses_s) as fetcher:
            digest = await fetcher.fetch(Item(source, 0, facts(source).sha256), coming / "model.zip", told)
        try:
            await asyncio.to_thread(_unpack, coming / "model.zip", coming, {"source": source, "sha256": digest})
            files_in(coming)
        except WeightsMissing:
            # What is no model today is none tomorrow.
            await asyncio.to_thread(shutil.rmtree, coming, ignore_errors=True)
            raise
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        coming.replace(folder)
        return files_in(folder)

    def _folder(self, address: str) -> Path:
        return self._shelf.folder / "coqui" / address.rsplit("/", 1)[-1].removesuffix(".zip")

    @staticmethod
    def _source(model: str) -> tuple[str, bool]:
        """Where a model comes from, as the shelf takes it, and whether its licence wants an agreement."""
        if not model.startswith(_OWN):
            return model, "xtts" in model.lower() and not model.startswith(("/", "./", "../", "~"))
        entry = known().get(model)
        if entry is None:
            raise ConfigInvalid(f"Coqui has no model called {model!r}.")
        addresses = entry.get("github_rls_url", "")
        source = entry.get("repo_id", "") or (addresses if isinstance(addresses, str) else "")
        if not source:
            raise ConfigInvalid(f"{model!r} cannot be fetched here: name a folder that holds it.")
        return source, bool(entry.get("tos_required"))


def files_in(folder: Path) -> Files:
    """What a folder's model is loaded from.

    Raises:
        WeightsMissing: It holds no model.
    """
    config = min(folder.rglob("config.json"), key=lambda path: len(path.parts), default=None)
    try:
        told = json.loads(config.read_text("utf-8")) if config else None
    except (OSError, ValueError) as error:
        raise WeightsMissing(f"The config.json in {folder} cannot be read.") from error
    if config is None or not isinstance(told, dict):
        raise WeightsMissing(f"{folder} holds no model of coqui's: there is no config.json in it.")
    named = told.get("model")
    kind = named if isinstance(named, str) else "openvoice"
    if kind in _AS_FOLDER:
        return Files(config.parent, config, kind)
    found = [config.parent / name for name in _CHECKPOINTS if (config.parent / name).is_file()]
    found = found or sorted(config.parent.glob("*.pt*"))
    if not found:
        raise WeightsMissing(f"{folder} holds a config.json and no checkpoint.")
    return Files(found[0], config, kind)


def at_home(config: Path, folder: Path) -> dict[str, Any]:
    """A model's configuration, with files that lay beside it where it was made found beside it here."""

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: moved(each) for key, each in value.items()}
        if isinstance(value, list):
            return [moved(each) for each in value]
        if isinstance(value, str) and "." in value and not Path(value).is_file():
            here = folder / PurePosixPath(value.replace("\\", "/")).name
            return str(here) if here.is_file() else value
        return value

    told: dict[str, Any] = moved(json.loads(config.read_text("utf-8")))
    return told


def _unpack(archive: Path, folder: Path, about: dict[str, str]) -> None:
    """Unpack the files of an archive side by side, whatever folders it has.

    Raises:
        DiskFull: There is no room.
        WeightsMissing: It is damaged, or holds what no model holds.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            inside = [entry for entry in packed.infolist() if not entry.is_dir()]
            if not inside or sum(entry.file_size for entry in inside) > _UNPACKED_BYTES:
                raise WeightsMissing(f"{archive.parent.name} is empty, or larger than any model.")
            for entry in inside:
                name = PurePosixPath(entry.filename.replace("\\", "/")).name
                with packed.open(entry) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, 2**20)
        archive.unlink()
        (folder / _MANIFEST).write_text(json.dumps(about), "utf-8")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise WeightsMissing("The model's archive is damaged; it was thrown away.") from error
    except OSError as error:
        raise written(error, folder) from error
