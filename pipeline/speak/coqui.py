"""Speaks with Coqui's models (coqui-tts): many speakers and languages, voices of reference clips, other throats.

A model that is not here is fetched beside, and its voices are stood in for until it has come.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import SpeakerSpec
from pipeline.errors import StageFailed
from pipeline.lanes import Lanes, Stop, Stopped
from pipeline.models.shelf import Shelf
from pipeline.sound.wav import wav_of
from pipeline.speak import clips, coqui_audio, coqui_words
from pipeline.speak.coqui_loaded import CONVERTERS, Loaded, about_voice
from pipeline.speak.coqui_models import Models, taken_apart
from pipeline.speak.coqui_room import Room
from pipeline.speak.tokens import phones_of_tokens
from pipeline.types import Phone, Speech, Voice

log = logging.getLogger(__name__)


class CoquiSpeaker:
    """Speaks plain sound; the pool adds the changer."""

    def __init__(self, references: str, room: Room, home: Path) -> None:
        """`home` is a folder of ours, where what was learned of a reference lies until the end."""
        self._references = references
        self._home = home
        self.room = room

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak one sentence in a voice of a model, or in that of the voice's reference clip.

        Raises:
            ConfigInvalid: There is no such model.
            StageFailed: The model has no such speaker or language, the reference is of no use, or it failed.
            WeightsMissing: The model is not here.
        """
        name, speaker = taken_apart(voice.key)
        held = await self.room.loaded(name)
        if held.kind in CONVERTERS:
            raise StageFailed("speak", f"{name} changes voices and does not speak: name it as a converter.")
        clip = await self._clip(voice) if voice.reference and not voice.converter else None
        about = about_voice(held.model, voice, speaker, name)
        async with held.turn:
            return await self.room.lane.run(lambda stop: self._synthesized(held, text, about, clip, stop))

    async def convert(self, speech: Speech, voice: Voice) -> Speech:
        """The speech with the throat of the voice's reference clip; phone times stay.

        Raises:
            ConfigInvalid: There is no such model.
            StageFailed: It is no converter, the reference is of no use, or it failed.
            WeightsMissing: The model is not here.
        """
        held = await self.room.loaded(voice.converter)
        if held.kind not in CONVERTERS:
            raise StageFailed("speak", f"{voice.converter} speaks and does not change voices.")
        clip = await self._clip(voice)
        async with held.turn:
            return await self.room.lane.run(lambda stop: self._converted(held, speech, clip, stop))

    async def _clip(self, voice: Voice) -> Path:
        """The voice's reference as a WAV that every model reads."""
        if not self._references:
            raise StageFailed("speak", "A voice has a reference, and [speaker] references names no folder.")
        clip = self._home / f"{zlib.crc32(voice.reference.encode()):08x}.wav"
        if not clip.exists():
            pcm = await clips.usable_clip(Path(self._references), voice.reference)
            await asyncio.to_thread(clip.write_bytes, wav_of(pcm, clips.RATE_HZ))
        return clip

    def _synthesized(self, held: Loaded, text: str, about: dict[str, Any], clip: Path | None, stop: Stop) -> Speech:
        import torch

        stop.check()
        if clip is not None:
            name = f"{held.name}-{clip.stem}"
            about = {**about, "speaker": name, "voice_dir": self._home}
            if not (self._home / f"{name}.pth").is_file():
                about["speaker_wav"] = [str(clip)]
        if held.kind == "xtts":
            # It writes sound token by token, and may be asked to stop before each.
            about["stopping_criteria"] = [_stopping(stop)]
        try:
            with torch.inference_mode(), torch.random.fork_rng(devices=[]):
                # The same sentence sounds the same again.
                torch.manual_seed(zlib.crc32(text.encode()))
                made = held.model.tts_model.synthesize(text=text, use_griffin_lim=True, **about)
        except Stopped:
            raise
        except Exception as error:
            # A model may raise anything, and its words may hold the text.
            raise StageFailed("speak", f"The model failed with {type(error).__name__}.") from error
        sound = np.asarray(made["wav"], np.float32).reshape(-1)
        phones = _phones(held.model.tts_model, made, len(sound) / held.rate_hz)
        return Speech(text, _pcm(sound), held.rate_hz, phones)

    def _converted(self, held: Loaded, speech: Speech, clip: Path, stop: Stop) -> Speech:
        import torch

        stop.check()
        name = f"{held.name}-{clip.stem}"
        learned = (self._home / f"{name}.pth").is_file()
        with tempfile.NamedTemporaryFile(suffix=".wav", dir=self._home) as file:
            Path(file.name).write_bytes(wav_of(speech.pcm, speech.rate_hz))
            try:
                with torch.inference_mode():
                    sound = held.model.voice_conversion(
                        file.name, None if learned else [str(clip)], speaker_id=name, voice_dir=self._home
                    )
            except Exception as error:
                raise StageFailed("speak", f"The converter failed with {type(error).__name__}.") from error
        sound = np.asarray(sound, np.float32).reshape(-1)
        wanted = round(speech.seconds * held.rate_hz)
        # Converters work in whole frames: what they cut off or add at the end is silence.
        sound = np.pad(sound[:wanted], (0, max(0, wanted - len(sound))))
        return Speech(speech.text, _pcm(sound), held.rate_hz, speech.phones, speech.estimated)


def _stopping(stop: Stop) -> Callable[..., bool]:
    def go_on(*_: Any, **__: Any) -> bool:
        stop.check()
        return False

    return go_on


def _phones(network: Any, made: dict[str, Any], seconds: float) -> tuple[Phone, ...]:
    """The phones of a model that reads phonemes and says how long each is; none of another."""
    outputs = made.get("outputs")
    if not network.tokenizer or not isinstance(outputs, dict) or outputs.get("durations") is None:
        return ()
    tokenizer = network.tokenizer
    if not getattr(tokenizer, "use_phonemes", False):
        return ()
    tokens, frames = made["text_inputs"][0].tolist(), outputs["durations"].reshape(-1).tolist()
    signs = ["" if token == tokenizer.blank_id else tokenizer.characters.id_to_char(token) for token in tokens]
    return phones_of_tokens(signs, frames, seconds)


def _pcm(sound: np.ndarray[Any, np.dtype[np.float32]]) -> bytes:
    if not np.isfinite(sound).all():
        raise StageFailed("speak", "The model gave numbers that are no sound.")
    peak = float(np.abs(sound).max(initial=0.0))
    scaled = sound / peak if peak > 1 else sound
    return bytes(np.rint(scaled * 32767.0).astype("<i2").tobytes())


@asynccontextmanager
async def open(spec: SpeakerSpec, lanes: Lanes, shelf: Shelf) -> AsyncIterator[CoquiSpeaker]:  # noqa: A001 - the seam
    """Open a speaker; models are loaded when a voice first needs them."""
    ipa = coqui_words.Ipa()

    def prepare() -> None:
        coqui_audio.stand_in()
        coqui_words.register(ipa)

    await asyncio.to_thread(prepare)
    with tempfile.TemporaryDirectory(prefix="summon-coqui-", ignore_cleanup_errors=True) as home:
        room = Room(spec, lanes, Models(shelf), Path(home))
        try:
            yield CoquiSpeaker(spec.references, room, Path(home))
        finally:
            await room.close()
            await asyncio.to_thread(ipa.close)
