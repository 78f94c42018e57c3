"""The things that the program knows, so that it can write and draw without a model."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from pipeline.lexicon import english
from pipeline.lexicon.cleaning import unmarked

CATEGORIES = (
    "people",
    "animals",
    "fruits",
    "plants",
    "office",
    "bags",
    "clothes",
    "cartoons",
    "food",
    "household",
    "vehicles",
    "tools",
    "furniture",
    "buildings",
    "weather",
    "space",
    "sea",
    "instruments",
    "sports",
    "ideas",
)
"""The first eight are the paper's."""

MOODS = (
    "grumpy",
    "cheerful",
    "wise",
    "shy",
    "heroic",
    "sleepy",
    "mischievous",
    "nervous",
    "sad",
    "proud",
    "gentle",
    "fierce",
    "dreamy",
    "curious",
    "elegant",
    "calm",
)
"""The moods that writing, drawing and motion understand; adjectives and traits are mapped to them."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the lexicon."""

    key: str
    """Its English singular: `teapot`."""
    category: str
    """One of `CATEGORIES`."""
    kind: str
    """Its nearest general kind within the category: `vessel`, `bird`, `tree`."""
    names: tuple[str, ...]
    """Every word for it, lower case, English and other languages, plurals included."""
    colours: tuple[str, ...]
    """`#rrggbb`, the most typical first; the second is an accent."""
    material: str
    """One of porcelain, metal, wood, paper, fabric, leather, glass, plastic, stone, fur, feather, skin, scales, leaf,
    fruit, dough, vapour, light."""
    shape: str
    """The silhouette in a word: `round`, `tall`, `box`, `long`, `flat`, `branching`."""
    parts: tuple[str, ...]
    """Visible parts: `spout`, `handle`, `lid`."""
    nature: tuple[str, ...]
    """Adjectives that lie in its nature: `warm`, `patient`."""
    does: tuple[str, ...]
    """What it does, as verb phrases: `pour tea`, `whistle when the water boils`."""
    likes: tuple[str, ...]
    dislikes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A description as it was understood."""

    text: str
    """The description, cleaned: one line, no control characters."""
    noun: str
    """The words for the thing itself, as they were written."""
    thing: Thing
    exact: bool
    """False where the thing is only the nearest one known."""
    adjectives: tuple[str, ...]
    """Words that describe it, in order, lower case."""
    moods: tuple[str, ...]
    """From `MOODS`, the strongest first; may be empty."""
    colours: tuple[str, ...]
    """`#rrggbb` that the words name; may be empty."""
    materials: tuple[str, ...]
    """Materials that the words name; may be empty."""
    age: str
    """`child`, `adult`, `old`, or empty where the words do not say."""
    gender: str
    """`feminine`, `masculine`, or empty where the words do not say."""
    size: str
    """`tiny`, `huge`, or empty."""
    language: str
    """BCP 47, guessed from the script and the words; `en` where nothing tells."""
    others: tuple[Thing, ...] = ()
    """Further things that the description names."""


SHAPES = (
    "round", "tall", "box", "long", "flat", "branching", "upright", "fourlegged", "bird", "fish", "snake", "insect",
    "cone", "ring", "star", "heart", "crescent", "drop", "cloud", "wave", "bell", "blob", "wheel", "fan", "bowl",
    "pair",
)  # fmt: skip
"""Every silhouette that a thing of the tables has."""

_TABLES = (
    "animals", "sea", "fruits", "plants", "food", "office", "bags", "clothes", "people", "cartoons", "household",
    "made", "world",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All known things and the words that lead to them."""

    things: tuple[Thing, ...]
    by_key: Mapping[str, Thing]
    by_name: Mapping[str, Thing]
    """Every name, lower case; words of other languages stand here as well."""
    count: Mapping[str, str]
    """How English counts a key: `~` a mass, `^` a pair, `!` only one, `=` a proper name."""
    hints: Mapping[str, str]
    """Per key the letters m, f, c and o: masculine, feminine, child, old."""
    english: frozenset[str]
    """The names that are English."""
    foreign: Mapping[str, Mapping[str, Thing]]
    """Per language the names that belong to it, and their things."""

    def called(self, name: str, language: str = "") -> Thing | None:
        """The thing of a name: in a language with words of its own first what it means there, as `beer` is a bear."""
        own = self.foreign[language] if language in TONGUES else {}
        return own.get(name) or own.get(unmarked(name)) or self.by_name.get(name)


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    foreign = _foreign_names()
    rows = [row for name in _TABLES for row in _rows(table(name))]
    taken = {row["key"] for row in rows}
    things: list[Thing] = []
    names: dict[str, str] = {}
    count: dict[str, str] = {}
    hints: dict[str, str] = {}
    spoken_english: set[str] = set()
    for row in rows:
        key = row["key"]
        count[key], hints[key] = row["count"], row["hints"]
        words = [key, *(name for name in row["synonyms"] if name not in taken)]
        ours = [*words, *map(english.plural, words)]
        spoken_english.update(ours)
        every = [*ours, *(word for _, word in foreign.get(key, ()))]
        for name in ours:
            names.setdefault(name, key)
        things.append(_thing(row, tuple(dict.fromkeys(every))))
    # An English word means what it means in English: a trombone is no paperclip, whatever it is in French.
    for thing in things:
        for name in thing.names:
            names.setdefault(name, thing.key)
    by_key = {thing.key: thing for thing in things}
    names.update((key, key) for key in by_key)
    spoken: dict[str, dict[str, Thing]] = {}
    for key, pairs in foreign.items():
        for language, word in pairs:
            spoken.setdefault(language, {}).setdefault(word, by_key[key])
    for language in TONGUES:
        spoken[language] = {word: by_key[key] for word, key in _tongue_names(language).items()}
    return Lexicon(
        tuple(things),
        MappingProxyType(by_key),
        MappingProxyType({name: by_key[key] for name, key in names.items()}),
        MappingProxyType(count),
        MappingProxyType(hints),
        frozenset(spoken_english),
        MappingProxyType({language: MappingProxyType(words) for language, words in spoken.items()}),
    )


def table(name: str) -> dict[str, Any]:
    """Read one of the tables that lie beside this module."""
    return tomllib.loads(resources.files("pipeline.lexicon").joinpath(f"{name}.toml").read_text("utf-8"))


TONGUES = ("it", "pt", "nl", "pl", "tr")
"""Languages whose words stand in a table of their own, and mean in other languages nothing or something else."""


@functools.cache
def tongue(language: str) -> dict[str, Any]:
    """The words of one of `TONGUES`."""
    return table(f"tongues/{language}")


def words_of(text: str) -> tuple[str, ...]:
    """Split a list of the tables at its commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _rows(tables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in tables["kind"]:
        for line in kind["things"].strip().splitlines():
            names, colours, *own = (cell.strip() for cell in line.split("|"))
            first, *synonyms = words_of(names)
            marked, _, hints = first.partition("@")
            key = marked.rstrip("~^!=").partition("=")[0].rstrip("^")
            columns = ("material", "shape", "parts", "nature", "does", "likes", "dislikes")
            yield {
                "key": key,
                "count": next((sign for sign in "~^!=" if sign in marked), ""),
                "hints": hints,
                "synonyms": [name.strip("~^!=") for name in synonyms],
                "colours": tuple(f"#{colour}" for colour in colours.split()),
                "category": kind.get("category") or tables["category"],
                "kind": kind["kind"],
                **{column: cell or kind[column] for column, cell in zip(columns, own, strict=True)},
            }


def _thing(row: dict[str, Any], names: tuple[str, ...]) -> Thing:
    return Thing(
        key=row["key"],
        category=row["category"],
        kind=row["kind"],
        names=names,
        colours=row["colours"],
        material=row["material"],
        shape=row["shape"],
        parts=words_of(row["parts"]),
        nature=words_of(row["nature"]),
        does=words_of(row["does"]),
        likes=words_of(row["likes"]),
        dislikes=words_of(row["dislikes"]),
    )


_LANGUAGES = ("de", "es", "fr", "zh", "ja", "ru")


def _foreign_names() -> dict[str, list[tuple[str, str]]]:
    found = {}
    for line in table("names")["things"].strip().splitlines():
        key, *cells = (cell.strip() for cell in line.split("|"))
        found[key] = [(lang, word) for lang, cell in zip(_LANGUAGES, cells, strict=True) for word in words_of(cell)]
    return found


def _tongue_names(language: str) -> dict[str, str]:
    """The keys that a language's names lead to; a name may be written without its marks where that is no other."""
    rows = [line.partition("|") for line in tongue(language)["names"].strip().splitlines()]
    found = [(word, key.strip()) for key, _, cell in rows for word in words_of(cell)]
    names: dict[str, str] = {}
    for word, key in (*found, *((unmarked(word), key) for word, key in found)):
        names.setdefault(word, key)
    return names
