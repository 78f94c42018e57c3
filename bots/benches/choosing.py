"""Compares what writers choose for descriptions with what was written down beforehand."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources

from pipeline.stages import Writer
from pipeline.types import Catalog, Persona

SEEDS = (1, 2, 3)
"""Chance decides between equals, so that one seed would flatter or wrong a writer without a model."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What suits one description."""

    description: str
    styles: frozenset[str]
    gender: str
    """`any` where the words leave it open: such descriptions do not count for gender."""
    language: str


def references() -> tuple[Reference, ...]:
    """The eighty descriptions, in the order they were written down."""
    text = resources.files("bots.benches").joinpath("choices.toml").read_text("utf-8")
    rows = tomllib.loads(text)["choices"]
    return tuple(Reference(told, frozenset(styles.split()), gender, code) for told, styles, gender, code in rows)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a writer chose."""

    reference: Reference
    persona: Persona
    gender: str
    age: str
    language: str

    @property
    def style_agrees(self) -> bool:
        """The style is one that suits."""
        return self.persona.style_id in self.reference.styles

    @property
    def gender_agrees(self) -> bool:
        """The voice has the gender that the words say; children's voices are alike."""
        return self.reference.gender in ("any", self.gender) or self.age == "child"

    @property
    def language_agrees(self) -> bool:
        """The voice speaks the language of the description."""
        return self.language.split("-")[0] == self.reference.language


async def choices(
    writer: Writer, catalog: Catalog, every: Sequence[Reference], seeds: Sequence[int] = SEEDS
) -> list[Choice]:
    """What a writer chooses for every description and seed."""
    made = []
    for reference in every:
        for seed in seeds:
            persona = await writer.persona(reference.description, catalog, seed)
            voice = catalog.voice(persona.voice_id)
            made.append(Choice(reference, persona, voice.gender, voice.age, voice.language))
    return made


def agreement(made: Sequence[Choice]) -> dict[str, float]:
    """Shares of the choices that agree with the reference."""
    gendered = [choice for choice in made if choice.reference.gender != "any"]
    return {
        "style": _share(made, lambda c: c.style_agrees),
        "gender": _share(gendered, lambda c: c.gender_agrees),
        "language": _share(made, lambda c: c.language_agrees),
        "all": _share(made, lambda c: c.style_agrees and c.gender_agrees and c.language_agrees),
    }


def style_by_chance(catalog: Catalog) -> float:
    """The share that agrees if styles are drawn blindly."""
    every = references()
    return round(
        sum(len(r.styles & {s.id for s in catalog.styles}) for r in every) / len(every) / len(catalog.styles), 3
    )


def _share(made: Sequence[Choice], agrees: Callable[[Choice], bool]) -> float:
    return round(sum(map(agrees, made)) / max(1, len(made)), 3)
