"""Reads a description: which thing is meant, and what is said of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import DescriptionEmpty, DescriptionRefused, DescriptionTooLong, DescriptionUnclear
from pipeline.lexicon import clauses, english, languages
from pipeline.lexicon.cleaning import cleaned, emoji_words, without_addresses
from pipeline.lexicon.forms import inflected
from pipeline.lexicon.nearest import nearest
from pipeline.lexicon.owners import owner_at
from pipeline.lexicon.things import TONGUES, Reading, Thing, lexicon
from pipeline.lexicon.words import known, meaning, moods_elsewhere, words

LONGEST = 500
"""How many characters a description may have."""
_MOST_WORDS = 80
"""How many words of a description are looked at."""
_TOKEN = re.compile(r"[^\W_]+(?:['’\-–]{1,2}[^\W_]+)*|\S")
_NO = frozenset(
    {"not", "never", "nicht", "no", "pas", "nie", "nunca", "jamais", "не", "non", "mai", "não", "niet", "geen", "nooit"}
)
_METRES = {"km": 1000.0, "kilometer": 1000.0, "kilometers": 1000.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0,
           "meters": 1.0, "ft": 0.3, "foot": 0.3, "feet": 0.3, "mile": 1600.0, "miles": 1600.0, "cm": 0.01, "mm": 0.001,
           "inch": 0.025, "inches": 0.025, "nm": 1e-9}  # fmt: skip
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A thing that some words name."""

    start: int
    end: int
    thing: Thing
    exact: bool = True


def read(description: str) -> Reading:
    """Understand a description: the thing, and all that the words say of it.

    Raises:
        DescriptionEmpty: There is nothing to read.
        DescriptionTooLong: It is longer than `LONGEST` characters.
        DescriptionUnclear: It has signs but no words.
        DescriptionRefused: It holds a word that only hurts.
    """
    if not description.strip():
        raise DescriptionEmpty("The description is empty.")
    if len(description) > 20 * LONGEST:
        raise DescriptionTooLong(f"The description has {len(description)} characters, {LONGEST} are enough.")
    text = cleaned(description)
    if not text:
        raise DescriptionEmpty("The description has nothing that can be seen.")
    if len(text) > LONGEST:
        raise DescriptionTooLong(f"The description has {len(text)} characters, {LONGEST} are enough.")
    return _read(" ".join(without_addresses(text).split()))


@functools.lru_cache(maxsize=256)
def _read(text: str) -> Reading:
    written = _nameless(_tokens(text))
    if not written:
        raise DescriptionUnclear("The description has no words.")
    # Folding leaves a dot of its own over a Turkish capital I.
    tokens = [token.casefold().replace("’", "'").replace("\u0307", "") for token in written]
    if any(token in words().refused for token in tokens):
        raise DescriptionRefused("The description holds a word that is not drawn here.")
    language = languages.guess(text, tokens)
    found = _named(tokens, language)
    head, others = _head(tokens, found, language)
    owner = owner_at(tokens, language)
    adjectives = _adjectives(tokens[:owner], head, [f for f in found if f.end <= owner], language)
    hints = lexicon().hints.get(head.thing.key, "") if head.exact else ""
    said = [*adjectives, *tokens[:owner]]
    return Reading(
        text=text,
        noun=_joined(written[head.start : head.end]) or head.thing.key,
        thing=head.thing,
        exact=head.exact,
        adjectives=adjectives,
        moods=moods_of(adjectives, language),
        colours=_every(words(language).colours, adjectives),
        materials=tuple(m for m in _every(words(language).materials, adjectives)),
        age=_age(said, hints, head.thing.category, language),
        gender=_gender(tokens[:owner], hints, language),
        size=_size(tokens, (*adjectives, *tokens[head.start : head.end]), language),
        language=language,
        others=_beside_it(others, clauses.told(text, language), language),
    )


def _beside_it(others: tuple[Thing, ...], told: clauses.Told, language: str) -> tuple[Thing, ...]:
    """The further things without those that the description says it fears or hates: they do not stand by it."""
    against = [token.casefold() for token in _tokens(f"{told.fear} {told.hate}")]
    away = {found.thing for found in _all_named(against, language)}
    return tuple(other for other in others if other not in away)


def moods_of(traits: tuple[str, ...] | list[str], language: str = "") -> tuple[str, ...]:
    """The moods that adjectives of a language express, in their order: whoever lists traits puts the strongest first.

    Without a language they may be of any, as the traits of a character are. Takes whole phrases as well: of
    `warm-hearted` and `a bit shy` every word counts.
    """
    moods: list[str] = []
    for trait in traits:
        lower = trait.casefold()
        whole = _mood(lower, language)
        moods += [whole] if whole else [_mood(part, language) for part in re.split(r"[\s\-,;/]+", lower)]
    return tuple(dict.fromkeys(mood for mood in moods if mood))


def _mood(word: str, language: str) -> str:
    return meaning(words(language).moods, word) or ("" if language else meaning(moods_elsewhere(), word))


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        elided = _ELIDED.match(token)
        if elided:
            tokens.append(elided[1])
            token = token[elided.end() :]
        if _UNSPACED.fullmatch(token):
            tokens.extend(_cut(token))
        elif token[0].isalnum():
            tokens.append(token)
        else:
            tokens.extend(emoji_words(token))
        if len(tokens) >= _MOST_WORDS:
            break
    return tokens[:_MOST_WORDS]


_ELIDED = re.compile(r"(?i)(l|d|un|dell|all|nell|sull|dall|quell|bell)['’](?=[^\W\d_]{2})")
"""An article or a preposition that leans on its noun: `l'arbre`, `un'anziana`."""


def _nameless(written: list[str]) -> list[str]:
    """Without a proper name at the end: of `my cat Whiskers` the cat is left."""
    if not written or written[0].casefold() not in _OWNERS:
        return written
    end = len(written)
    while end > 2 and written[end - 1].istitle():
        end -= 1
    return written[:end] if written[end - 1] in lexicon().by_name else written


_OWNERS = frozenset(
    ("my", "our", "mi", "mon", "ma", "notre", "nuestro", "nuestra", "мой", "моя", "наш", "наша", "meu", "minha", "mijn",
     "mój", "moja", "benim")
)  # fmt: skip


def _cut(run: str) -> list[str]:
    """Cut writing without blanks at the longest words that are known; what is between stays together."""
    pieces: list[str] = []
    unknown, at = "", 0
    while at < len(run):
        size = next((n for n in range(min(8, len(run) - at), 0, -1) if _is_word(run[at : at + n])), 0)
        if not size:
            unknown += run[at]
            at += 1
            continue
        if unknown:
            pieces.append(unknown)
        pieces.append(run[at : at + size])
        unknown, at = "", at + size
    return [*pieces, unknown] if unknown else pieces


def _is_word(piece: str) -> bool:
    told = words()
    tables = (lexicon().by_name, told.moods, told.colours, told.materials, told.age, told.size)
    return piece in _PARTICLES or any(piece in table for table in tables)


_PARTICLES = frozenset(
    re.split(
        r" ", "的 一个 一只 一把 一位 一棵 一朵 一条 一台 一本 一座 那个 这个 很 非常 个 只 和 と の な が は いる"
    )
)


def _named(tokens: list[str], language: str) -> list[_Found]:
    """Every thing that the words name, in order; words of other languages count only where nothing else is named."""
    found = _all_named(tokens, language)
    own = [f for f in found if not _elsewhere(" ".join(tokens[f.start : f.end]), language)]
    return own or found


def _elsewhere(name: str, language: str) -> bool:
    """Whether a name belongs to other languages than the description's, and not to English."""
    return any(name in names for names in lexicon().foreign.values()) and not (
        name in lexicon().english or name in lexicon().foreign.get(language, ())
    )


def _all_named(tokens: list[str], language: str) -> list[_Found]:
    called, skip = lexicon().called, words(language).skip
    # In its own language a little word is nothing else: `van` is no van.
    little = skip | words(language).links if language in TONGUES else skip
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        for size in range(min(4, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + size])
            thing = called(phrase, language)
            if thing is None and size == 1 and not known(skip, phrase):
                thing = inflected(phrase, language)
            verb = language == "de" and phrase == "hat"
            if thing is not None and not verb and not (size == 1 and phrase in little):
                found.append(_Found(at, at + size, thing))
                at += size - 1
                break
        at += 1
    return found


def _head(tokens: list[str], found: list[_Found], language: str) -> tuple[_Found, tuple[Thing, ...]]:
    """The thing that is described, and the further things that stand by it."""
    costumed = _costumed(tokens, found)
    if costumed is not None:
        return costumed, tuple(dict.fromkeys(f.thing for f in found if f.thing is not costumed.thing))
    end = _tail(tokens, found, language)
    inside = [f for f in found if f.end <= end and not _describes(tokens, f, found, end, language)]
    inside = inside or [f for f in found if f.end <= end]
    shown = _shown(tokens, inside, found, end, language)
    if shown is not None:
        return shown, tuple(dict.fromkeys(f.thing for f in found if f.thing is not shown.thing and f.start >= end))
    head = _best(tokens, inside, [f for f in found if f.end <= end], end, language) if inside else None
    if head is None:
        head = _guess(tokens, found, end, language)
    beside = (f for f in found if f.thing is not head.thing and not _plain_adjective(tokens, f, language))
    return head, tuple(dict.fromkeys(f.thing for f in beside))


def _costumed(tokens: list[str], found: list[_Found]) -> _Found | None:
    """The thing that is dressed up: of `my shoe as a pirate` and of `a cat dressed as a wizard` the first one."""
    if "as" not in tokens[1:-1]:
        return None
    at = tokens.index("as", 1)
    before, after = [f for f in found if f.end <= at], [f for f in found if f.start > at]
    if not before or not after or after[0].thing.category != "people" or before[-1].thing.category == "people":
        return None
    return before[-1]


_SHOWS = frozenset(
    re.split(
        r" ",
        "description picture photo photograph portrait painting drawing image sketch story tale version kind example "
        "slice bit heap pile bunch group lot",
    )
)
"""What only shows or counts the thing that is named after it: a picture of a cat is a cat."""


def _shown(tokens: list[str], inside: list[_Found], found: list[_Found], end: int, language: str) -> _Found | None:
    """The first thing after `of`, where the words before it name nothing of their own."""
    if end >= len(tokens) - 1 or tokens[end] not in {"of", "about"}:
        return None
    if tokens[end - 1] not in _SHOWS or any(f.end != end for f in inside):
        return None
    after = [f for f in found if f.start > end]
    named = [f for f in after if not _plain_adjective(tokens, f, language)]
    return next(iter(named or after), None)


def _tail(tokens: list[str], found: list[_Found], language: str) -> int:
    """Where the words for the thing end and what is told of it begins."""
    covered = {at for f in found if f.end - f.start > 1 for at in range(f.start, f.end)}
    links, skip = words(language).links, words(language).skip
    owner = owner_at(tokens, language)
    for at in range(1, owner):
        linking = tokens[at] in links and not (language not in _DIE and tokens[at] in {"der", "die", "das"})
        if linking and at not in covered and any(token not in skip for token in tokens[:at]):
            return at
    return owner


_DIE = frozenset({"de", "nl"})
"""Where `die` begins what is told of a thing."""


def _describes(tokens: list[str], f: _Found, found: list[_Found], end: int, language: str) -> bool:
    """Whether a found name is used as an adjective here: `orange` in `an orange cat`."""
    if f.end - f.start > 1 or not any(g.start >= f.end and g.end <= end for g in found):
        return False
    word, told = tokens[f.start], words(language)
    return any(meaning(of, word) for of in (told.moods, told.colours, told.materials, told.age, told.size))


_HEAD_FIRST = frozenset({"es", "fr", "it", "pt", "pl"})
_ADJECTIVES_LAST = _HEAD_FIRST - {"pl"}


def _best(tokens: list[str], inside: list[_Found], found: list[_Found], end: int, language: str) -> _Found | None:
    if language in _HEAD_FIRST:
        return inside[0]
    if language == "en":
        role = _role(tokens, inside, end)
        if role is not None:
            return _player(tokens, found, role) or role
    last = inside[-1]
    trailing = [t for t in tokens[last.end : end] if t not in words().skip and not _is_adjective(t, language)]
    if trailing and language == "en":
        if trailing[-1] in words().roles:
            return last
        if last.end < end and not _separated(tokens, last.end, end):
            near = nearest(tokens[end - 1])
            return _Found(end - 1, end, near, exact=False) if near else _Found(last.start, end, last.thing, exact=False)
    return _without_role(tokens, inside)


def _role(tokens: list[str], inside: list[_Found], end: int) -> _Found | None:
    """The word for a person that ends the words for the thing, known or only built like one."""
    last, word = inside[-1], tokens[end - 1]
    if last.end == end:
        return last if last.thing.category == "people" else None
    if _separated(tokens, last.end, end) or _is_adjective(word) or word in words().roles:
        return None
    near = nearest(word)
    return _Found(end - 1, end, near, exact=False) if near is not None and near.category == "people" else None


_BEINGS = frozenset({"wizard", "witch", "hobbit", "vampire", "mermaid"})
"""Who is a being of its own beside a dead thing: a broom elf is an elf, but a quince witch a quince."""
_STORIED = _BEINGS | {"mummy", "ninja", "viking"}
"""Who is seen before what they do: a mummy king, a vampire countess."""


def _player(tokens: list[str], found: list[_Found], role: _Found) -> _Found | None:
    """The thing that plays a person's role, if one stands right before it: the melon of a melon squire."""
    before = [f for f in found if f.end <= role.start]
    if not before or not before[-1].exact:
        return None
    thing, gap = before[-1].thing, tokens[before[-1].end : role.start]
    name = " ".join(tokens[role.start : role.end])
    if gap and (len(gap) > 1 or thing.category not in _GROWN or gap[0] in words().skip or _is_adjective(gap[0])):
        return None
    if thing.category == "people":
        # Of two words for people the more storied one is what is seen: a leprechaun fiddler, a mummy king.
        return before[-1] if thing.key in _STORIED and role.thing.key not in _STORIED else None
    if _plain_adjective(tokens, before[-1]) and thing.category not in _GROWN:
        return None
    plays = thing.category in _PLAYERS or thing.key in _PRIZES
    if not plays or (role.thing.key in _BEINGS and thing.category in _DEAD):
        return None
    works = name in _AGENTS or (name in _GROWERS and thing.category in _GROWN)
    return None if works and not (name == "collector" and thing.category == "animals") else before[-1]


def _separated(tokens: list[str], start: int, end: int) -> bool:
    return any(token in words().skip for token in tokens[start:end])


def _without_role(tokens: list[str], inside: list[_Found]) -> _Found:
    """A wise apple elder is an apple: a role leaves the place to the thing that plays it."""
    last = inside[-1]
    name = " ".join(tokens[last.start : last.end])
    if last.thing.category == "people" and name not in words().roles:
        before = inside[-2] if len(inside) > 1 else None
        plays = before is not None and before.end == last.start and _plays(before) and name not in _AGENTS
        return before if before is not None and plays else last
    if name not in words().roles or last.thing.category == "cartoons":
        return last
    players = [f for f in inside[:-1] if " ".join(tokens[f.start : f.end]) not in words().roles]
    if players and players[-1].end == last.start:
        return players[-1]
    return last


_PLAYERS = frozenset(
    [
        "animals",
        "fruits",
        "plants",
        "office",
        "bags",
        "clothes",
        "cartoons",
        "food",
        "household",
        "tools",
        "furniture",
        "sea",
        "space",
    ]
)
"""What can have a profession: a bear baker is a bear, but a village baker is a baker and a jazz singer a singer."""

_PRIZES = frozenset({"trophy", "ball", "football", "drum", "bell"})
"""Things of sports and music that are no sport and no music by themselves."""
_GROWN = frozenset({"fruits", "plants"})
_DEAD = frozenset({"household", "tools", "furniture", "food", "space"})

_AGENTS = frozenset(
    [
        "keeper",
        "herder",
        "tuner",
        "maker",
        "seller",
        "repairer",
        "miner",
        "taster",
        "picker",
        "grower",
        "breeder",
        "catcher",
        "collector",
        "trainer",
        "tamer",
        "rider",
        "dealer",
        "player",
        "smoker",
        "eater",
        "drinker",
        "hunter",
        "owner",
    ]
)
"""Who does something with the thing before them and is not it: a goat herder is no goat."""
_GROWERS = frozenset(["farmer", "planter", "gatherer"])


def _plays(f: _Found) -> bool:
    return f.exact and f.thing.category in _PLAYERS


def _is_adjective(word: str, language: str = "") -> bool:
    told = words(language)
    return any(meaning(of, word) for of in (told.moods, told.colours, told.materials, told.age, told.size))


def _guess(tokens: list[str], found: list[_Found], end: int, language: str) -> _Found:
    """The nearest known thing for words that name none."""
    content = [at for at in range(end) if tokens[at] not in words(language).skip]
    nouns = (
        [at for at in content if not _is_adjective(tokens[at], language)] or content or list(range(len(tokens)))[-1:]
    )
    at = nouns[0] if language in _ADJECTIVES_LAST else nouns[-1]
    near = nearest(tokens[at])
    owner = owner_at(tokens, language)
    own = [f for f in found if f.end <= owner]
    if near is None and own:
        return own[0]
    if near is None:
        near = next((t for t in (nearest(tokens[n]) for n in reversed(nouns)) if t), None)
    if near is None:
        gender = _gender(tokens[:owner], "", language)
        near = lexicon().by_key[{"feminine": "woman", "masculine": "man"}.get(gender, "creature")]
    return _Found(at, at + 1, near, exact=False)


def _adjectives(tokens: list[str], head: _Found, found: list[_Found], language: str) -> tuple[str, ...]:
    """The words that describe the head: known ones anywhere, unknown ones beside it."""
    named = {at for f in found if not _plain_adjective(tokens, f, language) for at in range(f.start, f.end)}
    beside = _beside(tokens, head, language)
    kept: list[str] = []
    for at, token in enumerate(tokens):
        if at in named or head.start <= at < head.end or token in _PARTICLES or token in words().roles:
            continue
        two = f"{token} {tokens[at + 1]}" if at + 1 < len(tokens) else ""
        if two and meaning(words(language).moods, two):
            kept.append(two)
        elif _is_adjective(token, language):
            kept.extend([] if _negated(tokens, at) else [token])
        elif at in beside and not _empty(token, language):
            kept.append(token)
    return tuple(dict.fromkeys(kept))


def _empty(token: str, language: str) -> bool:
    told = words(language)
    return token in told.skip or token in told.links or token in _METRES or token[0].isdigit() or token in _NO


def _negated(tokens: list[str], at: int) -> bool:
    return any(word in _NO for word in tokens[max(0, at - 2) : at])


def _plain_adjective(tokens: list[str], f: _Found, language: str = "") -> bool:
    return f.end - f.start == 1 and _is_adjective(tokens[f.start], language)


def _beside(tokens: list[str], head: _Found, language: str) -> range:
    if language in _ADJECTIVES_LAST:
        last = min(head.end + 2, len(tokens))
        return range(head.end, next((at for at in range(head.end, last) if tokens[at] in words(language).links), last))
    start = head.start
    while start > 0 and tokens[start - 1] not in words(language).links:
        start -= 1
    return range(start, head.start)


def _every(of: Mapping[str, str], told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in (meaning(of, word) for word in told) if value))


_YOUNG = ("young", "youthful", "jung", "joven", "jeune", "молод", "年轻", "若い")
"""What makes a thing a child, but a queen only a young queen."""


def _age(told: list[str], hints: str, category: str, language: str) -> str:
    if "o" in hints or "c" in hints:
        return "old" if "o" in hints else "child"
    grown = category == "people"
    ages = [meaning(words(language).age, word) for word in told if not (grown and word.startswith(_YOUNG))]
    return "old" if "old" in ages else next((age for age in ages if age), "")


def _gender(tokens: list[str], hints: str, language: str) -> str:
    if "f" in hints or "m" in hints:
        return "feminine" if "f" in hints else "masculine"
    return next((found for found in (meaning(words(language).gender, token) for token in tokens) if found), "")


def _size(tokens: list[str], told: tuple[str, ...], language: str) -> str:
    for at, token in enumerate(tokens[:-1]):
        number = token.replace(",", ".")
        if tokens[at + 1] in _METRES and number.replace(".", "").isdecimal() and number.isascii():
            metres = float(number.strip(".") or 0) * _METRES[tokens[at + 1]]
            return "huge" if metres >= 2 else "tiny" if metres < 0.05 else ""
    return next((size for size in (meaning(words(language).size, word) for word in told) if size), "")


def _joined(pieces: list[str]) -> str:
    return " ".join(pieces)


def singular(noun: str) -> str:
    """The English singular of a name that the lexicon knows as a plural; any other word as it is."""
    thing = lexicon().by_name.get(noun)
    if thing is None:
        return noun
    return next((one for one in thing.names if one != noun and english.plural(one) == noun), noun)
