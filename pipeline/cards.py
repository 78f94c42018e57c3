"""Reads and writes characters as cards: Character Card V2 and V3, the PNG files of chat front ends and card sites.

A card is a PNG whose text chunks `chara` (V2) and `ccv3` (V3) hold base64 of JSON. Its texts are data from a stranger:
they become a persona, never instructions to the program, and notes and tags of its author are left aside.
Sources: the specifications of Character Card V2 (malfoyslastname) and V3 (kwaroran).
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import warnings
from dataclasses import asdict, dataclass, fields, replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline import lexicon
from pipeline.card_extras import given, taken
from pipeline.errors import CardUnreadable
from pipeline.types import Catalog, Character, Persona
from pipeline.write.harmless import printable

KEY = "summon"
"""Where our own data stands in a card's extensions."""
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 16_000_000
MOST_JSON = 2 * 1024 * 1024
TEXT_CHARS = 6000
GREETING_CHARS = 400
NAME_CHARS = 80


def _seen(value: object) -> object:
    # Halves of pairs are no text, and programs that count in UTF-16 leave them where they cut.
    return printable(value) if isinstance(value, str) else value


_Text = Annotated[str, BeforeValidator(_seen)]


class _Fields(BaseModel):
    """`data` of a card, as far as it is used; what else stands there is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: _Text = Field(min_length=1)
    description: _Text = ""
    personality: _Text = ""
    scenario: _Text = ""
    first_mes: _Text = ""
    extensions: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card gives."""

    persona: Persona
    picture: bytes
    """Encoded; empty where the card has none."""
    description: str
    extras: str = ""
    """What else it held, as `pipeline.card_extras` keeps it."""


class CharacterCards:
    """Writes characters as cards, and makes personas of anybody's cards."""

    def write(self, character: Character, description: str, extras: str = "") -> bytes:
        """A character as a PNG with both chunks, its voice and style under our own extension.

        `extras` is what the card held that it came from.
        """
        from PIL import Image, PngImagePlugin

        persona, portrait = character.persona, character.portrait
        own = {"description": description, "persona": asdict(persona), "voice": asdict(character.voice)}
        told = {
            "name": persona.name,
            "description": persona.personality,
            "personality": f"{', '.join(persona.traits)}. {persona.manner}",
            "scenario": "",
            "first_mes": persona.greeting,
            "mes_example": "",
            "creator_notes": persona.summary,
            "system_prompt": "",
            "post_history_instructions": "",
            "alternate_greetings": [],
            "tags": [persona.object],
            "creator": "",
            "character_version": "1",
            "extensions": {KEY: own},
        }
        told = given(told, extras)
        chunks = PngImagePlugin.PngInfo()
        chunks.add_text("chara", _packed({"spec": "chara_card_v2", "spec_version": "2.0", "data": told}))
        newer = {"group_only_greetings": [], **told}
        chunks.add_text("ccv3", _packed({"spec": "chara_card_v3", "spec_version": "3.0", "data": newer}))
        target = io.BytesIO()
        image = Image.frombytes("RGB", (portrait.width, portrait.height), portrait.rgb)
        image.save(target, "PNG", pnginfo=chunks)
        return target.getvalue()

    def read(self, card: bytes, catalog: Catalog) -> Card:
        """What a card says: ours as it was, anybody else's as a persona of its texts.

        Raises:
            CardUnreadable: It is no card, or hostile.
        """
        if not card or len(card) > MOST_BYTES:
            raise CardUnreadable("A card is a PNG or JSON file of at most 8 MB.")
        told, picture = (_of_png(card), card) if card.startswith(b"\x89PNG") else (_of_json(card), b"")
        try:
            inner = told.get("data", told)
            values = _Fields.model_validate(inner)
        except (ValidationError, AttributeError) as error:
            raise CardUnreadable("The card has no name, or fields of the wrong kind.") from error
        own = values.extensions.get(KEY)
        kept = _own(own, catalog) if isinstance(own, dict) else None
        extras = taken(inner, KEY)
        if kept is not None:
            persona, description = kept
            return Card(persona, picture, description, extras)
        return replace(_anybodys(values, picture, catalog), extras=extras)


def _anybodys(values: _Fields, picture: bytes, catalog: Catalog) -> Card:
    name = _line(values.name)[:NAME_CHARS] or "Somebody"
    texts = [_filled(text, name) for text in (values.description, values.personality, values.scenario)]
    told = " ".join(text for text in texts if text)[:TEXT_CHARS]
    reading = lexicon.read(_clear(f"{name} {told}"[:300]))
    traits = lexicon.moods_of(tuple(told.lower().split()[:400]))[:4] or ("calm",)
    greeting = _filled(values.first_mes, name)[:GREETING_CHARS] or f"Hello, I am {name}."
    own_language = [v for v in catalog.voices if v.language.split("-")[0] == reading.language.split("-")[0]]
    persona = Persona(
        object=reading.thing.key,
        name=name,
        summary=f"{name}, from a character card.",
        personality=f"You are {name}. {told}".strip(),
        traits=traits,
        manner=_filled(values.personality, name)[:200],
        greeting=greeting,
        language=reading.language,
        style_id=catalog.styles[0].id,
        voice_id=(own_language or list(catalog.voices))[0].id,
    )
    return Card(persona, picture, name)


def _own(own: dict[str, Any], catalog: Catalog) -> tuple[Persona, str] | None:
    """The persona that we wrote ourselves; None where somebody has broken it."""
    told = own.get("persona")
    if not isinstance(told, dict):
        return None
    values = {field.name: told.get(field.name) for field in fields(Persona)}
    traits = values.pop("traits")
    if not all(isinstance(value, str) for value in values.values()) or not isinstance(traits, list):
        return None
    texts = {name: _line(str(value)[:TEXT_CHARS]) for name, value in values.items()}
    texts["greeting"] = texts["greeting"][:GREETING_CHARS]
    texts["name"] = texts["name"][:NAME_CHARS] or "Somebody"
    texts["style_id"] = catalog.style(texts["style_id"]).id
    texts["voice_id"] = catalog.voice(texts["voice_id"]).id
    persona = Persona(**texts, traits=tuple(_line(str(trait)[:60]) for trait in traits[:8]))
    return persona, _line(str(own.get("description") or persona.object)[:500])


def _of_png(card: bytes) -> dict[str, Any]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(card), formats=("PNG",)) as image:
                small = image.width * image.height <= MOST_PIXELS
                if small:
                    image.load()
                chunks = {name: str(text) for name, text in image.info.items() if name in ("ccv3", "chara")}
    except Exception as error:
        # The decoder of a hostile file raises whatever it pleases.
        raise CardUnreadable("The card's picture cannot be read.") from error
    if not small:
        raise CardUnreadable("The card's picture is too large.")
    for name in ("ccv3", "chara"):
        if name in chunks:
            try:
                return _of_json(base64.b64decode(chunks[name], validate=False))
            except binascii.Error as error:
                raise CardUnreadable("The card's text cannot be read.") from error
    raise CardUnreadable("The picture holds no character.")


def _of_json(text: bytes) -> dict[str, Any]:
    if len(text) > MOST_JSON:
        raise CardUnreadable("The card's text is too long.")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CardUnreadable("The card's text cannot be read.") from error
    if not isinstance(told, dict):
        raise CardUnreadable("The card's text is no card.")
    return told


def _packed(card: dict[str, Any]) -> str:
    # A stranger's card may hold halves of pairs, which have no UTF-8.
    return base64.b64encode(json.dumps(card, ensure_ascii=False).encode("utf-8", "replace")).decode()


def _filled(text: str, name: str) -> str:
    """A card's text with its placeholders replaced; who talks to it is not known yet."""
    for placeholder, value in (("{{char}}", name), ("<BOT>", name), ("{{user}}", "you"), ("<USER>", "you")):
        text = text.replace(placeholder, value).replace(placeholder.upper(), value)
    return _line(text)


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _clear(text: str) -> str:
    return text if any(c.isalnum() for c in text) else "somebody"
