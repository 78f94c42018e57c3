"""The painter of the mixture of diffusers: Stable Diffusion 1.5 and its derivatives, guided to a face."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from pipeline.config import PainterSpec
from pipeline.errors import BadInput, StageFailed
from pipeline.events import OnStep, unheeded
from pipeline.lanes import Lanes, Stop
from pipeline.models.shelf import Shelf
from pipeline.paint.blending import DrawsFaces
from pipeline.paint.diffusion.bases import Rack
from pipeline.paint.diffusion.session import Eyes, Means, Order, Session
from pipeline.paint.diffusion.subject import Subject, follow, imagine
from pipeline.paint.faces.measure import pixels
from pipeline.paint.guides import read_guide
from pipeline.types import Diffusion, Persona, Portrait, Style

log = logging.getLogger(__name__)


class DiffusionPainter:
    """Paints portraits by guided diffusion; where no try has a face, one is drawn into the best of them."""

    def __init__(
        self, spec: PainterSpec, lanes: Lanes, shelf: Shelf, rack: Rack, eyes: Eyes, drawn: DrawsFaces
    ) -> None:
        self._spec, self._shelf, self._rack, self._eyes, self._drawn = spec, shelf, rack, eyes, drawn
        # The CPU's lane runs several calls at once; networks that wear one style at a time allow one.
        self._lane, self._aside = lanes.of(rack.place.lane), lanes.of("cpu")

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        """Paint the persona; the same persona, style and seed give the same picture on one device.

        The mouths and lids of its atlas are painted by the same networks, unless the configuration leaves them to the
        animator; a drawn face has a drawn atlas.

        Raises:
            DescriptionRefused: The safety checker found fault with every try.
            GuideUnreadable: The guide is no picture, or is too large.
            StageFailed: Memory ran out, or the style is not one for diffusion.
            WeightsMissing: Weights are not here, broken, or do not belong together.
        """
        recipe = style.diffusion
        if recipe is None:
            raise StageFailed("paint", f"The style {style.id} says nothing of diffusion: give it a [style.diffusion].")
        size, side = self._spec.size, self._spec.diffusion.side
        picture = None if guide is None else await self._aside.run(lambda _: read_guide(guide, side))
        means = await self._means(recipe)

        def work(stop: Stop) -> tuple[Portrait, Subject]:
            finder = self._eyes.finder
            subject = imagine(persona, seed, side) if picture is None else follow(persona, seed, picture, finder)
            order = Order(subject, recipe, style.prompt, means, seed, self._is_checked(style, recipe))
            session = Session(
                order, self._spec.diffusion, self._rack, self._eyes, self._spec.tries if finder else 1, stop.check, step
            )
            return session.portrait(session.paint(), size), subject

        try:
            portrait, subject = await self._lane.run(work)
        except (RuntimeError, ValueError, TypeError, LookupError) as error:
            reason = " ".join(str(error).split())[:200]
            raise StageFailed("paint", f"The diffuser {style.id} failed: {type(error).__name__}: {reason}") from error
        if portrait.landmarks:
            return portrait
        unit = size / side
        guided = tuple((x * unit, y * unit) for x, y in subject.marks)
        if not self._spec.draw_face:
            # Nobody saw a face: it is taken to be where it was guided to.
            return replace(portrait, landmarks=guided)
        log.info("no face found, one is drawn in", extra={"tries": self._spec.tries})
        try:
            return await self._drawn.draw_onto(pixels(portrait), guided, persona, style, seed)
        except BadInput:
            # The lexicon knows nothing to say of this description; what was painted of it is a portrait all the same.
            return replace(portrait, landmarks=guided)

    def _is_checked(self, style: Style, recipe: Diffusion) -> bool:
        return recipe.checked or not style.adult or not self._spec.diffusion.unchecked

    async def _means(self, recipe: Diffusion) -> Means:
        """Where a style's weights lie; what is missing is fetched where that is allowed."""
        spec = self._spec.diffusion
        base = await self._shelf.use(recipe.base)
        loras = [(await self._shelf.use(lora.source), lora.weight) for lora in recipe.loras if lora.weight]
        return Means(
            base=base,
            reference=await self._reference(base),
            controlnet=await self._shelf.use(spec.controlnet) if spec.controlnet else None,
            loras=tuple(loras),
            inversions=tuple([await self._shelf.use(source) for source in recipe.inversions]),
        )

    async def _reference(self, base: Path) -> Path | None:
        """The model that a base derives from, where the base lacks something that it has."""
        whole = await asyncio.to_thread((base / "safety_checker").is_dir)
        if whole or not self._spec.diffusion.reference:
            return None
        return await self._shelf.use(self._spec.diffusion.reference)
