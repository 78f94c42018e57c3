"""One file in the layout of the original Stable Diffusion code, as people share derivatives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_MIDDLE = {"resnets.0": "0", "attentions.0": "1", "resnets.1": "2"}


def build_checkpoint(path: Path, base: Path, *, pickled: bool = False) -> Path:
    """Save a base's UNet, VAE and text encoder as one file."""
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from safetensors.torch import save_file
    from transformers import CLIPTextModel

    unet = UNet2DConditionModel.from_pretrained(base, subfolder="unet", local_files_only=True)
    vae = AutoencoderKL.from_pretrained(base, subfolder="vae", local_files_only=True)
    encoder = CLIPTextModel.from_pretrained(base, subfolder="text_encoder", local_files_only=True)
    state: dict[str, Any] = {}
    for name, weight in unet.state_dict().items():
        state["model.diffusion_model." + _unet(name, unet.config)] = weight
    for name, weight in vae.state_dict().items():
        renamed = "first_stage_model." + _vae(name, len(vae.config.block_out_channels))
        state[renamed] = weight[..., None, None] if re.search(r"attn_1\.(q|k|v|proj_out)\.weight", renamed) else weight
    for name, weight in encoder.state_dict().items():
        state["cond_stage_model.transformer.text_model." + name.removeprefix("text_model.")] = weight
    state = {name: weight.contiguous().clone() for name, weight in state.items()}
    if pickled:
        torch.save({"state_dict": state}, path)
    else:
        save_file(state, path)
    return path


def _unet(name: str, config: Any) -> str:
    top = {"conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"}
    for ours, theirs in (
        *top.items(),
        ("time_embedding.linear_1", "time_embed.0"),
        ("time_embedding.linear_2", "time_embed.2"),
    ):
        if name.startswith(ours + "."):
            return theirs + name.removeprefix(ours)
    if name.startswith("mid_block."):
        kind = re.match(r"mid_block\.(\w+\.\d)\.(.*)", name)
        return f"middle_block.{_MIDDLE[kind[1]]}.{_inside(kind[2])}"
    side, block, kind, layer, rest = re.match(r"(down|up)_blocks\.(\d)\.(\w+)\.(\d)\.(.*)", name).groups()
    block, layer, layers = int(block), int(layer), config.layers_per_block
    if side == "down":
        number = 1 + block * (layers + 1) + layer
        if kind == "downsamplers":
            return f"input_blocks.{(block + 1) * (layers + 1)}.0.{rest.replace('conv', 'op')}"
        return f"input_blocks.{number}.{0 if kind == 'resnets' else 1}.{_inside(rest)}"
    number = block * (layers + 1) + layer
    if kind == "upsamplers":
        attended = "CrossAttn" in config.up_block_types[block]
        return f"output_blocks.{(block + 1) * (layers + 1) - 1}.{2 if attended else 1}.{rest}"
    return f"output_blocks.{number}.{0 if kind == 'resnets' else 1}.{_inside(rest)}"


def _inside(rest: str) -> str:
    first, _, after = rest.partition(".")
    return f"{_RESNET[first]}.{after}" if first in _RESNET else rest


def _vae(name: str, levels: int) -> str:
    name = re.sub(r"(encoder|decoder)\.conv_norm_out", r"\1.norm_out", name)
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", name)
    name = name.replace("mid_block.attentions.0", "mid.attn_1").replace("attn_1.group_norm", "attn_1.norm")
    for ours, theirs in (("to_q", "q"), ("to_k", "k"), ("to_v", "v"), ("to_out.0", "proj_out")):
        name = name.replace(f"attn_1.{ours}.", f"attn_1.{theirs}.")
    name = re.sub(r"down_blocks\.(\d)\.resnets\.(\d)", r"down.\1.block.\2", name)
    name = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", name)
    name = re.sub(r"up_blocks\.(\d)\.resnets\.(\d)", lambda m: f"up.{levels - 1 - int(m[1])}.block.{m[2]}", name)
    name = re.sub(r"up_blocks\.(\d)\.upsamplers\.0", lambda m: f"up.{levels - 1 - int(m[1])}.upsample", name)
    return name.replace("conv_shortcut", "nin_shortcut")
