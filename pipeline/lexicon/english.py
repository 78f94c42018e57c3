"""The little English grammar that a lexicon needs: plurals, articles and the form in -ing."""

from __future__ import annotations

import re

_PLURALS = {
    "mouse": "mice",
    "louse": "lice",
    "goose": "geese",
    "foot": "feet",
    "tooth": "teeth",
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "ox": "oxen",
    "die": "dice",
    "sheep": "sheep",
    "deer": "deer",
    "fish": "fish",
    "moose": "moose",
    "elk": "elk",
    "shrimp": "shrimp",
    "trout": "trout",
    "salmon": "salmon",
    "cod": "cod",
    "tuna": "tuna",
    "carp": "carp",
    "squid": "squid",
    "bison": "bison",
    "samurai": "samurai",
    "ninja": "ninjas",
    "aircraft": "aircraft",
    "spacecraft": "spacecraft",
    "cactus": "cacti",
    "fungus": "fungi",
    "octopus": "octopuses",
    "leaf": "leaves",
    "loaf": "loaves",
    "wolf": "wolves",
    "werewolf": "werewolves",
    "calf": "calves",
    "knife": "knives",
    "wife": "wives",
    "life": "lives",
    "elf": "elves",
    "shelf": "shelves",
    "bookshelf": "bookshelves",
    "scarf": "scarves",
    "thief": "thieves",
    "dwarf": "dwarves",
    "half": "halves",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "hero": "heroes",
    "superhero": "superheroes",
    "mango": "mangoes",
    "tornado": "tornadoes",
    "volcano": "volcanoes",
    "mosquito": "mosquitoes",
    "buffalo": "buffaloes",
    "torpedo": "torpedoes",
    "echo": "echoes",
}
_HEADED = re.compile(r"^(\w+)( (?:of|in|on|with|for) .+)$")


def plural(noun: str) -> str:
    """Give the plural of an English noun: `teapots`, `cups of tea`, `mice`."""
    headed = _HEADED.match(noun)
    if headed:
        return plural(headed[1]) + headed[2]
    before, space, last = noun.rpartition(" ")
    for stem in ("man", "woman", "mouse", "fish", "foot", "tooth", "child"):
        if last != stem and last.endswith(stem) and len(last) > len(stem) + 2 and last != "human":
            return before + space + last[: -len(stem)] + _PLURALS[stem]
    return before + space + _PLURALS.get(last, _regular(last))


def _regular(word: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"


def singulars(word: str) -> tuple[str, ...]:
    """The singulars that an English plural may come from, the likeliest first; empty if it is none."""
    for one, many in _PLURALS.items():
        if many == word and one != many:
            return (one,)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y", word[:-1]
    if word.endswith("ves") and len(word) > 4:
        return word[:-3] + "f", word[:-3] + "fe", word[:-1]
    if word.endswith("es") and len(word) > 4:
        return word[:-1], word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return (word[:-1],)
    return ()


_VOWEL_SOUND = re.compile(r"^(?:[aeio]|u(?!ni|k|se|su|ti|r[aeio]|b?iq)|hon|hour|heir|f-hole|x-ray|8)", re.IGNORECASE)
_CONSONANT_SOUND = re.compile(
    r"^(?:one\b|once\b|ou[ij]|eu|ewe|union|unic|unif|ufo\b|usb|ukul|uran|urn(?!))", re.IGNORECASE
)


def a(phrase: str) -> str:
    """Set `a` or `an` before a phrase by how its first word sounds: `an apple`, `a unicorn`, `an hour`."""
    vowel = _VOWEL_SOUND.match(phrase) and not _CONSONANT_SOUND.match(phrase)
    return f"{'an' if vowel else 'a'} {phrase}"


_DOUBLED = re.compile(r"(?:qu|[^aeiou])*[aeiou][bdgkmnprtz]|forget|admit|commit|prefer|regret|begin|transmit")


def gerund(phrase: str) -> str:
    """Turn a verb phrase into its form in -ing: `pour tea` into `pouring tea`, `run` into `running`."""
    verb, space, rest = phrase.partition(" ")
    return _ing(verb) + space + rest.replace(" and run", " and running")


def _ing(verb: str) -> str:
    if verb in {"be", "see", "flee", "dye", "tee", "agree", "hoe", "singe"} or verb.endswith(("ee", "oe")):
        return verb + "ing"
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e"):
        return verb[:-1] + "ing"
    if _DOUBLED.fullmatch(verb):
        return verb + verb[-1] + "ing"
    return verb + "king" if verb in {"panic", "mimic"} else verb + "ing"


def listed(words: tuple[str, ...] | list[str], link: str = "and") -> str:
    """Join words as a sentence lists them: `a spout, a handle and a lid`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {link} {words[-1]}"
