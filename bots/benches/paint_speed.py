"""Measures painting: the configured painter by the clock, or networks of real size with random weights."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from bots.config import Config
from pipeline.types import Catalog, Portrait

DESCRIPTIONS = ("a grumpy teapot", "a shy lighthouse", "a wise old owl", "a brave red bag", "a sleepy dragon")
SIDE = 512

Row = dict[str, float | int | str | bool]


@dataclass(frozen=True, slots=True)
class Networks:
    """Which networks of random weights are measured, and how."""

    device: str = "auto"
    dtypes: tuple[str, ...] = ()
    """Empty: what the device is good at."""
    batches: tuple[int, ...] = ()
    compiled: tuple[bool, ...] = (False,)
    steps: int = 0
    """0: 25 on a GPU, one on a CPU."""
    rounds: int = 3
    small: bool = False


async def configured(config: Config, catalog: Catalog, style_id: str, count: int) -> Row:
    """Seconds of the configured painter for portraits with their atlas, and the memory that it took."""
    from pipeline.backends import open_backend
    from pipeline.errors import ConfigInvalid
    from pipeline.lanes import open_lanes

    chosen = catalog.narrowed(painter=config.painter.backend)
    if style_id and style_id not in {style.id for style in chosen.styles}:
        known = ", ".join(style.id for style in chosen.styles)
        raise ConfigInvalid(f"The {config.painter.backend} painter has no style {style_id!r}. It has: {known}.")
    style = chosen.style(style_id)
    before = peak_mb()
    seconds, repainted, made = [], 0, []
    async with open_lanes(1) as lanes:
        writer_section, models = config.writer, config.weights
        async with (
            open_backend("writer", writer_section, lanes, models) as writer,
            open_backend("painter", config.painter, lanes, models) as painter,
        ):
            for number in range(count + 1):
                persona = await writer.persona(DESCRIPTIONS[number % len(DESCRIPTIONS)], catalog, number)
                began = time.perf_counter()
                made.append(await painter.paint(persona, style, number))
                seconds.append(time.perf_counter() - began)
                repainted += bool(made[-1].mouths)
            memory = device_mb()
    return {
        "painter": config.painter.backend,
        "style": style.id,
        "size": config.painter.size,
        "first_s": round(seconds[0], 3),
        "portrait_s": round(median(seconds[1:]), 3),
        "portraits": count,
        "with_atlas": repainted,
        "mean_level": round(_mean_level(made), 1),
        "memory_mb": round(peak_mb() - before, 1),
        "device_memory_mb": memory,
    }


def _mean_level(portraits: Sequence[Portrait]) -> float:
    """How bright the pictures are: 0 or 255 would mean that nothing was painted."""
    return float(np.mean([np.frombuffer(portrait.rgb, np.uint8).mean() for portrait in portraits]))


def random_rows(asked: Networks, told: Callable[[Row], None]) -> list[Row]:
    """A row for every combination of what was asked for; each is told as soon as it is measured.

    Raises:
        ConfigInvalid: There is no such device.
    """
    import torch

    from bots.benches.random_diffusers import build
    from pipeline.paint.diffusion.devices import find_place, is_out_of_memory
    from pipeline.paint.diffusion.loading import quiet

    quiet()
    rows = []
    on_cpu = find_place(asked.device, "auto").device.type == "cpu"
    for dtype in asked.dtypes or (("bfloat16",) if on_cpu else ("float16", "bfloat16")):
        place = find_place(asked.device, dtype)
        for compiled in asked.compiled:
            for batch in asked.batches or ((1,) if on_cpu else (1, 8)):
                row: Row = {"device": _name(place), "dtype": dtype, "compiled": compiled, "batch": batch}
                try:
                    if place.device.type == "cuda":
                        torch.cuda.reset_peak_memory_stats()
                    model = build(place, compiled=compiled, small=asked.small)
                    row |= {"weights_mb": round(sum(model.bytes.values()) / 2**20)}
                    row |= _step(model, asked, batch) if on_cpu else _portrait(model, asked, batch)
                    row |= {"memory_mb": round(peak_mb()), "device_memory_mb": device_mb()}
                except Exception as error:
                    if not is_out_of_memory(error):
                        raise
                    row["failed"] = "out of memory"
                rows.append(row)
                told(row)
                place.tidy()
    return rows


def _step(model: Any, asked: Networks, batch: int) -> Row:
    """One guided step under the ControlNet, and the way to pixels: on a CPU a whole portrait takes minutes."""
    import torch

    from pipeline.paint.diffusion.guided import decode

    steps = asked.steps or 1
    worked = time.process_time()
    took, latents = _timed(lambda: _denoised(model, steps, batch), asked.rounds, warm=False)
    worked = time.process_time() - worked
    decoding, _ = _timed(lambda: decode(model.networks, latents), 1, warm=False)
    return {
        "threads": torch.get_num_threads(),
        "steps": steps,
        "step_s": round(took / steps, 2),
        "step_cpu_s": round(worked / steps / asked.rounds, 2),
        "decode_s": round(decoding, 2),
    }


def _portrait(model: Any, asked: Networks, batch: int) -> Row:
    """Whole portraits with text, landmark face, ControlNet, guidance and pixels; then the atlas of one."""
    from pipeline.paint.diffusion.guided import decode

    steps = asked.steps or 25
    took, _ = _timed(lambda: decode(model.networks, _denoised(model, steps, batch)), asked.rounds)
    atlas, _ = _timed(lambda: _atlas(model, steps), asked.rounds)
    return {
        "steps": steps,
        "batch_s": round(took, 3),
        "portrait_s": round(took / batch, 3),
        "atlas_s": round(atlas, 3),
    }


def _timed(work: Callable[[], Any], rounds: int, *, warm: bool = True) -> tuple[float, Any]:
    """The median seconds of some rounds, after one that warms up where that is asked for; what came of the last."""
    came = work() if warm else None
    seconds = []
    for _ in range(rounds):
        _settle()
        began = time.perf_counter()
        came = work()
        _settle()
        seconds.append(time.perf_counter() - began)
    return median(seconds), came


def _settle() -> None:
    """Wait until a GPU has done what it was told."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.synchronize()


def _denoised(model: Any, steps: int, batch: int) -> Any:
    """Latents as the painter makes them: drawn to a landmark face at first, under the ControlNet to the end."""
    import torch

    from pipeline.paint.diffusion.guided import Course, Pull, denoise, encode, noise
    from pipeline.paint.diffusion.prompts import text

    face, dots = _sitter()
    words = text([("a portrait of a teapot, fine face", "blurry")] * batch, model.coder)
    start = noise(model.networks, list(range(batch)), SIDE, SIDE)
    course = Course(steps=steps, control=[0.3] * batch)
    pulls = []
    if steps > 1:
        towards = encode(model.networks, face)
        pulls = [Pull(towards, torch.ones(batch, 1, 1, 1), torch.full((batch,), min(4, steps)))]
    return denoise(model.networks, words, dots.repeat(batch, 1, 1, 1), start, course, pulls)


def _sitter() -> tuple[Any, Any]:
    """A landmark face and its dots, (1, 3, side, side) in 0..1."""
    import torch

    from pipeline.paint.landmark_face import dots, face
    from pipeline.paint.layouts import memory

    marks = memory()[0].at(SIDE)
    pictures = (face(marks, SIDE), dots(marks, SIDE))
    one, two = (torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255 for picture in pictures)
    return one, two


def _atlas(model: Any, steps: int) -> Any:
    from pipeline.paint.diffusion.atlas import Sitting, repainted
    from pipeline.paint.landmark_face import face
    from pipeline.paint.layouts import memory
    from pipeline.types import Diffusion

    marks = memory()[0].at(SIDE)
    sitting = Sitting(face(marks, SIDE), marks, "a portrait of a teapot", Diffusion("random", steps=steps), 1)
    return repainted(sitting, model.networks, model.coder)


def _name(place: Any) -> str:
    import torch

    return torch.cuda.get_device_name(place.device) if place.device.type == "cuda" else str(place.device)


def peak_mb() -> float:
    """The most memory this process has held so far."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def device_mb() -> float:
    """The most memory that was held on a GPU; 0 without one."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_available():
        return 0.0
    return float(round(torch.cuda.max_memory_allocated() / 2**20, 1))
