"""One of coqui's models in memory: how it is loaded, how much it holds, and what it wants to be told."""

from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError, StageFailed
from pipeline.speak.coqui_models import Files, at_home
from pipeline.types import Voice

CONVERTERS = ("freevc", "knnvc", "openvoice")
"""Architectures that change voices and do not speak."""
_LANGUAGES = {"zh": "zh-cn", "cmn": "zh-cn", "pt-br": "pt", "nb": "no"}


@dataclass(slots=True)
class Loaded:
    """A model in memory; only one call uses it at a time."""

    model: Any
    """Coqui's `Synthesizer`, or a converter of its own."""
    kind: str
    name: str
    """Of its own for every folder, in letters and digits."""
    bytes: int
    rate_hz: int
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


def load(files: Files, device: str, home: Path) -> Loaded:
    """Load a model's files; runs on the device's lane.

    Raises:
        StageFailed: They cannot be loaded.
    """
    name = f"{zlib.crc32(str(files.config).encode()):08x}"
    config = home / f"config-{name}.json"
    config.write_text(json.dumps(at_home(files.config, files.config.parent)), "utf-8")
    try:
        model, rate_hz = _opened(files, config)
        network = model.tts_model if hasattr(model, "tts_model") else model
        network.to(device)
        size = sum(part.numel() * part.element_size() for part in (*network.parameters(), *network.buffers()))
    except PipelineError:
        raise
    except Exception as error:
        raise StageFailed("speak", f"{files.checkpoint} cannot be loaded: {type(error).__name__}: {error}") from error
    return Loaded(model, files.kind, name, size, rate_hz)


def _opened(files: Files, config: Path) -> tuple[Any, int]:
    from TTS.utils.synthesizer import Synthesizer

    if files.kind == "openvoice":
        from TTS.vc.configs.openvoice_config import OpenVoiceArgs, OpenVoiceConfig
        from TTS.vc.models.openvoice import OpenVoice

        told = json.loads(config.read_text("utf-8")).get("model", {})
        sizes = {name: value for name, value in told.items() if name in OpenVoiceArgs.__dataclass_fields__}
        converter = OpenVoice(OpenVoiceConfig(model_args=OpenVoiceArgs(**sizes)))
        converter.load_checkpoint(converter.config, files.checkpoint, eval=True)
        return converter, int(converter.config.audio.output_sample_rate)
    if files.kind in CONVERTERS:
        made = Synthesizer(vc_checkpoint=files.checkpoint, vc_config=config)
        made.vc_model.eval()
        return made.vc_model, int(made.output_sample_rate)
    made = Synthesizer(tts_checkpoint=files.checkpoint, tts_config_path=config)
    return made, int(made.output_sample_rate)


def about_voice(model: Any, voice: Voice, speaker: str, name: str) -> dict[str, Any]:
    """What a model has to be told besides the text.

    Raises:
        StageFailed: It has no such speaker, or does not speak the voice's language.
    """
    network = model.tts_model
    about: dict[str, Any] = {}
    languages = list(getattr(network.config, "languages", None) or ())
    if not languages and network.language_manager is not None:
        languages = list(network.language_manager.language_names)
    if len(languages) > 1:
        about["language"] = _language(voice.language, languages, name)
    speakers = list(network.speaker_manager.speaker_names) if network.speaker_manager is not None else []
    if not voice.reference and (speaker or len(speakers) > 1):
        if speaker and speaker not in speakers:
            raise StageFailed(
                "speak", f"{name} has no speaker {speaker!r}; it has {', '.join(speakers[:12]) or 'one'}."
            )
        about["speaker"] = speaker or speakers[0]
    return about


def _language(wanted: str, languages: list[str], name: str) -> str:
    lower = wanted.lower()
    for candidate in (lower, _LANGUAGES.get(lower, ""), lower.split("-")[0], _LANGUAGES.get(lower.split("-")[0], "")):
        found = [language for language in languages if candidate and language.lower() == candidate]
        found += [language for language in languages if candidate and language.lower().split("-")[0] == candidate]
        if found:
            return found[0]
    raise StageFailed("speak", f"{name} does not speak {wanted}; it speaks {', '.join(languages)}.")
