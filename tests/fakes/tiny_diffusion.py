"""Networks in the shape of Stable Diffusion 1.5, tiny and random, saved as their real ones are.

Nothing here imports torch before a function is called, so tests that skip without it may import this module. Everything
is made once a folder; the same seed gives the same weights.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH = 32
"""Of a text embedding: SD 1.5 has 768."""
SIDE = 128
"""Pixels of a picture that is quick to paint; the VAE divides by 8, as the real one."""
WORDS = 40
"""Merges of the tokenizer: enough that whole words become one token."""
SCHEDULE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
}
"""What the scheduler of SD 1.5 says."""


@dataclass(frozen=True, slots=True)
class Tiny:
    """Where everything was saved."""

    base: Path
    """A folder for `StableDiffusionPipeline.from_pretrained`."""
    controlnet: Path
    lora: Path
    """A file of the kind `load_lora_weights` reads, for this base."""
    inversion: Path
    """A textual inversion of the word `sparkle-face`."""


def build(folder: Path, *, seed: int = 0, width: int = WIDTH, flags: bool = False) -> Tiny:
    """Build and save everything; `flags` makes a safety checker that finds fault with every picture."""
    base = build_base(folder / "base", seed=seed, width=width, flags=flags)
    return Tiny(
        base,
        build_controlnet(folder / "controlnet", base, seed=seed + 1),
        build_lora(folder / "lora.safetensors", base, seed=seed + 2),
        build_inversion(folder / "inversion.safetensors", seed=seed + 3, width=width),
    )


def build_base(
    folder: Path, *, seed: int = 0, width: int = WIDTH, flags: bool = False, checker: bool = True, safe: bool = True
) -> Path:
    """Save a whole base model: tokenizer, text encoder, UNet, VAE, scheduler, and the safety checker unless told.

    `safe` false saves pickles instead of safetensors, as old models are.
    """
    import torch
    from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel

    torch.manual_seed(seed)
    tokenizer = build_tokenizer(folder / "tokenizer")
    pipeline = StableDiffusionPipeline(
        tokenizer=tokenizer,
        text_encoder=_text_encoder(tokenizer, width),
        unet=UNet2DConditionModel(**_unet(width)),
        vae=AutoencoderKL(**_vae()),
        scheduler=PNDMScheduler(**SCHEDULE),
        safety_checker=_checker(flags=flags) if checker else None,
        feature_extractor=_extractor() if checker else None,
        requires_safety_checker=checker,
    )
    pipeline.save_pretrained(folder)
    if not safe:
        _pickle(folder)
    return folder


def build_tokenizer(folder: Path) -> Any:
    """Save a tokenizer of CLIP's kind with a letter for every byte and a few merges."""
    from transformers import CLIPTokenizer

    letters = _letters()
    words = ("a", "an", "the", "of", "portrait", "face", "fine", "teapot", "grumpy", "red")
    merges: list[tuple[str, str]] = []
    for word in words:
        parts = [*word[:-1], word[-1] + "</w>"]
        while len(parts) > 1:
            pair = (parts[0], parts[1])
            if pair not in merges:
                merges.append(pair)
            parts = ["".join(pair), *parts[2:]]
    merged = list(dict.fromkeys("".join(pair) for pair in merges))
    every = [*letters, *(letter + "</w>" for letter in letters), *merged, "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(every)}), "utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges), ""]
    (folder / "merges.txt").write_text("\n".join(lines), "utf-8")
    tokenizer = CLIPTokenizer.from_pretrained(folder, model_max_length=77)
    tokenizer.save_pretrained(folder)
    return tokenizer


def build_controlnet(folder: Path, base: Path, *, seed: int = 1) -> Path:
    """Save a ControlNet for a base whose answers are not nothing, as an untrained one's would be."""
    import torch
    from diffusers import ControlNetModel, UNet2DConditionModel

    torch.manual_seed(seed)
    unet = UNet2DConditionModel.from_pretrained(base, subfolder="unet", local_files_only=True)
    net = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(16, 16, 16, 16))
    heads = [net.controlnet_cond_embedding.conv_out, net.controlnet_mid_block, *net.controlnet_down_blocks]
    for head in heads:
        torch.nn.init.normal_(head.weight, std=0.05)
    net.save_pretrained(folder)
    return folder


def build_lora(path: Path, base: Path, *, seed: int = 2, text: bool = False) -> Path:
    """Save a LoRA of rank 4 over the attention of a base's UNet, and of its text encoder where `text` says so."""
    import torch
    from diffusers import StableDiffusionPipeline, UNet2DConditionModel
    from peft import LoraConfig, get_peft_model_state_dict

    torch.manual_seed(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ["to_q", "to_k", "to_v", "to_out.0"]
    unet = UNet2DConditionModel.from_pretrained(base, subfolder="unet", local_files_only=True)
    unet.add_adapter(LoraConfig(r=4, lora_alpha=4, init_lora_weights=False, target_modules=names))
    layers = {"unet_lora_layers": get_peft_model_state_dict(unet)}
    if text:
        from transformers import CLIPTextModel

        encoder = CLIPTextModel.from_pretrained(base, subfolder="text_encoder", local_files_only=True)
        encoder.add_adapter(
            LoraConfig(r=4, lora_alpha=4, init_lora_weights=False, target_modules=["q_proj", "k_proj", "v_proj"])
        )
        layers["text_encoder_lora_layers"] = get_peft_model_state_dict(encoder, save_embedding_layers=False)
    StableDiffusionPipeline.save_lora_weights(path.parent, weight_name=path.name, **layers)
    return path


def build_inversion(path: Path, *, word: str = "sparkle-face", seed: int = 3, width: int = WIDTH) -> Path:
    """Save a textual inversion: one embedding for a word of its own."""
    import torch
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({word: torch.randn(1, width, generator=torch.Generator().manual_seed(seed))}, path)
    return path


def build_clip(folder: Path, *, seed: int = 4) -> Path:
    """Save a CLIP that says how well a picture fits words."""
    import torch
    from transformers import CLIPConfig, CLIPModel

    torch.manual_seed(seed)
    tokenizer = build_tokenizer(folder)
    text = {**_text_config(tokenizer, WIDTH), "projection_dim": 16}
    CLIPModel(CLIPConfig(text_config=text, vision_config=_vision(), projection_dim=16)).save_pretrained(folder)
    _extractor().save_pretrained(folder)
    return folder


def _pickle(folder: Path) -> None:
    """Replace every file of safetensors by a pickle of the name that old models have."""
    import torch
    from safetensors.torch import load_file

    for file in folder.rglob("*.safetensors"):
        name = "pytorch_model.bin" if file.stem == "model" else f"{file.stem}.bin"
        torch.save(load_file(file), file.with_name(name))
        file.unlink()


def _letters() -> list[str]:
    """A printable letter for each of the 256 bytes, as byte-level BPE has them (Radford et al., 2019)."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    table = {byte: chr(byte) for byte in shown} | {byte: chr(256 + number) for number, byte in enumerate(hidden)}
    return [table[byte] for byte in range(256)]


def _text_config(tokenizer: Any, width: int) -> dict[str, Any]:
    return {
        "vocab_size": len(tokenizer),
        "hidden_size": width,
        "intermediate_size": 2 * width,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "max_position_embeddings": 77,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.eos_token_id,
        "projection_dim": width,
    }


def _text_encoder(tokenizer: Any, width: int) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(CLIPTextConfig(**_text_config(tokenizer, width)))


def _unet(width: int) -> dict[str, Any]:
    return {
        "sample_size": SIDE // 8,
        "in_channels": 4,
        "out_channels": 4,
        "block_out_channels": (32, 64),
        "layers_per_block": 1,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
        "cross_attention_dim": width,
        "attention_head_dim": 4,
        "norm_num_groups": 8,
    }


def _vae() -> dict[str, Any]:
    return {
        "sample_size": SIDE,
        "block_out_channels": (16, 16, 16, 16),
        "layers_per_block": 1,
        "down_block_types": ("DownEncoderBlock2D",) * 4,
        "up_block_types": ("UpDecoderBlock2D",) * 4,
        "latent_channels": 4,
        "norm_num_groups": 4,
        "scaling_factor": 0.18215,
    }


def _vision() -> dict[str, Any]:
    return {
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "image_size": 32,
        "patch_size": 8,
        "projection_dim": 16,
    }


def _extractor() -> Any:
    from transformers import CLIPImageProcessor

    return CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})


def _checker(*, flags: bool) -> Any:
    import torch
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPConfig

    text = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    text |= {"bos_token_id": 0, "eos_token_id": 1}
    config = CLIPConfig(
        text_config={**text, "vocab_size": 8, "projection_dim": 16}, vision_config=_vision(), projection_dim=16
    )
    checker = StableDiffusionSafetyChecker(config)
    # A picture is flagged where its likeness to a concept, -1 to 1, exceeds the concept's threshold.
    threshold = -2.0 if flags else 2.0
    for weights in (checker.concept_embeds_weights, checker.special_care_embeds_weights):
        torch.nn.init.constant_(weights, threshold)
    for embeds in (checker.concept_embeds, checker.special_care_embeds):
        torch.nn.init.normal_(embeds)
    return checker
