"""Writes a llama of random weights as a GGUF file: it says nothing sensible, in every form that it is held to.

Eyes for it are a second file: a projector of LLaVA's kind, which makes four tokens of any picture.
Sources: docs/gguf.md of ggml, version 3, for the layout; tools/mtmd/clip-impl.h of llama.cpp for the names of eyes.
"""

import functools
import struct
from pathlib import Path

import numpy as np

WIDTH, HEADS, HIDDEN, CONTEXT = 64, 2, 96, 32768
TOKENS = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
"""A vocabulary of bytes: everything can be said with it."""
KINDS = [2, 3, 3, *([6] * 256), 1]
_SIDE, _PATCH, _SEEN, _LAYERS = 32, 16, 32, 2
PICTURE_TOKENS = (_SIDE // _PATCH) ** 2
"""What its eyes make of any picture."""
_U32, _I32, _F32, _BOOL, _TEXT, _LIST = 4, 5, 6, 7, 8, 9
_ALIGNMENT = 32


def write(path: Path, seed: int = 1) -> Path:
    """Write the model, 280 kB."""
    settings = [
        _entry("general.architecture", _TEXT, "llama"),
        _entry("llama.context_length", _U32, CONTEXT),
        _entry("llama.embedding_length", _U32, WIDTH),
        _entry("llama.block_count", _U32, 1),
        _entry("llama.feed_forward_length", _U32, HIDDEN),
        _entry("llama.attention.head_count", _U32, HEADS),
        _entry("llama.rope.dimension_count", _U32, WIDTH // HEADS),
        _entry("llama.attention.layer_norm_rms_epsilon", _F32, 1e-5),
        _entry("tokenizer.ggml.model", _TEXT, "llama"),
        _list("tokenizer.ggml.tokens", _TEXT, TOKENS),
        _list("tokenizer.ggml.scores", _F32, [0.0] * len(TOKENS)),
        _list("tokenizer.ggml.token_type", _I32, KINDS),
        _entry("tokenizer.ggml.bos_token_id", _U32, 1),
        _entry("tokenizer.ggml.eos_token_id", _U32, 2),
    ]
    return _file(path, settings, _weights(np.random.default_rng(seed)))


def write_eyes(path: Path, seed: int = 2, width: int = WIDTH) -> Path:
    """Write a projector for a model of this width, 200 kB."""
    settings = [
        _entry("general.architecture", _TEXT, "clip"),
        _entry("clip.has_vision_encoder", _BOOL, value=True),
        _entry("clip.projector_type", _TEXT, "mlp"),
        _entry("clip.use_gelu", _BOOL, value=True),
        _entry("clip.vision.image_size", _U32, _SIDE),
        _entry("clip.vision.patch_size", _U32, _PATCH),
        _entry("clip.vision.embedding_length", _U32, _SEEN),
        _entry("clip.vision.feed_forward_length", _U32, HIDDEN),
        _entry("clip.vision.block_count", _U32, _LAYERS),
        _entry("clip.vision.projection_dim", _U32, width),
        _entry("clip.vision.attention.head_count", _U32, HEADS),
        _entry("clip.vision.attention.layer_norm_epsilon", _F32, 1e-5),
        _list("clip.vision.image_mean", _F32, [0.5] * 3),
        _list("clip.vision.image_std", _F32, [0.5] * 3),
    ]
    return _file(path, settings, _eyes(np.random.default_rng(seed), width))


def _file(path: Path, settings: list[bytes], weights: dict[str, np.ndarray]) -> Path:
    infos, body = b"", b""
    for name, values in weights.items():
        infos += _text(name) + struct.pack(f"<I{values.ndim}Q", values.ndim, *reversed(values.shape))
        infos += struct.pack("<IQ", 0, len(body))
        body += _padded(values.tobytes())
    head = b"GGUF" + struct.pack("<IQQ", 3, len(weights), len(settings)) + b"".join(settings) + infos
    path.write_bytes(_padded(head) + body)
    return path


def _weights(chance: np.random.Generator) -> dict[str, np.ndarray]:
    drawn = functools.partial(_drawn, chance)
    ones = np.ones(WIDTH, "<f4")
    square = {f"blk.0.attn_{name}.weight": drawn(WIDTH, WIDTH) for name in ("q", "k", "v", "output")}
    return {
        "token_embd.weight": drawn(len(TOKENS), WIDTH),
        "output.weight": drawn(len(TOKENS), WIDTH),
        "output_norm.weight": ones,
        "blk.0.attn_norm.weight": ones,
        "blk.0.ffn_norm.weight": ones,
        **square,
        "blk.0.ffn_gate.weight": drawn(HIDDEN, WIDTH),
        "blk.0.ffn_up.weight": drawn(HIDDEN, WIDTH),
        "blk.0.ffn_down.weight": drawn(WIDTH, HIDDEN),
    }


def _eyes(chance: np.random.Generator, width: int) -> dict[str, np.ndarray]:
    drawn = functools.partial(_drawn, chance)
    weights = {
        "v.patch_embd.weight": drawn(_SEEN, 3, _PATCH, _PATCH),
        "v.position_embd.weight": drawn(PICTURE_TOKENS, _SEEN),
        "mm.0.weight": drawn(width, _SEEN),
        "mm.0.bias": drawn(width),
        "mm.2.weight": drawn(width, width),
        "mm.2.bias": drawn(width),
    }
    for layer in range(_LAYERS):
        at = f"v.blk.{layer}"
        weights |= {f"{at}.attn_{name}.weight": drawn(_SEEN, _SEEN) for name in ("q", "k", "v", "out")}
        weights |= {f"{at}.{norm}.weight": np.ones(_SEEN, "<f4") for norm in ("ln1", "ln2")}
        weights |= {f"{at}.{norm}.bias": np.zeros(_SEEN, "<f4") for norm in ("ln1", "ln2")}
        weights |= {f"{at}.ffn_up.weight": drawn(HIDDEN, _SEEN), f"{at}.ffn_down.weight": drawn(_SEEN, HIDDEN)}
    return weights


def _drawn(chance: np.random.Generator, *shape: int) -> np.ndarray:
    return chance.normal(0, 0.3, shape).astype("<f4")


def _entry(key: str, kind: int, value: object) -> bytes:
    return _text(key) + struct.pack("<I", kind) + _value(kind, value)


def _list(key: str, kind: int, values: list) -> bytes:
    return _text(key) + struct.pack("<IIQ", _LIST, kind, len(values)) + b"".join(_value(kind, v) for v in values)


def _value(kind: int, value: object) -> bytes:
    forms = {_U32: "<I", _I32: "<i", _F32: "<f", _BOOL: "<?"}
    return _text(str(value)) if kind == _TEXT else struct.pack(forms[kind], value)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % _ALIGNMENT)
