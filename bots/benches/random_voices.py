"""Coqui's models with random weights, tiny or of their full shape, built and saved as coqui saves them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SIGNS = "abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔɕɖəɛɜɡɣɪɫɬɯɱɲɵɹɾʁʃʊʋʌʏʒʔθχˈˌːˑ "


TINY_VITS: dict[str, Any] = {
    "hidden_channels": 16,
    "hidden_channels_ffn_text_encoder": 32,
    "num_heads_text_encoder": 2,
    "num_layers_text_encoder": 1,
    "num_layers_posterior_encoder": 2,
    "num_layers_flow": 2,
    "upsample_initial_channel_decoder": 32,
}
FULL_VITS: dict[str, Any] = {}
"""The shape of the models on LJSpeech and VCTK (Kim et al., ICML 2021, and coqui's defaults)."""

TINY_XTTS: dict[str, Any] = {
    "gpt_layers": 2,
    "gpt_n_model_channels": 64,
    "gpt_n_heads": 2,
    "gpt_max_audio_tokens": 24,
    "decoder_input_dim": 64,
}
FULL_XTTS: dict[str, Any] = {"gpt_max_audio_tokens": 135}
"""The shape of XTTS v2; random weights never come to an end, so that a sentence has as many tokens as it may have."""


def save_vits(
    folder: Path, sizes: dict[str, Any] | None = None, *, speakers: tuple[str, ...] = (), phonemes: bool = True
) -> Path:
    """A VITS that reads English phonemes (or letters) and speaks noise; gives its folder."""
    import torch
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    folder.mkdir(parents=True, exist_ok=True)
    shape = TINY_VITS if sizes is None else sizes
    arguments = VitsArgs(**shape, use_sdp=False, init_discriminator=False)
    if speakers:
        arguments.use_speaker_embedding = True
        arguments.num_speakers = len(speakers)
        (folder / "speakers.json").write_text(json.dumps({name: at for at, name in enumerate(speakers)}), "utf-8")
        arguments.speakers_file = "/where/it/was/made/speakers.json"
    config = VitsConfig(
        model_args=arguments,
        audio=BaseAudioConfig(sample_rate=22050, fft_size=512, win_length=512, hop_length=256),
        use_phonemes=phonemes,
        phonemizer="espeak" if phonemes else None,
        phoneme_language="en-us",
        text_cleaner="multilingual_cleaners",
        add_blank=True,
        characters=CharactersConfig(
            characters_class="TTS.tts.utils.text.characters.IPAPhonemes",
            pad="<PAD>",
            eos="<EOS>",
            bos="<BOS>",
            blank="<BLNK>",
            characters=SIGNS.strip(),
            punctuations="!'(),-.:;? ",
            phonemes=None,
        ),
    )
    torch.manual_seed(1)
    made = json.loads(json.dumps(config.to_dict()))
    if speakers:
        config.model_args.speakers_file = str(folder / "speakers.json")
    network = Vits(config)
    _speak_at_a_pace(network)
    torch.save({"model": network.state_dict()}, folder / "model_file.pth")
    (folder / "config.json").write_text(json.dumps(made), "utf-8")
    return folder


def _speak_at_a_pace(network: Any) -> None:
    """Give every token about four frames: random weights would give one."""
    import torch

    with torch.no_grad():
        network.duration_predictor.proj.bias.fill_(1.2)


TINY_OPENVOICE: dict[str, Any] = {"inter_channels": 16, "hidden_channels": 16, "upsample_initial_channel": 32}
FULL_OPENVOICE: dict[str, Any] = {}


def save_openvoice(folder: Path, sizes: dict[str, Any] | None = None) -> Path:
    """A converter as OpenVoice v2 is; gives its folder."""
    import torch
    from TTS.vc.configs.openvoice_config import OpenVoiceArgs, OpenVoiceConfig
    from TTS.vc.models.openvoice import OpenVoice

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(2)
    shape = {"zero_g": True, **(TINY_OPENVOICE if sizes is None else sizes)}
    network = OpenVoice(OpenVoiceConfig(model_args=OpenVoiceArgs(**shape)))
    torch.save({"model": network.state_dict()}, folder / "checkpoint.pth")
    sound = {"sampling_rate": 22050, "filter_length": 1024, "hop_length": 256, "win_length": 1024}
    (folder / "config.json").write_text(json.dumps({"data": sound, "model": shape}), "utf-8")
    return folder


def save_xtts(folder: Path, sizes: dict[str, Any] | None = None) -> Path:
    """An XTTS v2 that speaks noise in two voices of its own and in that of any clip; gives its folder."""
    import torch
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    folder.mkdir(parents=True, exist_ok=True)
    shape = TINY_XTTS if sizes is None else sizes
    arguments = XttsArgs(
        **shape,
        gpt_use_perceiver_resampler=True,
        gpt_num_audio_tokens=1026,
        gpt_start_audio_token=1024,
        gpt_stop_audio_token=1025,
    )
    config = XttsConfig(model_args=arguments, gpt_cond_len=6, gpt_cond_chunk_len=4)
    _save_words(folder / "vocab.json", config.languages)
    (folder / "config.json").write_text(json.dumps(config.to_dict()), "utf-8")
    torch.manual_seed(3)
    network = Xtts(config)
    network.tokenizer = type(network.tokenizer)(vocab_file=folder / "vocab.json")
    network.init_models()
    torch.save({"model": network.state_dict()}, folder / "model.pth")
    width = arguments.gpt_n_model_channels
    voices = {
        name: {"gpt_cond_latent": torch.randn(1, 32, width), "speaker_embedding": torch.randn(1, 512, 1)}
        for name in ("Ana", "Ben")
    }
    torch.save(voices, folder / "speakers_xtts.pth")
    return folder


def _save_words(path: Path, languages: list[str]) -> None:
    """A vocabulary of letters and the marks that XTTS puts before a text."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    marks = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{language}]" for language in languages)]
    letters = "abcdefghijklmnopqrstuvwxyz.,!?'-"
    words = {word: number for number, word in enumerate([*marks, *letters])}
    tokenizer = Tokenizer(models.BPE(vocab=words, merges=[], unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(marks)
    tokenizer.save(str(path))
