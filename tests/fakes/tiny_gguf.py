"""Writes a llama of random weights as a GGUF file: it says nothing sensible, in every form that it is held to.

Source of the layout: docs/gguf.md of ggml, version 3.
"""

import struct
from pathlib import Path

import numpy as np

WIDTH, HEADS, HIDDEN, CONTEXT = 64, 2, 96, 32768
TOKENS = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
"""A vocabulary of bytes: everything can be said with it."""
KINDS = [2, 3, 3, *([6] * 256), 1]
_U32, _I32, _F32, _TEXT, _LIST = 4, 5, 6, 8, 9
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
    infos, body = b"", b""
    weights = _weights(np.random.default_rng(seed))
    for name, values in weights.items():
        infos += _text(name) + struct.pack("<IQ", values.ndim, values.shape[-1])
        infos += struct.pack("<Q", values.shape[0]) if values.ndim == 2 else b""
        infos += struct.pack("<IQ", 0, len(body))
        body += _padded(values.tobytes())
    head = b"GGUF" + struct.pack("<IQQ", 3, len(weights), len(settings)) + b"".join(settings) + infos
    path.write_bytes(_padded(head) + body)
    return path


def _weights(chance: np.random.Generator) -> dict[str, np.ndarray]:
    def drawn(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype("<f4")

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


def _entry(key: str, kind: int, value: object) -> bytes:
    return _text(key) + struct.pack("<I", kind) + _value(kind, value)


def _list(key: str, kind: int, values: list) -> bytes:
    return _text(key) + struct.pack("<IIQ", _LIST, kind, len(values)) + b"".join(_value(kind, v) for v in values)


def _value(kind: int, value: object) -> bytes:
    return _text(str(value)) if kind == _TEXT else struct.pack({_U32: "<I", _I32: "<i", _F32: "<f"}[kind], value)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % _ALIGNMENT)
