"""Speaks with Coqui's models (coqui-tts): many speakers and languages, voices of reference clips, other throats.

Models are loaded once and kept within a budget of memory. One that is not here is fetched beside, and its voices are
stood in for until it has come.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import SpeakerSpec
from pipeline.errors import PipelineError, StageFailed, WeightsMissing
from pipeline.lanes import Lanes, Stop
from pipeline.models.shelf import Shelf
from pipeline.speak import clips, coqui_audio, coqui_words
from pipeline.speak.coqui_loaded import CONVERTERS, Loaded, about_voice, load
from pipeline.speak.coqui_models import Models, taken_apart
from pipeline.speak.tokens import phones_of_tokens
from pipeline.types import Phone, Speech, Voice
from pipeline.wav import wav_of

log = logging.getLogger(__name__)


class CoquiSpeaker:
    """Speaks plain sound; the pool adds the changer."""

    def __init__(self, spec: SpeakerSpec, lanes: Lanes, models: Models, home: Path) -> None:
        """`home` is a folder of ours, where what was learned of a reference lies until the end."""
        self._spec = spec
        self._lanes = lanes
        self._models = models
        self._home = home
        self.device = _device(spec.device)
        self._held: OrderedDict[str, Loaded] = OrderedDict()
        self._loading = asyncio.Lock()
        self._coming: dict[str, asyncio.Task[None]] = {}

    async def speak(self, voice: Voice, text: str) -> Speech:
        """Speak one sentence in a voice of a model, or in that of the voice's reference clip.

        Raises:
            ConfigInvalid: There is no such model.
            StageFailed: The model has no such speaker or language, the reference is of no use, or it failed.
            WeightsMissing: The model is not here.
        """
        name, speaker = taken_apart(voice.key)
        held = await self._loaded(name)
        if held.kind in CONVERTERS:
            raise StageFailed("speak", f"{name} changes voices and does not speak: name it as a converter.")
        clip = await self._clip(voice) if voice.reference and not voice.converter else None
        about = about_voice(held.model, voice, speaker, name)
        async with held.turn:
            return await self._lanes.of(self.device).run(lambda stop: self._synthesized(held, text, about, clip, stop))

    async def convert(self, speech: Speech, voice: Voice) -> Speech:
        """The speech with the throat of the voice's reference clip; phone times stay.

        Raises:
            ConfigInvalid: There is no such model.
            StageFailed: It is no converter, the reference is of no use, or it failed.
            WeightsMissing: The model is not here.
        """
        held = await self._loaded(voice.converter)
        if held.kind not in CONVERTERS:
            raise StageFailed("speak", f"{voice.converter} speaks and does not change voices.")
        clip = await self._clip(voice)
        async with held.turn:
            return await self._lanes.of(self.device).run(lambda stop: self._converted(held, speech, clip, stop))

    def megabytes(self, name: str) -> float:
        """What a model's weights hold; 0 where it is not loaded."""
        held = self._held.get(name)
        return round(held.bytes / 2**20, 1) if held else 0.0

    async def close(self) -> None:
        """Stop fetching and let every model go."""
        for task in self._coming.values():
            task.cancel()
        for task in self._coming.values():
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._held.clear()

    # ------------------------------------------------------------------------------------------------- models

    async def _loaded(self, name: str) -> Loaded:
        async with self._loading:
            if name in self._held:
                self._held.move_to_end(name)
                return self._held[name]
            files = await asyncio.to_thread(self._models.find, name)
            if files is None:
                self._fetch(name)
                raise WeightsMissing(f"{name} is not here yet; it is being fetched.")
            held = await self._lanes.of(self.device).run(lambda _stop: load(files, self.device, self._home))
            self._held[name] = held
            self._make_room()
            log.info("model loaded", extra={"backend": "coqui", "model": name, "bytes": held.bytes})
            return held

    def _make_room(self) -> None:
        """Let the models go that were idle longest; the last one stays, however large."""
        budget = self._spec.memory_mb * 2**20
        while len(self._held) > 1 and sum(held.bytes for held in self._held.values()) > budget:
            name, _ = self._held.popitem(last=False)
            log.info("model let go", extra={"backend": "coqui", "model": name})

    def _fetch(self, name: str) -> None:
        """Begin to fetch a model, unless it is coming already or could not be had."""
        if name not in self._coming:
            self._coming[name] = asyncio.create_task(self._fetched(name), name=f"fetch {name}")

    async def _fetched(self, name: str) -> None:
        try:
            await self._models.fetch(name, _logged(name))
        except PipelineError as error:
            extra = {"backend": "coqui", "model": name, "code": error.code, "reason": str(error)}
            log.warning("model cannot be fetched", extra=extra)

    # ------------------------------------------------------------------------------------------------- sound

    async def _clip(self, voice: Voice) -> Path:
        """The voice's reference as a WAV that every model reads."""
        if not self._spec.references:
            raise StageFailed("speak", "A voice has a reference, and [speaker] references names no folder.")
        clip = self._home / f"{zlib.crc32(voice.reference.encode()):08x}.wav"
        if not clip.exists():
            pcm = await clips.usable_clip(Path(self._spec.references), voice.reference)
            await asyncio.to_thread(clip.write_bytes, wav_of(pcm, clips.RATE_HZ))
        return clip

    def _synthesized(self, held: Loaded, text: str, about: dict[str, Any], clip: Path | None, stop: Stop) -> Speech:
        import torch

        stop.check()
        if clip is not None:
            about = {**about, "speaker": clip.stem, "voice_dir": self._home}
            if not (self._home / f"{clip.stem}.pth").is_file():
                about["speaker_wav"] = [str(clip)]
        try:
            with torch.inference_mode(), torch.random.fork_rng(devices=[]):
                # The same sentence sounds the same again.
                torch.manual_seed(zlib.crc32(text.encode()))
                made = held.model.tts_model.synthesize(text=text, use_griffin_lim=True, **about)
        except Exception as error:
            # A model may raise anything, and its words may hold the text.
            raise StageFailed("speak", f"The model failed with {type(error).__name__}.") from error
        sound = np.asarray(made["wav"], np.float32).reshape(-1)
        phones = _phones(held.model.tts_model, made, len(sound) / held.rate_hz)
        return Speech(text, _pcm(sound), held.rate_hz, phones)

    def _converted(self, held: Loaded, speech: Speech, clip: Path, stop: Stop) -> Speech:
        import torch

        stop.check()
        name = f"{held.kind}-{clip.stem}"
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


def _device(wanted: str) -> str:
    import torch

    if wanted == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return wanted


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


def _logged(name: str) -> Callable[[int, int], None]:
    """Tells the log about every tenth of what is coming."""
    last = -1

    def told(have: int, of: int) -> None:
        nonlocal last
        tenth = 10 * have // of if of else have // 10**9
        if tenth > last:
            last = tenth
            log.info("model is coming", extra={"backend": "coqui", "model": name, "bytes": have, "of": of})

    return told


@asynccontextmanager
async def open(spec: SpeakerSpec, lanes: Lanes, shelf: Shelf) -> AsyncIterator[CoquiSpeaker]:  # noqa: A001 - the seam
    """Open a speaker; models are loaded when a voice first needs them."""
    ipa = coqui_words.Ipa()

    def prepare() -> None:
        coqui_audio.stand_in()
        coqui_words.register(ipa)

    await asyncio.to_thread(prepare)
    with tempfile.TemporaryDirectory(prefix="summon-coqui-", ignore_cleanup_errors=True) as home:
        speaker = CoquiSpeaker(spec, lanes, Models(shelf), Path(home))
        try:
            yield speaker
        finally:
            await speaker.close()
            await asyncio.to_thread(ipa.close)
