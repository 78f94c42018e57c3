"""Reads a persona from what a language model answered: what is good is kept, what is wrong has a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.lexicon import Reading, lexicon
from pipeline.lexicon.languages import guess
from pipeline.lexicon.words import words
from pipeline.types import Catalog, Persona, Voice
from pipeline.write.harmless import printable
from pipeline.write.prompts import primary
from pipeline.write.spoken_part import speaks
from pipeline.write.thinking import find_object

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MARKUP = re.compile(r"<[^<>]{0,200}>|[`#*_]{1,3}(?=\S)|(?<=\S)[`*_]{1,3}|https?://\S+|@(?=everyone|here\b)")
# What a model writes that was talked into something, or that repeats its orders.
_HOSTILE = re.compile(
    r"(?:ignore|disregard|forget|override)\W+(?:\w+\W+){0,3}(?:instructions?|prompts?|rules)|system prompt|"
    r"developer mode|jailbreak|https?://|@everyone|<\||\|>|\[INST\]|as an ai language model",
    re.IGNORECASE,
)
_UNFIT = "it holds something that a character does not say"
_YOU = {
    "en": re.compile(r"\byou(?:r|'re|’re)?\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:du|dein\w*|dich|dir|Sie|ihr)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:tu|t['’]|ton|ta|tes|toi|vous|votre)", re.IGNORECASE),
    "es": re.compile(r"\b(?:tú|tu|tus|te|eres|usted)\b", re.IGNORECASE),
}
_SURE = frozenset({"en", "de", "es", "fr"})
"""Languages that a few sentences tell for certain."""


def _one_line(value: object) -> object:
    if isinstance(value, str) and _HOSTILE.search(value):
        raise ValueError(_UNFIT)
    return " ".join(_MARKUP.sub("", printable(value)).split()) if isinstance(value, str) else value


def _texts(value: object) -> object:
    if isinstance(value, str):
        value = re.split(r"[,;，、]", value)
    if not isinstance(value, list):
        return value
    # A trait is an adjective or two; what is longer is talk.
    return [text for text in (_one_line(item) for item in value[:12]) if isinstance(text, str) and 0 < len(text) <= 40]


def _fair(text: str) -> str:
    tokens = [token.casefold() for token in _WORD.findall(text)]
    if any(token in words().refused for token in tokens):
        raise ValueError(_UNFIT)
    return text


def _clipped(longest: int) -> AfterValidator:
    return AfterValidator(lambda text: _to_sentence(text, longest))


def _to_sentence(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    ends = [match.end() for match in re.finditer(r"[.!?…](?=\s)|[。！？]", text[:longest])]
    return text[: ends[-1]] if ends else text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


_Text = Annotated[str, BeforeValidator(_one_line), Field(min_length=1), AfterValidator(_fair)]
_Choice = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=60)]


class _Answer(BaseModel):
    """What a model wrote, each field good or absent. Unknown keys are talk and are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    language: _Choice | None = None
    traits: Annotated[tuple[_Text, ...], BeforeValidator(_texts), Field(min_length=1)] | None = None
    name: Annotated[_Text, Field(max_length=60)] | None = None
    personality: Annotated[_Text, Field(min_length=40), _clipped(2000)] | None = None
    manner: Annotated[_Text, _clipped(160)] | None = None
    greeting: Annotated[_Text, Field(min_length=2), _clipped(300)] | None = None
    summary: Annotated[_Text, _clipped(240)] | None = None
    style_id: _Choice | None = None
    voice_id: _Choice | None = None


KEYS = tuple(_Answer.model_fields)
_TEXTS = ("name", "personality", "greeting", "summary", "traits", "manner")


@dataclass(frozen=True, slots=True)
class Draft:
    """A persona as far as it could be read, and what is wrong with the rest."""

    good: Mapping[str, Any]
    problems: Mapping[str, str]
    """Per key that is missing or wrong a reason that the model is told; it holds nothing that the model wrote."""


def read_draft(text: str, reading: Reading, catalog: Catalog, before: Draft | None = None) -> Draft:
    """Read an answer; `before` is an earlier one of which the good parts are kept."""
    found = {key: value for key, value in find_object(text).items() if key in KEYS and value not in (None, "", [])}
    problems: dict[str, str] = {}
    try:
        answer = _Answer.model_validate(found)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            problems[str(fault["loc"][0])] = str(fault["msg"]).removeprefix("Value error, ")
        answer = _Answer.model_validate({key: value for key, value in found.items() if key not in problems})
    good = dict(before.good) if before else {}
    good |= {key: value for key, value in answer if value is not None}
    _check_choices(good, problems, reading, catalog)
    return Draft(good, _missing(good, problems))


def _check_choices(good: dict[str, Any], problems: dict[str, str], reading: Reading, catalog: Catalog) -> None:
    styles, voices = {style.id for style in catalog.styles}, {voice.id for voice in catalog.voices}
    for key, known in (("style_id", styles), ("voice_id", voices)):
        if key in good and good[key] not in known:
            problems[key] = "there is no such id; take one from the list"
            del good[key]
    if "language" in good:
        good["language"] = primary(good["language"])
        if good["language"] not in spoken_languages(catalog) or (
            _certain(reading) and good["language"] != _expected(reading, catalog)
        ):
            problems["language"] = f"it must be the description's: {_expected(reading, catalog)}"
            del good["language"]
    language = good.get("language") or _expected(reading, catalog)
    for key in ("personality", "greeting"):
        if key in good and not written_in(good[key], language):
            problems[key] = f"it must be written in {language}"
            del good[key]
    if "personality" in good and (you := _YOU.get(language)) and not you.search(good["personality"]):
        problems["personality"] = "it must speak to the character in the second person"
        del good["personality"]


def _missing(good: Mapping[str, Any], problems: dict[str, str]) -> dict[str, str]:
    return {key: problems.get(key, "it is missing") for key in KEYS if key not in good}


def spoken_languages(catalog: Catalog) -> tuple[str, ...]:
    """The languages that voices speak, English first where one does."""
    found = dict.fromkeys(primary(voice.language) for voice in catalog.voices)
    return tuple(sorted(found, key=lambda code: (code != "en", code)))


def voices_for(reading: Reading, catalog: Catalog) -> tuple[Voice, ...]:
    """The voices worth choosing from: those of the description's language where it is certain."""
    own = tuple(v for v in catalog.voices if primary(v.language) == _expected(reading, catalog))
    return own if own and _certain(reading) else catalog.voices


def _expected(reading: Reading, catalog: Catalog) -> str:
    """The language a persona should speak."""
    languages = spoken_languages(catalog)
    return reading.language if reading.language in languages else languages[0]


def _certain(reading: Reading) -> bool:
    """Whether the guess of the description's language can be relied on."""
    if reading.language not in _SURE:
        return not any("a" <= sign <= "z" for sign in reading.text.casefold())
    return reading.exact and (reading.language != "en" or reading.noun.casefold() in lexicon().english)


def written_in(text: str, language: str) -> bool:
    """Whether a text may be in a language, as far as its script and its commonest words tell."""
    tokens = [token.casefold() for token in _WORD.findall(text)]
    if not speaks(text, language):
        return False
    if len(tokens) < 8:
        return True
    found = guess(text, tokens)
    if found == language or found not in words().languages or language not in words().languages:
        return True
    if found == "en" and language not in _SURE:
        common = words().languages["en"]
        return sum(token in common for token in tokens) < 0.15 * len(tokens)
    return False


def complete(draft: Draft, filler: Persona, reading: Reading, catalog: Catalog) -> Persona:
    """The persona that a draft and the improviser's answer make together, all in one language."""
    good = draft.good
    language = good.get("language") or _expected(reading, catalog)
    texts_agree = primary(filler.language) == language
    if not texts_agree and any(key not in good for key in _TEXTS):
        return filler
    if not any(key in good for key in ("personality", "greeting")):
        return replace(filler, style_id=good.get("style_id", filler.style_id))
    told = {key: good[key] for key in ("name", "personality", "greeting", "summary") if key in good}
    return replace(
        filler,
        **_renamed(told, filler),
        traits=good["traits"][:6] if "traits" in good else filler.traits,
        manner=good.get("manner", filler.manner),
        language=language,
        style_id=good.get("style_id", filler.style_id),
        voice_id=_voice(good.get("voice_id", ""), language, filler, catalog).id,
    )


def _renamed(told: Mapping[str, str], filler: Persona) -> dict[str, str]:
    """The model's texts, and the improviser's with the model's name in them."""
    name = told.get("name", filler.name)
    rest = {key: str(getattr(filler, key)) for key in ("personality", "greeting", "summary") if key not in told}
    return {**told, **{key: text.replace(filler.name, name) for key, text in rest.items()}}


def _voice(chosen: str, language: str, filler: Persona, catalog: Catalog) -> Voice:
    """The chosen voice if it speaks the language, else the improviser's, else one like the chosen that does."""
    able = [voice for voice in catalog.voices if primary(voice.language) == language]
    named = {voice.id: voice for voice in able or catalog.voices}
    found = named.get(chosen) or named.get(filler.voice_id)
    if found is not None:
        return found
    wanted = catalog.voice(chosen or filler.voice_id)
    return next((voice for voice in able if voice.gender == wanted.gender), (able or list(catalog.voices))[0])


def empty() -> Draft:
    """A draft of nothing."""
    return Draft({}, _missing({}, {}))
