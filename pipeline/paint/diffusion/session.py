"""Paints one portrait on the device: tries in batches until a detector sees a face, in the memory that there is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.config import DiffusionSpec
from pipeline.errors import DescriptionRefused, StageFailed
from pipeline.events import OnStep
from pipeline.paint.diffusion.atlas import Sitting, repainted
from pipeline.paint.diffusion.bases import Base, Rack
from pipeline.paint.diffusion.devices import is_out_of_memory
from pipeline.paint.diffusion.guided import Check, Course, Networks, Pull, decode, denoise, encode, noise
from pipeline.paint.diffusion.judging import RGB, Fidelity, Guard, pixels
from pipeline.paint.diffusion.prompts import filled, text
from pipeline.paint.diffusion.subject import Subject
from pipeline.paint.diffusion.tries import Painted, Try, best, schedule
from pipeline.paint.faces.finder import SCORE, Face, FaceFinder
from pipeline.paint.faces.fit import landmarks_of
from pipeline.types import Diffusion, Portrait

log = logging.getLogger(__name__)

T = TypeVar("T")

SMALLEST = 0.12
"""Width of a portrait's face as a share of the picture."""


@dataclass(frozen=True, slots=True)
class Means:
    """Where the weights of a style lie."""

    base: Path
    reference: Path | None = None
    controlnet: Path | None = None
    loras: tuple[tuple[Path, float], ...] = ()
    inversions: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be painted."""

    subject: Subject
    recipe: Diffusion
    prompt: str
    """The style's template."""
    means: Means
    seed: int
    checked: bool = True
    """Whether the safety checker looks at it."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks at what was painted."""

    finder: FaceFinder | None = None
    fidelity: Fidelity | None = None


@dataclass(slots=True)
class Session:
    """One portrait at work."""

    order: Order
    spec: DiffusionSpec
    rack: Rack
    eyes: Eyes
    tries: int
    check: Check
    step: OnStep
    done: list[Painted] = field(default_factory=list)
    behind: int = 0
    """Steps of the tries before."""
    flagged: int = 0
    broken: int = 0

    def paint(self) -> Painted:
        """Try until there is a face; the best of all tries, which may be without one.

        Raises:
            DescriptionRefused: The safety checker found fault with every try.
            StageFailed: Memory ran out, or the networks' numbers did.
            WeightsMissing: Weights are broken or do not belong together.
        """
        base, networks = self._loaded()
        base.wear(self.order.means.loras, self.order.means.inversions)
        guard = self._guard()
        steps, faceless = self.order.recipe.steps, self.order.subject.faceless
        waiting = schedule(self.spec, self.tries, steps, self.order.seed, faceless=faceless)
        batch = self.spec.batch or (1 if networks.device.type == "cpu" else 4)
        while waiting and not any(one.landmarks for one in self.done):
            some = waiting[:batch]
            pictures = _if_room(partial(self._render, some, base, networks))
            if pictures is None:
                batch = self._smaller(batch, base)
                continue
            waiting = waiting[len(some) :]
            self.behind += steps
            self._judge(some, pictures, guard)
        base.rest()
        return self._chosen()

    def _loaded(self) -> tuple[Base, Networks]:
        means = self.order.means
        base = self._roomy(lambda: self.rack.base(means.base, means.reference))
        path = means.controlnet
        controlnet = None if path is None else self._roomy(lambda: self.rack.controlnet(path, base), base)
        return base, base.networks(controlnet)

    def portrait(self, painted: Painted, size: int) -> Portrait:
        """A portrait of that size, with an atlas by the same networks where it has a face and the atlas is wanted.

        Raises:
            WeightsMissing: Weights are broken or do not belong together.
        """
        rgb, marks = painted.rgb, painted.landmarks
        if rgb.shape[0] != size:
            unit = size / rgb.shape[0]
            way = cv2.INTER_AREA if unit < 1 else cv2.INTER_CUBIC
            rgb = np.asarray(cv2.resize(rgb, (size, size), interpolation=way), np.uint8)
            marks = tuple((x * unit, y * unit) for x, y in marks)
        if not marks or not self.spec.atlas:
            return Portrait(size, size, rgb.tobytes(), marks)
        order = self.order
        base, networks = self._loaded()
        coder = base.coder
        prompt = filled(order.prompt, order.subject.concept, coder)
        sitting = Sitting(rgb, marks, prompt, order.recipe, painted.tried.seed)
        batch = self.spec.batch or (1 if networks.device.type == "cpu" else 10)
        portrait = repainted(sitting, networks, coder, batch=batch, check=self.check, step=self.step)
        base.rest()
        return portrait

    def _render(self, some: Sequence[Try], base: Base, networks: Networks) -> tuple[RGB | None, ...]:
        """Paint some tries at once; None for a picture that is none."""
        order, subject = self.order, self.order.subject
        coder = base.coder
        prompt = filled(order.prompt, subject.concept, coder)
        words = text([(one.words(prompt), order.recipe.negative) for one in some], coder)
        size = subject.dots.shape[0]
        course = Course(
            steps=order.recipe.steps,
            sampler=order.recipe.sampler,
            guidance=order.recipe.guidance,
            control=[one.control for one in some],
            control_end=self.spec.control_end,
            begin=None if subject.guide is None else encode(networks, tensor(subject.guide)),
            change=some[0].change,
        )
        latents = denoise(
            networks,
            words,
            tensor(subject.dots).repeat(len(some), 1, 1, 1),
            noise(networks, [one.seed for one in some], size, size),
            course,
            self._pulls(some, networks),
            check=self.check,
            step=lambda done, of: self.step(self.behind + done, self.behind + of),
        )
        pictures = decode(networks, latents)
        if not bool(torch.isfinite(pictures).all()) and networks.vae.dtype != torch.float32:
            # Some derivatives' decoders leave the range of half precision; their latents are fine.
            networks.vae.to(torch.float32)
            pictures = decode(networks, latents)
        return pixels(pictures)

    def _pulls(self, some: Sequence[Try], networks: Networks) -> list[Pull]:
        """The landmark face that early steps are drawn to; a guide with a face is one already."""
        subject = self.order.subject
        if not self.spec.pull or (subject.guide is not None and not subject.faceless):
            return []
        steps = torch.tensor([one.pull_steps for one in some])
        if not bool(steps.any()):
            return []
        strength = torch.full((len(some), 1, 1, 1), self.spec.pull)
        if subject.where is not None:
            side = subject.dots.shape[0] // 8
            part = torch.nn.functional.interpolate(
                torch.from_numpy(subject.where)[None, None], (side, side), mode="area"
            )
            strength = strength * part
        return [Pull(encode(networks, tensor(subject.face)), strength, steps)]

    def _guard(self) -> Guard | None:
        if not self.order.checked:
            return None
        means = self.order.means
        return Guard(*self.rack.checker([path for path in (means.base, means.reference) if path is not None]))

    def _judge(self, some: Sequence[Try], pictures: Sequence[RGB | None], guard: Guard | None) -> None:
        """Keep what may be shown, with what the eyes say of it."""
        whole = [(tried, rgb) for tried, rgb in zip(some, pictures, strict=True) if rgb is not None]
        self.broken += len(some) - len(whole)
        if guard is not None and whole:
            flags = guard.flags([rgb for _, rgb in whole])
            self.flagged += sum(flags)
            whole = [one for one, flag in zip(whole, flags, strict=True) if not flag]
        if not whole:
            return
        fits: Sequence[float] = [1.0] * len(whole)
        if self.eyes.fidelity is not None:
            fits = self.eyes.fidelity.of([rgb for _, rgb in whole], self.order.subject.concept)
        for (tried, rgb), fit in zip(whole, fits, strict=True):
            self.check()
            self.done.append(self._seen(tried, rgb, fit))

    def _seen(self, tried: Try, rgb: RGB, fidelity: float) -> Painted:
        found: tuple[Face, ...] = () if self.eyes.finder is None else self.eyes.finder.find(rgb)
        side = rgb.shape[0]
        # Detectors see small faces in folds and foliage: the portrait's own is the one that it is guided to.
        faces = [face for face in found if face.box[2] - face.box[0] >= SMALLEST * side]
        for face in faces:
            if face.score >= SCORE and (marks := landmarks_of(face, self.order.subject.marks, side, side)):
                return Painted(tried, rgb, marks, face.score, fidelity)
        return Painted(tried, rgb, (), max((face.score for face in faces), default=0.0), fidelity)

    def _chosen(self) -> Painted:
        chosen = best(self.done)
        if chosen is None and self.flagged:
            raise DescriptionRefused("The safety checker found fault with every portrait that was tried.")
        if chosen is None:
            raise StageFailed(
                "paint",
                "The networks gave what is no number: set painter.diffusion.dtype to bfloat16 or float32.",
            )
        extra = {"tries": len(self.done), "found": bool(chosen.landmarks), "score": round(chosen.score, 3)}
        log.info("portrait chosen", extra={**extra, "flagged": self.flagged, "broken": self.broken})
        return chosen

    def _roomy(self, load: Callable[[], T], base: Base | None = None) -> T:
        """Load something; where memory is short, once more after everything else was put away.

        Raises:
            StageFailed: Memory is short all the same.
        """
        loaded = _if_room(load)
        if loaded is None:
            self.rack.release(base.path if base else None)
            loaded = _if_room(load)
        if loaded is None:
            raise self._too_small()
        return loaded

    def _smaller(self, batch: int, base: Base) -> int:
        """Make room after memory ran out: fewer at once, then other models away, then one network at a time.

        Raises:
            StageFailed: All of that is done already.
        """
        self.rack.place.tidy()
        if batch > 1:
            return batch // 2
        if self.rack.release(base.path) or base.lean():
            return 1
        raise self._too_small()

    def _too_small(self) -> StageFailed:
        place = self.rack.place.device
        log.warning("memory ran out", extra={"device": str(place)})
        return StageFailed(
            "paint",
            f"The memory of {place} is too small for this portrait: set painter.diffusion.side lower, or device.",
        )


def _if_room(work: Callable[[], T]) -> T | None:
    """What work gives; None where memory ran out.

    The error is let go of before anybody makes room: it holds all that was computed so far.
    """
    try:
        return work()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    return None


def tensor(picture: NDArray[np.uint8]) -> Tensor:
    """(height, width, 3) uint8 as (1, 3, height, width) float32 in 0..1."""
    return torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255
