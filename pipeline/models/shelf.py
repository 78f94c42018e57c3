"""The folder of weights: what lies there, fetching what is missing, checking and removing what is there."""

from __future__ import annotations

import asyncio
import fcntl
import importlib.util
import logging
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.config import ModelsSpec
from pipeline.errors import BackendMissing, OutputUnwritable, WeightsMissing
from pipeline.models.contents import see_contents, unpacked
from pipeline.models.fetch import PAUSES_S, Fetcher, Item, open_fetcher, see_room, sha256_of, written
from pipeline.models.named import facts
from pipeline.models.records import Manifest, read_manifest, remember, remembered, write_manifest
from pipeline.models.weights import Kind, Source, Weights, read_source

log = logging.getLogger(__name__)

Told = Callable[[str, int, int], None]
"""Is told the file that is coming, and how many bytes of all have come; 0 of all where nobody knows."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Weights that lie on the disk."""

    path: Path
    """The folder, or the one file."""
    bytes: int
    revision: str = ""
    sha256: dict[str, str] = field(default_factory=dict, repr=False)


class Shelf:
    """Weights on the disk, by their source."""

    def __init__(
        self,
        folder: Path,
        *,
        first_use: bool = True,
        pickles: bool = False,
        endpoint: str | None = None,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        """`first_use` lets `use` fetch what is missing; `endpoint` is another hub than the public one."""
        self.folder = folder
        self._first_use, self._pickles, self._endpoint, self._pauses_s = first_use, pickles, endpoint, pauses_s
        self._busy: dict[str, asyncio.Lock] = {}

    @property
    def first_use(self) -> bool:
        """Whether what is missing may be fetched while the program runs."""
        return self._first_use

    def find(self, weights: Weights) -> Installed | None:
        """Where weights lie, if they are here and whole by their sizes."""
        source = read_source(weights.source)
        if source.kind is Kind.LOCAL:
            path = Path(source.place)
            return Installed(path, _bytes(path)) if path.exists() else None
        folder = self.folder / source.slug
        manifest = read_manifest(folder)
        if manifest is None or any(not _is_size(folder / name, size) for name, size in manifest.bytes.items()):
            return None
        names = list(manifest.bytes)
        path = folder / names[0] if source.is_file and len(names) == 1 else folder / source.inner
        return Installed(path, sum(manifest.bytes.values()), manifest.revision, manifest.sha256)

    async def use(self, source: str) -> Path:
        """The path to load the weights of a source from; fetches them first where that is allowed.

        Raises:
            DiskFull: There is no room for them.
            WeightsMissing: They are not here, and may not or cannot be fetched.
        """
        weights = facts(source)
        found = await asyncio.to_thread(self.find, weights)
        if found is not None:
            return found.path
        if read_source(source).kind is Kind.LOCAL:
            raise WeightsMissing(f"The weights {source} are not there.")
        if not self._first_use:
            raise WeightsMissing(f"{weights.id} is not installed: summon models fetch {weights.id}")
        async with self._turn(source):
            # Whoever waited for the turn may find what the one before fetched.
            found = await asyncio.to_thread(self.find, weights)
            if found is None:
                log.info("weights are fetched on first use", extra={"weights": weights.id})
                found = await self._fetched(weights, _logged(weights), pickles=self._pickles, accept=False)
        return found.path

    async def fetch(
        self, weights: Weights, told: Told, *, pickles: bool | None = None, accept: bool = False
    ) -> Installed:
        """Fetch weights, or repair what is broken of them; what had come before an interruption is used.

        `accept` takes another content than was fetched from the same place before.

        Raises:
            BackendMissing: They lie on the hub, and its library is not installed.
            DiskFull: There is no room; nothing is broken.
            OutputUnwritable: The folder cannot be written.
            WeightsMissing: They cannot be had, or are not what they should be.
        """
        source = read_source(weights.source)
        if source.kind is Kind.LOCAL:
            raise WeightsMissing(f"{weights.source} is a path of your own, which nobody can fetch.")
        async with self._turn(weights.source):
            allowed = self._pickles if pickles is None else pickles
            return await self._fetched(weights, told, pickles=allowed, accept=accept)

    def _turn(self, source: str) -> asyncio.Lock:
        """Held by whoever fetches a source in this process."""
        return self._busy.setdefault(source, asyncio.Lock())

    async def _fetched(self, weights: Weights, told: Told, *, pickles: bool, accept: bool) -> Installed:
        source, allowed = read_source(weights.source), weights.pickle or pickles
        async with self._alone(source):
            known = {} if accept else remembered(self.folder, source.slug)
            commit, items = await self._items(source, weights, known, pickles=allowed)
            return await self._bring(source, weights, commit, items, told, pickles=allowed)

    async def _items(
        self, source: Source, weights: Weights, known: dict[str, str], *, pickles: bool
    ) -> tuple[str, dict[str, Item]]:
        """What is to be fetched, by the name it gets, and the commit it is of."""
        if source.kind is Kind.URL:
            name = source.file_name
            return "", {name: Item(source.place, 0, weights.sha256 or known.get(name, ""))}
        if importlib.util.find_spec("huggingface_hub") is None:
            raise BackendMissing("Hugging Face hub", "diffusion")
        from pipeline.models import hub

        held = await hub.listing(source, self._endpoint)
        entries = hub.needed(source, held.entries, pickles=pickles)
        items = {_safe(entry.path): hub.item(source, held.commit, entry, self._endpoint) for entry in entries}
        if weights.sha256 and len(items) == 1:
            name, item = next(iter(items.items()))
            items[name] = Item(item.url, item.bytes, weights.sha256, item.headers)
        return held.commit, items

    async def _bring(
        self, source: Source, weights: Weights, commit: str, items: dict[str, Item], told: Told, *, pickles: bool
    ) -> Installed:
        """Fetch into a folder beside the final one, look at everything, and give it its name."""
        final, coming = self.folder / source.slug, self.folder / f"{source.slug}.coming"
        await asyncio.to_thread(_take_over, final, coming)
        of = sum(item.bytes for item in items.values())
        have = sum(_bytes(coming / name) for name in items)
        see_room(self.folder, of - have)
        hashes, done = {}, 0
        async with open_fetcher(self._pauses_s) as fetcher:
            for name, item in items.items():
                hashes[name] = await self._one(fetcher, coming / name, item, _from(told, name, done, of))
                done += (coming / name).stat().st_size
        return await asyncio.to_thread(self._finish, source, weights, commit, hashes, pickles=pickles)

    async def _one(self, fetcher: Fetcher, path: Path, item: Item, told: Callable[[int, int], None]) -> str:
        """One file, unless it is there already; its SHA-256."""
        digest = await asyncio.to_thread(_kept, path, item)
        if digest:
            told(_bytes(path), item.bytes)
            return digest
        return await fetcher.fetch(item, path, told)

    def _finish(
        self, source: Source, weights: Weights, commit: str, hashes: dict[str, str], *, pickles: bool
    ) -> Installed:
        final, coming = self.folder / source.slug, self.folder / f"{source.slug}.coming"
        try:
            paths = [see_contents(unpacked(coming / name), pickles=pickles) for name in hashes]
        except WeightsMissing:
            # What is no weights today is none tomorrow: nothing of it is worth going on from.
            shutil.rmtree(coming, ignore_errors=True)
            raise
        sizes = {str(path.relative_to(coming)): path.stat().st_size for path in paths}
        manifest = Manifest(
            source=weights.source,
            licence=weights.licence,
            revision=commit,
            fetched=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            bytes=sizes,
            sha256={name: hashes.get(name) or sha256_of(coming / name) for name in sizes},
        )
        try:
            write_manifest(coming, manifest)
            coming.replace(final)
            if source.kind is Kind.URL:
                remember(self.folder, source.slug, hashes)
        except OSError as error:
            raise written(error, final) from error
        found = self.find(weights)
        if found is None:
            raise WeightsMissing(f"{weights.id} came, but is not whole: fetch it again.")
        log.info("weights fetched", extra={"weights": weights.id, "bytes": found.bytes})
        return found

    def broken(self, weights: Weights) -> tuple[str, ...]:
        """The files of installed weights whose content is no longer what came."""
        found = self.find(weights)
        if found is None or not found.sha256:
            return ()
        folder = self.folder / read_source(weights.source).slug
        return tuple(name for name, digest in found.sha256.items() if sha256_of(folder / name) != digest)

    def remove(self, weights: Weights) -> int:
        """Remove weights, and what had come of them; the bytes that are free again.

        Raises:
            OutputUnwritable: They cannot be removed.
            WeightsMissing: They are the operator's own file, which is left alone.
        """
        source = read_source(weights.source)
        if source.kind is Kind.LOCAL:
            raise WeightsMissing(f"{weights.source} is a path of your own: remove it yourself.")
        freed = 0
        for folder in (self.folder / source.slug, self.folder / f"{source.slug}.coming"):
            if folder.is_dir():
                freed += _bytes(folder)
                try:
                    shutil.rmtree(folder)
                except OSError as error:
                    raise OutputUnwritable(f"{folder} cannot be removed: {error.strerror}.") from error
        (self.folder / f"{source.slug}.lock").unlink(missing_ok=True)
        return freed

    @asynccontextmanager
    async def _alone(self, source: Source) -> AsyncIterator[None]:
        """Hold off other programs that fetch the same."""
        _make(self.folder)
        with (self.folder / f"{source.slug}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise WeightsMissing(f"Another program is fetching {source.slug} just now.") from error
            yield


def _take_over(final: Path, coming: Path) -> None:
    """Begin from what is there: what had come before, or what is installed and wants repair."""
    _make(coming)
    if read_manifest(final) is not None:
        shutil.copytree(final, coming, dirs_exist_ok=True, copy_function=_link)
        shutil.rmtree(final)


def _kept(path: Path, item: Item) -> str:
    """The SHA-256 of what is there already, if it is what is wanted; empty where it has to be fetched."""
    _make(path.parent)
    if not path.is_file():
        return ""
    digest = sha256_of(path)
    if (not item.bytes or _is_size(path, item.bytes)) and digest.startswith(item.sha256.lower()):
        return digest
    path.unlink()
    return ""


def _link(source: str, target: str) -> str:
    path = Path(target)
    path.unlink(missing_ok=True)
    path.hardlink_to(source)
    return target


def _from(told: Told, name: str, done: int, of: int) -> Callable[[int, int], None]:
    return lambda have, size: told(name, done + have, of or size)


def _logged(weights: Weights) -> Told:
    """Tells the log about every tenth of what is coming."""
    last = -1

    def told(_: str, have: int, of: int) -> None:
        nonlocal last
        tenth = 10 * have // of if of else have // 10**9
        if tenth > last:
            last = tenth
            log.info("weights are coming", extra={"weights": weights.id, "bytes": have, "of": of})

    return told


def _safe(path: str) -> str:
    """A repository's path as a name below a folder of ours.

    Raises:
        WeightsMissing: It leads out of the folder.
    """
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or "\0" in path:
        raise WeightsMissing(f"The repository holds a file with a hostile name: {path[:80]!r}.")
    return str(pure)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise written(error, folder) from error


def _is_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _bytes(path: Path) -> int:
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file() and not each.is_symlink())
    return path.stat().st_size if path.exists() else 0


def open_shelf(spec: ModelsSpec) -> Shelf:
    """The shelf that the configuration describes; nothing is read or made yet."""
    return Shelf(spec.path, first_use=spec.first_use, pickles=spec.pickles)
