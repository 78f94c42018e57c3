"""Paints many descriptions, looks for the faces, and sums up what was found."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadInput, StageFailed
from pipeline.lanes import Lane
from pipeline.paint.faces.finder import SCORE, Face, FaceFinder, is_over
from pipeline.paint.faces.measure import (
    EYE_CORNERS,
    MOUTH_CORNERS,
    corner_error,
    distance,
    pixels,
    thumbnail,
    without_face,
)
from pipeline.paint.faces.sheet import reduced
from pipeline.stages import Painter, Writer
from pipeline.types import Catalog, Portrait, Style


@dataclass(frozen=True, slots=True)
class Concept:
    """A description and the category it is counted in."""

    category: str
    description: str


@dataclass(frozen=True, slots=True)
class Painted:
    """One portrait and how long it took."""

    portrait: Portrait
    style_id: str
    seconds: float
    cpu_seconds: float
    """Of the whole process: what it took on a machine that others use as well."""

    @property
    def digest(self) -> bytes:
        """SHA-256 over the picture, its landmarks and its atlas."""
        portrait = self.portrait
        patches = (*portrait.mouths, *portrait.lids, *portrait.brows)
        digest = hashlib.sha256(portrait.rgb)
        for patch in patches:
            digest.update(patch.rgb)
        digest.update(repr((portrait.landmarks, [patch.landmarks for patch in patches])).encode())
        digest.update((portrait.matte or b"") + (portrait.backdrop or b""))
        return digest.digest()


@dataclass(frozen=True, slots=True)
class Shot:
    """What was measured of one description."""

    concept: Concept
    style_id: str = ""
    found: bool = False
    score: float = 0.0
    """The best score of a face at the right place, found or not."""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    eye_error: float | None = None
    """The four eye corners, as a share of the inter-ocular distance; None where the finder has no 68 points."""
    mouth_error: float | None = None
    digest: bytes = b""
    tile: NDArray[np.uint8] | None = field(default=None, repr=False)
    looks: tuple[NDArray[np.float32], ...] = field(default=(), repr=False)
    """The thumbnails of the portrait and, where variety is measured, of its second seed."""
    found_without: bool = False
    """A face is found there though it was smoothed away: the detector answers to the body."""
    refused: bool = False
    """The description is one that is not drawn."""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Easel:
    """What a measurement works with."""

    writer: Writer
    painter: Painter
    catalog: Catalog
    style: Style | None
    """None: the writer chooses."""
    seed: int

    async def paint(self, description: str, seed: int, style: Style | None) -> Painted:
        """Write and paint one description; only the painting is timed."""
        persona = await self.writer.persona(description, self.catalog, seed)
        chosen = style or self.catalog.style(persona.style_id)
        wall, cpu = time.perf_counter(), time.process_time()
        portrait = await self.painter.paint(persona, chosen, seed)
        return Painted(portrait, chosen.id, time.perf_counter() - wall, time.process_time() - cpu)


Keep = Callable[[Concept, Portrait], None]
"""Is shown every portrait, on the lane's thread."""


async def shoot(
    concept: Concept, easel: Easel, finder: FaceFinder, lane: Lane, keep: Keep | None = None, *, variety: bool = False
) -> Shot:
    """Paint one description, with `variety` under a second seed as well, and look for its face."""
    second = None
    try:
        painted = await easel.paint(concept.description, easel.seed, easel.style)
        if variety:
            style = easel.catalog.style(painted.style_id)
            second = await easel.paint(concept.description, easel.seed + 1, style)
    except BadInput:
        return Shot(concept, refused=True)
    except StageFailed:
        return Shot(concept, failed=True)
    if keep:
        await lane.run(lambda _stop: keep(concept, painted.portrait))
    return await lane.run(lambda _stop: _look(concept, painted, second, finder))


def _look(concept: Concept, painted: Painted, second: Painted | None, finder: FaceFinder) -> Shot:
    picture = pixels(painted.portrait)
    marks = painted.portrait.landmarks
    face = _best(finder.find(picture), painted.portrait)
    ghost = _best(finder.find(without_face(picture, marks)), painted.portrait)
    measured = face is not None and bool(face.landmarks)
    return Shot(
        concept=concept,
        style_id=painted.style_id,
        found=face is not None and face.score >= SCORE,
        score=face.score if face else 0.0,
        seconds=painted.seconds,
        cpu_seconds=painted.cpu_seconds,
        eye_error=corner_error(face.landmarks, marks, EYE_CORNERS) if face and measured else None,
        mouth_error=corner_error(face.landmarks, marks, MOUTH_CORNERS) if face and measured else None,
        found_without=ghost is not None and ghost.score >= SCORE,
        digest=painted.digest,
        tile=reduced(picture),
        looks=tuple(thumbnail(pixels(each.portrait)) for each in (painted, second) if each),
    )


def _best(found: Sequence[Face], portrait: Portrait) -> Face | None:
    return max((face for face in found if is_over(face, portrait.landmarks)), key=lambda face: face.score, default=None)


def figures(shots: Sequence[Shot]) -> dict[str, object]:
    """The figures of a measurement: rates are shares of 1 over all descriptions that were not refused."""
    asked = [shot for shot in shots if not shot.refused]
    painted = [shot for shot in asked if not shot.failed]
    categories = list(dict.fromkeys(shot.concept.category for shot in asked))
    scores = sorted(shot.score for shot in asked)
    eyes = [shot.eye_error for shot in painted if shot.eye_error is not None]
    mouths = [shot.mouth_error for shot in painted if shot.mouth_error is not None]
    missed = sorted((shot for shot in asked if not shot.found), key=lambda shot: shot.score)
    told: dict[str, object] = {
        "samples": len(asked),
        "rate": _share([shot.found for shot in asked]),
        "rate_per_category": {
            name: _share([shot.found for shot in asked if shot.concept.category == name]) for name in categories
        },
        "rate_without_face": _share([shot.found_without for shot in painted]),
        "score_median": _rounded(median(scores)) if scores else None,
        "score_lowest": _rounded(scores[0]) if scores else None,
        "seconds_median": _rounded(median(shot.seconds for shot in painted)) if painted else None,
        "seconds_largest": _rounded(max(shot.seconds for shot in painted)) if painted else None,
        "cpu_seconds_median": _rounded(median(shot.cpu_seconds for shot in painted)) if painted else None,
        "refused": sum(shot.refused for shot in shots),
        "failed": sum(shot.failed for shot in shots),
        "missed": [f"{shot.concept.description} ({shot.score:.3f}, {shot.style_id})" for shot in missed],
        "styles": dict(sorted(Counter(shot.style_id for shot in painted).items())),
        "digest": hashlib.sha256(b"".join(shot.digest for shot in painted)).hexdigest(),
    }
    if eyes:
        told["eye_corner_error_median"] = _rounded(median(eyes))
        told["mouth_corner_error_median"] = _rounded(median(mouths))
    if len({shot.concept.description for shot in painted if len(shot.looks) > 1}) > 1:
        told |= variety(painted)
    return told


def variety(shots: Sequence[Shot]) -> dict[str, object]:
    """Whether things differ more than seeds: CIE76 between 32 x 32 thumbnails, over all pairs of a run.

    `variety_share` is the share of descriptions whose nearest other description is farther than their own second seed.
    """
    own = [distance(*shot.looks) for shot in shots]
    nearest = [_nearest(shot, shots) for shot in shots]
    far = [apart for apart, _ in nearest]
    pairs = sorted(
        (apart, " | ".join(sorted((shot.concept.description, other))))
        for shot, (apart, other) in zip(shots, nearest, strict=True)
    )
    return {
        "variety_share": _share([apart > seeds for apart, seeds in zip(far, own, strict=True)]),
        "variety_nearest_delta_e": _rounded(min(far)),
        "variety_nearest_delta_e_median": _rounded(median(far)),
        "variety_seeds_delta_e_median": _rounded(median(own)),
        "variety_seeds_delta_e_largest": _rounded(max(own)),
        "variety_nearest_pairs": list(dict.fromkeys(f"{pair} ({apart:.2f})" for apart, pair in pairs[:20])),
    }


def _nearest(shot: Shot, shots: Sequence[Shot]) -> tuple[float, str]:
    others = (other for other in shots if other.concept.description != shot.concept.description)
    return min((distance(shot.looks[0], other.looks[0]), other.concept.description) for other in others)


def _share(found: Sequence[bool]) -> float | None:
    return _rounded(sum(found) / len(found)) if found else None


def _rounded(value: float) -> float:
    return round(value, 4)
