"""`summon bench faces`: how many portraits a face detector believes, in the layout of the paper's Table 1."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import ConfigInvalid

if TYPE_CHECKING:
    from bots.config import Config
    from pipeline.config import PainterSpec
    from pipeline.paint.faces.bench import Concept, Easel, Keep, Shot
    from pipeline.types import Catalog, Portrait, Style

OWN_CONCEPTS = Path(__file__).parents[2] / "tests" / "data" / "concepts.toml"
PAPER = {
    "paper SD1.5": (90.0, 24.0, 74.0, 68.0, 64.0, 66.0, 66.0, 4.0, 57.0),
    "paper SD1.5-G": (100.0, 86.0, 100.0, 98.0, 98.0, 90.0, 90.0, 78.0, 92.5),
}
"""Table 1 of ChatAnything (arXiv:2311.06772): its categories in its order, then its average, in per cent."""
SHOWN = (
    "rate_without_face",
    "score_median",
    "score_lowest",
    "seconds_median",
    "cpu_seconds_median",
    "memory_mb",
    "eye_corner_error_median",
    "mouth_corner_error_median",
    "variety_share",
    "repeats_equal",
    "refused",
    "failed",
)
"""What stands below the table."""
PAPER_CATEGORIES = ("people", "animals", "fruits", "plants", "office", "bags", "clothes", "cartoons")


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for."""

    painter: str
    detector: str
    weights: Path | None
    per_category: int
    concepts: Path | None
    categories: tuple[str, ...]
    style: str
    seed: int
    sheet: Path | None
    out: Path | None
    config: Path | None
    variety: bool
    as_json: bool
    unguided: bool = False


def faces(
    painter: Annotated[str, typer.Option(help="Who paints, such as drawn.")] = "drawn",
    detector: Annotated[str, typer.Option(help="retinaface, retinaface-mobile or mediapipe.")] = "retinaface",
    weights: Annotated[Path | None, typer.Option(help="The detector's weights, where it takes a file.")] = None,
    per_category: Annotated[int, typer.Option(help="Descriptions of each category, spread; 0: all.", min=0)] = 0,
    concepts: Annotated[Path | None, typer.Option(help="One description a line, or a .toml of categories.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="Only this category; once per category.")] = None,
    style: Annotated[str, typer.Option(help="A style's id; without one the writer chooses.")] = "",
    seed: Annotated[int, typer.Option(help="Another number, other portraits.", min=0)] = 0,
    sheet: Annotated[Path | None, typer.Option(help="A PNG that shows the portraits.")] = None,
    out: Annotated[Path | None, typer.Option(help="A folder to keep the portraits in.")] = None,
    config: Annotated[Path | None, typer.Option(help="A configuration file.")] = None,
    *,
    variety: Annotated[bool, typer.Option("--variety", help="Paint each twice, to compare seeds with things.")] = False,
    unguided: Annotated[bool, typer.Option("--unguided", help="Diffusion: the same without guidance, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Paint many descriptions and count the faces that a detector finds."""
    import asyncio

    plan = Plan(
        painter=painter,
        detector=detector,
        weights=weights,
        per_category=per_category,
        concepts=concepts,
        categories=tuple(category or ()),
        style=style,
        seed=seed,
        sheet=sheet,
        out=out,
        config=config,
        variety=variety,
        as_json=as_json,
        unguided=unguided,
    )
    chosen = choose(read_concepts(concepts or OWN_CONCEPTS), plan.categories, per_category)
    told, shots = asyncio.run(measure(plan, chosen))
    if sheet:
        _write_sheet(sheet, shots)
    _print_json(told) if as_json else _print_table(told)


def read_concepts(path: Path) -> tuple[Concept, ...]:
    """Read descriptions: a .toml of categories, each a list, or any text with one description a line.

    Raises:
        ConfigInvalid: The file cannot be read, or holds no description.
    """
    import tomllib

    from pipeline.paint.faces.bench import Concept

    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text) if path.suffix == ".toml" else {"all": text.splitlines()}
    except OSError as error:
        raise ConfigInvalid(f"The descriptions {path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigInvalid(f"The descriptions {path} cannot be read: {error}.") from error
    lists = [(name, lines) for name, lines in table.items() if isinstance(lines, list)]
    if len(lists) < len(table) or not all(isinstance(line, str) for _, lines in lists for line in lines):
        raise ConfigInvalid(f"{path} must hold one list of descriptions for each category, and nothing else.")
    found = tuple(Concept(name, line.strip()) for name, lines in lists for line in lines if line.strip())
    if not found:
        raise ConfigInvalid(f"{path} holds no description.")
    return found


def choose(concepts: Sequence[Concept], categories: Sequence[str], per_category: int) -> tuple[Concept, ...]:
    """Some of the descriptions: those of some categories, and of each so many, spread over its list.

    Raises:
        ConfigInvalid: There is no such category.
    """
    known = list(dict.fromkeys(concept.category for concept in concepts))
    unknown = [name for name in categories if name not in known]
    if unknown:
        raise ConfigInvalid(f"There is no category called {unknown[0]!r}. Known: {', '.join(known)}.")
    chosen: list[Concept] = []
    for name in categories or known:
        group = [concept for concept in concepts if concept.category == name]
        count = min(per_category or len(group), len(group))
        chosen += [group[index * len(group) // count] for index in range(count)]
    return tuple(chosen)


async def measure(plan: Plan, concepts: Sequence[Concept]) -> tuple[dict[str, Any], list[Shot]]:
    """Paint and look; the figures, and what was measured of each description."""
    from bots.catalogues import open_catalog
    from bots.config import load
    from bots.files import make_folder
    from pipeline.paint.faces.bench import figures
    from pipeline.paint.faces.finder import find_finder

    # Whatever is missing is said before a minute of painting.
    find_finder(plan.detector)
    if plan.weights and not plan.weights.is_file():
        raise ConfigInvalid(f"The weights {plan.weights} are not there.")
    if plan.unguided and plan.painter != "diffusion":
        raise ConfigInvalid("Only the diffusion painter paints without guidance: add --painter diffusion.")
    config = load(plan.config)
    plan = replace(plan, weights=plan.weights or await _weights(plan, config))
    catalog = open_catalog(config).narrowed(painter=plan.painter)
    style = _style(catalog, plan.style) if plan.style else None
    for folder in (plan.out, plan.sheet and plan.sheet.absolute().parent):
        if folder:
            make_folder(folder)
    spec = _told(plan, config.painter)
    shots, memory_mb, equal = await _shots(plan, concepts, config, spec, catalog, style)
    told = {
        "painter": plan.painter,
        "detector": plan.detector,
        "style": plan.style,
        "seed": plan.seed,
        **figures(shots),
        "memory_mb": memory_mb,
        "repeats_equal": equal,
    }
    if plan.unguided:
        bare, _, _ = await _shots(plan, concepts, config, _unguided(spec), catalog, style)
        kept = ("rate", "rate_per_category", "score_median", "failed", "missed")
        told["unguided"] = {key: value for key, value in figures(bare).items() if key in kept}
    return told, shots


async def _weights(plan: Plan, config: Config) -> Path | None:
    """The file that the detector reads, of those that were fetched; a measurement fetches nothing."""
    from pipeline.models.shelf import open_shelf
    from pipeline.paint.faces.looking import weights_of

    shelf = open_shelf(config.weights.model_copy(update={"first_use": False}))
    own = config.painter.detector_weights if config.painter.detector == plan.detector else ""
    return await weights_of(plan.detector, own, shelf)


def _told(plan: Plan, spec: PainterSpec) -> PainterSpec:
    """The painter as it is measured: looked at by the same detector, without a face drawn in where there is none."""
    watched = {"detector": plan.detector, "detector_weights": str(plan.weights or ""), "draw_face": False}
    return spec.model_copy(update={"backend": plan.painter, **(watched if plan.painter != "drawn" else {})})


def _unguided(spec: PainterSpec) -> PainterSpec:
    """The same diffusers with words alone: the paper's row without guidance."""
    bare = spec.diffusion.model_copy(update={"pull_steps": 0, "controlnet": "", "atlas": False})
    return spec.model_copy(update={"diffusion": bare, "tries": 1})


async def _shots(
    plan: Plan,
    concepts: Sequence[Concept],
    config: Config,
    spec: PainterSpec,
    catalog: Catalog,
    style: Style | None,
) -> tuple[list[Shot], float, bool]:
    """What was measured of each description, the memory that painting took, and whether repeats were equal."""
    from contextlib import AsyncExitStack

    from pipeline.backends import open_backend
    from pipeline.lanes import open_lanes
    from pipeline.paint.faces.bench import Easel, shoot
    from pipeline.paint.faces.finder import open_finder

    async with AsyncExitStack() as stack:
        lanes = await stack.enter_async_context(open_lanes(cpu_width=1))
        writer = await stack.enter_async_context(open_backend("writer", config.writer, lanes, config.weights))
        before = _peak_mb()
        painter = await stack.enter_async_context(open_backend("painter", spec, lanes, config.weights))
        easel = Easel(writer, painter, catalog, style, plan.seed)
        # The detector's own memory must not count, so the painter works before it is opened.
        rehearsed = await _rehearse(easel, concepts)
        after = _peak_mb()
        finder = await stack.enter_async_context(open_finder(plan.detector, plan.weights))
        _one_thread()
        shots = []
        for number, concept in enumerate(concepts, start=1):
            keep = _keeper(plan.out, number) if plan.out else None
            shots.append(await shoot(concept, easel, finder, lanes.of("cpu"), keep, variety=plan.variety))
            _show_progress(number, len(concepts))
    equal = all(rehearsed.get(shot.concept, shot.digest) == shot.digest for shot in shots)
    return shots, round(after - before, 1), equal


def _style(catalog: Catalog, style_id: str) -> Style:
    style = catalog.style(style_id)
    if style.id != style_id:
        known = ", ".join(each.id for each in catalog.styles)
        raise ConfigInvalid(f"There is no style called {style_id!r}. Known: {known}.")
    return style


async def _rehearse(easel: Easel, concepts: Sequence[Concept]) -> dict[Concept, bytes]:
    """Paint the first description of each category, and what came out."""
    from pipeline.errors import BadInput, StageFailed

    firsts = {concept.category: concept for concept in reversed(concepts)}
    digests = {}
    for concept in firsts.values():
        try:
            digests[concept] = (await easel.paint(concept.description, easel.seed, easel.style)).digest
        except (BadInput, StageFailed):
            continue
    return digests


def _peak_mb() -> float:
    """The most memory this process has held so far."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _one_thread() -> None:
    """Keep torch, where the detector brought it, to one thread: two get in each other's way on a busy machine."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


def _keeper(folder: Path, number: int) -> Keep:
    def keep(concept: Concept, portrait: Portrait) -> None:
        from PIL import Image

        from bots.files import write_whole

        words = re.sub(r"\W+", "-", f"{concept.category} {concept.description}").strip("-").lower()[:40]
        png = io.BytesIO()
        Image.frombytes("RGB", (portrait.width, portrait.height), portrait.rgb).save(png, "PNG")
        write_whole(folder / f"{number:03d}-{words}.png", png.getvalue())

    return keep


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {of}" + ("\n" if done == of else ""))


def _write_sheet(path: Path, shots: Iterable[Shot]) -> None:
    """One row a category; a category with more than twelve wraps."""
    from bots.files import write_whole
    from pipeline.paint.faces.sheet import COLUMNS, Tile, contact_sheet

    rows: dict[str, list[Tile]] = {}
    for shot in shots:
        if shot.tile is not None:
            caption = shot.concept.description
            rows.setdefault(shot.concept.category, []).append(Tile(shot.tile, caption, good=shot.found))
    wrapped = [row[start : start + COLUMNS] for row in rows.values() for start in range(0, len(row), COLUMNS)]
    write_whole(path, contact_sheet(wrapped))


def _print_json(told: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(told, ensure_ascii=False))


def _print_table(told: dict[str, Any]) -> None:
    """The layout of the paper's Table 1, in per cent, then the other figures line by line."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    rates: dict[str, float] = told["rate_per_category"]
    with_paper = tuple(rates) == PAPER_CATEGORIES
    title = f"Faces found, per cent: {told['samples']} painted here, seen by {told['detector']}"
    caption = "The paper's rows are its own figures (Table 1), not measured here." if with_paper else None
    table = Table(title=title, caption=caption, box=SIMPLE, padding=0, collapse_padding=True)
    table.add_column("", no_wrap=True)
    for name in (*rates, "avg."):
        table.add_column(name, justify="right", min_width=5)
    ours = [*rates.values(), told["rate"]]
    name = f"{told['painter']} {told['style'] or 'mixed'}"
    table.add_row(name, *("" if rate is None else f"{100 * rate:.1f}" for rate in ours), style="bold")
    if bare := told.get("unguided"):
        without = [*bare["rate_per_category"].values(), bare["rate"]]
        table.add_row("unguided", *("" if rate is None else f"{100 * rate:.1f}" for rate in without))
    if with_paper:
        for label, row in PAPER.items():
            table.add_row(label, *(f"{rate:.1f}" for rate in row), style="dim")
    console = Console()
    console.print(table)
    for key, value in told.items():
        if key in SHOWN:
            console.print(f"{key}: {value}", highlight=False, markup=False)
    for line in told["missed"]:
        console.print(f"not found: {line}", highlight=False, markup=False)
