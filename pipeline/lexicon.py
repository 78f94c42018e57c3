"""What the program knows of things and of people's words for them, so that it can write and draw without a model."""

from __future__ import annotations

from dataclasses import dataclass

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
