"""The face atlas by diffusion: mouths and lids repainted in the same portrait, by the same model and seed.

Each shape begins from a stand-in: the portrait's own lips bent to the shape, with an invented inside
(`pipeline.animate.invent`). The stand-in is noised half way and denoised again under the ControlNet with the shape's
landmarks (image to image, Meng et al., "SDEdit", 2021), and everything outside the mouth or the eyes is held to the
portrait at every step (Avrahami et al., "Blended Latent Diffusion", 2023). What comes is laid into the portrait softly,
in its light. A shape that does not show what was meant is the stand-in itself, so that an atlas is always whole.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.animate import invent
from pipeline.animate.face import EYE_LEFT, EYE_RIGHT, LIPS, OUTER_LIPS, measure
from pipeline.errors import StageFailed
from pipeline.events import OnStep
from pipeline.paint.diffusion.devices import is_out_of_memory
from pipeline.paint.diffusion.guided import (
    Check,
    Course,
    Networks,
    Pull,
    decode,
    denoise,
    encode,
    factor,
    noise,
)
from pipeline.paint.diffusion.judging import pixels
from pipeline.paint.diffusion.prompts import Coder, text
from pipeline.paint.landmark_face import dots
from pipeline.paint.meant import shows
from pipeline.paint.mending import Crop, Mask, crop_around, mended, seated, soft_mask
from pipeline.types import MOUTH_SHAPES, Diffusion, Patch, Point, Portrait

log = logging.getLogger(__name__)

RGB = NDArray[np.uint8]

CHANGE = 0.55
"""How much of a stand-in is painted anew: less keeps its drawn teeth, more forgets the shape."""
CONTROL = 0.9
"""The ControlNet's scale: here the landmarks are the point, and the style is in what is kept."""
MOST_SIDE, UNIT = 512, 64
"""What Stable Diffusion 1.5 was trained with, and what its UNet's sides are multiples of."""
_MOUTH_GROW, _EYE_GROW = 0.13, 0.3
"""How far beyond lips and lids is repainted, in widths of the mouth and of an eye."""

WORDS = {
    "A": "lips pressed together, closed mouth",
    "B": "clenched teeth, mouth slightly open",
    "C": "open mouth, teeth",
    "D": "mouth wide open, tongue, teeth",
    "E": "rounded open mouth",
    "F": "puckered lips, small round mouth",
    "G": "upper teeth on the lower lip",
    "H": "open mouth, raised tongue",
}
"""What the prompt says of each shape; rest is the portrait itself."""
LID_WORDS = ("half closed eyes, drowsy", "closed eyes, sleeping")
_ABOUT_FEATURES = re.compile(
    r"\b(mouth|teeth|tooth|tongue|lips?|eyes?|eyelids?|grin|smil\w*|scream\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A painted portrait and how it was painted."""

    rgb: RGB = field(repr=False)
    """(height, width, 3) uint8."""
    marks: tuple[Point, ...] = field(repr=False)
    prompt: str
    """With the concept in it."""
    recipe: Diffusion
    seed: int


@dataclass(frozen=True, slots=True)
class Part:
    """One patch to be repainted."""

    stand_in: Patch
    words: str
    mask: Mask = field(repr=False)


def repainted(
    sitting: Sitting,
    networks: Networks,
    coder: Coder,
    *,
    batch: int = 10,
    check: Check = lambda: None,
    step: OnStep = lambda _done, _of: None,
) -> Portrait:
    """The portrait with nine mouths and two lids, as many of them repainted as show what was meant.

    Brows are left to the animator, which bends them. Where memory runs out, fewer are painted at once, and at last the
    stand-ins do. A face that is too small to move is none: then the portrait comes back without landmarks.
    """
    height, width = sitting.rgb.shape[:2]
    try:
        mouths, lids = _stand_ins(sitting)
    except (StageFailed, np.linalg.LinAlgError, cv2.error):
        log.warning("face too small for an atlas")
        return Portrait(width, height, sitting.rgb.tobytes(), ())
    parts = [*_mouth_parts(sitting, mouths), *_lid_parts(sitting, lids)]
    made = _painted(sitting, parts, networks, coder, max(1, batch), check, step)
    chosen = [_chosen(sitting.rgb, part, picture) for part, picture in zip(parts, made, strict=True)]
    good = sum(patch is not part.stand_in for patch, part in zip(chosen, parts, strict=True))
    log.info("atlas repainted", extra={"shapes": len(parts), "repainted": good, "stand_ins": len(parts) - good})
    shapes = dict(zip([shape for shape in MOUTH_SHAPES if shape in WORDS], chosen, strict=False))
    # Rest is the portrait itself, to the last digit of its landmarks.
    rest = replace(mouths[MOUTH_SHAPES.index("X")], landmarks=tuple(sitting.marks))
    return Portrait(
        width,
        height,
        sitting.rgb.tobytes(),
        tuple(sitting.marks),
        mouths=tuple(shapes.get(shape, rest) for shape in MOUTH_SHAPES),
        lids=tuple(chosen[len(shapes) :]),
    )


def _stand_ins(sitting: Sitting) -> tuple[tuple[Patch, ...], tuple[Patch, ...]]:
    """Nine mouths and two lids, bent and invented, that meet the portrait around them.

    Raises:
        StageFailed: There is no face to bend.
    """
    height, width = sitting.rgb.shape[:2]
    face = measure(sitting.marks, width, height)
    mouths, lids = invent.mouths(sitting.rgb, face), invent.lids(sitting.rgb, face)
    return tuple(seated(sitting.rgb, p) for p in mouths), tuple(seated(sitting.rgb, p) for p in lids)


def _mouth_parts(sitting: Sitting, mouths: Sequence[Patch]) -> list[Part]:
    height, width = sitting.rgb.shape[:2]
    grow = _MOUTH_GROW * float(np.ptp(np.array(sitting.marks)[OUTER_LIPS, 0]))
    parts = []
    for shape, patch in zip(MOUTH_SHAPES, mouths, strict=True):
        if shape in WORDS:
            outlines = [[*sitting.marks[LIPS], *patch.landmarks[LIPS]]]
            parts.append(Part(patch, WORDS[shape], soft_mask(outlines, grow, patch, width, height)))
    return parts


def _lid_parts(sitting: Sitting, lids: Sequence[Patch]) -> list[Part]:
    height, width = sitting.rgb.shape[:2]
    eyes = [sitting.marks[side] for side in (EYE_LEFT, EYE_RIGHT)]
    grow = _EYE_GROW * min(float(np.ptp(np.array(eye)[:, 0])) for eye in eyes)
    return [
        Part(patch, words, soft_mask(eyes, grow, patch, width, height))
        for patch, words in zip(lids, LID_WORDS, strict=False)
    ]


def _painted(
    sitting: Sitting,
    parts: Sequence[Part],
    networks: Networks,
    coder: Coder,
    batch: int,
    check: Check,
    step: OnStep,
) -> list[RGB | None]:
    """The portrait with each part repainted, before anything is matched; None for what could not be painted."""
    height, width = sitting.rgb.shape[:2]
    crop = crop_around(sitting.marks, width, height, _side(height))
    made: list[RGB | None] = []
    while len(made) < len(parts):
        check()
        some = parts[len(made) : len(made) + batch]
        begun, rounds = len(made), len(parts)

        def told(done: int, of: int, begun: int = begun, count: int = len(some), rounds: int = rounds) -> None:
            step(round(100 * (begun + count * done / of)), 100 * rounds)

        try:
            made += _at_once(sitting, some, crop, networks, coder, check, told)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            log.warning("memory ran out over the atlas", extra={"batch": len(some)})
            if batch == 1:
                return [*made, *([None] * (len(parts) - len(made)))]
            batch = max(1, len(some) // 2)
    return made


def _at_once(
    sitting: Sitting,
    some: Sequence[Part],
    crop: Crop,
    networks: Networks,
    coder: Coder,
    check: Check,
    step: OnStep,
) -> list[RGB | None]:
    """Some parts in one batch."""
    starts = [crop.cut(_laid(sitting.rgb, part.stand_in)) for part in some]
    begin = torch.cat([encode(networks, _tensor(start)) for start in starts])
    control = torch.cat([_tensor(dots(crop.points(part.stand_in.landmarks), crop.size)) for part in some])
    negative = without_features(sitting.recipe.negative)
    words = text([(f"{sitting.prompt}, {part.words}", negative) for part in some], coder)
    recipe = sitting.recipe
    course = Course(recipe.steps, recipe.sampler, recipe.guidance, [CONTROL], begin=begin, change=CHANGE)
    outside = torch.stack([_outside(crop.cut_mask(part.mask), factor(networks)) for part in some])
    held = Pull(begin, outside, torch.full((len(some),), recipe.steps))
    grain = noise(networks, [sitting.seed] * len(some), crop.size, crop.size)
    latents = denoise(networks, words, control, grain, course, [held], check=check, step=step)
    painted = pixels(decode(networks, latents))
    return [None if one is None else crop.back(one, sitting.rgb) for one in painted]


def _chosen(portrait: RGB, part: Part, picture: RGB | None) -> Patch:
    """What was painted, where it shows what was meant; else the stand-in."""
    if picture is None:
        return part.stand_in
    patch = mended(portrait, picture, part.mask, part.stand_in)
    return patch if shows(portrait, patch, part.stand_in, part.mask) else part.stand_in


def without_features(negative: str) -> str:
    """What is not wanted, without what it says of mouths and eyes: a portrait's `open mouth` is wanted here."""
    return ", ".join(
        words for part in negative.split(",") if (words := part.strip()) and not _ABOUT_FEATURES.search(words)
    )


def _laid(portrait: RGB, patch: Patch) -> RGB:
    """A copy of the portrait with a patch over it."""
    laid = portrait.copy()
    rgb = np.frombuffer(patch.rgb, np.uint8).reshape(patch.height, patch.width, 3)
    laid[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = rgb
    return laid


def _outside(mask: Mask, cell: int) -> torch.Tensor:
    """(1, height, width) of latents: 1 where the portrait is held, 0 where anything of the mask may change."""
    side = mask.shape[0] // cell
    inside = cv2.resize(cv2.dilate(mask, np.ones((cell, cell))), (side, side), interpolation=cv2.INTER_AREA) > 0.02
    return torch.from_numpy(1 - inside.astype(np.float32))[None]


def _side(size: int) -> int:
    """The side to paint at: near the portrait's, and one that the UNet can halve three times."""
    return min(MOST_SIDE, max(2 * UNIT, round(size / UNIT) * UNIT))


def _tensor(picture: RGB) -> torch.Tensor:
    """(height, width, 3) uint8 as (1, 3, height, width) float32 in 0..1."""
    return torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255
