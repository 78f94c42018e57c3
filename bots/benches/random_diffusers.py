"""Networks of the size of Stable Diffusion 1.5 with random weights: what they paint is nothing, their cost is real."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pipeline.paint.diffusion.bases import size
from pipeline.paint.diffusion.devices import Place
from pipeline.paint.diffusion.guided import Networks
from pipeline.paint.diffusion.prompts import Coder

# The configurations of stable-diffusion-v1-5 as far as they differ from the defaults of diffusers and transformers.
UNET: dict[str, Any] = {"sample_size": 64, "cross_attention_dim": 768}
CONTROL: dict[str, Any] = {"cross_attention_dim": 768}
VAE: dict[str, Any] = {
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "block_out_channels": (128, 256, 512, 512),
    "layers_per_block": 2,
    "sample_size": 512,
}
TEXT: dict[str, Any] = {
    "vocab_size": 49408,
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "max_position_embeddings": 77,
    "projection_dim": 768,
}
NARROW: dict[str, Any] = {
    "block_out_channels": (32, 32, 64, 64),
    "attention_head_dim": 4,
    "cross_attention_dim": 32,
    "layers_per_block": 1,
}
THIN: dict[str, Any] = {"block_out_channels": (32, 32, 32, 32), "layers_per_block": 1}
SHORT: dict[str, Any] = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 4}
"""The same in little."""
SCHEDULE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
_SPREAD = 0.02
"""The standard deviation of every weight: small enough that no number leaves the range of half precision."""


class Letters:
    """A tokenizer to whom every letter is a word."""

    model_max_length, bos_token_id, eos_token_id, pad_token_id = 77, 49406, 49407, 49407

    def __call__(self, words: str, **_: Any) -> Any:
        """The numbers of the letters."""
        return SimpleNamespace(input_ids=[ord(letter) % 49000 for letter in words])


@dataclass(frozen=True, slots=True)
class Diffusers:
    """A whole model, on its device."""

    networks: Networks
    coder: Coder
    bytes: dict[str, int] = field(default_factory=dict)
    """What the weights of each network take."""


def build(place: Place, *, compiled: bool = False, small: bool = False) -> Diffusers:
    """Build all networks on a device; `small` ones cost nothing and test the measuring itself."""
    import torch
    from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    narrow, thin, short = (NARROW, THIN, SHORT) if small else ({}, {}, {})
    made = {
        "unet": lambda: UNet2DConditionModel(**{**UNET, **narrow}),
        "controlnet": lambda: ControlNetModel(**{**CONTROL, **narrow}),
        "vae": lambda: AutoencoderKL(**{**VAE, **thin}),
        "text": lambda: CLIPTextModel(CLIPTextConfig(**{**TEXT, **short})),
    }
    torch.manual_seed(0)
    loaded = {name: _filled(make, place) for name, make in made.items()}
    if compiled:
        for name in ("unet", "controlnet"):
            loaded[name].compile()
    networks = Networks(loaded["unet"], loaded["vae"], loaded["controlnet"], dict(SCHEDULE), place.device, place.dtype)
    coder = Coder(Letters(), loaded["text"], place.device, place.dtype)
    return Diffusers(networks, coder, {name: size(network) for name, network in loaded.items()})


def _filled(make: Any, place: Place) -> Any:
    """A network made without memory, then given random weights where it computes: seconds instead of minutes."""
    import torch

    with torch.device("meta"):
        empty = make()
    network = empty.to(place.dtype).to_empty(device=place.device).eval().requires_grad_(requires_grad=False)
    for weight in network.parameters():
        weight.normal_(0, _SPREAD)
    for name, buffer in network.named_buffers():
        # The only ones there are: the places of words.
        buffer.copy_(torch.arange(buffer.numel(), device=buffer.device).view_as(buffer) if "position" in name else 0)
    if place.device.type == "cuda":
        network.to(memory_format=torch.channels_last)
    return network
