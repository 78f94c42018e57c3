"""A Whisper with few, random weights, saved as transformers saves it."""

from __future__ import annotations

import json
from pathlib import Path

MARKS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|de|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)


def save_whisper(folder: Path) -> Path:
    """A model that hears something or other in every sound; gives its folder."""
    import torch
    from transformers import (
        GenerationConfig,
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
        WhisperTokenizer,
    )

    folder.mkdir(parents=True, exist_ok=True)
    letters = [chr(number) for number in range(33, 127)] + ["Ġ"]
    words = {sign: number for number, sign in enumerate([*letters, *MARKS])}
    (folder / "vocab.json").write_text(json.dumps(words), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", "utf-8")
    tokenizer = WhisperTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), additional_special_tokens=list(MARKS[1:])
    )
    tokenizer.save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=80).save_pretrained(folder)
    start, end = words["<|startoftranscript|>"], words["<|endoftext|>"]
    config = WhisperConfig(
        vocab_size=len(words),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=start,
    )
    torch.manual_seed(4)
    model = WhisperForConditionalGeneration(config)
    model.generation_config = GenerationConfig(
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=start,
        is_multilingual=True,
        lang_to_id={"<|en|>": words["<|en|>"], "<|de|>": words["<|de|>"]},
        task_to_id={"transcribe": words["<|transcribe|>"], "translate": words["<|translate|>"]},
        no_timestamps_token_id=words["<|notimestamps|>"],
        max_length=40,
        suppress_tokens=[words[mark] for mark in MARKS],
        begin_suppress_tokens=[words["Ġ"]],
    )
    model.save_pretrained(folder)
    return folder
