"""Loaded models: what styles add to a base, and how many bases stay in memory."""

from __future__ import annotations

import gc
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from pipeline.errors import WeightsMissing
from pipeline.paint.diffusion.devices import Place, is_out_of_memory
from pipeline.paint.diffusion.guided import Networks
from pipeline.paint.diffusion.loading import BROKEN, load_base, load_checker, load_controlnet, unwarned
from pipeline.paint.diffusion.prompts import Coder

log = logging.getLogger(__name__)


class Base:
    """One model on its device, with the LoRAs and textual inversions that styles have brought to it."""

    def __init__(self, pipeline: Any, place: Place, path: Path) -> None:
        self.pipeline, self.place, self.path = pipeline, place, path
        self._loras: set[str] = set()
        self._inversions: set[Path] = set()
        self._hooks: list[Any] = []

    @property
    def modules(self) -> tuple[Any, Any, Any]:
        """All networks, in the order they work in."""
        return self.pipeline.text_encoder, self.pipeline.unet, self.pipeline.vae

    @property
    def coder(self) -> Coder:
        """What turns prompts into embeddings."""
        tokenizer = self.pipeline.tokenizer
        return Coder(
            tokenizer,
            self.pipeline.text_encoder,
            self.place.device,
            self.place.dtype,
            lambda words: str(self.pipeline.maybe_convert_prompt(words, tokenizer)),
        )

    def networks(self, controlnet: Any | None) -> Networks:
        """What denoising needs."""
        schedule = dict(self.pipeline.scheduler.config)
        return Networks(
            self.pipeline.unet, self.pipeline.vae, controlnet, schedule, self.place.device, self.place.dtype
        )

    def wear(self, loras: Sequence[tuple[Path, float]], inversions: Sequence[Path]) -> None:
        """Put on what a style adds, and take off what others had added.

        Raises:
            WeightsMissing: A file is broken, or was made for another base.
        """
        for path in inversions:
            if path not in self._inversions:
                self._learn(path)
        worn = {_name(path): weight for path, weight in loras if weight}
        for path, weight in loras:
            if weight and _name(path) not in self._loras:
                self._load(path)
        if worn:
            self.pipeline.enable_lora()
            self.pipeline.set_adapters(list(worn), list(worn.values()))
        elif self._loras:
            self.pipeline.disable_lora()

    def lean(self) -> bool:
        """Keep only the network that works on the device from now on; False where that is done already.

        The ControlNet stays: it works in turn with the UNet at every step.
        """
        if self._hooks:
            return False
        from accelerate import cpu_offload_with_hook

        self.pipeline.vae.enable_slicing()
        before = None
        for module in self.modules:
            _, before = cpu_offload_with_hook(module, self.place.device, before)
            self._hooks.append(before)
        self.place.tidy()
        log.warning("memory is short: networks work in turns", extra={"base": self.path.name})
        return True

    def rest(self) -> None:
        """Leave the device to others, where networks work in turns."""
        for hook in self._hooks:
            hook.offload()

    def _load(self, path: Path) -> None:
        name, file = _name(path), _one_file(path)
        try:
            with unwarned():
                self.pipeline.load_lora_weights(
                    str(file.parent), weight_name=file.name, adapter_name=name, local_files_only=True
                )
        except BROKEN as error:
            if is_out_of_memory(error):
                raise
            self._forget(name)
            raise WeightsMissing(
                f"The LoRA {file.name} does not fit the base {self.path.name}: it is broken, or made for another one."
            ) from error
        if not any(name in names for names in self.pipeline.get_list_adapters().values()):
            raise WeightsMissing(f"The LoRA {file.name} holds nothing for the base {self.path.name}.")
        self._loras.add(name)

    def _forget(self, name: str) -> None:
        """Take out what a broken LoRA left behind."""
        for module in (self.pipeline.unet, self.pipeline.text_encoder):
            if name in getattr(module, "peft_config", {}):
                module.delete_adapters(name) if hasattr(module, "delete_adapters") else module.delete_adapter(name)

    def _learn(self, path: Path) -> None:
        file = _one_file(path)
        try:
            with unwarned():
                self.pipeline.load_textual_inversion(str(file.parent), weight_name=file.name, local_files_only=True)
        except BROKEN as error:
            if is_out_of_memory(error):
                raise
            raise WeightsMissing(
                f"The textual inversion {file.name} does not fit the base {self.path.name}: it is broken, made for "
                "another one, or its word is taken."
            ) from error
        self._inversions.add(path)


class Rack:
    """Bases and ControlNets on one device, within a budget; the ones longest unused make room."""

    def __init__(self, place: Place, budget_bytes: int, *, compiled: bool = False) -> None:
        self.place, self._budget, self._compiled = place, budget_bytes, compiled
        if compiled:
            # Where there is no compiler the networks run as they are.
            torch._dynamo.config.suppress_errors = True  # noqa: SLF001 - torch documents it under this name
        self._bases: OrderedDict[Path, Base] = OrderedDict()
        self._controlnets: dict[Path, Any] = {}
        self._checkers: dict[Path, tuple[Any, Any]] = {}

    @property
    def held(self) -> tuple[Path, ...]:
        """The bases in memory, the one longest unused first."""
        return tuple(self._bases)

    def base(self, path: Path, reference: Path | None) -> Base:
        """The base of a folder or file, loaded where it is not in memory.

        Raises:
            WeightsMissing: It cannot be loaded.
        """
        if path not in self._bases:
            pipeline = load_base(path, self.place.dtype, reference)
            need = sum(map(size, (pipeline.unet, pipeline.vae, pipeline.text_encoder)))
            self._make_room(need)
            self._bases[path] = Base(self._moved(pipeline), self.place, path)
            log.info("model loaded", extra={"base": path.name, "bytes": need})
        self._bases.move_to_end(path)
        return self._bases[path]

    def controlnet(self, path: Path, base: Base) -> Any:
        """The ControlNet of a folder or file; one serves every base of the same family.

        Raises:
            WeightsMissing: It cannot be loaded, or is of another family than the base.
        """
        if path not in self._controlnets:
            network = load_controlnet(path, self.place.dtype).eval().requires_grad_(requires_grad=False)
            self._make_room(size(network), keep=base.path)
            self._controlnets[path] = self._placed(network)
        network = self._controlnets[path]
        wide, needed = network.config.cross_attention_dim, base.pipeline.unet.config.cross_attention_dim
        if wide != needed:
            raise WeightsMissing(
                f"The ControlNet {path.name} is {wide} wide and the base {base.path.name} {needed}: they derive from "
                "different models."
            )
        return network

    def checker(self, folders: Sequence[Path]) -> tuple[Any, Any]:
        """The safety checker of the first folder that has one, and what prepares pictures for it.

        Raises:
            WeightsMissing: None has one.
        """
        for folder in folders:
            if folder not in self._checkers:
                loaded = load_checker(folder, self.place.dtype)
                if loaded is None:
                    continue
                self._checkers[folder] = loaded[0].to(self.place.device), loaded[1]
            return self._checkers[folder]
        raise WeightsMissing(
            "The safety checker is not here: fetch the model that painter.diffusion.reference names, which has it."
        )

    def release(self, keep: Path | None) -> bool:
        """Put every base away but one; False where there is no other."""
        others = [path for path in self._bases if path != keep]
        for path in others:
            del self._bases[path]
        self._collect()
        return bool(others)

    def close(self) -> None:
        """Put everything away."""
        self._bases.clear()
        self._controlnets.clear()
        self._checkers.clear()
        self._collect()

    def _make_room(self, need: int, keep: Path | None = None) -> None:
        used = sum(sum(map(size, base.modules)) for base in self._bases.values())
        used += sum(map(size, self._controlnets.values()))
        for path in [path for path in self._bases if path != keep]:
            if used + need <= self._budget:
                return
            used -= sum(map(size, self._bases.pop(path).modules))
            log.info("model put away", extra={"base": path.name})
            self._collect()

    def _moved(self, pipeline: Any) -> Any:
        for module in (pipeline.text_encoder, pipeline.unet, pipeline.vae):
            self._placed(module)
        return pipeline

    def _placed(self, network: Any) -> Any:
        network.to(self.place.device)
        if self.place.device.type == "cuda":
            # Tensor cores read images channel by channel of a pixel.
            network.to(memory_format=torch.channels_last)
        if self._compiled and hasattr(network, "conv_in"):
            network.compile()
        return network

    def _collect(self) -> None:
        gc.collect()
        self.place.tidy()


def size(network: Any) -> int:
    """How many bytes a network's weights take."""
    return sum(weight.numel() * weight.element_size() for weight in network.parameters())


def _name(path: Path) -> str:
    """What diffusers calls an addition: letters and digits only."""
    return f"added_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"


def _one_file(path: Path) -> Path:
    """The file of an addition, which may be named by its folder.

    Raises:
        WeightsMissing: It is not there, or there are several.
    """
    if path.is_file():
        return path
    inside = sorted(path.glob("*.safetensors")) or sorted(path.glob("*.bin")) if path.is_dir() else []
    if len(inside) != 1:
        raise WeightsMissing(f"{path} holds {len(inside)} files of weights where one was expected: name the file.")
    return inside[0]
