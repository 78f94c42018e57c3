"""Coqui's models with few, random weights, built and saved as coqui saves them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SIGNS = "abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔɕɖəɛɜɡɣɪɫɬɯɱɲɵɹɾʁʃʊʋʌʏʒʔθχˈˌːˑ "


def save_vits(folder: Path, *, speakers: tuple[str, ...] = (), phonemes: bool = True, **sizes: Any) -> Path:
    """A VITS that reads English phonemes (or letters) and speaks noise; gives its folder."""
    import torch
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    folder.mkdir(parents=True, exist_ok=True)
    arguments = VitsArgs(**{**_TINY, **sizes})
    if speakers:
        arguments.use_speaker_embedding = True
        arguments.num_speakers = len(speakers)
        (folder / "speakers.json").write_text(json.dumps({name: at for at, name in enumerate(speakers)}), "utf-8")
        arguments.speakers_file = "/root/where/it/was/made/speakers.json"
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
    network = Vits.init_from_config(config)
    _speak_at_a_pace(network)
    torch.save({"model": network.state_dict()}, folder / "model_file.pth")
    (folder / "config.json").write_text(json.dumps(made), "utf-8")
    return folder


_TINY = {
    "hidden_channels": 16,
    "hidden_channels_ffn_text_encoder": 32,
    "num_heads_text_encoder": 2,
    "num_layers_text_encoder": 1,
    "num_layers_posterior_encoder": 2,
    "num_layers_flow": 2,
    "upsample_initial_channel_decoder": 32,
    "use_sdp": False,
    "init_discriminator": False,
}


def _speak_at_a_pace(network: Any) -> None:
    """Give every token about four frames: random weights would give one."""
    import torch

    with torch.no_grad():
        network.duration_predictor.proj.bias.fill_(1.2)


def save_openvoice(folder: Path) -> Path:
    """A converter of OpenVoice's shape with random weights; gives its folder."""
    import torch
    from TTS.vc.configs.openvoice_config import OpenVoiceArgs, OpenVoiceConfig
    from TTS.vc.models.openvoice import OpenVoice

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(2)
    sizes = {"zero_g": True, "inter_channels": 16, "hidden_channels": 16, "upsample_initial_channel": 32}
    network = OpenVoice(OpenVoiceConfig(model_args=OpenVoiceArgs(**sizes)))
    torch.save({"model": network.state_dict()}, folder / "checkpoint.pth")
    sound = {"sampling_rate": 22050, "filter_length": 1024, "hop_length": 256, "win_length": 1024}
    (folder / "config.json").write_text(json.dumps({"data": sound, "model": sizes}), "utf-8")
    return folder
