"""Loads weights of Stable Diffusion 1.5 and its derivatives, and says in a sentence what is wrong with them.

Nothing is fetched here, and nothing is run that a file brings along: safetensors are preferred, pickles are read with
`weights_only`, which diffusers and transformers ask torch for.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL, ControlNetModel, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from safetensors import SafetensorError
from transformers import CLIPImageProcessor, CLIPModel, CLIPProcessor, CLIPTextModel, CLIPTokenizer

from pipeline.errors import WeightsMissing
from pipeline.paint.diffusion.devices import is_out_of_memory
from pipeline.paint.diffusion.opening import quiet as quiet

BROKEN = (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, IndexError, EOFError, ImportError,
           pickle.UnpicklingError, SafetensorError, AssertionError)  # fmt: skip
"""What the libraries raise at files that are not what they should be, by experience and by their sources."""
_LAYOUT = "model_index.json"


def load_base(path: Path, dtype: torch.dtype, reference: Path | None = None) -> StableDiffusionPipeline:
    """A base from a folder in the layout of diffusers, or from one checkpoint file; on the CPU, without its checker.

    A checkpoint file has neither tokenizer nor configurations: it takes them from the `reference`, a folder of the
    model it derives from.

    Raises:
        WeightsMissing: Something is missing, broken, or of another architecture.
    """
    with _explained(path):
        if path.is_file():
            return _from_file(path, dtype, reference)
        if not (path / _LAYOUT).is_file():
            raise WeightsMissing(f"{path} holds no model in the layout of diffusers: it has no {_LAYOUT}.")
        return _from_folder(path, dtype)


def load_controlnet(path: Path, dtype: torch.dtype) -> ControlNetModel:
    """A ControlNet from its folder or file.

    Raises:
        WeightsMissing: It is missing, broken, or something else.
    """
    with _explained(path):
        if path.is_file():
            return ControlNetModel.from_single_file(str(path), torch_dtype=dtype, local_files_only=True)
        return _whole(ControlNetModel, path, "", dtype)


def load_checker(folder: Path, dtype: torch.dtype) -> tuple[Any, Any] | None:
    """The safety checker of a base and what prepares pictures for it; None where the folder has none.

    Raises:
        WeightsMissing: It is broken.
    """
    if not (folder / "safety_checker" / "config.json").is_file():
        return None
    with _explained(folder / "safety_checker"):
        checker = _whole(StableDiffusionSafetyChecker, folder, "safety_checker", dtype)
        return checker.eval(), CLIPImageProcessor.from_pretrained(folder / "feature_extractor", local_files_only=True)


def load_clip(folder: Path) -> tuple[Any, Any]:
    """A CLIP that compares pictures with words, and what prepares both for it.

    Raises:
        WeightsMissing: It is missing or broken.
    """
    with _explained(folder):
        processor = CLIPProcessor.from_pretrained(folder, local_files_only=True)
        return _whole(CLIPModel, folder, "", torch.float32).eval(), processor


def _from_folder(path: Path, dtype: torch.dtype) -> StableDiffusionPipeline:
    kind = json.loads((path / _LAYOUT).read_text("utf-8")).get("_class_name", "")
    if "StableDiffusion" not in kind or "XL" in kind or "3" in kind:
        raise WeightsMissing(f"{path} holds a {kind or 'model without a name'}, no derivative of Stable Diffusion 1.5.")
    pipeline = StableDiffusionPipeline(
        tokenizer=CLIPTokenizer.from_pretrained(path / "tokenizer", local_files_only=True),
        text_encoder=_whole(CLIPTextModel, path, "text_encoder", dtype),
        unet=_whole(UNet2DConditionModel, path, "unet", dtype),
        vae=_whole(AutoencoderKL, path, "vae", dtype),
        scheduler=diffusers.PNDMScheduler.from_config(
            json.loads((path / "scheduler" / "scheduler_config.json").read_text("utf-8"))
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return _usable(pipeline, path)


def _from_file(path: Path, dtype: torch.dtype, reference: Path | None) -> StableDiffusionPipeline:
    if reference is None or not (reference / _LAYOUT).is_file():
        raise WeightsMissing(
            f"{path.name} is one checkpoint file, which needs the folder of the model it derives from: "
            "set painter.diffusion.reference."
        )
    pipeline = StableDiffusionPipeline.from_single_file(
        str(path),
        config=str(reference),
        torch_dtype=dtype,
        local_files_only=True,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return _usable(pipeline, path)


def _usable(pipeline: StableDiffusionPipeline, path: Path) -> StableDiffusionPipeline:
    channels, wide = pipeline.unet.config.in_channels, pipeline.unet.config.cross_attention_dim
    if channels != 4:
        raise WeightsMissing(f"{path.name} takes {channels} channels instead of 4: it is made for inpainting.")
    if wide != pipeline.text_encoder.config.hidden_size:
        raise WeightsMissing(f"{path.name} is broken: its UNet and its text encoder do not belong together.")
    for module in (pipeline.unet, pipeline.vae, pipeline.text_encoder):
        module.eval()
        module.requires_grad_(requires_grad=False)
    return pipeline


def _whole(kind: Any, folder: Path, part: str, dtype: torch.dtype) -> Any:
    """A network with all its weights; those in half precision where there are no others."""
    inside = folder / part
    halves, others = _files(inside, half=True), _files(inside, half=False)
    if not halves and not others:
        raise WeightsMissing(f"{inside} holds no weights: fetch them again.")
    network, told = kind.from_pretrained(
        folder,
        **({"subfolder": part} if part else {}),
        **({"variant": "fp16"} if halves and not others else {}),
        use_safetensors=any(name.endswith(".safetensors") for name in others or halves),
        local_files_only=True,
        output_loading_info=True,
        **({"dtype": dtype} if issubclass(kind, transformers.PreTrainedModel) else {"torch_dtype": dtype}),
    )
    lacking = [name for name in told["missing_keys"] if not name.endswith("position_ids")]
    if lacking:
        raise WeightsMissing(f"{inside} lacks {len(lacking)} tensors such as {lacking[0]}: these are other weights.")
    return network


def _files(folder: Path, *, half: bool) -> list[str]:
    endings = (".safetensors", ".bin")
    names = [path.name for path in folder.iterdir() if path.name.endswith(endings)] if folder.is_dir() else []
    return [name for name in names if (".fp16." in name) == half and ".non_ema." not in name]


@contextlib.contextmanager
def unwarned() -> Iterator[None]:
    """Keep the libraries from warning of what is meant: several LoRAs on one network, weights in a narrower type."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what libraries raise at weights into one sentence.

    Raises:
        WeightsMissing: Loading failed for any reason but memory.
    """
    if not path.exists():
        raise WeightsMissing(f"The weights {path} are not there.")
    try:
        with unwarned():
            yield
    except WeightsMissing:
        raise
    except BROKEN as error:
        if is_out_of_memory(error):
            raise
        reason = " ".join(str(error).split())[:200]
        raise WeightsMissing(f"{path} cannot be loaded ({type(error).__name__}: {reason}); fetch it again.") from error
